//! Stands in for [`streebog_avx512`](super::streebog_avx512) where the target has no such instructions.

use crate::streebog::{BLOCK, Leg, State};

/// There is no such value.
#[derive(Clone, Copy)]
pub(crate) enum StreebogAvx512 {}

impl StreebogAvx512 {
    pub(crate) fn detect() -> Option<Self> {
        None
    }

    pub(crate) fn absorb(self, _: &mut State, _: &[[u8; BLOCK]]) {
        match self {}
    }

    pub(crate) fn finish(self, _: &mut State, _: &[u8; BLOCK], _: usize) {
        match self {}
    }

    pub(crate) fn absorb_many<const L: usize>(self, _: [Leg<'_>; L]) {
        match self {}
    }
}
