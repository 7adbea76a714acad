//! For each thing that a policy decides: a signature without it, and one with it, allowed and refused.

#[path = "common/builder.rs"]
mod builder;
#[path = "common/odd.rs"]
mod odd;
#[path = "common/raw_rsa.rs"]
mod raw_rsa;

use builder::*;
use esig_cms::check::{CheckPolicy, Protection, Rule};
use esig_cms::{ContentDigests, Finding, SignedData, SignedDataBuf, oids};
use esig_core::algorithm::oids as algorithms;
use esig_core::encode::element;
use esig_core::provider::DigestEncoding;
use esig_core::raw::Tag;
use esig_core::{DigestAlgorithm, Limits, Provider, SignatureScheme};
use esig_testkit::Family;
use odd::*;

/// Codes of what was found in the one signature, or of why it is refused.
fn judge(bytes: &[u8], builder: &Builder, policy: &CheckPolicy) -> Result<Vec<&'static str>, &'static str> {
    let provider = Provider::rustcrypto();
    let data = SignedData::parse(bytes, &Limits::DEFAULT).expect("well-formed");
    let content = match data.encapsulated_content() {
        Some(_) => data.digest_encapsulated_content(&provider),
        None => {
            let mut hasher = data.hasher(&provider);
            hasher.update(CONTENT);
            hasher.finish()
        }
    };
    judge_with(&data, builder, &content, policy)
}

fn judge_with(
    data: &SignedData<'_>,
    builder: &Builder,
    content: &ContentDigests,
    policy: &CheckPolicy,
) -> Result<Vec<&'static str>, &'static str> {
    let signer_info = data.signer_infos().next().expect("a signer");
    let signer_info = signer_info.counter_signatures().next().unwrap_or(signer_info);
    let checked =
        signer_info.check_under(builder.certificate.view(), content, policy, &Provider::rustcrypto());
    match checked {
        Ok(intact) => Ok(intact.findings().iter().map(Finding::code).collect()),
        Err(error) => Err(error.code()),
    }
}

#[test]
fn what_is_allowed_is_found_and_what_is_refused_is_not_intact() {
    for case in cases() {
        let mut policy = CheckPolicy::DEFAULT;
        *(case.switch)(&mut policy) = Rule::Allow;
        assert_eq!(judge(&case.bytes, &case.builder, &policy), Ok(vec![case.finding]));
        *(case.switch)(&mut policy) = Rule::Refuse;
        assert_eq!(judge(&case.bytes, &case.builder, &policy), Err(case.refused), "{}", case.finding);
    }
}

#[test]
fn a_conforming_signature_passes_every_policy_without_a_finding() {
    let policies =
        [CheckPolicy::DEFAULT, CheckPolicy::strict(), CheckPolicy::like_dss(), CheckPolicy::like_openssl()];
    for family in Family::ALL {
        for policy in &policies {
            let builder = conforming(family);
            assert_eq!(judge(&builder.build(), &builder, policy), Ok(vec![]), "{family}");
        }
    }
    assert_eq!(CheckPolicy::default(), CheckPolicy::DEFAULT);
}

/// A switch decides about its own finding: all others may be on refusal.
#[test]
fn switches_do_not_depend_on_each_other() {
    for case in cases() {
        let mut policy = CheckPolicy::strict();
        policy.signed_attributes_by_der = Rule::Refuse;
        policy.gost_combined_identifier = Rule::Refuse;
        *(case.switch)(&mut policy) = Rule::Allow;
        assert_eq!(judge(&case.bytes, &case.builder, &policy), Ok(vec![case.finding]));
    }
}

#[test]
fn a_digest_that_may_be_of_signed_attributes() {
    let builder = Builder { signed: None, ..Builder::new(Family::P256) };
    let bytes = builder.build();
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
    let digest = Provider::rustcrypto().digest(SHA256, CONTENT).expect("a digest");
    let content = ContentDigests::from_digest(digest);
    let mut policy = CheckPolicy::DEFAULT;
    assert_eq!(judge_with(&data, &builder, &content, &policy), Err("E-CONTENT-OCTETS-MISSING"));
    policy.content_not_seen = Rule::Allow;
    let found = Ok(vec!["content-not-seen", "signed-attributes-absent"]);
    assert_eq!(judge_with(&data, &builder, &content, &policy), found);
    assert_eq!(judge(&bytes, &builder, &policy), Ok(vec!["signed-attributes-absent"]));
}

