//! Extensions that path validation processes (RFC 5280 §6.1.4 (o) and §6.1.5 (f)).

use alloc::string::{String, ToString};

use esig_core::Extensions;
use esig_core::cert::ext::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, CrlDistributionPoints, GeneralNames,
    KeyUsage, NameConstraints, PolicyConstraints, PolicyMappings, oids,
};
use esig_core::error::ParseError;
use esig_core::oid::ObjectIdentifier;

use crate::profile::Profile;

/// A critical extension that is not processed, by its identifier.
pub(super) fn unknown_critical(extensions: &Extensions<'_>, profile: &Profile) -> Option<String> {
    let mut critical = extensions.iter().filter(|extension| extension.critical);
    let known = [&PROCESSED[..], profile.known_extensions, profile.caller_extensions];
    let is_known = |oid: &ObjectIdentifier| known.iter().any(|known| known.contains(oid));
    let unknown = critical.find(|extension| {
        let oid = extension.oid.to_object_identifier();
        !oid.is_some_and(|oid| is_known(&oid))
    });
    unknown.map(|extension| extension.oid.to_string())
}

/// What is processed, each extension decoded once.
#[derive(Clone, Debug)]
pub(super) struct Processed<'x> {
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) certificate_policies: Option<CertificatePolicies<'x>>,
    pub(super) policy_mappings: Option<PolicyMappings<'x>>,
    pub(super) policy_constraints: Option<PolicyConstraints>,
    pub(super) inhibit_any_policy: Option<u32>,
    pub(super) name_constraints: Option<NameConstraints<'x>>,
    pub(super) subject_alt_name: Option<GeneralNames<'x>>,
    pub(super) crl_distribution_points: Option<CrlDistributionPoints<'x>>,
    pub(super) authority_key_identifier: Option<AuthorityKeyIdentifier<'x>>,
    pub(super) subject_key_identifier: Option<&'x [u8]>,
}

impl<'x> Processed<'x> {
    /// Decodes all of them; a malformed one is an error of the path even where nobody asks for it (CVE-2023-0465).
    pub(super) fn decode(extensions: &Extensions<'x>) -> Result<Self, ParseError> {
        extensions.extended_key_usage()?;
        Ok(Self {
            basic_constraints: extensions.basic_constraints()?,
            key_usage: extensions.key_usage()?,
            certificate_policies: extensions.certificate_policies()?,
            policy_mappings: extensions.policy_mappings()?,
            policy_constraints: extensions.policy_constraints()?,
            inhibit_any_policy: extensions.inhibit_any_policy()?,
            name_constraints: extensions.name_constraints()?,
            subject_alt_name: extensions.subject_alt_name()?,
            crl_distribution_points: extensions.crl_distribution_points()?,
            authority_key_identifier: extensions.authority_key_identifier()?,
            subject_key_identifier: extensions.subject_key_identifier()?,
        })
    }

    /// Whether basicConstraints says so.
    pub(super) fn is_authority(&self) -> bool {
        self.basic_constraints.is_some_and(|constraints| constraints.ca)
    }
}

/// A policy qualifier that nobody knows in a critical certificatePolicies: "applications that process this extension
/// with critical set MUST [understand] all of the policy qualifiers, or else reject" (RFC 5280 §4.2.1.4).
pub(super) fn unknown_critical_qualifier(
    extensions: &Extensions<'_>,
    policies: Option<&CertificatePolicies<'_>>,
) -> Option<String> {
    let policies = policies?;
    extensions.find(&oids::CERTIFICATE_POLICIES).filter(|extension| extension.critical)?;
    let information = policies.information();
    let mut qualifiers = information.flat_map(|information| information.policy_qualifiers());
    let unknown = qualifiers.find(|(oid, _)| !QUALIFIERS.iter().any(|known| *oid == *known));
    unknown.map(|(oid, _)| oid.to_string())
}

/// Extensions that may be critical, since they are processed or ask nothing of a path.
const PROCESSED: [ObjectIdentifier; 12] = [
    oids::BASIC_CONSTRAINTS,
    oids::KEY_USAGE,
    oids::EXTENDED_KEY_USAGE,
    oids::CERTIFICATE_POLICIES,
    oids::POLICY_MAPPINGS,
    oids::POLICY_CONSTRAINTS,
    oids::INHIBIT_ANY_POLICY,
    oids::NAME_CONSTRAINTS,
    oids::SUBJECT_ALT_NAME,
    oids::CRL_DISTRIBUTION_POINTS,
    oids::AUTHORITY_KEY_IDENTIFIER,
    oids::SUBJECT_KEY_IDENTIFIER,
];

/// id-qt-cps and id-qt-unotice (RFC 5280 §4.2.1.4): for people to read.
const QUALIFIERS: [ObjectIdentifier; 2] =
    [ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.2.1"), ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.2.2")];
