//! Streams from what the standard library reads.

mod common;

use std::io::{self, Read};

use common::fixture;
use esig_cms::stream::StreamError;
use esig_cms::{ContentDigests, ContentHasher, SignedDataStream};
use esig_core::{DigestAlgorithm, Limits, Provider};

/// Gives one octet at a time, is interrupted before each, and fails at the end if it is to.
struct Reluctant<'a> {
    octets: &'a [u8],
    is_interrupted: bool,
    fails: bool,
}

impl<'a> Reluctant<'a> {
    fn new(octets: &'a [u8]) -> Self {
        Self { octets, is_interrupted: false, fails: false }
    }
}

impl Read for Reluctant<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.is_interrupted = !self.is_interrupted;
        if self.is_interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match self.octets.is_empty() && self.fails {
            true => Err(io::ErrorKind::ConnectionReset.into()),
            false => self.octets.read(&mut into[..1]),
        }
    }
}

fn new() -> SignedDataStream {
    SignedDataStream::new(&Limits::DEFAULT, &Provider::rustcrypto())
}

#[test]
fn a_reader_is_read_to_its_end() {
    let bytes = fixture("ec/attached-indefinite.p7s");
    let mut content = Vec::new();
    let streamed = new().read_and_pass(Reluctant::new(&bytes), &mut content).expect("well-formed");
    assert_eq!(streamed.content_octets(), Some(content.len() as u64));
    assert_eq!(content, fixture("content/lines.txt"));
    assert_eq!(new().read(bytes.as_slice()).expect("well-formed").content(), streamed.content());
}

#[test]
fn errors_say_which_side_failed() {
    let bytes = fixture("ec/attached.p7s");
    let failing = Reluctant { fails: true, ..Reluctant::new(&bytes) };
    assert!(matches!(new().read(failing), Err(StreamError::Read(_))));
    let full: &mut [u8] = &mut [0; 3];
    let error = new().read_and_pass(bytes.as_slice(), full).expect_err("three octets are too few");
    assert!(matches!(error, StreamError::Write(_)));
    assert!(error.to_string().starts_with("cannot write the stream: "));
    let error = new().read(&bytes[..100]).expect_err("cut");
    assert!(matches!(&error, StreamError::Cms(inner) if inner.to_string() == error.to_string()));
}

#[test]
fn content_outside_is_read_to_its_end() {
    let (content, provider) = (fixture("content/lines.txt"), Provider::rustcrypto());
    let algorithms = [DigestAlgorithm::Streebog512, DigestAlgorithm::Sha256];
    let mut hasher = ContentHasher::new(&algorithms, &provider).expect("known");
    assert_eq!(hasher.read(Reluctant::new(&content)).ok(), Some(content.len() as u64));
    assert_eq!(Ok(hasher.finish()), ContentDigests::of(&content, &algorithms, &provider));
}
