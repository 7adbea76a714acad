//! Certificates (RFC 5280 §4), as views over the original DER.

mod buf;
mod contents;
pub mod ext;
pub(crate) mod fields;
mod findings;
mod view;
#[cfg(feature = "x509-cert")]
mod x509_cert;

pub use buf::{CertificateBuf, ParsedCertificate};
pub use view::Certificate;
