//! OCSP responses about a test PKI: each check of RFC 6960 §3.2 passes, and fails with one thing broken.

mod world;

use esig_core::cert::ext::oids as certificate_oids;
use esig_core::crl::ReasonCode;
use esig_core::encode::element;
use esig_core::ocsp::{CertIdBuf, CertStatus, NewRequest, NewSingleResponse, OcspRequest, oids};
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::Tag;
use esig_core::time::{Validity, encode_generalized_time};
use esig_core::{CertificateBuf, DigestAlgorithm, Evidence, NameBuf, Need, OcspBuf, Provider};
use esig_testkit::{
    CrlTemplate, ExtensionTemplate, Identity, OcspFault, OcspTemplate, Signer, TestPki, extension,
};
use esig_verify::report::text::{Language, render};
use esig_verify::report::{About, Reason};
use esig_verify::{PathLimits, Policy, Profile, RejectedEvidence, Store, online, online_all};
use time::{Duration, UtcDateTime};
use world::*;

type Failure = Option<(&'static str, Reason)>;

const UNUSABLE: Failure = Some(("TRY_LATER", Reason::RevocationDataUnusable));
const STALE: Failure = Some(("TRY_LATER", Reason::RevocationDataStale));
const MISSING: Failure = Some(("TRY_LATER", Reason::RevocationDataMissing));
const UNKNOWN: Failure = Some(("TRY_LATER", Reason::RevocationStatusUnknown));
const CRITICAL: Failure = Some(("TRY_LATER", Reason::CriticalExtensionUnknown));
const REVOKED: Failure = Some(("REVOKED_NO_POE", Reason::Revoked));
const HELD: Failure = Some(("TRY_LATER", Reason::OnHold));

fn revoked(at: UtcDateTime, revocation_reason: ReasonCode) -> CertStatus {
    CertStatus::Revoked { revocation_time: at, revocation_reason }
}

/// A PKI whose intermediate authority is known not to be revoked.
struct World {
    pki: TestPki,
    policy: Policy,
    target: CertificateBuf,
    present: UtcDateTime,
}

impl World {
    fn new() -> Self {
        let pki = pki();
        let target = pki.signer(Signer::Valid).certificate().clone();
        Self { pki, policy: Policy::baseline(), target, present: AT }
    }

    fn with(policy: Policy) -> Self {
        Self { policy, ..Self::new() }
    }

    fn looking_back(self) -> Self {
        Self { present: LATER, ..self }
    }

    fn about(target: CertificateBuf) -> Self {
        Self { target, ..Self::new() }
    }

    fn store(&self) -> Store {
        store_of(&self.pki.chain(), &self.pki.crls()[..1])
    }

    fn judge_with(&self, store: &Store) -> Failure {
        let verifier = verifier_with(&self.pki, self.policy.clone()).with_present(self.present);
        judge_in(&verifier, &self.target, store)
    }

    fn judge(&self, responses: &[OcspBuf]) -> Failure {
        let mut store = self.store();
        responses.iter().for_each(|response| store.add_ocsp(response.clone()).expect("there is room"));
        self.judge_with(&store)
    }

    /// What is said of the target from `this_update` to `next_update`.
    fn says(
        &self,
        status: CertStatus,
        this_update: UtcDateTime,
        next_update: Option<UtcDateTime>,
    ) -> OcspTemplate {
        let issuer = self.pki.intermediate().certificate();
        OcspTemplate::new(this_update).with_status(&self.target, issuer, status, (this_update, next_update))
    }

    /// What is said of it today.
    fn today(&self, status: CertStatus) -> OcspTemplate {
        self.says(status, AT - Duration::HOUR, Some(AT + Duration::DAY))
    }

    fn issue(&self, template: &OcspTemplate) -> OcspBuf {
        template.issue(&self.pki.ocsp_responder()).expect("well-formed")
    }

    fn judge_template(&self, template: &OcspTemplate) -> Failure {
        self.judge(&[self.issue(template)])
    }

    /// The same with an extension of the one answer.
    fn judge_with_extension(&self, extension: Vec<u8>) -> Failure {
        let issuer = self.pki.intermediate().certificate().view();
        let provider = Provider::rustcrypto();
        let cert_id = CertIdBuf::new(&provider, DigestAlgorithm::Sha1, self.target.view(), issuer);
        let single = NewSingleResponse {
            cert_id: cert_id.expect("every digest"),
            cert_status: CertStatus::Good,
            this_update: AT - Duration::HOUR,
            next_update: Some(AT + Duration::DAY),
            extensions: vec![extension],
        };
        self.judge_template(&OcspTemplate::new(AT - Duration::HOUR).with_single(single))
    }
}

/// The DER of an Extension.
fn encoded(id: ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    let oid = element(Tag::OBJECT_IDENTIFIER, &[id.as_bytes()]);
    element(Tag::SEQUENCE, &[&oid, critical, &element(Tag::OCTET_STRING, &[value])])
}

#[test]
fn a_response_does_what_a_list_does() {
    let world = World::new();
    assert_eq!(world.judge(&[]), MISSING);
    assert_eq!(world.judge_template(&world.today(CertStatus::Good)), None);
    let since = AT - Duration::DAY;
    assert_eq!(world.judge_template(&world.today(revoked(since, ReasonCode::Unspecified))), REVOKED);
    assert_eq!(world.judge_template(&world.today(revoked(since, ReasonCode::CertificateHold))), HELD);
    assert_eq!(world.judge_template(&world.today(CertStatus::Unknown)), UNKNOWN);
}

#[test]
fn what_was_relied_on_is_told() {
    let world = World::new();
    let response = world.issue(&world.today(CertStatus::Good));
    let mut store = world.store();
    store.add_ocsp(response.clone()).expect("there is room");
    let answer = verifier(&world.pki).preflight(world.target.view(), &store, AT);
    let path = answer.path.expect("the chain holds");
    assert_eq!((path.ocsp_responses(), path.crls().len()), (&[response][..], 1));
    let is_of_responder =
        |about: &About| matches!(about, About::Ocsp { responder, .. } if responder.contains("OCSP"));
    assert!(answer.checks.iter().any(|check| is_of_responder(&check.about)));
}

#[test]
fn revoked_wins_whoever_says_it() {
    let world = World::new();
    let (good, unknown) =
        (world.issue(&world.today(CertStatus::Good)), world.issue(&world.today(CertStatus::Unknown)));
    let revoking = world.issue(&world.today(revoked(AT, ReasonCode::Superseded)));
    for responses in [[good.clone(), revoking.clone()], [revoking.clone(), good.clone()]] {
        assert_eq!(world.judge(&responses), REVOKED);
    }
    let judge = |crl: CrlTemplate, response: &OcspBuf| {
        let mut store = world.store();
        store.add_crl(crl.issue(world.pki.intermediate()).expect("well-formed")).expect("there is room");
        store.add_ocsp(response.clone()).expect("there is room");
        world.judge_with(&store)
    };
    let list = || CrlTemplate::new(AT - Duration::DAY, AT + Duration::DAY);
    assert_eq!(judge(list(), &good), None);
    assert_eq!(judge(list(), &unknown), None, "the list knows");
    assert_eq!(judge(list(), &revoking), REVOKED);
    let listed = list().with_revoked(&world.target, AT - Duration::DAY, ReasonCode::KeyCompromise);
    assert_eq!(judge(listed, &good), REVOKED);
}

/// Of several answers in one response all count.
#[test]
fn no_answer_hides_behind_another() {
    let world = World::new();
    let issuer = world.pki.intermediate().certificate();
    let times = (AT - Duration::HOUR, Some(AT + Duration::DAY));
    let both = |first: CertStatus, second: CertStatus| {
        world.judge_template(&world.today(first).with_status(&world.target, issuer, second, times))
    };
    let gone = revoked(AT - Duration::DAY, ReasonCode::KeyCompromise);
    assert_eq!(both(CertStatus::Good, CertStatus::Good), None);
    for (first, second, expected) in [
        (CertStatus::Good, gone, REVOKED),
        (CertStatus::Unknown, gone, REVOKED),
        (CertStatus::Good, CertStatus::Unknown, UNKNOWN),
    ] {
        assert_eq!(both(first, second), expected);
        assert_eq!(both(second, first), expected);
    }
    let other = world.pki.signer(Signer::Organization);
    let beside = world.today(CertStatus::Good).with_status(other.certificate(), issuer, gone, times);
    assert_eq!(world.judge_template(&beside), None, "another certificate's status is none of its business");
}

#[test]
fn a_response_is_fresh_until_its_next_update() {
    let world = World::with(Policy::baseline().with_clock_skew(Duration::ZERO));
    let yesterday = AT - Duration::DAY;
    let until = |at| world.judge_template(&world.says(CertStatus::Good, yesterday, at));
    assert_eq!(until(Some(AT + Duration::SECOND)), None);
    assert_eq!(until(Some(AT)), STALE);
    assert_eq!(until(None), STALE);
    let aged = |hours| {
        let world = World::with(Policy::baseline().with_max_ocsp_age(Duration::hours(hours)));
        world.judge_template(&world.says(CertStatus::Good, yesterday, None))
    };
    assert_eq!((aged(25), aged(23)), (None, STALE));
    let at_most = |hours| {
        let world = World::with(Policy::baseline().with_max_revocation_age(Duration::hours(hours)));
        // The root's list is a month old, so the authority is judged by a response too.
        let (root, intermediate) = (world.pki.root(), world.pki.intermediate().certificate());
        let times = (yesterday, Some(AT + Duration::DAY));
        let above = OcspTemplate::new(yesterday)
            .with_status(intermediate, root.certificate(), CertStatus::Good, times)
            .issue(root)
            .expect("well-formed");
        let own = world.issue(&world.says(CertStatus::Good, yesterday, Some(AT + Duration::DAY)));
        world.judge(&[above, own])
    };
    assert_eq!((at_most(25), at_most(23)), (None, STALE));
    let stale = world.says(revoked(yesterday, ReasonCode::KeyCompromise), yesterday, Some(AT));
    assert_eq!(world.judge_template(&stale), REVOKED, "being revoked does not age");
}

#[test]
fn clocks_may_differ_a_little() {
    let judge = |profile: Profile, skew: Duration| {
        let profile = profile.accept_nonconforming_certificates_at_own_risk();
        let world = World::with(Policy::baseline().with_profile(profile).with_clock_skew(skew));
        let now = AT + Duration::MINUTE;
        world.judge_template(&world.says(CertStatus::Good, now, Some(now + Duration::DAY)))
    };
    assert_eq!(judge(Profile::rfc5280(), Duration::minutes(2)), None);
    assert_eq!(judge(Profile::rfc5280(), Duration::ZERO), STALE, "of the future");
    assert_eq!(judge(Profile::qualified(), Duration::ZERO), STALE, "nothing comes from the future");
    let later = World::with(Policy::baseline().with_clock_skew(Duration::ZERO)).looking_back();
    let made_later = later.says(CertStatus::Good, AT + Duration::MINUTE, Some(AT + Duration::DAY));
    assert_eq!(later.judge_template(&made_later), None, "signatures are judged later");
    let just_now = World::new();
    let real_time = just_now.says(CertStatus::Good, AT - Duration::MINUTE, None);
    assert_eq!(just_now.judge_template(&real_time), None, "an answer to this very question");
}

#[test]
fn who_looks_at_the_present_believes_nothing_of_the_future() {
    let minutes = |count| AT + Duration::minutes(count);
    let judge_from = |present, profile: Profile, produced_at, status, this_update| {
        let profile = profile.accept_nonconforming_certificates_at_own_risk();
        let world = World { present, ..World::with(Policy::baseline().with_profile(profile)) };
        let issuer = world.pki.intermediate().certificate();
        let times = (this_update, Some(this_update + Duration::DAY));
        world.judge_template(&OcspTemplate::new(produced_at).with_status(
            &world.target,
            issuer,
            status,
            times,
        ))
    };
    let judge = |profile, produced_at, status, this_update| {
        judge_from(LATER, profile, produced_at, status, this_update)
    };
    let gone = |at| revoked(at, ReasonCode::KeyCompromise);
    let (present, past) = (Profile::rfc5280, Profile::qualified);
    assert_eq!(judge(present(), minutes(1), gone(minutes(1)), minutes(1)), REVOKED, "our clock is slow");
    assert_eq!(judge(past(), minutes(1), gone(minutes(1)), minutes(1)), REVOKED, "it may be");
    assert_eq!(judge(past(), minutes(10), gone(minutes(10)), minutes(10)), None, "revoked later");
    assert_eq!(judge(past(), minutes(10), gone(minutes(20)), minutes(10)), REVOKED, "announced");
    assert_eq!(judge(present(), minutes(1), CertStatus::Good, minutes(-1)), None, "within the skew");
    assert_eq!(judge(present(), minutes(10), CertStatus::Good, minutes(-1)), STALE, "made in the future");
    assert_eq!(judge(past(), minutes(10), CertStatus::Good, minutes(-1)), None);
    let now = |produced_at, status, this_update| judge_from(AT, past(), produced_at, status, this_update);
    assert_eq!(now(minutes(10), gone(minutes(10)), minutes(10)), REVOKED, "not known to come later");
    assert_eq!(now(minutes(10), CertStatus::Good, minutes(-1)), STALE, "made in the future");
    assert_eq!(now(minutes(5), CertStatus::Good, minutes(-1)), None, "within the skew");
}

#[test]
fn a_responder_answers_while_its_certificate_is_valid() {
    let world = World::new();
    let responder = |not_before, not_after| {
        let template = world.pki.signer_template(Signer::Organization);
        delegate(&world.pki, template.with_validity(Validity { not_before, not_after }), true)
    };
    let judge = |responder: Identity| {
        world.judge(&[world.today(CertStatus::Good).issue(&responder).expect("well-formed")])
    };
    let produced_at = AT - Duration::HOUR;
    assert_eq!(judge(responder(produced_at, AT)), None);
    assert_eq!(judge(responder(AT - Duration::DAY, produced_at - Duration::SECOND)), UNUSABLE);
    assert_eq!(judge(responder(produced_at + Duration::SECOND, AT + Duration::DAY)), UNUSABLE);
}

/// A responder of the PKI's intermediate authority, with or without id-pkix-ocsp-nocheck.
fn delegate(pki: &TestPki, template: esig_testkit::CertificateTemplate, no_check: bool) -> Identity {
    let purpose = extension::extended_key_usage(&[certificate_oids::OCSP_SIGNING]);
    let template = template.with_extension(purpose);
    let template = if no_check { template.with_extension(extension::ocsp_no_check()) } else { template };
    let key = pki.signer(Signer::Organization).key().clone();
    Identity::new(template.issue(pki.intermediate()).expect("well-formed"), key)
}

#[test]
fn a_responder_may_itself_be_revoked() {
    let world = World::new();
    let template = || world.pki.signer_template(Signer::Organization);
    let responder = delegate(&world.pki, template(), false);
    let judge = |responder: &Identity, others: &[OcspBuf], crl: Option<CrlTemplate>| {
        let mut store = world.store();
        let own = world.today(CertStatus::Good).issue(responder).expect("well-formed");
        others.iter().chain([&own]).for_each(|response| {
            store.add_ocsp(response.clone()).expect("there is room");
        });
        if let Some(crl) = crl {
            store.add_crl(crl.issue(world.pki.intermediate()).expect("well-formed")).expect("there is room");
        }
        world.judge_with(&store)
    };
    assert_eq!(judge(&responder, &[], None), UNUSABLE, "nothing is known of the responder");
    assert_eq!(judge(&delegate(&world.pki, template(), true), &[], None), None, "nocheck");

    let intermediate = world.pki.intermediate();
    let times = (AT - Duration::HOUR, Some(AT + Duration::DAY));
    let about = |status, signer: &Identity| {
        let template = OcspTemplate::new(times.0);
        let template =
            template.with_status(responder.certificate(), intermediate.certificate(), status, times);
        template.issue(signer).expect("well-formed")
    };
    let gone = revoked(AT - Duration::DAY, ReasonCode::KeyCompromise);
    assert_eq!(judge(&responder, &[about(CertStatus::Good, intermediate)], None), None, "by the issuer");
    assert_eq!(judge(&responder, &[about(gone, intermediate)], None), UNUSABLE, "revoked");
    assert_eq!(judge(&responder, &[about(CertStatus::Good, &responder)], None), UNUSABLE, "by himself");
    let other = world.pki.ocsp_responder();
    assert_eq!(judge(&responder, &[about(CertStatus::Good, &other)], None), UNUSABLE, "by another delegate");

    let list = || CrlTemplate::new(AT - Duration::DAY, AT + Duration::DAY);
    assert_eq!(judge(&responder, &[], Some(list())), None, "by a list");
    let revoking =
        list().with_revoked(responder.certificate(), AT - Duration::DAY, ReasonCode::KeyCompromise);
    assert_eq!(judge(&responder, &[], Some(revoking)), None, "the list speaks of the target too");
}

/// RFC 6960 §4.2.2.2.1: where the certificate says nothing of how to check it, that is local policy.
#[test]
fn a_responder_that_cannot_be_checked_is_for_the_policy_to_judge() {
    let lenient = World::with(Policy::baseline().accept_unchecked_responders_at_own_risk());
    let template = lenient.pki.signer_template(Signer::Organization);
    let bare = template
        .clone()
        .without_extension(certificate_oids::CRL_DISTRIBUTION_POINTS)
        .without_extension(certificate_oids::AUTHORITY_INFO_ACCESS);
    let (telling, silent) = (delegate(&lenient.pki, template, false), delegate(&lenient.pki, bare, false));
    let judge = |world: &World, responder: &Identity| {
        world.judge(&[world.today(CertStatus::Good).issue(responder).expect("well-formed")])
    };
    assert_eq!(judge(&lenient, &silent), None);
    assert_eq!(judge(&lenient, &telling), UNUSABLE, "it says how to check it");
    assert_eq!(judge(&World::new(), &silent), UNUSABLE);

    let intermediate = lenient.pki.intermediate();
    let times = (AT - Duration::HOUR, Some(AT + Duration::DAY));
    let gone = revoked(AT - Duration::DAY, ReasonCode::KeyCompromise);
    let known = OcspTemplate::new(times.0)
        .with_status(silent.certificate(), intermediate.certificate(), gone, times)
        .issue(intermediate)
        .expect("well-formed");
    let own = lenient.today(CertStatus::Good).issue(&silent).expect("well-formed");
    assert_eq!(lenient.judge(&[known, own]), UNUSABLE, "known to be revoked");
}

#[test]
fn nocheck_means_something_in_a_responder_alone() {
    let pki = pki();
    let target = pki.signer_template(Signer::Valid).with_extension(extension::ocsp_no_check());
    let world = World::about(target.issue(pki.intermediate()).expect("well-formed"));
    assert_eq!(world.judge(&[]), MISSING);
    assert_eq!(world.judge_template(&world.today(CertStatus::Good)), None);
}

#[test]
fn critical_extensions_must_be_understood() {
    let world = World::new();
    let unknown = extension::unknown_critical();
    let of_response =
        |extension| world.judge_template(&world.today(CertStatus::Good).with_extension(extension));
    assert_eq!(of_response(unknown.clone()), CRITICAL);
    assert_eq!(of_response(unknown.clone().not_critical()), None);
    assert_eq!(world.judge_with_extension(encoded(unknown.id, true, &unknown.value)), CRITICAL);
    assert_eq!(world.judge_with_extension(encoded(unknown.id, false, &unknown.value)), None);
    let pki = &world.pki;
    let odd = delegate(pki, pki.signer_template(Signer::Organization).with_extension(unknown), true);
    assert_eq!(world.judge(&[world.today(CertStatus::Good).issue(&odd).expect("well-formed")]), UNUSABLE);
}

#[test]
fn the_responder_is_who_it_says() {
    let world = World::new();
    let good = || world.today(CertStatus::Good);
    assert_eq!(world.judge_template(&good().by_key()), None);
    let name: NameBuf = world.pki.tsa().certificate().view().subject().into();
    assert_eq!(world.judge_template(&good().with_responder(name)), UNUSABLE);
    assert_eq!(world.judge_template(&good().with_certificates(&[])), UNUSABLE, "its certificate is missing");
    let mut store = world.store();
    store.add_certificate(world.pki.ocsp_responder().certificate().clone()).expect("there is room");
    store.add_ocsp(world.issue(&good().with_certificates(&[]))).expect("there is room");
    assert_eq!(world.judge_with(&store), None, "found elsewhere");
    let tampered = {
        let mut der = world.issue(&good()).as_der().to_vec();
        let position =
            der.windows(15).position(|window| window.ends_with(b"Z") && window.starts_with(b"2026"));
        der[position.expect("producedAt") + 13] ^= 1;
        OcspBuf::from_der(der).expect("well-formed")
    };
    assert_eq!(world.judge(&[tampered]), UNUSABLE, "one second later");
}

/// Expired certificates are forgotten, unless archiveCutoff says how long they are not (RFC 6960 §4.4.4).
#[test]
fn good_of_the_expired_needs_an_archive() {
    let pki = pki();
    let world = World::about(pki.signer(Signer::Expired).certificate().clone());
    let cutoff = |days| {
        let since = encode_generalized_time(AT - Duration::days(days)).expect("four digits");
        world.judge_with_extension(encoded(oids::ARCHIVE_CUTOFF, false, &since))
    };
    assert_eq!(
        world.judge_template(&world.today(CertStatus::Good)),
        Some(("OUT_OF_BOUNDS_NO_POE", Reason::Expired))
    );
    assert_eq!(cutoff(99), Some(("OUT_OF_BOUNDS_NO_POE", Reason::Expired)));
    assert_eq!(cutoff(101), Some(("OUT_OF_BOUNDS_NOT_REVOKED", Reason::Expired)));
}

#[test]
fn a_positive_statement_has_seen_the_certificate() {
    let hash_of = |certificate: &CertificateBuf| {
        let digest = Provider::rustcrypto().digest(DigestAlgorithm::Sha256, certificate.as_der());
        let digest = digest.expect("every digest");
        let hash = element(Tag::OCTET_STRING, &[digest.as_octets()]);
        let value = element(Tag::SEQUENCE, &[&DigestAlgorithm::Sha256.to_identifier(), &hash]);
        encoded(oids::CERT_HASH, false, &value)
    };
    let (lenient, strict) = (World::new(), World::with(Policy::baseline().require_positive_statement()));
    let other = lenient.pki.signer(Signer::Organization);
    for (world, without) in [(&lenient, None), (&strict, UNUSABLE)] {
        assert_eq!(world.judge_template(&world.today(CertStatus::Good)), without);
        assert_eq!(world.judge_with_extension(hash_of(&world.target)), None);
        assert_eq!(world.judge_with_extension(hash_of(other.certificate())), UNUSABLE);
    }
}

/// RFC 6960 §4.4.8: on hold since 1970, and the response says that it means so.
#[test]
fn what_was_never_issued_is_revoked() {
    let world = World::new();
    let never = || world.today(revoked(UtcDateTime::UNIX_EPOCH, ReasonCode::CertificateHold));
    let extended = ExtensionTemplate::new(oids::EXTENDED_REVOKE, vec![5, 0]);
    assert_eq!(world.judge_template(&never().with_extension(extended)), REVOKED);
    assert_eq!(world.judge_template(&never()), HELD);
}

#[test]
fn revocations_of_other_times() {
    let world = World::new().looking_back();
    let gone = |since| revoked(since, ReasonCode::CessationOfOperation);
    let announced = world.says(gone(AT + Duration::DAY), AT - Duration::HOUR, Some(AT + Duration::WEEK));
    assert_eq!(world.judge_template(&announced), REVOKED, "announced for tomorrow");
    let later = world.says(gone(AT + Duration::DAY), AT + Duration::days(2), Some(AT + Duration::WEEK));
    assert_eq!(world.judge_template(&later), None, "it came after the time in question");
}

#[test]
fn a_response_may_lack_its_wrapper() {
    let world = World::new();
    let bare = world.today(CertStatus::Good).issue_basic_der(&world.pki.ocsp_responder());
    assert_eq!(world.judge(&[OcspBuf::from_der(bare).expect("well-formed")]), None);
}

#[test]
fn the_issuer_answers_himself_or_whom_the_policy_names_does() {
    let world = World::new();
    let by = |world: &World, signer: &Identity| {
        world.judge(&[world.today(CertStatus::Good).issue(signer).expect("well-formed")])
    };
    assert_eq!(by(&world, world.pki.intermediate()), None);
    let tsa = world.pki.tsa();
    assert_eq!(by(&world, &tsa), UNUSABLE);
    let trusting = |issuer: &Identity| {
        let (responder, issuer) = (tsa.certificate().clone(), issuer.certificate().clone());
        by(&World::with(Policy::baseline().trust_responder(responder, issuer)), &tsa)
    };
    assert_eq!(trusting(world.pki.intermediate()), None);
    assert_eq!(trusting(world.pki.root()), UNUSABLE, "for another issuer");
}

#[test]
fn too_many_answers_decide_nothing() {
    let limited = |cert_ids| {
        let mut limits = PathLimits::DEFAULT;
        limits.cert_ids = cert_ids;
        let world = World::with(Policy::baseline().with_limits(limits));
        let one = world.issue(&world.today(CertStatus::Good));
        let another = world.issue(&world.today(CertStatus::Good).by_key());
        world.judge(&[one, another])
    };
    assert_eq!(limited(2), None);
    assert_eq!(limited(1), Some(("TRY_LATER", Reason::LimitExceeded)));
}

/// A bag of forged responses uses up the checks before the one that revokes is reached: nothing is known then, even if the
/// policy does without revocation data.
#[test]
fn forged_responses_cannot_hide_the_one_that_revokes() {
    let world = World::new();
    let forger = {
        let own = world.pki.ocsp_responder();
        Identity::new(own.certificate().clone(), world.pki.tsa().key().clone())
    };
    let forged = |seconds: i64| {
        let produced_at = AT - Duration::HOUR - Duration::seconds(seconds);
        let template = world.says(CertStatus::Good, produced_at, Some(AT + Duration::DAY));
        template.issue(&forger).expect("well-formed")
    };
    let revoking = world.issue(&world.today(revoked(AT, ReasonCode::KeyCompromise)));
    for (count, expected) in [(20, Reason::Revoked), (120, Reason::LimitExceeded)] {
        let mut responses: Vec<OcspBuf> = (0..count).map(forged).collect();
        responses.push(revoking.clone());
        for policy in [Policy::baseline(), Policy::baseline().accept_unknown_revocation_at_own_risk()] {
            let outcome = World::with(policy).judge(&responses);
            assert_eq!(outcome.map(|(_, reason)| reason), Some(expected), "{count} forgeries");
        }
    }
}

#[test]
fn each_fault_of_a_responder_leaves_the_question_open() {
    let world = World::new();
    let issuer = world.pki.intermediate().certificate().view();
    let id = CertIdBuf::new(&Provider::rustcrypto(), DigestAlgorithm::Sha1, world.target.view(), issuer);
    let request = NewRequest::about(&id.expect("every digest")).with_nonce(&[7; 32]).encode();
    for fault in OcspFault::ALL {
        let expected = match fault {
            OcspFault::WrongSigner => UNUSABLE,
            OcspFault::Stale => STALE,
            OcspFault::Unknown => UNKNOWN,
            OcspFault::Revoked => REVOKED,
            _ => MISSING,
        };
        let mut store = world.store();
        let need = Need::Ocsp { request: request.clone(), urls: Vec::new() };
        let answer = world.pki.responder().with_fault(fault).answer(&request);
        let outcome = store.add_ocsp_answer(&need, &request, &answer);
        assert_eq!(outcome.is_err(), expected == MISSING && fault != OcspFault::OtherSerialNumber, "{fault}");
        assert_eq!(store.unavailable(&need).is_some(), outcome.is_err(), "{fault}");
        assert_eq!(world.judge_with(&store), expected, "{fault}");
    }
}

#[test]
fn a_nonce_comes_back_or_the_answer_is_to_another_question() {
    let world = World::new();
    let issuer = world.pki.intermediate().certificate().view();
    let id = CertIdBuf::new(&Provider::rustcrypto(), DigestAlgorithm::Sha1, world.target.view(), issuer);
    let id = id.expect("every digest");
    let (plain, with_nonce) =
        (NewRequest::about(&id).encode(), NewRequest::about(&id).with_nonce(&[7; 32]).encode());
    let need = Need::Ocsp { request: plain.clone(), urls: Vec::new() };
    let responder = world.pki.responder();
    let add = |mut store: Store, answer: &[u8]| store.add_ocsp_answer(&need, &with_nonce, answer);
    assert_eq!(add(Store::new(), &responder.answer(&with_nonce)), Ok(()));
    let other = responder.with_fault(OcspFault::OtherNonce).answer(&with_nonce);
    assert_eq!(add(Store::new(), &other), Err(RejectedEvidence::Nonce));
    assert_eq!(add(Store::new().accept_missing_nonce_at_own_risk(), &other), Err(RejectedEvidence::Nonce));
    let old = world.pki.responder().answer(&plain);
    assert_eq!(add(Store::new(), &old), Err(RejectedEvidence::Nonce));
    assert_eq!(add(Store::new().accept_missing_nonce_at_own_risk(), &old), Ok(()));
}

#[test]
fn a_refusal_is_no_evidence() {
    let request = b"whatever is asked";
    let refusal = pki().responder().with_fault(OcspFault::TryLater).answer(request);
    let mut store = Store::new();
    let rejected = store.supply(Evidence::Ocsp(refusal)).expect_err("nobody signed that");
    assert_eq!(rejected.to_string(), "the OCSP responder gives no answer: tryLater");
    assert_eq!((rejected.code(), store.ocsp_responses().count()), ("E-OCSP-REFUSAL", 0));
}

/// RFC 5940 §2: SignedData.crls holds OCSP responses as "other" formats, with the wrapper or without.
#[test]
fn responses_in_a_bag_are_heard() {
    let world = World::new();
    let responder = world.pki.ocsp_responder();
    let whole = world.today(CertStatus::Good).issue_der(&responder);
    let bare = world.today(CertStatus::Good).by_key().issue_basic_der(&responder);
    let other = |format: &str, value: &[u8]| {
        let format = ObjectIdentifier::new(format).expect("an identifier");
        element(Tag::context(1), &[&element(Tag::OBJECT_IDENTIFIER, &[format.as_bytes()]), value])
    };
    let (whole, bare) = (other("1.3.6.1.5.5.7.16.2", &whole), other("1.3.6.1.5.5.7.48.1.1", &bare));
    for responses in [[&whole[..], &[]], [&[], &bare], [&whole, &bare]] {
        let bag = bag(&responses.concat());
        let data = parse(&bag);
        let mut store = world.store();
        store.add_signed_data(&data);
        let count = responses.iter().filter(|response| !response.is_empty()).count();
        assert_eq!((store.ocsp_responses().count(), world.judge_with(&store)), (count, None));
    }
}

/// A SignedData without content and signatures (RFC 5652 §5.1), with these elements of crls.
fn bag(crls: &[u8]) -> Vec<u8> {
    let oid = |dotted: &str| {
        let oid = ObjectIdentifier::new(dotted).expect("an identifier");
        element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()])
    };
    let content = element(Tag::SEQUENCE, &[&oid("1.2.840.113549.1.7.1")]);
    let (version, nothing) = (element(Tag::INTEGER, &[&[5]]), element(Tag::SET, &[]));
    let crls = element(Tag::context(1), &[crls]);
    let data = element(Tag::SEQUENCE, &[&version, &nothing, &content, &crls, &nothing]);
    element(Tag::SEQUENCE, &[&oid("1.2.840.113549.1.7.2"), &element(Tag::context(0), &[&data])])
}

