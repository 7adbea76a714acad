//! For each fact that `check` looks at: a signature in order, and the same with that one thing wrong.

#[path = "common/builder.rs"]
mod builder;
mod common;

use builder::*;
use esig_cms::{ContentDigests, IntegrityError, SignedData, SignedOctets, oids};
use esig_core::encode::{element, set_of};
use esig_core::raw::{Element, Tag};
use esig_core::{Certificate, DigestAlgorithm, Limits, Provider, SignatureScheme};
use esig_testkit::{Family, Signer};

const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;

/// Checks the one signature over [`CONTENT`] with the signer's certificate.
fn check(builder: &Builder) -> Result<SignedOctets, IntegrityError> {
    check_with(builder, builder.certificate.view(), CONTENT)
}

fn check_with(
    builder: &Builder,
    signer: Certificate<'_>,
    content: &[u8],
) -> Result<SignedOctets, IntegrityError> {
    let provider = Provider::rustcrypto();
    let der = builder.build();
    let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
    let mut hasher = data.hasher(&provider);
    hasher.update(content);
    let content = hasher.finish();
    let signer_info = data.signer_infos().next().expect("a signer");
    signer_info.check(signer, &content, &provider).map(|intact| intact.signed_octets())
}

fn code(builder: &Builder) -> &'static str {
    check(builder).map_or_else(|error| error.code(), |_| "intact")
}

#[test]
fn every_family_is_checked_with_and_without_attributes() {
    for family in Family::ALL {
        let builder = Builder::new(family);
        assert_eq!(check(&builder), Ok(SignedOctets::AttributesAsReceived), "{family}");
        let without = Builder { signed: None, ..builder };
        assert_eq!(check(&without), Ok(SignedOctets::Content), "{family}");
    }
}

#[test]
fn other_content_is_a_digest_mismatch_with_both_sides() {
    for family in Family::ALL {
        let builder = Builder::new(family);
        let Err(IntegrityError::DigestMismatch { stated, computed }) =
            check_with(&builder, builder.certificate.view(), b"other")
        else {
            panic!("{family}");
        };
        assert_eq!(stated, digest(computed.algorithm(), CONTENT), "{family}");
        assert_eq!(computed.as_octets(), digest(computed.algorithm(), b"other"), "{family}");

        let without = Builder { signed: None, ..builder };
        let outcome = check_with(&without, without.certificate.view(), b"other");
        assert_eq!(outcome, Err(IntegrityError::InvalidSignature { scheme: family.scheme() }), "{family}");
    }
}

#[test]
fn missing_content_is_the_last_thing_said() {
    let provider = Provider::rustcrypto();
    let outcome = |builder: &Builder, content: &ContentDigests| {
        let der = builder.build();
        let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
        let signer_info = data.signer_infos().next().expect("a signer");
        signer_info.check(builder.certificate.view(), content, &provider).map(drop)
    };
    let builder = Builder::new(Family::P256);
    assert_eq!(outcome(&builder, &ContentDigests::none()), Err(IntegrityError::ContentMissing));

    let other_key = pki(Family::P256).signer(Signer::Expired).key().clone();
    let wrong_key = Builder { key: other_key, ..builder.clone() };
    let scheme = Family::P256.scheme();
    assert_eq!(
        outcome(&wrong_key, &ContentDigests::none()),
        Err(IntegrityError::InvalidSignature { scheme })
    );

    let sha512 = ContentDigests::of(CONTENT, &[DigestAlgorithm::Sha512], &provider).expect("a digest");
    assert_eq!(outcome(&builder, &sha512), Err(IntegrityError::ContentNotDigested { algorithm: SHA256 }));

    let pure = Builder { signed: None, ..Builder::new(Family::Ed25519) };
    let scheme = SignatureScheme::Ed25519;
    assert_eq!(outcome(&pure, &sha512), Err(IntegrityError::ContentOctetsMissing { scheme }));
    assert_eq!(outcome(&pure, &ContentDigests::none()), Err(IntegrityError::ContentMissing));
}

