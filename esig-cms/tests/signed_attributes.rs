//! The attributes that a signer chooses: written, signed, read back, and read from others, right or broken in one place.

#[path = "common/builder.rs"]
mod builder;

use std::borrow::Cow;

use builder::{Builder, CONTENT, attribute, oid, pki};
use esig_cms::attributes::{
    AttributeFault, Attributes, CertifiedAttribute, ClaimedAttribute, Commitment, CommitmentQualifier,
    ContentHints, ContentIdentifier, ContentReference, DocumentSpecification, MimeType, NewAttributes,
    NoticeReference, PolicyDocument, PolicyHash, PolicyNotice, SignaturePolicy, SignaturePolicyId,
    SignaturePolicyQualifier, SignaturePolicyStore, SignedAssertion, SignerAttributes, SignerAttributesV1,
    SignerLocation,
};
use esig_cms::signing::HasSigner;
use esig_cms::{CmsError, ContentDigests, Level, SignedDataBuf, Signing, TimestampToken, oids};
use esig_core::encode::element;
use esig_core::error::{ParseError, ParseErrorKind};
use esig_core::oid::{ObjectIdentifier, Oid};
use esig_core::raw::Tag;
use esig_core::{DigestAlgorithm, DigestValue, Limits, Message, Provider};
use esig_testkit::{Family, Signer};
use proptest::prelude::*;

const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.3.131.1.1.7");
const OTHER: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.4");

fn provider() -> Provider {
    Provider::rustcrypto()
}

fn content(algorithms: &[DigestAlgorithm]) -> ContentDigests {
    ContentDigests::of(CONTENT, algorithms, &provider()).expect("digests")
}

fn signing(attributes: NewAttributes) -> Signing<HasSigner> {
    let signer = pki(Family::GOST_256).signer(Signer::Valid);
    Signing::new()
        .signing_time(pki(Family::GOST_256).at())
        .attributes(attributes)
        .signer(signer.certificate().clone(), Family::GOST_256.scheme())
}

/// A signature with these attributes, which verifies.
fn signed(attributes: NewAttributes) -> SignedDataBuf {
    let signer = pki(Family::GOST_256).signer(Signer::Valid);
    let content = content(&[DigestAlgorithm::Streebog256]);
    let prepared = signing(attributes).prepare(&content, &provider()).expect("prepared");
    let Message::Bytes(message) = prepared.message() else { panic!("attributes are not digested") };
    let value = signer.key().sign(message);
    prepared.complete(value, &provider()).expect("the signer's key")
}

fn attributes(data: &SignedDataBuf) -> Attributes<'_> {
    data.view().signer_infos().next().expect("a signature").signed_attributes()
}

/// A signature by others, with that attribute.
fn foreign(attribute_type: ObjectIdentifier, values: &[&[u8]]) -> SignedDataBuf {
    let builder = Builder::new(Family::GOST_256).sign(attribute(attribute_type.as_bytes(), values));
    SignedDataBuf::from_bytes(builder.build(), &Limits::DEFAULT).expect("well-formed")
}

fn digest(algorithm: DigestAlgorithm, octets: &[u8]) -> DigestValue {
    provider().digest(algorithm, octets).expect("a digest")
}

fn policy() -> SignaturePolicyId<'static> {
    let hash = PolicyHash::Known(digest(DigestAlgorithm::Streebog512, b"the rules"));
    let reference = NoticeReference {
        organization: "Минцифры".into(),
        notice_numbers: vec![0, 1, 128, u32::MAX],
    };
    let notice = PolicyNotice {
        reference: Some(reference), ..PolicyNotice::new("Только для договоров")
    };
    SignaturePolicyId::new(&POLICY, hash)
        .with_qualifier(SignaturePolicyQualifier::Uri("https://example.com/policy.pdf".into()))
        .with_qualifier(SignaturePolicyQualifier::UserNotice(notice))
        .with_qualifier(SignaturePolicyQualifier::DocumentSpecification(DocumentSpecification::Uri(
            "https://example.com/format".into(),
        )))
        .with_qualifier(SignaturePolicyQualifier::DocumentSpecification(DocumentSpecification::Oid(
            Oid::from(&OTHER),
        )))
        .with_qualifier(SignaturePolicyQualifier::Other { id: Oid::from(&OTHER), qualifier: Some(&[5, 0]) })
        .with_qualifier(SignaturePolicyQualifier::Other { id: Oid::from(&OTHER), qualifier: None })
}

