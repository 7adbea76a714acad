//! Files signed and verified, and what is refused.

use std::fs;
use std::path::{Path, PathBuf};

use esig::core::pem;
use esig::verify::report::Reason;
use esig::{Content, Error, SignOptions, Verdict, Verification, VerifyOptions};
use esig_testkit::{Family, Signer, TestPki};
use tempfile::TempDir;
use time::macros::utc_datetime;
use time::{Duration, UtcDateTime};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);

/// A directory with a file to sign, and a PKI.
struct Desk {
    directory: TempDir,
    pki: TestPki,
}

impl Desk {
    fn new(family: Family) -> Result<Self, Box<dyn std::error::Error>> {
        let desk = Self { directory: tempfile::tempdir()?, pki: TestPki::new(family, 1, AT) };
        fs::write(desk.path("contract.txt"), "Договор № 1")?;
        Ok(desk)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn sign(&self, signer: Signer) -> Result<PathBuf, Error> {
        let options = SignOptions::new(AT).with_chain(&self.pki.chain()).replacing_existing();
        esig::sign_file(self.path("contract.txt"), &mut self.pki.signer(signer), &options)
    }

    /// Trusts the PKI and knows its CRLs.
    fn options(&self) -> Result<VerifyOptions, Error> {
        let options = VerifyOptions::new(AT).with_trusted(self.pki.root().certificate().as_der())?;
        self.pki.crls().iter().try_fold(options, |options, crl| options.with_crls(crl.as_der()))
    }

    fn verify(&self, path: impl AsRef<Path>) -> Result<Verification, Error> {
        esig::verify_file(path, &self.options()?)
    }
}

fn codes(verification: &Verification) -> Vec<&'static str> {
    verification.signatures()[0].reasons.iter().map(|reason| reason.code()).collect()
}

#[test]
fn a_signed_file_is_valid_for_every_family() -> Outcome {
    for family in Family::ALL {
        let desk = Desk::new(family)?;
        let signature = desk.sign(Signer::Valid)?;
        assert_eq!(signature, desk.path("contract.txt.sig"));
        let verification = desk.verify(&signature)?;
        assert_eq!(verification.verdict(), Verdict::Valid, "{family}: {verification:?}");
        let name = verification.signatures()[0].signer_name();
        let signer = desk.pki.signer(Signer::Valid);
        assert_eq!(name, Some(signer.certificate().view().subject().common_name()));
    }
    Ok(())
}

#[test]
fn evidence_of_the_future_vouches_for_nobody() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let signature = desk.sign(Signer::Valid)?;
    // The lists are an hour old at AT.
    let before = AT - Duration::hours(2);
    let options = VerifyOptions::new(before).with_trusted(desk.pki.root().certificate().as_der())?;
    let options = desk.pki.crls().iter().try_fold(options, |options, crl| options.with_crls(crl.as_der()))?;
    let verification = esig::verify_file(&signature, &options)?;
    assert_eq!(verification.verdict(), Verdict::Indeterminate);
    assert_eq!(codes(&verification)[0], "REVOCATION_DATA_STALE");
    let verification = esig::verify_file(&signature, &options.with_present(AT))?;
    assert_eq!(verification.verdict(), Verdict::Valid, "they have come since");
    Ok(())
}

#[test]
fn without_time_nothing_is_decided() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let hour = |options: VerifyOptions| options.with_time_limit(Duration::HOUR.unsigned_abs());
    let none = |options: VerifyOptions| options.with_time_limit(std::time::Duration::ZERO);
    for (signer, verdict) in [(Signer::Valid, Verdict::Valid), (Signer::Revoked, Verdict::Invalid)] {
        let signature = desk.sign(signer)?;
        assert_eq!(esig::verify_file(&signature, &hour(desk.options()?))?.verdict(), verdict);
        let verification = esig::verify_file(&signature, &none(desk.options()?))?;
        assert_eq!(verification.verdict(), Verdict::Indeterminate, "{signer}");
        assert_eq!(codes(&verification)[0], "LIMIT_EXCEEDED");
        let certificate = desk.pki.signer(signer).certificate().clone();
        let options = desk.options()?.with_certificates(desk.pki.intermediate().certificate().as_der())?;
        assert_eq!(esig::certificate_status(&certificate, &hour(options.clone()))?.verdict, verdict);
        let status = esig::certificate_status(&certificate, &none(options))?;
        assert_eq!(status.verdict, Verdict::Indeterminate, "{signer}");
        assert!(status.reasons.contains(&Reason::LimitExceeded), "{:?}", status.reasons);
    }
    Ok(())
}

