//! Why something did not pass: the one table of codes, texts and remedies.
//!
//! The codes are part of the report `esig.report/1` and stay as they are; texts may be improved.

use core::fmt;

use esig_core::Remedy;

use super::text::Language;

/// Why a check did not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs)] // each is its code in words; the table below says the rest
pub enum Reason {
    ContentMissing,
    DigestMismatch,
    SignatureInvalid,
    SignedAttributesInvalid,
    SignerCertificateMissing,
    SignerCertificateMismatch,
    AlgorithmUnsupported,
    KeyUnsupported,
    AlgorithmOutdated,
    Untrusted,
    AnchorExpired,
    IssuerMissing,
    CertificateSignatureInvalid,
    AlgorithmMismatch,
    NotAnAuthority,
    PathTooLong,
    CertificateSigningNotAllowed,
    CriticalExtensionUnknown,
    ExtensionMalformed,
    NameNotPermitted,
    NameConstraintUnsupported,
    PolicyNotAcceptable,
    CertificateNotConforming,
    LimitExceeded,
    Expired,
    NotYetValid,
    AuthorityExpired,
    AuthorityNotYetValid,
    KeyUsageMismatch,
    ExtendedKeyUsageMismatch,
    PeerNameMismatch,
    RevocationDataMissing,
    RevocationDataStale,
    RevocationDataUnusable,
    RevocationStatusUnknown,
    Revoked,
    AuthorityRevoked,
    OnHold,
    SignaturePolicyNotProcessed,
    TimestampNotAssessed,
    EvidenceUnavailable,
}

