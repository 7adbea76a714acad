//! policyConstraints and inhibitAnyPolicy (RFC 5280 §4.2.1.11 and §4.2.1.14).

use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::raw::{Reader, Tag};

/// From how far below on an acceptable policy is required, and mapping is inhibited.
///
/// ```text
/// PolicyConstraints ::= SEQUENCE {
///     requireExplicitPolicy [0] SkipCerts OPTIONAL, inhibitPolicyMapping [1] SkipCerts OPTIONAL }
/// SkipCerts ::= INTEGER (0..MAX)
/// ```
///
/// At least one of the two is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyConstraints {
    /// Certificates below that need no acceptable policy yet; `None` if none ever does.
    pub require_explicit_policy: Option<u32>,
    /// Certificates below that may still map policies; `None` if all may.
    pub inhibit_policy_mapping: Option<u32>,
}

const PRODUCTION: &str = "policyConstraints";

fn read(reader: &mut Reader<'_>) -> Result<PolicyConstraints, ParseError> {
    let constraints = reader.expect(Tag::SEQUENCE, PRODUCTION)?;
    let mut fields = constraints.reader();
    let mut skip_certificates = |number, production| {
        let element = fields.optional(Tag::context_primitive(number), production)?;
        element.map(|element| element.implicit_small_integer(production)).transpose()
    };
    let constraints_read = PolicyConstraints {
        require_explicit_policy: skip_certificates(0, "policyConstraints.requireExplicitPolicy")?,
        inhibit_policy_mapping: skip_certificates(1, "policyConstraints.inhibitPolicyMapping")?,
    };
    fields.finish(PRODUCTION)?;
    match constraints_read {
        PolicyConstraints { require_explicit_policy: None, inhibit_policy_mapping: None } => {
            Err(constraints.error(ParseErrorKind::Empty, PRODUCTION))
        }
        read => Ok(read),
    }
}

impl<'a> Extensions<'a> {
    /// policyConstraints, `None` if absent.
    pub fn policy_constraints(&self) -> Result<Option<PolicyConstraints>, ParseError> {
        self.decode(&oids::POLICY_CONSTRAINTS, PRODUCTION, read)
    }

    /// inhibitAnyPolicy: certificates below for which anyPolicy still stands for every policy, `None` if for all.
    pub fn inhibit_any_policy(&self) -> Result<Option<u32>, ParseError> {
        const PRODUCTION: &str = "inhibitAnyPolicy";
        self.decode(&oids::INHIBIT_ANY_POLICY, PRODUCTION, |reader| {
            reader.any(PRODUCTION)?.small_integer(PRODUCTION)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constraints(value: &[u8]) -> Result<(Option<u32>, Option<u32>), ParseErrorKind> {
        let read = read(&mut Reader::new(value)).map_err(|error| error.kind)?;
        Ok((read.require_explicit_policy, read.inhibit_policy_mapping))
    }

    #[test]
    fn one_of_the_two_is_enough_and_none_is_not() {
        assert_eq!(constraints(&[0x30, 3, 0x80, 1, 0]), Ok((Some(0), None)));
        assert_eq!(constraints(&[0x30, 6, 0x80, 1, 3, 0x81, 1, 5]), Ok((Some(3), Some(5))));
        assert_eq!(constraints(&[0x30, 0]), Err(ParseErrorKind::Empty));
        assert_eq!(constraints(&[0x30, 3, 0x80, 1, 0xff]), Err(ParseErrorKind::InvalidValue), "negative");
    }
}
