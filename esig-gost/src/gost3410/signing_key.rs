//! Private keys.

use alloc::vec::Vec;
use core::fmt;

use rand_core::{CryptoRng, TryCryptoRng};
use signature::hazmat::{PrehashSigner, RandomizedPrehashSigner};
use signature::{Error, KeypairRef, RandomizedSigner, Signer};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    KeyAlgorithm, KeyError, ParameterSet, Signature, VerifyingKey, parameters::NamedCurve, scheme::Private,
    verifying_key::Point,
};
use crate::backend;
use crate::curve::{WORDS_256, WORDS_512};
use crate::stack::{AGREEMENT, HASHING, SIGNING, wiped};
use crate::vko::VkoError;

/// A private key, wiped from memory when dropped, with its public key.
///
/// Its arithmetic is constant in time: neither branches nor memory addresses depend on the key or on the
/// nonce, nor do those of the hash that nonces come from.
/// There is no `Clone`, so that the secret stays in one place; share a reference.
pub struct SigningKey {
    secret: Secret,
    verifying_key: VerifyingKey,
}

pub(super) enum Secret {
    Bits256(Private<WORDS_256>),
    Bits512(Private<WORDS_512>),
}

impl SigningKey {
    /// Reads a private key, 32 or 64 octets, little-endian.
    ///
    /// The [algorithm](Self::algorithm) is GOST R 34.10-2012.
    ///
    /// # Errors
    /// If the length does not fit the parameter set, or the number is zero or not below q.
    pub fn from_le_octets(parameter_set: ParameterSet, octets: &[u8]) -> Result<Self, KeyError> {
        Self::from_le_octets_with(backend::Curves::Fastest, parameter_set, octets)
    }

    /// A key that computes with `backend`.
    #[doc(hidden)]
    pub fn from_le_octets_with(
        backend: backend::Curves,
        parameter_set: ParameterSet,
        octets: &[u8],
    ) -> Result<Self, KeyError> {
        let secret = wiped::<HASHING, _>(|| match parameter_set.curve_in(backend) {
            NamedCurve::Bits256(curve) => Private::from_le_octets(curve, octets).map(Secret::Bits256),
            NamedCurve::Bits512(curve) => Private::from_le_octets(curve, octets).map(Secret::Bits512),
        });
        Ok(Self::new(parameter_set, secret?))
    }

    /// Makes a new key for GOST R 34.10-2012 out of twice as many random octets as a key has.
    pub fn generate(parameter_set: ParameterSet, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let Ok(key) = Self::try_generate(parameter_set, rng);
        key
    }

    /// Makes a new key as [`generate`](Self::generate) does, from a source that may fail.
    ///
    /// # Errors
    /// The error of the source.
    pub fn try_generate<R: TryCryptoRng + ?Sized>(
        parameter_set: ParameterSet,
        rng: &mut R,
    ) -> Result<Self, R::Error> {
        let secret = wiped::<HASHING, _>(|| {
            let mut octets = Zeroizing::new([0; 128]);
            let octets = &mut octets[..2 * parameter_set.octets()];
            rng.try_fill_bytes(octets)?;
            Ok(match parameter_set.curve() {
                NamedCurve::Bits256(curve) => Secret::Bits256(Private::from_random_octets(curve, octets)),
                NamedCurve::Bits512(curve) => Secret::Bits512(Private::from_random_octets(curve, octets)),
            })
        });
        Ok(Self::new(parameter_set, secret?))
    }

    /// The same key for another algorithm, which decides how messages are hashed.
    ///
    /// # Errors
    /// [`KeyError::AlgorithmMismatch`] if the algorithm has keys of another size.
    pub fn with_algorithm(self, algorithm: KeyAlgorithm) -> Result<Self, KeyError> {
        let Self { secret, verifying_key } = self;
        Ok(Self { secret, verifying_key: verifying_key.with_algorithm(algorithm)? })
    }

