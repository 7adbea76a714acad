//! Scalars as digits: the non-adjacent form for what is public, odd digits for what is secret.

use crypto_bigint::{Choice, CtSelect, Uint, Word};
use zeroize::Zeroizing;

use super::{Curve, WORDS_512};

/// Bits of a window of [`OddDigits`].
pub(super) const WINDOW: u32 = 5;

/// The odd multiples 1, 3 … 31 that a window of [`OddDigits`] chooses from.
pub(super) const CHOICES: usize = 1 << (WINDOW - 1);

/// Width of the [`NonAdjacentForm`] of the generator's factor.
pub(super) const GENERATOR_WIDTH: u32 = 8;

/// The odd multiples 1, 3 … 127 that its digits choose from.
pub(super) const GENERATOR_MULTIPLES: usize = 1 << (GENERATOR_WIDTH - 2);

/// Width of the [`NonAdjacentForm`] of another point's factor.
pub(super) const POINT_WIDTH: u32 = 5;

/// The odd multiples 1, 3 … 15 that its digits choose from.
pub(super) const POINT_MULTIPLES: usize = 1 << (POINT_WIDTH - 2);

/// A scalar modulo q as Σ dᵢ·32ⁱ, where each digit dᵢ is one of ±1, ±3 … ±31.
///
/// No digit is zero, so that every window does the same work whatever the scalar is. Every odd number
/// below 32ⁿ has n such digits (Joye and Tunstall, "Exponent recoding and regular exponentiation
/// algorithms", 2009); instead of an even k it is −(q − k) that is written so.
pub(super) struct OddDigits<const W: usize> {
    odd: Zeroizing<Uint<W>>,
    negated: Choice,
    count: u32,
}

/// The digit ±(2·`index` + 1).
pub(super) struct OddDigit {
    pub(super) index: u8,
    pub(super) negative: Choice,
}

impl<const W: usize> OddDigits<W> {
    /// The digits of `k` modulo q, whatever integer it is. Constant in time.
    pub(super) fn new(k: &Uint<W>, curve: &Curve<W>) -> Self {
        let k = Zeroizing::new(Zeroizing::new(curve.scalar(k)).retrieve());
        let complement = Zeroizing::new(curve.q().wrapping_sub(&*k));
        let negated = !k.is_odd();
        let odd = Zeroizing::new(k.ct_select(&complement, negated));
        Self { odd, negated, count: Self::count(curve) }
    }

    /// How many digits the scalars of a curve have.
    pub(super) fn count(curve: &Curve<W>) -> u32 {
        curve.q().bit_width_vartime().div_ceil(WINDOW)
    }

    /// The digits, the least significant first.
    pub(super) fn digits(&self) -> impl DoubleEndedIterator<Item = OddDigit> {
        (0..self.count).map(|window| self.digit(window))
    }

    /// With k = Σ kⱼ·2ʲ the digit is 2·(w − 16) + 1, where w are the bits 5i + 1 to 5i + 5 of k; above the
    /// last window the bit is taken as set. Written with the magnitude first: if the highest bit of w
    /// is set, 2·(the others) + 1, and else −(2·(the complement of the others) + 1).
    fn digit(&self, window: u32) -> OddDigit {
        let bits = window_of(&self.odd, window * WINDOW + 1, WINDOW);
        let top = Word::from(window + 1 == self.count);
        let positive = (bits >> (WINDOW - 1) | top) & 1;
        let complement = positive.wrapping_sub(1);
        let index = (bits ^ complement) & (CHOICES as Word - 1);
        OddDigit { index: index as u8, negative: Choice::from_u8_lsb(complement as u8) ^ self.negated }
    }
}

/// The non-adjacent form of a public integer: every digit is zero or odd, and of any `width` digits in a
/// row at most one is not zero.
pub(super) struct NonAdjacentForm {
    digits: [i8; DIGITS],
    length: usize,
}

/// A 512-bit number has one digit more than bits.
const DIGITS: usize = WORDS_512 * Word::BITS as usize + 1;

