//! ECDSA over P-256, P-384 and P-521 (FIPS 186-5, RFC 5915, RFC 6979).

use der::asn1::ObjectIdentifier;
use esig_core::algorithm::oids;
use esig_core::error::{ParseErrorKind, UnsupportedAlgorithm};
use esig_core::oid::Oid;
use esig_core::provider::KeyKind;
use esig_core::raw::{Element, Tag};
use esig_core::{DigestAlgorithm, Message, SignatureScheme};
use p256::elliptic_curve::Generate;
use rand_core::TryCryptoRng;
use signature::hazmat::{PrehashSigner, RandomizedPrehashSigner};
use zeroize::Zeroizing;

use super::certified_key::CertifiedKey;
use super::private_key::{Nonces, PrivateKey, digest_of, is_for_new_signatures};
use crate::asn1::{self, Der};
use crate::error::TokenError;
use crate::pkcs8::{self, PrivateKeyInfo};
use crate::random::SystemRng;

use SignatureScheme::Ecdsa;

/// A private key of one curve's crate.
pub(super) trait Scalar: Sized + Send + Sync + 'static {
    /// The identifier of the curve.
    const CURVE: ObjectIdentifier;
    const KIND: KeyKind;
    /// Octets of a private key.
    const OCTETS: usize;
    const SCHEMES: &[SignatureScheme];

    fn from_be_octets(octets: &[u8]) -> Option<Self>;
    fn to_be_octets(&self) -> Der;
    fn generate<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Self, R::Error>;
    /// Uncompressed (SEC 1 §2.3.3).
    fn public_point(&self) -> Vec<u8>;
    /// Another point of the curve, uncompressed.
    fn uncompressed(point: &[u8]) -> Option<Vec<u8>>;
    /// SEQUENCE of r and s.
    fn sign_digest(&self, digest: &[u8], nonces: Nonces) -> Result<Vec<u8>, signature::Error>;
}

macro_rules! scalar {
    ($curve:ident, $oid:expr, $name:literal, $bits:literal, $schemes:expr) => {
        impl Scalar for $curve::ecdsa::SigningKey {
            const CURVE: ObjectIdentifier = $oid;
            const KIND: KeyKind = KeyKind { name: $name, bits: $bits };
            const OCTETS: usize = ($bits as usize).div_ceil(8);
            const SCHEMES: &[SignatureScheme] = &$schemes;

            fn from_be_octets(octets: &[u8]) -> Option<Self> {
                Self::from_slice(octets).ok()
            }

            fn to_be_octets(&self) -> Der {
                Zeroizing::new(Zeroizing::new(self.to_bytes()).to_vec())
            }

            fn generate<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Self, R::Error> {
                Self::try_generate_from_rng(rng)
            }

            fn public_point(&self) -> Vec<u8> {
                self.verifying_key().to_sec1_point(false).as_bytes().to_vec()
            }

            fn uncompressed(point: &[u8]) -> Option<Vec<u8>> {
                let key = $curve::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
                Some(key.to_sec1_point(false).as_bytes().to_vec())
            }

            fn sign_digest(&self, digest: &[u8], nonces: Nonces) -> Result<Vec<u8>, signature::Error> {
                let signature: $curve::ecdsa::DerSignature = match nonces {
                    Nonces::Hedged => self.sign_prehash_with_rng(&mut SystemRng, digest)?,
                    Nonces::Deterministic => self.sign_prehash(digest)?,
                };
                Ok(signature.as_bytes().to_vec())
            }
        }
    };
}

use DigestAlgorithm::{Sha256, Sha384, Sha512};

scalar!(p256, oids::SECP256R1, "ecdsa-p256", 256, [Ecdsa(Sha256), Ecdsa(Sha384), Ecdsa(Sha512)]);
scalar!(p384, oids::SECP384R1, "ecdsa-p384", 384, [Ecdsa(Sha384), Ecdsa(Sha512), Ecdsa(Sha256)]);
scalar!(p521, oids::SECP521R1, "ecdsa-p521", 521, [Ecdsa(Sha512), Ecdsa(Sha384), Ecdsa(Sha256)]);

struct EcdsaKey<S> {
    scalar: S,
    /// Uncompressed.
    public_point: Vec<u8>,
}

pub(super) fn generate<S: Scalar>(
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Box<dyn PrivateKey>, TokenError> {
    let key = S::generate(rng).map_err(|_| TokenError::NoRandomness)?;
    Ok(Box::new(EcdsaKey::new(key)))
}

/// The curve stands beside the key, and may stand in it again.
pub(super) fn from_private_key_info(info: &PrivateKeyInfo<'_>) -> Result<Box<dyn PrivateKey>, TokenError> {
    let curve = match info.algorithm.meaningful_parameters() {
        Some(parameters) => Some(named_curve(parameters)?),
        None => None,
    };
    EcPrivateKey::parse(info.private_key)?.load(curve)
}

/// Reads SEC 1 in DER, `EC PRIVATE KEY` in PEM.
pub(crate) fn from_sec1_der(der: &[u8]) -> Result<Box<dyn PrivateKey>, TokenError> {
    EcPrivateKey::parse(der)?.load(None)
}

/// RFC 5915 §3.
///
/// ```text
/// ECPrivateKey ::= SEQUENCE {
///     version        INTEGER { ecPrivkeyVer1(1) },
///     privateKey     OCTET STRING,
///     parameters [0] ECParameters OPTIONAL,
///     publicKey  [1] BIT STRING OPTIONAL }
/// ```
struct EcPrivateKey<'a> {
    private_key: &'a [u8],
    parameters: Option<Oid<'a>>,
    public_key: Option<&'a [u8]>,
}

