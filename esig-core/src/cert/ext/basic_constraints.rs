//! basicConstraints (RFC 5280 §4.2.1.9).

use super::oids;
use crate::error::ParseError;
use crate::extensions::Extensions;
use crate::raw::{Reader, Tag};

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
        Some(ca) => ca.boolean("basicConstraints.cA")?,
        None => false,
    };
    let path_length = fields.optional(Tag::INTEGER, "basicConstraints.pathLenConstraint")?;
    let path_length =
        path_length.map(|length| length.small_integer("basicConstraints.pathLenConstraint")).transpose()?;
    fields.finish(PRODUCTION)?;
    Ok(BasicConstraints { ca, path_length })
}
