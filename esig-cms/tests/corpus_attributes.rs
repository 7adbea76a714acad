//! Attributes of real signatures: every one whose type is known here is read.

#![allow(clippy::print_stdout)] // how many of each there were

mod common;

use std::collections::BTreeMap;

use common::decode;
use esig_cms::attributes::Attributes;
use esig_cms::{SignedData, SignerInfo};
use esig_core::{Limits, ParseError};
use esig_corpora::{Corpus, Report};

#[test]
fn attributes_of_signatures_cms_are_read() {
    attributes_are_read("signatures/cms", |_| true);
}

#[test]
fn attributes_of_gost_published_are_read() {
    attributes_are_read("gost/published", |kind| kind == "cms");
}

fn attributes_are_read(corpus: &str, is_cms: fn(&str) -> bool) {
    let Some(corpus) = Corpus::open(corpus) else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), &format!("{}@attributes", corpus.name()));
    let mut counts = BTreeMap::new();
    for row in corpus.rows() {
        // A row is a signature, and its file may hold several.
        if !is_cms(row.kind()) || !matches!(row.get("sig_index"), "" | "0") {
            continue;
        }
        let bytes = decode(&row.read("file").expect("the manifest's file"));
        let Ok(data) = SignedData::parse(&bytes, &Limits::DEFAULT) else {
            report.left("not read as a SignedData");
            continue;
        };
        let outcome = data.signer_infos().try_for_each(|signer_info| read_all(signer_info, &mut counts));
        report.compare(row.id(), "read", outcome.map_or_else(|error| error.to_string(), |()| "read".into()));
    }
    counts.iter().for_each(|(name, count)| println!("{name}: {count}"));
    report.finish();
}

fn read_all(
    signer_info: SignerInfo<'_>,
    counts: &mut BTreeMap<&'static str, usize>,
) -> Result<(), ParseError> {
    let signed: Attributes<'_> = signer_info.signed_attributes();
    let mut count = |name, is_there: bool| *counts.entry(name).or_default() += usize::from(is_there);
    count("signing-time", signed.signing_time()?.is_some());
    count("signing-certificate", signed.signing_certificate()?.is_some());
    count("signing-certificate-v2", signed.signing_certificate_v2()?.is_some());
    count("signature-policy-identifier", signed.signature_policy()?.is_some());
    count("commitment-type-indication", !signed.commitments()?.is_empty());
    count("signer-location", signed.signer_location()?.is_some());
    let claims = signed.signer_attributes()?;
    count("claimed roles", claims.as_ref().is_some_and(|claims| !claims.claimed_roles().is_empty()));
    count("signer-attributes", claims.is_some());
    count("content-hints", signed.content_hints()?.is_some());
    count("content-identifier", signed.content_identifier()?.is_some());
    count("content-reference", signed.content_reference()?.is_some());
    count("mime-type", signed.mime_type()?.is_some());
    count("signature-policy-store", signer_info.unsigned_attributes().signature_policy_store()?.is_some());
    signer_info.counter_signatures().try_for_each(|counter| read_all(counter, counts))
}
