//! Every kind of lanes against big integers and the generic curve.

use alloc::vec::Vec;
use core::array;

use crypto_bigint::{Uint, modular::FixedMontyForm};
use num_bigint::BigUint;
use proptest::prelude::*;

use super::{
    curves::{EdwardsParameters, Form, columns, limbs},
    edwards,
    element::*,
    model::Model,
    multiples::{Point, multiples},
    scalars::Scalars,
    weierstrass::{Affine, Jacobian},
    *,
};
use crate::curve::{AffinePoint, Claim, Curve, Group, WORDS_256, WORDS_512};

/// Runs the same check on every kind of lanes that there is here.
macro_rules! on_all_lanes {
    ($check:ident $(::<$($parameter:ty),*>)? ($($argument:expr),*)) => {{
        $check $(::<_, $($parameter),*>)? (Model::ZERO $(, $argument)*);
        if let Some(lanes) = crate::arch::Ifma::detect() {
            $check $(::<_, $($parameter),*>)? (lanes $(, $argument)*);
        }
    }};
}

/// A kernel out of a closure, inlined by nothing: what it computes is what counts here.
struct Run<F>(F);

impl<L: Lanes, T, F: FnOnce() -> T> Kernel<L> for Run<F> {
    type Output = T;

    #[inline(always)]
    fn run(self) -> T {
        (self.0)()
    }
}

fn p<const N: usize>() -> BigUint {
    (BigUint::from(1u8) << Prime::<N>::BITS) - Prime::<N>::C
}

/// 0, 1, and what lies around p, 2p, the powers of two near them, and the ends of the limbs.
fn extremes<const N: usize>() -> Vec<BigUint> {
    let (p, one) = (p::<N>(), BigUint::from(1u8));
    let power = &one << Prime::<N>::BITS;
    let mut extremes = (0..4u8).map(BigUint::from).collect::<Vec<_>>();
    for center in [&p, &(&p * 2u8), &power, &(&power * 2u8), &(&power / 2u8)] {
        extremes.extend((0..5u8).map(|i| center + i - 2u8));
    }
    extremes.extend((1..N).flat_map(|k| [&one << (52 * k), (&one << (52 * k)) - 1u8]));
    extremes.extend((1..N).map(|k| &power - (&one << (52 * k))));
    extremes.push(&power * 2u8 + (&power >> 30));
    extremes.push(power * 2u8 - 1u8 - (one << (Prime::<N>::BITS / 2)));
    extremes
}

/// An integer below 2ᴮ⁺¹, made of octets and shaped by `shape` to have long runs of zeros or ones.
fn shaped<const N: usize>(octets: &[u8], shape: u8) -> BigUint {
    let limit = BigUint::from(2u8) << Prime::<N>::BITS;
    let octets = octets.iter().enumerate().map(|(i, octet)| match shape >> (i % 3) & 3 {
        0 => 0,
        1 => 0xff,
        _ => *octet,
    });
    BigUint::from_bytes_le(&octets.collect::<Vec<_>>()) % limit
}

fn split<const N: usize>(integer: &BigUint) -> [u64; N] {
    let mask = BigUint::from((1u64 << 52) - 1);
    let mut limbs = array::from_fn(|k| u64::try_from((integer >> (52 * k)) & &mask).unwrap());
    limbs[N - 1] = u64::try_from(integer >> (52 * (N - 1))).unwrap();
    limbs
}

fn load<L: Lanes, const N: usize>(lanes: L, integers: &[BigUint; LANES]) -> Element<L, N> {
    let rows = integers.each_ref().map(split::<N>);
    Element(array::from_fn(|k| lanes.load(&array::from_fn(|lane| rows[lane][k]))))
}

fn store<L: Lanes, const N: usize>(element: Element<L, N>) -> [BigUint; LANES] {
    let columns = element.0.map(L::words);
    array::from_fn(|lane| {
        columns.iter().rev().fold(BigUint::ZERO, |sum, column| {
            assert!(column[lane] < 1 << 52);
            (sum << 52) + column[lane]
        })
    })
}

#[track_caller]
fn assert_residues<L: Lanes, const N: usize>(element: Element<L, N>, expected: [BigUint; LANES]) {
    let (p, found) = (p::<N>(), store(element));
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found % &p, expected % &p);
        assert!(*found < &p * 3u8);
    }
}

