//! The content that a signature is over.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use esig_core::DigestValue;

/// Where the signed content is.
#[derive(Default)]
#[non_exhaustive]
pub enum Content<'a> {
    /// Within the signature, else beside the signature's file: `x.sig`, `x.p7s` and `x.sgn` are over `x`.
    #[default]
    Found,
    /// In memory.
    Octets(&'a [u8]),
    /// In a file.
    File(&'a Path),
    /// To be read, once, in pieces: a pipe, a socket, a part of a file.
    Stream(Box<dyn Read + 'a>),
    /// Known by its digest alone.
    Digest(DigestValue),
}

impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found => f.write_str("Found"),
            Self::Octets(octets) => write!(f, "Octets({} octets)", octets.len()),
            Self::File(path) => write!(f, "File({})", path.display()),
            Self::Stream(_) => f.write_str("Stream"),
            Self::Digest(digest) => write!(f, "Digest({digest})"),
        }
    }
}

/// `x` for `x.sig`, `x.p7s` and `x.sgn`, if there is such a file.
pub(crate) fn beside(signature: &Path) -> Option<PathBuf> {
    claims_to_be_detached(signature).then(|| signature.with_extension("")).filter(|content| content.is_file())
}

/// Whether the name says that the file is a signature, whatever is in it.
pub(crate) fn claims_to_be_signature(path: &Path) -> bool {
    claims_to_be_detached(path) || has_ending(path, &["p7m"])
}

fn claims_to_be_detached(path: &Path) -> bool {
    has_ending(path, &["sig", "p7s", "sgn"])
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let found = path.extension().and_then(|ending| ending.to_str());
    found.is_some_and(|found| endings.iter().any(|ending| found.eq_ignore_ascii_case(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn content_lies_beside_detached_signatures() -> io::Result<()> {
        let directory = tempfile::tempdir()?;
        let content = directory.path().join("договор.pdf");
        std::fs::write(&content, b"content")?;
        for ending in ["sig", "P7S", "sgn"] {
            let signature = directory.path().join(format!("договор.pdf.{ending}"));
            assert_eq!(beside(&signature), Some(content.clone()));
        }
        assert_eq!(beside(&directory.path().join("договор.pdf.p7m")), None);
        assert_eq!(beside(&directory.path().join("other.pdf.sig")), None);
        Ok(())
    }
}
