//! Integers modulo p = 2⁶⁴ᴺ − C with a small C.
//!
//! An element is any integer below 2⁶⁴ᴺ = p + C, so that the least C residues have two
//! representations. What goes beyond is folded: 2⁶⁴ᴺ ≡ C. The comments give the interval of each value
//! on the way; a fold that can overflow again does so once in 2²³⁰ cases, which no random test meets.

use core::ops::{Add, Mul, Neg, Sub};

use crypto_bigint::{Choice, CtEq, Uint};
use zeroize::Zeroize;

use super::{
    FieldElement,
    limbs::{Carry, add_with_carry, mask, mul_wide, sub_with_borrow},
    safegcd,
};

/// An integer modulo 2⁶⁴ᴺ − C: N words, the least significant first, not always below p.
#[derive(Clone, Copy)]
pub(crate) struct PseudoMersenne<const N: usize, const C: u64>([u64; N]);

/// Says that `W` words of a `Uint` are as many bits as the element has.
pub(crate) trait Width<const W: usize> {}

impl<const N: usize, const C: u64> PseudoMersenne<N, C> {
    /// The word of p at `index`.
    const fn p(index: usize) -> u64 {
        if index == 0 { C.wrapping_neg() } else { u64::MAX }
    }

    #[inline(always)]
    fn is_multiple_of_p(&self) -> Choice {
        let (mut zero, mut p) = (0, 0);
        for (i, word) in self.0.iter().enumerate() {
            zero |= word;
            p |= word ^ Self::p(i);
        }
        Choice::from_u64_nz(zero).and(Choice::from_u64_nz(p)).not()
    }

    /// `words` + `addend`, folded. `addend` < 2⁶⁴ − C.
    #[inline(always)]
    fn fold_word(mut words: [u64; N], addend: u64) -> Self {
        let mut carry = 0;
        words[0] = add_with_carry(words[0], addend, &mut carry);
        for word in &mut words[1..] {
            *word = add_with_carry(*word, 0, &mut carry);
        }
        // With a carry, what is left is below addend, so that adding C cannot carry.
        words[0] = words[0].wrapping_add(mask(carry) & C);
        Self(words)
    }

    /// 2⁶⁴ᴺ·`carry` + `words`, folded.
    #[inline(always)]
    fn fold_carry(words: [u64; N], carry: Carry) -> Self {
        Self::fold_word(words, mask(carry) & C)
    }

    /// lower + 2⁶⁴ᴺ·upper, folded.
    #[inline(always)]
    fn fold(product: &Wide<N>) -> Self {
        let mut words = product.lower;
        // top·2⁶⁴ᴺ + words = lower + C·upper ≤ (2⁶⁴ᴺ − 1)(C + 1), hence top ≤ C.
        let top = add_row(&mut words, &product.upper, C);
        // C·C < 2²⁰.
        Self::fold_word(words, top * C)
    }

    /// The representative below p.
    #[inline(always)]
    fn reduce(&self) -> [u64; N] {
        // 2⁶⁴ᴺ − p = C: the sum carries exactly if the element is p or more, and is then what is sought.
        let (mut words, mut carry) = (self.0, 0);
        words[0] = add_with_carry(words[0], C, &mut carry);
        for word in &mut words[1..] {
            *word = add_with_carry(*word, 0, &mut carry);
        }
        let keep = mask(carry);
        for (word, unreduced) in words.iter_mut().zip(self.0) {
            *word = unreduced ^ (keep & (*word ^ unreduced));
        }
        words
    }
}

impl<const N: usize, const C: u64> Add for PseudoMersenne<N, C> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        let (mut words, mut carry) = (self.0, 0);
        for (word, addend) in words.iter_mut().zip(other.0) {
            *word = add_with_carry(*word, addend, &mut carry);
        }
        Self::fold_carry(words, carry)
    }
}

impl<const N: usize, const C: u64> Sub for PseudoMersenne<N, C> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        let (mut words, mut borrow) = (self.0, 0);
        for (word, subtrahend) in words.iter_mut().zip(other.0) {
            *word = sub_with_borrow(*word, subtrahend, &mut borrow);
        }
        let fold = mask(borrow) & C;
        let mut borrow = 0;
        words[0] = sub_with_borrow(words[0], fold, &mut borrow);
        for word in &mut words[1..] {
            *word = sub_with_borrow(*word, 0, &mut borrow);
        }
        // With a borrow, what is left is 2⁶⁴ᴺ − C at least, so that subtracting C cannot borrow.
        words[0] = words[0].wrapping_sub(mask(borrow) & C);
        Self(words)
    }
}

impl<const N: usize, const C: u64> Mul for PseudoMersenne<N, C> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let mut product = Wide::<N>::ZERO;
        for (i, &factor) in other.0.iter().enumerate() {
            let (row, top) = row(&self.0, factor);
            let mut carry = 0;
            for (j, &addend) in row.iter().enumerate() {
                let word = product.word(i + j);
                *word = add_with_carry(*word, addend, &mut carry);
            }
            // The product of N words by i + 1 words has N + i + 1 words: nothing is lost.
            *product.word(i + N) = top + u64::from(carry);
        }
        Self::fold(&product)
    }
}

