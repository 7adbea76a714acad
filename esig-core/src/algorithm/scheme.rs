//! Signature schemes: everything a signature value depends on but key and message.

use alloc::vec::Vec;
use core::fmt;

use der::asn1::ObjectIdentifier;

use super::{AlgorithmIdentifier, DigestAlgorithm, oids};
use crate::encode::element;
use crate::error::{ParseError, ParseErrorKind, UnsupportedAlgorithm};
use crate::oid::Oid;
use crate::raw::{Element, Tag};

/// A signature scheme with all its parameters; the curve or the modulus is the key's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureScheme {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS (RFC 8017 §8.1).
    RsaPss {
        /// Digest of the message.
        digest: DigestAlgorithm,
        /// Digest within MGF1, which may differ.
        mgf_digest: DigestAlgorithm,
        /// Octets of the salt.
        salt_octets: u32,
    },
    /// ECDSA, value as DER SEQUENCE of r and s (FIPS 186-5, RFC 5753 §2.1).
    Ecdsa(DigestAlgorithm),
    /// DSA, value as DER SEQUENCE of r and s (FIPS 186-4, RFC 3279 §2.2.2).
    Dsa(DigestAlgorithm),
    /// Ed25519, pure (RFC 8032 §5.1): the message cannot be digested beforehand.
    Ed25519,
    /// GOST R 34.10-2001 with GOST R 34.11-94 (RFC 4490 §3.2), value s ‖ r.
    Gost3410_2001,
    /// GOST R 34.10-2012 with a key of 256 bits and Streebog-256, value s ‖ r of 64 octets (RFC 9215 §2).
    Gost3410_2012_256,
    /// GOST R 34.10-2012 with a key of 512 bits and Streebog-512, value s ‖ r of 128 octets (RFC 9215 §2).
    Gost3410_2012_512,
}

use DigestAlgorithm::{
    Md5, Sha1, Sha3_224, Sha3_256, Sha3_384, Sha3_512, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256,
};
use SignatureScheme::{Dsa, Ecdsa, Gost3410_2001, Gost3410_2012_256, Gost3410_2012_512, RsaPkcs1};

/// Identifiers that name scheme and digest at once. Where a scheme stands twice the first is written.
const COMBINED: [(ObjectIdentifier, SignatureScheme); 30] = [
    (oids::MD5_WITH_RSA, RsaPkcs1(Md5)),
    (oids::SHA1_WITH_RSA, RsaPkcs1(Sha1)),
    (oids::SHA1_WITH_RSA_OIW, RsaPkcs1(Sha1)),
    (oids::SHA224_WITH_RSA, RsaPkcs1(Sha224)),
    (oids::SHA256_WITH_RSA, RsaPkcs1(Sha256)),
    (oids::SHA384_WITH_RSA, RsaPkcs1(Sha384)),
    (oids::SHA512_WITH_RSA, RsaPkcs1(Sha512)),
    (oids::SHA512_224_WITH_RSA, RsaPkcs1(Sha512_224)),
    (oids::SHA512_256_WITH_RSA, RsaPkcs1(Sha512_256)),
    (oids::SHA3_224_WITH_RSA, RsaPkcs1(Sha3_224)),
    (oids::SHA3_256_WITH_RSA, RsaPkcs1(Sha3_256)),
    (oids::SHA3_384_WITH_RSA, RsaPkcs1(Sha3_384)),
    (oids::SHA3_512_WITH_RSA, RsaPkcs1(Sha3_512)),
    (oids::ECDSA_WITH_SHA1, Ecdsa(Sha1)),
    (oids::ECDSA_WITH_SHA224, Ecdsa(Sha224)),
    (oids::ECDSA_WITH_SHA256, Ecdsa(Sha256)),
    (oids::ECDSA_WITH_SHA384, Ecdsa(Sha384)),
    (oids::ECDSA_WITH_SHA512, Ecdsa(Sha512)),
    (oids::ECDSA_WITH_SHA3_224, Ecdsa(Sha3_224)),
    (oids::ECDSA_WITH_SHA3_256, Ecdsa(Sha3_256)),
    (oids::ECDSA_WITH_SHA3_384, Ecdsa(Sha3_384)),
    (oids::ECDSA_WITH_SHA3_512, Ecdsa(Sha3_512)),
    (oids::DSA_WITH_SHA1, Dsa(Sha1)),
    (oids::DSA_WITH_SHA224, Dsa(Sha224)),
    (oids::DSA_WITH_SHA256, Dsa(Sha256)),
    (oids::DSA_WITH_SHA384, Dsa(Sha384)),
    (oids::DSA_WITH_SHA512, Dsa(Sha512)),
    (oids::GOST3411_94_WITH_GOST3410_2001, Gost3410_2001),
    (oids::GOST3410_2012_256_WITH_STREEBOG256, Gost3410_2012_256),
    (oids::GOST3410_2012_512_WITH_STREEBOG512, Gost3410_2012_512),
];

