//! Every public type that holds a secret.

use std::fmt::Debug;

use esig_gost::backend::{Curves, Streebog};
use esig_gost::digest::block_api::{Block, UpdateCore};
use esig_gost::digest::{Digest, KeyInit, Mac};
use esig_gost::kdf::{CounterOctets, kdf_gostr3411_2012_256, kdf_tree_gostr3411_2012_256};
use esig_gost::streebog::{Streebog256Core, Streebog512Core, constant_time};
use esig_gost::{
    Gost94CryptoPro, Gost94Test, HmacStreebog256, HmacStreebog512, ParameterSet, SigningKey, Streebog256,
    Streebog512, gost94, vko,
};
use zeroize::Zeroizing;

use crate::memory::images_around_drop;
use crate::numbers::secret;

/// Sixty-four random octets; as a number, and each half of them, below q of every curve.
pub(crate) type Secret = [u8; 64];

/// What is done with every holder.
pub(crate) trait Visitor {
    /// `make` gives a value whose secrets lie in it and depend on what it is given.
    fn inside<T: Debug>(&mut self, name: &str, make: impl Fn(&Secret) -> T);

    /// `make` gives a value whose secrets lie on the heap, or which has none.
    fn outside<T: Debug>(&mut self, name: &str, make: impl Fn(&Secret) -> T);
}

/// Which octets of a value, whose image `before` is, depend on the secret: they differ if that is another, and do
/// not differ otherwise, as addresses do.
pub(crate) fn secret_octets<T>(before: &[u8], make: impl Fn(&Secret) -> T) -> Vec<bool> {
    let _elsewhere = make(&secret(1));
    let [same, other] = [secret(1), secret(2)].map(|secret| images_around_drop(|| make(&secret))[0].clone());
    let images = before.iter().zip(&same).zip(&other);
    let depends = images.map(|((own, same), other)| own == same && own != other).collect::<Vec<_>>();
    assert!(depends.iter().filter(|depends| **depends).count() >= 16, "there is a secret in the value");
    depends
}

pub(crate) fn visit_all(visitor: &mut impl Visitor) {
    visit_keys(visitor);
    visit_hashes(visitor);
    visit_derived_keys(visitor);
    #[cfg(feature = "cipher")]
    ciphers::visit(visitor);
}

fn visit_keys(visitor: &mut impl Visitor) {
    for set in ParameterSet::all().iter().copied() {
        for curves in Curves::ALL {
            let make = |secret: &Secret| {
                SigningKey::from_le_octets_with(curves, set, &secret[..set.octets()]).expect("below q")
            };
            visitor.outside(&format!("SigningKey, {set}, {curves:?}"), make);
            visitor.outside(&format!("exported octets, {set}, {curves:?}"), |secret| {
                make(secret).export_le_octets()
            });
        }
        let make =
            |secret: &Secret| SigningKey::from_le_octets(set, &secret[..set.octets()]).expect("below q");
        visitor.outside(&format!("PKCS#8, {set}"), |secret| make(secret).to_pkcs8_der());
        visitor.outside(&format!("SecretDocument, {set}"), |secret| {
            esig_gost::pkcs8::EncodePrivateKey::to_pkcs8_der(&make(secret)).expect("always")
        });
        let refused = |secret: &Secret| SigningKey::from_le_octets(set, &secret[..set.octets() - 1]).err();
        visitor.outside(&format!("KeyError, {set}"), refused);
    }
}

/// A secret that fills a block, and one that waits in the buffer.
fn visit_hashes(visitor: &mut impl Visitor) {
    for form in Streebog::ALL.into_iter().filter(|form| form.is_available()) {
        let make = |secret: &Secret| absorb(Streebog256::with_backend(form).expect("available"), secret);
        visitor.inside(&format!("Streebog256, {form:?}"), make);
        let make = |secret: &Secret| absorb(Streebog512::with_backend(form).expect("available"), secret);
        visitor.inside(&format!("Streebog512, {form:?}"), make);
    }
    visitor.inside("constant_time::Streebog256", |secret| absorb(constant_time::Streebog256::new(), secret));
    visitor.inside("constant_time::Streebog512", |secret| absorb(constant_time::Streebog512::new(), secret));
    visitor.inside("Gost94CryptoPro", |secret| absorb(Gost94CryptoPro::new(), secret));
    visitor.inside("Gost94Test", |secret| absorb(Gost94Test::new(), secret));
    visitor.inside("Streebog256Core", absorb_blocks::<Streebog256Core>);
    visitor.inside("Streebog512Core", absorb_blocks::<Streebog512Core>);
    visitor.inside("constant_time::Streebog256Core", absorb_blocks::<constant_time::Streebog256Core>);
    visitor.inside("constant_time::Streebog512Core", absorb_blocks::<constant_time::Streebog512Core>);
    visitor.inside("Gost94CryptoProCore", absorb_blocks::<gost94::Gost94CryptoProCore>);
    visitor.inside("Gost94TestCore", absorb_blocks::<gost94::Gost94TestCore>);
    visitor.outside("HmacStreebog256", authenticate::<HmacStreebog256>);
    visitor.outside("HmacStreebog512", authenticate::<HmacStreebog512>);
}

fn absorb<H: Digest>(hash: H, secret: &Secret) -> H {
    hash.chain_update(secret).chain_update(&secret[1..40])
}

fn absorb_blocks<C: UpdateCore + Default>(secret: &Secret) -> C {
    let mut core = C::default();
    for chunk in secret.chunks(C::block_size()) {
        let mut block = Block::<C>::default();
        block.copy_from_slice(chunk);
        core.update_blocks(&[block]);
    }
    core
}

