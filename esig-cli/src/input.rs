//! Reading files and the standard input, within limits.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::message;
use crate::safe;

/// A place to read from: a path, or `-` for the standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
}

impl Source {
    /// What an argument names.
    pub(crate) fn new(argument: &Path) -> Self {
        if argument.as_os_str() == "-" { Self::Stdin } else { Self::File(argument.to_path_buf()) }
    }

    /// The name in JSON, as it was given.
    pub(crate) fn raw_name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// The name in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => safe::path(path),
        }
    }

    /// Whether there is something to open.
    pub(crate) fn exists(&self) -> bool {
        match self {
            Self::Stdin => true,
            Self::File(path) => path.exists(),
        }
    }

    /// Opens it.
    pub(crate) fn open(&self) -> Result<Box<dyn Read>, Failure> {
        match self {
            Self::Stdin => Ok(Box::new(io::stdin().lock())),
            Self::File(path) if path.is_dir() => Err(Failure::new(
                Exit::Error,
                "E-FILE-IS-DIRECTORY",
                message::directory_not_expected(self.name()),
                message::directory_not_expected_remedy(),
            )),
            Self::File(path) => {
                File::open(path).map(|file| Box::new(file) as Box<dyn Read>).map_err(|e| self.unreadable(&e))
            }
        }
    }

    /// Reads all of it, at most `limit` octets.
    pub(crate) fn read(&self, limit: usize) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let wanted = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        self.open()?.take(wanted).read_to_end(&mut bytes).map_err(|error| self.unreadable(&error))?;
        if bytes.len() > limit {
            let text = message::too_large(self.name(), limit);
            return Err(Failure::new(Exit::Error, "E-LIMIT-EXCEEDED", text, message::too_large_remedy()));
        }
        Ok(bytes)
    }

    /// Why it cannot be read.
    pub(crate) fn unreadable(&self, error: &io::Error) -> Failure {
        let text = match error.kind() {
            io::ErrorKind::NotFound => message::file_not_found(self.name()),
            io::ErrorKind::PermissionDenied => message::file_not_permitted(self.name()),
            _ => message::cannot_read(self.name(), error),
        };
        Failure::new(Exit::Error, "E-FILE-UNREADABLE", text, message::cannot_read_remedy())
    }
}

/// Octets of a certificate, a key or a CRL file; the largest CRLs of Russian authorities have some 60 MiB.
pub(crate) const MAX_EVIDENCE_OCTETS: usize = 256 << 20;
