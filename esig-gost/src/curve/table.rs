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

impl<const W: usize> Table<W> {
    /// The multiples of `base`, which is not O.
    pub(super) fn new<A, const N: usize>(arithmetic: &A, base: &A::Point, shape: Shape) -> Self
    where
        A: PointArithmetic,
        A::Entry: Coordinates<W, N>,
    {
        let multiples = multiples(arithmetic, base, shape).into_iter();
        Self { coordinates: multiples.flat_map(Coordinates::to_integers).collect() }
    }
}

/// A point as the N integers that a table holds of it.
pub(super) trait Coordinates<const W: usize, const N: usize> {
    fn from_integers(integers: &[Uint<W>; N]) -> Self;

    fn to_integers(self) -> [Uint<W>; N];
}

/// How many multiples a table has.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Of the non-adjacent form of the factors.
    width: u32,
    rows: usize,
}

impl Shape {
    /// The table of the generator, which there is one of.
    pub(super) fn of_generator<const W: usize>(curve: &Curve<W>) -> Self {
        Self::new(curve, 8)
    }

    /// The table of a key, which there may be many of.
    pub(super) fn of_point<const W: usize>(curve: &Curve<W>) -> Self {
        Self::new(curve, 6)
    }

    /// For factors below q.
    fn new<const W: usize>(curve: &Curve<W>, width: u32) -> Self {
        // A non-adjacent form has a digit more than its number has bits.
        Self { width, rows: (curve.q().bit_width_vartime() as usize + 1).div_ceil(SPACING) }
    }

    /// 1, 3 … 2^(width − 1) − 1 times a point.
    const fn multiples_in_row(self) -> usize {
        1 << (self.width - 2)
    }

    const fn multiples(self) -> usize {
        self.rows * self.multiples_in_row()
    }

    /// Octets of such a table with N coordinates for each multiple.
    pub(super) const fn octets<const W: usize, const N: usize>(self) -> usize {
        self.multiples() * N * Curve::<W>::OCTETS
    }
}

/// The rows of B, one after the other. B is not O.
fn multiples<A: PointArithmetic>(arithmetic: &A, base: &A::Point, shape: Shape) -> Vec<A::Entry> {
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

/// g·G + k·P, each with its table.
#[inline(always)]
pub(super) fn terms_vartime<'a, const W: usize, const N: usize>(
    curve: &Curve<W>,
    (g, of_generator): (&Uint<W>, &'a Table<W>),
    (k, of_point): (&Uint<W>, &'a Table<W>),
) -> [Term<'a, W, N>; 2] {
    [
        Term::new_vartime(g, of_generator, Shape::of_generator(curve)),
        Term::new_vartime(k, of_point, Shape::of_point(curve)),
    ]
}

/// A factor of the point whose multiples a table holds.
pub(super) struct Term<'a, const W: usize, const N: usize> {
    form: NonAdjacentForm,
    shape: Shape,
    multiples: &'a [[Uint<W>; N]],
}

impl<'a, const W: usize, const N: usize> Term<'a, W, N> {
    /// `table` has this shape, and N coordinates for each multiple.
    fn new_vartime(factor: &Uint<W>, table: &'a Table<W>, shape: Shape) -> Self {
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
