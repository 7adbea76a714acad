//! Whether a CRL speaks of a certificate, and for which reasons (RFC 5280 §6.3.3 (b) to (e)).

use esig_core::cert::ext::{DistributionPoint, DistributionPointName, GeneralName, GeneralNames};
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

/// What a complete CRL speaks of, as far as a certificate goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) reasons: Reasons,
    /// Whether a distribution point of the certificate names the issuer of the CRL, another than that of the certificate.
    pub(super) is_delegated: bool,
}

/// What `crl` speaks of; `Err` says why it does not speak of `certificate`.
///
/// # Errors
/// Words for the report: which part of the scope leaves the certificate out.
pub(super) fn scope(crl: &Crl<'_>, certificate: &Certificate<'_>) -> Result<Scope, &'static str> {
    let scope = crl.issuing_distribution_point().map_err(|_| "malformed issuingDistributionPoint")?;
    if let Some(scope) = &scope {
        holder_is_covered(scope, certificate)?;
    }
    let some = Reasons::of(scope.as_ref().and_then(|scope| scope.only_some_reasons));
    let points = certificate.extensions().crl_distribution_points();
    let points = points.map_err(|_| "malformed cRLDistributionPoints")?;
    let of_issuer = crl.issuer().matches(&certificate.issuer());
    // All points are looked at, not the first alone (RUSTSEC-2026-0049).
    let has_points = points.as_ref().is_some_and(|points| points.iter().next().is_some());
    let named = points.iter().flat_map(|points| points.iter());
    let named = named.filter(|point| leads_to(point, crl, scope.as_ref(), certificate, of_issuer));
    let named = named.map(|point| Reasons::of(point.reasons)).reduce(Reasons::union);
    // "A DP with both the reasons and the cRLIssuer fields omitted and a distribution point name of the certificate issuer."
    let issuer = certificate.issuer();
    let name = scope.as_ref().and_then(|scope| scope.distribution_point.as_ref());
    // Who names points of his own has divided his list: what is for another part is not rescued by the implied point.
    let is_implied = of_issuer && name.is_none_or(|name| !has_points && names_directory(name, &issuer));
    let reasons = match (named, is_implied) {
        (_, true) => Reasons::ALL,
        (Some(named), false) => named,
        (None, false) => return Err("another distribution point"),
    };
    Ok(Scope { reasons: some.intersection(reasons), is_delegated: !of_issuer })
}

/// onlyContainsUserCerts, onlyContainsCACerts and onlyContainsAttributeCerts (§6.3.3 (b)(2)(ii) to (iv)).
fn holder_is_covered(
    scope: &IssuingDistributionPoint<'_>,
    certificate: &Certificate<'_>,
) -> Result<(), &'static str> {
    let constraints = certificate.extensions().basic_constraints().ok().flatten();
    let is_authority = constraints.is_some_and(|constraints| constraints.ca);
    match scope {
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

/// §6.3.3 (b)(1) and (b)(2)(i): whether the CRL is one that the distribution point means.
fn leads_to(
    point: &DistributionPoint<'_>,
    crl: &Crl<'_>,
    scope: Option<&IssuingDistributionPoint<'_>>,
    certificate: &Certificate<'_>,
    of_issuer: bool,
) -> bool {
    let is_by_whom_it_says = match &point.crl_issuer {
        None => of_issuer,
        Some(names) => {
            names.contains_directory_name(&crl.issuer()) && scope.is_some_and(|scope| scope.indirect_crl)
        }
    };
    let Some(name) = scope.and_then(|scope| scope.distribution_point.as_ref()) else {
        return is_by_whom_it_says;
    };
    let shares = match (&point.name, &point.crl_issuer) {
        (Some(own), _) => share_a_name(own, &certificate.issuer(), point, name, &crl.issuer()),
        (None, Some(issuers)) => names_any(name, issuers, &crl.issuer()),
        (None, None) => names_directory(name, &certificate.issuer()),
    };
    is_by_whom_it_says && shares
}

/// The name of the point is relative to its cRLIssuer if it has one, else to the issuer of the certificate; that of the
/// CRL, to the issuer of the CRL.
fn share_a_name(
    own: &DistributionPointName<'_>,
    issuer: &Name<'_>,
    point: &DistributionPoint<'_>,
    other: &DistributionPointName<'_>,
    crl_issuer: &Name<'_>,
) -> bool {
    use DistributionPointName::{FullName, RelativeToIssuer};
    let base = if point.crl_issuer.is_some() { crl_issuer } else { issuer };
    match (own, other) {
        (FullName(own), FullName(other)) => own.iter().any(|own| contains(other, &own)),
        (RelativeToIssuer(own), RelativeToIssuer(other)) => {
            match (expanded(base, own), expanded(crl_issuer, other)) {
                (Some(own), Some(other)) => own.view().matches(&other.view()),
                _ => false,
            }
        }
        (FullName(full), RelativeToIssuer(relative)) => {
            expanded(crl_issuer, relative).is_some_and(|name| full.contains_directory_name(&name.view()))
        }
        (RelativeToIssuer(relative), FullName(full)) => {
            expanded(base, relative).is_some_and(|name| full.contains_directory_name(&name.view()))
        }
    }
}

/// A point without a name is where its cRLIssuer says.
fn names_any(name: &DistributionPointName<'_>, issuers: &GeneralNames<'_>, crl_issuer: &Name<'_>) -> bool {
    match name {
        DistributionPointName::FullName(names) => issuers.iter().any(|issuer| contains(names, &issuer)),
        DistributionPointName::RelativeToIssuer(relative) => {
            expanded(crl_issuer, relative).is_some_and(|name| issuers.contains_directory_name(&name.view()))
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