#[test]
fn an_altered_file_is_invalid() -> Outcome {
    let desk = Desk::new(Family::GOST_256)?;
    let signature = desk.sign(Signer::Valid)?;
    fs::write(desk.path("contract.txt"), "Договор № 2")?;
    let verification = desk.verify(&signature)?;
    assert_eq!(verification.verdict(), Verdict::Invalid);
    assert_eq!(codes(&verification), ["DIGEST_MISMATCH"]);
    assert_eq!(verification.signatures()[0].signer_name(), None);
    assert_eq!(verification.signatures()[0].to_string(), "invalid: DIGEST_MISMATCH");
    Ok(())
}

#[test]
fn each_fate_of_a_signer_has_its_verdict() -> Outcome {
    for family in [Family::GOST_512, Family::P256] {
        let desk = Desk::new(family)?;
        let verdict = |signer| -> Result<_, Error> {
            let verification = desk.verify(desk.sign(signer)?)?;
            Ok((verification.verdict(), verification.signatures()[0].sub_indication))
        };
        assert_eq!(verdict(Signer::Organization)?, (Verdict::Valid, None));
        assert_eq!(verdict(Signer::Revoked)?, (Verdict::Invalid, Some("REVOKED_NO_POE")));
        assert_eq!(verdict(Signer::Expired)?.0, Verdict::Indeterminate);
        assert_eq!(verdict(Signer::NotYetValid)?.0, Verdict::Indeterminate);
        assert_eq!(
            verdict(Signer::WrongKeyUsage)?,
            (Verdict::Indeterminate, Some("CHAIN_CONSTRAINTS_FAILURE"))
        );
    }
    Ok(())
}

#[test]
fn without_an_anchor_or_crls_nothing_is_decided() -> Outcome {
    let desk = Desk::new(Family::Ed25519)?;
    let signature = desk.sign(Signer::Valid)?;
    let verification = esig::verify_file(&signature, &VerifyOptions::new(AT))?;
    let entry = &verification.signatures()[0];
    assert_eq!(verification.verdict(), Verdict::Indeterminate);
    assert_eq!(entry.sub_indication, Some("NO_CERTIFICATE_CHAIN_FOUND"));
    assert_eq!(entry.integrity.name(), "intact");
    let anchor = desk.pki.root().certificate().as_der();
    let verification = esig::verify_file(&signature, &VerifyOptions::new(AT).with_trusted(anchor)?)?;
    assert_eq!(codes(&verification)[0], "REVOCATION_DATA_MISSING");
    Ok(())
}

#[test]
fn content_is_found_given_or_missing() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let (signature, content) = (desk.sign(Signer::Valid)?, desk.path("moved.txt"));
    fs::rename(desk.path("contract.txt"), &content)?;
    let missing = desk.verify(&signature)?;
    assert_eq!(missing.verdict(), Verdict::Indeterminate);
    assert_eq!(missing.signatures()[0].sub_indication, Some("SIGNED_DATA_NOT_FOUND"));

    let options = desk.options()?;
    let octets = fs::read(&content)?;
    let digest = esig::core::Provider::rustcrypto().digest(esig::core::DigestAlgorithm::Sha256, &octets)?;
    for given in [Content::File(&content), Content::Octets(&octets), Content::Digest(digest)] {
        let verification = esig::verify_file_over(&signature, given, &options)?;
        assert_eq!(verification.verdict(), Verdict::Valid);
    }
    let bytes = fs::read(&signature)?;
    let verification = esig::verify(&bytes, Content::Octets(&octets), &options)?;
    assert_eq!(verification.verdict(), Verdict::Valid);
    Ok(())
}

#[test]
fn attached_content_comes_along() -> Outcome {
    let desk = Desk::new(Family::GOST_256)?;
    let options = SignOptions::new(AT).with_chain(&desk.pki.chain()).attached();
    let mut key = desk.pki.signer(Signer::Valid);
    let signature = esig::sign_file(desk.path("contract.txt"), &mut key, &options)?;
    assert_eq!(signature, desk.path("contract.txt.p7m"));
    fs::remove_file(desk.path("contract.txt"))?;
    assert_eq!(desk.verify(&signature)?.verdict(), Verdict::Valid);

    // What lies beside a signature with its content inside is not what was signed.
    fs::rename(&signature, desk.path("other.txt.sig"))?;
    fs::write(desk.path("other.txt"), b"something else")?;
    assert_eq!(desk.verify(desk.path("other.txt.sig"))?.verdict(), Verdict::Valid);
    Ok(())
}

#[test]
fn armor_is_taken_off() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let der = fs::read(desk.sign(Signer::Valid)?)?;
    let pem = pem::encode("PKCS7", &der);
    let lines: Vec<_> = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for text in [pem.clone(), lines.join("\r\n"), lines.concat(), format!("\u{feff}{}", lines.join("\n"))] {
        fs::write(desk.path("contract.txt.sig"), text)?;
        assert_eq!(desk.verify(desk.path("contract.txt.sig"))?.verdict(), Verdict::Valid);
    }
    let cut: String = pem.lines().take(5).collect::<Vec<_>>().join("\n");
    fs::write(desk.path("contract.txt.sig"), cut)?;
    assert_eq!(desk.verify(desk.path("contract.txt.sig"))?.verdict(), Verdict::Malformed);
    Ok(())
}

