//! Both ways with OpenSSL and its GOST engine: it verifies what is signed here, and what it signs is verified here.
//!
//! The engine is that of Debian's `libengine-gost-openssl`. Without it the tests say so and pass, except with
//! `CI=true`. Each prints how many signatures it saw and the command.
#![allow(clippy::print_stdout)] // the figures are what the tests are run for

use std::path::PathBuf;
use std::process::{Command, Output};
use std::{env, fs, process};

use esig_cms::{ContentDigests, IntegrityError, SignedData, SignedDataBuf, Signing};
use esig_core::{CertificateBuf, Limits, Message, Provider, SignatureScheme, pem};
use esig_testkit::{Family, Identity, ParameterSet, Signer, TestPki};
use esig_token::SigningKey;
use time::UtcDateTime;
use time::macros::utc_datetime;

const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);
const CONTENT: &[u8] = "Договор № 1\r\n".as_bytes();

/// Every parameter set but the second test curve, which the engine lacks; RSA; P-256. OpenSSL 3.0 has no CMS with
/// Ed25519, see [`openssl_agrees_on_ed25519`].
fn families() -> impl Iterator<Item = Family> {
    let sets = ParameterSet::all().iter().filter(|set| **set != ParameterSet::Test512);
    sets.map(|set| Family::Gost(*set)).chain([Family::Rsa2048, Family::P256])
}

#[test]
fn openssl_verifies_ours() {
    let Some(folder) = Folder::new("ours") else { return };
    let (mut count, mut sets) = (0, 0);
    for family in families() {
        let pki = TestPki::new(family, 1, AT);
        let anchors = folder.write("anchors.pem", &anchors(&pki));
        let signer = pki.signer(Signer::Valid);
        for scheme in schemes(&signer) {
            for attached in [true, false] {
                let signed = sign(&signer, scheme, attached, &pki.chain());
                let altered = |octets: &[u8]| altered(octets, attached, signed.as_der());
                let cms = folder.write("ours.p7s", signed.as_der());
                let output = cms_verify(&folder, &cms, attached, CONTENT, &anchors);
                assert!(output.status.success(), "{family}, {scheme}: {}", text(&output));
                let (bytes, content) = altered(CONTENT);
                let cms = folder.write("altered.p7s", &bytes);
                let output = cms_verify(&folder, &cms, attached, &content, &anchors);
                assert!(!output.status.success(), "{family}, {scheme}: altered content passes");
                count += 1;
            }
        }
        sets += usize::from(matches!(family, Family::Gost(_)));
    }
    println!(
        "interop openssl: verified {count} signatures of ours, {sets} GOST parameter sets, attached and detached"
    );
    println!(
        "interop openssl: with openssl cms -engine gost -verify -cades -binary -inform DER -in F [-content C] \
         -CAfile A -crl_check_all -attime {}",
        AT.unix_timestamp()
    );
}

#[test]
fn openssl_refuses_our_revoked_signer() {
    let Some(folder) = Folder::new("revoked") else { return };
    for family in [Family::GOST_256, Family::GOST_512, Family::Rsa2048, Family::P256] {
        let pki = TestPki::new(family, 1, AT);
        let anchors = folder.write("anchors.pem", &anchors(&pki));
        for (signer, reason) in [
            (Signer::Revoked, "certificate revoked"),
            (Signer::Expired, "certificate has expired"),
            (Signer::NotYetValid, "certificate is not yet valid"),
        ] {
            let signer = pki.signer(signer);
            let signed = sign(&signer, signer.key().scheme(), false, &pki.chain());
            let cms = folder.write("ours.p7s", signed.as_der());
            let output = cms_verify(&folder, &cms, false, CONTENT, &anchors);
            assert!(
                !output.status.success() && text(&output).contains(reason),
                "{family}: {}",
                text(&output)
            );
        }
    }
}

/// What `openssl cms -sign` is told, and whether the content is inside.
const FORMS: [(&[&str], bool); 7] = [
    (&["-cades"], false),
    (&["-cades", "-nodetach"], true),
    (&[], false),
    (&["-noattr"], false),
    (&["-noattr", "-nodetach"], true),
    (&["-keyid"], false),
    (&["-cades", "-nodetach", "-stream", "-indef"], true),
];

