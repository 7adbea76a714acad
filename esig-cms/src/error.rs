//! What can go wrong while reading or preparing a SignedData, and what to do about it.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use esig_core::error::UnsupportedAlgorithm;
use esig_core::{DigestAlgorithm, DigestValue, ParseError, Remedy};

use crate::attributes::AttributeFault;
use crate::hex::Hex;

/// Everything this crate reports as an error, but for [`IntegrityError`](crate::IntegrityError).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CmsError {
    /// The bytes are not what the standard's production says.
    Malformed(ParseError),
    /// The bytes are CMS, but not a signature: encrypted or digested data.
    NotSignedData {
        /// contentType of the ContentInfo, in dotted form.
        content_type: String,
    },
    /// The provider cannot make a digest that the signature is to hold.
    UnsupportedAlgorithm(UnsupportedAlgorithm),
    /// The content was not digested with the algorithm that the signature scheme asks for.
    ContentNotDigested {
        /// The algorithm asked for.
        algorithm: DigestAlgorithm,
    },
    /// A signature was named by a number that none has.
    NoSuchSignature {
        /// The number, counted from zero.
        index: usize,
        /// How many signatures there are.
        signatures: usize,
    },
    /// An attribute that may stand once is there already.
    AttributePresent {
        /// The signature's number, counted from zero.
        index: usize,
        /// The attribute's name.
        attribute: &'static str,
    },
    /// An attribute that something is to be over is not there.
    AttributeMissing {
        /// The signature's number, counted from zero.
        index: usize,
        /// The attribute's name.
        attribute: &'static str,
    },
    /// What was to be changed is covered as a whole, so that the change would break what covers it.
    Covered {
        /// The number of the signature that holds what covers it, counted from zero.
        index: usize,
        /// The name of the covering attribute.
        by: &'static str,
    },
    /// An attribute that is to be written has something in it that the standard does not allow.
    AttributeUnfit {
        /// The attribute's name.
        attribute: &'static str,
        /// The field at fault.
        field: &'static str,
        /// What is wrong with it.
        fault: AttributeFault,
    },
    /// An attribute that a counter-signature must not have (EN 319 122-1 clause 5.2.4).
    NotInCounterSignature {
        /// The attribute's name.
        attribute: &'static str,
    },
    /// The content-time-stamp is over other content.
    ContentTimestampMismatch {
        /// What was stamped, by the algorithm of `computed`.
        stated: Vec<u8>,
        /// What is to be signed.
        computed: DigestValue,
    },
    /// A counter-signature would stand deeper than [`Limits::DEFAULT`](esig_core::Limits::DEFAULT) lets be read.
    TooDeep {
        /// Levels of counter-signatures that are allowed.
        allowed: usize,
    },
    /// A signature was to go around content whose layers say otherwise.
    FrameMismatch {
        /// The field that differs.
        field: &'static str,
    },
    /// A signing time that no certificate's validity could hold: the year has more than four digits, or is negative.
    SigningTimeOutOfRange {
        /// The year.
        year: i32,
    },
}

impl CmsError {
    /// A stable code for scripts; one of those listed in this crate's test of codes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(error) => error.code(),
            Self::NotSignedData { .. } => "E-NOT-SIGNED-DATA",
            Self::UnsupportedAlgorithm(_) => "E-ALGORITHM-UNSUPPORTED",
            Self::ContentNotDigested { .. } => "E-CONTENT-NOT-DIGESTED",
            Self::NoSuchSignature { .. } => "E-NO-SUCH-SIGNATURE",
            Self::AttributePresent { .. } => "E-ATTRIBUTE-PRESENT",
            Self::AttributeMissing { .. } => "E-ATTRIBUTE-MISSING",
            Self::Covered { .. } => "E-COVERED",
            Self::AttributeUnfit { .. } => "E-ATTRIBUTE-UNFIT",
            Self::NotInCounterSignature { .. } => "E-NOT-IN-COUNTER-SIGNATURE",
            Self::ContentTimestampMismatch { .. } => "E-CONTENT-TIME-STAMP",
            Self::TooDeep { .. } => "E-TOO-DEEP",
            Self::FrameMismatch { .. } => "E-FRAME-MISMATCH",
            Self::SigningTimeOutOfRange { .. } => "E-SIGNING-TIME",
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Malformed(error) => error.remedy(),
            Self::NotSignedData { .. } => Remedy::GetIntactCopy,
            Self::UnsupportedAlgorithm(_) => Remedy::UseSupportedAlgorithm,
            Self::ContentNotDigested { .. }
            | Self::NoSuchSignature { .. }
            | Self::AttributePresent { .. }
            | Self::AttributeMissing { .. }
            | Self::Covered { .. }
            | Self::AttributeUnfit { .. }
            | Self::NotInCounterSignature { .. }
            | Self::ContentTimestampMismatch { .. }
            | Self::TooDeep { .. }
            | Self::FrameMismatch { .. }
            | Self::SigningTimeOutOfRange { .. } => Remedy::CorrectCall,
        }
    }
}

