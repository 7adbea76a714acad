//! How much faster are our Streebog and our GOST R 34.10-2012 than those of others?
//!
//! Hashes: messages of 64 octets and of 16 KiB; `many4` is 4 messages in one call of ours, and what counts is the time of
//! one, against a peer's single call. Signatures: one digest and one key for each curve; ours is verified by
//! each peer, the peer's by us, and altered ones are refused, before anything is timed. Signing is hedged: ours reads
//! randomness from the system each time, as the peers do. A batch has 8 signatures by as many keys, or 64 where the item
//! says so; what counts is the time of one signature, against a peer's single call. `…/nonce-given` is signing without
//! the derivation of the nonce, whose cost is the difference.
//!
//! ```text
//! $ cargo bench -p esig-benches --bench gost
//! ```
//!
//! Takes about a minute. A line is one of
//!
//! * `# …`: the processor, and the version of each peer;
//! * `ratio <item> <peer> <x.xx>`: ours takes the peer's time divided by this;
//! * `figure <item> <nanoseconds> ns`: ours alone;
//! * `absent <peer>`: it is not installed;
//! * `absent <item>`: the item needs instructions that this processor lacks (items have slashes, peers have none).
#![allow(missing_docs)]
#![allow(clippy::print_stdout, reason = "printing is what benches are for")]

use std::hint::black_box;

use esig_benches::peers::{self, Peer};
use esig_benches::{Rival, figure, nanoseconds, processor, ratios};
use esig_gost::digest::Digest;
use esig_gost::gost3410::hazmat::sign_digest_with_nonce_be_octets;
use esig_gost::gost3410::{PrecomputedKey, verify_many};
use esig_gost::{ParameterSet, SigningKey, Streebog512, VerifyingKey, backend};
use getrandom::SysRng;
use getrandom::rand_core::{Rng, UnwrapErr};

/// The curves by the names of the items.
const CURVES: [(&str, ParameterSet); 4] = [
    ("256-cpa", ParameterSet::CryptoProA),
    ("256-tc26a", ParameterSet::Tc26_256A),
    ("512-a", ParameterSet::Tc26_512A),
    ("512-c", ParameterSet::Tc26_512C),
];

fn main() {
    println!("# processor: {}", processor::name());
    let peers = load();
    let fast = backend::Streebog::Avx512.is_available();
    for (size, octets) in [("1MiB", 1 << 20), ("16KiB", 16 << 10), ("1KiB", 1 << 10), ("64B", 64)] {
        let item = format!("streebog512/stream/{size}");
        if_present(&item, fast, || stream(&item, &peers, &message(octets)));
    }
    if_present("streebog512/many4/16KiB", fast, || {
        many("streebog512/many4/16KiB", 4, &peers, &message(16 << 10));
    });
    for (form, backend) in FORMS {
        forced(&format!("streebog512/{form}/16KiB"), backend, &peers, &message(16 << 10));
    }
    for (name, set) in CURVES {
        let signed = Signed::new(set);
        let keys = agreeing_keys(name, &signed, &peers);
        verify(&format!("verify/{name}"), &signed, &keys);
        verify_cached_key(name, &signed, &keys);
        sign(&format!("sign/{name}"), &signed, &keys);
        for (count, suffix) in [(8, ""), (64, "/64")] {
            let item = format!("batch/{name}{suffix}");
            if_present(&item, backend::has_lanes(), || batch(&item, set, count, &signed, &keys));
        }
    }
}

/// Prints who is there, and who is not.
fn load() -> Vec<Box<dyn Peer>> {
    let mut peers = Vec::new();
    for (name, peer) in peers::all() {
        match peer {
            Some(peer) => {
                println!("# {name}: {}", peer.version());
                peers.push(peer);
            }
            None => println!("absent {name}"),
        }
    }
    peers
}

/// Measures if the processor has what the item needs, or says that it has not.
fn if_present(item: &str, present: bool, measure: impl FnOnce()) {
    if present { measure() } else { println!("absent {item}") }
}

/// One message after another.
fn stream(item: &str, peers: &[Box<dyn Peer>], message: &[u8]) {
    hash(item, peers, message, Streebog512::new);
}

/// `count` messages in one call of ours; a peer hashes one in a call.
fn many(item: &str, count: u32, peers: &[Box<dyn Peer>], message: &[u8]) {
    let messages = vec![message; count as usize];
    let ours = || Streebog512::digest_many(black_box(&messages));
    let digest = <[u8; 64]>::from(Streebog512::digest(message));
    assert!(ours().iter().all(|each| **each == digest), "{item}: each as it is alone");
    ratios(item, count, || keep(ours()), hashing(item, peers, message, &digest));
}

/// The forms for processors without special instructions: for public data, and for secrets.
const FORMS: [(&str, backend::Streebog); 2] =
    [("portable", backend::Streebog::Portable), ("constant-time", backend::Streebog::ConstantTime)];

fn forced(item: &str, form: backend::Streebog, peers: &[Box<dyn Peer>], message: &[u8]) {
    hash(item, peers, message, || Streebog512::with_backend(form).expect("it runs on every processor"));
}

fn hash(item: &str, peers: &[Box<dyn Peer>], message: &[u8], new: impl Fn() -> Streebog512) {
    let ours = || <[u8; 64]>::from(new().chain_update(black_box(message)).finalize());
    ratios(item, 1, || keep(ours()), hashing(item, peers, message, &ours()));
}

/// The peers, each hashing `message`, after a look at what they make of it.
fn hashing<'a>(
    item: &str,
    peers: &'a [Box<dyn Peer>],
    message: &'a [u8],
    digest: &[u8; 64],
) -> Vec<Rival<'a>> {
    let rivals = peers.iter().map(|peer| {
        assert_eq!(peer.streebog512(message), *digest, "{item}: {} hashes as we do", peer.name());
        rival(peer.name(), || keep(peer.streebog512(black_box(message))))
    });
    rivals.collect()
}

