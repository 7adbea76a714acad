//! Does the time of signing depend on the private key or on the nonce?
//!
//! A statistical test after dudect (Reparaz, Balasch, Verbauwhede: "Dude, is my code constant time?", 2017): signatures
//! with one fixed secret and signatures with random secrets, in random order, each timed alone. The digest is the same
//! for all. If the mean times differ, Welch's t shows it; |t| below 4.5 says that nothing was found. The slowest times
//! are interrupts, so that t is computed several times over, each time without another share of them, and the largest
//! counts.
//!
//! Each curve is tried in two ways: `derived`, where the nonce comes from the key and the digest; and `given`, where it
//! comes from outside and the fixed one is a quarter as long as the random ones: leading zeros of nonces are what
//! attacks on such signatures live on. The control skips the zero octets of its nonce after signing, and must be found.
//!
//! ```text
//! $ cargo run --release -p esig-benches --example signing_time -- 1000000
//! control |t| = 176.5 leaks, as it must
//! CryptoPro-A, Fastest, derived |t| = 1.4 over 1000000 signatures
//! CryptoPro-A, Fastest, given |t| = 0.7 over 1000000 signatures
//! CryptoPro-A, Portable, derived |t| = 1.2 over 1000000 signatures
//! … and so on for TC26-256-A, TC26-512-A, TC26-512-C and CryptoPro-B
//! ```
//!
//! The first argument is the number of signatures for each line, half a million if it is missing; further arguments are
//! the names of other curves to try. The exit code is 0 if every |t| but that of the control is below 4.5.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use esig_gost::backend::Curves;
use esig_gost::gost3410::hazmat::sign_digest_with_nonce_be_octets;
use esig_gost::{ParameterSet, SigningKey};
use getrandom::SysRng;
use getrandom::rand_core::{Rng, UnwrapErr};

/// One curve for each way of computing; CryptoPro-B stands for those without a fast one.
const FAMILIES: [ParameterSet; 5] = [
    ParameterSet::CryptoProA,
    ParameterSet::Tc26_256A,
    ParameterSet::Tc26_512A,
    ParameterSet::Tc26_512C,
    ParameterSet::CryptoProB,
];

/// |t| from here on shows a leak.
const THRESHOLD: f64 = 4.5;

/// Signatures that are prepared together, so that nothing but signing happens between two of them.
const BATCH: usize = 1000;

/// The shares of the fastest times that t is computed over.
const SHARES: [f64; 6] = [0.5, 0.75, 0.9, 0.95, 0.99, 1.0];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().map_or(500_000, |count| count.parse().expect("a number of signatures"));
    let names = arguments.collect::<Vec<_>>();
    let named = |set: &ParameterSet| names.iter().any(|name| name == set.name());
    let named = ParameterSet::all().iter().copied().filter(named).collect::<Vec<_>>();

    let [control] =
        Test::new(ParameterSet::CryptoProA, Curves::Fastest).run(count.min(100_000), [sign_skipping_zeros]);
    let mut passed = control >= THRESHOLD;
    println!("control |t| = {control:.1} {}", if passed { "leaks, as it must" } else { "is not found" });
    for set in if named.is_empty() { FAMILIES.to_vec() } else { named } {
        for form in [Curves::Fastest, Curves::Portable] {
            passed &= passes(&Test::new(set, form), count);
        }
    }
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether neither way to sign shows anything.
fn passes(test: &Test, count: usize) -> bool {
    let [derived, given] = test.run(count, [sign_derived, sign_given]);
    for (way, t) in [("derived", derived), ("given", given)] {
        let verdict = if t < THRESHOLD { "" } else { ": LEAKS" };
        println!("{}, {:?}, {way} |t| = {t:.1} over {count} signatures{verdict}", test.set, test.form);
    }
    derived < THRESHOLD && given < THRESHOLD
}

/// What is timed.
type Sign = fn(&Secret, &[u8]);

fn sign_derived(secret: &Secret, digest: &[u8]) {
    black_box(secret.key.sign_digest_deterministic(black_box(digest)))
        .expect("the digest has the right length");
}

