//! The measure of all benches: two ways of doing the same, in turns, in one process.
//!
//! The machine is shared and its clock varies, so times are not compared across runs. Ours and the peer alternate in
//! short windows, the fastest window of each counts, and their ratio is printed.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "printing is what benches are for")]

use std::time::{Duration, Instant};

/// Windows of each; the fastest counts.
const WINDOWS: u32 = 60;

/// The length of a window.
const WINDOW: Duration = Duration::from_millis(3);

/// Prints `ratio <item> <peer> <ours faster by>`: 2.00 means that ours takes half the peer's time.
pub fn ratio(item: &str, peer: &str, mut ours: impl FnMut(), mut theirs: impl FnMut()) {
    let (own_count, their_count) = (per_window(&mut ours), per_window(&mut theirs));
    let (mut own, mut other) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..WINDOWS {
        own = own.min(seconds(&mut ours, own_count));
        other = other.min(seconds(&mut theirs, their_count));
    }
    println!("ratio {item} {peer} {:.2}", other / own);
    figure(item, own * 1e9, "ns");
}

/// Nanoseconds that one call takes, by the fastest window.
pub fn nanoseconds(mut call: impl FnMut()) -> f64 {
    let count = per_window(&mut call);
    (0..WINDOWS).map(|_| seconds(&mut call, count)).fold(f64::INFINITY, f64::min) * 1e9
}

/// Prints `figure <item> <value> <unit>`.
pub fn figure(item: &str, value: f64, unit: &str) {
    println!("figure {item} {value:.0} {unit}");
}

/// How many calls fill a window, found by doubling.
fn per_window(call: &mut impl FnMut()) -> u32 {
    let mut count = 1;
    while seconds(call, count) * f64::from(count) < WINDOW.as_secs_f64() && count < 1 << 20 {
        count *= 2;
    }
    count
}

/// Seconds of one call, the mean of `count`.
fn seconds(call: &mut impl FnMut(), count: u32) -> f64 {
    let start = Instant::now();
    (0..count).for_each(|_| call());
    start.elapsed().as_secs_f64() / f64::from(count)
}
