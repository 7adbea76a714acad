//! The key that signs: a PFX file, or PKCS#8 with a certificate beside it.

use std::path::Path;

use esig_core::{CertificateBuf, pem};
use esig_token::pfx::Pfx;
use esig_token::{MemoryKey, Password, SigningKey, TokenError};

use crate::certificates;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::holder;
use crate::input::Source;
use crate::message::{self, Message};
use crate::safe;
use crate::secret::SecretArgs;

/// A key with its certificate and the certificates above it.
pub(crate) struct Signer {
    pub(crate) key: MemoryKey,
    pub(crate) certificate: CertificateBuf,
    pub(crate) chain: Vec<CertificateBuf>,
}

/// Where the key and its certificate are.
pub(crate) struct Selector<'a> {
    pub(crate) key: &'a Path,
    pub(crate) certificate: Option<&'a Path>,
    pub(crate) secret: &'a SecretArgs,
}

impl Selector<'_> {
    /// Reads the key; asks for a password only if there is one to give.
    pub(crate) fn load(&self) -> Result<Signer, Failure> {
        if self.key.to_str().is_some_and(|text| text.starts_with("pkcs11:")) {
            let text = message::pkcs11_unsupported();
            return Err(Failure::new(
                Exit::Unsupported,
                "E-KEY-KIND-UNSUPPORTED",
                text,
                message::pkcs11_unsupported_remedy(),
            ));
        }
        let octets = self.read()?;
        let given = self.certificate.map(|path| certificates::read(&Source::new(path))).transpose()?;
        let mut given = given.unwrap_or_default();
        let key = if is_pfx(&octets) {
            let pfx = self.open(|password| Pfx::open(&octets, password))?;
            given.extend(pfx.certificates().iter().map(|entry| entry.certificate().clone()));
            self.only(pfx.into_keys().collect(), &given)?
        } else {
            given.extend(beside(&octets));
            match MemoryKey::from_file_octets(&octets, None) {
                Err(TokenError::PasswordMissing) => {
                    self.open(|password| MemoryKey::from_file_octets(&octets, Some(password)))?
                }
                outcome => outcome.map_err(|error| self.failure(&error))?,
            }
        };
        self.certified(key, given)
    }

    fn read(&self) -> Result<zeroize::Zeroizing<Vec<u8>>, Failure> {
        let source = Source::File(self.key.to_path_buf());
        if !source.exists() {
            let text = message::key_not_found(source.name());
            return Err(Failure::new(
                Exit::KeyNotFound,
                "E-KEY-NOT-FOUND",
                text,
                message::key_not_found_remedy(),
            ));
        }
        source.read(esig_token::limits::MAX_FILE_OCTETS).map(zeroize::Zeroizing::new)
    }

    fn open<T>(&self, open: impl FnOnce(&Password) -> Result<T, TokenError>) -> Result<T, Failure> {
        let password = self.secret.read(self.key)?;
        open(&password).map_err(|error| self.failure(&error))
    }

    /// The one key of a PFX, or the one that the given certificate is for.
    fn only(&self, mut keys: Vec<MemoryKey>, given: &[CertificateBuf]) -> Result<MemoryKey, Failure> {
        if let (Some(first), Some(_)) = (given.first(), self.certificate) {
            keys.retain(|key| is_for(first, key));
        }
        match keys.len() {
            0 => Err(self.failure(&TokenError::NoPrivateKey)),
            1 => Ok(keys.remove(0)),
            found => Err(self.ambiguous(found, &keys)),
        }
    }

    /// Names the candidates, so that the next attempt can choose.
    fn ambiguous(&self, found: usize, keys: &[MemoryKey]) -> Failure {
        let names = keys.iter().map(|key| match key.certificate() {
            Some(certificate) => {
                let view = certificate.view();
                format!("{} ({})", holder::common_name(view.subject()), view.serial_number())
            }
            None => key.kind().to_string(),
        });
        let names = names.collect::<Vec<_>>().join(", ");
        let text = message::several_keys(self.name(), found, names);
        Failure::new(Exit::KeyNotFound, "E-KEY-AMBIGUOUS", text, message::several_keys_remedy())
    }

    /// Finds the key's certificate among those at hand; the others are its chain.
    fn certified(&self, key: MemoryKey, at_hand: Vec<CertificateBuf>) -> Result<Signer, Failure> {
        let own = match (self.certificate, key.certificate()) {
            // Who names a certificate means it: another one in the file does not replace it.
            (Some(_), _) => at_hand.first(),
            (None, Some(certificate)) => Some(certificate),
            (None, None) => at_hand.iter().find(|certificate| is_for(certificate, &key)),
        };
        let Some(certificate) = own.cloned() else {
            let text = message::no_certificate_for_key(self.name());
            let remedy = message::no_certificate_for_key_remedy();
            return Err(Failure::new(Exit::KeyNotFound, "E-CERTIFICATE-NOT-FOUND", text, remedy));
        };
        let key = key.with_certificate(certificate.clone()).map_err(|error| self.failure(&error))?;
        let chain = at_hand.into_iter().filter(|other| *other != certificate).collect();
        Ok(Signer { key: key.allow_software_rsa(), certificate, chain })
    }

    fn name(&self) -> String {
        safe::path(self.key)
    }

    /// The library's error as one of the program's.
    pub(crate) fn failure(&self, error: &TokenError) -> Failure {
        let exit = match error {
            TokenError::IncorrectPassword | TokenError::PasswordMissing | TokenError::IncorrectPin { .. } => {
                Exit::WrongSecret
            }
            TokenError::NoPrivateKey
            | TokenError::SeveralPrivateKeys { .. }
            | TokenError::OtherCertificate(_) => Exit::KeyNotFound,
            TokenError::UnsupportedAlgorithm(_) | TokenError::UnsupportedScheme { .. } => Exit::Unsupported,
            TokenError::Malformed(_) | TokenError::Pem(_) | TokenError::InvalidPrivateKey { .. } => {
                Exit::Malformed
            }
            _ => Exit::Error,
        };
        let text = match error {
            TokenError::IncorrectPassword => message::wrong_password(self.name()),
            TokenError::NoPrivateKey => message::no_private_key(self.name()),
            TokenError::OtherCertificate(_) => message::other_certificate(self.name()),
            other => message::bad_key(self.name(), Message::verbatim(other).english()),
        };
        let remedy = match error {
            TokenError::OtherCertificate(_) => message::other_certificate_remedy(),
            TokenError::NoPrivateKey => message::key_not_found_remedy(),
            other => message::remedy(other.remedy()),
        };
        Failure::new(exit, error.code(), text, remedy)
    }
}

