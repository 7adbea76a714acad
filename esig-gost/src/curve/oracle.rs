//! The schoolbook: affine arithmetic on arbitrary integers, to compare the real one with.

use alloc::vec::Vec;

use crypto_bigint::Uint;
use num_bigint::BigUint;
use proptest::prelude::*;

use super::*;
use crate::{ParameterSet, VerifyingKey, gost3410::PrecomputedKey};

/// A point, or O.
type Point = Option<(BigUint, BigUint)>;

struct Schoolbook {
    p: BigUint,
    q: BigUint,
    a: BigUint,
    b: BigUint,
    g: Point,
}

impl Schoolbook {
    fn of<const W: usize>(curve: &Curve<W>) -> Self {
        Self {
            p: big(curve.p()),
            q: big(curve.q()),
            a: big(&curve.a.retrieve()),
            b: big(&curve.b.retrieve()),
            g: point(&curve.generator),
        }
    }

    fn contains(&self, point: &Point) -> bool {
        let Some((x, y)) = point else { return true };
        (y * y) % &self.p == (x * x * x + &self.a * x + &self.b) % &self.p
    }

    /// A point with this x, if there is one. Only for p ≡ 3 (mod 4).
    fn lift(&self, x: BigUint) -> Option<Point> {
        let square = (&x * &x * &x + &self.a * &x + &self.b) % &self.p;
        let y = square.modpow(&((&self.p + 1u8) / 4u8), &self.p);
        let point = Some((x, y));
        self.contains(&point).then_some(point)
    }

    fn add(&self, first: &Point, second: &Point) -> Point {
        let (Some((x1, y1)), Some((x2, y2))) = (first, second) else {
            return first.clone().or_else(|| second.clone());
        };
        let p = &self.p;
        if x1 == x2 && (y1 + y2) % p == BigUint::ZERO {
            return None;
        }
        let (rise, run) =
            if x1 == x2 { (x1 * x1 * 3u8 + &self.a, y1 * 2u8) } else { (p + y2 - y1, p + x2 - x1) };
        let slope = rise * run.modinv(p)? % p;
        let x3 = (&slope * &slope + p * 2u8 - x1 - x2) % p;
        let y3 = (slope * (p + x1 - &x3) + p - y1) % p;
        Some((x3, y3))
    }

    fn mul(&self, k: &BigUint, point: &Point) -> Point {
        (0..k.bits()).rev().fold(None, |sum, bit| {
            let double = self.add(&sum, &sum);
            if k.bit(bit) { self.add(&double, point) } else { double }
        })
    }

    /// k·G, faster for k just below q.
    fn of_generator(&self, k: &BigUint) -> Point {
        let k = k % &self.q;
        let negative = &self.q - &k;
        if k <= negative {
            return self.mul(&k, &self.g);
        }
        self.mul(&negative, &self.g).map(|(x, y)| (x, &self.p - y))
    }
}

fn big<const W: usize>(integer: &Uint<W>) -> BigUint {
    BigUint::from_bytes_be(integer.to_be_bytes().as_slice())
}

/// The integer with these octets, whatever they are, least significant first.
fn uint<const W: usize>(integer: &BigUint) -> Uint<W> {
    let mut octets = integer.to_bytes_le();
    octets.resize(Curve::<W>::OCTETS, 0);
    Uint::from_le_slice(&octets)
}

/// The point that the coordinates mean: (0, 0) is O.
fn point<const W: usize>(point: &AffinePoint<W>) -> Point {
    let (x, y) = (big(&point.x), big(&point.y));
    (x != BigUint::ZERO || y != BigUint::ZERO).then_some((x, y))
}

fn affine<const W: usize>(point: &Point) -> AffinePoint<W> {
    let (x, y) = point.as_ref().expect("not O");
    AffinePoint { x: uint(x), y: uint(y) }
}

macro_rules! on_every_curve {
    ($check:ident($($argument:expr),*)) => {{
        $check(&TEST_256 $(, $argument)*);
        $check(&CRYPTO_PRO_A $(, $argument)*);
        $check(&CRYPTO_PRO_B $(, $argument)*);
        $check(&CRYPTO_PRO_C $(, $argument)*);
        $check(&TC26_256_A $(, $argument)*);
        $check(&TEST_512 $(, $argument)*);
        $check(&TC26_512_A $(, $argument)*);
        $check(&TC26_512_B $(, $argument)*);
        $check(&TC26_512_C $(, $argument)*);
    }};
}

/// The simple arithmetic of a curve and the fast one.
fn ways<const W: usize>(curve: &'static Curve<W>) -> [&'static dyn Group<W>; 2] {
    [curve, curve.group()]
}

