//! The form of qualified certificates: ones in order, and for each rule the same with one thing broken.

use std::collections::BTreeSet;

use esig_core::algorithm::oids as algorithms;
use esig_core::attribute_names::{COMMON_NAME, INN, INN_LE, ORGANIZATION, SNILS, from_short_name};
use esig_core::cert::ext::{KeyUsage, ToolClass, oids};
use esig_core::encode::element;
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, NameBuf};
use esig_testkit::{
    CertificateTemplate, ExtensionTemplate, Family, NameTemplate, Signer, TestKey, TestPki, extension,
};
use esig_verify::lint::{Holder, Rule, Severity, lint};
use time::macros::utc_datetime;
use time::{Duration, UtcDateTime};

const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);

type Attributes = Vec<(&'static str, &'static str)>;

const PERSON: [(&str, &str); 6] = [
    ("C", "RU"),
    ("SN", "Образцова"),
    ("GN", "Анна Тестовна"),
    ("ИНН", "990000123452"),
    ("СНИЛС", "10000001213"),
    ("CN", "Образцова Анна Тестовна"),
];

const ENTREPRENEUR: [(&str, &str); 7] =
    [PERSON[0], PERSON[1], PERSON[2], PERSON[3], PERSON[4], ("ОГРНИП", "399990001234560"), PERSON[5]];

const ORGANIZATION_NAME: [(&str, &str); 8] = [
    ("C", "RU"),
    ("ST", "77 Москва"),
    ("L", "Москва"),
    ("STREET", "ул. Примерная, д. 1"),
    ("O", "ООО «Образец»"),
    ("ИНН ЮЛ", "9900001236"),
    ("ОГРН", "1999900012341"),
    ("CN", "ООО «Образец»"),
];

fn name(attributes: &[(&str, &str)]) -> NameBuf {
    let attributes = attributes.iter().map(|(name, value)| (from_short_name(name).expect("known"), *value));
    attributes.fold(NameTemplate::new(), |name, (oid, value)| name.with_attribute(oid, value)).to_name()
}

fn without(attributes: &[(&'static str, &'static str)], name: &str) -> Attributes {
    attributes.iter().copied().filter(|attribute| attribute.0 != name).collect()
}

fn with(attributes: &[(&'static str, &'static str)], name: &'static str, value: &'static str) -> Attributes {
    [without(attributes, name), vec![(name, value)]].concat()
}

/// The PKI, and certificates in order for each kind of holder.
struct World {
    pki: TestPki,
}

impl World {
    fn new() -> Self {
        Self { pki: TestPki::new(Family::GOST_256, 7, AT) }
    }

    fn holder(&self, attributes: &[(&str, &str)]) -> CertificateTemplate {
        self.pki.signer_template(Signer::Valid).with_subject(name(attributes))
    }

    fn person(&self) -> CertificateTemplate {
        self.holder(&PERSON)
    }

    fn authority(&self, attributes: &[(&str, &str)]) -> CertificateTemplate {
        let usage = KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN);
        self.holder(attributes)
            .with_extension(extension::authority(Some(0)))
            .with_extension(extension::key_usage(usage))
            .without_extension(oids::IDENTIFICATION_KIND)
    }

    fn issue(&self, template: &CertificateTemplate) -> CertificateBuf {
        template.issue(self.pki.intermediate()).expect("well-formed")
    }

    fn rules(&self, template: &CertificateTemplate) -> Vec<Rule> {
        rules(&self.issue(template))
    }
}

