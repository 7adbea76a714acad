//! Eight lanes of AVX-512 with IFMA, the multiply-and-add of 52 bits.

#![allow(clippy::incompatible_msrv, reason = "the build script leaves the file out before Rust 1.89")]

use core::arch::x86_64::*;
use core::ops::{Add, BitAnd, BitOr, Shl, Shr, Sub};

use crate::curve::lanes::{Kernel, LANES, Lanes, Mask};

cpufeatures::new!(features, "avx512f", "avx512dq", "avx512ifma");

/// A vector register of eight words.
///
/// There is one only where the processor has AVX-512 F, DQ and IFMA: [`detect`](Self::detect) makes the first,
/// and all others are made from it. That is what makes the calls below sound.
#[derive(Clone, Copy)]
pub(crate) struct Ifma(__m512i);

impl Ifma {
    /// Zeros, if the processor has what it takes.
    pub(crate) fn detect() -> Option<Self> {
        // SAFETY: all zeros are a value of this type.
        features::get().then(|| Self(unsafe { core::mem::zeroed() }))
    }
}

/// `kernel`, compiled for the processor.
#[target_feature(enable = "avx512f,avx512dq,avx512ifma")]
#[inline(never)]
fn enter<K: Kernel<Ifma>>(kernel: K) -> K::Output {
    kernel.run()
}

impl Lanes for Ifma {
    #[inline(always)]
    fn splat(self, word: u64) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F.
        Self(unsafe { _mm512_set1_epi64(word as i64) })
    }

    #[inline(always)]
    fn load(self, words: &[u64; LANES]) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F, and `words` are 64 readable octets.
        Self(unsafe { _mm512_loadu_si512(words.as_ptr().cast()) })
    }

    #[inline(always)]
    fn add_low_product(self, a: Self, b: Self) -> Self {
        // SAFETY: `self` is the proof of AVX-512 IFMA.
        Self(unsafe { _mm512_madd52lo_epu64(self.0, a.0, b.0) })
    }

    #[inline(always)]
    fn add_high_product(self, a: Self, b: Self) -> Self {
        // SAFETY: `self` is the proof of AVX-512 IFMA.
        Self(unsafe { _mm512_madd52hi_epu64(self.0, a.0, b.0) })
    }

    #[inline(always)]
    fn times_i32(self, factor: Self) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F.
        Self(unsafe { _mm512_mul_epi32(self.0, factor.0) })
    }

    #[inline(always)]
    fn equals(self, other: Self) -> Mask {
        // SAFETY: `self` is the proof of AVX-512 F.
        unsafe { _mm512_cmpeq_epi64_mask(self.0, other.0) }
    }

    #[inline(always)]
    fn is_negative(self) -> Mask {
        // SAFETY: `self` is the proof of AVX-512 DQ.
        unsafe { _mm512_movepi64_mask(self.0) }
    }

    #[inline(always)]
    fn select(self, other: Self, mask: Mask) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F.
        Self(unsafe { _mm512_mask_blend_epi64(mask, self.0, other.0) })
    }

    #[inline(always)]
    fn look_up(self, table: &[u64]) -> Self {
        assert!(!table.is_empty());
        // SAFETY: `self` is the proof of AVX-512 F. Every index is below the length of the table, so that the
        // eight words read lie within it.
        Self(unsafe {
            let last = _mm512_set1_epi64((table.len() - 1) as i64);
            _mm512_i64gather_epi64::<8>(_mm512_min_epu64(self.0, last), table.as_ptr().cast())
        })
    }

    fn words(self) -> [u64; LANES] {
        let mut words = [0; LANES];
        // SAFETY: `self` is the proof of AVX-512 F, and `words` are 64 writable octets.
        unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), self.0) };
        words
    }

    #[inline(always)]
    fn call<K: Kernel<Self>>(self, kernel: K) -> K::Output {
        // SAFETY: `self` is the proof of all that `enter` is compiled for.
        unsafe { enter(kernel) }
    }
}

impl Add for Ifma {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F.
        Self(unsafe { _mm512_add_epi64(self.0, other.0) })
    }
}

impl Sub for Ifma {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F.
        Self(unsafe { _mm512_sub_epi64(self.0, other.0) })
    }
}

impl BitAnd for Ifma {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F.
        Self(unsafe { _mm512_and_si512(self.0, other.0) })
    }
}

impl BitOr for Ifma {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F.
        Self(unsafe { _mm512_or_si512(self.0, other.0) })
    }
}

impl Shl<u64> for Ifma {
    type Output = Self;

    #[inline(always)]
    fn shl(self, bits: u64) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F.
        Self(unsafe { _mm512_sllv_epi64(self.0, _mm512_set1_epi64(bits as i64)) })
    }
}

impl Shr<u64> for Ifma {
    type Output = Self;

    #[inline(always)]
    fn shr(self, bits: u64) -> Self {
        // SAFETY: `self` is the proof of AVX-512 F.
        Self(unsafe { _mm512_srav_epi64(self.0, _mm512_set1_epi64(bits as i64)) })
    }
}
