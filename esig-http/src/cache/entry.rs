//! The octets of one file of the cache.
//!
//! ```text
//! "esigkept" | key, 32 | expires: seconds since 1970, 8 | kind, 1 | content | SHA-256 of all that, 32
//! ```

use sha2::{Digest, Sha256};
use time::UtcDateTime;

use super::Key;

/// What is kept, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) expires: UtcDateTime,
    pub(super) kept: Kept,
}

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// The octets that came.
    Object(Vec<u8>),
    /// Why none did.
    Failure(String),
}

impl Entry {
    pub(super) fn encode(&self, key: &Key) -> Vec<u8> {
        let (kind, content) = match &self.kept {
            Kept::Object(octets) => (OBJECT, octets.as_slice()),
            Kept::Failure(cause) => (FAILURE, cause.as_bytes()),
        };
        let mut bytes = Vec::with_capacity(HEADER_OCTETS + content.len() + DIGEST_OCTETS);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&key.0);
        bytes.extend_from_slice(&self.expires.unix_timestamp().to_be_bytes());
        bytes.push(kind);
        bytes.extend_from_slice(content);
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        bytes
    }

    /// `None` for whatever is not whole, or kept under another key.
    pub(super) fn decode(bytes: &[u8], key: &Key) -> Option<Self> {
        let (rest, digest) = bytes.split_last_chunk::<DIGEST_OCTETS>()?;
        if Sha256::digest(rest).as_slice() != digest {
            return None;
        }
        let rest = rest.strip_prefix(MAGIC)?.strip_prefix(&key.0)?;
        let (seconds, rest) = rest.split_first_chunk::<8>()?;
        let expires = UtcDateTime::from_unix_timestamp(i64::from_be_bytes(*seconds)).ok()?;
        let kept = match rest.split_first()? {
            (&OBJECT, octets) => Kept::Object(octets.to_vec()),
            (&FAILURE, cause) => Kept::Failure(String::from_utf8(cause.to_vec()).ok()?),
            _ => return None,
        };
        Some(Self { expires, kept })
    }
}

const MAGIC: &[u8] = b"esigkept";
const DIGEST_OCTETS: usize = 32;
const HEADER_OCTETS: usize = 8 + 32 + 8 + 1;
const OBJECT: u8 = 1;
const FAILURE: u8 = 0;