fn rules(certificate: &CertificateBuf) -> Vec<Rule> {
    lint(certificate.view()).findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn certificates_in_order_have_no_findings() {
    let world = World::new();
    let rows = [
        (world.person(), Holder::Person),
        (world.holder(&ENTREPRENEUR), Holder::Entrepreneur),
        (world.holder(&ORGANIZATION_NAME), Holder::Organization),
        (world.authority(&ORGANIZATION_NAME), Holder::Authority),
        (world.pki.signer_template(Signer::Valid), Holder::Person),
        (world.pki.signer_template(Signer::Organization), Holder::Organization),
    ];
    for (template, holder) in rows {
        let certificate = world.issue(&template);
        let lint = lint(certificate.view());
        assert_eq!((lint.holder, lint.findings.as_slice()), (holder, &[][..]));
    }
}

#[test]
fn each_rule_is_broken_by_one_change() {
    let world = World::new();
    let mut broken = BTreeSet::new();
    for (template, rule) in names(&world).into_iter().chain(extensions(&world)).chain(algorithm(&world)) {
        assert_eq!(world.rules(&template), [rule], "{}", rule.id());
        broken.insert(rule);
    }
    let mut version_2 = world.person().issue_der(world.pki.intermediate());
    let version = version_2.windows(5).position(|octets| octets == [0xa0, 3, 2, 1, 2]).expect("version 3");
    version_2[version + 4] = 1;
    assert_eq!(rules(&CertificateBuf::from_der(version_2).expect("odd")), [Rule::VersionNot3]);
    broken.insert(Rule::VersionNot3);
    let untested: Vec<_> = Rule::all().filter(|rule| !broken.contains(rule)).map(Rule::id).collect();
    assert_eq!(untested, [""; 0]);
}

fn names(world: &World) -> Vec<(CertificateTemplate, Rule)> {
    let organization = &ORGANIZATION_NAME[..];
    let mut rows = vec![
        (without(&PERSON, "CN"), Rule::CommonNameAbsent),
        (without(&PERSON, "SN"), Rule::SurnameAbsent),
        (without(&PERSON, "GN"), Rule::GivenNameAbsent),
        (with(organization, "SN", "Образцова"), Rule::GivenNameAbsent),
        (without(&PERSON, "C"), Rule::CountryAbsent),
        (without(organization, "ST"), Rule::StateAbsent),
        (without(organization, "L"), Rule::LocalityAbsent),
        (without(organization, "STREET"), Rule::StreetAbsent),
        (without(organization, "O"), Rule::OrganizationAbsent),
        (with(&PERSON, "O", "ООО «Образец»"), Rule::OrganizationOfPerson),
        (without(&PERSON, "ИНН"), Rule::InnAbsent),
        (without(&PERSON, "СНИЛС"), Rule::SnilsAbsent),
        (without(&ENTREPRENEUR, "СНИЛС"), Rule::SnilsAbsent),
        (without(organization, "ИНН ЮЛ"), Rule::InnLeAbsent),
        (without(organization, "ОГРН"), Rule::OgrnAbsent),
        (with(&ENTREPRENEUR, "ОГРН", "1999900012341"), Rule::OgrnForbidden),
        (with(&ENTREPRENEUR, "ИНН ЮЛ", "9900001236"), Rule::InnLeForbidden),
        (with(&without(organization, "ИНН ЮЛ"), "ИНН", "009900001236"), Rule::InnOldForm),
        (with(&PERSON, "ИНН", "99000012345"), Rule::InnForm),
        (with(&PERSON, "ИНН", "990000123453"), Rule::InnControl),
        (with(organization, "ИНН ЮЛ", "990000123"), Rule::InnLeForm),
        (with(organization, "ИНН ЮЛ", "9900001237"), Rule::InnLeControl),
        (with(&PERSON, "СНИЛС", "100-000-012"), Rule::SnilsForm),
        (with(&PERSON, "СНИЛС", "10000001214"), Rule::SnilsControl),
        (with(organization, "ОГРН", "199990001234"), Rule::OgrnForm),
        (with(organization, "ОГРН", "1999900012342"), Rule::OgrnControl),
        (with(&ENTREPRENEUR, "ОГРНИП", "39999000123456"), Rule::OgrnipForm),
        (with(&ENTREPRENEUR, "ОГРНИП", "399990001234561"), Rule::OgrnipControl),
    ]
    .into_iter()
    .map(|(attributes, rule)| (world.holder(&attributes), rule))
    .collect::<Vec<_>>();
    let utf8 = element(Tag::UTF8_STRING, &[b"10000001213"]);
    let as_text = without(&PERSON, "СНИЛС").into_iter().fold(NameTemplate::new(), |name, (short, value)| {
        name.with_attribute(from_short_name(short).expect("known"), value)
    });
    let as_text = as_text.with_encoded_attribute(SNILS, &utf8).to_name();
    rows.push((world.person().with_subject(as_text), Rule::NumberStringType));
    let with_ogrnip = with(organization, "ОГРНИП", "399990001234560");
    rows.push((world.authority(&with_ogrnip), Rule::OgrnipForbidden));
    for (missing, rule) in [
        ("CN", Rule::IssuerCommonNameAbsent),
        ("O", Rule::IssuerOrganizationAbsent),
        ("ОГРН", Rule::IssuerOgrnAbsent),
        ("ИНН ЮЛ", Rule::IssuerInnLeAbsent),
    ] {
        rows.push((world.person().with_issuer(name(&without(organization, missing))), rule));
    }
    rows
}

fn extensions(world: &World) -> Vec<(CertificateTemplate, Rule)> {
    let person = || world.person();
    let with = |extension: ExtensionTemplate| world.person().with_extension(extension);
    let usage = |usage| extension::key_usage(usage);
    let signs = KeyUsage::DIGITAL_SIGNATURE;
    let both = KeyUsage::ENCIPHER_ONLY.union(KeyUsage::DECIPHER_ONLY);
    let tool = |tool: &str| ["Средство ЭП", "Средство УЦ", "№ 1", tool].map(String::from);
    let issuer_tool =
        |fields: [String; 4]| extension::issuer_sign_tool(fields.each_ref().map(String::as_str));
    let begin = AT - Duration::days(90);
    let period = |begin, end| extension::private_key_usage_period(begin, end);
    let policies = |classes: &[ToolClass]| {
        let policies: Vec<_> = classes.iter().map(|class| class.policy()).collect();
        extension::certificate_policies(&policies)
    };
    let damaged = ExtensionTemplate::new(oids::SUBJECT_ALT_NAME, vec![5, 0]);
    let printable = element(Tag::PRINTABLE_STRING, &[b"tool"]);
    let long_end = AT + Duration::days(2 * 365);
    let long =
        world.person().with_validity(esig_core::time::Validity { not_before: begin, not_after: long_end });
    vec![
        (with(damaged), Rule::ContentsMalformed),
        (person().without_extension(oids::KEY_USAGE), Rule::KeyUsageAbsent),
        (with(usage(KeyUsage::KEY_AGREEMENT)), Rule::KeyUsageSignature),
        (with(usage(signs.union(KeyUsage::KEY_CERT_SIGN))), Rule::KeyUsageAuthority),
        (world.authority(&ORGANIZATION_NAME).with_extension(usage(signs)), Rule::KeyUsageAuthority),
        (with(usage(signs.union(both))), Rule::KeyUsageEncipherAndDecipher),
        (with(usage(signs).not_critical()), Rule::KeyUsageNotCritical),
        (with(policies(&[])).without_extension(oids::CERTIFICATE_POLICIES), Rule::PolicyClassAbsent),
        (with(extension::certificate_policies(&[oids::ANY_POLICY])), Rule::PolicyClassAbsent),
        (with(policies(&[ToolClass::Kc1, ToolClass::Kc3])), Rule::PolicyClassGap),
        (person().without_extension(oids::SUBJECT_SIGN_TOOL), Rule::SubjectSignToolAbsent),
        (with(extension::subject_sign_tool("")), Rule::SubjectSignToolForm),
        (with(extension::subject_sign_tool(&"Я".repeat(201))), Rule::SubjectSignToolForm),
        (with(ExtensionTemplate::new(oids::SUBJECT_SIGN_TOOL, printable)), Rule::SubjectSignToolForm),
        (person().without_extension(oids::ISSUER_SIGN_TOOL), Rule::IssuerSignToolAbsent),
        (with(issuer_tool(tool(&"Я".repeat(101)))), Rule::IssuerSignToolForm),
        (with(issuer_tool(tool(""))), Rule::IssuerSignToolForm),
        (person().without_extension(oids::IDENTIFICATION_KIND), Rule::IdentificationKindAbsent),
        (with(extension::identification_kind(4)), Rule::IdentificationKindValue),
        (with(extension::identification_kind(0).critical()), Rule::ToolExtensionCritical),
        (person().without_extension(oids::PRIVATE_KEY_USAGE_PERIOD), Rule::UsagePeriodAbsent),
        (with(period(begin + Duration::DAY, begin)), Rule::UsagePeriodReversed),
        (with(period(begin - Duration::DAY, AT)), Rule::UsagePeriodOutside),
        (long.clone().with_extension(period(begin, long_end)), Rule::UsagePeriodLong),
        (long.without_extension(oids::PRIVATE_KEY_USAGE_PERIOD), Rule::UsagePeriodAbsent),
        (with(period(AT, AT + Duration::days(450))), Rule::UsagePeriodOutside),
        (person().without_extension(oids::AUTHORITY_KEY_IDENTIFIER), Rule::AuthorityKeyIdentifierAbsent),
        (person().without_extension(oids::SUBJECT_KEY_IDENTIFIER), Rule::SubjectKeyIdentifierAbsent),
        (person().without_extension(oids::CRL_DISTRIBUTION_POINTS), Rule::CrlDistributionPointsAbsent),
    ]
}

fn algorithm(world: &World) -> Vec<(CertificateTemplate, Rule)> {
    const TEST_SET: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.35.0");
    const CRYPTO_PRO_A: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.35.1");
    let other = TestKey::new(Family::P256, 7, "other");
    let person = || world.person();
    let other_signature = person().with_inner_algorithm(other.scheme().to_identifier());
    vec![
        (
            person().with_subject_public_key_info(other.subject_public_key_info().to_vec()),
            Rule::KeyAlgorithmNotGost,
        ),
        (other_signature, Rule::SignatureAlgorithmNotGost),
        (
            person().with_subject_public_key_info(key(algorithms::GOST3410_2001, CRYPTO_PRO_A)),
            Rule::Algorithm2001,
        ),
        (
            person().with_subject_public_key_info(key(algorithms::GOST3410_2012_256, TEST_SET)),
            Rule::TestParameters,
        ),
    ]
}

/// A SubjectPublicKeyInfo whose key nobody looks at.
fn key(algorithm: ObjectIdentifier, set: ObjectIdentifier) -> Vec<u8> {
    let oid = |oid: ObjectIdentifier| element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()]);
    let parameters = element(Tag::SEQUENCE, &[&oid(set)]);
    let algorithm = element(Tag::SEQUENCE, &[&oid(algorithm), &parameters]);
    element(Tag::SEQUENCE, &[&algorithm, &element(Tag::BIT_STRING, &[&[0], &[4; 64]])])
}

