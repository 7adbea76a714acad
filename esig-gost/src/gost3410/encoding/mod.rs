//! Keys in SubjectPublicKeyInfo (RFC 5280, RFC 9215, RFC 4491) and PKCS#8 (RFC 5958).

mod algorithm_identifier;
mod pkcs8;
mod spki;

/// Why writing a key into a growing buffer cannot fail.
const FITS: &str = "some hundred octets are within every limit of `der`";
