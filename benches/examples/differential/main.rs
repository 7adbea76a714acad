//! Do the fast forms of the curves' arithmetic say what the simple one says?
//!
//! Fields: random sequences of operations on registers, which keep their elements in whatever way the form keeps them. What
//! is loaded is random or extreme: around 0, p and the powers of two, or with long runs of zeros or ones. After every
//! operation the representatives below p are compared with those of Montgomery's form.
//!
//! Curves: signatures that are valid by construction, and such that are not: bits turned in r, s, the digest or the key,
//! numbers out of range, keys of others, sums that are O, sums that meet the same point twice on the way. Every form of
//! the arithmetic, without and with a table of multiples, and `verify_many` over 1 to 20 of them, on several curves at once,
//! must all say what the construction says; it is the only judge of the single call on the curves that have the generic
//! arithmetic alone.
//!
//! ```text
//! $ cargo run --release -p esig-benches --example differential -- 10000000 100000
//! seed 1784563400381332557
//! 2^256-617: 10000000 operations, PseudoMersenne and Ifma agree with Montgomery
//! 2^512-569: 10000000 operations, PseudoMersenne and Ifma agree with Montgomery
//! TC26-512-C: 100000 verifications in 9556 batches, 51305 valid: all agree
//! … and so on for every curve
//! ```
//!
//! The arguments are the number of operations on each field, the number of verifications on each curve (a hundred thousand
//! and a thousand if they are missing), and the seed of an earlier run, to repeat it. The first disagreement is printed with
//! its inputs, and the exit code is 1.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

mod fields;
mod random;
mod signers;
mod verifications;

use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use esig_gost::ParameterSet;
use esig_gost::backend::{Curves, Field};
use getrandom::SysRng;
use getrandom::rand_core::TryRng;

use random::Random;

/// One name for each curve, and the forms of its arithmetic, which are all the same where the generic one is the fastest.
const CURVES: [(ParameterSet, &[Curves]); 9] = [
    (ParameterSet::Tc26_512C, &Curves::ALL),
    (ParameterSet::Tc26_512A, &Curves::ALL),
    (ParameterSet::Tc26_512B, &[Curves::Fastest]),
    (ParameterSet::Test512, &[Curves::Fastest]),
    (ParameterSet::Tc26_256A, &Curves::ALL),
    (ParameterSet::CryptoProA, &Curves::ALL),
    (ParameterSet::CryptoProB, &[Curves::Fastest]),
    (ParameterSet::CryptoProC, &[Curves::Fastest]),
    (ParameterSet::Test256, &[Curves::Fastest]),
];

/// A line to print: what was compared, or the inputs on which two disagree.
type Report = Result<String, String>;

/// A comparison, to be made on any thread.
type Job = Box<dyn FnOnce(Random) -> Report + Send>;

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).map(|number| number.parse::<u64>().expect("a number"));
    let arguments = arguments.collect::<Vec<_>>();
    let operations = arguments.first().copied().unwrap_or(100_000);
    let verifications = arguments.get(1).copied().unwrap_or(1000);
    let seed = arguments.get(2).copied();
    let seed = seed.unwrap_or_else(|| SysRng.try_next_u64().expect("the system has randomness"));
    println!("seed {seed}");

    let mut jobs: Vec<Job> = vec![
        Box::new(move |random| fields::compare("2^256-617", 617, Field::modulo_p256, operations, random)),
        Box::new(move |random| fields::compare("2^512-569", 569, Field::modulo_p512, operations, random)),
    ];
    jobs.extend(CURVES.map(|(set, forms)| -> Job {
        Box::new(move |random| verifications::compare(set, forms, verifications, random))
    }));
    if run(jobs, seed) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs every job, as many at once as the machine can, until one fails. Whether none did.
fn run(jobs: Vec<Job>, seed: u64) -> bool {
    let jobs = Mutex::new((0..).map(|number| Random::new(seed, number)).zip(jobs));
    let failed = Mutex::new(false);
    let next = || jobs.lock().expect("no job panics").next();
    let work = || {
        while let Some((random, job)) = next() {
            let report = job(random);
            let mut failed = failed.lock().expect("no job panics");
            if *failed {
                return;
            }
            *failed = report.is_err();
            println!("{}", report.unwrap_or_else(|inputs| inputs));
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    !failed.into_inner().expect("no job panics")
}

/// Hexadecimal digits, the first octet first.
fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