/// A key as a peer has it, with the peer's name.
type PeerKey<'a> = (&'a str, Box<dyn peers::Key>);

/// The key of `signed` with each peer that knows the curve, after a look at what they make of its signature.
fn agreeing_keys<'a>(curve: &str, signed: &Signed, peers: &'a [Box<dyn Peer>]) -> Vec<PeerKey<'a>> {
    let Signed { key, digest, signature } = signed;
    let keys = peers.iter().filter_map(|peer| Some((peer.name(), peer.key(key)?)));
    let keys = keys.inspect(|(peer, key)| {
        assert!(key.verify(digest, signature), "{curve}: {peer} verifies ours");
        assert!(!key.verify(digest, &altered(signature)), "{curve}: {peer} refuses an altered signature");
        assert!(signed.verify(&key.sign(digest)), "{curve}: the signature of {peer} is valid");
    });
    keys.collect()
}

fn verify(item: &str, signed: &Signed, keys: &[PeerKey<'_>]) {
    assert!(!signed.verify(&altered(&signed.signature)), "{item}: we refuse an altered signature");
    ratios(item, 1, || keep(signed.verify(black_box(&signed.signature))), verifying(signed, keys));
}

/// A key with its multiples, and what they cost. The peers verify as ever, and our own plain key is one of them.
fn verify_cached_key(curve: &str, signed: &Signed, keys: &[PeerKey<'_>]) {
    let (item, plain) = (format!("gost{curve}/verify_cached_key"), signed.key.verifying_key());
    let key = PrecomputedKey::new(plain.clone());
    let verify = |signature: &[u8]| key.verify_digest(black_box(&signed.digest), signature).is_ok();
    assert!(
        verify(&signed.signature) && !verify(&altered(&signed.signature)),
        "{item}: as the plain key says"
    );
    let mut rivals = verifying(signed, keys);
    rivals.push(rival("plain-key", || keep(signed.verify(black_box(&signed.signature)))));
    ratios(&item, 1, || keep(verify(black_box(&signed.signature))), rivals);
    let precompute = || keep(PrecomputedKey::new(black_box(plain).clone()));
    figure(&format!("{item}/precompute"), nanoseconds(precompute), "ns");
    let size = PrecomputedKey::size_in_bytes(plain.parameter_set());
    figure(&format!("{item}/size"), size as f64, "bytes");
}

/// The peers, each verifying one signature.
fn verifying<'a>(Signed { digest, signature, .. }: &'a Signed, keys: &'a [PeerKey<'a>]) -> Vec<Rival<'a>> {
    let rivals = keys
        .iter()
        .map(|(peer, key)| rival(peer, || keep(key.verify(black_box(digest), black_box(signature)))));
    rivals.collect()
}

fn sign(item: &str, Signed { key, digest, .. }: &Signed, keys: &[PeerKey<'_>]) {
    let mut rng = UnwrapErr(SysRng);
    let rivals = keys.iter().map(|(peer, key)| rival(peer, || keep(key.sign(black_box(digest)))));
    ratios(item, 1, || keep(key.sign_digest(black_box(digest), &mut rng)), rivals.collect());

    let nonce = vec![0x2a; digest.len()];
    let sign = || keep(sign_digest_with_nonce_be_octets(key, black_box(digest), black_box(&nonce)));
    figure(&format!("{item}/nonce-given"), nanoseconds(sign), "ns");
}

/// Signatures by as many keys in one call of ours; a peer verifies one in a call.
fn batch(item: &str, set: ParameterSet, count: u32, one: &Signed, keys: &[PeerKey<'_>]) {
    let signed = (0..count).map(|_| Signed::new(set)).collect::<Vec<_>>();
    let checks = signed.iter().map(Signed::check).collect::<Vec<_>>();
    let ours = || verify_many(black_box(&checks));
    assert!(ours().iter().all(Result::is_ok), "{item}: all are valid");
    ratios(item, count, || keep(ours()), verifying(one, keys));
}

/// Some digest and its signature by a fresh key.
struct Signed {
    key: SigningKey,
    digest: Vec<u8>,
    /// s ‖ r, each big-endian.
    signature: Vec<u8>,
}

impl Signed {
    fn new(set: ParameterSet) -> Self {
        let mut rng = UnwrapErr(SysRng);
        let key = SigningKey::generate(set, &mut rng);
        let mut digest = vec![0; set.octets()];
        rng.fill_bytes(&mut digest);
        let signature = key.sign_digest(&digest, &mut rng).expect("the digest has the length of the key");
        Self { key, digest, signature: signature.to_sr_be_octets() }
    }

    fn verify(&self, signature: &[u8]) -> bool {
        self.key.verifying_key().verify_digest(black_box(&self.digest), signature).is_ok()
    }

    fn check(&self) -> (&VerifyingKey, &[u8], &[u8]) {
        (self.key.verifying_key(), &self.digest, &self.signature)
    }
}

fn rival<'a>(peer: &'a str, call: impl FnMut() + 'a) -> Rival<'a> {
    (peer, Box::new(call))
}

/// Makes the compiler believe that the result is needed.
fn keep<T>(result: T) {
    black_box(result);
}

/// Octets without a pattern that an implementation could profit from.
fn message(length: usize) -> Vec<u8> {
    (0_u32..).map(|i| (i.wrapping_mul(0x9e37_79b9) >> 24) as u8).take(length).collect()
}

fn altered(signature: &[u8]) -> Vec<u8> {
    let mut signature = signature.to_vec();
    *signature.last_mut().expect("it is not empty") ^= 1;
    signature
}
