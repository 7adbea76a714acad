//! The lines of `vectors.tsv`.

use std::sync::Arc;

use esig_core::provider::PublicKey;
use esig_core::{DigestAlgorithm, Message, Provider, SignatureScheme, Spki};

/// What every vector signs.
pub(crate) const MESSAGE: &[u8] = b"message";

/// One signature.
pub(crate) struct Vector {
    pub(crate) is_valid: bool,
    pub(crate) what: &'static str,
    pub(crate) scheme: SignatureScheme,
    pub(crate) key: &'static str,
    pub(crate) signature: Vec<u8>,
}

impl Vector {
    /// Verifies `signature` in the place of this vector's.
    pub(crate) fn verifies(&self, provider: &Provider, signature: &[u8]) -> bool {
        let key = load(provider, self.key);
        key.verify(self.scheme, Message::Bytes(MESSAGE), signature).is_ok()
    }
}

pub(crate) fn all() -> impl Iterator<Item = Vector> {
    lines().filter_map(|fields| match fields[..] {
        [expected @ ("valid" | "invalid"), what, scheme, key, signature] => Some(Vector {
            is_valid: expected == "valid",
            what,
            scheme: self::scheme(scheme),
            key,
            signature: hex(signature),
        }),
        _ => None,
    })
}

pub(crate) fn valid() -> impl Iterator<Item = Vector> {
    all().filter(|vector| vector.is_valid)
}

/// The first valid vector under that key.
pub(crate) fn under(key: &str) -> Vector {
    valid().find(|vector| vector.key == key).expect("a vector for the key")
}

/// Names of the keys.
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    lines().filter(|fields| fields[0] == "key").map(|fields| fields[1])
}

/// The SubjectPublicKeyInfo of that name.
pub(crate) fn spki(name: &str) -> Vec<u8> {
    let line = lines().find(|fields| fields[0] == "key" && fields[1] == name);
    hex(line.expect("a key of that name")[2])
}

pub(crate) fn load(provider: &Provider, name: &str) -> Arc<dyn PublicKey> {
    let der = spki(name);
    let spki = Spki::from_der(&der).expect("SubjectPublicKeyInfo");
    provider.load_key(&spki).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn lines() -> impl Iterator<Item = Vec<&'static str>> {
    include_str!("vectors.tsv").lines().map(|line| line.split('\t').collect())
}

/// `rsa-pss/sha256/sha1/20` and the like.
fn scheme(text: &str) -> SignatureScheme {
    let digest = |name| DigestAlgorithm::from_name(name).expect("a digest");
    match text.split('/').collect::<Vec<_>>()[..] {
        ["rsa-pkcs1", name] => SignatureScheme::RsaPkcs1(digest(name)),
        ["rsa-pss", name, mgf, salt] => SignatureScheme::RsaPss {
            digest: digest(name),
            mgf_digest: digest(mgf),
            salt_octets: salt.parse().expect("a number"),
        },
        ["ecdsa", name] => SignatureScheme::Ecdsa(digest(name)),
        ["dsa", name] => SignatureScheme::Dsa(digest(name)),
        ["ed25519"] => SignatureScheme::Ed25519,
        ["gost3410-2001"] => SignatureScheme::Gost3410_2001,
        ["gost3410-2012-256"] => SignatureScheme::Gost3410_2012_256,
        ["gost3410-2012-512"] => SignatureScheme::Gost3410_2012_512,
        _ => panic!("{text}"),
    }
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
    digits.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect()
}
