//! A stream says what the whole in memory says, in whatever pieces it comes, good or bad.

#[path = "common/ber.rs"]
mod ber;
#[path = "common/builder.rs"]
mod builder;
mod common;
#[path = "common/streamed.rs"]
mod streamed;

use ber::{Lengths, in_ber, is_signed_object};
use builder::{Builder, CONTENT, attribute, content_info, octets, oid};
use common::{decode, fixture};
use esig_cms::{CmsError, Finding, IntegrityError, SignedData, SignedDataStream, oids};
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::raw::Tag;
use esig_core::{DigestAlgorithm, Limits, Provider};
use esig_corpora::Corpus;
use esig_testkit::Family;
use proptest::prelude::*;
use streamed::{difference, stream};

const WHOLE: &[usize] = &[usize::MAX];
const SINGLE: &[usize] = &[1];
const UNEVEN: &[usize] = &[3, 1, 64, 7, 4096, 2, 1021];

fn assert_same(bytes: &[u8], name: &str) {
    for sizes in [WHOLE, SINGLE, UNEVEN] {
        assert_eq!(difference(bytes, sizes), None, "{name} in pieces of {sizes:?}");
    }
}

fn fixtures() -> impl Iterator<Item = (String, Vec<u8>)> {
    const NAMES: &[&str] = &[
        "attached.p7s",
        "attached-indefinite.p7s",
        "attached-noattr.p7s",
        "detached.p7s",
        "detached-keyid.p7s",
    ];
    const FOLDERS: &[&str] = &["gost256", "gost512", "rsa", "ec", "ed25519"];
    let paths = FOLDERS.iter().flat_map(|folder| NAMES.iter().map(move |name| format!("{folder}/{name}")));
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    paths.filter(move |path| root.join(path).exists()).map(|path| (path.clone(), fixture(&path)))
}

/// Attached, in indefinite and in overlong lengths, every string in pieces.
fn ber_forms() -> Vec<Vec<u8>> {
    let builder = Builder { attached: Some(CONTENT.to_vec()), ..Builder::new(Family::Ed25519) };
    let der = builder.build();
    let forms = [Lengths::Indefinite, Lengths::Overlong];
    forms.into_iter().map(|form| in_ber(&der, form, &is_signed_object)).chain([der.clone()]).collect()
}

#[test]
fn fixtures_are_read_as_in_memory() {
    let mut attached = 0;
    for (name, bytes) in fixtures() {
        assert_same(&bytes, &name);
        let (streamed, _) = stream(&bytes, UNEVEN, &Limits::DEFAULT).expect("well-formed");
        attached += usize::from(streamed.view().is_content_gone());
    }
    assert!(attached >= 10);
    ber_forms().iter().for_each(|bytes| assert_same(bytes, "a form of BER"));
}

/// Oddities behind the content have the offsets that they have in the whole file.
#[test]
fn oddities_are_found_as_in_memory() {
    let builder = Builder { attached: Some(CONTENT.to_vec()), ..Builder::new(Family::Ed25519) };
    let other = element(Tag::context(3), &[&oid(&[0x2a, 3]), &[5, 0]]);
    let revocation = element(Tag::context(1), &[&oid(&[0x2a, 3]), &[5, 0]]);
    let certificates = [builder.certificates.clone(), vec![other]].concat();
    let odd = Builder { certificates, crls: vec![revocation], ..builder };
    let odd = odd.sign(builder::attribute(&[0x2a, 3], &[])).sign(builder::attribute(&[0x2a, 3], &[&[5, 0]]));
    let bytes = odd.build();
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
    assert_eq!(data.findings().len(), 2);
    assert_same(&bytes, "other certificates and revocation data, and attributes twice");
    // PKCS#7 v1.5: the content is of another type.
    let content = octets(CONTENT);
    let at = bytes.windows(content.len()).position(|window| window == content).expect("the content");
    let text = [&bytes[..at], &[0x0c], &bytes[at + 1..]].concat();
    let data = SignedData::parse(&text, &Limits::DEFAULT).expect("well-formed");
    assert!(data.findings().contains(&Finding::ContentNotOctetString));
    assert_same(&text, "content that is no OCTET STRING");
}