fn signer_attributes() -> SignerAttributes<'static> {
    let claimed = ClaimedAttribute {
        attribute_type: Oid::from(&OTHER),
        values: vec![Cow::Borrowed(&[2, 1, 7]), Cow::Borrowed(&[2, 1, 9])],
    };
    let mut attributes = SignerAttributes::new().with_claimed_role("директор").with_claimed_role("врач");
    attributes.claimed.push(claimed);
    attributes.certified = vec![CertifiedAttribute::AttributeCertificate(&[0x30, 0])];
    attributes
}

fn location() -> SignerLocation<'static> {
    SignerLocation::new()
        .with_country("RU")
        .with_locality("Москва")
        .with_postal_line("Пресненская наб., 10")
        .with_postal_line("123112")
}

#[test]
fn what_is_signed_is_read_back() {
    let commitments = [
        Commitment::new(&oids::PROOF_OF_APPROVAL),
        Commitment {
            qualifiers: vec![
                CommitmentQualifier { id: Oid::from(&OTHER), qualifier: Some(&[12, 1, b'x']) },
                CommitmentQualifier { id: Oid::from(&OTHER), qualifier: None },
            ],
            ..Commitment::new(&OTHER)
        },
    ];
    let hints = ContentHints { description: Some("text/plain".into()), content_type: Oid::from(&oids::DATA) };
    let identifier = ContentIdentifier(b"me, now, 4".into());
    let reference = ContentReference {
        content_type: Oid::from(&oids::DATA),
        signed_content_identifier: b"you, then, 5".into(),
        originator_signature_value: b"value".into(),
    };
    let mut asserting = signer_attributes();
    asserting.certified.push(CertifiedAttribute::Other { id: Oid::from(&OTHER), certificate: Some(&[5, 0]) });
    asserting.assertions = vec![
        SignedAssertion { id: Oid::from(&OTHER), assertion: Some(&[4, 1, 0]) },
        SignedAssertion { id: Oid::from(&OTHER), assertion: None },
    ];
    let new = NewAttributes::new()
        .with(&policy())
        .and_then(|new| new.with(&commitments[0]))
        .and_then(|new| new.with(&commitments[1]))
        .and_then(|new| new.with(&location()))
        .and_then(|new| new.with(&asserting))
        .and_then(|new| new.with(&hints))
        .and_then(|new| new.with(&identifier))
        .and_then(|new| new.with(&reference))
        .and_then(|new| new.with(&MimeType("application/pdf".into())))
        .expect("what the standard allows");
    assert_eq!(new.names().count(), 9);
    let made = signed(new);
    let read = attributes(&made);
    assert_eq!(read.signature_policy(), Ok(Some(SignaturePolicy::Identified(policy()))));
    let mut found = read.commitments().expect("well-formed");
    found.sort_by_key(|commitment| commitment.qualifiers.len());
    assert_eq!(found, commitments);
    assert_eq!(found[0].name(), Some("proof-of-approval"));
    assert_eq!(read.signer_location(), Ok(Some(location())));
    let found = read.signer_attributes().expect("well-formed").expect("present");
    assert_eq!(found.claimed_roles(), ["врач", "директор"], "a SET is sorted");
    assert_eq!((found.certified, found.assertions), (asserting.certified, asserting.assertions));
    assert_eq!(read.content_hints(), Ok(Some(hints)));
    assert_eq!(read.content_identifier(), Ok(Some(identifier)));
    assert_eq!(read.content_reference(), Ok(Some(reference)));
    assert_eq!(read.mime_type(), Ok(Some(MimeType("application/pdf".into()))));
    let signer_info = made.view().signer_infos().next().expect("a signature");
    assert_eq!(signer_info.level(), Level::CadesB);
}

