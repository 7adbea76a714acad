//! Streebog with AVX-512 BW, VBMI and GFNI: no tables in memory, hence also constant in time.
//!
//! # Layout
//!
//! RFC 6986 has vectors of eight rows of eight octets. Here they lie transposed: quadword c of a register
//! holds octet c of all eight rows, row 0 first. P∘S then becomes S alone, and l, which makes each octet c of
//! a row out of all octets j of that row, becomes
//!
//! ```text
//! y[c] = ⊕ over d of M[c][c ⊕ d] · z[c ⊕ d],    z = transposed S(x),
//! ```
//!
//! where M[c][j] is a block of 8 × 8 bits of the matrix A. For each of the eight d there is one `vpermb`, which
//! transposes and moves the quadwords in one step, and one `vgf2p8affineqb`.
//!
//! # Two shapes of the same
//!
//! Odd d differ from even ones by a swap of neighbours, `vpshufd`, which has more execution ports and less
//! latency. d ≥ 4 differ from the others by a swap of halves, which may as well come after the sum. One
//! stream waits for latency and takes the first saving alone; several streams wait for ports and take both.

#![allow(clippy::incompatible_msrv, reason = "the build script leaves the file out before Rust 1.89")]

use core::arch::x86_64::*;
use core::array;

use crate::streebog::{BLOCK, C, KeySchedule, Leg, PI, Rows, State, l};

cpufeatures::new!(features, "avx512f", "avx512bw", "avx512vl", "avx512vbmi", "gfni");

/// Proof that the processor has the instructions.
#[derive(Clone, Copy)]
pub(crate) struct StreebogAvx512(());

impl StreebogAvx512 {
    /// One relaxed load, but for the first time.
    #[inline]
    pub(crate) fn detect() -> Option<Self> {
        features::get().then_some(Self(()))
    }

    /// Stage 2 (RFC 6986 §9).
    #[inline]
    pub(crate) fn absorb(self, state: &mut State, blocks: &[[u8; BLOCK]]) {
        // SAFETY: the features of `absorb` are those that `detect`, the only maker of `self`, found.
        unsafe { absorb(state, blocks) }
    }

    /// Stage 3 (RFC 6986 §9), for a padded block with `length` octets of the message.
    #[inline]
    pub(crate) fn finish(self, state: &mut State, block: &[u8; BLOCK], length: usize) {
        // SAFETY: the features of `finish` are those that `detect`, the only maker of `self`, found.
        unsafe { finish(state, block, length) }
    }

