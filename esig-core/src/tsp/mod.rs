//! The Time-Stamp Protocol (RFC 3161, RFC 5816): requests, responses and what a token says, as views over the original
//! DER, and their encodings.
//!
//! A token is a CMS signature over a [`TstInfo`]: `esig-cms` reads and checks it. Nothing is judged here.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use esig_core::tsp::{NewRequest, TimeStampResp};
//! use esig_core::{DigestAlgorithm, Provider};
//!
//! let provider = Provider::rustcrypto();
//! let digest = provider.digest(DigestAlgorithm::Streebog256, b"what is to be stamped")?;
//! let nonce: [u8; 16] = provider.random_octets()?;
//! let request = NewRequest::over(&digest).with_nonce(&nonce).with_certificate().encode();
//! std::fs::write("request.tsq", request)?;
//!
//! let response = std::fs::read("response.tsr")?;
//! let response = TimeStampResp::parse(&response)?;
//! match response.token() {
//!     Some(token) => std::fs::write("token.tst", token)?,
//!     None => println!("{}", response.status_info()),
//! }
//! # Ok(())
//! # }
//! ```

mod accuracy;
mod message_imprint;
mod new_request;
mod new_response;
mod new_tst_info;
pub mod oids;
mod request;
mod response;
mod status;
mod tst_info;

pub use accuracy::Accuracy;
pub use message_imprint::MessageImprint;
pub use new_request::NewRequest;
pub use new_response::{encode_granted, encode_refusal};
pub use new_tst_info::NewTstInfo;
pub use request::TimeStampReq;
pub use response::TimeStampResp;
pub use status::{FailureInfo, FailureReason, PkiStatus, StatusInfo};
pub use tst_info::TstInfo;

use crate::error::{ParseError, ParseErrorKind};
use crate::limits::MAX_TSP_OCTETS;
use crate::raw::Reader;

fn check_length(der: &[u8], production: &'static str) -> Result<(), ParseError> {
    let kind = ParseErrorKind::Limit { name: "MAX_TSP_OCTETS", allowed: MAX_TSP_OCTETS };
    if der.len() > MAX_TSP_OCTETS { Err(ParseError::new(kind, production, 0)) } else { Ok(()) }
}

/// v1 is 1 and the only version there is.
fn version(reader: &mut Reader<'_>, production: &'static str) -> Result<(), ParseError> {
    let element = reader.any(production)?;
    match element.small_integer(production)? {
        1 => Ok(()),
        found => Err(element.error(ParseErrorKind::UnknownVersion { found }, production)),
    }
}
