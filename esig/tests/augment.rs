//! Signatures raised from level to level, with an authority in memory, in order and with every fault.

use std::fs;

use esig::cms::timestamp_token::AcceptedToken;
use esig::cms::{Level, SignedData, SignedDataBuf, TimestampQuery};
use esig::core::{CertificateBuf, DigestAlgorithm, DigestValue, Limits, Provider, pem};
use esig::verify::report::Reason;
use esig::{
    AugmentOptions, Content, Error, SignOptions, StampError, Stamper, TargetLevel, Verdict, VerifyOptions,
};
use esig_testkit::{Family, Signer, TestPki, TestTsa, TsaFault};
use time::macros::utc_datetime;
use time::{Duration, UtcDateTime};

const CONTENT: &[u8] = b"any octets";
const NOW: UtcDateTime = utc_datetime!(2026-12-01 12:00);
const LEVELS: [(TargetLevel, Level); 5] = [
    (TargetLevel::T, Level::CadesT),
    (TargetLevel::Lt, Level::CadesLt),
    (TargetLevel::Lta, Level::CadesLta),
    (TargetLevel::C, Level::CadesC),
    (TargetLevel::XLong1, Level::CadesXl1),
];

#[derive(Debug)]
struct InMemory(TestTsa);

impl Stamper for InMemory {
    fn stamp(
        &self,
        digest: &DigestValue,
        at: UtcDateTime,
        provider: &Provider,
    ) -> Result<AcceptedToken, StampError> {
        let query =
            TimestampQuery::new(digest, None, provider).map_err(|error| StampError::of("test", error))?;
        let response = self.0.answer(query.request());
        query.accept(&response, at, provider).map_err(|error| StampError::of("test", error))
    }
}

fn pki(family: Family) -> TestPki {
    TestPki::new(family, 1, NOW)
}

/// Trust in the roots, and what is known of their authorities at that time.
fn knowing(pkis: &[&TestPki], at: UtcDateTime) -> VerifyOptions {
    pkis.iter().fold(VerifyOptions::new(at), |options, pki| {
        let options = options.with_trusted(pki.root().certificate().as_der()).unwrap();
        let options = options.with_certificates(pki.intermediate().certificate().as_der()).unwrap();
        pki.crls_as_of(at).iter().fold(options, |options, crl| options.with_crls(crl.as_der()).unwrap())
    })
}

fn to(level: TargetLevel, pki: &TestPki) -> AugmentOptions {
    AugmentOptions::new(level, knowing(&[pki], NOW)).with_stamper(InMemory(pki.time_stamps()))
}

/// Trust in the root, and nothing else.
fn trusting(pki: &TestPki, at: UtcDateTime) -> VerifyOptions {
    VerifyOptions::new(at).with_trusted(pki.root().certificate().as_der()).unwrap()
}

fn sign(pki: &TestPki, signer: Signer) -> SignedDataBuf {
    esig::sign(CONTENT, &mut pki.signer(signer), &SignOptions::new(NOW)).unwrap()
}

fn augment(data: &SignedDataBuf, options: &AugmentOptions) -> Result<SignedDataBuf, Error> {
    esig::augment(data.as_der(), Content::Octets(CONTENT), options)
}

fn level(data: &SignedDataBuf) -> Level {
    data.view().signer_infos().next().unwrap().level()
}

fn kinds(data: &SignedDataBuf) -> Vec<&'static str> {
    let signer = data.view().signer_infos().next().unwrap();
    signer.timestamps().map(|timestamp| timestamp.kind.name()).collect()
}

/// Whether every octet of the signature and of what was there before is there, in its order.
fn keeps(before: &SignedDataBuf, after: &SignedDataBuf) -> bool {
    let parts = |data: &SignedDataBuf| -> Vec<_> {
        let signers = data.view().signer_infos().map(|signer| {
            let unsigned = signer.unsigned_attributes();
            let unsigned: Vec<Vec<u8>> =
                unsigned.iter().map(|attribute| attribute.as_bytes().to_vec()).collect();
            let whole = signer.as_bytes().to_vec();
            (
                signer.signed_attributes().as_bytes().map(<[u8]>::to_vec),
                signer.signature().into_owned(),
                unsigned,
                whole,
            )
        });
        signers.collect()
    };
    let (before_parts, after_parts) = (parts(before), parts(after));
    before_parts.len() == after_parts.len()
        && before_parts.iter().zip(&after_parts).all(|(before, after)| {
            before.0 == after.0 && before.1 == after.1 && after.2.starts_with(&before.2)
        })
        && before.view().certificates().all(|one| after.view().certificates().any(|other| one == other))
        && before.view().crls().all(|one| after.view().crls().any(|other| one == other))
}

