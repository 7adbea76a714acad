//! CVE-2023-49083, CVE-2015-1790, CVE-2026-22796, hole 23: fields that are not there, and other types in their places.
//!
//! Every element of a SignedData with everything in it is taken out and replaced by a value of each universal type, and all
//! that is there is read and checked. What is signed is signed anew, so that the checks behind the value are reached.
#![allow(clippy::print_stdout)] // how many changes there were

#[path = "common/builder.rs"]
mod builder;
#[path = "common/exercise.rs"]
mod exercise;
#[path = "common/odd.rs"]
mod odd;
#[path = "common/raw_rsa.rs"]
mod raw_rsa;
#[path = "common/tree.rs"]
mod tree;

use builder::*;
use esig_cms::{SignedDataBuf, TimestampToken, ValidationData, oids};
use esig_core::encode::element;
use esig_core::ocsp::{CertIdBuf, NewRequest};
use esig_core::raw::Tag;
use esig_core::tsp::{MessageImprint, NewTstInfo, TstInfo};
use esig_core::{DigestAlgorithm, Limits, OcspBuf, Provider, SignatureScheme};
use esig_testkit::{CertificateReference, Family, Signer, TestPki, TokenTemplate};
use exercise::outcomes;
use odd::*;
use time::macros::utc_datetime;
use tree::{Node, universal_types};

const FAMILY: Family = Family::Rsa2048;

/// Attributes with every optional field of those that are checked.
fn signed() -> Builder {
    let builder = Builder::new(FAMILY);
    let certificate = &builder.certificate;
    let (issuer, serial) = (certificate.view().issuer(), certificate.view().serial_number());
    let names = issuer_serial(issuer.as_der(), serial.as_octets());
    let hash = octets(&digest(SHA256, certificate.as_der()));
    let reference = element(Tag::SEQUENCE, &[&SHA256.to_identifier(), &hash, &names]);
    let policy = element(Tag::SEQUENCE, &[&oid(&[0x2a, 3])]);
    let references = element(Tag::SEQUENCE, &[&reference]);
    let value = element(Tag::SEQUENCE, &[&references, &element(Tag::SEQUENCE, &[&policy])]);
    let time = element(Tag::UTC_TIME, &[b"261201120000Z"]);
    let signing_time = attribute(oids::SIGNING_TIME.as_bytes(), &[&time]);
    let signing_certificate = attribute(oids::SIGNING_CERTIFICATE_V2.as_bytes(), &[&value]);
    let null = identifier(esig_core::algorithm::oids::SHA256, &NULL);
    let builder = Builder { digest_algorithm: null.clone(), ..builder };
    let scheme = SignatureScheme::RsaPkcs1(SHA256).to_identifier();
    protected(builder.sign(signing_time).sign(signing_certificate), &null, &scheme)
}

/// With certificates and revocation data of every kind, references, values, and counter-signatures one over the other.
fn everything() -> (Builder, Node) {
    let pki = pki(FAMILY);
    let data = validation_data(&pki);
    let builder = Builder { attached: Some(CONTENT.to_vec()), ..signed() };
    let mut certificates = builder.certificates.clone();
    certificates.push(element(Tag::context(2), &[&octets(b"attribute certificate")]));
    certificates.push(element(Tag::context(3), &[&oid(&[0x2a, 3]), &NULL]));
    let crl = data.crls[0].as_der().to_vec();
    let response = data.ocsp_responses[0].as_der();
    let response = element(Tag::context(1), &[&oid(oids::OCSP_RESPONSE.as_bytes()), response]);
    let other = element(Tag::context(1), &[&oid(&[0x2a, 3]), &NULL]);
    let unsigned = vec![attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&counter(2, &builder)])];
    let builder = Builder { certificates, crls: vec![crl, response, other], unsigned, ..builder };
    let buf = SignedDataBuf::from_bytes(builder.build(), &Limits::DEFAULT).expect("well-formed");
    let buf = buf.with_references(0, &data, SHA256, &Provider::rustcrypto()).expect("references");
    let buf = buf.with_values(0, &data).expect("values");
    let node = Node::read(buf.as_der());
    (builder, node)
}

