//! `esig cert show` of every accredited authority: what is shown is what the corpus says of the file.

mod common;

use common::{esig, json};
use esig_corpora::{Corpus, Report, Row};
use serde_json::Value;

const KINDS: [&str; 2] = ["ca-certs", "ca-certs-issuers"];

#[test]
fn accredited_authorities_are_shown() {
    let Some(corpus) = Corpus::open("gost/published@show") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows().filter(|row| KINDS.contains(&row.kind())) {
        let path = corpus.folder().join(row.get("file"));
        let run = |format: &[&str]| {
            esig().args(["cert", "show", "--lang", "ru"]).arg(&path).args(format).output().expect("it runs")
        };
        let text = run(&[]);
        let shown = String::from_utf8_lossy(&text.stdout);
        let ours = match text.status.success() {
            true => compare(row, &shown, &json(&run(&["--json"]))),
            false => Err(String::from_utf8_lossy(&text.stderr).into_owned()),
        };
        report.compare(row.id(), "shown", ours.map_or_else(|error| error, |()| "shown".into()));
    }
    report.finish();
}

/// The manifest's facts: digest, holder, key, and the dates that it tells of some.
fn compare(row: &Row, text: &str, document: &Value) -> Result<(), String> {
    let certificate = &document["files"][0]["certificates"][0];
    let field = |name: &str| certificate[name].as_str().unwrap_or_default().to_owned();
    let mut facts = vec![
        ("SHA-256", field("sha256") == row.get("sha256")),
        ("SHA-256 in the text", text.contains(row.get("sha256"))),
        ("holder in the text", text.contains(row.get("signer"))),
        ("authority", certificate["ca"] == true),
        ("key", key(row.get("algorithm")).is_none_or(|name| field("key_algorithm") == name)),
    ];
    if let Some((begin, end)) = dates(row.get("what")) {
        facts.push(("notBefore", field("not_before").starts_with(begin)));
        facts.push(("notAfter", field("not_after").starts_with(end)));
    }
    match facts.into_iter().find(|(_, holds)| !holds) {
        Some((fact, _)) => Err(format!("{fact} is not the manifest's")),
        None => Ok(()),
    }
}

/// `GOST2012-256 CryptoPro-A (2-element params)`
fn key(algorithm: &str) -> Option<&'static str> {
    match algorithm.split(' ').next()? {
        "GOST2001" => Some("gost3410-2001"),
        "GOST2012-256" => Some("gost3410-2012-256"),
        "GOST2012-512" => Some("gost3410-2012-512"),
        _ => None,
    }
}

/// `…, valid 2012-08-09..2013-08-09, …`
fn dates(what: &str) -> Option<(&str, &str)> {
    what.split_once("valid ")?.1.split(',').next()?.split_once("..")
}
