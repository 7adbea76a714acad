//! Path validation, revocation and the assessment of signatures by ETSI EN 319 102-1, as a pure function.
//!
//! A [`Verifier`] judges a signature from what is in its arguments: the signature, the digests of the content, a
//! [`Store`] of evidence and a time. It opens no file and no socket and reads no clock; what it lacks comes back as
//! [`Need`](esig_core::Need)s, and whoever can fetch them adds the answers to the store and asks again.
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

mod algorithms;
mod anchors;
pub mod evidence;
mod facts;
mod limits;
mod path;
mod policy;
mod process;
pub mod report;
mod revocation;
mod store;
mod sync;
mod verifier;

pub use algorithms::{AlgorithmRule, AlgorithmTable, RuledAlgorithm};
pub use anchors::TrustAnchors;
pub use evidence::RejectedEvidence;
pub use facts::Subject;
pub use limits::{PathLimits, StoreLimits};
pub use path::{Purpose, VerifiedPath};
pub use policy::{Policy, Rule};
pub use report::{Conclusion, Report, Verdict};
pub use store::Store;
pub use verifier::{Assessment, Entry, Preflight, Verifier, online, online_all};

/// What only those may use who vouch for what they say.
pub mod hazmat {
    pub use crate::facts::{Intact, IntegrityFailure, SignatureSyntax};

    /// A signature of another syntax than CMS. Whoever implements [`SignatureSyntax`] vouches for the integrity that
    /// it reports: the assessment takes its word.
    pub fn subject<'a>(syntax: impl SignatureSyntax + 'a) -> crate::Subject<'a> {
        crate::Subject::new(syntax)
    }
}
