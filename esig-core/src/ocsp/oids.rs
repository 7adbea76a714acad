//! Object identifiers of OCSP.

use der::asn1::ObjectIdentifier;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

// RFC 6960 §4.2.1 and §4.4
/// id-pkix-ocsp-basic
pub const BASIC: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.1");
/// id-pkix-ocsp-nonce
pub const NONCE: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.2");
/// id-pkix-ocsp-crl: the CRL that the answer comes from
pub const CRL: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.3");
/// id-pkix-ocsp-response: the kinds of response that a client reads
pub const ACCEPTABLE_RESPONSES: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.4");
/// id-pkix-ocsp-archive-cutoff
pub const ARCHIVE_CUTOFF: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.6");
/// id-pkix-ocsp-service-locator
pub const SERVICE_LOCATOR: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.7");
/// id-pkix-ocsp-pref-sig-algs
pub const PREFERRED_SIGNATURE_ALGORITHMS: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.8");
/// id-pkix-ocsp-extended-revoke
pub const EXTENDED_REVOKE: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.9");

// Common PKI 2.0 part 4 §3.1.2
/// id-commonpki-at-certHash
pub const CERT_HASH: ObjectIdentifier = oid("1.3.36.8.3.13");

// RFC 6962 §3.3
/// The list of signed certificate timestamps, as a singleExtension
pub const SIGNED_CERTIFICATE_TIMESTAMPS: ObjectIdentifier = oid("1.3.6.1.4.1.11129.2.4.5");
