//! Keys that others made: PKCS#8, SubjectPublicKeyInfo, and the public keys of certificates.
#![cfg(feature = "pkcs8")]

mod common;

use common::{Signed, unarmoured};
use esig_corpora::{Corpus, Report, Row};
use esig_gost::signature::{Signer, Verifier};
use esig_gost::{KeyError, SigningKey, VerifyingKey};
use pkcs8::der::{self, AnyRef, Decode};

#[test]
fn generated_keys_belong_to_their_certificates() {
    let Some(corpus) = Corpus::open("gost/generated@keys") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        let outcome = match row.kind() {
            "key-pkcs8" | "spki" => {
                row.read("file").map_err(Outcome::from).and_then(|key| generated_key(row, &key))
            }
            _ => Err(Outcome::Left("")),
        };
        compare(&mut report, row, "valid", outcome);
    }
    report.finish();
}

#[test]
fn published_keys_and_certificates_are_read() {
    let Some(corpus) = Corpus::open("gost/published@keys") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        let file = || row.read("file").map(unarmoured).map_err(Outcome::from);
        let outcome = match row.kind() {
            "keys" => file().and_then(|der| private_key(&der)),
            "certs" | "ca-certs" | "ca-certs-issuers" => file().and_then(|der| certificate(&der)),
            _ => Err(Outcome::Left("")),
        };
        compare(&mut report, row, "usable", outcome);
    }
    report.finish();
}

/// Why there is no key.
enum Outcome {
    /// This crate is not for it, for this reason if not for its kind.
    Left(&'static str),
    /// It cannot be read.
    Unreadable(String),
}

impl From<std::io::Error> for Outcome {
    fn from(error: std::io::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<KeyError> for Outcome {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::UnknownAlgorithm { .. } => Self::Left("other algorithms"),
            error => Self::Unreadable(error.to_string()),
        }
    }
}

impl From<der::Error> for Outcome {
    fn from(error: der::Error) -> Self {
        KeyError::from(error).into()
    }
}

fn compare(report: &mut Report, row: &Row, good: &str, outcome: Result<bool, Outcome>) {
    match outcome {
        Ok(true) => report.compare(row.id(), good, good),
        Ok(false) => report.compare(row.id(), good, "another key"),
        Err(Outcome::Unreadable(why)) => report.compare(row.id(), good, why),
        Err(Outcome::Left("")) => report.left(row.kind()),
        Err(Outcome::Left(what)) => report.left(&format!("{} ({what})", row.kind())),
    }
}

/// The key `<folder>/keys/<name>.<form>` belongs to the certificate `<folder>/<name>.cer`.
fn generated_key(row: &Row, key: &[u8]) -> Result<bool, Outcome> {
    let name = row.get("file").replace("/keys/", "/");
    let name = name.split('.').next().unwrap_or_default();
    let public = public_key(&row.read_path(&format!("{name}.cer"))?)?;
    if row.kind() == "spki" {
        return Ok(VerifyingKey::from_spki_der(key)? == public);
    }
    let key = SigningKey::from_pkcs8_der_matching(key, &public)?;
    Ok(*key.verifying_key() == public && signs(&key))
}

/// Reads the key, writes it, reads what it wrote, signs with it.
fn private_key(der: &[u8]) -> Result<bool, Outcome> {
    let fields = AnyRef::from_der(der)?;
    if !matches!(fields.value(), [2, 1, 0 | 1, ..]) {
        return Err(Outcome::Left("encrypted or PFX"));
    }
    let key = SigningKey::from_pkcs8_der(der)?;
    let again = SigningKey::from_pkcs8_der(&key.to_pkcs8_der())?;
    Ok(again.verifying_key() == key.verifying_key() && signs(&again))
}

/// Reads the public key, writes it, reads what it wrote; verifies the certificate if it made it itself.
fn certificate(der: &[u8]) -> Result<bool, Outcome> {
    let key = public_key(der)?;
    let certificate = Signed::parse(der)?;
    let digest = key.algorithm().digest(certificate.signed);
    let verifies = || key.verify_digest(&digest, certificate.signature).is_ok();
    Ok(VerifyingKey::from_spki_der(&key.to_spki_der())? == key
        && (!certificate.is_self_issued()? || verifies()))
}

fn public_key(certificate: &[u8]) -> Result<VerifyingKey, Outcome> {
    Ok(VerifyingKey::from_spki_der(Signed::parse(certificate)?.spki()?)?)
}

fn signs(key: &SigningKey) -> bool {
    key.verifying_key().verify(b"message", &key.sign(b"message")).is_ok()
}
