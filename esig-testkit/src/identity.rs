//! A certificate together with its key.

use esig_cms::{ContentDigests, IntegrityError, SignedDataBuf, Signing};
use esig_core::{CertificateBuf, Message, Provider, SignatureScheme, SignatureValue};
use esig_token::{MemoryKey, Password, SigningKey, TokenError, hazmat, pfx};
use time::UtcDateTime;

use crate::asn1::within_calendar;
use crate::extension::{self, ExtensionTemplate};
use crate::key::TestKey;
use crate::random::SeededStream;

/// A certificate and the key it is for: an authority, a signer, a time-stamping unit.
///
/// It is a [`SigningKey`], and the same message gets the same signature.
#[derive(Clone, Debug)]
pub struct Identity {
    certificate: CertificateBuf,
    key: TestKey,
    schemes: [SignatureScheme; 1],
}

impl Identity {
    /// Puts the two together; whether they belong together is not looked at.
    pub fn new(certificate: CertificateBuf, key: TestKey) -> Self {
        let schemes = [key.scheme()];
        Self { certificate, key, schemes }
    }

    /// The certificate.
    pub fn certificate(&self) -> &CertificateBuf {
        &self.certificate
    }

    /// The key.
    pub fn key(&self) -> &TestKey {
        &self.key
    }

    /// The key as users have it, with the certificate; it signs without randomness.
    ///
    /// # Errors
    /// [`TokenError::OtherCertificate`] if the two do not belong together.
    pub fn memory_key(&self) -> Result<MemoryKey, TokenError> {
        let key = MemoryKey::from_pkcs8_der(&self.key.export_pkcs8())?;
        hazmat::deterministic(key).allow_software_rsa().with_certificate(self.certificate.clone())
    }

    /// A PFX file with the key, its certificate and `chain`; the same for the same password.
    ///
    /// # Errors
    /// [`TokenError::OtherCertificate`] if key and certificate do not belong together.
    pub fn pfx(&self, password: &str, chain: &[CertificateBuf]) -> Result<Vec<u8>, TokenError> {
        let key = self.memory_key()?;
        let name = self.certificate.view().subject().common_name();
        let entry = pfx::Entry::new(&key).with_friendly_name(&name);
        pfx::export_pfx(&[entry], chain, &Password::from(password), &mut SeededStream::new(0, "pfx"))
    }

    /// What certificates and CRLs of this issuer carry as authorityKeyIdentifier.
    pub fn authority_key_identifier(&self) -> ExtensionTemplate {
        extension::authority_key_identifier(self.key.subject_public_key_info())
    }

    /// A detached CAdES-B signature over `content` that claims to be made at `at`, with `chain` beside the signer's
    /// certificate. Times beyond the years 0 to 9999 are drawn to their end.
    ///
    /// # Errors
    /// [`IntegrityError::InvalidSignature`] if the certificate is for another key, another if it is for no key at all.
    pub fn sign_detached(
        &self,
        content: &[u8],
        at: UtcDateTime,
        chain: &[CertificateBuf],
    ) -> Result<SignedDataBuf, IntegrityError> {
        const PREPARES: &str = "the content is digested as the scheme asks, and the time has an encoding";
        let provider = Provider::rustcrypto();
        let scheme = self.key.scheme();
        let content = ContentDigests::of(content, &[scheme.content_digest_algorithm()], &provider)?;
        let signing = Signing::new().signer(self.certificate.clone(), scheme);
        let signing = signing.signing_time(within_calendar(at)).chain(chain);
        let prepared = signing.prepare(&content, &provider).expect(PREPARES);
        let value = self.key.sign_message(scheme, prepared.message()).expect("the scheme is the key's");
        prepared.complete(value, &provider)
    }
}

impl SigningKey for Identity {
    fn certificate(&self) -> Option<&CertificateBuf> {
        Some(&self.certificate)
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &self.schemes
    }

    fn sign(&mut self, scheme: SignatureScheme, message: Message<'_>) -> Result<SignatureValue, TokenError> {
        self.key.sign_message(scheme, message)
    }
}
