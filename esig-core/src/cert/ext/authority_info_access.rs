//! authorityInfoAccess (RFC 5280 §4.2.2.1).

use der::asn1::ObjectIdentifier;

use super::general_name::GeneralName;
use super::oids;
use crate::error::ParseError;
use crate::extensions::Extensions;
use crate::oid::Oid;
use crate::raw::{Reader, Tag};

/// Where the issuer's certificate and its OCSP responder are found.
///
/// ```text
/// AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF AccessDescription
/// AccessDescription ::= SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }
/// ```
#[derive(Clone, Debug)]
pub struct AuthorityInfoAccess<'a> {
    reader: Reader<'a>,
}

impl<'a> AuthorityInfoAccess<'a> {
    /// Methods and locations, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = (Oid<'a>, GeneralName<'a>)> + use<'a> {
        let mut reader = self.reader.clone();
        core::iter::from_fn(move || read(&mut reader).ok())
    }

    /// URIs of id-ad-caIssuers: untrusted hints.
    pub fn ca_issuers(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.uris(oids::CA_ISSUERS)
    }

    /// URIs of id-ad-ocsp: untrusted hints.
    pub fn ocsp(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.uris(oids::OCSP)
    }

    fn uris(&self, wanted: ObjectIdentifier) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.iter().filter_map(move |(method, location)| match location {
            GeneralName::Uri(uri) if method == wanted => Some(uri),
            _ => None,
        })
    }
}

const PRODUCTION: &str = "authorityInfoAccess[]";

fn read<'a>(reader: &mut Reader<'a>) -> Result<(Oid<'a>, GeneralName<'a>), ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let method =
        fields.any("authorityInfoAccess[].accessMethod")?.oid("authorityInfoAccess[].accessMethod")?;
    let location = GeneralName::parse(fields.any("authorityInfoAccess[].accessLocation")?)?;
    fields.finish(PRODUCTION)?;
    Ok((method, location))
}

impl<'a> Extensions<'a> {
    /// authorityInfoAccess, `None` if absent.
    pub fn authority_info_access(&self) -> Result<Option<AuthorityInfoAccess<'a>>, ParseError> {
        let list = self.decode_list(&oids::AUTHORITY_INFO_ACCESS, PRODUCTION, read)?;
        Ok(list.map(|reader| AuthorityInfoAccess { reader }))
    }
}
