//! Public keys of signers that are seen often.

use core::fmt;

use signature::{Error, Verifier, hazmat::PrehashVerifier};

use super::{
    ParameterSet, Signature, VerifyingKey, parameters::NamedCurve, scheme::Public, verifying_key::Point,
};
use crate::curve::{Table, WORDS_256, WORDS_512};

/// A public key with multiples of its point, which verifies faster than the [`VerifyingKey`] it is made of.
///
/// It says of every signature what the other says. Copies share the multiples, and [`size_in_bytes`](Self::size_in_bytes)
/// tells who keeps many such keys how large they are. On a Zen 5, `cargo bench -p esig-benches --bench gost` says, about:
///
/// | parameter sets | bytes | verifies faster by | pays back after |
/// | --- | --: | --: | --: |
/// | CryptoPro-A, CryptoPro-XchA, TC26-256-B | 33 792 | 3.3 | 7 signatures |
/// | TC26-256-A | 49 152 | 2.2 | 9 signatures |
/// | TC26-512-A | 133 120 | 3.8 | 7 signatures |
/// | TC26-512-C | 196 608 | 2.8 | 8 signatures |
/// | the others | the point: 64 or 128 | no faster | never |
///
/// The first signature that is verified so also makes a table for the generator of its curve, which all keys share and
/// the process keeps: 132 KiB, 192 KiB, 520 KiB or 768 KiB in the order above.
///
/// ```
/// use esig_gost::gost3410::PrecomputedKey;
/// use esig_gost::signature::{Signer, Verifier};
/// use esig_gost::{ParameterSet, SigningKey};
///
/// let signer = SigningKey::from_le_octets(ParameterSet::Tc26_256A, &[7; 32])?;
///
/// let key = PrecomputedKey::new(signer.verifying_key().clone());
/// for message in [&b"one"[..], b"two", b"three"] {
///     key.verify(message, &signer.sign(message))?;
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct PrecomputedKey {
    key: VerifyingKey,
    point: PrecomputedPoint,
}

#[derive(Clone)]
enum PrecomputedPoint {
    Bits256(Precomputed<WORDS_256>),
    Bits512(Precomputed<WORDS_512>),
}

impl PrecomputedKey {
    /// Computes the multiples.
    pub fn new(key: VerifyingKey) -> Self {
        let point = match key.point() {
            Point::Bits256(public) => PrecomputedPoint::Bits256(Precomputed::new(public)),
            Point::Bits512(public) => PrecomputedPoint::Bits512(Precomputed::new(public)),
        };
        Self { key, point }
    }

    /// How many bytes the multiples take for a key of `parameter_set`.
    pub fn size_in_bytes(parameter_set: ParameterSet) -> usize {
        match parameter_set.curve() {
            NamedCurve::Bits256(curve) => curve.group().table_octets(),
            NamedCurve::Bits512(curve) => curve.group().table_octets(),
        }
    }

    /// The key without its multiples.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.key
    }

    /// Checks a signature over a digest, as [`VerifyingKey::verify_digest`] does.
    ///
    /// `digest` is the output of the hash function as it is, 32 or 64 octets; `signature` is s ‖ r, each
    /// big-endian, 64 or 128 octets, as in X.509 and CMS. Both may be anything; the time taken depends on them.
    ///
    /// # Errors
    /// If the signature is not valid, for whatever reason: the error has no details.
    pub fn verify_digest(&self, digest: &[u8], signature: &[u8]) -> Result<(), Error> {
        let valid = match &self.point {
            PrecomputedPoint::Bits256(point) => point.verify(digest, signature),
            PrecomputedPoint::Bits512(point) => point.verify(digest, signature),
        };
        if valid { Ok(()) } else { Err(Error::new()) }
    }
}

impl From<VerifyingKey> for PrecomputedKey {
    fn from(key: VerifyingKey) -> Self {
        Self::new(key)
    }
}

impl AsRef<VerifyingKey> for PrecomputedKey {
    fn as_ref(&self) -> &VerifyingKey {
        &self.key
    }
}

/// Hashes the message with the hash function of the key's algorithm.
impl Verifier<Signature> for PrecomputedKey {
    fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), Error> {
        self.verify_prehash(&self.key.algorithm().digest(message), signature)
    }
}

impl PrehashVerifier<Signature> for PrecomputedKey {
    fn verify_prehash(&self, digest: &[u8], signature: &Signature) -> Result<(), Error> {
        self.verify_digest(digest, signature.as_sr_be_octets())
    }
}

/// Equal keys, as [`VerifyingKey`] compares them.
impl PartialEq for PrecomputedKey {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for PrecomputedKey {}

impl fmt::Debug for PrecomputedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PrecomputedKey").field(&self.key).finish()
    }
}

/// A public key of W machine words with its multiples.
#[derive(Clone)]
struct Precomputed<const W: usize> {
    public: Public<W>,
    table: Table<W>,
}

impl<const W: usize> Precomputed<W> {
    fn new(public: &Public<W>) -> Self {
        Self { public: *public, table: public.curve.group().table_vartime(&public.point) }
    }

    /// RFC 7091 §6.2. `signature` is s ‖ r, each big-endian.
    fn verify(&self, digest: &[u8], signature: &[u8]) -> bool {
        let Some(claim) = self.public.claim(digest, signature) else { return false };
        let group = self.public.curve.group();
        group.sum_by_table_has_x_vartime(&claim.g, &claim.k, &self.table, &claim.r)
    }
}