#[test]
fn signatures_of_every_family_are_made_at_every_level() {
    for family in [Family::GOST_256, Family::GOST_512, Family::P256, Family::Rsa2048, Family::Ed25519] {
        let pki = pki(family);
        for (target, expected) in LEVELS {
            for options in [SignOptions::new(NOW), SignOptions::new(NOW).attached()] {
                let options = options.with_level(to(target, &pki));
                let signature = esig::sign(CONTENT, &mut pki.signer(Signer::Valid), &options).unwrap();
                assert_eq!(level(&signature), expected, "{family} {}", target.name());
                let verification =
                    esig::verify(signature.as_der(), Content::Octets(CONTENT), &knowing(&[&pki], NOW))
                        .unwrap();
                assert_eq!(verification.verdict(), Verdict::Valid, "{family} {}", target.name());
            }
        }
    }
}

#[test]
fn the_imprint_is_as_strong_as_the_signature() {
    for (family, expected) in [
        (Family::GOST_256, DigestAlgorithm::Streebog256),
        (Family::GOST_512, DigestAlgorithm::Streebog512),
        (Family::P256, DigestAlgorithm::Sha256),
        (Family::Ed25519, DigestAlgorithm::Sha512),
    ] {
        let pki = pki(family);
        let imprint = |options: &AugmentOptions| {
            let raised = augment(&sign(&pki, Signer::Valid), options).unwrap();
            let signer = raised.view().signer_infos().next().unwrap();
            let token = signer.timestamps().next().unwrap().token;
            let token = esig::cms::TimestampToken::parse(token, &Limits::DEFAULT).unwrap();
            token.imprint().unwrap().algorithm()
        };
        assert_eq!(imprint(&to(TargetLevel::T, &pki)), expected);
        let other = to(TargetLevel::T, &pki).with_digest(DigestAlgorithm::Sha384);
        assert_eq!(imprint(&other), DigestAlgorithm::Sha384);
    }
}

#[test]
fn from_level_to_level_nothing_is_changed() {
    for family in [Family::GOST_256, Family::P256] {
        let pki = pki(family);
        let mut before = sign(&pki, Signer::Valid);
        for (target, expected) in &LEVELS[..3] {
            let after = augment(&before, &to(*target, &pki)).unwrap();
            assert!(keeps(&before, &after));
            assert_eq!(level(&after), *expected);
            before = after;
        }
        assert_eq!(kinds(&before), ["signature-time-stamp", "archive-time-stamp-v3"]);
        let again = augment(&before, &to(TargetLevel::Lta, &pki)).unwrap();
        assert!(keeps(&before, &again));
        let expected = ["signature-time-stamp", "archive-time-stamp-v3", "archive-time-stamp-v3"];
        assert_eq!(kinds(&again), expected);
        for lower in [TargetLevel::T, TargetLevel::Lt] {
            let lower = augment(&again, &to(lower, &pki)).unwrap();
            assert!(lower.as_der() == again.as_der(), "nothing is lacking");
        }

        let c = augment(&sign(&pki, Signer::Valid), &to(TargetLevel::C, &pki)).unwrap();
        let x_long = augment(&c, &to(TargetLevel::XLong1, &pki)).unwrap();
        assert!(keeps(&c, &x_long));
        assert_eq!(level(&x_long), Level::CadesXl1);
        let same = augment(&x_long, &to(TargetLevel::XLong1, &pki)).unwrap();
        assert!(same.as_der() == x_long.as_der());
    }
}

/// Level LT is verified with nothing but the root at hand.
#[test]
fn long_term_signatures_bring_what_they_rest_on() {
    let pki = pki(Family::GOST_256);
    let b = sign(&pki, Signer::Valid);
    let judge = |data: &SignedDataBuf| {
        esig::verify(data.as_der(), Content::Octets(CONTENT), &trusting(&pki, NOW)).unwrap().verdict()
    };
    assert_eq!(judge(&b), Verdict::Indeterminate);
    assert_eq!(judge(&augment(&b, &to(TargetLevel::T, &pki)).unwrap()), Verdict::Indeterminate);
    for level in [TargetLevel::Lt, TargetLevel::Lta] {
        assert_eq!(judge(&augment(&b, &to(level, &pki)).unwrap()), Verdict::Valid);
    }
}

