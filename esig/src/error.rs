//! What can go wrong before there is a verdict.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use esig_cms::stream::StreamError;
use esig_cms::{CmsError, IntegrityError, TimestampError};
use esig_core::{CertificateBuf, Remedy};
use esig_token::TokenError;
use esig_verify::RejectedEvidence;
use esig_verify::report::{Check, Reason};

use crate::stamp::StampError;

/// Everything that the functions of this crate report as an error. A verdict is none, however bad.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file cannot be read.
    Read {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The content could not be read to its end.
    ReadContent(io::Error),
    /// The signature could not be read to its end.
    ReadSignature(io::Error),
    /// The content is to be taken out of a signature that has none inside.
    ContentOutside {
        /// The signature's file.
        path: PathBuf,
    },
    /// The content was not the same when it was read again.
    ContentChanged,
    /// The signature could not be written to its end.
    WriteSignature(io::Error),
    /// The result could not be written, and there is no part of it.
    Write {
        /// Where it should go.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is a file where the result should go, and nothing said that it may be replaced.
    OutputExists {
        /// The file.
        path: PathBuf,
    },
    /// The key has no certificate beside it, and a signature must name one.
    KeyWithoutCertificate,
    /// The key signs by no scheme: an RSA key in memory has to be allowed to.
    KeyWithoutScheme,
    /// The key could not be used.
    Token(TokenError),
    /// The signature could not be prepared.
    Cms(CmsError),
    /// The value that the key gave is not of the key in the certificate.
    Integrity(IntegrityError),
    /// Certificates or CRLs that cannot be used.
    Evidence(RejectedEvidence),
    /// There is no CMS signature to be raised.
    NoSignature,
    /// A signature that is to be raised is not intact, or cannot be told to be.
    NotIntact {
        /// The signature's number.
        index: usize,
        /// Why.
        error: IntegrityError,
    },
    /// The certificate of a signature that is to be raised is neither inside nor among those given.
    SignerCertificateMissing {
        /// The signature's number.
        index: usize,
        /// What its sid names.
        sid: String,
    },
    /// No authority gave a time-stamp.
    Stamp(StampError),
    /// A time-stamp of a signature does not hold, or what came for it is none.
    Timestamp {
        /// The signature's number.
        index: usize,
        /// Why.
        error: TimestampError,
    },
    /// A certificate that a signature rests on, the signer's or a time-stamping authority's, cannot be shown to hold.
    Unproven {
        /// The signature's number.
        index: usize,
        /// The certificate.
        certificate: CertificateBuf,
        /// Why not, what decided first.
        reasons: Vec<Reason>,
        /// Every check that was made of it.
        checks: Vec<Check>,
    },
    /// What was made would not verify: it was thrown away, and nothing was written. A fault of this library.
    WouldNotVerify,
}

impl Error {
    /// A stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } | Self::ReadContent(_) | Self::ReadSignature(_) => "E-FILE-UNREADABLE",
            Self::ContentOutside { .. } => "E-CONTENT-OUTSIDE",
            Self::ContentChanged => "E-CONTENT-CHANGED",
            Self::Write { .. } | Self::WriteSignature(_) => "E-FILE-UNWRITABLE",
            Self::OutputExists { .. } => "E-OUTPUT-EXISTS",
            Self::KeyWithoutCertificate => "E-KEY-WITHOUT-CERTIFICATE",
            Self::KeyWithoutScheme => "E-KEY-WITHOUT-SCHEME",
            Self::Token(error) => error.code(),
            Self::Cms(error) => error.code(),
            Self::Integrity(error) => error.code(),
            Self::Evidence(error) => error.code(),
            Self::NoSignature => "E-NO-SIGNATURE",
            Self::NotIntact { error, .. } => error.code(),
            Self::SignerCertificateMissing { .. } => "E-SIGNER-CERTIFICATE-MISSING",
            Self::Stamp(error) => error.code(),
            Self::Timestamp { error, .. } => error.code(),
            Self::Unproven { .. } => "E-CHAIN-UNPROVEN",
            Self::WouldNotVerify => "E-WOULD-NOT-VERIFY",
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Read { .. }
            | Self::ReadContent(_)
            | Self::ReadSignature(_)
            | Self::ContentChanged
            | Self::WriteSignature(_)
            | Self::Write { .. } => Remedy::CheckSystem,
            Self::ContentOutside { .. }
            | Self::OutputExists { .. }
            | Self::KeyWithoutCertificate
            | Self::KeyWithoutScheme => Remedy::CorrectCall,
            Self::Token(error) => error.remedy(),
            Self::Cms(error) => error.remedy(),
            Self::Integrity(error) => error.remedy(),
            Self::Evidence(error) => error.remedy(),
            Self::NoSignature => Remedy::CorrectCall,
            Self::NotIntact { error, .. } => error.remedy(),
            Self::SignerCertificateMissing { .. } => Remedy::SupplyEvidence,
            Self::Stamp(error) => error.remedy(),
            Self::Timestamp { error, .. } => error.remedy(),
            Self::Unproven { reasons, .. } => {
                reasons.first().map_or(Remedy::SupplyEvidence, |reason| reason.remedy())
            }
            Self::WouldNotVerify => Remedy::CheckSystem,
        }
    }

    pub(crate) fn read(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| Self::Read { path, error }
    }

    pub(crate) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| match error.kind() {
            io::ErrorKind::AlreadyExists => Self::OutputExists { path },
            _ => Self::Write { path, error },
        }
    }

    /// Says which file the signature was to be read from.
    pub(crate) fn of_signature(self, path: &Path) -> Self {
        match self {
            Self::ReadSignature(error) => Self::Read { path: path.into(), error },
            error => error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, error } => write!(f, "cannot read {}: {error}", path.display()),
            Self::ReadContent(error) => write!(f, "cannot read the content: {error}"),
            Self::ReadSignature(error) => write!(f, "cannot read the signature: {error}"),
            Self::ContentOutside { path } => write!(f, "there is no content inside {}", path.display()),
            Self::ContentChanged => f.write_str("the content changed while it was read"),
            Self::WriteSignature(error) => write!(f, "cannot write the signature: {error}"),
            Self::Write { path, error } => write!(f, "cannot write {}: {error}", path.display()),
            Self::OutputExists { path } => write!(f, "{} exists and is not replaced", path.display()),
            Self::KeyWithoutCertificate => f.write_str("the key has no certificate"),
            Self::KeyWithoutScheme => f.write_str("the key signs by no scheme"),
            Self::Token(error) => error.fmt(f),
            Self::Cms(error) => error.fmt(f),
            Self::Integrity(error) => error.fmt(f),
            Self::Evidence(error) => error.fmt(f),
            Self::NoSignature => f.write_str("there is no CMS signature"),
            Self::NotIntact { index, error } => write!(f, "signature {index} does not hold: {error}"),
            Self::SignerCertificateMissing { index, sid } => {
                write!(f, "the certificate of signature {index} is missing: {sid}")
            }
            Self::Stamp(error) => error.fmt(f),
            Self::Timestamp { index, error } => {
                write!(f, "a time-stamp of signature {index} does not hold: {error}")
            }
            Self::Unproven { index, certificate, reasons, .. } => {
                let subject = certificate.view().subject().to_string();
                write!(f, "the certificate of {subject}, on which signature {index} rests, does not hold")?;
                let reasons: Vec<_> = reasons.iter().map(|reason| reason.code()).collect();
                if reasons.is_empty() { Ok(()) } else { write!(f, ": {}", reasons.join(", ")) }
            }
            Self::WouldNotVerify => f.write_str("what was made would not verify, and was not written"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { error, .. }
            | Self::ReadContent(error)
            | Self::ReadSignature(error)
            | Self::WriteSignature(error)
            | Self::Write { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<StreamError> for Error {
    /// While a signature is written: what is read is content.
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::Read(error) => Self::ReadContent(error),
            StreamError::Write(error) => Self::WriteSignature(error),
            StreamError::Cms(error) => Self::Cms(error),
            error => Self::WriteSignature(io::Error::other(error)),
        }
    }
}

impl From<CmsError> for Error {
    fn from(error: CmsError) -> Self {
        Self::Cms(error)
    }
}

impl From<IntegrityError> for Error {
    fn from(error: IntegrityError) -> Self {
        Self::Integrity(error)
    }
}

impl From<StampError> for Error {
    fn from(error: StampError) -> Self {
        Self::Stamp(error)
    }
}

impl From<RejectedEvidence> for Error {
    fn from(error: RejectedEvidence) -> Self {
        Self::Evidence(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_read_as_sentences_and_have_stable_codes() {
        let (path, error) = (PathBuf::from("a.sig"), io::Error::from(io::ErrorKind::PermissionDenied));
        let errors = [
            (Error::read("a.sig")(io::ErrorKind::NotFound.into()), "E-FILE-UNREADABLE"),
            (Error::ReadContent(io::ErrorKind::UnexpectedEof.into()), "E-FILE-UNREADABLE"),
            (Error::ReadSignature(io::ErrorKind::UnexpectedEof.into()), "E-FILE-UNREADABLE"),
            (Error::ContentOutside { path: path.clone() }, "E-CONTENT-OUTSIDE"),
            (Error::ContentChanged, "E-CONTENT-CHANGED"),
            (Error::WriteSignature(io::ErrorKind::StorageFull.into()), "E-FILE-UNWRITABLE"),
            (Error::Write { path: path.clone(), error }, "E-FILE-UNWRITABLE"),
            (Error::OutputExists { path }, "E-OUTPUT-EXISTS"),
            (Error::KeyWithoutCertificate, "E-KEY-WITHOUT-CERTIFICATE"),
            (Error::KeyWithoutScheme, "E-KEY-WITHOUT-SCHEME"),
            (TokenError::SigningFailed.into(), "E-SIGNING-FAILED"),
            (CmsError::SigningTimeOutOfRange { year: -1 }.into(), "E-SIGNING-TIME"),
            (IntegrityError::ContentMissing.into(), "E-CONTENT-MISSING"),
            (RejectedEvidence::Nothing { wanted: "CRL" }.into(), "E-EVIDENCE-EMPTY"),
            (Error::NoSignature, "E-NO-SIGNATURE"),
            (Error::NotIntact { index: 0, error: IntegrityError::ContentMissing }, "E-CONTENT-MISSING"),
            (Error::SignerCertificateMissing { index: 0, sid: "x".into() }, "E-SIGNER-CERTIFICATE-MISSING"),
            (StampError::default().into(), "E-TSA-NOT-NAMED"),
            (Error::Timestamp { index: 0, error: TimestampError::NoHashIndex }, "E-HASH-INDEX-MISSING"),
            (Error::WouldNotVerify, "E-WOULD-NOT-VERIFY"),
        ];
        for (error, code) in errors {
            let text = error.to_string();
            assert!(!text.ends_with('.') && !text.starts_with(char::is_uppercase), "{text}");
            assert_eq!(error.code(), code);
        }
    }
}
