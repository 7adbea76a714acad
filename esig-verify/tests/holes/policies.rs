//! Holes 1 and 2: certificate policies.

use std::slice::from_ref;

use esig_core::oid::ObjectIdentifier;
use esig_testkit::{ExtensionTemplate, Identity, extension};
use esig_verify::report::Reason;
use esig_verify::{PathInputs, PolicySet, Purpose};

use crate::chain::*;

const A: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.1");
const B: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.2");
const C: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.3");

/// CVE-2023-0464: two policies, crossed at each of 16 steps, make 2^16 paths through a tree. The graph has two nodes a
/// level, which a test beside it counts.
#[test]
fn hole_01_crossed_mappings_grow_no_tree() {
    let crossed = [
        extension::certificate_policies(&[A, B]),
        extension::policy_mappings(&[(A, A), (A, B), (B, A), (B, B)]),
    ];
    let root = root();
    let mut chain: Vec<Identity> = Vec::new();
    for depth in 0..16 {
        let issuer = chain.last().unwrap_or(&root);
        let next = authority(issuer, &format!("authority {depth}"), &crossed);
        chain.push(next);
    }
    let pool: Vec<&Identity> = chain.iter().collect();
    let issuer = chain.last().expect("sixteen");
    let required = || policy().with_inputs(PathInputs::new().with_policies(PolicySet::of([B])));
    let valid = leaf(issuer, &[extension::certificate_policies(&[A])]);
    assert_eq!(failure(&root, &pool, &valid, required()), None);
    let other = leaf(issuer, &[extension::certificate_policies(&[C])]);
    assert_eq!(failure(&root, &pool, &other, required()), Some(Reason::PolicyNotAcceptable));

    let store = store(&pool);
    let verifier = verifier(&root, required());
    let path = verifier.certificate(valid.view(), Purpose::Chain, &store, AT).path.expect("valid");
    assert_eq!(*path.user_constrained_policies(), PolicySet::of([B]));
    assert_eq!(*path.authorities_constrained_policies(), PolicySet::of([A, B]));
}

/// CVE-2023-0465: a malformed certificatePolicies of the target was ignored.
#[test]
fn hole_02_malformed_policies_are_an_error_though_nobody_asks() {
    let root = root();
    let policies = extension::certificate_policies(&[A]);
    let twice = ExtensionTemplate { value: twice(&policies.value), ..policies.clone() };
    assert_eq!(failure(&root, &[], &leaf(&root, from_ref(&policies)), policy()), None);
    for odd in [malformed(policies.clone()), twice] {
        let odd = leaf(&root, &[odd]);
        assert_eq!(failure(&root, &[], &odd, policy()), Some(Reason::ExtensionMalformed));
    }
    let mappings = extension::policy_mappings(&[(A, B)]);
    for (odd, expected) in [
        (mappings.clone(), None),
        (malformed(mappings), Some(Reason::ExtensionMalformed)),
        (extension::policy_mappings(&[(A, ANY)]), Some(Reason::ExtensionMalformed)),
        (extension::policy_mappings(&[(ANY, A)]), Some(Reason::ExtensionMalformed)),
        (extension::policy_constraints(None, None), Some(Reason::ExtensionMalformed)),
    ] {
        let issuer = authority(&root, "authority", &[policies.clone(), odd]);
        assert_eq!(failure(&root, &[&issuer], &leaf(&issuer, &[]), policy()), expected);
    }
}

/// CVE-2023-0466: asking for a policy did not turn the check on.
#[test]
fn hole_02_who_names_policies_requires_one() {
    let root = root();
    let with_a = leaf(&root, &[extension::certificate_policies(&[A])]);
    let without = leaf(&root, &[]);
    let judge =
        |target, inputs: &PathInputs| failure(&root, &[], target, policy().with_inputs(inputs.clone()));
    let refused = Some(Reason::PolicyNotAcceptable);
    let named = |policies: &PolicySet| PathInputs::new().with_policies(policies.clone());
    assert_eq!(judge(&with_a, &named(&PolicySet::of([A]))), None);
    assert_eq!(judge(&with_a, &named(&PolicySet::any())), None);
    assert_eq!(judge(&with_a, &named(&PolicySet::of([B]))), refused);
    for acceptable in [PolicySet::of([A]), PolicySet::any()] {
        assert_eq!(judge(&without, &named(&acceptable)), refused);
    }
    assert_eq!(judge(&without, &PathInputs::new()), None);
    assert_eq!(judge(&without, &PathInputs::new().require_policy()), refused);

    let only_b = PathInputs::new().with_policies_not_required_at_own_risk(PolicySet::of([B]));
    assert_eq!(judge(&with_a, &only_b), None, "RFC 5280 §6.1.5 (g): none is required");
    assert_eq!(judge(&with_a, &only_b.require_policy()), refused);
    let required = PathInputs::new().require_policy();
    let still = required.with_policies_not_required_at_own_risk(PolicySet::of([B]));
    assert_eq!(judge(&with_a, &still), refused, "a demand is not taken back");
}

/// An authority requires what the caller does not.
#[test]
fn hole_02_an_authority_can_require_a_policy() {
    let root = root();
    let refused = Some(Reason::PolicyNotAcceptable);
    for (skip, expected) in [(0, refused), (1, refused), (2, None)] {
        let constraints = extension::policy_constraints(Some(skip), None);
        let issuer = authority(&root, "authority", &[extension::certificate_policies(&[A]), constraints]);
        let without = leaf(&issuer, &[]);
        // The counter falls once more at the end (§6.1.5 (a)), so that one skipped certificate is none.
        assert_eq!(failure(&root, &[&issuer], &without, policy()), expected, "{skip}");
        let with = leaf(&issuer, &[extension::certificate_policies(&[A])]);
        assert_eq!(failure(&root, &[&issuer], &with, policy()), None, "{skip}");
    }
    let any = extension::certificate_policies(&[ANY]);
    let inputs = PathInputs::new().with_policies(PolicySet::of([A]));
    for (inhibited, expected) in [(false, None), (true, Some(Reason::PolicyNotAcceptable))] {
        let mut extensions = vec![any.clone()];
        extensions.extend(inhibited.then(|| extension::inhibit_any_policy(0)));
        let issuer = authority(&root, "authority", &extensions);
        let target = leaf(&issuer, from_ref(&any));
        assert_eq!(failure(&root, &[&issuer], &target, policy().with_inputs(inputs.clone())), expected);
    }
}

/// The one PolicyInformation of a value, twice.
fn twice(value: &[u8]) -> Vec<u8> {
    [&[0x30, value[1] * 2][..], &value[2..], &value[2..]].concat()
}

const ANY: ObjectIdentifier = esig_core::cert::ext::oids::ANY_POLICY;
