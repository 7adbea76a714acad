//! The prime 2⁵¹² − 569 of TC26-512-A and TC26-512-C.

use super::pseudo_mersenne::{PseudoMersenne, Width};
use crate::curve::WORDS_512;

/// An integer modulo 2⁵¹² − 569.
pub(crate) type P512 = PseudoMersenne<8, 569>;

impl Width<WORDS_512> for P512 {}
