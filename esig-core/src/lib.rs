//! Certificates, CRLs, OCSP, time-stamps, names, algorithms and the crypto [`Provider`] of the esig library.
//!
//! Everything read is a view over the original bytes: nothing that was signed is encoded again, and parsing a
//! certificate allocates nothing. Cryptography is an argument: a [`Provider`] is a value whose parts can be replaced.
//! Nothing here opens a file or a socket or reads the clock.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use esig_core::{ParsedCertificate, Provider};
//!
//! let der = std::fs::read("root.cer")?;
//! let certificate = ParsedCertificate::parse(&der)?;
//! let certificate = certificate.view();
//! println!("{} until {}", certificate.subject(), certificate.validity().not_after);
//!
//! let provider = Provider::rustcrypto();
//! let key = provider.load_key(&certificate.subject_public_key_info())?;
//! provider.check_signed(&certificate.into(), key.as_ref())?;
//! # Ok(())
//! # }
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod algorithm;
pub mod attribute_names;
pub mod cert;
pub mod crl;
pub mod encode;
pub mod error;
mod extensions;
mod finding;
mod hex;
pub mod limits;
mod name;
mod name_match;
mod need;
pub mod ocsp;
pub mod oid;
pub mod pem;
pub mod provider;
pub mod raw;
mod serial_number;
mod spki;
mod stringprep;
pub mod strings;
pub mod time;
pub mod tsp;

pub use algorithm::{AlgorithmIdentifier, DigestAlgorithm, DigestValue, SignatureScheme};
pub use cert::{Certificate, CertificateBuf, ParsedCertificate};
pub use crl::{Crl, CrlBuf, ParsedCrl};
pub use error::{Error, ParseError, Remedy};
pub use extensions::{Extension, Extensions};
pub use finding::Finding;
pub use limits::Limits;
pub use name::{Attribute, Name, NameBuf, Rdn};
pub use need::{Evidence, Fetch, Need};
pub use ocsp::{OcspBuf, OcspResponse, ParsedOcsp};
pub use provider::{Message, Provider, PublicKey, SignatureValue};
pub use serial_number::SerialNumber;
pub use spki::Spki;