    /// The legs of several messages, all as long as the shortest.
    #[inline]
    pub(crate) fn absorb_many<const L: usize>(self, legs: [Leg<'_>; L]) {
        // SAFETY: the features of `absorb_many` are those that `detect`, the only maker of `self`, found.
        unsafe { absorb_many(legs) }
    }
}

/// Eight quadwords: rows, or columns (see the [module](self)).
type V = __m512i;

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
fn absorb(state: &mut State, blocks: &[[u8; BLOCK]]) {
    let mut registers = Registers::load(state);
    for block in blocks {
        registers.absorb(load(block), BLOCK);
    }
    registers.store(state);
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
fn finish(state: &mut State, block: &[u8; BLOCK], length: usize) {
    let mut registers = Registers::load(state);
    registers.absorb(load(block), length);
    for m in [registers.n, registers.sigma] {
        registers.h = compress(registers.h, _mm512_setzero_si512(), transpose(m));
    }
    registers.store(state);
}

/// Each message has its keys computed: those of the first block are known, but the others would wait.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
fn absorb_many<const L: usize>(mut legs: [Leg<'_>; L]) {
    let blocks = legs.iter().map(|leg| leg.blocks.len()).min().unwrap_or_default();
    let mut registers: [Registers; L] = array::from_fn(|i| Registers::load(legs[i].state));
    // Of a block that is not counted, no octet: all masks are empty.
    let counted = legs.each_ref().map(|leg| if leg.counted.is_some() { !0 } else { 0 });
    let lengths = legs.each_ref().map(|leg| bits(leg.counted.unwrap_or_default()));
    for at in 0..blocks {
        let block: [V; L] = array::from_fn(|i| load(&legs[i].blocks[at]));
        let n = array::from_fn(|i| transpose(_mm512_maskz_mov_epi64(counted[i], registers[i].n)));
        let h = compress_many(registers.each_ref().map(|each| each.h), n, block.map(|m| transpose(m)));
        for i in 0..L {
            registers[i].h = h[i];
            registers[i].n = add(registers[i].n, lengths[i]);
            registers[i].sigma = add(registers[i].sigma, _mm512_maskz_mov_epi64(counted[i], block[i]));
        }
    }
    for (leg, registers) in legs.iter_mut().zip(registers) {
        Registers { first_keys: None, ..registers }.store(leg.state);
    }
}

/// The state, h in columns, N and Σ in rows.
struct Registers {
    h: V,
    n: V,
    sigma: V,
    first_keys: Option<&'static KeySchedule>,
}

impl Registers {
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
    #[inline]
    fn load(state: &State) -> Self {
        let [h, n, sigma] = [&state.h, &state.n, &state.sigma].map(|rows| load_rows(rows));
        Self { h: transpose(h), n, sigma, first_keys: state.first_keys }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
    #[inline]
    fn store(self, state: &mut State) {
        store_rows(&mut state.h, transpose(self.h));
        store_rows(&mut state.n, self.n);
        store_rows(&mut state.sigma, self.sigma);
        state.first_keys = self.first_keys;
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
    #[inline]
    fn absorb(&mut self, block: V, length: usize) {
        let m = transpose(block);
        self.h = match self.first_keys.take() {
            Some(keys) => compress_with_keys(self.h, keys, m),
            None => compress(self.h, transpose(self.n), m),
        };
        self.n = add(self.n, bits(length));
        self.sigma = add(self.sigma, block);
    }
}

/// The bits of `length` octets, as a number in rows.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn bits(length: usize) -> V {
    _mm512_maskz_set1_epi64(1, 8 * length as i64)
}

/// g_N(h, m) (RFC 6986 §8), all in columns.
///
/// The key schedule and the block do not wait for one another but once a round. They run half a round apart,
/// so that one multiplies while the other looks up.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn compress(h: V, n: V, m: V) -> V {
    let zero = _mm512_setzero_si512();
    let h_n = _mm512_xor_si512(h, n);
    let [key, key_c] = multiply(look_up(h_n), [zero, load_rows(&COLUMNS.c[0])]);
    let mut block = _mm512_xor_si512(m, key);
    let mut key_looked_up = look_up(key_c);
    for c in &COLUMNS.c[1..] {
        let [key, key_c] = multiply(key_looked_up, [zero, load_rows(c)]);
        let block_looked_up = look_up(block);
        key_looked_up = look_up(key_c);
        [block] = multiply(block_looked_up, [key]);
    }
    let [key] = multiply(key_looked_up, [_mm512_xor_si512(h, m)]);
    [block] = multiply(look_up(block), [key]);
    block
}

/// g_N(h, m), where the round keys of h and N are known; h and m in columns.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn compress_with_keys(h: V, keys: &KeySchedule, m: V) -> V {
    let [first, keys @ ..] = keys;
    let mut block = _mm512_xor_si512(m, transpose(load_rows(first)));
    for key in keys {
        [block] = multiply(look_up(block), [transpose(load_rows(key))]);
    }
    xor(h, m, block)
}

/// [`compress`] for several messages, which do not wait for one another: there is always work for every port.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn compress_many<const L: usize>(h: [V; L], n: [V; L], m: [V; L]) -> [V; L] {
    let zero = _mm512_setzero_si512();
    let mut key: [V; L] = array::from_fn(|i| lps(_mm512_xor_si512(h[i], n[i]), zero));
    let mut block: [V; L] = array::from_fn(|i| _mm512_xor_si512(m[i], key[i]));
    for c in &COLUMNS.c {
        for i in 0..L {
            key[i] = lps(_mm512_xor_si512(key[i], load_rows(c)), zero);
            block[i] = lps(block[i], key[i]);
        }
    }
    array::from_fn(|i| xor(h[i], m[i], block[i]))
}

/// L∘P∘S, plus `addend`, with fewer instructions than [`look_up`] and [`multiply`], but more latency.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn lps(x: V, addend: V) -> V {
    let s = substitute(x);
    let [z0, z2] = array::from_fn(|i| _mm512_permutexvar_epi8(load(&COLUMNS.transpositions[i]), s));
    let z = [z0, swap(z0), z2, swap(z2)];
    let product = |d: usize| _mm512_gf2p8affine_epi64_epi8::<0>(z[d], load_rows(&COLUMNS.matrix[d]));
    let far = |d: usize| _mm512_gf2p8affine_epi64_epi8::<0>(z[d], load_rows(&COLUMNS.far[d]));
    let halves = _mm512_xor_si512(xor(far(0), far(1), far(2)), far(3));
    let halves = _mm512_shuffle_i64x2::<0x4e>(halves, halves);
    xor(xor(product(0), product(1), product(2)), halves, _mm512_xor_si512(product(3), addend))
}

