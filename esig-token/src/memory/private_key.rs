//! What the kinds of keys have in common.

use esig_core::provider::KeyKind;
use esig_core::{DigestAlgorithm, DigestValue, Message, Provider, SignatureScheme};

use super::certified_key::CertifiedKey;
use super::{ecdsa, ed25519, gost, rsa};
use crate::asn1::Der;
use crate::error::TokenError;
use crate::pkcs8::PrivateKeyInfo;
use esig_core::algorithm::oids;
use esig_core::error::UnsupportedAlgorithm;

/// A private key of one kind, wiped when dropped.
pub(crate) trait PrivateKey: Send + Sync {
    /// What kind of key it is.
    fn kind(&self) -> KeyKind;

    /// The public key.
    fn spki(&self) -> Vec<u8>;

    /// The schemes to choose from, best first.
    fn schemes(&self) -> &[SignatureScheme];

    /// Whether [`sign`](Self::sign) may be called with the scheme.
    fn accepts(&self, scheme: SignatureScheme) -> bool {
        self.schemes().contains(&scheme)
    }

    /// Signs by a scheme that it accepts.
    fn sign(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        nonces: Nonces,
    ) -> Result<Vec<u8>, TokenError>;

    /// Whether it is the private key of this untrusted public key; then it takes over the parameters of that.
    ///
    /// Files hold many keys and certificates: what takes arithmetic is done once for each, not for each pair.
    fn adopt(&mut self, public_key: &CertifiedKey<'_>) -> bool;

    /// The key in PKCS#8.
    fn export_pkcs8_der(&self) -> Der;

    /// Whether [`allow_software_rsa`](super::MemoryKey::allow_software_rsa) concerns it.
    fn is_rsa(&self) -> bool {
        false
    }
}

/// Where the random numbers of a signature come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nonces {
    /// Derived from the key, the message and fresh randomness.
    Hedged,
    /// Derived from the key and the message alone.
    Deterministic,
}

/// Reads a key of any kind from PKCS#8 in DER.
pub(crate) fn from_private_key_info(der: &[u8]) -> Result<Box<dyn PrivateKey>, TokenError> {
    let info = PrivateKeyInfo::parse(der)?;
    let oid = info.algorithm.oid();
    if oid == oids::RSA_ENCRYPTION || oid == oids::RSASSA_PSS {
        return rsa::from_private_key_info(&info);
    }
    if oid == oids::EC_PUBLIC_KEY {
        return ecdsa::from_private_key_info(&info);
    }
    if oid == oids::ED25519 {
        return ed25519::from_private_key_info(&info);
    }
    if gost::ALGORITHMS.iter().any(|known| oid == *known) {
        return gost::from_private_key_info(&info);
    }
    Err(UnsupportedAlgorithm::new(oid, "privateKeyAlgorithm").into())
}

/// The digest that a scheme signs: made here, or given and made with the right algorithm.
pub(super) fn digest_of(message: Message<'_>, scheme: SignatureScheme) -> Result<DigestValue, TokenError> {
    match (message, scheme.digest_algorithm()) {
        (Message::Bytes(octets), Some(algorithm)) => Ok(Provider::rustcrypto().digest(algorithm, octets)?),
        (Message::Digest(digest), Some(algorithm)) if digest.algorithm() == algorithm => Ok(digest),
        (Message::Digest(digest), _) => Err(TokenError::OtherDigest { scheme, found: digest.algorithm() }),
        (Message::Bytes(_), None) => Err(TokenError::SigningFailed),
    }
}

/// Whether new signatures may be made over the digest: those that are broken or withdrawn are for old data only.
pub(super) fn is_for_new_signatures(digest: DigestAlgorithm) -> bool {
    !matches!(digest, DigestAlgorithm::Md5 | DigestAlgorithm::Sha1 | DigestAlgorithm::Gost3411_94)
}
