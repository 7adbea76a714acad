//! Path validation, revocation and the assessment of signatures by ETSI EN 319 102-1, as a pure function.
//!
//! A [`Verifier`] judges a signature from what is in its arguments: the signature, the digests of the content, a
//! [`Store`] of evidence and a time. It opens no file and no socket and reads no clock; what it lacks comes back as
//! [`Need`](esig_core::Need)s, and whoever can fetch them adds the answers to the store and asks again.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use esig_cms::SignedData;
//! use esig_core::{Evidence, Limits, Provider};
//! use esig_verify::{Conclusion, Policy, Store, TrustAnchors, Verifier};
//!
//! let mut anchors = TrustAnchors::none();
//! anchors.add_file(&std::fs::read("root.cer")?)?;
//! let provider = Provider::rustcrypto();
//! let verifier = Verifier::new(provider.clone(), anchors, Policy::baseline());
//!
//! let signature = std::fs::read("contract.pdf.sig")?;
//! let data = SignedData::parse(&signature, &Limits::DEFAULT)?;
//! let mut hasher = data.hasher(&provider);
//! hasher.update(&std::fs::read("contract.pdf")?);
//! let content = hasher.finish();
//!
//! let mut store = Store::from_signed_data(&data);
//! store.supply(Evidence::Crl(std::fs::read("authority.crl")?))?;
//! for entry in verifier.assess_all(&data, &content, &store, time::UtcDateTime::now()) {
//!     match entry.assessment.report.conclusion {
//!         Conclusion::TotalPassed(verified) => println!("signed by {}", verified.signer().subject()),
//!         Conclusion::Indeterminate(why) => println!("cannot tell: {why}"),
//!         Conclusion::TotalFailed(why) => println!("not valid: {why}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

mod algorithms;
mod anchors;
mod effort;
pub mod evidence;
mod facts;
mod inputs;
mod limits;
pub mod lint;
mod path;
mod policy;
mod process;
mod profile;
pub mod report;
mod revocation;
mod store;
mod sync;
mod verifier;

pub use algorithms::{AlgorithmRule, AlgorithmTable, RuledAlgorithm};
pub use anchors::TrustAnchors;
pub use evidence::RejectedEvidence;
pub use facts::Subject;
pub use inputs::PathInputs;
pub use limits::{Budget, PathLimits, StoreLimits};
pub use path::{PeerName, PolicySet, Purpose, VerifiedPath};
pub use policy::Policy;
pub use profile::{ExtendedKeyUsageScope, Profile, PublicSuffixes};
pub use report::{Conclusion, Report, Verdict};
pub use store::Store;
pub use verifier::{Assessment, Entry, Preflight, Verifier, online, online_all, online_certificate};

/// What only those may use who vouch for what they say.
pub mod hazmat {
    pub use crate::facts::{Intact, IntegrityFailure, SignatureSyntax};

    /// A signature of another syntax than CMS. Whoever implements [`SignatureSyntax`] vouches for the integrity that
    /// it reports: the assessment takes its word.
    pub fn subject<'a>(syntax: impl SignatureSyntax + 'a) -> crate::Subject<'a> {
        crate::Subject::new(syntax)
    }
}
