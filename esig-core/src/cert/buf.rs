//! Certificates that own their offsets, or their bytes too.

use alloc::sync::Arc;
use core::fmt;

use super::fields::Fields;
use super::view::Certificate;
use crate::error::Error;

/// A certificate parsed without an allocation: bytes borrowed, offsets on the caller's stack.
#[derive(Clone)]
pub struct ParsedCertificate<'a> {
    der: &'a [u8],
    fields: Fields,
}

impl<'a> ParsedCertificate<'a> {
    /// Parses the certificate that `der` consists of.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset.
    pub fn parse(der: &'a [u8]) -> Result<Self, Error> {
        Ok(Self { der, fields: Fields::parse(der)? })
    }

    /// The view.
    pub fn view(&self) -> Certificate<'_> {
        Certificate { der: self.der, fields: &self.fields }
    }
}

impl fmt::Debug for ParsedCertificate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

/// A certificate with its bytes; cheap to clone and to share among threads.
#[derive(Clone)]
pub struct CertificateBuf {
    der: Arc<[u8]>,
    fields: Arc<Fields>,
}

impl CertificateBuf {
    /// Parses the certificate that `der` consists of and keeps the bytes.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Result<Self, Error> {
        let der = der.into();
        let fields = Arc::new(Fields::parse(&der)?);
        Ok(Self { der, fields })
    }

    /// The view.
    pub fn view(&self) -> Certificate<'_> {
        Certificate { der: &self.der, fields: &self.fields }
    }

    /// The whole certificate.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }
}

impl From<Certificate<'_>> for CertificateBuf {
    /// Copies the bytes.
    fn from(view: Certificate<'_>) -> Self {
        Self { der: view.der.into(), fields: Arc::new(view.fields.clone()) }
    }
}

impl PartialEq for CertificateBuf {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for CertificateBuf {}

impl fmt::Debug for CertificateBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}
