//! Which certificate a signer says is his.

use alloc::vec::Vec;
use core::fmt;

use esig_core::error::ParseErrorKind;
use esig_core::raw::{Element, Tag};
use esig_core::{Certificate, Name, ParseError, SerialNumber};

use crate::octet_string::OctetString;

/// Names the signer's certificate (RFC 5652 §5.3). Not signed: a hint until signing-certificate confirms it.
///
/// ```text
/// SignerIdentifier ::= CHOICE {
///     issuerAndSerialNumber IssuerAndSerialNumber,
///     subjectKeyIdentifier [0] SubjectKeyIdentifier }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignerIdentifier<'a> {
    /// The certificate with this serial number among those of this issuer.
    IssuerAndSerialNumber {
        /// Who issued it.
        issuer: Name<'a>,
        /// Its serial number.
        serial_number: SerialNumber<'a>,
    },
    /// The certificate with this value in its extension of the same name.
    SubjectKeyIdentifier(OctetString<'a>),
}

impl<'a> SignerIdentifier<'a> {
    pub(crate) fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "signerInfos[].sid";
        match element.tag() {
            Tag::SEQUENCE => {
                let mut fields = element.reader();
                let issuer = Name::parse(fields.any(PRODUCTION)?, "signerInfos[].sid.issuer")?;
                let serial = fields.any(PRODUCTION)?.integer("signerInfos[].sid.serialNumber")?;
                fields.finish(PRODUCTION)?;
                let serial_number = SerialNumber::from_contents(serial);
                Ok(Self::IssuerAndSerialNumber { issuer, serial_number })
            }
            tag if tag.context_number() == Some(0) => {
                OctetString::parse_implicit(element, 0, PRODUCTION).map(Self::SubjectKeyIdentifier)
            }
            found => {
                let kind = ParseErrorKind::UnexpectedTag { wanted: Tag::SEQUENCE, found };
                Err(element.error(kind, PRODUCTION))
            }
        }
    }

    /// Whether `certificate` is the one named; an extension that cannot be read names nothing.
    pub fn matches(&self, certificate: &Certificate<'_>) -> bool {
        match self {
            Self::IssuerAndSerialNumber { issuer, serial_number } => {
                *serial_number == certificate.serial_number() && issuer.matches(&certificate.issuer())
            }
            Self::SubjectKeyIdentifier(identifier) => {
                let stated = certificate.extensions().subject_key_identifier();
                stated.is_ok_and(|stated| stated.is_some_and(|stated| *identifier == *stated))
            }
        }
    }
}

impl fmt::Display for SignerIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IssuerAndSerialNumber { issuer, serial_number } => {
                write!(f, "serial number {serial_number} of {issuer}")
            }
            Self::SubjectKeyIdentifier(identifier) => write!(f, "key identifier {identifier}"),
        }
    }
}

/// IssuerAndSerialNumber of a certificate, encoded.
pub(crate) fn encode(certificate: &Certificate<'_>) -> Vec<u8> {
    use esig_core::encode::element;
    let serial = element(Tag::INTEGER, &[certificate.serial_number().as_octets()]);
    element(Tag::SEQUENCE, &[certificate.issuer().as_der(), &serial])
}
