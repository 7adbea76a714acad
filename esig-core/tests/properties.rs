//! What holds for every input.

mod common;

use common::fixture;
use esig_core::attribute_names::{COMMON_NAME, INN, ORGANIZATION, SURNAME};
use esig_core::crl::{Crl, ParsedCrl};
use esig_core::encode::{element, set_of};
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Rules, Tag};
use esig_core::time::{encode_time, parse_time};
use esig_core::{CrlBuf, Name, ParsedCertificate, SerialNumber, pem};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// An attribute: which type, which string type, which text.
type Pair = (usize, Tag, String);

const TYPES: [x509_cert::der::asn1::ObjectIdentifier; 4] = [COMMON_NAME, ORGANIZATION, SURNAME, INN];

fn pair() -> impl Strategy<Value = Pair> {
    let text =
        prop_oneof!["[ a-zA-Z0-9,+\"<>;#=\\\\]{1,12}", "[ а-яА-ЯёЁ№«»]{1,12}", "\\PC{0,8}", any::<String>()];
    (0..TYPES.len(), select(vec![Tag::UTF8_STRING, Tag::BMP_STRING, Tag::UNIVERSAL_STRING]), text)
}

fn levels() -> impl Strategy<Value = Vec<Vec<Pair>>> {
    vec(vec(pair(), 1..4), 0..6)
}

fn encode_pair((attribute_type, tag, text): &Pair) -> Vec<u8> {
    let octets: Vec<u8> = match *tag {
        Tag::BMP_STRING => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Tag::UNIVERSAL_STRING => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        _ => text.as_bytes().to_vec(),
    };
    let oid = element(Tag::OBJECT_IDENTIFIER, &[TYPES[*attribute_type].as_bytes()]);
    element(Tag::SEQUENCE, &[&oid, &element(*tag, &[&octets])])
}

