//! Signs a file with the key of a PFX file; the password is in the variable `PASSWORD`.
//!
//! ```text
//! $ PASSWORD=changeit cargo run -p esig-examples --example sign_pfx -- fixtures/gost256/signer.pfx fixtures/content/договор.txt /tmp/договор.txt.sig
//! key: gost3410-2012-256 of Иванов Иван Иванович
//! chain: 2 certificates
//! /tmp/договор.txt.sig is a signature over fixtures/content/договор.txt
//! ```
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use esig::SignOptions;
use esig::token::pfx::PfxToken;
use esig::token::{Password, SigningKey};
use time::UtcDateTime;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pfx, content, output] = arguments.as_slice() else { return Err("PFX CONTENT OUTPUT".into()) };
    let password = Password::from(std::env::var("PASSWORD")?);

    let token = PfxToken::open(&std::fs::read(pfx)?, &password)?;
    let chain = token.certificates().to_vec();
    let mut key = token.into_keys().next().ok_or("no key in the file")?;
    let holder = key.certificate().ok_or("no certificate for the key")?.view().subject().common_name();
    println!("key: {} of {holder}", key.kind());
    println!("chain: {} certificates", chain.len());

    let options = SignOptions::new(UtcDateTime::now()).with_chain(&chain).with_output(output);
    let signature = esig::sign_file(content, &mut key, &options.replacing_existing())?;
    println!("{} is a signature over {content}", signature.display());
    Ok(())
}
