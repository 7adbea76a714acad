//! The crypto provider over AWS-LC for the esig library: RSA, ECDSA, Ed25519 and SHA of AWS-LC, GOST and the rest as in
//! [`Provider::rustcrypto`]. RSA and ECDSA signatures are checked about four times as fast (bench `x509`).
//!
//! ```
//! use esig_core::DigestAlgorithm;
//!
//! let provider = esig_provider_aws_lc::provider();
//! let digest = provider.digest(DigestAlgorithm::Sha256, b"abc")?;
//! assert!(digest.to_string().starts_with("ba7816bf"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Keys are validated by both: what one refuses the other does not get to see. A scheme that AWS-LC does not have for a
//! key (RSA with other digests, PSS with another salt or two digests, brainpool curves, DSA) is verified by the other
//! provider, so that both accept the same signatures. AWS-LC is C and assembly: building it wants a C compiler.
#![forbid(unsafe_code)]

mod algorithms;
mod digests;
mod keys;
mod random;

use esig_core::Provider;

/// AWS-LC for what it has, pure Rust for the rest, and the randomness of AWS-LC.
pub fn provider() -> Provider {
    let others = OTHERS.digests.iter().copied();
    Provider {
        digests: digests::ALL.iter().copied().chain(others).collect(),
        keys: keys::LOADERS.into(),
        random: random::SYSTEM,
    }
}

/// What AWS-LC does not have.
static OTHERS: Provider = Provider::rustcrypto();
