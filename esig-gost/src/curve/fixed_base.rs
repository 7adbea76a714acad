//! Multiples of a point that is known beforehand, from a table and without doublings.

use alloc::vec::Vec;
use core::{array, hint::black_box};

use crypto_bigint::Choice;
use zeroize::{Zeroize, Zeroizing};

use super::recoding::{CHOICES, OddDigit, OddDigits, WINDOW};

/// How the points of a curve are added, as far as tables need it.
pub(super) trait PointArithmetic {
    /// Any point that is a sum.
    type Point: Copy + Zeroize;
    /// A point as tables hold it, which is added faster.
    type Entry: Entry;

    fn neutral(&self) -> Self::Point;

    fn double(&self, p: &Self::Point) -> Self::Point;

    /// P + Q.
    fn add(&self, p: &Self::Point, q: &Self::Point) -> Self::Point;

    /// P + Q, where neither is O, and P is not Q. Constant in time.
    fn add_entry(&self, p: &Self::Point, q: &Self::Entry) -> Self::Point;

    /// P + Q, where neither is O. Constant in time.
    fn add_or_double_entry(&self, p: &Self::Point, q: &Self::Entry) -> Self::Point;

    /// The point that an entry stands for. Constant in time.
    fn point(&self, entry: &Self::Entry) -> Self::Point;

    /// The entries for points, none of which is O.
    fn entries(&self, points: &[Self::Point]) -> Vec<Self::Entry>;
}

/// A point in a table that secrets choose from.
pub(super) trait Entry: Copy + Zeroize {
    /// The entry whose mask is all ones, while the others' are zero. Constant in time.
    fn choose(row: &[Self; CHOICES], masks: &[u64; CHOICES]) -> Self;

    /// −P if `choice` is set, else P. Constant in time.
    fn negate_if(&self, choice: Choice) -> Self;
}

/// All that the digits of a scalar can contribute to k·B, for one point B.
///
/// Row i holds 1, 3 … 31 times 32ⁱ·B, so that k·B is the sum of one entry of each row, or its negative.
pub(super) struct Comb<E> {
    rows: Vec<[E; CHOICES]>,
}

impl<E: Entry> Comb<E> {
    /// The table for scalars of so many digits.
    pub(super) fn new<A: PointArithmetic<Entry = E>>(arithmetic: &A, base: &A::Point, digits: u32) -> Self {
        let mut base = *base;
        let row = |_| {
            let row: [_; CHOICES] = odd_multiples(arithmetic, &base);
            base = (0..WINDOW).fold(base, |point, _| arithmetic.double(&point));
            row
        };
        let points: Vec<_> = (0..digits).map(row).collect();
        Self { rows: arithmetic.entries(points.as_flattened()).as_chunks().0.to_vec() }
    }

    /// k·B. Constant in time.
    ///
    /// The sum of the digits below the i-th, dⱼ·32ʲ, is odd and below 32ⁱ in magnitude, hence neither O nor
    /// ±dᵢ·32ⁱ, unless modulo q: and that needs 32ⁱ⁺¹ > q, which only the last digit can bring about.
    #[inline(always)]
    pub(super) fn mul<A, const W: usize>(&self, arithmetic: &A, k: &OddDigits<W>) -> Zeroizing<A::Point>
    where
        A: PointArithmetic<Entry = E>,
    {
        let mut sum = Zeroizing::new(arithmetic.neutral());
        for (i, (row, digit)) in self.rows.iter().zip(k.digits()).enumerate() {
            let entry = Zeroizing::new(select(row, &digit));
            *sum = match i {
                0 => arithmetic.point(&entry),
                _ if i + 1 < self.rows.len() => arithmetic.add_entry(&sum, &entry),
                _ => arithmetic.add_or_double_entry(&sum, &entry),
            };
        }
        sum
    }
}

/// P, 3P, 5P …
#[inline(always)]
pub(super) fn odd_multiples<A: PointArithmetic, const N: usize>(
    arithmetic: &A,
    p: &A::Point,
) -> [A::Point; N] {
    let twice = arithmetic.double(p);
    let mut multiples = [*p; N];
    for i in 1..N {
        multiples[i] = arithmetic.add(&multiples[i - 1], &twice);
    }
    multiples
}

/// What the digit contributes. Constant in time: the whole row is read.
#[inline(always)]
pub(super) fn select<E: Entry>(row: &[E; CHOICES], digit: &OddDigit) -> E {
    // Zero less one has the sign bit set, anything else below 2⁶³ has not.
    let mask = |index| (((index as i64 ^ i64::from(digit.index)) - 1) >> 63) as u64;
    // Not to be recognized as a comparison, of which a branch could be made.
    let masks = black_box(array::from_fn(mask));
    Zeroizing::new(E::choose(row, &masks)).negate_if(digit.negative)
}
