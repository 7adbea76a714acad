//! Encrypted CMS and PFX files that others made, taken apart by hand: the key is agreed on or derived, what is
//! wrapped is unwrapped, and the content decrypted.
#![cfg(all(feature = "cipher", feature = "pbkdf2", feature = "pkcs8"))]

mod common;

use std::error::Error;

use common::{Signed, contents, hex, le, unarmoured};
use esig_corpora::{Corpus, Report, Row};
use esig_gost::cipher::BlockCipher::{Kuznyechik, Magma};
use esig_gost::cipher::{BlockCipher, CtrAcpkm, CtrAcpkmOmac, Gost28147Cfb, Gost28147ParameterSet};
use esig_gost::digest::{KeyInit, Mac};
use esig_gost::keywrap::{EncryptedKey, crypto_pro_unwrap, gost28147_unwrap, kimp15};
use esig_gost::{Gost94CryptoPro, HmacStreebog256, HmacStreebog512, kdf, vko};
use esig_gost::{ParameterSet, SigningKey, VerifyingKey};
use hmac::Hmac;
use pkcs8::ObjectIdentifier;
use pkcs8::der::{AnyRef, Decode, Reader, SliceReader};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[test]
fn published_cms_and_pfx_are_decrypted() {
    let Some(corpus) = Corpus::open("gost/published@encrypted") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        let outcome = match row.id() {
            "tc26-cms/tc26_encrypted_keyagree_a211.pem" => agreed_kuznyechik(row),
            "tc26-cms/tc26_encrypted_keyagree_a221.pem" => agreed_magma(row),
            "tc26-cms/tc26_encrypted_magma_a411.pem" => preshared(row, Magma),
            "tc26-cms/tc26_encrypted_kuznyechik_a421.pem" => preshared(row, Kuznyechik),
            "cms-other/pygost_test_cms_L225.der" => transported(row, &tc26_key_256()),
            "cms-other/pygost_test_cms_L301.der" => transported(row, &tc26_key_512()),
            "cms-other/pygost_test_cms_L403.der" => agreed_28147(row, &tc26_key_256()),
            "cms-other/pygost_test_cms_L434.der" => agreed_28147(row, &tc26_key_512()),
            "pfx/bc-java_PfxPduTest_L530.der" => {
                report.left("pfx (password unknown)");
                continue;
            }
            _ if row.kind() == "pfx" => pfx(row),
            _ => {
                report.left(row.kind());
                continue;
            }
        };
        compare(&mut report, row, outcome);
    }
    report.finish();
}

#[test]
fn generated_pfx_are_decrypted() {
    let Some(corpus) = Corpus::open("gost/generated@encrypted") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        if row.kind() == "pfx" && row.get("what").contains("GOST") {
            compare(&mut report, row, pfx(row));
        } else {
            report.left(row.kind());
        }
    }
    report.finish();
}

fn compare(report: &mut Report, row: &Row, outcome: Result<()>) {
    report.compare(
        row.id(),
        "decrypted",
        outcome.map_or_else(|why| why.to_string(), |()| "decrypted".into()),
    );
}

/// Says what is wrong unless `holds`.
fn check(holds: bool, what: &str) -> Result<()> {
    if holds { Ok(()) } else { Err(what.into()) }
}

// CMS: the examples of R 1323565.1.025-2019 appendix A, and of the earlier recommendation of TC 26, whose
// private keys and contents these documents print.

/// A.2.1.1: an ephemeral key, KEG and KExp15 with Kuznyechik, content with OMAC.
fn agreed_kuznyechik(row: &Row) -> Result<()> {
    let cms = read(row)?;
    let recipient = SigningKey::from_pkcs8_der(&read_path(row, "tc26-cms/tc26_recipient512_key.pem")?)?;
    let originator = contents(&cms, &[1, 0, 1, 0, 1, 0, 1])?;
    let originator = public_key(ParameterSet::Tc26_512A, originator)?;
    let cek = kimp15_cms(Kuznyechik, &cms, &recipient, &originator)?;

    let ukm = contents(&cms, &[1, 0, 2, 1, 1, 0])?;
    let mut content = contents(&cms, &[1, 0, 2, 2])?.to_vec();
    let mac = contents(&cms, &[1, 0, 3, 0, 1, 0])?;
    let cipher = || CtrAcpkmOmac::with_ukm(Kuznyechik, &cek, ukm, Kuznyechik.cms_section_octets());
    cipher()?.decrypt(&mut content, mac)?;
    check(content == windows_1251("EnvelopedData"), "another content")?;
    check(cipher()?.encrypt(&mut content) == mac, "another code")?;
    check(content == contents(&cms, &[1, 0, 2, 2])?, "another encrypted content")
}

