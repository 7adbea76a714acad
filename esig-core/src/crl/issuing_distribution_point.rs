//! issuingDistributionPoint (RFC 5280 §5.2.5).

use crate::cert::ext::DistributionPointName;
use crate::error::{ParseError, ParseErrorKind};
use crate::raw::{BitString, Reader, Tag};

/// The scope of a CRL (RFC 5280 §5.2.5).
///
/// ```text
/// IssuingDistributionPoint ::= SEQUENCE {
///     distributionPoint          [0] DistributionPointName OPTIONAL,
///     onlyContainsUserCerts      [1] BOOLEAN DEFAULT FALSE,
///     onlyContainsCACerts        [2] BOOLEAN DEFAULT FALSE,
///     onlySomeReasons            [3] ReasonFlags OPTIONAL,
///     indirectCRL                [4] BOOLEAN DEFAULT FALSE,
///     onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
/// ```
#[derive(Clone, Debug)]
pub struct IssuingDistributionPoint<'a> {
    /// distributionPoint.
    pub distribution_point: Option<DistributionPointName<'a>>,
    /// onlyContainsUserCerts.
    pub only_contains_user_certs: bool,
    /// onlyContainsCACerts.
    pub only_contains_ca_certs: bool,
    /// onlySomeReasons; `None` is all.
    pub only_some_reasons: Option<BitString<'a>>,
    /// indirectCRL.
    pub indirect_crl: bool,
    /// onlyContainsAttributeCerts.
    pub only_contains_attribute_certs: bool,
}

impl<'a> IssuingDistributionPoint<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        const P: &str = PRODUCTION;
        let sequence = reader.expect(Tag::SEQUENCE, P)?;
        let mut fields = sequence.reader();
        // "Conforming CRLs issuers MUST NOT issue CRLs where the DER encoding of the issuing distribution point extension
        // is an empty sequence."
        if fields.is_empty() {
            return Err(sequence.error(ParseErrorKind::Empty, P));
        }
        let distribution_point = fields.optional(Tag::context(0), P)?;
        let flag = |fields: &mut Reader<'a>, number| -> Result<bool, ParseError> {
            let element = fields.optional(Tag::context_primitive(number), P)?;
            element.map_or(Ok(false), |element| element.implicit_boolean(P))
        };
        let only_contains_user_certs = flag(&mut fields, 1)?;
        let only_contains_ca_certs = flag(&mut fields, 2)?;
        let only_some_reasons = fields.optional(Tag::context_primitive(3), P)?;
        let indirect_crl = flag(&mut fields, 4)?;
        let only_contains_attribute_certs = flag(&mut fields, 5)?;
        fields.finish(P)?;
        Ok(Self {
            distribution_point: distribution_point.map(DistributionPointName::parse).transpose()?,
            only_contains_user_certs,
            only_contains_ca_certs,
            only_some_reasons: only_some_reasons.map(|bits| bits.implicit_bit_string(P)).transpose()?,
            indirect_crl,
            only_contains_attribute_certs,
        })
    }
}

pub(super) const PRODUCTION: &str = "issuingDistributionPoint";
