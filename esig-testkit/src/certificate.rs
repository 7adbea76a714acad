//! Certificates, ordinary and odd.

use der::asn1::ObjectIdentifier;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::time::Validity;
use esig_core::{CertificateBuf, Error, NameBuf};

use crate::asn1::{bit_string, context, sequence, sequence_of, time, unsigned};
use crate::extension::ExtensionTemplate;
use crate::identity::Identity;
use crate::key::TestKey;

/// A certificate before it is signed: every field can be set to anything, to see whether verifiers notice.
///
/// ```text
/// TBSCertificate ::= SEQUENCE {
///     version [0] EXPLICIT Version DEFAULT v1, serialNumber CertificateSerialNumber,
///     signature AlgorithmIdentifier, issuer Name, validity Validity, subject Name,
///     subjectPublicKeyInfo SubjectPublicKeyInfo, … extensions [3] EXPLICIT Extensions OPTIONAL }
/// ```
///
/// ```
/// # fn main() -> Result<(), esig_core::Error> {
/// use esig_testkit::{Family, Signer, TestPki, extension};
/// use time::macros::utc_datetime;
///
/// let pki = TestPki::new(Family::P256, 1, utc_datetime!(2026-12-01 12:00));
/// let odd = pki.signer_template(Signer::Valid).with_extension(extension::unknown_critical());
/// let odd = odd.issue(pki.intermediate())?;
/// assert_eq!(odd.view().issuer(), pki.intermediate().certificate().view().subject());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CertificateTemplate {
    serial_number: Vec<u8>,
    inner_algorithm: Option<Vec<u8>>,
    issuer: Option<NameBuf>,
    validity: Validity,
    subject: NameBuf,
    subject_public_key_info: Vec<u8>,
    extensions: Vec<ExtensionTemplate>,
}

impl CertificateTemplate {
    /// A certificate for that name and key, with the serial number 1 and no extensions.
    pub fn new(subject: NameBuf, key: &TestKey, validity: Validity) -> Self {
        Self {
            serial_number: vec![1],
            inner_algorithm: None,
            issuer: None,
            validity,
            subject,
            subject_public_key_info: key.subject_public_key_info().to_vec(),
            extensions: Vec::new(),
        }
    }

    /// Another serial number: the contents octets of its INTEGER.
    #[must_use]
    pub fn with_serial_number(self, contents: &[u8]) -> Self {
        Self { serial_number: contents.to_vec(), ..self }
    }

    /// Another subject.
    #[must_use]
    pub fn with_subject(self, subject: NameBuf) -> Self {
        Self { subject, ..self }
    }

    /// An issuer name that is not the subject of who signs.
    #[must_use]
    pub fn with_issuer(self, issuer: NameBuf) -> Self {
        Self { issuer: Some(issuer), ..self }
    }

    /// Another period of validity.
    #[must_use]
    pub fn with_validity(self, validity: Validity) -> Self {
        Self { validity, ..self }
    }

    /// Another key, as an encoded SubjectPublicKeyInfo.
    #[must_use]
    pub fn with_subject_public_key_info(self, subject_public_key_info: Vec<u8>) -> Self {
        Self { subject_public_key_info, ..self }
    }

    /// An AlgorithmIdentifier within the signed part that need not be the one beside the signature.
    #[must_use]
    pub fn with_inner_algorithm(self, identifier: Vec<u8>) -> Self {
        Self { inner_algorithm: Some(identifier), ..self }
    }

    /// Adds an extension, in the place of the one with the same identifier if there is one.
    #[must_use]
    pub fn with_extension(mut self, extension: ExtensionTemplate) -> Self {
        match self.extensions.iter_mut().find(|present| present.id == extension.id) {
            Some(present) => *present = extension,
            None => self.extensions.push(extension),
        }
        self
    }

    /// Takes an extension out.
    #[must_use]
    pub fn without_extension(mut self, id: ObjectIdentifier) -> Self {
        self.extensions.retain(|extension| extension.id != id);
        self
    }

    /// The extensions so far.
    pub fn extensions(&self) -> &[ExtensionTemplate] {
        &self.extensions
    }

    /// The certificate signed by `issuer`.
    ///
    /// # Errors
    /// [`Error::Malformed`] if the fields were set to what no parser takes; [`issue_der`](Self::issue_der)
    /// gives such certificates too.
    pub fn issue(&self, issuer: &Identity) -> Result<CertificateBuf, Error> {
        CertificateBuf::from_der(self.issue_der(issuer))
    }

    /// The certificate signed by its own key.
    ///
    /// # Errors
    /// As [`issue`](Self::issue).
    pub fn self_sign(&self, key: &TestKey) -> Result<CertificateBuf, Error> {
        CertificateBuf::from_der(sign_tbs(&self.tbs(self.subject.clone(), key), key))
    }

    /// As [`issue`](Self::issue), whatever the fields are.
    pub fn issue_der(&self, issuer: &Identity) -> Vec<u8> {
        let tbs = self.tbs(issuer.certificate().view().subject().into(), issuer.key());
        sign_tbs(&tbs, issuer.key())
    }

    /// The part that is signed.
    fn tbs(&self, signer: NameBuf, key: &TestKey) -> Vec<u8> {
        const V3: u64 = 2;
        let algorithm = self.inner_algorithm.clone().unwrap_or_else(|| key.scheme().to_identifier());
        let issuer = self.issuer.as_ref().unwrap_or(&signer);
        let validity = sequence(&[&time(self.validity.not_before), &time(self.validity.not_after)]);
        sequence(&[
            &context(0, &unsigned(V3)),
            &element(Tag::INTEGER, &[&self.serial_number]),
            &algorithm,
            issuer.view().as_der(),
            &validity,
            self.subject.view().as_der(),
            &self.subject_public_key_info,
            &extensions(3, &self.extensions),
        ])
    }
}

/// A signed structure of X.509: the signed part, the identifier of the algorithm, the signature.
///
/// ```text
/// SIGNED ::= SEQUENCE { toBeSigned ANY, algorithm AlgorithmIdentifier, signature BIT STRING }
/// ```
pub fn sign_tbs(tbs: &[u8], key: &TestKey) -> Vec<u8> {
    let signature = bit_string(key.sign(tbs).as_octets());
    sequence(&[tbs, &key.scheme().to_identifier(), &signature])
}

/// `[number] EXPLICIT Extensions`, or nothing.
pub(crate) fn extensions(number: u8, extensions: &[ExtensionTemplate]) -> Vec<u8> {
    if extensions.is_empty() {
        return Vec::new();
    }
    let extensions: Vec<_> = extensions.iter().map(ExtensionTemplate::to_der).collect();
    context(number, &sequence_of(&extensions))
}
