//! What can go wrong in this crate, and what to do about it.

use core::fmt;

use crate::raw::Tag;

/// Everything this crate reports as an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not what the standard's production says.
    Malformed(ParseError),
    /// The algorithm is not known here, or its parameters are not.
    UnsupportedAlgorithm(UnsupportedAlgorithm),
    /// The public key cannot be used.
    UnsupportedKey(UnsupportedKey),
    /// The operating system gave no random octets.
    NoRandomness,
}

impl Error {
    /// A stable code for scripts; one of those listed in this crate's test of codes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(error) => error.code(),
            Self::UnsupportedAlgorithm(_) => "E-ALGORITHM-UNSUPPORTED",
            Self::UnsupportedKey(_) => "E-KEY-UNSUPPORTED",
            Self::NoRandomness => "E-RANDOMNESS-UNAVAILABLE",
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Malformed(error) => error.remedy(),
            Self::UnsupportedAlgorithm(_) | Self::UnsupportedKey(_) => Remedy::UseSupportedAlgorithm,
            Self::NoRandomness => Remedy::CheckSystem,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::UnsupportedAlgorithm(error) => error.fmt(f),
            Self::UnsupportedKey(error) => error.fmt(f),
            Self::NoRandomness => f.write_str("the operating system gave no random octets"),
        }
    }
}

impl core::error::Error for Error {}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        Self::Malformed(error)
    }
}

impl From<UnsupportedAlgorithm> for Error {
    fn from(error: UnsupportedAlgorithm) -> Self {
        Self::UnsupportedAlgorithm(error)
    }
}

impl From<UnsupportedKey> for Error {
    fn from(error: UnsupportedKey) -> Self {
        Self::UnsupportedKey(error)
    }
}

/// What the caller may do about an error or a verdict; texts are made where people read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remedy {
    /// Get the file again: it is damaged, cut or of another kind.
    GetIntactCopy,
    /// Raise the named limit if the input is trusted to be that large.
    RaiseLimit,
    /// Use an algorithm, a parameter set or a key that is supported.
    UseSupportedAlgorithm,
    /// Look at the machine: disk, permissions, randomness.
    CheckSystem,
    /// Give another argument; the message says which.
    CorrectCall,
    /// Try again with another PIN or password.
    CorrectSecret,
    /// Supply what is missing (a certificate, a CRL, the signed content); the message says which.
    SupplyEvidence,
    /// Ask the signer to sign again.
    SignAgain,
    /// Nothing can be done: the object itself is bad.
    Reject,
}

/// Bytes that are not what a production says: what is wrong, where in the structure, where in the bytes.
///
/// Displayed as `unexpected tag 02, wanted 30 in signerInfos[1].sid at byte 412`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong.
    pub kind: ParseErrorKind,
    /// The production being read, in the standard's words; `[]` stands for [`index`](Self::index).
    pub production: &'static str,
    /// Which element of a repeated production, counted from zero.
    pub index: Option<usize>,
    /// Octets from the beginning of the outermost object to the element at fault.
    pub offset: usize,
}

impl ParseError {
    /// An error at `offset` octets from the beginning of the outermost object.
    pub fn new(kind: ParseErrorKind, production: &'static str, offset: usize) -> Self {
        Self { kind, production, index: None, offset }
    }

    /// Says which element of the repeated production it was, unless that is known already.
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        self.index = self.index.or(Some(index));
        self
    }

    /// Moves the offset: the bytes parsed begin `by` octets into a larger object.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.offset += by;
        self
    }

    /// A stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self.kind {
            ParseErrorKind::Limit { .. } => "E-LIMIT-EXCEEDED",
            _ => "E-MALFORMED",
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self.kind {
            ParseErrorKind::Limit { .. } => Remedy::RaiseLimit,
            _ => Remedy::GetIntactCopy,
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in ", self.kind)?;
        match (self.production.split_once("[]"), self.index) {
            (Some((before, after)), Some(index)) => write!(f, "{before}[{index}]{after}")?,
            _ => f.write_str(self.production)?,
        }
        write!(f, " at byte {}", self.offset)
    }
}

impl core::error::Error for ParseError {}