#[test]
fn what_is_not_there_is_read_as_nothing() {
    let made = signed(NewAttributes::new());
    let read = attributes(&made);
    assert_eq!(read.signature_policy(), Ok(None));
    assert_eq!(read.commitments(), Ok(Vec::new()));
    assert_eq!(read.signer_location(), Ok(None));
    assert_eq!(read.signer_attributes(), Ok(None));
    assert_eq!(read.content_hints(), Ok(None));
    assert_eq!(read.content_identifier(), Ok(None));
    assert_eq!(read.content_reference(), Ok(None));
    assert_eq!(read.mime_type(), Ok(None));
    assert_eq!(read.signature_policy_store(), Ok(None));
}

/// The values as the productions have them, EXPLICIT tags in the place of each `[n]`.
#[test]
fn values_have_the_octets_of_the_productions() {
    let place = SignerLocation::new().with_country("RU").with_postal_line("a");
    let made = signed(NewAttributes::new().with(&place).expect("a place"));
    let value = attributes(&made).single(oids::SIGNER_LOCATION, "test").expect("one").expect("present");
    assert_eq!(value.as_bytes(), b"\x30\x0d\xa0\x04\x0c\x02RU\xa2\x05\x30\x03\x0c\x01a");

    let role = SignerAttributes::new().with_claimed_role("r");
    let expected = b"\x30\x0e\xa0\x0c\x30\x0a\x30\x08\x06\x03\x55\x04\x0c\x31\x03\x0c\x01r";
    let expected = &[&expected[..1], &[0x10, 0xa0, 0x0e, 0x30, 0x0c, 0x30, 0x0a], &expected[8..]].concat();
    let made = signed(NewAttributes::new().with(&role).expect("a role"));
    let value = attributes(&made).single(oids::SIGNER_ATTRIBUTES_V2, "test").expect("one").expect("present");
    assert_eq!(value.as_bytes(), expected);
    let made = signed(NewAttributes::new().with(&SignerAttributesV1(role)).expect("a role"));
    let value = attributes(&made).single(oids::SIGNER_ATTRIBUTES, "test").expect("one").expect("present");
    assert_eq!(value.as_bytes(), expected, "with claims alone both forms are one");

    let unknown = SignaturePolicyId::new(&OTHER, PolicyHash::Unknown);
    let made = signed(NewAttributes::new().with(&unknown).expect("a policy"));
    let value =
        attributes(&made).single(oids::SIGNATURE_POLICY_IDENTIFIER, "test").expect("one").expect("present");
    let sha256 = b"\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01";
    let hash = [&[0x30, 0x2f], &sha256[..], &[4, 32], &[0; 32]].concat();
    assert_eq!(value.as_bytes(), [&[0x30, 0x36, 6, 3, 0x2a, 3, 4], &hash[..]].concat());
}

#[test]
fn the_older_form_of_signer_attributes_is_read_too() {
    let made = signed(NewAttributes::new().with(&SignerAttributesV1(signer_attributes())).expect("fit"));
    let found = attributes(&made).signer_attributes().expect("well-formed").expect("present");
    assert_eq!(found.claimed_roles(), ["врач", "директор"]);
    assert_eq!(found.certified, signer_attributes().certified);
    let both = Builder::new(Family::GOST_256)
        .sign(attribute(oids::SIGNER_ATTRIBUTES.as_bytes(), &[&[0x30, 0]]))
        .sign(attribute(oids::SIGNER_ATTRIBUTES_V2.as_bytes(), &[&[0x30, 0]]));
    let both = SignedDataBuf::from_bytes(both.build(), &Limits::DEFAULT).expect("well-formed");
    let error = attributes(&both).signer_attributes().expect_err("one is enough");
    assert_eq!(error.kind, ParseErrorKind::Duplicate);
}

/// RoleSyntax of X.509, whose name is a GeneralName.
#[test]
fn roles_of_x509_are_read() {
    let name = element(Tag::context(1), &[&[0x86, 5], b"urn:x"]);
    let role = element(Tag::SEQUENCE, &[&name]);
    let claimed = element(
        Tag::SEQUENCE,
        &[&oid(&[0x55, 4, 72]), &element(Tag::SET, &[&role, &[0x0c, 1, b'r'], &[2, 1, 0]])],
    );
    let claimed = element(Tag::context(0), &[&element(Tag::SEQUENCE, &[&claimed])]);
    let data = foreign(oids::SIGNER_ATTRIBUTES_V2, &[&element(Tag::SEQUENCE, &[&claimed])]);
    let found = attributes(&data).signer_attributes().expect("well-formed").expect("present");
    assert_eq!(found.claimed_roles(), ["urn:x", "r"]);
}

