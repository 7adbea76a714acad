//! Elements in lanes under the hand of whoever compares them with others.

use core::array;

use crypto_bigint::Uint;

use super::{
    Kernel, LANES, Lanes,
    curves::LaneCurve,
    element::{Element, LIMB_BITS, Unreduced},
};
use crate::{
    backend::{self, FieldOperation, REGISTERS},
    curve::Curve,
};

/// Elements of the field of a curve.
pub(crate) struct Registers<L, const W: usize, const N: usize> {
    curve: &'static Curve<W>,
    lanes: L,
    registers: [Element<L, N>; REGISTERS],
}

impl<const W: usize, const N: usize> LaneCurve<W, N> {
    /// Elements of its field, all zero.
    pub(crate) fn registers<L: Lanes>(&self, lanes: L) -> Registers<L, W, N> {
        Registers { curve: self.curve(), lanes, registers: [Element::zero(lanes); REGISTERS] }
    }
}

impl<L: Lanes, const W: usize, const N: usize, const OCTETS: usize> backend::Registers<OCTETS>
    for Registers<L, W, N>
{
    fn load(&mut self, register: usize, integers: &[[u8; OCTETS]; LANES]) {
        let integers = integers.each_ref().map(|octets| Uint::<W>::from_le_slice(octets));
        self.registers[register] = Element::transposed(self.lanes, &integers);
    }

    fn operate(&mut self, operation: FieldOperation, a: usize, b: usize, into: usize) -> bool {
        let (a, b) = (self.registers[a], self.registers[b]);
        let result = self.lanes.call(Operate { operation, a, b });
        self.registers[into] = result.unwrap_or(a);
        result.is_some()
    }

    fn residues(&self, register: usize) -> [[u8; OCTETS]; LANES] {
        let columns = self.registers[register].0.map(L::words);
        let limb = self.curve.element(&Uint::ONE.shl(LIMB_BITS as u32));
        array::from_fn(|lane| {
            let limbs = columns.iter().rev().map(|column| self.curve.element(&Uint::from_u64(column[lane])));
            let sum = limbs.fold(self.curve.element(&Uint::ZERO), |sum, next| sum * limb + next);
            backend::octets(&sum.retrieve())
        })
    }
}

struct Operate<L, const N: usize> {
    operation: FieldOperation,
    a: Element<L, N>,
    b: Element<L, N>,
}

impl<L: Lanes, const N: usize> Kernel<L> for Operate<L, N> {
    type Output = Option<Element<L, N>>;

    #[inline(always)]
    fn run(self) -> Option<Element<L, N>> {
        let Self { operation, a, b } = self;
        let result = match operation {
            FieldOperation::Add => a + b,
            FieldOperation::Subtract => a - b,
            FieldOperation::Multiply => a * b,
            FieldOperation::Square => a.square(),
            FieldOperation::Negate => Unreduced::from(a).negate_if(!0),
            FieldOperation::Invert => return None,
        };
        Some(result.reduce())
    }
}
