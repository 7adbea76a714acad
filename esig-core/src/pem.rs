//! PEM (RFC 7468), as tolerant as the files in use: text around blocks, any line length, CRLF.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// One block of a PEM file.
#[derive(Clone, PartialEq, Eq)]
pub struct Block {
    /// The label, for example `CERTIFICATE`.
    pub label: String,
    /// What the base64 stands for. If it is a private key, wiping it is up to who has it.
    pub contents: Vec<u8>,
}

impl fmt::Debug for Block {
    /// The contents may be a private key: only their length is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Block({}, {} octets)", self.label, self.contents.len())
    }
}

/// A block that begins and does not end, or does not hold base64.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PemError {
    /// There is a BEGIN line and no END line for it.
    Unended {
        /// The label of the BEGIN line.
        label: String,
    },
    /// Between the two lines stands something that is not base64.
    NotBase64 {
        /// The label of the block.
        label: String,
    },
}

impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unended { label } => write!(f, "PEM block {label} has no END line"),
            Self::NotBase64 { label } => write!(f, "PEM block {label} does not hold base64"),
        }
    }
}

impl core::error::Error for PemError {}

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// Whether a BEGIN line stands somewhere in `bytes`.
pub fn is_pem(bytes: &[u8]) -> bool {
    find(bytes, BEGIN).is_some()
}

/// The blocks of a file, in their order; text outside blocks is passed over.
///
/// # Errors
/// [`PemError`] in the place of the block at fault; blocks after one that does not hold base64 are still read.
pub fn blocks(bytes: &[u8]) -> impl Iterator<Item = Result<Block, PemError>> + '_ {
    let mut rest = bytes;
    core::iter::from_fn(move || {
        let after = &rest[find(rest, BEGIN)? + BEGIN.len()..];
        let label_end = find(after, DASHES).unwrap_or(after.len());
        let label = String::from_utf8_lossy(&after[..label_end]).into_owned();
        let body = after.get(label_end + DASHES.len()..).unwrap_or_default();
        let Some(end) = find(body, END) else {
            rest = &[];
            return Some(Err(PemError::Unended { label }));
        };
        rest = &body[end + END.len()..];
        Some(match base64(&body[..end]) {
            Some(contents) => Ok(Block { label, contents }),
            None => Err(PemError::NotBase64 { label }),
        })
    })
}

/// Decodes base64 with white space anywhere; lines with a colon before it are headers (RFC 1421 §4.6), passed over.
///
/// It may be a private key: what is kept on the way is wiped, and never moves to a longer place.
pub fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let lines = text.split(|octet| *octet == b'\n' || *octet == b'\r').filter(|line| !line.contains(&b':'));
    let mut compact = Zeroizing::new(Vec::with_capacity(text.len() + MAX_PADDING));
    compact.extend(lines.flatten().copied().filter(|octet| !octet.is_ascii_whitespace()));
    while matches!(compact.len() % 4, 2 | 3) {
        compact.push(b'=');
    }
    let mut decoded = Zeroizing::new(alloc::vec![0; compact.len() / 4 * 3]);
    let octets = Base64::decode(compact.as_slice(), &mut decoded).ok()?.len();
    decoded.truncate(octets);
    Some(core::mem::take(&mut *decoded))
}

/// Signs that may be missing at the end.
const MAX_PADDING: usize = 2;

/// One block with lines of 64 characters.
pub fn encode(label: &str, contents: &[u8]) -> String {
    let text = Zeroizing::new(Base64::encode_string(contents));
    let lines = text.as_bytes().chunks(64);
    let around = 2 * label.len() + "-----BEGIN -----\n-----END -----\n".len();
    let mut pem = String::with_capacity(text.len() + lines.len() + around);
    pem.extend(["-----BEGIN ", label, "-----\n"]);
    for line in lines {
        pem.extend(line.iter().map(|octet| char::from(*octet)));
        pem.push('\n');
    }
    pem.extend(["-----END ", label, "-----\n"]);
    pem
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_blocks_are_read_back() {
        let file = alloc::format!(
            "Bag Attributes\r\n  friendlyName: Иванов\n{}junk\n{}",
            encode("CERTIFICATE", &[7; 100]).replace('\n', "\r\n"),
            encode("X509 CRL", &[])
        );
        let blocks: Vec<_> = blocks(file.as_bytes()).collect::<Result<_, _>>().expect("two blocks");
        assert_eq!(blocks.len(), 2);
        assert_eq!((blocks[0].label.as_str(), blocks[0].contents.len()), ("CERTIFICATE", 100));
        assert_eq!((blocks[1].label.as_str(), blocks[1].contents.len()), ("X509 CRL", 0));
    }

    #[test]
    fn a_cut_block_is_an_error() {
        let cut = b"-----BEGIN CERTIFICATE-----\nAAAA\n";
        assert!(matches!(blocks(cut).next(), Some(Err(PemError::Unended { .. }))));
        assert!(matches!(blocks(b"-----BEGIN KEY").next(), Some(Err(PemError::Unended { .. }))));
        let odd = b"-----BEGIN CERTIFICATE-----\nA*AA\n-----END CERTIFICATE-----";
        assert!(matches!(blocks(odd).next(), Some(Err(PemError::NotBase64 { .. }))));
        assert_eq!(blocks(b"no block").count(), 0);
    }
}
