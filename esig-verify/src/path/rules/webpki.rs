//! What the Baseline Requirements of the CA/Browser Forum for TLS server certificates ask besides RFC 5280.

use alloc::string::{String, ToString};

use esig_core::attribute_names::COMMON_NAME;
use esig_core::cert::ext::{GeneralName, oids};
use esig_core::oid::ObjectIdentifier;
use esig_core::{Certificate, Provider};

use super::{Conformity, Placed, Role, rule};
use crate::path::names::host::{Host, Labels};
use crate::path::signatures::Signatures;
use crate::profile::Profile;

pub(super) fn conforms(
    placed: &Placed<'_, '_>,
    profile: &Profile,
    signatures: &Signatures<'_, '_>,
) -> Conformity {
    let certificate = &placed.certificate;
    key(certificate, signatures.provider())?;
    authority_key_identifier(placed, signatures)?;
    extended_key_usage(placed)?;
    if placed.role != Role::Target {
        return Ok(());
    }
    alt_names(placed, profile)?;
    common_name(placed)
}

/// 6.1.5: RSA with at least 2048 bits, a multiple of 8; P-256, P-384 or P-521.
fn key(certificate: &Certificate<'_>, provider: &Provider) -> Conformity {
    let key = provider.load_key(&certificate.subject_public_key_info()).ok();
    let is_allowed = key.is_some_and(|key| match key.kind() {
        kind if kind.name == "rsa" => kind.bits >= 2048 && kind.bits.is_multiple_of(8),
        kind => matches!(kind.name, "ecdsa-p256" | "ecdsa-p384" | "ecdsa-p521"),
    });
    rule("Baseline Requirements 6.1.5", "an RSA or ECDSA key of an allowed size", is_allowed)
}

/// 7.1.2.11.1, and 7.1.2.1.3 for roots.
fn authority_key_identifier(placed: &Placed<'_, '_>, signatures: &Signatures<'_, '_>) -> Conformity {
    const CLAUSE: &str = "Baseline Requirements 7.1.2.11.1";
    let Some(authority) = &placed.extensions.authority_key_identifier else { return Ok(()) };
    let is_alone =
        authority.authority_cert_issuer.is_none() && authority.authority_cert_serial_number.is_none();
    rule(CLAUSE, "authorityKeyIdentifier with the keyIdentifier alone", is_alone)?;
    let own = || placed.is_root(signatures).then_some(placed.certificate);
    let Some(issuer) = placed.issuer.or_else(own) else { return Ok(()) };
    let wanted = issuer.extensions().subject_key_identifier()?;
    rule(CLAUSE, "the keyIdentifier of the issuer", wanted.is_none() || authority.key_identifier == wanted)
}

/// 7.1.2.1.2, 7.1.2.10.6 and 7.1.2.7.10.
fn extended_key_usage(placed: &Placed<'_, '_>) -> Conformity {
    const CLAUSE: &str = "Baseline Requirements 7.1.2.7.10";
    let extensions = placed.certificate.extensions();
    let purposes = extensions.extended_key_usage()?;
    if placed.role == Role::Anchor {
        return rule("Baseline Requirements 7.1.2.1.2", "no extKeyUsage of a root", purposes.is_none());
    }
    let Some(purposes) = purposes else { return Ok(()) };
    let is_critical = extensions.find(&oids::EXTENDED_KEY_USAGE).is_some_and(|extension| extension.critical);
    let is_target = placed.role == Role::Target;
    rule(CLAUSE, "extKeyUsage not critical", !(is_target && is_critical))?;
    let is_foreign = |purpose: &ObjectIdentifier| purposes.contains(purpose);
    rule(
        CLAUSE,
        "no other purposes than those of servers and clients",
        !(is_target && FOREIGN.iter().any(is_foreign)),
    )
}

/// Purposes that certificates of servers must not have.
const FOREIGN: [ObjectIdentifier; 5] = [
    oids::ANY_EXTENDED_KEY_USAGE,
    oids::CODE_SIGNING,
    oids::EMAIL_PROTECTION,
    oids::TIME_STAMPING,
    oids::OCSP_SIGNING,
];

/// 7.1.2.7.12 and 3.2.2.6.
fn alt_names(placed: &Placed<'_, '_>, profile: &Profile) -> Conformity {
    const CLAUSE: &str = "Baseline Requirements 7.1.2.7.12";
    let (certificate, names) = (&placed.certificate, &placed.extensions.subject_alt_name);
    rule(CLAUSE, "a subjectAltName", names.is_some())?;
    let extension = certificate.extensions().find(&oids::SUBJECT_ALT_NAME);
    let is_critical = extension.is_some_and(|extension| extension.critical);
    let is_as_needed = is_critical == certificate.subject().is_empty();
    rule(CLAUSE, "subjectAltName critical where there is no subject alone", is_as_needed)?;
    names.iter().flat_map(|names| names.iter()).try_for_each(|name| match name {
        GeneralName::DnsName(octets) => {
            let host = Host::parse(octets, Labels::Preferred);
            rule(CLAUSE, "dNSName that is a host name", host.is_some())?;
            let is_too_wide =
                host.is_some_and(|host| host.is_wildcard && is_public_suffix(host.name, profile));
            rule("Baseline Requirements 3.2.2.6", "no wildcard for a public suffix", !is_too_wide)
        }
        name => rule(CLAUSE, "dNSName and iPAddress alone", matches!(name, GeneralName::IpAddress(_))),
    })
}

/// A top-level domain is one; of others the caller's list decides.
fn is_public_suffix(name: &[u8], profile: &Profile) -> bool {
    !name.contains(&b'.') || profile.public_suffixes.is_some_and(|suffixes| suffixes.contains(name))
}

/// 7.1.4.3: a commonName is a name of subjectAltName, character for character; an address in its one textual form
/// (RFC 3986 §3.2.2, RFC 5952). The FQDN portion of a wildcard is taken for one of them: the certificate says no more by it.
fn common_name(placed: &Placed<'_, '_>) -> Conformity {
    const CLAUSE: &str = "Baseline Requirements 7.1.4.3";
    let names = &placed.extensions.subject_alt_name;
    let own = || placed.certificate.subject().attributes().filter(|attribute| attribute.oid == COMMON_NAME);
    rule(CLAUSE, "one commonName at most", own().count() <= 1)?;
    let texts = || names.iter().flat_map(|names| names.iter()).filter_map(|name| text(&name));
    let is_copy = |own: &str| {
        texts().any(|text| text == own || text.strip_prefix("*.").is_some_and(|fqdn| fqdn == own))
    };
    let is_copied = own().all(|attribute| attribute.text().is_some_and(|own| is_copy(&own)));
    rule(CLAUSE, "a commonName that is a name of subjectAltName", is_copied)
}

fn text(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DnsName(octets) => core::str::from_utf8(octets).ok().map(String::from),
        GeneralName::IpAddress(octets) => {
            let address = match octets.len() {
                4 => core::net::IpAddr::from(<[u8; 4]>::try_from(*octets).ok()?),
                _ => core::net::IpAddr::from(<[u8; 16]>::try_from(*octets).ok()?),
            };
            Some(address.to_string())
        }
        _ => None,
    }
}
