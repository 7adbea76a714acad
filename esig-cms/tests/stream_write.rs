//! Signatures written around content that is not in memory.

#[path = "common/builder.rs"]
mod builder;
mod common;
#[path = "common/streamed.rs"]
mod streamed;

use builder::{Builder, CONTENT, attribute, octets, pki};
use common::{Content, integrity};
use esig_cms::stream::ContentFrame;
use esig_cms::{CmsError, ContentDigests, Finding, SignedData, SignedDataBuf, Signing, oids};
use esig_core::{DigestAlgorithm, Limits, Message, Provider};
use esig_testkit::{Family, Signer};
use proptest::prelude::*;
use streamed::difference;

const FAMILY: Family = Family::GOST_256;

/// A detached signature over the content.
fn detached(content: &[u8]) -> SignedDataBuf {
    let provider = Provider::rustcrypto();
    let signer = pki(FAMILY).signer(Signer::Valid);
    let digests = ContentDigests::of(content, &[DigestAlgorithm::Streebog256], &provider).expect("known");
    let signing = Signing::new().signer(signer.certificate().clone(), FAMILY.scheme());
    let prepared = signing.prepare(&digests, &provider).expect("prepared");
    let Message::Bytes(message) = prepared.message() else { panic!("attributes are not digested") };
    let value = signer.key().sign(message);
    prepared.complete(value, &provider).expect("the certificate's key")
}

fn frame() -> ContentFrame {
    ContentFrame::new(oids::DATA, &[DigestAlgorithm::Streebog256])
}

fn in_pieces(content: &[u8], size: usize) -> Vec<u8> {
    let (frame, signature) = (frame(), detached(content));
    let pieces = content.chunks(size).flat_map(|piece| [&frame.piece_header(piece.len()), piece].concat());
    let pieces: Vec<u8> = pieces.collect();
    [frame.before(), pieces, frame.after(&signature.view()).expect("the same frame")].concat()
}

fn is_intact(bytes: &[u8]) -> bool {
    let outcomes = integrity(bytes, &Content::Missing, &[], &Provider::rustcrypto());
    outcomes.is_ok_and(|outcomes| outcomes == ["intact"])
}

proptest! {
    #[test]
    fn der_around_content_is_a_signature(content in prop::collection::vec(any::<u8>(), 0..70_000)) {
        let around = detached(&content).view().around_content(content.len() as u64).expect("detached");
        let attached = [&around.before, &content[..], &around.after].concat();
        let data = SignedData::parse(&attached, &Limits::DEFAULT).expect("well-formed");
        prop_assert_eq!(data.findings(), []);
        prop_assert_eq!(data.encapsulated_content().map(|inside| inside.octets().into_owned()), Some(content));
        prop_assert!(is_intact(&attached));
    }

    #[test]
    fn ber_around_pieces_is_a_signature(content in prop::collection::vec(any::<u8>(), 0..1000), size in 1..300_usize) {
        let attached = in_pieces(&content, size);
        let data = SignedData::parse(&attached, &Limits::DEFAULT).expect("well-formed");
        prop_assert_eq!(data.findings(), [Finding::NotDer]);
        prop_assert_eq!(data.encapsulated_content().map(|inside| inside.octets().into_owned()), Some(content));
        prop_assert!(is_intact(&attached));
        prop_assert_eq!(difference(&attached, &[17]), None);
    }
}

#[test]
fn another_octet_inside_breaks_the_signature() {
    let around = detached(CONTENT).view().around_content(CONTENT.len() as u64).expect("detached");
    let other = [&b"x"[..], &CONTENT[1..]].concat();
    assert!(is_intact(&[&around.before, CONTENT, &around.after].concat()));
    assert!(!is_intact(&[&around.before, &other[..], &around.after].concat()));
    let mut pieces = in_pieces(CONTENT, 5);
    assert!(is_intact(&pieces));
    let at = frame().before().len() + 3;
    pieces[at] ^= 1;
    assert!(!is_intact(&pieces));
}

#[test]
fn content_that_is_larger_than_memory_gets_its_header() {
    let around = detached(CONTENT).view().around_content(10 << 30).expect("detached");
    assert!(around.before.ends_with(&[4, 0x85, 2, 0x80, 0, 0, 0]));
    assert!(around.before.starts_with(&[0x30, 0x85, 2, 0x80, 0]));
}

