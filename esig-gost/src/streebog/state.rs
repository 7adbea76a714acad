//! The state between blocks, and what all forms of the compression function share (RFC 6986 §9).

use core::array;

use zeroize::Zeroize;

use super::constants::{FIRST_KEYS_256, FIRST_KEYS_512, IV_256, IV_512, KeySchedule, Rows};

/// Octets of a block.
pub(crate) const BLOCK: usize = 64;

/// h, N and Σ.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) h: Rows,
    pub(crate) n: Rows,
    pub(crate) sigma: Rows,
    /// The round keys of the first block, until it was compressed.
    pub(crate) first_keys: Option<&'static KeySchedule>,
}

impl State {
    /// Stage 1 (RFC 6986 §9), for hash codes of `octets` octets: 32 or 64.
    #[inline]
    pub(crate) const fn new(octets: usize) -> Self {
        let (h, first_keys) =
            if octets == 32 { (IV_256, &FIRST_KEYS_256) } else { (IV_512, &FIRST_KEYS_512) };
        Self { h, n: [0; 8], sigma: [0; 8], first_keys: Some(first_keys) }
    }

    /// What [`finish`](Self::finish) left; of 256 bits, the last half.
    pub(crate) fn hash_code(&self) -> [u8; BLOCK] {
        octets(&self.h)
    }

    /// Stage 2 (RFC 6986 §9).
    ///
    /// Never inlined: where a caller was compiled for AVX2 or AVX-512, the compiler would gather from the tables with
    /// vector instructions, which takes half as long again.
    #[inline(never)]
    pub(super) fn absorb<G: Compress>(&mut self, blocks: &[[u8; BLOCK]]) {
        let blocks = match blocks {
            [first, rest @ ..] if self.first_keys.is_some() => {
                self.absorb_block::<G>(first, BLOCK);
                rest
            }
            _ => blocks,
        };
        self.absorb_rest::<G>(blocks);
    }

    /// Apart from [`absorb`](Self::absorb), so that the loop has all registers: together they take a seventh longer.
    #[inline(never)]
    fn absorb_rest<G: Compress>(&mut self, blocks: &[[u8; BLOCK]]) {
        for block in blocks {
            let m = rows(block);
            self.h = G::compress(&self.h, &self.n, &m);
            self.count(&m, BLOCK);
        }
    }

    /// Stage 3 (RFC 6986 §9), for a padded block with `length` octets of the message.
    #[inline(never)]
    pub(super) fn finish<G: Compress>(&mut self, block: &[u8; BLOCK], length: usize) {
        self.absorb_block::<G>(block, length);
        self.h = G::compress(&self.h, &[0; 8], &self.n);
        self.h = G::compress(&self.h, &[0; 8], &self.sigma);
    }

    #[inline(always)]
    fn absorb_block<G: Compress>(&mut self, block: &[u8; BLOCK], length: usize) {
        let m = rows(block);
        self.h = match self.first_keys.take() {
            Some(keys) => G::compress_with_keys(&self.h, keys, &m),
            None => G::compress(&self.h, &self.n, &m),
        };
        self.count(&m, length);
    }

    #[inline(always)]
    fn count(&mut self, m: &Rows, length: usize) {
        count(&mut self.n, 8 * length as u64);
        add(&mut self.sigma, m);
    }
}

impl Drop for State {
    fn drop(&mut self) {
        self.h.zeroize();
        self.n.zeroize();
        self.sigma.zeroize();
    }
}

/// A form of the compression function g (RFC 6986 §8).
pub(super) trait Compress {
    /// g_N(h, m).
    fn compress(h: &Rows, n: &Rows, m: &Rows) -> Rows;

    /// g_N(h, m), where the round keys of h and N are known.
    fn compress_with_keys(h: &Rows, keys: &KeySchedule, m: &Rows) -> Rows;
}

fn rows(block: &[u8; BLOCK]) -> Rows {
    let (octets, _) = block.as_chunks();
    array::from_fn(|i| u64::from_le_bytes(octets[i]))
}

/// As octets of a message or a hash code.
pub(super) fn octets(rows: &Rows) -> [u8; BLOCK] {
    let mut octets = [0; BLOCK];
    let (chunks, _) = octets.as_chunks_mut();
    chunks.iter_mut().zip(rows).for_each(|(chunk, row)| *chunk = row.to_le_bytes());
    octets
}

/// Adds `bits` modulo 2⁵¹². The count is no secret: nearly always there is no carry.
fn count(n: &mut Rows, bits: u64) {
    let [low, high @ ..] = n;
    let mut carry;
    (*low, carry) = low.overflowing_add(bits);
    for row in high {
        if !carry {
            break;
        }
        (*row, carry) = row.overflowing_add(1);
    }
}

/// The sum modulo 2⁵¹².
fn add(sum: &mut Rows, summand: &Rows) {
    let mut carry = false;
    for (sum, summand) in sum.iter_mut().zip(summand) {
        let (low, first) = sum.overflowing_add(*summand);
        let (low, second) = low.overflowing_add(u64::from(carry));
        (*sum, carry) = (low, first | second);
    }
}
