//! Answering (RFC 6960 §4.2): for responders, and for tests.

use alloc::vec::Vec;

use time::UtcDateTime;

use super::cert_id::CertIdBuf;
use super::new_request::nonce_extension;
use super::oids;
use super::response::ResponseStatus;
use super::single_response::CertStatus;
use crate::encode::element;
use crate::name::Name;
use crate::raw::Tag;
use crate::time::encode_generalized_time;

/// The part of an answer that is to be signed.
#[derive(Clone, Debug)]
pub struct NewResponse {
    responder_id: Vec<u8>,
    produced_at: UtcDateTime,
    responses: Vec<NewSingleResponse>,
    /// Extensions of the answer as a whole, each encoded.
    extensions: Vec<u8>,
}

/// What is to be said of one certificate.
#[derive(Clone, Debug)]
pub struct NewSingleResponse {
    /// Which certificate.
    pub cert_id: CertIdBuf,
    /// What is said of it.
    pub cert_status: CertStatus,
    /// When that is known to be so.
    pub this_update: UtcDateTime,
    /// When more will be known at the latest.
    pub next_update: Option<UtcDateTime>,
    /// The DER of each Extension of singleExtensions.
    pub extensions: Vec<Vec<u8>>,
}

impl NewResponse {
    /// An answer by the holder of a certificate with that subject.
    pub fn by_name(responder: &Name<'_>, produced_at: UtcDateTime) -> Self {
        Self::by(element(Tag::context(1), &[responder.as_der()]), produced_at)
    }

    /// An answer by the holder of the key with that SHA-1 (see [`ResponderId::ByKey`](super::ResponderId::ByKey)).
    pub fn by_key(key_hash: &[u8], produced_at: UtcDateTime) -> Self {
        let hash = element(Tag::OCTET_STRING, &[key_hash]);
        Self::by(element(Tag::context(2), &[&hash]), produced_at)
    }

    fn by(responder_id: Vec<u8>, produced_at: UtcDateTime) -> Self {
        Self { responder_id, produced_at, responses: Vec::new(), extensions: Vec::new() }
    }

    /// Adds the answer for one certificate.
    #[must_use]
    pub fn with_single(mut self, single: NewSingleResponse) -> Self {
        self.responses.push(single);
        self
    }

    /// Adds the DER of an Extension to responseExtensions.
    #[must_use]
    pub fn with_extension(mut self, extension: &[u8]) -> Self {
        self.extensions.extend(extension);
        self
    }

    /// Repeats the nonce of the request.
    #[must_use]
    pub fn with_nonce(self, nonce: &[u8]) -> Self {
        self.with_extension(&nonce_extension(nonce))
    }

    /// The DER of the ResponseData: the octets to sign. `None` for a year that four digits cannot hold.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let produced_at = encode_generalized_time(self.produced_at)?;
        let singles: Vec<Vec<u8>> =
            self.responses.iter().map(NewSingleResponse::encode).collect::<Option<_>>()?;
        let responses = element(Tag::SEQUENCE, &[&singles.concat()]);
        let extensions = extensions(1, &self.extensions);
        Some(element(Tag::SEQUENCE, &[&self.responder_id, &produced_at, &responses, &extensions]))
    }
}

impl NewSingleResponse {
    fn encode(&self) -> Option<Vec<u8>> {
        let next_update = match self.next_update {
            Some(time) => element(Tag::context(0), &[&encode_generalized_time(time)?]),
            None => Vec::new(),
        };
        Some(element(
            Tag::SEQUENCE,
            &[
                self.cert_id.as_der(),
                &encode_status(self.cert_status)?,
                &encode_generalized_time(self.this_update)?,
                &next_update,
                &extensions(1, &self.extensions.concat()),
            ],
        ))
    }
}

fn encode_status(status: CertStatus) -> Option<Vec<u8>> {
    Some(match status {
        CertStatus::Good => element(Tag::context_primitive(0), &[]),
        CertStatus::Unknown => element(Tag::context_primitive(2), &[]),
        CertStatus::Revoked { revocation_time, revocation_reason } => {
            let reason = element(Tag::ENUMERATED, &[&[revocation_reason.number()]]);
            // As in CRLs, "the reason code CRL entry extension SHOULD be absent instead of using unspecified (0)".
            let reason = match revocation_reason.number() {
                0 => Vec::new(),
                _ => element(Tag::context(0), &[&reason]),
            };
            element(Tag::context(1), &[&encode_generalized_time(revocation_time)?, &reason])
        }
    })
}

/// The field with a list of extensions; nothing if there are none.
fn extensions(number: u8, list: &[u8]) -> Vec<u8> {
    match list {
        [] => Vec::new(),
        list => element(Tag::context(number), &[&element(Tag::SEQUENCE, &[list])]),
    }
}

/// The DER of a BasicOCSPResponse.
///
/// `response_data` is what [`NewResponse::encode`] gave, `signature_algorithm` the DER of its AlgorithmIdentifier,
/// `certificates` the DER of each.
pub fn encode_basic_response(
    response_data: &[u8],
    signature_algorithm: &[u8],
    signature: &[u8],
    certificates: &[&[u8]],
) -> Vec<u8> {
    let signature = element(Tag::BIT_STRING, &[&[0], signature]);
    let certs = match certificates {
        [] => Vec::new(),
        certificates => element(Tag::context(0), &[&element(Tag::SEQUENCE, certificates)]),
    };
    element(Tag::SEQUENCE, &[response_data, signature_algorithm, &signature, &certs])
}

/// The DER of a successful OCSPResponse around a BasicOCSPResponse.
pub fn encode_response(basic_response: &[u8]) -> Vec<u8> {
    let response_type = element(Tag::OBJECT_IDENTIFIER, &[oids::BASIC.as_bytes()]);
    let response = element(Tag::OCTET_STRING, &[basic_response]);
    let bytes = element(Tag::SEQUENCE, &[&response_type, &response]);
    element(
        Tag::SEQUENCE,
        &[&encode_number(ResponseStatus::Successful), &element(Tag::context(0), &[&bytes])],
    )
}

/// The DER of an OCSPResponse that answers nothing.
pub fn encode_refusal(status: ResponseStatus) -> Vec<u8> {
    element(Tag::SEQUENCE, &[&encode_number(status)])
}

fn encode_number(status: ResponseStatus) -> Vec<u8> {
    element(Tag::ENUMERATED, &[&[status.number()]])
}
