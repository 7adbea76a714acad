//! Profiles: whose rules certificates have to keep, as values.

use alloc::string::String;
use core::fmt;

use esig_core::cert::ext::oids;
use esig_core::oid::ObjectIdentifier;

/// Whose rules certificates have to keep, besides the validation of RFC 5280 §6, which every profile has.
///
/// [`rfc5280`](Self::rfc5280), [`webpki`](Self::webpki) and [`qualified`](Self::qualified) are starting points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub(crate) rules: CertificateRules,
    pub(crate) authority_as_target: AuthorityAsTarget,
    pub(crate) extended_key_usage: ExtendedKeyUsageScope,
    pub(crate) common_name: CommonName,
    pub(crate) leading_dot: LeadingDot,
    pub(crate) later_crls: LaterCrls,
    pub(crate) empty_crl_lists: EmptyCrlLists,
    pub(crate) public_suffixes: Option<PublicSuffixes>,
    /// Extensions that may be critical, since the profile knows what they say.
    pub(crate) known_extensions: &'static [ObjectIdentifier],
    /// The same, since the caller does.
    pub(crate) caller_extensions: &'static [ObjectIdentifier],
}

/// How certificates have to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CertificateRules {
    /// As path validation needs it (RFC 5280 §6): what is odd and harmless passes.
    Path,
    /// As RFC 5280 §4 asks of every conforming authority.
    Rfc5280,
    /// As the CA/Browser Forum asks besides.
    WebPki,
}

/// Whether the certificate in question may be an authority's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AuthorityAsTarget {
    Allow,
    Refuse,
}

/// Where a purpose has to stand in extKeyUsage. Where the extension is, the purpose must be in it anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ExtendedKeyUsageScope {
    /// Nowhere by necessity: a certificate without the extension is for every purpose, and so is one that lists
    /// anyExtendedKeyUsage.
    WherePresent,
    /// In the target: the purpose itself.
    Target,
    /// In the target; and an authority that has the extension lists the purpose itself, not anyExtendedKeyUsage.
    TargetWithoutAny,
    /// In every certificate but the anchor: the purpose itself.
    Chain,
}

/// What a commonName is worth where hosts are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommonName {
    /// Nothing (RFC 9525 §2).
    Ignore,
    /// Without a subjectAltName, a host name or an address.
    HostWithoutAltName,
}

/// What a leading dot in a constraint on dNSName says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeadingDot {
    /// Nothing: RFC 5280 §4.2.1.10 has no such form.
    Refuse,
    /// The hosts below, as in constraints on URIs: widely used.
    Below,
}

/// What a CRL or an OCSP response says of a time before it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LaterCrls {
    /// What it does not list was not revoked before either.
    Welcome,
    /// Nothing: a list from the future is none at all.
    Refuse,
}

/// Whether a CRL vouches for anyone whose revokedCertificates is there and empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmptyCrlLists {
    /// X.509 §7.10 forbids none, and some issuers write one.
    Accept,
    /// RFC 5280 §5.1.2.6: "When there are no revoked certificates, the revoked certificates list MUST be absent."
    Refuse,
}

impl Profile {
    /// RFC 5280: path validation by §6, and certificates as §4 asks of conforming authorities.
    pub fn rfc5280() -> Self {
        Self {
            rules: CertificateRules::Rfc5280,
            authority_as_target: AuthorityAsTarget::Allow,
            extended_key_usage: ExtendedKeyUsageScope::WherePresent,
            common_name: CommonName::Ignore,
            leading_dot: LeadingDot::Refuse,
            later_crls: LaterCrls::Refuse,
            empty_crl_lists: EmptyCrlLists::Refuse,
            public_suffixes: None,
            known_extensions: &[],
            caller_extensions: &[],
        }
    }

    /// Servers on the Web: RFC 5280 with what the Baseline Requirements of the CA/Browser Forum ask besides.
    ///
    /// Without [`with_public_suffixes`](Self::with_public_suffixes), of wildcards those alone are refused that stand for a
    /// whole top-level domain.
    pub fn webpki() -> Self {
        Self {
            rules: CertificateRules::WebPki,
            authority_as_target: AuthorityAsTarget::Refuse,
            extended_key_usage: ExtendedKeyUsageScope::Target,
            ..Self::rfc5280()
        }
    }

