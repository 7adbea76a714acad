//! What a token is to say (RFC 3161 §2.4.2): for authorities, and for tests.

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use time::UtcDateTime;

use super::accuracy::Accuracy;
use crate::encode::{element, unsigned};
use crate::name::Name;
use crate::raw::Tag;
use crate::time::encode_precise_time;

/// A TSTInfo to be encoded.
#[derive(Clone, Debug)]
pub struct NewTstInfo {
    /// Under which policy.
    pub policy: ObjectIdentifier,
    /// The DER of the MessageImprint, as the request has it (see [`MessageImprint::as_der`](super::MessageImprint::as_der)).
    pub message_imprint: Vec<u8>,
    /// A number that no other token of the authority has, most significant octet first.
    pub serial_number: Vec<u8>,
    /// When; to the microsecond.
    pub gen_time: UtcDateTime,
    /// By how much the time may be wrong, if that is known.
    pub accuracy: Option<Accuracy>,
    /// Whether all tokens of the authority can be ordered by their times.
    pub ordering: bool,
    /// The contents octets of the request's nonce.
    pub nonce: Option<Vec<u8>>,
    /// The DER of the authority's GeneralName, if it is to be named.
    pub tsa: Option<Vec<u8>>,
    /// The DER of each Extension.
    pub extensions: Vec<Vec<u8>>,
}

impl NewTstInfo {
    /// The least that a token says.
    pub fn new(
        policy: ObjectIdentifier,
        message_imprint: &[u8],
        serial_number: &[u8],
        gen_time: UtcDateTime,
    ) -> Self {
        Self {
            policy,
            message_imprint: message_imprint.to_vec(),
            serial_number: serial_number.to_vec(),
            gen_time,
            accuracy: None,
            ordering: false,
            nonce: None,
            tsa: None,
            extensions: Vec::new(),
        }
    }

    /// Names the authority as its certificate does.
    #[must_use]
    pub fn with_tsa(mut self, subject: &Name<'_>) -> Self {
        self.tsa = Some(element(Tag::context(4), &[subject.as_der()]));
        self
    }

    /// The DER of the TSTInfo: what the token's content is.
    ///
    /// `None` for a year that four digits cannot hold, and for an accuracy with a part beyond its range.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let policy = element(Tag::OBJECT_IDENTIFIER, &[self.policy.as_bytes()]);
        let accuracy = match self.accuracy {
            Some(accuracy) => accuracy.encode()?,
            None => Vec::new(),
        };
        let ordering: &[u8] = if self.ordering { &[1, 1, 0xff] } else { &[] };
        let nonce = self.nonce.as_ref().map(|octets| element(Tag::INTEGER, &[octets]));
        let tsa = self.tsa.as_ref().map(|name| element(Tag::context(0), &[name]));
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => element(Tag::context(1), &[&self.extensions.concat()]),
        };
        let parts: [&[u8]; 10] = [
            &unsigned(&[1]),
            &policy,
            &self.message_imprint,
            &unsigned(&self.serial_number),
            &encode_precise_time(self.gen_time)?,
            &accuracy,
            ordering,
            &nonce.unwrap_or_default(),
            &tsa.unwrap_or_default(),
            &extensions,
        ];
        Some(element(Tag::SEQUENCE, &parts))
    }
}