    /// The algorithm of the key.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.verifying_key.algorithm()
    }

    /// The parameter set of the key.
    pub fn parameter_set(&self) -> ParameterSet {
        self.verifying_key.parameter_set()
    }

    /// The public key.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying_key
    }

    /// The private key itself, 32 or 64 octets, little-endian.
    pub fn export_le_octets(&self) -> Zeroizing<Vec<u8>> {
        wiped::<HASHING, _>(|| match &self.secret {
            Secret::Bits256(secret) => secret.export_le_octets(),
            Secret::Bits512(secret) => secret.export_le_octets(),
        })
    }

    /// Signs a digest: the output of the hash function as it is, 32 or 64 octets.
    ///
    /// The nonce is derived from the key, the digest and as many octets of `rng` as a key has. It stays
    /// secret and unique even if `rng` fails; two signatures of one digest differ.
    ///
    /// # Errors
    /// If the digest has not the length of the key.
    pub fn sign_digest(
        &self,
        digest: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Signature, Error> {
        self.sign_prehash_with_rng(rng, digest)
    }

    /// Signs a digest, always with the same result: for test vectors and reproducible files.
    ///
    /// The nonce is a keyed hash (HMAC-Streebog-512) of the digest under the private key. With a fault in one of two
    /// signatures of the same digest the key is lost; [`sign_digest`](Self::sign_digest) withstands that.
    ///
    /// # Errors
    /// If the digest has not the length of the key.
    pub fn sign_digest_deterministic(&self, digest: &[u8]) -> Result<Signature, Error> {
        self.sign_hedged(digest, &[])
    }

    /// The point that VKO hashes, x ‖ y, each little-endian. `ukm` is little-endian.
    pub(crate) fn shared_point(
        &self,
        public: &VerifyingKey,
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VkoError> {
        wiped::<AGREEMENT, _>(|| match (&self.secret, public.point()) {
            (Secret::Bits256(secret), Point::Bits256(point)) => secret.shared_point(point, ukm),
            (Secret::Bits512(secret), Point::Bits512(point)) => secret.shared_point(point, ukm),
            _ => Err(VkoError::OtherCurve),
        })
    }

    /// To be called on a stack without secrets: in a key of 256 bits there is room for one of 512, which keeps
    /// whatever was there before.
    pub(super) fn new(parameter_set: ParameterSet, secret: Secret) -> Self {
        let point = wiped::<SIGNING, _>(|| match &secret {
            Secret::Bits256(secret) => Point::Bits256(secret.public()),
            Secret::Bits512(secret) => Point::Bits512(secret.public()),
        });
        Self { secret, verifying_key: VerifyingKey::new(parameter_set, point) }
    }

    pub(super) fn sign_with_nonce(&self, digest: &[u8], nonce: &[u8]) -> Result<Signature, Error> {
        let signature = wiped::<SIGNING, _>(|| match &self.secret {
            Secret::Bits256(secret) => secret.sign_with_nonce(digest, nonce),
            Secret::Bits512(secret) => secret.sign_with_nonce(digest, nonce),
        });
        signature.ok_or_else(Error::new)
    }

    fn sign_hedged(&self, digest: &[u8], fresh: &[u8]) -> Result<Signature, Error> {
        let signature = wiped::<SIGNING, _>(|| match &self.secret {
            Secret::Bits256(secret) => secret.sign(digest, fresh),
            Secret::Bits512(secret) => secret.sign(digest, fresh),
        });
        signature.ok_or_else(Error::new)
    }
}

impl RandomizedPrehashSigner<Signature> for SigningKey {
    fn sign_prehash_with_rng<R: TryCryptoRng + ?Sized>(
        &self,
        rng: &mut R,
        digest: &[u8],
    ) -> Result<Signature, Error> {
        let mut fresh = Zeroizing::new([0; 64]);
        let fresh = &mut fresh[..self.parameter_set().octets()];
        rng.try_fill_bytes(fresh).map_err(|_| Error::new())?;
        self.sign_hedged(digest, fresh)
    }
}

/// Hashes the message with the hash function of the key's algorithm.
impl RandomizedSigner<Signature> for SigningKey {
    fn try_sign_with_rng<R: TryCryptoRng + ?Sized>(
        &self,
        rng: &mut R,
        message: &[u8],
    ) -> Result<Signature, Error> {
        self.sign_prehash_with_rng(rng, &self.algorithm().digest(message))
    }
}

/// Deterministic, as [`SigningKey::sign_digest_deterministic`].
impl PrehashSigner<Signature> for SigningKey {
    fn sign_prehash(&self, digest: &[u8]) -> Result<Signature, Error> {
        self.sign_digest_deterministic(digest)
    }
}

/// Hashes the message with the hash function of the key's algorithm; deterministic.
impl Signer<Signature> for SigningKey {
    fn try_sign(&self, message: &[u8]) -> Result<Signature, Error> {
        self.sign_digest_deterministic(&self.algorithm().digest(message))
    }
}

impl KeypairRef for SigningKey {
    type VerifyingKey = VerifyingKey;
}

impl AsRef<VerifyingKey> for SigningKey {
    fn as_ref(&self) -> &VerifyingKey {
        &self.verifying_key
    }
}

impl ZeroizeOnDrop for SigningKey {}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, {}, ..)", self.algorithm(), self.parameter_set())
    }
}
