//! RSA (RFC 8017): the encoding of messages is done here, the arithmetic is the `rsa` crate's.

use esig_core::algorithm::oids;
use esig_core::encode::element;
use esig_core::error::{ParseErrorKind, UnsupportedAlgorithm};
use esig_core::provider::KeyKind;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{AlgorithmIdentifier, DigestAlgorithm, DigestValue, Message, Provider, SignatureScheme};
use hmac::{Hmac, KeyInit, Mac};
use rand_core::TryCryptoRng;
use rsa::BoxedUint;
use rsa::hazmat::rsa_decrypt_and_check;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use sha2::Sha512;
use zeroize::Zeroizing;

use super::certified_key::CertifiedKey;
use super::private_key::{Nonces, PrivateKey, digest_of, is_for_new_signatures};
use crate::asn1::{self, Der};
use crate::error::TokenError;
use crate::limits::{MAX_PSS_SALT_OCTETS, MAX_RSA_BITS};
use crate::pkcs8::{self, PrivateKeyInfo};
use crate::random::SystemRng;

use DigestAlgorithm::{Sha256, Sha384, Sha512 as Sha2_512};
use SignatureScheme::{RsaPkcs1, RsaPss};

struct RsaKey {
    key: rsa::PrivateKey,
    /// RSAPublicKey
    public_key: Vec<u8>,
    usage: Usage,
    /// Those that the usage allows and the modulus is long enough for.
    schemes: Vec<SignatureScheme>,
}

/// What the algorithm identifier beside the key allows (RFC 4055 §1.2).
enum Usage {
    /// rsaEncryption: every scheme.
    Any,
    /// id-RSASSA-PSS: with these parameters alone if there are any.
    Pss { identifier: Vec<u8>, schemes: Vec<SignatureScheme> },
}

