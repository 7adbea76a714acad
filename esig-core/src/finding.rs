//! What is odd in certificates, CRLs and time-stamps, and accepted all the same.

use alloc::vec::Vec;
use core::fmt;

use crate::extensions::Extension;
use crate::name::Name;
use crate::raw::{BitString, Element, Tag};
use crate::strings;

/// A departure from the standards that is seen in the field and takes nothing from the meaning of the object.
///
/// What leaves the meaning open is an error instead. Findings are looked for when asked
/// ([`Certificate::findings`](crate::Certificate::findings), [`Crl::findings`](crate::Crl::findings),
/// [`TstInfo::findings`](crate::tsp::TstInfo::findings)); policies may refuse what bears one. Clauses are those of RFC 5280 unless another standard is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Finding {
    /// A value that is the default is written out, which DER forbids (X.690 §11.5).
    DefaultWrittenOut {
        /// The component.
        field: &'static str,
    },
    /// TRUE written as another octet than ff (X.690 §11.1).
    BooleanForm {
        /// The component.
        field: &'static str,
    },
    /// A list of extensions without one (§4.1: `SIZE (1..MAX)`).
    EmptyExtensions {
        /// The field.
        field: &'static str,
    },
    /// Extensions in a certificate of version 1 or 2 (§4.1.2.9); they count as in version 3.
    ExtensionsNotInVersion {
        /// The version, counted from 1.
        version: u8,
    },
    /// issuerUniqueID or subjectUniqueID (§4.1.2.8: authorities must not write them); not looked at.
    UniqueIdentifier,
    /// A serial number that is zero or negative (§4.1.2.2).
    SerialNumberNotPositive,
    /// A serial number of more than 20 octets (§4.1.2.2).
    SerialNumberLong,
    /// GeneralizedTime for a year that UTCTime can hold, or UTCTime where there is no choice (§4.1.2.5, §5.3.2).
    TimeForm {
        /// The field.
        field: &'static str,
    },
    /// A time with a fraction of a second (§4.1.2.5.2).
    TimeFraction {
        /// The field.
        field: &'static str,
    },
    /// A fraction of a second that ends in zero, or that a comma begins (X.690 §11.7).
    TimeFractionForm {
        /// The field.
        field: &'static str,
    },
    /// A period that ends before it begins.
    PeriodReversed {
        /// The field with the end.
        field: &'static str,
    },
    /// A name without an attribute: of an issuer (§4.1.2.4), or of a subject that has no critical subjectAltName
    /// (§4.1.2.6).
    NameEmpty {
        /// The field.
        field: &'static str,
    },
    /// countryName that is not two letters (appendix A.1).
    CountryNotTwoLetters {
        /// The field.
        field: &'static str,
    },
    /// A character that the string type does not have (X.680 §41).
    CharacterNotOfType {
        /// The field.
        field: &'static str,
    },
    /// A control character in a text, zero among them: shown escaped, and compared as any other.
    ControlCharacter {
        /// The field.
        field: &'static str,
    },
    /// TeletexString, BMPString or UniversalString in a name (§4.1.2.4: not for new subjects).
    OldStringType {
        /// The field.
        field: &'static str,
    },
    /// Parameters of an algorithm are NULL where they should be absent, or the reverse (RFC 3279, RFC 4055, RFC 5758, RFC 9215).
    AlgorithmParameters {
        /// The field.
        field: &'static str,
    },
    /// The algorithm beside the signature is not the one within the signed part (§4.1.1.2, §5.1.1.2): the signature will
    /// not be accepted.
    SignatureAlgorithmsDiffer,
    /// An extension that must be critical and is not.
    NotCritical {
        /// The extension.
        extension: &'static str,
    },
    /// An extension that must not be critical and is.
    Critical {
        /// The extension.
        extension: &'static str,
    },
    /// An extension that should be there and is not.
    ExtensionAbsent {
        /// The extension.
        extension: &'static str,
    },
    /// An extension whose value, which says nothing, is not as the standard writes it.
    ExtensionValue {
        /// The extension.
        extension: &'static str,
    },
    /// pathLenConstraint in the certificate of no authority (§4.2.1.9).
    PathLengthWithoutAuthority,
    /// keyUsage without a usage (§4.2.1.3).
    KeyUsageEmpty,
    /// Named bits with zeros at their end (X.690 §11.2.2).
    BitsNotMinimal {
        /// The field.
        field: &'static str,
    },
    /// authorityCertIssuer without authorityCertSerialNumber, or the reverse (§4.2.1.1).
    AuthorityCertHalfNamed,
    /// A CRL of version 1: without extensions, numbers and a scope (§5.1.2.1).
    CrlVersion1,
    /// A CRL without nextUpdate (§5.1.2.5).
    NextUpdateAbsent,
    /// revokedCertificates without one (§5.1.2.6).
    EmptyList,
    /// An entry that is revoked only after thisUpdate.
    RevokedLater,
    /// reasonCode unspecified, which should be left out (§5.3.1).
    UnspecifiedReason,
    /// removeFromCRL in a CRL that is no delta (§5.3.1).
    RemovalFromCompleteList,
    /// certificateIssuer in a CRL that is not indirect (§5.3.3).
    CertificateIssuerInDirectList,
    /// millis or micros of an accuracy written as zero, which should be left out (RFC 3161 §2.4.2: `INTEGER (1..999)`).
    AccuracyZero,
}

