//! What is odd in a SignedData or one of its signatures, and accepted all the same.

use core::fmt;

/// A departure from the standards, or a choice between two readings, that was made without refusing anything.
///
/// [`SignedData::findings`](crate::SignedData::findings) gives the first five,
/// [`IntactSignature::findings`](crate::IntactSignature::findings) the others. A [`CheckPolicy`](crate::CheckPolicy) can refuse
/// signatures for most of them.
///
/// | code | what was found | clause |
/// | --- | --- | --- |
/// | `zero-padding` | zero octets after the end | |
/// | `other-certificate-format` | an element of certificates that is no X.509 certificate | RFC 5652 §10.2.2 |
/// | `other-revocation-format` | an element of crls that is neither a CRL nor an OCSP response | RFC 5652 §10.2.1 |
/// | `not-der` | BER in the outer layers | RFC 5652 §2 |
/// | `content-not-octet-string` | content of another type, whose contents octets were digested | RFC 5652 §5.2.1 |
/// | `signed-attributes-as-received` | not DER, and signed as they stand | RFC 5652 §5.4 |
/// | `signed-attributes-by-der` | not as they stand, but their DER is what was signed | RFC 5652 §5.4 |
/// | `digest-info-without-null` | a value of RSASSA-PKCS1-v1_5 whose DigestInfo lacks NULL | RFC 8017 §9.2 |
/// | `digest-algorithms-differ` | signatureAlgorithm names another digest; digestAlgorithm is what was signed with | RFC 8933 §3 |
/// | `algorithm-protection-form` | cms-algorithm-protection means the same algorithms in other octets | RFC 6211 §3 |
/// | `algorithm-protection-ignored` | cms-algorithm-protection disagrees or is malformed, and was not to be looked at | RFC 6211 §3 |
/// | `repeated-attribute` | a signed attribute of a type that stood there before | RFC 5652 §5.3 |
/// | `attribute-without-value` | a signed attribute whose set of values is empty | RFC 5652 §5.3 |
/// | `misplaced-attribute` | an attribute among the unsigned ones that must be signed, or the reverse | RFC 5652 §11 |
/// | `digest-algorithm-not-listed` | digestAlgorithm is none of digestAlgorithms | RFC 5652 §5.3 |
/// | `issuer-serial-differs` | a reference with the certificate's digest and other names | RFC 5035 §4 |
/// | `content-not-seen` | no signed attributes, and only a digest of what they may have been taken from | |
/// | `other-type-without-attributes` | no signed attributes, though the content is not id-data | RFC 5652 §5.3 |
/// | `signed-attributes-absent` | no signed attributes | EN 319 122-1 clause 5.1 |
/// | `signing-certificate-absent` | which certificate the signer meant is not signed | EN 319 122-1 clause 5.2.2 |
/// | `both-signing-certificates` | references of both versions | EN 319 122-1 clause 5.2.2 |
/// | `content-type-in-counter-signature` | a counter-signature with content-type | RFC 5652 §11.4 |
/// | `algorithm-parameters` | parameters that should be absent, or NULL that should be there | RFC 3370, RFC 9215 |
/// | `gost-combined-identifier` | signatureAlgorithm names key and digest of GOST R 34.10 at once | RFC 4490 §3.2, RFC 9215 §2 |
/// | `signature-identifier-as-digest` | digestAlgorithm is the identifier of a signature algorithm | RFC 5652 §5.3 |
/// | `bare-key-identifier` | signatureAlgorithm names an ECDSA or DSA key alone | RFC 5754 §3 |
/// | `version-number` | SignerInfo.version does not go with sid | RFC 5652 §5.3 |
/// | `signing-time-form` | GeneralizedTime for a year that UTCTime can hold | RFC 5652 §11.3 |
/// | `pss-mask-digest` | MGF1 with another digest than the message's | RFC 4055 §3.1 |
/// | `pss-salt-length` | a salt of another length than the digest | RFC 4055 §3.1 |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)] // the table above says what each is
pub enum Finding {
    ZeroPadding {
        /// How many.
        octets: usize,
    },
    OtherCertificateFormat {
        /// Number of its context-specific tag (RFC 5652 §10.2.2): 0 extended certificate, 1 and 2 attribute
        /// certificate, 3 other.
        choice: u32,
        /// Octets from the beginning of the SignedData to it.
        offset: usize,
    },
    OtherRevocationFormat {
        /// Octets from the beginning of the SignedData to it.
        offset: usize,
    },
    NotDer,
    ContentNotOctetString,
    SignedAttributesAsReceived,
    SignedAttributesByDer,
    DigestInfoWithoutNull,
    DigestAlgorithmsDiffer,
    AlgorithmProtectionForm,
    AlgorithmProtectionIgnored,
    RepeatedAttribute {
        /// How many attributes stand before the later one.
        index: usize,
    },
    AttributeWithoutValue {
        /// How many attributes stand before it.
        index: usize,
    },
    MisplacedAttribute {
        /// Its name.
        attribute: &'static str,
    },
    DigestAlgorithmNotListed,
    IssuerSerialDiffers,
    ContentNotSeen,
    OtherTypeWithoutAttributes,
    SignedAttributesAbsent,
    SigningCertificateAbsent,
    BothSigningCertificates,
    ContentTypeInCounterSignature,
    AlgorithmParameters {
        /// `digestAlgorithm` or `signatureAlgorithm`.
        field: &'static str,
    },
    GostCombinedIdentifier,
    SignatureIdentifierAsDigest,
    BareKeyIdentifier,
    VersionNumber,
    SigningTimeForm,
    PssMaskDigest,
    PssSaltLength,
}

