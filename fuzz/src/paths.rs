//! Evidence and the judgement of certificates.

use esig_core::Provider;
use esig_verify::{Policy, Purpose, Store, TrustAnchors, Verifier, evidence};
use time::macros::utc_datetime;

/// A file of certificates, CRLs and OCSP responses: the first certificate is judged, the last is trusted, all are at hand.
pub fn path(bytes: &[u8]) {
    let certificates = evidence::certificates(bytes).unwrap_or_default();
    let mut store = Store::new();
    for crl in evidence::crls(bytes).unwrap_or_default() {
        let _ = store.add_crl(crl);
    }
    for response in evidence::ocsp_responses(bytes).unwrap_or_default() {
        let _ = store.add_ocsp(response);
    }
    for certificate in &certificates {
        let _ = store.add_certificate(certificate.clone());
    }
    let ([target, ..], Some(anchor)) = (&certificates[..], certificates.last()) else { return };
    let anchors = TrustAnchors::from_certificates([anchor.clone()]);
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, Policy::baseline());
    let _ = verifier.certificate(target.view(), Purpose::Signing, &store, utc_datetime!(2026-12-01 0:00));
}
