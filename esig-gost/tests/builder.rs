//! Keys as signers of the structures that `x509-cert` builds.
#![cfg(feature = "pkcs8")]

mod common;

use std::str::FromStr;

use common::Signed;
use esig_gost::{KeyAlgorithm, ParameterSet, Signature, SigningKey};
use x509_cert::builder::Builder;
use x509_cert::der::Encode;
use x509_cert::name::Name;
use x509_cert::request::RequestBuilder;

#[test]
fn requests_are_signed() {
    for set in ParameterSet::all().iter().copied() {
        let key = SigningKey::from_le_octets(set, &vec![0x17; set.octets()]).unwrap();
        check(&key);
        if set.octets() == 32 {
            check(&key.with_algorithm(KeyAlgorithm::Gost3410_2001).unwrap());
        }
    }
}

fn check(key: &SigningKey) {
    let builder = RequestBuilder::new(Name::from_str("CN=Example").unwrap()).unwrap();
    let request = builder.build::<_, Signature>(key).unwrap();
    assert_eq!(request.algorithm.oid, key.algorithm().signature_oid());
    assert!(request.algorithm.parameters.is_none());
    let spki = request.info.public_key.to_der().unwrap();
    assert_eq!(spki, key.verifying_key().to_spki_der());

    let der = request.to_der().unwrap();
    let Signed { signed, signature } = Signed::parse(&der).unwrap();
    key.verifying_key().verify_digest(&key.algorithm().digest(signed), signature).unwrap();
}