fn validation_data(pki: &TestPki) -> ValidationData {
    let (signer, issuer) = (pki.signer(Signer::Valid), pki.intermediate().certificate().view());
    let provider = Provider::rustcrypto();
    let id = CertIdBuf::new(&provider, DigestAlgorithm::Sha1, signer.certificate().view(), issuer);
    let answer = pki.responder().answer(&NewRequest::about(&id.expect("SHA-1")).encode());
    let mut certificates = vec![signer.certificate().clone()];
    certificates.extend(pki.chain());
    let ocsp_responses = vec![OcspBuf::from_der(answer).expect("an answer")];
    ValidationData { certificates, crls: pki.crls(), ocsp_responses }
}

/// A counter-signature over the value of `parent`, with so many more over itself.
fn counter(levels: usize, parent: &Builder) -> Vec<u8> {
    let info = Node::read(&parent.signer_info());
    let Node::Leaf(value) = info.at(&[5]) else { panic!("a value") };
    let value = esig_core::raw::Element::from_der(value, "value").expect("DER").contents();
    let message_digest = attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&octets(&digest(SHA256, value))]);
    let counter = Builder { signed: Some(vec![message_digest]), ..Builder::new(FAMILY) };
    if levels == 1 {
        return counter.signer_info();
    }
    let unsigned =
        vec![attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&self::counter(levels - 1, &counter)])];
    Builder { unsigned, ..counter }.signer_info()
}

const SIGNED_DATA: [usize; 2] = [1, 0];
const SIGNER: [usize; 4] = [1, 0, 5, 0];

/// What each optional field of SignedData and SignerInfo is worth: outcomes of the signature and of the two over it.
#[test]
fn hole_23_optional_fields_taken_out() {
    let (builder, node) = everything();
    let outcome = |base: &[usize], rest: &[usize]| {
        outcomes(&node.without(&[base, rest].concat()).encode(), &builder.certificate)
    };
    let all = |outcome| Ok(vec![outcome, "intact", "intact"]);
    assert_eq!(outcomes(&node.encode(), &builder.certificate), all("intact"), "the twin");
    assert_eq!(outcome(&SIGNED_DATA, &[3]), all("intact"), "certificates");
    assert_eq!(outcome(&SIGNED_DATA, &[4]), all("intact"), "crls");
    assert_eq!(outcome(&SIGNED_DATA, &[2, 1]), all("E-CONTENT-MISSING"), "eContent");
    assert_eq!(outcome(&SIGNER, &[2, 1]), all("intact"), "digestAlgorithm.parameters");
    assert_eq!(outcome(&SIGNER, &[3]), all("E-SIGNATURE-INVALID"), "signedAttrs");
    assert_eq!(outcome(&SIGNER, &[4, 1]), all("intact"), "signatureAlgorithm.parameters");
    assert_eq!(outcome(&SIGNER, &[6]), Ok(vec!["intact"]), "unsignedAttrs");
    for required in [[0], [1], [2], [5]] {
        assert_eq!(outcome(&SIGNED_DATA, &required), Err("E-MALFORMED"), "{required:?} of SignedData");
        assert_eq!(outcome(&SIGNER, &required), Err("E-MALFORMED"), "{required:?} of SignerInfo");
    }
}

