//! The multiples of G that all signatures share.

use alloc::{vec, vec::Vec};

use crypto_bigint::modular::FixedMontyForm;

use crate::curve::{Curve, inversion::invert_all_vartime};

/// x and y.
pub(super) type Point<const W: usize> = (FixedMontyForm<W>, FixedMontyForm<W>);

/// 1·G to `count`·G, which is less than q/2.
///
/// Out of n multiples the next n are made by adding n·G to each, with one inversion for all of them.
pub(super) fn multiples<const W: usize>(curve: &Curve<W>, count: usize) -> Vec<Point<W>> {
    let mut multiples = vec![(curve.element(&curve.generator.x), curve.element(&curve.generator.y))];
    while multiples.len() < count {
        let (last, others) = multiples.split_last().expect("G is there");
        let runs = others.iter().map(|point| last.0 - point.0).chain([last.1.double()]);
        let mut slopes = runs.collect::<Vec<_>>();
        invert_all_vartime(&mut slopes);
        for (slope, point) in slopes.iter_mut().zip(others) {
            *slope *= last.1 - point.1;
        }
        if let Some(slope) = slopes.last_mut() {
            let xx = last.0.square();
            *slope *= xx.double() + xx + curve.a;
        }
        let sums = slopes.iter().zip(&multiples).map(|(slope, (x, _))| {
            let sum = slope.square() - last.0 - *x;
            (sum, *slope * (last.0 - sum) - last.1)
        });
        let sums = sums.collect::<Vec<_>>();
        multiples.extend(sums);
    }
    multiples.truncate(count);
    multiples
}