fn sign_given(secret: &Secret, digest: &[u8]) {
    black_box(sign_digest_with_nonce_be_octets(&secret.key, black_box(digest), &secret.nonce))
        .expect("k is below q");
}

/// Works for each octet of the nonce that is not zero, about as long as for a point addition in all.
fn sign_skipping_zeros(secret: &Secret, digest: &[u8]) {
    sign_given(secret, digest);
    for octet in secret.nonce.iter().filter(|octet| **octet != 0) {
        (0..30).for_each(|_| _ = black_box(octet));
    }
}

/// A private key with a nonce.
struct Secret {
    key: SigningKey,
    /// k, big-endian.
    nonce: Vec<u8>,
}

/// One secret against many.
struct Test {
    set: ParameterSet,
    form: Curves,
    digest: Vec<u8>,
    fixed_key: Vec<u8>,
    fixed_nonce: Vec<u8>,
}

impl Test {
    fn new(set: ParameterSet, form: Curves) -> Self {
        let octets = set.octets();
        let (digest, fixed_key, mut fixed_nonce) = (random(octets), scalar(octets), scalar(octets));
        fixed_nonce[..octets / 4 * 3].fill(0);
        Self { set, form, digest, fixed_key, fixed_nonce }
    }

    /// The largest |t| for each way to sign.
    fn run<const N: usize>(&self, count: usize, ways: [Sign; N]) -> [f64; N] {
        let mut times = ways.map(|_| Vec::with_capacity(count));
        for _ in 0..count.div_ceil(BATCH) {
            let batch = (0..BATCH).map(|_| self.secret(rng().next_u32().is_multiple_of(2)));
            let batch = batch.collect::<Vec<_>>();
            for (times, sign) in times.iter_mut().zip(ways) {
                times.extend(batch.iter().map(|(fixed, secret)| {
                    let start = Instant::now();
                    sign(secret, &self.digest);
                    (*fixed, start.elapsed().as_nanos() as f64)
                }));
            }
        }
        times.map(|times| largest_t(&times))
    }

    /// A secret in memory of its own, made in the same way whichever it is.
    fn secret(&self, fixed: bool) -> (bool, Secret) {
        let octets = self.set.octets();
        let (mut key, mut nonce) = (scalar(octets), scalar(octets));
        let mask = if fixed { 0xff } else { 0 };
        for (octets, fixed) in [(&mut key, &self.fixed_key), (&mut nonce, &self.fixed_nonce)] {
            octets.iter_mut().zip(fixed).for_each(|(octet, fixed)| *octet ^= (*octet ^ fixed) & mask);
        }
        let key = SigningKey::from_le_octets_with(self.form, self.set, &key).expect("d is below q");
        (fixed, Secret { key, nonce })
    }
}

fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

fn random(octets: usize) -> Vec<u8> {
    let mut random = vec![0; octets];
    rng().fill_bytes(&mut random);
    random
}

/// A number that is below q of every curve in both octet orders.
fn scalar(octets: usize) -> Vec<u8> {
    let mut scalar = random(octets);
    scalar[0] &= 0x3f;
    scalar[octets - 1] &= 0x3f;
    scalar
}

/// The largest |t| over the shares of the fastest times; a time stands with whether its secret was the fixed one.
fn largest_t(times: &[(bool, f64)]) -> f64 {
    let mut sorted = times.iter().map(|(_, time)| *time).collect::<Vec<_>>();
    sorted.sort_by(f64::total_cmp);
    let limits = SHARES.map(|share| sorted[(share * (sorted.len() - 1) as f64) as usize]);
    limits.into_iter().map(|limit| welch_t(times, limit).abs()).fold(0.0, f64::max)
}

/// Welch's t of the two kinds of times, without those above `limit`.
fn welch_t(times: &[(bool, f64)], limit: f64) -> f64 {
    let [fixed, random] = [true, false].map(|kind| {
        let of_kind =
            times.iter().filter(|(fixed, time)| *fixed == kind && *time <= limit).map(|(_, time)| *time);
        let count = of_kind.clone().count() as f64;
        let mean = of_kind.clone().sum::<f64>() / count;
        let variance = of_kind.map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance / count)
    });
    (fixed.0 - random.0) / (fixed.1 + random.1).sqrt()
}
