//! What is right in tests and wrong elsewhere.

use crate::memory::MemoryKey;

/// The same key, signing without randomness: equal messages get equal signatures.
///
/// For test vectors and reproducible test data. ECDSA is deterministic by RFC 6979, GOST R 34.10 by a keyed hash,
/// and the salt of RSASSA-PSS is derived from key and message. Signatures with randomness withstand faults and
/// side channels better.
#[must_use]
pub fn deterministic(key: MemoryKey) -> MemoryKey {
    key.deterministic()
}