/// All the operations on two times eight integers.
fn check_operations<L: Lanes, const N: usize>(lanes: L, a: &[BigUint; LANES], b: &[BigUint; LANES]) {
    let pairs = |f: fn(&BigUint, &BigUint, &BigUint) -> BigUint| {
        array::from_fn(|lane| f(&a[lane], &b[lane], &(p::<N>() * 100u8)))
    };
    let (x, y) = (load::<L, N>(lanes, a), load::<L, N>(lanes, b));
    let products = lanes.call(Run(|| {
        [(x * y).reduce(), x.square().reduce(), ((x * y) << 3).reduce(), (x.square() - x * y).reduce()]
    }));
    assert_residues(products[0], pairs(|a, b, _| a * b));
    assert_residues(products[1], pairs(|a, _, _| a * a));
    assert_residues(products[2], pairs(|a, b, _| a * b * 8u8));
    assert_residues(products[3], pairs(|a, b, p| a * a + p * p - a * b));
    let sums = lanes.call(Run(|| [(x + y).reduce(), (x - y).reduce(), (x - (y << 3)).reduce()]));
    assert_residues(sums[0], pairs(|a, b, _| a + b));
    assert_residues(sums[1], pairs(|a, b, p| a + p - b));
    assert_residues(sums[2], pairs(|a, b, p| a + p - b * 8u8));
    let negated = lanes.call(Run(|| Unreduced::from(x).negate_if(0b1001_0110).reduce()));
    assert_residues(
        negated,
        array::from_fn(|lane| match 0b1001_0110 >> lane & 1 {
            1 => p::<N>() * 3u8 - &a[lane],
            _ => a[lane].clone(),
        }),
    );
    let zeros =
        (0..LANES).fold(0, |mask, lane| mask | Mask::from(&a[lane] % p::<N>() == BigUint::ZERO) << lane);
    assert_eq!(lanes.call(Run(|| Unreduced::from(x).is_zero())), zeros);
    let same = load::<L, N>(lanes, a);
    assert_eq!(lanes.call(Run(|| (x - same).is_zero())), Mask::MAX);
}

/// Both kinds of lanes come to the same limbs, not only to the same residues.
fn check_sameness<const N: usize>(a: &[BigUint; LANES], b: &[BigUint; LANES]) {
    fn limbs<L: Lanes, const N: usize>(
        lanes: L,
        a: &[BigUint; LANES],
        b: &[BigUint; LANES],
    ) -> [[[u64; LANES]; N]; 3] {
        let (x, y) = (load::<L, N>(lanes, a), load::<L, N>(lanes, b));
        let results = lanes.call(Run(|| [(x * y).reduce(), x.square().reduce(), (x - y).reduce()]));
        results.map(|element| element.0.map(L::words))
    }
    if let Some(lanes) = crate::arch::Ifma::detect() {
        assert_eq!(limbs::<_, N>(lanes, a, b), limbs::<_, N>(Model::ZERO, a, b));
    }
}

