//! Hole 13: work without limit.

use std::sync::atomic::{AtomicUsize, Ordering};

use esig_cms::{ContentDigests, SignedData, SignedDataBuf, Signing};
use esig_core::crl::ReasonCode;
use esig_core::ocsp::CertStatus;
use esig_core::oid::ObjectIdentifier;
use esig_core::{Certificate, CertificateBuf, DigestAlgorithm, Limits, Message, Provider, SignatureScheme};
use esig_testkit::{CertificateTemplate, CrlTemplate, Family, Identity, OcspTemplate, TestKey, extension};
use esig_verify::hazmat::{self, Intact, IntegrityFailure, SignatureSyntax};
use esig_verify::report::{Claims, Integrity, Question, Reason, Side};
use esig_verify::{Assessment, Budget, PathLimits, Policy, Purpose, Store};
use time::Duration;

use crate::chain::*;

/// RUSTSEC-2023-0052, CVE-2024-34702: many authorities of one name at each of many levels, of which none signed the next.
#[test]
fn hole_13_namesakes_cost_no_more_than_the_limits() {
    const NAMESAKES: u16 = 200;
    let root = root();
    let mut pool = store(&[]);
    // One key for all would be one holder: a loop.
    let mut issuer = root.clone();
    for level in 0..5 {
        let label = format!("level {level}");
        for number in 0..NAMESAKES {
            let key = TestKey::new(Family::P256, u64::from(number), &label);
            let template = CertificateTemplate::new(named(&label), &key, validity());
            let template = template
                .with_serial_number(&(number + 0x100).to_be_bytes())
                .with_extension(extension::authority(None));
            let certificate = template.issue(&issuer).expect("well-formed");
            pool.add_certificate(certificate.clone()).expect("there is room");
            if number == NAMESAKES - 1 {
                issuer = Identity::new(certificate, key);
            }
        }
    }
    let stranger = Identity::new(issuer.certificate().clone(), key("stranger"));
    let forged = leaf(&stranger, &[]);
    let verifier_ = verifier(&root, policy());
    let answer = verifier_.certificate(forged.view(), Purpose::Chain, &pool, AT);
    assert!(answer.path.is_err());
    assert!(answer.attempts.len() <= PathLimits::DEFAULT.attempts);
    assert!(answer.exceeded.is_some(), "the answer says that a limit cut the search short");
}

/// CVE-2018-16875: as many names as constraints, ten thousand of each.
#[test]
fn hole_13_names_times_constraints_are_counted() {
    let root = root();
    let judge = |count: usize| {
        let hosts = |suffix: &str| -> Vec<Vec<u8>> {
            (0..count).map(|number| extension::dns_name(&format!("h{number}.{suffix}"))).collect()
        };
        let issuer =
            authority(&root, "authority", &[extension::name_constraints(&[], &hosts("example.com"))]);
        let target = leaf(&issuer, &[extension::subject_alt_name(&hosts("example.org"))]);
        let store = store(&[&issuer]);
        let verifier = verifier(&root, policy());
        let answer = verifier.certificate(target.view(), Purpose::Chain, &store, AT);
        (reason(&answer), answer.exceeded)
    };
    assert_eq!(judge(1_000), (None, None));
    assert_eq!(judge(10_000), (Some(Reason::LimitExceeded), Some(Budget::NameComparisons)));
}

/// Each budget has an error of its own, and the same chain passes where it is not exceeded.
#[test]
fn hole_13_every_budget_names_itself() {
    let root = root();
    let upper = authority(&root, "upper", &[]);
    let names = extension::name_constraints(&[extension::dns_name("example.com")], &[]);
    let lower = authority(&upper, "lower", &[names]);
    let target = leaf(&lower, &[extension::subject_alt_name(&[extension::dns_name("www.example.com")])]);
    let pool = store(&[&upper, &lower]);
    let judge = |change: &dyn Fn(&mut PathLimits)| {
        let mut limits = PathLimits::DEFAULT;
        change(&mut limits);
        let answer = verifier(&root, policy().with_limits(limits)).certificate(
            target.view(),
            Purpose::Chain,
            &pool,
            AT,
        );
        (answer.path.is_ok(), answer.exceeded)
    };
    assert_eq!(judge(&|_| {}), (true, None));
    assert_eq!(judge(&|limits| limits.depth = 2), (true, None));
    assert_eq!(judge(&|limits| limits.depth = 1), (false, Some(Budget::Depth)));
    assert_eq!(judge(&|limits| limits.signature_checks = 3), (true, None));
    assert_eq!(judge(&|limits| limits.signature_checks = 2), (false, Some(Budget::SignatureChecks)));
    assert_eq!(judge(&|limits| limits.name_comparisons = 1), (true, None));
    assert_eq!(judge(&|limits| limits.name_comparisons = 0), (false, Some(Budget::NameComparisons)));
    assert_eq!(judge(&|limits| limits.expansions = 3), (true, None));
    assert_eq!(judge(&|limits| limits.expansions = 1), (false, Some(Budget::Expansions)));
}

