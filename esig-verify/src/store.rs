//! Evidence: certificates, CRLs and OCSP responses at hand, all of it untrusted, and the signature checks made on it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use esig_cms::{SignedData, ValidationObject};
use esig_core::crl::Crl;
use esig_core::ocsp::OcspRequest;
use esig_core::provider::KeyKind;
use esig_core::{
    Certificate, CertificateBuf, CrlBuf, DigestAlgorithm, Evidence, Name, Need, OcspBuf, OcspResponse,
    Provider, SerialNumber,
};

use crate::evidence::{self, RejectedEvidence};
use crate::limits::StoreLimits;
use crate::sync::{Once, Shared};

/// The evidence for any number of assessments. Adding to it never raises trust by itself.
///
/// It only grows, so that asking again with more evidence ends. With `std` it is `Sync`: many threads may
/// assess with one store, and each signature of a certificate or CRL is checked once for all of them.
#[derive(Debug, Default)]
pub struct Store {
    limits: StoreLimits,
    octets: usize,
    certificates: Vec<CertificateBuf>,
    certificates_by_subject: BTreeMap<Vec<u8>, Vec<usize>>,
    certificates_by_serial_number: BTreeMap<Vec<u8>, Vec<usize>>,
    certificates_by_key_identifier: BTreeMap<Vec<u8>, Vec<usize>>,
    known_certificates: BTreeMap<CertificateKey, usize>,
    crls: Vec<StoredCrl>,
    crls_by_issuer: BTreeMap<Vec<u8>, Vec<usize>>,
    responses: Vec<StoredOcsp>,
    responses_by_serial_number: BTreeMap<Vec<u8>, Vec<usize>>,
    nonce: MissingNonce,
    answers: Vec<Answer>,
    memo: Memo,
}

/// Orders certificates by their bytes, which are shared with the list.
#[derive(Debug)]
struct CertificateKey(CertificateBuf);

impl PartialEq for CertificateKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_der() == other.0.as_der()
    }
}

impl Eq for CertificateKey {}

impl PartialOrd for CertificateKey {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CertificateKey {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.0.as_der().cmp(other.0.as_der())
    }
}

/// A CRL with what is found out about it once.
#[derive(Debug)]
pub(crate) struct StoredCrl {
    crl: CrlBuf,
    /// By the provider whose checks the store remembers.
    digest: Once<Option<[u8; 32]>>,
}

impl StoredCrl {
    fn new(crl: CrlBuf) -> Self {
        Self { crl, digest: Once::default() }
    }

    pub(crate) fn view(&self) -> Crl<'_> {
        self.crl.view()
    }

    pub(crate) fn buf(&self) -> &CrlBuf {
        &self.crl
    }
}

/// An OCSP response with the places of the certificates that came in it.
#[derive(Debug)]
pub(crate) struct StoredOcsp {
    ocsp: OcspBuf,
    certificates: Vec<usize>,
}

impl StoredOcsp {
    pub(crate) fn view(&self) -> OcspResponse<'_> {
        self.ocsp.view()
    }

    pub(crate) fn buf(&self) -> &OcspBuf {
        &self.ocsp
    }

    pub(crate) fn certificates(&self) -> &[usize] {
        &self.certificates
    }
}

/// What becomes of an answer without the nonce that was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum MissingNonce {
    #[default]
    Refuse,
    Accept,
}

/// A need that was answered, whatever the answer: it is not asked again.
#[derive(Debug)]
struct Answer {
    need: Need,
    /// Why there was no evidence in it.
    unavailable: Option<String>,
}

impl Store {
    /// No evidence.
    pub fn new() -> Self {
        Self::default()
    }