#[test]
fn corpora_are_read_as_in_memory() {
    for name in ["signatures/cms", "gost/generated", "gost/published"] {
        let Some(corpus) = Corpus::open(name) else { continue };
        let mut files = 0;
        for row in corpus.rows() {
            let Ok(bytes) = row.read("file") else { continue };
            let bytes = decode(&bytes);
            assert_same(&bytes, row.id());
            files += usize::from(SignedData::parse(&bytes, &Limits::DEFAULT).is_ok());
        }
        assert!(files > 20, "{name}: {files}");
    }
}

#[test]
fn a_cut_stream_is_refused_wherever_it_is_cut() {
    for (name, bytes) in fixtures().filter(|(name, _)| name.starts_with("ec/")) {
        for cut in 0..bytes.len() {
            assert_eq!(difference(&bytes[..cut], WHOLE), None, "{name} cut at {cut}");
            assert!(stream(&bytes[..cut], UNEVEN, &Limits::DEFAULT).is_err(), "{name} cut at {cut}");
        }
    }
    for bytes in ber_forms() {
        for cut in 0..bytes.len() {
            assert!(stream(&bytes[..cut], WHOLE, &Limits::DEFAULT).is_err(), "cut at {cut}");
        }
    }
}

#[test]
fn every_octet_matters_to_both_alike() {
    let fixture = fixture("ec/attached-indefinite.p7s");
    for bytes in ber_forms().into_iter().take(2).chain([fixture]) {
        for at in 0..bytes.len() {
            for value in [0, 4, 0x24, 0x80, 0x84, 0xff, bytes[at] ^ 0x20] {
                let mut changed = bytes.clone();
                changed[at] = value;
                assert_eq!(difference(&changed, UNEVEN), None, "octet {at} of {} as {value:#x}", bytes.len());
            }
        }
    }
}

#[test]
fn octets_left_out_or_put_in_matter_to_both_alike() {
    for bytes in ber_forms() {
        for at in 0..bytes.len() {
            let without = [&bytes[..at], &bytes[at + 1..]].concat();
            assert_eq!(difference(&without, UNEVEN), None, "without octet {at}");
            for more in [&[0][..], &[0, 0], &[4, 0], &[0x24, 0x80]] {
                let with = [&bytes[..at], more, &bytes[at..]].concat();
                assert_eq!(difference(&with, UNEVEN), None, "{more:?} before octet {at}");
            }
        }
    }
}

proptest! {
    #[test]
    fn pieces_do_not_matter(sizes in prop::collection::vec(1..300_usize, 1..20), which in any::<prop::sample::Index>()) {
        let all: Vec<_> = fixtures().map(|(_, bytes)| bytes).chain(ber_forms()).collect();
        prop_assert_eq!(difference(&all[which.index(all.len())], &sizes), None);
    }

    #[test]
    fn random_octets_are_refused_alike(bytes in any::<Vec<u8>>()) {
        prop_assert_eq!(difference(&bytes, &[5]), None);
        prop_assert_eq!(difference(&[&[0x30, 0x80], &bytes[..]].concat(), &[1]), None);
    }
}

/// The ContentInfo of PKCS#7 v1.5, with that element as content.
fn with_content(content: &[u8]) -> Vec<u8> {
    let encapsulated = element(Tag::SEQUENCE, &[&oid(&[0x2a]), &element(Tag::context(0), &[content])]);
    let fields: [&[u8]; 4] = [&[2, 1, 1], &element(Tag::SET, &[]), &encapsulated, &element(Tag::SET, &[])];
    content_info(oids::SIGNED_DATA.as_bytes(), &element(Tag::SEQUENCE, &fields))
}

#[test]
fn content_of_other_types_is_its_contents() {
    let indefinite = [0x30, 0x80, 0x30, 0x80, 2, 1, 1, 0, 0, 0x30, 3, 0, 0, 0, 4, 0, 0, 0];
    let [der, ber] = [&[0x30, 3, 2, 1, 7][..], &indefinite].map(with_content);
    for bytes in [&der, &ber] {
        assert_same(bytes, "content that is no OCTET STRING");
    }
    let (streamed, content) = stream(&ber, SINGLE, &Limits::DEFAULT).expect("well-formed");
    assert_eq!(content, indefinite[2..16]);
    assert_eq!(streamed.view().findings(), [Finding::ContentNotOctetString]);
}