/// A.2.2.1: the originator's certificate, KEG and KExp15 with Magma.
fn agreed_magma(row: &Row) -> Result<()> {
    let cms = read(row)?;
    let recipient = SigningKey::from_pkcs8_der(&read_path(row, "tc26-cms/tc26_recipient256_key.pem")?)?;
    let certificate = read_path(row, "tc26-cms/tc26_sender256_cert.pem")?;
    let originator = VerifyingKey::from_spki_der(Signed::parse(&certificate)?.spki()?)?;
    let cek = kimp15_cms(Magma, &cms, &recipient, &originator)?;

    let ukm = contents(&cms, &[1, 0, 2, 1, 1, 0])?;
    let mut content = contents(&cms, &[1, 0, 2, 2])?.to_vec();
    CtrAcpkm::with_ukm(Magma, &cek, ukm, Magma.cms_section_octets())?.apply_keystream(&mut content);
    check(content == windows_1251("EnvelopedData"), "another content")
}

fn kimp15_cms(
    cipher: BlockCipher,
    cms: &[u8],
    recipient: &SigningKey,
    originator: &VerifyingKey,
) -> Result<[u8; 32]> {
    let ukm = contents(cms, &[1, 0, 1, 0, 2, 0])?.try_into()?;
    let wrapped = contents(cms, &[1, 0, 1, 0, 4, 0, 1])?;
    let keys = vko::keg(recipient, originator, &ukm)?;
    let iv = &ukm[24..][..cipher.iv_octets()];
    Ok(kimp15(cipher, wrapped, &keys, iv)?.as_slice().try_into()?)
}

/// A.4.1.1 and A.4.2.1: EncryptedData under a key that both have; with OMAC if there is a code.
fn preshared(row: &Row, cipher: BlockCipher) -> Result<()> {
    let cms = read(row)?;
    let key = le("8F5EEF8814D228FB2BBC5612323730CFA33DB7263CC2C0A01A6C6953F33D61D5");
    let key = key.as_slice().try_into()?;
    let ukm = contents(&cms, &[1, 0, 1, 1, 1, 0])?;
    let mut content = contents(&cms, &[1, 0, 1, 2])?.to_vec();
    let section = cipher.cms_section_octets();
    match contents(&cms, &[1, 0, 2, 0, 1, 0]) {
        Ok(mac) => CtrAcpkmOmac::with_ukm(cipher, key, ukm, section)?.decrypt(&mut content, mac)?,
        Err(_) => CtrAcpkm::with_ukm(cipher, key, ukm, section)?.apply_keystream(&mut content),
    }
    check(content == windows_1251("EncryptedData"), "another content")
}

/// KeyTransRecipientInfo: VKO with an ephemeral key, CryptoPro key wrap.
fn transported(row: &Row, recipient: &SigningKey) -> Result<()> {
    let cms = read(row)?;
    let transport = contents(&cms, &[1, 0, 1, 0, 3])?;
    let ephemeral = public_key(recipient.parameter_set(), contents(transport, &[1, 1, 1])?)?;
    let wrapped = EncryptedKey {
        ukm: contents(transport, &[1, 2])?.try_into()?,
        encrypted_key: contents(transport, &[0, 0])?.try_into()?,
        mac_key: contents(transport, &[0, 1])?.try_into()?,
    };
    let kek = vko::kek_256(recipient, &ephemeral, &wrapped.ukm)?;
    decrypt_28147(&cms, &*crypto_pro_unwrap(Gost28147ParameterSet::Tc26Z, &kek, &wrapped)?)
}

