//! Time-stamp tokens: each check passes, and fails with one thing broken.

use esig_cms::attributes::SigningCertificate;
use esig_cms::timestamp_token::PurposeFault;
use esig_cms::{IntegrityError, Outcome, SignedData, TimestampError, TimestampToken, oids};
use esig_core::cert::ext::oids as certificate_oids;
use esig_core::encode::element;
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::tsp::{MessageImprint, NewRequest, NewTstInfo, TimeStampReq, TimeStampResp};
use esig_core::{CertificateBuf, DigestAlgorithm, DigestValue, Limits, Provider};
use esig_testkit::{
    CertificateReference, Family, Identity, Signer, TestKey, TestPki, TestTsa, TokenTemplate, TsaFault,
    extension,
};
use time::macros::utc_datetime;

const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.4");

fn pki(family: Family) -> TestPki {
    TestPki::new(family, 1, utc_datetime!(2026-12-01 12:00))
}

fn digest(algorithm: DigestAlgorithm, octets: &[u8]) -> DigestValue {
    Provider::rustcrypto().digest(algorithm, octets).expect("every digest")
}

fn sha256() -> DigestValue {
    digest(DigestAlgorithm::Sha256, b"what is stamped")
}

/// The DER of a TSTInfo over `sha256()`.
fn tst_info() -> Vec<u8> {
    let time = utc_datetime!(2026-12-01 12:00);
    NewTstInfo::new(POLICY, &MessageImprint::encode(&sha256()), &[1], time).encode().expect("in range")
}

fn parse(bytes: &[u8]) -> Result<TimestampToken<'_>, TimestampError> {
    TimestampToken::parse(bytes, &Limits::DEFAULT)
}

/// The outcome of the whole check with the certificates inside and those given.
fn check(token: &[u8], others: &[CertificateBuf]) -> Result<(), TimestampError> {
    let token = parse(token)?;
    let candidates = token.candidates(others);
    token.check_among(&candidates, &Provider::rustcrypto())?.check_purpose()
}

/// A certificate for the same key, name and serial number, with another extKeyUsage.
fn with_purpose(pki: &TestPki, purpose: Option<extension_template::Purpose>) -> Identity {
    extension_template::tsa(pki, purpose)
}

mod extension_template {
    use super::*;
    use esig_core::cert::ext::KeyUsage;
    use esig_core::time::Validity;
    use esig_testkit::{CertificateTemplate, ExtensionTemplate};

    pub(super) type Purpose = ExtensionTemplate;

    pub(super) fn tsa(pki: &TestPki, purpose: Option<Purpose>) -> Identity {
        let (tsa, at) = (pki.tsa(), pki.at());
        let view = tsa.certificate().view();
        let validity = Validity { not_before: at, not_after: at };
        let template = CertificateTemplate::new(view.subject().into(), tsa.key(), validity)
            .with_serial_number(view.serial_number().as_octets())
            .with_extension(extension::key_usage(KeyUsage::DIGITAL_SIGNATURE));
        let template = purpose.into_iter().fold(template, CertificateTemplate::with_extension);
        let certificate = template.issue(pki.intermediate()).expect("well-formed");
        Identity::new(certificate, tsa.key().clone())
    }
}

#[test]
fn tokens_of_every_family_are_intact() {
    let references = [CertificateReference::V1, CertificateReference::V2, CertificateReference::Both];
    for family in [Family::GOST_256, Family::GOST_512, Family::P256, Family::Rsa2048, Family::Ed25519] {
        for reference in references {
            let authority = pki(family).time_stamps().with_reference(reference);
            let stamped = digest(DigestAlgorithm::Streebog512, b"what is stamped");
            let octets = authority.token(&stamped);
            let token = parse(&octets).expect("token");
            let candidates = token.candidates(&[]);
            let intact = token.check_among(&candidates, &Provider::rustcrypto()).expect("intact");
            assert_eq!((intact.check_purpose(), intact.check_imprint(&stamped)), (Ok(()), Ok(())));
            assert_eq!(intact.signer().as_der(), authority.certificate().as_der());
            assert_eq!(intact.tst_info().gen_time(), utc_datetime!(2026-12-01 12:00));
            assert_eq!(token.as_bytes(), octets);
        }
    }
}

