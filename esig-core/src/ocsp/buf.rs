//! Answers that own their offsets, or their bytes too.

use alloc::sync::Arc;
use core::fmt;

use super::response::{Frame, OcspResponse};
use crate::error::Error;

/// An answer parsed without an allocation: bytes borrowed, offsets on the caller's stack.
#[derive(Clone)]
pub struct ParsedOcsp<'a> {
    der: &'a [u8],
    frame: Frame,
}

impl<'a> ParsedOcsp<'a> {
    /// Parses the OCSPResponse that `der` consists of, or a BasicOCSPResponse alone.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset; also if the type of the response is not basic.
    pub fn parse(der: &'a [u8]) -> Result<Self, Error> {
        Ok(Self { der, frame: Frame::parse(der)? })
    }

    /// The view.
    pub fn view(&self) -> OcspResponse<'_> {
        OcspResponse { der: self.der, frame: &self.frame }
    }
}

impl fmt::Debug for ParsedOcsp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

/// An answer with its bytes; cheap to clone and to share among threads.
#[derive(Clone)]
pub struct OcspBuf {
    der: Arc<[u8]>,
    frame: Arc<Frame>,
}

impl OcspBuf {
    /// Parses the OCSPResponse that `der` consists of, or a BasicOCSPResponse alone, and keeps the bytes.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset; also if the type of the response is not basic.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Result<Self, Error> {
        let der = der.into();
        let frame = Arc::new(Frame::parse(&der)?);
        Ok(Self { der, frame })
    }

    /// The view.
    pub fn view(&self) -> OcspResponse<'_> {
        OcspResponse { der: &self.der, frame: &self.frame }
    }

    /// The whole answer, as it was given.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }
}

impl PartialEq for OcspBuf {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for OcspBuf {}

impl fmt::Debug for OcspBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}