#[test]
fn ours_verifies_openssl() {
    let Some(folder) = Folder::new("theirs") else { return };
    let content = folder.write("content", CONTENT);
    let mut count = 0;
    for family in families() {
        let signer = TestPki::new(family, 1, AT).signer(Signer::Valid);
        let key =
            folder.write("key.pem", pem::encode("PRIVATE KEY", &signer.key().export_pkcs8()).as_bytes());
        let certificate = pem::encode("CERTIFICATE", signer.certificate().as_der());
        let certificate = folder.write("signer.pem", certificate.as_bytes());
        for (form, attached) in FORMS {
            // Streaming with RSASSA-PSS, OpenSSL 3.0 writes the algorithm before it has the parameters, and fails.
            let streams_pss = |options: &&&[&str]| form.contains(&"-stream") && options.contains(&PSS[1]);
            for options in options(family).iter().filter(|options| !streams_pss(options)) {
                let cms = ["cms", "-engine", "gost", "-sign", "-binary", "-outform", "DER", "-in", &content];
                let signer = ["-signer", &certificate, "-inkey", &key];
                let output = openssl(&[&cms[..], &signer, form, options].concat());
                assert!(output.status.success(), "{family} {form:?}: {}", text(&output));
                let what = format!("{family} {form:?} {options:?}");
                check(&output.stdout, attached, &what);
                count += 1;
            }
        }
    }
    println!("interop openssl: {count} signatures of OpenSSL verified here");
    println!(
        "interop openssl: made by openssl cms -engine gost -sign -binary [-cades] [-nodetach] [-noattr] [-keyid] …"
    );
}

const PSS: [&str; 2] = ["-keyopt", "rsa_padding_mode:pss"];

/// How keys of that family sign besides the usual way.
fn options(family: Family) -> &'static [&'static [&'static str]] {
    match family {
        Family::Rsa2048 => &[
            &["-md", "sha256"],
            &["-md", "sha512"],
            &PSS,
            &[PSS[0], PSS[1], "-keyopt", "rsa_mgf1_md:sha512", "-keyopt", "rsa_pss_saltlen:7"],
        ],
        Family::P256 => &[&["-md", "sha256"], &["-md", "sha384"], &["-md", "sha512"]],
        _ => &[&[]],
    }
}

/// OpenSSL 3.0 has Ed25519 and no CMS with it (RFC 8419), so that the value alone goes both ways.
#[test]
fn openssl_agrees_on_ed25519() {
    let Some(folder) = Folder::new("ed25519") else { return };
    let pki = TestPki::new(Family::Ed25519, 1, AT);
    let mut signer = pki.signer(Signer::Valid);
    let key = folder.write("key.pem", pem::encode("PRIVATE KEY", &signer.key().export_pkcs8()).as_bytes());
    let provider = Provider::rustcrypto();

    let prepared = prepare(&signer, SignatureScheme::Ed25519, false, &pki.chain());
    let Message::Bytes(attributes) = prepared.message() else { panic!("Ed25519 signs octets") };
    let message = folder.write("attributes", attributes);
    let theirs = openssl(&["pkeyutl", "-sign", "-rawin", "-in", &message, "-inkey", &key]).stdout;
    let ours = signer.sign(SignatureScheme::Ed25519, prepared.message()).expect("signature");
    assert_eq!(ours.as_octets(), theirs, "Ed25519 is deterministic (RFC 8032 §5.1.6)");

    let value = folder.write("value", ours.as_octets());
    let verify = ["pkeyutl", "-verify", "-rawin", "-in", &message, "-sigfile", &value, "-inkey", &key];
    let output = openssl(&verify);
    assert!(output.status.success(), "{}", text(&output));
    let signed = prepared.complete(ours, &provider).expect("a value of the certificate's key");
    check(signed.as_der(), false, "Ed25519");
    println!("interop openssl: Ed25519 over signed attributes agrees both ways, by openssl pkeyutl -rawin");
}

/// Signs as users do.
fn sign(
    signer: &Identity,
    scheme: SignatureScheme,
    attached: bool,
    chain: &[CertificateBuf],
) -> SignedDataBuf {
    let prepared = prepare(signer, scheme, attached, chain);
    let value = signer.memory_key().and_then(|mut key| key.sign(scheme, prepared.message()));
    prepared
        .complete(value.expect("signature"), &Provider::rustcrypto())
        .expect("a value of the certificate's key")
}

