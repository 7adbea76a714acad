//! Known holes in parsers and names, each with a twin that must pass; those of keys and signatures are in `provider`.

mod common;

use common::fixture;
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::limits::MAX_DEPTH;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{CrlBuf, Error, Finding, Name, ParsedCertificate, ParsedCrl};

/// CVE-2018-0739, CVE-2026-44378: nesting that eats the stack, lengths that are looked for again at every level.
#[test]
fn hole_30_deep_and_indefinite_nesting() {
    let indefinite = |levels: usize, inner: &[u8]| {
        [&[0x30, 0x80].repeat(levels)[..], inner, &[0, 0].repeat(levels)].concat()
    };
    let walk = |der: &[u8]| {
        let mut reader = Reader::ber(der);
        for _ in 0..MAX_DEPTH {
            reader = reader.expect(Tag::SEQUENCE, "level")?.reader();
        }
        let (mut count, mut rest) = (0, reader);
        while !rest.is_empty() {
            rest.any("string")?;
            count += 1;
        }
        Ok::<_, esig_core::ParseError>(count)
    };
    // As deep as is allowed, around a million empty strings: each level reads them once more.
    let strings = [4, 0].repeat(1_000_000);
    assert_eq!(walk(&indefinite(MAX_DEPTH, &strings)), Ok(1_000_000), "the twin");
    for levels in [MAX_DEPTH + 1, 100_000] {
        let error = walk(&indefinite(levels, &strings)).expect_err("too deep");
        assert_eq!(error.kind, ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: MAX_DEPTH });
    }
    let constructed = [&[0x24, 0x80][..], &strings, &[0, 0]].concat();
    let string = Reader::ber(&constructed).any("string").expect("a million pieces");
    assert_eq!(string.contents().len(), strings.len());
    assert!(Element::from_der(&constructed, "string").is_err(), "no DER");
    // Definite lengths in one another, as the value of an attribute: one element, whatever is in it.
    let mut nested = vec![5, 0];
    for _ in 0..1_000 {
        nested = element(Tag::SEQUENCE, &[&nested]);
    }
    let pair = element(Tag::SEQUENCE, &[&[6, 3, 0x55, 4, 3], &nested]);
    let name = element(Tag::SEQUENCE, &[&element(Tag::SET, &[&pair])]);
    assert!(Name::from_der(&name).expect("one attribute").to_string().starts_with("CN=#30"));
    assert!(ParsedCertificate::parse(&nested).is_err() && ParsedCrl::parse(&nested).is_err());
}

/// CVE-2009-2408 and odd strings: a name does not end at a zero, and what looks like another name is shown as it is.
#[test]
fn hole_32_zeros_and_odd_strings_in_names() {
    let name = |tag, text: &[u8]| {
        let pair = element(Tag::SEQUENCE, &[&[6, 3, 0x55, 4, 3], &element(tag, &[text])]);
        element(Tag::SEQUENCE, &[&element(Tag::SET, &[&pair])])
    };
    let read = |der: &[u8]| Name::from_der(der).expect("well-formed").to_string();
    let honest = name(Tag::UTF8_STRING, b"bank.example");
    assert_eq!(read(&honest), "CN=bank.example");
    for tag in [Tag::UTF8_STRING, Tag::IA5_STRING, Tag::PRINTABLE_STRING] {
        let forged = name(tag, b"bank.example\0.evil.example");
        assert_eq!(read(&forged), r"CN=bank.example\00.evil.example");
        let [honest, forged] = [&honest, &forged].map(|der| Name::from_der(der).expect("well-formed"));
        assert!(honest.matches(&honest) && !honest.matches(&forged) && !forged.matches(&honest));
        assert_ne!(honest.canonical(), forged.canonical());
    }
    // Belgian certificates carry VisibleString.
    assert_eq!(read(&name(Tag::VISIBLE_STRING, b"Citizen CA")), "CN=Citizen CA");
    let visible = name(Tag::VISIBLE_STRING, b"Citizen CA");
    let utf8 = name(Tag::UTF8_STRING, b"citizen ca");
    assert!(Name::from_der(&visible).expect("name").matches(&Name::from_der(&utf8).expect("name")));
    zeros_are_noted(&name(Tag::UTF8_STRING, b"bank.example\0.evil.example"));
}

fn zeros_are_noted(subject: &[u8]) {
    let der = fixture("ec/signer.cer");
    let noted = |der: &[u8]| {
        let certificate = ParsedCertificate::parse(der).expect("accepted");
        certificate
            .view()
            .findings()
            .iter()
            .any(|finding| matches!(finding, Finding::ControlCharacter { .. }))
    };
    assert!(!noted(&der), "the twin");
    let children = |der: &[u8]| {
        let mut reader = Element::from_der(der, "test").expect("DER").reader();
        let mut children = Vec::new();
        while !reader.is_empty() {
            children.push(reader.any("test").expect("element").as_bytes().to_vec());
        }
        children
    };
    let mut parts = children(&der);
    let mut fields = children(&parts[0]);
    fields[5] = subject.to_vec();
    parts[0] = element(Tag::SEQUENCE, &[&fields.concat()]);
    assert!(noted(&element(Tag::SEQUENCE, &[&parts.concat()])));
}

/// The CRL that looped a parser (esig/dss `infinite-loop.crl`): base64 in the place of DER, of any length.
#[test]
fn hole_32_a_list_that_is_none_ends_at_once() {
    let der = fixture("ec/int.crl");
    assert!(CrlBuf::from_der(der.clone()).is_ok(), "the twin");
    for text in [b"MIMCNzCC".repeat(100_000), [&der[..], &der].concat(), [&[0x4d][..], &der].concat()] {
        let Err(Error::Malformed(error)) = CrlBuf::from_der(text) else { panic!("accepted") };
        assert!(error.offset <= der.len(), "{error}");
    }
}
