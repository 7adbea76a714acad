//! Conversions from and to `x509-cert`.
#![cfg(feature = "x509-cert")]

mod common;

use common::{KINDS, fixture};
use esig_core::{CertificateBuf, Error};
use x509_cert::Certificate;
use x509_cert::certificate::{CertificateInner, Raw};

#[test]
fn there_and_back_is_the_same_certificate() {
    for kind in KINDS {
        for name in ["root", "int", "signer"] {
            let ours = CertificateBuf::from_der(fixture(&format!("{kind}/{name}.cer"))).expect("certificate");
            let theirs = Certificate::try_from(&ours).expect("x509-cert reads it too");
            assert_eq!(CertificateBuf::try_from(&theirs).expect("written by DER"), ours, "{kind}/{name}");
        }
    }
}

#[test]
fn what_x509_cert_refuses_is_an_error() {
    // A serial number of 22 octets, in place of 00a1b2c3d4e5f60718: RFC 5280 §4.1.2.2 allows 20, x509-cert one for the sign.
    let der = fixture("ec/signer.cer");
    let serial = [2, 9, 0, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6, 7, 0x18];
    let at = der.windows(serial.len()).position(|window| window == serial).expect("the serial number");
    let mut long = der.clone();
    long.splice(at..at + serial.len(), [2, 22].into_iter().chain([1; 22]));
    for length in [2, 6] {
        let octets = u16::from_be_bytes([long[length], long[length + 1]]) + 13;
        long[length..length + 2].copy_from_slice(&octets.to_be_bytes());
    }
    let ours = CertificateBuf::from_der(long).expect("accepted here");
    let refused = Certificate::try_from(&ours).expect_err("not by RFC 5280");
    assert!(matches!(refused, Error::Malformed(error) if error.production == "Certificate"));
    assert!(CertificateInner::<Raw>::try_from(ours.view()).is_ok());
}