/// Reason, code, English, Russian, remedy; in the order of the enum.
const REASONS: [(Reason, &str, &str, &str, Remedy); 41] = {
    use Reason as R;
    use Remedy::{Reject, SignAgain, SupplyEvidence, UseSupportedAlgorithm};
    [
        (
            R::ContentMissing,
            "CONTENT_MISSING",
            "The signed content is not at hand, so the signature cannot be checked against it.",
            "Нет подписанных данных: подпись не с чем сверить.",
            SupplyEvidence,
        ),
        (
            R::DigestMismatch,
            "DIGEST_MISMATCH",
            "The content is not what was signed: it was changed after signing, or it is another file.",
            "Данные не те, что были подписаны: их изменили после подписания или это другой файл.",
            Reject,
        ),
        (
            R::SignatureInvalid,
            "SIGNATURE_INVALID",
            "The signature value was not made by the signer's key, or was damaged.",
            "Значение подписи не соответствует ключу подписавшего или повреждено.",
            Reject,
        ),
        (
            R::SignedAttributesInvalid,
            "SIGNED_ATTRIBUTES_INVALID",
            "The signed attributes contradict the content or each other.",
            "Подписанные атрибуты противоречат данным или друг другу.",
            Reject,
        ),
        (
            R::SignerCertificateMissing,
            "SIGNER_CERTIFICATE_MISSING",
            "The signer's certificate is neither in the signature nor among the supplied ones.",
            "Сертификата подписавшего нет ни в подписи, ни среди переданных.",
            SupplyEvidence,
        ),
        (
            R::SignerCertificateMismatch,
            "SIGNER_CERTIFICATE_MISMATCH",
            "The signature names another signer's certificate than the one at hand.",
            "Подпись ссылается на другой сертификат подписавшего.",
            SupplyEvidence,
        ),
        (
            R::AlgorithmUnsupported,
            "ALGORITHM_UNSUPPORTED",
            "An algorithm is not supported, so nothing can be said.",
            "Алгоритм не поддерживается, поэтому проверить нельзя.",
            UseSupportedAlgorithm,
        ),
        (
            R::KeyUnsupported,
            "KEY_UNSUPPORTED",
            "A public key is of an unsupported kind, or is no valid key.",
            "Открытый ключ неподдерживаемого вида или некорректен.",
            UseSupportedAlgorithm,
        ),
        (
            R::AlgorithmOutdated,
            "ALGORITHM_OUTDATED",
            "An algorithm or a key size is too weak by now, and nothing proves that the signature is older.",
            "Алгоритм или длина ключа уже ненадёжны, и ничто не доказывает, что подпись сделана раньше.",
            SignAgain,
        ),
        (
            R::Untrusted,
            "UNTRUSTED",
            "No chain of certificates leads from the signer to a trusted authority.",
            "Нет цепочки сертификатов от подписавшего до доверенного центра.",
            SupplyEvidence,
        ),
        (
            R::AnchorExpired,
            "ANCHOR_EXPIRED",
            "The trusted authority's own certificate is not valid at that time.",
            "Сертификат доверенного центра не действует на этот момент.",
            SupplyEvidence,
        ),
        (
            R::IssuerMissing,
            "ISSUER_MISSING",
            "The certificate of an issuer is missing.",
            "Нет сертификата издателя.",
            SupplyEvidence,
        ),
        (
            R::CertificateSignatureInvalid,
            "CERTIFICATE_SIGNATURE_INVALID",
            "The certificate was not signed by the key of its issuer, or was altered.",
            "Сертификат не подписан ключом издателя или изменён.",
            Reject,
        ),
        (
            R::AlgorithmMismatch,
            "ALGORITHM_MISMATCH",
            "Two places that must name the same algorithm do not.",
            "В двух местах, где алгоритм должен совпадать, указаны разные.",
            Reject,
        ),
        (
            R::NotAnAuthority,
            "NOT_AN_AUTHORITY",
            "A certificate was issued by someone who is no certification authority.",
            "Сертификат выдан тем, кто не является удостоверяющим центром.",
            Reject,
        ),
        (
            R::PathTooLong,
            "PATH_TOO_LONG",
            "More authorities stand in the chain than one of them allows.",
            "В цепочке больше центров, чем разрешает один из них.",
            Reject,
        ),
        (
            R::CertificateSigningNotAllowed,
            "CERTIFICATE_SIGNING_NOT_ALLOWED",
            "The issuer's key is not for signing certificates.",
            "Ключ издателя не предназначен для подписи сертификатов.",
            Reject,
        ),
        (
            R::CriticalExtensionUnknown,
            "CRITICAL_EXTENSION_UNKNOWN",
            "A critical extension is not understood, and who does not understand it must refuse.",
            "Критическое расширение не распознано, а без этого принимать нельзя.",
            Reject,
        ),
        (
            R::ExtensionMalformed,
            "EXTENSION_MALFORMED",
            "An extension is not encoded as its standard says.",
            "Расширение закодировано не по стандарту.",
            Reject,
        ),
        (
            R::NameNotPermitted,
            "NAME_NOT_PERMITTED",
            "A certificate bears a name that an authority above may not give.",
            "В сертификате указано имя, которого вышестоящий центр присваивать не вправе.",
            Reject,
        ),
        (
            R::NameConstraintUnsupported,
            "NAME_CONSTRAINT_UNSUPPORTED",
            "An authority is restricted to names of a kind that is not understood, so nothing can be said.",
            "Центр ограничен именами такого вида, который не поддерживается, поэтому проверить нельзя.",
            UseSupportedAlgorithm,
        ),
        (
            R::PolicyNotAcceptable,
            "POLICY_NOT_ACCEPTABLE",
            "The chain was not issued under any certificate policy that is accepted.",
            "Цепочка выпущена не по тем политикам сертификатов, которые приняты.",
            Reject,
        ),
        (
            R::CertificateNotConforming,
            "CERTIFICATE_NOT_CONFORMING",
            "A certificate is not made as the chosen profile asks.",
            "Сертификат составлен не так, как требует выбранный профиль.",
            Reject,
        ),
        (
            R::LimitExceeded,
            "LIMIT_EXCEEDED",
            "There is more to check than the limits allow.",
            "Объём проверки превышает установленные пределы.",
            Remedy::RaiseLimit,
        ),
        (
            R::Expired,
            "EXPIRED",
            "The signer's certificate has expired, and nothing proves that the signature is older.",
            "Срок действия сертификата истёк, и ничто не доказывает, что подпись сделана раньше.",
            SupplyEvidence,
        ),
        (
            R::NotYetValid,
            "NOT_YET_VALID",
            "The signer's certificate is not valid yet.",
            "Срок действия сертификата ещё не начался.",
            Reject,
        ),
        (
            R::AuthorityExpired,
            "AUTHORITY_EXPIRED",
            "The certificate of an authority in the chain has expired.",
            "Срок действия сертификата одного из центров цепочки истёк.",
            SupplyEvidence,
        ),
        (
            R::AuthorityNotYetValid,
            "AUTHORITY_NOT_YET_VALID",
            "The certificate of an authority in the chain is not valid yet.",
            "Срок действия сертификата одного из центров цепочки ещё не начался.",
            SupplyEvidence,
        ),
        (
            R::KeyUsageMismatch,
            "KEY_USAGE_MISMATCH",
            "The signer's key is not for signatures.",
            "Ключ подписавшего не предназначен для подписи.",
            SignAgain,
        ),
        (
            R::ExtendedKeyUsageMismatch,
            "EXTENDED_KEY_USAGE_MISMATCH",
            "The signer's certificate was issued for a service, not for signing documents.",
            "Сертификат выдан для службы, а не для подписи документов.",
            SignAgain,
        ),
        (
            R::PeerNameMismatch,
            "PEER_NAME_MISMATCH",
            "The certificate was issued for another name.",
            "Сертификат выдан на другое имя.",
            Reject,
        ),
        (
            R::RevocationDataMissing,
            "REVOCATION_DATA_MISSING",
            "Nothing says whether the certificate was revoked.",
            "Нет сведений о том, не отозван ли сертификат.",
            SupplyEvidence,
        ),
        (
            R::RevocationDataStale,
            "REVOCATION_DATA_STALE",
            "The revocation data is too old or has no bearing on that time.",
            "Сведения об отзыве устарели или не относятся к этому моменту.",
            SupplyEvidence,
        ),
        (
            R::RevocationDataUnusable,
            "REVOCATION_DATA_UNUSABLE",
            "The revocation data cannot be relied on for this certificate.",
            "На эти сведения об отзыве для данного сертификата полагаться нельзя.",
            SupplyEvidence,
        ),
        (
            R::RevocationStatusUnknown,
            "REVOCATION_STATUS_UNKNOWN",
            "The OCSP responder does not know the certificate.",
            "Служба OCSP не знает этого сертификата.",
            SupplyEvidence,
        ),
        (
            R::Revoked,
            "REVOKED",
            "The signer's certificate is revoked, and nothing proves that the signature is older.",
            "Сертификат подписавшего отозван, и ничто не доказывает, что подпись сделана раньше.",
            Reject,
        ),
        (
            R::AuthorityRevoked,
            "AUTHORITY_REVOKED",
            "The certificate of an authority in the chain is revoked.",
            "Сертификат одного из центров цепочки отозван.",
            Reject,
        ),
        (
            R::OnHold,
            "ON_HOLD",
            "The certificate is suspended; its revocation may be taken back.",
            "Действие сертификата приостановлено и может быть возобновлено.",
            SupplyEvidence,
        ),
        (
            R::SignaturePolicyNotProcessed,
            "SIGNATURE_POLICY_NOT_PROCESSED",
            "The signature names a signature policy, which was not taken into account.",
            "Подпись ссылается на политику подписи; она не учитывалась.",
            SupplyEvidence,
        ),
        (
            R::TimestampNotAssessed,
            "TIMESTAMP_NOT_ASSESSED",
            "A time-stamp is present and was not taken into account.",
            "Есть штамп времени; он не учитывался.",
            SupplyEvidence,
        ),
        (
            R::EvidenceUnavailable,
            "EVIDENCE_UNAVAILABLE",
            "Something that would help was asked for and could not be had.",
            "Недостающее запрашивалось, но получить его не удалось.",
            SupplyEvidence,
        ),
    ]
};

