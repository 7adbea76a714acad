//! subjectDirectoryAttributes (RFC 5280 §4.2.1.8).

use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::oid::Oid;
use crate::raw::{Element, Reader, Tag};

/// More about the holder: nationality, date of birth, and whatever an authority defines (RFC 3739 §3.2.2).
///
/// ```text
/// SubjectDirectoryAttributes ::= SEQUENCE SIZE (1..MAX) OF Attribute
/// Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET OF ANY }
/// ```
#[derive(Clone, Debug)]
pub struct SubjectDirectoryAttributes<'a> {
    reader: Reader<'a>,
}

impl<'a> SubjectDirectoryAttributes<'a> {
    /// Types and the SETs of their values, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = (Oid<'a>, Element<'a>)> + use<'a> {
        self.reader.clone().each(read)
    }
}

const PRODUCTION: &str = "subjectDirectoryAttributes[]";

fn read<'a>(reader: &mut Reader<'a>) -> Result<(Oid<'a>, Element<'a>), ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let attribute_type = fields.any(PRODUCTION)?.oid(PRODUCTION)?;
    let values = fields.expect(Tag::SET, PRODUCTION)?;
    fields.finish(PRODUCTION)?;
    let mut elements = values.reader();
    if elements.is_empty() {
        return Err(values.error(ParseErrorKind::Empty, PRODUCTION));
    }
    while !elements.is_empty() {
        elements.any(PRODUCTION)?;
    }
    Ok((attribute_type, values))
}

impl<'a> Extensions<'a> {
    /// subjectDirectoryAttributes, `None` if absent.
    pub fn subject_directory_attributes(&self) -> Result<Option<SubjectDirectoryAttributes<'a>>, ParseError> {
        let list = self.decode_list(&oids::SUBJECT_DIRECTORY_ATTRIBUTES, PRODUCTION, read)?;
        Ok(list.map(|reader| SubjectDirectoryAttributes { reader }))
    }
}