#[test]
fn operations_on_extremes_are_right() {
    fn check<const N: usize>() {
        let extremes = extremes::<N>();
        for a in &extremes {
            for b in extremes.chunks(LANES) {
                let a = array::from_fn(|_| a.clone());
                let b = array::from_fn(|lane| b.get(lane).unwrap_or(&b[0]).clone());
                on_all_lanes!(check_operations::<N>(&a, &b));
                on_all_lanes!(check_operations::<N>(&b, &a));
                check_sameness::<N>(&a, &b);
            }
        }
    }
    check::<5>();
    check::<10>();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn operations_are_right(
        octets in prop::collection::vec(any::<u8>(), 16 * 66),
        shapes in any::<[u8; 16]>(),
    ) {
        fn check<const N: usize>(octets: &[u8], shapes: &[u8; 16]) {
            let integers: [_; 16] = array::from_fn(|i| shaped::<N>(&octets[66 * i..][..66], shapes[i]));
            let (a, b) = integers.split_at(LANES);
            let (a, b) = (a.to_vec().try_into().unwrap(), b.to_vec().try_into().unwrap());
            on_all_lanes!(check_operations::<N>(&a, &b));
            check_sameness::<N>(&a, &b);
        }
        check::<5>(&octets, &shapes);
        check::<10>(&octets, &shapes);
    }

    #[test]
    fn digits_add_up_to_the_scalar(octets in prop::collection::vec(any::<u8>(), 8 * 64)) {
        fn digits<L: Lanes, const N: usize, const WIDTH: usize>(lanes: L, integers: &[BigUint; LANES]) {
            let scalars = Scalars::<L, N, WIDTH>::new(load(lanes, integers).0);
            let digits = (0..Scalars::<L, N, WIDTH>::DIGITS).map(|i| scalars.digit(i)).collect::<Vec<_>>();
            for (lane, integer) in integers.iter().enumerate() {
                // All that is negative is added to the other side.
                let (mut sum, mut negative) = (BigUint::ZERO, integer.clone());
                for (i, digit) in digits.iter().enumerate() {
                    let magnitude = digit.magnitude.words()[lane];
                    assert!(magnitude <= 1 << (WIDTH - 1));
                    assert_eq!(digit.is_zero >> lane & 1 == 1, magnitude == 0);
                    let side = if digit.is_negative >> lane & 1 == 1 { &mut negative } else { &mut sum };
                    *side += BigUint::from(magnitude) << (WIDTH * i);
                }
                assert_eq!(sum, negative);
            }
        }
        fn check<L: Lanes>(lanes: L, octets: &[u8]) {
            let integers = array::from_fn(|lane| BigUint::from_bytes_le(&octets[64 * lane..][..32]));
            digits::<L, 5, 5>(lanes, &integers);
            digits::<L, 5, 10>(lanes, &integers);
            let integers = array::from_fn(|lane| BigUint::from_bytes_le(&octets[64 * lane..][..64]));
            digits::<L, 10, 5>(lanes, &integers);
            digits::<L, 10, 10>(lanes, &integers);
        }
        on_all_lanes!(check(&octets));
        on_all_lanes!(check(&[0; 8 * 64]));
        on_all_lanes!(check(&[0xff; 8 * 64]));
    }
}

/// The elements of eight points, each coordinate given as x or x + p.
fn coordinates<L: Lanes, const W: usize, const N: usize>(
    lanes: L,
    numbers: &[FixedMontyForm<W>; LANES],
    plus_p: Mask,
) -> Element<L, N> {
    let numbers = array::from_fn(|lane| {
        let number = BigUint::from_bytes_le(numbers[lane].retrieve().to_le_bytes().as_slice());
        if plus_p >> lane & 1 == 1 { number + p::<N>() } else { number }
    });
    load(lanes, &numbers)
}

fn numbers<L: Lanes, const W: usize, const N: usize>(
    curve: &Curve<W>,
    element: Element<L, N>,
) -> [FixedMontyForm<W>; LANES] {
    store(element).map(|number| {
        let mut octets = (number % p::<N>()).to_bytes_le();
        octets.resize(Curve::<W>::OCTETS, 0);
        curve.element(&Uint::from_le_slice(&octets))
    })
}

/// i·G for eight i.
fn picked<const W: usize>(multiples: &[Point<W>], picks: [usize; LANES]) -> [Point<W>; LANES] {
    picks.map(|i| multiples[i - 1])
}

fn negative<const W: usize>(points: [Point<W>; LANES]) -> [Point<W>; LANES] {
    points.map(|(x, y)| (x, -y))
}

const FIRST: [usize; LANES] = [1, 2, 3, 4, 5, 7, 1, 11];
const SECOND: [usize; LANES] = [2, 1, 5, 1, 7, 9, 16, 4];

/// (xz² : yz³ : z) for z = 1, 2, 3 …
fn jacobian<L: Lanes, const W: usize, const N: usize>(
    lanes: L,
    points: &[Point<W>; LANES],
    plus_p: Mask,
) -> Jacobian<L, N> {
    let z: [_; LANES] =
        array::from_fn(|lane| FixedMontyForm::new(&Uint::from_u8(lane as u8 + 1), points[0].0.params()));
    Jacobian {
        x: coordinates(lanes, &array::from_fn(|lane| points[lane].0 * z[lane].square()), plus_p),
        y: coordinates(lanes, &array::from_fn(|lane| points[lane].1 * z[lane].square() * z[lane]), !plus_p),
        z: coordinates(lanes, &z, plus_p.rotate_left(3)),
    }
}

