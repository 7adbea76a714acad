//! The signatures of the project's fixtures, made by OpenSSL: intact as they are, broken over other content.

use std::fs;
use std::path::{Path, PathBuf};

use esig_cms::{ContentDigests, IntegrityError, Level, Outcome, SignedData, SignedOctets};
use esig_core::{CertificateBuf, Limits, Provider, pem};

/// A file of the fixtures, counted from their folder.
fn fixture(path: impl AsRef<Path>) -> Vec<u8> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"));
    let path = folder.join(path);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every signature below a folder of the fixtures, in the order of the names.
fn signatures(folder: &str) -> Vec<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures")).join(folder);
    let names =
        fs::read_dir(path).expect("a folder of fixtures").map(|entry| entry.expect("an entry").path());
    let mut names: Vec<PathBuf> = names
        .filter(|name| name.extension().is_some_and(|end| end == "p7s"))
        .map(|name| Path::new(folder).join(name.file_name().expect("a name")))
        .collect();
    names.sort();
    names
}

const FOLDERS: [&str; 7] = ["gost256", "gost512", "rsa", "ec", "ed25519", "several", "gost-sets"];

/// Where no certificate is inside, the one beside the file that has its name, or `signer.cer`.
fn certificate_beside(path: &Path) -> CertificateBuf {
    let own = path.with_extension("cer");
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"));
    let path = if folder.join(&own).is_file() { own } else { path.with_file_name("signer.cer") };
    CertificateBuf::from_der(fixture(path)).expect("certificate")
}

/// The outcome of every signer.
fn outcomes(
    path: &Path,
    bytes: &[u8],
    content: &ContentDigests,
) -> Vec<Result<SignedOctets, IntegrityError>> {
    let provider = Provider::rustcrypto();
    let data = SignedData::parse(bytes, &Limits::DEFAULT).expect("well-formed");
    let outcomes = data.signer_infos().map(|signer_info| match data.find_certificate(&signer_info) {
        Some(certificate) => {
            signer_info.check(certificate.view(), content, &provider).map(|intact| intact.signed_octets())
        }
        None => signer_info
            .check(certificate_beside(path).view(), content, &provider)
            .map(|intact| intact.signed_octets()),
    });
    outcomes.collect()
}

/// Digests of the content inside, else of `beside`.
fn digests(bytes: &[u8], beside: &[u8]) -> ContentDigests {
    let provider = Provider::rustcrypto();
    let data = SignedData::parse(bytes, &Limits::DEFAULT).expect("well-formed");
    if data.encapsulated_content().is_some() {
        return data.digest_encapsulated_content(&provider);
    }
    let mut hasher = data.hasher(&provider);
    beside.chunks(7).for_each(|piece| hasher.update(piece));
    hasher.finish()
}

#[test]
fn every_signature_is_intact() {
    let content = fixture("content/договор.txt");
    let mut count = 0;
    for path in FOLDERS.into_iter().flat_map(signatures) {
        let bytes = fixture(&path);
        let outcomes = outcomes(&path, &bytes, &digests(&bytes, &content));
        let name = path.display().to_string();
        let expected =
            if name.contains("noattr") { SignedOctets::Content } else { SignedOctets::AttributesAsReceived };
        let signers = if name.starts_with("several") { 4 } else { 1 };
        assert_eq!(outcomes.len(), signers, "{name}");
        assert!(outcomes.iter().all(|outcome| *outcome == Ok(expected)), "{name}: {outcomes:?}");
        count += signers;
    }
    assert!(count >= 60, "{count} signatures");
}

#[test]
fn other_content_breaks_every_signature() {
    for path in FOLDERS.into_iter().flat_map(signatures) {
        let mut bytes = fixture(&path);
        // One letter of the content, where that is inside; what is beside is empty.
        for inside in ["Сторо", "line 599"] {
            let inside = inside.as_bytes();
            if let Some(at) = bytes.windows(inside.len()).position(|window| window == inside) {
                bytes[at] ^= 1;
            }
        }
        let outcomes = outcomes(&path, &bytes, &digests(&bytes, &fixture("content/empty.bin")));
        let is_broken = |outcome: &Result<_, IntegrityError>| {
            outcome.as_ref().is_err_and(|error| error.outcome() == Outcome::Broken)
        };
        assert!(outcomes.iter().all(is_broken), "{}: {outcomes:?}", path.display());
    }
}

#[test]
fn without_the_content_nothing_is_decided() {
    for path in signatures("rsa").into_iter().chain(signatures("gost-sets")) {
        let bytes = fixture(&path);
        if SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed").encapsulated_content().is_some()
        {
            continue;
        }
        let outcomes = outcomes(&path, &bytes, &ContentDigests::none());
        assert_eq!(outcomes, [Err(IntegrityError::ContentMissing)], "{}", path.display());
    }
}

#[test]
fn levels_are_read() {
    let level = |path: &str| {
        let bytes = fixture(path);
        let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
        data.signer_infos().map(|signer_info| signer_info.level()).collect::<Vec<Level>>()
    };
    for folder in &FOLDERS[..5] {
        assert_eq!(level(&format!("{folder}/detached.p7s")), [Level::CadesB], "{folder}");
    }
    for folder in &FOLDERS[..4] {
        assert_eq!(level(&format!("{folder}/detached-cms.p7s")), [Level::Cms], "{folder}");
        assert_eq!(level(&format!("{folder}/detached-noattr.p7s")), [Level::Cms], "{folder}");
    }
    assert_eq!(level("several/detached.p7s"), [Level::CadesB; 4]);
}

#[test]
fn pem_holds_the_same_signature() {
    for folder in &FOLDERS[..4] {
        let text = fixture(format!("{folder}/detached.pem"));
        let block = pem::blocks(&text).next().expect("a block").expect("base64");
        assert_eq!(
            (block.label.as_str(), block.contents),
            ("PKCS7", fixture(format!("{folder}/detached.p7s")))
        );
    }
}

#[test]
fn every_truncation_is_refused_with_a_place() {
    for path in ["gost256/detached.p7s", "ec/attached-indefinite.p7s"] {
        let bytes = fixture(path);
        for length in (0..bytes.len()).step_by(3) {
            let error = SignedData::parse(&bytes[..length], &Limits::DEFAULT).expect_err("cut");
            assert!(error.to_string().contains(" at byte "), "{path} cut at {length}: {error}");
        }
    }
}
