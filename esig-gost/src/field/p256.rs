//! The prime 2²⁵⁶ − 617 of CryptoPro-A and TC26-256-A.

use super::pseudo_mersenne::{PseudoMersenne, Width};
use crate::curve::WORDS_256;

/// An integer modulo 2²⁵⁶ − 617.
pub(crate) type P256 = PseudoMersenne<4, 617>;

impl Width<WORDS_256> for P256 {}