#[track_caller]
fn assert_jacobian<L: Lanes, const W: usize, const N: usize>(
    curve: &Curve<W>,
    found: &Jacobian<L, N>,
    expected: [Point<W>; LANES],
) {
    let (x, y, z) = (numbers(curve, found.x), numbers(curve, found.y), numbers(curve, found.z));
    for (lane, expected) in expected.iter().enumerate() {
        let zz = z[lane].square();
        assert!(zz != FixedMontyForm::zero(&curve.field));
        assert_eq!(x[lane], expected.0 * zz);
        assert_eq!(y[lane], expected.1 * zz * z[lane]);
    }
}

#[test]
fn jacobian_points_are_added_and_doubled_rightly() {
    fn check<L: Lanes, const W: usize, const N: usize>(lanes: L, curve: &Curve<W>) {
        let all = multiples(curve, 40);
        let (first, second) = (picked(&all, FIRST), picked(&all, SECOND));
        let sums = picked(&all, array::from_fn(|lane| FIRST[lane] + SECOND[lane]));
        let differences = array::from_fn(|lane| match FIRST[lane].checked_sub(SECOND[lane]) {
            Some(difference) => all[difference - 1],
            None => negative([all[SECOND[lane] - FIRST[lane] - 1]; LANES])[0],
        });
        let doubles = picked(&all, FIRST.map(|i| 2 * i));
        for plus_p in [0, 0xff, 0x5a] {
            let p = jacobian::<L, W, N>(lanes, &first, plus_p);
            let q = jacobian::<L, W, N>(lanes, &second, plus_p ^ 0x33);
            let minus_q = jacobian::<L, W, N>(lanes, &negative(second), plus_p ^ 0x55);
            let affine = Affine {
                x: coordinates(lanes, &second.map(|point| point.0), plus_p),
                y: coordinates(lanes, &second.map(|point| point.1), plus_p ^ 0x0f),
            };
            let run = lanes.call(Run(|| [p.double(), p.add(&q), p.add(&minus_q), p.add_affine(&affine)]));
            assert_jacobian(curve, &run[0], doubles);
            assert_jacobian(curve, &run[1], sums);
            assert_jacobian(curve, &run[2], differences);
            assert_jacobian(curve, &run[3], sums);
            let table = lanes.call(Run(|| Jacobian::multiples(&affine)));
            for (i, multiple) in table.iter().take(2).enumerate() {
                assert_jacobian(curve, multiple, picked(&all, SECOND.map(|j| j * (i + 1))));
            }
            // The same point and its opposite: Z tells, and nothing that is done later hides it.
            let opposite = jacobian::<L, W, N>(lanes, &negative(first), plus_p ^ 0x0f);
            let same = jacobian::<L, W, N>(lanes, &first, !plus_p);
            for wrong in lanes.call(Run(|| [p.add(&opposite), p.add(&same)])) {
                for later in
                    lanes.call(Run(|| [wrong, wrong.double(), wrong.add(&q), wrong.add_affine(&affine)]))
                {
                    assert_eq!(lanes.call(Run(|| Unreduced::from(later.z).is_zero())), Mask::MAX);
                }
            }
        }
    }
    fn check_table<L: Lanes, const W: usize, const N: usize>(lanes: L, curve: &Curve<W>) {
        let all = multiples(curve, 16);
        let x = coordinates::<L, W, N>(lanes, &[all[0].0; LANES], 0x3c);
        let y = coordinates::<L, W, N>(lanes, &[all[0].1; LANES], 0x55);
        let table = lanes.call(Run(|| Jacobian::multiples(&Affine { x, y })));
        for (i, multiple) in table.iter().enumerate() {
            assert_jacobian(curve, multiple, [all[i]; LANES]);
        }
    }
    fn check_curves<L: Lanes>(lanes: L) {
        check::<L, WORDS_256, 5>(lanes, CRYPTO_PRO_A.curve());
        check_table::<L, WORDS_256, 5>(lanes, CRYPTO_PRO_A.curve());
        check::<L, WORDS_512, 10>(lanes, TC26_512_A.curve());
        check_table::<L, WORDS_512, 10>(lanes, TC26_512_A.curve());
    }
    on_all_lanes!(check_curves());
}

