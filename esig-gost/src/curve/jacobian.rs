//! The curves y² = x³ − 3x + b of prime order over fields that are fast: Jacobian coordinates.

mod points;

use alloc::vec::Vec;

use crypto_bigint::Uint;
use zeroize::Zeroizing;

use self::points::{Addend, Affine, COORDINATES, Jacobian};
use super::{
    AffinePoint, Curve, Group, Table,
    fixed_base::{PointArithmetic, odd_multiples, select},
    generator::Generator,
    recoding::{CHOICES, GENERATOR_WIDTH, NonAdjacentForm, OddDigits, POINT_MULTIPLES, POINT_WIDTH, WINDOW},
    table::{Coordinates, SPACING, Shape, Term, terms_vartime},
};
use crate::field::{FieldElement, invert_all};

/// A curve with what was computed of its generator.
pub(super) struct ShortWeierstrass<F, const W: usize> {
    curve: &'static Curve<W>,
    generator: Generator<Affine<F, W>, W>,
}

impl<F: FieldElement<W>, const W: usize> Group<W> for ShortWeierstrass<F, W> {
    #[inline(always)]
    fn mul_generator(&self, k: &Uint<W>) -> AffinePoint<W> {
        let comb = self.generator.comb(self.curve, self, || self.generator());
        affine(&comb.mul(self, &OddDigits::new(k, self.curve)))
    }

    #[inline(always)]
    fn mul(&self, k: &Uint<W>, point: &AffinePoint<W>) -> AffinePoint<W> {
        affine(&self.multiple(&jacobian(point), &OddDigits::new(k, self.curve)))
    }

    #[inline(always)]
    fn sum_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, point: &AffinePoint<W>, r: &Uint<W>) -> bool {
        let of_generator = self.generator.odd_multiples(self, || self.generator());
        let sum = self.sum_vartime(g, of_generator, k, &jacobian(point));
        self.curve.abscissas(r).any(|x| has_x_vartime(&sum, &x))
    }

    fn table_vartime(&self, point: &AffinePoint<W>) -> Table<W> {
        Table::new(self, &jacobian(point), Shape::of_point(self.curve))
    }

    fn table_octets(&self) -> usize {
        Shape::of_point(self.curve).octets::<W, COORDINATES>()
    }

    #[inline(always)]
    fn sum_by_table_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, table: &Table<W>, r: &Uint<W>) -> bool {
        let of_generator = self.generator.table(self.curve, self, || self.generator());
        let sum = sum_of_terms_vartime::<F, W>(&terms_vartime(self.curve, (g, of_generator), (k, table)));
        self.curve.abscissas(r).any(|x| has_x_vartime(&sum, &x))
    }

    /// The order of the curve is prime.
    #[inline(always)]
    fn subgroup_contains_vartime(&self, _: &AffinePoint<W>) -> bool {
        true
    }
}

impl<F: FieldElement<W>, const W: usize> ShortWeierstrass<F, W> {
    pub(super) const fn new(curve: &'static Curve<W>) -> Self {
        Self { curve, generator: Generator::new() }
    }

    fn generator(&self) -> Jacobian<F, W> {
        jacobian(&self.curve.generator)
    }

    /// k·P in constant time.
    ///
    /// After each digit the sum is S·P with an odd S, and the next step adds d·P to 32S·P, where |d| < 32 is odd.
    /// Neither is O, and they are not equal, unless 32S = d modulo q: and that needs |32S − d| ≥ q, which only the
    /// last digit can bring about.
    #[inline(always)]
    fn multiple(&self, point: &Jacobian<F, W>, k: &OddDigits<W>) -> Zeroizing<Jacobian<F, W>> {
        let odd: [_; CHOICES] = odd_multiples(self, point);
        let odd = odd.map(|multiple| multiple.cached());
        let mut entries = k.digits().rev().map(|digit| Zeroizing::new(select(&odd, &digit)));
        let first = entries.next().map_or(Jacobian::NEUTRAL, |entry| entry.jacobian());
        let mut sum = Zeroizing::new(first);
        for entry in entries {
            for _ in 0..WINDOW {
                *sum = sum.double();
            }
            *sum = sum.add_or_double(&*entry);
        }
        sum
    }

