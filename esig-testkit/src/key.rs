//! Keys that follow from a seed.

use core::fmt;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use ed25519_dalek::pkcs8::{EncodePrivateKey, EncodePublicKey};
use esig_core::algorithm::{DigestAlgorithm, SignatureScheme};
use esig_core::provider::SignatureValue;
use esig_gost::signature::Signer as _;
use esig_gost::{ParameterSet, Signature as GostSignature, SigningKey as GostKey};
use p256::elliptic_curve::Generate;
use rsa::Pkcs1v15Sign;
use rsa::traits::SignatureScheme as _;
use sha2::{Digest, Sha256};

use crate::random::SeededStream;

/// What kind of keys a PKI has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Family {
    /// GOST R 34.10-2012; the parameter set decides whether with 256 or 512 bits.
    Gost(ParameterSet),
    /// RSA with 2048 bits, PKCS#1 v1.5 with SHA-256.
    Rsa2048,
    /// ECDSA on P-256 with SHA-256.
    P256,
    /// Ed25519.
    Ed25519,
}

impl Family {
    /// GOST R 34.10-2012 with 256 bits and the parameter set that most certificates in Russia have.
    pub const GOST_256: Self = Self::Gost(ParameterSet::CryptoProA);
    /// GOST R 34.10-2012 with 512 bits.
    pub const GOST_512: Self = Self::Gost(ParameterSet::Tc26_512A);
    /// One family of each kind.
    pub const ALL: [Self; 5] = [Self::GOST_256, Self::GOST_512, Self::Rsa2048, Self::P256, Self::Ed25519];

    /// How keys of the family sign.
    pub fn scheme(self) -> SignatureScheme {
        match self {
            Self::Gost(set) if set.octets() == 32 => SignatureScheme::Gost3410_2012_256,
            Self::Gost(_) => SignatureScheme::Gost3410_2012_512,
            Self::Rsa2048 => SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256),
            Self::P256 => SignatureScheme::Ecdsa(DigestAlgorithm::Sha256),
            Self::Ed25519 => SignatureScheme::Ed25519,
        }
    }

    /// Whether certificates follow the Russian profile of qualified certificates.
    pub fn is_russian(self) -> bool {
        matches!(self, Self::Gost(_))
    }
}

impl fmt::Display for Family {
    /// `gost-CryptoPro-A`, `rsa-2048`, `p-256`, `ed25519`: fit for file names and URLs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gost(set) => write!(f, "gost-{set}"),
            Self::Rsa2048 => f.write_str("rsa-2048"),
            Self::P256 => f.write_str("p-256"),
            Self::Ed25519 => f.write_str("ed25519"),
        }
    }
}

/// A private key for tests. The same seed and label give the same key, and a message the same signature.
#[derive(Clone)]
pub struct TestKey {
    family: Family,
    secret: Arc<Secret>,
}

enum Secret {
    Gost(GostKey),
    Rsa(rsa::PrivateKey),
    P256(p256::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
}

impl TestKey {
    /// The key of that family, seed and label. RSA keys are made once in a process, the others each time.
    pub fn new(family: Family, seed: u64, label: &str) -> Self {
        let secret = match family {
            Family::Rsa2048 => cached_rsa(seed, label),
            _ => Arc::new(Secret::generate(family, seed, label)),
        };
        Self { family, secret }
    }

    /// The family.
    pub fn family(&self) -> Family {
        self.family
    }

    /// How the key signs.
    pub fn scheme(&self) -> SignatureScheme {
        self.family.scheme()
    }

    /// The public key as a SubjectPublicKeyInfo.
    pub fn subject_public_key_info(&self) -> Vec<u8> {
        const ENCODES: &str = "a key that was generated has an encoding";
        match &*self.secret {
            Secret::Gost(key) => key.verifying_key().to_spki_der(),
            Secret::Rsa(key) => key.to_public_key().to_public_key_der().expect(ENCODES).into_vec(),
            Secret::P256(key) => key.verifying_key().to_public_key_der().expect(ENCODES).into_vec(),
            Secret::Ed25519(key) => key.verifying_key().to_public_key_der().expect(ENCODES).into_vec(),
        }
    }

    /// The private key in PKCS#8, unprotected.
    pub fn export_pkcs8(&self) -> Vec<u8> {
        const ENCODES: &str = "a key that was generated has an encoding";
        match &*self.secret {
            Secret::Gost(key) => key.to_pkcs8_der().to_vec(),
            Secret::Rsa(key) => key.to_pkcs8_der().expect(ENCODES).as_bytes().to_vec(),
            Secret::P256(key) => key.to_pkcs8_der().expect(ENCODES).as_bytes().to_vec(),
            Secret::Ed25519(key) => key.to_pkcs8_der().expect(ENCODES).as_bytes().to_vec(),
        }
    }

    /// Signs `message`, which is not yet hashed, by [`scheme`](Self::scheme); always with the same result.
    pub fn sign(&self, message: &[u8]) -> SignatureValue {
        let octets = match &*self.secret {
            Secret::Gost(key) => {
                let signature: GostSignature = key.sign(message);
                signature.to_sr_be_octets()
            }
            Secret::Rsa(key) => sign_rsa(key, message),
            Secret::P256(key) => {
                let signature: p256::ecdsa::DerSignature = key.sign(message);
                signature.as_bytes().to_vec()
            }
            Secret::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
        };
        SignatureValue::from_octets(octets)
    }
}

impl fmt::Debug for TestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TestKey({}, ..)", self.family)
    }
}

impl Secret {
    fn generate(family: Family, seed: u64, label: &str) -> Self {
        let mut random = SeededStream::new(seed, &format!("{family} key {label}"));
        match family {
            Family::Gost(set) => Self::Gost(GostKey::generate(set, &mut random)),
            Family::Rsa2048 => {
                let key = rsa::PrivateKey::new(&mut random, 2048);
                Self::Rsa(key.expect("2048 bits are a size that is allowed"))
            }
            Family::P256 => Self::P256(p256::ecdsa::SigningKey::generate_from_rng(&mut random)),
            Family::Ed25519 => Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&random.octets())),
        }
    }
}

/// RSA keys take a good part of a second, and every test of a process wants the same few.
fn cached_rsa(seed: u64, label: &str) -> Arc<Secret> {
    type Cell = Arc<OnceLock<Arc<Secret>>>;
    static KEYS: LazyLock<Mutex<HashMap<(u64, String), Cell>>> = LazyLock::new(Mutex::default);

    // The map is free again while the key is made, so that other keys are made meanwhile.
    let cell = {
        let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(keys.entry((seed, label.to_owned())).or_default())
    };
    Arc::clone(cell.get_or_init(|| Arc::new(Secret::generate(Family::Rsa2048, seed, label))))
}

fn sign_rsa(key: &rsa::PrivateKey, message: &[u8]) -> Vec<u8> {
    // The randomness blinds the computation and leaves no trace in the result (RFC 8017 §8.2.1).
    let mut blinding = SeededStream::new(0, "blinding");
    let padding = Pkcs1v15Sign::new::<Sha256>();
    let signature = padding.sign(Some(&mut blinding), key, &Sha256::digest(message));
    signature.expect("a modulus of 2048 bits has room for the padding")
}
