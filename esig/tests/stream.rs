//! Content of any size: read and written in pieces, and nothing half done left behind.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use esig::cms::{SignedData, oids};
use esig::core::encode::{element, set_of};
use esig::core::raw::Tag;
use esig::core::{CertificateBuf, DigestAlgorithm, Limits, Message, SignatureScheme, SignatureValue, pem};
use esig::token::{SigningKey, TokenError};
use esig::{Content, Error, Existing, SignOptions, Verdict, Verification, VerifyOptions};
use esig_testkit::{Family, Identity, Signer, TestPki};
use tempfile::TempDir;
use time::UtcDateTime;
use time::macros::utc_datetime;

type Outcome = Result<(), Box<dyn std::error::Error>>;

const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);

/// More than is read or written as a whole.
const LARGE: usize = 9 << 20;

fn large() -> Vec<u8> {
    (0..LARGE).map(|index| (index % 251) as u8).collect()
}

/// A directory with a large file to sign, and a PKI.
struct Desk {
    directory: TempDir,
    pki: TestPki,
}

impl Desk {
    fn new(family: Family) -> Result<Self, Box<dyn std::error::Error>> {
        let desk = Self { directory: tempfile::tempdir()?, pki: TestPki::new(family, 1, AT) };
        fs::write(desk.path("film.avi"), large())?;
        Ok(desk)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn signer(&self) -> Identity {
        self.pki.signer(Signer::Valid)
    }

    fn attached(&self) -> SignOptions {
        SignOptions::new(AT).with_chain(&self.pki.chain()).attached()
    }

    /// The large file within a signature by BER.
    fn ber(&self) -> Result<Vec<u8>, Error> {
        let mut octets = Vec::new();
        esig::sign_to(large().as_slice(), &mut octets, &mut self.signer(), &self.attached())?;
        Ok(octets)
    }

    fn options(&self) -> Result<VerifyOptions, Error> {
        let options = VerifyOptions::new(AT).with_trusted(self.pki.root().certificate().as_der())?;
        self.pki.crls().iter().try_fold(options, |options, crl| options.with_crls(crl.as_der()))
    }

    fn verify(&self, path: impl AsRef<Path>) -> Result<Verification, Error> {
        esig::verify_file(path, &self.options()?)
    }

    /// What comes of the octets as a file, and read once.
    fn verdicts(&self, octets: &[u8]) -> Result<[Verdict; 2], Error> {
        let path = self.path("judged.p7m");
        fs::write(&path, octets).map_err(Error::ReadSignature)?;
        let once = esig::verify_stream(octets, Content::Found, &self.options()?)?;
        Ok([self.verify(&path)?.verdict(), once.verdict()])
    }

    /// The names in the directory but that of the large file.
    fn names(&self) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(&self.directory)?.map(|entry| Ok(entry?.file_name().into_string()));
        let names: Vec<_> = entries.collect::<io::Result<_>>()?;
        Ok(names.into_iter().map(|name| name.expect("UTF-8")).filter(|name| name != "film.avi").collect())
    }
}

#[test]
fn a_large_file_goes_into_its_signature_by_der() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let signature = esig::sign_file(desk.path("film.avi"), &mut desk.signer(), &desk.attached())?;
    let octets = fs::read(&signature)?;
    let data = SignedData::parse(&octets, &Limits::DEFAULT)?;
    assert_eq!(data.findings(), []);
    assert!(data.encapsulated_content().is_some_and(|content| *content.octets() == large()));
    assert_eq!(desk.verdicts(&octets)?, [Verdict::Valid; 2]);
    let verification = esig::verify(&octets, Content::Found, &desk.options()?)?;
    assert_eq!(verification.verdict(), Verdict::Valid);
    Ok(())
}