#[test]
fn a_frame_takes_the_signature_that_it_announced_and_no_other() {
    let signature = detached(CONTENT);
    assert!(frame().after(&signature.view()).is_ok());
    let mismatch = |frame: ContentFrame, bytes: &[u8]| {
        frame.after(&SignedData::parse(bytes, &Limits::DEFAULT).expect("well-formed")).map(drop)
    };
    let field = |field| Err(CmsError::FrameMismatch { field });
    let other = ContentFrame::new(oids::DATA, &[DigestAlgorithm::Sha256]);
    assert_eq!(mismatch(other, signature.as_der()), field("digestAlgorithms"));
    let other = ContentFrame::new(oids::SIGNED_DATA, &[DigestAlgorithm::Streebog256]);
    assert_eq!(mismatch(other, signature.as_der()), field("eContentType"));
    let attached = Builder { attached: Some(CONTENT.to_vec()), ..Builder::new(FAMILY) }.build();
    assert_eq!(mismatch(frame(), &attached), field("eContent"));
    let attached = SignedData::parse(&attached, &Limits::DEFAULT).expect("well-formed");
    assert_eq!(attached.around_content(1).map(drop), field("eContent"));
}

#[test]
fn what_covers_that_there_is_no_content_stays() {
    let covered = |attribute_type: &[u8]| {
        let unsigned = vec![attribute(attribute_type, &[&octets(b"x")])];
        let bytes = Builder { unsigned, ..Builder::new(FAMILY) }.build();
        let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
        (data.around_content(1).map(drop), frame().after(&data).map(drop))
    };
    let by = "archive-time-stamp-v2";
    let refused = Err(CmsError::Covered { index: 0, by });
    assert_eq!(covered(oids::ARCHIVE_TIME_STAMP_V2.as_bytes()), (refused.clone(), refused));
    assert_eq!(covered(oids::ARCHIVE_TIME_STAMP_V3.as_bytes()), (Ok(()), Ok(())));
}

#[cfg(feature = "std")]
mod written {
    use std::io::{self, Write};

    use esig_cms::ContentHasher;
    use esig_cms::stream::{ContentWriter, StreamError};

    use super::*;

    fn hasher() -> ContentHasher {
        ContentHasher::new(&[DigestAlgorithm::Streebog256], &Provider::rustcrypto()).expect("known")
    }

    fn write(content: &[u8], size: usize) -> Vec<u8> {
        let mut writer = ContentWriter::new(Vec::new(), frame(), hasher()).expect("memory");
        let (first, rest) = content.split_at(content.len() / 3);
        writer.read(first).expect("memory");
        for piece in rest.chunks(size) {
            writer.write_all(piece).expect("memory");
            writer.flush().expect("memory");
        }
        let (digests, end) = writer.end_content().expect("memory");
        let algorithm = DigestAlgorithm::Streebog256;
        assert_eq!(digests.digest(algorithm), Provider::rustcrypto().digest(algorithm, content).ok());
        end.complete(&detached(content).view()).expect("the same frame")
    }

    #[test]
    fn content_is_written_in_whole_pieces() {
        for length in [0, 1, 65_535, 65_536, 65_537, 200_000] {
            let content: Vec<u8> = (0..length).map(|index| index as u8).collect();
            let written = write(&content, 1000);
            let expected = in_pieces(&content, 65_536);
            let content_end =
                expected.len() - frame().after(&detached(&content).view()).map_or(0, |end| end.len());
            // Signature values differ each time.
            assert!(written[..content_end] == expected[..content_end] && is_intact(&written), "{length}");
            assert!(write(&content, 100_000)[..content_end] == expected[..content_end], "{length}");
        }
    }

    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told_from_the_wrong_signature() {
        assert!(ContentWriter::new(Full, frame(), hasher()).is_err());
        let writer = ContentWriter::new(Vec::new(), frame(), hasher()).expect("memory");
        let (_, end) = writer.end_content().expect("memory");
        let other = Builder { attached: Some(CONTENT.to_vec()), ..Builder::new(FAMILY) }.build();
        let other = SignedData::parse(&other, &Limits::DEFAULT).expect("well-formed");
        assert!(matches!(end.complete(&other), Err(StreamError::Cms(CmsError::FrameMismatch { .. }))));
        let error = hasher().read_and_copy(CONTENT, Full).expect_err("full");
        assert!(matches!(error, StreamError::Write(_)));
        let mut copied = Vec::new();
        assert_eq!(hasher().read_and_copy(CONTENT, &mut copied).ok(), Some(CONTENT.len() as u64));
        assert_eq!(copied, CONTENT);
    }
}
