//! What to generate.

use std::fmt;

use esig_gost::ParameterSet;
use rand_core::TryCryptoRng;

use super::private_key::PrivateKey;
use super::{ecdsa, ed25519, gost, rsa};
use crate::error::TokenError;

/// The kind of a key to generate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeySpec {
    /// GOST R 34.10-2012 with this parameter set.
    Gost(ParameterSet),
    /// RSA with a modulus of 2048 bits and the exponent 65537.
    Rsa2048,
    /// RSA with a modulus of 3072 bits and the exponent 65537.
    Rsa3072,
    /// RSA with a modulus of 4096 bits and the exponent 65537.
    Rsa4096,
    /// ECDSA over P-256.
    EcdsaP256,
    /// ECDSA over P-384.
    EcdsaP384,
    /// ECDSA over P-521.
    EcdsaP521,
    /// Ed25519.
    Ed25519,
}

impl KeySpec {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        let gost = ParameterSet::all().iter().copied().map(Self::Gost);
        let others = [Self::Rsa2048, Self::Rsa3072, Self::Rsa4096];
        let curves = [Self::EcdsaP256, Self::EcdsaP384, Self::EcdsaP521, Self::Ed25519];
        gost.chain(others).chain(curves)
    }

    pub(super) fn generate(
        self,
        rng: &mut (impl TryCryptoRng + ?Sized),
    ) -> Result<Box<dyn PrivateKey>, TokenError> {
        match self {
            Self::Gost(parameter_set) => gost::generate(parameter_set, rng),
            Self::Rsa2048 => rsa::generate(2048, rng),
            Self::Rsa3072 => rsa::generate(3072, rng),
            Self::Rsa4096 => rsa::generate(4096, rng),
            Self::EcdsaP256 => ecdsa::generate::<p256::ecdsa::SigningKey>(rng),
            Self::EcdsaP384 => ecdsa::generate::<p384::ecdsa::SigningKey>(rng),
            Self::EcdsaP521 => ecdsa::generate::<p521::ecdsa::SigningKey>(rng),
            Self::Ed25519 => ed25519::generate(rng),
        }
    }
}

impl fmt::Display for KeySpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gost(parameter_set) => parameter_set.fmt(f),
            Self::Rsa2048 => f.write_str("rsa-2048"),
            Self::Rsa3072 => f.write_str("rsa-3072"),
            Self::Rsa4096 => f.write_str("rsa-4096"),
            Self::EcdsaP256 => f.write_str("ecdsa-p256"),
            Self::EcdsaP384 => f.write_str("ecdsa-p384"),
            Self::EcdsaP521 => f.write_str("ecdsa-p521"),
            Self::Ed25519 => f.write_str("ed25519"),
        }
    }
}
