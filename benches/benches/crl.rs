//! What does it cost to index the largest CRL in use, and to look certificates up in it?
//!
//! Input: 10^6 entries with serial numbers of 16 octets in no order, about 36 MB. `crl/index` reads the list and makes
//! the index; `memory` is what that asks for beyond the bytes of the list at most, `kept` what stays. `crl/found` and
//! `crl/absent` are single look-ups, the mean of 10^6 different ones.
//!
//! ```text
//! $ cargo bench -p esig-benches --bench crl
//! ```
#![allow(missing_docs)]

use std::sync::Arc;
use std::time::Instant;

use allocation_counter::measure;
use esig_benches::figure;
use esig_core::crl::ReasonCode;
use esig_core::{CrlBuf, SerialNumber};
use esig_testkit::{CrlTemplate, Family, TestPki};
use time::macros::utc_datetime;

const ENTRIES: u64 = 1_000_000;

fn main() {
    let der = list();
    figure("crl/size", der.len() as f64, "octets");
    let (mut crl, start) = (None, Instant::now());
    let info = measure(|| crl = CrlBuf::from_der(Arc::clone(&der)).ok());
    figure("crl/index", start.elapsed().as_secs_f64() * 1e9, "ns");
    figure("crl/index/memory", info.bytes_max as f64, "octets");
    figure("crl/index/kept", info.bytes_current as f64, "octets");
    let crl = crl.expect("the list is well-formed");
    look_up("crl/found", &crl, 0, ENTRIES);
    look_up("crl/absent", &crl, ENTRIES, 0);
}

fn look_up(item: &str, crl: &CrlBuf, first: u64, expected: u64) {
    let (view, start) = (crl.view(), Instant::now());
    let is_found = |number: &u64| view.find(SerialNumber::from_contents(&serial(*number))).is_some();
    let found = (first..first + ENTRIES).filter(is_found).count();
    figure(item, start.elapsed().as_secs_f64() * 1e9 / ENTRIES as f64, "ns");
    assert_eq!(found as u64, expected, "{item}");
}

fn list() -> Arc<[u8]> {
    let at = utc_datetime!(2026-12-01 12:00);
    let pki = TestPki::new(Family::P256, 1, at);
    let empty = CrlTemplate::new(at, at + time::Duration::days(7));
    let add = |list: CrlTemplate, number| list.with_entry(&serial(number), at, ReasonCode::Unspecified);
    (0..ENTRIES).fold(empty, add).issue_der(pki.intermediate()).into()
}

/// A serial number of 16 octets, not in order.
fn serial(number: u64) -> [u8; 16] {
    let mut octets = [0x42; 16];
    octets[1..9].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    octets
}
