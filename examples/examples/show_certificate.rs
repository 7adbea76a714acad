//! Shows the certificates of files: who, by whom, until when, and with which key.
//!
//! ```text
//! $ cargo run -p esig-examples --example show_certificate -- fixtures/rsa/root.cer
//! fixtures/rsa/root.cer: CN=rsa Root CA,O=esig fixtures,C=RU
//!   issued by CN=rsa Root CA,O=esig fixtures,C=RU
//!   until     2099-12-31 23:59:59.0 +00
//!   key       rsa-2048
//! ```
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use esig::core::{ParsedCertificate, Provider};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let provider = Provider::rustcrypto();
    for path in std::env::args().skip(1) {
        let der = std::fs::read(&path)?;
        let certificate = ParsedCertificate::parse(&der)?;
        let certificate = certificate.view();
        println!("{path}: {}", certificate.subject());
        println!("  issued by {}", certificate.issuer());
        println!("  until     {}", certificate.validity().not_after);
        match provider.load_key(&certificate.subject_public_key_info()) {
            Ok(key) => println!("  key       {}", key.kind()),
            Err(error) => println!("  key       {error}"),
        }
    }
    Ok(())
}
