//! The compression function by logic alone: neither branches nor addresses depend on what is hashed.
//!
//! Plane p holds bit p of all 64 octets, that of octet j of row i at bit 8i + j: a byte of a plane belongs to a
//! row, and what is done to one octet is done to all at once.

use core::array;

use super::constants::{C, KeySchedule, PI, Rows, l};
use super::state::Compress;

/// See the [module](self).
pub(super) struct BitSliced;

impl Compress for BitSliced {
    fn compress(h: &Rows, n: &Rows, m: &Rows) -> Rows {
        let mut key = lps(&planes(&xor(h, n)));
        let mut block = planes(m);
        for c in &C_PLANES {
            block = lps(&xor(&block, &key));
            key = lps(&xor(&key, c));
        }
        xor(&xor(h, m), &rows(&xor(&block, &key)))
    }

    fn compress_with_keys(h: &Rows, keys: &KeySchedule, m: &Rows) -> Rows {
        let [keys @ .., last] = keys;
        let block = keys.iter().fold(planes(m), |block, key| lps(&xor(&block, &planes(key))));
        xor(&xor(h, m), &xor(&rows(&block), last))
    }
}

type Planes = [u64; 8];

fn planes(rows: &Rows) -> Planes {
    transpose_octets(&rows.map(transpose_bits))
}

fn rows(planes: &Planes) -> Rows {
    transpose_octets(planes).map(transpose_bits)
}

/// Bit i of octet j changes places with bit j of octet i.
const fn transpose_bits(x: u64) -> u64 {
    const fn swap(x: u64, distance: u32, mask: u64) -> u64 {
        let differing = (x ^ (x >> distance)) & mask;
        x ^ differing ^ (differing << distance)
    }
    let x = swap(x, 7, 0x00aa_00aa_00aa_00aa);
    let x = swap(x, 14, 0x0000_cccc_0000_cccc);
    swap(x, 28, 0x0000_0000_f0f0_f0f0)
}

/// Octet j of row i changes places with octet i of row j.
const fn transpose_octets(x: &[u64; 8]) -> [u64; 8] {
    let mut transposed = [0; 8];
    let mut at = 0;
    while at < 64 {
        let (i, j) = (at / 8, at % 8);
        transposed[j] |= ((x[i] >> (8 * j)) & 0xff) << (8 * i);
        at += 1;
    }
    transposed
}

fn xor(x: &[u64; 8], y: &[u64; 8]) -> [u64; 8] {
    array::from_fn(|i| x[i] ^ y[i])
}

/// L∘P∘S (RFC 6986 §7).
fn lps(x: &Planes) -> Planes {
    multiply(&substitute(x).map(transpose_bits))
}

/// π of every octet.
///
/// A bit of π(x) is the sum, over the sixteen values of the upper half of x, of what the bit is as a function
/// of the lower half. Such a function is a sum of minterms, which are added up in fours beforehand.
fn substitute(x: &Planes) -> Planes {
    let [x0, x1, x2, x3, x4, x5, x6, x7] = *x;
    let (low, high) = (minterms([x0, x1, x2, x3]), minterms([x4, x5, x6, x7]));
    let sums: [[u64; 16]; 4] = array::from_fn(|four| sums(&low[4 * four..][..4]));
    array::from_fn(|bit| {
        let halves = high.iter().zip(&FUNCTIONS[bit]);
        halves.fold(0, |sum, (high, function)| {
            let [a, b, c, d] = array::from_fn(|four| sums[four][usize::from(function >> (4 * four) & 0xf)]);
            sum ^ high & (a ^ b ^ c ^ d)
        })
    })
}

/// Bit `v` of `FUNCTIONS[bit][u]` is that bit of π(16u + v).
static FUNCTIONS: [[u16; 16]; 8] = {
    let mut functions = [[0; 16]; 8];
    let mut x = 0;
    while x < 256 {
        let mut bit = 0;
        while bit < 8 {
            functions[bit][x / 16] |= ((PI[x] as u16 >> bit) & 1) << (x % 16);
            bit += 1;
        }
        x += 1;
    }
    functions
};

/// For each of the sixteen values of four bits, where they have it.
fn minterms([x0, x1, x2, x3]: [u64; 4]) -> [u64; 16] {
    let pair = |x: u64, y: u64| [!x & !y, x & !y, !x & y, x & y];
    let (low, high) = (pair(x0, x1), pair(x2, x3));
    array::from_fn(|value| low[value % 4] & high[value / 4])
}

/// The sum of each subset of four.
fn sums(of: &[u64]) -> [u64; 16] {
    let mut sums = [0; 16];
    for (i, x) in of.iter().enumerate() {
        for subset in 0..1 << i {
            sums[(1 << i) + subset] = sums[subset] ^ x;
        }
    }
    sums
}

/// l of every row.
///
/// Octet c of the product is the sum over d of M[c][c ⊕ d] times octet c ⊕ d. Octets change places by bits of
/// d, and the masks say which bit k of an octet counts for which bit of the product.
fn multiply(x: &Planes) -> Planes {
    let mut product = [0; 8];
    for (d, masks) in MASKS.iter().enumerate() {
        for (x, masks) in x.iter().zip(masks) {
            let moved = move_octets(*x, d);
            product.iter_mut().zip(masks).for_each(|(sum, mask)| *sum ^= moved & mask);
        }
    }
    product
}

/// Octet c ⊕ d comes to c, in every row of a plane.
#[inline(always)]
fn move_octets(plane: u64, d: usize) -> u64 {
    const fn swap(x: u64, distance: usize, mask: u64) -> u64 {
        ((x & mask) << distance) | ((x >> distance) & mask)
    }
    let plane = if d & 1 == 0 { plane } else { swap(plane, 1, 0x5555_5555_5555_5555) };
    let plane = if d & 2 == 0 { plane } else { swap(plane, 2, 0x3333_3333_3333_3333) };
    if d & 4 == 0 { plane } else { swap(plane, 4, 0x0f0f_0f0f_0f0f_0f0f) }
}

/// Of `MASKS[d][k][i]`, bit c of every byte says whether bit k of octet c ⊕ d counts for bit i of octet c.
static MASKS: [[[u64; 8]; 8]; 8] = {
    let mut masks = [[[0; 8]; 8]; 8];
    let mut at = 0;
    while at < 512 {
        let (d, k, c) = (at / 64, at / 8 % 8, at % 8);
        let column = l(1 << (8 * (c ^ d) + k)) >> (8 * c);
        let mut i = 0;
        while i < 8 {
            masks[d][k][i] |= ((column >> i) & 1) * (0x0101_0101_0101_0101 << c);
            i += 1;
        }
        at += 1;
    }
    masks
};

static C_PLANES: [Planes; 12] = {
    let mut planes = C;
    let mut i = 0;
    while i < 12 {
        let mut row = 0;
        while row < 8 {
            planes[i][row] = transpose_bits(planes[i][row]);
            row += 1;
        }
        planes[i] = transpose_octets(&planes[i]);
        i += 1;
    }
    planes
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streebog::constants::lps as lps_of_rows;

    /// Every octet at every place.
    #[test]
    fn a_round_is_the_round_of_the_standard() {
        for first in 0..=255_u8 {
            let x: Rows = array::from_fn(|i| {
                u64::from_le_bytes(array::from_fn(|j| {
                    first.wrapping_add((8 * i + j) as u8).rotate_left(i as u32)
                }))
            });
            assert_eq!(rows(&planes(&x)), x);
            assert_eq!(rows(&lps(&planes(&x))), lps_of_rows(x));
        }
    }
}
