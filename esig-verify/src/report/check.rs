//! One check that was made: the question, what it was asked of, both sides of the comparison, the outcome.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use core::fmt;

use esig_core::crl::Crl;
use esig_core::ocsp::{BasicResponse, ResponderId};
use esig_core::{Certificate, Name};
use time::UtcDateTime;

use super::reason::Reason;
use super::revocation::Revocation;
use super::text::Language;

/// A check, for those who audit a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was asked.
    pub question: Question,
    /// Of which object.
    pub about: About,
    /// What was wanted; empty if the question says it all.
    pub wanted: Side,
    /// What was found; empty if the outcome says it all.
    pub found: Side,
    /// How it ended.
    pub outcome: Outcome,
}

impl Check {
    pub(crate) fn new(question: Question, about: &About, outcome: Result<(), Reason>) -> Self {
        let outcome = outcome.map_or_else(Outcome::Failed, |()| Outcome::Passed);
        Self { question, about: about.clone(), wanted: Side::Empty, found: Side::Empty, outcome }
    }

    /// Nothing could be found out, or nothing was tried.
    pub(crate) fn unknown(question: Question, about: &About, reason: Reason) -> Self {
        Self { outcome: Outcome::Unknown(reason), ..Self::new(question, about, Ok(())) }
    }

    pub(crate) fn wanted(self, wanted: impl Into<Side>) -> Self {
        Self { wanted: wanted.into(), ..self }
    }

    pub(crate) fn found(self, found: impl Into<Side>) -> Self {
        Self { found: found.into(), ..self }
    }
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it should be.
    Passed,
    /// Not as it should be.
    Failed(Reason),
    /// What it needs is missing, or it was not made.
    Unknown(Reason),
}

impl Outcome {
    /// Why it did not pass.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Passed => None,
            Self::Failed(reason) | Self::Unknown(reason) => Some(reason),
        }
    }
}

/// What a check was asked of. Cheap to clone: a report repeats it in every check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum About {
    /// The signature itself.
    Signature,
    /// A certificate.
    Certificate {
        /// What a person would call its holder.
        holder: Arc<str>,
        /// Its serial number, lower-case hexadecimal.
        serial: Arc<str>,
    },
    /// A CRL.
    Crl {
        /// What a person would call its issuer.
        issuer: Arc<str>,
        /// When it was made.
        this_update: UtcDateTime,
    },
    /// An OCSP response.
    Ocsp {
        /// What a person would call its responder, or the hash of its key.
        responder: Arc<str>,
        /// When it was made.
        produced_at: UtcDateTime,
    },
}

impl About {
    /// Whether it is a CRL or an OCSP response.
    pub(crate) fn is_revocation_data(&self) -> bool {
        matches!(self, Self::Crl { .. } | Self::Ocsp { .. })
    }
}

/// What a person would call the bearer of a name, cut where no person reads on: names from outside may have a
/// million characters, and a report repeats them in every check.
pub(crate) fn shown(name: &Name<'_>) -> String {
    let mut text = name.common_name();
    if let Some((cut, _)) = text.char_indices().nth(MAX_SHOWN_CHARACTERS) {
        text.truncate(cut);
        text.push('…');
    }
    text
}

/// Characters of a name in a check; the longest names of organisations in use have some 250.
const MAX_SHOWN_CHARACTERS: usize = 300;

impl From<Certificate<'_>> for About {
    fn from(certificate: Certificate<'_>) -> Self {
        Self::Certificate {
            holder: shown(&certificate.subject()).into(),
            serial: certificate.serial_number().to_string().into(),
        }
    }
}

impl From<Crl<'_>> for About {
    fn from(crl: Crl<'_>) -> Self {
        Self::Crl { issuer: shown(&crl.issuer()).into(), this_update: crl.this_update() }
    }
}

