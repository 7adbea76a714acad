//! Ed25519 (RFC 8032, RFC 8410).

use ed25519_dalek::{Signer, SigningKey};
use esig_core::algorithm::oids;
use esig_core::provider::KeyKind;
use esig_core::raw::Element;
use esig_core::{Message, SignatureScheme};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::certified_key::CertifiedKey;
use super::private_key::{Nonces, PrivateKey, digest_of};
use crate::asn1::{self, Der};
use crate::error::TokenError;
use crate::pkcs8::{self, PrivateKeyInfo};
use crate::random;

struct Ed25519Key(SigningKey);

pub(super) fn generate(rng: &mut (impl TryCryptoRng + ?Sized)) -> Result<Box<dyn PrivateKey>, TokenError> {
    let seed = Zeroizing::new(random::octets(rng)?);
    Ok(Box::new(Ed25519Key(SigningKey::from_bytes(&seed))))
}

/// RFC 8410 §7.
///
/// ```text
/// CurvePrivateKey ::= OCTET STRING    -- within privateKey
/// ```
pub(super) fn from_private_key_info(info: &PrivateKeyInfo<'_>) -> Result<Box<dyn PrivateKey>, TokenError> {
    let seed = Element::from_der(info.private_key, "CurvePrivateKey")?.octet_string("CurvePrivateKey")?;
    let seed = seed.try_into().map_err(|_| TokenError::InvalidPrivateKey { field: "CurvePrivateKey" })?;
    Ok(Box::new(Ed25519Key(SigningKey::from_bytes(seed))))
}

impl PrivateKey for Ed25519Key {
    fn kind(&self) -> KeyKind {
        KeyKind { name: "ed25519", bits: 256 }
    }

    fn spki(&self) -> Vec<u8> {
        let algorithm = asn1::algorithm_identifier(oids::ED25519, &[]);
        asn1::sequence(&[&algorithm, &asn1::bit_string(self.0.verifying_key().as_bytes())]).to_vec()
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &[SignatureScheme::Ed25519]
    }

    /// Deterministic by definition.
    fn sign(&self, scheme: SignatureScheme, message: Message<'_>, _: Nonces) -> Result<Vec<u8>, TokenError> {
        match message {
            Message::Bytes(octets) => Ok(self.0.sign(octets).to_bytes().to_vec()),
            Message::Digest(_) => Err(digest_of(message, scheme).err().unwrap_or(TokenError::SigningFailed)),
        }
    }

    fn adopt(&mut self, public_key: &CertifiedKey<'_>) -> bool {
        public_key.spki().algorithm().oid() == oids::ED25519
            && public_key.octets() == Some(self.0.verifying_key().as_bytes())
    }

    fn export_pkcs8_der(&self) -> Der {
        let algorithm = asn1::algorithm_identifier(oids::ED25519, &[]);
        pkcs8::encode(&algorithm, &asn1::octet_string(self.0.as_bytes()))
    }
}
