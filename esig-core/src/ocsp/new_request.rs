//! Asking a responder (RFC 6960 §4.1, RFC 9654).

use alloc::vec::Vec;

use super::cert_id::CertIdBuf;
use super::oids;
use crate::encode::element;
use crate::raw::Tag;

/// A request to be encoded; not signed.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// The Request of each certificate.
    requests: Vec<u8>,
    /// The Extension with the nonce, if there is one.
    nonce: Vec<u8>,
}

impl NewRequest {
    /// Asks for one certificate.
    pub fn about(certificate: &CertIdBuf) -> Self {
        Self { requests: element(Tag::SEQUENCE, &[certificate.as_der()]), nonce: Vec::new() }
    }

    /// Asks for one more; many responders answer for the first alone.
    #[must_use]
    pub fn and_about(mut self, certificate: &CertIdBuf) -> Self {
        self.requests.extend(element(Tag::SEQUENCE, &[certificate.as_der()]));
        self
    }

    /// Adds 32 unpredictable octets for the answer to repeat, so that it cannot be an old one (RFC 9654 §2.1).
    #[must_use]
    pub fn with_nonce(mut self, nonce: &[u8; 32]) -> Self {
        self.nonce = nonce_extension(nonce);
        self
    }

    /// The DER of the OCSPRequest.
    pub fn encode(&self) -> Vec<u8> {
        let list = element(Tag::SEQUENCE, &[&self.requests]);
        let extensions = match self.nonce.is_empty() {
            true => Vec::new(),
            false => element(Tag::context(2), &[&element(Tag::SEQUENCE, &[&self.nonce])]),
        };
        element(Tag::SEQUENCE, &[&element(Tag::SEQUENCE, &[&list, &extensions])])
    }
}

/// The Extension that carries a nonce, not critical.
pub(super) fn nonce_extension(nonce: &[u8]) -> Vec<u8> {
    let value = element(Tag::OCTET_STRING, &[nonce]);
    element(
        Tag::SEQUENCE,
        &[
            &element(Tag::OBJECT_IDENTIFIER, &[oids::NONCE.as_bytes()]),
            &element(Tag::OCTET_STRING, &[&value]),
        ],
    )
}
