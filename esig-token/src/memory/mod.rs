//! Keys in memory.

mod certified_key;
mod ecdsa;
mod ed25519;
mod gost;
mod private_key;
mod rsa;
mod spec;

use std::fmt;

use esig_core::provider::KeyKind;
use esig_core::{CertificateBuf, Message, SignatureScheme, SignatureValue, Spki};
use rand_core::TryCryptoRng;

use crate::asn1::Der;
use crate::error::{OtherCertificate, PublicKeyId, TokenError};
use crate::password::Password;
use crate::pkcs8;
use crate::token::SigningKey;

pub(crate) use self::certified_key::CertifiedKey;
pub(crate) use self::ecdsa::from_sec1_der;
pub(crate) use self::private_key::{PrivateKey, from_private_key_info};
pub(crate) use self::rsa::from_pkcs1_der;
pub use self::spec::KeySpec;

use self::private_key::Nonces;

/// A private key in memory, of any kind; wiped when dropped.
///
/// There is no `Clone`, so that the secret stays in one place.
pub struct MemoryKey {
    private_key: Box<dyn PrivateKey>,
    spki: Vec<u8>,
    certificate: Option<CertificateBuf>,
    nonces: Nonces,
    software_rsa: SoftwareRsa,
}

/// Whether an RSA key signs; other keys do not ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SoftwareRsa {
    Refuse,
    Allow,
}

impl MemoryKey {
    /// Makes a new key. The same random octets make the same key.
    ///
    /// # Errors
    /// [`TokenError::NoRandomness`] if `rng` fails.
    pub fn generate(spec: KeySpec, rng: &mut (impl TryCryptoRng + ?Sized)) -> Result<Self, TokenError> {
        spec.generate(rng).map(Self::new)
    }

