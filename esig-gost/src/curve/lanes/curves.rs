//! The curves that have a form for lanes, and what is asked of them.

use alloc::{boxed::Box, vec::Vec};
use core::array;

use crypto_bigint::{Uint, modular::FixedMontyForm};
use once_cell::race::OnceBox;

use super::{
    Kernel, LANES, Lanes, Mask, edwards,
    element::{Element, LIMB_BITS, LIMB_MASK, Unreduced},
    multiples::{Point, multiples},
    scalars::Scalars,
    straus::{GENERATOR_MULTIPLES, straus},
    weierstrass,
};
use crate::curve::{self, Claim, Curve, WORDS_256, WORDS_512, inversion::invert_all_vartime};

/// RFC 4357 §11.4.
pub(crate) static CRYPTO_PRO_A: LaneCurve<WORDS_256, 5> =
    LaneCurve::new(&curve::CRYPTO_PRO_A, Form::Weierstrass);

/// RFC 7836 appendix A.2.
pub(crate) static TC26_256_A: LaneCurve<WORDS_256, 5> =
    LaneCurve::new(&curve::TC26_256_A, Form::Edwards { d: Uint::from_be_hex(curve::TC26_256_A_D) });

/// RFC 7836 appendix A.1.
pub(crate) static TC26_512_A: LaneCurve<WORDS_512, 10> =
    LaneCurve::new(&curve::TC26_512_A, Form::Weierstrass);

/// RFC 7836 appendix A.2.
pub(crate) static TC26_512_C: LaneCurve<WORDS_512, 10> =
    LaneCurve::new(&curve::TC26_512_C, Form::Edwards { d: Uint::from_be_hex(curve::TC26_512_C_D) });

/// A curve over p = 2ᴮ − c, with numbers in N limbs.
pub(crate) struct LaneCurve<const W: usize, const N: usize> {
    pub(super) curve: &'static Curve<W>,
    pub(super) form: Form<W>,
    constants: OnceBox<Constants<N>>,
}

/// How the curve is written for the arithmetic.
pub(super) enum Form<const W: usize> {
    /// y² = x³ − 3x + b, of prime order.
    Weierstrass,
    /// u² + v² = 1 + d·u²v², of order 4q (RFC 7836 §5.2).
    Edwards { d: Uint<W> },
}

/// What is computed once for a curve, in limbs.
struct Constants<const N: usize> {
    q: [u64; N],
    /// d, s and t of RFC 7836 §5.2 for an Edwards curve, else zero.
    d: [u64; N],
    s: [u64; N],
    t: [u64; N],
    /// A row for each of 0·G to 512·G: see [`weierstrass::Sum`] and [`edwards::Sum`].
    generator_multiples: Vec<u64>,
}

/// What came of eight claims.
#[derive(Clone, Copy)]
pub(crate) struct Verdicts {
    /// Where the claim is true.
    holds: Mask,
    /// Where there is no telling: points met that the formulas do not know how to add.
    unknown: Mask,
}

impl Verdicts {
    /// What lane number `lane` tells, if anything.
    pub(crate) fn in_lane(self, lane: usize) -> Option<bool> {
        (self.unknown >> lane & 1 == 0).then_some(self.holds >> lane & 1 == 1)
    }
}

/// The numbers of eight claims, transposed.
struct Transposed<L, const N: usize> {
    g: Element<L, N>,
    k: Element<L, N>,
    x: Element<L, N>,
    y: Element<L, N>,
    r: Element<L, N>,
}

impl<const W: usize, const N: usize> LaneCurve<W, N> {
    const fn new(curve: &'static Curve<W>, form: Form<W>) -> Self {
        Self { curve, form, constants: OnceBox::new() }
    }

