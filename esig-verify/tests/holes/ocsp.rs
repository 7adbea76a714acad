//! Holes 18 and 19: who may sign OCSP responses, and which certificate they are about.

use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::crl::ReasonCode;
use esig_core::encode::element;
use esig_core::ocsp::{CertId, CertIdBuf, CertStatus, NewSingleResponse};
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::{Element, Tag};
use esig_core::{CertificateBuf, DigestAlgorithm, OcspBuf, Provider};
use esig_testkit::{CertificateTemplate, CrlTemplate, Identity, OcspTemplate, extension};
use esig_verify::report::Reason;
use esig_verify::{Policy, Purpose};
use time::Duration;

use crate::chain::*;

const REVOKED: CertStatus =
    CertStatus::Revoked { revocation_time: AT, revocation_reason: ReasonCode::KeyCompromise };

/// A root, the issuer under it, and a certificate of his.
struct World {
    root: Identity,
    issuer: Identity,
    target: CertificateBuf,
}

impl World {
    fn new() -> Self {
        let root = root();
        let issuer = authority(&root, "issuer", &[]);
        let target = leaf(&issuer, &[]);
        Self { root, issuer, target }
    }

    fn template(&self, status: CertStatus) -> OcspTemplate {
        let times = (AT - Duration::HOUR, Some(AT + Duration::DAY));
        OcspTemplate::new(times.0).with_status(&self.target, self.issuer.certificate(), status, times)
    }

    /// Why the target is not valid with that response and the root's CRL; `None` if it is.
    fn judge(&self, pool: &[&Identity], response: OcspBuf) -> Option<Reason> {
        let mut store = store(pool);
        store.add_certificate(self.issuer.certificate().clone()).expect("there is room");
        let crl = CrlTemplate::new(AT - Duration::DAY, AT + Duration::DAY).issue(&self.root);
        store.add_crl(crl.expect("well-formed")).expect("there is room");
        store.add_ocsp(response).expect("there is room");
        let verifier = verifier(&self.root, Policy::baseline());
        reason(&verifier.certificate(self.target.view(), Purpose::Chain, &store, AT))
    }

    /// The same for both forms of responderID, which must agree.
    fn judge_by(&self, signer: &Identity, pool: &[&Identity], status: CertStatus) -> Option<Reason> {
        let template = self.template(status);
        let by_name = self.judge(pool, template.issue(signer).expect("well-formed"));
        let by_key = self.judge(pool, template.by_key().issue(signer).expect("well-formed"));
        assert_eq!(by_name, by_key);
        by_name
    }
}

/// An end entity with these purposes, whose own revocation nobody asks for.
fn responder(issuer: &Identity, label: &str, purposes: &[ObjectIdentifier], usage: KeyUsage) -> Identity {
    let template = CertificateTemplate::new(named(label), &key(label), validity())
        .with_serial_number(&[7])
        .with_extension(extension::key_usage(usage))
        .with_extension(extension::ocsp_no_check());
    let template = match purposes {
        [] => template,
        purposes => template.with_extension(extension::extended_key_usage(purposes)),
    };
    Identity::new(template.issue(issuer).expect("well-formed"), key(label))
}

fn delegate(issuer: &Identity, label: &str, purposes: &[ObjectIdentifier]) -> Identity {
    responder(issuer, label, purposes, KeyUsage::DIGITAL_SIGNATURE)
}

/// CVE-2022-1343, CVE-2026-32883, PKI.js #502: whoever had a trusted certificate could answer for others'.
#[test]
fn hole_18_the_issuer_answers_or_whom_he_charged() {
    let world = World::new();
    let charged = delegate(&world.issuer, "delegate", &[oids::OCSP_SIGNING]);
    let and_more = delegate(&world.issuer, "and more", &[oids::SERVER_AUTH, oids::OCSP_SIGNING]);
    for signer in [&world.issuer, &charged, &and_more] {
        let subject = signer.certificate().view().subject().to_string();
        assert_eq!(world.judge_by(signer, &[], CertStatus::Good), None, "{subject}");
        assert_eq!(world.judge_by(signer, &[], REVOKED), Some(Reason::Revoked), "{subject}");
    }
}

#[test]
fn hole_18_nobody_else_answers() {
    let world = World::new();
    let (root, issuer) = (&world.root, &world.issuer);
    let sibling = authority(root, "sibling", &[]);
    let namesake = authority_template("issuer", &[])
        .with_subject_public_key_info(key("namesake").subject_public_key_info().to_vec())
        .issue(root)
        .expect("well-formed");
    let namesake = Identity::new(namesake, key("namesake"));
    let charged = delegate(issuer, "delegate", &[oids::OCSP_SIGNING]);
    let ocsp = [oids::OCSP_SIGNING];
    let nobodies = [
        ("sibling", sibling.clone()),
        ("root", root.clone()),
        ("namesake", namesake.clone()),
        ("server", delegate(issuer, "server", &[oids::SERVER_AUTH])),
        ("without purposes", delegate(issuer, "without purposes", &[])),
        ("any purpose", delegate(issuer, "any purpose", &[oids::ANY_EXTENDED_KEY_USAGE])),
        ("not to sign", responder(issuer, "not to sign", &ocsp, KeyUsage::KEY_ENCIPHERMENT)),
        ("of a namesake", delegate(&namesake, "of a namesake", &ocsp)),
        ("of a sibling", delegate(&sibling, "of a sibling", &ocsp)),
        ("of the root", delegate(root, "of the root", &ocsp)),
        ("of a delegate", delegate(&charged, "of a delegate", &ocsp)),
    ];
    for (who, signer) in &nobodies {
        for status in [CertStatus::Good, REVOKED] {
            let pool = [&sibling, &namesake, &charged];
            assert_eq!(world.judge_by(signer, &pool, status), Some(Reason::RevocationDataUnusable), "{who}");
        }
    }
}

