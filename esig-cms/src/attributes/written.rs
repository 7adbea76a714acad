//! What the attributes that a signer may choose have in common: how they are written, and what can be wrong with them.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use der::asn1::ObjectIdentifier;
use esig_core::ParseError;
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::strings;

/// An attribute of [`NewAttributes`](super::NewAttributes): the types of [`attributes`](super) that implement it, and
/// [`TimestampToken`](crate::TimestampToken), are all that there are.
pub trait SignedAttribute: sealed::Encode {}

pub(crate) mod sealed {
    use super::*;

    /// How an attribute is written.
    pub trait Encode {
        /// attrType.
        const OID: ObjectIdentifier;
        /// The name in messages.
        const NAME: &'static str;
        /// Whether there may be several, each in an Attribute of its own.
        const OCCURS: Occurs = Occurs::Once;
        /// Whether a counter-signature may have it.
        const IN_COUNTER_SIGNATURE: Allowed = Allowed::Yes;

        /// The one value, by DER.
        fn encode(&self) -> Result<Vec<u8>, Fault>;
    }

    /// How often an attribute may stand.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Occurs {
        Once,
        Often,
    }

    /// Whether an attribute may stand somewhere.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Allowed {
        Yes,
        No,
    }

    /// What is wrong with a field.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Fault {
        pub field: &'static str,
        pub kind: AttributeFault,
    }
}

use sealed::Fault;

/// What is wrong with an attribute that is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttributeFault {
    /// Nothing is in it.
    Empty,
    /// There is more in it than the standard or a limit of this crate allows.
    TooLong {
        /// How much is allowed.
        allowed: usize,
    },
    /// A character that the type has not.
    Character,
    /// Octets that are no DER element.
    NotDer,
    /// Made with an algorithm that is not known here.
    UnknownAlgorithm,
    /// Nothing that this form of the attribute can hold.
    NotInThisForm,
    /// The attribute is there already and may stand once.
    Duplicate,
}

impl fmt::Display for AttributeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::TooLong { allowed } => write!(f, "longer than the {allowed} that are allowed"),
            Self::Character => f.write_str("with a character outside ASCII, or a control character"),
            Self::NotDer => f.write_str("no element of DER"),
            Self::UnknownAlgorithm => f.write_str("of an algorithm that is not known here"),
            Self::NotInThisForm => f.write_str("nothing that this form of the attribute can hold"),
            Self::Duplicate => f.write_str("there already"),
        }
    }
}

pub(super) fn fault(field: &'static str, kind: AttributeFault) -> Fault {
    Fault { field, kind }
}

/// Whether a collection has at least one and at most so many elements.
pub(super) fn check_count(count: usize, allowed: usize, field: &'static str) -> Result<(), Fault> {
    match count {
        0 => Err(fault(field, AttributeFault::Empty)),
        count if count > allowed => Err(fault(field, AttributeFault::TooLong { allowed })),
        _ => Ok(()),
    }
}

pub(super) fn oid(oid: Oid<'_>) -> Vec<u8> {
    element(Tag::OBJECT_IDENTIFIER, &[oid.as_contents()])
}

/// A UTF8String that must not be empty.
pub(super) fn utf8(text: &str, field: &'static str) -> Result<Vec<u8>, Fault> {
    check_count(text.chars().count(), usize::MAX, field)?;
    Ok(element(Tag::UTF8_STRING, &[text.as_bytes()]))
}

/// An IA5String of printing characters, as URIs have them (RFC 3986 §2).
pub(super) fn uri(text: &str, field: &'static str) -> Result<Vec<u8>, Fault> {
    check_count(text.len(), usize::MAX, field)?;
    match text.bytes().all(|octet| octet.is_ascii_graphic()) {
        true => Ok(element(Tag::IA5_STRING, &[text.as_bytes()])),
        false => Err(fault(field, AttributeFault::Character)),
    }
}

/// What is an element already.
pub(super) fn verbatim<'v>(value: &'v [u8], field: &'static str) -> Result<&'v [u8], Fault> {
    match Element::from_der(value, "value") {
        Ok(_) => Ok(value),
        Err(_) => Err(fault(field, AttributeFault::NotDer)),
    }
}

/// `[number]` EXPLICIT.
pub(super) fn explicit(number: u8, value: &[u8]) -> Vec<u8> {
    element(Tag::context(number), &[value])
}

/// A SEQUENCE OF what is encoded already.
pub(super) fn sequence_of(elements: &[Vec<u8>]) -> Vec<u8> {
    element(Tag::SEQUENCE, &elements.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// A string of any type, as text.
pub(super) fn text<'a>(element: Element<'a>, production: &'static str) -> Result<Cow<'a, str>, ParseError> {
    strings::text(element).ok_or_else(|| element.error(ParseErrorKind::InvalidValue, production))
}

/// The one element under `[number]` EXPLICIT, if that is there.
pub(super) fn optional_explicit<'a>(
    fields: &mut Reader<'a>,
    number: u8,
    production: &'static str,
) -> Result<Option<Element<'a>>, ParseError> {
    let Some(tagged) = fields.optional(Tag::context(number), production)? else { return Ok(None) };
    only(tagged, production).map(Some)
}

/// The one element in this one.
pub(super) fn only<'a>(outer: Element<'a>, production: &'static str) -> Result<Element<'a>, ParseError> {
    let mut inner = outer.reader();
    let element = inner.any(production)?;
    inner.finish(production)?;
    Ok(element)
}

/// Whether one element more stays within the limit of that name.
pub(super) fn check_limit(
    count: usize,
    (name, allowed): (&'static str, usize),
    next: &Element<'_>,
    production: &'static str,
) -> Result<(), ParseError> {
    match count < allowed {
        true => Ok(()),
        false => Err(next.error(ParseErrorKind::Limit { name, allowed }, production)),
    }
}

/// Reads what is left, element by element: at most as many as the limit of that name allows.
pub(super) fn each<'a, T>(
    mut reader: Reader<'a>,
    limit: (&'static str, usize),
    production: &'static str,
    mut read: impl FnMut(Element<'a>) -> Result<T, ParseError>,
) -> Result<Vec<T>, ParseError> {
    let mut all = Vec::new();
    while !reader.is_empty() {
        let element = reader.any(production)?;
        check_limit(all.len(), limit, &element, production)?;
        all.push(read(element)?);
    }
    Ok(all)
}

/// `SEQUENCE { id OBJECT IDENTIFIER, value ANY DEFINED BY id OPTIONAL }`
pub(super) fn identified<'a>(
    element: Element<'a>,
    production: &'static str,
) -> Result<(Oid<'a>, Option<Element<'a>>), ParseError> {
    let mut fields = element.expect(Tag::SEQUENCE, production)?.reader();
    let id = fields.any(production)?.oid(production)?;
    let value = if fields.is_empty() { None } else { Some(fields.any(production)?) };
    fields.finish(production)?;
    Ok((id, value))
}

/// The same, written.
pub(super) fn encode_identified(
    id: Oid<'_>,
    value: Option<&[u8]>,
    field: &'static str,
) -> Result<Vec<u8>, Fault> {
    let value = value.map(|value| verbatim(value, field)).transpose()?;
    Ok(element(Tag::SEQUENCE, &[&oid(id), value.unwrap_or_default()]))
}