/// Chains are tried one after another up to a number.
#[test]
fn hole_13_attempts_are_counted() {
    let root = root();
    let sound = authority(&root, "authority", &[]);
    let target = leaf(&sound, &[]);
    // Namesakes that the search prefers: newer, and with no less to say for themselves.
    let mut pool = Store::new();
    for number in 0_u8..10 {
        let template = CertificateTemplate::new(named("authority"), &key(&format!("{number}")), {
            let mut validity = validity();
            validity.not_before += Duration::days(1);
            validity
        });
        let template = template.with_serial_number(&[number + 2]).with_extension(extension::authority(None));
        pool.add_certificate(template.issue(&root).expect("well-formed")).expect("there is room");
    }
    pool.add_certificate(sound.certificate().clone()).expect("there is room");
    for (attempts, expected) in [(11, (true, None)), (10, (false, Some(Budget::Attempts)))] {
        let mut limits = PathLimits::DEFAULT;
        limits.attempts = attempts;
        let verifier = verifier(&root, policy().with_limits(limits));
        let answer = verifier.certificate(target.view(), Purpose::Chain, &pool, AT);
        assert_eq!((answer.path.is_ok(), answer.exceeded), expected, "{attempts}");
        assert_eq!(answer.attempts.len(), attempts.min(11));
    }
}

/// The caller's deadline, at every moment there is: what is cut short is unknown, and the budget names itself.
#[test]
fn hole_13_a_deadline_leaves_it_unknown() {
    let root = root();
    let issuer = authority(&root, "authority", &[]);
    let target = leaf(&issuer, &[]);
    let pool = store(&[&issuer]);
    let judge = |patience| judged_with(patience, &root, policy(), &target, &pool);
    let enough = (0..100).find(|patience| judge(*patience).0).expect("some patience is enough");
    assert!(enough >= 4, "two steps and two signatures, at least");
    for patience in 0..enough {
        assert_eq!(judge(patience), (false, Some(Budget::Deadline)), "{patience}");
    }
    assert_eq!(judge(enough), (true, None));
    assert_eq!(judge(usize::MAX), (true, None));
}

/// Nor does a certificate pass whose revocation there was no time to read of, where unknown revocation does.
#[test]
fn hole_13_a_deadline_hides_no_revocation() {
    let root = root();
    let target = leaf(&root, &[]);
    let mut pool = Store::new();
    let crl = CrlTemplate::new(AT - Duration::DAY, AT + Duration::DAY);
    let crl = crl.with_revoked(&target, AT - Duration::DAY, ReasonCode::KeyCompromise);
    pool.add_crl(crl.issue(&root).expect("well-formed")).expect("there is room");
    for patience in 0..20 {
        let (passes, exceeded) = judged_with(patience, &root, policy(), &target, &pool);
        assert!(!passes, "{patience}: {exceeded:?}");
    }
    assert_eq!(judged_with(usize::MAX, &root, policy(), &target, &pool), (false, None));
    assert_eq!(judged_with(usize::MAX, &root, policy(), &target, &Store::new()), (true, None));
}

/// Whether the chain passes, and the budget, if the deadline is over when it is asked for once more than `patience`
/// times. It says so once; that later it says no must not count.
fn judged_with(
    patience: usize,
    root: &Identity,
    policy: Policy,
    target: &CertificateBuf,
    pool: &Store,
) -> (bool, Option<Budget>) {
    let asked = AtomicUsize::new(0);
    let is_over = move || asked.fetch_add(1, Ordering::Relaxed) == patience;
    let verifier = verifier(root, policy).with_deadline(is_over);
    let answer = verifier.certificate(target.view(), Purpose::Chain, pool, AT);
    (answer.path.is_ok(), answer.exceeded)
}