pub(super) fn generate(
    bits: usize,
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Box<dyn PrivateKey>, TokenError> {
    let key = rsa::PrivateKey::new(rng, bits).map_err(|_| TokenError::NoRandomness)?;
    Ok(Box::new(RsaKey::new(key, Usage::Any)))
}

pub(super) fn from_private_key_info(info: &PrivateKeyInfo<'_>) -> Result<Box<dyn PrivateKey>, TokenError> {
    let usage = Usage::of(&info.algorithm)?;
    Ok(Box::new(RsaKey::new(parse(info.private_key)?, usage)))
}

/// Reads PKCS#1 in DER, `RSA PRIVATE KEY` in PEM.
pub(crate) fn from_pkcs1_der(der: &[u8]) -> Result<Box<dyn PrivateKey>, TokenError> {
    Ok(Box::new(RsaKey::new(parse(der)?, Usage::Any)))
}

/// RFC 8017 A.1.2, keys of two primes.
///
/// ```text
/// RSAPrivateKey ::= SEQUENCE {
///     version         INTEGER { two-prime(0), multi(1) },
///     modulus         INTEGER, publicExponent INTEGER, privateExponent INTEGER,
///     prime1          INTEGER, prime2 INTEGER,
///     exponent1       INTEGER, exponent2 INTEGER, coefficient INTEGER,
///     otherPrimeInfos OtherPrimeInfos OPTIONAL }
/// ```
///
/// The last three numbers are computed anew.
fn parse(der: &[u8]) -> Result<rsa::PrivateKey, TokenError> {
    const PRODUCTION: &str = "RSAPrivateKey";
    let mut reader = Element::from_der(der, PRODUCTION)?.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let version = reader.any("RSAPrivateKey.version")?;
    match version.small_integer("RSAPrivateKey.version")? {
        0 => {}
        found => return Err(version.error(ParseErrorKind::UnknownVersion { found }, PRODUCTION).into()),
    }
    let modulus = number(&mut reader, "RSAPrivateKey.modulus")?;
    let public_exponent = number(&mut reader, "RSAPrivateKey.publicExponent")?;
    let private_exponent = number(&mut reader, "RSAPrivateKey.privateExponent")?;
    let prime1 = number(&mut reader, "RSAPrivateKey.prime1")?;
    let prime2 = number(&mut reader, "RSAPrivateKey.prime2")?;
    number(&mut reader, "RSAPrivateKey.exponent1")?;
    number(&mut reader, "RSAPrivateKey.exponent2")?;
    number(&mut reader, "RSAPrivateKey.coefficient")?;
    reader.finish(PRODUCTION)?;
    let key = rsa::PrivateKey::from_components(
        BoxedUint::from_be_slice_vartime(modulus),
        BoxedUint::from_be_slice_vartime(public_exponent),
        BoxedUint::from_be_slice_vartime(private_exponent),
        vec![BoxedUint::from_be_slice_vartime(prime1), BoxedUint::from_be_slice_vartime(prime2)],
    );
    key.map_err(|_| TokenError::InvalidPrivateKey { field: PRODUCTION })
}

/// A positive number within the limit, without zeros in front.
fn number<'a>(reader: &mut Reader<'a>, production: &'static str) -> Result<&'a [u8], TokenError> {
    let element = reader.any(production)?;
    let digits = asn1::unpadded(element.integer(production)?);
    if digits.is_empty() || element.contents()[0] >= 0x80 {
        return Err(TokenError::InvalidPrivateKey { field: production });
    }
    if digits.len() > MAX_RSA_BITS / 8 {
        return Err(TokenError::limit("MAX_RSA_BITS", MAX_RSA_BITS, production, element.offset()));
    }
    Ok(digits)
}

impl Usage {
    fn of(algorithm: &AlgorithmIdentifier<'_>) -> Result<Self, TokenError> {
        if algorithm.oid() != oids::RSASSA_PSS {
            return Ok(Self::Any);
        }
        let schemes = match algorithm.meaningful_parameters() {
            None => PSS_SCHEMES.to_vec(),
            Some(_) => match SignatureScheme::from_identifier(algorithm, None)? {
                scheme @ RsaPss { digest, .. } if is_for_new_signatures(digest) => vec![scheme],
                scheme => {
                    let field = "privateKeyAlgorithm.parameters";
                    return Err(UnsupportedAlgorithm::new(scheme, field).into());
                }
            },
        };
        Ok(Self::Pss { identifier: algorithm.as_bytes().to_vec(), schemes })
    }

    fn schemes(&self) -> &[SignatureScheme] {
        match self {
            Self::Any => &ALL_SCHEMES,
            Self::Pss { schemes, .. } => schemes,
        }
    }

    fn allows(&self, scheme: SignatureScheme) -> bool {
        match self {
            Self::Any => true,
            Self::Pss { schemes, .. } => schemes.contains(&scheme),
        }
    }

    fn identifier(&self) -> Vec<u8> {
        match self {
            Self::Any => asn1::algorithm_identifier(oids::RSA_ENCRYPTION, &asn1::NULL).to_vec(),
            Self::Pss { identifier, .. } => identifier.clone(),
        }
    }
}

/// PSS is the better proof, PKCS#1 v1.5 is what everybody reads; it comes first.
const ALL_SCHEMES: [SignatureScheme; 6] =
    [RsaPkcs1(Sha256), RsaPkcs1(Sha384), RsaPkcs1(Sha2_512), PSS_SCHEMES[0], PSS_SCHEMES[1], PSS_SCHEMES[2]];

/// One digest throughout and a salt of its length, as RFC 8017 §9.1 and RFC 4055 §3.1 recommend.
const PSS_SCHEMES: [SignatureScheme; 3] = [
    RsaPss { digest: Sha256, mgf_digest: Sha256, salt_octets: 32 },
    RsaPss { digest: Sha384, mgf_digest: Sha384, salt_octets: 48 },
    RsaPss { digest: Sha2_512, mgf_digest: Sha2_512, salt_octets: 64 },
];

impl PrivateKey for RsaKey {
    fn kind(&self) -> KeyKind {
        KeyKind { name: "rsa", bits: self.modulus_bits() as u32 }
    }

    fn spki(&self) -> Vec<u8> {
        asn1::sequence(&[&self.usage.identifier(), &asn1::bit_string(&self.public_key)]).to_vec()
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &self.schemes
    }

    fn accepts(&self, scheme: SignatureScheme) -> bool {
        let is_sound = match scheme {
            RsaPkcs1(digest) => is_for_new_signatures(digest),
            RsaPss { digest, salt_octets, .. } => {
                is_for_new_signatures(digest) && salt_octets <= MAX_PSS_SALT_OCTETS
            }
            _ => false,
        };
        is_sound && self.usage.allows(scheme)
    }

    fn sign(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        nonces: Nonces,
    ) -> Result<Vec<u8>, TokenError> {
        let digest = digest_of(message, scheme)?;
        let encoded = match scheme {
            RsaPss { mgf_digest, salt_octets, .. } => {
                let salt = self.salt(&digest, salt_octets as usize, nonces)?;
                emsa_pss(self.modulus_bits() - 1, &digest, mgf_digest, &salt)
            }
            _ => emsa_pkcs1_v1_5(self.key.size(), &digest),
        };
        self.rsasp1(&encoded.ok_or(TokenError::UnsupportedScheme { scheme, key: self.kind() })?)
    }

    fn adopt(&mut self, public_key: &CertifiedKey<'_>) -> bool {
        let algorithm = public_key.spki().algorithm();
        let is_rsa = algorithm.oid() == oids::RSA_ENCRYPTION || algorithm.oid() == oids::RSASSA_PSS;
        if !is_rsa || public_key.octets() != Some(&self.public_key) {
            return false;
        }
        match (&self.usage, Usage::of(&algorithm)) {
            (Usage::Any, Ok(usage)) => self.set_usage(usage),
            (Usage::Pss { .. }, Ok(_)) => {}
            (_, Err(_)) => return false,
        }
        true
    }

    fn export_pkcs8_der(&self) -> Der {
        pkcs8::encode(&self.usage.identifier(), &self.rsa_private_key())
    }

    fn is_rsa(&self) -> bool {
        true
    }
}

impl RsaKey {
    fn new(key: rsa::PrivateKey, usage: Usage) -> Self {
        let public_key = rsa_public_key(&key);
        let mut key = Self { key, public_key, usage: Usage::Any, schemes: Vec::new() };
        key.set_usage(usage);
        key
    }

    fn set_usage(&mut self, usage: Usage) {
        let octets = (self.modulus_bits() - 1).div_ceil(8);
        let fits = |scheme: &SignatureScheme| match scheme {
            RsaPss { digest, salt_octets, .. } => {
                digest.output_octets() + *salt_octets as usize + 2 <= octets
            }
            _ => true,
        };
        self.schemes = usage.schemes().iter().copied().filter(fits).collect();
        self.usage = usage;
    }

    fn modulus_bits(&self) -> usize {
        self.key.n().bit_width_vartime() as usize
    }

    fn rsa_private_key(&self) -> Der {
        let number = |number: &BoxedUint| asn1::integer(&Zeroizing::new(number.to_be_bytes()));
        let primes = self.key.primes();
        let (p, q) = (number(&primes[0]), number(&primes[1]));
        let crt = [self.key.dp().cloned(), self.key.dq().cloned(), self.key.crt_coefficient()];
        let crt = crt.map(|part| part.map(Zeroizing::new).map(|part| number(&part)).unwrap_or_default());
        let (n, e, d) = (number(self.key.n().as_ref()), number(self.key.e()), number(self.key.d()));
        asn1::sequence(&[&asn1::integer(&[0]), &n, &e, &d, &p, &q, &crt[0], &crt[1], &crt[2]])
    }

    /// Fresh, or derived from the private exponent and the digest.
    fn salt(&self, digest: &DigestValue, octets: usize, nonces: Nonces) -> Result<Vec<u8>, TokenError> {
        let mut salt = vec![0; octets];
        match nonces {
            Nonces::Hedged => Provider::rustcrypto().random.fill(&mut salt)?,
            Nonces::Deterministic => {
                let secret = Zeroizing::new(self.key.d().to_be_bytes());
                for (block, counter) in salt.chunks_mut(64).zip(0_u32..) {
                    let mac =
                        Hmac::<Sha512>::new_from_slice(&secret).map_err(|_| TokenError::SigningFailed)?;
                    let mac = mac.chain_update(counter.to_be_bytes()).chain_update(digest.as_octets());
                    block.copy_from_slice(&mac.finalize().into_bytes()[..block.len()]);
                }
            }
        }
        Ok(salt)
    }

    /// RSASP1 (§5.2.1), blinded, and checked with the public key against faults.
    fn rsasp1(&self, encoded: &[u8]) -> Result<Vec<u8>, TokenError> {
        let failed = |_| TokenError::SigningFailed;
        let message = BoxedUint::from_be_slice(encoded, self.key.n().bits_precision());
        let message = message.map_err(|_| TokenError::SigningFailed)?;
        let signature = rsa_decrypt_and_check(&self.key, Some(&mut SystemRng), &message).map_err(failed)?;
        let octets = signature.to_be_bytes();
        Ok(octets[octets.len() - self.key.size()..].to_vec())
    }
}

/// RSAPublicKey (RFC 8017 A.1.1).
fn rsa_public_key(key: &rsa::PrivateKey) -> Vec<u8> {
    let number = |number: &BoxedUint| asn1::integer(&number.to_be_bytes());
    asn1::sequence(&[&number(key.n().as_ref()), &number(key.e())]).to_vec()
}

/// EMSA-PKCS1-v1_5 (§9.2); `None` if the modulus is too short for the digest.
fn emsa_pkcs1_v1_5(octets: usize, digest: &DigestValue) -> Option<Vec<u8>> {
    let identifier = asn1::algorithm_identifier(digest.algorithm().oid(), &asn1::NULL);
    let digest_info =
        element(Tag::SEQUENCE, &[&identifier, &element(Tag::OCTET_STRING, &[digest.as_octets()])]);
    let padding = octets.checked_sub(digest_info.len() + 3).filter(|padding| *padding >= 8)?;
    Some([&[0, 1][..], &vec![0xff; padding], &[0], &digest_info].concat())
}

/// EMSA-PSS-ENCODE (§9.1.1); `bits` is one less than the modulus has. `None` if it is too short.
fn emsa_pss(bits: usize, digest: &DigestValue, mgf_digest: DigestAlgorithm, salt: &[u8]) -> Option<Vec<u8>> {
    let octets = bits.div_ceil(8);
    let hash = hash(digest.algorithm(), &[&[0; 8], digest.as_octets(), salt])?;
    let block_octets = octets.checked_sub(hash.as_octets().len() + 1)?;
    let padding = block_octets.checked_sub(salt.len() + 1)?;
    let block = [&vec![0; padding][..], &[1], salt].concat();
    let mask = mgf1(mgf_digest, hash.as_octets(), block_octets)?;
    let mut encoded: Vec<u8> = block.iter().zip(mask).map(|(octet, mask)| octet ^ mask).collect();
    encoded[0] &= 0xff >> (8 * octets - bits);
    encoded.extend_from_slice(hash.as_octets());
    encoded.push(0xbc);
    Some(encoded)
}

/// MGF1 (§B.2.1).
fn mgf1(algorithm: DigestAlgorithm, seed: &[u8], octets: usize) -> Option<Vec<u8>> {
    let mut mask = Vec::with_capacity(octets + DigestValue::MAX_OCTETS);
    for counter in 0_u32.. {
        if mask.len() >= octets {
            break;
        }
        mask.extend_from_slice(hash(algorithm, &[seed, &counter.to_be_bytes()])?.as_octets());
    }
    mask.truncate(octets);
    Some(mask)
}

fn hash(algorithm: DigestAlgorithm, parts: &[&[u8]]) -> Option<DigestValue> {
    Provider::rustcrypto().digest(algorithm, &parts.concat()).ok()
}
