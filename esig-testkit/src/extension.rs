//! Extensions to put into certificates and CRLs; each function makes one with the criticality that is usual.

use der::asn1::ObjectIdentifier;
use esig_core::cert::ext::KeyUsage;
use esig_core::cert::ext::oids;
use esig_core::crl::ReasonCode;
use esig_core::encode::element;
use esig_core::raw::Tag;
use sha2::{Digest, Sha256};
use time::UtcDateTime;

use crate::asn1::{
    TRUE, context, generalized_time_contents, named_bits, octet_string, oid, sequence, sequence_of, unsigned,
    utf8,
};

/// An extension: identifier, criticality and the DER that stands in extnValue (RFC 5280 §4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensionTemplate {
    /// extnID.
    pub id: ObjectIdentifier,
    /// Whether who does not know it must refuse.
    pub critical: bool,
    /// The contents of extnValue.
    pub value: Vec<u8>,
}

impl ExtensionTemplate {
    /// An extension that is not critical.
    pub fn new(id: ObjectIdentifier, value: Vec<u8>) -> Self {
        Self { id, critical: false, value }
    }

    /// The same, critical.
    #[must_use]
    pub fn critical(self) -> Self {
        Self { critical: true, ..self }
    }

    /// The same, not critical.
    #[must_use]
    pub fn not_critical(self) -> Self {
        Self { critical: false, ..self }
    }

    pub(crate) fn to_der(&self) -> Vec<u8> {
        let critical: &[u8] = if self.critical { &TRUE } else { &[] };
        sequence(&[&oid(self.id), critical, &octet_string(&self.value)])
    }
}

/// basicConstraints of an authority, critical (RFC 5280 §4.2.1.9).
pub fn authority(path_length: Option<u32>) -> ExtensionTemplate {
    let limit = path_length.map_or_else(Vec::new, |limit| unsigned(limit.into()));
    ExtensionTemplate::new(oids::BASIC_CONSTRAINTS, sequence(&[&TRUE, &limit])).critical()
}

/// basicConstraints of a certificate that may not issue others.
pub fn end_entity() -> ExtensionTemplate {
    ExtensionTemplate::new(oids::BASIC_CONSTRAINTS, sequence(&[]))
}

/// keyUsage, critical (RFC 5280 §4.2.1.3).
pub fn key_usage(usage: KeyUsage) -> ExtensionTemplate {
    ExtensionTemplate::new(oids::KEY_USAGE, named_bits(usage.bits())).critical()
}

/// extKeyUsage (RFC 5280 §4.2.1.12).
pub fn extended_key_usage(purposes: &[ObjectIdentifier]) -> ExtensionTemplate {
    let purposes: Vec<_> = purposes.iter().map(|purpose| oid(*purpose)).collect();
    ExtensionTemplate::new(oids::EXTENDED_KEY_USAGE, sequence_of(&purposes))
}

/// subjectKeyIdentifier: 20 octets of the SHA-256 of the SubjectPublicKeyInfo (RFC 7093 §2, method 4, shortened).
pub fn subject_key_identifier(subject_public_key_info: &[u8]) -> ExtensionTemplate {
    let identifier = octet_string(&key_identifier(subject_public_key_info));
    ExtensionTemplate::new(oids::SUBJECT_KEY_IDENTIFIER, identifier)
}

/// authorityKeyIdentifier with the keyIdentifier alone (RFC 5280 §4.2.1.1).
pub fn authority_key_identifier(subject_public_key_info: &[u8]) -> ExtensionTemplate {
    let identifier =
        element(Tag::context_primitive(0), &[key_identifier(subject_public_key_info).as_slice()]);
    ExtensionTemplate::new(oids::AUTHORITY_KEY_IDENTIFIER, sequence(&[&identifier]))
}

/// cRLDistributionPoints: one point with all URLs (RFC 5280 §4.2.1.13).
pub fn crl_distribution_point(urls: &[&str]) -> ExtensionTemplate {
    let names: Vec<_> = urls.iter().map(|url| uri(url)).collect();
    let point = sequence(&[&context(0, &context(0, &names.concat()))]);
    ExtensionTemplate::new(oids::CRL_DISTRIBUTION_POINTS, sequence(&[&point]))
}

