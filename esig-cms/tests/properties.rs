//! Properties that hold for every message, tried on random ones.

#[path = "common/builder.rs"]
mod builder;

use std::sync::LazyLock;

use builder::{Builder, CONTENT, attribute, octets, pki};
use esig_cms::{ContentDigests, SignedData, SignedDataBuf, Signing};
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{DigestAlgorithm, Limits, Message, Provider};
use esig_testkit::{Family, Signer};
use proptest::prelude::*;

/// One signed message, with two unsigned attributes.
static SIGNED: LazyLock<(Builder, Vec<u8>)> = LazyLock::new(|| {
    let unsigned =
        vec![attribute(&[0x2a, 3], &[&octets(b"first")]), attribute(&[0x2a, 4], &[&octets(b"second")])];
    let builder = Builder { unsigned, attached: Some(CONTENT.to_vec()), ..Builder::new(Family::GOST_256) };
    let der = builder.build();
    (builder, der)
});

fn is_intact(bytes: &[u8], builder: &Builder) -> bool {
    let provider = Provider::rustcrypto();
    let Ok(data) = SignedData::parse(bytes, &Limits::DEFAULT) else { return false };
    let content = data.digest_encapsulated_content(&provider);
    let signer_infos: Vec<_> = data.signer_infos().collect();
    let check = |signer_info: &esig_cms::SignerInfo<'_>| {
        signer_info.check(builder.certificate.view(), &content, &provider).is_ok()
    };
    !signer_infos.is_empty() && signer_infos.iter().all(check)
}

/// Where the octets of `part` stand in `whole`.
fn range(whole: &[u8], part: &[u8]) -> std::ops::Range<usize> {
    let start = part.as_ptr() as usize - whole.as_ptr() as usize;
    start..start + part.len()
}

/// `contents` as an OCTET STRING cut at random, in definite and indefinite pieces of pieces.
fn pieces(contents: &[u8], cuts: &[u8]) -> Vec<u8> {
    let Some((cut, rest)) = cuts.split_first() else { return octets(contents) };
    let (before, after) = contents.split_at(usize::from(*cut) * contents.len() / 255);
    let (before, after) = (octets(before), pieces(after, rest));
    match cut % 2 {
        0 => element(Tag::CONSTRUCTED_OCTET_STRING, &[&before, &after]),
        _ => [&[0x24, 0x80], &before[..], &after, &[0, 0]].concat(),
    }
}

/// The ContentInfo with indefinite lengths in its outer layers and the content in pieces.
fn in_ber(builder: &Builder, content: &[u8]) -> Vec<u8> {
    let indefinite = |tag: u8, parts: &[&[u8]]| [&[tag, 0x80], &parts.concat()[..], &[0, 0]].concat();
    let encapsulated = indefinite(0x30, &[&builder.content_type, &indefinite(0xa0, &[content])]);
    let signed_data = indefinite(
        0x30,
        &[
            &[2, 1, 1],
            &indefinite(0x31, &[&builder.digest_algorithm]),
            &encapsulated,
            &indefinite(0xa0, &[&builder.certificates[0]]),
            &indefinite(0x31, &[&builder.signer_info()]),
        ],
    );
    let content_type = element(Tag::OBJECT_IDENTIFIER, &[esig_cms::oids::SIGNED_DATA.as_bytes()]);
    indefinite(0x30, &[&content_type, &indefinite(0xa0, &[&signed_data])])
}