/// S, then z[c ⊕ d] for each d.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn look_up(x: V) -> [V; 8] {
    let s = substitute(x);
    let [z0, z2, z4, z6] = array::from_fn(|i| _mm512_permutexvar_epi8(load(&COLUMNS.transpositions[i]), s));
    [z0, swap(z0), z2, swap(z2), z4, swap(z4), z6, swap(z6)]
}

/// l out of z[c ⊕ d], plus each of the `addends`.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn multiply<const N: usize>(z: [V; 8], addends: [V; N]) -> [V; N] {
    let product = |d: usize| _mm512_gf2p8affine_epi64_epi8::<0>(z[d], load_rows(&COLUMNS.matrix[d]));
    // What was looked up last comes last.
    let even = xor(product(0), product(2), product(4));
    let mixed = xor(product(6), product(1), product(3));
    let [odd, last] = [product(5), product(7)];
    addends.map(|addend| xor(even, mixed, xor(odd, last, addend)))
}

/// π of every octet.
///
/// `vpermi2b` looks up 128 octets by seven bits; the eighth chooses between two of them.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn substitute(x: V) -> V {
    let [t0, t1, t2, t3] = &COLUMNS.pi;
    let low = _mm512_permutex2var_epi8(load(t0), x, load(t1));
    let high = _mm512_permutex2var_epi8(load(t2), x, load(t3));
    // Sooner than a mask register has it: every bit is the eighth.
    let eighth = _mm512_gf2p8affine_epi64_epi8::<0>(x, _mm512_set1_epi8(i8::MIN));
    _mm512_ternarylogic_epi64::<0xca>(eighth, high, low)
}

/// Rows to columns, and back.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn transpose(x: V) -> V {
    _mm512_permutexvar_epi8(load(&COLUMNS.transpositions[0]), x)
}

/// Every quadword changes places with its neighbour.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn swap(x: V) -> V {
    _mm512_shuffle_epi32::<0x4e>(x)
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn xor(x: V, y: V, z: V) -> V {
    _mm512_ternarylogic_epi64::<0x96>(x, y, z)
}