    /// No evidence, and other limits.
    pub fn with_limits(limits: StoreLimits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// The same, and an answer may leave out the nonce that was sent, as those do that were made before (RFC 5019 §4): then
    /// it may be an older one, and its times alone say how old.
    #[must_use]
    pub fn accept_missing_nonce_at_own_risk(self) -> Self {
        Self { nonce: MissingNonce::Accept, ..self }
    }

    /// The certificates, CRLs and OCSP responses that come with a signature.
    pub fn from_signed_data(data: &SignedData<'_>) -> Self {
        let mut store = Self::new();
        store.add_signed_data(data);
        store
    }

    /// Adds the certificates, CRLs and OCSP responses that come with a signature, wherever in it they stand: in the sets, in
    /// attributes, in time-stamps and their attributes (see [`SignedData::validation_objects`]). As far as they can be read and
    /// there is room: what is odd or too much in a bag hinders nothing.
    pub fn add_signed_data(&mut self, data: &SignedData<'_>) {
        for embedded in data.validation_objects() {
            let _ = self.add_embedded(embedded.object);
        }
    }

    fn add_embedded(&mut self, object: ValidationObject<'_>) -> Result<(), RejectedEvidence> {
        match object {
            ValidationObject::Certificate(der) => self.add_certificate(CertificateBuf::from_der(der)?),
            ValidationObject::Crl(der) => self.add_crl(CrlBuf::from_der(der)?),
            ValidationObject::OcspResponse(der) => self.add_ocsp(OcspBuf::from_der(der)?),
            _ => Err(RejectedEvidence::Unsupported { kind: "object" }),
        }
    }

    /// Adds the answer to a need. Whatever it is, that need is answered and is not asked again.
    ///
    /// # Errors
    /// [`RejectedEvidence`] if the answer is of no use.
    pub fn add(&mut self, need: &Need, evidence: Evidence) -> Result<(), RejectedEvidence> {
        let declined = match &evidence {
            Evidence::Unavailable { reason } => Some(reason.clone()),
            _ => None,
        };
        let outcome = self.supply(evidence);
        self.note(need, declined, outcome)
    }

    /// Adds the answer of an OCSP responder to `request`, which was sent for that need and may have a nonce.
    ///
    /// # Errors
    /// [`RejectedEvidence::Nonce`] if the answer has another nonce, or none where there should be one (see
    /// [`accept_missing_nonce_at_own_risk`](Self::accept_missing_nonce_at_own_risk)); else as [`add`](Self::add).
    pub fn add_ocsp_answer(
        &mut self,
        need: &Need,
        request: &[u8],
        answer: &[u8],
    ) -> Result<(), RejectedEvidence> {
        let outcome = evidence::ocsp_response(answer).and_then(|response| {
            self.repeats_nonce(request, &response)?;
            self.add_ocsp(response)
        });
        self.note(need, None, outcome)
    }

    fn repeats_nonce(&self, request: &[u8], response: &OcspBuf) -> Result<(), RejectedEvidence> {
        let request = OcspRequest::parse(request)?;
        let sent = request.nonce().map_err(esig_core::Error::from)?;
        let Some(basic) = response.view().basic() else { return Ok(()) };
        match (sent, basic.nonce().map_err(esig_core::Error::from)?) {
            (None, _) => Ok(()),
            (Some(sent), Some(back)) if sent == back => Ok(()),
            (Some(_), None) if self.nonce == MissingNonce::Accept => Ok(()),
            (Some(_), _) => Err(RejectedEvidence::Nonce),
        }
    }

    /// Remembers that a need was answered, and why there was nothing in it.
    fn note(
        &mut self,
        need: &Need,
        declined: Option<String>,
        outcome: Result<(), RejectedEvidence>,
    ) -> Result<(), RejectedEvidence> {
        let rejected = outcome.as_ref().err().map(|rejected| alloc::format!("{rejected}"));
        let unavailable = declined.or(rejected);
        if !self.is_answered(need) {
            self.answers.push(Answer { need: need.clone(), unavailable });
        }
        outcome
    }

    /// Adds evidence that nobody asked for: files named on the command line, archives.
    ///
    /// # Errors
    /// [`RejectedEvidence`] if it is malformed or of no use, and then nothing of it is added; or if the store is full.
    pub fn supply(&mut self, evidence: Evidence) -> Result<(), RejectedEvidence> {
        match evidence {
            Evidence::Certificates(bytes) => {
                let certificates = evidence::certificates(&bytes)?;
                certificates.into_iter().try_for_each(|certificate| self.add_certificate(certificate))
            }
            Evidence::Crl(bytes) => evidence::crls(&bytes)?.into_iter().try_for_each(|crl| self.add_crl(crl)),
            Evidence::Unavailable { .. } => Ok(()),
            Evidence::Ocsp(bytes) => self.add_ocsp(evidence::ocsp_response(&bytes)?),
            Evidence::Timestamp(_) => Err(RejectedEvidence::Unsupported { kind: "time-stamp" }),
            _ => Err(RejectedEvidence::Unsupported { kind: "object" }),
        }
    }

    /// Adds one certificate; one that is there already counts once.
    ///
    /// # Errors
    /// [`RejectedEvidence::Full`].
    pub fn add_certificate(&mut self, certificate: CertificateBuf) -> Result<(), RejectedEvidence> {
        self.place(certificate).map(drop)
    }

    /// The place of that certificate, which is new or known.
    fn place(&mut self, certificate: CertificateBuf) -> Result<usize, RejectedEvidence> {
        if let Some(index) = self.known_certificates.get(&CertificateKey(certificate.clone())) {
            return Ok(*index);
        }
        fits("certificates", self.certificates.len(), self.limits.certificates)?;
        self.reserve(certificate.as_der().len())?;
        let index = self.certificates.len();
        let view = certificate.view();
        self.certificates_by_subject.entry(view.subject().canonical()).or_default().push(index);
        let serial_number = shortest(view.serial_number()).to_vec();
        self.certificates_by_serial_number.entry(serial_number).or_default().push(index);
        if let Ok(Some(identifier)) = view.extensions().subject_key_identifier() {
            self.certificates_by_key_identifier.entry(identifier.to_vec()).or_default().push(index);
        }
        self.known_certificates.insert(CertificateKey(certificate.clone()), index);
        self.certificates.push(certificate);
        Ok(index)
    }

    /// Adds one CRL; one that is there already counts once.
    ///
    /// # Errors
    /// [`RejectedEvidence::Full`].
    pub fn add_crl(&mut self, crl: CrlBuf) -> Result<(), RejectedEvidence> {
        let issuer = crl.view().issuer().canonical();
        let of_issuer = self.crls_by_issuer.get(&issuer).map_or(&[][..], Vec::as_slice);
        if of_issuer.iter().any(|index| self.crls[*index].crl.as_der() == crl.as_der()) {
            return Ok(());
        }
        fits("crls", self.crls.len(), self.limits.crls)?;
        self.reserve(crl.as_der().len())?;
        self.crls_by_issuer.entry(issuer).or_default().push(self.crls.len());
        self.crls.push(StoredCrl::new(crl));
        Ok(())
    }

    /// Adds one OCSP response, and the certificates in it, which are candidates for its signer as any other; a response that
    /// is there already counts once.
    ///
    /// # Errors
    /// [`RejectedEvidence::Refusal`] if it is no answer, [`RejectedEvidence::Full`].
    pub fn add_ocsp(&mut self, ocsp: OcspBuf) -> Result<(), RejectedEvidence> {
        let Some(basic) = ocsp.view().basic() else {
            return Err(RejectedEvidence::Refusal { status: ocsp.view().status() });
        };
        let mut numbers: Vec<_> =
            basic.responses().map(|single| shortest(single.cert_id.serial_number()).to_vec()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let alike = numbers.first().map_or(&[][..], |number| self.responses_with(number));
        if alike.iter().any(|index| self.responses[*index].ocsp == ocsp) {
            return Ok(());
        }
        fits("responses", self.responses.len(), self.limits.responses)?;
        self.reserve(ocsp.as_der().len())?;
        let inside = basic.certificates().filter_map(|der| CertificateBuf::from_der(der).ok());
        let certificates = inside.filter_map(|certificate| self.place(certificate).ok()).collect();
        for number in numbers {
            self.responses_by_serial_number.entry(number).or_default().push(self.responses.len());
        }
        self.responses.push(StoredOcsp { ocsp, certificates });
        Ok(())
    }

    /// Forgets which needs were answered, so that a later run asks for them again. Evidence stays.
    pub fn retry(&mut self) {
        self.answers.clear();
    }

    /// The certificates, in the order in which they were added.
    pub fn certificates(&self) -> impl Iterator<Item = Certificate<'_>> {
        self.certificates.iter().map(CertificateBuf::view)
    }

    /// The CRLs, in the order in which they were added.
    pub fn crls(&self) -> impl Iterator<Item = Crl<'_>> {
        self.crls.iter().map(StoredCrl::view)
    }

