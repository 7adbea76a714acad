//! g·G + k·P by one chain of doublings.

use super::{
    Lanes,
    scalars::{Digit, Scalars},
};

/// Bits of a digit of k: one multiple of P is added for each.
pub(super) const POINT_WIDTH: usize = 5;

/// How many multiples of P there are: 1·P to 16·P.
pub(super) const POINT_MULTIPLES: usize = 1 << (POINT_WIDTH - 1);

/// Bits of a digit of g: twice as many, so that the two fall together every second time.
pub(super) const GENERATOR_WIDTH: usize = 2 * POINT_WIDTH;

/// How many multiples of G there are, from 0·G on.
pub(super) const GENERATOR_MULTIPLES: usize = (1 << (GENERATOR_WIDTH - 1)) + 1;

/// A sum of points, which begins as O.
pub(super) trait Accumulator<L> {
    /// Doubles `times` times.
    fn double(&mut self, times: usize);

    fn add_point_multiple(&mut self, digit: &Digit<L>);

    fn add_generator_multiple(&mut self, digit: &Digit<L>);
}

/// Makes `sum`, which is O, g·G + k·P.
#[inline(always)]
pub(super) fn straus<L: Lanes, const N: usize>(
    sum: &mut impl Accumulator<L>,
    g: &Scalars<L, N, GENERATOR_WIDTH>,
    k: &Scalars<L, N, POINT_WIDTH>,
) {
    for i in (0..Scalars::<L, N, GENERATOR_WIDTH>::DIGITS).rev() {
        sum.double(POINT_WIDTH);
        sum.add_point_multiple(&k.digit(2 * i + 1));
        sum.double(POINT_WIDTH);
        sum.add_point_multiple(&k.digit(2 * i));
        sum.add_generator_multiple(&g.digit(i));
    }
}