impl SignatureScheme {
    /// What a signatureAlgorithm means.
    ///
    /// In CMS it may be a bare key identifier (`rsaEncryption`, `id-tc26-gost3410-12-256`); `digest`, from
    /// digestAlgorithm, completes it. Where the identifier names a digest, that one is taken, and whether
    /// the two agree is for the caller to decide. In certificates `digest` is `None`.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] names the object identifier and the field.
    pub fn from_identifier(
        identifier: &AlgorithmIdentifier<'_>,
        digest: Option<DigestAlgorithm>,
    ) -> Result<Self, UnsupportedAlgorithm> {
        let oid = identifier.oid();
        if oid == oids::RSASSA_PSS {
            return pss_parameters(identifier);
        }
        let combined = COMBINED.into_iter().find(|row| oid == row.0).map(|row| row.1);
        let scheme = combined.or_else(|| bare_key(oid, digest));
        let scheme = scheme.ok_or_else(|| UnsupportedAlgorithm::new(oid, "signatureAlgorithm"))?;
        if identifier.meaningful_parameters().is_some() && !scheme.ignores_parameters(oid) {
            return Err(UnsupportedAlgorithm::new(oid, "signatureAlgorithm.parameters"));
        }
        Ok(scheme)
    }

    /// The AlgorithmIdentifier to write in certificates and CRLs, and in CMS where no other form is customary.
    pub fn to_identifier(self) -> Vec<u8> {
        let combined = COMBINED.into_iter().find(|row| row.1 == self).map(|row| row.0);
        match (self, combined) {
            (Self::RsaPkcs1(_), Some(oid)) => encode_identifier(oid, &NULL),
            (_, Some(oid)) => encode_identifier(oid, &[]),
            (Self::RsaPss { digest, mgf_digest, salt_octets }, _) => {
                encode_identifier(oids::RSASSA_PSS, &encode_pss(digest, mgf_digest, salt_octets))
            }
            (Self::RsaPkcs1(_), None) => encode_identifier(oids::RSA_ENCRYPTION, &NULL),
            (Self::Ecdsa(_), None) => encode_identifier(oids::EC_PUBLIC_KEY, &[]),
            (Self::Dsa(_), None) => encode_identifier(oids::DSA, &[]),
            (_, None) => encode_identifier(oids::ED25519, &[]),
        }
    }

    /// The AlgorithmIdentifier that GOST tools expect in SignerInfo: the bare key identifier
    /// (RFC 4490 §3.2, as CryptoPro, Госключ and the GOST engine write it); for others as in certificates.
    pub fn to_signer_info_identifier(self) -> Vec<u8> {
        match self {
            Self::Gost3410_2001 => encode_identifier(oids::GOST3410_2001, &[]),
            Self::Gost3410_2012_256 => encode_identifier(oids::GOST3410_2012_256, &[]),
            Self::Gost3410_2012_512 => encode_identifier(oids::GOST3410_2012_512, &[]),
            _ => self.to_identifier(),
        }
    }

    /// Whether parameters that the standards do not provide for say nothing new: CMS by GOST tools, and by some for
    /// ECDSA, repeats those of the key.
    fn ignores_parameters(self, oid: Oid<'_>) -> bool {
        match self {
            Self::Gost3410_2001 | Self::Gost3410_2012_256 | Self::Gost3410_2012_512 => true,
            Self::Ecdsa(_) => oid == oids::EC_PUBLIC_KEY,
            _ => false,
        }
    }

    /// The digest of the message that is signed; `None` for Ed25519, which takes the message itself.
    pub fn digest_algorithm(self) -> Option<DigestAlgorithm> {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss { digest, .. } => Some(digest),
            Self::Ecdsa(digest) | Self::Dsa(digest) => Some(digest),
            Self::Ed25519 => None,
            Self::Gost3410_2001 => Some(DigestAlgorithm::Gost3411_94),
            Self::Gost3410_2012_256 => Some(DigestAlgorithm::Streebog256),
            Self::Gost3410_2012_512 => Some(DigestAlgorithm::Streebog512),
        }
    }

    /// The digest for the content of a CMS signature made with this scheme (RFC 8419 §2.3 for Ed25519).
    pub fn content_digest_algorithm(self) -> DigestAlgorithm {
        self.digest_algorithm().unwrap_or(DigestAlgorithm::Sha512)
    }

    /// Whether a digest made beforehand can stand for the message.
    pub fn accepts_digest(self) -> bool {
        self.digest_algorithm().is_some()
    }
}

