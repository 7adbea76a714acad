//! Private keys behind one trait: [`SigningKey`], wherever the key lives.
//!
//! | key | here |
//! | --- | --- |
//! | in memory: generated, PKCS#8, SEC 1, PKCS#1, plain or under a password | [`MemoryKey`] |
//! | in a PFX file (`.pfx`, `.p12`) | [`pfx::Pfx`], [`pfx::PfxToken`] (feature `pfx`, on by default) |
//!
//! Kinds of keys: GOST R 34.10-2012 and 34.10-2001 with every parameter set, ECDSA over P-256, P-384 and P-521,
//! Ed25519, and RSA (PKCS#1 v1.5 and PSS), which signs only after
//! [`allow_software_rsa`](MemoryKey::allow_software_rsa).
//!
//! # Sign
//!
//! ```
//! use esig_core::{Message, Provider, Spki};
//! use esig_token::{KeySpec, MemoryKey, ParameterSet, SigningKey, SystemRng};
//!
//! let mut key = MemoryKey::generate(KeySpec::Gost(ParameterSet::Tc26_256A), &mut SystemRng)?;
//! let scheme = key.schemes()[0];
//! let signature = key.sign(scheme, Message::Bytes(b"message"))?;
//!
//! let provider = Provider::rustcrypto();
//! let public_key = provider.load_key(&Spki::from_der(key.public_key_spki())?)?;
//! public_key.verify(scheme, Message::Bytes(b"message"), signature.as_octets())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Keep a key under a password
//!
//! ```
//! use esig_token::{KeySpec, MemoryKey, Password, SystemRng};
//!
//! let key = MemoryKey::generate(KeySpec::EcdsaP256, &mut SystemRng)?;
//! let password = Password::from("correct horse battery staple");
//! let pem = key.export_pkcs8_encrypted_pem(&password, &mut SystemRng)?;
//!
//! let again = MemoryKey::from_pem(pem.as_bytes(), Some(&password))?;
//! assert_eq!(again.public_key_spki(), key.public_key_spki());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is kept secret
//!
//! Keys, passwords and what is decrypted with them are wiped when dropped and appear in no `Debug` and no error. A
//! key leaves memory through functions whose names begin with `export_`, and in no other way. Signing is constant
//! in time as far as the crates below are; see [`MemoryKey::allow_software_rsa`] for the exception.
//!
//! Where the law asks for a certified means of cryptographic protection (СКЗИ), keep the key in one: this crate is
//! none.
#![forbid(unsafe_code)]

mod asn1;
mod ber;
mod error;
mod hash;
pub mod hazmat;
pub mod limits;
mod memory;
mod password;
#[cfg(feature = "pfx")]
pub mod pfx;
mod pkcs8;
mod random;
mod token;

pub use error::{OtherCertificate, PublicKeyId, Recovery, TokenError};
pub use esig_gost::ParameterSet;
pub use memory::{KeySpec, MemoryKey};
pub use password::{Password, Pin, PinContext, PinSource};
pub use random::SystemRng;
pub use token::{SigningKey, Token};