/// authorityInfoAccess: where the issuer's certificate is, and its OCSP responder (RFC 5280 §4.2.2.1).
pub fn authority_info_access(issuers: &[&str], responders: &[&str]) -> ExtensionTemplate {
    let responders = responders.iter().map(|url| sequence(&[&oid(oids::OCSP), &uri(url)]));
    let issuers = issuers.iter().map(|url| sequence(&[&oid(oids::CA_ISSUERS), &uri(url)]));
    let descriptions: Vec<_> = responders.chain(issuers).collect();
    ExtensionTemplate::new(oids::AUTHORITY_INFO_ACCESS, sequence_of(&descriptions))
}

/// certificatePolicies without qualifiers (RFC 5280 §4.2.1.4).
pub fn certificate_policies(policies: &[ObjectIdentifier]) -> ExtensionTemplate {
    let policies: Vec<_> = policies.iter().map(|policy| sequence(&[&oid(*policy)])).collect();
    ExtensionTemplate::new(oids::CERTIFICATE_POLICIES, sequence_of(&policies))
}

/// policyMappings, critical: pairs of issuerDomainPolicy and subjectDomainPolicy (RFC 5280 §4.2.1.5).
pub fn policy_mappings(mappings: &[(ObjectIdentifier, ObjectIdentifier)]) -> ExtensionTemplate {
    let mappings: Vec<_> = mappings.iter().map(|(from, to)| sequence(&[&oid(*from), &oid(*to)])).collect();
    ExtensionTemplate::new(oids::POLICY_MAPPINGS, sequence_of(&mappings)).critical()
}

/// policyConstraints, critical (RFC 5280 §4.2.1.11).
pub fn policy_constraints(
    require_explicit_policy: Option<u8>,
    inhibit_policy_mapping: Option<u8>,
) -> ExtensionTemplate {
    let skip = |number, skip: Option<u8>| {
        skip.map_or_else(Vec::new, |skip| element(Tag::context_primitive(number), &[&[skip & 0x7f]]))
    };
    let value = sequence(&[&skip(0, require_explicit_policy), &skip(1, inhibit_policy_mapping)]);
    ExtensionTemplate::new(oids::POLICY_CONSTRAINTS, value).critical()
}

/// inhibitAnyPolicy, critical (RFC 5280 §4.2.1.14).
pub fn inhibit_any_policy(skip: u8) -> ExtensionTemplate {
    ExtensionTemplate::new(oids::INHIBIT_ANY_POLICY, unsigned(skip.into())).critical()
}

/// subjectAltName of GeneralNames that are encoded already (RFC 5280 §4.2.1.6).
pub fn subject_alt_name(names: &[Vec<u8>]) -> ExtensionTemplate {
    ExtensionTemplate::new(oids::SUBJECT_ALT_NAME, sequence_of(names))
}

