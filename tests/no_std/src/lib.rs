//! Proves that gost, core, cms and verify need no `std`.
//!
//! This static library has a panic handler and an allocator of its own. If one of the crates it links, or one
//! of their dependencies, brought `std`, the compiler would find a second `panic_impl` and refuse.

#![no_std]

extern crate esig_cms;
extern crate esig_core;
extern crate esig_gost;
extern crate esig_verify;

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;

struct NoMemory;

// SAFETY: it hands out no memory, so that nothing can be done wrong with it; the library is linked, never run.
unsafe impl GlobalAlloc for NoMemory {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: NoMemory = NoMemory;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