#[track_caller]
fn assert_edwards<L: Lanes, const W: usize, const N: usize>(
    curve: &Curve<W>,
    found: &edwards::Extended<L, N>,
    expected: [Point<W>; LANES],
) {
    let edwards::Extended { point, t } = found;
    let [x, y, z, t] = [point.x, point.y, point.z, *t].map(|element| numbers(curve, element));
    for (lane, (u, v)) in expected.iter().enumerate() {
        assert!(z[lane] != FixedMontyForm::zero(&curve.field));
        assert_eq!(x[lane], *u * z[lane]);
        assert_eq!(y[lane], *v * z[lane]);
        assert_eq!(t[lane] * z[lane], x[lane] * y[lane]);
    }
}

#[test]
fn edwards_points_are_added_and_doubled_rightly() {
    fn check<L: Lanes, const W: usize, const N: usize>(lanes: L, lane_curve: &LaneCurve<W, N>) {
        let curve = lane_curve.curve();
        let parameters @ EdwardsParameters { d, s, t } = lane_curve.edwards_parameters().unwrap();
        let one = FixedMontyForm::one(&curve.field);
        let all = multiples(curve, 40);
        let edwards = parameters.points(&all);
        for (u, v) in &edwards {
            assert_eq!(u.square() + v.square(), one + d * u.square() * v.square());
        }
        let neutral = (FixedMontyForm::zero(&curve.field), one);
        let sums = picked(&edwards, array::from_fn(|lane| FIRST[lane] + SECOND[lane]));
        let differences = array::from_fn(|lane| {
            let (u, v) = edwards[FIRST[lane].abs_diff(SECOND[lane]) - 1];
            if FIRST[lane] > SECOND[lane] { (u, v) } else { (-u, v) }
        });
        let [d, s, t] = [d, s, t].map(|number| coordinates(lanes, &[number; LANES], 0));
        for plus_p in [0, 0xff, 0x5a] {
            let point = |picks| {
                let points = picked(&all, picks);
                let x = coordinates::<L, W, N>(lanes, &points.map(|point| point.0), plus_p);
                let y = coordinates::<L, W, N>(lanes, &points.map(|point| point.1), !plus_p);
                lanes.call(Run(|| edwards::Extended::from_weierstrass(x, y, s, t)))
            };
            let (p, q) = (point(FIRST), point(SECOND));
            let table = lanes.call(Run(|| edwards::Addend::multiples(&p, &d)));
            assert_edwards(curve, &p, picked(&edwards, FIRST));
            for (i, multiple) in table.iter().enumerate().take(3) {
                let sum = lanes
                    .call(Run(|| edwards::Completed::neutral(lanes).extended().add(multiple, 0).extended()));
                assert_edwards(curve, &sum, picked(&edwards, FIRST.map(|j| (i + 1) * j)));
            }
            let addend = edwards::Addend::multiples(&q, &d)[0];
            let run = lanes.call(Run(|| {
                [
                    p.add(&addend, 0),
                    p.add(&addend, 0xff),
                    p.add(&table[0], 0xff),
                    p.add(&table[0], 0),
                    p.point.double(),
                ]
                .map(|sum| sum.extended())
            }));
            assert_edwards(curve, &run[0], sums);
            assert_edwards(curve, &run[1], differences);
            assert_edwards(curve, &run[2], [neutral; LANES]);
            for double in &run[3..] {
                assert_edwards(curve, double, picked(&edwards, FIRST.map(|i| 2 * i)));
            }
        }
        // All multiples of one point.
        let x = coordinates::<L, W, N>(lanes, &[all[0].0; LANES], 0x3c);
        let y = coordinates::<L, W, N>(lanes, &[all[0].1; LANES], 0x55);
        let table = lanes
            .call(Run(|| edwards::Addend::multiples(&edwards::Extended::from_weierstrass(x, y, s, t), &d)));
        for (i, multiple) in table.iter().enumerate() {
            let sum =
                lanes.call(Run(|| edwards::Completed::neutral(lanes).extended().add(multiple, 0).extended()));
            assert_edwards(curve, &sum, [edwards[i]; LANES]);
        }
    }
    fn check_curves<L: Lanes>(lanes: L) {
        check(lanes, &TC26_256_A);
        check(lanes, &TC26_512_C);
    }
    on_all_lanes!(check_curves());
}

