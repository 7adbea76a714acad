//! The people of the PKI, each with another fate.

use core::fmt;

/// Someone who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Signer {
    /// A natural person with a certificate in order.
    Valid,
    /// An organisation with a certificate in order.
    Organization,
    /// Whose certificate ended 100 days ago.
    Expired,
    /// Whose certificate begins in 30 days.
    NotYetValid,
    /// Whose certificate was revoked 10 days ago, because the key was lost.
    Revoked,
    /// Whose certificate is for keyEncipherment alone.
    WrongKeyUsage,
}

impl Signer {
    /// Everyone.
    pub const ALL: [Self; 6] = [
        Self::Valid,
        Self::Organization,
        Self::Expired,
        Self::NotYetValid,
        Self::Revoked,
        Self::WrongKeyUsage,
    ];
}

impl fmt::Display for Signer {
    /// `valid`, `not-yet-valid` …: fit for file names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Valid => "valid",
            Self::Organization => "organization",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::Revoked => "revoked",
            Self::WrongKeyUsage => "wrong-key-usage",
        })
    }
}