#[test]
fn content_type_stands_once_and_agrees() {
    let content_type = oids::CONTENT_TYPE.as_bytes();
    let builder = Builder::new(Family::P256);
    assert_eq!(code(&builder.clone().without(content_type)), "E-ATTRIBUTE-MISSING");

    let tst_info = oid(oids::TST_INFO.as_bytes());
    let other = builder.clone().without(content_type).sign(attribute(content_type, &[&tst_info]));
    assert_eq!(code(&other), "E-CONTENT-TYPE-MISMATCH");
    assert_eq!(code(&Builder { content_type: tst_info.clone(), ..other }), "intact");

    let twice = builder.clone().sign(attribute(content_type, &[&tst_info]));
    assert_eq!(code(&twice), "E-ATTRIBUTE-MALFORMED");
    let data = oid(oids::DATA.as_bytes());
    let two_values = builder.clone().without(content_type).sign(attribute(content_type, &[&data, &tst_info]));
    assert_eq!(code(&two_values), "E-ATTRIBUTE-MALFORMED");
    let no_value = builder.without(content_type).sign(attribute(content_type, &[]));
    assert_eq!(code(&no_value), "E-ATTRIBUTE-MALFORMED");
}

#[test]
fn message_digest_stands_once_and_is_a_string() {
    let message_digest = oids::MESSAGE_DIGEST.as_bytes();
    let builder = Builder::new(Family::P256);
    assert_eq!(code(&builder.clone().without(message_digest)), "E-ATTRIBUTE-MISSING");
    let right = octets(&digest(SHA256, CONTENT));
    assert_eq!(code(&builder.clone().sign(attribute(message_digest, &[&right]))), "E-ATTRIBUTE-MALFORMED");
    let replaced =
        |value: &[u8]| builder.clone().without(message_digest).sign(attribute(message_digest, &[value]));
    assert_eq!(code(&replaced(&right)), "intact");
    assert_eq!(code(&replaced(&[2, 1, 0])), "E-ATTRIBUTE-MALFORMED");
    assert_eq!(code(&replaced(&octets(&digest(SHA256, CONTENT)[..31]))), "E-DIGEST-MISMATCH");
}

#[test]
fn signing_time_stands_once_and_is_a_time() {
    let signing_time = |values: &[&[u8]]| attribute(oids::SIGNING_TIME.as_bytes(), values);
    let time = element(Tag::UTC_TIME, &[b"261201120000Z"]);
    let builder = Builder::new(Family::P256);
    let once = builder.clone().sign(signing_time(&[&time]));
    assert_eq!(code(&once), "intact");
    assert_eq!(code(&once.clone().sign(signing_time(&[&time, &time]))), "E-ATTRIBUTE-MALFORMED");
    let no_time = element(Tag::UTC_TIME, &[b"tomorrow"]);
    assert_eq!(code(&builder.sign(signing_time(&[&no_time]))), "E-ATTRIBUTE-MALFORMED");
}