impl Reason {
    /// Every reason.
    pub fn all() -> impl Iterator<Item = Self> {
        REASONS.iter().map(|row| row.0)
    }

    /// The stable code: `REVOKED`, `DIGEST_MISMATCH` …
    pub fn code(self) -> &'static str {
        REASONS[self as usize].1
    }

    /// What happened, as a sentence.
    pub fn text(self, language: Language) -> &'static str {
        let (_, _, english, russian, _) = REASONS[self as usize];
        language.choose(english, russian)
    }

    pub(crate) fn is_about_revocation_data(self) -> bool {
        matches!(
            self,
            Self::RevocationDataMissing
                | Self::RevocationDataStale
                | Self::RevocationDataUnusable
                | Self::RevocationStatusUnknown
        )
    }

    /// What the recipient may do about it.
    pub fn remedy(self) -> Remedy {
        REASONS[self as usize].4
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn the_table_stands_in_the_order_of_the_enum() {
        for (index, row) in REASONS.iter().enumerate() {
            assert_eq!(row.0 as usize, index, "{}", row.1);
        }
        assert_eq!(Reason::EvidenceUnavailable as usize + 1, REASONS.len());
    }

    #[test]
    fn codes_are_unique_and_texts_are_sentences() {
        let codes: BTreeSet<_> = Reason::all().map(Reason::code).collect();
        assert_eq!(codes.len(), REASONS.len());
        for reason in Reason::all() {
            assert!(reason.code().bytes().all(|octet| octet.is_ascii_uppercase() || octet == b'_'));
            for language in [Language::English, Language::Russian] {
                assert!(reason.text(language).ends_with('.'), "{reason}");
            }
        }
    }
}
