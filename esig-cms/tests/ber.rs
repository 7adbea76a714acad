//! BER wherever a SignedData may have it: what DER says, BER says too, to the last field.

#[path = "common/ber.rs"]
mod ber;
#[path = "common/builder.rs"]
mod builder;
mod common;

use ber::{Lengths, in_ber, is_signed_object, key_identifier};
use builder::*;
use common::fixture;
use esig_cms::{CmsError, SignedData, SignedOctets, SignerIdentifier, SignerInfo, oids};
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::raw::{Element, Tag};
use esig_core::{DigestAlgorithm, Limits, Provider};
use esig_testkit::Family;

const FORMS: [Lengths; 2] = [Lengths::Indefinite, Lengths::Overlong];

/// Every signature of the file, its counter-signatures after it, with what it verifies over.
fn octets_of_all(bytes: &[u8], content: &[u8]) -> Vec<SignedOctets> {
    let provider = Provider::rustcrypto();
    let data = SignedData::parse(bytes, &Limits::DEFAULT).expect("well-formed");
    let content = match data.encapsulated_content() {
        Some(_) => data.digest_encapsulated_content(&provider),
        None => {
            let mut hasher = data.hasher(&provider);
            hasher.update(content);
            hasher.finish()
        }
    };
    let mut found = Vec::new();
    let mut waiting: Vec<SignerInfo<'_>> = data.signer_infos().collect();
    while let Some(signer_info) = waiting.pop() {
        let certificate = data.find_certificate(&signer_info).expect("its certificate");
        let intact = signer_info.check(certificate.view(), &content, &provider).expect("intact");
        found.push(intact.signed_octets());
        waiting.extend(signer_info.counter_signatures());
    }
    found
}

/// Everything that a SignedData may hold, with a counter-signature.
fn full(family: Family) -> Builder {
    let builder = Builder::new(family);
    let der = builder.certificate.as_der();
    let issuer = builder.certificate.view().issuer().as_der().to_vec();
    let serial = builder.certificate.view().serial_number().as_octets().to_vec();
    let hash = digest(DigestAlgorithm::Streebog256, der);
    let reference =
        signing_certificate(Some(DigestAlgorithm::Streebog256), &hash, &issuer_serial(&issuer, &serial));
    let builder = builder
        .sign(attribute(oids::SIGNING_CERTIFICATE_V2.as_bytes(), &[&reference]))
        .sign(attribute(oids::SIGNING_TIME.as_bytes(), &[&element(Tag::UTC_TIME, &[b"261201120000Z"])]))
        .sign(attribute(&[0x2a, 3], &[&octets(b"one"), &octets(b"two")]));
    let der = builder.build();
    let data = SignedData::parse(&der, &Limits::DEFAULT).expect("well-formed");
    let value = data.signer_infos().next().expect("a signer").signature().into_owned();
    let algorithm = family.scheme().content_digest_algorithm();
    let message_digest = attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&octets(&digest(algorithm, &value))]);
    let counter = Builder { signed: Some(vec![message_digest]), ..builder.clone() }.signer_info();
    let unsigned =
        vec![attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&counter]), attribute(&[0x2a, 4], &[])];
    Builder { unsigned, attached: Some(CONTENT.to_vec()), ..builder }
}

#[test]
fn every_field_may_be_ber() {
    // RSA and Ed25519 values are the same each time; the others have random numbers in them.
    for family in [Family::Rsa2048, Family::Ed25519] {
        let der = full(family).build();
        assert_eq!(octets_of_all(&der, &[]), [SignedOctets::AttributesAsReceived; 2], "{family}");
        for form in FORMS {
            let ber = in_ber(&der, form, &is_signed_object);
            assert_eq!(octets_of_all(&ber, &[]), [SignedOctets::AttributesByDer; 2], "{family}, {form:?}");
        }
    }
}

