//! What a verification rested on, put into the SignedData (EN 319 122-1 clause 6.3, level LT).

use alloc::vec::Vec;

use esig_core::encode::element;
use esig_core::ocsp::OcspResponse;
use esig_core::raw::{Element, Tag};
use esig_core::{CertificateBuf, CrlBuf, OcspBuf};

use crate::edit::{Fields, with_certificates, with_elements};
use crate::error::CmsError;
use crate::guard;
use crate::oids;
use crate::signed_data_buf::SignedDataBuf;

/// Certificates, CRLs and OCSP responses: the validation data of a signature and of its time-stamps.
///
/// `VerifiedPath::validation_data` of `esig-verify` gives what a verdict rests on.
///
/// Their order is kept where the place has one: in [references](SignedDataBuf::with_references) and
/// [values](SignedDataBuf::with_values), where the chain is to begin with the signer's certificate.
#[derive(Clone, Debug, Default)]
pub struct ValidationData {
    /// The certificates, anchors included if they are to be found there later.
    pub certificates: Vec<CertificateBuf>,
    /// The CRLs.
    pub crls: Vec<CrlBuf>,
    /// The OCSP responses that give an answer; others are of no use and are left out.
    pub ocsp_responses: Vec<OcspBuf>,
}

impl ValidationData {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what is not there yet, by its octets.
    pub fn extend(&mut self, other: &Self) {
        for certificate in &other.certificates {
            push_new(&mut self.certificates, certificate, |one| one.as_der());
        }
        for crl in &other.crls {
            push_new(&mut self.crls, crl, |one| one.as_der());
        }
        for response in &other.ocsp_responses {
            push_new(&mut self.ocsp_responses, response, |one| one.as_der());
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.crls.is_empty() && self.ocsp_responses.is_empty()
    }

    /// The elements of `SignedData.crls` (RFC 5652 §10.2.1, RFC 5940 §2).
    fn revocation_info_choices(&self) -> Vec<Vec<u8>> {
        let crls = self.crls.iter().map(|crl| crl.as_der().into());
        crls.chain(self.ocsp_responses.iter().filter_map(|ocsp| other_revocation_info(&ocsp.view())))
            .collect()
    }
}

fn push_new<T: Clone>(list: &mut Vec<T>, new: &T, der: impl Fn(&T) -> &[u8]) {
    // The same octets in memory need not be compared: some CRLs have tens of megabytes.
    let is_new = |known: &T| !core::ptr::eq(der(known), der(new)) && der(known) != der(new);
    if list.iter().all(is_new) {
        list.push(new.clone());
    }
}

impl SignedDataBuf {
    /// Adds to `SignedData.certificates` and `crls` what is not there yet: level LT, if a time-stamp over the signature is there
    /// and nothing of what both rest on is missing.
    ///
    /// OCSP responses become other revocation information (RFC 5940), and the version 5 with them (RFC 5652 §5.1). An archive
    /// time-stamp of version 3 covers what it lists, so that more may be added to the sets.
    ///
    /// # Errors
    /// [`CmsError::Covered`] if an archive time-stamp of version 1 or 2 or an evidence record covers these sets as a whole.
    pub fn with_validation_data(self, data: &ValidationData) -> Result<Self, CmsError> {
        let view = self.view();
        let parts = view.parts();
        let choices = data.revocation_info_choices();
        let fields = Fields::copied(&parts);
        let certificates = with_certificates(parts.certificates, &data.certificates);
        let crls = with_elements(Tag::context(1), parts.crls, choices.iter().map(Vec::as_slice));
        if certificates == fields.certificates && crls == fields.crls {
            return Ok(self);
        }
        guard::sets_may_grow(&view)?;
        let version = version(parts.version, data);
        Self::built(Fields { version, certificates, crls, ..fields }.content_info())
    }
}

/// RFC 5652 §5.1: "if … any crls with a type of other are present … version MUST be 5".
fn version(present: Element<'_>, data: &ValidationData) -> Vec<u8> {
    match data.ocsp_responses.is_empty() {
        true => present.as_bytes().into(),
        false => element(Tag::INTEGER, &[&[5]]),
    }
}

/// ```text
/// OtherRevocationInfoFormat ::= SEQUENCE { otherRevInfoFormat OBJECT IDENTIFIER, otherRevInfo ANY }
/// ```
fn other_revocation_info(response: &OcspResponse<'_>) -> Option<Vec<u8>> {
    let basic = response.basic()?;
    let format = element(Tag::OBJECT_IDENTIFIER, &[oids::OCSP_RESPONSE.as_bytes()]);
    let whole = match response.as_der() == basic.as_der() {
        true => ocsp_response(basic.as_der()),
        false => response.as_der().into(),
    };
    Some(element(Tag::context(1), &[&format, &whole]))
}

/// The OCSPResponse around a BasicOCSPResponse, which is copied (RFC 6960 §4.2.1).
fn ocsp_response(basic: &[u8]) -> Vec<u8> {
    let response_type = element(Tag::OBJECT_IDENTIFIER, &[oids::OCSP_BASIC.as_bytes()]);
    let response = element(Tag::OCTET_STRING, &[basic]);
    let bytes = element(Tag::SEQUENCE, &[&response_type, &response]);
    let successful = element(Tag::ENUMERATED, &[&[0]]);
    element(Tag::SEQUENCE, &[&successful, &element(Tag::context(0), &[&bytes])])
}
