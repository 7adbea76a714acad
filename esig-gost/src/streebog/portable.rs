//! The compression function by tables, for every processor.
//!
//! What is looked up shows in the processor's cache: for public data only.

use super::constants::{C, KeySchedule, Rows, TABLES};
use super::state::Compress;

/// See the [module](self).
pub(super) struct Portable;

impl Compress for Portable {
    /// Each round of the block beside the next of the keys, which do not wait for one another.
    #[inline(always)]
    fn compress(h: &Rows, n: &Rows, m: &Rows) -> Rows {
        let mut key = lps(xor(h, n));
        let mut block = *m;
        for c in &C {
            block = lps(xor(&block, &key));
            key = lps(xor(&key, c));
        }
        xor(&xor(h, m), &xor(&block, &key))
    }

    #[inline(always)]
    fn compress_with_keys(h: &Rows, keys: &KeySchedule, m: &Rows) -> Rows {
        let [keys @ .., last] = keys;
        let block = keys.iter().fold(*m, |block, key| lps(xor(&block, key)));
        xor(&xor(h, m), &xor(&block, last))
    }
}

#[inline(always)]
fn xor(x: &Rows, y: &Rows) -> Rows {
    [x[0] ^ y[0], x[1] ^ y[1], x[2] ^ y[2], x[3] ^ y[3], x[4] ^ y[4], x[5] ^ y[5], x[6] ^ y[6], x[7] ^ y[7]]
}

/// L∘P∘S (RFC 6986 §7): octet i of every row goes into row i of the result.
///
/// The shape matters: row by row and summed in pairs, the lookups need not wait for one another.
#[inline(always)]
fn lps(x: Rows) -> Rows {
    macro_rules! row {
        ($shift:literal) => {{
            let at = |j: usize| TABLES[j][usize::from((x[j] >> $shift) as u8)];
            ((at(0) ^ at(1)) ^ (at(2) ^ at(3))) ^ ((at(4) ^ at(5)) ^ (at(6) ^ at(7)))
        }};
    }
    [row!(0), row!(8), row!(16), row!(24), row!(32), row!(40), row!(48), row!(56)]
}
