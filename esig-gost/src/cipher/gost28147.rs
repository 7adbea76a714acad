//! GOST 28147-89 (RFC 5830), without tables in memory.
//!
//! The crate `magma` has the cipher too, but not the sixteen rounds of its message authentication code,
//! which every key wrap needs, and it looks up tables, where keys are at stake. Here a row of an S-box is a
//! number that is shifted. (What version 0.10 of the crate calls CryptoPro-D are the S-boxes of the hash
//! GOST R 34.11-94.)

use core::array;

use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

/// The S-boxes of GOST 28147-89, named as `encryptionParamSet` names them.
///
/// All of them go with CryptoPro key meshing (RFC 4357 §2.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Gost28147ParameterSet {
    /// id-Gost28147-89-CryptoPro-A-ParamSet (RFC 4357 §11.1).
    CryptoProA,
    /// id-Gost28147-89-CryptoPro-B-ParamSet (RFC 4357 §11.1).
    CryptoProB,
    /// id-Gost28147-89-CryptoPro-C-ParamSet (RFC 4357 §11.1).
    CryptoProC,
    /// id-Gost28147-89-CryptoPro-D-ParamSet (RFC 4357 §11.1).
    CryptoProD,
    /// id-tc26-gost-28147-param-Z (RFC 7836 appendix C): the S-boxes of Magma.
    Tc26Z,
}

impl Gost28147ParameterSet {
    /// Every parameter set.
    pub const fn all() -> &'static [Self] {
        &[Self::CryptoProA, Self::CryptoProB, Self::CryptoProC, Self::CryptoProD, Self::Tc26Z]
    }

    /// The identifier that stands as `encryptionParamSet` beside an initialization vector.
    pub const fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::CryptoProA => "1.2.643.2.2.31.1",
            Self::CryptoProB => "1.2.643.2.2.31.2",
            Self::CryptoProC => "1.2.643.2.2.31.3",
            Self::CryptoProD => "1.2.643.2.2.31.4",
            Self::Tc26Z => "1.2.643.7.1.2.5.1.1",
        })
    }

    /// The parameter set that `oid` identifies.
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        Self::all().iter().copied().find(|set| set.oid() == *oid)
    }

    const fn sboxes(self) -> &'static Sboxes {
        match self {
            Self::CryptoProA => &CRYPTO_PRO_A,
            Self::CryptoProB => &CRYPTO_PRO_B,
            Self::CryptoProC => &CRYPTO_PRO_C,
            Self::CryptoProD => &CRYPTO_PRO_D,
            Self::Tc26Z => &TC26_Z,
        }
    }
}

/// The cipher with a key.
pub(crate) struct Gost28147 {
    sboxes: &'static Sboxes,
    key: Zeroizing<[u32; 8]>,
}

/// The registers N1 and N2.
type Registers = [u32; 2];

impl Gost28147 {
    pub(crate) fn new(parameter_set: Gost28147ParameterSet, key: &[u8; 32]) -> Self {
        Self { sboxes: parameter_set.sboxes(), key: Zeroizing::new(words(key)) }
    }

    /// RFC 5830 §5.1.
    pub(crate) fn encrypt_block(&self, block: &mut [u8; 8]) {
        let keys = (0..24).map(|i| i % 8).chain((0..8).rev());
        let [n1, n2] = self.rounds(words(block), keys);
        *block = octets([n2, n1]); // the last round does not exchange the registers
    }

    /// RFC 5830 §5.2.
    pub(crate) fn decrypt_block(&self, block: &mut [u8; 8]) {
        let keys = (0..8).chain((0..24).rev().map(|i| i % 8));
        let [n1, n2] = self.rounds(words(block), keys);
        *block = octets([n2, n1]);
    }

    /// ECB of whole blocks; what is left over at the end stays as it is.
    pub(crate) fn encrypt_blocks(&self, data: &mut [u8]) {
        data.as_chunks_mut().0.iter_mut().for_each(|block| self.encrypt_block(block));
    }

    /// The inverse of [`encrypt_blocks`](Self::encrypt_blocks).
    pub(crate) fn decrypt_blocks(&self, data: &mut [u8]) {
        data.as_chunks_mut().0.iter_mut().for_each(|block| self.decrypt_block(block));
    }

    /// gost28147IMIT (RFC 9189 §8.4, RFC 5830 §8): four octets over two blocks or more.
    pub(crate) fn imit(&self, iv: &[u8; 8], data: &[u8]) -> Zeroizing<[u8; 4]> {
        let mut state = Zeroizing::new(words(iv));
        for chunk in data.chunks(8) {
            let mut block = Zeroizing::new([0; 8]);
            block[..chunk.len()].copy_from_slice(chunk);
            let block = Zeroizing::new(words::<8, 2>(&block));
            *state = [state[0] ^ block[0], state[1] ^ block[1]];
            *state = self.rounds(*state, (0..16).map(|i| i % 8));
        }
        Zeroizing::new(state[0].to_le_bytes())
    }

    fn rounds(&self, registers: Registers, keys: impl Iterator<Item = usize>) -> Registers {
        keys.fold(registers, |[n1, n2], i| [n2 ^ self.sboxes.substitute(n1.wrapping_add(self.key[i])), n1])
    }
}

fn words<const N: usize, const W: usize>(octets: &[u8; N]) -> [u32; W] {
    let (words, _) = octets.as_chunks();
    array::from_fn(|i| u32::from_le_bytes(words[i]))
}

fn octets([first, second]: Registers) -> [u8; 8] {
    (u64::from(second) << 32 | u64::from(first)).to_le_bytes()
}

