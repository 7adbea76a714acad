#![no_std]
#![deny(unsafe_code)]
//! The Russian signature standards: GOST R 34.10 signatures over GOST R 34.11 hashes.
//!
//! | standard | here | described in |
//! | --- | --- | --- |
//! | GOST R 34.11-2012 "Streebog" | [`Streebog256`], [`Streebog512`] | RFC 6986 |
//! | HMAC-Streebog | [`HmacStreebog256`], [`HmacStreebog512`] | RFC 7836 §4.1 |
//! | GOST R 34.10-2012 | [`SigningKey`], [`VerifyingKey`], [`Signature`] | RFC 7091, RFC 7836, RFC 9215 |
//! | GOST R 34.11-94 (old data) | [`Gost94CryptoPro`], [`Gost94Test`] | RFC 5831, RFC 4357 |
//! | VKO, KEG: key agreement | [`vko`] | RFC 7836, RFC 9189, RFC 4357 |
//! | KDF, KDF_TREE, PBKDF2: key derivation | [`kdf`] | RFC 7836, RFC 8018 |
//! | KExp15 and older key wraps | `keywrap` | RFC 9189, RFC 7836, RFC 4357 |
//! | GOST 28147-89, Magma, Kuznyechik in CMS and PFX | `cipher` | RFC 5830, RFC 8645, RFC 4357 |
//! | GOST R 34.10-2001 (old data) | the same keys, [`KeyAlgorithm::Gost3410_2001`] | RFC 5832, RFC 4491 |
//!
//! The types implement the RustCrypto traits of [`digest`], [`signature`], and, with the feature
//! `pkcs8` (on by default), of [`pkcs8`] and `spki`. The feature `pem` adds keys in PEM, `cipher` the modules `cipher`
//! and `keywrap`, `pbkdf2` the function of that name. The crate needs `alloc`, but not `std`.
//!
//! # Sign and verify
//!
//! The random numbers come from the operating system, by the crate `getrandom` with its feature `sys_rng`:
//!
//! ```toml
//! [dependencies]
//! esig-gost = { version = "0.1", features = ["pem"] }
//! getrandom = { version = "0.4", features = ["sys_rng"] }
//! ```
//!
//! ```
//! use esig_gost::signature::{RandomizedSigner, Verifier};
//! use esig_gost::{ParameterSet, Signature, SigningKey, VerifyingKey};
//! use getrandom::{SysRng, rand_core::UnwrapErr};
//!
//! let mut rng = UnwrapErr(SysRng);
//! let key = SigningKey::generate(ParameterSet::Tc26_256A, &mut rng);
//! let signature = key.sign_with_rng(&mut rng, b"message");
//!
//! // What others get: the public key and 64 octets.
//! let (public, octets) = (key.verifying_key().to_spki_der(), signature.to_sr_be_octets());
//!
//! let public = VerifyingKey::from_spki_der(&public)?;
//! public.verify(b"message", &Signature::from_sr_be_octets(&octets)?)?;
//! assert!(public.verify(b"another message", &signature).is_err());
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! The message is hashed with Streebog, of 256 or 512 bits as the key has. One that does not fit into memory is
//! hashed in pieces, and its digest signed:
//!
//! ```
//! use esig_gost::{ParameterSet, SigningKey, Streebog512, digest::Digest};
//! # use getrandom::{SysRng, rand_core::UnwrapErr};
//! # let mut rng = UnwrapErr(SysRng);
//!
//! let key = SigningKey::generate(ParameterSet::Tc26_512A, &mut rng);
//! let mut hash = Streebog512::new();
//! hash.update(b"mess");
//! hash.update(b"age");
//! let digest = hash.finalize();
//! let signature = key.sign_digest(&digest, &mut rng)?;
//! key.verifying_key().verify_digest(&digest, signature.as_sr_be_octets())?;
//! # Ok::<(), esig_gost::signature::Error>(())
//! ```
//!
//! To verify many signatures at once see [`gost3410::verify_many`].
//!
//! # Which parameter set
//!
//! A [`ParameterSet`] is a named curve, and signer and verifier must mean the same; a key in a file names its own.
//! For keys of your own take [`Tc26_256A`](ParameterSet::Tc26_256A), or
//! [`Tc26_512A`](ParameterSet::Tc26_512A) where 512 bits are asked for; where a certificate authority makes the
//! certificate, take what it offers, most often [`CryptoProA`](ParameterSet::CryptoProA) or the same curve under the
//! name of [`CryptoProXchA`](ParameterSet::CryptoProXchA). The two test sets protect nothing.
//!
//! # Keys in files
//!
//! A private key is written as PKCS#8 and a public key as SubjectPublicKeyInfo, which OpenSSL with a GOST engine
//! reads, too. Nothing protects the private key in such a file but the permissions of the file.
//!
#![cfg_attr(feature = "pem", doc = "```")]
#![cfg_attr(not(feature = "pem"), doc = "```ignore")]
//! use esig_gost::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, LineEnding};
//! use esig_gost::{ParameterSet, SigningKey, VerifyingKey};
//! # use getrandom::{SysRng, rand_core::UnwrapErr};
//! # let mut rng = UnwrapErr(SysRng);
//!
//! let key = SigningKey::generate(ParameterSet::Tc26_256A, &mut rng);
//! let private = key.to_pkcs8_pem(LineEnding::LF)?;
//! let public = key.verifying_key().to_public_key_pem(LineEnding::LF)?;
//! assert!(private.starts_with("-----BEGIN PRIVATE KEY-----"));
//!
//! let key = SigningKey::from_pkcs8_pem(&private)?;
//! assert_eq!(*key.verifying_key(), VerifyingKey::from_public_key_pem(&public)?);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # Octet orders
//!
//! GOST numbers are written in both orders, so that every function which takes or gives octets names
//! the order. The [module of the keys](gost3410) has the whole table; in short, digests are taken as the
//! hash gives them, keys are little-endian, and a signature in X.509, CMS and PKCS#11 is s ‖ r, each
//! big-endian.
//!
//! # What is kept secret
//!
//! The arithmetic of signing and key generation takes the same time and touches the same memory whatever
//! the key and the nonce are, and so does the hash that nonces come from. HMAC-Streebog, and what derives keys with
//! it, are constant in time too; for other secrets there are the hashes of
//! [`streebog::constant_time`]. Keys, nonces and the states of hashes are wiped when no longer needed, and so is the
//! stack that keys were used on; none of them shows in `Debug`. A test looks for what is left, in the places of dropped
//! values, in freed memory and on the stack.
//!
//! What remains is out of reach: a key of fixed length that a function returns, a hash or a cipher that is moved, may
//! leave copies with the caller, who moves it; an HMAC that is dropped before it is finished may leave some of its last
//! block on the stack, as the bare hashes and `Gost28147Cfb::new` may; and nothing wipes the registers, which other
//! work soon overwrites, or what the system writes to a swap file.
//!
//! [`Streebog256`] and [`Streebog512`] themselves are for public data: on processors without AVX-512 they look up
//! tables, as GOST R 34.11-94 does everywhere, and may tell something of what is hashed to who shares the
//! processor's cache. Verification is not constant in time: all that it works on is public.
//!
//! # What this is not
//!
//! The crate is no certified means of cryptographic protection (СКЗИ): where the law asks for one, keep
//! the key in a certified token or program, and verify here what it signed.

extern crate alloc;

mod arch;
#[doc(hidden)]
pub mod backend;
mod block;
#[cfg(feature = "cipher")]
pub mod cipher;
mod curve;
mod field;
pub mod gost3410;
pub mod gost94;
pub mod kdf;
#[cfg(feature = "cipher")]
pub mod keywrap;
mod stack;
pub mod streebog;
pub mod vko;

pub use digest;
pub use gost94::{Gost94CryptoPro, Gost94Test};
pub use gost3410::{KeyAlgorithm, KeyError, ParameterSet, Signature, SigningKey, VerifyingKey};
#[cfg(feature = "pkcs8")]
pub use pkcs8;
pub use signature;
pub use streebog::{HmacStreebog256, HmacStreebog512, Streebog256, Streebog512};

/// Keeps the example of the README true.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
