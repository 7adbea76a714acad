//! What a file is, by its first octets.

use std::io::{self, Read};

use esig_cms::oids;
use esig_core::pem;

/// The formats that may hold a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// CMS SignedData (RFC 5652): DER or BER, also as PEM or base64.
    Cms,
    /// PDF; signatures in it are not read yet.
    Pdf,
    /// XML; signatures in it are not read yet.
    Xml,
    /// ZIP: office documents and ASiC containers; signatures in them are not read yet.
    Zip,
    /// An OpenPGP signature, which is not read.
    OpenPgp,
}

impl Format {
    /// The name in reports: `cms`, `pdf` …
    pub fn name(self) -> &'static str {
        match self {
            Self::Cms => "cms",
            Self::Pdf => "pdf",
            Self::Xml => "xml",
            Self::Zip => "zip",
            Self::OpenPgp => "openpgp",
        }
    }

    /// What stands somewhere in a signed file of that format.
    fn marks(self) -> &'static [&'static [u8]] {
        match self {
            Self::Pdf => &[b"/ByteRange"],
            Self::Xml => &[b"http://www.w3.org/2000/09/xmldsig#"],
            Self::Zip => &[b"META-INF/signature", b"META-INF/timestamp", b"_xmlsignatures/"],
            Self::Cms | Self::OpenPgp => &[b""],
        }
    }
}

/// How CMS is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Armor {
    /// Not at all.
    Binary,
    Pem,
    Base64,
}

/// What the beginning of a file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    SignedData(Armor),
    /// Another format that may hold a signature further on.
    Container(Format),
    Other,
}

/// Octets that [`recognize`] wants to see, fewer only if the file has fewer.
pub(crate) const HEAD_OCTETS: usize = 1024;

/// Looks at the first octets of a file.
pub(crate) fn recognize(head: &[u8]) -> Kind {
    let text = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head).trim_ascii_start();
    if is_signed_data(head) {
        return Kind::SignedData(Armor::Binary);
    }
    if let Some(label) = text.strip_prefix(b"-----BEGIN ") {
        return armored(label);
    }
    let containers = [(&b"%PDF-"[..], Format::Pdf), (b"PK\x03\x04", Format::Zip), (b"<", Format::Xml)];
    if let Some((_, format)) = containers.into_iter().find(|(magic, _)| text.starts_with(magic)) {
        return Kind::Container(format);
    }
    if is_base64_of_signed_data(text) { Kind::SignedData(Armor::Base64) } else { Kind::Other }
}

/// CMS without what is wrapped around it; `None` if the wrapping is damaged.
pub(crate) fn unwrap(bytes: Vec<u8>, armor: Armor) -> Option<Vec<u8>> {
    match armor {
        Armor::Binary => Some(bytes),
        Armor::Pem => pem::blocks(&bytes).next()?.ok().map(|block| block.contents),
        Armor::Base64 => pem::base64(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes)),
    }
}

/// Whether a container has the marks of a signature. Reads to its end in pieces.
pub(crate) fn is_signed(format: Format, mut file: impl Read) -> io::Result<bool> {
    let marks = format.marks();
    let overlap = marks.iter().map(|mark| mark.len()).max().unwrap_or_default();
    let mut window = Vec::with_capacity(PIECE_OCTETS + overlap);
    loop {
        let taken = (&mut file).take(PIECE_OCTETS as u64).read_to_end(&mut window)?;
        if marks.iter().any(|mark| window.windows(mark.len().max(1)).any(|part| part.starts_with(mark))) {
            return Ok(true);
        }
        if taken == 0 {
            return Ok(false);
        }
        // A mark may begin in one piece and end in the next.
        window.drain(..window.len().saturating_sub(overlap));
    }
}

const PIECE_OCTETS: usize = 1 << 16;
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fn armored(label: &[u8]) -> Kind {
    const LABELS: [&[u8]; 3] = [b"PKCS7-----", b"CMS-----", b"PKCS #7 SIGNED DATA-----"];
    if LABELS.iter().any(|known| label.starts_with(known)) {
        return Kind::SignedData(Armor::Pem);
    }
    if label.starts_with(b"PGP ") { Kind::Container(Format::OpenPgp) } else { Kind::Other }
}

