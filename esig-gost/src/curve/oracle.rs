//! The schoolbook: affine arithmetic on arbitrary integers, to compare the real one with.

use alloc::vec::Vec;

use crypto_bigint::Uint;
use num_bigint::BigUint;
use proptest::prelude::*;

use super::*;

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

#[test]
fn the_generator_is_a_point_of_order_q() {
    fn check<const W: usize>(curve: &Curve<W>) {
        let book = Schoolbook::of(curve);
        assert!(book.contains(&book.g) && curve.contains(&curve.generator));
        assert_eq!(book.mul(&book.q, &book.g), None);
        assert_eq!(point(&curve.mul_generator(curve.q())), None);
        assert!(curve.subgroup_contains_vartime(&curve.generator));
    }
    on_every_curve!(check());
}

#[test]
fn extreme_multiples_of_the_generator_are_right() {
    fn check<const W: usize>(curve: &Curve<W>) {
        let book = Schoolbook::of(curve);
        let small = [0u8, 1, 2, 15, 16].map(BigUint::from);
        let large = [1u8, 2].map(|k| &book.q - k);
        for k in small.iter().chain(&large) {
            assert_eq!(point(&curve.mul_generator(&uint(k))), book.mul(k, &book.g));
            for l in [&small[0], &small[1], &large[0]] {
                let sum = curve.mul_generator_add_mul_vartime(&uint(k), &uint(l), &curve.generator);
                assert_eq!(point(&sum), book.mul(&(k + l), &book.g));
            }
        }
    }
    on_every_curve!(check());
}

/// Points of order 2 and 4, from the Edwards form (RFC 7836 §5.2): (0, −1) and (±1, 0).
#[test]
fn points_outside_the_subgroup_are_told_apart() {
    fn check<const W: usize>(curve: &Curve<W>, d: &str) {
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
            assert!(curve.contains(&affine(outside)) && !curve.subgroup_contains_vartime(&affine(outside)));
            for inside in &points {
                assert!(curve.subgroup_contains_vartime(&affine(inside)));
                let sum = affine(&book.add(inside, outside));
                assert!(curve.contains(&sum) && !curve.subgroup_contains_vartime(&sum));
            }
        }
    }
    check(&TC26_256_A, "0605F6B7C183FA81578BC39CFAD518132B9DF62897009AF7E522C32D6DC7BFFB");
    check(
        &TC26_512_C,
        "9E4F5D8C017D8D9F13A5CF3CDF5BFE4DAB402D54198E31EBDE28A0621050439C\
         A6B39E0A515C06B304E2CE43E79E369E91A0CFC2BC2A22B4CA302DBB33EE7550",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn random_multiples_agree(k in octets(), g in octets(), d in octets()) {
        fn check<const W: usize>(curve: &Curve<W>, k: &[u8], g: &[u8], d: &[u8]) {
            let book = Schoolbook::of(curve);
            let [k, g, d] = [k, g, d].map(|octets| BigUint::from_bytes_le(octets) % &book.q);
            let public = book.mul(&d, &book.g);
            assert_eq!(point(&curve.mul_generator(&uint(&d))), public);
            let sum = curve.mul_generator_add_mul_vartime(&uint(&g), &uint(&k), &affine(&public));
            assert_eq!(point(&sum), book.mul(&(g + k * d), &book.g));
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
