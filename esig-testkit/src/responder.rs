//! An OCSP responder: a function of its requests.

use core::fmt;

use esig_core::crl::ReasonCode;
use esig_core::ocsp::{
    CertId, CertIdBuf, CertStatus, NewSingleResponse, OcspRequest, ResponseStatus, encode_refusal,
};
use esig_core::raw::Element;
use esig_core::{CertificateBuf, Provider};
use time::{Duration, UtcDateTime};

use crate::identity::Identity;
use crate::key::TestKey;
use crate::ocsp::{OcspTemplate, nonce};

/// Answers for the certificates of one authority, as they stand at one time: good but for those that were revoked.
///
/// No socket and no clock: the same request gives the same answer.
///
/// ```
/// use esig_core::ocsp::{CertIdBuf, CertStatus, NewRequest};
/// use esig_core::{DigestAlgorithm, OcspBuf, Provider};
/// use esig_testkit::{Family, Signer, TestPki};
/// use time::macros::utc_datetime;
///
/// let pki = TestPki::new(Family::P256, 1, utc_datetime!(2026-12-01 12:00));
/// let (signer, issuer) = (pki.signer(Signer::Valid), pki.intermediate().certificate().view());
/// let certificate = signer.certificate().view();
/// let id = CertIdBuf::new(&Provider::rustcrypto(), DigestAlgorithm::Sha1, certificate, issuer)?;
///
/// let answer = OcspBuf::from_der(pki.responder().answer(&NewRequest::about(&id).encode()))?;
/// let single = answer.view().basic().and_then(|basic| basic.responses().next());
/// assert_eq!(single.map(|single| single.cert_status), Some(CertStatus::Good));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct OcspResponder {
    issuer: CertificateBuf,
    signer: Identity,
    at: UtcDateTime,
    revoked: Vec<(CertificateBuf, CertStatus)>,
    fault: Option<OcspFault>,
}

/// What a responder does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OcspFault {
    /// The signature is of another key than the certificate's that comes along.
    WrongSigner,
    /// The answer was good for a day, a month ago.
    Stale,
    /// tryLater, not signed.
    TryLater,
    /// unauthorized, not signed.
    Unauthorized,
    /// unknown, of every certificate.
    Unknown,
    /// revoked, of every certificate.
    Revoked,
    /// The answer is about a neighbouring serial number.
    OtherSerialNumber,
    /// The nonce is not the one of the request.
    OtherNonce,
    /// What comes is no DER.
    Garbage,
}

impl OcspFault {
    /// Every fault.
    pub const ALL: [Self; 9] = [
        Self::WrongSigner,
        Self::Stale,
        Self::TryLater,
        Self::Unauthorized,
        Self::Unknown,
        Self::Revoked,
        Self::OtherSerialNumber,
        Self::OtherNonce,
        Self::Garbage,
    ];
}

impl fmt::Display for OcspFault {
    /// `wrong-signer`, `try-later` …: fit for URLs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongSigner => "wrong-signer",
            Self::Stale => "stale",
            Self::TryLater => "try-later",
            Self::Unauthorized => "unauthorized",
            Self::Unknown => "unknown",
            Self::Revoked => "revoked",
            Self::OtherSerialNumber => "other-serial-number",
            Self::OtherNonce => "other-nonce",
            Self::Garbage => "garbage",
        })
    }
}

impl OcspResponder {
    /// A responder for the certificates of `issuer`, whose answers `signer` signs, at that time.
    ///
    /// Whether the issuer charged the signer with that is not looked at.
    pub fn new(issuer: &CertificateBuf, signer: &Identity, at: UtcDateTime) -> Self {
        Self { issuer: issuer.clone(), signer: signer.clone(), at, revoked: Vec::new(), fault: None }
    }

    /// Knows of one more revocation.
    #[must_use]
    pub fn with_revoked(
        mut self,
        certificate: &CertificateBuf,
        revocation_time: UtcDateTime,
        revocation_reason: ReasonCode,
    ) -> Self {
        let status = CertStatus::Revoked { revocation_time, revocation_reason };
        self.revoked.push((certificate.clone(), status));
        self
    }

    /// The same at another time.
    #[must_use]
    pub fn at(self, at: UtcDateTime) -> Self {
        Self { at, ..self }
    }