/// Between the names of a certificate, and between the answers of an OCSP response, the deadline is asked each time.
#[test]
fn hole_13_a_deadline_is_asked_while_much_is_compared() {
    const MANY: usize = 50;
    let root = root();
    let patience = |target: &CertificateBuf, pool: &Store, policy: &Policy| {
        let judge = |patience| judged_with(patience, &root, policy.clone(), target, pool);
        let enough = (0..1_000).find(|patience| judge(*patience).0).expect("some patience is enough");
        for patience in 0..enough {
            assert_eq!(judge(patience), (false, Some(Budget::Deadline)), "{patience}");
        }
        enough
    };
    let excluded = extension::name_constraints(&[], &[extension::dns_name("example.com")]);
    let issuer = authority(&root, "authority", &[excluded]);
    let with_names = |count| {
        let names: Vec<_> = (0..count).map(|n| extension::dns_name(&format!("h{n}.example.org"))).collect();
        patience(&leaf(&issuer, &[extension::subject_alt_name(&names)]), &store(&[&issuer]), &policy())
    };
    assert_eq!(with_names(1 + MANY), with_names(1) + MANY);

    let target = leaf(&root, &[]);
    let with_answers = |others: usize| {
        let times = (AT - Duration::HOUR, Some(AT + Duration::DAY));
        let template = OcspTemplate::new(times.0);
        let about = |template: OcspTemplate, certificate: &CertificateBuf, issuer: &Identity| {
            template.with_status(certificate, issuer.certificate(), CertStatus::Good, times)
        };
        let template = (0..others).fold(template, |template, _| about(template, &target, &issuer));
        let mut pool = Store::new();
        let response = about(template, &target, &root).issue(&root).expect("well-formed");
        pool.add_ocsp(response).expect("there is room");
        patience(&target, &pool, &Policy::baseline())
    };
    assert_eq!(with_answers(MANY), with_answers(0) + MANY);
}

/// `content` signed by `signer` so many times, each at a time of its own, with a counter-signature over the first.
fn signed_again_and_again(signer: &Identity, times: i64, content: &ContentDigests) -> SignedDataBuf {
    let provider = Provider::rustcrypto();
    let signing = |minutes| {
        let signing = Signing::new().signing_time(AT - Duration::minutes(minutes));
        signing.signer(signer.certificate().clone(), signer.key().scheme())
    };
    let complete = |prepared: esig_cms::Prepared| {
        let Message::Bytes(message) = prepared.message() else { panic!("attributes are signed") };
        let value = signer.key().sign(message);
        prepared.complete(value, &provider).expect("the key fits")
    };
    let mut file = complete(signing(0).prepare(content, &provider).expect("well-formed"));
    for minutes in 1..times {
        file = complete(signing(minutes).prepare_beside(file, content, &provider).expect("well-formed"));
    }
    complete(signing(0).prepare_counter(file, 0, &provider).expect("well-formed"))
}

fn content() -> ContentDigests {
    let algorithms = [DigestAlgorithm::Sha256];
    ContentDigests::of(b"content", &algorithms, &Provider::rustcrypto()).expect("supported")
}

fn limits(change: &dyn Fn(&mut PathLimits)) -> PathLimits {
    let mut limits = PathLimits::DEFAULT;
    change(&mut limits);
    limits
}

/// What decided about a signature, and the limit that the report names for it.
fn decided(assessment: &Assessment<'_>) -> (&'static str, Option<Reason>, bool) {
    let report = &assessment.report;
    let is_limited = report.checks.iter().any(|check| check.outcome.reason() == Some(Reason::LimitExceeded));
    (report.conclusion.indication(), report.decided_by, is_limited)
}

const PASSED: (&str, Option<Reason>, bool) = ("TOTAL-PASSED", None, false);
const EXCEEDED: (&str, Option<Reason>, bool) = ("INDETERMINATE", Some(Reason::LimitExceeded), true);

