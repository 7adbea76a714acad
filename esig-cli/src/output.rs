//! Writing files: whole or not at all, and nothing over what exists.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use esig::{Existing, write_whole};
use esig_verify::report::escape_controls;
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::message;
use crate::safe;

/// A place to write to: a path, or `-` for the standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Stdout,
    File(PathBuf),
}

impl Target {
    /// What an argument names.
    pub(crate) fn new(argument: &Path) -> Self {
        if argument.as_os_str() == "-" { Self::Stdout } else { Self::File(argument.to_path_buf()) }
    }

    /// The name in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdout => "-".to_owned(),
            Self::File(path) => safe::path(path),
        }
    }

    /// Finds out before the work that there is nothing in the way.
    pub(crate) fn check(&self, existing: Existing) -> Result<(), Failure> {
        match self {
            Self::File(path) if existing == Existing::Keep && fs::symlink_metadata(path).is_ok() => {
                Err(self.exists())
            }
            _ => Ok(()),
        }
    }

    /// Writes all of `bytes`; the file appears complete under its name, or not at all.
    pub(crate) fn write(&self, bytes: &[u8], existing: Existing) -> Result<(), Failure> {
        match self {
            Self::Stdout => {
                let mut out = io::stdout().lock();
                out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| self.unwritable(&error))
            }
            Self::File(path) => write_whole(path, bytes, existing).map_err(|error| self.failure(&error)),
        }
    }

    /// Writes a new file that nobody else may read.
    pub(crate) fn write_secret(&self, bytes: &[u8]) -> Result<(), Failure> {
        let Self::File(path) = self else { return self.write(bytes, Existing::Keep) };
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(path).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| self.failure(&error))
    }

    fn failure(&self, error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::AlreadyExists => self.exists(),
            _ => self.unwritable(error),
        }
    }

    fn exists(&self) -> Failure {
        let text = message::file_exists(self.name());
        Failure::new(Exit::Output, "E-FILE-EXISTS", text, message::file_exists_remedy())
    }

    pub(crate) fn unwritable(&self, error: &io::Error) -> Failure {
        let text = message::cannot_write(self.name(), error);
        Failure::new(Exit::Output, "E-FILE-UNWRITABLE", text, message::cannot_write_remedy())
    }
}

/// Data for the standard output; a reader who left early (`esig … | head`) is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match crate::screen::print(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Target::Stdout.unwritable(&error)),
        _ => Ok(()),
    }
}

/// A JSON document for people and machines: indented, with a line end.
pub(crate) fn json(document: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(document).expect("maps with string keys, written to memory");
    escape_controls(text) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_and_nothing_is_left_behind() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("файл.sig");
        let target = Target::new(&path);
        target.write(b"one", Existing::Keep).expect("a new file");
        let failure = target.write(b"two", Existing::Keep).expect_err("it exists");
        assert_eq!((failure.exit, failure.code), (Exit::Output, "E-FILE-EXISTS"));
        assert_eq!(fs::read(&path).expect("the first"), b"one");
        target.write(b"three", Existing::Replace).expect("allowed");
        assert_eq!(fs::read(&path).expect("the third"), b"three");
        assert_eq!(fs::read_dir(directory.path()).expect("readable").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;

        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("password");
        Target::new(&path).write_secret(b"secret").expect("a new file");
        let mode = fs::metadata(&path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }

    #[test]
    fn a_directory_that_does_not_exist_is_an_output_error() {
        let target = Target::new(Path::new("/nonexistent/x.sig"));
        assert_eq!(target.write(b"", Existing::Keep).expect_err("no directory").exit, Exit::Output);
    }
}
