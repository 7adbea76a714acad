//! What is computed of a curve's generator once, when it is first needed.

use alloc::boxed::Box;
use core::array;

use once_cell::race::OnceBox;

use super::{
    Curve, Table,
    fixed_base::{Comb, Entry, PointArithmetic, odd_multiples},
    recoding::{GENERATOR_MULTIPLES, OddDigits},
    table::{Coordinates, Shape},
};

/// Multiples of G, which all keys of a curve share.
///
/// Whoever asks for them says how points are added, and what G is among these. None is inlined: what is made once is
/// compiled once.
pub(super) struct Generator<E, const W: usize> {
    odd_multiples: OnceBox<[E; GENERATOR_MULTIPLES]>,
    comb: OnceBox<Comb<E>>,
    table: OnceBox<Table<W>>,
}

impl<E: Entry, const W: usize> Generator<E, W> {
    pub(super) const fn new() -> Self {
        Self { odd_multiples: OnceBox::new(), comb: OnceBox::new(), table: OnceBox::new() }
    }

    /// For sums with a factor in non-adjacent form.
    #[inline(never)]
    pub(super) fn odd_multiples<A: PointArithmetic<Entry = E>>(
        &self,
        arithmetic: &A,
        generator: impl Fn() -> A::Point,
    ) -> &[E; GENERATOR_MULTIPLES] {
        self.odd_multiples.get_or_init(|| {
            let multiples: [_; GENERATOR_MULTIPLES] = odd_multiples(arithmetic, &generator());
            let entries = arithmetic.entries(&multiples);
            Box::new(array::from_fn(|i| entries[i]))
        })
    }

    /// For secret factors.
    #[inline(never)]
    pub(super) fn comb<A: PointArithmetic<Entry = E>>(
        &self,
        curve: &Curve<W>,
        arithmetic: &A,
        generator: impl Fn() -> A::Point,
    ) -> &Comb<E> {
        let make = || Comb::new(arithmetic, &generator(), OddDigits::count(curve));
        self.comb.get_or_init(|| Box::new(make()))
    }

    /// For sums with a point that has a table.
    #[inline(never)]
    pub(super) fn table<A: PointArithmetic<Entry = E>, const N: usize>(
        &self,
        curve: &Curve<W>,
        arithmetic: &A,
        generator: impl Fn() -> A::Point,
    ) -> &Table<W>
    where
        E: Coordinates<W, N>,
    {
        let make = || Table::new(arithmetic, &generator(), Shape::of_generator(curve));
        self.table.get_or_init(|| Box::new(make()))
    }
}
