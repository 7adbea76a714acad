//! How much slower than a bare hash of the same octets is the check of a signature over content that fits no memory, and how
//! much memory does it take?
//!
//! The content is made on the fly: detached, then inside as DER, then as BER in pieces of 64 KiB (as this library writes them),
//! of 4096 octets (OpenSSL) and of 1000 (BouncyCastle). Each 64 KiB that are read are hashed first, then given to the check,
//! and both are timed; the time of making the octets counts for neither. The ratio is that of the medians, since a machine that
//! does other work interrupts either now and then. The peak of memory is that of the whole process, as the system counts it (VmHWM, which `/usr/bin/time -v` shows as maximum resident set
//! size).
//!
//! ```text
//! $ cargo run --release -p esig-benches --example stream -- 10
//! ratio stream/detached/sha256/10GiB raw-hash 1.00
//! …
//! figure stream/peak-memory 8 MiB
//! ```
//!
//! The argument is the size of the content in GiB; fractions are allowed.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use std::io::{self, Read};
use std::time::Instant;

use esig_benches::figure;
use esig_cms::stream::ContentFrame;
use esig_cms::{ContentDigests, ContentHasher, SignedData, SignedDataBuf, SignedDataStream, Signing, oids};
use esig_core::provider::DigestContext;
use esig_core::{DigestAlgorithm, DigestValue, Limits, Message, Provider};
use esig_testkit::{Family, Signer, TestPki};
use time::macros::utc_datetime;

fn main() {
    let gibibytes: f64 = std::env::args().nth(1).map_or(10.0, |size| size.parse().expect("a number of GiB"));
    let octets = (gibibytes * f64::from(1 << 30)) as u64;
    println!("processor: {}", esig_benches::processor::name());
    let cases = [
        ("sha256", Family::P256, esig_provider_aws_lc::provider()),
        ("streebog256", Family::GOST_256, Provider::rustcrypto()),
    ];
    for (name, family, provider) in cases {
        Case { name, gibibytes, octets, family, provider }.run();
    }
    figure("stream/peak-memory", peak_memory() / f64::from(1 << 20), "MiB");
}

/// One digest, and the signer who uses it.
struct Case {
    name: &'static str,
    gibibytes: f64,
    octets: u64,
    family: Family,
    provider: Provider,
}

impl Case {
    fn run(&self) {
        let signature = self.sign(self.digest());
        let view = signature.view();
        let content = || Content::new(self.octets);
        self.compare("detached", content(), |content| self.check_detached(&view, content));
        let around = view.around_content(self.octets).expect("detached");
        let whole = around.before.chain(content()).chain(&*around.after);
        self.compare("der", whole, |signature| self.check_attached(signature));
        let frame = ContentFrame::new(oids::DATA, &[self.algorithm()]);
        let (before, after) = (frame.before(), frame.after(&view).expect("the same digest"));
        for size in [65_536, 4096, 1000] {
            let whole = before.chain(Pieces::new(content(), &frame, size)).chain(&*after);
            self.compare(&format!("ber-{size}"), whole, |signature| self.check_attached(signature));
        }
    }

    fn algorithm(&self) -> DigestAlgorithm {
        self.family.scheme().content_digest_algorithm()
    }

    fn start(&self) -> Box<dyn DigestContext> {
        self.provider.digest_function(self.algorithm()).expect("the provider has it").start()
    }

    fn compare<R: Read>(&self, form: &str, octets: R, check: impl Fn(&mut Paired<R>)) {
        let mut paired =
            Paired { octets, bare: self.start(), given: None, hashed: Vec::new(), checked: Vec::new() };
        check(&mut paired);
        let [hashed, checked] = [paired.hashed, paired.checked].map(median);
        let item = format!("stream/{form}/{}/{}GiB", self.name, self.gibibytes);
        println!("ratio {item} raw-hash {:.3}", hashed / checked);
        figure(&item, f64::from(PIECE_OCTETS) / checked / f64::from(1 << 20), "MiB/s");
    }

    fn digest(&self) -> DigestValue {
        let mut hasher =
            ContentHasher::new(&[self.algorithm()], &self.provider).expect("the provider has it");
        hasher.read(Content::new(self.octets)).expect("made on the fly");
        hasher.finish().digests()[0]
    }

