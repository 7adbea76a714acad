//! countersignature: a signature over the signature value (RFC 5652 §11.4).

use super::Attribute;
use crate::oids;
use crate::signer_info::{SignerInfo, Signs};

impl<'a> SignerInfo<'a> {
    /// The signatures over this one, in the order of the encoding; each may have its own.
    ///
    /// ```text
    /// Countersignature ::= SignerInfo
    /// ```
    pub fn counter_signatures(&self) -> impl Iterator<Item = SignerInfo<'a>> + use<'a> {
        let this = *self;
        self.unsigned_attributes().iter().flat_map(move |attribute| this.counter_signatures_in(attribute))
    }
    /// Those in one attribute; none in an attribute of another type.
    pub(crate) fn counter_signatures_in(
        &self,
        attribute: Attribute<'a>,
    ) -> impl Iterator<Item = SignerInfo<'a>> + Clone + use<'a> {
        let signs = Signs::Signature(self.signature_value());
        let attribute = Some(attribute).filter(|attribute| attribute.oid() == oids::COUNTERSIGNATURE);
        let values = attribute.into_iter().flat_map(|attribute| attribute.values());
        values.filter_map(move |value| SignerInfo::read(value, signs, usize::MAX).ok())
    }
}