/// The signer's certificate and that of the first authority end after a year; 600 days later the signature is renewed by
/// another authority, as it was after 300.
#[test]
fn what_is_renewed_in_time_outlives_certificates() {
    let (first, later) = (NOW + Duration::days(300), NOW + Duration::days(600));
    let (pki, other) = (pki(Family::P256), TestPki::new(Family::GOST_256, 2, first));
    let renew = |data: &SignedDataBuf, at: UtcDateTime| {
        let options = AugmentOptions::new(TargetLevel::Lta, knowing(&[&pki, &other], at));
        augment(data, &options.with_stamper(InMemory(other.time_stamps().at(at))))
    };
    let made = augment(&sign(&pki, Signer::Valid), &to(TargetLevel::Lta, &pki)).unwrap();
    let renewed = renew(&made, first).unwrap();
    let again = renew(&renewed, later).unwrap();
    assert!(keeps(&made, &renewed) && keeps(&renewed, &again));
    assert_eq!(kinds(&again).len(), 4);

    let too_late = renew(&made, later).unwrap_err();
    let Error::Unproven { reasons, certificate, .. } = &too_late else { panic!("{too_late}") };
    assert_eq!((reasons[0], certificate), (Reason::Expired, pki.tsa().certificate()));
}

#[test]
fn every_fault_of_an_authority_leaves_no_signature() {
    let pki = pki(Family::P256);
    let b = sign(&pki, Signer::Valid);
    for fault in TsaFault::ALL.into_iter().filter(|fault| *fault != TsaFault::OtherPolicy) {
        let faulty = || InMemory(pki.time_stamps().with_fault(fault));
        for (target, _) in LEVELS {
            let error = augment(&b, &to(target, &pki).with_stamper(faulty())).unwrap_err();
            let Error::Stamp(error) = &error else { panic!("{fault}: {error}") };
            assert_eq!(error.failures.len(), 1);
            assert!(error.to_string().starts_with("no time-stamp from test: "), "{error}");
        }
        let options = SignOptions::new(NOW).with_level(to(TargetLevel::T, &pki).with_stamper(faulty()));
        assert!(esig::sign(CONTENT, &mut pki.signer(Signer::Valid), &options).is_err());
        let archived = augment(&b, &to(TargetLevel::Lt, &pki)).unwrap();
        let renewal = to(TargetLevel::Lta, &pki).with_stamper(faulty());
        assert!(matches!(augment(&archived, &renewal), Err(Error::Stamp(_))), "{fault}");
    }
    let nobody = AugmentOptions::new(TargetLevel::T, knowing(&[&pki], NOW));
    assert_eq!(augment(&b, &nobody).unwrap_err().code(), "E-TSA-NOT-NAMED");
}

#[test]
fn tokens_of_another_time_are_refused() {
    let pki = pki(Family::P256);
    let old = InMemory(pki.time_stamps().at(NOW - Duration::days(1)));
    let error = augment(&sign(&pki, Signer::Valid), &to(TargetLevel::T, &pki).with_stamper(old)).unwrap_err();
    assert_eq!(error.code(), "E-TSA-CLOCK");
}

#[test]
fn what_cannot_be_shown_to_hold_is_not_kept_for_long() {
    let pki = pki(Family::P256);
    for (signer, reason) in [(Signer::Revoked, Reason::Revoked), (Signer::Expired, Reason::Expired)] {
        let b = sign(&pki, signer);
        assert_eq!(level(&augment(&b, &to(TargetLevel::T, &pki)).unwrap()), Level::CadesT);
        for (target, _) in &LEVELS[1..] {
            let error = augment(&b, &to(*target, &pki)).unwrap_err();
            let Error::Unproven { index: 0, certificate, reasons, .. } = &error else { panic!("{error}") };
            assert_eq!((certificate, reasons[0]), (pki.signer(signer).certificate(), reason));
        }
    }

    let stranger = TestPki::new(Family::P256, 2, NOW);
    let b = sign(&pki, Signer::Valid);
    let theirs = |target| to(target, &pki).with_stamper(InMemory(stranger.time_stamps()));
    for target in [TargetLevel::Lt, TargetLevel::Lta, TargetLevel::C, TargetLevel::XLong1] {
        let error = augment(&b, &theirs(target)).unwrap_err();
        let Error::Unproven { certificate, .. } = &error else { panic!("{error}") };
        assert_eq!(certificate, stranger.tsa().certificate());
    }
    // The last time-stamp is over everything, and has to be of somebody who is trusted, too.
    let lt = augment(&b, &to(TargetLevel::Lt, &pki)).unwrap();
    assert!(matches!(augment(&lt, &theirs(TargetLevel::Lta)), Err(Error::Unproven { .. })));
}

