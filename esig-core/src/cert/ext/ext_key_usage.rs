//! extKeyUsage (RFC 5280 §4.2.1.12).

use der::asn1::ObjectIdentifier;

use super::oids;
use crate::error::ParseError;
use crate::extensions::Extensions;
use crate::oid::Oid;
use crate::raw::Reader;

/// Purposes of the key, besides keyUsage.
///
/// ```text
/// ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId
/// ```
#[derive(Clone, Debug)]
pub struct ExtendedKeyUsage<'a> {
    reader: Reader<'a>,
}

impl<'a> ExtendedKeyUsage<'a> {
    /// The purposes, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = Oid<'a>> + use<'a> {
        self.reader.clone().each(|reader| reader.any(PRODUCTION)?.oid(PRODUCTION))
    }

    /// Whether that very purpose is listed; anyExtendedKeyUsage is a purpose of its own here.
    pub fn contains(&self, purpose: &ObjectIdentifier) -> bool {
        self.iter().any(|oid| oid == *purpose)
    }
}

const PRODUCTION: &str = "extKeyUsage[]";

impl<'a> Extensions<'a> {
    /// extKeyUsage, `None` if absent, which leaves every purpose open.
    pub fn extended_key_usage(&self) -> Result<Option<ExtendedKeyUsage<'a>>, ParseError> {
        let list = self.decode_list(&oids::EXTENDED_KEY_USAGE, PRODUCTION, |purposes| {
            purposes.any(PRODUCTION)?.oid(PRODUCTION)
        })?;
        Ok(list.map(|reader| ExtendedKeyUsage { reader }))
    }
}
