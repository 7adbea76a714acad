//! What secrets leave on the stack.
//!
//! `zeroize` wipes a variable, but the compiler keeps copies of what it computes with wherever it likes: registers
//! that it puts aside, values that it moves, arguments. So whatever uses a secret is called through [`wiped`].
//!
//! The sizes are those that `tests/secrets` finds in use, and more than half as much again.

use core::hint::black_box;

/// Octets of the stack that copying the state of a hash takes.
pub(crate) const COPYING: usize = 2 << 10;

/// Octets of the stack that a hash takes for a block.
pub(crate) const COMPRESSING: usize = 4 << 10;

/// Octets of the stack that hashing takes, HMAC and the ciphers.
pub(crate) const HASHING: usize = 8 << 10;

/// Octets of the stack that signing takes, and the making of a key.
pub(crate) const SIGNING: usize = 16 << 10;

/// Octets of the stack that multiples of another's point take.
pub(crate) const AGREEMENT: usize = 64 << 10;

/// Does `work` and overwrites so many octets of the stack that it stood on.
///
/// What `work` returns is not wiped; a large secret is better written through a reference.
#[inline(always)]
pub(crate) fn wiped<const OCTETS: usize, T>(work: impl FnOnce() -> T) -> T {
    let result = apart(work);
    overwrite::<OCTETS>();
    result
}

/// Never inlined, so that its frame begins where that of [`overwrite`] does.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn overwrite<const OCTETS: usize>() {
    black_box(&mut [0_u8; OCTETS]);
}
