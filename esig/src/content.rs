//! The content that a signature is over.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use esig_core::DigestValue;

/// Where the signed content is.
#[derive(Debug, Default)]
#[non_exhaustive]
pub enum Content<'a> {
    /// Within the signature, else beside the signature's file: `x.sig`, `x.p7s` and `x.sgn` are over `x`.
    #[default]
    Found,
    /// In memory.
    Octets(&'a [u8]),
    /// In a file.
    File(&'a Path),
    /// Known by its digest alone.
    Digest(DigestValue),
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

/// Gives everything that can be read to `take`, in pieces of bounded size.
pub(crate) fn read_in_pieces(mut content: impl Read, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let mut piece = vec![0; PIECE_OCTETS];
    loop {
        match content.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(octets) => take(&piece[..octets]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// As [`read_in_pieces`], from a file.
pub(crate) fn read_file_in_pieces(path: &Path, take: impl FnMut(&[u8])) -> io::Result<()> {
    read_in_pieces(File::open(path)?, take)
}

/// Large enough for the cost of a call not to matter, small enough for the cache.
const PIECE_OCTETS: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn pieces_are_the_whole() -> io::Result<()> {
        let whole: Vec<u8> = (0..3 * PIECE_OCTETS + 5).map(|index| index as u8).collect();
        let mut taken = Vec::new();
        read_in_pieces(whole.as_slice(), |piece| taken.extend_from_slice(piece))?;
        assert!(taken == whole);
        Ok(())
    }
}