    /// Reads PKCS#8 in DER, unprotected (RFC 5958).
    ///
    /// GOST keys may have any of the encodings in use; where one can be read in two ways the likelier is taken
    /// until [`with_certificate`](Self::with_certificate) decides.
    ///
    /// # Errors
    /// If the structure is malformed, the algorithm is not known, or the key is none of it.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, TokenError> {
        pkcs8::check_size(der)?;
        from_private_key_info(der).map(Self::new)
    }

    /// Reads PKCS#8 in DER, protected by a password: `EncryptedPrivateKeyInfo` with PBES2 (RFC 8018).
    ///
    /// PBKDF2 with HMAC over SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512; AES-128, AES-192 or AES-256 in CBC mode.
    ///
    /// # Errors
    /// [`TokenError::IncorrectPassword`], also where the file is damaged: the format has nothing to tell the two
    /// apart. [`TokenError::UnsupportedAlgorithm`] names another protection.
    pub fn from_pkcs8_encrypted(der: &[u8], password: &Password) -> Result<Self, TokenError> {
        pkcs8::check_size(der)?;
        pkcs8::decrypt(der, password).map(Self::new)
    }

    /// Reads the one private key of a PEM file: `PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`, `EC PRIVATE KEY` (SEC 1,
    /// RFC 5915) or `RSA PRIVATE KEY` (PKCS#1, RFC 8017). Certificates and parameters beside it are passed over.
    ///
    /// # Errors
    /// [`TokenError::PasswordMissing`] if the key is protected and there is no password; [`TokenError::NoPrivateKey`]
    /// and [`TokenError::SeveralPrivateKeys`]; else as the functions for DER.
    pub fn from_pem(pem: &[u8], password: Option<&Password>) -> Result<Self, TokenError> {
        pkcs8::check_size(pem)?;
        pkcs8::from_pem(pem, password).map(Self::new)
    }

    /// Reads a private key file in any of these forms, PEM or DER.
    ///
    /// # Errors
    /// As [`from_pem`](Self::from_pem).
    pub fn from_file_octets(octets: &[u8], password: Option<&Password>) -> Result<Self, TokenError> {
        pkcs8::check_size(octets)?;
        pkcs8::from_any(octets, password).map(Self::new)
    }

    fn new(private_key: Box<dyn PrivateKey>) -> Self {
        Self {
            spki: private_key.spki(),
            private_key,
            certificate: None,
            nonces: Nonces::Hedged,
            software_rsa: SoftwareRsa::Refuse,
        }
    }

    /// The same key with its certificate, after a comparison of the two.
    ///
    /// From then on the public key is written as in the certificate. A GOST key takes the parameter set by which the
    /// certificate names its curve and, where its encoding can be read in several ways, the reading that fits.
    ///
    /// # Errors
    /// [`TokenError::OtherCertificate`] names both keys.
    pub fn with_certificate(mut self, certificate: CertificateBuf) -> Result<Self, TokenError> {
        if self.attach(&certificate, &CertifiedKey::new(certificate.view().subject_public_key_info())) {
            return Ok(self);
        }
        let view = certificate.view();
        Err(TokenError::OtherCertificate(Box::new(OtherCertificate {
            subject: view.subject().into(),
            certified: PublicKeyId::of(&view.subject_public_key_info()),
            key: PublicKeyId::of(&Spki::from_der(&self.spki)?),
        })))
    }

    /// Takes the certificate, whose key is `certified`, if it is for this key.
    pub(crate) fn attach(&mut self, certificate: &CertificateBuf, certified: &CertifiedKey<'_>) -> bool {
        let fits = self.private_key.adopt(certified);
        if fits {
            self.spki = certified.spki().as_der().to_vec();
            self.certificate = Some(certificate.clone());
        }
        fits
    }

    /// Lets an RSA key sign; does nothing to other keys.
    ///
    /// Private operations of the `rsa` crate are not constant in time: RUSTSEC-2023-0071, the "Marvin" attack, has
    /// no complete fix. Operations here are blinded with fresh random numbers and checked with the public key, which
    /// leaves little to measure; still, do not sign on demand of strangers who can measure the time, on a server or
    /// on shared hardware. Keep such a key in a token instead.
    #[must_use]
    pub fn allow_software_rsa(self) -> Self {
        Self { software_rsa: SoftwareRsa::Allow, ..self }
    }

    pub(crate) fn deterministic(self) -> Self {
        Self { nonces: Nonces::Deterministic, ..self }
    }

    /// What kind of key it is.
    pub fn kind(&self) -> KeyKind {
        self.private_key.kind()
    }

    /// The public key as a SubjectPublicKeyInfo in DER, to put into certificates and requests.
    pub fn public_key_spki(&self) -> &[u8] {
        &self.spki
    }

    /// The private key in PKCS#8 in DER, unprotected.
    pub fn export_pkcs8_der(&self) -> Der {
        self.private_key.export_pkcs8_der()
    }

    /// The private key in PKCS#8 in DER under a password: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC.
    ///
    /// # Errors
    /// [`TokenError::NoRandomness`] if `rng` fails.
    pub fn export_pkcs8_encrypted(
        &self,
        password: &Password,
        rng: &mut (impl TryCryptoRng + ?Sized),
    ) -> Result<Vec<u8>, TokenError> {
        pkcs8::encrypt(&self.export_pkcs8_der(), password, pkcs8::ITERATIONS, rng)
    }

    /// The same as a PEM block `ENCRYPTED PRIVATE KEY`.
    ///
    /// # Errors
    /// [`TokenError::NoRandomness`] if `rng` fails.
    pub fn export_pkcs8_encrypted_pem(
        &self,
        password: &Password,
        rng: &mut (impl TryCryptoRng + ?Sized),
    ) -> Result<String, TokenError> {
        Ok(esig_core::pem::encode(pkcs8::ENCRYPTED_PRIVATE_KEY, &self.export_pkcs8_encrypted(password, rng)?))
    }
}

impl SigningKey for MemoryKey {
    fn certificate(&self) -> Option<&CertificateBuf> {
        self.certificate.as_ref()
    }

    /// Those to choose from; others of the same algorithm, with another digest of today or another salt, are accepted
    /// too. Empty for an RSA key before [`MemoryKey::allow_software_rsa`].
    fn schemes(&self) -> &[SignatureScheme] {
        if self.is_refused() { &[] } else { self.private_key.schemes() }
    }

    fn sign(&mut self, scheme: SignatureScheme, message: Message<'_>) -> Result<SignatureValue, TokenError> {
        if self.is_refused() {
            return Err(TokenError::SoftwareRsa);
        }
        if !self.private_key.accepts(scheme) {
            return Err(TokenError::UnsupportedScheme { scheme, key: self.kind() });
        }
        self.private_key.sign(scheme, message, self.nonces).map(SignatureValue::from_octets)
    }
}

impl MemoryKey {
    fn is_refused(&self) -> bool {
        self.private_key.is_rsa() && self.software_rsa == SoftwareRsa::Refuse
    }
}

impl fmt::Debug for MemoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryKey({}, ..)", self.kind())
    }
}
