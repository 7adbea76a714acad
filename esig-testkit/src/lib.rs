//! A test PKI in a box, and no certification authority: who knows the seed knows every key.
//!
//! [`TestPki`] has a root, an intermediate authority, signers of whom some are in order and some are not, a
//! time-stamping unit, an OCSP responder and CRLs, with GOST or standard keys. Family, seed and time decide
//! every octet. What it does not have is made with [`CertificateTemplate`], [`CrlTemplate`] and [`OcspTemplate`].
//! [`TestServer`] serves it over HTTP on the loopback interface, in order or with faults.
//!
//! ```
//! use esig_core::Provider;
//! use esig_testkit::{Family, Signer, TestPki};
//! use time::macros::utc_datetime;
//!
//! let pki = TestPki::new(Family::GOST_256, 1, utc_datetime!(2026-12-01 12:00));
//! let signer = pki.signer(Signer::Valid);
//! let certificate = signer.certificate().view();
//! assert_eq!(certificate.subject().common_name(), "Образцова Анна Тестовна");
//!
//! let provider = Provider::rustcrypto();
//! let issuer = pki.intermediate().certificate().view();
//! let issuer_key = provider.load_key(&issuer.subject_public_key_info())?;
//! provider.check_signed(&certificate.into(), issuer_key.as_ref())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod asn1;
mod certificate;
mod control_digits;
mod crl;
pub mod extension;
mod fetch;
mod identity;
mod key;
mod name;
mod ocsp;
mod people;
mod pki;
mod random;
mod responder;
mod served;
mod server;
mod signer;
mod token;
mod tsa;

pub use certificate::{CertificateTemplate, sign_tbs};
pub use crl::CrlTemplate;
pub use esig_token::ParameterSet;
pub use extension::ExtensionTemplate;
pub use identity::Identity;
pub use key::{Family, TestKey};
pub use name::NameTemplate;
pub use ocsp::OcspTemplate;
pub use pki::TestPki;
pub use responder::{OcspFault, OcspResponder};
pub use served::Served;
pub use server::{Fault, Request, TestServer};
pub use signer::Signer;
pub use token::{CertificateReference, TokenTemplate};
pub use tsa::{TestTsa, TsaFault};