#[test]
fn other_digests_are_not_what_was_stamped() {
    let octets = pki(Family::P256).time_stamps().token(&sha256());
    let token = parse(&octets).expect("token");
    assert_eq!(token.check_imprint(&sha256()), Ok(()));
    let other = digest(DigestAlgorithm::Sha256, b"something else");
    let same_octets =
        DigestValue::new(DigestAlgorithm::Streebog256, sha256().as_octets()).expect("32 octets");
    for computed in [other, same_octets] {
        let error = token.check_imprint(&computed).expect_err("not stamped");
        let (algorithm, stated) = (DigestAlgorithm::Sha256, sha256().as_octets().to_vec());
        assert_eq!(error, TimestampError::ImprintMismatch { algorithm, stated, computed });
        assert_eq!((error.code(), error.outcome()), ("E-IMPRINT-MISMATCH", Outcome::Broken));
        assert!(error.to_string().contains(&sha256().to_string()) && error.to_string().contains("not over"));
    }
}

/// Tokens of CryptoPro's software carry no certificate.
#[test]
fn certificates_may_come_from_outside() {
    let pki = pki(Family::GOST_256);
    let authority = pki.time_stamps().with_fault(TsaFault::NoCertificate);
    let octets = authority.token(&sha256());
    let missing = check(&octets, &[]).expect_err("no certificate");
    assert!(matches!(missing, TimestampError::SignerCertificateMissing { .. }), "{missing}");
    assert_eq!(missing.outcome(), Outcome::Unknown);
    let others = [pki.signer(Signer::Valid).certificate().clone(), authority.certificate().clone()];
    assert_eq!(check(&octets, &others), Ok(()));
    assert!(check(&octets, &others[..1]).is_err_and(|error| error == missing));
}

/// x509.md no. 26 (CVE-2026-39984): what is asked of an authority's certificate is asked of the one that signed, wherever
/// in the bag it stands and whatever stands before and after it.
#[test]
fn hole_26_rules_are_checked_on_the_certificate_that_signed() {
    let pki = pki(Family::P256);
    let purpose = |purposes: &[_]| extension::extended_key_usage(purposes);
    let good = purpose(&[certificate_oids::TIME_STAMPING]).critical();
    let forged = with_purpose(&pki, Some(purpose(&[certificate_oids::EMAIL_PROTECTION])));
    let real = pki.tsa();
    // The same issuer and serial number, one certificate for time-stamps and one not.
    for (signs, other, is_authority) in [(&real, &forged, true), (&forged, &real, false)] {
        for bag in [[signs, other], [other, signs]] {
            let certificates = bag.map(|identity| identity.certificate().clone());
            let template = TokenTemplate::new(&tst_info()).with_certificates(&certificates);
            let octets = template.issue_der(signs);
            let token = parse(&octets).expect("token");
            let candidates = token.candidates(&[]);
            assert_eq!(candidates, certificates, "both are named by sid");
            let intact = token.check_among(&candidates, &Provider::rustcrypto()).expect("one of them signed");
            assert_eq!(intact.signer().as_der(), signs.certificate().as_der());
            assert_eq!(intact.check_purpose().is_ok(), is_authority);
            let error =
                token.check(other.certificate().view(), &Provider::rustcrypto()).expect_err("another");
            assert_eq!((error.code(), error.outcome()), ("E-SIGNING-CERTIFICATE-MISMATCH", Outcome::Unknown));
        }
    }
    // A forged certificate with another key that has every right by its own account.
    let key = TestKey::new(Family::P256, 7, "forger");
    let impostor = with_purpose(&pki, Some(good));
    let impostor = Identity::new(impostor.certificate().clone(), key);
    for bag in [[&real, &impostor], [&impostor, &real]] {
        let certificates = bag.map(|identity| identity.certificate().clone());
        let template = TokenTemplate::new(&tst_info()).with_certificates(&certificates);
        let referring = template.with_reference_to(real.certificate()).issue_der(&impostor);
        assert!(check(&referring, &[]).is_err_and(|error| error.is_broken()), "not the authority's key");
    }
}

#[test]
fn certificates_of_authorities_are_for_that_alone() {
    let pki = pki(Family::P256);
    let (stamping, mail) = (certificate_oids::TIME_STAMPING, certificate_oids::EMAIL_PROTECTION);
    let another = PurposeFault::Another { purpose: mail.to_string() };
    let unreadable = esig_testkit::ExtensionTemplate::new(certificate_oids::EXTENDED_KEY_USAGE, vec![5, 0]);
    for (purpose, fault) in [
        (None, PurposeFault::Absent),
        (Some(extension::extended_key_usage(&[mail]).critical()), PurposeFault::Absent),
        (Some(extension::extended_key_usage(&[stamping, mail]).critical()), another),
        (Some(extension::extended_key_usage(&[stamping]).not_critical()), PurposeFault::NotCritical),
        (Some(unreadable), PurposeFault::Malformed),
    ] {
        let authority = TestTsa::new(&with_purpose(&pki, purpose), pki.at());
        match check(&authority.token(&sha256()), &[]) {
            Err(TimestampError::NotForTimestamps { fault: found, .. }) => assert_eq!(found, fault),
            other => panic!("{fault}: {other:?}"),
        }
    }
    let good = extension::extended_key_usage(&[stamping]).critical();
    let authority = TestTsa::new(&with_purpose(&pki, Some(good)), pki.at());
    assert_eq!(check(&authority.token(&sha256()), &[]), Ok(()));
}