fn prepare(
    signer: &Identity,
    scheme: SignatureScheme,
    attached: bool,
    chain: &[CertificateBuf],
) -> esig_cms::Prepared {
    let provider = Provider::rustcrypto();
    let signing = Signing::new().signer(signer.certificate().clone(), scheme).signing_time(AT).chain(chain);
    let content =
        ContentDigests::of(CONTENT, &[scheme.content_digest_algorithm()], &provider).expect("digest");
    let prepared = if attached {
        signing.prepare_attached(CONTENT, &provider)
    } else {
        signing.prepare(&content, &provider)
    };
    prepared.expect("prepared")
}

fn schemes(signer: &Identity) -> Vec<SignatureScheme> {
    signer.memory_key().expect("the key of the certificate").schemes().to_vec()
}

/// Intact over the content; broken over another, whether that is inside or beside.
fn check(signed: &[u8], attached: bool, what: &str) {
    assert_eq!(integrity(signed, attached, CONTENT), Ok(()), "{what}");
    let (bytes, content) = altered(CONTENT, attached, signed);
    let error = integrity(&bytes, attached, &content).expect_err(what);
    let is_broken =
        matches!(error, IntegrityError::DigestMismatch { .. } | IntegrityError::InvalidSignature { .. });
    assert!(is_broken, "{what}: {error}");
}

fn integrity(signed: &[u8], attached: bool, content: &[u8]) -> Result<(), IntegrityError> {
    let provider = Provider::rustcrypto();
    let data = SignedData::parse(signed, &Limits::DEFAULT).expect("well-formed");
    assert_eq!(data.encapsulated_content().is_some(), attached);
    let mut hasher = data.hasher(&provider);
    hasher.update(content);
    let content = if attached { data.digest_encapsulated_content(&provider) } else { hasher.finish() };
    let mut signers = data.signer_infos();
    let signer_info = signers.next().expect("one signer");
    assert!(signers.next().is_none(), "one signer");
    let certificate = data.find_certificate(&signer_info).expect("the signer's certificate");
    signer_info.check(certificate.view(), &content, &provider).map(|_| ())
}

/// The file and the content with one octet of the content changed, wherever that is.
fn altered(content: &[u8], attached: bool, signed: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (mut signed, mut beside) = (signed.to_vec(), content.to_vec());
    let inside = signed.windows(content.len()).position(|window| window == content);
    match inside.filter(|_| attached) {
        Some(at) => signed[at] ^= 1,
        None => beside[0] ^= 1,
    }
    (signed, beside)
}

/// The root and the lists, all that OpenSSL is to trust and to know.
fn anchors(pki: &TestPki) -> Vec<u8> {
    let root = pem::encode("CERTIFICATE", pki.root().certificate().as_der());
    let lists = pki.crls().into_iter().map(|crl| pem::encode("X509 CRL", crl.as_der()));
    [root].into_iter().chain(lists).collect::<String>().into_bytes()
}

fn cms_verify(folder: &Folder, cms: &str, attached: bool, content: &[u8], anchors: &str) -> Output {
    let at = AT.unix_timestamp().to_string();
    let content = folder.write("content", content);
    let verify = ["cms", "-engine", "gost", "-verify", "-cades", "-binary", "-inform", "DER", "-in", cms];
    let trust = ["-CAfile", anchors, "-crl_check_all", "-attime", &at, "-out", "/dev/null"];
    let beside = ["-content", &content];
    openssl(&[&verify[..], &trust, if attached { &[] } else { &beside }].concat())
}

fn openssl(arguments: &[&str]) -> Output {
    let output = Command::new("openssl").args(arguments).output();
    output.unwrap_or_else(|error| panic!("openssl {arguments:?}: {error}"))
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder of its own for each test, removed in the end.
struct Folder(PathBuf);

impl Folder {
    /// `None`, and a line that says so, without OpenSSL and its engine.
    fn new(test: &str) -> Option<Self> {
        let engine = Command::new("openssl").args(["engine", "-t", "gost"]).output();
        let is_present = engine.is_ok_and(|output| output.status.success());
        let in_ci = env::var_os("CI").is_some_and(|value| value == "true");
        assert!(is_present || !in_ci, "openssl with its GOST engine is absent, which CI does not allow");
        if !is_present {
            println!("interop openssl: absent (openssl with its GOST engine), nothing tested");
            return None;
        }
        let path = env::temp_dir().join(format!("esig-interop-{test}-{}", process::id()));
        fs::create_dir_all(&path).expect("a folder for the test");
        Some(Self(path))
    }

    fn write(&self, name: &str, octets: &[u8]) -> String {
        let path = self.0.join(name);
        fs::write(&path, octets).expect("a file for the test");
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
