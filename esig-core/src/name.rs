//! Distinguished names.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt::{self, Write};

use der::asn1::ObjectIdentifier;

use crate::attribute_names::short_name;
use crate::error::{ParseError, ParseErrorKind};
use crate::hex::write_hex;
use crate::limits::MAX_NAME_ATTRIBUTES;
use crate::oid::Oid;
use crate::raw::{Element, Reader, Tag};
use crate::strings;

/// A distinguished name over its original encoding (RFC 5280 §4.1.2.4); displayed by RFC 4514.
///
/// ```text
/// Name ::= CHOICE { rdnSequence SEQUENCE OF RelativeDistinguishedName }
/// RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
/// ```
///
/// Two names are `==` when their octets are; [`matches`](Self::matches) compares as RFC 5280 §7.1 does.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name<'a> {
    der: &'a [u8],
}

impl<'a> Name<'a> {
    /// Reads the one name that `der` consists of.
    pub fn from_der(der: &'a [u8]) -> Result<Self, ParseError> {
        Self::parse(Element::from_der(der, "Name")?, "Name")
    }

    /// Reads a name by the rules of `element`; an empty one is allowed. Element order within a SET is not looked at: files
    /// have any.
    pub fn parse(element: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut rdns = element.expect(Tag::SEQUENCE, production)?.reader();
        let mut count = 0;
        while !rdns.is_empty() {
            count += Rdn::parse(rdns.expect(Tag::SET, production)?, production)?;
        }
        if count > MAX_NAME_ATTRIBUTES {
            let kind = ParseErrorKind::Limit { name: "MAX_NAME_ATTRIBUTES", allowed: MAX_NAME_ATTRIBUTES };
            return Err(element.error(kind, production));
        }
        Ok(Self { der: element.as_bytes() })
    }

    /// What was checked by [`parse`](Self::parse) before.
    pub(crate) fn trusted(der: &'a [u8]) -> Self {
        Self { der }
    }

    /// The complete encoding, as it stands: by BER where the name was read from BER.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// Whether the name has no attribute.
    pub fn is_empty(&self) -> bool {
        self.rdns().next().is_none()
    }

    /// The relative distinguished names, in the order of the encoding (the widest first).
    pub fn rdns(&self) -> impl DoubleEndedIterator<Item = Rdn<'a>> + use<'a> {
        let name =
            Reader::ber(self.der).any("Name").expect("the same octets were read when the view was made");
        Rdns { rest: name.reader() }
    }

    /// All attributes, in the order of the encoding.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        self.rdns().flat_map(|rdn| rdn.attributes())
    }

    /// The text of the first attribute of that type.
    pub fn attribute(&self, attribute_type: &ObjectIdentifier) -> Option<String> {
        self.attributes().find(|attribute| attribute.oid == *attribute_type)?.text()
    }

    /// What a person would call the holder: commonName, else the organisation, else the whole name.
    pub fn common_name(&self) -> String {
        use crate::attribute_names::{COMMON_NAME, ORGANIZATION};
        let short = self.attribute(&COMMON_NAME).or_else(|| self.attribute(&ORGANIZATION));
        short.unwrap_or_else(|| alloc::format!("{self}"))
    }
}

/// Walks the SETs of an RDNSequence from both ends.
struct Rdns<'a> {
    rest: Reader<'a>,
}

impl<'a> Iterator for Rdns<'a> {
    type Item = Rdn<'a>;

    fn next(&mut self) -> Option<Rdn<'a>> {
        if self.rest.is_empty() { None } else { self.rest.any("Name").ok().map(|set| Rdn { set }) }
    }
}

impl DoubleEndedIterator for Rdns<'_> {
    /// Finds the last element from the front: names are short, and nothing has to be stored.
    fn next_back(&mut self) -> Option<Self::Item> {
        let (mut reader, mut last) = (self.rest.clone(), None);
        while !reader.is_empty() {
            last = Some(reader.any("Name").ok()?);
        }
        let last = last?;
        let left = self.rest.rest();
        let left = &left[..left.len() - last.as_bytes().len()];
        self.rest = Reader::ber(left).at(self.rest.offset());
        Some(Rdn { set: last })
    }
}

/// One level of a name: usually a single attribute.
#[derive(Clone, Copy, Debug)]
pub struct Rdn<'a> {
    set: Element<'a>,
}

impl<'a> Rdn<'a> {
    /// Checks the SET, whatever its tag, and counts its attributes: at least one.
    #[inline]
    pub(crate) fn parse(set: Element<'a>, production: &'static str) -> Result<usize, ParseError> {
        let mut attributes = set.reader();
        if attributes.is_empty() {
            return Err(set.error(ParseErrorKind::Empty, production));
        }
        let mut count = 0;
        while !attributes.is_empty() {
            Attribute::read(&mut attributes, production)?;
            count += 1;
        }
        Ok(count)
    }

    /// Its attributes, in the order of the encoding.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        self.set.reader().each(|reader| Attribute::read(reader, "Name"))
    }
}

/// A type and a value.
///
/// ```text
/// AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// The attribute type.
    pub oid: Oid<'a>,
    /// The value, usually a string of one of six kinds.
    pub value: Element<'a>,
}

impl<'a> Attribute<'a> {
    #[inline]
    fn read(reader: &mut Reader<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = reader.expect(Tag::SEQUENCE, production)?.reader();
        let oid = fields.any(production)?.oid(production)?;
        let value = fields.any(production)?;
        fields.finish(production)?;
        Ok(Self { oid, value })
    }