impl fmt::Display for SignatureScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RsaPkcs1(digest) => write!(f, "rsa-pkcs1 with {digest}"),
            Self::RsaPss { digest, mgf_digest, salt_octets } => {
                write!(f, "rsa-pss with {digest}, MGF1 with {mgf_digest}, salt of {salt_octets} octets")
            }
            Self::Ecdsa(digest) => write!(f, "ecdsa with {digest}"),
            Self::Dsa(digest) => write!(f, "dsa with {digest}"),
            Self::Ed25519 => f.write_str("ed25519"),
            Self::Gost3410_2001 => f.write_str("gost3410-2001 with gost3411-94"),
            Self::Gost3410_2012_256 => f.write_str("gost3410-2012-256 with streebog256"),
            Self::Gost3410_2012_512 => f.write_str("gost3410-2012-512 with streebog512"),
        }
    }
}

/// Whether the identifier names RSASSA-PKCS1-v1_5 with a digest.
pub(super) fn is_rsa_pkcs1(oid: Oid<'_>) -> bool {
    COMBINED.into_iter().any(|row| oid == row.0 && matches!(row.1, RsaPkcs1(_)))
}

/// The digest that an identifier of [`COMBINED`] names.
pub(super) fn digest_of(oid: Oid<'_>) -> Option<DigestAlgorithm> {
    COMBINED.into_iter().find(|row| oid == row.0).and_then(|row| row.1.digest_algorithm())
}

/// A key identifier in the place of a signature identifier, as CMS allows.
fn bare_key(oid: Oid<'_>, digest: Option<DigestAlgorithm>) -> Option<SignatureScheme> {
    if oid == oids::ED25519 {
        return Some(SignatureScheme::Ed25519);
    }
    if oid == oids::RSA_ENCRYPTION {
        return digest.map(RsaPkcs1);
    }
    if oid == oids::EC_PUBLIC_KEY {
        return digest.map(Ecdsa);
    }
    if oid == oids::DSA {
        return digest.map(Dsa);
    }
    if oid == oids::GOST3410_2012_256 {
        return Some(Gost3410_2012_256);
    }
    if oid == oids::GOST3410_2012_512 {
        return Some(Gost3410_2012_512);
    }
    (oid == oids::GOST3410_2001 || oid == oids::GOST3410_2001_DH).then_some(Gost3410_2001)
}

/// RFC 8017 A.2.3; every field has a default.
///
/// ```text
/// RSASSA-PSS-params ::= SEQUENCE {
///     hashAlgorithm    [0] HashAlgorithm    DEFAULT sha1,
///     maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
///     saltLength       [2] INTEGER          DEFAULT 20,
///     trailerField     [3] INTEGER          DEFAULT 1 }
/// ```
fn pss_parameters(identifier: &AlgorithmIdentifier<'_>) -> Result<SignatureScheme, UnsupportedAlgorithm> {
    let unsupported = |field| UnsupportedAlgorithm::new(identifier.oid(), field);
    let parameters =
        identifier.meaningful_parameters().ok_or_else(|| unsupported("signatureAlgorithm.parameters"))?;
    let fields = PssFields::parse(parameters).map_err(|_| unsupported("signatureAlgorithm.parameters"))?;
    let digest = match &fields.hash {
        Some(hash) => DigestAlgorithm::from_identifier(hash, "signatureAlgorithm.parameters.hashAlgorithm")?,
        None => Sha1,
    };
    let mgf_digest = match &fields.mask {
        Some(mask) => mask_digest(mask)?,
        None => Sha1,
    };
    match fields.trailer {
        1 => Ok(SignatureScheme::RsaPss { digest, mgf_digest, salt_octets: fields.salt_octets }),
        _ => Err(unsupported("signatureAlgorithm.parameters.trailerField")),
    }
}

/// Whether an identifier of RSASSA-PSS has parameters that are well-formed, or none; others pass.
///
/// RFC 4055 §3.1: the mask generation function "MUST" be MGF1. What digests there are is not asked.
pub(crate) fn check_pss(identifier: &AlgorithmIdentifier<'_>) -> Result<(), ParseError> {
    let Some(parameters) = identifier.meaningful_parameters() else { return Ok(()) };
    if identifier.oid() != oids::RSASSA_PSS {
        return Ok(());
    }
    let fields = PssFields::parse(parameters)?;
    match fields.mask {
        Some(mask) if mask.oid() != oids::MGF1 => {
            Err(parameters.error(ParseErrorKind::InvalidValue, "RSASSA-PSS-params.maskGenAlgorithm"))
        }
        _ => Ok(()),
    }
}

struct PssFields<'a> {
    hash: Option<AlgorithmIdentifier<'a>>,
    mask: Option<AlgorithmIdentifier<'a>>,
    salt_octets: u32,
    trailer: u32,
}

