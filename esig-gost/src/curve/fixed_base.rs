//! Multiples of a point that is known beforehand, from a table and without doublings.

use alloc::vec::Vec;
use core::array;

use crypto_bigint::Choice;
use zeroize::{Zeroize, Zeroizing};

use super::recoding::{CHOICES, OddDigits, WINDOW};

/// How the points of a curve are added, as far as tables need it.
pub(super) trait PointArithmetic {
    /// Any point that is a sum.
    type Point: Copy + Zeroize;
    /// A point as tables hold it, which is added faster.
    type Entry: Copy + Zeroize;

    fn neutral(&self) -> Self::Point;

    fn double(&self, p: &Self::Point) -> Self::Point;

    /// P + Q.
    fn add(&self, p: &Self::Point, q: &Self::Point) -> Self::Point;

    /// P + Q. Constant in time.
    fn add_entry(&self, p: &Self::Point, q: &Self::Entry) -> Self::Point;

    /// The point that an entry stands for. Constant in time.
    fn point(&self, entry: &Self::Entry) -> Self::Point;

    /// The entries for points, none of which is O.
    fn entries(&self, points: &[Self::Point]) -> Vec<Self::Entry>;

    /// `row[index]`, negated if wanted. Constant in time: the whole row is read.
    fn select(&self, row: &[Self::Entry; CHOICES], index: u8, negative: Choice) -> Self::Entry;
}

/// All that the digits of a scalar can contribute to k·B, for one point B.
///
/// Row i holds 1, 3 … 31 times 32ⁱ·B, so that k·B is the sum of one entry of each row, or its negative.
pub(super) struct Comb<E> {
    rows: Vec<[E; CHOICES]>,
}

impl<E: Copy + Zeroize> Comb<E> {
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
    pub(super) fn mul<A, const W: usize>(&self, arithmetic: &A, k: &OddDigits<W>) -> Zeroizing<A::Point>
    where
        A: PointArithmetic<Entry = E>,
    {
        let mut entries = self
            .rows
            .iter()
            .zip(k.digits())
            .map(|(row, digit)| Zeroizing::new(arithmetic.select(row, digit.index, digit.negative)));
        let first = entries.next().map_or_else(|| arithmetic.neutral(), |entry| arithmetic.point(&entry));
        let mut sum = Zeroizing::new(first);
        for entry in entries {
            *sum = arithmetic.add_entry(&sum, &entry);
        }
        sum
    }
}

/// P, 3P, 5P …
pub(super) fn odd_multiples<A: PointArithmetic, const N: usize>(
    arithmetic: &A,
    p: &A::Point,
) -> [A::Point; N] {
    let twice = arithmetic.double(p);
    let mut next = *p;
    array::from_fn(|_| {
        let this = next;
        next = arithmetic.add(&this, &twice);
        this
    })
}
