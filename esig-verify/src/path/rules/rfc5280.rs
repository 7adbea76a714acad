//! What RFC 5280 §4 asks of conforming authorities, where it says MUST.

use esig_core::Certificate;
use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::error::ParseError;
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::{Element, Reader, Tag};

use super::{Conformity, Placed, Role, alt_names, rule, subject};
use crate::path::signatures::Signatures;
use crate::profile::CertificateRules;

pub(super) fn conforms(
    placed: &Placed<'_, '_>,
    rules: CertificateRules,
    signatures: &Signatures<'_, '_>,
) -> Conformity {
    fields(placed)?;
    subject::conforms(placed)?;
    criticality(&placed.certificate, rules)?;
    key_identifiers(placed, signatures)?;
    key_usage(placed)?;
    basic_constraints(placed)?;
    alt_names::conforms(placed)?;
    well_formed(placed)
}

/// §4.1.2. The serial number of an anchor is nobody's concern: old roots have zero.
fn fields(placed: &Placed<'_, '_>) -> Conformity {
    let certificate = &placed.certificate;
    let is_v3 = certificate.version() == 3 || certificate.extensions().is_empty();
    rule("RFC 5280 4.1.2.1", "version 3 where there are extensions", is_v3)?;
    let serial = certificate.serial_number();
    let is_conforming = serial.is_conforming() && serial.as_octets() != [0];
    let is_conforming = placed.role == Role::Anchor || is_conforming;
    rule("RFC 5280 4.1.2.2", "a positive serial number of at most 20 octets", is_conforming)?;
    rule("RFC 5280 4.1.2.4", "an issuer", !certificate.issuer().is_empty())?;
    let is_encoded = times(certificate)?;
    rule("RFC 5280 4.1.2.5", "UTCTime through 2049, then GeneralizedTime without fractions", is_encoded)?;
    rule("RFC 5280 4.1.2.8", "no unique identifiers", !has_unique_identifier(certificate)?)
}

/// §4.1.2.5.1 and §4.1.2.5.2.
fn times(certificate: &Certificate<'_>) -> Result<bool, ParseError> {
    const PRODUCTION: &str = "tbsCertificate.validity";
    let mut fields = tbs(certificate)?;
    // serialNumber, signature, issuer
    for _ in 0..3 {
        fields.any(PRODUCTION)?;
    }
    let mut validity = fields.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let times = [certificate.validity().not_before, certificate.validity().not_after];
    for time in times {
        let element = validity.any(PRODUCTION)?;
        let is_utc = element.tag() == Tag::UTC_TIME;
        let length = if is_utc { "YYMMDDHHMMSSZ".len() } else { "YYYYMMDDHHMMSSZ".len() };
        if is_utc != (time.year() < 2050) || element.contents().len() != length {
            return Ok(false);
        }
    }
    Ok(true)
}