impl NonAdjacentForm {
    /// With digits below 2^(`width` − 1) in magnitude; `width` is from 2 to 8.
    pub(super) fn new_vartime<const W: usize>(k: &Uint<W>, width: u32) -> Self {
        let mut form = Self { digits: [0; DIGITS], length: 0 };
        let (mut position, mut carry) = (0, 0);
        while position < Uint::<W>::BITS {
            if window_of(k, position, 1) == carry {
                position += 1;
                continue;
            }
            let window = window_of(k, position, width) + carry;
            carry = window >> (width - 1);
            form.set(position, (window as i16 - ((carry as i16) << width)) as i8);
            position += width;
        }
        if carry == 1 {
            // Only a window that ends with the number carries out of it.
            form.set(Uint::<W>::BITS, 1);
        }
        form
    }

    /// How many digits there are up to the highest that is not zero.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// The digit of 2^`position`.
    pub(super) fn digit(&self, position: usize) -> i8 {
        self.digits.get(position).copied().unwrap_or(0)
    }

    fn set(&mut self, position: u32, digit: i8) {
        self.digits[position as usize] = digit;
        self.length = position as usize + 1;
    }
}

/// The `count` bits of `k` from bit `from` on, zeros after the last; fewer bits than a word has.
fn window_of<const W: usize>(k: &Uint<W>, from: u32, count: u32) -> Word {
    let (word, shift) = ((from / Word::BITS) as usize, from % Word::BITS);
    let word_at = |index: usize| k.as_words().get(index).copied().unwrap_or(0);
    let low = word_at(word) >> shift;
    let high = word_at(word + 1) << (Word::BITS - 1 - shift) << 1;
    (low | high) & ((1 << count) - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::curve::{CRYPTO_PRO_A, TC26_256_A, WORDS_256};

    const EXTREMES: [[u8; 32]; 5] = [[0; 32], [0xff; 32], [0x55; 32], [0xaa; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }];

    /// Σ dᵢ·32ⁱ = k modulo q.
    fn check_odd_digits(k: &Uint<WORDS_256>, curve: &Curve<WORDS_256>) {
        let digits = OddDigits::new(k, curve);
        let sum = digits.digits().rev().fold(curve.scalar(&Uint::ZERO), |sum, digit| {
            let magnitude = curve.scalar(&Uint::from_u8(2 * digit.index + 1));
            let sum = (0..WINDOW).fold(sum, |sum, _| sum.double());
            if digit.negative.to_bool() { sum - magnitude } else { sum + magnitude }
        });
        assert_eq!(sum.retrieve(), curve.scalar(k).retrieve());
        assert!(digits.digits().all(|digit| usize::from(digit.index) < CHOICES));
    }

    fn check_non_adjacent_form(k: &Uint<WORDS_256>, width: u32) {
        let form = NonAdjacentForm::new_vartime(k, width);
        let digits: alloc::vec::Vec<i8> = (0..form.length()).map(|position| form.digit(position)).collect();
        let sum = digits.iter().rev().fold(Uint::<WORDS_256>::ZERO, |sum, digit| {
            let magnitude = Uint::from_u8(digit.unsigned_abs());
            let double = sum.wrapping_add(&sum);
            if *digit < 0 { double.wrapping_sub(&magnitude) } else { double.wrapping_add(&magnitude) }
        });
        assert_eq!(sum, *k);
        assert!(
            digits
                .iter()
                .all(|digit| *digit == 0 || digit % 2 != 0 && i16::from(*digit).abs() < 1 << (width - 1))
        );
        assert!(
            digits.windows(width as usize).all(|run| run.iter().filter(|digit| **digit != 0).count() <= 1)
        );
        assert_eq!(form.digit(form.length()), 0);
        assert!(digits.last().is_none_or(|digit| *digit != 0));
    }

    fn check(octets: &[u8; 32]) {
        let k = Uint::from_le_slice(octets);
        for curve in [&CRYPTO_PRO_A, &TC26_256_A] {
            check_odd_digits(&k, curve);
        }
        (2..=8).for_each(|width| check_non_adjacent_form(&k, width));
    }

    #[test]
    fn digits_of_extremes_are_right() {
        EXTREMES.iter().for_each(check);
        for curve in [&CRYPTO_PRO_A, &TC26_256_A] {
            let q = curve.q();
            for k in [q.wrapping_sub(&Uint::ONE), *q, q.wrapping_add(&Uint::ONE)] {
                check_odd_digits(&k, curve);
            }
        }
    }

    proptest! {
        #[test]
        fn digits_are_right(octets in any::<[u8; 32]>()) {
            check(&octets);
        }
    }
}
