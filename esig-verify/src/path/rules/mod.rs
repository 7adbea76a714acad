//! How certificates have to be made: the rules for those who issue them, which a profile may have a verifier enforce.

mod alt_names;
mod crl;
mod rfc5280;
mod subject;
mod webpki;

use core::fmt;

use esig_core::Certificate;
use esig_core::error::ParseError;

use super::extensions::Processed;
use super::signatures::Signatures;
use crate::profile::{CertificateRules, Profile};

pub(crate) use crl::conforms as crl_conforms;

/// A certificate in its place on a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'p, 'x> {
    pub(super) certificate: Certificate<'x>,
    pub(super) extensions: &'p Processed<'x>,
    pub(super) role: Role,
    /// Who issued it; `None` for what is trusted itself.
    pub(super) issuer: Option<Certificate<'x>>,
}

impl Placed<'_, '_> {
    /// Whether it is between others, and an authority issued it to itself: with a new key.
    pub(super) fn is_rollover(&self) -> bool {
        self.role == Role::Authority && self.certificate.is_self_issued()
    }

    /// Whether it is trusted itself and names no other issuer.
    fn is_self_issued_anchor(&self) -> bool {
        self.issuer.is_none() && self.certificate.is_self_issued()
    }

    /// Whether it is trusted itself and signed by its own key, whatever name stands for the issuer.
    fn is_root(&self, signatures: &Signatures<'_, '_>) -> bool {
        self.issuer.is_none() && signatures.is_self_signed(&self.certificate)
    }
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
pub(crate) struct Broken {
    pub(crate) clause: &'static str,
    pub(crate) rule: &'static str,
}

/// Why a certificate is not as the profile wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Nonconforming {
    Broken(Broken),
    Malformed(ParseError),
}

impl From<ParseError> for Nonconforming {
    fn from(error: ParseError) -> Self {
        Self::Malformed(error)
    }
}

impl fmt::Display for Nonconforming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(Broken { clause, rule }) => write!(f, "{rule}, by {clause}"),
            Self::Malformed(error) => error.fmt(f),
        }
    }
}

type Conformity = Result<(), Nonconforming>;

/// A rule as a condition that has to hold.
fn rule(clause: &'static str, rule: &'static str, holds: bool) -> Conformity {
    if holds { Ok(()) } else { Err(Nonconforming::Broken(Broken { clause, rule })) }
}

/// Whether the certificate keeps the rules of the profile.
pub(super) fn conforms(
    placed: &Placed<'_, '_>,
    profile: &Profile,
    signatures: &Signatures<'_, '_>,
) -> Conformity {
    match profile.rules {
        CertificateRules::Path => Ok(()),
        CertificateRules::Rfc5280 => rfc5280::conforms(placed, profile.rules, signatures),
        CertificateRules::WebPki => {
            rfc5280::conforms(placed, profile.rules, signatures)?;
            webpki::conforms(placed, profile, signatures)
        }
    }
}
