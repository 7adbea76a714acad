//! How much faster are our Streebog and our GOST R 34.10-2012 than those of others?
//!
//! Hashes: messages of 64 octets and of 16 KiB. Signatures: one digest and one key for each curve; ours is verified by
//! each peer, the peer's by us, and altered ones are refused, before anything is timed. Signing is hedged: ours reads
//! randomness from the system each time, as the peers do. A batch has 8 or 64 signatures by as many keys; what counts is
//! the time of one signature, against a peer's single call.
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
use esig_benches::{Rival, processor, ratios};
use esig_gost::digest::Digest;
use esig_gost::{ParameterSet, SigningKey, Streebog512};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;

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
    for (size, octets) in [("16KiB", 16 << 10), ("64B", 64)] {
        let item = format!("streebog512/stream/{size}");
        if processor::has_gfni_512() {
            hash(&item, &peers, &message(octets));
        } else {
            println!("absent {item}");
        }
    }
    for (name, set) in CURVES {
        sign_and_verify(name, set, &peers);
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

fn hash(item: &str, peers: &[Box<dyn Peer>], message: &[u8]) {
    let ours = || <[u8; 64]>::from(Streebog512::digest(black_box(message)));
    let rivals = peers.iter().map(|peer| {
        assert_eq!(peer.streebog512(message), ours(), "{item}: {} hashes as we do", peer.name());
        rival(peer.name(), || keep(peer.streebog512(black_box(message))))
    });
    ratios(item, 1, || keep(ours()), rivals.collect());
}

fn sign_and_verify(name: &str, set: ParameterSet, peers: &[Box<dyn Peer>]) {
    let mut rng = UnwrapErr(SysRng);
    let key = SigningKey::generate(set, &mut rng);
    let digest = &message(set.octets())[..];
    let signature = key.sign_digest(digest, &mut rng).expect("the digest has the length of the key");
    let signature = signature.as_sr_be_octets();
    let verify =
        |signature: &[u8]| key.verifying_key().verify_digest(black_box(digest), black_box(signature)).is_ok();
    assert!(verify(signature));

    let keys: Vec<_> = peers.iter().filter_map(|peer| Some((peer, peer.key(&key)?))).collect();
    for (peer, key) in &keys {
        let peer = peer.name();
        assert!(verify(&key.sign(digest)), "{name}: the signature of {peer} is valid");
        assert!(key.verify(digest, signature), "{name}: {peer} verifies ours");
        assert!(!key.verify(digest, &altered(signature)), "{name}: {peer} refuses an altered signature");
    }

    let rivals = keys
        .iter()
        .map(|(peer, key)| rival(peer.name(), || keep(key.verify(black_box(digest), black_box(signature)))));
    ratios(&format!("verify/{name}"), 1, || keep(verify(signature)), rivals.collect());

    let rivals = keys.iter().map(|(peer, key)| rival(peer.name(), || keep(key.sign(black_box(digest)))));
    let ours = || keep(key.sign_digest(black_box(digest), &mut rng));
    ratios(&format!("sign/{name}"), 1, ours, rivals.collect());
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
