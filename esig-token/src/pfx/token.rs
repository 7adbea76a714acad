//! A PFX as a token.

use esig_core::CertificateBuf;

use super::Pfx;
use crate::error::TokenError;
use crate::memory::MemoryKey;
use crate::password::Password;
use crate::token::{SigningKey, Token};

/// An opened PFX whose keys sign.
#[derive(Debug)]
pub struct PfxToken {
    label: String,
    keys: Vec<MemoryKey>,
    certificates: Vec<CertificateBuf>,
}

impl PfxToken {
    /// Opens the file. The label is the name of the first key, or `PFX`.
    ///
    /// # Errors
    /// As [`Pfx::open`]; a file without any key that can be used is one too: what hindered the first, or
    /// [`TokenError::NoPrivateKey`].
    pub fn open(octets: &[u8], password: &Password) -> Result<Self, TokenError> {
        let pfx = Pfx::open(octets, password)?;
        if pfx.keys.is_empty() {
            return Err(pfx.skipped.into_iter().next().unwrap_or(TokenError::NoPrivateKey));
        }
        let name = pfx.keys.iter().find_map(|entry| entry.friendly_name());
        let label = name.unwrap_or("PFX").to_owned();
        let certificates = pfx.certificates.iter().map(|entry| entry.certificate.clone()).collect();
        let mut keys: Vec<MemoryKey> = pfx.into_keys().collect();
        keys.sort_by_key(|key| key.certificate().is_none());
        Ok(Self { label, keys, certificates })
    }

    /// Under another label, for example the name of the file.
    #[must_use]
    pub fn with_label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// Lets RSA keys sign; read [`MemoryKey::allow_software_rsa`] first.
    #[must_use]
    pub fn allow_software_rsa(self) -> Self {
        Self { keys: self.keys.into_iter().map(MemoryKey::allow_software_rsa).collect(), ..self }
    }

    /// Every certificate of the file: those of the keys and, usually, the chain.
    pub fn certificates(&self) -> &[CertificateBuf] {
        &self.certificates
    }

    /// The keys themselves, those with certificates first.
    pub fn into_keys(self) -> impl Iterator<Item = MemoryKey> {
        self.keys.into_iter()
    }
}

impl Token for PfxToken {
    fn label(&self) -> &str {
        &self.label
    }

    fn keys(&mut self) -> Result<Vec<Box<dyn SigningKey + '_>>, TokenError> {
        Ok(self.keys.iter_mut().map(|key| Box::new(key) as Box<dyn SigningKey + '_>).collect())
    }
}
