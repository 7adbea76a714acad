//! Parsing borrows: no memory is asked for, whatever the file holds.
#![allow(clippy::print_stdout)] // figures, for whoever runs it with --nocapture

mod common;

use allocation_counter::measure;
use common::fixture;
use esig_cms::SignedData;
use esig_core::Limits;

const FILES: [&str; 5] = [
    "gost256/detached.p7s",
    "gost256/attached-indefinite.p7s",
    "rsa/attached.p7s",
    "several/detached.p7s",
    "several/attached-indefinite.p7s",
];

#[test]
fn a_signed_data_is_parsed_without_an_allocation() {
    for file in FILES {
        let bytes = fixture(file);
        let info = measure(|| assert!(SignedData::parse(&bytes, &Limits::DEFAULT).is_ok()));
        println!("{file}: {} allocations for a SignedData of {} octets", info.count_total, bytes.len());
        assert_eq!(info.count_total, 0, "{file}");
    }
}

#[test]
fn its_parts_are_walked_without_an_allocation() {
    for file in FILES {
        let bytes = fixture(file);
        let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
        let info = measure(|| {
            for signer_info in data.signer_infos() {
                assert!(signer_info.signing_time().is_some());
                assert!(
                    signer_info
                        .signed_attributes()
                        .signing_certificate_v2()
                        .is_ok_and(|found| found.is_some())
                );
                assert_eq!(signer_info.timestamps().count() + signer_info.counter_signatures().count(), 0);
                let _ = signer_info.level();
            }
            let content = data.encapsulated_content();
            let _ = content.map_or(0, |content| content.segments().map(<[u8]>::len).sum());
        });
        assert_eq!(info.count_total, 0, "{file}");
    }
}
