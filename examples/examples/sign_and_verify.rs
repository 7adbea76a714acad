//! Signs a file and verifies it, with a test PKI in the place of a real key and a real authority.
//!
//! ```text
//! $ cargo run -p esig-examples --example sign_and_verify
//! signed by Образцова Анна Тестовна
//! valid
//! altered: invalid (DIGEST_MISMATCH)
//! ```
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use esig::{SignOptions, VerifyOptions};
use esig_testkit::{Family, Signer, TestPki};
use time::UtcDateTime;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = UtcDateTime::now();
    let pki = TestPki::new(Family::GOST_256, 1, now);
    let directory = tempfile::tempdir()?;
    let contract = directory.path().join("договор.txt");
    std::fs::write(&contract, "Договор № 1")?;

    let mut key = pki.signer(Signer::Valid);
    println!("signed by {}", key.certificate().view().subject().common_name());
    let signing = SignOptions::new(now).with_chain(&pki.chain());
    let signature = esig::sign_file(&contract, &mut key, &signing)?;

    let mut options = VerifyOptions::new(now).with_trusted(pki.root().certificate().as_der())?;
    for crl in pki.crls() {
        options = options.with_crls(crl.as_der())?;
    }
    println!("{}", esig::verify_file(&signature, &options)?.verdict());

    std::fs::write(&contract, "Договор № 2")?;
    let altered = esig::verify_file(&signature, &options)?;
    let reason = altered.signatures()[0].reasons[0].code();
    println!("altered: {} ({reason})", altered.verdict());
    Ok(())
}