    /// The curve itself.
    pub(crate) fn curve(&self) -> &'static Curve<W> {
        self.curve
    }

    /// Whether each of the claims is true.
    pub(crate) fn check_vartime<L: Lanes>(&self, lanes: L, claims: &[Claim<W>; LANES]) -> Verdicts {
        let constants = self.constants.get_or_init(|| Box::new(self.constants()));
        match self.form {
            Form::Weierstrass => lanes.call(Weierstrass { curve: self.curve, constants, lanes, claims }),
            Form::Edwards { .. } => lanes.call(Edwards { curve: self.curve, constants, lanes, claims }),
        }
    }

    fn constants(&self) -> Constants<N> {
        let multiples = multiples(self.curve, GENERATOR_MULTIPLES - 1);
        let q = limbs(self.curve.q());
        let zero = [0; N];
        match self.edwards_parameters() {
            None => {
                let rows = multiples.iter().flat_map(|(x, y)| [element(x), element(y)]);
                let generator_multiples = [zero; 2].into_iter().chain(rows).flatten().collect();
                Constants { q, d: zero, s: zero, t: zero, generator_multiples }
            }
            Some(parameters) => {
                let EdwardsParameters { d, s, t } = parameters;
                let points = parameters.points(&multiples);
                let rows = points.iter().flat_map(|(u, v)| [element(u), element(v), element(&(d * *u * *v))]);
                let neutral = [zero, limbs(&Uint::<W>::ONE), zero];
                let generator_multiples = neutral.into_iter().chain(rows).flatten().collect();
                Constants { q, d: element(&d), s: element(&s), t: element(&t), generator_multiples }
            }
        }
    }

    /// s = (1 − d)/4, t = (d + 1)/6, if this is an Edwards curve.
    pub(super) fn edwards_parameters(&self) -> Option<EdwardsParameters<W>> {
        let Form::Edwards { d } = &self.form else { return None };
        let (d, one) = (self.curve.element(d), FixedMontyForm::one(&self.curve.field));
        let three = one.double() + one;
        let s = (one - d).div_by_2().div_by_2();
        let t = (d + one).div_by_2() * three.invert_vartime().unwrap_or(one);
        Some(EdwardsParameters { d, s, t })
    }
}

/// The numbers of an Edwards curve and of the equivalent Weierstrass curve (RFC 7836 §5.2).
#[derive(Clone, Copy)]
pub(super) struct EdwardsParameters<const W: usize> {
    pub(super) d: FixedMontyForm<W>,
    pub(super) s: FixedMontyForm<W>,
    pub(super) t: FixedMontyForm<W>,
}

impl<const W: usize> EdwardsParameters<W> {
    /// u = (x − t)/y, v = (x − t − s)/(x − t + s) of points of order q, where no denominator is zero.
    pub(super) fn points(&self, points: &[Point<W>]) -> Vec<Point<W>> {
        let Self { s, t, .. } = *self;
        let mut inverses = points.iter().flat_map(|(x, y)| [*y, *x - t + s]).collect::<Vec<_>>();
        invert_all_vartime(&mut inverses);
        let pairs = points.iter().zip(inverses.chunks_exact(2));
        pairs.map(|((x, _), inverses)| ((*x - t) * inverses[0], (*x - t - s) * inverses[1])).collect()
    }
}

struct Weierstrass<'a, L, const W: usize, const N: usize> {
    curve: &'a Curve<W>,
    constants: &'a Constants<N>,
    lanes: L,
    claims: &'a [Claim<W>; LANES],
}

impl<L: Lanes, const W: usize, const N: usize> Kernel<L> for Weierstrass<'_, L, W, N> {
    type Output = Verdicts;

    #[inline(always)]
    fn run(self) -> Verdicts {
        let Transposed { g, k, x, y, r } = Transposed::new(self.lanes, self.claims);
        let multiples = weierstrass::Jacobian::multiples(&weierstrass::Affine { x, y });
        let mut sum = weierstrass::Sum::new(&multiples, &self.constants.generator_multiples);
        straus(&mut sum, &Scalars::new(g.0), &Scalars::new(k.0));
        // x = X/Z² is r + iq if X − rZ² is iqZ².
        let weierstrass::Jacobian { x, z, .. } = sum.sum;
        let zz = z.square().reduce();
        let q = Element::splat(self.lanes, &self.constants.q);
        let unknown = Unreduced::from(z).is_zero();
        let holds = any_candidate(self.curve, self.claims, x - r * zz, (q * zz).reduce());
        Verdicts { holds: holds & !unknown, unknown }
    }
}

struct Edwards<'a, L, const W: usize, const N: usize> {
    curve: &'a Curve<W>,
    constants: &'a Constants<N>,
    lanes: L,
    claims: &'a [Claim<W>; LANES],
}

