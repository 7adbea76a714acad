//! Scalars, one in each lane, cut into signed digits.

use super::{
    Lanes, Mask,
    element::{LIMB_BITS, LIMB_MASK},
};

/// A number below 2ᴮ in each lane, as digits of WIDTH bits from −2^(WIDTH−1) to 2^(WIDTH−1) − 1.
///
/// What is kept is the number plus 2^(WIDTH−1) in the place of every digit: then the digits are its
/// bits, less 2^(WIDTH−1), and nothing is carried from one to the next.
pub(super) struct Scalars<L, const N: usize, const WIDTH: usize>([L; N]);

/// A digit in each lane.
pub(super) struct Digit<L> {
    pub(super) magnitude: L,
    pub(super) is_negative: Mask,
    pub(super) is_zero: Mask,
}

impl<L: Lanes, const N: usize, const WIDTH: usize> Scalars<L, N, WIDTH> {
    pub(super) const DIGITS: usize = LIMB_BITS * N / WIDTH;

    /// 2^(WIDTH−1) in the place of every digit.
    const BIAS: [u64; N] = {
        let mut limbs = [0; N];
        let mut place = WIDTH - 1;
        while place < LIMB_BITS * N {
            limbs[place / LIMB_BITS] |= 1 << (place % LIMB_BITS);
            place += WIDTH;
        }
        limbs
    };

    /// The limbs are those of numbers below 2ᴮ.
    #[inline(always)]
    pub(super) fn new(mut limbs: [L; N]) -> Self {
        for (limb, bias) in limbs.iter_mut().zip(Self::BIAS) {
            *limb = *limb + limb.splat(bias);
        }
        for k in 0..N - 1 {
            limbs[k + 1] = limbs[k + 1] + (limbs[k] >> LIMB_BITS as u64);
            limbs[k] = limbs[k] & limbs[k].splat(LIMB_MASK);
        }
        Self(limbs)
    }

    /// The digit that counts 2^(WIDTH·`index`).
    #[inline(always)]
    pub(super) fn digit(&self, index: usize) -> Digit<L> {
        let (limb, bit) = (WIDTH * index / LIMB_BITS, WIDTH * index % LIMB_BITS);
        let mut bits = self.0[limb] >> bit as u64;
        if let Some(next) = self.0.get(limb + 1) {
            bits = bits | (*next << (LIMB_BITS - bit) as u64);
        }
        let half = 1 << (WIDTH - 1);
        let digit = (bits & bits.splat(2 * half - 1)) - bits.splat(half);
        let zero = bits.splat(0);
        let is_negative = digit.is_negative();
        Digit { magnitude: digit.select(zero - digit, is_negative), is_negative, is_zero: digit.equals(zero) }
    }
}

impl<L: Lanes> Digit<L> {
    /// Where the digit is `number` or −`number`.
    #[inline(always)]
    pub(super) fn magnitude_is(&self, number: u64) -> Mask {
        self.magnitude.equals(self.magnitude.splat(number))
    }

    /// The row of `table` with the number |digit|. A row has C columns of N words.
    #[inline(always)]
    pub(super) fn row<const C: usize, const N: usize>(&self, table: &[u64]) -> [[L; N]; C] {
        let first = self.magnitude.times_i32(self.magnitude.splat((C * N) as u64));
        let mut row = [[first; N]; C];
        for (i, word) in row.as_flattened_mut().iter_mut().enumerate() {
            *word = first.look_up(&table[i..]);
        }
        row
    }
}
