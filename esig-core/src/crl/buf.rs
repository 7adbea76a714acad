//! CRLs that own their offsets, or their bytes and an index too.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::fields::Fields;
use super::view::Crl;
use crate::error::Error;
use crate::serial_number::SerialNumber;

/// A CRL parsed without an allocation; lookups read the entries one after another.
#[derive(Clone)]
pub struct ParsedCrl<'a> {
    der: &'a [u8],
    fields: Fields,
}

impl<'a> ParsedCrl<'a> {
    /// Parses the CRL that `der` consists of, every entry included.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset.
    pub fn parse(der: &'a [u8]) -> Result<Self, Error> {
        let fields = Fields::parse(der)?;
        fields.check_entries(der, |_, _| ())?;
        Ok(Self { der, fields })
    }

    /// The view.
    pub fn view(&self) -> Crl<'_> {
        Crl { der: self.der, fields: &self.fields, index: None }
    }
}

/// A CRL with its bytes and its serial numbers sorted once; cheap to clone and to share among threads.
#[derive(Clone)]
pub struct CrlBuf {
    der: Arc<[u8]>,
    fields: Arc<Fields>,
    index: Arc<[u32]>,
}

impl CrlBuf {
    /// Parses the CRL that `der` consists of, keeps the bytes and sorts the serial numbers.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Result<Self, Error> {
        let der = der.into();
        let fields = Fields::parse(&der)?;
        let mut entries: Vec<(SerialNumber<'_>, u32)> = Vec::new();
        // Lengths are read into 32 bits, so offsets fit.
        fields.check_entries(&der, |entry, offset| entries.push((entry.serial_number, offset as u32)))?;
        entries.sort_unstable();
        let index = entries.into_iter().map(|(_, offset)| offset).collect();
        Ok(Self { der, fields: Arc::new(fields), index })
    }

    /// The view.
    pub fn view(&self) -> Crl<'_> {
        Crl { der: &self.der, fields: &self.fields, index: Some(&self.index) }
    }

    /// The whole CRL.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }
}

impl fmt::Debug for CrlBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}