/// `ContentInfo ::= SEQUENCE { contentType id-signedData, … }`, of which the end need not be there.
fn is_signed_data(head: &[u8]) -> bool {
    let Some((0x30, rest)) = head.split_first().map(|(tag, rest)| (*tag, rest)) else { return false };
    let contents = match rest {
        [0x80, contents @ ..] => contents,
        [short @ 0..0x80, contents @ ..] if *short > 0 => contents,
        [long, rest @ ..] => rest.get(usize::from(long & 0x7f)..).unwrap_or_default(),
        [] => return false,
    };
    let signed_data = oids::SIGNED_DATA.as_bytes();
    contents.strip_prefix(&[6, signed_data.len() as u8]).is_some_and(|oid| oid.starts_with(signed_data))
}

fn is_base64_of_signed_data(text: &[u8]) -> bool {
    // 32 characters are 24 octets: more than the beginning that is looked for, and whole groups of four.
    let compact: Vec<u8> =
        text.iter().copied().filter(|octet| !octet.is_ascii_whitespace()).take(32).collect();
    pem::base64(&compact).is_some_and(|octets| is_signed_data(&octets))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning of CMS with a definite length, then with an indefinite one.
    const DER: &[u8] =
        b"\x30\x82\x08\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x82\x07\xf1\x30\x82\x07\xed\x02";
    const BER: &[u8] = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01";

    #[test]
    fn signed_data_is_known_in_every_armor() {
        assert_eq!(recognize(DER), Kind::SignedData(Armor::Binary));
        assert_eq!(recognize(BER), Kind::SignedData(Armor::Binary));
        for label in ["CMS", "PKCS7", "PKCS #7 SIGNED DATA"] {
            let text = format!("\u{feff}\r\n-----BEGIN {label}-----\r\n");
            assert_eq!(recognize(text.as_bytes()), Kind::SignedData(Armor::Pem));
        }
        let pem = pem::encode("CMS", DER);
        let base64 = pem.lines().filter(|line| !line.starts_with('-')).collect::<String>();
        assert_eq!(recognize(base64.as_bytes()), Kind::SignedData(Armor::Base64));
        let broken: Vec<_> = base64.as_bytes().chunks(7).collect();
        assert_eq!(recognize(&broken.join(&b"\r\n"[..])), Kind::SignedData(Armor::Base64));
        for (armored, armor) in [(pem.as_str(), Armor::Pem), (base64.as_str(), Armor::Base64)] {
            assert_eq!(unwrap(armored.as_bytes().to_vec(), armor).as_deref(), Some(DER));
        }
    }

    #[test]
    fn what_is_no_signature_is_not_taken_for_one() {
        let enveloped = [&DER[..14], &[3], &DER[15..]].concat();
        let pfx = b"\x30\x82\x08\x00\x02\x01\x03\x30\x82";
        let certificate = b"-----BEGIN CERTIFICATE-----\n";
        for other in
            [&b""[..], b"0", b"\x30", b"\x30\x84", b"MIIB", b"some text", pfx, certificate, &enveloped]
        {
            assert_eq!(recognize(other), Kind::Other, "{other:?}");
        }
        assert_eq!(recognize(b"%PDF-1.7"), Kind::Container(Format::Pdf));
        assert_eq!(recognize(b"PK\x03\x04"), Kind::Container(Format::Zip));
        assert_eq!(recognize("\u{feff}<?xml".as_bytes()), Kind::Container(Format::Xml));
        assert_eq!(recognize(b"-----BEGIN PGP SIGNATURE-----"), Kind::Container(Format::OpenPgp));
    }

    #[test]
    fn a_mark_is_found_across_pieces() {
        for before in [0, PIECE_OCTETS - 5, PIECE_OCTETS, 3 * PIECE_OCTETS - 9] {
            let file = [vec![b' '; before], b"/ByteRange [0 1 2 3]".to_vec()].concat();
            assert!(is_signed(Format::Pdf, file.as_slice()).expect("memory"), "{before}");
            assert!(!is_signed(Format::Xml, file.as_slice()).expect("memory"), "{before}");
        }
    }
}