fn encode_name(levels: &[Vec<Pair>]) -> Vec<u8> {
    let sets: Vec<_> = levels.iter().map(|level| level.iter().map(encode_pair).collect()).collect();
    let sets: Vec<_> = sets.into_iter().map(|level: Vec<Vec<u8>>| set_of(Tag::SET, level)).collect();
    element(Tag::SEQUENCE, &sets.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// The same name in other letters, other string types and other order within the levels.
fn disguised(levels: &[Vec<Pair>]) -> Vec<Vec<Pair>> {
    let spaced = |text: &str| format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join("  "));
    let disguise = |(kind, _, text): &Pair| (*kind, Tag::UTF8_STRING, spaced(&text.to_lowercase()));
    levels.iter().map(|level| level.iter().rev().map(disguise).collect()).collect()
}

proptest! {
    #[test]
    fn names_are_read_back(levels in levels()) {
        let der = encode_name(&levels);
        let name = Name::from_der(&der).expect("a name");
        let read: Vec<Vec<_>> =
            name.rdns().map(|rdn| rdn.attributes().map(|attribute| attribute.text()).collect()).collect();
        for (level, read) in levels.iter().zip(&read) {
            let mut written: Vec<_> = level.iter().map(|(_, _, text)| Some(text.clone())).collect();
            let mut read = read.clone();
            written.sort();
            read.sort();
            prop_assert_eq!(written, read);
        }
        prop_assert_eq!(read.len(), levels.len());
        let forwards: Vec<_> = name.rdns().map(|rdn| format!("{rdn:?}")).collect();
        let mut backwards: Vec<_> = name.rdns().rev().map(|rdn| format!("{rdn:?}")).collect();
        backwards.reverse();
        prop_assert_eq!(forwards, backwards);
    }

    #[test]
    fn shown_names_are_one_line(levels in levels()) {
        let der = encode_name(&levels);
        let shown = Name::from_der(&der).expect("a name").to_string();
        let breaks = |c: char| c.is_control() || ['\u{2028}', '\u{2029}', '\u{202e}'].contains(&c);
        let is_one_line = !shown.chars().any(breaks);
        prop_assert!(is_one_line, "{}", shown);
    }

    #[test]
    fn matching_is_an_equivalence(one in levels(), other in levels()) {
        let encoded = [encode_name(&one), encode_name(&other), encode_name(&disguised(&one))];
        let names = encoded.each_ref().map(|der| Name::from_der(der).expect("a name"));
        for a in &names {
            prop_assert!(a.matches(a));
            for b in &names {
                prop_assert_eq!(a.matches(b), b.matches(a));
                for c in &names {
                    prop_assert!(!(a.matches(b) && b.matches(c)) || a.matches(c));
                }
            }
        }
    }

    #[test]
    fn letters_spaces_and_string_types_do_not_tell_names_apart(
        texts in vec(("[a-zA-Zа-яА-Я0-9]{1,8}( [a-zA-Zа-яА-Я0-9]{1,8}){0,2}", 0..TYPES.len()), 1..5),
    ) {
        let level = |(text, kind): (String, usize)| vec![(kind, Tag::BMP_STRING, text)];
        let levels: Vec<_> = texts.into_iter().map(level).collect();
        let (one, other) = (encode_name(&levels), encode_name(&disguised(&levels)));
        let (one, other) = (Name::from_der(&one).expect("a name"), Name::from_der(&other).expect("a name"));
        prop_assert!(one.matches(&other));
        prop_assert!(one != other);
    }

    #[test]
    fn object_identifiers_are_shown_as_their_arcs(
        first in 0_u128..3, second in 0_u128..40, rest in vec(any::<u128>().prop_map(|arc| arc >> 1), 0..6),
    ) {
        let arcs = [&[first * 40 + second][..], &rest].concat();
        let contents: Vec<u8> = arcs.iter().flat_map(|arc| base_128(*arc)).collect();
        let oid = Oid::from_contents(&contents).expect("well-formed");
        let dotted = rest.iter().fold(format!("{first}.{second}"), |dotted, arc| format!("{dotted}.{arc}"));
        prop_assert_eq!(oid.to_string(), dotted);
        prop_assert_eq!(oid.as_contents(), &contents[..]);
    }

    #[test]
    fn object_identifiers_agree_with_der(contents in vec(any::<u8>(), 0..12)) {
        let (ours, theirs) = (Oid::from_contents(&contents), TYPES[0].as_bytes());
        prop_assert!(ours.is_none_or(|oid| (oid == TYPES[0]) == (contents == theirs)));
        if let Some(theirs) = ours.and_then(Oid::to_object_identifier) {
            prop_assert_eq!(ours.map(|oid| oid.to_string()), Some(theirs.to_string()));
        }
    }

    #[test]
    fn times_are_read_back(seconds in -62_167_219_200_i64..=253_402_300_799) {
        let time = time::UtcDateTime::from_unix_timestamp(seconds).expect("four digits of a year");
        let der = encode_time(time).expect("four digits of a year");
        let element = Element::from_der(&der, "time").expect("DER");
        prop_assert_eq!(parse_time(element, "time"), Ok(time));
    }

    #[test]
    fn any_time_is_survived(tag in select(vec![23_u8, 24]), text in "[0-9]{0,16}[.,Z+]{0,2}[0-9]{0,12}Z?") {
        let der = [&[tag, text.len() as u8], text.as_bytes()].concat();
        let element = Element::from_der(&der, "time").expect("DER");
        if let Ok(time) = parse_time(element, "time") {
            prop_assert!((0..=9999).contains(&time.year()) && text.ends_with('Z'), "{}", text);
        }
    }

    #[test]
    fn any_octets_are_survived(octets in vec(any::<u8>(), 0..200)) {
        for rules in [Rules::Der, Rules::Ber] {
            walk(Reader::new(&octets).with_rules(rules), &octets, 0);
        }
        let _ = (Name::from_der(&octets), ParsedCertificate::parse(&octets), ParsedCrl::parse(&octets));
        prop_assert!(pem::blocks(&octets).count() <= octets.len());
    }

    /// Octets that look like BER go deeper than random ones.
    #[test]
    fn likely_octets_are_survived(
        octets in vec(select(vec![0_u8, 0, 2, 1, 3, 4, 0x24, 0x30, 0x30, 0x31, 0x80, 0xa0, 0x81, 0x1f, 0xff]), 0..120),
    ) {
        for rules in [Rules::Der, Rules::Ber] {
            walk(Reader::new(&octets).with_rules(rules), &octets, 0);
        }
    }

    /// What DER accepts is the encoding that DER makes.
    #[test]
    fn elements_are_written_as_they_were_read(octets in vec(any::<u8>(), 0..12), filler in 0..300_usize) {
        let octets = [octets, vec![0; filler]].concat();
        if let Ok(read) = Reader::new(&octets).any("test") {
            prop_assert_eq!(element(read.tag(), &[read.contents()]), read.as_bytes());
        }
    }

    #[test]
    fn damaged_objects_are_survived(
        kind in select(&common::KINDS[..]), damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let (mut certificate, mut crl) = (fixture(&format!("{kind}/signer.cer")), fixture(&format!("{kind}/int.crl")));
        for (index, octet) in damage {
            *index.get_mut(&mut certificate) = octet;
            *index.get_mut(&mut crl) = octet;
        }
        if let Ok(certificate) = ParsedCertificate::parse(&certificate) {
            let _ = (format!("{certificate:?}"), certificate.view().extensions().subject_alt_name());
        }
        if let Ok(crl) = ParsedCrl::parse(&crl) {
            for entry in crl.view().entries() {
                let _ = (entry.reason_code(), entry.invalidity_date());
            }
        }
    }

    #[test]
    fn pem_is_read_back(label in "[A-Z][A-Z0-9 ]{0,20}[A-Z]", contents in vec(any::<u8>(), 0..200)) {
        let text = pem::encode(&label, &contents).replace('\n', "\r\n");
        let blocks: Vec<_> = pem::blocks(text.as_bytes()).collect::<Result<_, _>>().expect("one block");
        prop_assert_eq!(blocks.len(), 1);
        prop_assert_eq!((&blocks[0].label, &blocks[0].contents), (&label, &contents));
    }

    /// The index and the walk from the front find the same entry.
    #[test]
    fn serial_numbers_are_found(
        serials in vec(vec(0..4_u8, 1..4), 0..60), absent in vec(vec(0..5_u8, 1..4), 20),
    ) {
        let der = crl(&serials);
        let (indexed, walked) = (CrlBuf::from_der(der.clone()).expect("CRL"), ParsedCrl::parse(&der).expect("CRL"));
        for serial in serials.iter().chain(&absent) {
            let serial = shortest(serial);
            let serial_number = SerialNumber::from_contents(&serial);
            let dates = |crl: Crl<'_>| crl.find_all(serial_number).map(|entry| entry.revocation_date).collect::<Vec<_>>();
            let found = dates(indexed.view());
            prop_assert_eq!(&found, &dates(walked.view()));
            let first = |crl: Crl<'_>| crl.find(serial_number).map(|entry| entry.revocation_date);
            prop_assert_eq!(first(indexed.view()), found.first().copied());
            prop_assert_eq!(first(walked.view()), found.first().copied());
            prop_assert!(found.is_sorted(), "in the order of the encoding");
            let expected = serials.iter().filter(|other| shortest(other) == serial).count();
            prop_assert_eq!(found.len(), expected);
        }
    }
}

#[test]
fn every_entry_with_a_serial_number_is_found() {
    let der = crl(&[vec![7], vec![9], vec![7], vec![8], vec![7]]);
    let (indexed, walked) =
        (CrlBuf::from_der(der.clone()).expect("CRL"), ParsedCrl::parse(&der).expect("CRL"));
    for view in [indexed.view(), walked.view()] {
        let count = |serial| view.find_all(SerialNumber::from_contents(&[serial])).count();
        assert_eq!([6, 7, 8, 9, 10].map(count), [0, 3, 1, 1, 0]);
    }
}

fn base_128(arc: u128) -> Vec<u8> {
    let groups = (u128::BITS - arc.leading_zeros()).div_ceil(7).max(1);
    let group = |index: u32| (arc >> (7 * index)) as u8 & 0x7f | if index > 0 { 0x80 } else { 0 };
    (0..groups).rev().map(group).collect()
}

/// Every element of every level lies where it says.
fn walk(mut reader: Reader<'_>, whole: &[u8], depth: usize) {
    while let Ok(element) = reader.any("test") {
        assert_eq!(&whole[element.offset()..][..element.as_bytes().len()], element.as_bytes());
        assert_eq!(&whole[element.contents_offset()..][..element.contents().len()], element.contents());
        let _ = (element.boolean("test"), element.small_integer("test"), element.oid("test"));
        let _ = (element.bit_string("test"), element.octet_string("test"), parse_time(element, "test"));
        if element.tag().is_constructed() && depth < 20 {
            walk(element.reader(), whole, depth + 1);
        }
    }
}

/// The octets as an INTEGER has them.
fn shortest(serial: &[u8]) -> Vec<u8> {
    let zeros = serial.iter().take_while(|octet| **octet == 0).count();
    serial[zeros.min(serial.len() - 1)..].to_vec()
}

/// A CRL with those entries, each a day later than the one before.
fn crl(serials: &[Vec<u8>]) -> Vec<u8> {
    let entries = serials.iter().zip(1..).map(|(serial, day)| {
        let date = format!("26{:02}{:02}000000Z", day / 28 + 1, day % 28 + 1);
        element(
            Tag::SEQUENCE,
            &[&element(Tag::INTEGER, &[&shortest(serial)]), &element(Tag::UTC_TIME, &[date.as_bytes()])],
        )
    });
    let entries: Vec<u8> = entries.flatten().collect();
    let algorithm = [0x30, 3, 6, 1, 0x2a];
    let time = element(Tag::UTC_TIME, &[b"260101000000Z"]);
    let tbs = element(Tag::SEQUENCE, &[&algorithm, &[0x30, 0], &time, &element(Tag::SEQUENCE, &[&entries])]);
    element(Tag::SEQUENCE, &[&tbs, &algorithm, &[3, 1, 0]])
}
