//! One store, several providers: each judges by its own cryptography.

mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use esig_core::error::{InvalidSignature, UnsupportedKey};
use esig_core::provider::{DigestContext, DigestFunction, KeyKind, KeyLoader};
use esig_core::{DigestAlgorithm, DigestValue, Message, Provider, PublicKey, SignatureScheme, Spki};
use esig_testkit::{CrlTemplate, Identity, Signer, TestKey, TestPki};
use esig_verify::{Policy, Purpose, Store, TrustAnchors, Verifier};
use time::Duration;
use world::*;

/// Says of every signature the same, by the keys of another.
#[derive(Debug)]
struct Says<const VALID: bool>;

#[derive(Debug)]
struct Key<const VALID: bool>(Arc<dyn PublicKey>);

impl<const VALID: bool> KeyLoader for Says<VALID> {
    fn load(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        Ok(Arc::new(Key::<VALID>(Provider::rustcrypto().load_key(key)?)))
    }
}

impl<const VALID: bool> PublicKey for Key<VALID> {
    fn kind(&self) -> KeyKind {
        self.0.kind()
    }

    fn verify(&self, _: SignatureScheme, _: Message<'_>, _: &[u8]) -> Result<(), InvalidSignature> {
        if VALID { Ok(()) } else { Err(InvalidSignature) }
    }
}

/// Says of everything that its digest is zero.
#[derive(Debug)]
struct Zeros;

impl DigestFunction for Zeros {
    fn algorithm(&self) -> DigestAlgorithm {
        DigestAlgorithm::Sha256
    }

    fn start(&self) -> Box<dyn DigestContext> {
        Box::new(Self)
    }
}

impl DigestContext for Zeros {
    fn update(&mut self, _: &[u8]) {}

    fn fork(&self) -> Box<dyn DigestContext> {
        Box::new(Self)
    }

    fn finish(self: Box<Self>) -> DigestValue {
        DigestValue::new(DigestAlgorithm::Sha256, &[0; 32]).expect("32 octets")
    }
}

fn saying<const VALID: bool>() -> Provider {
    Provider { keys: vec![&Says::<VALID> as &'static dyn KeyLoader].into(), ..Provider::rustcrypto() }
}

fn digesting_to_zeros() -> Provider {
    Provider { digests: vec![&Zeros as &'static dyn DigestFunction].into(), ..Provider::rustcrypto() }
}

fn holds(pki: &TestPki, provider: Provider, store: &Store) -> bool {
    let anchors = TrustAnchors::from_certificates([pki.root().certificate().clone()]);
    let verifier = Verifier::new(provider, anchors, Policy::baseline());
    let target = pki.signer(Signer::Valid).certificate().clone();
    verifier.certificate(target.view(), Purpose::Signing, store, AT).path.is_ok()
}

#[test]
fn one_provider_does_not_believe_another() {
    let pki = pki();
    for others in [[saying::<true>(), saying::<false>()], [saying::<false>(), saying::<true>()]] {
        let store = full_store(&pki);
        let [first, second] = others.clone().map(|provider| holds(&pki, provider, &store));
        assert_ne!(first, second, "each says what it says");
        assert!(holds(&pki, Provider::rustcrypto(), &store), "and the honest one what is true");
        assert_eq!(others.map(|provider| holds(&pki, provider, &store)), [first, second]);
    }
}

/// A CRL that a stranger signed stays unknown, whatever a liar made of its digest.
#[test]
fn digests_of_lists_are_not_shared_either() {
    let pki = pki();
    let stranger =
        Identity::new(pki.intermediate().certificate().clone(), TestKey::new(pki.family(), 99, "stranger"));
    let forged =
        CrlTemplate::new(AT - Duration::HOUR, AT + Duration::DAY).issue(&stranger).expect("well-formed");
    let [root_crl, own_crl] = <[_; 2]>::try_from(pki.crls()).expect("two");
    let mut store = store_of(&pki.chain(), &[root_crl, own_crl]);
    assert!(holds(&pki, Provider::rustcrypto(), &store));
    store.add_crl(forged.clone()).expect("there is room");
    holds(&pki, digesting_to_zeros(), &store);
    assert!(holds(&pki, Provider::rustcrypto(), &store), "by the own list");

    let mut store = store_of(&pki.chain(), &[pki.crls()[0].clone(), forged]);
    holds(&pki, digesting_to_zeros(), &store);
    assert!(!holds(&pki, Provider::rustcrypto(), &store), "nobody vouches");
    store.add_crl(pki.crls()[1].clone()).expect("there is room");
    assert!(holds(&pki, Provider::rustcrypto(), &store));
}

static LOADED: AtomicUsize = AtomicUsize::new(0);

/// Counts the keys it loads, one for each check that is made.
#[derive(Debug)]
struct Counting;

impl KeyLoader for Counting {
    fn load(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        LOADED.fetch_add(1, Ordering::Relaxed);
        Provider::rustcrypto().load_key(key)
    }
}

#[test]
fn checks_of_the_first_provider_are_made_once() {
    let counting =
        || Provider { keys: vec![&Counting as &'static dyn KeyLoader].into(), ..Provider::rustcrypto() };
    let pki = pki();
    let checks = |store: &Store| {
        LOADED.store(0, Ordering::Relaxed);
        assert!(holds(&pki, counting(), store));
        LOADED.load(Ordering::Relaxed)
    };
    let store = full_store(&pki);
    let first = checks(&store);
    assert!(first >= 4, "two certificates and two lists");
    assert_eq!(checks(&store), 0, "its own are remembered, though made through another list of parts");
    let store = full_store(&pki);
    assert!(holds(&pki, Provider::rustcrypto(), &store));
    assert_eq!([checks(&store), checks(&store)], [first, first], "those of a second provider are not");
}