/// What is of no use neither helps nor hinders, whatever else is at hand and in whatever order.
#[test]
fn useless_responses_change_nothing() {
    let world = World::new();
    let issuer = world.pki.intermediate().certificate().view();
    let id = CertIdBuf::new(&Provider::rustcrypto(), DigestAlgorithm::Sha1, world.target.view(), issuer);
    let request = NewRequest::about(&id.expect("every digest")).encode();
    let ask = |fault: OcspFault| OcspBuf::from_der(world.pki.responder().with_fault(fault).answer(&request));
    let useless =
        [OcspFault::WrongSigner, OcspFault::Stale, OcspFault::Unknown, OcspFault::OtherSerialNumber];
    let useless: Vec<OcspBuf> = useless.into_iter().map(|fault| ask(fault).expect("well-formed")).collect();
    let good = world.issue(&world.today(CertStatus::Good));
    let gone = world.issue(&world.today(revoked(AT, ReasonCode::KeyCompromise)));
    for chosen in 0_u8..16 {
        let chosen = useless.iter().enumerate().filter(|(index, _)| chosen >> index & 1 == 1);
        let chosen: Vec<OcspBuf> = chosen.map(|(_, response)| response.clone()).collect();
        for (decisive, expected) in [(&good, None), (&gone, REVOKED)] {
            let (mut first, mut last) = (vec![decisive.clone()], chosen.clone());
            first.extend(chosen.clone());
            last.push(decisive.clone());
            assert_eq!((world.judge(&first), world.judge(&last)), (expected, expected));
        }
        assert!(world.judge(&chosen).is_some_and(|(why, _)| why == "TRY_LATER"), "neither valid nor invalid");
    }
}

