//! RSA signatures (RFC 8017 §8): the padding is checked here, the arithmetic is the `rsa` crate's.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use rsa::BoxedUint;
use rsa::hazmat::rsa_encrypt;
use rsa::traits::PublicKeyParts;

use super::{digest_of, digests};
use crate::algorithm::{AlgorithmIdentifier, DigestAlgorithm, DigestValue, SignatureScheme, oids};
use crate::encode::element;
use crate::error::{InvalidSignature, ParseError, ParseErrorKind, UnsupportedKey};
use crate::provider::{DigestEncoding, KeyKind, KeyLoader, Message, PublicKey};
use crate::raw::{Element, Tag};
use crate::spki::Spki;

/// Bits of the shortest modulus that old signatures are verified with; whether it is strong enough is for policy.
const MIN_MODULUS_BITS: usize = 512;

/// Bits of the longest modulus: verification takes some 20 ms with it, and the time grows with the square.
const MAX_MODULUS_BITS: usize = 16_384;

#[derive(Debug)]
pub(super) struct Rsa;

impl KeyLoader for Rsa {
    fn load(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        let oid = key.algorithm().oid();
        if oid != oids::RSA_ENCRYPTION && oid != oids::RSASSA_PSS {
            return Err(UnsupportedKey::algorithm(oid));
        }
        let purpose = Purpose::of(&key.algorithm())?;
        let invalid = UnsupportedKey::Invalid { field: "subjectPublicKey" };
        let octets = key.subject_public_key().whole_octets().ok_or_else(|| invalid.clone())?;
        let (modulus, exponent) = numbers(octets).map_err(|_| invalid.clone())?;
        let number = |octets: &[u8]| BoxedUint::from_be_slice_vartime(octets);
        let limits = MIN_MODULUS_BITS..=MAX_MODULUS_BITS;
        let key = rsa::PublicKey::new_with_size_limits(number(modulus), number(exponent), limits);
        Ok(Arc::new(Key { key: key.map_err(|_| invalid)?, purpose }))
    }
}

/// Modulus and exponent, neither negative.
///
/// ```text
/// RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
/// ```
fn numbers(der: &[u8]) -> Result<(&[u8], &[u8]), ParseError> {
    let mut reader = Element::from_der(der, "RSAPublicKey")?.expect(Tag::SEQUENCE, "RSAPublicKey")?.reader();
    let modulus = positive(reader.any("RSAPublicKey.modulus")?, "RSAPublicKey.modulus")?;
    let exponent = positive(reader.any("RSAPublicKey.publicExponent")?, "RSAPublicKey.publicExponent")?;
    reader.finish("RSAPublicKey")?;
    Ok((modulus, exponent))
}

fn positive<'a>(element: Element<'a>, production: &'static str) -> Result<&'a [u8], ParseError> {
    let octets = element.integer(production)?;
    if octets[0] < 0x80 { Ok(octets) } else { Err(element.error(ParseErrorKind::InvalidValue, production)) }
}

#[derive(Debug)]
struct Key {
    key: rsa::PublicKey,
    purpose: Purpose,
}

/// What a key may be used for (RFC 4055 §1.2 and §3.3).
#[derive(Debug)]
enum Purpose {
    /// rsaEncryption: both paddings.
    Any,
    /// id-RSASSA-PSS without parameters.
    Pss,
    /// id-RSASSA-PSS with these: the same digests, a salt of that length at least.
    PssWith { digest: DigestAlgorithm, mgf_digest: DigestAlgorithm, min_salt_octets: u32 },
}

impl Purpose {
    fn of(algorithm: &AlgorithmIdentifier<'_>) -> Result<Self, UnsupportedKey> {
        let has_parameters = algorithm.meaningful_parameters().is_some();
        match SignatureScheme::from_identifier(algorithm, None) {
            _ if !has_parameters && algorithm.oid() == oids::RSASSA_PSS => Ok(Self::Pss),
            _ if !has_parameters => Ok(Self::Any),
            Ok(SignatureScheme::RsaPss { digest, mgf_digest, salt_octets }) => {
                Ok(Self::PssWith { digest, mgf_digest, min_salt_octets: salt_octets })
            }
            _ => Err(UnsupportedKey::Invalid { field: "algorithm.parameters" }),
        }
    }

    fn allows(&self, scheme: SignatureScheme) -> bool {
        match (self, scheme) {
            (Self::Any, _) | (Self::Pss, SignatureScheme::RsaPss { .. }) => true,
            (
                Self::PssWith { digest, mgf_digest, min_salt_octets },
                SignatureScheme::RsaPss { digest: own, mgf_digest: own_mgf, salt_octets },
            ) => *digest == own && *mgf_digest == own_mgf && *min_salt_octets <= salt_octets,
            _ => false,
        }
    }
}

