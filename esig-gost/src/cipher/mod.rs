//! The block ciphers of GOST in the modes of CMS and PFX.
//!
//! | cipher | mode | here | described in |
//! | --- | --- | --- | --- |
//! | GOST 28147-89 | CFB with CryptoPro key meshing | [`Gost28147Cfb`] | RFC 5830 §7, RFC 4357 §2.3.2 |
//! | Magma, Kuznyechik | CTR-ACPKM | [`CtrAcpkm`] | RFC 8645 §6.2.2 |
//! | Magma, Kuznyechik | CTR-ACPKM with OMAC | [`CtrAcpkmOmac`] | R 1323565.1.025 |
//!
//! They are what the contents of encrypted containers need; to wrap one key under another there is
//! [`keywrap`](crate::keywrap). CFB and CTR-ACPKM alone do not notice altered data.
//!
//! ```
//! use esig_gost::cipher::{Gost28147Cfb, Gost28147ParameterSet};
//!
//! let (key, iv) = ([7; 32], [1; 8]);
//! let mut data = *b"the key of a PFX";
//! Gost28147Cfb::new(Gost28147ParameterSet::Tc26Z, &key, &iv).encrypt(&mut data);
//! assert_ne!(&data, b"the key of a PFX");
//! Gost28147Cfb::new(Gost28147ParameterSet::Tc26Z, &key, &iv).decrypt(&mut data);
//! assert_eq!(&data, b"the key of a PFX");
//! ```
//!
//! # Octet orders
//!
//! Keys, initialization vectors and data are octet strings as they are carried. (GOST 28147-89 reads
//! them least significant octet first, Magma, the same cipher, most significant first: the key of
//! one reversed word by word is the key of the other.)
//!
//! # What is kept secret
//!
//! GOST 28147-89 is computed without tables in memory: its time does not depend on key and data. Magma and
//! Kuznyechik are those of the crates `magma` and `kuznyechik`, which look up tables: who shares the
//! processor's cache may learn something of the key. Keys, round keys and key streams are wiped when no
//! longer needed.

mod acpkm;
mod block_cipher;
mod error;
mod gost28147;
mod meshing;
mod omac;

pub use self::acpkm::CtrAcpkm;
pub use self::block_cipher::BlockCipher;
pub use self::error::CipherError;
pub use self::gost28147::Gost28147ParameterSet;
pub use self::meshing::Gost28147Cfb;
pub use self::omac::CtrAcpkmOmac;

pub(crate) use self::acpkm::Ctr;
pub(crate) use self::block_cipher::GostR3412;
pub(crate) use self::gost28147::Gost28147;
pub(crate) use self::omac::omac;