proptest! {
    /// A flipped bit in anything that is signed, or in the signature, is found.
    #[test]
    fn a_flipped_bit_is_found(at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let (builder, der) = &*SIGNED;
        let data = SignedData::parse(der, &Limits::DEFAULT).expect("well-formed");
        let signer_info = data.signer_infos().next().expect("a signer");
        let content = data.encapsulated_content().and_then(|content| content.segments().next()).expect("content");
        let signed = signer_info.signed_attributes().as_bytes().expect("attributes");
        let covered: Vec<usize> =
            [content, signed, &signer_info.signature()].into_iter().flat_map(|part| range(der, part)).collect();
        let mut changed = der.clone();
        changed[covered[at.index(covered.len())]] ^= 1 << bit;
        prop_assert!(is_intact(der, builder));
        prop_assert!(!is_intact(&changed, builder));
    }

    /// Unsigned attributes change nothing, whatever they are.
    #[test]
    fn unsigned_attributes_do_not_matter(values in prop::collection::vec(any::<Vec<u8>>(), 0..5)) {
        let (builder, _) = &*SIGNED;
        let unsigned = values.iter().map(|value| attribute(&[0x2a, 3], &[&octets(value)])).collect();
        let builder = Builder { unsigned, ..builder.clone() };
        prop_assert!(is_intact(&builder.build(), &builder));
    }

    /// Content cut in pieces has the digest of the whole.
    #[test]
    fn pieces_are_one_content(content in any::<Vec<u8>>(), cuts in prop::collection::vec(any::<u8>(), 0..20)) {
        let (builder, _) = &*SIGNED;
        let provider = Provider::rustcrypto();
        let ber = in_ber(builder, &pieces(&content, &cuts));
        let data = SignedData::parse(&ber, &Limits::DEFAULT).expect("BER");
        let read = data.encapsulated_content().expect("content").octets();
        prop_assert_eq!(read.as_ref(), &content[..]);
        let algorithm = DigestAlgorithm::Streebog256;
        let whole = provider.digest(algorithm, &content).expect("a digest");
        prop_assert_eq!(data.digest_encapsulated_content(&provider).digest(algorithm), Some(whole));
    }

    /// BER around the same signature changes nothing.
    #[test]
    fn ber_outside_does_not_matter(cuts in prop::collection::vec(any::<u8>(), 0..20)) {
        let (builder, _) = &*SIGNED;
        prop_assert!(is_intact(&in_ber(builder, &pieces(CONTENT, &cuts)), builder));
    }

    /// What is signed is read back, whatever the content; and what was read is given back octet by octet.
    #[test]
    fn signed_is_read_back(content in any::<Vec<u8>>(), time in -2_000_000_000..200_000_000_000_i64) {
        let provider = Provider::rustcrypto();
        let signer = pki(Family::P256).signer(Signer::Valid);
        let at = time::UtcDateTime::from_unix_timestamp(time).expect("in range");
        let signing = Signing::new().signing_time(at).signer(signer.certificate().clone(), Family::P256.scheme());
        let prepared = signing.prepare_attached(content.clone(), &provider).expect("prepared");
        let Message::Bytes(message) = prepared.message() else { panic!("attributes are not digested") };
        let value = signer.key().sign(message);
        let made = prepared.complete(value, &provider).expect("the certificate's key");
        let view = made.view();
        let read = view.encapsulated_content().expect("content").octets();
        prop_assert_eq!(read.as_ref(), &content[..]);
        prop_assert_eq!(view.signer_infos().next().and_then(|info| info.signing_time()), Some(at));
        let again = SignedDataBuf::from_bytes(made.as_der(), &Limits::DEFAULT).expect("well-formed");
        prop_assert_eq!(again.as_der(), made.as_der());
    }

    /// In however many pieces content comes, its digests are the same.
    #[test]
    fn the_hasher_takes_any_pieces(content in any::<Vec<u8>>(), size in 1..50_usize) {
        let provider = Provider::rustcrypto();
        let algorithms = [DigestAlgorithm::Streebog512, DigestAlgorithm::Sha256];
        let mut hasher = esig_cms::ContentHasher::new(&algorithms, &provider).expect("known");
        content.chunks(size).for_each(|chunk| hasher.update(chunk));
        prop_assert_eq!(Ok(hasher.finish()), ContentDigests::of(&content, &algorithms, &provider));
    }

    /// No input makes the parser panic.
    #[test]
    fn random_octets_never_panic(bytes in any::<Vec<u8>>()) {
        let _ = SignedData::parse(&bytes, &Limits::DEFAULT).map(|data| data.findings());
    }
}
