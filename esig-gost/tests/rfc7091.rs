//! The example of RFC 7091 §7, which is also that of RFC 5832 §7.

mod common;

use common::{hex, le};
use esig_gost::gost3410::hazmat::sign_digest_with_nonce_be_octets;
use esig_gost::{KeyAlgorithm, ParameterSet, Signature, SigningKey, VerifyingKey};

/// d of §7.1.6.
const PRIVATE_KEY: &str = "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28";
/// x_q and y_q of §7.1.7.
const PUBLIC_KEY: [&str; 2] = [
    "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
    "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
];
/// e of §7.2.
const DIGEST: &str = "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5";
/// k of §7.2.
const NONCE: &str = "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3";
/// r and s of §7.2.
const SIGNATURE: [&str; 2] = [
    "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
    "01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
];

fn key() -> SigningKey {
    SigningKey::from_le_octets(ParameterSet::Test256, &le(PRIVATE_KEY)).unwrap()
}

#[test]
fn the_public_key_follows_from_the_private_key() {
    let [x, y] = PUBLIC_KEY.map(le);
    let public = VerifyingKey::from_le_octets(ParameterSet::Test256, &[x, y].concat()).unwrap();
    assert_eq!(*key().verifying_key(), public);
}

#[test]
fn the_signature_follows_from_the_nonce() {
    let signature = sign_digest_with_nonce_be_octets(&key(), &le(DIGEST), &hex(NONCE)).unwrap();
    assert_eq!(signature.to_rs_be_octets(), SIGNATURE.map(hex).concat());
}

#[test]
fn the_signature_verifies_in_either_standard() {
    let signature = Signature::from_rs_be_octets(&SIGNATURE.map(hex).concat()).unwrap();
    for algorithm in [KeyAlgorithm::Gost3410_2012_256, KeyAlgorithm::Gost3410_2001] {
        let key = key().with_algorithm(algorithm).unwrap();
        key.verifying_key().verify_digest(&le(DIGEST), signature.as_sr_be_octets()).unwrap();
    }
    // The digest read in the other order is another number.
    key().verifying_key().verify_digest(&hex(DIGEST), signature.as_sr_be_octets()).unwrap_err();
}
