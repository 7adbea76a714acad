//! Electronic signatures, GOST and standard: sign a file, verify a file.
//!
//! The two functions that most need, over the crates that do the work: [`core`] (certificates, CRLs, cryptography),
//! [`cms`] (signatures), [`token`] (keys) and [`verify`](mod@verify) (trust). Nothing here reads a clock: the time is an argument.
//!
//! # Sign
//!
//! ```standalone_crate
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! # std::env::set_current_dir(&directory)?;
//! # std::fs::write("contract.pdf", "any octets")?;
//! # use esig_testkit::{Family, Signer, TestPki};
//! # let pki = TestPki::new(Family::GOST_256, 1, time::UtcDateTime::now());
//! # let signer = pki.signer(Signer::Valid);
//! # std::fs::write("me.pfx", signer.pfx("correct horse", &pki.chain())?)?;
//! use esig::SignOptions;
//! use esig::token::Password;
//! use esig::token::pfx::PfxToken;
//! use time::UtcDateTime;
//!
//! let token = PfxToken::open(&std::fs::read("me.pfx")?, &Password::from("correct horse"))?;
//! let options = SignOptions::new(UtcDateTime::now()).with_chain(token.certificates());
//! let mut key = token.into_keys().next().ok_or("no key in the file")?;
//!
//! let signature = esig::sign_file("contract.pdf", &mut key, &options)?;
//! assert_eq!(signature.to_str(), Some("contract.pdf.sig"));
//! # Ok(())
//! # }
//! ```
//!
//! # Verify
//!
//! ```standalone_crate
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! # std::env::set_current_dir(&directory)?;
//! # std::fs::write("contract.pdf", "any octets")?;
//! # use esig_testkit::{Family, Signer, TestPki};
//! # let now = time::UtcDateTime::now();
//! # let pki = TestPki::new(Family::GOST_256, 1, now);
//! # let chain = esig::SignOptions::new(now).with_chain(&pki.chain());
//! # esig::sign_file("contract.pdf", &mut pki.signer(Signer::Valid), &chain)?;
//! # std::fs::write("root.cer", pki.root().certificate().as_der())?;
//! # std::fs::write("root.crl", pki.crls()[0].as_der())?;
//! # std::fs::write("authority.crl", pki.crls()[1].as_der())?;
//! use esig::VerifyOptions;
//! use time::UtcDateTime;
//!
//! let options = VerifyOptions::new(UtcDateTime::now())
//!     .with_trusted(&std::fs::read("root.cer")?)?
//!     .with_crls(&std::fs::read("root.crl")?)?
//!     .with_crls(&std::fs::read("authority.crl")?)?;
//!
//! let verification = esig::verify_file("contract.pdf.sig", &options)?;
//! for signature in verification.signatures() {
//!     println!("{signature}"); // valid, signed by Образцова Анна Тестовна
//! }
//! # assert_eq!(verification.verdict(), esig::Verdict::Valid);
//! # assert_eq!(verification.signatures()[0].to_string(), "valid, signed by Образцова Анна Тестовна");
//! # Ok(())
//! # }
//! ```
//!
//! # Raise
//!
//! ```no_run
//! # #[cfg(feature = "online")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use esig::http::{HttpClient, HttpSettings, HttpTsa};
//! use esig::{AugmentOptions, TargetLevel, TsaList, VerifyOptions};
//! use time::UtcDateTime;
//!
//! let verification = VerifyOptions::new(UtcDateTime::now())
//!     .with_trusted(&std::fs::read("root.cer")?)?
//!     .with_online(HttpClient::new(HttpSettings::new())?);
//! let options = AugmentOptions::new(TargetLevel::Lta, verification)
//!     .with_stamper(TsaList::new([HttpTsa::new("http://tsa.example/tsp")?]))
//!     .replacing_existing();
//!
//! esig::augment_file("contract.pdf.sig", &options)?; // CAdES-LTA
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "online"))]
//! # fn main() {}
//! ```
//!
//! # Limitations
//!
//! Time-stamps that are in a file are not taken into account when it is verified: the verdict is for the time of the options. Signatures
//! inside PDF, XML and ZIP (office documents, ASiC) are recognised and
//! [not supported](Verdict::Unsupported). The crate is no certified means of cryptographic protection (СКЗИ).
#![forbid(unsafe_code)]

mod armor;
mod augment;
mod certificate;
mod content;
mod error;
mod format;
mod options;
mod output;
mod progress;
mod signature;
mod signing;
mod stamp;
mod stopwatch;
#[cfg(feature = "online")]
mod tsa_list;
mod verification;
mod verifying;

pub use esig_cms as cms;
pub use esig_core as core;
#[cfg(feature = "online")]
pub use esig_http as http;
#[cfg(feature = "aws-lc")]
pub use esig_provider_aws_lc as aws_lc;
pub use esig_token as token;
pub use esig_verify as verify;

pub use self::augment::{AugmentOptions, TargetLevel, augment, augment_file, augment_file_over};
pub use self::certificate::{CertificateStatus, certificate_status};
pub use self::content::Content;
pub use self::error::Error;
pub use self::format::Format;
pub use self::options::VerifyOptions;
pub use self::output::{Existing, NewFile, write_whole};
pub use self::signing::{SignOptions, sign, sign_file, sign_to};
pub use self::stamp::{StampError, StampFailure, Stamper, WhyNoStamp};
#[cfg(feature = "online")]
pub use self::tsa_list::TsaList;
pub use self::verification::{SignatureVerification, Verification};
pub use self::verifying::{extract_file, verify, verify_file, verify_file_over, verify_stream};
pub use esig_verify::Verdict;
