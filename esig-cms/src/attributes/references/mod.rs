//! References to certificates and revocation data, by their digests (RFC 5126 §6.2, EN 319 122-1 annex A.1.1 to A.1.4).
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let signature: Vec<u8> = Vec::new();
//! # let at_hand: Vec<esig_core::CertificateBuf> = Vec::new();
//! use esig_cms::SignedData;
//! use esig_core::{Limits, Provider};
//!
//! let provider = Provider::rustcrypto();
//! let data = SignedData::parse(&signature, &Limits::DEFAULT)?;
//! for signer_info in data.signer_infos() {
//!     let Some(references) = signer_info.unsigned_attributes().complete_certificate_references()? else { continue };
//!     for reference in references.iter() {
//!         let found = at_hand.iter().find(|one| reference.hash().is_of(one.as_der(), &provider) == Ok(true));
//!         println!("{reference:?}: {found:?}");
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod certificates;
mod other_hash;
mod revocation;

pub use certificates::{CertificateReferences, OtherCertId};
pub use other_hash::OtherHash;
pub use revocation::{
    CrlIdentifier, CrlOcspRef, CrlValidatedId, OcspResponsesId, OtherRevocationReferences,
    RevocationReferences,
};

use esig_core::ParseError;
use esig_core::error::ParseErrorKind;
use esig_core::raw::{Element, Reader};

/// Checks every element of a SEQUENCE OF, of which there may be [`MAX_LISTED`].
pub(super) fn check_list<'a, T>(
    list: Element<'a>,
    production: &'static str,
    read: impl Fn(&mut Reader<'a>) -> Result<T, ParseError>,
) -> Result<(), ParseError> {
    let mut reader = list.reader();
    let mut count = 0;
    while !reader.is_empty() {
        if count == MAX_LISTED {
            let kind = ParseErrorKind::Limit { name: "MAX_LISTED", allowed: MAX_LISTED };
            return Err(reader.error(kind, production));
        }
        read(&mut reader).map_err(|error| error.at_index(count))?;
        count += 1;
    }
    Ok(())
}

/// The elements of a list that [`check_list`] has accepted.
pub(super) fn each<'a, T>(
    list: Option<Element<'a>>,
    read: impl Fn(&mut Reader<'a>) -> Result<T, ParseError>,
) -> impl Iterator<Item = T> {
    let mut reader = list.map(|list| list.reader());
    core::iter::from_fn(move || read(reader.as_mut()?).ok())
}

/// Elements of one list of references or values: as many as a signature may have certificates by default.
pub(super) const MAX_LISTED: usize = 5_000;
