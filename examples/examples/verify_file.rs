//! Verifies a signature over a file, trusting one root and knowing some CRLs, and says why it does not pass.
//!
//! ```text
//! $ cargo run -p esig-examples --example verify_file -- fixtures/gost256/root.cer fixtures/gost256/detached.p7s fixtures/content/договор.txt fixtures/gost256/root.crl fixtures/gost256/int.crl
//! valid, signed by Иванов Иван Иванович
//! $ cargo run -p esig-examples --example verify_file -- fixtures/gost256/root.cer fixtures/gost256/revoked.p7s fixtures/content/договор.txt fixtures/gost256/root.crl fixtures/gost256/int.crl
//! invalid: REVOKED
//!   The signer's certificate is revoked, and nothing proves that the signature is older.
//! $ cargo run -p esig-examples --example verify_file -- fixtures/gost256/root.cer fixtures/gost256/detached.p7s fixtures/content/lines.txt
//! invalid: DIGEST_MISMATCH
//!   The content is not what was signed: it was changed after signing, or it is another file.
//! ```
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use std::path::Path;

use esig::verify::report::text::Language;
use esig::{Content, VerifyOptions};
use time::UtcDateTime;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [root, signature, content, crls @ ..] = arguments.as_slice() else {
        return Err("ROOT SIGNATURE CONTENT CRL…".into());
    };
    let mut options = VerifyOptions::new(UtcDateTime::now()).with_trusted(&std::fs::read(root)?)?;
    for crl in crls {
        options = options.with_crls(&std::fs::read(crl)?)?;
    }
    let verification = esig::verify_file_over(signature, Content::File(Path::new(content)), &options)?;
    for signature in verification.signatures() {
        println!("{signature}");
        for reason in &signature.reasons {
            println!("  {}", reason.text(Language::English));
        }
    }
    Ok(())
}