#[test]
fn an_organisations_inn_is_read_in_both_forms() {
    let world = World::new();
    let old = NameTemplate::new().with_attribute(INN, "009900001236").with_attribute(ORGANIZATION, "ООО");
    let new = NameTemplate::new().with_attribute(INN_LE, "9900001236").with_attribute(COMMON_NAME, "ООО");
    for subject in [old, new] {
        let certificate = world.issue(&world.person().with_subject(subject.to_name()));
        let lint = lint(certificate.view());
        assert_eq!((lint.holder, lint.numbers.inn_le.as_deref()), (Holder::Organization, Some("9900001236")));
        assert_eq!((lint.worst(), lint.numbers.inn), (Some(Severity::Error), None));
    }
    assert!(Severity::Note < Severity::Warning && Severity::Warning < Severity::Error);
}

#[test]
fn what_the_standard_allows_is_a_note() {
    for rule in [Rule::UsagePeriodAbsent, Rule::UsagePeriodOutside, Rule::KeyUsageNotCritical] {
        assert_eq!(rule.severity(), Severity::Note, "{}", rule.id());
    }
}

/// Whoever typed a number wrong in a request does not make its holder another one.
#[test]
fn a_wrong_control_digit_is_a_note() {
    let controls =
        [Rule::InnControl, Rule::InnLeControl, Rule::SnilsControl, Rule::OgrnControl, Rule::OgrnipControl];
    for rule in controls {
        assert_eq!(rule.severity(), Severity::Note, "{}", rule.id());
    }
    let world = World::new();
    let judge = |inn| lint(world.issue(&world.holder(&with(&PERSON, "ИНН", inn))).view()).worst();
    assert_eq!(judge("990000123453"), Some(Severity::Note));
    assert_eq!(judge("99000012345"), Some(Severity::Error), "eleven digits");
}