#[test]
fn depth_is_limited_alike() {
    let nest = |levels: usize, indefinite: bool| {
        let mut content = octets(b"x");
        for _ in 0..levels {
            content = match indefinite {
                true => [&[0x24, 0x80], &content[..], &[0, 0]].concat(),
                false => element(Tag::CONSTRUCTED_OCTET_STRING, &[&content]),
            };
        }
        with_content(&content)
    };
    for indefinite in [false, true] {
        for levels in [1, 63, 64, 65, 66, 1000] {
            let bytes = nest(levels, indefinite);
            assert_same(&bytes, "nested");
            let is_read = stream(&bytes, WHOLE, &Limits::DEFAULT).is_ok();
            assert_eq!(is_read, levels <= 64, "{levels} levels");
        }
    }
    for levels in 55..70 {
        let open = [0x30, 0x80].repeat(levels);
        let tail = [&open[..], &[0, 0].repeat(levels)].concat();
        let all = [&[0x31, 0][..], &tail].concat();
        let encapsulated = element(Tag::SEQUENCE, &[&oid(&[0x2a])]);
        let fields = [&[0x30, 0x80, 2, 1, 1, 0x31, 0], &encapsulated[..], &all, &[0, 0]].concat();
        let identifier = oid(oids::SIGNED_DATA.as_bytes());
        let bytes = [&[0x30, 0x80], &identifier[..], &[0xa0, 0x80], &fields, &[0, 0, 0, 0]].concat();
        assert_eq!(difference(&bytes, UNEVEN), None, "{levels} levels after the content");
    }
}

