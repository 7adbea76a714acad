//! Does what is done with a private key branch on a secret, or read memory where a secret says?
//!
//! Key, nonce and randomness are marked as undefined, and valgrind's memcheck reports each branch and each address that
//! depends on them, however long the way. Valgrind knows no AVX-512, so that what is checked is what runs on every
//! processor. A few branches on one public bit each are excused in `secret_memory.supp`, with the reasons. The two controls
//! must be reported, which valgrind does on the error output. Every signature is verified in the end.
//!
//! ```text
//! $ cargo build --release -p esig-benches --example secret_memory
//! $ valgrind --quiet --suppressions=benches/examples/secret_memory.supp \
//!     target/release/examples/secret_memory
//! control, a branch: reported, as it must be
//! control, an index: reported, as it must be
//! HMAC-Streebog-256: clean
//! HMAC-Streebog-512: clean
//! KDF_GOSTR3411_2012_256: clean
//! KDF_TREE_GOSTR3411_2012_256: clean
//! PBKDF2 with HMAC-Streebog-512: clean
//! GOST 28147-89, CryptoPro key wrap: clean
//! CryptoPro-A, Portable, import: clean
//! CryptoPro-A, Portable, generate: clean
//! CryptoPro-A, Portable, agree on a key: clean
//! CryptoPro-A, Portable, export: clean
//! CryptoPro-A, Portable, sign with a nonce: clean
//! CryptoPro-A, Portable, sign deterministically: clean
//! CryptoPro-A, Portable, sign with randomness: clean
//! CryptoPro-A, Fastest, import: clean
//! … and so on for CryptoPro-B, TC26-256-A, TC26-512-A, TC26-512-B and TC26-512-C
//! ```
//!
//! The exit code is 0 if there is no report but those of the controls.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use std::convert::Infallible;
use std::hint::black_box;
use std::process::ExitCode;

use esig_benches::memcheck::{conceal, errors, is_watching, reveal};
use esig_gost::backend::Curves;
use esig_gost::cipher::Gost28147ParameterSet;
use esig_gost::digest::{KeyInit, Mac};
use esig_gost::gost3410::hazmat::sign_digest_with_nonce_be_octets;
use esig_gost::kdf::{
    CounterOctets, kdf_gostr3411_2012_256, kdf_tree_gostr3411_2012_256, pbkdf2_hmac_streebog512,
};
use esig_gost::keywrap::crypto_pro_wrap;
use esig_gost::vko::{kek_256, kek_512};
use esig_gost::{HmacStreebog256, HmacStreebog512, ParameterSet, Signature, SigningKey, VerifyingKey};
use getrandom::rand_core::{TryCryptoRng, TryRng};

/// One curve for each way of computing.
const CURVES: [ParameterSet; 6] = [
    ParameterSet::CryptoProA,
    ParameterSet::CryptoProB,
    ParameterSet::Tc26_256A,
    ParameterSet::Tc26_512A,
    ParameterSet::Tc26_512B,
    ParameterSet::Tc26_512C,
];