/// The same for the attributes that are checked, signed anew.
#[test]
fn hole_23_optional_fields_of_signed_attributes_taken_out() {
    let builder = signed();
    let outcome = |oid: &[u8], path: &[usize]| {
        let attributes = builder.signed.iter().flatten();
        let mut attributes: Vec<Vec<u8>> = attributes.cloned().collect();
        let found = attributes.iter_mut().find(|attribute| attribute.windows(oid.len()).any(|at| at == oid));
        let attribute = found.expect("the attribute");
        *attribute = Node::read(attribute).without(path).encode();
        let content = Some(CONTENT.to_vec());
        let bytes = Builder { signed: Some(attributes), attached: content, ..builder.clone() }.build();
        outcomes(&bytes, &builder.certificate).map(|outcomes| outcomes[0])
    };
    let certificate = |path: &[usize]| outcome(oids::SIGNING_CERTIFICATE_V2.as_bytes(), path);
    assert_eq!(certificate(&[1, 0, 0, 0, 0]), Ok("intact"), "hashAlgorithm");
    assert_eq!(certificate(&[1, 0, 0, 0, 1]), Ok("E-ATTRIBUTE-MALFORMED"), "certHash");
    assert_eq!(certificate(&[1, 0, 0, 0, 2]), Ok("intact"), "issuerSerial");
    assert_eq!(certificate(&[1, 0, 0, 0, 2, 0]), Ok("E-ATTRIBUTE-MALFORMED"), "issuer");
    assert_eq!(certificate(&[1, 0, 0, 0]), Ok("E-ATTRIBUTE-MALFORMED"), "the one of certs");
    assert_eq!(certificate(&[1, 0, 1]), Ok("intact"), "policies");
    let protection = |path: &[usize]| outcome(oids::CMS_ALGORITHM_PROTECTION.as_bytes(), path);
    assert_eq!(protection(&[1, 0, 0]), Ok("E-ATTRIBUTE-MALFORMED"), "digestAlgorithm");
    assert_eq!(protection(&[1, 0, 0, 1]), Ok("intact"), "digestAlgorithm.parameters");
    assert_eq!(protection(&[1, 0, 1]), Ok("E-ATTRIBUTE-MALFORMED"), "signatureAlgorithm");
    assert_eq!(protection(&[1, 0, 1, 1]), Ok("intact"), "signatureAlgorithm.parameters");
    for oid in [oids::CONTENT_TYPE, oids::MESSAGE_DIGEST, oids::SIGNING_TIME] {
        assert_eq!(outcome(oid.as_bytes(), &[1, 0]), Ok("E-ATTRIBUTE-MALFORMED"), "the value");
        assert_eq!(outcome(oid.as_bytes(), &[1]), Err("E-MALFORMED"), "attrValues");
    }
}

/// Nothing panics, and what has been signed does not stay intact.
#[test]
fn hole_23_every_element_taken_out_or_replaced() {
    let (builder, node) = everything();
    let values = universal_types();
    let (mut count, mut malformed) = (0, 0);
    for path in node.paths() {
        let mut check = |changed: Node| {
            let outcomes = outcomes(&changed.encode(), &builder.certificate);
            let is_same = changed.encode() == node.encode();
            if is_signed(&path) && !is_same {
                let first = outcomes.as_ref().map_or(None, |outcomes| outcomes.first().copied());
                assert_ne!(first, Some("intact"), "{path:?}");
            }
            count += 1;
            malformed += usize::from(outcomes.is_err());
        };
        check(node.without(&path));
        values.iter().for_each(|value| check(node.with(&path, value)));
    }
    println!("{count} changes, {malformed} of them malformed");
    assert!(count > 10_000 && malformed > 1_000, "{count} changes, {malformed} malformed");
}

/// Whether the path leads to what the first signature is over: the content, or its attributes; or to its value.
fn is_signed(path: &[usize]) -> bool {
    path.starts_with(&[1, 0, 2, 1])
        || path.starts_with(&[1, 0, 5, 0, 3])
        || path.starts_with(&[1, 0, 5, 0, 5])
}

