//! What uses a secret leaves nothing of it: neither in the blocks that it frees, nor on the stack below its caller.
//!
//! A key that a function returns by value is its caller's: moving it may leave copies.

use std::hint::black_box;

use esig_gost::backend::Curves;
use esig_gost::digest::{Digest, KeyInit, Mac};
use esig_gost::gost3410::hazmat::sign_digest_with_nonce_be_octets;
use esig_gost::kdf::{CounterOctets, kdf_gostr3411_2012_256, kdf_tree_gostr3411_2012_256};
use esig_gost::streebog::constant_time;
use esig_gost::{HmacStreebog256, HmacStreebog512, SigningKey, vko};
use getrandom::{SysRng, rand_core::UnwrapErr};

use crate::memory::{Needles, blocks_freed_with, images_around_drop, left_on_stack};
use crate::numbers::{Scalars, reversed, secret};

#[test]
fn keys_leave_nothing() {
    let mut checks = Checks::default();
    for scalars in Scalars::all() {
        checks.keys(&scalars);
    }
    checks.assert_none_fails();
}

#[test]
fn signing_leaves_nothing() {
    let mut checks = Checks::default();
    for scalars in Scalars::all() {
        for curves in Curves::ALL {
            checks.signing_with_nonce(&scalars, curves);
            checks.signing(&scalars, curves);
        }
    }
    checks.assert_none_fails();
}

#[test]
fn agreement_leaves_nothing() {
    let mut checks = Checks::default();
    for scalars in Scalars::all() {
        for curves in Curves::ALL {
            checks.agreement(&scalars, curves);
        }
    }
    checks.assert_none_fails();
}

#[test]
fn hmac_and_key_derivation_leave_nothing() {
    let mut checks = Checks::default();
    checks.hmac::<HmacStreebog256, constant_time::Streebog256>("HMAC-Streebog-256");
    checks.hmac::<HmacStreebog512, constant_time::Streebog512>("HMAC-Streebog-512");
    checks.derivation();
    checks.assert_none_fails();
}

#[derive(Default)]
struct Checks {
    faults: Vec<String>,
}

impl Checks {
    fn check(&mut self, what: &str, needles: &[(&str, Needles)], mut work: impl FnMut()) {
        work(); // tables that are made once are made
        for (name, needles) in needles {
            let blocks = blocks_freed_with(needles, &mut work);
            if blocks > 0 {
                self.faults.push(format!("{what}: {name} in {blocks} blocks"));
            }
        }
        let stack = left_on_stack(work);
        for (name, needles) in needles {
            let places = needles.places_in(&stack);
            let depths = places.iter().map(|place| stack.len() - place).collect::<Vec<_>>();
            if !depths.is_empty() {
                self.faults.push(format!("{what}: {name} on the stack at {depths:?}"));
            }
        }
    }

    fn assert_none_fails(self) {
        assert!(self.faults.is_empty(), "{:#?}", self.faults);
    }

    fn keys(&mut self, scalars: &Scalars) {
        let (set, d) = (scalars.set, scalars.octets(1));
        let needles = [("the key", scalars.needles(&d))];
        let key = SigningKey::from_le_octets(set, &d).unwrap();
        let der = key.to_pkcs8_der();
        self.check(&format!("{set}, import"), &needles, || forget(SigningKey::from_le_octets(set, &d)));
        self.check(&format!("{set}, from PKCS#8"), &needles, || forget(SigningKey::from_pkcs8_der(&der)));
        self.check(&format!("{set}, export"), &needles, || forget(key.export_le_octets()));
        self.check(&format!("{set}, to PKCS#8"), &needles, || forget(key.to_pkcs8_der()));
        self.check(&format!("{set}, to a SecretDocument"), &needles, || {
            forget(esig_gost::pkcs8::EncodePrivateKey::to_pkcs8_der(&key));
        });
    }

    fn signing_with_nonce(&mut self, scalars: &Scalars, curves: Curves) {
        let (set, d, k, digest) = (scalars.set, scalars.octets(1), scalars.octets(2), scalars.octets(3));
        let key = SigningKey::from_le_octets_with(curves, set, &d).unwrap();
        let nonce = reversed(&k);
        let signature = sign_digest_with_nonce_be_octets(&key, &digest, &nonce).unwrap();
        let r = reversed(&signature.as_sr_be_octets()[set.octets()..]);
        let needles = [
            ("the key", scalars.needles(&d)),
            ("the nonce", scalars.needles(&k)),
            ("r·d", scalars.needles(&scalars.product(&r, &d))),
            ("k·e", scalars.needles(&scalars.product(&k, &digest))),
        ];
        self.check(&format!("{set}, {curves:?}, sign with a nonce"), &needles, || {
            forget(sign_digest_with_nonce_be_octets(&key, &digest, &nonce));
        });
    }