#[test]
fn without_revocation_data_there_is_no_long_term() {
    let pki = pki(Family::P256);
    let options = trusting(&pki, NOW).with_certificates(pki.intermediate().certificate().as_der()).unwrap();
    let options = AugmentOptions::new(TargetLevel::Lt, options).with_stamper(InMemory(pki.time_stamps()));
    let error = augment(&sign(&pki, Signer::Valid), &options).unwrap_err();
    let Error::Unproven { reasons, checks, .. } = &error else { panic!("{error}") };
    assert!(reasons[0] == Reason::RevocationDataMissing && !checks.is_empty());
    assert!(error.to_string().contains("REVOCATION_DATA_MISSING"), "{error}");
}

#[test]
fn what_is_broken_is_not_raised() {
    let pki = pki(Family::P256);
    let b = sign(&pki, Signer::Valid);
    let options = to(TargetLevel::T, &pki);
    let over = |content| esig::augment(b.as_der(), content, &options);
    assert!(over(Content::Octets(CONTENT)).is_ok());
    assert_eq!(over(Content::Octets(b"other octets")).unwrap_err().code(), "E-DIGEST-MISMATCH");
    assert_eq!(over(Content::Found).unwrap_err().code(), "E-CONTENT-MISSING");
    let digest = Provider::rustcrypto().digest(DigestAlgorithm::Sha256, CONTENT).unwrap();
    assert!(over(Content::Digest(digest)).is_ok(), "the digest will do");

    let t = over(Content::Octets(CONTENT)).unwrap();
    let token = t.view().signer_infos().next().unwrap().timestamps().next().unwrap().token.to_vec();
    let place = t.as_der().windows(token.len()).position(|window| window == token).unwrap();
    let mut altered = t.as_der().to_vec();
    altered[place + token.len() - 1] ^= 1;
    let error = esig::augment(&altered, Content::Octets(CONTENT), &to(TargetLevel::Lt, &pki)).unwrap_err();
    assert!(matches!(error, Error::Timestamp { index: 0, .. }), "{error}");

    for nothing in [&b""[..], b"no signature", b"%PDF-1.7", &[0x30, 0x03, 0x02, 0x01, 0x00]] {
        let error = esig::augment(nothing, Content::Octets(CONTENT), &options).unwrap_err();
        assert_eq!(error.code(), "E-NO-SIGNATURE", "{nothing:?}");
    }
}

#[test]
fn the_certificate_of_the_signer_may_come_from_outside() {
    let pki = pki(Family::P256);
    let b = sign(&pki, Signer::Valid);
    let certificate = pki.signer(Signer::Valid).certificate().clone();
    let bare = without_certificate(&b, &certificate);
    let error = esig::augment(&bare, Content::Octets(CONTENT), &to(TargetLevel::T, &pki)).unwrap_err();
    assert_eq!(error.code(), "E-SIGNER-CERTIFICATE-MISSING");
    for (target, expected) in [(TargetLevel::T, Level::CadesT), (TargetLevel::Lt, Level::CadesLt)] {
        let verification = knowing(&[&pki], NOW).with_certificates(certificate.as_der()).unwrap();
        let options = AugmentOptions::new(target, verification).with_stamper(InMemory(pki.time_stamps()));
        let raised = esig::augment(&bare, Content::Octets(CONTENT), &options).unwrap();
        assert_eq!(level(&raised), expected);
    }
}

/// The file without the certificate, its lengths set right: the certificate stands in a field of its own.
fn without_certificate(data: &SignedDataBuf, certificate: &CertificateBuf) -> Vec<u8> {
    use esig::core::encode::element;
    use esig::core::raw::{Element, Reader, Tag};
    let outer = Element::from_der(data.as_der(), "test").unwrap();
    let mut fields = outer.reader();
    let content_type = fields.any("test").unwrap().as_bytes();
    let signed_data: Element<'_> = fields.any("test").unwrap().reader().any("test").unwrap();
    let mut parts: Reader<'_> = signed_data.reader();
    let mut kept = Vec::new();
    while !parts.is_empty() {
        let part = parts.any("test").unwrap();
        let is_bag =
            part.as_bytes().windows(certificate.as_der().len()).any(|window| window == certificate.as_der());
        if !is_bag {
            kept.extend_from_slice(part.as_bytes());
        }
    }
    let signed_data = element(Tag::SEQUENCE, &[&kept]);
    element(Tag::SEQUENCE, &[content_type, &element(Tag::context(0), &[&signed_data])])
}