/// nameConstraints over GeneralNames that are encoded already, critical (RFC 5280 §4.2.1.10).
pub fn name_constraints(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> ExtensionTemplate {
    let subtrees = |number, names: &[Vec<u8>]| match names {
        [] => Vec::new(),
        _ => context(number, &names.iter().map(|name| sequence(&[name])).collect::<Vec<_>>().concat()),
    };
    let value = sequence(&[&subtrees(0, permitted), &subtrees(1, excluded)]);
    ExtensionTemplate::new(oids::NAME_CONSTRAINTS, value).critical()
}

/// privateKeyUsagePeriod (X.509 §9.2.2.5).
pub fn private_key_usage_period(not_before: UtcDateTime, not_after: UtcDateTime) -> ExtensionTemplate {
    let bound = |number, time| element(Tag::context_primitive(number), &[&generalized_time_contents(time)]);
    let value = sequence(&[&bound(0, not_before), &bound(1, not_after)]);
    ExtensionTemplate::new(oids::PRIVATE_KEY_USAGE_PERIOD, value)
}

/// id-pkix-ocsp-nocheck: nobody asks whether the responder is revoked (RFC 6960 §4.2.2.2.1).
pub fn ocsp_no_check() -> ExtensionTemplate {
    const NO_CHECK: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.5");
    ExtensionTemplate::new(NO_CHECK, vec![5, 0])
}

/// subjectSignTool of Russian qualified certificates.
pub fn subject_sign_tool(tool: &str) -> ExtensionTemplate {
    ExtensionTemplate::new(oids::SUBJECT_SIGN_TOOL, utf8(tool))
}

/// issuerSignTool of Russian qualified certificates: signTool, cATool, signToolCert, cAToolCert.
pub fn issuer_sign_tool(fields: [&str; 4]) -> ExtensionTemplate {
    ExtensionTemplate::new(oids::ISSUER_SIGN_TOOL, sequence_of(&fields.map(utf8)))
}

/// identificationKind of Russian qualified certificates; 0 is in person.
pub fn identification_kind(kind: u32) -> ExtensionTemplate {
    ExtensionTemplate::new(oids::IDENTIFICATION_KIND, unsigned(kind.into()))
}

/// cRLNumber of a list (RFC 5280 §5.2.3).
pub fn crl_number(number: u64) -> ExtensionTemplate {
    ExtensionTemplate::new(oids::CRL_NUMBER, unsigned(number))
}

/// reasonCode of an entry (RFC 5280 §5.3.1), which wants it left out where it is unspecified.
pub fn crl_reason(reason: ReasonCode) -> Option<ExtensionTemplate> {
    let value = element(Tag::ENUMERATED, &[&[reason.number()]]);
    (reason != ReasonCode::Unspecified).then(|| ExtensionTemplate::new(oids::CRL_REASON, value))
}

/// certificateIssuer of an entry, critical: a distinguished name, given by its encoding (RFC 5280 §5.3.3).
pub fn certificate_issuer(name: &[u8]) -> ExtensionTemplate {
    let names = sequence(&[&directory_name(name)]);
    ExtensionTemplate::new(oids::CERTIFICATE_ISSUER, names).critical()
}

/// deltaCRLIndicator of a list, critical: the number of the complete one (RFC 5280 §5.2.4).
pub fn delta_crl_indicator(base: u64) -> ExtensionTemplate {
    ExtensionTemplate::new(oids::DELTA_CRL_INDICATOR, unsigned(base)).critical()
}

/// An extension that nobody knows, critical: whoever sees it must refuse the certificate (RFC 5280 §4.2).
pub fn unknown_critical() -> ExtensionTemplate {
    // Arc 2.25 with a number that is no UUID in use.
    const NOBODYS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.25.4066000001");
    ExtensionTemplate::new(NOBODYS, vec![5, 0]).critical()
}

/// A GeneralName with a host, for [`subject_alt_name`] and [`name_constraints`].
pub fn dns_name(host: &str) -> Vec<u8> {
    element(Tag::context_primitive(2), &[host.as_bytes()])
}

/// A GeneralName with a mail address.
pub fn rfc822_name(address: &str) -> Vec<u8> {
    element(Tag::context_primitive(1), &[address.as_bytes()])
}

/// A GeneralName with a distinguished name, given by its encoding.
pub fn directory_name(name: &[u8]) -> Vec<u8> {
    context(4, name)
}

/// A GeneralName with an address; in name constraints with its mask behind it.
pub fn ip_address(octets: &[u8]) -> Vec<u8> {
    element(Tag::context_primitive(7), &[octets])
}

/// A GeneralName with an object identifier.
pub fn registered_id(id: ObjectIdentifier) -> Vec<u8> {
    element(Tag::context_primitive(8), &[id.as_bytes()])
}

/// A GeneralName of another kind, with a UTF8String.
pub fn other_name(id: ObjectIdentifier, text: &str) -> Vec<u8> {
    context(0, &[oid(id), context(0, &utf8(text))].concat())
}

/// A GeneralName with an X.400 address of no attributes.
pub fn x400_address() -> Vec<u8> {
    context(3, &sequence(&[]))
}

/// A GeneralName with an EDI party.
pub fn edi_party_name(party: &str) -> Vec<u8> {
    context(5, &context(1, &utf8(party)))
}

/// A GeneralName with a URL.
pub fn uri(url: &str) -> Vec<u8> {
    element(Tag::context_primitive(6), &[url.as_bytes()])
}

fn key_identifier(subject_public_key_info: &[u8]) -> Vec<u8> {
    Sha256::digest(subject_public_key_info)[..20].to_vec()
}