#[test]
fn the_reference_to_the_certificate_is_signed() {
    let pki = pki(Family::P256);
    let template = || TokenTemplate::new(&tst_info()).with_certificates(&[pki.tsa().certificate().clone()]);
    let absent = template().with_reference(CertificateReference::Absent).issue_der(&pki.tsa());
    assert_eq!(check(&absent, &[]), Err(TimestampError::NoSigningCertificate));
    for reference in [CertificateReference::V1, CertificateReference::V2, CertificateReference::Both] {
        let other = pki.signer(Signer::Valid);
        let other = template().with_reference(reference).with_reference_to(other.certificate());
        let error = check(&other.issue_der(&pki.tsa()), &[]).expect_err("another certificate");
        assert_eq!(error.code(), "E-SIGNING-CERTIFICATE-MISMATCH");
    }
}

#[test]
fn there_is_one_signature() {
    let pki = pki(Family::P256);
    for signers in [0, 2, 3] {
        let octets = TokenTemplate::new(&tst_info()).with_signatures(signers).issue_der(&pki.tsa());
        assert_eq!(parse(&octets).err(), Some(TimestampError::NotOneSigner { signers }));
    }
}

#[test]
fn the_content_is_a_tst_info() {
    let pki = pki(Family::P256);
    let data = TokenTemplate::new(&tst_info()).with_content_type(oids::DATA).issue_der(&pki.tsa());
    let content_type = oids::DATA.to_string();
    assert_eq!(parse(&data).err(), Some(TimestampError::NotTimestamp { content_type }));
    let other = TokenTemplate::new(b"no TSTInfo").issue_der(&pki.tsa());
    assert_eq!(parse(&other).expect_err("no DER").code(), "E-MALFORMED");
    assert!(SignedData::parse(&other, &Limits::DEFAULT).is_ok());
    assert_eq!(parse(b"").expect_err("nothing").code(), "E-MALFORMED");
}

#[test]
fn critical_extensions_are_known_or_refused() {
    let pki = pki(Family::P256);
    let with = |extension| check(&pki.time_stamps().with_extension(extension).token(&sha256()), &[]);
    assert_eq!(with(esig_testkit::ExtensionTemplate::new(POLICY, vec![5, 0])), Ok(()));
    let error = with(extension::unknown_critical()).expect_err("unknown");
    assert!(matches!(error, TimestampError::UnknownCriticalExtension { .. }), "{error}");
}

#[test]
fn impostors_and_altered_octets_are_found() {
    let pki = pki(Family::P256);
    let octets = pki.time_stamps().with_fault(TsaFault::WrongSigner).token(&sha256());
    let error = check(&octets, &[]).expect_err("another key");
    assert!(matches!(error, TimestampError::Integrity(IntegrityError::InvalidSignature { .. })), "{error}");

    let octets = pki.time_stamps().token(&sha256());
    let info = parse(&octets).expect("token").tst_info().as_der().to_vec();
    let at = octets.windows(info.len()).position(|window| window == info).expect("inside");
    for index in 0..info.len() {
        let mut altered = octets.clone();
        altered[at + index] ^= 1;
        assert!(check(&altered, &[]).is_err(), "octet {index} of the TSTInfo");
    }
}

/// Every octet of a token set to others, and the token cut at every place: no panic, and nothing is accepted that says
/// something else.
#[test]
fn damage_is_survived() {
    let octets = pki(Family::P256).time_stamps().token(&sha256());
    let info = parse(&octets).expect("token").tst_info().as_der().to_vec();
    for length in 0..octets.len() {
        assert!(parse(&octets[..length]).is_err(), "cut at {length}");
    }
    for at in 0..octets.len() {
        for octet in [0, 0x80, 0xff, octets[at] ^ 1] {
            let mut damaged = octets.clone();
            damaged[at] = octet;
            if check(&damaged, &[]).is_ok() {
                assert_eq!(parse(&damaged).expect("checked").tst_info().as_der(), info, "octet {at}");
            }
        }
    }
}