impl<L: Lanes, const W: usize, const N: usize> Kernel<L> for Edwards<'_, L, W, N> {
    type Output = Verdicts;

    #[inline(always)]
    fn run(self) -> Verdicts {
        let Transposed { g, k, x, y, r } = Transposed::new(self.lanes, self.claims);
        let [q, d, s, t] = [self.constants.q, self.constants.d, self.constants.s, self.constants.t];
        let [q, d, s, t] = [
            Element::splat(self.lanes, &q),
            Element::splat(self.lanes, &d),
            Element::splat(self.lanes, &s),
            Element::splat(self.lanes, &t),
        ];
        let point = edwards::Extended::from_weierstrass(x, y, s, t);
        let multiples = edwards::Addend::multiples(&point, &d);
        let mut sum = edwards::Sum::new(&multiples, &self.constants.generator_multiples);
        straus(&mut sum, &Scalars::new(g.0), &Scalars::new(k.0));
        // x = s(Z + Y)/(Z − Y) + t is r + iq if s(Z + Y) + (t − r)(Z − Y) is iq(Z − Y). For O, where
        // Z = Y, that is never so: the left is 2sZ, which is not zero.
        let edwards::Projective { y, z, .. } = sum.sum.projective();
        let denominator = (z - y).reduce();
        let difference = s * (z + y).reduce() + (t - r).reduce() * denominator;
        let holds = any_candidate(self.curve, self.claims, difference, (q * denominator).reduce());
        Verdicts { holds, unknown: 0 }
    }
}

/// Where `difference` is i·`step` for any i with r + iq < p.
#[inline(always)]
fn any_candidate<L: Lanes, const W: usize, const N: usize>(
    curve: &Curve<W>,
    claims: &[Claim<W>; LANES],
    difference: Unreduced<L, N>,
    step: Element<L, N>,
) -> Mask {
    let mut holds = difference.is_zero();
    let (mut difference, mut bound) = (difference.reduce(), *curve.p());
    while bound >= *curve.q() {
        bound = bound.wrapping_sub(curve.q());
        difference = (difference - step).reduce();
        let below = claims.iter().rev().fold(0, |mask, claim| mask << 1 | Mask::from(claim.r < bound));
        holds |= below & Unreduced::from(difference).is_zero();
    }
    holds
}

impl<L: Lanes, const N: usize> Transposed<L, N> {
    #[inline(always)]
    fn new<const W: usize>(lanes: L, claims: &[Claim<W>; LANES]) -> Self {
        Self {
            g: Element::transposed(lanes, &claims.each_ref().map(|claim| claim.g)),
            k: Element::transposed(lanes, &claims.each_ref().map(|claim| claim.k)),
            x: Element::transposed(lanes, &claims.each_ref().map(|claim| claim.point.x)),
            y: Element::transposed(lanes, &claims.each_ref().map(|claim| claim.point.y)),
            r: Element::transposed(lanes, &claims.each_ref().map(|claim| claim.r)),
        }
    }
}

impl<L: Lanes, const N: usize> Element<L, N> {
    /// One number in each lane.
    #[inline(always)]
    pub(super) fn transposed<const W: usize>(lanes: L, numbers: &[Uint<W>; LANES]) -> Self {
        let columns = columns::<W, N>(numbers);
        let mut element = Self::zero(lanes);
        for (limb, words) in element.0.iter_mut().zip(&columns) {
            *limb = lanes.load(words);
        }
        element
    }
}

/// The limbs of each number.
pub(super) fn columns<const W: usize, const N: usize>(numbers: &[Uint<W>; LANES]) -> [[u64; LANES]; N] {
    let rows = numbers.each_ref().map(limbs::<W, N>);
    array::from_fn(|k| rows.each_ref().map(|row| row[k]))
}

fn element<const W: usize, const N: usize>(element: &FixedMontyForm<W>) -> [u64; N] {
    limbs(&element.retrieve())
}

/// `integer` in limbs of 52 bits.
pub(super) fn limbs<const W: usize, const N: usize>(integer: &Uint<W>) -> [u64; N] {
    let octets = integer.to_le_bytes();
    let octets = octets.as_slice();
    // A limb spans at most eight octets, since 52k is 0 or 4 modulo 8.
    array::from_fn(|k| {
        let (octet, bit) = (LIMB_BITS * k / 8, LIMB_BITS * k % 8);
        let octets = &octets[octet..octets.len().min(octet + 8)];
        let word = octets.iter().rev().fold(0, |word, octet| word << 8 | u64::from(*octet));
        word >> bit & LIMB_MASK
    })
}
