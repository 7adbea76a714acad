//! Which form of the compression function does the work.

use super::bit_sliced::BitSliced;
use super::portable::Portable;
use super::state::{BLOCK, State};
use crate::arch::StreebogAvx512;
use crate::backend;

/// A form of the compression function that this processor can run.
#[derive(Clone, Copy)]
pub(crate) enum Engine {
    Portable,
    BitSliced,
    Avx512(StreebogAvx512),
}

impl Engine {
    /// The fastest for public data.
    #[inline]
    pub(crate) fn fastest() -> Self {
        StreebogAvx512::detect().map_or(Self::Portable, Self::Avx512)
    }

    /// The fastest that is constant in time.
    #[inline]
    pub(crate) fn constant_time() -> Self {
        StreebogAvx512::detect().map_or(Self::BitSliced, Self::Avx512)
    }

    /// The one that is asked for, if the processor can run it.
    pub(crate) fn forced(backend: backend::Streebog) -> Option<Self> {
        match backend {
            backend::Streebog::Portable => Some(Self::Portable),
            backend::Streebog::ConstantTime => Some(Self::BitSliced),
            backend::Streebog::Avx512 => StreebogAvx512::detect().map(Self::Avx512),
        }
    }

    /// Stage 2 (RFC 6986 §9).
    pub(crate) fn absorb(self, state: &mut State, blocks: &[[u8; BLOCK]]) {
        match self {
            Self::Portable => state.absorb::<Portable>(blocks),
            Self::BitSliced => state.absorb::<BitSliced>(blocks),
            Self::Avx512(avx512) => avx512.absorb(state, blocks),
        }
    }

    /// Stage 3 (RFC 6986 §9) for the last `length` octets, fewer than a block, which `block` holds padded.
    ///
    /// Leaves the hash code in `state.h`.
    pub(crate) fn finish(self, state: &mut State, block: &[u8; BLOCK], length: usize) {
        match self {
            Self::Portable => state.finish::<Portable>(block, length),
            Self::BitSliced => state.finish::<BitSliced>(block, length),
            Self::Avx512(avx512) => avx512.finish(state, block, length),
        }
    }
}
