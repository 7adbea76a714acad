//! The measure of all benches: ways of doing the same, in turns, in one process.
//!
//! The machine is shared and its clock varies, so times are not compared across runs. Ours and the peers alternate in
//! short windows, the fastest window of each counts, and their ratio is printed.
#![deny(unsafe_code)] // not `forbid`: peers are libraries of C, and valgrind is spoken to in machine code
#![allow(clippy::print_stdout, reason = "printing is what benches are for")]

pub mod memcheck;
pub mod peers;
pub mod processor;

use std::time::{Duration, Instant};

/// Windows of each; the fastest counts.
const WINDOWS: u32 = 100;

/// The length of a window, at least; at most twice as much, unless a single call takes longer.
const WINDOW: Duration = Duration::from_millis(2);

/// A peer's name and its way of doing it.
pub type Rival<'a> = (&'a str, Box<dyn FnMut() + 'a>);

/// Prints `ratio <item> <peer> <ours faster by>`: 2.00 means that ours takes half the peer's time.
pub fn ratio(item: &str, peer: &str, ours: impl FnMut(), theirs: impl FnMut()) {
    ratios(item, 1, ours, vec![(peer, Box::new(theirs))]);
}

/// Prints a `ratio` for each rival, and ours as a `figure`. One call of ours does what a rival does in `units` calls.
pub fn ratios(item: &str, units: u32, ours: impl FnMut(), rivals: Vec<Rival<'_>>) {
    let mut own = Contender::new(ours);
    let mut others: Vec<_> = rivals.into_iter().map(|(peer, call)| (peer, Contender::new(call))).collect();
    for _ in 0..WINDOWS {
        own.run();
        others.iter_mut().for_each(|(_, other)| other.run());
    }
    let own = own.fastest / f64::from(units);
    for (peer, other) in others {
        println!("ratio {item} {peer} {:.2}", other.fastest / own);
    }
    figure(item, own * 1e9, "ns");
}

/// Nanoseconds that one call takes, by the fastest window.
pub fn nanoseconds(call: impl FnMut()) -> f64 {
    let mut contender = Contender::new(call);
    (0..WINDOWS).for_each(|_| contender.run());
    contender.fastest * 1e9
}

/// Prints `figure <item> <value> <unit>`.
pub fn figure(item: &str, value: f64, unit: &str) {
    println!("figure {item} {value:.0} {unit}");
}

/// One way of doing it, and its fastest window so far.
struct Contender<F> {
    call: F,
    /// Calls that fill a window.
    count: u32,
    /// Seconds of one call.
    fastest: f64,
}

impl<F: FnMut()> Contender<F> {
    /// Finds how many calls fill a window, by doubling.
    fn new(call: F) -> Self {
        let mut contender = Self { call, count: 1, fastest: f64::INFINITY };
        while contender.window() < WINDOW && contender.count < 1 << 20 {
            contender.count *= 2;
        }
        contender
    }

    fn run(&mut self) {
        self.fastest = self.fastest.min(self.window().as_secs_f64() / f64::from(self.count));
    }

    fn window(&mut self) -> Duration {
        let start = Instant::now();
        (0..self.count).for_each(|_| (self.call)());
        start.elapsed()
    }
}
