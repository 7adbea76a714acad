//! The attributes that a signer chooses, gathered before signing.

use alloc::vec::Vec;
use core::fmt;

use der::asn1::ObjectIdentifier;
use esig_core::encode::element;
use esig_core::error::UnsupportedAlgorithm;
use esig_core::raw::Tag;
use esig_core::{DigestValue, Limits};

use super::written::sealed::{Allowed, Encode, Fault, Occurs};
use super::written::{AttributeFault, SignedAttribute, fault};
use crate::error::CmsError;
use crate::oids;
use crate::timestamp_token::TimestampToken;

/// Signed attributes besides those that every signature has, encoded as they were added.
///
/// ```
/// use esig_cms::attributes::{Commitment, NewAttributes, SignerAttributes, SignerLocation};
/// use esig_cms::oids;
///
/// # fn main() -> Result<(), esig_cms::CmsError> {
/// let attributes = NewAttributes::new()
///     .with(&Commitment::new(&oids::PROOF_OF_APPROVAL))?
///     .with(&SignerAttributes::new().with_claimed_role("генеральный директор"))?
///     .with(&SignerLocation::new().with_country("RU").with_locality("Москва"))?;
/// # assert_eq!(attributes.names().collect::<Vec<_>>().len(), 3);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewAttributes {
    all: Vec<NewAttribute>,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct NewAttribute {
    pub(crate) oid: ObjectIdentifier,
    pub(crate) name: &'static str,
    pub(crate) in_counter_signature: Allowed,
    pub(crate) value: Vec<u8>,
}

impl NewAttributes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    ///
    /// # Errors
    /// [`CmsError::AttributeUnfit`] with the field at fault, if the standard does not allow what is in it, or if an
    /// attribute is there that may stand once.
    pub fn with<A: SignedAttribute>(mut self, attribute: &A) -> Result<Self, CmsError> {
        let unfit =
            |Fault { field, kind }| CmsError::AttributeUnfit { attribute: A::NAME, field, fault: kind };
        let value = attribute.encode().map_err(unfit)?;
        if A::OCCURS == Occurs::Once && self.all.iter().any(|other| is_same(other.oid, A::OID)) {
            return Err(unfit(fault("attrType", AttributeFault::Duplicate)));
        }
        if self.all.len() == MAX_NEW_ATTRIBUTES {
            return Err(unfit(fault("signedAttrs", AttributeFault::TooLong { allowed: MAX_NEW_ATTRIBUTES })));
        }
        let in_counter_signature = A::IN_COUNTER_SIGNATURE;
        self.all.push(NewAttribute { oid: A::OID, name: A::NAME, in_counter_signature, value });
        Ok(self)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The name of each, as standards have it.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.all.iter().map(|attribute| attribute.name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &NewAttribute> {
        self.all.iter()
    }
}

/// The two forms of signer-attributes are one attribute here.
fn is_same(one: ObjectIdentifier, other: ObjectIdentifier) -> bool {
    let is_of_signer = |oid| oid == oids::SIGNER_ATTRIBUTES || oid == oids::SIGNER_ATTRIBUTES_V2;
    one == other || (is_of_signer(one) && is_of_signer(other))
}

impl NewAttribute {
    /// What a content-time-stamp is over; `None` for other attributes.
    pub(crate) fn imprint(&self) -> Result<Option<DigestValue>, UnsupportedAlgorithm> {
        if self.oid != oids::CONTENT_TIME_STAMP {
            return Ok(None);
        }
        let token = TimestampToken::parse(&self.value, &Limits::DEFAULT);
        token.ok().map(|token| token.imprint()).transpose()
    }

    /// The Attribute.
    pub(crate) fn encode(&self) -> Vec<u8> {
        attribute(self.oid, &self.value)
    }
}

impl fmt::Debug for NewAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// An Attribute with one value, encoded.
pub(crate) fn attribute(attribute_type: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    let attribute_type = element(Tag::OBJECT_IDENTIFIER, &[attribute_type.as_bytes()]);
    element(Tag::SEQUENCE, &[&attribute_type, &element(Tag::SET, &[value])])
}

impl SignedAttribute for TimestampToken<'_> {}

/// content-time-stamp: the content existed before it was signed (EN 319 122-1 clause 5.2.8). Whether it is over the content is
/// checked when the signature is prepared.
impl Encode for TimestampToken<'_> {
    const OID: ObjectIdentifier = oids::CONTENT_TIME_STAMP;
    const NAME: &'static str = "content-time-stamp";
    const OCCURS: Occurs = Occurs::Often;

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        Ok(self.as_bytes().into())
    }
}

/// Attributes that one signer adds; a quarter of what [`Limits::DEFAULT`](esig_core::Limits::DEFAULT) lets be read.
const MAX_NEW_ATTRIBUTES: usize = 50;
