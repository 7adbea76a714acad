//! The rules: one table of identifiers, severities, clauses and texts.

use crate::report::text::Language;

/// How grave it is that a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; many certificates in order have it.
    Note,
    /// Odd, and seen in certificates that are accepted.
    Warning,
    /// The law or the order forbids it.
    Error,
}

impl Severity {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Makes the enum and its table from the same rows.
macro_rules! rules {
    ($($rule:ident $id:literal $severity:ident $clause:literal $english:literal $russian:literal;)*) => {
        /// A rule on the form of a qualified certificate.
        ///
        /// The identifiers are stable, texts may be improved.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $english] $rule,)*
        }

        const TABLE: &[Row] = &[$(Row {
            rule: Rule::$rule,
            id: $id,
            severity: Severity::$severity,
            clause: $clause,
            english: $english,
            russian: $russian,
        },)*];
    };
}

struct Row {
    rule: Rule,
    id: &'static str,
    severity: Severity,
    clause: &'static str,
    english: &'static str,
    russian: &'static str,
}

impl Rule {
    /// Every rule, in the order of the certificate.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.rule)
    }

    /// The stable identifier: `subject-snils-absent`.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// How grave it is that the rule is broken.
    pub fn severity(self) -> Severity {
        self.row().severity
    }

    /// Where the rule stands, in the language of the document.
    pub fn clause(self) -> &'static str {
        self.row().clause
    }

    /// What is wrong, a sentence.
    pub fn text(self, language: Language) -> &'static str {
        language.choose(self.row().english, self.row().russian)
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }
}

