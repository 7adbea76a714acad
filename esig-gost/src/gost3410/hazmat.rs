//! What must not be used but for a reason.

use signature::Error;

use super::{Signature, SigningKey};

/// Signs a digest with a nonce from outside: for test vectors.
///
/// `nonce` is k, big-endian, 32 or 64 octets, from 1 to q − 1. Whoever knows k, or sees two
/// signatures of different digests with the same k, computes the private key from them.
///
/// # Errors
/// If the digest or the nonce has not the length of the key, the nonce is out of range, or it makes r
/// or s zero.
pub fn sign_digest_with_nonce_be_octets(
    key: &SigningKey,
    digest: &[u8],
    nonce: &[u8],
) -> Result<Signature, Error> {
    key.sign_with_nonce(digest, nonce)
}