#[test]
fn the_signing_certificate_is_the_one_meant() {
    let builder = Builder::new(Family::P256);
    let der = builder.certificate.as_der().to_vec();
    let issuer = builder.certificate.view().issuer().as_der().to_vec();
    let serial = builder.certificate.view().serial_number().as_octets().to_vec();
    let v1 = |hash: &[u8], rest: &[u8]| {
        let value = signing_certificate(None, hash, rest);
        code(&builder.clone().sign(attribute(oids::SIGNING_CERTIFICATE.as_bytes(), &[&value])))
    };
    let v2 = |algorithm, hash: &[u8], rest: &[u8]| {
        let value = signing_certificate(algorithm, hash, rest);
        code(&builder.clone().sign(attribute(oids::SIGNING_CERTIFICATE_V2.as_bytes(), &[&value])))
    };
    let sha256 = digest(SHA256, &der);
    let streebog = digest(DigestAlgorithm::Streebog256, &der);

    assert_eq!(v1(&digest(DigestAlgorithm::Sha1, &der), &[]), "intact");
    assert_eq!(v1(&sha256, &[]), "E-SIGNING-CERTIFICATE-MISMATCH");
    assert_eq!(v2(None, &sha256, &[]), "intact");
    assert_eq!(v2(Some(DigestAlgorithm::Streebog256), &streebog, &[]), "intact");
    assert_eq!(v2(None, &streebog, &[]), "E-SIGNING-CERTIFICATE-MISMATCH");
    assert_eq!(v2(None, &sha256, &issuer_serial(&issuer, &serial)), "intact");
    let padded = [&[0], &serial[..]].concat();
    assert_eq!(v2(None, &sha256, &issuer_serial(&issuer, &padded)), "E-ATTRIBUTE-MALFORMED");
    assert_eq!(v2(None, &sha256, &issuer_serial(&issuer, &[1])), "E-SIGNING-CERTIFICATE-MISMATCH");
    let subject = builder.certificate.view().subject().as_der().to_vec();
    assert_eq!(v2(None, &sha256, &issuer_serial(&subject, &serial)), "E-SIGNING-CERTIFICATE-MISMATCH");

    let empty = element(Tag::SEQUENCE, &[&element(Tag::SEQUENCE, &[])]);
    let empty = builder.clone().sign(attribute(oids::SIGNING_CERTIFICATE_V2.as_bytes(), &[&empty]));
    assert_eq!(code(&empty), "E-ATTRIBUTE-MALFORMED");
}

#[test]
fn sid_names_the_certificate() {
    let builder = Builder::new(Family::P256);
    let other = pki(Family::P256).signer(Signer::Expired);
    let outcome = check_with(&builder, other.certificate().view(), CONTENT);
    assert!(matches!(outcome, Err(IntegrityError::SignerMismatch { .. })), "{outcome:?}");

    let key_identifier = builder.certificate.view().extensions().subject_key_identifier();
    let key_identifier = key_identifier.ok().flatten().expect("the extension").to_vec();
    let sid = element(Tag::context_primitive(0), &[&key_identifier]);
    assert_eq!(code(&Builder { sid: sid.clone(), ..builder.clone() }), "intact");
    let sid = element(Tag::context_primitive(0), &[&key_identifier[1..]]);
    assert_eq!(code(&Builder { sid, ..builder }), "E-SIGNER-MISMATCH");
}

#[test]
fn algorithms_agree_or_are_unknown() {
    let builder = Builder::new(Family::P256);
    let digest_algorithm = DigestAlgorithm::Sha512.to_identifier();
    let mismatch = Builder { digest_algorithm, ..builder.clone() };
    let expected = IntegrityError::DigestAlgorithmMismatch {
        digest_algorithm: DigestAlgorithm::Sha512,
        signature_algorithm: SHA256,
    };
    assert_eq!(check(&mismatch), Err(expected));

    let unknown = element(Tag::SEQUENCE, &[&oid(&[0x2a, 3])]);
    assert_eq!(
        code(&Builder { digest_algorithm: unknown.clone(), ..builder.clone() }),
        "E-ALGORITHM-UNSUPPORTED"
    );
    assert_eq!(code(&Builder { signature_algorithm: unknown, ..builder.clone() }), "E-ALGORITHM-UNSUPPORTED");

    let rsa = SignatureScheme::RsaPkcs1(SHA256).to_identifier();
    assert_eq!(code(&Builder { signature_algorithm: rsa, ..builder }), "E-SIGNATURE-INVALID");
}

#[test]
fn protected_algorithms_are_those_of_the_signer_info() {
    let builder = Builder::new(Family::Rsa2048);
    let protection = |digest: &[u8], signature: &[u8]| {
        let signature = [&[0xa1], &signature[1..]].concat();
        let value = element(Tag::SEQUENCE, &[digest, &signature]);
        code(&builder.clone().sign(attribute(oids::CMS_ALGORITHM_PROTECTION.as_bytes(), &[&value])))
    };
    let sha256 = SHA256.to_identifier();
    let rsa = |digest| SignatureScheme::RsaPkcs1(digest).to_identifier();
    assert_eq!(protection(&sha256, &rsa(SHA256)), "intact");
    assert_eq!(protection(&sha256, &rsa(DigestAlgorithm::Sha512)), "E-ALGORITHM-PROTECTION-MISMATCH");
    let sha512 = DigestAlgorithm::Sha512.to_identifier();
    assert_eq!(protection(&sha512, &rsa(SHA256)), "E-ALGORITHM-PROTECTION-MISMATCH");
}