#[test]
fn a_value_by_the_digest_that_is_named_does_not_hold_where_digest_algorithm_counts() {
    let builder = digested_with(Family::Rsa2048, SHA512);
    let mut policy = CheckPolicy::DEFAULT;
    policy.digest_algorithms_differ = Rule::Allow;
    assert_eq!(judge(&builder.build(), &builder, &policy), Err("E-SIGNATURE-INVALID"));
    let gost = digested_with(Family::GOST_256, SHA512);
    assert_eq!(judge(&gost.build(), &gost, &policy), Err("E-DIGEST-ALGORITHM-MISMATCH"));
    let pss = SignatureScheme::RsaPss { digest: SHA256, mgf_digest: SHA256, salt_octets: 32 };
    let pss = Builder {
        signature_algorithm: pss.to_identifier(),
        sign_with: |key, message| raw_rsa::pss(key, message, SHA512, SHA512, 64),
        ..digested_with(Family::Rsa2048, SHA512)
    };
    assert_eq!(judge(&pss.build(), &pss, &policy), Err("E-DIGEST-ALGORITHM-MISMATCH"));
}

fn with_protection(protection: Protection) -> CheckPolicy {
    let mut policy = CheckPolicy::DEFAULT;
    policy.algorithm_protection = protection;
    policy
}

#[test]
fn protected_algorithms_mean_the_same_or_stand_in_the_same_octets() {
    let rsa = SignatureScheme::RsaPkcs1(SHA256).to_identifier();
    let null = identifier(algorithms::SHA256, &NULL);
    let bare = identifier(algorithms::RSA_ENCRYPTION, &NULL);
    let other = SignatureScheme::RsaPkcs1(SHA512).to_identifier();
    let judge = |digest: &[u8], signature: &[u8]| {
        let builder = protected(conforming(Family::Rsa2048), digest, signature);
        let judge = |protection| judge(&builder.build(), &builder, &with_protection(protection));
        [Protection::ByMeaning, Protection::AsWritten, Protection::Ignore].map(judge)
    };
    const MISMATCH: Result<Vec<&str>, &str> = Err("E-ALGORITHM-PROTECTION-MISMATCH");
    let ignored = || Ok(vec!["algorithm-protection-ignored"]);
    let form = || Ok(vec!["algorithm-protection-form"]);
    assert_eq!(judge(&null, &rsa), [Ok(vec![]), Ok(vec![]), Ok(vec![])]);
    assert_eq!(judge(&null, &bare), [form(), MISMATCH, form()]);
    assert_eq!(judge(&null, &other), [MISMATCH, MISMATCH, ignored()]);
    let sha512 = SHA512.to_identifier();
    assert_eq!(judge(&sha512, &rsa), [MISMATCH, MISMATCH, ignored()]);
}

#[test]
fn protected_algorithms_are_two_and_no_mac() {
    let malformed = |value: &[u8]| {
        let value = attribute(oids::CMS_ALGORITHM_PROTECTION.as_bytes(), &[value]);
        let builder = conforming(Family::Rsa2048).sign(value);
        let judge = |protection| judge(&builder.build(), &builder, &with_protection(protection));
        assert_eq!(judge(Protection::ByMeaning), Err("E-ATTRIBUTE-MALFORMED"));
        assert_eq!(judge(Protection::AsWritten), Err("E-ATTRIBUTE-MALFORMED"));
        assert_eq!(judge(Protection::Ignore), Ok(vec!["algorithm-protection-ignored"]));
    };
    let (sha256, rsa) = (SHA256.to_identifier(), SignatureScheme::RsaPkcs1(SHA256).to_identifier());
    let (signature, mac) = ([&[0xa1], &rsa[1..]].concat(), [&[0xa2], &rsa[1..]].concat());
    malformed(&element(Tag::SEQUENCE, &[&sha256]));
    malformed(&element(Tag::SEQUENCE, &[&sha256, &mac]));
    malformed(&element(Tag::SEQUENCE, &[&sha256, &signature, &mac]));
    malformed(&NULL);
}

