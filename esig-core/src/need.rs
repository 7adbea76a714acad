//! What verification lacks and what answers it: the vocabulary of effects.

use alloc::string::String;
use alloc::vec::Vec;

use crate::cert::CertificateBuf;
use crate::name::NameBuf;

/// Evidence that would improve a verdict. URLs are hints found in certificates: untrusted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// The certificate that issued this one.
    Issuer {
        /// Whose issuer is missing.
        of: CertificateBuf,
        /// Where it says its issuer's certificate is (RFC 5280 §4.2.2.1, id-ad-caIssuers).
        urls: Vec<String>,
    },
    /// A CRL.
    Crl {
        /// Who should have signed it.
        issuer: NameBuf,
        /// Where the certificate says it is (RFC 5280 §4.2.1.13).
        urls: Vec<String>,
    },
    /// An OCSP response.
    Ocsp {
        /// The OCSPRequest to send (RFC 6960).
        request: Vec<u8>,
        /// Where the certificate says the responder is.
        urls: Vec<String>,
    },
    /// A time-stamp.
    Timestamp {
        /// The TimeStampReq to send (RFC 3161).
        request: Vec<u8>,
    },
}

/// An answer to a [`Need`], untrusted like everything that comes from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence {
    /// One certificate or more: DER, PEM, or a certs-only SignedData.
    Certificates(Vec<u8>),
    /// A CRL, DER or PEM.
    Crl(Vec<u8>),
    /// An OCSPResponse.
    Ocsp(Vec<u8>),
    /// A TimeStampResp.
    Timestamp(Vec<u8>),
    /// It could not be had; an answer too, so that it is not asked for again.
    Unavailable {
        /// Why, for the report.
        reason: String,
    },
}

/// Who gets evidence: the network, a directory, a test.
pub trait Fetch {
    /// Answers one need; may block.
    fn fetch(&mut self, need: &Need) -> Evidence;
}
