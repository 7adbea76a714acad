//! Electronic signatures.
#![forbid(unsafe_code)]

mod content;
mod error;
mod format;
mod options;
mod output;
mod signing;
mod verification;
mod verifying;

pub use esig_cms as cms;
pub use esig_core as core;
pub use esig_token as token;
pub use esig_verify as verify;

pub use self::content::Content;
pub use self::error::Error;
pub use self::format::Format;
pub use self::options::VerifyOptions;
pub use self::output::{Existing, write_whole};
pub use self::signing::{SignOptions, sign, sign_file};
pub use self::verification::{SignatureVerification, Verification};
pub use self::verifying::{verify, verify_file, verify_file_over};
pub use esig_verify::Verdict;