    /// The same, doing that wrong.
    #[must_use]
    pub fn with_fault(self, fault: OcspFault) -> Self {
        Self { fault: Some(fault), ..self }
    }

    /// The OCSPResponse to an OCSPRequest: malformedRequest to what is none, unauthorized to who asks for certificates of
    /// another issuer; a nonce is repeated.
    pub fn answer(&self, request: &[u8]) -> Vec<u8> {
        match self.fault {
            Some(OcspFault::TryLater) => return encode_refusal(ResponseStatus::TryLater),
            Some(OcspFault::Unauthorized) => return encode_refusal(ResponseStatus::Unauthorized),
            Some(OcspFault::Garbage) => return b"<html>no responder here</html>".to_vec(),
            _ => {}
        }
        let Ok(request) = OcspRequest::parse(request) else {
            return encode_refusal(ResponseStatus::MalformedRequest);
        };
        if !request.requests().all(|request| self.is_mine(&request.cert_id)) {
            return encode_refusal(ResponseStatus::Unauthorized);
        }
        let template = OcspTemplate::new(self.produced_at());
        let singles = request.requests().map(|request| self.single(request.cert_id));
        let template = singles.fold(template, OcspTemplate::with_single);
        let template = match (request.nonce(), self.fault) {
            (Ok(Some(_)), Some(OcspFault::OtherNonce)) => template.with_extension(nonce(b"another")),
            (Ok(Some(octets)), _) => template.with_extension(nonce(octets)),
            _ => template,
        };
        template.with_certificates(&[self.signer.certificate().clone()]).issue_der(&self.signs())
    }

    fn is_mine(&self, id: &CertId<'_>) -> bool {
        let issuer = self.issuer.view();
        let (name, key) = (issuer.subject(), issuer.subject_public_key_info());
        let provider = Provider::rustcrypto();
        id.is_about(&provider, &name, &key, id.serial_number()) == Ok(true)
    }

    fn single(&self, id: CertId<'_>) -> NewSingleResponse {
        let is_listed = |certificate: &CertificateBuf| {
            id.matches(&Provider::rustcrypto(), certificate.view(), self.issuer.view()) == Ok(true)
        };
        let listed = self.revoked.iter().find(|(certificate, _)| is_listed(certificate));
        let cert_status = match (self.fault, listed) {
            (Some(OcspFault::Unknown), _) => CertStatus::Unknown,
            (_, Some((_, status))) => *status,
            (Some(OcspFault::Revoked), None) => CertStatus::Revoked {
                revocation_time: self.produced_at(),
                revocation_reason: ReasonCode::Unspecified,
            },
            (_, None) => CertStatus::Good,
        };
        let cert_id = match self.fault {
            Some(OcspFault::OtherSerialNumber) => neighbour(id),
            _ => id.into(),
        };
        let this_update = self.produced_at();
        let next_update = Some(later(this_update, Duration::DAY));
        NewSingleResponse { cert_id, cert_status, this_update, next_update, extensions: Vec::new() }
    }

    /// An hour ago.
    fn produced_at(&self) -> UtcDateTime {
        let age = if self.fault == Some(OcspFault::Stale) { STALE } else { Duration::HOUR };
        later(self.at, -age)
    }

    /// Who signs under the responder's name.
    fn signs(&self) -> Identity {
        match self.fault {
            Some(OcspFault::WrongSigner) => {
                let key = TestKey::new(self.signer.key().family(), 0, "impostor of an OCSP responder");
                Identity::new(self.signer.certificate().clone(), key)
            }
            _ => self.signer.clone(),
        }
    }
}

/// The CertID with the last bit of the serial number, which stands last, turned over.
fn neighbour(id: CertId<'_>) -> CertIdBuf {
    let mut octets = id.as_der().to_vec();
    if let Some(last) = octets.last_mut() {
        *last ^= 1;
    }
    let other = Element::from_der(&octets, "CertID").and_then(CertId::parse);
    other.map_or_else(|_| id.into(), CertIdBuf::from)
}

fn later(time: UtcDateTime, by: Duration) -> UtcDateTime {
    time.checked_add(by).unwrap_or(time)
}

const STALE: Duration = Duration::days(30);
