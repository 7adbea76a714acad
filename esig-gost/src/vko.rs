//! Key agreement: VKO GOST R 34.10-2012 (RFC 7836 §4.3), VKO GOST R 34.10-2001 (RFC 4357 §5.2) and the
//! KEG of RFC 9189 §8.3.1.
//!
//! The owner of the private key x and the owner of the private key y compute the same key out of their
//! own private key, the public key of the other and the user keying material:
//!
//! ```
//! use esig_gost::{ParameterSet, SigningKey, vko};
//! use getrandom::{SysRng, rand_core::UnwrapErr};
//!
//! let mut rng = UnwrapErr(SysRng);
//! let alice = SigningKey::generate(ParameterSet::Tc26_512A, &mut rng);
//! let bob = SigningKey::generate(ParameterSet::Tc26_512A, &mut rng);
//! let ukm = [0x1d, 0x80, 0x60, 0x3c, 0x85, 0x44, 0xc7, 0x27];
//!
//! let key = vko::kek_256(&alice, bob.verifying_key(), &ukm)?;
//! assert_eq!(key, vko::kek_256(&bob, alice.verifying_key(), &ukm)?);
//! # Ok::<(), vko::VkoError>(())
//! ```
//!
//! # Octet orders
//!
//! The user keying material is an integer. Where it is written as octets, as in CMS and in the examples of
//! RFC 7836, they are **little-endian**, and so are the `ukm` arguments here. Only inside [`keg`] it is
//! big-endian, as RFC 9189 wants it; its argument is the octet string of the protocol.
//!
//! # What is kept secret
//!
//! Neither branches nor memory addresses depend on the private key or the shared point; both, and the keys
//! that come out, are wiped. Only [`kek_2001`] hashes the shared point with GOST R 34.11-94, which looks up tables.
//! Who sent the public key is for the protocol to find out.

use core::fmt;

use digest::{Digest, Output};
use zeroize::Zeroizing;

use crate::kdf::{CounterOctets, kdf_tree_gostr3411_2012_256};
use crate::stack::{HASHING, wiped};
use crate::streebog::constant_time::{Streebog256, Streebog512};
use crate::{Gost94CryptoPro, SigningKey, VerifyingKey};

/// VKO_GOSTR3410_2012_256: a key of 32 octets out of keys of either size (RFC 7836 §4.3.1).
///
/// `ukm` is UKM, little-endian: as many octets as a private key at most, and not zero; an absent one is
/// `&[1]`. Eight octets or more are recommended if one of the keys is not made anew each time.
///
/// # Errors
/// [`VkoError::OtherCurve`] if the keys have different curves; [`VkoError::UkmOutOfRange`].
pub fn kek_256(
    private: &SigningKey,
    public: &VerifyingKey,
    ukm: &[u8],
) -> Result<Zeroizing<[u8; 32]>, VkoError> {
    Ok(hash::<Streebog256, 32>(&private.shared_point(public, ukm)?))
}

/// VKO_GOSTR3410_2012_512: a key of 64 octets out of keys of 512 bits (RFC 7836 §4.3.2).
///
/// `ukm` is UKM, little-endian: up to 64 octets, and not zero; an absent one is `&[1]`. Sixteen octets or
/// more are recommended if one of the keys is not made anew each time.
///
/// # Errors
/// [`VkoError::KeySize`] if the private key has 256 bits; [`VkoError::OtherCurve`] if the keys have
/// different curves; [`VkoError::UkmOutOfRange`].
pub fn kek_512(
    private: &SigningKey,
    public: &VerifyingKey,
    ukm: &[u8],
) -> Result<Zeroizing<[u8; 64]>, VkoError> {
    expect_octets(private, 64)?;
    Ok(hash::<Streebog512, 64>(&private.shared_point(public, ukm)?))
}

/// VKO GOST R 34.10-2001: a key of 32 octets out of keys of 256 bits, for old data (RFC 4357 §5.2).
///
/// `ukm` is UKM, little-endian, not zero. The hash is GOST R 34.11-94 with the CryptoPro parameters.
///
/// # Errors
/// [`VkoError::KeySize`] if the private key has 512 bits; [`VkoError::OtherCurve`] if the keys have
/// different curves; [`VkoError::UkmOutOfRange`].
pub fn kek_2001(
    private: &SigningKey,
    public: &VerifyingKey,
    ukm: &[u8; 8],
) -> Result<Zeroizing<[u8; 32]>, VkoError> {
    expect_octets(private, 32)?;
    Ok(hash::<Gost94CryptoPro, 32>(&private.shared_point(public, ukm)?))
}

/// KEG: 64 octets out of keys of either size (RFC 9189 §8.3.1), for key transport with
/// KExp15: the first half is K_Exp_MAC, the second K_Exp_ENC.
///
/// `h` is H: in TLS a hash of the random values, in CMS the user keying material (R 1323565.1.025).
///
/// # Errors
/// [`VkoError::OtherCurve`] if the keys have different curves; [`VkoError::UkmOutOfRange`] if the part of
/// `h` that serves as UKM is a multiple of q.
pub fn keg(
    private: &SigningKey,
    public: &VerifyingKey,
    h: &[u8; 32],
) -> Result<Zeroizing<[u8; 64]>, VkoError> {
    let mut ukm = [0; 16];
    ukm.copy_from_slice(&h[..16]);
    ukm.reverse();
    if ukm == [0; 16] {
        ukm[0] = 1; // step 1 of KEG_256 and KEG_512
    }
    if private.parameter_set().octets() == 64 {
        return kek_512(private, public, &ukm);
    }
    let key = kek_256(private, public, &ukm)?;
    let mut output = Zeroizing::new([0; 64]);
    kdf_tree_gostr3411_2012_256(&*key, b"kdf tree", &h[16..24], CounterOctets::One, &mut *output)
        .expect("64 octets are within every limit");
    Ok(output)
}

/// Why no key is agreed on.
///
/// None of it depends on the value of the private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VkoError {
    /// The public key is a point of another curve than the private key belongs to.
    OtherCurve,
    /// The private key has the wrong size for the algorithm.
    KeySize {
        /// Octets that a private key must have.
        expected: usize,
        /// Octets that it has.
        found: usize,
    },
    /// The user keying material is empty, zero, a multiple of q, or longer than a private key.
    UkmOutOfRange,
}

impl fmt::Display for VkoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherCurve => f.write_str("public key of another curve than the private key"),
            Self::KeySize { expected, found } => {
                write!(f, "private key of {found} octets instead of {expected}")
            }
            Self::UkmOutOfRange => f.write_str("user keying material out of range"),
        }
    }
}

impl core::error::Error for VkoError {}

fn expect_octets(private: &SigningKey, expected: usize) -> Result<(), VkoError> {
    let found = private.parameter_set().octets();
    if found == expected { Ok(()) } else { Err(VkoError::KeySize { expected, found }) }
}

/// H(x ‖ y), each little-endian.
fn hash<D: Digest, const N: usize>(point: &[u8]) -> Zeroizing<[u8; N]>
where
    Output<D>: Into<[u8; N]>,
{
    wiped::<HASHING, _>(|| Zeroizing::new(D::digest(point).into()))
}
