//! Keys that follow from a seed.

use core::fmt;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use esig_core::algorithm::{DigestAlgorithm, SignatureScheme};
use esig_core::provider::{Message, SignatureValue};
use esig_token::{KeySpec, MemoryKey, ParameterSet, SigningKey, TokenError, hazmat};

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

    fn spec(self) -> KeySpec {
        match self {
            Self::Gost(set) => KeySpec::Gost(set),
            Self::Rsa2048 => KeySpec::Rsa2048,
            Self::P256 => KeySpec::EcdsaP256,
            Self::Ed25519 => KeySpec::Ed25519,
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
    key: Arc<Mutex<MemoryKey>>,
    subject_public_key_info: Arc<[u8]>,
}

impl TestKey {
    /// The key of that family, seed and label. RSA keys are made once in a process, the others each time.
    pub fn new(family: Family, seed: u64, label: &str) -> Self {
        match family {
            Family::Rsa2048 => cached(family, seed, label),
            _ => Self::generate(family, seed, label),
        }
    }

    fn generate(family: Family, seed: u64, label: &str) -> Self {
        let mut random = SeededStream::new(seed, &format!("{family} key {label}"));
        let key = MemoryKey::generate(family.spec(), &mut random).expect("a source that never fails");
        let key = hazmat::deterministic(key).allow_software_rsa();
        let subject_public_key_info = key.public_key_spki().into();
        Self { family, key: Arc::new(Mutex::new(key)), subject_public_key_info }
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
    pub fn subject_public_key_info(&self) -> &[u8] {
        &self.subject_public_key_info
    }

    /// The private key in PKCS#8, unprotected.
    pub fn export_pkcs8(&self) -> Vec<u8> {
        self.with_key(|key| key.export_pkcs8_der().to_vec())
    }

    /// Signs `message`, which is not yet hashed, by [`scheme`](Self::scheme); always with the same result.
    pub fn sign(&self, message: &[u8]) -> SignatureValue {
        self.sign_message(self.scheme(), Message::Bytes(message)).expect("the scheme is the family's")
    }

    pub(crate) fn sign_message(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
    ) -> Result<SignatureValue, TokenError> {
        self.with_key(|key| key.sign(scheme, message))
    }

    fn with_key<T>(&self, use_it: impl FnOnce(&mut MemoryKey) -> T) -> T {
        use_it(&mut self.key.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for TestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TestKey({}, ..)", self.family)
    }
}

/// RSA keys take a good part of a second, and every test of a process wants the same few.
fn cached(family: Family, seed: u64, label: &str) -> TestKey {
    type Cell = Arc<OnceLock<TestKey>>;
    static KEYS: LazyLock<Mutex<HashMap<(u64, String), Cell>>> = LazyLock::new(Mutex::default);

    // The map is free again while the key is made, so that other keys are made meanwhile.
    let cell = {
        let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(keys.entry((seed, label.to_owned())).or_default())
    };
    cell.get_or_init(|| TestKey::generate(family, seed, label)).clone()
}