/// The sum modulo 2⁵¹² of numbers in rows.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn add(x: V, y: V) -> V {
    let ones = _mm512_set1_epi64(-1);
    let sum = _mm512_add_epi64(x, y);
    // A carry goes in where one comes out below, through all rows of ones: as in the addition of 8-bit numbers.
    let out = u32::from(_mm512_cmplt_epu64_mask(sum, x));
    let through = u32::from(_mm512_cmpeq_epi64_mask(sum, ones));
    let carries = ((out << 1) + through) ^ through;
    _mm512_mask_sub_epi64(sum, carries as u8, sum, ones)
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn load(octets: &[u8; BLOCK]) -> V {
    // SAFETY: 64 octets can be read, and the instruction asks for no alignment.
    unsafe { _mm512_loadu_si512(octets.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn load_rows(rows: &Rows) -> V {
    // SAFETY: 64 octets can be read, and the instruction asks for no alignment.
    unsafe { _mm512_loadu_si512(rows.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
#[inline]
fn store_rows(rows: &mut Rows, x: V) {
    // SAFETY: 64 octets can be written, and the instruction asks for no alignment.
    unsafe { _mm512_storeu_si512(rows.as_mut_ptr().cast(), x) }
}

/// Constants in columns.
#[repr(align(64))]
struct Columns {
    pi: [[u8; 64]; 4],
    /// z[c ⊕ d] out of S(x), for d = 0, 2, 4, 6.
    transpositions: [[u8; 64]; 4],
    /// M[c][c ⊕ d], for each d.
    matrix: [[u64; 8]; 8],
    /// M[c ⊕ 4][c ⊕ d], for each d below 4: what comes to c ⊕ 4 when halves are swapped.
    far: [[u64; 8]; 4],
    c: [Rows; 12],
}

static COLUMNS: Columns = Columns {
    pi: pi(),
    transpositions: [transposition(0), transposition(2), transposition(4), transposition(6)],
    matrix: matrix(),
    far: far(),
    c: c(),
};

const fn pi() -> [[u8; 64]; 4] {
    let mut pi = [[0; 64]; 4];
    let mut i = 0;
    while i < 256 {
        pi[i / 64][i % 64] = PI[i];
        i += 1;
    }
    pi
}

/// Octet i of quadword c comes from octet c ⊕ d of quadword i.
const fn transposition(d: usize) -> [u8; 64] {
    let mut from = [0; 64];
    let mut at = 0;
    while at < 64 {
        let (c, i) = (at / 8, at % 8);
        from[at] = (8 * i + (c ^ d)) as u8;
        at += 1;
    }
    from
}

const fn matrix() -> [[u64; 8]; 8] {
    let mut matrix = [[0; 8]; 8];
    let mut at = 0;
    while at < 64 {
        let (d, c) = (at / 8, at % 8);
        matrix[d][c] = block(c, c ^ d);
        at += 1;
    }
    matrix
}

const fn far() -> [[u64; 8]; 4] {
    let mut far = [[0; 8]; 4];
    let mut at = 0;
    while at < 32 {
        let (d, c) = (at / 8, at % 8);
        far[d][c] = block(c ^ 4, c ^ d);
        at += 1;
    }
    far
}

/// M[c][j], in the order of `vgf2p8affineqb`: octet 7 − i says which bits of octet j make bit i of octet c.
const fn block(c: usize, j: usize) -> u64 {
    let mut block = 0;
    let mut at = 0;
    while at < 64 {
        let (i, k) = (at / 8, at % 8);
        let bit = (l(1 << (8 * j + k)) >> (8 * c + i)) & 1;
        block |= bit << (8 * (7 - i) + k);
        at += 1;
    }
    block
}

const fn c() -> [Rows; 12] {
    let mut columns = [[0; 8]; 12];
    let mut i = 0;
    while i < 12 {
        let mut at = 0;
        while at < 64 {
            let (row, octet) = (at / 8, at % 8);
            columns[i][octet] |= ((C[i][row] >> (8 * octet)) & 0xff) << (8 * row);
            at += 1;
        }
        i += 1;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    /// vgf2p8affineqb, written out.
    fn affine(block: u64, octet: u8) -> u8 {
        (0..8).map(|i| (((block.to_le_bytes()[7 - i] & octet).count_ones() & 1) as u8) << i).sum()
    }

    #[test]
    fn every_block_multiplies_like_the_matrix() {
        for at in 0..64 {
            let (c, j) = (at / 8, at % 8);
            for octet in 0..=255 {
                let expected = (l(u64::from(octet) << (8 * j)) >> (8 * c)) as u8;
                assert_eq!(affine(COLUMNS.matrix[c ^ j][c], octet), expected, "M[{c}][{j}] of {octet:#x}");
            }
        }
    }

    #[test]
    fn sums_carry_through_rows_of_ones() {
        if StreebogAvx512::detect().is_none() {
            return;
        }
        let ones = u64::MAX;
        for (x, y, expected) in [
            ([ones; 8], [1, 0, 0, 0, 0, 0, 0, 0], [0; 8]),
            ([ones; 8], [ones; 8], [ones - 1, ones, ones, ones, ones, ones, ones, ones]),
            ([ones, 0, ones, ones, 5, 0, 0, 0], [1, 0, 1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 6, 0, 0, 0]),
            ([1 << 63; 8], [1 << 63; 8], [0, 1, 1, 1, 1, 1, 1, 1]),
        ] {
            let mut sum = [0; 8];
            // SAFETY: the features are there.
            unsafe { add_rows(&mut sum, &x, &y) };
            assert_eq!(sum, expected);
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,gfni")]
    fn add_rows(sum: &mut Rows, x: &Rows, y: &Rows) {
        store_rows(sum, add(load_rows(x), load_rows(y)));
    }
}
