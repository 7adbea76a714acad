//! The compression function by tables, for every processor.
//!
//! What is looked up shows in the processor's cache: for public data only.

use super::constants::{C, KeySchedule, Rows, TABLES};
use super::state::Compress;

/// See the [module](self).
pub(super) struct Portable;

impl Compress for Portable {
    #[inline(always)]
    fn compress(h: &Rows, n: &Rows, m: &Rows) -> Rows {
        Self::compress_with_keys(h, &key_schedule(&xor(h, n)), m)
    }

    #[inline(always)]
    fn compress_with_keys(h: &Rows, keys: &KeySchedule, m: &Rows) -> Rows {
        xor(&xor(h, m), &encrypt(keys, m))
    }
}

/// The round keys, all before the block: either loop alone leaves more registers than both in one.
#[inline(never)]
fn key_schedule(h_n: &Rows) -> KeySchedule {
    let mut key = lps(*h_n);
    let mut keys = [key; 13];
    for (next, c) in keys[1..].iter_mut().zip(&C) {
        key = lps(xor(&key, c));
        *next = key;
    }
    keys
}

/// E(K, m) (RFC 6986 §8).
#[inline(never)]
fn encrypt(keys: &KeySchedule, m: &Rows) -> Rows {
    let [keys @ .., last] = keys;
    let mut block = *m;
    for key in keys {
        block = lps(xor(&block, key));
    }
    xor(&block, last)
}

#[inline(always)]
fn xor(x: &Rows, y: &Rows) -> Rows {
    [x[0] ^ y[0], x[1] ^ y[1], x[2] ^ y[2], x[3] ^ y[3], x[4] ^ y[4], x[5] ^ y[5], x[6] ^ y[6], x[7] ^ y[7]]
}

/// L∘P∘S (RFC 6986 §7): octet i of every row goes into row i of the result.
///
/// The shape matters: as a loop, through small functions or column by column the same takes up to a quarter
/// longer, since the compiler shifts early and runs out of registers.
#[inline(always)]
fn lps(mut x: Rows) -> Rows {
    let mut y = [0; 8];
    macro_rules! sum_at {
        ($shift:literal) => {
            TABLES[0][usize::from((x[0] >> $shift) as u8)]
                ^ TABLES[1][usize::from((x[1] >> $shift) as u8)]
                ^ TABLES[2][usize::from((x[2] >> $shift) as u8)]
                ^ TABLES[3][usize::from((x[3] >> $shift) as u8)]
                ^ TABLES[4][usize::from((x[4] >> $shift) as u8)]
                ^ TABLES[5][usize::from((x[5] >> $shift) as u8)]
                ^ TABLES[6][usize::from((x[6] >> $shift) as u8)]
                ^ TABLES[7][usize::from((x[7] >> $shift) as u8)]
        };
    }
    macro_rules! two_rows {
        ($first:literal) => {
            y[$first] = sum_at!(0);
            y[$first + 1] = sum_at!(8);
            for row in &mut x {
                *row >>= 16;
            }
        };
    }
    two_rows!(0);
    two_rows!(2);
    two_rows!(4);
    two_rows!(6);
    y
}
