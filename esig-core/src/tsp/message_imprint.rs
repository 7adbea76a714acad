//! What is stamped: a digest (RFC 3161 §2.4.1).

use alloc::vec::Vec;
use core::fmt;

use crate::algorithm::{AlgorithmIdentifier, DigestAlgorithm, DigestValue};
use crate::encode::element;
use crate::error::{ParseError, ParseErrorKind, UnsupportedAlgorithm};
use crate::hex::write_hex;
use crate::raw::{Element, Tag};

/// The digest that is, or is to be, stamped.
///
/// ```text
/// MessageImprint ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashedMessage OCTET STRING }
/// ```
///
/// Of an algorithm that is known here, hashedMessage has the length that the algorithm gives.
#[derive(Clone, Copy)]
pub struct MessageImprint<'a> {
    der: &'a [u8],
    hash_algorithm: AlgorithmIdentifier<'a>,
    hashed_message: &'a [u8],
}

const PRODUCTION: &str = "messageImprint";
const ALGORITHM: &str = "messageImprint.hashAlgorithm";
const VALUE: &str = "messageImprint.hashedMessage";

impl<'a> MessageImprint<'a> {
    /// Reads the SEQUENCE.
    ///
    /// # Errors
    /// [`ParseError`]; also if hashedMessage has not the length of a digest by the algorithm.
    pub fn parse(sequence: Element<'a>) -> Result<Self, ParseError> {
        let mut reader = sequence.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let hash_algorithm = AlgorithmIdentifier::parse(reader.expect(Tag::SEQUENCE, ALGORITHM)?, ALGORITHM)?;
        let value = reader.any(VALUE)?;
        let hashed_message = value.octet_string(VALUE)?;
        reader.finish(PRODUCTION)?;
        let algorithm = DigestAlgorithm::from_identifier(&hash_algorithm, ALGORITHM);
        if algorithm.is_ok_and(|algorithm| algorithm.output_octets() != hashed_message.len()) {
            return Err(value.error(ParseErrorKind::InvalidValue, VALUE));
        }
        Ok(Self { der: sequence.as_bytes(), hash_algorithm, hashed_message })
    }

    /// The complete encoding.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// hashAlgorithm.
    pub fn hash_algorithm(&self) -> AlgorithmIdentifier<'a> {
        self.hash_algorithm
    }

    /// hashedMessage.
    pub fn hashed_message(&self) -> &'a [u8] {
        self.hashed_message
    }

    /// The digest, by an algorithm that is known here.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if hashAlgorithm is not.
    pub fn digest(&self) -> Result<DigestValue, UnsupportedAlgorithm> {
        let algorithm = DigestAlgorithm::from_identifier(&self.hash_algorithm, ALGORITHM)?;
        let unsupported = || UnsupportedAlgorithm::new(self.hash_algorithm.oid(), VALUE);
        DigestValue::new(algorithm, self.hashed_message).ok_or_else(unsupported)
    }

    /// Whether both say the same: algorithms that mean the same, equal octets.
    pub fn means_the_same(&self, other: &MessageImprint<'_>) -> bool {
        self.hash_algorithm.means_the_same(&other.hash_algorithm)
            && self.hashed_message == other.hashed_message
    }

    /// The encoding of a digest; the parameters of the algorithm are absent (RFC 5754 §2).
    pub fn encode(digest: &DigestValue) -> Vec<u8> {
        let value = element(Tag::OCTET_STRING, &[digest.as_octets()]);
        element(Tag::SEQUENCE, &[&digest.algorithm().to_identifier(), &value])
    }
}

impl fmt::Debug for MessageImprint<'_> {
    /// The algorithm and lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageImprint({}:", self.hash_algorithm)?;
        write_hex(f, self.hashed_message)?;
        f.write_str(")")
    }
}
