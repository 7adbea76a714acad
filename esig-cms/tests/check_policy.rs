//! For each thing that a policy decides: a signature without it, and one with it, allowed and refused.

#[path = "common/builder.rs"]
mod builder;
#[path = "common/raw_rsa.rs"]
mod raw_rsa;

use builder::*;
use esig_cms::check::{CheckPolicy, Protection, Rule};
use esig_cms::{ContentDigests, Finding, SignedData, SignedDataBuf, oids};
use esig_core::algorithm::oids as algorithms;
use esig_core::encode::element;
use esig_core::oid::ObjectIdentifier;
use esig_core::provider::DigestEncoding;
use esig_core::raw::Tag;
use esig_core::{DigestAlgorithm, Limits, Provider, SignatureScheme};
use esig_testkit::{Family, TestKey};

const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;
const SHA512: DigestAlgorithm = DigestAlgorithm::Sha512;
const NULL: [u8; 2] = [5, 0];

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

/// A signature that bears one finding, the switch for it, and the code of the refusal.
struct Case {
    finding: &'static str,
    builder: Builder,
    bytes: Vec<u8>,
    switch: fn(&mut CheckPolicy) -> &mut Rule,
    refused: &'static str,
}

impl Case {
    fn new(
        finding: &'static str,
        builder: Builder,
        switch: fn(&mut CheckPolicy) -> &mut Rule,
        refused: &'static str,
    ) -> Self {
        Self { finding, bytes: builder.build(), builder, switch, refused }
    }

    /// The same with `from` replaced where it first stands.
    fn replaced(mut self, from: &[u8], to: &[u8]) -> Self {
        self.bytes = replaced(&self.bytes, from, to);
        self
    }
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes.windows(from.len()).position(|window| window == from).expect("there");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// As CAdES has it: nothing is odd about it.
fn conforming(family: Family) -> Builder {
    let builder = Builder::new(family);
    let reference = signing_certificate(None, &digest(SHA256, builder.certificate.as_der()), &[]);
    builder.sign(attribute(oids::SIGNING_CERTIFICATE_V2.as_bytes(), &[&reference]))
}

fn identifier(oid: ObjectIdentifier, parameters: &[u8]) -> Vec<u8> {
    element(Tag::SEQUENCE, &[&builder::oid(oid.as_bytes()), parameters])
}

fn protected(builder: Builder, digest: &[u8], signature: &[u8]) -> Builder {
    let signature = [&[0xa1], &signature[1..]].concat();
    let value = element(Tag::SEQUENCE, &[digest, &signature]);
    builder.sign(attribute(oids::CMS_ALGORITHM_PROTECTION.as_bytes(), &[&value]))
}

fn sha512_rsa(key: &TestKey, message: &[u8]) -> Vec<u8> {
    raw_rsa::pkcs1(key, message, SHA512, &NULL)
}

/// A conforming signature whose message-digest is by another algorithm, which digestAlgorithm says.
fn digested_with(family: Family, algorithm: DigestAlgorithm) -> Builder {
    let builder = conforming(family).without(oids::MESSAGE_DIGEST.as_bytes());
    let message_digest = octets(&digest(algorithm, CONTENT));
    let builder = builder.sign(attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&message_digest]));
    Builder { digest_algorithm: algorithm.to_identifier(), ..builder }
}

fn counter_with_content_type() -> (Builder, Vec<u8>) {
    let parent = conforming(Family::P256);
    let parent_bytes = parent.build();
    let data = SignedData::parse(&parent_bytes, &Limits::DEFAULT).expect("well-formed");
    let value = data.signer_infos().next().expect("a signer").signature().into_owned();
    let counter = conforming(Family::P256).without(oids::MESSAGE_DIGEST.as_bytes());
    let message_digest = octets(&digest(SHA256, &value));
    let counter = counter.sign(attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&message_digest]));
    let unsigned = vec![attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&counter.signer_info()])];
    (counter, Builder { unsigned, ..parent }.build())
}

