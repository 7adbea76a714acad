//! cRLDistributionPoints and freshestCRL (RFC 5280 §4.2.1.13, §4.2.1.15 and §5.2.6).

use der::asn1::ObjectIdentifier;

use super::general_name::{GeneralName, GeneralNames};
use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::name::Rdn;
use crate::raw::{BitString, Element, Reader, Tag};

/// Where CRLs that cover the certificate, or changes of a CRL, are found.
///
/// ```text
/// CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
/// ```
#[derive(Clone, Debug)]
pub struct CrlDistributionPoints<'a> {
    reader: Reader<'a>,
}

impl<'a> CrlDistributionPoints<'a> {
    /// The points, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = DistributionPoint<'a>> + use<'a> {
        self.reader.clone().each(|reader| DistributionPoint::parse(reader.any(PRODUCTION)?))
    }

    /// Every URI of every point: untrusted hints.
    pub fn uris(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let names = self.iter().filter_map(|point| match point.name {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
        names.flat_map(|names| names.iter()).filter_map(|name| match name {
            GeneralName::Uri(uri) => Some(uri),
            _ => None,
        })
    }
}

/// One point.
///
/// ```text
/// DistributionPoint ::= SEQUENCE {
///     distributionPoint [0] DistributionPointName OPTIONAL,
///     reasons           [1] ReasonFlags OPTIONAL,
///     cRLIssuer         [2] GeneralNames OPTIONAL }
/// ```
#[derive(Clone, Debug)]
pub struct DistributionPoint<'a> {
    /// Where the CRL is found, and how it names its scope.
    pub name: Option<DistributionPointName<'a>>,
    /// The revocation reasons that the CRL covers; `None` is all.
    pub reasons: Option<BitString<'a>>,
    /// Who signs the CRL, if not the issuer of the certificate.
    pub crl_issuer: Option<GeneralNames<'a>>,
}

/// The two forms of a point's name.
#[derive(Clone, Debug)]
pub enum DistributionPointName<'a> {
    /// fullName.
    FullName(GeneralNames<'a>),
    /// nameRelativeToCRLIssuer: the SET of a RelativeDistinguishedName under an IMPLICIT tag.
    RelativeToIssuer(Element<'a>),
}

impl<'a> DistributionPointName<'a> {
    /// Reads the CHOICE inside the EXPLICIT tag around it.
    pub fn parse(wrapper: Element<'a>) -> Result<Self, ParseError> {
        let mut inner = wrapper.reader();
        let choice = inner.any(NAME)?;
        inner.finish(NAME)?;
        match choice.tag() {
            tag if tag == Tag::context(0) => GeneralNames::parse(choice.reader()).map(Self::FullName),
            _ => {
                let relative = choice.expect(Tag::context(1), NAME)?;
                Rdn::parse(relative, NAME)?;
                Ok(Self::RelativeToIssuer(relative))
            }
        }
    }
}

impl<'a> DistributionPoint<'a> {
    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = element.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let name = fields.optional(Tag::context(0), NAME)?;
        let reasons = fields.optional(Tag::context_primitive(1), REASONS)?;
        let crl_issuer = fields.optional(Tag::context(2), ISSUER)?;
        fields.finish(PRODUCTION)?;
        // "a DistributionPoint MUST NOT consist of only the reasons field; either distributionPoint or cRLIssuer
        // MUST be present."
        if name.is_none() && crl_issuer.is_none() {
            return Err(element.error(ParseErrorKind::Empty, PRODUCTION));
        }
        Ok(Self {
            name: name.map(DistributionPointName::parse).transpose()?,
            reasons: reasons.map(|bits| bits.implicit_bit_string(REASONS)).transpose()?,
            crl_issuer: crl_issuer.map(|names| GeneralNames::parse(names.reader())).transpose()?,
        })
    }
}

const PRODUCTION: &str = "cRLDistributionPoints[]";
const NAME: &str = "cRLDistributionPoints[].distributionPoint";
const REASONS: &str = "cRLDistributionPoints[].reasons";
const ISSUER: &str = "cRLDistributionPoints[].cRLIssuer";

impl<'a> Extensions<'a> {
    /// cRLDistributionPoints, `None` if absent.
    pub fn crl_distribution_points(&self) -> Result<Option<CrlDistributionPoints<'a>>, ParseError> {
        self.distribution_points(&oids::CRL_DISTRIBUTION_POINTS)
    }

    /// freshestCRL, of a certificate or of a complete CRL: where its delta CRLs are; `None` if absent.
    pub fn freshest_crl(&self) -> Result<Option<CrlDistributionPoints<'a>>, ParseError> {
        self.distribution_points(&oids::FRESHEST_CRL)
    }

    fn distribution_points(
        &self,
        oid: &ObjectIdentifier,
    ) -> Result<Option<CrlDistributionPoints<'a>>, ParseError> {
        let list =
            self.decode_list(oid, PRODUCTION, |points| DistributionPoint::parse(points.any(PRODUCTION)?))?;
        Ok(list.map(|reader| CrlDistributionPoints { reader }))
    }
}