#[test]
fn what_comes_through_a_pipe_goes_into_its_signature_by_ber() -> Outcome {
    let desk = Desk::new(Family::GOST_256)?;
    let octets = desk.ber()?;
    assert!(octets.starts_with(&[0x30, 0x80]));
    assert_eq!(desk.verdicts(&octets)?, [Verdict::Valid; 2]);

    let mut small = Vec::new();
    esig::sign_to(&b"small"[..], &mut small, &mut desk.signer(), &desk.attached())?;
    assert!(small.starts_with(&[0x30, 0x82]), "its size is known");
    assert_eq!(desk.verdicts(&small)?, [Verdict::Valid; 2]);
    let mut detached = Vec::new();
    let options = SignOptions::new(AT).with_chain(&desk.pki.chain());
    esig::sign_to(large().as_slice(), &mut detached, &mut desk.signer(), &options)?;
    let content = Content::Stream(Box::new(Cursor::new(large())));
    let verification = esig::verify_stream(detached.as_slice(), content, &desk.options()?)?;
    assert_eq!(verification.verdict(), Verdict::Valid);
    let verification = esig::verify_stream(detached.as_slice(), Content::Found, &desk.options()?)?;
    assert_eq!(verification.verdict(), Verdict::Indeterminate, "the content is missing");
    Ok(())
}

#[test]
fn a_large_signature_that_was_altered_or_cut_is_refused() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let mut octets = desk.ber()?;
    octets[LARGE / 2] ^= 1;
    assert_eq!(desk.verdicts(&octets)?, [Verdict::Invalid; 2]);
    octets[LARGE / 2] ^= 1;
    assert_eq!(desk.verdicts(&octets)?, [Verdict::Valid; 2]);
    assert_eq!(desk.verdicts(&octets[..octets.len() - 1])?, [Verdict::Malformed; 2]);
    assert_eq!(desk.verdicts(&octets[..LARGE / 2])?, [Verdict::Malformed; 2]);
    octets.push(1);
    assert_eq!(desk.verdicts(&octets)?, [Verdict::Malformed; 2]);
    Ok(())
}

#[test]
fn large_armor_is_taken_off_on_the_way() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let pem = pem::encode("PKCS7", &desk.ber()?);
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    assert_eq!(desk.verdicts(pem.as_bytes())?, [Verdict::Valid; 2]);
    assert_eq!(desk.verdicts(base64.as_bytes())?, [Verdict::Valid; 2]);
    assert_eq!(desk.verdicts(&pem.as_bytes()[..LARGE])?, [Verdict::Malformed; 2]);
    let damaged = [&base64.as_bytes()[..LARGE], b"*", &base64.as_bytes()[LARGE..]].concat();
    assert_eq!(desk.verdicts(&damaged)?, [Verdict::Malformed; 2]);
    Ok(())
}

#[test]
fn a_file_is_read_again_for_a_digest_that_was_not_announced() -> Outcome {
    let desk = Desk::new(Family::GOST_256)?;
    let mut octets = desk.ber()?;
    let [announced, other] = [DigestAlgorithm::Streebog256, DigestAlgorithm::Streebog512]
        .map(|algorithm| element(Tag::SET, &[&algorithm.to_identifier()]));
    let at = octets.windows(announced.len()).position(|window| window == announced).ok_or("announced")?;
    octets[at..at + other.len()].copy_from_slice(&other);
    assert_eq!(desk.verdicts(&octets)?, [Verdict::Valid, Verdict::Indeterminate]);
    Ok(())
}

/// A signature over the content itself, which Ed25519 takes whole.
fn without_attributes(signer: &Identity, content: &[u8]) -> Vec<u8> {
    let certificate = signer.certificate();
    let view = certificate.view();
    let serial_number = element(Tag::INTEGER, &[view.serial_number().as_octets()]);
    let sid = element(Tag::SEQUENCE, &[view.issuer().as_der(), &serial_number]);
    let digest_algorithm = DigestAlgorithm::Sha512.to_identifier();
    let value = element(Tag::OCTET_STRING, &[signer.key().sign(content).as_octets()]);
    let scheme = SignatureScheme::Ed25519.to_signer_info_identifier();
    let signer_info = element(Tag::SEQUENCE, &[&[2, 1, 1], &sid, &digest_algorithm, &scheme, &value]);
    let oid = |oid: &[u8]| element(Tag::OBJECT_IDENTIFIER, &[oid]);
    let explicit = |parts: &[&[u8]]| element(Tag::context(0), parts);
    let content = explicit(&[&element(Tag::OCTET_STRING, &[content])]);
    let fields: [&[u8]; 5] = [
        &[2, 1, 1],
        &element(Tag::SET, &[&digest_algorithm]),
        &element(Tag::SEQUENCE, &[&oid(oids::DATA.as_bytes()), &content]),
        &set_of(Tag::context(0), vec![certificate.as_der().to_vec()]),
        &element(Tag::SET, &[&signer_info]),
    ];
    let signed_data = element(Tag::SEQUENCE, &fields);
    element(Tag::SEQUENCE, &[&oid(oids::SIGNED_DATA.as_bytes()), &explicit(&[&signed_data])])
}

