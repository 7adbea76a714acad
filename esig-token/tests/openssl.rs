//! Both ways with OpenSSL: it reads what is written here, and what it writes is read.
//!
//! GOST needs the engine of Debian's `libengine-gost-openssl`. Without one or the other the tests say so and pass,
//! except with `CI=true`.
#![allow(clippy::print_stderr)] // says what was not tested

mod common;

use std::path::PathBuf;
use std::process::{Command, Output};
use std::{env, fs};

use common::{fixture, key, signs, specs};
use esig_core::{CertificateBuf, DigestAlgorithm, Message, SignatureScheme, pem};
use esig_token::pfx::{Entry, Pfx, export_pfx};
use esig_token::{KeySpec, MemoryKey, ParameterSet, Password, SigningKey, SystemRng};

const PASSWORD: &str = "Пароль";

/// A folder of its own for each test, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = env::temp_dir().join(format!("esig-token-{test}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, octets: &[u8]) -> String {
        let path = self.0.join(name);
        fs::write(&path, octets).unwrap();
        path.display().to_string()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn openssl(arguments: &[&str]) -> Output {
    let mut command = Command::new("openssl");
    let output = command.args(arguments).env("PASSWORD", PASSWORD).output();
    output.unwrap_or_else(|error| panic!("openssl {arguments:?}: {error}"))
}

fn succeeds(arguments: &[&str]) -> Vec<u8> {
    let output = openssl(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {errors}");
    output.stdout
}

/// Whether OpenSSL and its engine are there; absence fails in CI.
fn is_present() -> bool {
    let engine = Command::new("openssl").args(["engine", "-t", "gost"]).output();
    let present = engine.is_ok_and(|output| output.status.success());
    let in_ci = env::var_os("CI").is_some_and(|value| value == "true");
    assert!(present || !in_ci, "openssl with its GOST engine is absent, which CI does not allow");
    if !present {
        eprintln!("openssl with its GOST engine is absent: nothing tested");
    }
    present
}

fn engine(spec: KeySpec) -> &'static [&'static str] {
    match spec {
        KeySpec::Gost(_) => &["-engine", "gost"],
        _ => &[],
    }
}

/// What OpenSSL knows: its engine has no second test curve, and reads the name of a public key only.
fn known() -> impl Iterator<Item = KeySpec> {
    specs().filter(|spec| *spec != KeySpec::Gost(ParameterSet::Test512))
}

#[test]
fn openssl_reads_our_keys() {
    if !is_present() {
        return;
    }
    let folder = Folder::new("pkcs8");
    for spec in known() {
        let key = key(spec);
        let locked = key.export_pkcs8_encrypted_pem(&Password::from(PASSWORD), &mut SystemRng).unwrap();
        let plain = pem::encode("PRIVATE KEY", &key.export_pkcs8_der());
        for pem in [plain, locked] {
            let path = folder.write("key.pem", pem.as_bytes());
            let pkey = ["pkey", "-in", &path, "-passin", "env:PASSWORD", "-pubout", "-outform", "DER"];
            let spki = succeeds(&[&pkey, engine(spec)].concat());
            // The engine writes its own choice of digestParamSet: the key itself is the same.
            let bits = |der: &[u8]| der[der.len() - 32..].to_vec();
            assert_eq!(bits(&spki), bits(key.public_key_spki()), "{spec}");
        }
    }
}

#[test]
fn openssl_verifies_our_signatures() {
    if !is_present() {
        return;
    }
    let folder = Folder::new("signatures");
    let message = folder.write("message", b"message");
    for spec in known().filter(|spec| *spec != KeySpec::Ed25519) {
        let mut key = key(spec);
        let public = folder.write("public.pem", pem::encode("PUBLIC KEY", key.public_key_spki()).as_bytes());
        for scheme in key.schemes().to_vec() {
            let signature = key.sign(scheme, Message::Bytes(b"message")).unwrap();
            let signature = folder.write("signature", signature.as_octets());
            let digest = format!("-{}", digest_name(scheme));
            let verify = ["dgst", &digest, "-verify", &public, "-signature", &signature];
            succeeds(&[&verify[..], options(scheme), engine(spec), &[&message]].concat());
        }
    }
}