/// KeyAgreeRecipientInfo: VKO with an ephemeral key, GOST 28147-89 key wrap.
fn agreed_28147(row: &Row, recipient: &SigningKey) -> Result<()> {
    let cms = read(row)?;
    let ephemeral = public_key(recipient.parameter_set(), contents(&cms, &[1, 0, 1, 0, 1, 0, 1])?)?;
    let encrypted = contents(&cms, &[1, 0, 1, 0, 4, 0, 1])?;
    let wrapped = EncryptedKey {
        ukm: contents(&cms, &[1, 0, 1, 0, 2, 0])?.try_into()?,
        encrypted_key: contents(encrypted, &[0])?.try_into()?,
        mac_key: contents(encrypted, &[1])?.try_into()?,
    };
    let kek = vko::kek_256(recipient, &ephemeral, &wrapped.ukm)?;
    decrypt_28147(&cms, &*gost28147_unwrap(Gost28147ParameterSet::Tc26Z, &kek, &wrapped)?)
}

fn decrypt_28147(cms: &[u8], cek: &[u8; 32]) -> Result<()> {
    let iv = contents(cms, &[1, 0, 2, 1, 1, 0])?.try_into()?;
    let mut content = contents(cms, &[1, 0, 2, 2])?.to_vec();
    Gost28147Cfb::new(Gost28147ParameterSet::Tc26Z, cek, iv).decrypt(&mut content);
    let known = content == b"Test message" || content == b"Test data to encrypt.\n".repeat(100);
    check(known, "another content")
}

fn tc26_key_256() -> SigningKey {
    let key = le("BFCF1D623E5CDD3032A7C6EABB4A923C46E43D640FFEAAF2C3ED39A8FA399924");
    SigningKey::from_le_octets(ParameterSet::CryptoProXchA, &key).unwrap()
}

fn tc26_key_512() -> SigningKey {
    let key = le("3FC01CDCD4EC5F972EB482774C41E66DB7F380528DFE9E67992BA05AEE462435
                  757530E641077CE587B976C8EEB48C48FD33FD175F0C7DE6A44E014E6BCB074B");
    SigningKey::from_le_octets(ParameterSet::Tc26_512B, &key).unwrap()
}

/// The public key in the contents of a BIT STRING.
fn public_key(parameter_set: ParameterSet, bits: &[u8]) -> Result<VerifyingKey> {
    let octets = contents(bits.get(1..).unwrap_or_default(), &[])?;
    Ok(VerifyingKey::from_le_octets(parameter_set, octets)?)
}

/// «Контрольный пример для структуры `name`.», in windows-1251.
fn windows_1251(name: &str) -> Vec<u8> {
    let words = hex("CAEEEDF2F0EEEBFCEDFBE920EFF0E8ECE5F020E4EBFF20F1F2F0F3EAF2F3F0FB20");
    [&words, name.as_bytes(), b"."].concat()
}

// PFX: RFC 9548, and the same with the algorithms of 2001.

/// Checks the code, decrypts each bag, reads the key.
fn pfx(row: &Row) -> Result<()> {
    let pfx = read(row)?;
    let password = password(row).as_bytes();
    let safe = contents(&pfx, &[1, 1, 0])?;
    if !row.id().starts_with("pfx/bc-java") {
        check_mac(&pfx, safe, password)?; // those have the code of RFC 7292 appendix B
    }
    let mut keys = 0;
    for place in 0..2 {
        let kind = oid(safe, &[place, 0])?;
        if kind == ENCRYPTED_DATA {
            let content = tlv(contents(safe, &[place, 1, 0])?, 1)?;
            let bags = pbes2(tlv(contents(content, &[])?, 1)?, contents(content, &[2])?, password)?;
            AnyRef::from_der(&bags)?;
        } else {
            let bags = contents(safe, &[place, 1, 0])?;
            let encrypted = tlv(contents(bags, &[0, 1])?, 0)?;
            let algorithm = tlv(contents(encrypted, &[])?, 0)?;
            let key = pbes2(algorithm, contents(encrypted, &[1])?, password)?;
            SigningKey::from_pkcs8_der(&key)?;
            keys += 1;
        }
    }
    check(keys == 1, "no key")
}

fn password(row: &Row) -> &'static str {
    match row.id() {
        "pfx/bc-java_PfxPduTest_L487.der" => "1",
        _ => "Пароль для PFX",
    }
}