/// Checks eight claims, and that lanes tell nothing wrong; gives how many told nothing.
fn check_claims<L: Lanes, const W: usize, const N: usize>(
    lanes: L,
    curve: &LaneCurve<W, N>,
    claims: &[Claim<W>; LANES],
) -> usize {
    let verdicts = curve.check_vartime(lanes, claims);
    let mut unknown = 0;
    for (lane, claim) in claims.iter().enumerate() {
        let expected = Group::sum_has_x_vartime(curve.curve(), &claim.g, &claim.k, &claim.point, &claim.r);
        match verdicts.in_lane(lane) {
            Some(holds) => assert_eq!(holds, expected, "lane {lane}"),
            None => unknown += 1,
        }
    }
    unknown
}

/// The claim that g·G + k·(d·G) has an x, which is that of `sum`·G modulo q.
fn claim<const W: usize>(curve: &Curve<W>, g: &Uint<W>, k: &Uint<W>, d: &Uint<W>, sum: &Uint<W>) -> Claim<W> {
    let point = Group::mul_generator(curve, d);
    let r = Group::mul_generator(curve, sum).x.rem_vartime(curve.q_nonzero());
    Claim { g: *g, k: *k, point, r: if r == Uint::ZERO { Uint::ONE } else { r } }
}

/// Sums that are O, that meet the same point twice on the way, digits of zero and at their ends.
#[test]
fn exceptional_sums_are_right_or_unknown() {
    fn check<L: Lanes, const W: usize, const N: usize>(lanes: L, lane_curve: &LaneCurve<W, N>) {
        let curve = lane_curve.curve();
        let one = curve.scalar(&Uint::ONE);
        let number = |i: u32| curve.scalar(&Uint::from_u32(i));
        let interesting = [0, 1, 2, 15, 16, 17, 31, 32, 33, 511, 512, 513, 1023, 1024].map(number);
        let negative = interesting.map(|number| -number);
        let mut claims = Vec::new();
        for d in [one, -one, number(2), -number(2), number(16), number(512), number(3).invert().unwrap()] {
            for g in interesting.iter().chain(&negative) {
                for k in [one, -one, number(16), -number(17), number(1 << 10)] {
                    let sum = *g + k * d;
                    let [g, k, d, sum] = [*g, k, d, sum].map(|number| number.retrieve());
                    claims.push(claim(curve, &g, &k, &d, &sum));
                }
            }
        }
        for eight in claims.chunks_exact(LANES) {
            let unknown = check_claims(lanes, lane_curve, eight.try_into().unwrap());
            assert!(unknown == 0 || matches!(lane_curve.form, Form::Weierstrass));
        }
    }
    fn check_curves<L: Lanes>(lanes: L) {
        check(lanes, &CRYPTO_PRO_A);
        check(lanes, &TC26_256_A);
        check(lanes, &TC26_512_A);
        check(lanes, &TC26_512_C);
    }
    if let Some(lanes) = crate::arch::Ifma::detect() {
        return check_curves(lanes);
    }
    check_curves(Model::ZERO);
}

/// A point with this x in the subgroup, if there is one. p is 3 modulo 4.
fn point_with_x<const W: usize>(curve: &'static Curve<W>, x: &Uint<W>) -> Option<AffinePoint<W>> {
    let number = curve.element(x);
    let square = (number.square() + curve.a) * number + curve.b;
    let exponent = curve.p().shr_vartime(2).wrapping_add(&Uint::ONE); // (p + 1)/4
    let y = square.pow(&exponent);
    let point = AffinePoint { x: *x, y: y.retrieve() };
    (y.square() == square && curve.subgroup_contains_vartime(&point)).then_some(point)
}