#[test]
fn a_policy_without_a_known_digest() {
    let implied = foreign(oids::SIGNATURE_POLICY_IDENTIFIER, &[&[5, 0]]);
    assert_eq!(attributes(&implied).signature_policy(), Ok(Some(SignaturePolicy::Implied)));
    let with_hash = |algorithm: &[u8], value: &[u8]| {
        let hash = element(Tag::SEQUENCE, &[algorithm, &builder::octets(value)]);
        let policy = element(Tag::SEQUENCE, &[&oid(POLICY.as_bytes()), &hash]);
        let data = foreign(oids::SIGNATURE_POLICY_IDENTIFIER, &[&policy]);
        match attributes(&data).signature_policy() {
            Ok(Some(SignaturePolicy::Identified(policy))) => format!("{:?}", policy.hash),
            other => panic!("{other:?}"),
        }
    };
    // "a zero-hash value shall be an octet string of any length (including zero length)"
    let sha1 = DigestAlgorithm::Sha1.to_identifier();
    for value in [&[][..], &[0], &[0; 20], &[0; 64]] {
        assert_eq!(with_hash(&sha1, value), "Unknown");
    }
    assert!(with_hash(&sha1, &[7; 20]).starts_with("Known(sha1:0707"));
    assert!(with_hash(&sha1, &[7; 19]).starts_with("Other"), "not as long as SHA-1");
    let unknown = element(Tag::SEQUENCE, &[&oid(OTHER.as_bytes())]);
    assert!(with_hash(&unknown, &[7; 20]).contains("1.2.3.4"));
}

#[test]
fn a_qualifier_without_the_list_around_it_is_read() {
    let uri = [oid(oids::SPQ_URI.as_bytes()), element(Tag::IA5_STRING, &[b"http://x"])].concat();
    let hash = element(Tag::SEQUENCE, &[&DigestAlgorithm::Sha1.to_identifier(), &[4, 0]]);
    let one = element(Tag::SEQUENCE, &[&uri]);
    for qualifiers in [element(Tag::SEQUENCE, &[&one]), one] {
        let policy = element(Tag::SEQUENCE, &[&oid(POLICY.as_bytes()), &hash, &qualifiers]);
        let data = foreign(oids::SIGNATURE_POLICY_IDENTIFIER, &[&policy]);
        let Ok(Some(SignaturePolicy::Identified(policy))) = attributes(&data).signature_policy() else {
            panic!("a policy")
        };
        assert_eq!(policy.qualifiers, [SignaturePolicyQualifier::Uri("http://x".into())]);
    }
}

#[test]
fn several_commitments_in_one_attribute_are_read() {
    let one = |commitment: &ObjectIdentifier| element(Tag::SEQUENCE, &[&oid(commitment.as_bytes())]);
    let (first, second) = (one(&oids::PROOF_OF_ORIGIN), one(&oids::PROOF_OF_SENDER));
    let data = foreign(oids::COMMITMENT_TYPE_INDICATION, &[&first, &second]);
    let names: Vec<_> =
        attributes(&data).commitments().expect("well-formed").iter().map(Commitment::name).collect();
    assert_eq!(names, [Some("proof-of-origin"), Some("proof-of-sender")]);
    let none = foreign(oids::COMMITMENT_TYPE_INDICATION, &[]);
    assert_eq!(attributes(&none).commitments().map_err(|error| error.kind), Err(ParseErrorKind::Empty));
}