impl Finding {
    /// A stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DefaultWrittenOut { .. } => "default-written-out",
            Self::BooleanForm { .. } => "boolean-form",
            Self::EmptyExtensions { .. } => "empty-extensions",
            Self::ExtensionsNotInVersion { .. } => "extensions-not-in-version",
            Self::UniqueIdentifier => "unique-identifier",
            Self::SerialNumberNotPositive => "serial-number-not-positive",
            Self::SerialNumberLong => "serial-number-long",
            Self::TimeForm { .. } => "time-form",
            Self::TimeFraction { .. } => "time-fraction",
            Self::TimeFractionForm { .. } => "time-fraction-form",
            Self::PeriodReversed { .. } => "period-reversed",
            Self::NameEmpty { .. } => "name-empty",
            Self::CountryNotTwoLetters { .. } => "country-not-two-letters",
            Self::CharacterNotOfType { .. } => "character-not-of-type",
            Self::ControlCharacter { .. } => "control-character",
            Self::OldStringType { .. } => "old-string-type",
            Self::AlgorithmParameters { .. } => "algorithm-parameters",
            Self::SignatureAlgorithmsDiffer => "signature-algorithms-differ",
            Self::NotCritical { .. } => "not-critical",
            Self::Critical { .. } => "critical",
            Self::ExtensionAbsent { .. } => "extension-absent",
            Self::ExtensionValue { .. } => "extension-value",
            Self::PathLengthWithoutAuthority => "path-length-without-authority",
            Self::KeyUsageEmpty => "key-usage-empty",
            Self::BitsNotMinimal { .. } => "bits-not-minimal",
            Self::AuthorityCertHalfNamed => "authority-cert-half-named",
            Self::CrlVersion1 => "crl-version-1",
            Self::NextUpdateAbsent => "next-update-absent",
            Self::EmptyList => "empty-list",
            Self::RevokedLater => "revoked-later",
            Self::UnspecifiedReason => "unspecified-reason",
            Self::RemovalFromCompleteList => "removal-from-complete-list",
            Self::CertificateIssuerInDirectList => "certificate-issuer-in-direct-list",
            Self::AccuracyZero => "accuracy-zero",
        }
    }

    /// The field or extension it is about, in the standard's words, where there is one.
    pub fn place(&self) -> Option<&'static str> {
        match self {
            Self::DefaultWrittenOut { field }
            | Self::BooleanForm { field }
            | Self::EmptyExtensions { field }
            | Self::TimeForm { field }
            | Self::TimeFraction { field }
            | Self::TimeFractionForm { field }
            | Self::PeriodReversed { field }
            | Self::NameEmpty { field }
            | Self::CountryNotTwoLetters { field }
            | Self::CharacterNotOfType { field }
            | Self::ControlCharacter { field }
            | Self::OldStringType { field }
            | Self::AlgorithmParameters { field }
            | Self::BitsNotMinimal { field } => Some(field),
            Self::NotCritical { extension }
            | Self::Critical { extension }
            | Self::ExtensionAbsent { extension }
            | Self::ExtensionValue { extension } => Some(extension),
            _ => None,
        }
    }
}

