//! Rules on the algorithms.

use alloc::format;

use esig_core::algorithm::oids;
use esig_core::oid::{ObjectIdentifier, Oid};
use esig_core::{AlgorithmIdentifier, Certificate};

use super::Found;
use super::rule::Rule;

pub(super) fn check(certificate: Certificate<'_>, found: &mut Found) {
    let key = certificate.subject_public_key_info().algorithm();
    let signature = certificate.tbs_signature_algorithm();
    let is_one_of = |oid: Oid<'_>, known: &[ObjectIdentifier]| known.iter().any(|known| oid == *known);
    if !is_one_of(key.oid(), &KEYS) {
        found.show(Rule::KeyAlgorithmNotGost, Some(format!("{}", key.oid())));
    }
    if !is_one_of(signature.oid(), &SIGNATURES) {
        found.show(Rule::SignatureAlgorithmNotGost, Some(format!("{}", signature.oid())));
    }
    let is_old = key.oid() == KEYS[0] || signature.oid() == SIGNATURES[0];
    found.note(Rule::Algorithm2001, is_old);
    if let Some(set) = parameter_set(&key).filter(|set| is_one_of(*set, &TEST_SETS)) {
        found.show(Rule::TestParameters, Some(format!("{set}")));
    }
}

/// publicKeyParamSet, the first of the parameters of a GOST key.
fn parameter_set<'a>(key: &AlgorithmIdentifier<'a>) -> Option<Oid<'a>> {
    const PRODUCTION: &str = "publicKeyParamSet";
    key.parameters()?.reader().any(PRODUCTION).ok()?.oid(PRODUCTION).ok()
}

/// The old one first.
const KEYS: [ObjectIdentifier; 3] = [oids::GOST3410_2001, oids::GOST3410_2012_256, oids::GOST3410_2012_512];

/// The old one first.
const SIGNATURES: [ObjectIdentifier; 3] = [
    oids::GOST3411_94_WITH_GOST3410_2001,
    oids::GOST3410_2012_256_WITH_STREEBOG256,
    oids::GOST3410_2012_512_WITH_STREEBOG512,
];

/// id-GostR3410-2001-TestParamSet and id-tc26-gost-3410-2012-512-paramSetTest
const TEST_SETS: [ObjectIdentifier; 2] =
    [ObjectIdentifier::new_unwrap("1.2.643.2.2.35.0"), ObjectIdentifier::new_unwrap("1.2.643.7.1.2.1.2.0")];