#[test]
fn a_file_is_read_again_for_a_signature_over_the_content_itself() -> Outcome {
    let desk = Desk::new(Family::Ed25519)?;
    let octets = without_attributes(&desk.signer(), &large());
    let path = desk.path("whole.p7m");
    fs::write(&path, &octets)?;
    let integrity = |verification: Verification| verification.signatures()[0].integrity.name();
    assert_eq!(integrity(desk.verify(&path)?), "intact");
    let once = esig::verify_stream(octets.as_slice(), Content::Found, &desk.options()?)?;
    assert_eq!(integrity(once), "unknown");
    let mut limits = Limits::DEFAULT;
    limits.input_octets = LARGE / 2;
    let options = desk.options()?.with_limits(limits);
    let verification = esig::verify_file(&path, &options)?;
    assert_eq!(verification.verdict(), Verdict::Indeterminate, "more than may be held in memory");
    Ok(())
}

#[test]
fn content_is_taken_out_of_valid_signatures_only() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let (path, output) = (desk.path("film.p7m"), desk.path("film.out"));
    let mut octets = desk.ber()?;
    fs::write(&path, &octets)?;
    let options = desk.options()?;
    let extract = |existing, options: &VerifyOptions| esig::extract_file(&path, &output, existing, options);
    assert_eq!(extract(Existing::Keep, &options)?.verdict(), Verdict::Valid);
    assert!(fs::read(&output)? == large());
    assert!(matches!(extract(Existing::Keep, &options), Err(Error::OutputExists { .. })));
    assert_eq!(extract(Existing::Replace, &options)?.verdict(), Verdict::Valid);

    fs::write(&output, "old")?;
    let untrusting = VerifyOptions::new(AT);
    assert_eq!(extract(Existing::Replace, &untrusting)?.verdict(), Verdict::Indeterminate);
    octets[LARGE / 2] ^= 1;
    fs::write(&path, &octets)?;
    assert_eq!(extract(Existing::Replace, &options)?.verdict(), Verdict::Invalid);
    fs::write(&path, &octets[..LARGE])?;
    assert_eq!(extract(Existing::Replace, &options)?.verdict(), Verdict::Malformed);
    fs::write(&path, "no signature")?;
    assert_eq!(extract(Existing::Replace, &options)?.verdict(), Verdict::NoSignature);
    assert_eq!(fs::read(&output)?, b"old");
    let mut names = desk.names()?;
    names.sort();
    assert_eq!(names, ["film.out", "film.p7m"]);

    let detached = esig::sign_file(desk.path("film.avi"), &mut desk.signer(), &SignOptions::new(AT))?;
    let outside = esig::extract_file(detached, desk.path("x"), Existing::Keep, &options);
    assert!(matches!(outside, Err(Error::ContentOutside { .. })));
    let nowhere = esig::extract_file(&path, desk.path("no/x"), Existing::Keep, &options);
    assert_eq!(nowhere.map(|verification| verification.verdict()).ok(), Some(Verdict::NoSignature));
    assert!(!desk.path("x").exists());
    Ok(())
}

#[test]
fn small_content_is_taken_out_just_so() -> Outcome {
    let desk = Desk::new(Family::GOST_512)?;
    fs::write(desk.path("note.txt"), "Договор № 1")?;
    let path = esig::sign_file(desk.path("note.txt"), &mut desk.signer(), &desk.attached())?;
    let output = desk.path("note.out");
    let verification = esig::extract_file(path, &output, Existing::Keep, &desk.options()?)?;
    assert_eq!(verification.verdict(), Verdict::Valid);
    assert_eq!(fs::read_to_string(output)?, "Договор № 1");
    Ok(())
}

#[test]
fn content_that_changes_between_two_readings_is_not_signed() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let (path, read) = (desk.path("film.avi"), AtomicU64::new(0));
    let changed = path.clone();
    let options = desk.attached().with_progress(move |octets| {
        let before = read.fetch_add(octets, Ordering::Relaxed);
        if before < LARGE as u64 && before + octets == LARGE as u64 {
            fs::write(&changed, [&large()[1..], b"x"].concat()).expect("writable");
        }
    });
    let error = esig::sign_file(&path, &mut desk.signer(), &options).expect_err("changed");
    assert!(matches!(error, Error::ContentChanged), "{error:?}");
    assert_eq!(desk.names()?, [""; 0]);
    Ok(())
}