/// g·G + k·P is the point C, as far as it can be asked: its x modulo q.
fn assert_sum<const W: usize>(curve: &'static Curve<W>, g: &BigUint, k: &BigUint, p: &Point, c: &Point) {
    let q = big(curve.q());
    let x = c.as_ref().map(|(x, _)| x % &q);
    let other = x.as_ref().map_or(BigUint::from(1u8), |x| (x + 1u8) % &q);
    for group in ways(curve) {
        let has_x = |r: &BigUint| group.sum_has_x_vartime(&uint(g), &uint(k), &affine(p), &uint(r));
        assert!(x.as_ref().is_none_or(has_x) && !has_x(&other));
        let table = group.table_vartime(&affine(p));
        let has_x = |r: &BigUint| group.sum_by_table_has_x_vartime(&uint(g), &uint(k), &table, &uint(r));
        assert!(x.as_ref().is_none_or(has_x) && !has_x(&other));
    }
}

#[test]
fn the_generator_is_a_point_of_order_q() {
    fn check<const W: usize>(curve: &'static Curve<W>) {
        let book = Schoolbook::of(curve);
        assert!(book.contains(&book.g) && curve.contains(&curve.generator));
        assert_eq!(book.mul(&book.q, &book.g), None);
        for group in ways(curve) {
            assert_eq!(point(&group.mul_generator(curve.q())), None);
            assert_eq!(point(&group.mul(curve.q(), &curve.generator)), None);
            assert!(group.subgroup_contains_vartime(&curve.generator));
        }
    }
    on_every_curve!(check());
}

/// Scalars at the borders of windows and of q, of G, 2G and −G, whose coordinates are small.
#[test]
fn extreme_multiples_are_right() {
    fn check<const W: usize>(curve: &'static Curve<W>) {
        let book = Schoolbook::of(curve);
        let small = [0u8, 1, 2, 3, 15, 16, 31, 32, 33].map(BigUint::from);
        let large = [1u8, 2, 31, 32].map(|k| &book.q - k);
        let runs = [4, 5, 63, 64, 65].map(|bits| (BigUint::from(1u8) << bits) - 1u8);
        let bases = [BigUint::from(1u8), BigUint::from(2u8), large[0].clone()];
        for k in small.iter().chain(&large).chain(&runs) {
            for group in ways(curve) {
                assert_eq!(point(&group.mul_generator(&uint(k))), book.of_generator(k));
            }
            for base in &bases {
                let point_of_base = affine(&book.of_generator(base));
                for group in ways(curve) {
                    let multiple = group.mul(&uint(k), &point_of_base);
                    assert_eq!(point(&multiple), book.of_generator(&(k * base)));
                }
                for g in [&small[0], &small[1], k, &large[0]] {
                    let sum = book.of_generator(&(g + k * base));
                    assert_sum(curve, g, k, &point(&point_of_base), &sum);
                }
            }
        }
    }
    on_every_curve!(check());
}

/// Signatures whose r is x − iq with every i that x < p allows: random ones meet few of them.
#[test]
fn every_x_that_is_r_modulo_q_is_accepted() {
    fn check<const W: usize>(curve: &'static Curve<W>, most: u8, set: ParameterSet) {
        let book = Schoolbook::of(curve);
        let i_q = (0..=most).map(|i| &book.q * i);
        assert!(&book.q * (most + 1) >= book.p);
        for (number, offset) in i_q.enumerate() {
            let (r, point) = (1u32..)
                .filter_map(|r| Some((BigUint::from(r), book.lift(&offset + r)?)))
                .find(|(_, point)| book.mul(&book.q, point).is_none())
                .expect("one in eight is in the subgroup");
            // e = 3 and s = 5, and the Q with C = z1·G + z2·Q.
            let inverse = BigUint::from(3u8).modinv(&book.q).expect("q is prime");
            let (z1, z2) = (&inverse * 5u8 % &book.q, (&book.q - &r) * inverse % &book.q);
            let rest = book.add(&point, &book.mul(&(&book.q - &z1), &book.g));
            let key = book.mul(&z2.modinv(&book.q).expect("q is prime"), &rest);
            assert_sum(curve, &z1, &z2, &key, &point);
            assert_signature(set, &affine::<W>(&key), &uint::<W>(&r), number);
        }
    }
    check(&CRYPTO_PRO_A, 1, ParameterSet::CryptoProA);
    check(&CRYPTO_PRO_C, 1, ParameterSet::CryptoProC);
    check(&TC26_256_A, 3, ParameterSet::Tc26_256A);
    check(&TC26_512_A, 1, ParameterSet::Tc26_512A);
    check(&TC26_512_C, 4, ParameterSet::Tc26_512C);
}