    fn sign(&self, digest: DigestValue) -> SignedDataBuf {
        let signer = TestPki::new(self.family, 1, utc_datetime!(2026-12-01 12:00)).signer(Signer::Valid);
        let signing = Signing::new().signer(signer.certificate().clone(), self.family.scheme());
        let digests = ContentDigests::from_digest(digest);
        let prepared = signing.prepare(&digests, &self.provider).expect("a certificate and a digest");
        let Message::Bytes(message) = prepared.message() else { unreachable!("attributes are octets") };
        let value = signer.key().sign(message);
        prepared.complete(value, &self.provider).expect("the certificate's key")
    }

    fn check_detached(&self, data: &SignedData<'_>, content: impl Read) {
        let mut hasher = data.hasher(&self.provider);
        hasher.read(content).expect("made on the fly");
        self.check(data, &hasher.finish());
    }

    fn check_attached(&self, signature: impl Read) {
        let stream = SignedDataStream::new(&Limits::DEFAULT, &self.provider);
        let streamed = stream.read(signature).expect("well-formed");
        assert_eq!(streamed.content_octets(), Some(self.octets));
        self.check(&streamed.view(), streamed.content());
    }

    fn check(&self, data: &SignedData<'_>, content: &ContentDigests) {
        let signer_info = data.signer_infos().next().expect("a signer");
        let certificate = data.find_certificate(&signer_info).expect("its certificate");
        signer_info.check(certificate.view(), content, &self.provider).expect("intact");
    }
}

/// Hashes what is read, and keeps the time of that, and of what is done with it until the next is read.
struct Paired<R> {
    octets: R,
    bare: Box<dyn DigestContext>,
    given: Option<Instant>,
    /// Seconds for each piece.
    hashed: Vec<f32>,
    checked: Vec<f32>,
}

impl<R: Read> Read for Paired<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.checked.extend(self.given.take().map(|given| given.elapsed().as_secs_f32()));
        let octets = self.octets.read(into)?;
        let start = Instant::now();
        self.bare.update(&into[..octets]);
        if octets == PIECE_OCTETS as usize {
            self.hashed.push(start.elapsed().as_secs_f32());
            self.given = Some(Instant::now());
        }
        Ok(octets)
    }
}

fn median(mut seconds: Vec<f32>) -> f64 {
    seconds.sort_unstable_by(f32::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or(f32::NAN).into()
}

/// Content of that many octets, the same MiB again and again.
struct Content {
    block: Vec<u8>,
    at: usize,
    left: u64,
}

impl Content {
    fn new(octets: u64) -> Self {
        // A linear congruential generator (Knuth, MMIX): octets without a pattern that anything could be quick about.
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        Self { block: (0..1 << 20).map(|_| next()).collect(), at: 0, left: octets }
    }
}

impl Read for Content {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let octets = into.len().min(self.block.len() - self.at).min(left);
        into[..octets].copy_from_slice(&self.block[self.at..self.at + octets]);
        self.at = (self.at + octets) % self.block.len();
        self.left -= octets as u64;
        Ok(octets)
    }
}

/// The content in pieces of one size, each with its header.
struct Pieces {
    content: Content,
    /// A piece with its header, and how much of it was given.
    piece: Vec<u8>,
    given: usize,
    frame: ContentFrame,
    size: usize,
}

impl Pieces {
    fn new(content: Content, frame: &ContentFrame, size: usize) -> Self {
        Self { content, piece: Vec::new(), given: 0, frame: frame.clone(), size }
    }

    fn next_piece(&mut self) -> io::Result<()> {
        let octets = usize::try_from(self.content.left).unwrap_or(usize::MAX).min(self.size);
        self.piece.clear();
        self.given = 0;
        if octets > 0 {
            self.piece.extend(self.frame.piece_header(octets));
            (&mut self.content).take(octets as u64).read_to_end(&mut self.piece)?;
        }
        Ok(())
    }
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        while read < into.len() {
            if self.given == self.piece.len() {
                self.next_piece()?;
            }
            let octets = (&self.piece[self.given..]).read(&mut into[read..])?;
            if octets == 0 {
                break;
            }
            self.given += octets;
            read += octets;
        }
        Ok(read)
    }
}

/// Octets that are read at once.
const PIECE_OCTETS: u32 = 1 << 16;

/// Octets that the process had in memory at most.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak");
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kibibytes * 1024.0
}