    /// g·G + k·P by Straus's method with non-adjacent forms.
    #[inline(always)]
    fn sum_vartime(
        &self,
        g: &Uint<W>,
        of_generator: &[Affine<F, W>],
        k: &Uint<W>,
        point: &Jacobian<F, W>,
    ) -> Jacobian<F, W> {
        let of_point: [_; POINT_MULTIPLES] = odd_multiples(self, point);
        let of_point = of_point.map(|multiple| multiple.cached());
        let g = NonAdjacentForm::new_vartime(g, GENERATOR_WIDTH);
        let k = NonAdjacentForm::new_vartime(k, POINT_WIDTH);
        let mut sum = Jacobian::NEUTRAL;
        for position in (0..g.length().max(k.length())).rev() {
            sum = sum.double();
            sum = add_digit_vartime(sum, k.digit(position), &of_point);
            sum = add_digit_vartime(sum, g.digit(position), of_generator);
        }
        sum
    }
}

/// The sum of the terms.
#[inline(always)]
fn sum_of_terms_vartime<F: FieldElement<W>, const W: usize>(
    terms: &[Term<'_, W, COORDINATES>; 2],
) -> Jacobian<F, W> {
    let mut sum = Jacobian::NEUTRAL;
    for offset in (0..SPACING).rev() {
        sum = sum.double();
        for (multiple, negative) in terms.iter().flat_map(|term| term.at(offset)) {
            let multiple = Affine::from_integers(multiple);
            sum = sum.add_vartime(&if negative { multiple.negate() } else { multiple });
        }
    }
    sum
}

#[inline(always)]
fn jacobian<F: FieldElement<W>, const W: usize>(point: &AffinePoint<W>) -> Jacobian<F, W> {
    Jacobian { x: F::new(&point.x), y: F::new(&point.y), z: F::ONE }
}

/// (X/Z², Y/Z³) in constant time, (0, 0) for O.
#[inline(always)]
fn affine<F: FieldElement<W>, const W: usize>(point: &Jacobian<F, W>) -> AffinePoint<W> {
    let inverse = Zeroizing::new(point.z.invert());
    let square = Zeroizing::new(inverse.square());
    let cube = Zeroizing::new(*square * *inverse);
    AffinePoint { x: (point.x * *square).retrieve(), y: (point.y * *cube).retrieve() }
}

/// Whether X/Z² = x, which does not hold for O.
#[inline(always)]
fn has_x_vartime<F: FieldElement<W>, const W: usize>(point: &Jacobian<F, W>, x: &Uint<W>) -> bool {
    !point.is_neutral_vartime() && (F::new(x) * point.z.square()).ct_eq(&point.x).to_bool()
}

/// `sum` + `digit`·P, where `odd` are P, 3P, 5P …
#[inline(always)]
fn add_digit_vartime<F: FieldElement<W>, A: Addend<F, W>, const W: usize>(
    sum: Jacobian<F, W>,
    digit: i8,
    odd: &[A],
) -> Jacobian<F, W> {
    if digit == 0 {
        return sum;
    }
    let multiple = odd[usize::from(digit.unsigned_abs() / 2)];
    sum.add_vartime(&if digit < 0 { multiple.negate() } else { multiple })
}

impl<F: FieldElement<W>, const W: usize> PointArithmetic for ShortWeierstrass<F, W> {
    type Point = Jacobian<F, W>;
    type Entry = Affine<F, W>;

    #[inline(always)]
    fn neutral(&self) -> Jacobian<F, W> {
        Jacobian::NEUTRAL
    }

    #[inline(always)]
    fn double(&self, p: &Jacobian<F, W>) -> Jacobian<F, W> {
        p.double()
    }

    #[inline(always)]
    fn add(&self, p: &Jacobian<F, W>, q: &Jacobian<F, W>) -> Jacobian<F, W> {
        p.add(&q.cached())
    }

    #[inline(always)]
    fn add_entry(&self, p: &Jacobian<F, W>, q: &Affine<F, W>) -> Jacobian<F, W> {
        p.add(q)
    }

    #[inline(always)]
    fn add_or_double_entry(&self, p: &Jacobian<F, W>, q: &Affine<F, W>) -> Jacobian<F, W> {
        p.add_or_double(q)
    }

    #[inline(always)]
    fn point(&self, entry: &Affine<F, W>) -> Jacobian<F, W> {
        entry.jacobian()
    }

    fn entries(&self, points: &[Jacobian<F, W>]) -> Vec<Affine<F, W>> {
        let z: Vec<F> = points.iter().map(|point| point.z).collect();
        let affine = |(point, inverse): (&Jacobian<F, W>, F)| {
            let square = inverse.square();
            Affine { x: point.x * square, y: point.y * (square * inverse) }
        };
        points.iter().zip(invert_all(&z)).map(affine).collect()
    }
}
