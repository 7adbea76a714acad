//! The forms of a field against Montgomery's.

use std::array;

use esig_gost::backend::{Field, FieldOperation, LANES, REGISTERS, Registers};

use super::{Report, hex, random::Random};

/// What is done, inversion apart.
const OPERATIONS: [FieldOperation; 6] = [
    FieldOperation::Add,
    FieldOperation::Subtract,
    FieldOperation::Multiply,
    FieldOperation::Multiply,
    FieldOperation::Square,
    FieldOperation::Negate,
];

/// One in so many operations is an inversion.
const INVERSIONS: usize = 50;

/// Compares all forms modulo 2⁸ᴺ − c over `count` operations.
pub(crate) fn compare<const N: usize>(
    name: &str,
    c: u64,
    registers: impl Fn(Field) -> Option<Box<dyn Registers<N>>>,
    count: u64,
    mut random: Random,
) -> Report {
    let (available, absent) =
        Field::ALL.into_iter().partition::<Vec<_>, _>(|form| registers(*form).is_some());
    let mut forms = available.iter().filter_map(|form| registers(*form)).collect::<Vec<_>>();
    for number in 0..count.div_ceil(LANES as u64) {
        let step = Step::new(c, &mut random);
        let operands = step.operands.map(|register| forms[0].residues(register));
        step.take(&mut forms);
        let residues = forms.iter().map(|form| form.residues(step.into)).collect::<Vec<_>>();
        for (form, found) in available.iter().zip(&residues).skip(1) {
            for (lane, (found, expected)) in found.iter().zip(&residues[0]).enumerate() {
                if found != expected {
                    let [a, b] = operands.map(|operand| hex(&operand[lane]));
                    return Err(format!(
                        "{name}: step {number}, lane {lane}: {:?}, a = {a}, b = {b}\n{form:?} says {}\n\
                         Montgomery says {}; all are little-endian",
                        step.work.map(|integers| hex(&integers[lane])),
                        hex(found),
                        hex(expected),
                    ));
                }
            }
        }
    }
    let fast = available[1..].iter().map(|form| format!("{form:?}")).collect::<Vec<_>>().join(" and ");
    let absent = absent.iter().map(|form| format!("; {form:?} is absent")).collect::<String>();
    Ok(format!("{name}: {count} operations, {fast} agree with Montgomery{absent}"))
}

/// What goes into a register.
struct Step<const N: usize> {
    work: Work<[[u8; N]; LANES]>,
    operands: [usize; 2],
    into: usize,
}

/// What is done with the operands.
#[derive(Debug)]
enum Work<T> {
    /// They do not matter: these integers are loaded.
    Load(T),
    Operate(FieldOperation),
}

impl<T> Work<T> {
    fn map<U>(self, f: impl FnOnce(T) -> U) -> Work<U> {
        match self {
            Self::Load(integers) => Work::Load(f(integers)),
            Self::Operate(operation) => Work::Operate(operation),
        }
    }
}

impl<const N: usize> Step<N> {
    fn new(c: u64, random: &mut Random) -> Self {
        let [a, b, into] = array::from_fn(|_| random.below(REGISTERS));
        let work = if random.below(4) == 0 {
            Work::Load(array::from_fn(|_| integer::<N>(c, random)))
        } else if random.below(INVERSIONS) == 0 {
            Work::Operate(FieldOperation::Invert)
        } else {
            Work::Operate(random.pick(&OPERATIONS))
        };
        Self { work, operands: [a, b], into }
    }

    fn take(&self, forms: &mut [Box<dyn Registers<N>>]) {
        let [a, b] = self.operands;
        for i in 0..forms.len() {
            match &self.work {
                Work::Load(integers) => forms[i].load(self.into, integers),
                Work::Operate(operation) => {
                    if !forms[i].operate(*operation, a, b, self.into) {
                        let result = forms[0].residues(self.into);
                        forms[i].load(self.into, &result);
                    }
                }
            }
        }
    }
}

/// An integer below 2⁸ᴺ, little-endian, of one of the kinds that carries and folds may stumble over.
fn integer<const N: usize>(c: u64, random: &mut Random) -> [u8; N] {
    let small = random.word() % (c + 3);
    match random.below(8) {
        0 => offset([0; N], small as i64),
        // p − 2 … 2⁸ᴺ − 1.
        1 | 2 => offset([0; N], -(small as i64).max(1)),
        // 2ᵏ + 2, 2ᵏ + 1 … 2ᵏ − 2, for limbs of 64 and of 52 bits.
        3 => {
            let bit = random.pick(&[52, 64]) * random.below(N / 8) + random.below(2);
            let mut power = [0; N];
            power[bit / 8] = 1 << (bit % 8);
            offset(power, random.below(5) as i64 - 2)
        }
        4 | 5 => runs(random),
        _ => array::from_fn(|_| random.word() as u8),
    }
}

/// The integer with `addend` added, modulo 2⁸ᴺ.
fn offset<const N: usize>(integer: [u8; N], addend: i64) -> [u8; N] {
    let mut carry = i128::from(addend);
    integer.map(|octet| {
        carry += i128::from(octet);
        let octet = carry as u8;
        carry >>= 8;
        octet
    })
}

/// Words that are all zeros, all ones or random.
fn runs<const N: usize>(random: &mut Random) -> [u8; N] {
    let mut octets = [0; N];
    for word in octets.chunks_exact_mut(random.pick(&[4, 8, 16])) {
        match random.below(3) {
            0 => {}
            1 => word.fill(0xff),
            _ => word.iter_mut().for_each(|octet| *octet = random.word() as u8),
        }
    }
    octets
}