impl PublicKey for Key {
    fn kind(&self) -> KeyKind {
        KeyKind { name: "rsa", bits: self.key.n().bit_width_vartime() }
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
        if !self.purpose.allows(scheme) {
            return Err(InvalidSignature);
        }
        let encoding = match scheme {
            SignatureScheme::RsaPkcs1(algorithm) => {
                let digest = digest_of(message, algorithm)?;
                emsa_pkcs1_v1_5_encoding(&self.recover(signature)?, &digest)
            }
            SignatureScheme::RsaPss { digest, mgf_digest, salt_octets } => {
                let digest = digest_of(message, digest)?;
                let bits = self.key.n().bit_width_vartime() as usize - 1;
                let encoded = self.recover(signature)?;
                let holds = emsa_pss_holds(&encoded, bits, &digest, mgf_digest, salt_octets as usize);
                holds.then_some(DigestEncoding::Standard)
            }
            _ => None,
        };
        encoding.ok_or(InvalidSignature)
    }
}

impl Key {
    /// RSAVP1 (§5.2.2): the encoded message, as many octets as the modulus has.
    fn recover(&self, signature: &[u8]) -> Result<Box<[u8]>, InvalidSignature> {
        let octets = self.key.size();
        if signature.len() != octets {
            return Err(InvalidSignature);
        }
        let value = BoxedUint::from_be_slice(signature, self.key.n().bits_precision());
        let value = value.map_err(|_| InvalidSignature)?;
        if value >= *self.key.n().as_ref() {
            return Err(InvalidSignature);
        }
        let encoded = rsa_encrypt(&self.key, &value).map_err(|_| InvalidSignature)?.to_be_bytes();
        Ok(encoded[encoded.len() - octets..].into())
    }
}

/// EMSA-PKCS1-v1_5 (§9.2): the encoding is made anew and compared as a whole, so that nothing in it can vary but
/// the NULL of DigestInfo, which old software leaves out (§9.2 note 1).
fn emsa_pkcs1_v1_5_encoding(encoded: &[u8], digest: &DigestValue) -> Option<DigestEncoding> {
    const ENCODINGS: [(DigestEncoding, &[u8]); 2] =
        [(DigestEncoding::Standard, &[5, 0]), (DigestEncoding::WithoutNull, &[])];
    let is_it = |parameters| emsa_pkcs1_v1_5_holds(encoded, digest, parameters);
    ENCODINGS.into_iter().find(|(_, parameters)| is_it(parameters)).map(|(encoding, _)| encoding)
}

fn emsa_pkcs1_v1_5_holds(encoded: &[u8], digest: &DigestValue, parameters: &[u8]) -> bool {
    let oid = element(Tag::OBJECT_IDENTIFIER, &[digest.algorithm().oid().as_bytes()]);
    let identifier = element(Tag::SEQUENCE, &[&oid, parameters]);
    let digest_info =
        element(Tag::SEQUENCE, &[&identifier, &element(Tag::OCTET_STRING, &[digest.as_octets()])]);
    let Some(padding) = encoded.len().checked_sub(digest_info.len() + 3) else { return false };
    let expected = [&[0, 1][..], &alloc::vec![0xff; padding], &[0], &digest_info].concat();
    padding >= 8 && expected == encoded
}

/// EMSA-PSS-VERIFY (§9.1.2); `bits` is one less than the modulus has.
fn emsa_pss_holds(
    encoded: &[u8],
    bits: usize,
    digest: &DigestValue,
    mgf_digest: DigestAlgorithm,
    salt_octets: usize,
) -> bool {
    let hash_octets = digest.as_octets().len();
    let octets = bits.div_ceil(8);
    // Where `bits` is a multiple of eight the encoding is one octet shorter than the modulus.
    let Some(encoded) = encoded.strip_prefix(&[0_u8; 1][..encoded.len() - octets]) else { return false };
    let padding = octets.checked_sub(hash_octets + 2).and_then(|left| left.checked_sub(salt_octets));
    let Some(padding) = padding else { return false };
    let Some((0xbc, rest)) = encoded.split_last() else { return false };
    let (masked, hash) = rest.split_at(octets - hash_octets - 1);
    let unused = 8 * octets - bits;
    if masked[0] & !(0xff >> unused) != 0 {
        return false;
    }
    let mask = mgf1(mgf_digest, hash, masked.len());
    let mut block: Vec<u8> = masked.iter().zip(mask).map(|(octet, mask)| octet ^ mask).collect();
    block[0] &= 0xff >> unused;
    let (start, salt) = block.split_at(padding + 1);
    let starts_well =
        start.split_last().is_some_and(|(one, zeros)| *one == 1 && zeros.iter().all(|o| *o == 0));
    let expected = digests::digest(digest.algorithm(), &[&[0; 8], digest.as_octets(), salt]);
    starts_well && expected.as_octets() == hash
}

/// MGF1 (§B.2.1).
fn mgf1(algorithm: DigestAlgorithm, seed: &[u8], octets: usize) -> Vec<u8> {
    let blocks = (0_u32..).map(|counter| digests::digest(algorithm, &[seed, &counter.to_be_bytes()]));
    let count = octets.div_ceil(algorithm.output_octets());
    let mut mask: Vec<u8> = blocks.take(count).flat_map(|block| block.as_octets().to_vec()).collect();
    mask.truncate(octets);
    mask
}
