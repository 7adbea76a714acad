//! What can go wrong with keys, and what to do about it.

use std::fmt;

use esig_core::algorithm::DigestAlgorithm;
use esig_core::error::{ParseErrorKind, UnsupportedAlgorithm, UnsupportedKey};
use esig_core::pem::PemError;
use esig_core::provider::{KeyKind, NoRandomness};
use esig_core::{DigestValue, NameBuf, ParseError, Provider, Remedy, SignatureScheme, Spki};

/// Everything this crate reports as an error. None of it says anything of a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// The password does not open the file. Where nothing proves a password before it is used (PKCS#8), damage
    /// looks the same.
    IncorrectPassword,
    /// The file is protected and no password was given.
    PasswordMissing,
    /// The token refused the PIN.
    IncorrectPin {
        /// Attempts left before it locks itself; `None` if it does not tell.
        tries_left: Option<u32>,
    },
    /// The token accepts no PIN any more until its administrator unlocks it.
    PinLocked,
    /// The user did not give a PIN.
    Declined,
    /// The token is not there any more.
    Removed {
        /// Its label.
        token: String,
    },
    /// The key does not sign so.
    UnsupportedScheme {
        /// What was asked for.
        scheme: SignatureScheme,
        /// What the key is.
        key: KeyKind,
    },
    /// The message came as a digest that the scheme does not take.
    OtherDigest {
        /// What was asked for.
        scheme: SignatureScheme,
        /// What the digest was made with.
        found: DigestAlgorithm,
    },
    /// An RSA key in memory, used before [`allow_software_rsa`](crate::MemoryKey::allow_software_rsa).
    SoftwareRsa,
    /// The algorithm of the key, or of what protects it, is not known here.
    UnsupportedAlgorithm(UnsupportedAlgorithm),
    /// The bytes are not what the standard's production says, or more than a limit allows.
    Malformed(ParseError),
    /// The PEM around the key is damaged.
    Pem(PemError),
    /// The file holds no private key.
    NoPrivateKey,
    /// The file holds several private keys where one was asked for.
    SeveralPrivateKeys {
        /// How many.
        found: usize,
    },
    /// The private key is no key of its algorithm: out of range, of the wrong length, or at odds with itself.
    InvalidPrivateKey {
        /// What was looked at: `ECPrivateKey.privateKey`, `RSAPrivateKey` …
        field: &'static str,
    },
    /// The certificate is for another key.
    OtherCertificate(Box<OtherCertificate>),
    /// The operating system gave no random octets.
    NoRandomness,
    /// Signing failed; says no more on purpose.
    SigningFailed,
}

/// Both sides of a certificate that does not fit a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCertificate {
    /// The subject of the certificate.
    pub subject: NameBuf,
    /// The key it certifies.
    pub certified: PublicKeyId,
    /// The key it was to be put to.
    pub key: PublicKeyId,
}

/// Names a public key for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKeyId {
    /// The kind of key, or the object identifier of an algorithm that is not known.
    pub kind: String,
    /// SHA-256 of the SubjectPublicKeyInfo in DER.
    pub fingerprint: DigestValue,
}

impl PublicKeyId {
    /// Names the key of a SubjectPublicKeyInfo.
    pub fn of(spki: &Spki<'_>) -> Self {
        let provider = Provider::rustcrypto();
        let kind = match provider.load_key(spki) {
            Ok(key) => key.kind().to_string(),
            Err(_) => spki.algorithm().to_string(),
        };
        let fingerprint = provider.digest(DigestAlgorithm::Sha256, spki.as_der());
        Self { kind, fingerprint: fingerprint.expect("this provider has every digest algorithm") }
    }
}

impl fmt::Display for PublicKeyId {
    /// The kind and the first eight octets of the fingerprint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} key ", self.kind)?;
        self.fingerprint.as_octets().iter().take(8).try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

/// Whether another attempt may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Ask for the secret again.
    Retry,
    /// Have the token connected again.
    Reconnect,
    /// The same call fails every time.
    Never,
}

impl TokenError {
    /// Whether another attempt may help.
    pub fn recovery(&self) -> Recovery {
        match self {
            Self::IncorrectPassword | Self::PasswordMissing | Self::IncorrectPin { .. } => Recovery::Retry,
            Self::Removed { .. } => Recovery::Reconnect,
            _ => Recovery::Never,
        }
    }

