//! Signature checks of certificates, CRLs and OCSP responses: counted, each made once, remembered in the store.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use esig_core::encode::element;
use esig_core::error::UnsupportedKey;
use esig_core::provider::{KeyKind, Signed, SignedError};
use esig_core::raw::Tag;
use esig_core::{AlgorithmIdentifier, Certificate, Provider, SignatureScheme, Spki};

use super::{Context, Id, Link};
use crate::limits::Budget;
use crate::report::Reason;
use crate::store::{Remembered, sha256};

/// What was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SignedObject {
    Certificate(Id),
    /// The CRL at that place in the store.
    Crl(usize),
    /// The OCSP response at that place in the store.
    Ocsp(usize),
}

/// Whose key: which certificate, and the parameters that its key inherits on this path.
type Signer = (Id, Option<Vec<u8>>);

/// A signature that verifies: by which scheme and what kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verified {
    pub(crate) scheme: SignatureScheme,
    pub(crate) key: KeyKind,
}

/// A signature that does not verify, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unverified {
    pub(crate) reason: Reason,
    pub(crate) found: String,
}

/// The signature checks of one assessment.
pub(crate) struct Signatures<'v, 'a> {
    context: Context<'v, 'a>,
    made: BTreeMap<(SignedObject, Signer), Result<Verified, Unverified>>,
    /// What a check was refused for.
    refused: Option<Budget>,
}

impl<'v, 'a> Signatures<'v, 'a> {
    pub(crate) fn new(context: Context<'v, 'a>) -> Self {
        Self { context, made: BTreeMap::new(), refused: None }
    }