#[test]
fn what_is_read_from_ber_is_what_der_says() {
    let der = full(Family::Rsa2048).build();
    for form in FORMS {
        let ber = in_ber(&der, form, &is_signed_object);
        let [der, ber] =
            [&der, &ber].map(|bytes| SignedData::parse(bytes, &Limits::DEFAULT).expect("well-formed"));
        let signer_info = |data: &SignedData<'_>| {
            data.signer_infos().next().map(|info| {
                let attributes = info.signed_attributes();
                let reference =
                    attributes.signing_certificate_v2().ok().flatten().expect("a reference").signer();
                let issuer = reference.issuer_serial().expect("issuer and serial number");
                let certificate = data.find_certificate(&info).expect("its certificate");
                (
                    (
                        info.sid().to_string(),
                        info.scheme(),
                        info.signature().into_owned(),
                        info.signing_time(),
                    ),
                    (
                        attributes.message_digest().map(|digest| digest.map(|octets| octets.into_owned())),
                        reference.cert_hash().into_owned(),
                    ),
                    (
                        reference.hash_algorithm(),
                        issuer.matches(&certificate.view()),
                        issuer.serial_number().to_string(),
                    ),
                    (info.level(), info.counter_signatures().count(), info.signed_octets_by_der()),
                )
            })
        };
        assert_eq!(signer_info(&der), signer_info(&ber), "{form:?}");
        assert_eq!(der.content_type(), ber.content_type());
        assert_eq!(der.certificates().collect::<Vec<_>>(), ber.certificates().collect::<Vec<_>>());
    }
}

#[test]
fn the_key_identifier_may_be_in_pieces() {
    let builder = Builder::new(Family::P256);
    let identifier = builder.certificate.view().extensions().subject_key_identifier();
    let identifier = identifier.ok().flatten().expect("the extension").to_vec();
    for form in FORMS {
        let bytes = Builder { sid: key_identifier(form, &identifier), ..builder.clone() }.build();
        let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
        let sid = data.signer_infos().next().expect("a signer").sid();
        assert!(matches!(sid, SignerIdentifier::SubjectKeyIdentifier(found) if found == identifier[..]));
        assert_eq!(octets_of_all(&bytes, CONTENT), [SignedOctets::AttributesAsReceived]);
    }
}

#[test]
fn fixtures_of_openssl_mean_the_same_in_ber() {
    for folder in ["gost256", "gost512", "rsa", "ec", "ed25519"] {
        let der = fixture(&format!("{folder}/attached.p7s"));
        let is_kept = |element: &Element<'_>| {
            is_signed_object(element) || element.tag() == Tag::context(0) && is_attributes(element)
        };
        for form in FORMS {
            assert_eq!(
                octets_of_all(&in_ber(&der, form, &is_kept), &[]),
                [SignedOctets::AttributesAsReceived],
                "{folder}"
            );
            assert_eq!(
                octets_of_all(&in_ber(&der, form, &is_signed_object), &[]),
                [SignedOctets::AttributesByDer],
                "{folder}"
            );
        }
    }
}

/// Whether a field `[0]` holds attributes: not certificates, not content.
fn is_attributes(field: &Element<'_>) -> bool {
    let first = field.reader().any("test").expect("one");
    first.tag() == Tag::SEQUENCE
        && first.reader().any("test").is_ok_and(|oid| oid.tag() == Tag::OBJECT_IDENTIFIER)
        && first.contents()[first.reader().any("test").map_or(0, |oid| oid.as_bytes().len())..].first()
            == Some(&0x31)
}

#[test]
fn every_string_in_pieces_has_the_depth_limit() {
    let mut value = octets(b"x");
    for _ in 0..100 {
        value = element(Tag::CONSTRUCTED_OCTET_STRING, &[&value]);
    }
    let limit = |bytes: &[u8]| match SignedData::parse(bytes, &Limits::DEFAULT) {
        Err(CmsError::Malformed(error)) => (error.kind, error.production),
        other => panic!("{other:?}"),
    };
    let builder = Builder::new(Family::P256);
    let sid = element(Tag::context(0), &[&value]);
    let (kind, production) = limit(&Builder { sid, ..builder.clone() }.build());
    assert_eq!(kind, ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: 64 });
    assert_eq!(production, "signerInfos[].sid");
    let signer_info = element(
        Tag::SEQUENCE,
        &[&[2, 1, 1], &builder.sid, &builder.digest_algorithm, &builder.signature_algorithm, &value],
    );
    let (kind, production) = limit(&builder.build_with(&[signer_info]));
    assert_eq!(kind, ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: 64 });
    assert_eq!(production, "signerInfos[].signature");
}