/// x is compared modulo q: every r + iq below p counts, and none from p on.
#[test]
fn every_candidate_for_x_counts() {
    fn check<L: Lanes, const W: usize, const N: usize>(lanes: L, lane_curve: &LaneCurve<W, N>, most: usize) {
        let curve = lane_curve.curve();
        let (p, q) = (*curve.p(), *curve.q());
        let number = |i: u32| curve.scalar(&Uint::from_u32(i));
        // That the point R = g·G + k·P has an x that is r: P is what makes it R.
        let claim = |point: AffinePoint<W>, r: Uint<W>, seed: u32| {
            let (g, k) = (number(1234567 + seed).square().square().square(), number(7654321 + seed).square());
            let inverse = k.invert().unwrap();
            let of_g = (-(g * inverse)).retrieve();
            let point = curve.mul_generator_add_mul_vartime(&of_g, &inverse.retrieve(), &point);
            Claim { g: g.retrieve(), k: k.retrieve(), point, r }
        };
        let (mut holding, mut failing) = (Vec::new(), Vec::new());
        let mut multiple = Uint::ZERO;
        for i in 0..=most as u32 {
            // The first points with x = r + iq from r = 1 on, and the last ones below p or (i+1)q.
            let up = (1..).map(|r| multiple.wrapping_add(&Uint::from_u32(r)));
            let end = if p.wrapping_sub(&multiple) < q { p } else { multiple.wrapping_add(&q) };
            let down = (1..).map(|r| end.wrapping_sub(&Uint::from_u32(r)));
            let points = up.filter_map(|x| point_with_x(curve, &x)).take(2);
            let points = points.chain(down.filter_map(|x| point_with_x(curve, &x)).take(2));
            holding.extend(points.map(|point| claim(point, point.x.wrapping_sub(&multiple), i)));
            multiple = multiple.wrapping_add(&q);
        }
        // x = r + iq − p, for the last i.
        let wrong = (0..).filter_map(|x| point_with_x(curve, &Uint::from_u32(x))).take(4);
        for i in 1..=most + 1 {
            let multiple = (0..i).fold(Uint::ZERO, |sum, _| sum.wrapping_add(&q));
            failing.extend(wrong.clone().filter_map(|point| {
                let r = point.x.wrapping_add(&p).wrapping_sub(&multiple);
                (r < q && r != Uint::ZERO).then(|| claim(point, r, i as u32))
            }));
        }
        assert!(holding.len() == 4 * (most + 1) && !failing.is_empty());
        for (claims, expected) in [(holding, true), (failing, false)] {
            for claim in &claims {
                let Claim { g, k, point, r } = claim;
                assert_eq!(Group::sum_has_x_vartime(curve, g, k, point, r), expected);
            }
            for start in 0..claims.len() {
                let eight = array::from_fn(|lane| claims[(start + lane) % claims.len()]);
                assert_eq!(check_claims(lanes, lane_curve, &eight), 0);
            }
        }
    }
    fn check_curves<L: Lanes>(lanes: L) {
        check(lanes, &CRYPTO_PRO_A, 1);
        check(lanes, &TC26_256_A, 3);
        check(lanes, &TC26_512_A, 1);
        check(lanes, &TC26_512_C, 4);
    }
    on_all_lanes!(check_curves());
}

#[test]
fn limbs_are_the_bits_of_the_integer() {
    for integer in [Uint::ZERO, Uint::MAX, Uint::from_be_hex(HEX)] {
        let expected = split::<10>(&BigUint::from_bytes_le(integer.to_le_bytes().as_slice()));
        assert_eq!(limbs::<WORDS_512, 10>(&integer), expected);
        assert_eq!(columns::<WORDS_512, 10>(&[integer; LANES]), expected.map(|limb| [limb; LANES]));
        let (lower, _) = integer.split();
        let expected = split::<5>(&BigUint::from_bytes_le(lower.to_le_bytes().as_slice()));
        assert_eq!(limbs::<WORDS_256, 5>(&lower), expected);
    }
}

const HEX: &str = "0123456789ABCDEFFEDCBA98765432100F1E2D3C4B5A69788796A5B4C3D2E1F0\
                   89ABCDEF0123456776543210FEDCBA98F0E1D2C3B4A5968778695A4B3C2D1E0F";
