//! Certificate revocation lists (RFC 5280 §5), as views over the original DER.

mod buf;
mod entry;
mod fields;
mod view;

pub use buf::{CrlBuf, ParsedCrl};
pub use entry::{ReasonCode, RevokedCertificate};
pub use view::{Crl, IssuingDistributionPoint};
