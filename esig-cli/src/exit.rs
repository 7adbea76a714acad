//! Exit codes.

use std::process::ExitCode;

/// How a run ended; the number is what the shell sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done; every signature valid.
    Done = 0,
    /// Any other error.
    Error = 1,
    /// The arguments make no sense.
    Usage = 2,
    /// A signature is invalid: altered, wrong key, revoked.
    Invalid = 10,
    /// The evidence does not decide.
    Indeterminate = 11,
    /// Valid, but not of the kind that was asked for.
    RequirementsNotMet = 12,
    /// There is no signature in the file.
    NoSignature = 13,
    /// The PIN or password is wrong.
    WrongSecret = 21,
    /// A key or certificate is not found, or several fit.
    KeyNotFound = 24,
    /// The output exists or cannot be written.
    Output = 31,
    /// The input is not what it should be.
    Malformed = 40,
    /// The format or the algorithm is not known.
    Unsupported = 41,
    /// A self-test or an internal check failed.
    Internal = 70,
}

impl Exit {
    /// Of several files the worst decides: 10 > 11 > 13 > 12 > 40 > 41 > other errors > 0.
    pub(crate) fn worse(self, other: Self) -> Self {
        if self.weight() >= other.weight() { self } else { other }
    }

    fn weight(self) -> u8 {
        match self {
            Self::Invalid => 10,
            Self::Indeterminate => 9,
            Self::NoSignature => 8,
            Self::RequirementsNotMet => 7,
            Self::Malformed => 6,
            Self::Unsupported => 5,
            Self::Done => 0,
            _ => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn the_worst_decides_in_either_order() {
        use Exit::{Done, Indeterminate, Invalid, Malformed, NoSignature, RequirementsNotMet, Unsupported};
        let from_bad_to_good =
            [Invalid, Indeterminate, NoSignature, RequirementsNotMet, Malformed, Unsupported, Done];
        for pair in from_bad_to_good.windows(2) {
            assert_eq!(pair[0].worse(pair[1]), pair[0]);
            assert_eq!(pair[1].worse(pair[0]), pair[0]);
        }
    }
}
