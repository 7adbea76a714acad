//! Ed25519 (RFC 8032, RFC 8410).

use alloc::sync::Arc;

use ed25519_dalek::{Signature, VerifyingKey};

use crate::algorithm::{SignatureScheme, oids};
use crate::error::{InvalidSignature, UnsupportedKey};
use crate::provider::{KeyKind, KeyLoader, Message, PublicKey};
use crate::spki::Spki;

#[derive(Debug)]
pub(super) struct Ed25519;

impl KeyLoader for Ed25519 {
    fn load(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        let oid = key.algorithm().oid();
        if oid != oids::ED25519 {
            return Err(UnsupportedKey::algorithm(oid));
        }
        // RFC 8410 §3: parameters must be absent.
        if key.algorithm().parameters().is_some() {
            return Err(UnsupportedKey::Invalid { field: "algorithm.parameters" });
        }
        let octets = key.subject_public_key().whole_octets().and_then(|octets| octets.try_into().ok());
        let key = octets.and_then(|octets| VerifyingKey::from_bytes(octets).ok());
        match key {
            Some(key) if !key.is_weak() => Ok(Arc::new(Key(key))),
            _ => Err(UnsupportedKey::Invalid { field: "subjectPublicKey" }),
        }
    }
}

#[derive(Debug)]
struct Key(VerifyingKey);

impl PublicKey for Key {
    fn kind(&self) -> KeyKind {
        KeyKind { name: "ed25519", bits: 256 }
    }

    fn verify(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let (SignatureScheme::Ed25519, Message::Bytes(message)) = (scheme, message) else {
            return Err(InvalidSignature);
        };
        let signature = Signature::from_slice(signature).map_err(|_| InvalidSignature)?;
        self.0.verify_strict(message, &signature).map_err(|_| InvalidSignature)
    }
}