impl<'a> EcPrivateKey<'a> {
    fn parse(der: &'a [u8]) -> Result<Self, TokenError> {
        const PRODUCTION: &str = "ECPrivateKey";
        let mut reader = Element::from_der(der, PRODUCTION)?.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let version = reader.any("ECPrivateKey.version")?;
        match version.small_integer("ECPrivateKey.version")? {
            1 => {}
            found => return Err(version.error(ParseErrorKind::UnknownVersion { found }, PRODUCTION).into()),
        }
        let private_key = reader.any("ECPrivateKey.privateKey")?.octet_string("ECPrivateKey.privateKey")?;
        let parameters = match reader.optional(Tag::context(0), "ECPrivateKey.parameters")? {
            Some(wrapper) => Some(named_curve(wrapper.reader().any("ECPrivateKey.parameters")?)?),
            None => None,
        };
        let public_key = match reader.optional(Tag::context(1), "ECPrivateKey.publicKey")? {
            Some(wrapper) => {
                let bits = wrapper.reader().any("ECPrivateKey.publicKey")?;
                bits.bit_string("ECPrivateKey.publicKey")?.whole_octets()
            }
            None => None,
        };
        reader.finish(PRODUCTION)?;
        Ok(Self { private_key, parameters, public_key })
    }

    fn load(&self, curve: Option<Oid<'_>>) -> Result<Box<dyn PrivateKey>, TokenError> {
        let invalid = TokenError::InvalidPrivateKey { field: "ECPrivateKey.parameters" };
        let curve = match (curve, self.parameters) {
            (Some(outer), Some(inner)) if outer != inner => return Err(invalid),
            (outer, inner) => outer.or(inner).ok_or(invalid)?,
        };
        if curve == oids::SECP256R1 {
            return self.load_on::<p256::ecdsa::SigningKey>();
        }
        if curve == oids::SECP384R1 {
            return self.load_on::<p384::ecdsa::SigningKey>();
        }
        if curve == oids::SECP521R1 {
            return self.load_on::<p521::ecdsa::SigningKey>();
        }
        Err(UnsupportedAlgorithm::new(curve, "privateKeyAlgorithm.parameters.namedCurve").into())
    }

    fn load_on<S: Scalar>(&self) -> Result<Box<dyn PrivateKey>, TokenError> {
        let invalid = |field| TokenError::InvalidPrivateKey { field };
        // RFC 5915 wants the full length; some writers leave out zeros or add one.
        let digits = asn1::unpadded(self.private_key);
        let start = S::OCTETS.checked_sub(digits.len()).ok_or(invalid("ECPrivateKey.privateKey"))?;
        let mut octets = Zeroizing::new(vec![0; S::OCTETS]);
        octets[start..].copy_from_slice(digits);
        let scalar = S::from_be_octets(&octets).ok_or(invalid("ECPrivateKey.privateKey"))?;
        let key = EcdsaKey::new(scalar);
        match self.public_key {
            Some(point) if S::uncompressed(point).as_ref() != Some(&key.public_point) => {
                Err(invalid("ECPrivateKey.publicKey"))
            }
            _ => Ok(Box::new(key)),
        }
    }
}

/// ECParameters, of which RFC 5480 allows this choice alone.
fn named_curve(parameters: Element<'_>) -> Result<Oid<'_>, TokenError> {
    match parameters.tag() {
        Tag::SEQUENCE => {
            let field = "privateKeyAlgorithm.parameters";
            Err(UnsupportedAlgorithm::new("specifiedCurve", field).into())
        }
        _ => Ok(parameters.oid("ECParameters.namedCurve")?),
    }
}

impl<S: Scalar> EcdsaKey<S> {
    fn new(scalar: S) -> Self {
        Self { public_point: scalar.public_point(), scalar }
    }

    fn algorithm() -> Der {
        asn1::algorithm_identifier(oids::EC_PUBLIC_KEY, &asn1::oid(S::CURVE))
    }
}

impl<S: Scalar> PrivateKey for EcdsaKey<S> {
    fn kind(&self) -> KeyKind {
        S::KIND
    }

    fn spki(&self) -> Vec<u8> {
        asn1::sequence(&[&Self::algorithm(), &asn1::bit_string(&self.public_point)]).to_vec()
    }

    fn schemes(&self) -> &[SignatureScheme] {
        S::SCHEMES
    }

    fn accepts(&self, scheme: SignatureScheme) -> bool {
        matches!(scheme, Ecdsa(digest) if is_for_new_signatures(digest))
    }

    fn sign(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        nonces: Nonces,
    ) -> Result<Vec<u8>, TokenError> {
        let digest = digest_of(message, scheme)?;
        // The crates want half the octets of a private key at least; zeros in front do not change the number.
        let padding = S::OCTETS.div_ceil(2).saturating_sub(digest.as_octets().len());
        let digest = [&vec![0; padding], digest.as_octets()].concat();
        self.scalar.sign_digest(&digest, nonces).map_err(|_| TokenError::SigningFailed)
    }

    fn adopt(&mut self, public_key: &CertifiedKey<'_>) -> bool {
        let algorithm = public_key.spki().algorithm();
        let curve = algorithm.parameters().and_then(|parameters| parameters.oid("namedCurve").ok());
        algorithm.oid() == oids::EC_PUBLIC_KEY
            && curve.is_some_and(|curve| curve == S::CURVE)
            && public_key.sec1(S::uncompressed) == Some(&self.public_point)
    }

    fn export_pkcs8_der(&self) -> Der {
        let version = asn1::integer(&[1]);
        let private_key = asn1::octet_string(&self.scalar.to_be_octets());
        let public_key = asn1::explicit(1, &[&asn1::bit_string(&self.public_point)]);
        pkcs8::encode(&Self::algorithm(), &asn1::sequence(&[&version, &private_key, &public_key]))
    }
}
