//! Hole 13: work without limit.

use std::sync::atomic::{AtomicUsize, Ordering};

use esig_core::CertificateBuf;
use esig_core::crl::ReasonCode;
use esig_testkit::{CertificateTemplate, CrlTemplate, Family, Identity, TestKey, extension};
use esig_verify::report::Reason;
use esig_verify::{Budget, PathLimits, Policy, Purpose, Store};
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
