//! Chains that are put together certificate by certificate.

use esig_core::attribute_names::COMMON_NAME;
use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::time::Validity;
use esig_core::{CertificateBuf, NameBuf, Provider};
use esig_testkit::{
    CertificateTemplate, ExtensionTemplate, Family, Identity, NameTemplate, TestKey, extension,
};
use esig_verify::report::Reason;
use esig_verify::{Policy, Preflight, Purpose, Store, TrustAnchors, Verifier};
use time::macros::utc_datetime;
use time::{Duration, UtcDateTime};

pub(crate) const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);

pub(crate) fn named(label: &str) -> NameBuf {
    NameTemplate::new().with_attribute(COMMON_NAME, label).to_name()
}

pub(crate) fn validity() -> Validity {
    Validity { not_before: AT - Duration::days(180), not_after: AT + Duration::days(180) }
}

pub(crate) fn key(label: &str) -> TestKey {
    TestKey::new(Family::P256, 464, label)
}

/// An authority's certificate as it should be, before `extensions` take the place of its own.
pub(crate) fn authority_template(label: &str, extensions: &[ExtensionTemplate]) -> CertificateTemplate {
    let own =
        [extension::authority(None), extension::key_usage(KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN))];
    let template = CertificateTemplate::new(named(label), &key(label), validity());
    own.iter().chain(extensions).cloned().fold(template, CertificateTemplate::with_extension)
}

pub(crate) fn root() -> Identity {
    let certificate = authority_template("root", &[]).self_sign(&key("root")).expect("well-formed");
    Identity::new(certificate, key("root"))
}

pub(crate) fn authority(issuer: &Identity, label: &str, extensions: &[ExtensionTemplate]) -> Identity {
    let certificate = authority_template(label, extensions).issue(issuer).expect("well-formed");
    Identity::new(certificate, key(label))
}

pub(crate) fn leaf(issuer: &Identity, extensions: &[ExtensionTemplate]) -> CertificateBuf {
    leaf_named(issuer, named("leaf"), extensions)
}

pub(crate) fn leaf_named(
    issuer: &Identity,
    subject: NameBuf,
    extensions: &[ExtensionTemplate],
) -> CertificateBuf {
    let template = CertificateTemplate::new(subject, &key("leaf"), validity());
    let template = extensions.iter().cloned().fold(template, CertificateTemplate::with_extension);
    template.issue(issuer).expect("well-formed")
}

/// The chain alone: no revocation data is asked for.
pub(crate) fn policy() -> Policy {
    Policy::baseline().accept_unknown_revocation_at_own_risk()
}

pub(crate) fn store(pool: &[&Identity]) -> Store {
    let mut store = Store::new();
    for identity in pool {
        store.add_certificate(identity.certificate().clone()).expect("there is room");
    }
    store
}

pub(crate) fn verifier(root: &Identity, policy: Policy) -> Verifier {
    let anchors = TrustAnchors::from_certificates([root.certificate().clone()]);
    Verifier::new(Provider::rustcrypto(), anchors, policy)
}

/// Why the target is not valid under `root`; `None` if it is.
pub(crate) fn failure(
    root: &Identity,
    pool: &[&Identity],
    target: &CertificateBuf,
    policy: Policy,
) -> Option<Reason> {
    let store = store(pool);
    reason(&verifier(root, policy).certificate(target.view(), Purpose::Chain, &store, AT))
}

pub(crate) fn reason(answer: &Preflight<'_>) -> Option<Reason> {
    answer.path.as_ref().err().and(answer.decided_by)
}

/// An extension whose value is no DER of its type.
pub(crate) fn malformed(template: ExtensionTemplate) -> ExtensionTemplate {
    ExtensionTemplate { value: vec![0x30, 3, 2, 1, 0], ..template }
}

pub(crate) fn end_entity_of(usage: KeyUsage) -> [ExtensionTemplate; 2] {
    [extension::end_entity(), extension::key_usage(usage)]
}

pub(crate) fn without_constraints(identity: &Identity, issuer: &Identity, label: &str) -> Identity {
    let template = authority_template(label, &[]).without_extension(oids::BASIC_CONSTRAINTS);
    let certificate = template.issue(issuer).expect("well-formed");
    Identity::new(certificate, identity.key().clone())
}
