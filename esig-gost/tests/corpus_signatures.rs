//! Signature values that others made, over whole files.
#![cfg(feature = "pkcs8")]

mod common;

use common::Signed;
use common::ways::{WAYS, Way};
use esig_corpora::{Corpus, Report, Row};
use esig_gost::{KeyError, VerifyingKey};

#[test]
fn raw_signatures_verify_in_every_way() {
    for way in WAYS {
        let name = format!("gost/generated@raw-signature/{}", way.name);
        if !way.is_available(&name) {
            continue;
        }
        let Some(corpus) = Corpus::open(&name) else { return };
        let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
        for row in corpus.rows() {
            match row.kind() {
                "raw-signature" => match judge(row, &way) {
                    Ok(verdict) => report.compare(row.id(), row.get("expected"), verdict),
                    Err(None) => report.left("raw-signature (other algorithms)"),
                    Err(Some(why)) => report.compare(row.id(), row.get("expected"), why),
                },
                // The same in every way, and said once.
                other if way.name == WAYS[0].name => report.left(other),
                _ => {}
            }
        }
        report.finish();
    }
}

/// The verdict; else why there is none, or nothing if the algorithm is another crate's.
///
/// The signer's certificate stands in the column `intermediates`. A signature over the right content
/// must not verify over another.
fn judge(row: &Row, way: &Way) -> Result<&'static str, Option<String>> {
    let read = |column| row.read(column).map_err(|error| Some(error.to_string()));
    let certificate = read("intermediates")?;
    let spki = Signed::parse(&certificate).and_then(|certificate| certificate.spki());
    let key = match VerifyingKey::from_spki_der(spki.map_err(|error| Some(error.to_string()))?) {
        Err(KeyError::UnknownAlgorithm { .. }) => return Err(None),
        key => key.map_err(|error| Some(error.to_string()))?,
    };
    let (mut content, signature) = (read("content_file")?, read("file")?);
    let right = way.verifies(&key, &way.digest(key.algorithm(), &content), &signature);
    content.push(0);
    let wrong = way.verifies(&key, &way.digest(key.algorithm(), &content), &signature);
    Ok(if right && !wrong { "valid" } else { "invalid" })
}
