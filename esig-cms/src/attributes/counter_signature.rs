//! countersignature: a signature over the signature value (RFC 5652 §11.4).

use crate::oids;
use crate::signer_info::{SignerInfo, Signs};

impl<'a> SignerInfo<'a> {
    /// The signatures over this one, in the order of the encoding; each may have its own.
    ///
    /// ```text
    /// Countersignature ::= SignerInfo
    /// ```
    pub fn counter_signatures(&self) -> impl Iterator<Item = SignerInfo<'a>> + use<'a> {
        let signs = Signs::Signature(self.signature_value());
        let attributes = self.unsigned_attributes().of_type(oids::COUNTERSIGNATURE);
        let values = attributes.flat_map(|attribute| attribute.values());
        values.filter_map(move |value| SignerInfo::read(value, signs, usize::MAX).ok())
    }
}