fn check_mac(pfx: &[u8], safe: &[u8], password: &[u8]) -> Result<()> {
    let digest = oid(pfx, &[2, 0, 0, 0])?;
    let (expected, salt) = (contents(pfx, &[2, 0, 1])?, contents(pfx, &[2, 1])?);
    let iterations = integer(contents(pfx, &[2, 2])?);
    let mut output = [0; 96];
    let mac = match digest {
        STREEBOG_256 => {
            kdf::pbkdf2_hmac_streebog256(password, salt, iterations, &mut output);
            let mac = HmacStreebog256::new_from_slice(&output[64..])?;
            mac.chain_update(safe).finalize().into_bytes().to_vec()
        }
        STREEBOG_512 => {
            kdf::pbkdf2_hmac_streebog512(password, salt, iterations, &mut output);
            let mac = HmacStreebog512::new_from_slice(&output[64..])?;
            mac.chain_update(safe).finalize().into_bytes().to_vec()
        }
        GOST_94 => {
            kdf::pbkdf2_hmac_gost94(password, salt, iterations, &mut output);
            let mac = Hmac::<Gost94CryptoPro>::new_from_slice(&output[64..])?;
            mac.chain_update(safe).finalize().into_bytes().to_vec()
        }
        other => return Err(format!("digest {other}").into()),
    };
    check(mac == expected, "another code")
}

/// Decrypts what PBES2 with `algorithm`, an AlgorithmIdentifier, encrypted.
fn pbes2(algorithm: &[u8], encrypted: &[u8], password: &[u8]) -> Result<Vec<u8>> {
    let salt = contents(algorithm, &[1, 0, 1, 0])?;
    let iterations = integer(contents(algorithm, &[1, 0, 1, 1])?);
    let prf = oid(algorithm, &[1, 0, 1, 2, 0])?;
    let mut key = [0; 32];
    match prf {
        HMAC_STREEBOG_512 => kdf::pbkdf2_hmac_streebog512(password, salt, iterations, &mut key),
        HMAC_STREEBOG_256 => kdf::pbkdf2_hmac_streebog256(password, salt, iterations, &mut key),
        HMAC_GOST_94 => kdf::pbkdf2_hmac_gost94(password, salt, iterations, &mut key),
        other => return Err(format!("prf {other}").into()),
    }
    let scheme = oid(algorithm, &[1, 1, 0])?;
    check(scheme == GOST_28147, "another scheme")?;
    let iv = contents(algorithm, &[1, 1, 1, 0])?.try_into()?;
    let set = oid(algorithm, &[1, 1, 1, 1])?;
    let set = Gost28147ParameterSet::from_oid(&set).ok_or_else(|| format!("parameter set {set}"))?;
    let mut content = encrypted.to_vec();
    Gost28147Cfb::new(set, &key, iv).decrypt(&mut content);
    Ok(content)
}

const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const STREEBOG_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.2.2");
const STREEBOG_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.2.3");
const GOST_94: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.9");
const HMAC_STREEBOG_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.4.1");
const HMAC_STREEBOG_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.4.2");
const HMAC_GOST_94: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.10");
const GOST_28147: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.21");

fn oid(der: &[u8], path: &[usize]) -> Result<ObjectIdentifier> {
    Ok(ObjectIdentifier::from_bytes(contents(der, path)?)?)
}

fn integer(octets: &[u8]) -> u32 {
    octets.iter().fold(0, |sum, octet| sum << 8 | u32::from(*octet))
}

/// The element of a constructed value's contents at `place`, with its tag and length.
fn tlv(contents: &[u8], place: usize) -> Result<&[u8]> {
    let mut fields = SliceReader::new(contents)?;
    for _ in 0..place {
        fields.tlv_bytes()?;
    }
    Ok(fields.tlv_bytes()?)
}

fn read(row: &Row) -> Result<Vec<u8>> {
    Ok(unarmoured(row.read("file")?))
}

fn read_path(row: &Row, path: &str) -> Result<Vec<u8>> {
    Ok(unarmoured(row.read_path(path)?))
}