/// Signatures of one file, each within its own limits: what they cost together has a limit too, and beyond it nothing is said.
#[test]
fn hole_13_signatures_of_one_file_share_limits() {
    let root = root();
    let names =
        extension::name_constraints(&[], &[extension::directory_name(named("nobody").view().as_der())]);
    let issuer = authority(&root, "authority", &[names]);
    let signer = Identity::new(leaf(&issuer, &[]), key("leaf"));
    let file = signed_again_and_again(&signer, 3, &content());
    let judge = |change: &dyn Fn(&mut PathLimits)| {
        let data = SignedData::parse(file.as_der(), &Limits::DEFAULT).expect("well-formed");
        let pool = store(&[&issuer, &signer]);
        let verifier = verifier(&root, policy().with_limits(limits(change)));
        let entries = verifier.assess_all(&data, &content(), &pool, AT);
        assert_eq!(entries[1].counter_signature_of, Some(0));
        entries.iter().map(|entry| decided(&entry.assessment)).collect::<Vec<_>>()
    };
    assert_eq!(judge(&|_| {}), [PASSED; 4]);
    // Each costs its own check and those of two certificates.
    assert_eq!(judge(&|limits| limits.file_signature_checks = 12), [PASSED; 4]);
    for (checks, passed) in [(11, 3), (9, 3), (8, 2), (3, 1), (2, 0), (0, 0)] {
        let expected: Vec<_> = (0..4).map(|index| if index < passed { PASSED } else { EXCEEDED }).collect();
        assert_eq!(judge(&|limits| limits.file_signature_checks = checks), expected, "{checks}");
    }
    assert_eq!(judge(&|limits| limits.signature_checks = 3), [PASSED; 4]);
    assert_eq!(judge(&|limits| limits.signature_checks = 2), [EXCEEDED; 4]);
    // The subject of each against one subtree.
    assert_eq!(judge(&|limits| limits.name_comparisons = 4), [PASSED; 4]);
    assert_eq!(judge(&|limits| limits.name_comparisons = 3), [PASSED, PASSED, PASSED, EXCEEDED]);
}

/// Whoever adds namesakes of the signer makes it dearer to find out which of them signed: that is counted too, and what
/// altered content is worth does not depend on them.
#[test]
fn hole_13_namesakes_of_the_signer_are_counted() {
    let root = root();
    let signer = Identity::new(leaf(&root, &[]), key("leaf"));
    let file = signed_again_and_again(&signer, 1, &content());
    let mut pool = Store::new();
    for days in 1..=3 {
        let mut validity = validity();
        validity.not_after += Duration::days(days);
        let namesake = CertificateTemplate::new(named("leaf"), &key("namesake"), validity);
        pool.add_certificate(namesake.issue(&root).expect("well-formed")).expect("there is room");
    }
    pool.add_certificate(signer.certificate().clone()).expect("there is room");
    let judge = |checks, content: &ContentDigests| {
        let data = SignedData::parse(file.as_der(), &Limits::DEFAULT).expect("well-formed");
        let signer_info = data.signer_infos().next().expect("one signature");
        let verifier =
            verifier(&root, policy().with_limits(limits(&|limits| limits.signature_checks = checks)));
        let assessment = verifier.assess(signer_info, content, &pool, AT);
        (decided(&assessment), assessment.report.integrity)
    };
    assert_eq!(judge(5, &content()), (PASSED, Integrity::Intact));
    assert_eq!(judge(4, &content()), (EXCEEDED, Integrity::Intact), "none is left for the chain");
    assert_eq!(judge(3, &content()), (EXCEEDED, Integrity::Unknown), "the signer was not tried");
    assert_eq!(judge(0, &content()), (EXCEEDED, Integrity::Unknown));
    let other = ContentDigests::of(b"other", &[DigestAlgorithm::Sha256], &Provider::rustcrypto());
    let altered = |checks| judge(checks, other.as_ref().expect("supported")).0.0;
    assert_eq!((altered(5), altered(0)), ("TOTAL-FAILED", "INDETERMINATE"));
}

/// A signature that is intact under every certificate.
#[derive(Debug)]
struct IntactUnderAll;

impl SignatureSyntax for IntactUnderAll {
    fn signer_candidates<'s>(&self, store: &'s Store) -> Vec<Certificate<'s>> {
        store.certificates().collect()
    }

    fn check(
        &self,
        signer: Certificate<'_>,
        _: &ContentDigests,
        provider: &Provider,
    ) -> Result<Intact, IntegrityFailure> {
        let key = provider.load_key(&signer.subject_public_key_info()).expect("supported").kind();
        let scheme = SignatureScheme::Ecdsa(DigestAlgorithm::Sha256);
        Ok(Intact { scheme, key, digest_algorithm: DigestAlgorithm::Sha256, oddities: Vec::new() })
    }

    fn claims(&self) -> Claims {
        Claims::default()
    }

    fn scheme(&self) -> Option<SignatureScheme> {
        None
    }

    fn signature_policy(&self) -> Option<Side> {
        None
    }
}

