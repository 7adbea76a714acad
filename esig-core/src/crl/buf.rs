//! CRLs that own their offsets, or their bytes and an index too.

use alloc::sync::Arc;
use core::fmt;

use super::fields::Fields;
use super::index::{Builder, Index};
use super::view::Crl;
use crate::error::Error;

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
        Ok(Self { der, fields: Fields::parse(der, |_, _| ())? })
    }

    /// The view.
    pub fn view(&self) -> Crl<'_> {
        Crl { der: self.der, fields: &self.fields, index: None }
    }
}

/// A CRL with its bytes and an index of its serial numbers; cheap to clone and to share among threads.
///
/// The index is made while the entries are read once and takes eight octets for each.
#[derive(Clone)]
pub struct CrlBuf {
    der: Arc<[u8]>,
    fields: Arc<Fields>,
    index: Index,
}

impl CrlBuf {
    /// Parses the CRL that `der` consists of, keeps the bytes and indexes the entries.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Result<Self, Error> {
        let der = der.into();
        let mut index = Builder::default();
        let fields = Fields::parse(&der, |entry, offset| index.push(entry, offset))?;
        Ok(Self { der, fields: Arc::new(fields), index: index.finish() })
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
