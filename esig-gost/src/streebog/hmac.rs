//! HMAC-Streebog (RFC 7836 §4.1).

use alloc::boxed::Box;
use core::fmt;

use digest::common::{BlockSizeUser, KeySizeUser};
use digest::consts::U64;
use digest::{
    Digest, FixedOutput, FixedOutputReset, InvalidLength, Key, KeyInit, MacMarker, Output, OutputSizeUser,
    Update,
};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::constant_time::{Streebog256, Streebog512};
use crate::stack::{COMPRESSING, COPYING, HASHING, wiped};

/// Octets of a block.
const BLOCK: usize = 64;

/// What is hashed, and what its hash code is hashed after; on the heap, so that moving an HMAC leaves no copies.
#[derive(Clone)]
struct Hashes<H> {
    inner: H,
    outer: H,
}

/// Declares `$hmac`: HMAC (RFC 2104) over `$hash`.
macro_rules! hmac {
    ($(#[$attr:meta])* pub struct $hmac:ident($hash:ident: $octets:literal);) => {
        $(#[$attr])*
        pub struct $hmac {
            hashes: Box<Hashes<$hash>>,
        }

        impl Clone for $hmac {
            fn clone(&self) -> Self {
                wiped::<COPYING, _>(|| Self { hashes: self.hashes.clone() })
            }
        }

        impl KeySizeUser for $hmac {
            type KeySize = U64;
        }

        impl BlockSizeUser for $hmac {
            type BlockSize = U64;
        }

        impl OutputSizeUser for $hmac {
            type OutputSize = <$hash as OutputSizeUser>::OutputSize;
        }

        impl MacMarker for $hmac {}

        impl KeyInit for $hmac {
            fn new(key: &Key<Self>) -> Self {
                wiped::<HASHING, _>(|| {
                    let mut block = Zeroizing::new([0; BLOCK]);
                    block.copy_from_slice(key);
                    Self::with_block(&mut block)
                })
            }

            /// Never fails: a key longer than a block is hashed first.
            fn new_from_slice(key: &[u8]) -> Result<Self, InvalidLength> {
                Ok(wiped::<HASHING, _>(|| {
                    let mut block = Zeroizing::new([0; BLOCK]);
                    if key.len() > BLOCK {
                        let mut digest = Zeroizing::new([0; $octets]);
                        FixedOutput::finalize_into($hash::new_with_prefix(key), (&mut *digest).into());
                        block[..$octets].copy_from_slice(&*digest);
                    } else {
                        block[..key.len()].copy_from_slice(key);
                    }
                    Self::with_block(&mut block)
                }))
            }
        }

        impl $hmac {
            /// `block` is the key, filled up with zeros.
            fn with_block(block: &mut [u8; BLOCK]) -> Self {
                let mut keyed = |pad: u8| {
                    block.iter_mut().for_each(|octet| *octet ^= pad);
                    let hash = $hash::new().chain_update(&*block);
                    block.iter_mut().for_each(|octet| *octet ^= pad);
                    hash
                };
                Self { hashes: Box::new(Hashes { inner: keyed(0x36), outer: keyed(0x5c) }) }
            }
        }

        impl Update for $hmac {
            fn update(&mut self, data: &[u8]) {
                Digest::update(&mut self.hashes.inner, data);
            }
        }

        impl FixedOutput for $hmac {
            /// In place: what is moved leaves a copy behind, which nobody wipes.
            fn finalize_into(mut self, out: &mut Output<Self>) {
                let Hashes { inner, outer } = &mut *self.hashes;
                wiped::<COMPRESSING, _>(|| {
                    let mut code = Zeroizing::new([0; $octets]);
                    FixedOutputReset::finalize_into_reset(inner, (&mut *code).into());
                    Digest::update(outer, &*code);
                    FixedOutputReset::finalize_into_reset(outer, out);
                });
            }
        }

        impl fmt::Debug for $hmac {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($hmac), "(..)"))
            }
        }

        impl ZeroizeOnDrop for $hmac {}
    };
}

hmac! {
    /// HMAC_GOSTR3411_2012_256 (RFC 7836 §4.1.1): a key of any length, a code of 32 octets.
    ///
    /// RFC 7836 wants a key of 256 to 512 bits. The key, the state and what is derived from them are
    /// wiped when no longer needed.
    ///
    /// ```
    /// use esig_gost::HmacStreebog256;
    /// use esig_gost::digest::{KeyInit, Mac};
    ///
    /// let mut mac = HmacStreebog256::new_from_slice(&[0x17; 32])?;
    /// mac.update(b"message");
    /// let code = mac.finalize().into_bytes();
    ///
    /// // Codes are compared in constant time.
    /// let mac = HmacStreebog256::new_from_slice(&[0x17; 32])?;
    /// assert!(mac.chain_update(b"message").verify_slice(&code).is_ok());
    /// # Ok::<(), esig_gost::digest::InvalidLength>(())
    /// ```
    pub struct HmacStreebog256(Streebog256: 32);
}

hmac! {
    /// HMAC_GOSTR3411_2012_512 (RFC 7836 §4.1.2): a key of any length, a code of 64 octets.
    ///
    /// As [`HmacStreebog256`] but for the length of the code.
    pub struct HmacStreebog512(Streebog512: 64);
}
