//! Algorithm identifiers, as they stand in the bytes and as what they mean.

mod digest;
pub mod oids;
mod scheme;

use core::fmt;

use crate::error::ParseError;
use crate::oid::Oid;
use crate::raw::{Element, Tag};

pub use digest::{DigestAlgorithm, DigestValue};
pub use scheme::SignatureScheme;
pub(crate) use scheme::check_pss;

/// An algorithm and its parameters (RFC 5280 §4.1.1.2).
///
/// ```text
/// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
/// ```
#[derive(Clone, Copy)]
pub struct AlgorithmIdentifier<'a> {
    der: &'a [u8],
    oid: Oid<'a>,
    parameters: Option<Element<'a>>,
}

impl<'a> AlgorithmIdentifier<'a> {
    /// Reads the SEQUENCE, or what stands in its place under an IMPLICIT tag.
    #[inline]
    pub fn parse(element: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut reader = element.reader();
        let oid = reader.any(production)?.oid(production)?;
        let parameters = if reader.is_empty() { None } else { Some(reader.any(production)?) };
        reader.finish(production)?;
        Ok(Self { der: element.as_bytes(), oid, parameters })
    }

    /// Reads an identifier that was parsed once already.
    pub(crate) fn reread(element: Element<'a>) -> Self {
        Self::parse(element, "AlgorithmIdentifier").expect("read by the same parser when the view was made")
    }

    /// The complete encoding.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.der
    }

    /// The algorithm.
    pub fn oid(&self) -> Oid<'a> {
        self.oid
    }

    /// The parameters, NULL included; `None` where the field is absent.
    pub fn parameters(&self) -> Option<Element<'a>> {
        self.parameters
    }

    /// The parameters, with NULL taken for absent, as most algorithms allow either.
    pub fn meaningful_parameters(&self) -> Option<Element<'a>> {
        self.parameters.filter(|parameters| parameters.tag() != Tag::NULL)
    }

    /// Whether NULL stands where parameters should be absent, or nothing where it should be NULL; the two are taken for
    /// the same.
    ///
    /// RFC 4055 §5 wants NULL for RSASSA-PKCS1-v1_5 and RSA keys; RFC 5758 §3, RFC 8410 §3, RFC 9215 §2 want nothing.
    pub(crate) fn has_odd_parameters(&self) -> bool {
        let wants_null = self.oid == oids::RSA_ENCRYPTION || scheme::is_rsa_pkcs1(self.oid);
        let is_known = SignatureScheme::from_identifier(self, None).is_ok();
        match self.parameters {
            Some(parameters) => parameters.tag() == Tag::NULL && is_known && !wants_null,
            None => wants_null,
        }
    }

    /// The same algorithm with the same parameters, NULL and absent taken for equal.
    pub fn means_the_same(&self, other: &AlgorithmIdentifier<'_>) -> bool {
        let own = self.meaningful_parameters().map(|parameters| parameters.as_bytes());
        let others = other.meaningful_parameters().map(|parameters| parameters.as_bytes());
        self.oid == other.oid && own == others
    }
}

impl PartialEq for AlgorithmIdentifier<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for AlgorithmIdentifier<'_> {}

impl fmt::Display for AlgorithmIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.oid.fmt(f)
    }
}

impl fmt::Debug for AlgorithmIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AlgorithmIdentifier({}, {:?})", self.oid, self.parameters)
    }
}