/// BER around the TSTInfo, and its octets in pieces: the same token.
#[test]
fn ber_is_read_around_the_content() {
    let octets = pki(Family::P256).time_stamps().token(&sha256());
    let fields = |element: Element<'_>| {
        let mut reader = element.reader();
        let mut fields = Vec::new();
        while !reader.is_empty() {
            fields.push(reader.any("test").expect("element").as_bytes().to_vec());
        }
        fields
    };
    let read = |octets: &[u8]| fields(Reader::ber(octets).any("test").expect("element"));
    let indefinite = |tag: u8, parts: &[&[u8]]| [&[tag, 0x80][..], &parts.concat(), &[0, 0]].concat();
    let outer = read(&octets);
    let mut data = read(&read(&outer[1])[0]);
    let info = parse(&octets).expect("token").tst_info().as_der().to_vec();
    let (first, second) = info.split_at(20);
    let pieces = [first, second].map(|piece| element(Tag::OCTET_STRING, &[piece]));
    let content = indefinite(0xa0, &[&indefinite(0x24, &[&pieces.concat()])]);
    data[2] = indefinite(0x30, &[&read(&data[2])[0], &content]);
    let data = indefinite(0x30, &[&data.concat()]);
    let ber = indefinite(0x30, &[&outer[0], &indefinite(0xa0, &[&data])]);
    assert_eq!(check(&ber, &[]), Ok(()));
    assert_eq!(parse(&ber).expect("token").tst_info().as_der(), info);
}

#[test]
fn a_token_answers_its_request() {
    let pki = pki(Family::GOST_256);
    let stamped = digest(DigestAlgorithm::Streebog256, b"what is stamped");
    let authority = pki.time_stamps();
    let request = NewRequest::over(&stamped).with_nonce(&[9; 8]).with_certificate();
    let request = request.with_policy(&authority.policy()).encode();
    let answer = |authority: TestTsa| {
        let response = authority.answer(&request);
        let response = TimeStampResp::parse(&response).expect("response");
        let token = parse(response.token().expect("granted")).expect("token");
        token.check_request(&TimeStampReq::parse(&request).expect("request"))
    };
    assert_eq!(answer(authority.clone()), Ok(()));
    for (fault, code) in [
        (TsaFault::OtherNonce, "E-NONCE-MISMATCH"),
        (TsaFault::NoNonce, "E-NONCE-MISMATCH"),
        (TsaFault::OtherImprint, "E-IMPRINT-MISMATCH"),
        (TsaFault::OtherPolicy, "E-POLICY-MISMATCH"),
        (TsaFault::NoCertificate, "E-TSA-CERTIFICATE-NOT-INCLUDED"),
    ] {
        let error = answer(authority.clone().with_fault(fault)).expect_err("not what was asked for");
        assert_eq!(error.code(), code, "{fault}");
    }
    let nonce = answer(authority.with_fault(TsaFault::OtherNonce)).expect_err("another");
    let text = "asked with the nonce 0909090909090909, answered with 2a";
    assert_eq!(nonce.to_string(), text);
}

/// Who asks for no certificate, no policy and no nonce accepts whatever comes of them.
#[test]
fn what_was_not_asked_for_is_not_compared() {
    let authority = pki(Family::P256).time_stamps().with_policy(POLICY);
    let request = NewRequest::over(&sha256()).encode();
    let response = authority.answer(&request);
    let response = TimeStampResp::parse(&response).expect("response");
    let token = parse(response.token().expect("granted")).expect("token");
    assert_eq!(token.check_request(&TimeStampReq::parse(&request).expect("request")), Ok(()));
    assert!(token.candidates(&[]).is_empty(), "nobody asked for a certificate");
}

#[test]
fn both_references_are_checked() {
    let pki = pki(Family::P256);
    let octets = pki.time_stamps().with_reference(CertificateReference::Both).token(&sha256());
    let attributes = parse(&octets).expect("token").signer_info().signed_attributes();
    let first = attributes.signing_certificate().expect("well-formed");
    let second = attributes.signing_certificate_v2().expect("well-formed");
    let hash = |reference: Option<SigningCertificate<'_>>| {
        reference.and_then(|reference| reference.signer().hash_algorithm().ok())
    };
    assert_eq!([hash(first), hash(second)], [Some(DigestAlgorithm::Sha1), Some(DigestAlgorithm::Sha256)]);
}
