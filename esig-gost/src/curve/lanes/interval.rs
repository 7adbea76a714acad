//! Intervals in the place of words: the formulas, run over them, prove their bounds for all inputs.
//!
//! Nothing may leave the range of a signed word, and no limb that is to be multiplied may have more than
//! 52 bits.

use core::ops::{Add, BitAnd, BitOr, Shl, Shr, Sub};

use super::{Kernel, LANES, Lanes, Mask, edwards, element::*, weierstrass};

/// All integers from `low` to `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Interval {
    low: i128,
    high: i128,
}

const LIMB: Interval = Interval { low: 0, high: (1 << LIMB_BITS) - 1 };

impl Interval {
    #[track_caller]
    fn new(low: i128, high: i128) -> Self {
        assert!(low <= high);
        assert!(-(1 << 63) < low && high < 1 << 63, "{low} to {high} leaves a word");
        Self { low, high }
    }

    fn is_within(self, other: Self) -> bool {
        other.low <= self.low && self.high <= other.high
    }

    /// The greatest value of the low 52 bits.
    fn multiplied(self) -> i128 {
        if self.is_within(LIMB) { self.high } else { LIMB.high }
    }

    fn exact(self) -> i128 {
        assert_eq!(self.low, self.high);
        self.low
    }
}

impl Lanes for Interval {
    fn splat(self, word: u64) -> Self {
        Self::new(word.into(), word.into())
    }

    fn load(self, _: &[u64; LANES]) -> Self {
        unreachable!("formulas load nothing")
    }

    fn add_low_product(self, a: Self, b: Self) -> Self {
        self + Self::new(0, (a.multiplied() * b.multiplied()).min(LIMB.high))
    }

    fn add_high_product(self, a: Self, b: Self) -> Self {
        self + Self::new(0, (a.multiplied() * b.multiplied()) >> LIMB_BITS)
    }

    fn times_i32(self, factor: Self) -> Self {
        let word = Self::new(i32::MIN.into(), i32::MAX.into());
        assert!(self.is_within(word) && factor.is_within(word));
        let factor = factor.exact();
        Self::new(self.low * factor, self.high * factor)
    }

    fn equals(self, _: Self) -> Mask {
        unreachable!("formulas compare nothing")
    }

    fn is_negative(self) -> Mask {
        unreachable!("formulas compare nothing")
    }

    fn select(self, other: Self, _: Mask) -> Self {
        Self::new(self.low.min(other.low), self.high.max(other.high))
    }

    fn look_up(self, _: &[u64]) -> Self {
        unreachable!("formulas look up nothing")
    }

    #[track_caller]
    fn assert_limb(self) -> Self {
        assert!(self.is_within(LIMB), "{self:?}");
        self
    }

    fn words(self) -> [u64; LANES] {
        unreachable!("formulas show nothing")
    }

    fn call<K: Kernel<Self>>(self, kernel: K) -> K::Output {
        kernel.run()
    }
}

impl Add for Interval {
    type Output = Self;

    #[track_caller]
    fn add(self, other: Self) -> Self {
        Self::new(self.low + other.low, self.high + other.high)
    }
}

impl Sub for Interval {
    type Output = Self;

    #[track_caller]
    fn sub(self, other: Self) -> Self {
        Self::new(self.low - other.high, self.high - other.low)
    }
}

/// With 2ⁿ − 1.
impl BitAnd for Interval {
    type Output = Self;

    fn bitand(self, mask: Self) -> Self {
        let all = Self::new(0, mask.exact());
        if self.is_within(all) { self } else { all }
    }
}

/// With a bit above.
impl BitOr for Interval {
    type Output = Self;

    fn bitor(self, bit: Self) -> Self {
        assert!(self.is_within(Self::new(0, bit.exact() - 1)));
        self + bit
    }
}

impl Shl<u64> for Interval {
    type Output = Self;

    #[track_caller]
    fn shl(self, bits: u64) -> Self {
        Self::new(self.low << bits, self.high << bits)
    }
}

impl Shr<u64> for Interval {
    type Output = Self;

    fn shr(self, bits: u64) -> Self {
        Self::new(self.low >> bits, self.high >> bits)
    }
}

/// Every element there may be.
fn any<const N: usize>() -> Element<Interval, N> {
    let bits = Prime::<N>::BITS - LIMB_BITS * (N - 1);
    let mut limbs = [LIMB; N];
    limbs[N - 1] = Interval::new(0, (2 << bits) + (1 << (bits - 30)));
    Element(limbs)
}

#[track_caller]
fn assert_elements<const N: usize, const M: usize>(elements: [Element<Interval, N>; M]) {
    for element in elements {
        for (limb, bound) in element.0.into_iter().zip(any::<N>().0) {
            assert!(limb.is_within(bound), "{limb:?}");
        }
    }
}

fn check_bounds<const N: usize>() {
    let any = any::<N>();
    let other = any;
    assert_elements([(any * other).reduce(), any.square().reduce(), (any - other).reduce()]);
    // What `is_zero` presumes: 0 < reduced < 3p.
    let widest = Interval::new(-(1 << 61), 1 << 61);
    let top = Unreduced::from(Element([widest; N])).reduce().0[N - 1];
    let bits = Prime::<N>::BITS - LIMB_BITS * (N - 1);
    assert!(top.low > 0 && top.high < (3 << bits) - 1);

    let point = weierstrass::Jacobian { x: any, y: any, z: any };
    let affine = weierstrass::Affine { x: any, y: any };
    for sum in [point.double(), point.add(&point), point.add_affine(&affine)] {
        assert_elements([sum.x, sum.y, sum.z]);
    }

    let projective = edwards::Projective { x: any, y: any, z: any };
    let extended = edwards::Extended { point: projective, t: any };
    let addend = edwards::Addend { point: projective, dt: any };
    let affine = edwards::AffineAddend { x: any, y: any, dt: any };
    for sum in [projective.double(), extended.add(&addend, 1), extended.add_affine(&affine, 1)] {
        assert_elements([sum.e, sum.f, sum.g, sum.h]);
        let point = sum.extended();
        assert_elements([point.point.x, point.point.y, point.point.z, point.t]);
    }
    let point = edwards::Extended::from_weierstrass(any, any, any, any);
    assert_elements([point.point.x, point.point.y, point.point.z, point.t]);
}

#[test]
fn no_limb_leaves_its_bounds() {
    check_bounds::<5>();
    check_bounds::<10>();
}