fn has_unique_identifier(certificate: &Certificate<'_>) -> Result<bool, ParseError> {
    let mut fields = tbs(certificate)?;
    while !fields.is_empty() {
        if matches!(fields.any("tbsCertificate")?.tag().context_number(), Some(1 | 2)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The fields from the serial number on.
fn tbs<'x>(certificate: &Certificate<'x>) -> Result<Reader<'x>, ParseError> {
    let mut fields = Element::from_der(certificate.tbs_certificate(), "tbsCertificate")?.reader();
    fields.optional(Tag::context(0), "tbsCertificate.version")?;
    Ok(fields)
}

/// Which extensions have to be critical, and which must not be.
fn criticality(certificate: &Certificate<'_>, rules: CertificateRules) -> Conformity {
    for extension in certificate.extensions().iter() {
        let of = |row: &&Criticality| extension.oid == row.0;
        let Some((oid, clause, text, critical)) = CRITICALITY.iter().find(of) else { continue };
        // Baseline Requirements 7.1.2.5.2: "as an explicit exception from RFC 5280".
        let is_excepted = *oid == oids::NAME_CONSTRAINTS && rules == CertificateRules::WebPki;
        rule(clause, text, extension.critical == *critical || is_excepted)?;
    }
    Ok(())
}

type Criticality = (ObjectIdentifier, &'static str, &'static str, bool);

const CRITICALITY: [Criticality; 10] = [
    (oids::AUTHORITY_KEY_IDENTIFIER, "RFC 5280 4.2.1.1", "authorityKeyIdentifier not critical", false),
    (oids::SUBJECT_KEY_IDENTIFIER, "RFC 5280 4.2.1.2", "subjectKeyIdentifier not critical", false),
    (SUBJECT_DIRECTORY_ATTRIBUTES, "RFC 5280 4.2.1.8", "subjectDirectoryAttributes not critical", false),
    (oids::NAME_CONSTRAINTS, "RFC 5280 4.2.1.10", "nameConstraints critical", true),
    (oids::POLICY_CONSTRAINTS, "RFC 5280 4.2.1.11", "policyConstraints critical", true),
    (oids::INHIBIT_ANY_POLICY, "RFC 5280 4.2.1.14", "inhibitAnyPolicy critical", true),
    (oids::FRESHEST_CRL, "RFC 5280 4.2.1.15", "freshestCRL not critical", false),
    (oids::AUTHORITY_INFO_ACCESS, "RFC 5280 4.2.2.1", "authorityInfoAccess not critical", false),
    (SUBJECT_INFO_ACCESS, "RFC 5280 4.2.2.2", "subjectInfoAccess not critical", false),
    (oids::PRIVATE_KEY_USAGE_PERIOD, "X.509 9.2.2.5", "privateKeyUsagePeriod not critical", false),
];

/// §4.2.1.1 and §4.2.1.2: for finding issuers; a root may leave its own out.
fn key_identifiers(placed: &Placed<'_, '_>, signatures: &Signatures<'_, '_>) -> Conformity {
    let authority = &placed.extensions.authority_key_identifier;
    let has_identifier = authority.as_ref().is_some_and(|authority| authority.key_identifier.is_some());
    // "self-signed" by its names: what is trusted itself is no part of a path (§6.1), and its own signature proves nothing about
    // it. It is looked at only where the names differ, and an issuer could be meant.
    let is_found = has_identifier || placed.is_self_issued_anchor() || placed.is_root(signatures);
    rule("RFC 5280 4.2.1.1", "authorityKeyIdentifier with a keyIdentifier", is_found)?;
    let is_paired = authority.as_ref().is_none_or(|authority| {
        authority.authority_cert_issuer.is_some() == authority.authority_cert_serial_number.is_some()
    });
    rule("RFC 5280 A.2", "authorityCertIssuer with authorityCertSerialNumber", is_paired)?;
    let has_own = placed.extensions.subject_key_identifier.is_some();
    let may_be_without = !placed.extensions.is_authority();
    rule("RFC 5280 4.2.1.2", "subjectKeyIdentifier of an authority", has_own || may_be_without)
}

/// §4.2.1.3.
fn key_usage(placed: &Placed<'_, '_>) -> Conformity {
    let is_authority = placed.extensions.is_authority();
    match placed.extensions.key_usage {
        None => rule("RFC 5280 4.2.1.3", "keyUsage of an authority", !is_authority),
        Some(usage) => {
            rule("RFC 5280 4.2.1.3", "a bit of keyUsage that is set", usage.bits() != 0)?;
            let signs = usage.intersects(KeyUsage::KEY_CERT_SIGN);
            rule("RFC 5280 4.2.1.9", "keyCertSign and cA together", signs == is_authority)
        }
    }
}

/// §4.2.1.9.
fn basic_constraints(placed: &Placed<'_, '_>) -> Conformity {
    const CLAUSE: &str = "RFC 5280 4.2.1.9";
    let Some(constraints) = placed.extensions.basic_constraints else { return Ok(()) };
    let extension = placed.certificate.extensions().find(&oids::BASIC_CONSTRAINTS);
    let is_critical = extension.is_some_and(|extension| extension.critical);
    rule(CLAUSE, "basicConstraints critical in certificates of authorities", is_critical || !constraints.ca)?;
    let signs = placed.extensions.key_usage.is_some_and(|usage| usage.intersects(KeyUsage::KEY_CERT_SIGN));
    let may_limit = constraints.ca && signs;
    rule(
        CLAUSE,
        "pathLenConstraint with cA and keyCertSign alone",
        constraints.path_length.is_none() || may_limit,
    )
}

/// What is not processed has to be well-formed too, and say something.
fn well_formed(placed: &Placed<'_, '_>) -> Conformity {
    let extensions = placed.certificate.extensions();
    extensions.authority_info_access()?;
    extensions.private_key_usage_period()?;
    let say_where = placed
        .extensions
        .crl_distribution_points
        .iter()
        .flat_map(|points| points.iter())
        .all(|point| point.name.is_some() || point.crl_issuer.is_some());
    rule("RFC 5280 4.2.1.13", "a distribution point with a name or an issuer", say_where)
}

/// subjectDirectoryAttributes (RFC 5280 §4.2.1.8)
const SUBJECT_DIRECTORY_ATTRIBUTES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.9");

/// subjectInfoAccess (RFC 5280 §4.2.2.2)
const SUBJECT_INFO_ACCESS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.11");
