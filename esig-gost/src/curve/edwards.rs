//! The curves of RFC 7836 appendix A.2 in the form in which they were made: twisted Edwards.
//!
//! Keys and signatures are written in the coordinates (x, y) of the equivalent Weierstrass curve, but
//! its a is not −3 and its order not prime; in (u, v) the same points are added with fewer multiplications and
//! without any special case. RFC 7836 §5.2, with e = 1, s = (1 − d)/4 and t = (1 + d)/6:
//!
//! ```text
//! x = s·(1 + v)/(1 − v) + t        u = (x − t)/y
//! y = s·(1 + v)/((1 − v)·u)        v = (x − t − s)/(x − t + s)
//! ```

mod points;

use alloc::{boxed::Box, vec::Vec};

use crypto_bigint::Uint;
use once_cell::race::OnceBox;
use zeroize::Zeroizing;

use self::points::{Addend, Affine, COORDINATES, Completed, Extended, Projective};
use super::{
    AffinePoint, Curve, Group, Table,
    fixed_base::{PointArithmetic, odd_multiples, select},
    generator::Generator,
    recoding::{CHOICES, GENERATOR_WIDTH, NonAdjacentForm, OddDigits, POINT_MULTIPLES, POINT_WIDTH, WINDOW},
    table::{Coordinates, SPACING, Shape, Term, terms_vartime},
};
use crate::field::{FieldElement, invert_all};

/// A curve with its coefficient d, and with what was computed of its generator.
pub(super) struct Edwards<F, const W: usize> {
    curve: &'static Curve<W>,
    d: Uint<W>,
    form: OnceBox<Form<F, W>>,
    generator: Generator<Affine<F, W>, W>,
}

/// The coefficients as elements of the field.
struct Form<F, const W: usize> {
    d: F,
    s: F,
    t: F,
}

impl<F: FieldElement<W>, const W: usize> Group<W> for Edwards<F, W> {
    #[inline(always)]
    fn mul_generator(&self, k: &Uint<W>) -> AffinePoint<W> {
        let form = self.form();
        let comb = self.generator.comb(self.curve, form, || self.generator());
        form.weierstrass(&comb.mul(form, &OddDigits::new(k, self.curve)))
    }

    #[inline(always)]
    fn mul(&self, k: &Uint<W>, point: &AffinePoint<W>) -> AffinePoint<W> {
        let form = self.form();
        form.weierstrass(&form.multiple(&form.edwards(point), &OddDigits::new(k, self.curve)))
    }

    #[inline(always)]
    fn sum_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, point: &AffinePoint<W>, r: &Uint<W>) -> bool {
        let form = self.form();
        let of_generator = self.generator.odd_multiples(form, || self.generator());
        let sum = form.sum_vartime(g, of_generator, k, &form.edwards(point));
        self.curve.abscissas(r).any(|x| form.has_x_vartime(&sum, &x))
    }

    fn table_vartime(&self, point: &AffinePoint<W>) -> Table<W> {
        let form = self.form();
        Table::new(form, &form.edwards(point), Shape::of_point(self.curve))
    }

    fn table_octets(&self) -> usize {
        Shape::of_point(self.curve).octets::<W, COORDINATES>()
    }

    #[inline(always)]
    fn sum_by_table_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, table: &Table<W>, r: &Uint<W>) -> bool {
        let form = self.form();
        let of_generator = self.generator.table(self.curve, form, || self.generator());
        let sum = sum_of_terms_vartime::<F, W>(&terms_vartime(self.curve, (g, of_generator), (k, table)));
        self.curve.abscissas(r).any(|x| form.has_x_vartime(&sum, &x))
    }

    /// The formulas are complete, so that q·P is right for any P. The point of order two, whose (U : V : Z) is
    /// (0 : 0 : 0), stays so and is refused as well.
    #[inline(always)]
    fn subgroup_contains_vartime(&self, point: &AffinePoint<W>) -> bool {
        let form = self.form();
        form.sum_vartime(&Uint::ZERO, &[], self.curve.q(), &form.edwards(point)).is_neutral_vartime()
    }
}

impl<F: FieldElement<W>, const W: usize> Edwards<F, W> {
    /// `d` as RFC 7836 prints it.
    pub(super) const fn new(curve: &'static Curve<W>, d: &str) -> Self {
        Self { curve, d: Uint::from_be_hex(d), form: OnceBox::new(), generator: Generator::new() }
    }

    fn form(&self) -> &Form<F, W> {
        self.form.get_or_init(|| Box::new(Form::new(&self.d)))
    }

    fn generator(&self) -> Extended<F, W> {
        self.form().edwards(&self.curve.generator)
    }
}

impl<F: FieldElement<W>, const W: usize> Form<F, W> {
    fn new(d: &Uint<W>) -> Self {
        let d = F::new(d);
        let [four, six] = [4, 6].map(|n| F::new(&Uint::from_u8(n)));
        Self { d, s: (F::ONE - d) * four.invert(), t: (F::ONE + d) * six.invert() }
    }

    /// The point of the curve with these coordinates, without an inversion.
    ///
    /// With w = x − t this is (w(w + s) : (w − s)y : y(w + s)) and T = w(w − s). No point of the curve has w = −s,
    /// since there y² is not a square. The point of order two, (t, 0), becomes (0 : 0 : 0).
    #[inline(always)]
    fn edwards(&self, point: &AffinePoint<W>) -> Extended<F, W> {
        let (w, y) = (F::new(&point.x) - self.t, F::new(&point.y));
        let (above, below) = (w + self.s, w - self.s);
        Extended { u: w * above, v: below * y, z: y * above, t: w * below }
    }