    /// The OCSP responses, in the order in which they were added.
    pub fn ocsp_responses(&self) -> impl Iterator<Item = OcspResponse<'_>> {
        self.responses.iter().map(StoredOcsp::view)
    }

    /// Why a need could not be met, if it was asked and there was nothing to be had.
    pub fn unavailable(&self, need: &Need) -> Option<&str> {
        let answer = self.answers.iter().find(|answer| answer.need == *need)?;
        answer.unavailable.as_deref()
    }

    /// The certificates with that serial number, of whatever issuer.
    pub fn certificates_with_serial_number(
        &self,
        serial_number: SerialNumber<'_>,
    ) -> impl Iterator<Item = Certificate<'_>> {
        let indices = self.certificates_by_serial_number.get(shortest(serial_number));
        indices.into_iter().flatten().map(|index| self.certificate(*index))
    }

    /// The certificates with that subjectKeyIdentifier.
    pub fn certificates_with_key_identifier(
        &self,
        identifier: &[u8],
    ) -> impl Iterator<Item = Certificate<'_>> {
        let indices = self.certificates_by_key_identifier.get(identifier);
        indices.into_iter().flatten().map(|index| self.certificate(*index))
    }

    pub(crate) fn is_answered(&self, need: &Need) -> bool {
        self.answers.iter().any(|answer| answer.need == *need)
    }

    pub(crate) fn certificate(&self, index: usize) -> Certificate<'_> {
        self.certificates[index].view()
    }

    /// The certificates of that holder.
    pub(crate) fn certificates_of(&self, subject: &Name<'_>) -> &[usize] {
        self.certificates_under(&subject.canonical())
    }

    /// The same by the name's canonical form.
    pub(crate) fn certificates_under(&self, canonical: &[u8]) -> &[usize] {
        self.certificates_by_subject.get(canonical).map_or(&[], Vec::as_slice)
    }

    /// The certificates with that subjectKeyIdentifier, by their places.
    pub(crate) fn certificates_of_key(&self, identifier: &[u8]) -> &[usize] {
        self.certificates_by_key_identifier.get(identifier).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn response(&self, index: usize) -> &StoredOcsp {
        &self.responses[index]
    }

    /// The OCSP responses that speak of that serial number, of whatever issuer.
    pub(crate) fn responses_about(&self, serial_number: SerialNumber<'_>) -> &[usize] {
        self.responses_with(shortest(serial_number))
    }

    fn responses_with(&self, shortest: &[u8]) -> &[usize] {
        self.responses_by_serial_number.get(shortest).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn crl(&self, index: usize) -> &StoredCrl {
        &self.crls[index]
    }

    /// Whether there is a CRL at all.
    pub(crate) fn has_crls(&self) -> bool {
        !self.crls.is_empty()
    }

    /// The CRLs that name that issuer.
    pub(crate) fn crls_of(&self, issuer: &Name<'_>) -> &[usize] {
        self.crls_by_issuer.get(&issuer.canonical()).map_or(&[], Vec::as_slice)
    }

    /// Whether checks by that provider are remembered: those of the first one that asks are. The word of one provider is not
    /// another's, so that others make every check anew.
    pub(crate) fn remembers(&self, provider: &Provider) -> bool {
        self.memo.provider.get_or_init(|| provider.clone()).verifies_as(provider)
    }

    pub(crate) fn remembered(&self, key: &[u8; 32]) -> Option<Remembered> {
        self.memo.checks.read(|checks| checks.get(key).copied())
    }

    pub(crate) fn remember(&self, key: [u8; 32], outcome: Remembered) {
        self.memo.checks.write(|checks| {
            if checks.len() < self.limits.remembered_checks {
                checks.insert(key, outcome);
            }
        });
    }

    /// The SHA-256 of the CRL at that place, made once: some have tens of megabytes. `None` to a provider whose checks are not
    /// remembered, which needs none.
    pub(crate) fn crl_digest(&self, index: usize, provider: &Provider) -> Option<[u8; 32]> {
        let StoredCrl { crl, digest } = &self.crls[index];
        let make = || sha256(provider, &[crl.as_der()]);
        self.remembers(provider).then(|| *digest.get_or_init(make)).flatten()
    }

    fn reserve(&mut self, octets: usize) -> Result<(), RejectedEvidence> {
        let total = self.octets.saturating_add(octets);
        if total > self.limits.octets {
            return Err(RejectedEvidence::Full { limit: "octets", allowed: self.limits.octets });
        }
        self.octets = total;
        Ok(())
    }
}

/// The number without zero octets in front, which some encoders add or leave out.
fn shortest(serial_number: SerialNumber<'_>) -> &[u8] {
    let octets = serial_number.as_octets();
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}

fn fits(limit: &'static str, present: usize, allowed: usize) -> Result<(), RejectedEvidence> {
    if present < allowed { Ok(()) } else { Err(RejectedEvidence::Full { limit, allowed }) }
}

/// Signature checks made by one provider: a pure cache, keyed by the SHA-256 of key and signed object.
#[derive(Debug, Default)]
struct Memo {
    provider: Once<Provider>,
    checks: Shared<BTreeMap<[u8; 32], Remembered>>,
}

/// How a signature check ended; what depends on the provider's abilities is not remembered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Remembered {
    /// The signature is of that key, which is of this kind.
    Valid(KeyKind),
    /// It is not.
    Invalid,
}

pub(crate) fn sha256(provider: &Provider, parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut context = provider.digest_function(DigestAlgorithm::Sha256).ok()?.start();
    parts.iter().for_each(|part| context.update(part));
    context.finish().as_octets().try_into().ok()
}