/// A key whose token is taken out before it signs, or that signs with another key's value.
struct Faulty {
    identity: Identity,
    schemes: [SignatureScheme; 1],
    value: Option<SignatureValue>,
}

impl SigningKey for Faulty {
    fn certificate(&self) -> Option<&CertificateBuf> {
        Some(self.identity.certificate())
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &self.schemes
    }

    fn sign(&mut self, _: SignatureScheme, _: Message<'_>) -> Result<SignatureValue, TokenError> {
        self.value.clone().ok_or(TokenError::SigningFailed)
    }
}

#[test]
fn a_key_that_fails_leaves_the_old_file() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let output = desk.path("film.avi.p7m");
    fs::write(&output, "old")?;
    let wrong = Some(desk.signer().key().sign(b"something else"));
    for value in [None, wrong] {
        let options = desk.attached().replacing_existing();
        let mut key =
            Faulty { identity: desk.signer(), schemes: [Family::P256.scheme()], value: value.clone() };
        assert!(esig::sign_file(desk.path("film.avi"), &mut key, &options).is_err());
        assert_eq!((fs::read_to_string(&output)?.as_str(), desk.names()?.len()), ("old", 1));
        let mut key = Faulty { identity: desk.signer(), schemes: [Family::P256.scheme()], value };
        let mut piped = Vec::new();
        assert!(esig::sign_to(large().as_slice(), &mut piped, &mut key, &options).is_err());
        assert!(SignedData::parse(&piped, &Limits::DEFAULT).is_err(), "what went out is no signature");
    }
    Ok(())
}

#[test]
fn a_full_disk_is_the_output_s_fault() -> Outcome {
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(octets.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(octets.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let desk = Desk::new(Family::P256)?;
    for room in [0, 100, LARGE / 2, LARGE + 2000] {
        let error = esig::sign_to(large().as_slice(), Full(room), &mut desk.signer(), &desk.attached());
        assert!(matches!(error, Err(Error::WriteSignature(_))), "{room}: {error:?}");
    }
    Ok(())
}

#[test]
fn progress_adds_up() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let told = Arc::new(AtomicU64::new(0));
    let tell = |told: &Arc<AtomicU64>| {
        let told = told.clone();
        move |octets| {
            told.fetch_add(octets, Ordering::Relaxed);
        }
    };
    let options = desk.attached().with_progress(tell(&told));
    let signature = esig::sign_file(desk.path("film.avi"), &mut desk.signer(), &options)?;
    assert_eq!(told.swap(0, Ordering::Relaxed), 2 * LARGE as u64, "read twice");
    let options = desk.options()?.with_progress(tell(&told));
    assert_eq!(esig::verify_file(&signature, &options)?.verdict(), Verdict::Valid);
    assert_eq!(told.swap(0, Ordering::Relaxed), fs::metadata(&signature)?.len());

    let options = SignOptions::new(AT).with_chain(&desk.pki.chain()).with_progress(tell(&told));
    let signature = esig::sign_file(desk.path("film.avi"), &mut desk.signer(), &options)?;
    assert_eq!(told.swap(0, Ordering::Relaxed), LARGE as u64);
    let options = desk.options()?.with_progress(tell(&told));
    assert_eq!(esig::verify_file(&signature, &options)?.verdict(), Verdict::Valid);
    assert_eq!(told.load(Ordering::Relaxed), LARGE as u64 + fs::metadata(&signature)?.len());
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_read_once() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let pipe = desk.path("pipe");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    let send = |octets: Vec<u8>| {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::write(pipe, octets))
    };
    let sender = send(desk.ber()?);
    assert_eq!(desk.verify(&pipe)?.verdict(), Verdict::Valid);
    sender.join().expect("no panic")?;
    let sender = send(large());
    let signature = esig::sign_file(&pipe, &mut desk.signer(), &desk.attached())?;
    sender.join().expect("no panic")?;
    assert_eq!(desk.verify(signature)?.verdict(), Verdict::Valid);
    Ok(())
}
