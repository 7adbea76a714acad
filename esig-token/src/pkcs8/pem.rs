//! Key files: PEM blocks by their labels, DER by its shape.

use esig_core::error::{ParseErrorKind, UnsupportedAlgorithm};
use esig_core::pem::{self, Block};
use esig_core::raw::{Element, Tag};
use zeroize::Zeroizing;

use super::{PrivateKey, decrypt};
use crate::error::TokenError;
use crate::memory::{from_pkcs1_der, from_private_key_info, from_sec1_der};
use crate::password::Password;

pub(crate) const ENCRYPTED_PRIVATE_KEY: &str = "ENCRYPTED PRIVATE KEY";

/// The one private key of a PEM file.
pub(crate) fn from_pem(octets: &[u8], password: Option<&Password>) -> Result<PrivateKey, TokenError> {
    let mut keys = Vec::new();
    for block in pem::blocks(octets) {
        let Block { label, contents } = block?;
        let contents = Zeroizing::new(contents);
        if label.ends_with("PRIVATE KEY") {
            keys.push((label, contents));
        }
    }
    match keys.as_slice() {
        [] => Err(TokenError::NoPrivateKey),
        [(label, contents)] => {
            if is_encrypted_by_openssl(octets) {
                return Err(UnsupportedAlgorithm::new("PEM encryption (RFC 1421)", "DEK-Info").into());
            }
            from_block(label, contents, password)
        }
        several => Err(TokenError::SeveralPrivateKeys { found: several.len() }),
    }
}

fn from_block(label: &str, contents: &[u8], password: Option<&Password>) -> Result<PrivateKey, TokenError> {
    match label {
        "PRIVATE KEY" => from_private_key_info(contents),
        ENCRYPTED_PRIVATE_KEY => decrypt(contents, password.ok_or(TokenError::PasswordMissing)?),
        "EC PRIVATE KEY" => from_sec1_der(contents),
        "RSA PRIVATE KEY" => from_pkcs1_der(contents),
        other => Err(UnsupportedAlgorithm::new(other, "PEM label").into()),
    }
}

/// The header that the old, weak protection of OpenSSL puts above the base64.
fn is_encrypted_by_openssl(octets: &[u8]) -> bool {
    let header = b"Proc-Type: 4,ENCRYPTED";
    octets.windows(header.len()).any(|window| window == header)
}

/// The private key of a file of any form, told apart by what the SEQUENCE begins with.
///
/// | first elements | form |
/// | --- | --- |
/// | SEQUENCE, OCTET STRING | EncryptedPrivateKeyInfo |
/// | INTEGER, SEQUENCE | PrivateKeyInfo |
/// | INTEGER, OCTET STRING | ECPrivateKey |
/// | INTEGER, INTEGER | RSAPrivateKey |
pub(crate) fn from_any(octets: &[u8], password: Option<&Password>) -> Result<PrivateKey, TokenError> {
    if pem::is_pem(octets) {
        return from_pem(octets, password);
    }
    let element = Element::from_der(octets, "private key")?.expect(Tag::SEQUENCE, "private key")?;
    let mut reader = element.reader();
    let first = reader.any("private key")?.tag();
    let second = reader.any("private key")?;
    match (first, second.tag()) {
        (Tag::SEQUENCE, Tag::OCTET_STRING) => decrypt(octets, password.ok_or(TokenError::PasswordMissing)?),
        (Tag::INTEGER, Tag::SEQUENCE) => from_private_key_info(octets),
        (Tag::INTEGER, Tag::OCTET_STRING) => from_sec1_der(octets),
        (Tag::INTEGER, Tag::INTEGER) => from_pkcs1_der(octets),
        (_, found) => {
            let kind = ParseErrorKind::UnexpectedTag { wanted: Tag::SEQUENCE, found };
            Err(second.error(kind, "private key").into())
        }
    }
}
