//! GOST R 34.10, from `esig-gost`.

use der::asn1::ObjectIdentifier;
use esig_core::algorithm::oids;
use esig_core::error::UnsupportedAlgorithm;
use esig_core::provider::KeyKind;
use esig_core::{Message, SignatureScheme};
use esig_gost::{KeyAlgorithm, KeyError, ParameterSet, SigningKey, VerifyingKey};
use rand_core::TryCryptoRng;

use super::certified_key::CertifiedKey;
use super::private_key::{Nonces, PrivateKey, digest_of};
use crate::asn1::Der;
use crate::error::TokenError;
use crate::pkcs8::PrivateKeyInfo;
use crate::random::SystemRng;

pub(super) const ALGORITHMS: [ObjectIdentifier; 4] =
    [oids::GOST3410_2012_256, oids::GOST3410_2012_512, oids::GOST3410_2001, oids::GOST3410_2001_DH];

struct GostKey {
    key: SigningKey,
    /// What the same octets mean when read in another order; dropped as soon as a public key decides.
    other_readings: Vec<SigningKey>,
    /// The public keys that it may be the key of, under every name that was asked for, each computed once.
    public_keys: Vec<PublicKeys>,
}

/// One public key for each reading, in their order; none where the octets are no key of the parameter set.
struct PublicKeys {
    algorithm: KeyAlgorithm,
    parameter_set: ParameterSet,
    of_readings: Vec<Option<VerifyingKey>>,
}

impl GostKey {
    fn new(key: SigningKey, other_readings: Vec<SigningKey>) -> Self {
        Self { key, other_readings, public_keys: Vec::new() }
    }

    fn readings(&self) -> impl Iterator<Item = &SigningKey> {
        std::iter::once(&self.key).chain(&self.other_readings)
    }

    /// The number of the reading that has this public key.
    fn reading_with(&mut self, wanted: &VerifyingKey) -> Option<usize> {
        let (algorithm, parameter_set) = (wanted.algorithm(), wanted.parameter_set());
        let is_named =
            |known: &&PublicKeys| (known.algorithm, known.parameter_set) == (algorithm, parameter_set);
        if self.public_keys.iter().find(is_named).is_none() {
            let public_key = |key| Some(named_as(key, wanted)?.verifying_key().clone());
            let of_readings = self.readings().map(public_key).collect();
            self.public_keys.push(PublicKeys { algorithm, parameter_set, of_readings });
        }
        let known = self.public_keys.iter().find(is_named)?;
        known.of_readings.iter().position(|key| key.as_ref() == Some(wanted))
    }
}

pub(super) fn generate(
    parameter_set: ParameterSet,
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Box<dyn PrivateKey>, TokenError> {
    let key = SigningKey::try_generate(parameter_set, rng).map_err(|_| TokenError::NoRandomness)?;
    Ok(Box::new(GostKey::new(key, Vec::new())))
}

pub(super) fn from_private_key_info(info: &PrivateKeyInfo<'_>) -> Result<Box<dyn PrivateKey>, TokenError> {
    let mut readings = SigningKey::candidates_from_pkcs8_der(info.der).map_err(error)?.into_iter();
    let key = readings.next().ok_or(TokenError::InvalidPrivateKey { field: "privateKey" })?;
    Ok(Box::new(GostKey::new(key, readings.collect())))
}

impl PrivateKey for GostKey {
    fn kind(&self) -> KeyKind {
        match self.key.algorithm() {
            KeyAlgorithm::Gost3410_2001 => KeyKind { name: "gost3410-2001", bits: 256 },
            KeyAlgorithm::Gost3410_2012_256 => KeyKind { name: "gost3410-2012-256", bits: 256 },
            _ => KeyKind { name: "gost3410-2012-512", bits: 512 },
        }
    }

    fn spki(&self) -> Vec<u8> {
        self.key.verifying_key().to_spki_der()
    }

    fn schemes(&self) -> &[SignatureScheme] {
        match self.key.algorithm() {
            KeyAlgorithm::Gost3410_2001 => &[SignatureScheme::Gost3410_2001],
            KeyAlgorithm::Gost3410_2012_256 => &[SignatureScheme::Gost3410_2012_256],
            _ => &[SignatureScheme::Gost3410_2012_512],
        }
    }

    fn sign(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        nonces: Nonces,
    ) -> Result<Vec<u8>, TokenError> {
        use signature::hazmat::RandomizedPrehashSigner;
        let digest = digest_of(message, scheme)?;
        let signature = match nonces {
            Nonces::Hedged => self.key.sign_prehash_with_rng(&mut SystemRng, digest.as_octets()),
            Nonces::Deterministic => self.key.sign_digest_deterministic(digest.as_octets()),
        };
        signature.map(|signature| signature.to_sr_be_octets()).map_err(|_| TokenError::SigningFailed)
    }

    fn adopt(&mut self, public_key: &CertifiedKey<'_>) -> bool {
        let Some(wanted) = public_key.gost() else { return false };
        let Some(reading) = self.reading_with(wanted) else { return false };
        let Some(key) = self.readings().nth(reading).and_then(|key| named_as(key, wanted)) else {
            return false;
        };
        *self = Self::new(key, Vec::new());
        true
    }

    fn export_pkcs8_der(&self) -> Der {
        self.key.to_pkcs8_der()
    }
}

/// The key under the algorithm and parameter set of `wanted`, whose private key it may be.
///
/// Several names stand for one curve (RFC 9215 appendix C), and a key of 2001 may have a certificate of 2012.
fn named_as(key: &SigningKey, wanted: &VerifyingKey) -> Option<SigningKey> {
    let named = SigningKey::from_le_octets(wanted.parameter_set(), &key.export_le_octets()).ok()?;
    named.with_algorithm(wanted.algorithm()).ok()
}

fn error(error: KeyError) -> TokenError {
    match error {
        KeyError::UnknownAlgorithm { oid } => UnsupportedAlgorithm::new(oid, "privateKeyAlgorithm").into(),
        KeyError::UnknownParameterSet { oid } => {
            UnsupportedAlgorithm::new(oid, "privateKeyAlgorithm.parameters.publicKeyParamSet").into()
        }
        KeyError::ParametersMissing | KeyError::AlgorithmMismatch { .. } | KeyError::Malformed(_) => {
            TokenError::InvalidPrivateKey { field: "privateKeyAlgorithm.parameters" }
        }
        _ => TokenError::InvalidPrivateKey { field: "privateKey" },
    }
}
