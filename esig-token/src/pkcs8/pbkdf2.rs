//! PBKDF2 (RFC 8018 §5.2).

use esig_core::AlgorithmIdentifier;
use esig_core::error::ParseErrorKind;
use esig_core::raw::Tag;
use zeroize::Zeroizing;

use super::names::{self, unsupported};
use crate::asn1::{self, Der};
use crate::error::TokenError;
use crate::hash::Hash;
use crate::limits::{MAX_DERIVED_OCTETS, MAX_ITERATIONS};

/// What deriving keys for one file may still cost.
pub(crate) struct Work {
    iterations: u64,
}

impl Default for Work {
    fn default() -> Self {
        Self { iterations: MAX_ITERATIONS }
    }
}

impl Work {
    /// Spends `blocks` times `iterations`, or says that there is not so much.
    pub(crate) fn spend(
        &mut self,
        iterations: u32,
        blocks: usize,
        production: &'static str,
        offset: usize,
    ) -> Result<(), TokenError> {
        let cost = u64::from(iterations).saturating_mul(blocks as u64);
        let left = self.iterations.checked_sub(cost);
        let limit = || TokenError::limit("MAX_ITERATIONS", MAX_ITERATIONS as usize, production, offset);
        self.iterations = left.ok_or_else(limit)?;
        Ok(())
    }
}

/// A derivation that was read.
///
/// ```text
/// PBKDF2-params ::= SEQUENCE {
///     salt CHOICE { specified OCTET STRING, otherSource AlgorithmIdentifier },
///     iterationCount INTEGER (1..MAX),
///     keyLength      INTEGER (1..MAX) OPTIONAL,
///     prf            AlgorithmIdentifier DEFAULT algid-hmacWithSHA1 }
/// ```
pub(crate) struct Pbkdf2<'a> {
    salt: &'a [u8],
    iterations: u32,
    key_octets: Option<u32>,
    prf: Hash,
    offset: usize,
}

impl<'a> Pbkdf2<'a> {
    /// Reads the identifier of a key derivation, which must be PBKDF2.
    pub(crate) fn parse(
        derivation: &AlgorithmIdentifier<'a>,
        field: &'static str,
    ) -> Result<Self, TokenError> {
        const PRODUCTION: &str = "PBKDF2-params";
        let parameters = derivation.parameters().filter(|_| derivation.oid() == names::PBKDF2);
        let parameters = parameters.ok_or_else(|| unsupported(derivation.oid(), field))?;
        let mut reader = parameters.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let salt = reader.any("PBKDF2-params.salt")?;
        if salt.tag() == Tag::SEQUENCE {
            return Err(unsupported(derivation.oid(), "PBKDF2-params.salt.otherSource").into());
        }
        let salt = salt.octet_string("PBKDF2-params.salt")?;
        let count = reader.any("PBKDF2-params.iterationCount")?;
        let iterations = count.small_integer("PBKDF2-params.iterationCount")?;
        if iterations == 0 {
            return Err(count.error(ParseErrorKind::InvalidValue, "PBKDF2-params.iterationCount").into());
        }
        let key_octets = match reader.optional(Tag::INTEGER, "PBKDF2-params.keyLength")? {
            Some(length) => Some(length.small_integer("PBKDF2-params.keyLength")?),
            None => None,
        };
        let prf = match reader.optional(Tag::SEQUENCE, "PBKDF2-params.prf")? {
            Some(prf) => {
                let prf = AlgorithmIdentifier::parse(prf, "PBKDF2-params.prf")?;
                hmac_hash(&prf, "PBKDF2-params.prf")?
            }
            None => Hash::Sha1,
        };
        reader.finish(PRODUCTION)?;
        Ok(Self { salt, iterations, key_octets, prf, offset: parameters.offset() })
    }

    /// Octets of the key, if the parameters tell.
    #[cfg(feature = "pfx")]
    pub(crate) fn key_octets(&self) -> Option<usize> {
        self.key_octets.map(|octets| octets as usize)
    }

    /// Derives a key of so many octets, to which a `keyLength` must agree.
    pub(crate) fn derive(&self, password: &[u8], octets: usize, work: &mut Work) -> Result<Der, TokenError> {
        if self.key_octets.is_some_and(|length| length as usize != octets) {
            let (kind, production) = (ParseErrorKind::Mismatch, "PBKDF2-params.keyLength");
            return Err(esig_core::ParseError::new(kind, production, self.offset).into());
        }
        if octets > MAX_DERIVED_OCTETS {
            let production = "PBKDF2-params.keyLength";
            return Err(TokenError::limit("MAX_DERIVED_OCTETS", MAX_DERIVED_OCTETS, production, self.offset));
        }
        let blocks = octets.div_ceil(self.prf.output_octets());
        work.spend(self.iterations, blocks, "PBKDF2-params.iterationCount", self.offset)?;
        let mut key = Zeroizing::new(vec![0; octets]);
        self.prf.pbkdf2(password, self.salt, self.iterations, &mut key);
        Ok(key)
    }
}

/// The digest of an HMAC that `identifier` names.
pub(crate) fn hmac_hash(
    identifier: &AlgorithmIdentifier<'_>,
    field: &'static str,
) -> Result<Hash, TokenError> {
    let found = Hash::ALL.into_iter().find(|hash| identifier.oid() == hash.hmac_oid());
    Ok(found.ok_or_else(|| unsupported(identifier.oid(), field))?)
}

/// The identifier to write: PBKDF2 with HMAC-SHA-256, the length of the key left out.
pub(super) fn encode(salt: &[u8], iterations: u32) -> Der {
    let prf = asn1::algorithm_identifier(Hash::Sha256.hmac_oid(), &asn1::NULL);
    let count = asn1::integer(&iterations.to_be_bytes());
    let parameters = asn1::sequence(&[&asn1::octet_string(salt), &count, &prf]);
    asn1::algorithm_identifier(names::PBKDF2, &parameters)
}
