//! certificate-values and revocation-values: validation data in attributes (EN 319 122-1 annex A.1.1, RFC 5126 §6.3.3 and
//! §6.3.4).

use alloc::vec::Vec;

use esig_core::encode::element;
use esig_core::raw::Tag;

use super::{ValidationData, sequence_of};
use crate::error::CmsError;
use crate::oids;
use crate::signed_data_buf::SignedDataBuf;

impl SignedDataBuf {
    /// Adds certificate-values and revocation-values to the signature with that number, as the extended forms have them:
    /// X-Long, if [references](Self::with_references) are there.
    ///
    /// ```text
    /// CertificateValues ::= SEQUENCE OF Certificate
    /// RevocationValues  ::= SEQUENCE {
    ///     crlVals   [0] SEQUENCE OF CertificateList   OPTIONAL,
    ///     ocspVals  [1] SEQUENCE OF BasicOCSPResponse OPTIONAL,
    ///     otherRevVals [2] OtherRevVals               OPTIONAL }
    /// ```
    ///
    /// # Errors
    /// [`CmsError::NoSuchSignature`]; [`CmsError::AttributePresent`] if one of them is there; [`CmsError::Covered`] if an
    /// evidence record of another signature covers this one.
    pub fn with_values(self, index: usize, data: &ValidationData) -> Result<Self, CmsError> {
        self.with_new_attributes(
            index,
            [
                (oids::CERTIFICATE_VALUES, "certificate-values", certificate_values(data)),
                (oids::REVOCATION_VALUES, "revocation-values", revocation_values(data)),
            ],
        )
    }
}

fn certificate_values(data: &ValidationData) -> Vec<u8> {
    sequence_of(data.certificates.iter().map(|certificate| certificate.as_der()))
}

fn revocation_values(data: &ValidationData) -> Vec<u8> {
    let crls = sequence_of(data.crls.iter().map(|crl| crl.as_der()));
    let responses = data.ocsp_responses.iter().filter_map(|response| response.view().basic());
    let responses = sequence_of(responses.map(|basic| basic.as_der()));
    element(Tag::SEQUENCE, &[&explicit(0, &crls), &explicit(1, &responses)])
}

/// The list under its tag; an empty one is left out.
fn explicit(number: u8, list: &[u8]) -> Vec<u8> {
    match list {
        [_, 0] => Vec::new(),
        list => element(Tag::context(number), &[list]),
    }
}
