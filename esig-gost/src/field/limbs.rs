//! Carries between machine words, without a branch.
//!
//! The compiler knows of a carry that it comes from a comparison, and where that shortens a loop it
//! makes a jump of what was written as a mask: seen with LLVM 21 on x86-64, where plain
//! `overflowing_add` chains got a conditional jump in the loop of an inversion. The intrinsics hide where
//! the carry comes from, and give the shortest code besides; elsewhere a carry passes
//! [`black_box`](core::hint::black_box) before it becomes a mask.

/// Zero or one.
pub(super) type Carry = u8;

#[cfg(target_arch = "x86_64")]
pub(super) use x86_64::{add_with_carry, mask, sub_with_borrow};

#[cfg(not(target_arch = "x86_64"))]
pub(super) use portable::{add_with_carry, mask, sub_with_borrow};

/// a·b, the lower word first.
#[inline(always)]
pub(super) fn mul_wide(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    (product as u64, (product >> 64) as u64)
}

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use core::arch::x86_64::{_addcarry_u64, _subborrow_u64};

    use super::Carry;

    #[inline(always)]
    pub(in super::super) fn add_with_carry(a: u64, b: u64, carry: &mut Carry) -> u64 {
        let mut sum = 0;
        *carry = _addcarry_u64(*carry, a, b, &mut sum);
        sum
    }

    #[inline(always)]
    pub(in super::super) fn sub_with_borrow(a: u64, b: u64, borrow: &mut Carry) -> u64 {
        let mut difference = 0;
        *borrow = _subborrow_u64(*borrow, a, b, &mut difference);
        difference
    }

    /// All ones for one, zero for zero.
    #[inline(always)]
    pub(in super::super) fn mask(mut carry: Carry) -> u64 {
        sub_with_borrow(0, 0, &mut carry)
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
mod portable {
    use core::hint::black_box;

    use super::Carry;

    #[inline(always)]
    pub(in super::super) fn add_with_carry(a: u64, b: u64, carry: &mut Carry) -> u64 {
        let (sum, first) = a.overflowing_add(b);
        let (sum, second) = sum.overflowing_add(u64::from(*carry));
        *carry = Carry::from(first | second);
        sum
    }

    #[inline(always)]
    pub(in super::super) fn sub_with_borrow(a: u64, b: u64, borrow: &mut Carry) -> u64 {
        let (difference, first) = a.overflowing_sub(b);
        let (difference, second) = difference.overflowing_sub(u64::from(*borrow));
        *borrow = Carry::from(first | second);
        difference
    }

    /// All ones for one, zero for zero.
    #[inline(always)]
    pub(in super::super) fn mask(carry: Carry) -> u64 {
        u64::from(black_box(carry)).wrapping_neg()
    }
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word() -> impl Strategy<Value = u64> {
        prop_oneof![any::<u64>(), 0..3u64, (0..3u64).prop_map(|below| u64::MAX - below)]
    }

    proptest! {
        #[test]
        fn both_ways_to_carry_agree(a in word(), b in word(), carry in 0..2u8) {
            let (mut fast, mut simple) = (carry, carry);
            prop_assert_eq!(
                x86_64::add_with_carry(a, b, &mut fast),
                portable::add_with_carry(a, b, &mut simple)
            );
            prop_assert_eq!(fast, simple);
            let (mut fast, mut simple) = (carry, carry);
            prop_assert_eq!(
                x86_64::sub_with_borrow(a, b, &mut fast),
                portable::sub_with_borrow(a, b, &mut simple)
            );
            prop_assert_eq!(fast, simple);
            prop_assert_eq!(x86_64::mask(carry), portable::mask(carry));
        }
    }
}
