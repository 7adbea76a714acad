//! The fields of integers modulo p over which the curves lie.

mod limbs;
mod p256;
mod p512;
mod pseudo_mersenne;
mod safegcd;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use core::ops::{Add, Mul, Neg, Sub};

use crypto_bigint::{Choice, CtEq, Uint};
use zeroize::Zeroize;

pub(crate) use self::p256::P256;
pub(crate) use self::p512::P512;

/// An integer modulo p, where p has `W` machine words.
///
/// Everything is constant in time unless its name says otherwise. How an element is kept is its own
/// matter; two representations of one residue are equal.
pub(crate) trait FieldElement<const W: usize>:
    Copy
    + Zeroize
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + CtEq
{
    const ZERO: Self;
    const ONE: Self;

    /// The residue of any integer of `W` words.
    fn new(integer: &Uint<W>) -> Self;

    /// The representative below p.
    fn retrieve(&self) -> Uint<W>;

    fn double(&self) -> Self;

    /// K·`self`.
    fn times<const K: u32>(&self) -> Self;

    fn square(&self) -> Self;

    /// The inverse; zero for zero.
    fn invert(&self) -> Self;

    /// Whether this is zero modulo p.
    fn is_zero(&self) -> Choice;

    /// `b` if `choice` is set, else `a`.
    fn select(a: &Self, b: &Self, choice: Choice) -> Self;

    /// The one of the elements whose mask is all ones, while the others' are zero.
    fn choose<'a>(elements: impl Iterator<Item = (&'a Self, &'a u64)>) -> Self;

    /// −`self` if `choice` is set, else `self`.
    fn negate_if(&self, choice: Choice) -> Self {
        Self::select(self, &-*self, choice)
    }
}

/// The inverses of elements that are not zero, for one inversion and three multiplications each.
pub(crate) fn invert_all<F: FieldElement<W>, const W: usize>(elements: &[F]) -> Vec<F> {
    let mut product = F::ONE;
    let mut inverses: Vec<F> = elements
        .iter()
        .map(|element| {
            let before = product;
            product = product * *element;
            before
        })
        .collect();
    let mut inverse = product.invert();
    for (before, element) in inverses.iter_mut().zip(elements).rev() {
        *before = *before * inverse;
        inverse = inverse * *element;
    }
    inverses
}
