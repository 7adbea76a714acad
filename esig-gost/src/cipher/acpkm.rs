//! Counter mode, with a key that is changed on the way (RFC 8645 §6.2).

use alloc::boxed::Box;
use core::fmt;

use ::cipher::{Block, Key};
use kuznyechik::KuznyechikEnc;
use magma::Magma;
use zeroize::Zeroizing;

use super::{BlockCipher, CipherError, GostR3412};
use crate::stack::{HASHING, wiped};

/// CTR-ACPKM (RFC 8645 §6.2.2) with Magma or Kuznyechik.
///
/// The counter starts with the initialization vector and goes on when the key changes. Data may come in
/// pieces of any length: they are encrypted as if they were one. Altered data is not noticed.
///
/// ```
/// use esig_gost::cipher::{BlockCipher, CtrAcpkm};
///
/// let cipher = BlockCipher::Kuznyechik;
/// let mut data = *b"content";
/// let mut stream = || CtrAcpkm::with_ukm(cipher, &[7; 32], &[1; 16], cipher.cms_section_octets());
/// stream()?.apply_keystream(&mut data);
/// assert_ne!(&data, b"content");
/// stream()?.apply_keystream(&mut data);
/// assert_eq!(&data, b"content");
/// # Ok::<(), esig_gost::cipher::CipherError>(())
/// ```
pub struct CtrAcpkm(Stream);

/// On the heap, so that moving leaves no copies, neither of a key nor of what stood where one cipher needs less room
/// than the other.
enum Stream {
    Magma(Box<Ctr<Magma>>),
    Kuznyechik(Box<Ctr<KuznyechikEnc>>),
}

impl CtrAcpkm {
    /// Starts with a key and an initialization vector that no other data was encrypted with.
    ///
    /// `iv` is half a block: 4 octets for Magma, 8 for Kuznyechik. `section_octets` is N of RFC 8645 in
    /// octets: CMS has [`BlockCipher::cms_section_octets`], some PFX files have 1 and 4 KiB.
    ///
    /// # Errors
    /// [`CipherError::IvLength`]; [`CipherError::SectionLength`] if the section is not made of blocks.
    pub fn new(
        cipher: BlockCipher,
        key: &[u8; 32],
        iv: &[u8],
        section_octets: usize,
    ) -> Result<Self, CipherError> {
        let block = cipher.block_octets();
        if section_octets == 0 || !section_octets.is_multiple_of(block) {
            return Err(CipherError::SectionLength { block, found: section_octets });
        }
        let section = Some(section_octets / block);
        let stream = wiped::<HASHING, _>(|| {
            Ok(match cipher {
                BlockCipher::Magma => Stream::Magma(Box::new(Ctr::new(key, iv, section)?)),
                BlockCipher::Kuznyechik => Stream::Kuznyechik(Box::new(Ctr::new(key, iv, section)?)),
            })
        });
        stream.map(Self)
    }

    /// Starts with the `ukm` of the algorithm's parameters, whose first octets are the initialization
    /// vector: 12 octets for Magma, 16 for Kuznyechik.
    ///
    /// # Errors
    /// [`CipherError::UkmLength`]; [`CipherError::SectionLength`].
    pub fn with_ukm(
        cipher: BlockCipher,
        key: &[u8; 32],
        ukm: &[u8],
        section_octets: usize,
    ) -> Result<Self, CipherError> {
        let (iv, _) = split_ukm(cipher, ukm)?;
        Self::new(cipher, key, iv, section_octets)
    }

    /// Encrypts or decrypts the next octets in place.
    pub fn apply_keystream(&mut self, data: &mut [u8]) {
        wiped::<HASHING, _>(|| match &mut self.0 {
            Stream::Magma(stream) => stream.apply_keystream(data),
            Stream::Kuznyechik(stream) => stream.apply_keystream(data),
        });
    }
}

impl fmt::Debug for CtrAcpkm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Stream::Magma(_) => "CtrAcpkm(Magma, ..)",
            Stream::Kuznyechik(_) => "CtrAcpkm(Kuznyechik, ..)",
        })
    }
}

/// The initialization vector and the seed in the `ukm` of the algorithm's parameters.
pub(super) fn split_ukm(cipher: BlockCipher, ukm: &[u8]) -> Result<(&[u8], &[u8]), CipherError> {
    let (expected, found) = (cipher.ukm_octets(), ukm.len());
    if found != expected {
        return Err(CipherError::UkmLength { expected, found });
    }
    Ok(ukm.split_at(cipher.iv_octets()))
}

/// Counter mode (GOST R 34.13-2015 §5.2 with s = n), with or without changes of the key.
pub(crate) struct Ctr<C: GostR3412> {
    cipher: C,
    counter: Block<C>,
    keystream: Zeroizing<Block<C>>,
    /// Octets of `keystream` that were used up.
    used: usize,
    /// Blocks between two changes of the key, if it is changed.
    section: Option<usize>,
    /// Blocks that the present key was used for.
    blocks: usize,
}

impl<C: GostR3412> Ctr<C> {
    pub(crate) fn new(key: &[u8; 32], iv: &[u8], section: Option<usize>) -> Result<Self, CipherError> {
        let mut counter = Block::<C>::default();
        let (expected, found) = (counter.len() / 2, iv.len());
        if found != expected {
            return Err(CipherError::IvLength { expected, found });
        }
        counter[..expected].copy_from_slice(iv);
        let keystream = Zeroizing::new(Block::<C>::default());
        let used = keystream.len();
        Ok(Self { cipher: C::new(key.into()), counter, keystream, used, section, blocks: 0 })
    }

    pub(crate) fn apply_keystream(&mut self, data: &mut [u8]) {
        for octet in data {
            if self.used == self.keystream.len() {
                self.next_block();
            }
            *octet ^= self.keystream[self.used];
            self.used += 1;
        }
    }

    fn next_block(&mut self) {
        if self.section == Some(self.blocks) {
            self.cipher = acpkm(&self.cipher);
            self.blocks = 0;
        }
        *self.keystream = self.counter.clone();
        self.cipher.encrypt_block(&mut self.keystream);
        increment(&mut self.counter);
        self.used = 0;
        self.blocks = self.blocks.wrapping_add(1);
    }
}

/// The cipher with the next key: ACPKM (RFC 8645 §6.2.1).
fn acpkm<C: GostR3412>(cipher: &C) -> C {
    let mut key = Zeroizing::new(Key::<C>::default());
    (0x80..).zip(key.iter_mut()).for_each(|(d, octet)| *octet = d);
    for chunk in key.chunks_exact_mut(C::block_size()) {
        let mut block = Zeroizing::new(Block::<C>::default());
        block.copy_from_slice(chunk);
        cipher.encrypt_block(&mut block);
        chunk.copy_from_slice(&block);
    }
    C::new(&key)
}

/// Adds one to a number, big-endian.
fn increment(counter: &mut [u8]) {
    for octet in counter.iter_mut().rev() {
        *octet = octet.wrapping_add(1);
        if *octet != 0 {
            return;
        }
    }
}