/// Certificates that stand in the same PEM file as the key; those that cannot be read are not missed.
fn beside(octets: &[u8]) -> Vec<CertificateBuf> {
    let blocks = pem::blocks(octets).flatten().filter(|block| block.label == "CERTIFICATE");
    blocks.filter_map(|block| CertificateBuf::from_der(block.contents).ok()).collect()
}

fn is_for(certificate: &CertificateBuf, key: &MemoryKey) -> bool {
    let certified = certificate.view().subject_public_key_info();
    // Encodings of the algorithm differ in parameters that mean the same; those of the key do not.
    esig_core::Spki::from_der(key.public_key_spki())
        .is_ok_and(|own| own.subject_public_key() == certified.subject_public_key())
}

/// `PFX ::= SEQUENCE { version INTEGER { v3(3) }, … }`, while private keys have version 0 or 1, or none.
pub(crate) fn is_pfx(octets: &[u8]) -> bool {
    let length = match octets {
        [0x30, short @ 0..=0x80, ..] => usize::from(*short > 0x80),
        [0x30, long, ..] => usize::from(long & 0x7f),
        _ => return false,
    };
    octets.get(2 + length..).is_some_and(|contents| contents.starts_with(&[2, 1, 3]))
}

#[cfg(test)]
mod tests {
    use super::is_pfx;

    #[test]
    fn a_pfx_is_told_by_its_version() {
        assert!(is_pfx(b"\x30\x82\x01\x00\x02\x01\x03\x30"));
        assert!(is_pfx(b"\x30\x80\x02\x01\x03\x30"));
        for other in
            [&b"\x30\x3e\x02\x01\x01\x30"[..], b"\x30\x82\x01\x00\x30", b"\x30\x84", b"-----BEGIN", b""]
        {
            assert!(!is_pfx(other));
        }
    }
}