impl Finding {
    /// A stable code for scripts.
    pub fn code(&self) -> &'static str {
        self.words().0
    }

    /// The code, and the sentence but for what varies in it.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::ZeroPadding { .. } => ("zero-padding", "zero octets after the end"),
            Self::OtherCertificateFormat { .. } => {
                ("other-certificate-format", "element of certificates that is no X.509 certificate")
            }
            Self::OtherRevocationFormat { .. } => {
                ("other-revocation-format", "element of crls that is neither a CRL nor an OCSP response")
            }
            Self::NotDer => ("not-der", "outer layers encoded by BER, not DER"),
            Self::ContentNotOctetString => {
                ("content-not-octet-string", "content is no OCTET STRING, as in PKCS#7 v1.5")
            }
            Self::SignedAttributesAsReceived => (
                "signed-attributes-as-received",
                "the signed attributes are not in DER, and were signed as they stand",
            ),
            Self::SignedAttributesByDer => {
                ("signed-attributes-by-der", "the signed attributes are not in DER, and their DER was signed")
            }
            Self::DigestInfoWithoutNull => {
                ("digest-info-without-null", "DigestInfo within the signature value has no NULL")
            }
            Self::DigestAlgorithmsDiffer => (
                "digest-algorithms-differ",
                "signatureAlgorithm names another digest than digestAlgorithm, with which the value was made",
            ),
            Self::AlgorithmProtectionForm => (
                "algorithm-protection-form",
                "cms-algorithm-protection says the same algorithms in other octets",
            ),
            Self::AlgorithmProtectionIgnored => (
                "algorithm-protection-ignored",
                "cms-algorithm-protection does not say these algorithms, which was to be ignored",
            ),
            Self::RepeatedAttribute { .. } => {
                ("repeated-attribute", "signed attribute of a type that was there before")
            }
            Self::AttributeWithoutValue { .. } => {
                ("attribute-without-value", "signed attribute without a value")
            }
            Self::MisplacedAttribute { .. } => {
                ("misplaced-attribute", "attribute stands on the wrong side of the signature:")
            }
            Self::DigestAlgorithmNotListed => {
                ("digest-algorithm-not-listed", "digestAlgorithm is none of digestAlgorithms")
            }
            Self::IssuerSerialDiffers => (
                "issuer-serial-differs",
                "signing-certificate has the digest of the certificate, and other issuer or serial number",
            ),
            Self::ContentNotSeen => (
                "content-not-seen",
                "no signed attributes, and the content, of which a digest is known, may be such attributes",
            ),
            Self::OtherTypeWithoutAttributes => (
                "other-type-without-attributes",
                "no signed attributes, which content of another type than id-data must have",
            ),
            Self::SignedAttributesAbsent => ("signed-attributes-absent", "no signed attributes"),
            Self::SigningCertificateAbsent => {
                ("signing-certificate-absent", "which certificate the signer meant is not signed")
            }
            Self::BothSigningCertificates => {
                ("both-signing-certificates", "signing-certificate and signing-certificate-v2")
            }
            Self::ContentTypeInCounterSignature => {
                ("content-type-in-counter-signature", "counter-signature with content-type")
            }
            Self::AlgorithmParameters { .. } => (
                "algorithm-parameters",
                "NULL or other parameters where there should be none, or no NULL, in",
            ),
            Self::GostCombinedIdentifier => (
                "gost-combined-identifier",
                "signatureAlgorithm names key and digest of GOST R 34.10 at once, not the key alone",
            ),
            Self::SignatureIdentifierAsDigest => (
                "signature-identifier-as-digest",
                "digestAlgorithm is the identifier of a signature algorithm",
            ),
            Self::BareKeyIdentifier => {
                ("bare-key-identifier", "signatureAlgorithm names the kind of key alone")
            }
            Self::VersionNumber => ("version-number", "SignerInfo.version does not go with sid"),
            Self::SigningTimeForm => {
                ("signing-time-form", "signing-time is GeneralizedTime where it must be UTCTime")
            }
            Self::PssMaskDigest => {
                ("pss-mask-digest", "RSASSA-PSS masks with another digest than the message's")
            }
            Self::PssSaltLength => {
                ("pss-salt-length", "RSASSA-PSS has a salt of another length than the digest")
            }
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = self.words().1;
        match self {
            Self::ZeroPadding { octets } => write!(f, "{octets} {sentence}"),
            Self::OtherCertificateFormat { choice, offset } => {
                write!(f, "{sentence}: [{choice}] at byte {offset}")
            }
            Self::OtherRevocationFormat { offset } => write!(f, "{sentence}, at byte {offset}"),
            Self::RepeatedAttribute { index } | Self::AttributeWithoutValue { index } => {
                write!(f, "{sentence}: signedAttrs[{index}]")
            }
            Self::MisplacedAttribute { attribute } => write!(f, "{sentence} {attribute}"),
            Self::AlgorithmParameters { field } => write!(f, "{sentence} {field}"),
            _ => f.write_str(sentence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    const ALL: [Finding; 30] = {
        use Finding as F;
        [
            F::ZeroPadding { octets: 7 },
            F::OtherCertificateFormat { choice: 2, offset: 9 },
            F::OtherRevocationFormat { offset: 9 },
            F::NotDer,
            F::ContentNotOctetString,
            F::SignedAttributesAsReceived,
            F::SignedAttributesByDer,
            F::DigestInfoWithoutNull,
            F::DigestAlgorithmsDiffer,
            F::AlgorithmProtectionForm,
            F::AlgorithmProtectionIgnored,
            F::RepeatedAttribute { index: 2 },
            F::AttributeWithoutValue { index: 2 },
            F::MisplacedAttribute { attribute: "content-type" },
            F::DigestAlgorithmNotListed,
            F::IssuerSerialDiffers,
            F::ContentNotSeen,
            F::OtherTypeWithoutAttributes,
            F::SignedAttributesAbsent,
            F::SigningCertificateAbsent,
            F::BothSigningCertificates,
            F::ContentTypeInCounterSignature,
            F::AlgorithmParameters { field: "digestAlgorithm" },
            F::GostCombinedIdentifier,
            F::SignatureIdentifierAsDigest,
            F::BareKeyIdentifier,
            F::VersionNumber,
            F::SigningTimeForm,
            F::PssMaskDigest,
            F::PssSaltLength,
        ]
    };

    #[test]
    fn the_table_lists_every_code_in_order() {
        let rows = include_str!("finding.rs").lines().filter_map(|line| line.strip_prefix("/// | `"));
        let codes: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
        assert_eq!(codes, ALL.map(|finding| finding.code()));
    }

    #[test]
    fn sentences_say_what_and_where() {
        assert_eq!(ALL[0].to_string(), "7 zero octets after the end");
        assert_eq!(ALL[1].to_string(), "element of certificates that is no X.509 certificate: [2] at byte 9");
        assert_eq!(ALL[11].to_string(), "signed attribute of a type that was there before: signedAttrs[2]");
        assert_eq!(ALL[13].to_string(), "attribute stands on the wrong side of the signature: content-type");
        assert!(ALL.iter().all(|finding| !finding.to_string().ends_with('.')));
    }
}