#[test]
fn one_of_several_signatures_is_raised() {
    let pki = pki(Family::P256);
    let both = {
        let provider = Provider::rustcrypto();
        let first = sign(&pki, Signer::Valid);
        let content = esig::cms::ContentDigests::of(CONTENT, &[DigestAlgorithm::Sha256], &provider).unwrap();
        let mut organization = pki.signer(Signer::Organization);
        use esig::token::SigningKey;
        let scheme = organization.schemes()[0];
        let certificate = SigningKey::certificate(&organization).unwrap().clone();
        let signing = esig::cms::Signing::new().signer(certificate, scheme).signing_time(NOW);
        let prepared = signing.prepare_beside(first, &content, &provider).unwrap();
        let value = organization.sign(scheme, prepared.message()).unwrap();
        prepared.complete(value, &provider).unwrap()
    };
    let levels = |data: &SignedDataBuf| -> Vec<Level> {
        data.view().signer_infos().map(|signer| signer.level()).collect()
    };
    let all = augment(&both, &to(TargetLevel::Lta, &pki)).unwrap();
    assert_eq!(levels(&all), [Level::CadesLta, Level::CadesLta]);
    let second = augment(&both, &to(TargetLevel::Lta, &pki).only(1)).unwrap();
    assert_eq!(levels(&second), [Level::CadesB, Level::CadesLta]);
    let error = augment(&both, &to(TargetLevel::T, &pki).only(2)).unwrap_err();
    assert_eq!(error.code(), "E-NO-SUCH-SIGNATURE");
}

#[test]
fn there_is_the_old_file_or_the_new_one() {
    let pki = pki(Family::GOST_256);
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    fs::write(path("a.pdf"), CONTENT).unwrap();
    let signature =
        esig::sign_file(path("a.pdf"), &mut pki.signer(Signer::Valid), &SignOptions::new(NOW)).unwrap();
    let before = fs::read(&signature).unwrap();
    let options = to(TargetLevel::Lt, &pki);

    let error = esig::augment_file(&signature, &options).unwrap_err();
    assert_eq!(error.code(), "E-OUTPUT-EXISTS");
    let faulty = InMemory(pki.time_stamps().with_fault(TsaFault::WrongSigner));
    let error = esig::augment_file(&signature, &options.clone().with_stamper(faulty).replacing_existing());
    assert!(matches!(error, Err(Error::Stamp(_))));
    let error = esig::augment_file(&signature, &options.clone().with_output(path("no/such/place.sig")));
    assert_eq!(error.unwrap_err().code(), "E-FILE-UNWRITABLE");
    assert_eq!(fs::read(&signature).unwrap(), before);

    let elsewhere = options.clone().with_output(path("b.sig"));
    assert_eq!(esig::augment_file(&signature, &elsewhere).unwrap(), path("b.sig"));
    assert_eq!(fs::read(&signature).unwrap(), before);
    assert_eq!(esig::augment_file(&signature, &options.clone().replacing_existing()).unwrap(), signature);
    assert_ne!(fs::read(&signature).unwrap(), before);
    let verification = esig::verify_file(&signature, &trusting(&pki, NOW)).unwrap();
    assert_eq!(verification.verdict(), Verdict::Valid);
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 3);

    let signed = SignOptions::new(NOW).with_level(to(TargetLevel::Lta, &pki)).with_output(path("c.sig"));
    let made = esig::sign_file(path("a.pdf"), &mut pki.signer(Signer::Valid), &signed).unwrap();
    let made = fs::read(made).unwrap();
    let made = SignedData::parse(&made, &Limits::DEFAULT).unwrap();
    assert_eq!(made.signer_infos().next().unwrap().level(), Level::CadesLta);
}

#[test]
fn wrapping_is_taken_off() {
    let pki = pki(Family::P256);
    let b = sign(&pki, Signer::Valid);
    let options = to(TargetLevel::T, &pki);
    let text = pem::encode("CMS", b.as_der());
    let raised = esig::augment(text.as_bytes(), Content::Octets(CONTENT), &options).unwrap();
    assert!(keeps(&b, &raised));
    let damaged = text.replace('M', "!");
    assert!(esig::augment(damaged.as_bytes(), Content::Octets(CONTENT), &options).is_err());
}
