//! Files that appear whole or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::Error;

/// What happens to a file that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and writing fails.
    #[default]
    Keep,
    /// It is replaced.
    Replace,
}

/// Writes a file beside its final place and moves it there.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] under [`Existing::Keep`]; whatever writing gives.
pub fn write_whole(path: &Path, octets: &[u8], existing: Existing) -> io::Result<()> {
    let mut file = NewFile::create(path, existing)?;
    file.write_all(octets)?;
    file.keep()
}

/// A file that is written beside its final place and gets its name when it is whole; if it does not, nothing is left of it.
#[derive(Debug)]
pub struct NewFile {
    file: NamedTempFile,
    path: PathBuf,
    existing: Existing,
}

impl NewFile {
    /// Begins a file in the directory of `path`.
    ///
    /// # Errors
    /// Whatever the system gives: there is no such directory, or nobody may write there.
    pub fn create(path: &Path, existing: Existing) -> io::Result<Self> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let file = builder().tempfile_in(parent.unwrap_or(Path::new(".")))?;
        Ok(Self { file, path: path.into(), existing })
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] under [`Existing::Keep`]; whatever writing gives.
    pub fn keep(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        let moved = match self.existing {
            Existing::Keep => self.file.persist_noclobber(&self.path),
            Existing::Replace => self.file.persist(&self.path),
        };
        moved.map(drop).map_err(|error| error.error)
    }
}

impl Write for NewFile {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.file.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Finds out before the work that there is nothing in the way.
pub(crate) fn check(path: &Path, existing: Existing) -> Result<(), Error> {
    match existing == Existing::Keep && path.symlink_metadata().is_ok() {
        true => Err(Error::OutputExists { path: path.into() }),
        false => Ok(()),
    }
}

/// Temporary files are private by default; what becomes a result follows the umask like any other file.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".esig-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_unless_it_may_go() -> io::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("x.sig");
        write_whole(&path, b"first", Existing::Keep)?;
        let error = write_whole(&path, b"second", Existing::Keep).map_err(|error| error.kind());
        assert_eq!(error, Err(io::ErrorKind::AlreadyExists));
        assert_eq!(std::fs::read(&path)?, b"first");
        write_whole(&path, b"third", Existing::Replace)?;
        assert_eq!(std::fs::read(&path)?, b"third");
        assert_eq!(std::fs::read_dir(&directory)?.count(), 1);
        Ok(())
    }

    #[test]
    fn what_is_not_whole_leaves_nothing() -> io::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("x.p7m");
        let mut file = NewFile::create(&path, Existing::Keep)?;
        file.write_all(b"half of it")?;
        assert!(!path.exists());
        drop(file);
        assert_eq!(std::fs::read_dir(&directory)?.count(), 0);
        Ok(())
    }
}
