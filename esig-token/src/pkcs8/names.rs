//! Identifiers of protections: those that are understood, and names for those that are not.

use std::fmt;

use der::asn1::ObjectIdentifier;
use esig_core::error::UnsupportedAlgorithm;
use esig_core::oid::Oid;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

// RFC 8018 appendix A and B
pub(crate) const PBES2: ObjectIdentifier = oid("1.2.840.113549.1.5.13");
#[cfg(feature = "pfx")]
pub(crate) const PBMAC1: ObjectIdentifier = oid("1.2.840.113549.1.5.14");
pub(crate) const PBKDF2: ObjectIdentifier = oid("1.2.840.113549.1.5.12");

// RFC 3565 §2, NIST CSOR
pub(crate) const AES128_CBC: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.2");
pub(crate) const AES192_CBC: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.22");
pub(crate) const AES256_CBC: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.42");

/// What stands in key files in use and is not opened here, with the names that people know.
const KNOWN: [(ObjectIdentifier, &str); 26] = [
    (oid("1.2.840.113549.1.5.1"), "PBE with MD2 and DES"),
    (oid("1.2.840.113549.1.5.3"), "PBE with MD5 and DES"),
    (oid("1.2.840.113549.1.5.6"), "PBE with MD5 and RC2"),
    (oid("1.2.840.113549.1.5.10"), "PBE with SHA-1 and DES"),
    (oid("1.2.840.113549.1.5.11"), "PBE with SHA-1 and RC2"),
    (oid("1.2.840.113549.1.12.1.1"), "PBE with SHA-1 and RC4, 128 bits"),
    (oid("1.2.840.113549.1.12.1.2"), "PBE with SHA-1 and RC4, 40 bits"),
    (oid("1.2.840.113549.1.12.1.3"), "PBE with SHA-1 and 3DES"),
    (oid("1.2.840.113549.1.12.1.4"), "PBE with SHA-1 and 3DES of two keys"),
    (oid("1.2.840.113549.1.12.1.5"), "PBE with SHA-1 and RC2, 128 bits"),
    (oid("1.2.840.113549.1.12.1.6"), "PBE with SHA-1 and RC2, 40 bits"),
    (oid("1.3.14.3.2.7"), "DES in CBC mode"),
    (oid("1.2.840.113549.3.2"), "RC2 in CBC mode"),
    (oid("1.2.840.113549.3.7"), "3DES in CBC mode"),
    (oid("1.3.6.1.4.1.11591.4.11"), "scrypt"),
    (oid("1.2.643.2.2.9"), "GOST R 34.11-94"),
    (oid("1.2.643.2.2.10"), "HMAC with GOST R 34.11-94"),
    (oid("1.2.643.2.2.21"), "GOST 28147-89"),
    (oid("1.2.643.7.1.1.2.2"), "Streebog-256"),
    (oid("1.2.643.7.1.1.2.3"), "Streebog-512"),
    (oid("1.2.643.7.1.1.4.1"), "HMAC with Streebog-256"),
    (oid("1.2.643.7.1.1.4.2"), "HMAC with Streebog-512"),
    (oid("1.2.643.7.1.1.5.1.1"), "Magma CTR-ACPKM"),
    (oid("1.2.643.7.1.1.5.1.2"), "Magma CTR-ACPKM-OMAC"),
    (oid("1.2.643.7.1.1.5.2.1"), "Kuznyechik CTR-ACPKM"),
    (oid("1.2.643.7.1.1.5.2.2"), "Kuznyechik CTR-ACPKM-OMAC"),
];

/// The error about an algorithm, by its name and number.
pub(crate) fn unsupported(oid: Oid<'_>, field: &'static str) -> UnsupportedAlgorithm {
    UnsupportedAlgorithm::new(Named(oid), field)
}

struct Named<'a>(Oid<'a>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match KNOWN.iter().find(|row| self.0 == row.0) {
            Some((_, name)) => write!(f, "{} ({name})", self.0),
            None => self.0.fmt(f),
        }
    }
}
