//! From and to the owned types of `x509-cert`.

use ::x509_cert::certificate::{CertificateInner, Profile};
use der::{Decode, Encode};

use super::{Certificate, CertificateBuf};
use crate::error::{Error, ParseError, ParseErrorKind};

impl<P: Profile> TryFrom<&CertificateInner<P>> for CertificateBuf {
    type Error = Error;

    /// Encodes the certificate, by DER whatever it was read from: if that was not DER, its signature is lost.
    fn try_from(certificate: &CertificateInner<P>) -> Result<Self, Error> {
        Self::from_der(certificate.to_der().map_err(parse_error)?)
    }
}

impl<P: Profile> TryFrom<Certificate<'_>> for CertificateInner<P> {
    type Error = Error;

    /// Decodes the certificate with `x509-cert`, which refuses some that are accepted here: dates before 1970,
    /// object identifiers with arcs beyond 32 bits, in the default profile serial numbers beyond 20 octets.
    fn try_from(certificate: Certificate<'_>) -> Result<Self, Error> {
        Ok(Self::from_der(certificate.as_der()).map_err(parse_error)?)
    }
}

impl<P: Profile> TryFrom<&CertificateBuf> for CertificateInner<P> {
    type Error = Error;

    /// As from the view.
    fn try_from(certificate: &CertificateBuf) -> Result<Self, Error> {
        certificate.view().try_into()
    }
}

/// What `der` says, in this crate's terms: it gives the place and its own kinds.
fn parse_error(error: der::Error) -> ParseError {
    let offset = error.position().and_then(|position| usize::try_from(u32::from(position)).ok());
    ParseError::new(ParseErrorKind::InvalidValue, "Certificate", offset.unwrap_or(0))
}
