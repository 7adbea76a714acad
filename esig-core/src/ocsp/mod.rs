//! The Online Certificate Status Protocol (RFC 6960, RFC 9654): requests and responses as views over the original DER,
//! and their encodings.
//!
//! Nothing here is judged: whether the responder is authorised and the answer of the right time is for verification.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use esig_core::{CertificateBuf, DigestAlgorithm, OcspBuf, Provider};
//! # use esig_core::ocsp::{CertIdBuf, NewRequest};
//! # let (certificate, issuer): (CertificateBuf, CertificateBuf) = unimplemented!();
//! # let ask = |_: &[u8]| -> Vec<u8> { Vec::new() };
//! let provider = Provider::rustcrypto();
//! let wanted = CertIdBuf::new(&provider, DigestAlgorithm::Sha1, certificate.view(), issuer.view())?;
//! let nonce: [u8; 32] = provider.random_octets()?;
//! let request = NewRequest::about(&wanted).with_nonce(&nonce).encode();
//!
//! let answer = OcspBuf::from_der(ask(&request))?;
//! if let Some(response) = answer.view().basic() {
//!     for single in response.responses() {
//!         println!("{} {:?}", single.cert_id.serial_number(), single.cert_status);
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod basic_response;
mod buf;
mod cert_id;
mod extensions;
mod new_request;
mod new_response;
pub mod oids;
mod request;
mod responder_id;
mod response;
mod single_response;

pub use basic_response::BasicResponse;
pub use buf::{OcspBuf, ParsedOcsp};
pub use cert_id::{CertId, CertIdBuf};
pub use extensions::CertHash;
pub use new_request::NewRequest;
pub use new_response::{
    NewResponse, NewSingleResponse, encode_basic_response, encode_refusal, encode_response,
};
pub use request::{OcspRequest, Request};
pub use responder_id::ResponderId;
pub use response::{OcspResponse, ResponseStatus};
pub use single_response::{CertStatus, SingleResponse};