/// K1 to K8: the images of 0 to 15, four bits each, the first in the lowest. A shift finds an image; of two halves the
/// compiler would read the right one out of memory.
struct Sboxes([u64; 8]);

impl Sboxes {
    /// Out of a table as the RFCs print it: K1 to K8 of 0, then of 1, and so on to 15.
    const fn new(table: &[u8; 128]) -> Self {
        let mut packed = [0; 8];
        let mut i = 0;
        while i < 8 * 16 {
            let (x, k) = (i / 8, i % 8);
            let image = match table[i] {
                digit @ b'0'..=b'9' => digit - b'0',
                digit => digit - b'A' + 10,
            };
            packed[k] |= (image as u64) << (4 * x);
            i += 1;
        }
        Self(packed)
    }

    /// The substitution and the rotation of a round, in the same time for every `x`.
    fn substitute(&self, x: u32) -> u32 {
        let images = self.0.iter().zip((0..).step_by(4)).map(|(images, shift)| {
            let nibble = x >> shift & 15;
            ((images >> (4 * nibble)) as u32 & 15) << shift
        });
        images.fold(0, |sum, image| sum | image).rotate_left(11)
    }
}

/// `eUZ` of RFC 4357 §11.1.
static CRYPTO_PRO_A: Sboxes = Sboxes::new(
    b"93EEB31B67475ADA3E6A1D2F292C9C9588BD8170BA31D2AC1FD3F06E70890B08\
     A5C0E78642F245C2E65B2943FCA43459CB0FC8F104787F37DD15AEBD519666E4",
);

/// `eUZ` of RFC 4357 §11.1.
static CRYPTO_PRO_B: Sboxes = Sboxes::new(
    b"80E7285041C57324B200C2AB1AADF6BE349B94985D265D1305D1AEC79CB2BB31\
     29731C7AE75A4142A38C07D9CFFFDF06DB346A6F686E80FD7619E985FE4835EC",
);

/// `eUZ` of RFC 4357 §11.1.
static CRYPTO_PRO_C: Sboxes = Sboxes::new(
    b"10838CA7B126D994C750BB602D0101859B4548DAD49D5EE205FA122FF2A8240E\
     483B97FC5E7233368FC9C651ECD7E5BBA96E6A4D7AEFF019661CAFC333B47D78",
);

/// `eUZ` of RFC 4357 §11.1.
static CRYPTO_PRO_D: Sboxes = Sboxes::new(
    b"FB110831C6C5C00A23BE8F66A40C93F86CFAD21F4FE725EB5E60AE90025DBB24\
     77A671DC9DD23A83E84B64C5D084574915994CB7BA33E9AD897FFD523128167E",
);

/// RFC 7836 appendix C.
static TC26_Z: Sboxes = Sboxes::new(
    b"C6BC75814838FDE762525F2E2381A65DA92D89605AF41295B5AF6C189CD6DAC3\
     E1E70BF48E10974FD47A38BA7745E1060BC3B4D93D9E43ACF0692E3B1F0BC072",
);

#[cfg(test)]
mod tests {
    use ::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit, KeySizeUser, consts::U8};
    use magma::{Gost89CryptoProA, Gost89CryptoProB, Gost89CryptoProC, Magma};
    use proptest::prelude::*;

    use super::*;

    /// The cipher of the crate `magma`, which takes the octets of each word, and of a block, reversed.
    fn peer<C>(key: &[u8; 32], block: &[u8; 8]) -> ([u8; 8], [u8; 8])
    where
        C: KeyInit + KeySizeUser<KeySize = ::cipher::consts::U32>,
        C: BlockCipherEncrypt<BlockSize = U8> + BlockCipherDecrypt,
    {
        let mut key = *key;
        key.as_chunks_mut::<4>().0.iter_mut().for_each(|word| word.reverse());
        let cipher = C::new(&key.into());
        let mut block = *block;
        block.reverse();
        let (mut encrypted, mut decrypted) = (block.into(), block.into());
        cipher.encrypt_block(&mut encrypted);
        cipher.decrypt_block(&mut decrypted);
        encrypted.reverse();
        decrypted.reverse();
        (encrypted.into(), decrypted.into())
    }

    fn own(set: Gost28147ParameterSet, key: &[u8; 32], block: &[u8; 8]) -> ([u8; 8], [u8; 8]) {
        let cipher = Gost28147::new(set, key);
        let (mut encrypted, mut decrypted) = (*block, *block);
        cipher.encrypt_block(&mut encrypted);
        cipher.decrypt_block(&mut decrypted);
        (encrypted, decrypted)
    }

    proptest! {
        #[test]
        fn agrees_with_the_tables_of_magma(key: [u8; 32], block: [u8; 8]) {
            use Gost28147ParameterSet::*;
            let (key, block) = (&key, &block);
            prop_assert_eq!(own(CryptoProA, key, block), peer::<Gost89CryptoProA>(key, block));
            prop_assert_eq!(own(CryptoProB, key, block), peer::<Gost89CryptoProB>(key, block));
            prop_assert_eq!(own(CryptoProC, key, block), peer::<Gost89CryptoProC>(key, block));
            prop_assert_eq!(own(Tc26Z, key, block), peer::<Magma>(key, block));
        }
    }

    #[test]
    fn oids_are_found_again() {
        for set in Gost28147ParameterSet::all() {
            assert_eq!(Gost28147ParameterSet::from_oid(&set.oid()), Some(*set));
        }
        assert_eq!(Gost28147ParameterSet::from_oid(&ObjectIdentifier::new_unwrap("1.2.643.2.2.31.0")), None);
    }
}