/// What a reader gives, without the value.
type Reader = fn(&Attributes<'_>) -> Result<(), ParseError>;

/// Each attribute, a value of it, and how it is read.
fn readers() -> Vec<(ObjectIdentifier, Vec<u8>, Reader)> {
    let made = signed(
        NewAttributes::new()
            .with(&policy())
            .and_then(|new| new.with(&Commitment::new(&oids::PROOF_OF_ORIGIN)))
            .and_then(|new| new.with(&location()))
            .and_then(|new| new.with(&signer_attributes()))
            .and_then(|new| new.with(&ContentIdentifier(b"id".into())))
            .and_then(|new| new.with(&MimeType("text/plain".into())))
            .expect("fit"),
    );
    let value =
        |oid| attributes(&made).single(oid, "test").expect("one").expect("present").as_bytes().to_vec();
    let hints = element(Tag::SEQUENCE, &[&[12, 1, b'x'], &oid(oids::DATA.as_bytes())]);
    let reference = element(Tag::SEQUENCE, &[&oid(oids::DATA.as_bytes()), &[4, 1, 1], &[4, 1, 2]]);
    vec![
        (oids::SIGNATURE_POLICY_IDENTIFIER, value(oids::SIGNATURE_POLICY_IDENTIFIER), |read| {
            read.signature_policy().map(drop)
        }),
        (oids::COMMITMENT_TYPE_INDICATION, value(oids::COMMITMENT_TYPE_INDICATION), |read| {
            read.commitments().map(drop)
        }),
        (oids::SIGNER_LOCATION, value(oids::SIGNER_LOCATION), |read| read.signer_location().map(drop)),
        (oids::SIGNER_ATTRIBUTES_V2, value(oids::SIGNER_ATTRIBUTES_V2), |read| {
            read.signer_attributes().map(drop)
        }),
        (oids::CONTENT_IDENTIFIER, value(oids::CONTENT_IDENTIFIER), |read| {
            read.content_identifier().map(drop)
        }),
        (oids::MIME_TYPE, value(oids::MIME_TYPE), |read| read.mime_type().map(drop)),
        (oids::CONTENT_HINTS, hints, |read| read.content_hints().map(drop)),
        (oids::CONTENT_REFERENCE, reference, |read| read.content_reference().map(drop)),
    ]
}

#[test]
fn other_types_and_second_values_are_errors() {
    for (oid, value, read) in readers() {
        assert_eq!(read(&attributes(&foreign(oid, &[&value]))), Ok(()), "{oid}");
        for wrong in [&[1, 1, 0][..], &[5, 0], &[0x30, 0], &[0x31, 0], &[12, 1, 0xff], &[6, 1, 0x80]] {
            let implied = oid == oids::SIGNATURE_POLICY_IDENTIFIER && wrong == [5, 0];
            let outcome = read(&attributes(&foreign(oid, &[wrong])));
            assert_eq!(outcome.is_ok(), implied, "{oid} {wrong:x?}");
        }
        let twice = read(&attributes(&foreign(oid, &[&value, &value])));
        let often = oid == oids::COMMITMENT_TYPE_INDICATION;
        assert_eq!(twice.is_ok(), often, "{oid}");
    }
}

/// Anything may stand in the place of each element; nothing of it makes a reader panic.
#[test]
fn every_element_replaced_by_every_type() {
    for (oid, value, read) in readers() {
        for at in 0..value.len() {
            for first in [0, 1, 2, 4, 5, 6, 12, 0x24, 0x30, 0x31, 0xa0, 0xa1, 0xa2, 0xff] {
                let mut broken = value.clone();
                broken[at] = first;
                let builder = Builder::new(Family::GOST_256).sign(attribute(oid.as_bytes(), &[&broken]));
                if let Ok(data) = SignedDataBuf::from_bytes(builder.build(), &Limits::DEFAULT) {
                    let _ = read(&attributes(&data)).map_err(|error| error.to_string());
                }
            }
        }
    }
}

/// A value with so many elements.
type Value<'v> = &'v dyn Fn(usize) -> Vec<u8>;

#[test]
fn what_is_read_has_limits() {
    let sequence = |elements: &[Vec<u8>]| {
        element(Tag::SEQUENCE, &elements.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    let qualifier = sequence(&[oid(OTHER.as_bytes())]);
    let hash = element(Tag::SEQUENCE, &[&DigestAlgorithm::Sha1.to_identifier(), &[4, 0]]);
    let policy =
        |count| sequence(&[oid(OTHER.as_bytes()), hash.clone(), sequence(&vec![qualifier.clone(); count])]);
    let commitment = |count| sequence(&[oid(OTHER.as_bytes()), sequence(&vec![qualifier.clone(); count])]);
    let place = |count| sequence(&[element(Tag::context(2), &[&sequence(&vec![vec![12, 1, b'x']; count])])]);
    let claim = sequence(&[oid(OTHER.as_bytes()), element(Tag::SET, &[&[5, 0]])]);
    let claims = |count| sequence(&[element(Tag::context(0), &[&sequence(&vec![claim.clone(); count])])]);
    let choices = |count| sequence(&vec![element(Tag::context(1), &[&[0x30, 0]]); count]);
    let values = |count| {
        let claim = sequence(&[oid(OTHER.as_bytes()), element(Tag::SET, &vec![&[5, 0][..]; count])]);
        sequence(&[element(Tag::context(0), &[&sequence(&[claim])])])
    };
    let readers = readers();
    let read_of = |oid| readers.iter().find(|reader| reader.0 == oid).expect("a reader").2;
    let cases: [(ObjectIdentifier, Value<'_>, usize, &str); 6] = [
        (oids::SIGNATURE_POLICY_IDENTIFIER, &policy, 64, "MAX_POLICY_QUALIFIERS"),
        (oids::COMMITMENT_TYPE_INDICATION, &commitment, 64, "MAX_COMMITMENT_QUALIFIERS"),
        (oids::SIGNER_LOCATION, &place, 6, "MAX_POSTAL_LINES"),
        (oids::SIGNER_ATTRIBUTES_V2, &claims, 64, "MAX_SIGNER_ATTRIBUTES"),
        (oids::SIGNER_ATTRIBUTES, &choices, 64, "MAX_SIGNER_ATTRIBUTES"),
        (oids::SIGNER_ATTRIBUTES_V2, &values, 64, "MAX_SIGNER_ATTRIBUTE_VALUES"),
    ];
    for (oid, value, allowed, name) in cases {
        let read: Reader = match oid {
            oids::SIGNER_ATTRIBUTES => read_of(oids::SIGNER_ATTRIBUTES_V2),
            oid => read_of(oid),
        };
        assert_eq!(read(&attributes(&foreign(oid, &[&value(allowed)]))), Ok(()), "{name}");
        let error = read(&attributes(&foreign(oid, &[&value(allowed + 1)]))).expect_err(name);
        assert_eq!(error.kind, ParseErrorKind::Limit { name, allowed });
    }
    let one = sequence(&[oid(OTHER.as_bytes())]);
    let data = foreign(oids::COMMITMENT_TYPE_INDICATION, &vec![&one[..]; 65]);
    let error = attributes(&data).commitments().expect_err("too many");
    assert_eq!(error.kind, ParseErrorKind::Limit { name: "MAX_COMMITMENTS", allowed: 64 });
}

#[test]
fn what_the_standard_does_not_allow_is_not_written() {
    let unfit = |outcome: Result<NewAttributes, CmsError>| match outcome {
        Err(CmsError::AttributeUnfit { attribute, field, fault }) => (attribute, field, fault),
        other => panic!("{other:?}"),
    };
    let new = NewAttributes::new;
    let (_, field, fault) = unfit(new().with(&SignerLocation::new()));
    assert_eq!((field, fault), ("countryName, localityName and postalAddress", AttributeFault::Empty));
    let (_, field, fault) = unfit(new().with(&location().with_locality("")));
    assert_eq!((field, fault), ("localityName", AttributeFault::Empty));
    let seven = (0..5).fold(location(), |place, _| place.with_postal_line("x"));
    let (attribute, field, fault) = unfit(new().with(&seven));
    let expected = ("signer-location", "postalAddress", AttributeFault::TooLong { allowed: 6 });
    assert_eq!((attribute, field, fault), expected);
    assert_eq!(unfit(new().with(&SignerAttributes::new())).2, AttributeFault::Empty);
    assert_eq!(unfit(new().with(&SignerAttributes::new().with_claimed_role(""))).2, AttributeFault::Empty);
    assert_eq!(unfit(new().with(&MimeType("".into()))).2, AttributeFault::Empty);
    assert_eq!(unfit(new().with(&ContentIdentifier(b"".into()))).2, AttributeFault::Empty);
    let with = |qualifier| {
        new().with(&SignaturePolicyId::new(&POLICY, PolicyHash::Unknown).with_qualifier(qualifier))
    };
    let uri = |text: &'static str| SignaturePolicyQualifier::Uri(text.into());
    assert_eq!(unfit(with(uri("https://пример.рф/"))).2, AttributeFault::Character);
    assert_eq!(unfit(with(uri("https://example.com/\n"))).2, AttributeFault::Character);
    let notice = |text: String| SignaturePolicyQualifier::UserNotice(PolicyNotice::new(text));
    assert!(with(notice("щ".repeat(200))).is_ok());
    let (_, field, fault) = unfit(with(notice("щ".repeat(201))));
    assert_eq!((field, fault), ("explicitText", AttributeFault::TooLong { allowed: 200 }));
    assert_eq!(
        unfit(with(SignaturePolicyQualifier::UserNotice(PolicyNotice::default()))).2,
        AttributeFault::Empty
    );
    let cut = SignaturePolicyQualifier::Other { id: Oid::from(&OTHER), qualifier: Some(&[4, 2, 0]) };
    assert_eq!(unfit(with(cut)).2, AttributeFault::NotDer);
    let hash = PolicyHash::Other { algorithm: Oid::from(&OTHER), value: b"x".into() };
    assert_eq!(unfit(new().with(&SignaturePolicyId::new(&POLICY, hash))).2, AttributeFault::UnknownAlgorithm);
    let mut asserting = signer_attributes();
    asserting.assertions = vec![SignedAssertion { id: Oid::from(&OTHER), assertion: None }];
    assert!(new().with(&asserting).is_ok());
    assert_eq!(unfit(new().with(&SignerAttributesV1(asserting))).2, AttributeFault::NotInThisForm);
}

#[test]
fn attributes_that_stand_once_are_not_written_twice() {
    let once = NewAttributes::new().with(&location()).expect("fit");
    let error = once.with(&location()).expect_err("there already");
    let expected = CmsError::AttributeUnfit {
        attribute: "signer-location",
        field: "attrType",
        fault: AttributeFault::Duplicate,
    };
    assert_eq!(error, expected);
    let second = NewAttributes::new().with(&signer_attributes()).expect("fit");
    assert!(second.with(&SignerAttributesV1(signer_attributes())).is_err(), "two forms of one");
    let mut often = NewAttributes::new();
    for _ in 0..50 {
        often = often.with(&Commitment::new(&oids::PROOF_OF_ORIGIN)).expect("may stand often");
    }
    assert!(often.with(&Commitment::new(&oids::PROOF_OF_ORIGIN)).is_err(), "but not without end");
}

#[test]
fn counter_signatures_say_nothing_of_content() {
    let data = signed(NewAttributes::new());
    let counter = |new: NewAttributes| signing(new).prepare_counter(data.clone(), 0, &provider());
    let hints = ContentHints { description: None, content_type: Oid::from(&oids::DATA) };
    let with_type = NewAttributes::new().with(&MimeType("text/plain".into())).expect("fit");
    let error = counter(with_type).expect_err("not over content");
    assert_eq!(error, CmsError::NotInCounterSignature { attribute: "mime-type" });
    let error = counter(NewAttributes::new().with(&hints).expect("fit")).expect_err("not over content");
    assert_eq!(error, CmsError::NotInCounterSignature { attribute: "content-hints" });
    assert!(counter(NewAttributes::new().with(&location()).expect("fit")).is_ok());
}

#[test]
fn a_content_time_stamp_must_be_over_the_content() {
    let sha256 = digest(DigestAlgorithm::Sha256, CONTENT);
    let other = digest(DigestAlgorithm::Sha256, b"another document");
    let tokens = [&sha256, &other].map(|imprint| pki(Family::GOST_256).time_stamps().token(imprint));
    let [stamped, stray] = tokens.each_ref().map(|token| {
        let token = TimestampToken::parse(token, &Limits::DEFAULT).expect("a token");
        NewAttributes::new().with(&token).expect("fit")
    });
    let both = content(&[DigestAlgorithm::Streebog256, DigestAlgorithm::Sha256]);
    let only = content(&[DigestAlgorithm::Streebog256]);

    assert!(signing(stamped.clone()).prepare(&both, &provider()).is_ok());
    assert!(signing(stamped.clone()).prepare_attached(CONTENT, &provider()).is_ok());
    let error = signing(stamped.clone()).prepare(&only, &provider()).expect_err("cannot tell");
    assert_eq!(error, CmsError::ContentNotDigested { algorithm: DigestAlgorithm::Sha256 });
    let mismatch = CmsError::ContentTimestampMismatch { stated: other.as_octets().into(), computed: sha256 };
    let error = signing(stray.clone()).prepare(&both, &provider()).expect_err("another document");
    assert_eq!(error, mismatch);
    let error = signing(stray).prepare_attached(CONTENT, &provider()).expect_err("another document");
    assert_eq!(error, mismatch);

    let signer = pki(Family::GOST_256).signer(Signer::Valid);
    let prepared = signing(stamped).prepare(&both, &provider()).expect("over the content");
    let Message::Bytes(message) = prepared.message() else { panic!("attributes are not digested") };
    let value = signer.key().sign(message);
    let made = prepared.complete(value, &provider()).expect("the signer's key");
    let signer_info = made.view().signer_infos().next().expect("a signature");
    let found: Vec<_> = signer_info.timestamps().map(|timestamp| timestamp.kind.name()).collect();
    assert_eq!(found, ["content-time-stamp"]);
}

#[test]
fn the_document_of_the_policy_is_kept_with_the_signature() {
    let store = |document| SignaturePolicyStore {
        specification: DocumentSpecification::Oid(Oid::from(&OTHER)),
        document,
    };
    let encoded = store(PolicyDocument::Encoded(b"the rules".into()));
    let named = signed(NewAttributes::new().with(&policy()).expect("fit"));
    let before = named.view().signer_infos().next().expect("a signature").signature().into_owned();
    for store in [encoded.clone(), store(PolicyDocument::LocalUri("file:///policy".into()))] {
        let kept = named.clone().with_signature_policy_store(0, &store).expect("a policy is named");
        let signer_info = kept.view().signer_infos().next().expect("a signature");
        assert_eq!(signer_info.unsigned_attributes().signature_policy_store(), Ok(Some(store.clone())));
        assert_eq!(signer_info.signature().as_ref(), before);
        let error = kept.with_signature_policy_store(0, &store).expect_err("there already");
        assert_eq!(error, CmsError::AttributePresent { index: 0, attribute: "signature-policy-store" });
    }
    let error = named.clone().with_signature_policy_store(1, &encoded).expect_err("there is one");
    assert_eq!(error, CmsError::NoSuchSignature { index: 1, signatures: 1 });
    let empty = store(PolicyDocument::Encoded(b"".into()));
    assert!(matches!(named.with_signature_policy_store(0, &empty), Err(CmsError::AttributeUnfit { .. })));
    let error = signed(NewAttributes::new()).with_signature_policy_store(0, &encoded);
    let missing = CmsError::AttributeMissing { index: 0, attribute: "signature-policy-identifier" };
    assert_eq!(error.err(), Some(missing));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn places_and_roles_are_read_as_written(
        country in proptest::option::of("\\PC{1,8}"),
        locality in "\\PC{1,40}",
        lines in proptest::collection::vec("\\PC{1,60}", 0..=6),
        roles in proptest::collection::btree_set("\\PC{1,60}", 1..8),
    ) {
        let place = SignerLocation {
            country: country.map(Cow::Owned),
            locality: Some(Cow::Owned(locality)),
            postal_address: lines.into_iter().map(Cow::Owned).collect(),
        };
        let claims = roles.iter().fold(SignerAttributes::new(), |all, role| all.with_claimed_role(role));
        let made = signed(NewAttributes::new().with(&place)?.with(&claims)?);
        prop_assert_eq!(attributes(&made).signer_location()?, Some(place));
        let found = attributes(&made).signer_attributes()?.expect("present");
        let mut found = found.claimed_roles();
        found.sort();
        prop_assert_eq!(found, roles.into_iter().collect::<Vec<_>>());
    }
}