fn main() -> ExitCode {
    assert!(is_watching(), "valgrind must run this program");
    let mut outcome = Outcome { passed: true };
    outcome.expect_reports("control, a branch", || leak_by_branch(&secret(32)));
    outcome.expect_reports("control, an index", || leak_by_index(&secret(32)));
    outcome.expect_none("HMAC-Streebog-256", authenticate::<HmacStreebog256>);
    outcome.expect_none("HMAC-Streebog-512", authenticate::<HmacStreebog512>);
    outcome.expect_none("KDF_GOSTR3411_2012_256", || kdf_gostr3411_2012_256(&secret(32), b"label", b"seed"));
    outcome.expect_none("KDF_TREE_GOSTR3411_2012_256", derive_tree);
    outcome.expect_none("PBKDF2 with HMAC-Streebog-512", derive_from_password);
    outcome.expect_none("GOST 28147-89, CryptoPro key wrap", wrap);
    for set in CURVES {
        for form in [Curves::Portable, Curves::Fastest] {
            check_curve(set, form, &mut outcome);
        }
    }
    if outcome.passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is generated computes in the fastest form, whichever `form` is.
fn check_curve(set: ParameterSet, form: Curves, outcome: &mut Outcome) {
    let name = format!("{set}, {form:?}");
    let public = SigningKey::from_le_octets(set, &octets(set.octets())).expect("d is below q");
    let public = public.verifying_key();
    let (digest, nonce) = (octets(set.octets()), secret(set.octets()));

    let import = || SigningKey::from_le_octets_with(form, set, &secret(set.octets())).expect("d is below q");
    let key = outcome.expect_none(&format!("{name}, import"), import);
    outcome.expect_none(&format!("{name}, generate"), || SigningKey::generate(set, &mut SecretRandomness));
    outcome.expect_none(&format!("{name}, agree on a key"), || {
        kek_256(&key, public, &[1; 8]).expect("one curve")
    });
    if set.octets() == 64 {
        outcome.expect_none(&format!("{name}, agree on a longer key"), || {
            kek_512(&key, public, &[1; 8]).expect("one curve")
        });
    }
    outcome.expect_none(&format!("{name}, export"), || key.export_le_octets());
    let mut sign = |way: &str, sign: &dyn Fn() -> Result<Signature, esig_gost::signature::Error>| {
        let signature = outcome.expect_none(&format!("{name}, sign {way}"), sign).expect("nothing is amiss");
        verify(public, &digest, &signature);
    };
    sign("with a nonce", &|| sign_digest_with_nonce_be_octets(&key, &digest, &nonce));
    sign("deterministically", &|| key.sign_digest_deterministic(&digest));
    sign("with randomness", &|| key.sign_digest(&digest, &mut SecretRandomness));
}

fn verify(key: &VerifyingKey, digest: &[u8], signature: &Signature) {
    let mut signature = signature.to_sr_be_octets();
    reveal(&mut signature);
    key.verify_digest(digest, &signature).expect("the signature is valid");
}

/// A secret key and a secret message that does not end with a block.
fn authenticate<M: KeyInit + Mac>() {
    let mac = M::new_from_slice(&secret(64)).expect("any length is allowed");
    black_box(mac.chain_update(secret(100)).finalize());
}

fn derive_tree() {
    let mut output = [0; 100];
    kdf_tree_gostr3411_2012_256(&secret(32), b"label", b"seed", CounterOctets::One, &mut output)
        .expect("so much is allowed");
    black_box(output);
}

fn derive_from_password() {
    let mut output = [0; 96];
    pbkdf2_hmac_streebog512(&secret(20), b"salt", 2, &mut output);
    black_box(output);
}

fn wrap() {
    let [kek, cek] = [secret(32), secret(32)].map(|octets| <[u8; 32]>::try_from(octets).expect("32 octets"));
    black_box(crypto_pro_wrap(Gost28147ParameterSet::Tc26Z, &kek, &[1; 8], &cek));
}

fn leak_by_branch(secret: &[u8]) {
    if black_box(secret)[0] == 1 {
        black_box("a branch");
    }
}

fn leak_by_index(secret: &[u8]) {
    let table = black_box([0_u8; 256]);
    black_box(table[usize::from(black_box(secret)[0])]);
}

/// Octets that make a key and a nonce for every curve.
fn octets(length: usize) -> Vec<u8> {
    vec![0x2a; length]
}

/// The same octets as a secret.
fn secret(length: usize) -> Vec<u8> {
    let mut octets = octets(length);
    conceal(&mut octets);
    octets
}

/// A generator whose output is secret.
struct SecretRandomness;

impl TryRng for SecretRandomness {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|number| number as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut octets = [0; 8];
        self.try_fill_bytes(&mut octets)?;
        Ok(u64::from_le_bytes(octets))
    }

    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Infallible> {
        destination.fill(0x2a);
        conceal(destination);
        Ok(())
    }
}

impl TryCryptoRng for SecretRandomness {}

/// Whether everything was as it should be, so far.
struct Outcome {
    passed: bool,
}

impl Outcome {
    fn expect_none<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        let (result, count) = count_reports(work);
        match count {
            0 => println!("{what}: clean"),
            _ => println!("{what}: reported {count} times"),
        }
        self.passed &= count == 0;
        result
    }

    fn expect_reports(&mut self, what: &str, work: impl FnOnce()) {
        let ((), count) = count_reports(work);
        println!("{what}: {}", if count > 0 { "reported, as it must be" } else { "not reported" });
        self.passed &= count > 0;
    }
}

fn count_reports<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = errors();
    let result = work();
    (result, errors() - before)
}