impl fmt::Display for CmsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::NotSignedData { content_type } => {
                write!(f, "content of type {content_type} where a SignedData was expected")
            }
            Self::UnsupportedAlgorithm(error) => error.fmt(f),
            Self::ContentNotDigested { algorithm } => {
                write!(f, "the content was not digested with {algorithm}, which the signature needs")
            }
            Self::NoSuchSignature { index, signatures } => {
                write!(f, "signature number {index} of {signatures}, counted from zero")
            }
            Self::AttributePresent { index, attribute } => {
                write!(f, "signature number {index}, counted from zero, has {attribute} already")
            }
            Self::AttributeMissing { index, attribute } => {
                write!(f, "signature number {index}, counted from zero, has no {attribute}")
            }
            Self::Covered { index, by } => {
                write!(f, "the {by} of signature number {index}, counted from zero, covers what would change")
            }
            Self::AttributeUnfit { attribute, field, fault } => {
                write!(f, "{field} of {attribute} is {fault}")
            }
            Self::NotInCounterSignature { attribute } => {
                write!(f, "a counter-signature has no {attribute}")
            }
            Self::ContentTimestampMismatch { stated, computed } => {
                let (algorithm, stated) = (computed.algorithm(), Hex(stated));
                write!(f, "the content-time-stamp is over {algorithm} {stated}, the content has {computed}")
            }
            Self::TooDeep { allowed } => write!(f, "more than {allowed} counter-signatures one over another"),
            Self::FrameMismatch { field } => {
                write!(f, "{field} of the signature is not what stands before the content")
            }
            Self::SigningTimeOutOfRange { year } => {
                write!(f, "signing time in the year {year}, which four digits cannot hold")
            }
        }
    }
}

impl core::error::Error for CmsError {}

impl From<ParseError> for CmsError {
    fn from(error: ParseError) -> Self {
        Self::Malformed(error)
    }
}

impl From<UnsupportedAlgorithm> for CmsError {
    fn from(error: UnsupportedAlgorithm) -> Self {
        Self::UnsupportedAlgorithm(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use esig_core::error::ParseErrorKind;

    #[test]
    fn errors_read_as_sentences_and_have_stable_codes() {
        let computed = DigestValue::new(DigestAlgorithm::Md5, &[0x0b; 16]).expect("the length of MD5");
        let errors = [
            CmsError::Malformed(
                ParseError::new(ParseErrorKind::Empty, "signerInfos[].signedAttrs", 7).at_index(1),
            ),
            CmsError::NotSignedData { content_type: "1.2.840.113549.1.7.3".into() },
            CmsError::UnsupportedAlgorithm(UnsupportedAlgorithm::new("1.2.3", "digestAlgorithm")),
            CmsError::ContentNotDigested { algorithm: DigestAlgorithm::Streebog256 },
            CmsError::SigningTimeOutOfRange { year: -1 },
            CmsError::NoSuchSignature { index: 2, signatures: 2 },
            CmsError::AttributePresent { index: 0, attribute: "certificate-values" },
            CmsError::Covered { index: 1, by: "archive-time-stamp-v2" },
            CmsError::AttributeMissing { index: 0, attribute: "signature-time-stamp" },
            CmsError::TooDeep { allowed: 8 },
            CmsError::AttributeUnfit {
                attribute: "signer-location",
                field: "postalAddress",
                fault: AttributeFault::TooLong { allowed: 6 },
            },
            CmsError::NotInCounterSignature { attribute: "mime-type" },
            CmsError::ContentTimestampMismatch { stated: alloc::vec![0x0a; 16], computed },
            CmsError::FrameMismatch { field: "eContentType" },
        ];
        let codes = errors.each_ref().map(CmsError::code);
        let expected = [
            "E-MALFORMED",
            "E-NOT-SIGNED-DATA",
            "E-ALGORITHM-UNSUPPORTED",
            "E-CONTENT-NOT-DIGESTED",
            "E-SIGNING-TIME",
            "E-NO-SUCH-SIGNATURE",
            "E-ATTRIBUTE-PRESENT",
            "E-COVERED",
            "E-ATTRIBUTE-MISSING",
            "E-TOO-DEEP",
            "E-ATTRIBUTE-UNFIT",
            "E-NOT-IN-COUNTER-SIGNATURE",
            "E-CONTENT-TIME-STAMP",
            "E-FRAME-MISMATCH",
        ];
        assert_eq!(codes, expected);
        let texts = errors.map(|error| error.to_string());
        assert_eq!(texts[0], "empty collection in signerInfos[1].signedAttrs at byte 7");
        assert_eq!(texts[1], "content of type 1.2.840.113549.1.7.3 where a SignedData was expected");
        assert_eq!(texts[3], "the content was not digested with streebog256, which the signature needs");
        assert_eq!(texts[4], "signing time in the year -1, which four digits cannot hold");
        assert_eq!(texts[5], "signature number 2 of 2, counted from zero");
        assert_eq!(texts[6], "signature number 0, counted from zero, has certificate-values already");
        let covered =
            "the archive-time-stamp-v2 of signature number 1, counted from zero, covers what would change";
        assert_eq!(texts[7], covered);
        assert_eq!(texts[8], "signature number 0, counted from zero, has no signature-time-stamp");
        assert_eq!(texts[9], "more than 8 counter-signatures one over another");
        assert_eq!(texts[10], "postalAddress of signer-location is longer than the 6 that are allowed");
        assert_eq!(texts[11], "a counter-signature has no mime-type");
        let [stated, computed] = ["0a", "0b"].map(|octet| octet.repeat(16));
        let mismatch =
            alloc::format!("the content-time-stamp is over md5 {stated}, the content has {computed}");
        assert_eq!(texts[12], mismatch);
        assert_eq!(texts[13], "eContentType of the signature is not what stands before the content");
    }
}
