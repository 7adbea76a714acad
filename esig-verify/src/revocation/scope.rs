//! Whether a CRL speaks of a certificate, and for which reasons (RFC 5280 §6.3.3 (b) to (e)).

use esig_core::cert::ext::{DistributionPoint, DistributionPointName, GeneralName, GeneralNames, oids};
use esig_core::crl::{Crl, IssuingDistributionPoint};
use esig_core::encode::element;
use esig_core::raw::{BitString, Element, Tag};
use esig_core::{Certificate, Name, NameBuf};

/// Reasons for revocation, bit by bit as in ReasonFlags (RFC 5280 §4.2.1.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reasons(u16);

impl Reasons {
    pub(super) const NONE: Self = Self(0);
    /// Bits 1 to 8; bit 0 is unused.
    pub(super) const ALL: Self = Self(0x1fe);

    fn of(flags: Option<BitString<'_>>) -> Self {
        let Some(flags) = flags else { return Self::ALL };
        Self((1..=8).filter(|bit| flags.bit(*bit)).fold(0, |set, bit| set | 1 << bit))
    }

    fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn is_all(self) -> bool {
        self == Self::ALL
    }
}

/// The reasons for which `crl` speaks of `certificate`; `Err` says why it does not.
///
/// # Errors
/// Words for the report: which part of the scope leaves the certificate out, or is not processed.
pub(super) fn scope(crl: &Crl<'_>, certificate: &Certificate<'_>) -> Result<Reasons, &'static str> {
    if crl.extensions().find(&oids::DELTA_CRL_INDICATOR).is_some() {
        return Err("deltaCRLIndicator");
    }
    let point = crl.issuing_distribution_point().map_err(|_| "malformed issuingDistributionPoint")?;
    let Some(point) = point else { return Ok(Reasons::ALL) };
    holder_is_covered(&point, certificate)?;
    let reasons = Reasons::of(point.only_some_reasons);
    match &point.distribution_point {
        None => Ok(reasons),
        Some(name) => named_by(certificate, name).map(|named| reasons.intersection(named)),
    }
}

/// onlyContainsUserCerts, onlyContainsCACerts, onlyContainsAttributeCerts and indirectCRL.
fn holder_is_covered(
    point: &IssuingDistributionPoint<'_>,
    certificate: &Certificate<'_>,
) -> Result<(), &'static str> {
    let constraints = certificate.extensions().basic_constraints().ok().flatten();
    let is_authority = constraints.is_some_and(|constraints| constraints.ca);
    match point {
        IssuingDistributionPoint { indirect_crl: true, .. } => Err("indirectCRL"),
        IssuingDistributionPoint { only_contains_attribute_certs: true, .. } => {
            Err("onlyContainsAttributeCerts")
        }
        IssuingDistributionPoint { only_contains_user_certs: true, .. } if is_authority => {
            Err("onlyContainsUserCerts")
        }
        IssuingDistributionPoint { only_contains_ca_certs: true, .. } if !is_authority => {
            Err("onlyContainsCACerts")
        }
        _ => Ok(()),
    }
}

/// The reasons of the certificate's distribution points that share a name with that of the CRL: all of them are
/// looked at, not the first alone (RUSTSEC-2026-0049). One that is not there is the issuer's own name.
fn named_by(
    certificate: &Certificate<'_>,
    name: &DistributionPointName<'_>,
) -> Result<Reasons, &'static str> {
    const OTHER: &str = "another distribution point";
    let issuer = certificate.issuer();
    let points = certificate.extensions().crl_distribution_points();
    let points = points.map_err(|_| "malformed cRLDistributionPoints")?;
    let own_points =
        points.iter().flat_map(|points| points.iter()).filter(|point| point.crl_issuer.is_none());
    let shares = |point: &DistributionPoint<'_>| {
        let own = point.name.as_ref();
        own.map_or_else(|| names_directory(name, &issuer), |own| share_a_name(own, name, &issuer))
    };
    let named = own_points.filter(shares).map(|point| Reasons::of(point.reasons));
    let named = named.reduce(Reasons::union);
    let implied = || names_directory(name, &issuer).then_some(Reasons::ALL);
    named.or_else(implied).ok_or(OTHER)
}

fn share_a_name(
    own: &DistributionPointName<'_>,
    other: &DistributionPointName<'_>,
    issuer: &Name<'_>,
) -> bool {
    use DistributionPointName::{FullName, RelativeToIssuer};
    match (own, other) {
        (FullName(own), FullName(other)) => own.iter().any(|own| contains(other, &own)),
        (RelativeToIssuer(own), RelativeToIssuer(other)) => {
            match (expanded(issuer, own), expanded(issuer, other)) {
                (Some(own), Some(other)) => own.view().matches(&other.view()),
                _ => false,
            }
        }
        (FullName(full), RelativeToIssuer(relative)) | (RelativeToIssuer(relative), FullName(full)) => {
            expanded(issuer, relative).is_some_and(|name| full.contains_directory_name(&name.view()))
        }
    }
}

fn names_directory(name: &DistributionPointName<'_>, directory: &Name<'_>) -> bool {
    matches!(name, DistributionPointName::FullName(names) if names.contains_directory_name(directory))
}

fn contains(names: &GeneralNames<'_>, wanted: &GeneralName<'_>) -> bool {
    names.iter().any(|name| match (&name, wanted) {
        (GeneralName::DirectoryName(own), GeneralName::DirectoryName(other)) => own.matches(other),
        (GeneralName::Uri(own), GeneralName::Uri(other))
        | (GeneralName::Rfc822Name(own), GeneralName::Rfc822Name(other))
        | (GeneralName::DnsName(own), GeneralName::DnsName(other)) => own == other,
        _ => false,
    })
}

/// nameRelativeToCRLIssuer is one more level below the issuer's name.
fn expanded(issuer: &Name<'_>, relative: &Element<'_>) -> Option<NameBuf> {
    let levels = Element::from_der(issuer.as_der(), "Name").ok()?;
    let level = element(Tag::SET, &[relative.contents()]);
    NameBuf::from_der(element(Tag::SEQUENCE, &[levels.contents(), &level])).ok()
}
