//! Whom time-stamps are had from.

use std::fmt;

use esig_cms::timestamp_token::{AcceptedToken, ResponseError};
use esig_core::{DigestValue, Provider, Remedy};
use time::UtcDateTime;

/// Who gets time-stamps: authorities over the network (`TsaList`, feature `online`), a test's, one's own.
///
/// An [`AcceptedToken`] comes of [`TimestampQuery::accept`](esig_cms::TimestampQuery::accept) alone, so that nobody can leave a
/// check out.
///
/// ```
/// use esig::cms::TimestampQuery;
/// use esig::cms::timestamp_token::AcceptedToken;
/// use esig::core::{DigestValue, Provider};
/// use esig::{StampError, Stamper};
/// use esig_testkit::TestTsa;
/// use time::UtcDateTime;
///
/// #[derive(Debug)]
/// struct InMemory(TestTsa);
///
/// impl Stamper for InMemory {
///     fn stamp(
///         &self,
///         digest: &DigestValue,
///         at: UtcDateTime,
///         provider: &Provider,
///     ) -> Result<AcceptedToken, StampError> {
///         let query = TimestampQuery::new(digest, None, provider).map_err(|error| StampError::of("test", error))?;
///         let response = self.0.answer(query.request());
///         query.accept(&response, at, provider).map_err(|error| StampError::of("test", error))
///     }
/// }
/// ```
pub trait Stamper: fmt::Debug + Send + Sync {
    /// A token over that digest, made now, which is `at`. May block.
    ///
    /// # Errors
    /// [`StampError`] with every authority that was asked, and why there is no token of it.
    fn stamp(
        &self,
        digest: &DigestValue,
        at: UtcDateTime,
        provider: &Provider,
    ) -> Result<AcceptedToken, StampError>;
}

/// There is no time-stamp: of each authority that was asked, why not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StampError {
    /// In the order in which they were asked; none if there is nobody to ask.
    pub failures: Vec<StampFailure>,
}

/// An authority, and why there is no token of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StampFailure {
    /// Its URL, or what else it is called.
    pub authority: String,
    /// Why there is none.
    pub why: WhyNoStamp,
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhyNoStamp {
    /// The request could not be made.
    Request(esig_core::Error),
    /// No answer came.
    Unreachable {
        /// Why, in the words of what carries requests.
        reason: String,
    },
    /// The answer is a refusal, or not what was asked for.
    Answer(ResponseError),
}

impl StampError {
    /// The failure of one authority.
    pub fn of(authority: impl Into<String>, why: impl Into<WhyNoStamp>) -> Self {
        Self { failures: vec![StampFailure { authority: authority.into(), why: why.into() }] }
    }

    /// A stable code for scripts: that of the last authority.
    pub fn code(&self) -> &'static str {
        match self.failures.last().map(|failure| &failure.why) {
            None => "E-TSA-NOT-NAMED",
            Some(WhyNoStamp::Request(error)) => error.code(),
            Some(WhyNoStamp::Unreachable { .. }) => "E-TSA-UNREACHABLE",
            Some(WhyNoStamp::Answer(error)) => error.code(),
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self.failures.last().map(|failure| &failure.why) {
            None => Remedy::CorrectCall,
            Some(WhyNoStamp::Request(error)) => error.remedy(),
            Some(WhyNoStamp::Unreachable { .. }) => Remedy::SupplyEvidence,
            Some(WhyNoStamp::Answer(error)) => error.remedy(),
        }
    }
}

impl fmt::Display for StampError {
    /// `no time-stamp from http://a.example/: the server answers 404; from http://b.example/: …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "no time-stamp ";
        for StampFailure { authority, why } in &self.failures {
            write!(f, "{separator}from {authority}: {why}")?;
            separator = "; ";
        }
        match self.failures.is_empty() {
            true => f.write_str("no time-stamping authority is named"),
            false => Ok(()),
        }
    }
}

impl std::error::Error for StampError {}

impl fmt::Display for WhyNoStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Unreachable { reason } => f.write_str(reason),
            Self::Answer(error) => error.fmt(f),
        }
    }
}

impl From<esig_core::Error> for WhyNoStamp {
    fn from(error: esig_core::Error) -> Self {
        Self::Request(error)
    }
}

impl From<ResponseError> for WhyNoStamp {
    fn from(error: ResponseError) -> Self {
        Self::Answer(error)
    }
}