/// `{ hashAlgorithm sha256, maskGenAlgorithm mgf1 with sha256, saltLength 32, trailerField 1 }`, the last as DER forbids.
fn pss_with_default() -> Vec<u8> {
    let scheme = SignatureScheme::RsaPss { digest: SHA256, mgf_digest: SHA256, salt_octets: 32 };
    let identifier = scheme.to_identifier();
    let parameters = &identifier[4 + algorithms::RSASSA_PSS.as_bytes().len()..];
    let trailer = element(Tag::context(3), &[&[2, 1, 1]]);
    let parameters = element(Tag::SEQUENCE, &[&parameters[2..], &trailer]);
    self::identifier(algorithms::RSASSA_PSS, &parameters)
}

#[test]
fn pss_parameters_are_compared_by_meaning() {
    let scheme = SignatureScheme::RsaPss { digest: SHA256, mgf_digest: SHA256, salt_octets: 32 };
    let builder = Builder {
        signature_algorithm: scheme.to_identifier(),
        sign_with: |key, message| raw_rsa::pss(key, message, SHA256, SHA256, 32),
        ..conforming(Family::Rsa2048)
    };
    let judge =
        |builder: &Builder, protection| judge(&builder.build(), builder, &with_protection(protection));
    let same = protected(builder.clone(), &SHA256.to_identifier(), &scheme.to_identifier());
    assert_eq!(judge(&same, Protection::AsWritten), Ok(vec![]));
    let otherwise = protected(builder.clone(), &SHA256.to_identifier(), &pss_with_default());
    assert_eq!(judge(&otherwise, Protection::ByMeaning), Ok(vec!["algorithm-protection-form"]));
    assert_eq!(judge(&otherwise, Protection::AsWritten), Err("E-ALGORITHM-PROTECTION-MISMATCH"));
    let salt = SignatureScheme::RsaPss { digest: SHA256, mgf_digest: SHA256, salt_octets: 20 };
    let salt = protected(builder, &SHA256.to_identifier(), &salt.to_identifier());
    assert_eq!(judge(&salt, Protection::ByMeaning), Err("E-ALGORITHM-PROTECTION-MISMATCH"));
}

/// What no policy refuses.
#[test]
fn what_has_no_switch_is_found() {
    let judge = |builder: &Builder| judge(&builder.build(), builder, &CheckPolicy::strict());
    let pss = |mgf_digest, salt_octets, sign_with| Builder {
        signature_algorithm: SignatureScheme::RsaPss { digest: SHA256, mgf_digest, salt_octets }
            .to_identifier(),
        sign_with,
        ..conforming(Family::Rsa2048)
    };
    let mask = pss(SHA512, 32, |key, message| raw_rsa::pss(key, message, SHA256, SHA512, 32));
    assert_eq!(judge(&mask), Ok(vec!["pss-mask-digest"]));
    let salt = pss(SHA256, 20, |key, message| raw_rsa::pss(key, message, SHA256, SHA256, 20));
    assert_eq!(judge(&salt), Ok(vec!["pss-salt-length"]));
    let usual = pss(SHA256, 32, |key, message| raw_rsa::pss(key, message, SHA256, SHA256, 32));
    assert_eq!(judge(&usual), Ok(vec![]));

    let bare = identifier(algorithms::EC_PUBLIC_KEY, &[]);
    let bare = Builder { signature_algorithm: bare, ..conforming(Family::P256) };
    assert_eq!(judge(&bare), Ok(vec!["bare-key-identifier"]));
    let bare = identifier(algorithms::RSA_ENCRYPTION, &NULL);
    let bare = Builder { signature_algorithm: bare, ..conforming(Family::Rsa2048) };
    assert_eq!(judge(&bare), Ok(vec![]));

    let time = |tag, text: &[u8]| {
        let value = element(tag, &[text]);
        conforming(Family::P256).sign(attribute(oids::SIGNING_TIME.as_bytes(), &[&value]))
    };
    assert_eq!(judge(&time(Tag::UTC_TIME, b"261201120000Z")), Ok(vec![]));
    assert_eq!(judge(&time(Tag::GENERALIZED_TIME, b"20500101000000Z")), Ok(vec![]));
    assert_eq!(judge(&time(Tag::GENERALIZED_TIME, b"20261201120000Z")), Ok(vec!["signing-time-form"]));

    let empty = conforming(Family::P256).sign(attribute(&[0x2a, 3], &[]));
    assert_eq!(judge(&empty), Ok(vec!["attribute-without-value"]));
    let sha1 = digest(DigestAlgorithm::Sha1, empty.certificate.as_der());
    let v1 = attribute(oids::SIGNING_CERTIFICATE.as_bytes(), &[&signing_certificate(None, &sha1, &[])]);
    assert_eq!(judge(&conforming(Family::P256).sign(v1)), Ok(vec!["both-signing-certificates"]));
    let stamp = || attribute(oids::CONTENT_TIME_STAMP.as_bytes(), &[&NULL]);
    assert_eq!(judge(&conforming(Family::P256).sign(stamp()).sign(stamp())), Ok(vec![]));
}