fn limited(change: impl Fn(&mut Limits), bytes: &[u8]) -> (ParseErrorKind, usize) {
    let mut limits = Limits::DEFAULT;
    change(&mut limits);
    match stream(bytes, UNEVEN, &limits) {
        Err(CmsError::Malformed(error)) => (error.kind, error.offset),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_kept_is_limited_and_content_is_not() {
    let builder = Builder { attached: Some(vec![7; 100_000]), ..Builder::new(Family::P256) };
    let bytes = builder.build();
    let beside = bytes.len() - 100_000;
    let mut limits = Limits::DEFAULT;
    limits.beside_content_octets = beside;
    limits.input_octets = beside;
    assert!(stream(&bytes, UNEVEN, &limits).is_ok());

    let name = "beside_content_octets";
    let (kind, _) = limited(|limits| limits.beside_content_octets = 500, &bytes);
    assert_eq!(kind, ParseErrorKind::Limit { name, allowed: 500 });
    // What is announced is refused before it comes.
    limits.beside_content_octets = 500;
    let before_certificates = bytes.len() - builder.signer_info().len() - builder.certificates[0].len();
    let mut early = SignedDataStream::new(&limits, &Provider::rustcrypto());
    assert!(early.feed(&bytes[..before_certificates]).is_err());
    let (kind, _) = limited(|limits| limits.certificates = 0, &bytes);
    assert_eq!(kind, ParseErrorKind::Limit { name: "certificates", allowed: 0 });
}

#[test]
fn errors_after_the_content_tell_where_in_the_stream() {
    let builder = Builder { attached: Some(vec![7; 10_000]), ..Builder::new(Family::P256) };
    let mut bytes = builder.build();
    let der = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
    let signature = der.signer_infos().next().expect("one").as_bytes();
    let at = signature.as_ptr() as usize - bytes.as_ptr() as usize;
    bytes[at + 4] = 5;
    let error = |result: Result<(), CmsError>| match result {
        Err(CmsError::Malformed(error)) => error,
        other => panic!("{other:?}"),
    };
    let memory = error(SignedData::parse(&bytes, &Limits::DEFAULT).map(drop));
    let streamed = error(stream(&bytes, UNEVEN, &Limits::DEFAULT).map(drop));
    assert_eq!(streamed, memory);
    assert!(memory.offset > 10_000);
}

#[test]
fn a_digest_that_was_not_announced_is_asked_for() {
    let builder = Builder { attached: Some(CONTENT.to_vec()), ..Builder::new(Family::GOST_256) };
    let [announced, other] = [DigestAlgorithm::Streebog256, DigestAlgorithm::Streebog512]
        .map(|algorithm| element(Tag::SET, &[&algorithm.to_identifier()]));
    let mut bytes = builder.build();
    let at = bytes.windows(announced.len()).position(|window| window == announced).expect("digestAlgorithms");
    bytes[at..at + other.len()].copy_from_slice(&other);
    let provider = Provider::rustcrypto();
    let (streamed, _) = stream(&bytes, UNEVEN, &Limits::DEFAULT).expect("well-formed");
    assert_eq!(streamed.missing_digests(), [DigestAlgorithm::Streebog256]);
    let view = streamed.view();
    let signer_info = view.signer_infos().next().expect("a signer");
    let checked = signer_info.check(builder.certificate.view(), streamed.content(), &provider);
    let algorithm = DigestAlgorithm::Streebog256;
    assert_eq!(checked.map(drop), Err(IntegrityError::ContentNotDigested { algorithm }));

    let mut again =
        SignedDataStream::new(&Limits::DEFAULT, &provider).with_digests(&streamed.missing_digests());
    again.feed(&bytes).expect("well-formed");
    let again = again.finish().expect("well-formed");
    assert_eq!(again.missing_digests(), []);
    let checked = signer_info.check(builder.certificate.view(), again.content(), &provider);
    assert!(checked.is_ok());
}

#[test]
fn signatures_over_the_content_itself_hold_while_it_is_small() {
    let builder = |content: Vec<u8>| {
        Builder { attached: Some(content), signed: None, ..Builder::new(Family::Ed25519) }.build()
    };
    let small = builder(CONTENT.to_vec());
    assert_same(&small, "Ed25519 without signed attributes");
    let (streamed, _) = stream(&small, UNEVEN, &Limits::DEFAULT).expect("well-formed");
    assert!(!streamed.wants_content());

    let (streamed, _) =
        stream(&builder(vec![7; (1 << 20) + 1]), WHOLE, &Limits::DEFAULT).expect("well-formed");
    assert!(streamed.wants_content());
    let view = streamed.view();
    let signer_info = view.signer_infos().next().expect("a signer");
    let certificate = view.find_certificate(&signer_info).expect("its certificate");
    let checked = signer_info.check(certificate.view(), streamed.content(), &Provider::rustcrypto());
    assert!(matches!(checked, Err(IntegrityError::ContentOctetsMissing { .. })));
}

#[test]
fn archive_time_stamps_over_the_content_itself_want_it() {
    let wants = |attribute_type: &[u8], attached: bool| {
        let unsigned = vec![attribute(attribute_type, &[&octets(b"x")])];
        let attached = attached.then(|| CONTENT.to_vec());
        let bytes = Builder { unsigned, attached, ..Builder::new(Family::P256) }.build();
        stream(&bytes, UNEVEN, &Limits::DEFAULT).expect("well-formed").0.wants_content()
    };
    assert!(wants(oids::ARCHIVE_TIME_STAMP_V2.as_bytes(), true));
    assert!(!wants(oids::ARCHIVE_TIME_STAMP_V2.as_bytes(), false));
    assert!(!wants(oids::ARCHIVE_TIME_STAMP_V3.as_bytes(), true));
}

#[test]
fn a_detached_signature_has_no_content_to_pass_by() {
    let bytes = fixture("ec/detached.p7s");
    let (streamed, content) = stream(&bytes, UNEVEN, &Limits::DEFAULT).expect("well-formed");
    assert_eq!((streamed.content_octets(), content.len()), (None, 0));
    assert!(streamed.content().is_none() && !streamed.view().is_content_gone());
}

#[test]
fn zeros_may_follow_and_nothing_else() {
    let bytes = fixture("ec/attached-indefinite.p7s");
    assert_same(&[&bytes[..], &[0; 9]].concat(), "padded");
    for other in [&[1][..], &[0, 0, 1], &[0x30, 0]] {
        let bytes = [&bytes[..], other].concat();
        assert_same(&bytes, "followed by something");
        let octets = other.len();
        assert_eq!(limited(|_| (), &bytes).0, ParseErrorKind::TrailingData { octets });
    }
}