fn digest_name(scheme: SignatureScheme) -> String {
    match scheme {
        SignatureScheme::Gost3410_2012_256 => "md_gost12_256".into(),
        SignatureScheme::Gost3410_2012_512 => "md_gost12_512".into(),
        scheme => scheme.content_digest_algorithm().to_string(),
    }
}

fn options(scheme: SignatureScheme) -> &'static [&'static str] {
    match scheme {
        SignatureScheme::RsaPss { .. } => {
            &["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]
        }
        _ => &[],
    }
}

#[test]
fn openssl_reads_our_pfx() {
    if !is_present() {
        return;
    }
    let folder = Folder::new("pfx");
    for family in common::FAMILIES {
        let file = |name: &str| fixture(&format!("{family}/{name}"));
        let certificate = CertificateBuf::from_der(file("signer.cer")).unwrap();
        let chain = CertificateBuf::from_der(file("int.cer")).unwrap();
        let key = MemoryKey::from_pkcs8_der(&file("signer.key")).unwrap();
        let key = key.with_certificate(certificate).unwrap();
        let entry = Entry::new(&key).with_friendly_name("Ключ");
        let pfx = export_pfx(&[entry], &[chain], &Password::from(PASSWORD), &mut SystemRng).unwrap();
        let path = folder.write("key.pfx", &pfx);
        let pkcs12 = ["pkcs12", "-in", &path, "-passin", "env:PASSWORD", "-nodes", "-engine", "gost"];
        let out = succeeds(&pkcs12);
        let labels: Vec<String> = pem::blocks(&out).map(|block| block.unwrap().label).collect();
        assert_eq!(labels, ["CERTIFICATE", "CERTIFICATE", "PRIVATE KEY"], "{family}");
        let again = MemoryKey::from_pem(&out, None).unwrap();
        assert_eq!(again.kind(), key.kind());
        let again = again.with_certificate(key.certificate().unwrap().clone()).unwrap();
        assert!(signs(&mut again.allow_software_rsa()), "{family}");
    }
}

/// Every protection that is supported, and those that are refused by name.
#[test]
fn we_read_every_protection_of_pkcs8() {
    if !is_present() {
        return;
    }
    let folder = Folder::new("pbes2");
    let path = folder.write("key.der", &fixture("ec/signer.key"));
    let out = folder.path("locked.der");
    let encrypt = |cipher: &str, prf: &str| {
        let input = ["pkcs8", "-topk8", "-inform", "DER", "-in", &path, "-outform", "DER", "-out", &out];
        let protection = ["-passout", "env:PASSWORD", "-v2", cipher, "-v2prf", prf];
        succeeds(&[input.as_slice(), &protection].concat());
        MemoryKey::from_pkcs8_encrypted(&fs::read(&out).unwrap(), &Password::from(PASSWORD))
    };
    for cipher in ["aes-128-cbc", "aes-192-cbc", "aes-256-cbc"] {
        for prf in ["hmacWithSHA1", "hmacWithSHA224", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512"] {
            let mut key = encrypt(cipher, prf).unwrap();
            assert!(signs(&mut key), "{cipher} {prf}");
        }
    }
    let error = encrypt("des3", "hmacWithSHA256").unwrap_err().to_string();
    assert!(error.contains("3DES"), "{error}");
}

#[test]
fn we_read_every_mac_and_protection_of_pfx() {
    if !is_present() {
        return;
    }
    let folder = Folder::new("macs");
    let key = folder.write("key.pem", &fixture("ec/signer.key.pem"));
    let certificate = folder.write("signer.pem", &fixture("ec/signer.pem"));
    let out = folder.path("out.pfx");
    let export = |options: &[&str]| {
        let input = ["pkcs12", "-export", "-inkey", &key, "-in", &certificate, "-out", &out];
        succeeds(&[input.as_slice(), &["-passout", "env:PASSWORD"], options].concat());
        Pfx::open(&fs::read(&out).unwrap(), &Password::from(PASSWORD))
    };
    for mac in ["sha1", "sha224", "sha256", "sha384", "sha512"] {
        let pfx = export(&["-macalg", mac]).unwrap();
        assert!(pfx.keys()[0].key().certificate().is_some(), "{mac}");
    }
    assert!(export(&["-nomac"]).is_ok());
    assert!(export(&["-keypbe", "NONE", "-certpbe", "NONE"]).is_ok());
    assert!(export(&["-keypbe", "aes-128-cbc", "-certpbe", "aes-192-cbc"]).is_ok());
    let names = [
        (&["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"][..], "3DES"),
        (&["-engine", "gost", "-macalg", "md_gost12_512"], "Streebog-512"),
        (&["-engine", "gost", "-keypbe", "gost89", "-certpbe", "gost89"], "GOST 28147-89"),
    ];
    for (options, name) in names {
        let error = export(options).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
}

/// RFC 4055 §1.2: what stands beside the key binds it to its parameters.
#[test]
fn keys_for_pss_alone_sign_by_pss_alone() {
    if !is_present() {
        return;
    }
    let size = ["genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048", "-outform", "DER"];
    let key = MemoryKey::from_pkcs8_der(&succeeds(&size)).unwrap().allow_software_rsa();
    assert_eq!(key.schemes().len(), 3);
    assert!(key.schemes().iter().all(|scheme| matches!(scheme, SignatureScheme::RsaPss { .. })));

    let bound = ["-pkeyopt", "rsa_pss_keygen_md:sha384", "-pkeyopt", "rsa_pss_keygen_mgf1_md:sha256"];
    let salt = ["-pkeyopt", "rsa_pss_keygen_saltlen:40"];
    let der = succeeds(&[&size[..], &bound, &salt].concat());
    let mut key = MemoryKey::from_pkcs8_der(&der).unwrap().allow_software_rsa();
    let scheme = SignatureScheme::RsaPss {
        digest: DigestAlgorithm::Sha384,
        mgf_digest: DigestAlgorithm::Sha256,
        salt_octets: 40,
    };
    assert_eq!(key.schemes(), [scheme]);
    assert!(signs(&mut key));
    let pkcs1 = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
    assert!(key.sign(pkcs1, Message::Bytes(b"message")).is_err());
    assert_eq!(*MemoryKey::from_pkcs8_der(&key.export_pkcs8_der()).unwrap().export_pkcs8_der(), der);
}

#[test]
fn we_read_the_older_forms_of_keys() {
    if !is_present() {
        return;
    }
    let folder = Folder::new("traditional");
    for (family, label) in [("ec", "EC PRIVATE KEY"), ("rsa", "RSA PRIVATE KEY")] {
        let path = folder.write("key.pem", &fixture(&format!("{family}/signer.key.pem")));
        let out = succeeds(&["pkey", "-in", &path, "-traditional"]);
        assert!(String::from_utf8_lossy(&out).contains(label));
        let certificate = CertificateBuf::from_der(fixture(&format!("{family}/signer.cer"))).unwrap();
        let key = MemoryKey::from_pem(&out, None).unwrap().with_certificate(certificate).unwrap();
        assert!(signs(&mut key.allow_software_rsa()));

        let der = pem::blocks(&out).next().unwrap().unwrap().contents;
        assert!(MemoryKey::from_file_octets(&der, None).is_ok());
        let locked = succeeds(&["pkey", "-in", &path, "-traditional", "-aes256", "-passout", "env:PASSWORD"]);
        let error = MemoryKey::from_pem(&locked, Some(&Password::from(PASSWORD))).unwrap_err().to_string();
        assert!(error.contains("PEM encryption"), "{error}");
    }
}
