//! Forms of the arithmetic modulo 2²⁵⁶ − 617 and 2⁵¹² − 569.

use alloc::boxed::Box;
use core::array;
use core::ops::{Add, Mul, Neg, Sub};

use crypto_bigint::{Uint, modular::FixedMontyForm};

use crate::{
    arch::Ifma,
    curve::{self, Curve, WORDS_256, WORDS_512, lanes},
    field::{FieldElement, P256, P512},
};

/// How many elements a register has.
pub const LANES: usize = lanes::LANES;

/// How many registers there are.
pub const REGISTERS: usize = 8;

/// A form of the arithmetic of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Montgomery's, which suits every prime.
    Montgomery,
    /// In machine words, for primes just below a power of two.
    PseudoMersenne,
    /// The same with AVX-512 IFMA, eight elements at a time.
    Ifma,
}

impl Field {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Montgomery, Self::PseudoMersenne, Self::Ifma];

    /// Elements modulo 2²⁵⁶ − 617, all zero; `None` if this processor cannot run the form.
    pub fn modulo_p256(self) -> Option<Box<dyn Registers<32>>> {
        Some(match self {
            Self::Montgomery => Box::new(Montgomery::new(&curve::CRYPTO_PRO_A)),
            Self::PseudoMersenne => Box::new(Elements::<P256, WORDS_256>([[P256::ZERO; LANES]; REGISTERS])),
            Self::Ifma => Box::new(lanes::CRYPTO_PRO_A.registers(Ifma::detect()?)),
        })
    }

    /// Elements modulo 2⁵¹² − 569, all zero; `None` if this processor cannot run the form.
    pub fn modulo_p512(self) -> Option<Box<dyn Registers<64>>> {
        Some(match self {
            Self::Montgomery => Box::new(Montgomery::new(&curve::TC26_512_A)),
            Self::PseudoMersenne => Box::new(Elements::<P512, WORDS_512>([[P512::ZERO; LANES]; REGISTERS])),
            Self::Ifma => Box::new(lanes::TC26_512_A.registers(Ifma::detect()?)),
        })
    }
}

/// What is done with eight elements a and eight elements b.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldOperation {
    /// a + b.
    Add,
    /// a − b.
    Subtract,
    /// a·b.
    Multiply,
    /// a².
    Square,
    /// −a.
    Negate,
    /// a⁻¹, zero for zero; lanes have no such operation.
    Invert,
}

/// Registers of eight elements each, kept between operations as the form keeps them.
pub trait Registers<const OCTETS: usize> {
    /// Loads eight integers, little-endian; they may be p or more.
    fn load(&mut self, register: usize, integers: &[[u8; OCTETS]; LANES]);

    /// Puts what comes of the registers a and b into a third one. Whether the form has the operation.
    fn operate(&mut self, operation: FieldOperation, a: usize, b: usize, into: usize) -> bool;

    /// The eight representatives below p, little-endian.
    fn residues(&self, register: usize) -> [[u8; OCTETS]; LANES];
}

struct Montgomery<const W: usize> {
    curve: &'static Curve<W>,
    registers: [[FixedMontyForm<W>; LANES]; REGISTERS],
}

impl<const W: usize> Montgomery<W> {
    fn new(curve: &'static Curve<W>) -> Self {
        Self { curve, registers: [[FixedMontyForm::zero(&curve.field); LANES]; REGISTERS] }
    }
}

impl<const W: usize, const OCTETS: usize> Registers<OCTETS> for Montgomery<W> {
    fn load(&mut self, register: usize, integers: &[[u8; OCTETS]; LANES]) {
        let new =
            |octets: &[u8; OCTETS]| FixedMontyForm::new(&Uint::from_le_slice(octets), &self.curve.field);
        self.registers[register] = integers.each_ref().map(new);
    }

    fn operate(&mut self, operation: FieldOperation, a: usize, b: usize, into: usize) -> bool {
        let (a, b) = (self.registers[a], self.registers[b]);
        let invert = |a: FixedMontyForm<W>| a.invert().unwrap_or(FixedMontyForm::zero(&self.curve.field));
        self.registers[into] =
            array::from_fn(|lane| result(operation, [a[lane], b[lane]], |a| a.square(), invert));
        true
    }

    fn residues(&self, register: usize) -> [[u8; OCTETS]; LANES] {
        self.registers[register].map(|element| octets(&element.retrieve()))
    }
}

struct Elements<F, const W: usize>([[F; LANES]; REGISTERS]);

impl<const W: usize, const OCTETS: usize, F: FieldElement<W>> Registers<OCTETS> for Elements<F, W> {
    fn load(&mut self, register: usize, integers: &[[u8; OCTETS]; LANES]) {
        self.0[register] = integers.each_ref().map(|octets| F::new(&Uint::from_le_slice(octets)));
    }

    fn operate(&mut self, operation: FieldOperation, a: usize, b: usize, into: usize) -> bool {
        let (a, b) = (self.0[a], self.0[b]);
        self.0[into] =
            array::from_fn(|lane| result(operation, [a[lane], b[lane]], |a| a.square(), |a| a.invert()));
        true
    }

    fn residues(&self, register: usize) -> [[u8; OCTETS]; LANES] {
        self.0[register].map(|element| octets(&element.retrieve()))
    }
}

/// The octets of an integer, little-endian.
pub(crate) fn octets<const W: usize, const OCTETS: usize>(integer: &Uint<W>) -> [u8; OCTETS] {
    let mut octets = [0; OCTETS];
    octets.copy_from_slice(integer.to_le_bytes().as_slice());
    octets
}

/// What the operation makes of two elements that know their own sums and products.
fn result<E>(operation: FieldOperation, [a, b]: [E; 2], square: impl Fn(E) -> E, invert: impl Fn(E) -> E) -> E
where
    E: Add<Output = E> + Sub<Output = E> + Mul<Output = E> + Neg<Output = E>,
{
    match operation {
        FieldOperation::Add => a + b,
        FieldOperation::Subtract => a - b,
        FieldOperation::Multiply => a * b,
        FieldOperation::Square => square(a),
        FieldOperation::Negate => -a,
        FieldOperation::Invert => invert(a),
    }
}