    /// x = s(Z + V)/(Z − V) + t and y = s(Z + V)Z/((Z − V)U), (0, 0) for O. Constant in time.
    #[inline(always)]
    fn weierstrass(&self, point: &Extended<F, W>) -> AffinePoint<W> {
        let Extended { u, v, z, .. } = *point;
        let inverse = Zeroizing::new(((z - v) * u).invert());
        let factor = Zeroizing::new(self.s * (z + v) * *inverse);
        let coordinate = |numerator: F| F::select(&numerator, &F::ZERO, u.is_zero()).retrieve();
        AffinePoint { x: coordinate(*factor * u + self.t), y: coordinate(*factor * z) }
    }

    /// Whether s(Z + V) = (x − t)(Z − V), which does not hold for O = (0 : Z : Z).
    #[inline(always)]
    fn has_x_vartime(&self, point: &Projective<F, W>, x: &Uint<W>) -> bool {
        let (left, right) = (self.s * (point.z + point.v), (F::new(x) - self.t) * (point.z - point.v));
        (left - right).is_zero().to_bool()
    }

    /// k·P in constant time.
    #[inline(always)]
    fn multiple(&self, point: &Extended<F, W>, k: &OddDigits<W>) -> Zeroizing<Extended<F, W>> {
        let odd: [_; CHOICES] = odd_multiples(self, point);
        let odd = odd.map(|multiple| multiple.cached(&self.d));
        let mut sum = Zeroizing::new(Extended::NEUTRAL);
        for digit in k.digits().rev() {
            let mut multiple = Zeroizing::new(sum.projective());
            for _ in 1..WINDOW {
                *multiple = multiple.double().projective();
            }
            let entry = Zeroizing::new(select(&odd, &digit));
            *sum = entry.add_to(&multiple.double().extended()).extended();
        }
        sum
    }

    /// g·G + k·P by Straus's method with non-adjacent forms. `of_generator` may be empty if g is zero.
    #[inline(always)]
    fn sum_vartime(
        &self,
        g: &Uint<W>,
        of_generator: &[Affine<F, W>],
        k: &Uint<W>,
        point: &Extended<F, W>,
    ) -> Projective<F, W> {
        let of_point: [_; POINT_MULTIPLES] = odd_multiples(self, point);
        let of_point = of_point.map(|multiple| multiple.cached(&self.d));
        let g = NonAdjacentForm::new_vartime(g, GENERATOR_WIDTH);
        let k = NonAdjacentForm::new_vartime(k, POINT_WIDTH);
        let mut sum = Projective::NEUTRAL;
        for position in (0..g.length().max(k.length())).rev() {
            let twice = add_digit_vartime(sum.double(), k.digit(position), &of_point);
            sum = add_digit_vartime(twice, g.digit(position), of_generator).projective();
        }
        sum
    }
}

impl<F: FieldElement<W>, const W: usize> PointArithmetic for Form<F, W> {
    type Point = Extended<F, W>;
    type Entry = Affine<F, W>;

    #[inline(always)]
    fn neutral(&self) -> Extended<F, W> {
        Extended::NEUTRAL
    }

    #[inline(always)]
    fn double(&self, p: &Extended<F, W>) -> Extended<F, W> {
        p.projective().double().extended()
    }

    #[inline(always)]
    fn add(&self, p: &Extended<F, W>, q: &Extended<F, W>) -> Extended<F, W> {
        q.cached(&self.d).add_to(p).extended()
    }

    #[inline(always)]
    fn add_entry(&self, p: &Extended<F, W>, q: &Affine<F, W>) -> Extended<F, W> {
        q.add_to(p).extended()
    }

    /// The formulas are complete.
    #[inline(always)]
    fn add_or_double_entry(&self, p: &Extended<F, W>, q: &Affine<F, W>) -> Extended<F, W> {
        self.add_entry(p, q)
    }

    #[inline(always)]
    fn point(&self, entry: &Affine<F, W>) -> Extended<F, W> {
        entry.extended()
    }

    fn entries(&self, points: &[Extended<F, W>]) -> Vec<Affine<F, W>> {
        let z: Vec<F> = points.iter().map(|point| point.z).collect();
        let affine = |(point, z): (&Extended<F, W>, F)| Affine::new(point.u * z, point.v * z, &self.d);
        points.iter().zip(invert_all(&z)).map(affine).collect()
    }
}

/// The sum of the terms.
#[inline(always)]
fn sum_of_terms_vartime<F: FieldElement<W>, const W: usize>(
    terms: &[Term<'_, W, COORDINATES>; 2],
) -> Projective<F, W> {
    (0..SPACING).rev().fold(Projective::NEUTRAL, |sum, offset| {
        let multiples = terms.iter().flat_map(|term| term.at(offset));
        let sum = multiples.fold(sum.double(), |sum, (multiple, negative)| {
            let (multiple, sum) = (Affine::from_integers(multiple), sum.extended());
            if negative { multiple.subtract_from(&sum) } else { multiple.add_to(&sum) }
        });
        sum.projective()
    })
}

/// `sum` + `digit`·P, where `odd` are P, 3P, 5P …
#[inline(always)]
fn add_digit_vartime<F: FieldElement<W>, A: Addend<F, W>, const W: usize>(
    sum: Completed<F, W>,
    digit: i8,
    odd: &[A],
) -> Completed<F, W> {
    let multiple = usize::from(digit.unsigned_abs() / 2);
    match digit {
        0 => sum,
        1.. => odd[multiple].add_to(&sum.extended()),
        ..0 => odd[multiple].subtract_from(&sum.extended()),
    }
}