    fn signing(&mut self, scalars: &Scalars, curves: Curves) {
        let (set, d, digest) = (scalars.set, scalars.octets(1), scalars.octets(3));
        let key = SigningKey::from_le_octets_with(curves, set, &d).unwrap();
        let mut padded = secret(1);
        padded[d.len()..].fill(0);
        let keyed = keyed_states::<constant_time::Streebog512>(&padded);
        let needles = [("the key", scalars.needles(&d)), ("the keyed hash", keyed)];
        self.check(&format!("{set}, {curves:?}, sign deterministically"), &needles, || {
            forget(key.sign_digest_deterministic(&digest));
        });
        self.check(&format!("{set}, {curves:?}, sign"), &needles, || {
            forget(key.sign_digest(&digest, &mut UnwrapErr(SysRng)));
        });
    }

    fn agreement(&mut self, scalars: &Scalars, curves: Curves) {
        let (set, own, others) = (scalars.set, scalars.octets(1), scalars.octets(2));
        let key = |d: &[u8]| SigningKey::from_le_octets_with(curves, set, d).unwrap();
        let (private, public) = (key(&own), key(&others).verifying_key().clone());
        let k = scalars.product(&own, &[scalars.cofactor]);
        let shared = key(&scalars.product(&k, &others)).verifying_key().to_le_octets();
        let hashed = state_after::<constant_time::Streebog256>(&shared);
        let needles = [
            ("the key", scalars.needles(&own)),
            ("the multiplier", scalars.needles(&k)),
            ("the shared point", Needles::of(&shared)),
            ("the hash of the shared point", Needles::of(&hashed)),
        ];
        self.check(&format!("{set}, {curves:?}, agree on a key"), &needles, || {
            forget(vko::kek_256(&private, &public, &[1]));
        });
        self.check(&format!("{set}, {curves:?}, KEG"), &needles[..1], || {
            forget(vko::keg(&private, &public, &[1; 32]));
        });
    }

    fn hmac<M: KeyInit + Mac + Clone, H: Digest>(&mut self, what: &str) {
        let (key, message) = (secret(1), secret(4));
        let long = [&key[..], &*message].concat();
        let needles = [("the key", Needles::of(&*key)), ("the keyed hash", keyed_states::<H>(&key))];
        let keyed = <M as KeyInit>::new_from_slice(&*key).unwrap();
        self.check(&format!("{what}, key"), &needles, || forget(<M as KeyInit>::new_from_slice(&*key)));
        self.check(&format!("{what}, long key"), &needles, || forget(<M as KeyInit>::new_from_slice(&long)));
        self.check(&format!("{what}, clone"), &needles, || forget(keyed.clone()));
        let mut boxed = keyed.clone();
        self.check(&format!("{what}, update"), &needles, || boxed.update(&*message));
        self.check(&format!("{what}, message"), &needles, || {
            forget(keyed.clone().chain_update(&message[..]).finalize());
        });
    }

    fn derivation(&mut self) {
        let key = secret(1);
        let mut output = vec![0; 64];
        let derive = |output: &mut [u8]| {
            kdf_tree_gostr3411_2012_256(&*key, b"label", b"seed", CounterOctets::One, output).unwrap();
        };
        derive(&mut output);
        let keyed = keyed_states::<constant_time::Streebog256>(&key);
        let needles = [
            ("the key", Needles::of(&*key)),
            ("the keyed hash", keyed),
            ("the output", Needles::of(&output)),
        ];
        self.check("KDF", &needles, || forget(kdf_gostr3411_2012_256(&*key, b"label", b"seed")));
        self.check("KDF_TREE", &needles, || {
            derive(&mut output);
            output.fill(0);
        });
        #[cfg(feature = "pbkdf2")]
        self.check("PBKDF2", &needles[..2], || {
            esig_gost::kdf::pbkdf2_hmac_streebog256(&*key, b"salt", 3, &mut output);
        });
    }
}

/// The states of the hashes of HMAC (RFC 2104) when they know the key, and what they were made of.
fn keyed_states<H: Digest>(key: &[u8; 64]) -> Needles {
    [0x36, 0x5c].iter().fold(Needles::default(), |needles, pad| {
        let block = key.map(|octet| octet ^ pad);
        needles.and(&block).and(&state_after::<H>(&block))
    })
}

/// The words of the state that depend on what was hashed, which is as long as a block.
fn state_after<H: Digest>(block: &[u8]) -> Vec<u8> {
    let image = |block: &[u8]| images_around_drop(|| H::new_with_prefix(block))[0].clone();
    let (state, other) = (image(block), image(&reversed(block)));
    let words = state.chunks(8).zip(other.chunks(8)).filter(|(word, other)| word != other);
    words.flat_map(|(word, _)| word).copied().collect()
}

fn forget<T>(value: T) {
    drop(black_box(value));
}

#[cfg(feature = "cipher")]
mod ciphers {
    use esig_gost::cipher::{BlockCipher, CtrAcpkm, CtrAcpkmOmac, Gost28147Cfb, Gost28147ParameterSet};
    use esig_gost::keywrap;

