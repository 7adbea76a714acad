//! In which encoding something was digested that may be encoded in several.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use esig_core::ParseError;
use esig_core::encode::element;
use esig_core::raw::{Element, Tag};

use super::octets::Octets;
use crate::attributes::Attribute;
use crate::ber::{Pieces, to_der};
use crate::encapsulated_content::EncapsulatedContentInfo;
use crate::signed_data::SignedData;
use crate::signer_info::SignerInfo;

/// Which encoding a time-stamp was found to be over.
///
/// "The hash is calculated over the concatenated data elements as received/stored" (RFC 5126 §6.4.1), but some software
/// re-encodes what it hashes by DER: the signature's own fields, or everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CoveredEncoding {
    /// Everything as it stands.
    AsReceived,
    /// The fields and attributes of the signature by DER, what is around it as it stands.
    SignerInfoByDer,
    /// All of it by DER; elements of the sets of certificates and CRLs stay as they are, and in their order.
    ByDer,
}

impl CoveredEncoding {
    /// Every encoding that is tried, in that order.
    pub(super) const ALL: [Self; 3] = [Self::AsReceived, Self::SignerInfoByDer, Self::ByDer];

    /// Those that differ where nothing around the signature is covered.
    pub(super) const OF_SIGNER_INFO: [Self; 2] = [Self::AsReceived, Self::SignerInfoByDer];

    pub(super) fn is_signer_info_by_der(self) -> bool {
        self != Self::AsReceived
    }

    /// An attribute as a whole.
    pub(super) fn attribute<'a>(self, attribute: &Attribute<'a>) -> Result<Cow<'a, [u8]>, ParseError> {
        self.element(attribute.element())
    }

    /// Type and values of an attribute, "without the type or length encoding" of the SEQUENCE around them.
    pub(super) fn attribute_contents<'a>(
        self,
        attribute: &Attribute<'a>,
    ) -> Result<Cow<'a, [u8]>, ParseError> {
        if !self.is_signer_info_by_der() {
            return Ok(attribute.contents().into());
        }
        let der = to_der(attribute.element(), Tag::SEQUENCE, 0)?;
        Ok(Vec::from(Element::from_der(&der, "attributes[]")?.contents()).into())
    }

    /// Any element of the signature.
    pub(super) fn element<'a>(self, element: Element<'a>) -> Result<Cow<'a, [u8]>, ParseError> {
        match self.is_signer_info_by_der() {
            false => Ok(element.as_bytes().into()),
            true => to_der(element, element.tag(), 0).map(Cow::from),
        }
    }

    /// The fields of a signature from version to signature.
    pub(super) fn before_unsigned_attributes<'a>(
        self,
        signer: &SignerInfo<'a>,
    ) -> Result<Octets<'a>, ParseError> {
        if !self.is_signer_info_by_der() {
            return Ok(Octets::from_iter([signer.before_unsigned_attributes()]));
        }
        let fields = signer.fields_before_unsigned_attributes();
        fields.map(|field| field_by_der(field).map(Cow::from)).collect::<Result<Octets<'a>, _>>()
    }
}

/// signedAttrs is a SET under its own tag, which DER orders.
fn field_by_der(field: Element<'_>) -> Result<Vec<u8>, ParseError> {
    if field.tag() != Tag::context(0) || !is_set_of_attributes(field) {
        return to_der(field, field.tag(), 0);
    }
    let mut set = to_der(field, Tag::SET, 0)?;
    set[0] = Tag::context(0).first_octet();
    Ok(set)
}

/// sid may have the same tag, `[0]` subjectKeyIdentifier, constructed if BER cut it.
fn is_set_of_attributes(field: Element<'_>) -> bool {
    field.reader().peek() == Some(Tag::SEQUENCE)
}

/// encapContentInfo by DER.
pub(super) fn encapsulated_by_der<'a>(encapsulated: &EncapsulatedContentInfo<'a>) -> Octets<'a> {
    let content_type = element(Tag::OBJECT_IDENTIFIER, &[encapsulated.content_type.as_contents()]);
    let Some(content) = encapsulated.content else {
        return Octets::from_iter([element(Tag::SEQUENCE, &[&content_type])]);
    };
    let content = match content.tag() {
        Tag::OCTET_STRING | Tag::CONSTRUCTED_OCTET_STRING => {
            let pieces: Vec<&[u8]> = Pieces::of(content).collect();
            element(Tag::OCTET_STRING, &pieces)
        }
        _ => content.as_bytes().into(),
    };
    Octets::from_iter([element(Tag::SEQUENCE, &[&content_type, &element(Tag::context(0), &[&content])])])
}

/// Whether [`encapsulated_by_der`] is what stands there; the content is not looked at.
pub(super) fn is_encapsulated_der(encapsulated: &EncapsulatedContentInfo<'_>) -> bool {
    let headers = || {
        let mut fields = Element::from_der(encapsulated.element.as_bytes(), "encapContentInfo")?.reader();
        fields.any("eContentType")?;
        let Some(wrapper) = fields.optional(Tag::context(0), "eContent")? else { return Ok(true) };
        wrapper.reader().any("eContent").map(|content| content.tag() != Tag::CONSTRUCTED_OCTET_STRING)
    };
    headers() == Ok::<bool, ParseError>(true)
}

/// Whether everything around the signatures stands there by DER.
pub(super) fn is_outer_der(data: &SignedData<'_>) -> bool {
    let parts = data.parts();
    let mut sets = [parts.certificates, parts.crls].into_iter().flatten();
    is_encapsulated_der(&data.encapsulated())
        && sets.all(|set| Element::from_der(set.as_bytes(), "SignedData").is_ok())
}

/// The set of certificates or CRLs with a definite length.
pub(super) fn set_by_der(set: Element<'_>) -> Cow<'_, [u8]> {
    element(set.tag(), &[set.contents()]).into()
}
