//! What time-stamps in signatures are over: the exact octets, and the objects that are proven to have existed.
//!
//! RFC 3126 §3.12.1, RFC 5126 §6, EN 319 122-1 clauses 5.2.8 to 5.5.3. Octets are digested as they stand in the file; where
//! software is known to hash another encoding, that is tried too, and what matched is said.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (signature, document): (Vec<u8>, Vec<u8>) = Default::default();
//! use esig_cms::SignedData;
//! use esig_core::{Limits, Provider};
//!
//! let provider = Provider::rustcrypto();
//! let data = SignedData::parse(&signature, &Limits::DEFAULT)?;
//! let mut hasher = data.hasher(&provider);
//! hasher.update(&document);
//! let content = hasher.finish();
//!
//! let mut coverage = data.coverage(&content, &provider);
//! for signer_info in data.signer_infos() {
//!     for timestamp in signer_info.timestamps() {
//!         match coverage.check(&timestamp) {
//!             Ok(covered) => println!("{}: {} objects", timestamp.kind, covered.objects().len()),
//!             Err(error) if error.is_broken() => println!("{} is over something else: {error}", timestamp.kind),
//!             Err(error) => println!("{}: cannot tell: {error}", timestamp.kind),
//!         }
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod archive_v2;
pub(crate) mod archive_v3;
pub(crate) mod cades_c;
mod check;
mod digests;
mod encoding;
pub(crate) mod hash_index;
mod object;
mod octets;

pub use archive_v2::UnsignedAttributesForm;
pub use check::{Coverage, Covered};
pub(crate) use digests::{ArchiveContexts, algorithms};
pub use encoding::CoveredEncoding;
pub use object::CoveredObject;
pub(crate) use octets::Octets;