/// What is wrong with the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// The element ends after the bytes do.
    Truncated {
        /// Octets the element claims to have left.
        wanted: usize,
        /// Octets that are there.
        found: usize,
    },
    /// Another type stands here.
    UnexpectedTag {
        /// What the production asks for.
        wanted: Tag,
        /// What the bytes say.
        found: Tag,
    },
    /// The production is over, the bytes are not.
    TrailingData {
        /// Octets left over.
        octets: usize,
    },
    /// A length that DER forbids: indefinite, or longer than need be (X.690 §10.1).
    LengthNotDer,
    /// A length that fits no machine.
    LengthTooLarge,
    /// A tag in a form that X.690 §8.1.2 forbids.
    InvalidTag,
    /// Contents that the type does not allow: an empty INTEGER, a BOOLEAN of two octets.
    InvalidValue,
    /// A version number that the standard does not define.
    UnknownVersion {
        /// The number found.
        found: u32,
    },
    /// A field that this version does not have.
    NotInVersion {
        /// The version, counted from 1.
        version: u8,
    },
    /// The same extension or attribute stands twice.
    Duplicate,
    /// A SET OF or SEQUENCE OF that must not be empty is.
    Empty,
    /// Two places that must say the same do not.
    Mismatch,
    /// Neither DER nor BER, nor PEM or base64 around it.
    NotAsn1,
    /// More of something than the named limit allows.
    Limit {
        /// The name of the limit, a field of [`Limits`](crate::Limits) or a constant of [`limits`](crate::limits).
        name: &'static str,
        /// What it allows.
        allowed: usize,
    },
}

impl fmt::Display for ParseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { wanted, found } => {
                write!(f, "truncated element, {wanted} octets wanted and {found} left")
            }
            Self::UnexpectedTag { wanted, found } => write!(f, "unexpected tag {found}, wanted {wanted}"),
            Self::TrailingData { octets } => write!(f, "{octets} octets after the end"),
            Self::LengthNotDer => f.write_str("length not encoded by DER"),
            Self::LengthTooLarge => f.write_str("length beyond any machine"),
            Self::InvalidTag => f.write_str("tag in a form that X.690 forbids"),
            Self::InvalidValue => f.write_str("contents not allowed for the type"),
            Self::UnknownVersion { found } => write!(f, "unknown version {found}"),
            Self::NotInVersion { version } => write!(f, "field that version {version} does not have"),
            Self::Duplicate => f.write_str("duplicate"),
            Self::Empty => f.write_str("empty collection"),
            Self::Mismatch => f.write_str("two fields that must be equal differ"),
            Self::NotAsn1 => f.write_str("neither DER nor PEM"),
            Self::Limit { name, allowed } => write!(f, "more than the limit {name} of {allowed}"),
        }
    }
}

/// An algorithm identifier that is not known, or known and used with parameters that are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsupportedAlgorithm {
    /// The object identifier in dotted form.
    pub algorithm: alloc::string::String,
    /// The field at fault: `digestAlgorithm`, `signatureAlgorithm.parameters.maskGenAlgorithm` …
    pub field: &'static str,
}

impl UnsupportedAlgorithm {
    /// Names the algorithm and the field it stands in.
    pub fn new(algorithm: impl fmt::Display, field: &'static str) -> Self {
        Self { algorithm: alloc::format!("{algorithm}"), field }
    }
}

impl fmt::Display for UnsupportedAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unsupported algorithm {} in {}", self.algorithm, self.field)
    }
}

impl core::error::Error for UnsupportedAlgorithm {}

/// A public key that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnsupportedKey {
    /// No loader of the provider knows the algorithm or its parameters.
    Algorithm {
        /// The object identifier of the algorithm, or of the curve, in dotted form.
        algorithm: alloc::string::String,
    },
    /// The algorithm is known, the key is not a key of it: a point off its curve, an even modulus, cut octets.
    Invalid {
        /// What was looked at: `subjectPublicKey`, `parameters.publicKeyParamSet` …
        field: &'static str,
    },
}

impl UnsupportedKey {
    /// No loader knows this algorithm or curve.
    pub fn algorithm(algorithm: impl fmt::Display) -> Self {
        Self::Algorithm { algorithm: alloc::format!("{algorithm}") }
    }
}

impl fmt::Display for UnsupportedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Algorithm { algorithm } => write!(f, "unsupported public key algorithm {algorithm}"),
            Self::Invalid { field } => write!(f, "invalid public key, see {field}"),
        }
    }
}

impl core::error::Error for UnsupportedKey {}

/// The signature value does not belong to the key and the message; says no more on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSignature;

impl fmt::Display for InvalidSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("signature value does not verify")
    }
}

impl core::error::Error for InvalidSignature {}