impl<'a> PssFields<'a> {
    fn parse(parameters: Element<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "RSASSA-PSS-params";
        let mut reader = parameters.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let mut field = |number| -> Result<Option<Element<'a>>, ParseError> {
            let Some(wrapper) = reader.optional(Tag::context(number), PRODUCTION)? else { return Ok(None) };
            let mut inner = wrapper.reader();
            let element = inner.any(PRODUCTION)?;
            inner.finish(PRODUCTION).map(|()| Some(element))
        };
        let identifier = |element| AlgorithmIdentifier::parse(element, PRODUCTION);
        let hash = field(0)?.map(identifier).transpose()?;
        let mask = field(1)?.map(identifier).transpose()?;
        let salt_octets = field(2)?.map_or(Ok(20), |element| element.small_integer(PRODUCTION))?;
        let trailer = field(3)?.map_or(Ok(1), |element| element.small_integer(PRODUCTION))?;
        reader.finish(PRODUCTION)?;
        Ok(Self { hash, mask, salt_octets, trailer })
    }
}

fn mask_digest(mask: &AlgorithmIdentifier<'_>) -> Result<DigestAlgorithm, UnsupportedAlgorithm> {
    const FIELD: &str = "signatureAlgorithm.parameters.maskGenAlgorithm";
    let unsupported = || UnsupportedAlgorithm::new(mask.oid(), FIELD);
    let parameters = mask.parameters().filter(|_| mask.oid() == oids::MGF1).ok_or_else(unsupported)?;
    let inner = AlgorithmIdentifier::parse(parameters, FIELD).map_err(|_| unsupported())?;
    DigestAlgorithm::from_identifier(&inner, FIELD)
}

const NULL: [u8; 2] = [5, 0];

/// A SEQUENCE of the object identifier and parameters that are encoded already.
pub(super) fn encode_identifier(oid: ObjectIdentifier, parameters: &[u8]) -> Vec<u8> {
    element(Tag::SEQUENCE, &[&element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()]), parameters])
}

fn encode_pss(digest: DigestAlgorithm, mgf_digest: DigestAlgorithm, salt_octets: u32) -> Vec<u8> {
    // NULL stands in the inner identifiers as in RFC 4055 §2.1, which all implementations read.
    let mgf_hash = encode_identifier(mgf_digest.oid(), &NULL);
    let mask = encode_identifier(oids::MGF1, &mgf_hash);
    let salt = salt_octets.to_be_bytes();
    let leading = salt.iter().take(3).take_while(|octet| **octet == 0).count();
    let pad: &[u8] = if salt[leading] >= 0x80 { &[0] } else { &[] };
    let salt_length = element(Tag::INTEGER, &[pad, &salt[leading..]]);
    element(
        Tag::SEQUENCE,
        &[
            &element(Tag::context(0), &[&encode_identifier(digest.oid(), &NULL)]),
            &element(Tag::context(1), &[&mask]),
            &element(Tag::context(2), &[&salt_length]),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schemes() -> impl Iterator<Item = SignatureScheme> {
        let pss = DigestAlgorithm::all().map(|digest| SignatureScheme::RsaPss {
            digest,
            mgf_digest: Sha1,
            salt_octets: 200,
        });
        COMBINED.into_iter().map(|row| row.1).chain([SignatureScheme::Ed25519]).chain(pss)
    }

    #[test]
    fn written_identifiers_are_read_back() {
        for scheme in schemes() {
            for der in [scheme.to_identifier(), scheme.to_signer_info_identifier()] {
                let der = Element::from_der(&der, "test").expect("DER");
                let identifier = AlgorithmIdentifier::parse(der, "test").expect("identifier");
                assert_eq!(SignatureScheme::from_identifier(&identifier, None), Ok(scheme));
            }
        }
    }

    #[test]
    fn bare_keys_take_the_digest_from_beside_them() {
        let der = encode_identifier(oids::RSA_ENCRYPTION, &NULL);
        let der = Element::from_der(&der, "test").expect("DER");
        let identifier = AlgorithmIdentifier::parse(der, "test").expect("identifier");
        assert!(SignatureScheme::from_identifier(&identifier, None).is_err());
        assert_eq!(SignatureScheme::from_identifier(&identifier, Some(Sha384)), Ok(RsaPkcs1(Sha384)));
    }

    #[test]
    fn pss_parameters_are_never_guessed() {
        let der = encode_identifier(oids::RSASSA_PSS, &[]);
        let der = Element::from_der(&der, "test").expect("DER");
        let identifier = AlgorithmIdentifier::parse(der, "test").expect("identifier");
        let error = SignatureScheme::from_identifier(&identifier, None).expect_err("no parameters");
        assert_eq!(error.field, "signatureAlgorithm.parameters");
    }
}
