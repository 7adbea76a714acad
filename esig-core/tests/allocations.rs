//! Parsing borrows: no memory is asked for.
#![allow(clippy::print_stdout)] // figures, for whoever runs it with --nocapture

mod common;

use allocation_counter::measure;
use common::{KINDS, fixture};
use esig_core::crl::ParsedCrl;
use esig_core::{ParsedCertificate, SerialNumber, pem};

#[test]
fn a_certificate_is_parsed_without_an_allocation() {
    for kind in KINDS {
        let der = fixture(&format!("{kind}/signer.cer"));
        let info = measure(|| assert!(ParsedCertificate::parse(&der).is_ok()));
        println!("{kind}: {} allocations for a certificate of {} octets", info.count_total, der.len());
        assert_eq!(info.count_total, 0, "{kind}");
    }
}

#[test]
fn fields_and_extensions_are_read_without_an_allocation() {
    let der = fixture("gost256/signer.cer");
    let parsed = ParsedCertificate::parse(&der).expect("certificate");
    let info = measure(|| {
        let certificate = parsed.view();
        let extensions = certificate.extensions();
        assert!(certificate.serial_number().is_conforming());
        assert!(certificate.subject_public_key_info().subject_public_key().whole_octets().is_some());
        assert!(extensions.key_usage().is_ok_and(|usage| usage.is_some()));
        assert!(extensions.basic_constraints().is_ok_and(|constraints| constraints.is_some()));
        assert!(extensions.extended_key_usage().is_ok_and(|usage| usage.is_some()));
        assert!(extensions.authority_key_identifier().is_ok_and(|authority| authority.is_some()));
        let points = extensions.crl_distribution_points().ok().flatten();
        assert_eq!(points.map_or(0, |points| points.uris().count()), 1);
    });
    assert_eq!(info.count_total, 0);
}

#[test]
fn a_crl_is_parsed_and_searched_without_an_allocation() {
    let der = fixture("gost256/int.crl");
    let info = measure(|| {
        let crl = ParsedCrl::parse(&der).expect("CRL");
        assert!(crl.view().find(SerialNumber::from_contents(&[0x7f, 0, 0, 1])).is_some());
        assert!(crl.view().find(SerialNumber::from_contents(&[1])).is_none());
    });
    assert_eq!(info.count_total, 0);
}

/// A string that grows leaves copies of its beginning behind, which may be of a private key.
#[test]
fn base64_is_not_moved_to_longer_places() {
    let contents = vec![7; 10_000];
    let mut file = String::new();
    let info = measure(|| file = pem::encode("PRIVATE KEY", &contents));
    assert_eq!(info.count_total, 2, "the base64 and the file");
    let body: String = file.lines().filter(|line| !line.starts_with('-')).collect::<Vec<_>>().join("\r\n");
    let mut decoded = None;
    let info = measure(|| decoded = pem::base64(body.as_bytes()));
    assert_eq!(decoded, Some(contents));
    assert_eq!(info.count_total, 2, "the base64 without white space, and what it stands for");
}