/// The same within signed attributes, signed anew.
#[test]
fn hole_23_every_element_of_signed_attributes_taken_out_or_replaced() {
    let builder = Builder { attached: Some(CONTENT.to_vec()), ..signed() };
    let attributes = builder.signed.clone().expect("signed attributes");
    let decisive = [oids::CONTENT_TYPE, oids::MESSAGE_DIGEST];
    let mut values = universal_types();
    values.retain(|value| value[1] != 0 || value[0] == 5);
    for (index, attribute) in attributes.iter().enumerate() {
        let node = Node::read(attribute);
        let is_decisive = decisive.iter().any(|oid| attribute[4..].starts_with(oid.as_bytes()));
        for path in node.paths() {
            let changed = values.iter().map(|value| node.with(&path, value));
            for changed in changed.chain([node.without(&path)]) {
                let mut signed = attributes.clone();
                signed[index] = changed.encode();
                let is_same = signed[index] == *attribute;
                let bytes = Builder { signed: Some(signed), ..builder.clone() }.build();
                let outcomes = outcomes(&bytes, &builder.certificate);
                let is_intact = outcomes == Ok(vec!["intact"]);
                assert!(!is_intact || !is_decisive || is_same, "attribute {index}, {path:?}");
            }
        }
    }
}

/// The optional fields of a TSTInfo, which is signed anew; and every element of it.
#[test]
fn hole_23_fields_of_tst_info() {
    let pki = pki(FAMILY);
    let authority = pki.tsa();
    let certificate = authority.certificate();
    let node = Node::read(&tst_info(&certificate.view().subject()));
    let outcome = |tst_info: &[u8]| {
        let template = TokenTemplate::new(tst_info).with_reference(CertificateReference::V2);
        let token = template.issue_der(&authority);
        let token = TimestampToken::parse(&token, &Limits::DEFAULT).map_err(|error| error.code())?;
        let _ = (TstInfo::parse(tst_info).map(|info| info.findings()), token.imprint());
        let checked = token.check(certificate.view(), &Provider::rustcrypto());
        checked.map(drop).map_err(|error| error.code())
    };
    assert_eq!(outcome(&node.encode()), Ok(()), "the twin");
    let Node::Branch(_, fields) = &node else { panic!("a SEQUENCE") };
    for (index, _) in fields.iter().enumerate() {
        let expected = if index < REQUIRED { Err("E-MALFORMED") } else { Ok(()) };
        assert_eq!(outcome(&node.without(&[index]).encode()), expected, "field {index}");
    }
    for path in node.paths() {
        let _ = outcome(&node.without(&path).encode());
        for value in universal_types() {
            let _ = outcome(&node.with(&path, &value).encode());
        }
    }
}

/// Fields of TSTInfo up to genTime.
const REQUIRED: usize = 5;

/// With accuracy, ordering, nonce, tsa and extensions.
fn tst_info(subject: &esig_core::Name<'_>) -> Vec<u8> {
    let imprint = Provider::rustcrypto().digest(SHA256, CONTENT).expect("a digest");
    let policy = esig_core::oid::ObjectIdentifier::new_unwrap("1.2.3.4");
    let time = utc_datetime!(2026-12-01 12:00);
    let plain =
        NewTstInfo::new(policy, &MessageImprint::encode(&imprint), &[1], time).encode().expect("in range");
    let mut fields = esig_core::raw::Element::from_der(&plain, "TSTInfo").expect("DER").reader();
    let required: Vec<Vec<u8>> =
        (0..REQUIRED).map(|_| fields.any("TSTInfo").expect("a field").as_bytes().to_vec()).collect();
    let accuracy = element(Tag::SEQUENCE, &[&[2, 1, 1], &[0x80, 1, 5], &[0x81, 1, 5]]);
    let tsa = element(Tag::context(0), &[&element(Tag::context(4), &[subject.as_der()])]);
    let extension = element(Tag::SEQUENCE, &[&oid(&[0x2a, 3]), &octets(&NULL)]);
    let optional: [&[u8]; 5] =
        [&accuracy, &[1, 1, 0xff], &[2, 1, 9], &tsa, &element(Tag::context(1), &[&extension])];
    let fields: Vec<&[u8]> = required.iter().map(Vec::as_slice).chain(optional).collect();
    element(Tag::SEQUENCE, &fields)
}
