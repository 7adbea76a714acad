//! What a certificate is wanted for, and whether it was issued for that (RFC 5280 §4.2.1.3 and §4.2.1.12).

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use esig_core::Certificate;
use esig_core::cert::ext::{ExtendedKeyUsage, KeyUsage, oids};
use esig_core::oid::ObjectIdentifier;

use super::peer::PeerName;
use crate::profile::{AuthorityAsTarget, ExtendedKeyUsageScope, Profile};
use crate::report::{About, Check, Question, Reason};

/// What a certificate is wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// To sign documents.
    Signing,
    /// Nothing beyond the chain itself.
    Chain,
    /// To show clients that a server has all of these names (id-kp-serverAuth).
    Server {
        /// The names; with none, any server's certificate will do.
        names: Vec<PeerName>,
    },
    /// To show servers that a client has all of these names (id-kp-clientAuth).
    Client {
        /// The names; with none, any client's certificate will do.
        names: Vec<PeerName>,
    },
}

impl Purpose {
    /// The purpose that extKeyUsage has to list, and the names.
    fn peer(&self) -> Option<(ObjectIdentifier, &[PeerName])> {
        match self {
            Self::Server { names } => Some((oids::SERVER_AUTH, names)),
            Self::Client { names } => Some((oids::CLIENT_AUTH, names)),
            Self::Signing | Self::Chain => None,
        }
    }

    /// The checks of the target.
    pub(super) fn of_target(
        &self,
        certificate: &Certificate<'_>,
        profile: &Profile,
        about: &About,
    ) -> Vec<Check> {
        let mut checks = Vec::new();
        checks.extend(authority_as_target(certificate, profile, about));
        match self.peer() {
            None if *self == Self::Signing => checks.extend(signing(certificate, about)),
            None => {}
            Some((purpose, names)) => {
                let is_needed = profile.extended_key_usage > ExtendedKeyUsageScope::WherePresent;
                let listing = Listing { is_needed, takes_any: !is_needed };
                checks.push(listed(certificate, &purpose, listing, about));
                checks.extend(names.iter().map(|name| borne(certificate, name, about)));
            }
        }
        checks
    }

    /// The check of an authority that lists purposes: it then issues for no others. `None` where nothing is asked.
    pub(super) fn of_authority(
        &self,
        certificate: &Certificate<'_>,
        profile: &Profile,
        about: &About,
    ) -> Option<Check> {
        let (purpose, _) = self.peer()?;
        let (is_needed, takes_any) = match profile.extended_key_usage {
            ExtendedKeyUsageScope::WherePresent | ExtendedKeyUsageScope::Target => (false, true),
            ExtendedKeyUsageScope::TargetWithoutAny => (false, false),
            ExtendedKeyUsageScope::Chain => (true, false),
        };
        Some(listed(certificate, &purpose, Listing { is_needed, takes_any }, about))
    }

    /// The same of an anchor, which need list nothing.
    pub(super) fn of_anchor(&self, certificate: &Certificate<'_>, about: &About) -> Option<Check> {
        let (purpose, _) = self.peer()?;
        let listing = Listing { is_needed: false, takes_any: true };
        Some(listed(certificate, &purpose, listing, about))
    }
}

fn authority_as_target(certificate: &Certificate<'_>, profile: &Profile, about: &About) -> Option<Check> {
    if profile.authority_as_target == AuthorityAsTarget::Allow {
        return None;
    }
    let constraints = certificate.extensions().basic_constraints().ok().flatten();
    let is_authority = constraints.is_some_and(|constraints| constraints.ca);
    let outcome = if is_authority { Err(Reason::CertificateNotConforming) } else { Ok(()) };
    let found = if is_authority { "CA TRUE" } else { "CA FALSE" };
    Some(Check::new(Question::CertificateProfile, about, outcome).wanted("CA FALSE").found(found))
}

/// How a purpose has to stand in extKeyUsage.
#[derive(Clone, Copy)]
struct Listing {
    /// Whether the extension has to be there.
    is_needed: bool,
    /// Whether anyExtendedKeyUsage stands for the purpose.
    takes_any: bool,
}

fn listed(
    certificate: &Certificate<'_>,
    purpose: &ObjectIdentifier,
    listing: Listing,
    about: &About,
) -> Check {
    let purposes = certificate.extensions().extended_key_usage().ok().flatten();
    let is_listed = match &purposes {
        None => !listing.is_needed,
        Some(purposes) => {
            let is_any = listing.takes_any && purposes.contains(&oids::ANY_EXTENDED_KEY_USAGE);
            purposes.contains(purpose) || is_any
        }
    };
    let outcome = if is_listed { Ok(()) } else { Err(Reason::ExtendedKeyUsageMismatch) };
    let check = Check::new(Question::ExtendedKeyUsage, about, outcome);
    check
        .wanted(purpose.to_string())
        .found(purposes.map_or_else(Default::default, |purposes| words(&purposes)))
}

fn borne(certificate: &Certificate<'_>, name: &PeerName, about: &About) -> Check {
    let outcome = if name.is_borne_by(certificate) { Ok(()) } else { Err(Reason::PeerNameMismatch) };
    Check::new(Question::PeerName, about, outcome).wanted(name.to_string())
}

/// keyUsage and extKeyUsage of a signer of documents; an absent extension leaves every use open.
fn signing(certificate: &Certificate<'_>, about: &About) -> Vec<Check> {
    let extensions = certificate.extensions();
    let mut checks = Vec::new();
    if let Ok(Some(usage)) = extensions.key_usage() {
        let signing = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::NON_REPUDIATION);
        let outcome = if usage.intersects(signing) { Ok(()) } else { Err(Reason::KeyUsageMismatch) };
        let check = Check::new(Question::SignerKeyUsage, about, outcome);
        checks.push(check.wanted(format!("{signing}")).found(usage.to_string()));
    }
    if let Ok(Some(purposes)) = extensions.extended_key_usage() {
        let is_server = purposes.contains(&oids::SERVER_AUTH);
        let for_services = purposes.iter().all(|purpose| {
            SERVICES.iter().any(|service| purpose == *service) || (is_server && purpose == oids::CLIENT_AUTH)
        });
        let outcome = if for_services { Err(Reason::ExtendedKeyUsageMismatch) } else { Ok(()) };
        checks.push(Check::new(Question::SignerExtendedKeyUsage, about, outcome).found(words(&purposes)));
    }
    checks
}

fn words(purposes: &ExtendedKeyUsage<'_>) -> alloc::string::String {
    let names: Vec<_> = purposes.iter().map(|purpose| purpose.to_string()).collect();
    names.join(", ")
}

/// Uses of services; a certificate for these alone signs no documents (RFC 5280 §4.2.1.12: "MUST only be used
/// for one of the purposes indicated").
///
/// clientAuth is one of them only beside serverAuth, as web servers have it: certificates of persons list it too.
const SERVICES: [ObjectIdentifier; 4] =
    [oids::SERVER_AUTH, oids::CODE_SIGNING, oids::TIME_STAMPING, oids::OCSP_SIGNING];