#[test]
fn attributes_out_of_order_are_tried_as_received_and_by_der() {
    let builder = Builder::new(Family::GOST_256);
    let reversed = |order| check(&Builder { order, ..builder.clone() });
    assert_eq!(reversed(Order::ReversedAsStored), Ok(SignedOctets::AttributesAsReceived));
    assert_eq!(reversed(Order::ReversedSignedByDer), Ok(SignedOctets::AttributesByDer));
}

#[test]
fn a_counter_signature_is_over_its_parents_value() {
    let provider = Provider::rustcrypto();
    let parent = Builder::new(Family::GOST_256);
    let counter_over = |value: &[u8]| {
        let counter = Builder::new(Family::P256);
        let message_digest = attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&octets(&digest(SHA256, value))]);
        Builder { signed: Some(vec![message_digest]), ..counter }
    };
    let value = {
        let der = parent.build();
        let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
        data.signer_infos().next().expect("a signer").signature().to_vec()
    };
    for (over, is_intact) in [(&value[..], true), (CONTENT, false)] {
        let counter = counter_over(over);
        let unsigned = vec![attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&counter.signer_info()])];
        let der = Builder { unsigned, ..parent.clone() }.build();
        let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
        let signer_info = data.signer_infos().next().expect("a signer");
        let found: Vec<_> = signer_info.counter_signatures().collect();
        assert_eq!(found.len(), 1);
        assert!(found[0].is_counter_signature() && !signer_info.is_counter_signature());
        // The content given is that of the SignedData: it must not matter.
        let content = ContentDigests::none();
        let outcome = found[0].check(counter.certificate.view(), &content, &provider);
        assert_eq!(outcome.is_ok(), is_intact, "{outcome:?}");
    }
}

/// The same SignedData whose signer lost his signed attributes.
fn stripped(builder: &Builder, signer_info: &[u8]) -> Vec<u8> {
    let der = builder.build_with(&[signer_info.to_vec()]);
    let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
    let attributes = data.signer_infos().next().expect("a signer").signed_attributes();
    let attributes = attributes.as_bytes().expect("signed attributes");
    let at = signer_info.windows(attributes.len()).position(|window| window == attributes).expect("there");
    let fields = Element::from_der(signer_info, "SignerInfo").expect("one element");
    let (before, after) = (fields.contents_offset()..at, at + attributes.len()..);
    element(Tag::SEQUENCE, &[&signer_info[before], &signer_info[after]])
}

fn checked_content(builder: &Builder, signer_info: Vec<u8>, content: &[u8]) -> &'static str {
    let provider = Provider::rustcrypto();
    let der = builder.build_with(&[signer_info]);
    let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
    let mut hasher = data.hasher(&provider);
    content.chunks(7).for_each(|piece| hasher.update(piece));
    let signer_info = data.signer_infos().next().expect("a signer");
    let checked = signer_info.check(builder.certificate.view(), &hasher.finish(), &provider);
    checked.map_or_else(|error| error.code(), |_| "intact")
}

#[test]
fn signed_attributes_are_no_content() {
    for family in Family::ALL {
        let builder = Builder::new(family);
        let signer_info = builder.signer_info();
        let attributes = set_of(Tag::SET, builder.signed.clone().expect("signed attributes"));
        let forged = checked_content(&builder, stripped(&builder, &signer_info), &attributes);
        assert_eq!(forged, "E-SIGNED-ATTRIBUTES-AS-CONTENT", "{family}");
        assert_eq!(checked_content(&builder, signer_info, CONTENT), "intact", "{family}");
    }
}