    /// Signers of documents, qualified ones among them (EN 319 412-2, FSB order 795): path validation by RFC 5280 §6;
    /// what accredited authorities do otherwise than §4 asks does not make their certificates invalid. Signatures are
    /// judged long after they were made, so CRLs of later times speak of them too.
    pub fn qualified() -> Self {
        Self {
            rules: CertificateRules::Path,
            later_crls: LaterCrls::Welcome,
            empty_crl_lists: EmptyCrlLists::Accept,
            known_extensions: &QUALIFIED_EXTENSIONS,
            ..Self::rfc5280()
        }
    }

    /// The same, and certificates need to be no better than path validation asks.
    #[must_use]
    pub fn accept_nonconforming_certificates_at_own_risk(self) -> Self {
        Self { rules: CertificateRules::Path, ..self }
    }

    /// The same, and a commonName that looks like a host name or an address is one, in certificates without subjectAltName.
    #[must_use]
    pub fn accept_common_names_as_hosts_at_own_risk(self) -> Self {
        Self { common_name: CommonName::HostWithoutAltName, ..self }
    }

    /// The same, and a constraint `.example.com` on dNSName is for the hosts below.
    #[must_use]
    pub fn accept_leading_dots_in_dns_constraints_at_own_risk(self) -> Self {
        Self { leading_dot: LeadingDot::Below, ..self }
    }

    /// The same, and the purpose has to stand in the certificates that `scope` says.
    #[must_use]
    pub fn with_extended_key_usage(self, scope: ExtendedKeyUsageScope) -> Self {
        Self { extended_key_usage: scope, ..self }
    }

    /// The same, and the target must not be an authority's certificate.
    #[must_use]
    pub fn refuse_authority_as_target(self) -> Self {
        Self { authority_as_target: AuthorityAsTarget::Refuse, ..self }
    }

    /// The same, and these extensions may be critical too: the caller knows what they say, and acts on it.
    #[must_use]
    pub fn accept_critical_extensions_at_own_risk(self, known: &'static [ObjectIdentifier]) -> Self {
        Self { caller_extensions: known, ..self }
    }

    /// The same, and names under which anyone can register: a wildcard right below one is refused (CA/Browser Forum
    /// Baseline Requirements 3.2.2.6). The list changes weekly, so it is the caller's.
    #[must_use]
    pub fn with_public_suffixes(self, suffixes: PublicSuffixes) -> Self {
        Self { public_suffixes: Some(suffixes), ..self }
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::qualified()
    }
}

/// A list of public suffixes, asked name by name.
#[derive(Clone, Copy)]
pub struct PublicSuffixes(fn(&str) -> bool);

impl PublicSuffixes {
    /// `is_public_suffix` is given a host name in lower case, A-labels for letters beyond ASCII, no dot at the end.
    pub const fn new(is_public_suffix: fn(&str) -> bool) -> Self {
        Self(is_public_suffix)
    }

    pub(crate) fn contains(self, name: &[u8]) -> bool {
        let name: String = name.iter().map(|octet| char::from(octet.to_ascii_lowercase())).collect();
        (self.0)(&name)
    }
}

impl PartialEq for PublicSuffixes {
    /// The same function; two that say the same are two.
    fn eq(&self, other: &Self) -> bool {
        core::ptr::fn_addr_eq(self.0, other.0)
    }
}

impl Eq for PublicSuffixes {}

impl fmt::Debug for PublicSuffixes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicSuffixes(..)")
    }
}

/// What qualified certificates say of themselves; some authorities mark it critical.
const QUALIFIED_EXTENSIONS: [ObjectIdentifier; 4] =
    [QC_STATEMENTS, oids::SUBJECT_SIGN_TOOL, oids::ISSUER_SIGN_TOOL, oids::IDENTIFICATION_KIND];

/// qcStatements (RFC 3739 §3.2.6)
const QC_STATEMENTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.3");