/// Who may answer for others does not answer for himself.
#[test]
fn hole_18_nobody_answers_for_himself() {
    let mut world = World::new();
    let own = delegate(&world.issuer, "leaf", &[oids::OCSP_SIGNING]);
    world.target = own.certificate().clone();
    assert_eq!(world.judge_by(&own, &[], CertStatus::Good), Some(Reason::RevocationDataUnusable));
    let other = delegate(&world.issuer, "delegate", &[oids::OCSP_SIGNING]);
    assert_eq!(world.judge_by(&other, &[], CertStatus::Good), None);
}

/// The certificate that comes along proves nothing: the signature must be of its key.
#[test]
fn hole_18_the_signature_is_of_the_certificate_that_is_named() {
    let world = World::new();
    let charged = delegate(&world.issuer, "delegate", &[oids::OCSP_SIGNING]);
    let forger = Identity::new(charged.certificate().clone(), key("forger"));
    assert_eq!(world.judge_by(&forger, &[], CertStatus::Good), Some(Reason::RevocationDataUnusable));
    let misnamed = world.template(CertStatus::Good).with_responder(named("someone"));
    let misnamed = misnamed.issue(&charged).expect("well-formed");
    assert_eq!(world.judge(&[], misnamed), Some(Reason::RevocationDataUnusable));
}

/// contentauth/c2pa-rs #2273: any good answer of the right responder counted for every certificate.
#[test]
fn hole_19_an_answer_is_bound_to_the_certificate() {
    let world = World::new();
    let provider = Provider::rustcrypto();
    let judge = |cert_id: CertIdBuf| {
        let (this_update, next_update) = (AT - Duration::HOUR, Some(AT + Duration::DAY));
        let single = NewSingleResponse {
            cert_id,
            cert_status: CertStatus::Good,
            this_update,
            next_update,
            extensions: Vec::new(),
        };
        let template = OcspTemplate::new(this_update).with_single(single);
        world.judge(&[], template.issue(&world.issuer).expect("well-formed"))
    };
    let id = |algorithm, certificate: &CertificateBuf, issuer: &Identity| {
        let issuer = issuer.certificate().view();
        CertIdBuf::new(&provider, algorithm, certificate.view(), issuer).expect("every digest")
    };
    for algorithm in DigestAlgorithm::all() {
        assert_eq!(judge(id(algorithm, &world.target, &world.issuer)), None, "{algorithm}");
    }

    let sha1 = DigestAlgorithm::Sha1;
    let other = CertificateTemplate::new(named("leaf"), &key("leaf"), validity()).with_serial_number(&[2]);
    let other = other.issue(&world.issuer).expect("well-formed");
    assert_eq!(judge(id(sha1, &other, &world.issuer)), Some(Reason::RevocationDataMissing), "another serial");

    let sibling = authority(&world.root, "sibling", &[]);
    let same_serial = leaf(&sibling, &[]);
    let unusable = Some(Reason::RevocationDataUnusable);
    assert_eq!(judge(id(sha1, &same_serial, &sibling)), unusable, "another issuer");
    assert_eq!(judge(id(sha1, &world.target, &sibling)), unusable, "another issuer's key");

    let of = |algorithm| id(algorithm, &world.target, &world.issuer);
    let mislabelled = with_algorithm_of(&of(sha1), &of(DigestAlgorithm::Sha256));
    assert_eq!(judge(mislabelled), unusable, "the hash of another algorithm");
    let (sha256, streebog) = (of(DigestAlgorithm::Sha256), of(DigestAlgorithm::Streebog256));
    assert_eq!(judge(with_algorithm_of(&sha256, &streebog)), unusable, "of the same length");
}

/// The hashes of one CertID under the algorithm of another.
fn with_algorithm_of(hashes: &CertIdBuf, algorithm: &CertIdBuf) -> CertIdBuf {
    let fields = |id: &CertIdBuf| {
        let mut reader = Element::from_der(id.as_der(), "CertID").expect("DER").reader();
        (0..4).map(|_| reader.any("CertID").expect("a field").as_bytes().to_vec()).collect::<Vec<_>>()
    };
    let (hashes, algorithm) = (fields(hashes), fields(algorithm));
    let der = element(Tag::SEQUENCE, &[&algorithm[0], &hashes[1], &hashes[2], &hashes[3]]);
    CertId::parse(Element::from_der(&der, "CertID").expect("DER")).expect("well-formed").into()
}
