//! The integrity of a PFX (RFC 7292 §4, RFC 9579).

use esig_core::error::ParseErrorKind;
use esig_core::raw::{Element, Tag};
use esig_core::{AlgorithmIdentifier, DigestAlgorithm};
use rand_core::TryCryptoRng;
use subtle::ConstantTimeEq;

use super::password::utf16_with_final_zero;
use crate::asn1::{self, Der};
use crate::ber;
use crate::error::TokenError;
use crate::hash::Hash;
use crate::password::Password;
use crate::pkcs8::names::{PBMAC1, unsupported};
use crate::pkcs8::{Pbkdf2, Work, hmac_hash};
use crate::random;

/// A MAC that was read.
///
/// ```text
/// MacData ::= SEQUENCE {
///     mac        DigestInfo,
///     macSalt    OCTET STRING,
///     iterations INTEGER DEFAULT 1 }
/// DigestInfo ::= SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }
/// ```
pub(super) struct MacData<'a> {
    method: Method<'a>,
    digest: Der,
}

enum Method<'a> {
    /// RFC 7292 appendix B.
    Pkcs12 { hash: Hash, salt: Der, iterations: u32, offset: usize },
    /// RFC 9579; salt and iterations of MacData mean nothing there.
    Pbmac1 { derivation: Pbkdf2<'a>, key_octets: usize, hash: Hash },
}

impl<'a> MacData<'a> {
    pub(super) fn parse(element: Element<'a>) -> Result<Self, TokenError> {
        let mut reader = element.expect(Tag::SEQUENCE, "macData")?.reader();
        let mut mac = reader.expect(Tag::SEQUENCE, "macData.mac")?.reader();
        let algorithm = mac.expect(Tag::SEQUENCE, DIGEST_ALGORITHM)?;
        let algorithm = AlgorithmIdentifier::parse(algorithm, DIGEST_ALGORITHM)?;
        let digest = ber::octet_string(&mac.any("macData.mac.digest")?, "macData.mac.digest")?;
        mac.finish("macData.mac")?;
        let salt = ber::octet_string(&reader.any("macData.macSalt")?, "macData.macSalt")?;
        let iterations = match reader.optional(Tag::INTEGER, ITERATIONS)? {
            Some(count) => count.small_integer(ITERATIONS)?,
            None => 1,
        };
        reader.finish("macData")?;
        let offset = element.offset();
        if algorithm.oid() == PBMAC1 {
            return Ok(Self { method: pbmac1(&algorithm, offset)?, digest });
        }
        if iterations == 0 {
            return Err(element.error(ParseErrorKind::InvalidValue, ITERATIONS).into());
        }
        let hash = pkcs12_hash(&algorithm)?;
        Ok(Self { method: Method::Pkcs12 { hash, salt, iterations, offset }, digest })
    }

    /// Whether the password gives this MAC of `message`; compared in constant time.
    pub(super) fn check(
        &self,
        password: &Password,
        message: &[u8],
        work: &mut Work,
    ) -> Result<(), TokenError> {
        let agrees = |hash: Hash, key: &[u8]| bool::from(hash.hmac(key, message).ct_eq(&self.digest));
        let holds = match &self.method {
            Method::Pkcs12 { hash, salt, iterations, offset } => {
                let mut holds = |password: &[u8]| -> Result<bool, TokenError> {
                    work.spend(*iterations, 1, ITERATIONS, *offset)?;
                    Ok(agrees(*hash, &hash.pkcs12_mac_key(password, salt, *iterations)))
                };
                // No password: some writers end nothing with two zeros, and some do not.
                holds(&utf16_with_final_zero(password))? || password.expose().is_empty() && holds(&[])?
            }
            Method::Pbmac1 { derivation, key_octets, hash } => {
                agrees(*hash, &derivation.derive(password.expose().as_bytes(), *key_octets, work)?)
            }
        };
        if holds { Ok(()) } else { Err(TokenError::IncorrectPassword) }
    }
}

/// The digest of a MAC by RFC 7292; those of GOST are named in the error.
fn pkcs12_hash(algorithm: &AlgorithmIdentifier<'_>) -> Result<Hash, TokenError> {
    let hash = match DigestAlgorithm::from_oid(algorithm.oid()) {
        Some(DigestAlgorithm::Sha1) => Hash::Sha1,
        Some(DigestAlgorithm::Sha224) => Hash::Sha224,
        Some(DigestAlgorithm::Sha256) => Hash::Sha256,
        Some(DigestAlgorithm::Sha384) => Hash::Sha384,
        Some(DigestAlgorithm::Sha512) => Hash::Sha512,
        _ => return Err(unsupported(algorithm.oid(), DIGEST_ALGORITHM).into()),
    };
    Ok(hash)
}

/// The key length must be there: without it a shorter key could be passed off (RFC 9579 §4, §8).
///
/// ```text
/// PBMAC1-params ::= SEQUENCE {
///     keyDerivationFunc AlgorithmIdentifier,
///     messageAuthScheme AlgorithmIdentifier }
/// ```
fn pbmac1<'a>(algorithm: &AlgorithmIdentifier<'a>, offset: usize) -> Result<Method<'a>, TokenError> {
    const PRODUCTION: &str = "PBMAC1-params";
    let parameters = algorithm.parameters().ok_or_else(|| unsupported(algorithm.oid(), DIGEST_ALGORITHM))?;
    let mut reader = parameters.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let derivation = reader.expect(Tag::SEQUENCE, "PBMAC1-params.keyDerivationFunc")?;
    let derivation = AlgorithmIdentifier::parse(derivation, "PBMAC1-params.keyDerivationFunc")?;
    let scheme = reader.expect(Tag::SEQUENCE, "PBMAC1-params.messageAuthScheme")?;
    let scheme = AlgorithmIdentifier::parse(scheme, "PBMAC1-params.messageAuthScheme")?;
    reader.finish(PRODUCTION)?;
    let derivation = Pbkdf2::parse(&derivation, "PBMAC1-params.keyDerivationFunc")?;
    let hash = hmac_hash(&scheme, "PBMAC1-params.messageAuthScheme")?;
    let missing =
        || esig_core::ParseError::new(ParseErrorKind::InvalidValue, "PBKDF2-params.keyLength", offset);
    let key_octets = derivation.key_octets().filter(|octets| *octets > 0).ok_or_else(missing)?;
    Ok(Method::Pbmac1 { derivation, key_octets, hash })
}

/// MacData over `message`, with HMAC-SHA-256 and the derivation that everybody reads.
pub(super) fn encode(
    message: &[u8],
    password: &Password,
    iterations: u32,
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Der, TokenError> {
    let salt: [u8; 16] = random::octets(rng)?;
    let key = Hash::Sha256.pkcs12_mac_key(&utf16_with_final_zero(password), &salt, iterations);
    let digest = asn1::octet_string(&Hash::Sha256.hmac(&key, message));
    let algorithm = asn1::algorithm_identifier(DigestAlgorithm::Sha256.oid(), &asn1::NULL);
    let mac = asn1::sequence(&[&algorithm, &digest]);
    let count = asn1::integer(&iterations.to_be_bytes());
    Ok(asn1::sequence(&[&mac, &asn1::octet_string(&salt), &count]))
}

const DIGEST_ALGORITHM: &str = "macData.mac.digestAlgorithm";
const ITERATIONS: &str = "macData.iterations";