fn cases() -> Vec<Case> {
    let p256 = || conforming(Family::P256);
    let rsa = || conforming(Family::Rsa2048);
    let gost = || conforming(Family::GOST_256);
    let reversed = |order| Builder { order, ..p256() };
    let other = |value: &[u8]| attribute(&[0x2a, 3], &[value]);
    let certificate = p256().certificate;
    let digest_of_certificate = digest(SHA256, certificate.as_der());
    let other_serial = issuer_serial(certificate.view().issuer().as_der(), &[1]);
    let other_serial = signing_certificate(None, &digest_of_certificate, &other_serial);
    let listed = element(Tag::SET, &[&SHA256.to_identifier()]);
    let content = octets(CONTENT);
    let (counter, counter_bytes) = counter_with_content_type();
    let no_parameters = identifier(algorithms::SHA256_WITH_RSA, &[]);
    let streebog = identifier(algorithms::STREEBOG256, &NULL);
    let combined = identifier(algorithms::GOST3410_2012_256_WITH_STREEBOG256, &[]);
    let without_attributes = |builder: Builder| Builder { signed: None, ..builder };
    let tst_info = oid(oids::TST_INFO.as_bytes());
    const REFUSED: &str = "E-REFUSED-BY-POLICY";
    vec![
        Case::new(
            "signed-attributes-as-received",
            reversed(Order::ReversedAsStored),
            |policy| &mut policy.signed_attributes_as_received,
            "E-SIGNATURE-INVALID",
        ),
        Case::new(
            "signed-attributes-by-der",
            reversed(Order::ReversedSignedByDer),
            |policy| &mut policy.signed_attributes_by_der,
            "E-SIGNATURE-INVALID",
        ),
        Case::new(
            "digest-info-without-null",
            Builder { sign_with: |key, message| raw_rsa::pkcs1(key, message, SHA256, &[]), ..rsa() },
            |policy| &mut policy.digest_info_without_null,
            "E-SIGNATURE-INVALID",
        ),
        Case::new(
            "digest-algorithms-differ",
            Builder { sign_with: sha512_rsa, ..digested_with(Family::Rsa2048, SHA512) },
            |policy| &mut policy.digest_algorithms_differ,
            "E-DIGEST-ALGORITHM-MISMATCH",
        ),
        Case::new(
            "repeated-attribute",
            p256().sign(other(&NULL)).sign(other(&[2, 1, 0])),
            |policy| &mut policy.repeated_attributes,
            REFUSED,
        ),
        Case::new(
            "misplaced-attribute",
            Builder { unsigned: vec![attribute(oids::SIGNING_TIME.as_bytes(), &[&NULL])], ..p256() },
            |policy| &mut policy.misplaced_attributes,
            "E-ATTRIBUTE-FORBIDDEN",
        ),
        Case::new(
            "misplaced-attribute",
            p256().sign(attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&NULL])),
            |policy| &mut policy.misplaced_attributes,
            "E-ATTRIBUTE-FORBIDDEN",
        ),
        Case::new(
            "digest-algorithm-not-listed",
            p256(),
            |policy| &mut policy.digest_algorithm_not_listed,
            REFUSED,
        )
        .replaced(&listed, &[&listed[..listed.len() - 1], &[2]].concat()),
        Case::new(
            "issuer-serial-differs",
            Builder::new(Family::P256)
                .sign(attribute(oids::SIGNING_CERTIFICATE_V2.as_bytes(), &[&other_serial])),
            |policy| &mut policy.issuer_serial_differs,
            "E-SIGNING-CERTIFICATE-MISMATCH",
        ),
        Case::new(
            "content-not-octet-string",
            Builder { attached: Some(CONTENT.to_vec()), ..p256() },
            |policy| &mut policy.content_not_octet_string,
            REFUSED,
        )
        .replaced(&content, &[&[0x0c], &content[1..]].concat()),
        Case::new(
            "other-type-without-attributes",
            Builder { content_type: tst_info, ..without_attributes(p256()) },
            |policy| &mut policy.other_type_without_attributes,
            REFUSED,
        ),
        Case::new(
            "signed-attributes-absent",
            without_attributes(p256()),
            |policy| &mut policy.signed_attributes_absent,
            REFUSED,
        ),
        Case::new(
            "signing-certificate-absent",
            Builder::new(Family::P256),
            |policy| &mut policy.signing_certificate_absent,
            REFUSED,
        ),
        Case {
            bytes: counter_bytes,
            ..Case::new(
                "content-type-in-counter-signature",
                counter,
                |policy| &mut policy.content_type_in_counter_signature,
                "E-ATTRIBUTE-FORBIDDEN",
            )
        },
        Case::new(
            "algorithm-parameters",
            Builder { signature_algorithm: no_parameters, ..rsa() },
            |policy| &mut policy.algorithm_parameters,
            REFUSED,
        ),
        Case::new(
            "algorithm-parameters",
            Builder { digest_algorithm: streebog, ..gost() },
            |policy| &mut policy.algorithm_parameters,
            REFUSED,
        ),
        Case::new(
            "algorithm-parameters",
            Builder { signature_algorithm: identifier(algorithms::GOST3410_2012_256, &NULL), ..gost() },
            |policy| &mut policy.algorithm_parameters,
            REFUSED,
        ),
        Case::new(
            "gost-combined-identifier",
            Builder { signature_algorithm: combined, ..gost() },
            |policy| &mut policy.gost_combined_identifier,
            REFUSED,
        ),
        Case::new(
            "signature-identifier-as-digest",
            Builder { digest_algorithm: identifier(algorithms::SHA256_WITH_RSA, &NULL), ..rsa() },
            |policy| &mut policy.signature_identifier_as_digest,
            REFUSED,
        ),
    ]
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
