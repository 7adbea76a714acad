//! Asking an authority (RFC 3161 §2.4.1).

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;

use super::message_imprint::MessageImprint;
use crate::algorithm::DigestValue;
use crate::encode::{element, unsigned};
use crate::raw::Tag;

/// A request to be encoded.
#[derive(Clone, Debug)]
pub struct NewRequest {
    message_imprint: Vec<u8>,
    /// The parts after messageImprint, each encoded, or empty.
    req_policy: Vec<u8>,
    nonce: Vec<u8>,
    cert_req: Vec<u8>,
    extensions: Vec<u8>,
}

impl NewRequest {
    /// Asks for a time-stamp over that digest.
    pub fn over(digest: &DigestValue) -> Self {
        Self {
            message_imprint: MessageImprint::encode(digest),
            req_policy: Vec::new(),
            nonce: Vec::new(),
            cert_req: Vec::new(),
            extensions: Vec::new(),
        }
    }

    /// Asks for a token under that policy and no other.
    #[must_use]
    pub fn with_policy(mut self, policy: &ObjectIdentifier) -> Self {
        self.req_policy = element(Tag::OBJECT_IDENTIFIER, &[policy.as_bytes()]);
        self
    }

    /// Adds a number that nobody can guess, most significant octet first, for the token to repeat, so that it cannot be
    /// an old one: 8 octets or more; "such as a 64 bit integer" (§2.4.1).
    #[must_use]
    pub fn with_nonce(mut self, nonce: &[u8]) -> Self {
        self.nonce = unsigned(nonce);
        self
    }

    /// Asks for a token that carries the authority's certificate.
    #[must_use]
    pub fn with_certificate(mut self) -> Self {
        self.cert_req = element(Tag::BOOLEAN, &[&[0xff]]);
        self
    }

    /// Adds the DER of an Extension. An authority that does not know it refuses the request.
    #[must_use]
    pub fn with_extension(mut self, extension: &[u8]) -> Self {
        self.extensions.extend(extension);
        self
    }

    /// The DER of the TimeStampReq.
    pub fn encode(&self) -> Vec<u8> {
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => element(Tag::context(0), &[&self.extensions]),
        };
        let version = unsigned(&[1]);
        let parts: [&[u8]; 6] =
            [&version, &self.message_imprint, &self.req_policy, &self.nonce, &self.cert_req, &extensions];
        element(Tag::SEQUENCE, &parts)
    }
}
