//! complete-certificate-references and attribute-certificate-references.

use core::fmt;

use esig_core::error::UnsupportedAlgorithm;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{Certificate, ParseError, Provider};

use super::{OtherHash, check_list, each};
use crate::attributes::{Attributes, IssuerSerial};
use crate::oids;

/// References to certificates: those of the signer's path but his own, which signing-certificate refers to, or those of the
/// authorities for his attributes (RFC 5126 §6.2.1 and §6.2.3).
///
/// ```text
/// CompleteCertificateRefs  ::= SEQUENCE OF OtherCertID
/// AttributeCertificateRefs ::= SEQUENCE OF OtherCertID
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CertificateReferences<'a> {
    list: Element<'a>,
}

impl<'a> CertificateReferences<'a> {
    fn parse(value: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        let list = value.expect(Tag::SEQUENCE, production)?;
        check_list(list, production, |reader| OtherCertId::read(reader, production))?;
        Ok(Self { list })
    }

    /// All of them, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = OtherCertId<'a>> + use<'a> {
        each(Some(self.list), |reader| OtherCertId::read(reader, "CompleteCertificateRefs[]"))
    }
}

/// One certificate by its digest, and perhaps by issuer and serial number.
///
/// ```text
/// OtherCertID ::= SEQUENCE { otherCertHash OtherHash, issuerSerial IssuerSerial OPTIONAL }
/// ```
#[derive(Clone, Copy)]
pub struct OtherCertId<'a> {
    hash: OtherHash<'a>,
    issuer_serial: Option<IssuerSerial<'a>>,
}

impl<'a> OtherCertId<'a> {
    fn read(reader: &mut Reader<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = reader.expect(Tag::SEQUENCE, production)?.reader();
        let hash = OtherHash::parse(fields.any(production)?, production)?;
        let issuer_serial = fields.optional(Tag::SEQUENCE, production)?;
        fields.finish(production)?;
        let issuer_serial =
            issuer_serial.map(|element| IssuerSerial::parse(element, production)).transpose()?;
        Ok(Self { hash, issuer_serial })
    }

    /// The digest of the whole certificate.
    pub fn hash(&self) -> OtherHash<'a> {
        self.hash
    }

    /// Issuer and serial number.
    pub fn issuer_serial(&self) -> Option<IssuerSerial<'a>> {
        self.issuer_serial
    }

    /// Whether it refers to that certificate: by digest and, where they are given, by issuer and serial number.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if that cannot be told.
    pub fn matches(
        &self,
        certificate: &Certificate<'_>,
        provider: &Provider,
    ) -> Result<bool, UnsupportedAlgorithm> {
        let is_named = self.issuer_serial.is_none_or(|issuer_serial| issuer_serial.matches(certificate));
        Ok(is_named && self.hash.is_of(certificate.as_der(), provider)?)
    }
}

impl fmt::Debug for OtherCertId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OtherCertId({:?}", self.hash)?;
        match self.issuer_serial {
            Some(issuer_serial) => write!(f, ", serial number {})", issuer_serial.serial_number()),
            None => f.write_str(")"),
        }
    }
}

impl<'a> Attributes<'a> {
    /// complete-certificate-references, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn complete_certificate_references(&self) -> Result<Option<CertificateReferences<'a>>, ParseError> {
        const PRODUCTION: &str = "unsignedAttrs.complete-certificate-references[]";
        let value = self.single(oids::COMPLETE_CERTIFICATE_REFERENCES, PRODUCTION)?;
        value.map(|value| CertificateReferences::parse(value, PRODUCTION)).transpose()
    }

    /// attribute-certificate-references, `None` if absent: attribute certificates may be among what they refer to, which
    /// [`OtherHash::is_of`] tells by their octets.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn attribute_certificate_references(&self) -> Result<Option<CertificateReferences<'a>>, ParseError> {
        const PRODUCTION: &str = "unsignedAttrs.attribute-certificate-references[]";
        let value = self.single(oids::ATTRIBUTE_CERTIFICATE_REFERENCES, PRODUCTION)?;
        value.map(|value| CertificateReferences::parse(value, PRODUCTION)).transpose()
    }
}
