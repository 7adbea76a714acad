//! Tells valgrind's memcheck what is secret.
//!
//! Memcheck reports every branch and every address that depends on undefined memory. A secret that is marked as undefined
//! is followed through all arithmetic, so that what it reports is what would show in time.
#![allow(unsafe_code, reason = "requests to valgrind are instructions")]

/// Marks the contents of `secret` as undefined; nothing happens outside valgrind.
pub fn conceal(secret: &mut [u8]) {
    request(MAKE_MEMORY_UNDEFINED, secret.as_ptr(), secret.len());
}

/// Marks the contents of `value` as defined: it is public from here on.
pub fn reveal(value: &mut [u8]) {
    request(MAKE_MEMORY_DEFINED, value.as_ptr(), value.len());
}

/// Whether valgrind runs this program.
pub fn is_watching() -> bool {
    request(RUNNING_ON_VALGRIND, std::ptr::null(), 0) != 0
}

/// Errors that memcheck has reported so far, suppressed ones not counted.
pub fn errors() -> usize {
    request(COUNT_ERRORS, std::ptr::null(), 0)
}

/// `VG_USERREQ__RUNNING_ON_VALGRIND` of `valgrind.h`.
const RUNNING_ON_VALGRIND: usize = 0x1001;

/// `VG_USERREQ__COUNT_ERRORS`.
const COUNT_ERRORS: usize = 0x1201;

/// `VG_USERREQ__MAKE_MEM_UNDEFINED` of `memcheck.h`: the letters M and C, and a number.
const MAKE_MEMORY_UNDEFINED: usize = 0x4d43_0001;

/// `VG_USERREQ__MAKE_MEM_DEFINED`.
const MAKE_MEMORY_DEFINED: usize = 0x4d43_0002;

/// The answer of valgrind, 0 where it is not running.
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn request(code: usize, address: *const u8, length: usize) -> usize {
    let arguments = [code, address.expose_provenance(), length, 0, 0, 0];
    let mut answer = 0_usize;
    // SAFETY: the rotations add up to 128 bits, which changes nothing but flags, and exchanging a register with itself
    // changes nothing at all. Valgrind knows the sequence, reads the arguments and writes the answer.
    unsafe {
        std::arch::asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            in("rax") arguments.as_ptr(),
            inout("rdx") answer,
            options(nostack),
        );
    }
    answer
}

#[cfg(not(all(target_arch = "x86_64", target_os = "linux")))]
fn request(_: usize, _: *const u8, _: usize) -> usize {
    0
}
