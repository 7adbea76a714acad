//! How certificates have to be made: the rules for those who issue them, which a profile may have a verifier enforce.

mod alt_names;
mod rfc5280;
mod subject;
mod webpki;

use esig_core::error::ParseError;
use esig_core::{Certificate, Provider};

use crate::profile::{CertificateRules, Profile};

/// A certificate in its place on a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'x> {
    pub(super) certificate: Certificate<'x>,
    pub(super) role: Role,
    /// Who issued it; `None` for an anchor.
    pub(super) issuer: Option<Certificate<'x>>,
}

/// The place of a certificate on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Anchor,
    Authority,
    Target,
}

/// A rule that a certificate breaks: the clause and what it says, in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) clause: &'static str,
    pub(super) rule: &'static str,
}

/// Why a certificate is not as the profile wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Nonconforming {
    Broken(Broken),
    Malformed(ParseError),
}

impl From<ParseError> for Nonconforming {
    fn from(error: ParseError) -> Self {
        Self::Malformed(error)
    }
}

type Conformity = Result<(), Nonconforming>;

/// A rule as a condition that has to hold.
fn rule(clause: &'static str, rule: &'static str, holds: bool) -> Conformity {
    if holds { Ok(()) } else { Err(Nonconforming::Broken(Broken { clause, rule })) }
}

/// Whether the certificate keeps the rules of the profile.
pub(super) fn conforms(placed: &Placed<'_>, profile: &Profile, provider: &Provider) -> Conformity {
    match profile.rules {
        CertificateRules::Path => Ok(()),
        CertificateRules::Rfc5280 => rfc5280::conforms(placed, profile.rules),
        CertificateRules::WebPki => {
            rfc5280::conforms(placed, profile.rules)?;
            webpki::conforms(placed, profile, provider)
        }
    }
}
