//! A SignedData that owns its bytes.

use alloc::vec::Vec;
use core::fmt;

use esig_core::Limits;

use crate::error::CmsError;
use crate::signed_data::SignedData;

/// A SignedData with its bytes: what signing makes, and what evidence is added to.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedDataBuf {
    bytes: Vec<u8>,
    limits: Limits,
}

impl SignedDataBuf {
    /// Parses the ContentInfo that `bytes` consist of and keeps them; zero octets after it are dropped.
    ///
    /// # Errors
    /// As [`SignedData::parse`].
    pub fn from_bytes(bytes: impl Into<Vec<u8>>, limits: &Limits) -> Result<Self, CmsError> {
        let mut bytes = bytes.into();
        let length = SignedData::parse(&bytes, limits)?.as_bytes().len();
        bytes.truncate(length);
        Ok(Self { bytes, limits: *limits })
    }

    /// The view.
    pub fn view(&self) -> SignedData<'_> {
        SignedData::parse(&self.bytes, &self.limits)
            .expect("the same bytes were parsed within the same limits")
    }

    /// What was built here, read back: limits are for what comes from outside.
    pub(crate) fn built(bytes: Vec<u8>) -> Result<Self, CmsError> {
        Self::from_bytes(bytes, &GENEROUS)
    }

    /// The whole ContentInfo; DER if this crate made it, else as it was received.
    pub fn as_der(&self) -> &[u8] {
        &self.bytes
    }

    /// The whole ContentInfo.
    pub fn into_der(self) -> Vec<u8> {
        self.bytes
    }
}

/// As large as it is, what was built can be read back.
const GENEROUS: Limits = {
    let mut limits = Limits::DEFAULT;
    limits.input_octets = usize::MAX;
    limits.certificates = usize::MAX;
    limits.crls = usize::MAX;
    limits.signers = usize::MAX;
    limits.attributes = usize::MAX;
    limits.counter_signature_depth = usize::MAX;
    limits
};

impl fmt::Debug for SignedDataBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}
