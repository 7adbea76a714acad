//! To which level, and with what.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use esig_core::DigestAlgorithm;

use crate::options::VerifyOptions;
use crate::output::Existing;
use crate::stamp::Stamper;

/// A level that a signature is raised to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TargetLevel {
    /// CAdES-T: a time-stamp over the signature.
    T,
    /// CAdES-LT: and everything that the signature and its time-stamps rest on, within the SignedData.
    Lt,
    /// CAdES-LTA: and a time-stamp over all that; one more if there is one.
    Lta,
    /// CAdES-C: T, and references to what the signature rests on.
    C,
    /// CAdES-X Long type 1: C, a time-stamp over it, and what is referred to.
    XLong1,
}

impl TargetLevel {
    /// The name: `CAdES-T` …
    pub fn name(self) -> &'static str {
        match self {
            Self::T => "CAdES-T",
            Self::Lt => "CAdES-LT",
            Self::Lta => "CAdES-LTA",
            Self::C => "CAdES-C",
            Self::XLong1 => "CAdES-X-L-1",
        }
    }
}

/// How signatures are raised.
///
/// For T a time-stamping authority is enough. For the levels above, the certificates of the signer and of the authorities
/// have to lead to an anchor of the `verification`, and all that shows it is put into the signature: CRLs and OCSP responses of
/// the options, or what is fetched if the options are online.
#[derive(Clone, Debug)]
pub struct AugmentOptions {
    pub(crate) level: TargetLevel,
    pub(crate) verification: VerifyOptions,
    pub(crate) stamper: Option<Arc<dyn Stamper>>,
    pub(crate) digest: Option<DigestAlgorithm>,
    pub(crate) signature: Option<usize>,
    pub(crate) output: Option<PathBuf>,
    pub(crate) existing: Existing,
}

impl AugmentOptions {
    /// Raises every signature of a file to that level. The time of `verification` is now: tokens have to be of it.
    pub fn new(level: TargetLevel, verification: VerifyOptions) -> Self {
        Self {
            level,
            verification,
            stamper: None,
            digest: None,
            signature: None,
            output: None,
            existing: Existing::Keep,
        }
    }

    /// Who gives time-stamps; from T to LT or C none is needed.
    #[must_use]
    pub fn with_stamper(self, stamper: impl Stamper + 'static) -> Self {
        Self { stamper: Some(Arc::new(stamper)), ..self }
    }

    /// The digest that is stamped, instead of one as strong as the signature's: GOST R 34.11-2012 where that is GOST, else
    /// SHA-256 or longer.
    #[must_use]
    pub fn with_digest(self, digest: DigestAlgorithm) -> Self {
        Self { digest: Some(digest), ..self }
    }

    /// Raises this signature alone, counted from zero and without counter-signatures.
    #[must_use]
    pub fn only(self, signature: usize) -> Self {
        Self { signature: Some(signature), ..self }
    }

    /// Where [`augment_file`](crate::augment_file) writes, instead of the file itself.
    #[must_use]
    pub fn with_output(self, path: impl Into<PathBuf>) -> Self {
        Self { output: Some(path.into()), ..self }
    }

    /// Lets [`augment_file`](crate::augment_file) replace a file that is there already, the signature itself too.
    #[must_use]
    pub fn replacing_existing(self) -> Self {
        Self { existing: Existing::Replace, ..self }
    }

    /// Where the result for that file goes.
    pub(crate) fn output_for<'p>(&'p self, path: &'p Path) -> &'p Path {
        self.output.as_deref().unwrap_or(path)
    }

    /// The digest to be stamped for a signature with that one.
    pub(crate) fn digest_for(&self, own: Option<DigestAlgorithm>) -> DigestAlgorithm {
        let at_least = |own: DigestAlgorithm| match own {
            DigestAlgorithm::Gost3411_94 => DigestAlgorithm::Streebog256,
            own if own.output_octets() < 32 => DigestAlgorithm::Sha256,
            own => own,
        };
        self.digest.or(own.map(at_least)).unwrap_or(DigestAlgorithm::Sha256)
    }
}
