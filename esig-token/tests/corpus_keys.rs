//! Keys that others made and protected: PKCS#8 and PFX.

mod common;

use common::signs;
use esig_core::CertificateBuf;
use esig_corpora::{Corpus, Report, Row};
use esig_token::pfx::Pfx;
use esig_token::{MemoryKey, Password, SigningKey, TokenError};

#[test]
fn generated_keys_belong_to_their_certificates() {
    let Some(corpus) = Corpus::open("gost/generated@token") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        match row.kind() {
            "key-pkcs8" | "key-pkcs8-enc" | "pfx" => compare(&mut report, row, generated(row)),
            other => report.left(other),
        }
    }
    report.finish();
}

#[test]
fn published_keys_are_read() {
    let Some(corpus) = Corpus::open("gost/published@token") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        match row.kind() {
            "keys" | "pfx" => compare(&mut report, row, published(row)),
            other => report.left(other),
        }
    }
    report.finish();
}

/// The key of `<folder>/keys/<name>.<form>` belongs to the certificate `<folder>/<name>.cer`.
fn generated(row: &Row) -> Result<&'static str, Error> {
    let key = load(row)?;
    let name = row.get("file").replace("/keys/", "/");
    let name = name.split('.').next().unwrap_or_default();
    let certificate = row.read_path(&format!("{name}.cer"))?;
    let certificate = CertificateBuf::from_der(certificate).map_err(TokenError::from)?;
    let key = key.with_certificate(certificate)?;
    Ok(if signs(&mut key.allow_software_rsa()) { "valid" } else { "does not sign" })
}

/// The key is read, written, read again, and signs.
fn published(row: &Row) -> Result<&'static str, Error> {
    let key = match load(row) {
        // The publishers' tests have the passwords in their sources; without them the MAC must refuse.
        Err(Error::Token(TokenError::IncorrectPassword)) if row.get("expected") == "see source test" => {
            return Ok("see source test");
        }
        outcome => outcome?,
    };
    let again = MemoryKey::from_pkcs8_der(&key.export_pkcs8_der())?;
    let same = again.public_key_spki() == key.public_key_spki();
    Ok(if same && signs(&mut again.allow_software_rsa()) { "valid" } else { "does not sign" })
}

fn load(row: &Row) -> Result<MemoryKey, Error> {
    let file = row.read("file")?;
    let password = password(row);
    let is_pfx = row.kind() == "pfx" || row.get("file").ends_with(".p12");
    if !is_pfx {
        return Ok(MemoryKey::from_file_octets(&file, Some(&password))?);
    }
    let pfx = Pfx::open(&file, &password)?;
    let has_certificate = pfx.keys().iter().all(|entry| entry.key().certificate().is_some());
    assert!(has_certificate, "{}: a key without its certificate", row.id());
    Ok(pfx.into_keys().next().ok_or(TokenError::NoPrivateKey)?)
}

/// As the corpus's README says: the row names it, or it is that of the GOST PFX files, or of the others.
fn password(row: &Row) -> Password {
    let text = format!("{} {}", row.get("what"), row.get("reason"));
    let named = text.split_once("password \"").and_then(|(_, rest)| rest.split_once('"'));
    let after_colon = text.split_once("password: ").and_then(|(_, rest)| rest.split_once(')'));
    Password::from(named.or(after_colon).map_or("changeit", |(password, _)| password))
}

/// Why a key was not compared, or why it differs.
enum Error {
    Token(TokenError),
    File(std::io::Error),
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

/// Protections of later issues are left by name; everything else that is no key is news.
fn compare(report: &mut Report, row: &Row, outcome: Result<&str, Error>) {
    let expected = row.get("expected");
    match outcome {
        Ok(ours) => report.compare(row.id(), expected, ours),
        Err(Error::Token(TokenError::UnsupportedAlgorithm(why))) if is_for_later(&why.algorithm) => {
            let name = why.algorithm.split_once('(').map_or("", |(_, name)| name.trim_end_matches(')'));
            report.left(&format!("{} ({name})", row.kind()));
        }
        Err(Error::Token(error)) => report.compare(row.id(), expected, error),
        Err(Error::File(error)) => report.compare(row.id(), expected, error),
    }
}

fn is_for_later(algorithm: &str) -> bool {
    ["GOST", "Streebog", "Magma", "Kuznyechik", "3DES", "RC2", "DES"]
        .iter()
        .any(|name| algorithm.contains(name))
}
