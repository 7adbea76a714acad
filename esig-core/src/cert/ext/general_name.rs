//! GeneralName (RFC 5280 §4.2.1.6).

use alloc::string::String;

use der::asn1::ObjectIdentifier;

use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::name::Name;
use crate::oid::Oid;
use crate::raw::{Element, Reader, Tag};
use crate::strings;

/// A name of one of many kinds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum GeneralName<'a> {
    /// rfc822Name: a mail address; octets as they stand, IA5String by the standard.
    Rfc822Name(&'a [u8]),
    /// dNSName: a host name.
    DnsName(&'a [u8]),
    /// directoryName.
    DirectoryName(Name<'a>),
    /// uniformResourceIdentifier.
    Uri(&'a [u8]),
    /// iPAddress: 4 or 16 octets, twice as many in name constraints.
    IpAddress(&'a [u8]),
    /// registeredID.
    RegisteredId(Oid<'a>),
    /// otherName: a name of a kind that its identifier tells.
    OtherName(OtherName<'a>),
    /// x400Address: the ORAddress under the IMPLICIT tag, not decoded.
    X400Address(Element<'a>),
    /// ediPartyName: the EDIPartyName under the IMPLICIT tag, not decoded.
    EdiPartyName(Element<'a>),
}

/// A name of a kind that is not among those of GeneralName.
///
/// ```text
/// OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY DEFINED BY type-id }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherName<'a> {
    /// The kind of name.
    pub type_id: Oid<'a>,
    /// The name.
    pub value: Element<'a>,
}

impl<'a> OtherName<'a> {
    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "GeneralName.otherName";
        let mut fields = element.reader();
        let type_id = fields.any(PRODUCTION)?.oid(PRODUCTION)?;
        let mut wrapper = fields.expect(Tag::context(0), PRODUCTION)?.reader();
        fields.finish(PRODUCTION)?;
        let value = wrapper.any(PRODUCTION)?;
        wrapper.finish(PRODUCTION)?;
        Ok(Self { type_id, value })
    }

    /// The name as text, where its type is one of the string types: SmtpUTF8Mailbox, or a user principal name.
    pub fn text(&self) -> Option<String> {
        strings::decode(self.value)
    }
}

impl<'a> GeneralName<'a> {
    /// Reads one GeneralName.
    pub fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "GeneralName";
        let tag = element.tag();
        Ok(match (tag.context_number(), tag.is_constructed()) {
            (Some(0), true) => Self::OtherName(OtherName::parse(element)?),
            (Some(1), false) => Self::Rfc822Name(element.contents()),
            (Some(2), false) => Self::DnsName(element.contents()),
            (Some(3), true) => Self::X400Address(element),
            (Some(4), true) => {
                let mut inner = element.reader();
                let name = Name::parse(inner.any(PRODUCTION)?, "GeneralName.directoryName")?;
                inner.finish(PRODUCTION)?;
                Self::DirectoryName(name)
            }
            (Some(5), true) => Self::EdiPartyName(element),
            (Some(6), false) => Self::Uri(element.contents()),
            (Some(7), false) => Self::IpAddress(element.contents()),
            (Some(8), false) => match Oid::from_contents(element.contents()) {
                Some(oid) => Self::RegisteredId(oid),
                None => return Err(element.error(ParseErrorKind::InvalidValue, PRODUCTION)),
            },
            _ => {
                let kind = ParseErrorKind::UnexpectedTag { wanted: Tag::context(4), found: tag };
                return Err(element.error(kind, PRODUCTION));
            }
        })
    }
}

/// A sequence of names, each well-formed.
#[derive(Clone, Debug)]
pub struct GeneralNames<'a> {
    reader: Reader<'a>,
}

impl<'a> GeneralNames<'a> {
    /// Checks every name that `reader` has left, at least one (`SIZE (1..MAX)`).
    pub fn parse(reader: Reader<'a>) -> Result<Self, ParseError> {
        let mut rest = reader.clone();
        if rest.is_empty() {
            return Err(rest.error(ParseErrorKind::Empty, "GeneralNames"));
        }
        while !rest.is_empty() {
            GeneralName::parse(rest.any("GeneralNames")?)?;
        }
        Ok(Self { reader })
    }

    /// The names, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = GeneralName<'a>> + use<'a> {
        self.reader.clone().each(|reader| GeneralName::parse(reader.any("GeneralNames")?))
    }

    /// Whether one of them is that directory name.
    pub fn contains_directory_name(&self, wanted: &Name<'_>) -> bool {
        self.iter().any(|name| matches!(name, GeneralName::DirectoryName(name) if name.matches(wanted)))
    }
}

impl<'a> Extensions<'a> {
    /// subjectAltName, `None` if absent.
    pub fn subject_alt_name(&self) -> Result<Option<GeneralNames<'a>>, ParseError> {
        self.general_names(&oids::SUBJECT_ALT_NAME, "subjectAltName")
    }

    /// issuerAltName (RFC 5280 §4.2.1.7 and §5.2.2), `None` if absent.
    pub fn issuer_alt_name(&self) -> Result<Option<GeneralNames<'a>>, ParseError> {
        self.general_names(&oids::ISSUER_ALT_NAME, "issuerAltName")
    }

    /// An extension whose value is a GeneralNames.
    pub(crate) fn general_names(
        &self,
        oid: &ObjectIdentifier,
        production: &'static str,
    ) -> Result<Option<GeneralNames<'a>>, ParseError> {
        self.decode(oid, production, |reader| {
            GeneralNames::parse(reader.expect(Tag::SEQUENCE, production)?.reader())
        })
    }
}
