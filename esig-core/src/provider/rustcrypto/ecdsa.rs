//! ECDSA over the curves of SP 800-186 (RFC 5480, RFC 5639, RFC 5758).

use alloc::sync::Arc;
use core::fmt;

use der::asn1::ObjectIdentifier;
use signature::hazmat::PrehashVerifier;

use super::digest_of;
use crate::algorithm::{SignatureScheme, oids};
use crate::error::{InvalidSignature, UnsupportedKey};
use crate::oid::Oid;
use crate::provider::{KeyKind, KeyLoader, Message, PublicKey};
use crate::spki::Spki;

#[derive(Debug)]
pub(super) struct Ecdsa;

impl KeyLoader for Ecdsa {
    fn load(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        let algorithm = key.algorithm();
        if algorithm.oid() != oids::EC_PUBLIC_KEY {
            return Err(UnsupportedKey::algorithm(algorithm.oid()));
        }
        // RFC 5480 §2.1.1: only the namedCurve form of the parameters is allowed.
        let curve =
            algorithm.parameters().and_then(|parameters| parameters.oid("parameters.namedCurve").ok());
        let curve = curve.ok_or(UnsupportedKey::Invalid { field: "algorithm.parameters" })?;
        let point = key.subject_public_key().whole_octets().filter(|point| is_point(point));
        let point = point.and_then(|point| load(curve, point));
        match point {
            Some(Ok(key)) => Ok(key),
            Some(Err(_)) | None if known(curve) => Err(UnsupportedKey::Invalid { field: "subjectPublicKey" }),
            _ => Err(UnsupportedKey::algorithm(curve)),
        }
    }
}

/// RFC 5480 §2.2: compressed or uncompressed; no point at infinity, no hybrid and no compact form.
fn is_point(octets: &[u8]) -> bool {
    matches!(octets, [2..=4, ..])
}

fn known(curve: Oid<'_>) -> bool {
    CURVES.iter().any(|row| curve == row.0)
}

type Loaded = Result<Arc<dyn PublicKey>, signature::Error>;

/// Decodes the point, which is checked to lie on the curve.
type Load = fn(&[u8]) -> Loaded;

const CURVES: [(ObjectIdentifier, Load); 6] = [
    (oids::SECP256R1, |point| {
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point)?;
        Ok(Key::shared::<p256::ecdsa::DerSignature>(key, "ecdsa-p256", 256))
    }),
    (oids::SECP384R1, |point| {
        let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point)?;
        Ok(Key::shared::<p384::ecdsa::DerSignature>(key, "ecdsa-p384", 384))
    }),
    (oids::SECP521R1, |point| {
        let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(point)?;
        Ok(Key::shared::<p521::ecdsa::DerSignature>(key, "ecdsa-p521", 521))
    }),
    (oids::SECP256K1, |point| {
        let key = k256::ecdsa::VerifyingKey::from_sec1_bytes(point)?;
        Ok(Key::shared::<LowS>(SecP256K1(key), "ecdsa-secp256k1", 256))
    }),
    (oids::BRAINPOOL_P256R1, |point| {
        let key = ::ecdsa::VerifyingKey::<bp256::BrainpoolP256r1>::from_sec1_bytes(point)?;
        Ok(Key::shared::<bp256::r1::ecdsa::DerSignature>(key, "ecdsa-brainpoolp256r1", 256))
    }),
    (oids::BRAINPOOL_P384R1, |point| {
        let key = ::ecdsa::VerifyingKey::<bp384::BrainpoolP384r1>::from_sec1_bytes(point)?;
        Ok(Key::shared::<bp384::r1::ecdsa::DerSignature>(key, "ecdsa-brainpoolp384r1", 384))
    }),
];

fn load(curve: Oid<'_>, point: &[u8]) -> Option<Loaded> {
    CURVES.iter().find(|row| curve == row.0).map(|row| (row.1)(point))
}

/// `k256` takes the lower of s and n − s only, as Bitcoin wants it; elsewhere both are signatures.
struct SecP256K1(k256::ecdsa::VerifyingKey);

/// A signature on secp256k1 with the lower s.
struct LowS(k256::ecdsa::Signature);

impl TryFrom<&[u8]> for LowS {
    type Error = signature::Error;

    fn try_from(der: &[u8]) -> Result<Self, signature::Error> {
        k256::ecdsa::Signature::from_der(der).map(|signature| Self(signature.normalize_s()))
    }
}

impl PrehashVerifier<LowS> for SecP256K1 {
    fn verify_prehash(&self, digest: &[u8], signature: &LowS) -> Result<(), signature::Error> {
        self.0.verify_prehash(digest, &signature.0)
    }
}

/// A key of the curve's crate, and a way to verify a DER signature over a digest with it.
struct Key<K> {
    key: K,
    kind: KeyKind,
    verify: Verify<K>,
}

/// Takes the key, the digest and the signature.
type Verify<K> = fn(&K, &[u8], &[u8]) -> Result<(), signature::Error>;

impl<K: Send + Sync + 'static> Key<K> {
    fn shared<S>(key: K, name: &'static str, bits: u32) -> Arc<dyn PublicKey>
    where
        K: PrehashVerifier<S>,
        S: for<'a> TryFrom<&'a [u8]>,
    {
        let verify = |key: &K, digest: &[u8], signature: &[u8]| {
            let signature = S::try_from(signature).map_err(|_| signature::Error::new())?;
            key.verify_prehash(digest, &signature)
        };
        Arc::new(Self { key, kind: KeyKind { name, bits }, verify })
    }
}

impl<K: Send + Sync> PublicKey for Key<K> {
    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn verify(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let SignatureScheme::Ecdsa(algorithm) = scheme else { return Err(InvalidSignature) };
        let digest = digest_of(message, algorithm)?;
        // SEC 1 §4.1.4 takes a digest shorter than the order as it is; `ecdsa` wants half the order's length
        // at least, and zeros in front do not change the number.
        let mut padded = [0; MAX_ORDER_OCTETS];
        let length = digest.as_octets().len().max(self.kind.bits.div_ceil(8) as usize);
        let padded = &mut padded[..length];
        padded[length - digest.as_octets().len()..].copy_from_slice(digest.as_octets());
        (self.verify)(&self.key, padded, signature).map_err(|_| InvalidSignature)
    }
}

/// Octets of the order of P-521, the longest.
const MAX_ORDER_OCTETS: usize = 66;

impl<K> fmt::Debug for Key<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.kind)
    }
}
