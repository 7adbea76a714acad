//! Many signatures at once.

use alloc::vec::Vec;

use signature::Error;

use super::VerifyingKey;

/// Checks many signatures over digests: for each (key, digest, signature) what
/// [`VerifyingKey::verify_digest`] says, in the order of `checks`.
///
/// Nothing is trusted: every digest and signature may be anything, and keys of all parameter sets may
/// stand side by side. A verdict depends on its own check alone, whatever its neighbours are. As there,
/// a digest is the output of the hash function as it is, and a signature s ‖ r, each big-endian; the
/// time taken depends on all arguments.
///
/// # Errors
/// One [`Error`] for each signature that is not valid, without details.
///
/// ```
/// use esig_gost::gost3410::verify_many;
/// use esig_gost::{ParameterSet, SigningKey};
///
/// let key = SigningKey::from_le_octets(ParameterSet::Tc26_256A, &[7; 32])?;
/// let digests = [[1; 32], [2; 32], [3; 32]];
/// let signature = key.sign_digest_deterministic(&digests[1])?.to_sr_be_octets();
///
/// let checks = digests.each_ref().map(|digest| (key.verifying_key(), &digest[..], &signature[..]));
/// let valid = verify_many(&checks).iter().map(Result::is_ok).collect::<Vec<_>>();
/// assert_eq!(valid, [false, true, false]);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn verify_many(checks: &[(&VerifyingKey, &[u8], &[u8])]) -> Vec<Result<(), Error>> {
    checks.iter().map(|(key, digest, signature)| key.verify_digest(digest, signature)).collect()
}