fn authenticate<M: KeyInit + Mac>(secret: &Secret) -> M {
    <M as KeyInit>::new_from_slice(secret).expect("any length").chain_update(b"message")
}

fn visit_derived_keys(visitor: &mut impl Visitor) {
    visitor.inside("KDF", |secret| kdf_gostr3411_2012_256(secret, b"label", b"seed"));
    visitor.inside("KDF_TREE", |secret| {
        let mut output = Zeroizing::new([0; 64]);
        kdf_tree_gostr3411_2012_256(secret, b"label", b"seed", CounterOctets::One, &mut *output)
            .expect("short enough");
        output
    });
    #[cfg(feature = "pbkdf2")]
    visitor.inside("PBKDF2", |secret| {
        let mut output = Zeroizing::new([0; 64]);
        esig_gost::kdf::pbkdf2_hmac_streebog512(secret, b"salt", 2, &mut *output);
        output
    });
    let pair = |set: ParameterSet, own: &Secret| {
        let key =
            |octets: &Secret| SigningKey::from_le_octets(set, &octets[..set.octets()]).expect("below q");
        (key(own), key(&secret(9)).verifying_key().clone())
    };
    for set in [ParameterSet::Tc26_256A, ParameterSet::Tc26_512A] {
        visitor.inside(&format!("VKO with 256 bits, {set}"), |secret| {
            let (own, others) = pair(set, secret);
            vko::kek_256(&own, &others, &[1; 8]).expect("one curve")
        });
        visitor.inside(&format!("KEG, {set}"), |secret| {
            let (own, others) = pair(set, secret);
            vko::keg(&own, &others, &[1; 32]).expect("one curve")
        });
    }
    visitor.inside("VKO with 512 bits", |secret| {
        let (own, others) = pair(ParameterSet::Tc26_512A, secret);
        vko::kek_512(&own, &others, &[1; 8]).expect("one curve")
    });
    visitor.inside("VKO of 2001", |secret| {
        let (own, others) = pair(ParameterSet::CryptoProA, secret);
        vko::kek_2001(&own, &others, &[1; 8]).expect("one curve")
    });
}

#[cfg(feature = "cipher")]
mod ciphers {
    use esig_gost::cipher::{BlockCipher, CtrAcpkm, CtrAcpkmOmac, Gost28147Cfb, Gost28147ParameterSet};
    use esig_gost::keywrap;

    use super::Visitor;
    use crate::numbers::key;

    const SET: Gost28147ParameterSet = Gost28147ParameterSet::Tc26Z;

    pub(super) fn visit(visitor: &mut impl Visitor) {
        visitor.inside("Gost28147Cfb", |secret| {
            let mut cipher = Gost28147Cfb::new(SET, &key(secret), &[1; 8]);
            cipher.decrypt(&mut [7; 20]); // what is fed back is public
            cipher
        });
        for cipher in [BlockCipher::Magma, BlockCipher::Kuznyechik] {
            visit_modes(visitor, cipher);
        }
        visit_wrapped(visitor);
    }

    fn visit_modes(visitor: &mut impl Visitor, cipher: BlockCipher) {
        let (ukm, iv) = (vec![1; cipher.ukm_octets()], vec![1; cipher.iv_octets()]);
        let section = cipher.cms_section_octets();
        visitor.outside(&format!("CtrAcpkm, {cipher:?}"), |secret| {
            let mut stream = CtrAcpkm::with_ukm(cipher, &key(secret), &ukm, section).expect("right lengths");
            stream.apply_keystream(&mut [7; 20]);
            stream
        });
        visitor.inside(&format!("CtrAcpkmOmac, {cipher:?}"), |secret| {
            CtrAcpkmOmac::with_ukm(cipher, &key(secret), &ukm, section).expect("right lengths")
        });
        visitor.outside(&format!("KImp15, {cipher:?}"), |secret| {
            let wrapped = keywrap::kexp15(cipher, secret, &[1; 64], &iv).expect("right lengths");
            keywrap::kimp15(cipher, &wrapped, &[1; 64], &iv)
        });
        visitor.outside(&format!("KImp15 refused, {cipher:?}"), |secret| {
            keywrap::kimp15(cipher, &[0; 80], secret, &iv)
        });
    }

    fn visit_wrapped(visitor: &mut impl Visitor) {
        let kek = [7; 32];
        visitor.outside("EncryptedKey", |secret| keywrap::gost28147_wrap(SET, &kek, &[1; 8], &key(secret)));
        visitor.inside("GOST 28147-89 unwrapped", |secret| {
            let wrapped = keywrap::gost28147_wrap(SET, &kek, &[1; 8], &key(secret));
            keywrap::gost28147_unwrap(SET, &kek, &wrapped).expect("the same key")
        });
        visitor.inside("CryptoPro unwrapped", |secret| {
            let wrapped = keywrap::crypto_pro_wrap(SET, &kek, &[1; 8], &key(secret));
            keywrap::crypto_pro_unwrap(SET, &kek, &wrapped).expect("the same key")
        });
        visitor.inside("diversified KEK", |secret| keywrap::diversify_kek(SET, &key(secret), &[1; 8]));
        visitor.outside("KDF unwrapped", |secret| {
            let wrapped = keywrap::kdf_wrap(SET, &kek, &[1; 8], secret).expect("right lengths");
            keywrap::kdf_unwrap(SET, &kek, &wrapped)
        });
    }
}
