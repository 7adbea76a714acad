//! Which block cipher of GOST R 34.12-2015.

use ::cipher::{BlockCipherEncrypt, BlockSizeUser, KeyInit, KeySizeUser, consts::U32};
use cmac::block_api::CmacCipher;

/// A block cipher of GOST R 34.12-2015, with a key of 32 octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockCipher {
    /// Blocks of 8 octets (RFC 8891).
    Magma,
    /// Blocks of 16 octets (RFC 7801).
    Kuznyechik,
}

impl BlockCipher {
    /// Octets of a block, and of the code that OMAC gives: 8 or 16.
    pub const fn block_octets(self) -> usize {
        match self {
            Self::Magma => 8,
            Self::Kuznyechik => 16,
        }
    }

    /// Octets of the initialization vector of CTR and of KExp15, half a block: 4 or 8.
    pub const fn iv_octets(self) -> usize {
        self.block_octets() / 2
    }

    /// Octets of the `ukm` in the parameters of CTR-ACPKM: the initialization vector and a seed of 8.
    pub const fn ukm_octets(self) -> usize {
        self.iv_octets() + SEED
    }

    /// Octets between two changes of the key in CMS (R 1323565.1.025): 8 or 256 KiB.
    pub const fn cms_section_octets(self) -> usize {
        match self {
            Self::Magma => 8 * 1024,
            Self::Kuznyechik => 256 * 1024,
        }
    }
}

/// Octets of the seed in the `ukm` of CTR-ACPKM.
pub(super) const SEED: usize = 8;

/// What the modes want of a cipher.
pub(crate) trait GostR3412:
    BlockCipherEncrypt + BlockSizeUser + CmacCipher + KeyInit + KeySizeUser<KeySize = U32>
{
}

impl GostR3412 for magma::Magma {}
impl GostR3412 for kuznyechik::KuznyechikEnc {}
