//! Answering (RFC 3161 §2.4.2): for authorities, and for tests.

use alloc::vec::Vec;

use super::status::{FailureReason, PkiStatus};
use crate::encode::{element, unsigned};
use crate::raw::Tag;

/// The DER of a TimeStampResp that grants what was asked for; `token` is the encoding of the ContentInfo.
pub fn encode_granted(token: &[u8]) -> Vec<u8> {
    let status = element(Tag::SEQUENCE, &[&unsigned(&[PkiStatus::Granted.number()])]);
    element(Tag::SEQUENCE, &[&status, token])
}

/// The DER of a TimeStampResp that refuses, with that reason and a text for people, which may be empty.
pub fn encode_refusal(reason: FailureReason, text: &str) -> Vec<u8> {
    let status = unsigned(&[PkiStatus::Rejection.number()]);
    let text = match text {
        "" => Vec::new(),
        text => element(Tag::SEQUENCE, &[&element(Tag::UTF8_STRING, &[text.as_bytes()])]),
    };
    let info = element(Tag::SEQUENCE, &[&status, &text, &fail_info(reason)]);
    element(Tag::SEQUENCE, &[&info])
}

/// Named bits: as many as needed for the last that is one (X.690 §11.2.2).
fn fail_info(reason: FailureReason) -> Vec<u8> {
    let (octet, bit) = (usize::from(reason.number() / 8), reason.number() % 8);
    let mut contents = alloc::vec![0; octet + 2];
    contents[0] = 7 - bit;
    contents[octet + 1] = 0x80 >> bit;
    element(Tag::BIT_STRING, &[&contents])
}
