//! certificate-values and revocation-values (RFC 5126 §6.3.3 and §6.3.4, EN 319 122-1 annex A.1.1.2 and A.1.2.2), and the
//! signed revocation data of PDF (ISO 32000-2 §12.8.3.3.2).

use esig_core::ParseError;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Tag};

use super::Attributes;
use super::references::{check_list, each};
use crate::oids;

/// Certificates; not parsed, and not all needed.
///
/// ```text
/// CertificateValues ::= SEQUENCE OF Certificate
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CertificateValues<'a> {
    list: Element<'a>,
}

impl<'a> CertificateValues<'a> {
    pub(crate) fn parse(value: Element<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "unsignedAttrs.certificate-values[]";
        let list = value.expect(Tag::SEQUENCE, PRODUCTION)?;
        check_list(list, PRODUCTION, sequence)?;
        Ok(Self { list })
    }

    /// The whole encoding of each, in the order of the encoding.
    pub fn certificates(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        each(Some(self.list), sequence)
    }
}

/// CRLs and OCSP responses; not parsed, and not all needed.
///
/// ```text
/// RevocationValues ::= SEQUENCE {
///     crlVals   [0] SEQUENCE OF CertificateList   OPTIONAL,
///     ocspVals  [1] SEQUENCE OF BasicOCSPResponse OPTIONAL,
///     otherRevVals [2] OtherRevVals               OPTIONAL }
/// OtherRevVals ::= SEQUENCE { otherRevValType OBJECT IDENTIFIER, otherRevVals ANY }
/// ```
///
/// RevocationInfoArchival of PDF has the same form, but for OCSPResponse with the wrapper and a list of others.
#[derive(Clone, Copy, Debug)]
pub struct RevocationValues<'a> {
    crls: Option<Element<'a>>,
    ocsp_responses: Option<Element<'a>>,
    other: Option<Element<'a>>,
}

impl<'a> RevocationValues<'a> {
    pub(crate) fn parse(value: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = value.expect(Tag::SEQUENCE, production)?.reader();
        let crls = list(fields.optional(Tag::context(0), production)?, production)?;
        let ocsp_responses = list(fields.optional(Tag::context(1), production)?, production)?;
        let other = list(fields.optional(Tag::context(2), production)?, production)?;
        fields.finish(production)?;
        for list in [crls, ocsp_responses].into_iter().flatten() {
            check_list(list, production, sequence)?;
        }
        Ok(Self { crls, ocsp_responses, other })
    }

    /// The whole encoding of each CRL, in the order of the encoding.
    pub fn crls(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        each(self.crls, sequence)
    }

    /// The whole encoding of each BasicOCSPResponse, in the order of the encoding. Some software puts an OCSPResponse there.
    pub fn ocsp_responses(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        each(self.ocsp_responses, sequence)
    }

    /// otherRevVals: its type and its value, which are not looked into; `None` if absent or of another form.
    pub fn other(&self) -> Option<(Oid<'a>, &'a [u8])> {
        let mut fields = self.other?.reader();
        let kind = fields.any("otherRevVals").and_then(|kind| kind.oid("otherRevVals")).ok()?;
        Some((kind, fields.any("otherRevVals").ok()?.as_bytes()))
    }
}

impl<'a> Attributes<'a> {
    /// certificate-values, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn certificate_values(&self) -> Result<Option<CertificateValues<'a>>, ParseError> {
        let value = self.single(oids::CERTIFICATE_VALUES, "unsignedAttrs.certificate-values")?;
        value.map(CertificateValues::parse).transpose()
    }

    /// revocation-values, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn revocation_values(&self) -> Result<Option<RevocationValues<'a>>, ParseError> {
        const PRODUCTION: &str = "unsignedAttrs.revocation-values[]";
        let value = self.single(oids::REVOCATION_VALUES, PRODUCTION)?;
        value.map(|value| RevocationValues::parse(value, PRODUCTION)).transpose()
    }

    /// revocationInfoArchival, a signed attribute of PDF, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn revocation_info_archival(&self) -> Result<Option<RevocationValues<'a>>, ParseError> {
        const PRODUCTION: &str = "signedAttrs.revocationInfoArchival[]";
        let value = self.single(oids::REVOCATION_INFO_ARCHIVAL, PRODUCTION)?;
        value.map(|value| RevocationValues::parse(value, PRODUCTION)).transpose()
    }
}

/// Certificates, CRLs and OCSP responses are all of this type.
fn sequence<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], ParseError> {
    Ok(reader.expect(Tag::SEQUENCE, "values[]")?.as_bytes())
}

/// The SEQUENCE inside an EXPLICIT tag.
fn list<'a>(
    wrapper: Option<Element<'a>>,
    production: &'static str,
) -> Result<Option<Element<'a>>, ParseError> {
    let Some(wrapper) = wrapper else { return Ok(None) };
    let mut inner = wrapper.reader();
    let list = inner.expect(Tag::SEQUENCE, production)?;
    inner.finish(production)?;
    Ok(Some(list))
}
