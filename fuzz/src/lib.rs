//! What the fuzz targets do with their input: one function per target, named like it.
//!
//! A function panics if it finds something wrong. It reads what was parsed to the end, since a view decodes
//! on demand.

#![forbid(unsafe_code)]

mod certificates;
mod encodings;
mod gost;
mod keys;
mod ocsp;
mod paths;
mod policies;
mod signatures;
mod streebog;

pub use certificates::{certificate, certificate_differential, crl};
pub use encodings::{der, name, pem, spki};
pub use gost::{gost_keywrap, gost_pkcs8, gost_spki, gost_verify};
pub use keys::{key_file, pfx, protected_key_file};
pub use ocsp::ocsp;
pub use paths::path;
pub use policies::cms_policy;
pub use signatures::{assessment, cms, cms_stream};
pub use streebog::streebog;

/// The name of a target and what it does with its input.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, in the order of their names.
pub const TARGETS: &[Target] = &[
    ("assessment", assessment),
    ("certificate", certificate),
    ("certificate_differential", certificate_differential),
    ("cms", cms),
    ("cms_policy", cms_policy),
    ("cms_stream", cms_stream),
    ("crl", crl),
    ("der", der),
    ("gost_keywrap", gost_keywrap),
    ("gost_pkcs8", gost_pkcs8),
    ("gost_spki", gost_spki),
    ("gost_verify", gost_verify),
    ("key_file", key_file),
    ("name", name),
    ("ocsp", ocsp),
    ("path", path),
    ("pem", pem),
    ("pfx", pfx),
    ("protected_key_file", protected_key_file),
    ("spki", spki),
    ("streebog", streebog),
];