    /// A stable code for scripts; one of those listed in this crate's test of codes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IncorrectPassword => "E-PASSWORD-INCORRECT",
            Self::PasswordMissing => "E-PASSWORD-MISSING",
            Self::IncorrectPin { .. } => "E-PIN-INCORRECT",
            Self::PinLocked => "E-PIN-LOCKED",
            Self::Declined => "E-PIN-DECLINED",
            Self::Removed { .. } => "E-TOKEN-REMOVED",
            Self::UnsupportedScheme { .. } => "E-SCHEME-UNSUPPORTED",
            Self::OtherDigest { .. } => "E-DIGEST-OTHER",
            Self::SoftwareRsa => "E-SOFTWARE-RSA-NOT-ALLOWED",
            Self::UnsupportedAlgorithm(_) => "E-ALGORITHM-UNSUPPORTED",
            Self::Malformed(error) => error.code(),
            Self::Pem(_) => "E-MALFORMED",
            Self::NoPrivateKey => "E-KEY-ABSENT",
            Self::SeveralPrivateKeys { .. } => "E-KEY-AMBIGUOUS",
            Self::InvalidPrivateKey { .. } => "E-KEY-INVALID",
            Self::OtherCertificate(_) => "E-KEY-OTHER-CERTIFICATE",
            Self::NoRandomness => "E-RANDOMNESS-UNAVAILABLE",
            Self::SigningFailed => "E-SIGNING-FAILED",
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::IncorrectPassword | Self::PasswordMissing | Self::IncorrectPin { .. } | Self::Declined => {
                Remedy::CorrectSecret
            }
            Self::PinLocked | Self::Removed { .. } | Self::NoRandomness | Self::SigningFailed => {
                Remedy::CheckSystem
            }
            Self::UnsupportedScheme { .. }
            | Self::OtherDigest { .. }
            | Self::SoftwareRsa
            | Self::SeveralPrivateKeys { .. }
            | Self::OtherCertificate(_) => Remedy::CorrectCall,
            Self::UnsupportedAlgorithm(_) => Remedy::UseSupportedAlgorithm,
            Self::Malformed(error) => error.remedy(),
            Self::Pem(_) | Self::NoPrivateKey => Remedy::GetIntactCopy,
            Self::InvalidPrivateKey { .. } => Remedy::Reject,
        }
    }

    /// More than a named limit allows, found while reading `production` at `offset`.
    pub(crate) fn limit(name: &'static str, allowed: usize, production: &'static str, offset: usize) -> Self {
        ParseError::new(ParseErrorKind::Limit { name, allowed }, production, offset).into()
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IncorrectPassword => f.write_str("the password is not the one of this file"),
            Self::PasswordMissing => f.write_str("the key is protected by a password and none was given"),
            Self::IncorrectPin { tries_left: Some(left) } => write!(f, "incorrect PIN, {left} tries left"),
            Self::IncorrectPin { tries_left: None } => f.write_str("incorrect PIN"),
            Self::PinLocked => f.write_str("the PIN is locked"),
            Self::Declined => f.write_str("no PIN was given"),
            Self::Removed { token } => write!(f, "token {token} is not connected any more"),
            Self::UnsupportedScheme { scheme, key } => write!(f, "a key of {key} cannot sign by {scheme}"),
            Self::OtherDigest { scheme, found } => {
                write!(f, "{scheme} cannot sign a digest made with {found}")
            }
            Self::SoftwareRsa => {
                f.write_str("an RSA key in memory does not sign before allow_software_rsa is called")
            }
            Self::UnsupportedAlgorithm(error) => error.fmt(f),
            Self::Malformed(error) => error.fmt(f),
            Self::Pem(error) => error.fmt(f),
            Self::NoPrivateKey => f.write_str("no private key in the file"),
            Self::SeveralPrivateKeys { found } => write!(f, "{found} private keys in the file, one wanted"),
            Self::InvalidPrivateKey { field } => write!(f, "invalid private key, see {field}"),
            Self::OtherCertificate(sides) => {
                let OtherCertificate { subject, certified, key } = &**sides;
                write!(f, "the certificate of {} is for {certified}, this is {key}", subject.view())
            }
            Self::NoRandomness => f.write_str("the operating system gave no random octets"),
            Self::SigningFailed => f.write_str("signing failed"),
        }
    }
}

