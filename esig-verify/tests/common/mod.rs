//! What the corpus tests share: verifier, store and time of a manifest's row.
#![allow(dead_code)] // each test file uses its own part

use esig_core::{Evidence, Provider};
use esig_corpora::Row;
use esig_verify::{Policy, Store, TrustAnchors, Verifier, evidence};
use time::UtcDateTime;
use time::format_description::well_known::Rfc3339;

pub(crate) type Failure = Box<dyn std::error::Error>;

pub(crate) fn verifier(row: &Row) -> Result<Verifier, Failure> {
    let mut anchors = TrustAnchors::none();
    for file in row.read_list("trust_anchor")? {
        anchors.add_file(&file)?;
    }
    // The corpus was judged by a tool that has no rule on algorithms; GOST R 34.10-2001 is among them.
    let policy = Policy::baseline().accept_outdated_algorithms_at_own_risk();
    Ok(Verifier::new(Provider::rustcrypto(), anchors, policy))
}

pub(crate) fn store(row: &Row) -> Result<Store, Failure> {
    let mut store = Store::new();
    for file in row.read_list("intermediates")? {
        store.supply(Evidence::Certificates(file))?;
    }
    for file in row.read_list("crl")? {
        evidence::crls(&file)?.into_iter().try_for_each(|crl| store.add_crl(crl))?;
    }
    Ok(store)
}

pub(crate) fn time(row: &Row) -> Result<UtcDateTime, Failure> {
    Ok(UtcDateTime::parse(row.get("verify_time"), &Rfc3339)?)
}
