//! Certificate revocation lists (RFC 5280 §5), as views over the original DER.

mod buf;
mod entry;
mod fields;
mod findings;
mod index;
mod issuing_distribution_point;
mod number;
mod view;

pub use buf::{CrlBuf, ParsedCrl};
pub use entry::{ReasonCode, RevokedCertificate};
pub use issuing_distribution_point::IssuingDistributionPoint;
pub use number::CrlNumber;
pub use view::Crl;