    /// The value as text; `None` if it is no string, or not one its type allows.
    pub fn text(&self) -> Option<String> {
        strings::decode(self.value)
    }

    /// The same without a copy where the value is UTF-8 already.
    pub(crate) fn borrowed_text(&self) -> Option<Cow<'a, str>> {
        strings::text(self.value)
    }
}

impl fmt::Display for Attribute<'_> {
    /// `CN=Иванов`; a value that is no string stands as `#` and its encoding in hexadecimal (RFC 4514 §2.4).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = short_name(self.oid);
        match name {
            Some(name) => f.write_str(name)?,
            None => self.oid.fmt(f)?,
        }
        f.write_char('=')?;
        match self.borrowed_text() {
            Some(text) => write_escaped(f, &text),
            None => {
                f.write_char('#')?;
                write_hex(f, self.value.as_bytes())
            }
        }
    }
}

impl fmt::Display for Name<'_> {
    /// RFC 4514 §2: the narrowest level first, attributes of one level joined by `+`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, rdn) in self.rdns().rev().enumerate() {
            if index > 0 {
                f.write_char(',')?;
            }
            for (index, attribute) in rdn.attributes().enumerate() {
                if index > 0 {
                    f.write_char('+')?;
                }
                attribute.fmt(f)?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

/// Escapes what RFC 4514 §2.4 asks for, and control characters, which could write over a terminal.
fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let last = text.chars().count().saturating_sub(1);
    text.chars().enumerate().try_for_each(|(index, c)| match c {
        '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(f, "\\{c}"),
        '#' if index == 0 => f.write_str("\\#"),
        ' ' if index == 0 || index == last => f.write_str("\\ "),
        _ if c.is_control() || strings::is_layout_control(c) => {
            let mut octets = [0; 4];
            c.encode_utf8(&mut octets).bytes().try_for_each(|octet| write!(f, "\\{octet:02X}"))
        }
        _ => f.write_char(c),
    })
}

/// A name with its bytes; cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct NameBuf {
    der: Arc<[u8]>,
}

impl NameBuf {
    /// Reads the name that `der` consists of and keeps the bytes.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Result<Self, ParseError> {
        let der = der.into();
        Name::from_der(&der)?;
        Ok(Self { der })
    }

    /// The view.
    pub fn view(&self) -> Name<'_> {
        Name { der: &self.der }
    }
}

impl From<Name<'_>> for NameBuf {
    fn from(name: Name<'_>) -> Self {
        Self { der: name.der.into() }
    }
}

impl fmt::Display for NameBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl fmt::Debug for NameBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute_names::{COMMON_NAME, INN, ORGANIZATION, SNILS};
    use crate::encode::element;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    fn attribute(oid: ObjectIdentifier, tag: Tag, value: &[u8]) -> Vec<u8> {
        let oid = element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()]);
        element(Tag::SEQUENCE, &[&oid, &element(tag, &[value])])
    }

    fn name(levels: &[&[u8]]) -> Vec<u8> {
        let levels: Vec<_> = levels.iter().map(|level| element(Tag::SET, &[level])).collect();
        let levels: Vec<_> = levels.iter().map(Vec::as_slice).collect();
        element(Tag::SEQUENCE, &levels)
    }

    #[test]
    fn russian_attributes_are_shown_by_name() {
        let der = name(&[
            &attribute(ORGANIZATION, Tag::UTF8_STRING, "ООО \"Ромашка\", филиал".as_bytes()),
            &attribute(INN, Tag::NUMERIC_STRING, b"990000123452"),
            &attribute(SNILS, Tag::NUMERIC_STRING, b"10000001213"),
            &attribute(COMMON_NAME, Tag::BMP_STRING, &[4, 0x18, 4, 0x32, 4, 0x30, 4, 0x3d]),
        ]);
        let name = Name::from_der(&der).expect("well-formed");
        let text = r#"CN=Иван,СНИЛС=10000001213,ИНН=990000123452,O=ООО \"Ромашка\"\, филиал"#;
        assert_eq!(name.to_string(), text);
        assert_eq!(name.attribute(&INN).as_deref(), Some("990000123452"));
        assert_eq!(name.common_name(), "Иван");
    }

    #[test]
    fn special_characters_are_escaped() {
        let der = name(&[&attribute(COMMON_NAME, Tag::UTF8_STRING, "# a\u{1b}[2J\u{202e} ".as_bytes())]);
        let text = Name::from_der(&der).expect("well-formed").to_string();
        assert_eq!(text, r"CN=\# a\1B[2J\E2\80\AE\ ");
    }

    #[test]
    fn other_values_are_shown_as_hexadecimal() {
        let unknown = ObjectIdentifier::new_unwrap("1.2.3.4");
        let der =
            name(&[&[attribute(unknown, Tag::INTEGER, &[5]), attribute(COMMON_NAME, Tag::BMP_STRING, &[4])]
                .concat()]);
        let text = Name::from_der(&der).expect("well-formed").to_string();
        assert_eq!(text, "1.2.3.4=#020105+CN=#1e0104");
    }

    #[test]
    fn an_empty_level_is_refused_and_an_empty_name_is_not() {
        let error = Name::from_der(&name(&[&[]])).expect_err("no attribute");
        assert_eq!((error.kind, error.offset), (ParseErrorKind::Empty, 2));
        assert!(Name::from_der(&[0x30, 0]).expect("empty").is_empty());
    }
}
