//! What a file is, as far as its bytes tell.

use std::path::Path;

use esig_cms::SignedData;
use esig_core::{CertificateBuf, CrlBuf, Limits, pem};
use esig_token::{MemoryKey, TokenError};

use crate::input::Source;
use crate::key::is_pfx;
use crate::message::{self, Message};
use crate::safe;

/// The kinds of files that people confuse with one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Signature,
    /// A SignedData without signatures: certificates and CRLs in one file.
    Bundle,
    Certificate,
    Crl,
    Pfx,
    PrivateKey,
    Pdf,
    Xml,
    Zip,
    OpenPgp,
    Other,
}

/// A file with its kind; for a signature the CMS without what was wrapped around it.
pub(super) struct Recognized {
    pub(super) kind: Kind,
    pub(super) cms: Option<Vec<u8>>,
}

impl Recognized {
    /// Looks at the beginning first, then tries what the encoding may be.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let magic = [(&b"%PDF-"[..], Kind::Pdf), (b"PK\x03\x04", Kind::Zip), (b"<", Kind::Xml)];
        if let Some((_, kind)) = magic.into_iter().find(|(magic, _)| start.starts_with(magic)) {
            return Self { kind, cms: None };
        }
        if pem::is_pem(bytes) {
            return Self::from_pem(bytes);
        }
        if bytes.first() == Some(&0x30) {
            return Self::from_der(bytes.to_vec());
        }
        pem::base64(start).filter(|der| der.first() == Some(&0x30)).map_or(OTHER, Self::from_der)
    }

    fn from_pem(bytes: &[u8]) -> Self {
        let Some(Ok(block)) = pem::blocks(bytes).next() else { return OTHER };
        match block.label.as_str() {
            "CMS" | "PKCS7" | "PKCS #7 SIGNED DATA" => Self::from_der(block.contents),
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Kind::Certificate.into(),
            "X509 CRL" => Kind::Crl.into(),
            label if label.ends_with("PRIVATE KEY") => Kind::PrivateKey.into(),
            label if label.starts_with("PGP ") => Kind::OpenPgp.into(),
            _ => OTHER,
        }
    }

    fn from_der(der: Vec<u8>) -> Self {
        if is_pfx(&der) {
            return Kind::Pfx.into();
        }
        match SignedData::parse(&der, &Limits::DEFAULT).map(|data| data.signer_infos().next().is_some()) {
            Ok(true) => return Self { kind: Kind::Signature, cms: Some(der) },
            Ok(false) => return Self { kind: Kind::Bundle, cms: Some(der) },
            Err(_) => {}
        }
        if CertificateBuf::from_der(der.as_slice()).is_ok() {
            Kind::Certificate.into()
        } else if CrlBuf::from_der(der.as_slice()).is_ok() {
            Kind::Crl.into()
        } else if matches!(MemoryKey::from_file_octets(&der, None), Ok(_) | Err(TokenError::PasswordMissing))
        {
            Kind::PrivateKey.into()
        } else {
            OTHER
        }
    }
}

impl From<Kind> for Recognized {
    fn from(kind: Kind) -> Self {
        Self { kind, cms: None }
    }
}

const OTHER: Recognized = Recognized { kind: Kind::Other, cms: None };

impl Kind {
    /// The word in JSON.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Bundle => "certificate-bundle",
            Self::Certificate => "certificate",
            Self::Crl => "crl",
            Self::Pfx => "pfx",
            Self::PrivateKey => "private-key",
            Self::Pdf => "pdf",
            Self::Xml => "xml",
            Self::Zip => "zip",
            Self::OpenPgp => "openpgp",
            Self::Other => "other",
        }
    }

    /// What it is, for people.
    pub(super) fn title(self) -> Message {
        match self {
            Self::Signature => message::kind_signature(),
            Self::Bundle => message::kind_bundle(),
            Self::Certificate => message::kind_certificate(),
            Self::Crl => message::kind_crl(),
            Self::Pfx => message::kind_pfx(),
            Self::PrivateKey => message::kind_private_key(),
            Self::Pdf => message::kind_pdf(),
            Self::Xml => message::kind_xml(),
            Self::Zip => message::kind_zip(),
            Self::OpenPgp => message::kind_openpgp(),
            Self::Other => message::kind_other(),
        }
    }

    /// The command that goes on from here, with the file's name in its place.
    pub(super) fn next_command(self, source: &Source) -> Option<String> {
        let name = quoted(&source.name());
        match self {
            Self::Signature => Some(format!("esig verify {name}")),
            Self::Bundle | Self::Certificate => Some(format!("esig cert show {name}")),
            Self::Crl => Some(format!("esig verify SIGNATURE --trust ROOT --crl {name}")),
            Self::Pfx => Some(format!("esig sign FILE --key {name}")),
            Self::PrivateKey => Some(format!("esig sign FILE --key {name} --cert CERTIFICATE")),
            Self::Pdf | Self::Xml | Self::Zip | Self::Other => Some(match signature_beside(source) {
                Some(signature) => format!("esig verify {}", quoted(&signature)),
                None => format!("esig sign {name} --key KEY"),
            }),
            Self::OpenPgp => None,
        }
    }
}

/// The detached signature that lies beside a document.
fn signature_beside(source: &Source) -> Option<String> {
    let Source::File(path) = source else { return None };
    ["sig", "p7s", "sgn"].into_iter().find_map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{ending}"));
        let signature = Path::new(&name);
        signature.is_file().then(|| safe::path(signature))
    })
}

/// Fit to be pasted into a shell.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-/+=:,@".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        return name.to_owned();
    }
    format!("'{}'", name.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_first_octets() {
        let files = [
            (&b"%PDF-1.7"[..], Kind::Pdf),
            (b"PK\x03\x04\x14", Kind::Zip),
            (b"\xef\xbb\xbf<?xml", Kind::Xml),
            (b"-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----", Kind::OpenPgp),
            (b"\x30\x03\x02\x01\x01", Kind::Other),
            (b"", Kind::Other),
        ];
        for (bytes, kind) in files {
            assert_eq!(Recognized::new(bytes).kind, kind, "{bytes:?}");
        }
    }

    #[test]
    fn names_are_quoted_for_the_shell() {
        assert_eq!(quoted("договор.pdf"), "договор.pdf");
        assert_eq!(quoted("a b'c"), r"'a b'\''c'");
    }
}