impl From<BasicResponse<'_>> for About {
    fn from(response: BasicResponse<'_>) -> Self {
        let responder = match response.responder_id() {
            ResponderId::ByName(name) => shown(&name),
            by_key => by_key.to_string(),
        };
        Self::Ocsp { responder: responder.into(), produced_at: response.produced_at() }
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Side {
    /// Nothing to say.
    #[default]
    Empty,
    /// A moment.
    Time(UtcDateTime),
    /// From one moment to another, both included.
    Period(UtcDateTime, UtcDateTime),
    /// A revocation.
    Revocation(Revocation),
    /// A number.
    Number(u64),
    /// Words of a standard, a name, an identifier.
    Text(Cow<'static, str>),
}

impl Side {
    /// Octets as lower-case hexadecimal digits.
    pub fn hex(octets: &[u8]) -> Self {
        Self::from(octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>())
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Time(time) => f.write_str(&rfc3339(*time)),
            Self::Period(from, to) => write!(f, "{} … {}", rfc3339(*from), rfc3339(*to)),
            Self::Revocation(revocation) => revocation.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl From<UtcDateTime> for Side {
    fn from(time: UtcDateTime) -> Self {
        Self::Time(time)
    }
}

impl From<(UtcDateTime, UtcDateTime)> for Side {
    fn from((from, to): (UtcDateTime, UtcDateTime)) -> Self {
        Self::Period(from, to)
    }
}

impl From<Revocation> for Side {
    fn from(revocation: Revocation) -> Self {
        Self::Revocation(revocation)
    }
}

impl From<usize> for Side {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<&'static str> for Side {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Side {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Name<'_>> for Side {
    fn from(name: Name<'_>) -> Self {
        Self::from(name.to_string())
    }
}

/// `2026-12-01T00:00:00Z`, with a fraction only where there is one.
pub(crate) fn rfc3339(time: UtcDateTime) -> String {
    let (year, month, day) = (time.year(), u8::from(time.month()), time.day());
    let (hour, minute, second) = time.as_hms();
    let whole = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    match time.nanosecond() {
        0 => whole + "Z",
        nanosecond => format!("{whole}.{}Z", format!("{nanosecond:09}").trim_end_matches('0')),
    }
}

/// What a check asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Question {
    /// Is the signer's certificate there?
    SigningCertificateFound,
    /// Does the signing-certificate attribute name that certificate?
    SigningCertificateReference,
    /// Was the signature made under a signature policy?
    SignaturePolicy,
    /// Is the signed content there?
    ContentFound,
    /// Does the digest of the content match?
    ContentDigest,
    /// Are the signed attributes as RFC 5652 wants them?
    SignedAttributes,
    /// Does the signature value verify?
    SignatureValue,
    /// What is odd about the signature's form, and accepted?
    SignatureForm,
    /// Does a chain end in a trust anchor?
    ChainToAnchor,
    /// Is the anchor itself to be used at that time?
    AnchorValidity,
    /// Did the issuer sign the certificate?
    CertificateSignature,
    /// Is it within its validity period?
    CertificateValidity,
    /// Are all critical extensions understood?
    CriticalExtensions,
    /// Is the issuer an authority?
    AuthorityFlag,
    /// Are there no more authorities below than it allows?
    PathLength,
    /// May the issuer's key sign certificates?
    CertificateSigningKey,
    /// Do the authorities above permit its names?
    NameConstraints,
    /// Is the chain valid for an acceptable policy?
    CertificatePolicies,
    /// Is it made as the profile asks?
    CertificateProfile,
    /// May the signer's key make signatures?
    SignerKeyUsage,
    /// Was the signer's certificate issued for services alone?
    SignerExtendedKeyUsage,
    /// Was it issued for that use?
    ExtendedKeyUsage,
    /// Does it bear the expected name?
    PeerName,
    /// Is there revocation data?
    RevocationData,
    /// Does the CRL speak of that certificate?
    CrlScope,
    /// Are all critical extensions of the CRL understood?
    CrlExtensions,
    /// Did the issuer, or whom it charged, sign the CRL?
    CrlSignature,
    /// Is the CRL fresh?
    CrlFreshness,
    /// Does the OCSP response speak of that certificate?
    OcspBinding,
    /// Are all critical extensions of the OCSP response understood?
    OcspExtensions,
    /// Did the issuer, or whom it charged, sign the OCSP response?
    OcspResponder,
    /// Does the OCSP response say so or so?
    OcspStatus,
    /// Is the OCSP response fresh?
    OcspFreshness,
    /// Is the certificate not revoked?
    NotRevoked,
    /// Are the algorithms acceptable at that time?
    AlgorithmsAcceptable,
    /// Is a time-stamp taken into account?
    Timestamp,
    /// Was the work within its limits?
    Limits,
    /// Could be had what was asked for?
    EvidenceFetched,
}

/// Question, clause, English, Russian; in the order of the enum.
const QUESTIONS: [(Question, &str, &str, &str); 38] = {
    use Question as Q;
    [
        (Q::SigningCertificateFound, "EN 319 102-1 5.2.3", "signer's certificate", "сертификат подписавшего"),
        (
            Q::SigningCertificateReference,
            "EN 319 102-1 5.2.3",
            "signing-certificate attribute",
            "ссылка на сертификат подписавшего",
        ),
        (Q::SignaturePolicy, "EN 319 102-1 5.2.4", "signature policy", "политика подписи"),
        (Q::ContentFound, "EN 319 102-1 5.2.7", "signed content", "подписанные данные"),
        (Q::ContentDigest, "EN 319 102-1 5.2.7", "digest of the content", "хэш данных"),
        (Q::SignedAttributes, "RFC 5652 5.3", "signed attributes", "подписанные атрибуты"),
        (Q::SignatureValue, "EN 319 102-1 5.2.7", "signature value", "значение подписи"),
        (Q::SignatureForm, "RFC 5652 5", "form of the signature", "форма подписи"),
        (Q::ChainToAnchor, "EN 319 102-1 5.2.6", "chain to a trust anchor", "цепочка до доверенного центра"),
        (Q::AnchorValidity, "EN 319 102-1 5.2.6", "trust anchor", "доверенный центр"),
        (Q::CertificateSignature, "RFC 5280 6.1.3 (a)(1)", "issuer's signature", "подпись издателя"),
        (Q::CertificateValidity, "RFC 5280 6.1.3 (a)(2)", "validity period", "срок действия"),
        (Q::CriticalExtensions, "RFC 5280 6.1.5 (f)", "critical extensions", "критические расширения"),
        (Q::AuthorityFlag, "RFC 5280 6.1.4 (k)", "certification authority", "признак удостоверяющего центра"),
        (Q::PathLength, "RFC 5280 6.1.4 (l, m)", "path length", "длина цепочки"),
        (
            Q::CertificateSigningKey,
            "RFC 5280 6.1.4 (n)",
            "key signs certificates",
            "ключ подписи сертификатов",
        ),
        (Q::NameConstraints, "RFC 5280 6.1.3 (b, c)", "permitted names", "допустимость имён"),
        (Q::CertificatePolicies, "RFC 5280 6.1.5 (g)", "certificate policies", "политики сертификатов"),
        (Q::CertificateProfile, "RFC 5280 4", "profile of the certificate", "профиль сертификата"),
        (Q::SignerKeyUsage, "RFC 5280 4.2.1.3", "key usage", "назначение ключа"),
        (
            Q::SignerExtendedKeyUsage,
            "RFC 5280 4.2.1.12",
            "extended key usage",
            "расширенное назначение ключа",
        ),
        (Q::ExtendedKeyUsage, "RFC 5280 4.2.1.12", "extended key usage", "расширенное назначение ключа"),
        (Q::PeerName, "RFC 9525 6", "expected name", "ожидаемое имя"),
        (Q::RevocationData, "EN 319 102-1 5.2.6", "revocation data", "сведения об отзыве"),
        (Q::CrlScope, "RFC 5280 6.3.3 (b)", "scope of the CRL", "область действия САС"),
        (Q::CrlExtensions, "RFC 5280 5.2", "extensions of the CRL", "расширения САС"),
        (Q::CrlSignature, "RFC 5280 6.3.3 (f, g)", "signature of the CRL", "подпись САС"),
        (Q::CrlFreshness, "EN 319 102-1 5.2.5", "freshness of the CRL", "актуальность САС"),
        (
            Q::OcspBinding,
            "RFC 6960 3.2",
            "certificate of the OCSP response",
            "сертификат, к которому относится ответ OCSP",
        ),
        (Q::OcspExtensions, "RFC 6960 4.4", "extensions of the OCSP response", "расширения ответа OCSP"),
        (Q::OcspResponder, "RFC 6960 4.2.2.2", "signer of the OCSP response", "подпись ответа OCSP"),
        (Q::OcspStatus, "RFC 6960 2.2", "status in the OCSP response", "статус в ответе OCSP"),
        (Q::OcspFreshness, "RFC 6960 4.2.2.1", "freshness of the OCSP response", "актуальность ответа OCSP"),
        (Q::NotRevoked, "RFC 5280 6.1.3 (a)(3)", "not revoked", "не отозван"),
        (Q::AlgorithmsAcceptable, "EN 319 102-1 5.2.8.4.2", "algorithms", "алгоритмы"),
        (Q::Timestamp, "EN 319 102-1 5.4", "time-stamp", "штамп времени"),
        (Q::Limits, "RFC 5280 8", "limits on the work", "пределы на объём работы"),
        (Q::EvidenceFetched, "EN 319 102-1 5.2.6", "fetching what is missing", "получение недостающего"),
    ]
};

impl Question {
    /// The clause of the standard that asks it.
    pub fn clause(self) -> &'static str {
        QUESTIONS[self as usize].1
    }

    /// What is asked for, in a few words.
    pub fn text(self, language: Language) -> &'static str {
        let (_, _, english, russian) = QUESTIONS[self as usize];
        language.choose(english, russian)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_enum() {
        for (index, row) in QUESTIONS.iter().enumerate() {
            assert_eq!(row.0 as usize, index);
        }
        assert_eq!(Question::EvidenceFetched as usize + 1, QUESTIONS.len());
    }

    #[test]
    fn times_are_shown_by_rfc_3339() {
        let time = UtcDateTime::from_unix_timestamp(1_796_083_200).expect("in range");
        assert_eq!(rfc3339(time), "2026-12-01T00:00:00Z");
        assert_eq!(
            rfc3339(time.replace_nanosecond(250_000_000).expect("in range")),
            "2026-12-01T00:00:00.25Z"
        );
    }
}
