//! PFX files, also called PKCS#12 (RFC 7292): keys and certificates under a password.
//!
//! | part | read | written |
//! | --- | --- | --- |
//! | encryption | PBES2: PBKDF2 with HMAC over SHA-1 or SHA-2, AES-128, AES-192 or AES-256 in CBC mode; none | AES-256, HMAC-SHA-256 |
//! | integrity | HMAC over SHA-1 or SHA-2 with the key of RFC 7292 appendix B; PBMAC1 (RFC 9579); none | HMAC-SHA-256, RFC 7292 |
//! | encoding | DER and BER | DER |
//! | keys | every kind of [`MemoryKey`], GOST keys too | the same |
//!
//! Other protections (GOST by RFC 9548, 3DES and RC2 of old files) are refused by name.
//!
//! ```
//! use esig_token::pfx::{self, Pfx};
//! use esig_token::{KeySpec, MemoryKey, ParameterSet, Password, SystemRng};
//!
//! let key = MemoryKey::generate(KeySpec::Gost(ParameterSet::Tc26_512A), &mut SystemRng)?;
//! let password = Password::from("correct horse battery staple");
//! let file = pfx::export_pfx(&[pfx::Entry::new(&key)], &[], &password, &mut SystemRng)?;
//!
//! let again = Pfx::open(&file, &password)?;
//! assert_eq!(again.keys()[0].key().public_key_spki(), key.public_key_spki());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod export;
mod mac;
mod oids;
mod open;
mod password;
mod token;

pub use self::export::{Entry, export_pfx};
pub use self::token::PfxToken;

use esig_core::CertificateBuf;

use crate::error::TokenError;
use crate::memory::{CertifiedKey, MemoryKey};
use crate::password::Password;
use crate::pkcs8::check_size;

/// What an opened PFX holds.
#[derive(Debug, Default)]
pub struct Pfx {
    keys: Vec<KeyEntry>,
    certificates: Vec<CertificateEntry>,
    skipped: Vec<TokenError>,
}

/// A private key of a PFX.
#[derive(Debug)]
pub struct KeyEntry {
    key: MemoryKey,
    attributes: Attributes,
}

/// A certificate of a PFX.
#[derive(Clone, Debug)]
pub struct CertificateEntry {
    certificate: CertificateBuf,
    attributes: Attributes,
}

/// What a PFX says of a key or a certificate (RFC 7292 §4.2).
#[derive(Clone, Debug, Default)]
struct Attributes {
    friendly_name: Option<String>,
    local_key_id: Option<Vec<u8>>,
}

impl Pfx {
    /// Opens a file: checks its integrity, decrypts what is encrypted, and gives each key its certificate.
    ///
    /// A certificate belongs to a key if it is for that key; the `localKeyId` decides among several. A file without
    /// MAC is opened too: who wrote it wanted it so, and the signatures will tell.
    ///
    /// # Errors
    /// [`TokenError::IncorrectPassword`]; [`TokenError::UnsupportedAlgorithm`] names a protection that is not
    /// supported; [`TokenError::Malformed`] also tells of limits. A key or a certificate that cannot be read does
    /// not hinder the others: it is [`skipped`](Self::skipped).
    pub fn open(octets: &[u8], password: &Password) -> Result<Self, TokenError> {
        check_size(octets)?;
        let mut pfx = open::open(octets, password)?;
        pfx.attach_certificates();
        Ok(pfx)
    }

    /// The keys, in the order of the file.
    pub fn keys(&self) -> &[KeyEntry] {
        &self.keys
    }

    /// The certificates, in the order of the file: those of the keys and others.
    pub fn certificates(&self) -> &[CertificateEntry] {
        &self.certificates
    }

    /// Why something in the file is neither among the keys nor among the certificates.
    pub fn skipped(&self) -> &[TokenError] {
        &self.skipped
    }

    /// The keys themselves, in the order of the file.
    pub fn into_keys(self) -> impl Iterator<Item = MemoryKey> {
        self.keys.into_iter().map(|entry| entry.key)
    }

    /// The public keys are read once, so that every pair costs a comparison of octets only.
    fn attach_certificates(&mut self) {
        let candidates: Vec<_> = self.certificates.iter().map(Candidate::new).collect();
        for entry in &mut self.keys {
            let id = &entry.attributes.local_key_id;
            let is_named =
                |candidate: &&Candidate<'_>| id.is_some() && candidate.entry.attributes.local_key_id == *id;
            let named = candidates.iter().filter(is_named);
            let mut candidates = named.chain(&candidates);
            candidates.find(|candidate| entry.key.attach(&candidate.entry.certificate, &candidate.key));
        }
    }
}

/// A certificate and its key.
struct Candidate<'a> {
    entry: &'a CertificateEntry,
    key: CertifiedKey<'a>,
}

impl<'a> Candidate<'a> {
    fn new(entry: &'a CertificateEntry) -> Self {
        Self { entry, key: CertifiedKey::new(entry.certificate.view().subject_public_key_info()) }
    }
}

impl KeyEntry {
    /// The key, with its certificate if the file holds it.
    pub fn key(&self) -> &MemoryKey {
        &self.key
    }

    /// The name that the file gives it.
    pub fn friendly_name(&self) -> Option<&str> {
        self.attributes.friendly_name.as_deref()
    }

    /// The octets by which the file ties it to its certificate.
    pub fn local_key_id(&self) -> Option<&[u8]> {
        self.attributes.local_key_id.as_deref()
    }
}

impl CertificateEntry {
    /// The certificate.
    pub fn certificate(&self) -> &CertificateBuf {
        &self.certificate
    }

    /// The name that the file gives it.
    pub fn friendly_name(&self) -> Option<&str> {
        self.attributes.friendly_name.as_deref()
    }

    /// The octets by which the file ties it to its key.
    pub fn local_key_id(&self) -> Option<&[u8]> {
        self.attributes.local_key_id.as_deref()
    }
}
