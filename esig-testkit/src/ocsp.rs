//! OCSP responses.

use esig_core::encode::element;
use esig_core::ocsp::{
    CertIdBuf, CertStatus, NewResponse, NewSingleResponse, encode_basic_response, encode_response,
};
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, DigestAlgorithm, NameBuf, OcspBuf, Provider};
use time::UtcDateTime;

use crate::asn1::within_calendar;
use crate::extension::ExtensionTemplate;
use crate::identity::Identity;

/// An OCSP response before it is signed (RFC 6960 §4.2.1): every field can be set to anything.
///
/// Without further ado the responder is named by its subject, and its certificate comes along.
#[derive(Clone, Debug)]
pub struct OcspTemplate {
    produced_at: UtcDateTime,
    responder: Responder,
    singles: Vec<NewSingleResponse>,
    extensions: Vec<ExtensionTemplate>,
    certificates: Option<Vec<CertificateBuf>>,
}

/// Whom responderID names.
#[derive(Clone, Debug)]
enum Responder {
    Signer,
    SignersKey,
    Named(NameBuf),
}

impl OcspTemplate {
    /// A response to nothing, made at `produced_at`.
    pub fn new(produced_at: UtcDateTime) -> Self {
        Self {
            produced_at,
            responder: Responder::Signer,
            singles: Vec::new(),
            extensions: Vec::new(),
            certificates: None,
        }
    }

    /// Adds what is said of a certificate of `issuer`, known by SHA-1, as of `this_update` and until `next_update`.
    #[must_use]
    pub fn with_status(
        self,
        certificate: &CertificateBuf,
        issuer: &CertificateBuf,
        cert_status: CertStatus,
        (this_update, next_update): (UtcDateTime, Option<UtcDateTime>),
    ) -> Self {
        let provider = Provider::rustcrypto();
        let cert_id = CertIdBuf::new(&provider, DigestAlgorithm::Sha1, certificate.view(), issuer.view())
            .expect("the provider has every digest");
        let extensions = Vec::new();
        self.with_single(NewSingleResponse { cert_id, cert_status, this_update, next_update, extensions })
    }

    /// Adds what is said of one certificate, field by field.
    #[must_use]
    pub fn with_single(mut self, single: NewSingleResponse) -> Self {
        self.singles.push(single);
        self
    }

    /// Names the responder by its key.
    #[must_use]
    pub fn by_key(self) -> Self {
        Self { responder: Responder::SignersKey, ..self }
    }

    /// Names a responder that is not the subject of who signs.
    #[must_use]
    pub fn with_responder(self, name: NameBuf) -> Self {
        Self { responder: Responder::Named(name), ..self }
    }

    /// Adds an extension of the response as a whole.
    #[must_use]
    pub fn with_extension(mut self, extension: ExtensionTemplate) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Other certificates in certs than that of who signs, or none.
    #[must_use]
    pub fn with_certificates(self, certificates: &[CertificateBuf]) -> Self {
        Self { certificates: Some(certificates.to_vec()), ..self }
    }

    /// The response signed by `signer`.
    ///
    /// # Errors
    /// [`esig_core::Error::Malformed`] if the fields were set to what no parser takes; [`issue_der`](Self::issue_der)
    /// gives such responses too.
    pub fn issue(&self, signer: &Identity) -> Result<OcspBuf, esig_core::Error> {
        OcspBuf::from_der(self.issue_der(signer))
    }

    /// As [`issue`](Self::issue), whatever the fields are.
    pub fn issue_der(&self, signer: &Identity) -> Vec<u8> {
        encode_response(&self.issue_basic_der(signer))
    }

    /// The BasicOCSPResponse alone.
    pub fn issue_basic_der(&self, signer: &Identity) -> Vec<u8> {
        let tbs = self.response_data(signer).encode().expect("the years 0 to 9999 can be written");
        let own = [signer.certificate().clone()];
        let certificates = self.certificates.as_deref().unwrap_or(&own);
        let certificates: Vec<&[u8]> = certificates.iter().map(CertificateBuf::as_der).collect();
        let key = signer.key();
        encode_basic_response(&tbs, &key.scheme().to_identifier(), key.sign(&tbs).as_octets(), &certificates)
    }

    fn response_data(&self, signer: &Identity) -> NewResponse {
        let produced_at = within_calendar(self.produced_at);
        let view = signer.certificate().view();
        let data = match &self.responder {
            Responder::Signer => NewResponse::by_name(&view.subject(), produced_at),
            Responder::Named(name) => NewResponse::by_name(&name.view(), produced_at),
            Responder::SignersKey => {
                let key = view.subject_public_key_info().subject_public_key();
                let hash = Provider::rustcrypto().digest(DigestAlgorithm::Sha1, key.octets);
                let hash = hash.expect("the provider has every digest");
                NewResponse::by_key(hash.as_octets(), produced_at)
            }
        };
        let data = self.singles.iter().cloned().map(within_years).fold(data, NewResponse::with_single);
        let extensions = self.extensions.iter().map(ExtensionTemplate::to_der);
        extensions.fold(data, |data, extension| data.with_extension(&extension))
    }
}

/// The nearest times that can be written.
fn within_years(single: NewSingleResponse) -> NewSingleResponse {
    let cert_status = match single.cert_status {
        CertStatus::Revoked { revocation_time, revocation_reason } => {
            CertStatus::Revoked { revocation_time: within_calendar(revocation_time), revocation_reason }
        }
        other => other,
    };
    NewSingleResponse {
        cert_status,
        this_update: within_calendar(single.this_update),
        next_update: single.next_update.map(within_calendar),
        ..single
    }
}

/// id-pkix-ocsp-nonce of a request or a response (RFC 9654 §2.1).
pub(crate) fn nonce(octets: &[u8]) -> ExtensionTemplate {
    ExtensionTemplate::new(esig_core::ocsp::oids::NONCE, element(Tag::OCTET_STRING, &[octets]))
}
