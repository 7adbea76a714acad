//! What is odd in a SignedData without making it unreadable.

use core::fmt;

/// Something that was passed over while parsing, for the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// Zero octets follow the end, as in the Contents of PDF signatures.
    ZeroPadding {
        /// How many.
        octets: usize,
    },
    /// An element of `certificates` that is no X.509 certificate: an attribute certificate or another format.
    OtherCertificateFormat {
        /// Number of its context-specific tag (RFC 5652 §10.2.2): 0 extended certificate, 1 and 2 attribute
        /// certificate, 3 other.
        choice: u32,
        /// Octets from the beginning of the SignedData to it.
        offset: usize,
    },
    /// An element of `crls` that is neither a CRL nor an OCSP response.
    OtherRevocationFormat {
        /// Octets from the beginning of the SignedData to it.
        offset: usize,
    },
    /// The outermost layers are BER, not DER.
    NotDer,
    /// The content is no OCTET STRING: PKCS#7 v1.5.
    ContentNotOctetString,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ZeroPadding { octets } => write!(f, "{octets} zero octets after the end"),
            Self::OtherCertificateFormat { choice, offset } => {
                write!(f, "element [{choice}] of certificates at byte {offset} is no X.509 certificate")
            }
            Self::OtherRevocationFormat { offset } => {
                write!(f, "element of crls at byte {offset} is neither a CRL nor an OCSP response")
            }
            Self::NotDer => f.write_str("outer layers encoded by BER, not DER"),
            Self::ContentNotOctetString => f.write_str("content is no OCTET STRING, as in PKCS#7 v1.5"),
        }
    }
}