    use super::{Checks, Needles, forget, secret};
    use crate::numbers::key;

    const SET: Gost28147ParameterSet = Gost28147ParameterSet::Tc26Z;

    #[test]
    fn ciphers_and_key_wraps_leave_nothing() {
        let mut checks = Checks::default();
        for cipher in [BlockCipher::Magma, BlockCipher::Kuznyechik] {
            checks.ciphers(cipher);
            checks.kexp15(cipher);
        }
        checks.gost28147();
        checks.assert_none_fails();
    }

    impl Checks {
        fn ciphers(&mut self, cipher: BlockCipher) {
            let key = Box::new(key(&secret(1)));
            let needles = [("the key", Needles::of(&*key))];
            let (ukm, section) = (vec![1; cipher.ukm_octets()], cipher.block_octets());
            let mut data = vec![7; 100];
            self.check(&format!("CTR-ACPKM, {cipher:?}"), &needles, || {
                let mut stream = CtrAcpkm::with_ukm(cipher, &key, &ukm, section).unwrap();
                stream.apply_keystream(&mut data);
            });
            self.check(&format!("CTR-ACPKM-OMAC, {cipher:?}"), &needles, || {
                forget(CtrAcpkmOmac::with_ukm(cipher, &key, &ukm, section).unwrap().encrypt(&mut data));
            });
        }

        fn kexp15(&mut self, cipher: BlockCipher) {
            let (keys, content) = (secret(1), secret(2));
            let iv = vec![1; cipher.iv_octets()];
            let needles = [("the keys", Needles::of(&*keys)), ("the content", Needles::of(&*content))];
            let wrapped = keywrap::kexp15(cipher, &*content, &keys, &iv).unwrap();
            self.check(&format!("KExp15, {cipher:?}"), &needles, || {
                forget(keywrap::kexp15(cipher, &*content, &keys, &iv));
            });
            self.check(&format!("KImp15, {cipher:?}"), &needles, || {
                forget(keywrap::kimp15(cipher, &wrapped, &keys, &iv));
            });
            let altered = [&wrapped[..wrapped.len() - 1], &[!wrapped[wrapped.len() - 1]]].concat();
            self.check(&format!("KImp15 refused, {cipher:?}"), &needles, || {
                forget(keywrap::kimp15(cipher, &altered, &keys, &iv).unwrap_err());
            });
        }

        fn gost28147(&mut self) {
            let (kek, cek) = (Box::new(key(&secret(1))), Box::new(key(&secret(2))));
            let diversified = Needles::of(&*keywrap::diversify_kek(SET, &kek, &[3; 8]));
            let needles =
                [("the KEK", Needles::of(&*kek)), ("the CEK", Needles::of(&*cek)), ("KEK(UKM)", diversified)];
            let wrapped = keywrap::crypto_pro_wrap(SET, &kek, &[3; 8], &cek);
            let exported = keywrap::kdf_wrap(SET, &kek, &[3; 8], &*cek).unwrap();
            let mut data = vec![7; 2100];
            self.check("GOST 28147-89", &needles, || {
                Gost28147Cfb::new(SET, &kek, &[1; 8]).encrypt(&mut data);
            });
            self.check("wrap", &needles, || forget(keywrap::gost28147_wrap(SET, &kek, &[3; 8], &cek)));
            self.check("CryptoPro wrap", &needles, || {
                forget(keywrap::crypto_pro_wrap(SET, &kek, &[3; 8], &cek))
            });
            self.check("KDF wrap", &needles, || forget(keywrap::kdf_wrap(SET, &kek, &[3; 8], &*cek)));
            self.check("KDF unwrap", &needles, || forget(keywrap::kdf_unwrap(SET, &kek, &exported)));
            let keys = [needles[0].clone(), needles[2].clone()];
            self.check("CryptoPro unwrap", &keys, || forget(keywrap::crypto_pro_unwrap(SET, &kek, &wrapped)));
        }
    }
}

/// The controls.
#[test]
fn what_is_left_is_found() {
    #[inline(never)]
    fn copy_to_stack(secret: &[u8; 64]) {
        black_box(&mut secret.map(|octet| octet ^ 1));
    }

    let secret = secret(1);
    let needles = Needles::of(&secret.map(|octet| octet ^ 1));
    assert!(needles.places_in(&left_on_stack(|| copy_to_stack(&secret))).len() >= 8);
    assert!(needles.places_in(&left_on_stack(|| ())).is_empty());

    let needles = Needles::of(&*secret);
    assert_eq!(blocks_freed_with(&needles, || secret.to_vec()), 1);
    assert_eq!(blocks_freed_with(&needles, || zeroize::Zeroizing::new(secret.to_vec())), 0);
    let growing = || {
        secret.iter().fold(Vec::new(), |mut octets, octet| {
            octets.push(*octet);
            octets
        })
    };
    assert!(blocks_freed_with(&needles, growing) > 2);
    assert!(blocks_freed_with(&needles, || zeroize::Zeroizing::new(growing())) > 1);
}
