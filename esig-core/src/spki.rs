//! Public keys as certificates carry them.

use core::fmt;

use crate::algorithm::AlgorithmIdentifier;
use crate::error::ParseError;
use crate::raw::{BitString, Element, Tag};

/// A public key and its algorithm (RFC 5280 §4.1.2.7); not validated, a [`Provider`](crate::Provider) does that.
///
/// ```text
/// SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Spki<'a> {
    der: &'a [u8],
    algorithm: AlgorithmIdentifier<'a>,
    subject_public_key: BitString<'a>,
}

impl<'a> Spki<'a> {
    /// Reads the one SEQUENCE that `der` consists of.
    pub fn from_der(der: &'a [u8]) -> Result<Self, ParseError> {
        Self::parse(Element::from_der(der, "SubjectPublicKeyInfo")?)
    }

    /// Reads the SEQUENCE.
    pub fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "subjectPublicKeyInfo";
        let mut reader = element.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let algorithm = reader.expect(Tag::SEQUENCE, "subjectPublicKeyInfo.algorithm")?;
        let algorithm = AlgorithmIdentifier::parse(algorithm, "subjectPublicKeyInfo.algorithm")?;
        let key = reader.expect(Tag::BIT_STRING, "subjectPublicKeyInfo.subjectPublicKey")?;
        let subject_public_key = key.bit_string("subjectPublicKeyInfo.subjectPublicKey")?;
        reader.finish(PRODUCTION)?;
        Ok(Self { der: element.as_bytes(), algorithm, subject_public_key })
    }

    /// The complete encoding.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// The algorithm of the key, with its parameters (curve, parameter set).
    pub fn algorithm(&self) -> AlgorithmIdentifier<'a> {
        self.algorithm
    }

    /// The key itself, in the form that its algorithm prescribes.
    pub fn subject_public_key(&self) -> BitString<'a> {
        self.subject_public_key
    }
}

impl fmt::Debug for Spki<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Spki({}, {} octets)", self.algorithm, self.subject_public_key.octets.len())
    }
}
