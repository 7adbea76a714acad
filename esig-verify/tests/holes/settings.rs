//! Hole 3, the other half: a stricter setting never accepts more.

use esig_core::CertificateBuf;
use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::oid::ObjectIdentifier;
use esig_core::time::Validity;
use esig_testkit::{ExtensionTemplate, Identity, extension};
use esig_verify::{ExtendedKeyUsageScope, PathInputs, PeerName, Policy, PolicySet, Profile, Purpose};
use proptest::prelude::*;
use time::Duration;

use crate::chain::*;

const A: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.1");
const B: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.2");

/// Extensions of which an authority or a leaf has some, sound and odd.
fn extensions() -> Vec<ExtensionTemplate> {
    let hosts = |host: &str| [extension::dns_name(host)];
    vec![
        extension::authority(Some(0)),
        extension::authority(None).not_critical(),
        extension::end_entity(),
        extension::key_usage(KeyUsage::DIGITAL_SIGNATURE),
        extension::extended_key_usage(&[oids::SERVER_AUTH]),
        extension::extended_key_usage(&[oids::ANY_EXTENDED_KEY_USAGE]),
        extension::certificate_policies(&[A]),
        extension::certificate_policies(&[oids::ANY_POLICY]),
        extension::policy_mappings(&[(A, B)]),
        extension::policy_constraints(Some(0), None),
        extension::inhibit_any_policy(0),
        extension::name_constraints(&hosts("example.com"), &[]),
        extension::name_constraints(&hosts(".example.com"), &[]),
        extension::name_constraints(&hosts("example.org"), &[]).not_critical(),
        extension::subject_alt_name(&hosts("www.example.com")),
        extension::subject_alt_name(&hosts("a_b.example.com")),
        extension::unknown_critical(),
        malformed(extension::certificate_policies(&[A])),
    ]
}

/// Each makes a policy stricter.
type Tightening = fn(Policy) -> Policy;

fn tightenings() -> Vec<Tightening> {
    fn inputs(policy: Policy, change: impl Fn(PathInputs) -> PathInputs) -> Policy {
        let inputs = change(policy.inputs().clone());
        policy.with_inputs(inputs)
    }
    fn profile(policy: Policy, change: impl Fn(Profile) -> Profile) -> Policy {
        let profile = change(policy.profile().clone());
        policy.with_profile(profile)
    }
    vec![
        |policy| inputs(policy, PathInputs::require_policy),
        |policy| inputs(policy, PathInputs::inhibit_policy_mapping),
        |policy| inputs(policy, PathInputs::inhibit_any_policy),
        |policy| inputs(policy, |inputs| inputs.with_policies(PolicySet::of([A]))),
        |policy| {
            inputs(policy, |inputs| {
                let constraints = extension::name_constraints(&[extension::dns_name("www.example.com")], &[]);
                inputs.with_name_constraints(constraints.value).expect("well-formed")
            })
        },
        |policy| profile(policy, Profile::refuse_authority_as_target),
        |policy| profile(policy, |profile| profile.with_extended_key_usage(ExtendedKeyUsageScope::Target)),
        Policy::refuse_anchors_as_targets,
    ]
}

/// Each is stricter than the one before.
fn profiles() -> [Profile; 4] {
    let lenient = Profile::rfc5280()
        .accept_nonconforming_certificates_at_own_risk()
        .accept_leading_dots_in_dns_constraints_at_own_risk();
    let plain = Profile::rfc5280().accept_nonconforming_certificates_at_own_risk();
    [lenient, plain, Profile::rfc5280(), Profile::webpki()]
}

fn case(authority_extensions: &[usize], leaf_extensions: &[usize]) -> (Identity, Identity, CertificateBuf) {
    let all = extensions();
    let pick = |indices: &[usize]| indices.iter().map(|index| all[*index].clone()).collect::<Vec<_>>();
    let root = root();
    let issuer = authority(&root, "authority", &pick(authority_extensions));
    let target = leaf(&issuer, &pick(leaf_extensions));
    (root, issuer, target)
}

fn accepts(case: &(Identity, Identity, CertificateBuf), policy: Policy, purpose: Purpose) -> bool {
    let (root, issuer, target) = case;
    let store = store(&[issuer]);
    verifier(root, policy).certificate(target.view(), purpose, &store, AT).path.is_ok()
}

fn purposes() -> [Purpose; 3] {
    let names = vec![PeerName::Host("www.example.com".into())];
    [Purpose::Chain, Purpose::Server { names: Vec::new() }, Purpose::Server { names }]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn hole_03_a_stricter_setting_never_accepts_more(
        authority in prop::collection::vec(0..extensions().len(), 0..4),
        leaf in prop::collection::vec(0..extensions().len(), 0..4),
        settings in prop::collection::vec(0..tightenings().len(), 0..4),
        more in 0..tightenings().len(),
    ) {
        let case = case(&authority, &leaf);
        let tighten = |policy: Policy, index: usize| tightenings()[index](policy);
        for purpose in purposes() {
            let mut before = true;
            for profile in profiles() {
                let base = policy().with_profile(profile);
                let policy = settings.iter().copied().fold(base, tighten);
                let accepted = accepts(&case, policy.clone(), purpose.clone());
                prop_assert!(before || !accepted, "a stricter profile accepts more");
                let stricter = accepts(&case, tighten(policy, more), purpose.clone());
                prop_assert!(accepted || !stricter, "setting {} accepts more", more);
                before = accepted;
            }
        }
        let [chain, server, named] = purposes().map(|purpose| accepts(&case, policy(), purpose));
        prop_assert!(chain || !server, "a purpose accepts more than none");
        prop_assert!(server || !named, "a name accepts more than none");
    }
}

/// Outside their validity, chains pass under no setting.
#[test]
fn hole_03_no_setting_makes_up_for_validity() {
    let root = root();
    let past = Validity { not_before: AT - Duration::days(9), not_after: AT - Duration::days(1) };
    let template = authority_template("authority", &[]).with_validity(past);
    let old = Identity::new(template.issue(&root).expect("well-formed"), key("authority"));
    let case = (root, old.clone(), leaf(&old, &[]));
    for profile in profiles() {
        assert!(!accepts(&case, policy().with_profile(profile), Purpose::Chain));
    }
}
