//! Many signatures at once get the verdicts that each gets alone.

use std::sync::LazyLock;

use esig_gost::gost3410::verify_many;
use esig_gost::{ParameterSet, SigningKey, VerifyingKey};
use proptest::prelude::*;

/// A key, a digest and a signature: valid at first, then spoilt in any way.
#[derive(Clone, Debug)]
struct Check {
    key: VerifyingKey,
    digest: Vec<u8>,
    signature: Vec<u8>,
}

/// Valid checks, some for each parameter set.
static VALID: LazyLock<Vec<Check>> = LazyLock::new(|| {
    let sets = ParameterSet::all().iter().flat_map(|set| (1..=8u8).map(move |i| (*set, i)));
    sets.map(|(set, i)| valid(set, i)).collect()
});

fn valid(set: ParameterSet, i: u8) -> Check {
    let mut octets = vec![i.wrapping_mul(0x35); set.octets()];
    octets[set.octets() - 1] &= 0x3f; // below every q
    let key = SigningKey::from_le_octets(set, &octets).unwrap();
    let digest = vec![i.wrapping_mul(0x6b); set.octets()];
    let signature = key.sign_digest_deterministic(&digest).unwrap().to_sr_be_octets();
    Check { key: key.verifying_key().clone(), digest, signature }
}

fn verdicts(checks: &[Check]) -> Vec<bool> {
    let checks = checks.iter().map(|check| (&check.key, &check.digest[..], &check.signature[..]));
    let verdicts = verify_many(&checks.collect::<Vec<_>>());
    verdicts.iter().map(Result::is_ok).collect()
}

fn verdict_alone(check: &Check) -> bool {
    check.key.verify_digest(&check.digest, &check.signature).is_ok()
}

fn check() -> impl Strategy<Value = Check> {
    let valid = prop::sample::select(&VALID[..]);
    let fast =
        [ParameterSet::CryptoProA, ParameterSet::Tc26_256A, ParameterSet::Tc26_512A, ParameterSet::Tc26_512C];
    let of_fast_curves = VALID.iter().filter(move |check| fast.contains(&check.key.parameter_set())).cloned();
    let valid = prop_oneof![3 => prop::sample::select(of_fast_curves.collect::<Vec<_>>()), 1 => valid];
    (valid, prop::sample::select(&VALID[..]), 0..16, any::<prop::sample::Index>()).prop_map(spoilt)
}

fn spoilt((mut check, other, way, index): (Check, Check, i32, prop::sample::Index)) -> Check {
    let Check { digest, signature, .. } = &mut check;
    let half = signature.len() / 2;
    match way {
        0 => flip(digest, index),
        1 | 2 => flip(signature, index),
        3 => drop(signature.pop()),
        4 => signature.push(0),
        5 => drop(digest.pop()),
        6 => signature.clear(),
        7 => signature[half..].fill(0),
        8 => signature[..half].fill(0),
        9 => signature.fill(0xff),
        10 => digest.fill(0),
        11 => check.signature = other.signature,
        12 => check.key = other.key,
        _ => {}
    }
    check
}

fn flip(octets: &mut [u8], index: prop::sample::Index) {
    let bit = index.index(8 * octets.len());
    octets[bit / 8] ^= 1 << (bit % 8);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn verdicts_are_those_of_single_calls(checks in prop::collection::vec(check(), 0..=40)) {
        prop_assert_eq!(verdicts(&checks), checks.iter().map(verdict_alone).collect::<Vec<_>>());
    }

    #[test]
    fn verdicts_do_not_depend_on_neighbours(
        checks in prop::collection::vec(check(), 1..=20),
        others in prop::collection::vec(check(), 1..=20),
    ) {
        let together = verdicts(&[&checks[..], &others[..]].concat());
        prop_assert_eq!(&together[..checks.len()], &verdicts(&checks)[..]);
        let mut reversed = checks.clone();
        reversed.reverse();
        let mut expected = verdicts(&reversed);
        expected.reverse();
        prop_assert_eq!(verdicts(&checks), expected);
    }
}

#[test]
fn each_lane_is_judged_by_itself() {
    for set in ParameterSet::all() {
        let checks = (1..=16).map(|i| valid(*set, i)).collect::<Vec<_>>();
        assert_eq!(verdicts(&checks), [true; 16]);
        for i in 0..16 {
            let mut checks = checks.clone();
            checks[i].signature[set.octets() / 2] ^= 1;
            let expected = (0..16).map(|j| j != i).collect::<Vec<_>>();
            assert_eq!(verdicts(&checks), expected);
        }
    }
}

#[test]
fn every_count_has_as_many_verdicts() {
    for set in [ParameterSet::CryptoProA, ParameterSet::Tc26_512C, ParameterSet::Tc26_512B] {
        let check = valid(set, 3);
        for count in 0..=17 {
            assert_eq!(verdicts(&vec![check.clone(); count]), vec![true; count]);
        }
    }
}
