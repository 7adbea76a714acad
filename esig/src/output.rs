//! Files that appear whole or not at all.

use std::io::{self, Write};
use std::path::Path;

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
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = parent.unwrap_or(Path::new("."));
    let mut file = builder().tempfile_in(directory)?;
    file.write_all(octets)?;
    file.as_file().sync_all()?;
    let moved = match existing {
        Existing::Keep => file.persist_noclobber(path),
        Existing::Replace => file.persist(path),
    };
    moved.map(drop).map_err(|error| error.error)
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
}