impl<const N: usize, const C: u64> Neg for PseudoMersenne<N, C> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self([0; N]) - self
    }
}

impl<const W: usize, const N: usize, const C: u64> FieldElement<W> for PseudoMersenne<N, C>
where
    Self: Width<W>,
{
    const ZERO: Self = Self([0; N]);

    const ONE: Self = {
        let mut words = [0; N];
        words[0] = 1;
        Self(words)
    };

    #[inline(always)]
    fn new(integer: &Uint<W>) -> Self {
        let octets = integer.to_le_bytes();
        let mut words = [0; N];
        for (word, octets) in words.iter_mut().zip(octets.as_slice().chunks_exact(8)) {
            *word = octets.iter().rev().fold(0, |word, octet| word << 8 | u64::from(*octet));
        }
        Self(words)
    }

    #[inline(always)]
    fn retrieve(&self) -> Uint<W> {
        let mut integer = Uint::<W>::ZERO.to_le_bytes();
        for (octets, word) in integer.as_mut().chunks_exact_mut(8).zip(self.reduce()) {
            octets.copy_from_slice(&word.to_le_bytes());
        }
        Uint::from_le_slice(integer.as_ref())
    }

    #[inline(always)]
    fn double(&self) -> Self {
        *self + *self
    }

    #[inline(always)]
    fn times<const K: u32>(&self) -> Self {
        // K·C < 2⁶⁴ − C.
        let (words, top) = row(&self.0, u64::from(K));
        Self::fold_word(words, top * C)
    }

    #[inline(always)]
    fn square(&self) -> Self {
        let a = &self.0;
        let mut product = Wide::<N>::ZERO;
        for i in 0..N - 1 {
            let mut carry = 0;
            for j in i + 1..N {
                // (2⁶⁴ − 1)² + 2·(2⁶⁴ − 1) = 2¹²⁸ − 1.
                let sum = u128::from(a[i]) * u128::from(a[j])
                    + u128::from(*product.word(i + j))
                    + u128::from(carry);
                *product.word(i + j) = sum as u64;
                carry = (sum >> 64) as u64;
            }
            *product.word(i + N) = carry;
        }
        let (mut doubled, mut summed) = (0, 0);
        for (i, word) in a.iter().enumerate() {
            let (lower, upper) = mul_wide(*word, *word);
            for (place, addend) in [(2 * i, lower), (2 * i + 1, upper)] {
                let word = product.word(place);
                let double = add_with_carry(*word, *word, &mut doubled);
                *word = add_with_carry(double, addend, &mut summed);
            }
        }
        Self::fold(&product)
    }

    #[inline(always)]
    fn invert(&self) -> Self {
        Self(safegcd::invert::<N, C>(&self.reduce()))
    }

    #[inline(always)]
    fn is_zero(&self) -> Choice {
        self.is_multiple_of_p()
    }

    #[inline(always)]
    fn select(a: &Self, b: &Self, choice: Choice) -> Self {
        let mask = choice.to_u64_mask();
        let mut words = a.0;
        for (word, other) in words.iter_mut().zip(b.0) {
            *word ^= mask & (*word ^ other);
        }
        Self(words)
    }

    #[inline(always)]
    fn choose<'a>(elements: impl Iterator<Item = (&'a Self, &'a u64)>) -> Self {
        let mut words = [0; N];
        for (element, mask) in elements {
            for (word, other) in words.iter_mut().zip(element.0) {
                *word |= other & mask;
            }
        }
        Self(words)
    }
}

impl<const N: usize, const C: u64> CtEq for PseudoMersenne<N, C> {
    #[inline(always)]
    fn ct_eq(&self, other: &Self) -> Choice {
        (*self - *other).is_multiple_of_p()
    }
}

impl<const N: usize, const C: u64> Zeroize for PseudoMersenne<N, C> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// A product: 2N words in two halves, since a length 2N cannot be written.
struct Wide<const N: usize> {
    lower: [u64; N],
    upper: [u64; N],
}

impl<const N: usize> Wide<N> {
    const ZERO: Self = Self { lower: [0; N], upper: [0; N] };

    #[inline(always)]
    fn word(&mut self, index: usize) -> &mut u64 {
        if index < N { &mut self.lower[index] } else { &mut self.upper[index - N] }
    }
}

/// `factor`·`words` as N words and the one above.
#[inline(always)]
fn row<const N: usize>(words: &[u64; N], factor: u64) -> ([u64; N], u64) {
    let (mut row, mut above, mut carry) = ([0; N], 0, 0);
    for (place, word) in row.iter_mut().zip(words) {
        let (lower, upper) = mul_wide(*word, factor);
        *place = add_with_carry(lower, above, &mut carry);
        above = upper;
    }
    (row, above + u64::from(carry))
}

/// Adds `factor`·`words` to `sum` and returns the word above.
#[inline(always)]
fn add_row<const N: usize>(sum: &mut [u64; N], words: &[u64; N], factor: u64) -> u64 {
    let (row, top) = row(words, factor);
    let mut carry = 0;
    for (word, addend) in sum.iter_mut().zip(row) {
        *word = add_with_carry(*word, addend, &mut carry);
    }
    top + u64::from(carry)
}