/// The request names the certificate by its issuer, and the certificate says where to send it.
#[test]
fn needs_name_the_responder() {
    let world = World::new();
    let verifier = verifier(&world.pki);
    let store = world.store();
    let needs = verifier.preflight(world.target.view(), &store, AT).needs;
    let [Need::Ocsp { request, urls }, Need::Crl { .. }] = &needs[..] else { panic!("{needs:?}") };
    assert_eq!(urls, &[world.pki.responder_url()]);
    let request = OcspRequest::parse(request).expect("well-formed");
    let asked: Vec<_> = request.requests().collect();
    let issuer = world.pki.intermediate().certificate().view();
    let matches =
        |id: esig_core::ocsp::CertId<'_>| id.matches(&Provider::rustcrypto(), world.target.view(), issuer);
    assert_eq!((asked.len(), matches(asked[0].cert_id)), (1, Ok(true)));
}

/// A responder alone stands in the place of the network.
struct OnlyOcsp(TestPki);

impl esig_core::Fetch for OnlyOcsp {
    fn fetch(&mut self, need: &Need) -> Evidence {
        match need {
            Need::Ocsp { .. } => self.0.fetch(need),
            _ => Evidence::Unavailable { reason: "no lists today".into() },
        }
    }
}

#[test]
fn signatures_are_judged_by_what_the_responder_says() {
    let world = World::new();
    let verifier = verifier(&world.pki);
    for (signer, expected) in [(Signer::Valid, None), (Signer::Revoked, Some(Reason::Revoked))] {
        let signature = sign(&world.pki, signer);
        let data = parse(signature.as_der());
        let mut fetch = OnlyOcsp(world.pki.clone());
        let mut store = world.store();
        store.add_signed_data(&data);
        let signer_info = data.signer_infos().next().expect("one signature");
        let report = online(&verifier, signer_info, &digests(CONTENT), &mut store, AT, &mut fetch, 3);
        assert_eq!(report.decided_by, expected, "{signer}");
        assert!(render(&report, Language::English).contains("revocation data: OCSP response «"), "{signer}");

        let mut store = world.store();
        store.add_signed_data(&data);
        let entries = online_all(&verifier, &data, &digests(CONTENT), &mut store, AT, &mut fetch, 3);
        assert_eq!(entries[0].assessment.report.decided_by, expected, "{signer}");
        assert!(entries[0].assessment.needs.is_empty(), "whatever was asked was answered");
    }
}
