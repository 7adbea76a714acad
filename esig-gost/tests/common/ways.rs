//! The ways in which the crate computes, to be forced one by one.

use esig_gost::backend::{Curves, Streebog, has_lanes};
use esig_gost::digest::Digest;
use esig_gost::gost3410::verify_many;
use esig_gost::{KeyAlgorithm, SigningKey, Streebog256, Streebog512, VerifyingKey};

/// One form of everything; of what its name does not say, the one that the crate chooses itself.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    pub(crate) name: &'static str,
    is_available: fn() -> bool,
    streebog: Option<Streebog>,
    pub(crate) curves: Curves,
    verify: Verify,
}

type Verify = fn(&VerifyingKey, &[u8], &[u8]) -> bool;

/// Every way.
pub(crate) const WAYS: [Way; 8] = [
    Way { curves: Curves::Generic, ..Way::new("curves-generic") },
    Way { curves: Curves::Portable, ..Way::new("curves-portable") },
    Way { curves: Curves::Fastest, ..Way::new("curves-fastest") },
    Way { verify: verify_in_batch_of_one, ..Way::new("batch-of-1") },
    Way { verify: verify_amid_others, is_available: has_lanes, ..Way::new("batch-of-9") },
    Way { streebog: Some(Streebog::Portable), ..Way::new("streebog-portable") },
    Way { streebog: Some(Streebog::ConstantTime), ..Way::new("streebog-constant-time") },
    Way {
        streebog: Some(Streebog::Avx512),
        is_available: || Streebog::Avx512.is_available(),
        ..Way::new("streebog-avx512")
    },
];

impl Way {
    const fn new(name: &'static str) -> Self {
        let streebog = None;
        Self { name, is_available: || true, streebog, curves: Curves::Fastest, verify: verify_alone }
    }

    /// Whether this processor can; if not, says so in a line of the corpus `name`.
    pub(crate) fn is_available(&self, name: &str) -> bool {
        let available = (self.is_available)();
        if !available {
            println!("corpus {name}: absent (the processor lacks AVX-512)");
        }
        available
    }

    /// The digest of `message` under `algorithm`.
    pub(crate) fn digest(&self, algorithm: KeyAlgorithm, message: &[u8]) -> Vec<u8> {
        match algorithm {
            KeyAlgorithm::Gost3410_2012_256 => self.streebog256(message),
            KeyAlgorithm::Gost3410_2012_512 => self.streebog512(message),
            other => other.digest(message),
        }
    }

    pub(crate) fn streebog256(&self, message: &[u8]) -> Vec<u8> {
        let hash = self.streebog.map_or_else(Streebog256::new, |form| {
            Streebog256::with_backend(form).expect("only an available form is asked")
        });
        hash.chain_update(message).finalize().to_vec()
    }

    pub(crate) fn streebog512(&self, message: &[u8]) -> Vec<u8> {
        let hash = self.streebog.map_or_else(Streebog512::new, |form| {
            Streebog512::with_backend(form).expect("only an available form is asked")
        });
        hash.chain_update(message).finalize().to_vec()
    }

    /// Whether `signature` over `digest` is valid.
    pub(crate) fn verifies(&self, key: &VerifyingKey, digest: &[u8], signature: &[u8]) -> bool {
        let set = key.parameter_set();
        let key = VerifyingKey::from_le_octets_with(self.curves, set, &key.to_le_octets()).unwrap();
        (self.verify)(&key, digest, signature)
    }
}

fn verify_alone(key: &VerifyingKey, digest: &[u8], signature: &[u8]) -> bool {
    key.verify_digest(digest, signature).is_ok()
}

fn verify_in_batch_of_one(key: &VerifyingKey, digest: &[u8], signature: &[u8]) -> bool {
    verify_many(&[(key, digest, signature)])[0].is_ok()
}

/// Amid eight others, first, last and in between: eight of the nine are in lanes, the last is alone. Every other
/// one of the eight is valid, and neither these verdicts nor the place may matter.
fn verify_amid_others(key: &VerifyingKey, digest: &[u8], signature: &[u8]) -> bool {
    let set = key.parameter_set();
    let others = (1..=8).map(|i| SigningKey::from_le_octets(set, &vec![i; set.octets()]).unwrap());
    let others = others.collect::<Vec<_>>();
    let digests = [vec![0x5a; set.octets()], vec![0xa5; set.octets()]];
    let sign = |key: &SigningKey| key.sign_digest_deterministic(&digests[0]).unwrap().to_sr_be_octets();
    let signatures = others.iter().map(sign).collect::<Vec<_>>();
    let verdicts = [0, 3, 7, 8].map(|place| {
        let others = others.iter().zip(&signatures).enumerate();
        let others = others.map(|(i, (key, of))| (key.verifying_key(), &digests[i % 2][..], &of[..]));
        let mut checks = others.collect::<Vec<_>>();
        checks.insert(place, (key, digest, signature));
        let mut verdicts = verify_many(&checks).iter().map(Result::is_ok).collect::<Vec<_>>();
        let verdict = verdicts.remove(place);
        assert_eq!(verdicts, [true, false, true, false, true, false, true, false]);
        verdict
    });
    assert!(verdicts.iter().all(|verdict| *verdict == verdicts[0]), "the place does not matter");
    verdicts[0]
}
