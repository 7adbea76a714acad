//! A CRL as large as the largest in use: 10^6 entries, 35 MB.
#![allow(clippy::print_stdout)] // figures, for whoever runs it with --nocapture

use std::sync::Arc;
use std::time::Instant;

use allocation_counter::measure;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{CrlBuf, Name, SerialNumber};

const ENTRIES: u64 = 1_000_000;

/// Extra memory while the index is made (the gate of the project), and what the index keeps.
const MOST_OCTETS: u64 = 80 << 20;
const KEPT_OCTETS: u64 = 10 << 20;

/// A serial number of 16 octets, not in order.
fn serial(number: u64) -> [u8; 16] {
    let scattered = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut octets = [0x42; 16];
    octets[1..9].copy_from_slice(&scattered.to_be_bytes());
    octets
}

fn entry(number: u64, extensions: &[u8]) -> Vec<u8> {
    let serial = element(Tag::INTEGER, &[&serial(number)]);
    let date = element(Tag::UTC_TIME, &[b"260101000000Z"]);
    element(Tag::SEQUENCE, &[&serial, &date, extensions])
}

fn crl(entries: &[u8], extensions: &[u8]) -> Arc<[u8]> {
    let algorithm = [0x30, 0x0a, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
    let date = element(Tag::UTC_TIME, &[b"260101000000Z"]);
    let list = element(Tag::SEQUENCE, &[entries]);
    let parts = [&[2, 1, 1][..], &algorithm, &[0x30, 0], &date, &list, extensions];
    let tbs = element(Tag::SEQUENCE, &parts);
    element(Tag::SEQUENCE, &[&tbs, &algorithm, &[3, 2, 0, 7]]).into()
}

#[test]
fn a_million_entries_are_indexed_in_little_memory_and_found() {
    let entries: Vec<u8> = (0..ENTRIES).flat_map(|number| entry(number, &[])).collect();
    let der = crl(&entries, &[]);
    let (mut crl, start) = (None, Instant::now());
    let info = measure(|| crl = Some(CrlBuf::from_der(Arc::clone(&der)).expect("CRL")));
    let (indexed, crl) = (start.elapsed(), crl.expect("measured"));
    println!(
        "{ENTRIES} entries, {} octets: indexed in {indexed:.2?}, {} octets at most, {} kept",
        der.len(),
        info.bytes_max,
        info.bytes_current
    );
    assert!(info.bytes_max < MOST_OCTETS && info.bytes_current < KEPT_OCTETS as i64, "{info:?}");

    let view = crl.view();
    for (what, first, expected) in [("present", 0, ENTRIES), ("absent", ENTRIES, 0)] {
        let (mut found, start) = (0, Instant::now());
        let numbers = first..first + ENTRIES;
        let info = measure(|| {
            for number in numbers {
                let serial = serial(number);
                found += u64::from(view.find(SerialNumber::from_contents(&serial)).is_some());
            }
        });
        println!("{ENTRIES} look-ups of {what} serial numbers: {:.2?}", start.elapsed());
        assert_eq!((found, info.count_total), (expected, 0), "{what}");
    }
}

/// RFC 5280 §5.3.3: an issuer holds for the entries that follow, through the index as by walking.
#[test]
fn entries_of_an_indirect_list_are_found_by_their_issuers() {
    let name = |letter: u8| {
        let pair = element(Tag::SEQUENCE, &[&[6, 3, 0x55, 4, 3], &element(Tag::UTF8_STRING, &[&[letter]])]);
        element(Tag::SEQUENCE, &[&element(Tag::SET, &[&pair])])
    };
    let issued = |letter: u8| {
        let names = element(Tag::SEQUENCE, &[&element(Tag::context(4), &[&name(letter)])]);
        let value = element(Tag::OCTET_STRING, &[&names]);
        let extension = element(Tag::SEQUENCE, &[&[6, 3, 0x55, 0x1d, 0x1d], &[1, 1, 0xff], &value]);
        element(Tag::SEQUENCE, &[&extension])
    };
    let entries = [
        entry(1, &[]),
        entry(2, &issued(b'a')),
        entry(1, &[]),
        entry(3, &issued(b'b')),
        entry(1, &[]),
        entry(1, &issued(b'a')),
    ]
    .concat();
    let indirect = element(Tag::OCTET_STRING, &[&[0x30, 3, 0x84, 1, 0xff]]);
    let indirect = element(Tag::SEQUENCE, &[&[6, 3, 0x55, 0x1d, 0x1c], &[1, 1, 0xff], &indirect]);
    let extensions = element(Tag::context(0), &[&element(Tag::SEQUENCE, &[&indirect])]);
    let der = crl(&entries, &extensions);
    let indexed = CrlBuf::from_der(Arc::clone(&der)).expect("CRL");
    let walked = esig_core::ParsedCrl::parse(&der).expect("CRL");
    let (own, a, b) = ([0x30, 0], name(b'a'), name(b'b'));
    for view in [indexed.view(), walked.view()] {
        assert!(view.is_indirect() && view.unknown_critical_entry_extension().is_none());
        let count = |issuer: &[u8], number| {
            let (issuer, serial) = (Name::from_der(issuer).expect("name"), serial(number));
            view.find_revoked(&issuer, SerialNumber::from_contents(&serial)).count()
        };
        let counts = [1, 2, 3].map(|number| [&own[..], &a, &b].map(|issuer| count(issuer, number)));
        assert_eq!(counts, [[1, 2, 1], [0, 1, 0], [0, 0, 1]]);
    }

    // The same in a list that is not indirect: all entries are of its issuer, and the extension is not processed.
    let direct = CrlBuf::from_der(crl(&entries, &[])).expect("CRL");
    let (view, serial) = (direct.view(), serial(1));
    let (own, serial) = (Name::from_der(&own).expect("name"), SerialNumber::from_contents(&serial));
    assert_eq!(view.find_revoked(&own, serial).count(), 4);
    assert!(view.unknown_critical_entry_extension().is_some());
}