/// If it is intact under one certificate that does not hold, and another was not tried, the report says so.
#[test]
fn hole_13_what_was_not_tried_is_told() {
    let (root, other) = (root(), authority(&root(), "authority", &[]));
    let mut pool = Store::new();
    for certificate in [leaf(&other, &[]), leaf(&root, &[])] {
        pool.add_certificate(certificate).expect("there is room");
    }
    let judge = |checks| {
        let limits = limits(&|limits| limits.file_signature_checks = checks);
        let verifier = verifier(&root, policy().with_limits(limits));
        let assessment = verifier.assess(hazmat::subject(IntactUnderAll), &ContentDigests::none(), &pool, AT);
        let checks = &assessment.report.checks;
        let limit =
            checks.iter().find(|check| check.question == Question::Limits).map(|check| check.found.clone());
        (assessment.report.conclusion.indication(), limit)
    };
    assert_eq!(judge(3), ("TOTAL-PASSED", None));
    assert_eq!(judge(1), ("INDETERMINATE", Some(Side::from("file_signature_checks"))));
}

/// Forms of names that nobody reads cost what the others do.
#[test]
fn hole_13_unread_forms_of_names_cost_what_comparing_them_takes() {
    let root = root();
    let unread: Vec<_> = (0..100).map(|_| extension::x400_address()).collect();
    let constraints = extension::name_constraints(&[], &unread).not_critical();
    let issuer = authority(&root, "authority", &[constraints]);
    let target = leaf(&issuer, &[extension::subject_alt_name(&[extension::dns_name("example.org")])]);
    let pool = store(&[&issuer]);
    let passes = |name_comparisons| {
        let mut limits = PathLimits::DEFAULT;
        limits.name_comparisons = name_comparisons;
        let answer = verifier(&root, policy().with_limits(limits)).certificate(
            target.view(),
            Purpose::Chain,
            &pool,
            AT,
        );
        (answer.path.is_ok(), answer.exceeded)
    };
    // The subject and the host, each with a hundred subtrees.
    assert_eq!(passes(200), (true, None));
    assert_eq!(passes(199), (false, Some(Budget::NameComparisons)));
}

/// A long name costs what many short ones do, whatever its form.
#[test]
fn hole_13_a_long_name_counts_several_times() {
    let root = root();
    let nobody = extension::directory_name(named("nobody").view().as_der());
    let smtp_utf8 = |mailbox: &str| extension::other_name(SMTP_UTF8_MAILBOX, mailbox);
    let host = format!("{0}.{0}.{0}.example.org", "h".repeat(50));
    let local_part = "l".repeat(200);
    let table = [
        // The excluded subtree, the name in subjectAltName, or the subject alone, and what that costs.
        (nobody.clone(), None, "short", 1),
        (nobody, None, &*"long ".repeat(100), 9),
        (extension::dns_name("example.com"), Some(extension::dns_name("h.example.org")), "leaf", 1),
        (extension::dns_name("example.com"), Some(extension::dns_name(&host)), "leaf", 3),
        (extension::rfc822_name("example.com"), Some(extension::rfc822_name("a@example.org")), "leaf", 1),
        (
            extension::rfc822_name("example.com"),
            Some(extension::rfc822_name(&format!("{local_part}@example.org"))),
            "leaf",
            4,
        ),
        (extension::rfc822_name("example.com"), Some(smtp_utf8("a@example.org")), "leaf", 13),
        (extension::uri("example.com"), Some(extension::uri("http://example.org/")), "leaf", 1),
        (extension::uri("example.com"), Some(extension::uri(&format!("http://{host}/"))), "leaf", 3),
    ];
    for (excluded, name, subject, cost) in table {
        let constraints = extension::name_constraints(&[], &[excluded]);
        let issuer = authority(&root, "authority", &[constraints]);
        let pool = store(&[&issuer]);
        let names: Vec<_> = name.iter().cloned().map(|name| extension::subject_alt_name(&[name])).collect();
        let target = leaf_named(&issuer, named(subject), &names);
        let judge = |comparisons| {
            let limits = limits(&|limits| limits.name_comparisons = comparisons);
            let verifier = verifier(&root, policy().with_limits(limits));
            let answer = verifier.certificate(target.view(), Purpose::Chain, &pool, AT);
            (answer.path.is_ok(), answer.exceeded)
        };
        assert_eq!(judge(cost), (true, None), "{subject} {name:?}");
        assert_eq!(judge(cost - 1), (false, Some(Budget::NameComparisons)), "{subject} {name:?}");
    }
}

/// id-on-SmtpUTF8Mailbox (RFC 9598 §3)
const SMTP_UTF8_MAILBOX: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.8.9");
