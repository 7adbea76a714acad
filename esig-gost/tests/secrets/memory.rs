//! What a program leaves in memory: in blocks that it frees, where a value lay, below its stack.
#![allow(unsafe_code, reason = "memory is read that belongs to nobody any more")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::mem::MaybeUninit;
use std::{ptr, slice};

/// Pieces of secrets, of eight octets each, to be looked for at every address.
///
/// Eight octets are a machine word of a number, and far too many to be met by chance.
#[derive(Clone, Default)]
pub(crate) struct Needles(Vec<u64>);

impl Needles {
    /// The pieces of a secret as it is, and with the octets of each word of four or eight reversed.
    pub(crate) fn of(secret: &[u8]) -> Self {
        Self::default().and(secret)
    }

    /// Those of another secret, too. Pieces that could be anything, zeros mostly, are left out.
    pub(crate) fn and(mut self, secret: &[u8]) -> Self {
        let (pieces, _) = secret.as_chunks::<8>();
        let words = pieces.iter().map(|piece| u64::from_le_bytes(*piece)).filter(|word| is_telling(*word));
        let ways = words.flat_map(|word| [word, word.rotate_left(32)]);
        self.0.extend(ways.flat_map(|word| [word, word.swap_bytes()]));
        assert!(!self.0.is_empty(), "there is something to look for");
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    /// Where pieces begin in `octets`.
    pub(crate) fn places_in(&self, octets: &[u8]) -> Vec<usize> {
        places(&self.0, octets).collect()
    }
}

fn is_telling(word: u64) -> bool {
    let mut octets = word.to_le_bytes();
    octets.sort_unstable();
    octets.chunk_by(|a, b| a == b).count() >= 5
}

fn places(needles: &[u64], octets: &[u8]) -> impl Iterator<Item = usize> {
    let windows = octets.windows(8).enumerate();
    windows.filter(|(_, window)| is_one_of(needles, window)).map(|(at, _)| at)
}

fn is_one_of(needles: &[u64], window: &[u8]) -> bool {
    window.first_chunk().is_some_and(|piece| needles.binary_search(&u64::from_le_bytes(*piece)).is_ok())
}

/// How many of the blocks that `work` frees hold a piece of a secret, what it returns included.
///
/// Growing counts as freeing the smaller block.
pub(crate) fn blocks_freed_with<T>(needles: &Needles, work: impl FnOnce() -> T) -> usize {
    FOUND.set(0);
    WATCHED.set(needles.0.clone().leak());
    drop(black_box(work()));
    WATCHED.set(&[]);
    FOUND.get()
}

thread_local! {
    static WATCHED: Cell<&'static [u64]> = const { Cell::new(&[]) };
    static FOUND: Cell<usize> = const { Cell::new(0) };
}

/// An allocator that looks at every block before it is gone.
struct Inspector;

#[global_allocator]
static INSPECTOR: Inspector = Inspector;

// SAFETY: every call goes to the system's allocator, with the same arguments; growing is left to the trait.
unsafe impl GlobalAlloc for Inspector {
    /// Zeroed, so that nothing is found that was there before, and everything may be read.
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is still the caller's, and was zeroed when it was allocated.
        let octets = unsafe { slice::from_raw_parts(block, layout.size()) };
        let needles = WATCHED.try_with(Cell::get).unwrap_or_default();
        if !needles.is_empty() && places(needles, octets).next().is_some() {
            FOUND.set(FOUND.get() + 1);
        }
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}

/// The octets of the place where a value lies, before it is dropped and after.
///
/// A value has octets that no field takes, which keep what was on the stack where it was made: that is cleared before.
pub(crate) fn images_around_drop<T>(make: impl FnOnce() -> T) -> [Vec<u8>; 2] {
    let mut place = Box::new(MaybeUninit::<T>::zeroed());
    clear_stack();
    place.write(make());
    let before = octets_at(place.as_ptr().cast(), size_of::<T>());
    // SAFETY: the value was written above, and nobody uses it afterwards.
    unsafe { ptr::drop_in_place(black_box(place.as_mut_ptr())) };
    let after = octets_at(place.as_ptr().cast(), size_of::<T>());
    [before, after]
}

/// What `work` leaves on the stack below whoever calls it.
#[inline(never)]
pub(crate) fn left_on_stack(work: impl FnOnce()) -> Vec<u8> {
    let mut copy = vec![0; DEPTH];
    clear_stack();
    call_deeper(work);
    copy_stack(&mut copy);
    copy
}

/// More than anything here uses.
const DEPTH: usize = 1 << 18;

#[inline(never)]
fn clear_stack() {
    black_box(&mut [0_u8; DEPTH]);
}

/// Below the frames of what copies the stack afterwards.
#[inline(never)]
fn call_deeper(work: impl FnOnce()) {
    let above = black_box([0_u8; 1024]);
    work();
    black_box(&above);
}

#[inline(never)]
fn copy_stack(copy: &mut [u8]) {
    let region = MaybeUninit::<[u8; DEPTH]>::uninit();
    let words = black_box(region.as_ptr()).cast::<[u8; 8]>();
    for (i, piece) in copy.as_chunks_mut().0.iter_mut().enumerate() {
        // SAFETY: within `region`, by the lengths; what is read was cleared or written by those called before.
        *piece = unsafe { words.add(i).read_volatile() };
    }
}

fn octets_at(start: *const u8, length: usize) -> Vec<u8> {
    // SAFETY: the callers give the start and the length of a box, which was zeroed before the value moved in.
    (0..length).map(|i| unsafe { start.add(i).read_volatile() }).collect()
}
