//! authorityInfoAccess and subjectInfoAccess (RFC 5280 §4.2.2).

use der::asn1::ObjectIdentifier;

use super::general_name::GeneralName;
use super::oids;
use crate::error::ParseError;
use crate::extensions::Extensions;
use crate::oid::Oid;
use crate::raw::{Reader, Tag};

/// Where more about the issuer, or the holder, is found: its certificate, its OCSP responder.
///
/// ```text
/// AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF AccessDescription
/// SubjectInfoAccessSyntax   ::= SEQUENCE SIZE (1..MAX) OF AccessDescription
/// AccessDescription ::= SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }
/// ```
#[derive(Clone, Debug)]
pub struct InfoAccess<'a> {
    reader: Reader<'a>,
}

impl<'a> InfoAccess<'a> {
    /// Methods and locations, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = (Oid<'a>, GeneralName<'a>)> + use<'a> {
        self.reader.clone().each(|reader| read(reader, AUTHORITY))
    }

    /// URIs of id-ad-caIssuers: untrusted hints.
    pub fn ca_issuers(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.uris(oids::CA_ISSUERS)
    }

    /// URIs of id-ad-ocsp: untrusted hints.
    pub fn ocsp(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.uris(oids::OCSP)
    }

    /// URIs of any other method: untrusted hints.
    pub fn uris(&self, wanted: ObjectIdentifier) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.iter().filter_map(move |(method, location)| match location {
            GeneralName::Uri(uri) if method == wanted => Some(uri),
            _ => None,
        })
    }
}

fn read<'a>(
    reader: &mut Reader<'a>,
    production: &'static str,
) -> Result<(Oid<'a>, GeneralName<'a>), ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, production)?.reader();
    let method = fields.any(production)?.oid(production)?;
    let location = GeneralName::parse(fields.any(production)?)?;
    fields.finish(production)?;
    Ok((method, location))
}

const AUTHORITY: &str = "authorityInfoAccess[]";
const SUBJECT: &str = "subjectInfoAccess[]";

impl<'a> Extensions<'a> {
    /// authorityInfoAccess, `None` if absent.
    pub fn authority_info_access(&self) -> Result<Option<InfoAccess<'a>>, ParseError> {
        self.info_access(&oids::AUTHORITY_INFO_ACCESS, AUTHORITY)
    }

    /// subjectInfoAccess, `None` if absent.
    pub fn subject_info_access(&self) -> Result<Option<InfoAccess<'a>>, ParseError> {
        self.info_access(&oids::SUBJECT_INFO_ACCESS, SUBJECT)
    }

    fn info_access(
        &self,
        oid: &ObjectIdentifier,
        production: &'static str,
    ) -> Result<Option<InfoAccess<'a>>, ParseError> {
        let list = self.decode_list(oid, production, |reader| read(reader, production))?;
        Ok(list.map(|reader| InfoAccess { reader }))
    }
}