#[test]
fn what_is_no_signature_is_told_apart() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let der = fs::read(desk.sign(Signer::Valid)?)?;
    let root = desk.pki.root().certificate().as_der().to_vec();
    let files: [(&str, &[u8], Verdict); 8] = [
        ("cut.p7s", &der[..der.len() / 2], Verdict::Malformed),
        ("garbage.sig", b"garbage", Verdict::Malformed),
        ("empty.txt", b"", Verdict::NoSignature),
        ("plain.txt", b"0 is 30 in hexadecimal", Verdict::NoSignature),
        ("root.cer", &root, Verdict::NoSignature),
        ("plain.pdf", b"%PDF-1.7 plain", Verdict::NoSignature),
        ("signed.pdf", b"%PDF-1.7 /Contents <30> /ByteRange [0 1 2 3]", Verdict::Unsupported),
        ("signed.xml", b"<s:Signature xmlns:s='http://www.w3.org/2000/09/xmldsig#'/>", Verdict::Unsupported),
    ];
    for (name, octets, expected) in files {
        fs::write(desk.path(name), octets)?;
        let verification = desk.verify(desk.path(name))?;
        assert_eq!(verification.verdict(), expected, "{name}");
        assert!(verification.signatures().is_empty(), "{name}");
    }
    let verification = esig::verify(b"plain", Content::Found, &desk.options()?)?;
    assert_eq!(verification.verdict(), Verdict::NoSignature);
    Ok(())
}

#[test]
fn what_is_cut_or_flipped_is_never_valid() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    let (content, options) = (fs::read(desk.path("contract.txt"))?, desk.options()?);
    let der = fs::read(desk.sign(Signer::Valid)?)?;
    let verdict = |octets: &[u8]| esig::verify(octets, Content::Octets(&content), &options);
    for length in 0..der.len() {
        let verdict = verdict(&der[..length])?.verdict();
        assert!(matches!(verdict, Verdict::NoSignature | Verdict::Malformed), "{length}: {verdict}");
    }
    // The SignerInfo stands at the end; before it stand certificates, of which not every bit is needed.
    let signer_info = der.len() - 200;
    for position in signer_info..der.len() {
        let mut flipped = der.clone();
        flipped[position] ^= 1 << (position % 8);
        assert_ne!(verdict(&flipped)?.verdict(), Verdict::Valid, "{position}");
    }
    Ok(())
}

#[test]
fn nothing_is_overwritten_and_nothing_is_left_over() -> Outcome {
    let desk = Desk::new(Family::P256)?;
    fs::write(desk.path("contract.txt.sig"), "precious")?;
    let (content, mut key) = (desk.path("contract.txt"), desk.pki.signer(Signer::Valid));
    let refused = esig::sign_file(&content, &mut key, &SignOptions::new(AT));
    assert!(matches!(refused, Err(Error::OutputExists { .. })), "{refused:?}");
    assert_eq!(fs::read(desk.path("contract.txt.sig"))?, b"precious");
    let elsewhere = SignOptions::new(AT).with_output(desk.path("absent/contract.sig"));
    let refused = esig::sign_file(&content, &mut key, &elsewhere);
    assert!(matches!(refused, Err(Error::Write { .. })), "{refused:?}");
    let refused = esig::sign_file(desk.path("absent"), &mut key, &SignOptions::new(AT));
    assert!(matches!(refused, Err(Error::Read { .. })), "{refused:?}");
    assert_eq!(fs::read_dir(desk.directory.path())?.count(), 2);
    Ok(())
}

#[test]
fn the_report_is_one_document() -> Outcome {
    let desk = Desk::new(Family::GOST_256)?;
    let verification = desk.verify(desk.sign(Signer::Valid)?)?;
    let report: serde_json::Value = serde_json::from_str(&verification.to_json())?;
    assert_eq!(report["schema"], "esig.report/1");
    assert_eq!(report["validation_time"], "2026-12-01T12:00:00Z");
    let file = &report["files"][0];
    assert_eq!((&file["verdict"], &file["format"]), (&"valid".into(), &"cms".into()));
    let signature = &file["signatures"][0];
    assert_eq!(signature["indication"], "TOTAL-PASSED");
    assert_eq!(signature["signature_algorithm"], "gost3410-2012-256");
    assert_eq!(signature["digest_algorithm"], "streebog256");
    assert_eq!(signature["level"], "CAdES-B");
    Ok(())
}
