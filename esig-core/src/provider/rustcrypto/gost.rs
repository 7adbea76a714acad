//! GOST R 34.10-2012 and 34.10-2001, from `esig-gost`.

use alloc::sync::Arc;

use esig_gost::{KeyAlgorithm, KeyError, VerifyingKey};

use super::digest_of;
use crate::algorithm::{DigestAlgorithm, SignatureScheme, oids};
use crate::error::{InvalidSignature, UnsupportedKey};
use crate::provider::{KeyKind, KeyLoader, Message, PublicKey};
use crate::spki::Spki;

#[derive(Debug)]
pub(super) struct Gost;

const ALGORITHMS: [der::asn1::ObjectIdentifier; 4] =
    [oids::GOST3410_2012_256, oids::GOST3410_2012_512, oids::GOST3410_2001, oids::GOST3410_2001_DH];

impl KeyLoader for Gost {
    fn load(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        let oid = key.algorithm().oid();
        if !ALGORITHMS.iter().any(|known| oid == *known) {
            return Err(UnsupportedKey::algorithm(oid));
        }
        let key = VerifyingKey::from_spki_der(key.as_der()).map_err(refusal)?;
        Ok(Arc::new(Key(key)))
    }
}

fn refusal(error: KeyError) -> UnsupportedKey {
    match error {
        KeyError::UnknownAlgorithm { oid } | KeyError::UnknownParameterSet { oid } => {
            UnsupportedKey::algorithm(oid)
        }
        KeyError::ParametersMissing | KeyError::AlgorithmMismatch { .. } => {
            UnsupportedKey::Invalid { field: "algorithm.parameters" }
        }
        _ => UnsupportedKey::Invalid { field: "subjectPublicKey" },
    }
}

#[derive(Debug)]
struct Key(VerifyingKey);

impl PublicKey for Key {
    fn kind(&self) -> KeyKind {
        match self.0.algorithm() {
            KeyAlgorithm::Gost3410_2001 => KeyKind { name: "gost3410-2001", bits: 256 },
            KeyAlgorithm::Gost3410_2012_256 => KeyKind { name: "gost3410-2012-256", bits: 256 },
            _ => KeyKind { name: "gost3410-2012-512", bits: 512 },
        }
    }

    fn verify(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let digest = match (scheme, self.0.algorithm()) {
            (SignatureScheme::Gost3410_2001, KeyAlgorithm::Gost3410_2001) => DigestAlgorithm::Gost3411_94,
            (SignatureScheme::Gost3410_2012_256, KeyAlgorithm::Gost3410_2012_256) => {
                DigestAlgorithm::Streebog256
            }
            (SignatureScheme::Gost3410_2012_512, KeyAlgorithm::Gost3410_2012_512) => {
                DigestAlgorithm::Streebog512
            }
            _ => return Err(InvalidSignature),
        };
        let digest = digest_of(message, digest)?;
        self.0.verify_digest(digest.as_octets(), signature).map_err(|_| InvalidSignature)
    }
}
