//! Signature values that others made, over whole files.
#![cfg(feature = "pkcs8")]

mod common;

use common::Signed;
use esig_corpora::{Corpus, Report, Row};
use esig_gost::{KeyError, VerifyingKey};

#[test]
fn raw_signatures_verify() {
    let Some(corpus) = Corpus::open("gost/generated@raw-signature") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        match row.kind() {
            "raw-signature" => match judge(row) {
                Ok(verdict) => report.compare(row.id(), row.get("expected"), verdict),
                Err(None) => report.left("raw-signature (other algorithms)"),
                Err(Some(why)) => report.compare(row.id(), row.get("expected"), why),
            },
            other => report.left(other),
        }
    }
    report.finish();
}

/// The verdict; else why there is none, or nothing if the algorithm is another crate's.
///
/// The signer's certificate stands in the column `intermediates`. A signature over the right content
/// must not verify over another.
fn judge(row: &Row) -> Result<&'static str, Option<String>> {
    let read = |column| row.read(column).map_err(|error| Some(error.to_string()));
    let certificate = read("intermediates")?;
    let spki = Signed::parse(&certificate).and_then(|certificate| certificate.spki());
    let key = match VerifyingKey::from_spki_der(spki.map_err(|error| Some(error.to_string()))?) {
        Err(KeyError::UnknownAlgorithm { .. }) => return Err(None),
        key => key.map_err(|error| Some(error.to_string()))?,
    };
    let (mut content, signature) = (read("content_file")?, read("file")?);
    let right = key.verify_digest(&key.algorithm().digest(&content), &signature).is_ok();
    content.push(0);
    let wrong = key.verify_digest(&key.algorithm().digest(&content), &signature).is_ok();
    Ok(if right && !wrong { "valid" } else { "invalid" })
}