#[test]
fn attributes_of_a_counter_signature_are_no_content() {
    let builder = Builder::new(Family::P256).without(oids::CONTENT_TYPE.as_bytes());
    let attributes = set_of(Tag::SET, builder.signed.clone().expect("signed attributes"));
    let forged = stripped(&builder, &builder.signer_info());
    assert_eq!(checked_content(&builder, forged, &attributes), "E-SIGNED-ATTRIBUTES-AS-CONTENT");
}

#[test]
fn signed_attributes_are_no_parents_value() {
    let provider = Provider::rustcrypto();
    let victim = Builder::new(Family::P256);
    let attributes = set_of(Tag::SET, victim.signed.clone().expect("signed attributes"));
    let forged = stripped(&victim, &victim.signer_info());
    let honest = Builder { signed: None, ..victim.clone() }.signer_info();
    for (value, counter, expected) in
        [(&attributes[..], &forged, "E-SIGNED-ATTRIBUTES-AS-CONTENT"), (CONTENT, &honest, "intact")]
    {
        let unsigned = element(Tag::context(1), &[&attribute(oids::COUNTERSIGNATURE.as_bytes(), &[counter])]);
        let parent = element(
            Tag::SEQUENCE,
            &[
                &[2, 1, 1],
                &victim.sid,
                &victim.digest_algorithm,
                &victim.signature_algorithm,
                &octets(value),
                &unsigned,
            ],
        );
        let der = victim.build_with(&[parent]);
        let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
        let parent = data.signer_infos().next().expect("a signer");
        let counter = parent.counter_signatures().next().expect("a counter-signature");
        let checked = counter.check(victim.certificate.view(), &ContentDigests::none(), &provider);
        assert_eq!(checked.map_or_else(|error| error.code(), |_| "intact"), expected);
    }
}

#[test]
fn a_digest_alone_is_not_enough_without_signed_attributes() {
    let provider = Provider::rustcrypto();
    let outcome = |builder: &Builder, content: &[u8]| {
        let algorithm = Family::P256.scheme().content_digest_algorithm();
        let digest = provider.digest(algorithm, content).expect("a digest");
        let der = builder.build();
        let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
        let signer_info = data.signer_infos().next().expect("a signer");
        let content = ContentDigests::from_digest(digest);
        let checked = signer_info.check(builder.certificate.view(), &content, &provider);
        checked.map_or_else(|error| error.code(), |_| "intact")
    };
    let builder = Builder::new(Family::P256);
    assert_eq!(outcome(&builder, CONTENT), "intact");
    let without = Builder { signed: None, ..builder };
    assert_eq!(outcome(&without, CONTENT), "E-CONTENT-OCTETS-MISSING");
    assert_eq!(outcome(&without, b"other"), "E-SIGNATURE-INVALID");
}

#[test]
fn a_counter_signature_has_no_content_type() {
    let provider = Provider::rustcrypto();
    let parent = Builder::new(Family::P256);
    let parent_info = parent.signer_info();
    let der = parent.build_with(&[parent_info]);
    let value = {
        let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
        data.signer_infos().next().expect("a signer").signature().to_vec()
    };
    let message_digest = attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&octets(&digest(SHA256, &value))]);
    let content_type = attribute(oids::CONTENT_TYPE.as_bytes(), &[&oid(oids::DATA.as_bytes())]);
    let counter = Builder { signed: Some(vec![message_digest]), ..Builder::new(Family::P256) };
    for (counter, expected) in
        [(counter.clone(), "intact"), (counter.sign(content_type), "E-ATTRIBUTE-FORBIDDEN")]
    {
        let unsigned = vec![attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&counter.signer_info()])];
        let der = Builder { unsigned, ..parent.clone() }.build();
        let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
        let parent = data.signer_infos().next().expect("a signer");
        let found = parent.counter_signatures().next().expect("a counter-signature");
        let checked = found.check(counter.certificate.view(), &ContentDigests::none(), &provider);
        assert_eq!(checked.map_or_else(|error| error.code(), |_| "intact"), expected);
    }
}
