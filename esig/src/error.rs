//! What can go wrong before there is a verdict.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use esig_cms::stream::StreamError;
use esig_cms::{CmsError, IntegrityError};
use esig_core::Remedy;
use esig_token::TokenError;
use esig_verify::RejectedEvidence;

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
        ];
        for (error, code) in errors {
            let text = error.to_string();
            assert!(!text.ends_with('.') && !text.starts_with(char::is_uppercase), "{text}");
            assert_eq!(error.code(), code);
        }
    }
}
