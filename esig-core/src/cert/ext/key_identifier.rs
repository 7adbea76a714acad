//! subjectKeyIdentifier and authorityKeyIdentifier (RFC 5280 §4.2.1.1 and §4.2.1.2).

use super::general_name::GeneralNames;
use super::oids;
use crate::error::ParseError;
use crate::extensions::Extensions;
use crate::raw::{Reader, Tag};
use crate::serial_number::SerialNumber;

/// Which of the issuer's keys signed: a hint for finding it, never a reason to refuse it.
///
/// ```text
/// AuthorityKeyIdentifier ::= SEQUENCE {
///     keyIdentifier             [0] IMPLICIT OCTET STRING OPTIONAL,
///     authorityCertIssuer       [1] IMPLICIT GeneralNames OPTIONAL,
///     authorityCertSerialNumber [2] IMPLICIT INTEGER OPTIONAL }
/// ```
#[derive(Clone, Debug)]
pub struct AuthorityKeyIdentifier<'a> {
    /// subjectKeyIdentifier of the issuer's certificate.
    pub key_identifier: Option<&'a [u8]>,
    /// Issuer name of the issuer's certificate.
    pub authority_cert_issuer: Option<GeneralNames<'a>>,
    /// Serial number of the issuer's certificate.
    pub authority_cert_serial_number: Option<SerialNumber<'a>>,
}

impl<'a> Extensions<'a> {
    /// subjectKeyIdentifier, `None` if absent.
    pub fn subject_key_identifier(&self) -> Result<Option<&'a [u8]>, ParseError> {
        const PRODUCTION: &str = "subjectKeyIdentifier";
        self.decode(&oids::SUBJECT_KEY_IDENTIFIER, PRODUCTION, |reader| {
            reader.any(PRODUCTION)?.octet_string(PRODUCTION)
        })
    }

    /// authorityKeyIdentifier, `None` if absent.
    pub fn authority_key_identifier(&self) -> Result<Option<AuthorityKeyIdentifier<'a>>, ParseError> {
        self.decode(&oids::AUTHORITY_KEY_IDENTIFIER, PRODUCTION, read)
    }
}

const PRODUCTION: &str = "authorityKeyIdentifier";

fn read<'a>(reader: &mut Reader<'a>) -> Result<AuthorityKeyIdentifier<'a>, ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let key_identifier =
        fields.optional(Tag::context_primitive(0), "authorityKeyIdentifier.keyIdentifier")?;
    let issuer = fields.optional(Tag::context(1), "authorityKeyIdentifier.authorityCertIssuer")?;
    let serial =
        fields.optional(Tag::context_primitive(2), "authorityKeyIdentifier.authorityCertSerialNumber")?;
    fields.finish(PRODUCTION)?;
    Ok(AuthorityKeyIdentifier {
        key_identifier: key_identifier.map(|element| element.contents()),
        authority_cert_issuer: issuer.map(|names| GeneralNames::parse(names.reader())).transpose()?,
        authority_cert_serial_number: serial.map(|element| SerialNumber(element.contents())),
    })
}