/// What a root need not say, who is no authority has to, whoever signed his certificate.
#[test]
fn who_certifies_himself_is_no_root_unless_he_is_an_authority() {
    let world = World::new();
    let about_roots = [
        oids::CERTIFICATE_POLICIES,
        oids::SUBJECT_SIGN_TOOL,
        oids::ISSUER_SIGN_TOOL,
        oids::AUTHORITY_KEY_IDENTIFIER,
        oids::CRL_DISTRIBUTION_POINTS,
    ];
    let bare = |template: CertificateTemplate| {
        let organization = name(&ORGANIZATION_NAME);
        let template = template.with_subject(organization.clone()).with_issuer(organization);
        about_roots.into_iter().fold(template, CertificateTemplate::without_extension)
    };
    assert_eq!(world.rules(&bare(world.authority(&ORGANIZATION_NAME))), []);
    let demanded = [
        Rule::PolicyClassAbsent,
        Rule::SubjectSignToolAbsent,
        Rule::IssuerSignToolAbsent,
        Rule::AuthorityKeyIdentifierAbsent,
        Rule::CrlDistributionPointsAbsent,
    ];
    assert_eq!(world.rules(&bare(world.holder(&ORGANIZATION_NAME))), demanded);
    let says_no = world.holder(&ORGANIZATION_NAME).with_extension(extension::end_entity());
    assert_eq!(world.rules(&bare(says_no)), demanded);
}

#[test]
fn before_the_order_was_amended_nobody_told_how_the_holder_was_identified() {
    let world = World::new();
    let end = utc_datetime!(2021-08-31 20:00);
    for (not_before, expected) in [(end, &[][..]), (end + Duration::HOUR, &[Rule::IdentificationKindAbsent])]
    {
        let not_after = not_before + Duration::days(365);
        let template = world
            .person()
            .without_extension(oids::IDENTIFICATION_KIND)
            .with_validity(esig_core::time::Validity { not_before, not_after })
            .with_extension(extension::private_key_usage_period(not_before, not_after));
        assert_eq!(world.rules(&template), expected);
    }
}