    /// The cryptography that the checks are made with.
    pub(crate) fn provider(&self) -> &'v Provider {
        self.context.provider
    }

    /// Whether `issuer` signed `certificate`.
    pub(crate) fn certificate(
        &mut self,
        certificate: Link<'_>,
        issuer: Link<'_>,
    ) -> Result<Verified, Unverified> {
        let object = SignedObject::Certificate(certificate.id);
        self.check(object, &Signed::from(certificate.certificate), certificate.certificate.as_der(), issuer)
    }

    /// Whether its own key signed the certificate, whatever name stands for the issuer. What is trusted itself is looked
    /// at so, and costs none of the budget for what is not.
    pub(crate) fn is_self_signed(&self, certificate: &Certificate<'_>) -> bool {
        let key = certificate.subject_public_key_info();
        self.check_with_memo(&Signed::from(*certificate), certificate.as_der(), &key).is_ok()
    }

    /// Whether `issuer` signed the CRL at that place in the store.
    pub(crate) fn crl(&mut self, index: usize, issuer: Link<'_>) -> Result<Verified, Unverified> {
        let crl = self.context.store.crl(index);
        // The digest stands for the CRL, which may be large.
        let identity = self.context.store.crl_digest(index, self.context.provider);
        let identity = identity.as_ref().map_or(crl.buf().as_der(), |digest| &digest[..]);
        self.check(SignedObject::Crl(index), &Signed::from(crl.view()), identity, issuer)
    }

    /// Whether `responder` signed the OCSP response at that place in the store.
    pub(crate) fn response(&mut self, index: usize, responder: Link<'_>) -> Result<Verified, Unverified> {
        let response = self.context.store.response(index).view();
        let Some(basic) = response.basic() else {
            let found = response.status().to_string();
            return Err(Unverified { reason: Reason::RevocationDataUnusable, found });
        };
        self.check(SignedObject::Ocsp(index), &Signed::from(basic), basic.as_der(), responder)
    }

    /// What is known of that signature, if it was checked already.
    pub(crate) fn known(&self, certificate: Id, issuer: Id) -> Option<bool> {
        match self.made.get(&(SignedObject::Certificate(certificate), (issuer, None)))? {
            // On another path the key may have parameters.
            Err(Unverified { reason: Reason::KeyUnsupported, .. }) => None,
            made => Some(made.is_ok()),
        }
    }

    /// Why no check is left that was not made already, if none is.
    pub(crate) fn exhausted(&self) -> Option<Budget> {
        self.context.effort.exhausted()
    }

    /// The budget, if a check was refused for it.
    pub(crate) fn exceeded(&self) -> Option<Budget> {
        self.refused
    }

    fn check(
        &mut self,
        object: SignedObject,
        signed: &Signed<'_>,
        identity: &[u8],
        issuer: Link<'_>,
    ) -> Result<Verified, Unverified> {
        let signer = (issuer.id, issuer.inherited.map(|algorithm| algorithm.as_bytes().to_vec()));
        if let Some(made) = self.made.get(&(object, signer.clone())) {
            return made.clone();
        }
        // Counted by what is asked, not by what is remembered: a full memo must not change a verdict.
        if let Err(budget) = self.context.effort.check_signature() {
            self.refused = Some(budget);
            let allowed = self.context.policy.limits.allowed(budget);
            let found = allowed.map_or(budget.to_string(), |allowed| alloc::format!("{budget} of {allowed}"));
            return Err(Unverified { reason: Reason::LimitExceeded, found });
        }
        let key = issuer.certificate.subject_public_key_info();
        let outcome = match &issuer.inherited {
            None => self.check_with_memo(signed, identity, &key),
            Some(algorithm) => {
                let whole = with_algorithm(&key, algorithm);
                match Spki::from_der(&whole) {
                    Ok(key) => self.check_with_memo(signed, identity, &key),
                    Err(_) => Err(UnsupportedKey::Invalid { field: "subjectPublicKey" }.into()),
                }
            }
        };
        self.made.insert((object, signer), outcome.clone());
        outcome
    }

    fn check_with_memo(
        &self,
        signed: &Signed<'_>,
        identity: &[u8],
        key: &Spki<'_>,
    ) -> Result<Verified, Unverified> {
        if !self.context.store.remembers(self.context.provider) {
            return self.check_now(signed, key);
        }
        let memo_key = sha256(self.context.provider, &[key.as_der(), identity]);
        match memo_key.and_then(|memo_key| self.context.store.remembered(&memo_key)) {
            Some(Remembered::Valid(key)) => return Ok(Verified { scheme: scheme(signed)?, key }),
            Some(Remembered::Invalid) => return Err(SignedError::InvalidSignature.into()),
            None => {}
        }
        let outcome = self.check_now(signed, key);
        let remembered = match &outcome {
            Ok(verified) => Some(Remembered::Valid(verified.key)),
            Err(Unverified { reason: Reason::CertificateSignatureInvalid, .. }) => Some(Remembered::Invalid),
            Err(_) => None,
        };
        if let (Some(memo_key), Some(remembered)) = (memo_key, remembered) {
            self.context.store.remember(memo_key, remembered);
        }
        outcome
    }

    fn check_now(&self, signed: &Signed<'_>, key: &Spki<'_>) -> Result<Verified, Unverified> {
        let key = self.context.provider.load_key(key)?;
        let scheme = self.context.provider.check_signed(signed, key.as_ref())?;
        Ok(Verified { scheme, key: key.kind() })
    }
}

/// The key with the parameters of another, as if they stood in it.
fn with_algorithm(key: &Spki<'_>, algorithm: &AlgorithmIdentifier<'_>) -> Vec<u8> {
    let bits = key.subject_public_key();
    let bits = element(Tag::BIT_STRING, &[&[bits.unused_bits], bits.octets]);
    element(Tag::SEQUENCE, &[algorithm.as_bytes(), &bits])
}

fn scheme(signed: &Signed<'_>) -> Result<SignatureScheme, Unverified> {
    SignatureScheme::from_identifier(&signed.algorithm, None)
        .map_err(|error| SignedError::UnsupportedAlgorithm(error).into())
}

impl From<SignedError> for Unverified {
    fn from(error: SignedError) -> Self {
        let reason = match error {
            SignedError::AlgorithmMismatch { .. } => Reason::AlgorithmMismatch,
            SignedError::UnsupportedAlgorithm(_) => Reason::AlgorithmUnsupported,
            _ => Reason::CertificateSignatureInvalid,
        };
        Self { reason, found: error.to_string() }
    }
}

impl From<UnsupportedKey> for Unverified {
    fn from(error: UnsupportedKey) -> Self {
        Self { reason: Reason::KeyUnsupported, found: error.to_string() }
    }
}
