//! The curves y² = x³ − 3x + b of prime order over fields that are fast: Jacobian coordinates.

mod points;

use alloc::{boxed::Box, vec::Vec};
use core::array;

use crypto_bigint::Uint;
use once_cell::race::OnceBox;
use zeroize::Zeroizing;

use self::points::{Addend, Affine, COORDINATES, Jacobian};
use super::{
    AffinePoint, Curve, Group, Table,
    fixed_base::{Comb, PointArithmetic, odd_multiples, select},
    recoding::{CHOICES, NonAdjacentForm, OddDigits, WINDOW},
    table::{self, SPACING, Shape, Term},
};
use crate::field::{FieldElement, invert_all};

/// A curve, and the tables of its generator once they were needed.
pub(super) struct ShortWeierstrass<F, const W: usize> {
    curve: &'static Curve<W>,
    multiples: OnceBox<[Affine<F, W>; GENERATOR_MULTIPLES]>,
    comb: OnceBox<Comb<Affine<F, W>>>,
    table: OnceBox<Table<W>>,
}

/// Width of the non-adjacent form of the generator's factor.
const GENERATOR_WIDTH: u32 = 8;
/// 1, 3 … 127 times G.
const GENERATOR_MULTIPLES: usize = 1 << (GENERATOR_WIDTH - 2);
/// Width of the non-adjacent form of another point's factor.
const POINT_WIDTH: u32 = 5;
/// 1, 3 … 15 times a point.
const POINT_MULTIPLES: usize = 1 << (POINT_WIDTH - 2);
/// Width of the non-adjacent forms for the tables of the generator.
const GENERATOR_TABLE_WIDTH: u32 = 8;
/// Width of the non-adjacent forms for the tables of other points.
const POINT_TABLE_WIDTH: u32 = 6;

impl<F: FieldElement<W>, const W: usize> Group<W> for ShortWeierstrass<F, W> {
    #[inline(always)]
    fn mul_generator(&self, k: &Uint<W>) -> AffinePoint<W> {
        affine(&self.comb_of_generator().mul(self, &OddDigits::new(k, self.curve)))
    }

    #[inline(always)]
    fn mul(&self, k: &Uint<W>, point: &AffinePoint<W>) -> AffinePoint<W> {
        affine(&self.multiple(&jacobian(point), &OddDigits::new(k, self.curve)))
    }

    #[inline(always)]
    fn sum_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, point: &AffinePoint<W>, r: &Uint<W>) -> bool {
        let sum = self.sum_vartime(g, self.multiples_of_generator(), k, &jacobian(point));
        self.curve.abscissas(r).any(|x| has_x_vartime(&sum, &x))
    }

    fn table_vartime(&self, point: &AffinePoint<W>) -> Table<W> {
        self.table(&jacobian(point), POINT_TABLE_WIDTH)
    }

    fn table_octets(&self) -> usize {
        self.shape(POINT_TABLE_WIDTH).multiples() * COORDINATES * Curve::<W>::OCTETS
    }

    #[inline(always)]
    fn sum_by_table_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, table: &Table<W>, r: &Uint<W>) -> bool {
        let of_generator = self.table_of_generator();
        let of_generator = Term::new_vartime(g, of_generator, self.shape(GENERATOR_TABLE_WIDTH));
        let of_point = Term::new_vartime(k, table, self.shape(POINT_TABLE_WIDTH));
        let sum = sum_of_terms_vartime::<F, W>(&[of_generator, of_point]);
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
        Self { curve, multiples: OnceBox::new(), comb: OnceBox::new(), table: OnceBox::new() }
    }

    fn generator(&self) -> Jacobian<F, W> {
        jacobian(&self.curve.generator)
    }

    // What is made once is compiled once, by itself.

    #[inline(never)]
    fn comb_of_generator(&self) -> &Comb<Affine<F, W>> {
        let make = || Comb::new(self, &self.generator(), OddDigits::count(self.curve));
        self.comb.get_or_init(|| Box::new(make()))
    }

    #[inline(never)]
    fn multiples_of_generator(&self) -> &[Affine<F, W>; GENERATOR_MULTIPLES] {
        self.multiples.get_or_init(|| {
            let multiples: [_; GENERATOR_MULTIPLES] = odd_multiples(self, &self.generator());
            let entries = self.entries(&multiples);
            Box::new(array::from_fn(|i| entries[i]))
        })
    }

    #[inline(never)]
    fn table_of_generator(&self) -> &Table<W> {
        self.table.get_or_init(|| Box::new(self.table(&self.generator(), GENERATOR_TABLE_WIDTH)))
    }

    fn shape(&self, width: u32) -> Shape {
        Shape::new(self.curve, width)
    }

    fn table(&self, point: &Jacobian<F, W>, width: u32) -> Table<W> {
        let multiples = table::multiples(self, point, self.shape(width));
        Table { coordinates: multiples.into_iter().flat_map(Affine::to_integers).collect() }
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
