//! The fields against arbitrary integers: random values and those where a fold overflows again.

use alloc::vec::Vec;

use crypto_bigint::Uint;
use num_bigint::BigUint;
use proptest::prelude::*;

use super::{FieldElement, P256, P512};
use crate::curve::{CRYPTO_PRO_A, Curve, TC26_512_A};

fn big<const W: usize>(integer: &Uint<W>) -> BigUint {
    BigUint::from_bytes_be(integer.to_be_bytes().as_slice())
}

fn uint<const W: usize>(integer: &BigUint) -> Uint<W> {
    let mut octets = integer.to_bytes_le();
    octets.resize(Curve::<W>::OCTETS, 0);
    Uint::from_le_slice(&octets)
}

/// Everything that an element can do, on the integers a and b as they are.
fn check<const W: usize, F: FieldElement<W>>(p: &BigUint, a: &BigUint, b: &BigUint) {
    let (x, y) = (F::new(&uint(a)), F::new(&uint(b)));
    let is = |element: F, integer: BigUint| assert_eq!(big(&element.retrieve()), integer % p, "{a} {b}");
    is(x, a.clone());
    is(x + y, a + b);
    is(x - y, a + p * 2u8 - b);
    is(-x, p * 2u8 - a);
    is(x * y, a * b);
    is(x.square(), a * a);
    is(x.double(), a * 2u8);
    is(x.times::<3>(), a * 3u8);
    is(x.times::<8>(), a * 8u8);
    is(x.times::<{ u32::MAX }>(), a * u32::MAX);
    is(F::choose([x, y, x].iter().zip(&[0, u64::MAX, 0])), b.clone());
    for choice in [0, 1] {
        let choice = crypto_bigint::Choice::from_u8_lsb(choice);
        is(F::select(&x, &y, choice), if choice.to_bool() { b.clone() } else { a.clone() });
        is(x.negate_if(choice), if choice.to_bool() { p * 2u8 - a } else { a.clone() });
    }
    // Results that are not reduced are as good as any.
    is((x + y) * (x - y), (a + b) * (a + p * 2u8 - b));
    is((x * y).square() - x, (a * b) * (a * b) + p * 2u8 - a);
    assert_eq!(x.is_zero().to_bool(), a % p == BigUint::ZERO);
    assert_eq!(x.ct_eq(&y).to_bool(), a % p == b % p);
}

fn check_inverse<const W: usize, F: FieldElement<W>>(p: &BigUint, a: &BigUint) {
    let inverse = F::new(&uint(a)).invert();
    assert_eq!(big(&inverse.retrieve()), a.modinv(p).unwrap_or_default());
    assert_eq!((inverse.is_zero()).to_bool(), a % p == BigUint::ZERO);
}

/// 0, 1, 2, p − 2 … 2ⁿ − 1, and integers of long runs of ones.
fn extremes<const W: usize>(p: &BigUint) -> Vec<BigUint> {
    let beyond = BigUint::from(1u8) << Uint::<W>::BITS;
    let near_p = (0u32..).map(|i| p - 2u8 + i).take_while(|integer| *integer < beyond);
    let powers = (0..Uint::<W>::BITS / 32).map(|i| BigUint::from(1u8) << (32 * i));
    let powers =
        powers.flat_map(|power| [power.clone(), &power - 1u8, &beyond - &power, &beyond - 1u8 - power]);
    near_p.chain(powers.filter(|integer| *integer < beyond)).collect()
}

fn check_extremes<const W: usize, F: FieldElement<W>>(p: &BigUint) {
    let extremes = extremes::<W>(p);
    let last = &extremes[extremes.len() - 1];
    let few = extremes.iter().enumerate().filter(|(i, _)| i % 13 == 0 || i % 617 < 6).map(|(_, a)| a);
    for b in few.chain([last]) {
        extremes.iter().for_each(|a| check::<W, F>(p, a, b));
    }
}

/// Besides the extremes: all powers of two, their neighbours, and p less them.
fn check_inverses_of_extremes<const W: usize, F: FieldElement<W>>(p: &BigUint) {
    let powers = (0..Uint::<W>::BITS).map(|bit| BigUint::from(1u8) << bit);
    let near_powers = powers.flat_map(|power| [&power - 1u8, &power + 1u8, p - &power, power]);
    near_powers.chain(extremes::<W>(p)).for_each(|a| check_inverse::<W, F>(p, &a));
}

#[test]
fn p256_is_right_where_folds_overflow_again() {
    check_extremes::<_, P256>(&big(CRYPTO_PRO_A.p()));
}

#[test]
fn p512_is_right_where_folds_overflow_again() {
    check_extremes::<_, P512>(&big(TC26_512_A.p()));
}

#[test]
fn inverses_of_extremes_are_right() {
    check_inverses_of_extremes::<_, P256>(&big(CRYPTO_PRO_A.p()));
    check_inverses_of_extremes::<_, P512>(&big(TC26_512_A.p()));
}

proptest! {
    #[test]
    fn p256_is_right(a in any::<[u8; 32]>(), b in any::<[u8; 32]>()) {
        let p = big(CRYPTO_PRO_A.p());
        let [a, b] = [a, b].map(|octets| BigUint::from_bytes_le(&octets));
        check::<_, P256>(&p, &a, &b);
        check_inverse::<_, P256>(&p, &a);
    }

    #[test]
    fn p512_is_right(a in prop::array::uniform32(any::<u16>()), b in prop::array::uniform32(any::<u16>())) {
        let p = big(TC26_512_A.p());
        let [a, b] = [a, b].map(|words| BigUint::from_bytes_le(&words.map(u16::to_le_bytes).concat()));
        check::<_, P512>(&p, &a, &b);
        check_inverse::<_, P512>(&p, &a);
    }
}