/// The signature of the digest 3 with s = 5 is valid, and not with one bit turned in it or in the digest.
fn assert_signature<const W: usize>(set: ParameterSet, key: &AffinePoint<W>, r: &Uint<W>, number: usize) {
    let octets = [key.x.to_le_bytes(), key.y.to_le_bytes()].map(|number| number.as_slice().to_vec());
    let key = VerifyingKey::from_le_octets(set, &octets.concat()).expect("a point of the subgroup");
    let digest = Uint::<W>::from_u8(3).to_le_bytes().as_slice().to_vec();
    let s = Uint::<W>::from_u8(5).to_be_bytes();
    let signature = [s.as_slice(), r.to_be_bytes().as_slice()].concat();
    let precomputed = PrecomputedKey::new(key.clone());
    assert!(key.verify_digest(&digest, &signature).is_ok(), "{set} x = r + {number}q");
    assert!(precomputed.verify_digest(&digest, &signature).is_ok(), "{set} x = r + {number}q");
    for bit in 0..8 * signature.len() {
        let mut broken = signature.clone();
        broken[bit / 8] ^= 1 << (bit % 8);
        assert!(key.verify_digest(&digest, &broken).is_err(), "{set} bit {bit}");
        assert!(precomputed.verify_digest(&digest, &broken).is_err(), "{set} bit {bit}");
    }
    let mut broken = digest.clone();
    broken[0] ^= 4;
    assert!(key.verify_digest(&broken, &signature).is_err());
}

/// Points of order 2 and 4, from the Edwards form (RFC 7836 §5.2): (0, −1) and (±1, 0).
#[test]
fn points_outside_the_subgroup_are_told_apart() {
    fn check<const W: usize>(curve: &'static Curve<W>, d: &str) {
        let book = Schoolbook::of(curve);
        let p = &book.p;
        let d = BigUint::parse_bytes(d.as_bytes(), 16).unwrap();
        let s = (p + 1u8 - &d) * BigUint::from(4u8).modinv(p).unwrap() % p;
        let t = (d + 1u8) * BigUint::from(6u8).modinv(p).unwrap() % p;
        let order_2 = Some((t.clone(), BigUint::ZERO));
        let order_4 = Some(((&s + &t) % p, s));
        assert_eq!(book.add(&order_4, &order_4), order_2);
        let points =
            [book.g.clone(), book.mul(&BigUint::from(5u8), &book.g), book.mul(&(&book.q - 1u8), &book.g)];
        for outside in [&order_2, &order_4, &book.add(&order_2, &order_4)] {
            let sums = points.iter().map(|inside| book.add(inside, outside));
            for refused in sums.chain([outside.clone()]) {
                assert!(curve.contains(&affine(&refused)));
                assert!(ways(curve).iter().all(|group| !group.subgroup_contains_vartime(&affine(&refused))));
            }
        }
        for inside in &points {
            assert!(ways(curve).iter().all(|group| group.subgroup_contains_vartime(&affine(inside))));
        }
    }
    check(&TC26_256_A, TC26_256_A_D);
    check(&TC26_512_C, TC26_512_C_D);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn random_multiples_agree(k in octets(), g in octets(), d in octets()) {
        fn check<const W: usize>(curve: &'static Curve<W>, k: &[u8], g: &[u8], d: &[u8]) {
            let book = Schoolbook::of(curve);
            let [k, g, d] = [k, g, d].map(|octets| BigUint::from_bytes_le(octets) % &book.q);
            let public = book.mul(&d, &book.g);
            for group in ways(curve) {
                assert_eq!(point(&group.mul_generator(&uint(&d))), public);
                assert_eq!(point(&group.mul(&uint(&k), &affine(&public))), book.mul(&k, &public));
                assert!(group.subgroup_contains_vartime(&affine(&public)));
            }
            let sum = curve.mul_generator_add_mul_vartime(&uint(&g), &uint(&k), &affine(&public));
            let expected = book.mul(&(&g + &k * d), &book.g);
            assert_eq!(point(&sum), expected);
            assert_sum(curve, &g, &k, &public, &expected);
        }
        on_every_curve!(check(&k, &g, &d));
    }

    #[test]
    fn uniform_scalars_are_residues_of_all_octets(random in octets()) {
        fn check<const W: usize>(curve: &Curve<W>, random: &[u8]) {
            let random = &random[..2 * Curve::<W>::OCTETS];
            let expected = BigUint::from_bytes_le(random) % (big(curve.q()) - 1u8) + 1u8;
            assert_eq!(big(&curve.uniform_scalar(random)), expected);
        }
        on_every_curve!(check(&random));
    }

    #[test]
    fn scalars_are_residues_of_any_integer(integer in octets()) {
        fn check<const W: usize>(curve: &Curve<W>, integer: &[u8]) {
            let integer = &integer[..Curve::<W>::OCTETS];
            let expected = BigUint::from_bytes_le(integer) % big(curve.q());
            assert_eq!(big(&curve.scalar(&Uint::from_le_slice(integer)).retrieve()), expected);
        }
        on_every_curve!(check(&integer));
        on_every_curve!(check(&[0xff; 128]));
    }
}

fn octets() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 128)
}