impl std::error::Error for TokenError {}

impl From<ParseError> for TokenError {
    fn from(error: ParseError) -> Self {
        Self::Malformed(error)
    }
}

impl From<UnsupportedAlgorithm> for TokenError {
    fn from(error: UnsupportedAlgorithm) -> Self {
        Self::UnsupportedAlgorithm(error)
    }
}

impl From<PemError> for TokenError {
    fn from(error: PemError) -> Self {
        Self::Pem(error)
    }
}

impl From<NoRandomness> for TokenError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}

impl From<esig_core::Error> for TokenError {
    fn from(error: esig_core::Error) -> Self {
        match error {
            esig_core::Error::Malformed(error) => Self::Malformed(error),
            esig_core::Error::UnsupportedAlgorithm(error) => Self::UnsupportedAlgorithm(error),
            esig_core::Error::UnsupportedKey(UnsupportedKey::Algorithm { algorithm }) => {
                Self::UnsupportedAlgorithm(UnsupportedAlgorithm::new(algorithm, "subjectPublicKeyInfo"))
            }
            esig_core::Error::NoRandomness => Self::NoRandomness,
            _ => Self::InvalidPrivateKey { field: "subjectPublicKeyInfo" },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Vec<TokenError> {
        let key = KeyKind { name: "ed25519", bits: 256 };
        let scheme = SignatureScheme::Gost3410_2012_256;
        vec![
            TokenError::IncorrectPassword,
            TokenError::PasswordMissing,
            TokenError::IncorrectPin { tries_left: Some(3) },
            TokenError::PinLocked,
            TokenError::Declined,
            TokenError::Removed { token: "Рутокен".into() },
            TokenError::UnsupportedScheme { scheme, key },
            TokenError::OtherDigest { scheme, found: DigestAlgorithm::Sha256 },
            TokenError::SoftwareRsa,
            TokenError::UnsupportedAlgorithm(UnsupportedAlgorithm::new("1.2.3", "keyEncryptionAlgorithm")),
            TokenError::limit("MAX_BAGS", 1, "SafeContents", 9),
            TokenError::Pem(PemError::Unended { label: "PRIVATE KEY".into() }),
            TokenError::NoPrivateKey,
            TokenError::SeveralPrivateKeys { found: 2 },
            TokenError::InvalidPrivateKey { field: "RSAPrivateKey" },
            TokenError::NoRandomness,
            TokenError::SigningFailed,
        ]
    }

    #[test]
    fn codes_are_stable() {
        let codes: Vec<_> = examples().iter().map(TokenError::code).collect();
        assert_eq!(
            codes,
            [
                "E-PASSWORD-INCORRECT",
                "E-PASSWORD-MISSING",
                "E-PIN-INCORRECT",
                "E-PIN-LOCKED",
                "E-PIN-DECLINED",
                "E-TOKEN-REMOVED",
                "E-SCHEME-UNSUPPORTED",
                "E-DIGEST-OTHER",
                "E-SOFTWARE-RSA-NOT-ALLOWED",
                "E-ALGORITHM-UNSUPPORTED",
                "E-LIMIT-EXCEEDED",
                "E-MALFORMED",
                "E-KEY-ABSENT",
                "E-KEY-AMBIGUOUS",
                "E-KEY-INVALID",
                "E-RANDOMNESS-UNAVAILABLE",
                "E-SIGNING-FAILED",
            ]
        );
    }

    #[test]
    fn texts_are_one_sentence_without_a_full_stop() {
        for error in examples() {
            let text = error.to_string();
            assert!(!text.ends_with('.') && !text.contains('\n'), "{text}");
        }
        assert_eq!(
            TokenError::OtherDigest { scheme: SignatureScheme::Ed25519, found: DigestAlgorithm::Sha512 }
                .to_string(),
            "ed25519 cannot sign a digest made with sha512"
        );
    }

    #[test]
    fn only_secrets_are_asked_for_again() {
        let again = |error: &TokenError| error.recovery() == Recovery::Retry;
        assert_eq!(examples().iter().filter(|error| again(error)).count(), 3);
        assert_eq!(TokenError::Removed { token: String::new() }.recovery(), Recovery::Reconnect);
    }
}
