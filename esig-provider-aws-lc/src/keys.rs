//! Public keys.

use std::fmt;
use std::sync::{Arc, OnceLock};

use aws_lc_rs::digest::Digest;
use aws_lc_rs::signature::ParsedPublicKey;
use esig_core::algorithm::oids;
use esig_core::error::{InvalidSignature, UnsupportedKey};
use esig_core::provider::{DigestEncoding, KeyKind, KeyLoader, PublicKey};
use esig_core::{Message, SignatureScheme, Spki};

use crate::OTHERS;
use crate::algorithms::{algorithm, digest};

pub(crate) static LOADERS: &[&dyn KeyLoader] = &[&Loader];

/// Loads with the other provider, which validates, and takes over what AWS-LC verifies faster.
#[derive(Debug)]
struct Loader;

impl KeyLoader for Loader {
    fn load(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        let other = OTHERS.load_key(key)?;
        // The parameters of a key for PSS alone restrict what it may be used for, which the other provider enforces.
        let is_shared = SHARED.contains(&other.kind().name) && key.algorithm().oid() != oids::RSASSA_PSS;
        if !is_shared {
            return Ok(other);
        }
        let octets = key.subject_public_key().octets.into();
        Ok(Arc::new(Key { octets, first: OnceLock::new(), other }))
    }
}

/// Kinds of keys for which AWS-LC has at least one scheme.
const SHARED: [&str; 6] = ["rsa", "ecdsa-p256", "ecdsa-p384", "ecdsa-p521", "ecdsa-secp256k1", "ed25519"];

/// A key that was validated by the other provider.
struct Key {
    /// RSAPublicKey, the point, or the octets of Ed25519.
    octets: Box<[u8]>,
    /// The key as AWS-LC parsed it for the first scheme that was asked for: an authority signs with one scheme.
    first: OnceLock<(SignatureScheme, Option<ParsedPublicKey>)>,
    other: Arc<dyn PublicKey>,
}

impl Key {
    fn parse(&self, scheme: SignatureScheme) -> Option<ParsedPublicKey> {
        ParsedPublicKey::new(algorithm(self.other.kind(), scheme)?, &self.octets).ok()
    }

    /// What AWS-LC says; `None` if it cannot say anything.
    fn verify_fast(&self, scheme: SignatureScheme, message: Message<'_>, signature: &[u8]) -> Option<bool> {
        let (first, parsed) = self.first.get_or_init(|| (scheme, self.parse(scheme)));
        if *first == scheme {
            return check(parsed.as_ref()?, scheme, message, signature);
        }
        check(&self.parse(scheme)?, scheme, message, signature)
    }
}

fn check(
    key: &ParsedPublicKey,
    scheme: SignatureScheme,
    message: Message<'_>,
    signature: &[u8],
) -> Option<bool> {
    match message {
        Message::Bytes(octets) => Some(key.verify_sig(octets, signature).is_ok()),
        Message::Digest(value) if scheme.digest_algorithm() == Some(value.algorithm()) => {
            let value = Digest::import_less_safe(value.as_octets(), digest(value.algorithm())?).ok()?;
            Some(key.verify_digest_sig(&value, signature).is_ok())
        }
        Message::Digest(_) => Some(false),
    }
}

impl PublicKey for Key {
    fn kind(&self) -> KeyKind {
        self.other.kind()
    }

    fn verify(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        self.verify_encoding(scheme, message, signature).map(drop)
    }

    fn verify_encoding(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<DigestEncoding, InvalidSignature> {
        match (self.verify_fast(scheme, message, signature), scheme) {
            (Some(true), _) => Ok(DigestEncoding::Standard),
            // AWS-LC refuses a DigestInfo without NULL, which old software writes (RFC 8017 §9.2 note 1).
            (None, _) | (Some(false), SignatureScheme::RsaPkcs1(_)) => {
                self.other.verify_encoding(scheme, message, signature)
            }
            (Some(false), _) => Err(InvalidSignature),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.kind())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use esig_core::CertificateBuf;

    /// Not the other provider answers for what AWS-LC has.
    #[test]
    fn signatures_of_certificates_are_verified_by_aws_lc() {
        for kind in ["rsa", "ec", "ed25519"] {
            let certificate = |name| {
                let path = format!("{}/../fixtures/{kind}/{name}.cer", env!("CARGO_MANIFEST_DIR"));
                CertificateBuf::from_der(std::fs::read(path).expect("fixture")).expect("certificate")
            };
            let (root, int) = (certificate("root"), certificate("int"));
            let (issuer, subject) = (root.view().subject_public_key_info(), int.view());
            let octets = issuer.subject_public_key().octets.into();
            let other = OTHERS.load_key(&issuer).expect("key");
            let key = Key { octets, first: OnceLock::new(), other };
            let scheme =
                SignatureScheme::from_identifier(&subject.signature_algorithm(), None).expect("scheme");
            let message = Message::Bytes(subject.tbs_certificate());
            let verify = |signature: &[u8]| key.verify_fast(scheme, message, signature);
            assert_eq!(verify(subject.signature_value()), Some(true), "{kind}");
            assert_eq!(verify(&subject.signature_value()[1..]), Some(false), "{kind}");
            let digest = SignatureScheme::RsaPkcs1(esig_core::DigestAlgorithm::Sha3_224);
            assert_eq!(key.verify_fast(digest, message, subject.signature_value()), None, "{kind}");
        }
    }
}
