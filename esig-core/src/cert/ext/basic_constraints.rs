//! basicConstraints (RFC 5280 §4.2.1.9).

use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::raw::{Element, Reader, Tag};

/// Whether the holder is a certification authority, and how many may stand below it.
///
/// ```text
/// BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the key may sign certificates.
    pub ca: bool,
    /// Most non-self-issued intermediate certificates that may follow; `None` is no limit.
    pub path_length: Option<u32>,
}

impl<'a> Extensions<'a> {
    /// basicConstraints, `None` if absent.
    pub fn basic_constraints(&self) -> Result<Option<BasicConstraints>, ParseError> {
        self.decode(&oids::BASIC_CONSTRAINTS, PRODUCTION, read)
    }
}

const PRODUCTION: &str = "basicConstraints";

fn read(reader: &mut Reader<'_>) -> Result<BasicConstraints, ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let ca = match fields.optional(Tag::BOOLEAN, "basicConstraints.cA")? {
        Some(ca) => authority(ca)?,
        None => false,
    };
    let path_length = fields.optional(Tag::INTEGER, "basicConstraints.pathLenConstraint")?;
    let path_length =
        path_length.map(|length| length.small_integer("basicConstraints.pathLenConstraint")).transpose()?;
    fields.finish(PRODUCTION)?;
    Ok(BasicConstraints { ca, path_length })
}

/// An accredited authority in use has TRUE as 01, which BER allows (X.690 §8.2.2) and DER does not (§11.1). It leaves
/// nothing open, so it is accepted; a finding tells of it.
fn authority(ca: Element<'_>) -> Result<bool, ParseError> {
    match ca.contents() {
        [octet] => Ok(*octet != 0),
        _ => Err(ca.error(ParseErrorKind::InvalidValue, "basicConstraints.cA")),
    }
}
