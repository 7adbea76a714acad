//! Error codes, remedies and texts: what scripts and people see.

use esig_core::error::{ParseErrorKind, UnsupportedAlgorithm, UnsupportedKey};
use esig_core::raw::Tag;
use esig_core::{Error, ParseError, Remedy};

fn malformed(kind: ParseErrorKind) -> Error {
    ParseError::new(kind, "signerInfos[].sid", 412).at_index(1).into()
}

/// Every code of this crate, each with its remedy.
#[test]
fn codes_are_stable() {
    let limit = ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: 64 };
    let key = UnsupportedKey::Invalid { field: "subjectPublicKey" };
    let table = [
        (malformed(ParseErrorKind::Empty), "E-MALFORMED", Remedy::GetIntactCopy),
        (malformed(limit), "E-LIMIT-EXCEEDED", Remedy::RaiseLimit),
        (
            UnsupportedAlgorithm::new("1.2.3", "digestAlgorithm").into(),
            "E-ALGORITHM-UNSUPPORTED",
            Remedy::UseSupportedAlgorithm,
        ),
        (key.into(), "E-KEY-UNSUPPORTED", Remedy::UseSupportedAlgorithm),
        (Error::NoRandomness, "E-RANDOMNESS-UNAVAILABLE", Remedy::CheckSystem),
    ];
    for (error, code, remedy) in table {
        assert_eq!((error.code(), error.remedy()), (code, remedy), "{error}");
    }
}

/// One lower-case sentence without a full stop, with production and offset.
#[test]
fn texts_say_what_and_where() {
    let wanted = Tag::SEQUENCE;
    let table = [
        (ParseErrorKind::Truncated { wanted: 9, found: 3 }, "truncated element, 9 octets wanted and 3 left"),
        (ParseErrorKind::UnexpectedTag { wanted, found: Tag::NULL }, "unexpected tag 05, wanted 30"),
        (ParseErrorKind::TrailingData { octets: 2 }, "2 octets after the end"),
        (ParseErrorKind::LengthNotDer, "length not encoded by DER"),
        (ParseErrorKind::LengthTooLarge, "length beyond any machine"),
        (ParseErrorKind::InvalidTag, "tag in a form that X.690 forbids"),
        (ParseErrorKind::InvalidValue, "contents not allowed for the type"),
        (ParseErrorKind::UnknownVersion { found: 7 }, "unknown version 7"),
        (ParseErrorKind::NotInVersion { version: 1 }, "field that version 1 does not have"),
        (ParseErrorKind::Duplicate, "duplicate"),
        (ParseErrorKind::Empty, "empty collection"),
        (ParseErrorKind::Mismatch, "two fields that must be equal differ"),
        (ParseErrorKind::NotAsn1, "neither DER nor PEM"),
        (ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: 64 }, "more than the limit MAX_DEPTH of 64"),
    ];
    for (kind, text) in table {
        assert_eq!(malformed(kind).to_string(), format!("{text} in signerInfos[1].sid at byte 412"));
    }
    let unsupported = Error::from(UnsupportedAlgorithm::new("1.2.3", "digestAlgorithm"));
    assert_eq!(unsupported.to_string(), "unsupported algorithm 1.2.3 in digestAlgorithm");
    let key = Error::from(UnsupportedKey::algorithm("1.2.3"));
    assert_eq!(key.to_string(), "unsupported public key algorithm 1.2.3");
    let key = Error::from(UnsupportedKey::Invalid { field: "subjectPublicKey" });
    assert_eq!(key.to_string(), "invalid public key, see subjectPublicKey");
    assert_eq!(Error::NoRandomness.to_string(), "the operating system gave no random octets");
}