#[test]
fn the_version_goes_with_sid() {
    let builder = conforming(Family::P256);
    let version = |builder: &Builder, version| {
        let from = [&[2, 1, 1], &builder.sid[..]].concat();
        let bytes = replaced(&builder.build(), &from, &[&[2, 1, version], &builder.sid[..]].concat());
        judge(&bytes, builder, &CheckPolicy::strict())
    };
    assert_eq!(version(&builder, 1), Ok(vec![]));
    assert_eq!(version(&builder, 3), Ok(vec!["version-number"]));
    let identifier = builder.certificate.view().extensions().subject_key_identifier();
    let identifier = identifier.ok().flatten().expect("the extension").to_vec();
    let sid = element(Tag::context_primitive(0), &[&identifier]);
    let builder = Builder { sid, ..builder };
    assert_eq!(version(&builder, 3), Ok(vec![]));
    assert_eq!(version(&builder, 1), Ok(vec!["version-number"]));
}

#[test]
fn broken_is_said_before_refused_and_refused_before_missing_content() {
    let builder = Builder::new(Family::P256);
    let bytes = builder.build();
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
    let strict = CheckPolicy::strict();
    let provider = Provider::rustcrypto();
    let other = ContentDigests::of(b"other", &[SHA256], &provider).expect("a digest");
    assert_eq!(judge_with(&data, &builder, &other, &strict), Err("E-DIGEST-MISMATCH"));
    assert_eq!(judge_with(&data, &builder, &ContentDigests::none(), &strict), Err("E-REFUSED-BY-POLICY"));
    let missing = judge_with(&data, &builder, &ContentDigests::none(), &CheckPolicy::DEFAULT);
    assert_eq!(missing, Err("E-CONTENT-MISSING"));
}

#[test]
fn the_encoding_of_the_digest_is_told() {
    let encoding = |sign_with| {
        let builder = Builder { sign_with, ..conforming(Family::Rsa2048) };
        let data = SignedDataBuf::from_bytes(builder.build(), &Limits::DEFAULT).expect("well-formed");
        let provider = Provider::rustcrypto();
        let content = ContentDigests::of(CONTENT, &[SHA256], &provider).expect("a digest");
        let signer_info = data.view().signer_infos().next().expect("a signer");
        let intact = signer_info.check(builder.certificate.view(), &content, &provider).expect("intact");
        intact.digest_encoding()
    };
    assert_eq!(encoding(|key, message| key.sign(message).as_octets().to_vec()), DigestEncoding::Standard);
    let without_null = encoding(|key, message| raw_rsa::pkcs1(key, message, SHA256, &[]));
    assert_eq!(without_null, DigestEncoding::WithoutNull);
}
