//! CMS and CAdES signatures: parse, check, prepare, complete, augment.
//!
//! RFC 5652 §5 and EN 319 122-1. A [`SignedData`] is a view that keeps every original byte; a [`SignerInfo`] becomes
//! an [`IntactSignature`] by [`check`](SignerInfo::check), which compares digests and verifies the value and says
//! nothing of trust. Signing takes three steps, [`prepare`](Signing::prepare), the key's own, and
//! [`complete`](Prepared::complete), so that where keys live is not this crate's business.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use esig_cms::SignedData;
//! use esig_core::{Limits, Provider};
//!
//! let provider = Provider::rustcrypto();
//! let signature = std::fs::read("contract.pdf.sig")?;
//! let data = SignedData::parse(&signature, &Limits::DEFAULT)?;
//! let mut hasher = data.hasher(&provider);
//! hasher.update(&std::fs::read("contract.pdf")?);
//! let content = hasher.finish();
//!
//! for signer_info in data.signer_infos() {
//!     let certificate = data.find_certificate(&signer_info).ok_or("no certificate")?;
//!     let intact = signer_info.check(certificate.view(), &content, &provider)?;
//!     println!("unaltered since {} signed it", intact.signer().subject());
//! }
//! # Ok(())
//! # }
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod attributes;
mod augment;
mod ber;
pub mod check;
mod content;
mod content_form;
mod covered;
mod edit;
mod encapsulated_content;
mod error;
mod finding;
mod guard;
mod hex;
mod integrity;
mod level;
mod octet_string;
pub mod oids;
mod signed_data;
mod signed_data_buf;
mod signer_identifier;
mod signer_info;
mod signer_path;
pub mod signing;
pub mod stream;
pub mod timestamp_token;
mod validation_objects;

pub use attributes::{Attribute, Attributes, Timestamp};
pub use augment::{PreparedTimestamp, ValidationData};
pub use check::{CheckPolicy, IntactSignature, SignedOctets};
pub use content::{ContentDigests, ContentHasher};
pub use covered::{Coverage, Covered, CoveredEncoding, CoveredObject, UnsignedAttributesForm};
pub use encapsulated_content::EncapsulatedContent;
pub use error::CmsError;
pub use finding::Finding;
pub use integrity::{IntegrityError, Outcome};
pub use level::Level;
pub use octet_string::OctetString;
pub use signed_data::{RevocationInfo, SignedData};
pub use signed_data_buf::SignedDataBuf;
pub use signer_identifier::SignerIdentifier;
pub use signer_info::SignerInfo;
pub use signing::{Prepared, Signing};
pub use stream::{SignedDataStream, StreamedSignedData};
pub use timestamp_token::{IntactTimestamp, TimestampError, TimestampQuery, TimestampToken};
pub use validation_objects::{EmbeddedObject, Field, Place, ValidationObject};