rules! {
    ContentsMalformed "contents-malformed" Error "RFC 5280 §4.2"
        "A name or an extension cannot be read." "Имя или расширение не читается.";
    VersionNot3 "version-not-3" Error "RFC 5280 §4.1.2.1"
        "The certificate is not of version 3." "Версия сертификата не 3.";

    CommonNameAbsent "subject-common-name-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 2"
        "The holder has no commonName." "У владельца нет общего имени (commonName).";
    SurnameAbsent "subject-surname-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 2"
        "The surname of the person is missing." "Нет фамилии (surname) физического лица.";
    GivenNameAbsent "subject-given-name-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 2"
        "The given name of the person is missing." "Нет имени и отчества (givenName) физического лица.";
    CountryAbsent "subject-country-absent" Error "Приказ ФСБ № 795"
        "The country is missing." "Нет страны (countryName).";
    StateAbsent "subject-state-absent" Warning "Приказ ФСБ № 795"
        "The region of the organisation is missing." "Нет субъекта Федерации (stateOrProvinceName) организации.";
    LocalityAbsent "subject-locality-absent" Warning "Приказ ФСБ № 795"
        "The locality of the organisation is missing." "Нет населённого пункта (localityName) организации.";
    StreetAbsent "subject-street-absent" Warning "63-ФЗ, ст. 17, ч. 2, п. 2"
        "The street address of the organisation is missing." "Нет адреса (streetAddress) организации.";
    OrganizationAbsent "subject-organization-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 2"
        "The name of the organisation is missing." "Нет наименования организации (organizationName).";
    OrganizationOfPerson "subject-organization-of-person" Warning "Приказ ФСБ № 795"
        "A person without an organisation's numbers has an organisation's name."
        "У физического лица указана организация без её ОГРН и ИНН.";
    InnAbsent "subject-inn-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 3"
        "The INN of the person is missing." "Нет ИНН физического лица.";
    SnilsAbsent "subject-snils-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 3"
        "The SNILS of the person is missing." "Нет СНИЛС физического лица.";
    InnLeAbsent "subject-inn-le-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 3"
        "The INN of the organisation is missing." "Нет ИНН юридического лица.";
    OgrnAbsent "subject-ogrn-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 2"
        "The OGRN of the organisation is missing." "Нет ОГРН юридического лица.";
    OgrnForbidden "subject-ogrn-forbidden" Error "Приказ ФСБ № 795"
        "An individual entrepreneur has an OGRN." "У индивидуального предпринимателя указан ОГРН.";
    InnLeForbidden "subject-inn-le-forbidden" Error "Приказ ФСБ № 795"
        "An individual entrepreneur has an organisation's INN."
        "У индивидуального предпринимателя указан ИНН юридического лица.";
    OgrnipForbidden "subject-ogrnip-forbidden" Error "Приказ ФСБ № 795"
        "An authority has the OGRNIP of an individual entrepreneur." "У удостоверяющего центра указан ОГРНИП.";
    InnOldForm "subject-inn-old-form" Note "Приказ ФСБ № 31 от 29.01.2021"
        "The organisation's INN stands in the place of a person's, with 00 before it, as was usual until 2021."
        "ИНН юридического лица записан на месте ИНН физического, с 00 впереди, как было принято до 2021 года.";
    InnForm "subject-inn-form" Error "RFC 9215 §5.1"
        "The INN of a person is not 12 digits." "ИНН физического лица не из 12 цифр.";
    InnControl "subject-inn-control" Note "Контрольные цифры ИНН (ФНС)"
        "The control digits of the INN are wrong." "Контрольные цифры ИНН неверны.";
    InnLeForm "subject-inn-le-form" Error "RFC 9215 §5.1"
        "The INN of the organisation is not 10 digits." "ИНН юридического лица не из 10 цифр.";
    InnLeControl "subject-inn-le-control" Note "Контрольные цифры ИНН (ФНС)"
        "The control digit of the organisation's INN is wrong." "Контрольная цифра ИНН юридического лица неверна.";
    SnilsForm "subject-snils-form" Error "RFC 9215 §5.1"
        "The SNILS is not 11 digits." "СНИЛС не из 11 цифр.";
    SnilsControl "subject-snils-control" Note "Контрольное число СНИЛС (СФР)"
        "The control digits of the SNILS are wrong." "Контрольные цифры СНИЛС неверны.";
    OgrnForm "subject-ogrn-form" Error "RFC 9215 §5.1"
        "The OGRN is not 13 digits." "ОГРН не из 13 цифр.";
    OgrnControl "subject-ogrn-control" Note "Контрольная цифра ОГРН (ФНС)"
        "The control digit of the OGRN is wrong." "Контрольная цифра ОГРН неверна.";
    OgrnipForm "subject-ogrnip-form" Error "RFC 9215 §5.1"
        "The OGRNIP is not 15 digits." "ОГРНИП не из 15 цифр.";
    OgrnipControl "subject-ogrnip-control" Note "Контрольная цифра ОГРНИП (ФНС)"
        "The control digit of the OGRNIP is wrong." "Контрольная цифра ОГРНИП неверна.";
    NumberStringType "subject-number-string-type" Warning "RFC 9215 §5.1"
        "A number of the holder is not a NumericString." "Номер владельца записан не как NumericString.";

    IssuerCommonNameAbsent "issuer-common-name-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 6"
        "The issuer has no commonName." "У издателя нет общего имени (commonName).";
    IssuerOrganizationAbsent "issuer-organization-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 6"
        "The issuer's organisation is missing." "Нет наименования организации издателя (organizationName).";
    IssuerOgrnAbsent "issuer-ogrn-absent" Error "Приказ ФСБ № 795"
        "The issuer's OGRN is missing." "Нет ОГРН издателя.";
    IssuerInnLeAbsent "issuer-inn-le-absent" Error "Приказ ФСБ № 795"
        "The issuer's INN is missing." "Нет ИНН издателя.";

    KeyUsageAbsent "key-usage-absent" Error "Приказ ФСБ № 795"
        "keyUsage is missing." "Нет применения ключа (keyUsage).";
    KeyUsageSignature "key-usage-signature" Error "Приказ ФСБ № 795"
        "The key is not for signatures." "Ключ не предназначен для подписи.";
    KeyUsageAuthority "key-usage-authority" Error "RFC 5280 §4.2.1.3"
        "The key may sign certificates, and the holder is no authority; or the reverse."
        "Ключом можно подписывать сертификаты, а владелец не удостоверяющий центр; или наоборот.";
    KeyUsageEncipherAndDecipher "key-usage-encipher-and-decipher" Error "RFC 9215 §4.4"
        "encipherOnly and decipherOnly are both set." "encipherOnly и decipherOnly указаны вместе.";
    KeyUsageNotCritical "key-usage-not-critical" Note "RFC 5280 §4.2.1.3"
        "keyUsage is not critical." "keyUsage не помечено критическим.";
    PolicyClassAbsent "policy-class-absent" Error "RFC 9215 §5.2"
        "No policy tells the class of the signature means." "Среди политик нет класса средства ЭП.";
    PolicyClassGap "policy-class-gap" Warning "RFC 9215 §5.2"
        "A class below the highest one is missing among the policies." "Среди политик нет класса ниже высшего.";
    SubjectSignToolAbsent "subject-sign-tool-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 5"
        "The signature means of the holder are not named." "Не названо средство ЭП владельца (subjectSignTool).";
    SubjectSignToolForm "subject-sign-tool-form" Error "RFC 9215 §5.3"
        "subjectSignTool is not a UTF8String of 1 to 200 characters."
        "subjectSignTool — не UTF8String длиной от 1 до 200 знаков.";
    IssuerSignToolAbsent "issuer-sign-tool-absent" Error "63-ФЗ, ст. 17, ч. 2, п. 5"
        "The means of the authority are not named." "Не названы средства УЦ (issuerSignTool).";
    IssuerSignToolForm "issuer-sign-tool-form" Error "RFC 9215 §5.4"
        "A text of issuerSignTool is empty or too long." "Строка в issuerSignTool пуста или слишком длинна.";
    IdentificationKindAbsent "identification-kind-absent" Error "Приказ ФСБ № 31 от 29.01.2021"
        "It is not told how the holder was identified." "Не указано, как идентифицирован владелец (identificationKind).";
    IdentificationKindValue "identification-kind-value" Error "RFC 9215 §5.1"
        "identificationKind has a number that is not defined." "Значение identificationKind не определено.";
    ToolExtensionCritical "tool-extension-critical" Warning "RFC 9215 §5.3, §5.4"
        "subjectSignTool, issuerSignTool or identificationKind is critical."
        "subjectSignTool, issuerSignTool или identificationKind помечено критическим.";
    UsagePeriodAbsent "usage-period-absent" Note "RFC 9215 §8"
        "The period of use of the private key is not told." "Не указан срок действия закрытого ключа.";
    UsagePeriodReversed "usage-period-reversed" Error "RFC 3280 §4.2.1.4"
        "The period of use of the private key ends before it begins."
        "Срок действия закрытого ключа кончается раньше, чем начинается.";
    UsagePeriodOutside "usage-period-outside" Note "RFC 3280 §4.2.1.4"
        "The period of use of the private key is not within that of the certificate."
        "Срок действия закрытого ключа выходит за срок сертификата.";
    UsagePeriodLong "usage-period-long" Warning "RFC 9215 §8"
        "The private key may be used for more than 15 months." "Закрытый ключ действует дольше 15 месяцев.";
    AuthorityKeyIdentifierAbsent "authority-key-identifier-absent" Error "RFC 5280 §4.2.1.1"
        "The issuer's certificate is not told." "Не указан сертификат издателя (authorityKeyIdentifier).";
    SubjectKeyIdentifierAbsent "subject-key-identifier-absent" Warning "RFC 5280 §4.2.1.2"
        "The identifier of the key is missing." "Нет идентификатора ключа (subjectKeyIdentifier).";
    CrlDistributionPointsAbsent "crl-distribution-points-absent" Warning "RFC 5280 §4.2.1.13"
        "It is not told where the list of revoked certificates is." "Не указано, где список отозванных сертификатов.";

    KeyAlgorithmNotGost "key-algorithm-not-gost" Error "Приказ ФСБ № 795"
        "The key is not of GOST R 34.10." "Ключ не по ГОСТ Р 34.10.";
    SignatureAlgorithmNotGost "signature-algorithm-not-gost" Error "Приказ ФСБ № 795"
        "The certificate is not signed by GOST R 34.10." "Сертификат подписан не по ГОСТ Р 34.10.";
    Algorithm2001 "algorithm-2001" Warning "ГОСТ Р 34.10-2012"
        "The key or the signature is of GOST R 34.10-2001, which is no longer allowed for signing."
        "Ключ или подпись по ГОСТ Р 34.10-2001, которым подписывать больше нельзя.";
    TestParameters "test-parameters" Error "RFC 9215 §8"
        "The key is over a parameter set for tests." "Ключ построен на тестовых параметрах.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn rows_stand_in_the_order_of_the_enum_and_differ() {
        assert!(Rule::all().enumerate().all(|(index, rule)| rule as usize == index));
        let ids: BTreeSet<_> = Rule::all().map(Rule::id).collect();
        let texts: BTreeSet<_> = Rule::all().map(|rule| rule.text(Language::Russian)).collect();
        assert_eq!((ids.len(), texts.len()), (TABLE.len(), TABLE.len()));
    }
}
