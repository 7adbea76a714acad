//! Bad input: an error that names the production and the offset, or the odd element passed over and reported.

#[path = "common/builder.rs"]
mod builder;
mod common;

use builder::{Builder, CONTENT, attribute, content_info, octets, oid};
use common::fixture;
use esig_cms::{CmsError, Finding, RevocationInfo, SignedData, SignedDataBuf, SignerInfo, oids};
use esig_core::encode::element;
use esig_core::error::{ParseError, ParseErrorKind};
use esig_core::raw::Tag;
use esig_core::{Limits, Provider};
use esig_testkit::Family;

fn malformed(bytes: &[u8], limits: &Limits) -> ParseError {
    match SignedData::parse(bytes, limits) {
        Err(CmsError::Malformed(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn message(bytes: &[u8]) -> String {
    malformed(bytes, &Limits::DEFAULT).to_string()
}

/// Replaces the `nth` occurrence of `from`, counted from zero, by as many octets.
fn with(bytes: &[u8], from: &[u8], nth: usize, to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut found = (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from));
    let at = found.nth(nth).expect("the octets to replace");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// Reads and checks everything there is; what comes of it does not matter.
fn exercise(bytes: &[u8]) {
    let provider = Provider::rustcrypto();
    let Ok(data) = SignedData::parse(bytes, &Limits::DEFAULT) else { return };
    let content = data.digest_encapsulated_content(&provider);
    let each = |signer_info: SignerInfo<'_>| {
        for certificate in data.candidates(&signer_info) {
            let _ =
                signer_info.check(certificate.view(), &content, &provider).map_err(|error| error.to_string());
        }
        let _ = (signer_info.level(), signer_info.timestamps().count());
    };
    data.signer_infos().for_each(each);
    let _ = (data.findings(), data.revocation_infos().count());
}

#[test]
fn a_message_cut_anywhere_is_an_error() {
    for file in ["gost256/attached.p7s", "gost256/attached-indefinite.p7s", "several/detached.p7s"] {
        let bytes = fixture(file);
        for length in 0..bytes.len() {
            let error = malformed(&bytes[..length], &Limits::DEFAULT);
            assert!(error.offset <= length, "{file} cut at {length}: {error}");
        }
    }
}

#[test]
fn a_message_with_an_octet_changed_never_panics() {
    for file in ["gost256/attached.p7s", "gost256/attached-indefinite.p7s"] {
        let bytes = fixture(file);
        for at in 0..bytes.len().min(6_000) {
            let mut changed = bytes.clone();
            for octet in [0, 0x30, 0x80, 0xff, bytes[at] ^ 0x20] {
                changed[at] = octet;
                let _ = SignedData::parse(&changed, &Limits::DEFAULT).map(|data| data.findings());
            }
            changed[at] = bytes[at] ^ 1;
            exercise(&changed);
        }
    }
}

#[test]
fn nesting_is_limited() {
    let opened = |header: &[u8]| header.repeat(100_000);
    assert!(message(&opened(&[0x30, 0x80])).starts_with("more than the limit MAX_DEPTH of 64"));

    let mut content = octets(b"x");
    for _ in 0..100 {
        content = element(Tag::CONSTRUCTED_OCTET_STRING, &[&content]);
    }
    let encapsulated = [&oid(oids::DATA.as_bytes())[..], &element(Tag::context(0), &[&content])].concat();
    let parts: [&[u8]; 4] = [&[2, 1, 1], &[0x31, 0], &element(Tag::SEQUENCE, &[&encapsulated]), &[0x31, 0]];
    let bytes = content_info(oids::SIGNED_DATA.as_bytes(), &element(Tag::SEQUENCE, &parts));
    assert!(message(&bytes).starts_with("more than the limit MAX_DEPTH of 64 in encapContentInfo.eContent"));
}

#[test]
fn a_hundred_thousand_levels_are_read_without_a_stack() {
    // Each level has its own definite length, from the inside out.
    let mut headers = Vec::new();
    let mut length = 2_usize;
    for _ in 0..100_000 {
        let octets = (length as u32).to_be_bytes();
        headers.push([0x24, 0x84, octets[0], octets[1], octets[2], octets[3]]);
        length += 6;
    }
    let mut nested: Vec<u8> = headers.iter().rev().flatten().copied().collect();
    nested.extend([4, 0]);
    let attributes = vec![attribute(&[0x2a, 3], &[&nested])];
    let builder = Builder { unsigned: attributes, ..Builder::new(Family::P256) };
    exercise(&builder.build());
    let builder = Builder::new(Family::P256).sign(attribute(&[0x2a, 3], &[&nested]));
    exercise(&builder.build());
}

#[test]
fn wrong_types_are_named_with_their_place() {
    let right = Builder::new(Family::P256).build();
    assert!(SignedData::parse(&right, &Limits::DEFAULT).is_ok());
    assert_eq!(message(&[]), "truncated element, 2 octets wanted and 0 left in ContentInfo at byte 0");
    assert_eq!(message(b"%PDF-1.7"), "neither DER nor PEM in ContentInfo at byte 0");

    let version = with(&right, &[2, 1, 1], 0, &[4, 1, 1]);
    assert!(message(&version).starts_with("unexpected tag 04, wanted 02 in SignedData.version at byte "));
    let sid = Builder { sid: octets(b"me"), ..Builder::new(Family::P256) };
    assert!(message(&sid.build()).starts_with("unexpected tag 04, wanted 30 in signerInfos[0].sid at byte "));
    let no_attribute = Builder::new(Family::P256).sign(octets(b"no attribute"));
    assert!(message(&no_attribute.build()).contains("in signedAttrs["));
    let no_attributes = Builder { signed: Some(Vec::new()), ..Builder::new(Family::P256) };
    assert!(
        message(&no_attributes.build())
            .starts_with("empty collection in signerInfos[0].signedAttrs at byte ")
    );
    let certificates = vec![octets(b"no certificate")];
    let certificates = Builder { certificates, ..Builder::new(Family::P256) };
    assert!(
        message(&certificates.build())
            .starts_with("unexpected tag 04, wanted 30 in certificates[0] at byte ")
    );
    let crls = Builder { crls: vec![octets(b"no list")], ..Builder::new(Family::P256) };
    assert!(message(&crls.build()).starts_with("unexpected tag 04, wanted 30 in crls[0] at byte "));
}

#[test]
fn the_offset_is_that_of_the_element() {
    let builder = Builder { sid: octets(b"where am I"), ..Builder::new(Family::P256) };
    let bytes = builder.build();
    let at = malformed(&bytes, &Limits::DEFAULT).offset;
    assert!(bytes[at..].starts_with(&octets(b"where am I")));
}

#[test]
fn other_content_types_are_refused_by_name() {
    let enveloped = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3];
    let error = SignedData::parse(&content_info(&enveloped, &[0x30, 0]), &Limits::DEFAULT).map(drop);
    assert_eq!(error, Err(CmsError::NotSignedData { content_type: "1.2.840.113549.1.7.3".into() }));
}

#[test]
fn only_zeros_may_follow() {
    let bytes = Builder::new(Family::P256).build();
    let padded = [&bytes[..], &[0; 7]].concat();
    let data = SignedData::parse(&padded, &Limits::DEFAULT).expect("padded");
    assert_eq!(data.findings(), [Finding::ZeroPadding { octets: 7 }]);
    assert_eq!(data.as_bytes(), bytes);
    assert_eq!(SignedDataBuf::from_bytes(padded, &Limits::DEFAULT).expect("padded").as_der(), bytes);

    let followed = [&bytes[..], &[0, 0, 1]].concat();
    assert_eq!(message(&followed), format!("3 octets after the end in ContentInfo at byte {}", bytes.len()));
}

#[test]
fn odd_elements_are_passed_over_and_reported() {
    let builder = Builder::new(Family::P256);
    let certificate = builder.certificates[0].clone();
    let attribute_certificate = element(Tag::context(2), &[&octets(b"attribute certificate")]);
    let other = element(Tag::context(3), &[&oid(&[0x2a, 3]), &[5, 0]]);
    let ocsp = element(Tag::context(1), &[&oid(oids::OCSP_RESPONSE.as_bytes()), &[0x30, 0]]);
    let basic = element(Tag::context(1), &[&oid(oids::OCSP_BASIC.as_bytes()), &[0x30, 0]]);
    let unknown = element(Tag::context(1), &[&oid(&[0x2a, 3]), &[5, 0]]);
    let crl = element(Tag::SEQUENCE, &[b""]);
    let builder = Builder {
        certificates: vec![certificate.clone(), attribute_certificate, other],
        crls: vec![ocsp, basic, unknown, crl.clone()],
        ..builder
    };
    let bytes = builder.build();
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("odd, not malformed");
    assert_eq!(data.certificates().collect::<Vec<_>>(), [&certificate]);
    assert_eq!(data.crls().collect::<Vec<_>>(), [&crl]);
    let kinds: Vec<_> = data.revocation_infos().collect();
    assert!(kinds.contains(&RevocationInfo::OcspResponse(&[0x30, 0])));
    assert!(kinds.contains(&RevocationInfo::BasicOcspResponse(&[0x30, 0])));
    let findings = data.findings();
    let is_choice = |wanted, finding: &Finding| matches!(finding, Finding::OtherCertificateFormat { choice, offset } if *choice == wanted && bytes[*offset] & 0x1f == wanted as u8);
    assert!(findings.iter().any(|finding| is_choice(2, finding)));
    assert!(findings.iter().any(|finding| is_choice(3, finding)));
    assert!(findings.iter().any(|finding| matches!(finding, Finding::OtherRevocationFormat { .. })));
    assert_eq!(findings.len(), 3);
}

#[test]
fn an_unknown_algorithm_does_not_hinder_the_other_signers() {
    let provider = Provider::rustcrypto();
    let known = Builder::new(Family::GOST_256);
    let digest_algorithm = element(Tag::SEQUENCE, &[&oid(&[0x2a, 3])]);
    let unknown = Builder { digest_algorithm, ..Builder::new(Family::P256) };
    let bytes = known.build_with(&[known.signer_info(), unknown.signer_info()]);
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
    let mut hasher = data.hasher(&provider);
    hasher.update(CONTENT);
    let content = hasher.finish();
    let check = |signer_info: SignerInfo<'_>, builder: &Builder| {
        signer_info
            .check(builder.certificate.view(), &content, &provider)
            .map(drop)
            .map_err(|error| error.code())
    };
    let outcomes: Vec<_> = data
        .signer_infos()
        .map(|signer_info| match signer_info.scheme() == Ok(Family::GOST_256.scheme()) {
            true => check(signer_info, &known),
            false => check(signer_info, &unknown),
        })
        .collect();
    assert_eq!(outcomes.len(), 2);
    assert!(outcomes.contains(&Ok(())) && outcomes.contains(&Err("E-ALGORITHM-UNSUPPORTED")), "{outcomes:?}");
}

#[test]
fn empty_sets_are_a_bag_without_signatures() {
    let builder = Builder { certificates: Vec::new(), ..Builder::new(Family::P256) };
    let bytes = builder.build_with(&[]);
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
    assert_eq!((data.signer_infos().count(), data.certificates().count(), data.crls().count()), (0, 0, 0));
}

#[test]
fn every_limit_is_named() {
    let limited = |change: fn(&mut Limits), builder: &Builder| {
        let mut limits = Limits::DEFAULT;
        change(&mut limits);
        match malformed(&builder.build(), &limits).kind {
            ParseErrorKind::Limit { name, .. } => name,
            other => panic!("{other}"),
        }
    };
    let builder = Builder::new(Family::P256);
    assert_eq!(limited(|limits| limits.input_octets = 10, &builder), "input_octets");
    assert_eq!(limited(|limits| limits.certificates = 0, &builder), "certificates");
    assert_eq!(limited(|limits| limits.signers = 0, &builder), "signers");
    assert_eq!(limited(|limits| limits.attributes = 1, &builder), "attributes");
    let crls = Builder { crls: vec![vec![0x30, 0]], ..builder.clone() };
    assert_eq!(limited(|limits| limits.crls = 0, &crls), "crls");

    let mut nested = builder.clone();
    for _ in 0..3 {
        let counter = attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&nested.signer_info()]);
        nested.unsigned = vec![counter];
    }
    assert!(SignedData::parse(&nested.build(), &Limits::DEFAULT).is_ok());
    assert_eq!(limited(|limits| limits.counter_signature_depth = 2, &nested), "counter_signature_depth");
    assert_eq!(limited(|limits| limits.signers = 3, &nested), "signers");
}