impl fmt::Display for Finding {
    /// The code, and the place if there is one: `time-form in tbsCertificate.validity.notAfter`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        self.place().map_or(Ok(()), |place| write!(f, " in {place}"))
    }
}

/// Findings being collected, each once.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    pub(crate) fn note(&mut self, is_so: bool, finding: Finding) {
        if is_so && !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.0
    }

    /// The form of a `Time`: UTCTime through 2049, GeneralizedTime without fractions from 2050 on.
    pub(crate) fn time(&mut self, time: Element<'_>, field: &'static str) {
        self.fraction(time, field);
        let is_generalized = time.tag() == Tag::GENERALIZED_TIME;
        let fits_utc_time =
            matches!(time.contents(), [b'1', b'9', b'5'..=b'9', ..] | [b'2', b'0', b'0'..=b'4', ..]);
        self.note(is_generalized && fits_utc_time, Finding::TimeForm { field });
    }

    pub(crate) fn fraction(&mut self, time: Element<'_>, field: &'static str) {
        let has_fraction = time.contents().iter().any(|octet| matches!(octet, b'.' | b','));
        self.note(has_fraction, Finding::TimeFraction { field });
    }

    /// The form of a fraction, where one is allowed.
    pub(crate) fn fraction_form(&mut self, time: Element<'_>, field: &'static str) {
        let has_comma = time.contents().contains(&b',');
        let has_zero = time.contents().contains(&b'.') && time.contents().ends_with(b"0Z");
        self.note(has_comma || has_zero, Finding::TimeFractionForm { field });
    }

    /// The texts of a name.
    pub(crate) fn name(&mut self, name: &Name<'_>, field: &'static str) {
        const COUNTRY: [u8; 3] = [0x55, 4, 6];
        for attribute in name.attributes() {
            let value = attribute.value;
            let is_country = attribute.oid.as_contents() == COUNTRY;
            let letters = value.contents().len() == 2 && value.contents().iter().all(u8::is_ascii_alphabetic);
            self.note(is_country && !letters, Finding::CountryNotTwoLetters { field });
            let is_old = matches!(value.tag(), Tag::TELETEX_STRING | Tag::BMP_STRING | Tag::UNIVERSAL_STRING);
            self.note(is_old, Finding::OldStringType { field });
            self.text(value.tag(), value.contents(), field);
            let has_control = attribute.text().is_some_and(|text| text.chars().any(char::is_control));
            self.note(has_control, Finding::ControlCharacter { field });
        }
    }

    /// Octets of a string type that has fewer characters than octets can be.
    pub(crate) fn text(&mut self, tag: Tag, contents: &[u8], field: &'static str) {
        let is_of_type = contents.iter().all(|octet| strings::is_character_of(tag, *octet));
        self.note(!is_of_type, Finding::CharacterNotOfType { field });
    }

    /// Where DER wants the last of the named bits to be one.
    pub(crate) fn bits(&mut self, bits: BitString<'_>, field: &'static str) {
        let last = bits.octets.last().map(|octet| octet >> bits.unused_bits & 1);
        self.note(last == Some(0), Finding::BitsNotMinimal { field });
    }

    /// Extensions one by one: what is written out, and what must be critical or must not.
    pub(crate) fn extension(&mut self, extension: &Extension<'_>, rules: &[Rule]) {
        let field = "extensions[].critical";
        self.note(
            extension.is_critical_written_out && !extension.critical,
            Finding::DefaultWrittenOut { field },
        );
        let Some(rule) = rules.iter().find(|rule| extension.oid == rule.oid) else { return };
        let extension_name = rule.extension;
        match rule.critical {
            true => self.note(!extension.critical, Finding::NotCritical { extension: extension_name }),
            false => self.note(extension.critical, Finding::Critical { extension: extension_name }),
        }
    }
}

/// Whether an extension must be critical or must not.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) oid: der::asn1::ObjectIdentifier,
    pub(crate) extension: &'static str,
    pub(crate) critical: bool,
}

impl Rule {
    pub(crate) const fn critical(oid: der::asn1::ObjectIdentifier, extension: &'static str) -> Self {
        Self { oid, extension, critical: true }
    }

    pub(crate) const fn not_critical(oid: der::asn1::ObjectIdentifier, extension: &'static str) -> Self {
        Self { oid, extension, critical: false }
    }
}
