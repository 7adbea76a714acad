//! Why nothing is encrypted, decrypted, wrapped or unwrapped.

use core::fmt;

/// Why nothing is encrypted, decrypted, wrapped or unwrapped.
///
/// No error says anything of a key or of what it protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CipherError {
    /// The initialization vector has the wrong number of octets for the cipher.
    IvLength {
        /// What the cipher asks for.
        expected: usize,
        /// What there was.
        found: usize,
    },
    /// The user keying material has the wrong number of octets for the cipher.
    UkmLength {
        /// What the cipher asks for.
        expected: usize,
        /// What there was.
        found: usize,
    },
    /// The section between two changes of the key is empty or no multiple of the block.
    SectionLength {
        /// Octets of a block.
        block: usize,
        /// Octets of the section.
        found: usize,
    },
    /// The key to be wrapped, or its seed, has a length that the algorithm does not provide for.
    KeyLength {
        /// What there was.
        found: usize,
    },
    /// The wrapped key has a length that the algorithm does not give.
    WrappedLength {
        /// What there was.
        found: usize,
    },
    /// The message authentication code is another: wrong key or altered data.
    Mac,
}

impl fmt::Display for CipherError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IvLength { expected, found } => {
                write!(f, "initialization vector of {found} octets instead of {expected}")
            }
            Self::UkmLength { expected, found } => {
                write!(f, "user keying material of {found} octets instead of {expected}")
            }
            Self::SectionLength { block, found } => {
                write!(f, "section of {found} octets, which is no multiple of the block of {block}")
            }
            Self::KeyLength { found } => write!(f, "key or seed of {found} octets cannot be wrapped"),
            Self::WrappedLength { found } => write!(f, "{found} octets are no wrapped key"),
            Self::Mac => f.write_str("wrong key or altered data"),
        }
    }
}

impl core::error::Error for CipherError {}
