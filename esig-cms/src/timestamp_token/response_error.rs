//! Why an authority's answer is not taken.

use alloc::string::{String, ToString};
use core::fmt;
use core::time::Duration;

use esig_core::tsp::{FailureInfo, FailureReason, PkiStatus, StatusInfo};
use esig_core::{Error, Remedy};
use time::UtcDateTime;

use super::error::TimestampError;

/// What is wrong with an answer to a [`TimestampQuery`](super::TimestampQuery).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseError {
    /// What came is no TimeStampResp.
    Unreadable(Error),
    /// The authority gave no token.
    Refused {
        /// Its status.
        status: PkiStatus,
        /// Its reasons, if it states any.
        fail_info: Option<FailureInfo>,
        /// All that it says, control characters escaped: `rejection (unacceptedPolicy): no such policy`.
        said: String,
    },
    /// The token is not intact, not one of an authority, or not what was asked for.
    Token(TimestampError),
    /// The token's time is not that at which it came.
    ClocksDiffer {
        /// genTime.
        gen_time: UtcDateTime,
        /// When it came.
        at: UtcDateTime,
        /// By how much they may differ.
        allowed: Duration,
    },
}

impl ResponseError {
    pub(super) fn refused(status_info: &StatusInfo<'_>) -> Self {
        Self::Refused {
            status: status_info.status(),
            fail_info: status_info.fail_info(),
            said: status_info.to_string(),
        }
    }

    /// A stable code for scripts; one of those listed in this crate's test of codes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(error) => error.code(),
            Self::Refused { .. } => "E-TSA-REFUSED",
            Self::Token(error) => error.code(),
            Self::ClocksDiffer { .. } => "E-TSA-CLOCK",
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Unreadable(error) => error.remedy(),
            Self::Refused { fail_info, .. } => {
                let is = |reason| fail_info.is_some_and(|info| info.contains(reason));
                match () {
                    () if is(FailureReason::BadAlg) => Remedy::UseSupportedAlgorithm,
                    () if is(FailureReason::UnacceptedPolicy) => Remedy::CorrectCall,
                    () => Remedy::SupplyEvidence,
                }
            }
            Self::Token(error) => error.remedy(),
            Self::ClocksDiffer { .. } => Remedy::CheckSystem,
        }
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Refused { said, .. } => write!(f, "the authority gives no time-stamp: {said}"),
            Self::Token(error) => error.fmt(f),
            Self::ClocksDiffer { gen_time, at, allowed } => {
                write!(f, "the token is of {gen_time}, it came at {at}: more than {} s", allowed.as_secs())
            }
        }
    }
}

impl core::error::Error for ResponseError {}

impl From<TimestampError> for ResponseError {
    fn from(error: TimestampError) -> Self {
        Self::Token(error)
    }
}
