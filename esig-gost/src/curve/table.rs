//! Multiples of a point that many public factors are used with: few additions, and next to no doublings.
//!
//! A factor k is written in non-adjacent form, and its digit at position 8i + j finds its multiple of B in row i of a
//! table with multiples of 2⁸ⁱ·B. The digits with the same j are added up, and the eight sums cost seven doublings:
//! the comb of Lim and Lee ("More flexible exponentiation with precomputation", 1994) with digits that are signed
//! and mostly zero.

use alloc::{sync::Arc, vec::Vec};

use crypto_bigint::Uint;

use super::{Curve, fixed_base::PointArithmetic, recoding::NonAdjacentForm};

/// Odd multiples of 2⁸ⁱ·B for each i, as the coordinates that a curve adds them by. Copies share one memory.
///
/// What the numbers mean is known to the [`Group`](super::Group) that made the table.
#[derive(Clone)]
pub(crate) struct Table<const W: usize> {
    pub(super) coordinates: Arc<[Uint<W>]>,
}

/// The positions of one row: with more of them tables are smaller, and more is doubled.
pub(super) const SPACING: usize = 8;

/// How many multiples a table has.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Of the non-adjacent form of the factors.
    pub(super) width: u32,
    pub(super) rows: usize,
}

impl Shape {
    /// For factors below q.
    pub(super) fn new<const W: usize>(curve: &Curve<W>, width: u32) -> Self {
        // A non-adjacent form has a digit more than its number has bits.
        Self { width, rows: (curve.q().bit_width_vartime() as usize + 1).div_ceil(SPACING) }
    }

    /// 1, 3 … 2^(width − 1) − 1 times a point.
    const fn multiples_in_row(self) -> usize {
        1 << (self.width - 2)
    }

    pub(super) const fn multiples(self) -> usize {
        self.rows * self.multiples_in_row()
    }
}

/// The rows of B, one after the other. B is not O.
pub(super) fn multiples<A: PointArithmetic>(arithmetic: &A, base: &A::Point, shape: Shape) -> Vec<A::Entry> {
    let mut base = *base;
    let mut points = Vec::with_capacity(shape.multiples());
    for _ in 0..shape.rows {
        let twice = arithmetic.double(&base);
        let mut next = base;
        for _ in 1..shape.multiples_in_row() {
            points.push(next);
            next = arithmetic.add(&next, &twice);
        }
        points.push(next);
        base = (0..SPACING).fold(base, |point, _| arithmetic.double(&point));
    }
    arithmetic.entries(&points)
}

/// A factor of the point whose multiples a table holds.
pub(super) struct Term<'a, const W: usize, const N: usize> {
    form: NonAdjacentForm,
    shape: Shape,
    multiples: &'a [[Uint<W>; N]],
}

impl<'a, const W: usize, const N: usize> Term<'a, W, N> {
    /// `table` has this shape, and N coordinates for each multiple.
    pub(super) fn new_vartime(factor: &Uint<W>, table: &'a Table<W>, shape: Shape) -> Self {
        let form = NonAdjacentForm::new_vartime(factor, shape.width);
        Self { form, shape, multiples: table.coordinates.as_chunks().0 }
    }

    /// What the digits at `offset` in their rows stand for: multiples of B, and whether to subtract them.
    #[inline(always)]
    pub(super) fn at(&self, offset: usize) -> impl Iterator<Item = (&'a [Uint<W>; N], bool)> {
        let rows = self.multiples.chunks_exact(self.shape.multiples_in_row());
        rows.enumerate().filter_map(move |(i, row)| {
            let digit = self.form.digit(i * SPACING + offset);
            (digit != 0).then(|| (&row[usize::from(digit.unsigned_abs() / 2)], digit < 0))
        })
    }
}
