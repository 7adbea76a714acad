//! A certificate together with its key.

use esig_core::CertificateBuf;

use crate::extension::{self, ExtensionTemplate};
use crate::key::TestKey;

/// A certificate and the key it is for: an authority, a signer, a time-stamping unit.
#[derive(Clone, Debug)]
pub struct Identity {
    certificate: CertificateBuf,
    key: TestKey,
}

impl Identity {
    /// Puts the two together; whether they belong together is not looked at.
    pub fn new(certificate: CertificateBuf, key: TestKey) -> Self {
        Self { certificate, key }
    }

    /// The certificate.
    pub fn certificate(&self) -> &CertificateBuf {
        &self.certificate
    }

    /// The key.
    pub fn key(&self) -> &TestKey {
        &self.key
    }

    /// What certificates and CRLs of this issuer carry as authorityKeyIdentifier.
    pub fn authority_key_identifier(&self) -> ExtensionTemplate {
        extension::authority_key_identifier(&self.key.subject_public_key_info())
    }
}
