//! What time-stamps are over: what augmentation wrote, and what is put together here by hand.

#[path = "common/builder.rs"]
mod builder;

use std::ops::Range;
use std::sync::LazyLock;

use builder::{Builder, CONTENT, attribute, octets, pki};
use esig_cms::attributes::TimestampKind;
use esig_cms::{
    ContentDigests, Covered, CoveredEncoding, CoveredObject, PreparedTimestamp, SignedData, SignedDataBuf,
    TimestampError, UnsignedAttributesForm, ValidationData, oids,
};
use esig_core::encode::{element, set_of};
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::Tag;
use esig_core::{DigestAlgorithm, DigestValue, Limits, Provider};
use esig_testkit::{Family, Signer, TestPki};
use proptest::prelude::*;

const FAMILY: Family = Family::P256;
const ALGORITHM: DigestAlgorithm = DigestAlgorithm::Sha256;

fn provider() -> Provider {
    Provider::rustcrypto()
}

fn digest(parts: &[&[u8]]) -> DigestValue {
    provider().digest(ALGORITHM, &parts.concat()).expect("SHA-256")
}

/// A token of the PKI's own authority, so many seconds after the PKI's time.
fn token_at(pki: &TestPki, imprint: &DigestValue, seconds: i64) -> Vec<u8> {
    pki.time_stamps().at(pki.at() + time::Duration::seconds(seconds)).token(imprint)
}

fn stamped(pki: &TestPki, prepared: PreparedTimestamp) -> SignedDataBuf {
    let token = token_at(pki, prepared.imprint(), 0);
    prepared.complete(&token).expect("a token over the imprint")
}

fn content() -> ContentDigests {
    ContentDigests::of(CONTENT, &[ALGORITHM], &provider()).expect("SHA-256")
}

fn validation_data(pki: &TestPki) -> ValidationData {
    let mut certificates = vec![pki.signer(Signer::Valid).certificate().clone()];
    certificates.extend(pki.chain());
    certificates.extend([pki.tsa(), pki.root().clone()].map(|identity| identity.certificate().clone()));
    ValidationData { certificates, crls: pki.crls(), ocsp_responses: Vec::new() }
}

/// Levels T, LT, LTA and its renewal, and forms C, X type 1, X-Long and its archive, in this order.
fn levels() -> Vec<SignedDataBuf> {
    let pki = pki(FAMILY);
    let (provider, data) = (provider(), validation_data(&pki));
    let b = SignedDataBuf::from_bytes(Builder::new(FAMILY).build(), &Limits::DEFAULT).expect("CMS");
    let t = stamped(&pki, b.prepare_signature_timestamp(0, ALGORITHM, &provider).expect("level B"));
    let archive = |data: SignedDataBuf| {
        let prepared = data.prepare_archive_timestamp(0, &content(), ALGORITHM, &provider);
        stamped(&pki, prepared.expect("a signature"))
    };
    let lt = t.clone().with_validation_data(&data).expect("nothing covers the sets");
    let lta = archive(lt.clone());
    let renewed = archive(lta.clone());
    let c = t.clone().with_references(0, &data, ALGORITHM, &provider).expect("no references yet");
    let x1 = stamped(&pki, c.clone().prepare_cades_c_timestamp(0, ALGORITHM, &provider).expect("form C"));
    let xl1 = x1.clone().with_values(0, &data).expect("no values yet");
    let a = archive(xl1.clone());
    vec![t, lt, lta, renewed, c, x1, xl1, a]
}

/// The outcome of each time-stamp, in the order of the encoding, with the number of objects.
fn outcomes(bytes: &[u8], content: &ContentDigests) -> Vec<(TimestampKind, Result<usize, TimestampError>)> {
    let data = SignedData::parse(bytes, &Limits::DEFAULT).expect("CMS");
    let provider = provider();
    let mut coverage = data.coverage(content, &provider);
    let signer_info = data.signer_infos().next().expect("a signature");
    let outcome = |timestamp| {
        let covered = coverage.check(&timestamp).map(|covered| covered.objects().len());
        (timestamp.kind, covered)
    };
    signer_info.timestamps().map(outcome).collect()
}

#[test]
fn what_augmentation_wrote_is_covered() {
    use TimestampKind::{ArchiveV3, CadesC, Signature};
    let levels = levels();
    let found: Vec<Vec<_>> = levels
        .iter()
        .map(|level| outcomes(level.as_der(), &content()))
        .map(|outcomes| {
            outcomes.into_iter().map(|(kind, covered)| (kind, covered.expect("covered"))).collect()
        })
        .collect();
    let (t, x1) = ((Signature, 1), (CadesC, 4));
    // Three objects of the signature, four certificates, two CRLs, one attribute; then the first archive time-stamp too.
    let (lta, renewed) = ((ArchiveV3, 10), (ArchiveV3, 11));
    // Three objects of the signature, its certificate, six attributes.
    let a = (ArchiveV3, 10);
    let expected = [
        vec![t],
        vec![t],
        vec![t, lta],
        vec![t, lta, renewed],
        vec![t],
        vec![t, x1],
        vec![t, x1],
        vec![t, x1, a],
    ];
    assert_eq!(found, expected);
}

/// Archive time-stamps cover what their index lists: what comes later is not covered, and harms nothing.
#[test]
fn what_is_added_later_is_not_covered() {
    let lta = levels().swap_remove(2);
    let other = TestPki::new(FAMILY, 2, pki(FAMILY).at());
    let more = ValidationData { certificates: other.chain(), ..ValidationData::new() };
    let later = lta.clone().with_validation_data(&more).expect("the index lists what it covers");
    assert!(later.as_der().len() > lta.as_der().len());
    assert_eq!(outcomes(later.as_der(), &content()), outcomes(lta.as_der(), &content()));
}

#[test]
fn what_is_taken_away_is_missed() {
    let (t, lta) = (levels().swap_remove(0), levels().swap_remove(2));
    let archive = lta.view().signer_infos().next().expect("a signature");
    let archive: Vec<_> = archive.unsigned_attributes().iter().map(|one| one.as_bytes().to_vec()).collect();
    // The archive time-stamp where no CRLs are.
    let signer_info = t.view().signer_infos().next().expect("a signature").as_bytes().to_vec();
    let fields = esig_core::raw::Element::from_der(&signer_info, "test").expect("DER").contents();
    let own = t.view().signer_infos().next().expect("a signature").unsigned_attributes();
    let own = own.as_bytes().expect("a time-stamp").len();
    let unsigned = element(Tag::context(1), &[&archive.concat()]);
    let signer_info = element(Tag::SEQUENCE, &[&fields[..fields.len() - own], &unsigned]);
    let bytes = Builder::new(FAMILY).build_with(&[signer_info]);
    let outcomes = outcomes(&bytes, &content());
    let Err(TimestampError::HashIndexUnmatched { list, .. }) = &outcomes[1].1 else { panic!("{outcomes:?}") };
    assert_eq!(*list, "certificatesHashIndex");
}

/// The renewed LTA and the archived X-Long, with the ranges of what each time-stamp is over.
static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let mut levels = levels();
    [levels.swap_remove(3), levels.swap_remove(3)].map(|level| File::new(level.as_der())).into()
});

struct File {
    bytes: Vec<u8>,
    /// The number of a time-stamp, and where an object stands that it is over.
    covered: Vec<(usize, Range<usize>)>,
}

impl File {
    fn new(bytes: &[u8]) -> Self {
        let data = SignedData::parse(bytes, &Limits::DEFAULT).expect("CMS");
        let (content, provider) = (content(), provider());
        let mut coverage = data.coverage(&content, &provider);
        let signer_info = data.signer_infos().next().expect("a signature");
        let mut covered = Vec::new();
        for (number, timestamp) in signer_info.timestamps().enumerate() {
            let found = coverage.check(&timestamp).expect("covered");
            let ranges = found.objects().iter().filter_map(|object| range(&data, bytes, object));
            covered.extend(ranges.map(|range| (number, range)));
        }
        Self { bytes: bytes.to_vec(), covered }
    }

    fn is_covered(bytes: &[u8], number: usize, content: &ContentDigests) -> bool {
        let Ok(data) = SignedData::parse(bytes, &Limits::DEFAULT) else { return false };
        let provider = provider();
        let mut coverage = data.coverage(content, &provider);
        let Some(signer_info) = data.signer_infos().next() else { return false };
        let timestamp = signer_info.timestamps().nth(number);
        timestamp.is_some_and(|timestamp| coverage.check(&timestamp).is_ok())
    }
}

/// Where an object stands; the content stands elsewhere.
fn range(data: &SignedData<'_>, bytes: &[u8], object: &CoveredObject<'_>) -> Option<Range<usize>> {
    let signer_info = data.signer_infos().next().expect("a signature");
    let part: &[u8] = match object {
        CoveredObject::SignatureValue => match signer_info.signature() {
            std::borrow::Cow::Borrowed(value) => value,
            std::borrow::Cow::Owned(_) => panic!("DER has it in one piece"),
        },
        CoveredObject::SignerInfo => {
            let whole = signer_info.as_bytes();
            let unsigned = signer_info.unsigned_attributes().as_bytes().map_or(0, <[u8]>::len);
            // Behind the header of the SignerInfo, which is not covered: later time-stamps change its length.
            &whole[4..whole.len() - unsigned]
        }
        CoveredObject::Certificate(certificate) => certificate,
        CoveredObject::RevocationInfo(esig_cms::RevocationInfo::Crl(crl)) => crl,
        CoveredObject::AttributeValue { value, .. } => value,
        _ => return None,
    };
    let start = part.as_ptr() as usize - bytes.as_ptr() as usize;
    Some(start..start + part.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn one_octet_changed_in_a_covered_object_is_found(file in 0..2_usize, at: prop::sample::Index, place: prop::sample::Index, bit in 0..8_u8) {
        let file = &FILES[file];
        let (number, range) = &file.covered[at.index(file.covered.len())];
        let mut bytes = file.bytes.clone();
        bytes[range.start + place.index(range.len())] ^= 1 << bit;
        prop_assert!(!File::is_covered(&bytes, *number, &content()));
    }

    #[test]
    fn other_content_is_found(other: Vec<u8>) {
        prop_assume!(other != CONTENT);
        let content = ContentDigests::of(&other, &[ALGORITHM], &provider()).expect("SHA-256");
        for (file, archive) in [(0, 1), (1, 2)] {
            prop_assert!(!File::is_covered(&FILES[file].bytes, archive, &content));
        }
    }
}

#[test]
fn without_the_content_it_cannot_be_told() {
    let lta = levels().swap_remove(2);
    let outcome = |content: &ContentDigests| outcomes(lta.as_der(), content).swap_remove(1).1;
    let error = outcome(&ContentDigests::none());
    assert_eq!(error, Err(TimestampError::SignedContentMissing));
    let other = ContentDigests::of(CONTENT, &[DigestAlgorithm::Sha512], &provider()).expect("SHA-512");
    assert_eq!(outcome(&other), Err(TimestampError::ContentNotDigested { algorithm: ALGORITHM }));
    assert!(!outcome(&other).expect_err("no SHA-256").is_broken());
}

#[test]
fn work_is_limited() {
    let lta = levels().swap_remove(2);
    let (view, content, provider) = (lta.view(), content(), provider());
    let timestamp = view.signer_infos().next().and_then(|signer| signer.timestamps().nth(1)).expect("two");
    let outcome = |allowed| {
        let mut coverage = view.coverage(&content, &provider).with_octets_at_most(allowed);
        coverage.check(&timestamp).map(|covered| covered.objects().len())
    };
    assert_eq!(outcome(100_000), Ok(10));
    let error = outcome(1_000).expect_err("the certificates alone have more");
    assert_eq!(error, TimestampError::LimitExceeded { name: "MAX_COVERED_OCTETS", allowed: 1_000 });
    assert!(!error.is_broken());
}

#[test]
fn another_files_time_stamp_is_refused() {
    let (t, lta) = (levels().swap_remove(0), levels().swap_remove(2));
    let (content, provider) = (content(), provider());
    let view = t.view();
    let mut coverage = view.coverage(&content, &provider);
    let lta = lta.as_der().to_vec();
    let lta = SignedData::parse(&lta, &Limits::DEFAULT).expect("CMS");
    let timestamp = lta.signer_infos().next().and_then(|signer| signer.timestamps().next()).expect("one");
    assert_eq!(coverage.check(&timestamp).err(), Some(TimestampError::InAnotherFile));
}

/// A signature with unsigned attributes and a time-stamp of that type after them, over those octets.
struct ByHand {
    builder: Builder,
    kind: ObjectIdentifier,
    seconds: i64,
}

impl ByHand {
    fn new(kind: ObjectIdentifier) -> Self {
        Self { builder: Builder::new(FAMILY), kind, seconds: 10 }
    }

    fn with(mut self, attribute: Vec<u8>) -> Self {
        self.builder.unsigned.push(attribute);
        self
    }

    fn attached(mut self) -> Self {
        self.builder.attached = Some(CONTENT.to_vec());
        self
    }

    /// The fields of the SignerInfo but for the unsigned attributes.
    fn fields(&self) -> Vec<u8> {
        let signer_info = Builder { unsigned: Vec::new(), ..self.builder.clone() }.signer_info();
        esig_core::raw::Element::from_der(&signer_info, "test").expect("DER").contents().to_vec()
    }

    /// encapContentInfo and the set of certificates.
    fn around(&self) -> [Vec<u8>; 2] {
        let content = self.builder.attached.as_ref();
        let content = content.map_or(Vec::new(), |content| element(Tag::context(0), &[&octets(content)]));
        let encapsulated = element(Tag::SEQUENCE, &[&self.builder.content_type, &content]);
        [encapsulated, set_of(Tag::context(0), self.builder.certificates.clone())]
    }

    fn stamped(&self, covered: &[&[u8]]) -> Vec<u8> {
        let token = token_at(&pki(FAMILY), &digest(covered), self.seconds);
        let mut builder = self.builder.clone();
        builder.unsigned.push(attribute(self.kind.as_bytes(), &[&token]));
        builder.build()
    }
}

/// What the last time-stamp of detached or attached content is found to be over.
fn check<T>(bytes: &[u8], read: impl Fn(Covered<'_>) -> T) -> Result<T, TimestampError> {
    let data = SignedData::parse(bytes, &Limits::DEFAULT).expect("CMS");
    let provider = provider();
    let mut hasher = data.hasher(&provider);
    hasher.update(&CONTENT[..3]);
    hasher.update(&CONTENT[3..]);
    let content = hasher.finish();
    let signer_info = data.signer_infos().next().expect("a signature");
    let timestamp = signer_info.timestamps().last().expect("a time-stamp");
    data.coverage(&content, &provider).check(&timestamp).map(read)
}

fn forms(bytes: &[u8]) -> Result<(CoveredEncoding, Option<UnsignedAttributesForm>), TimestampError> {
    check(bytes, |covered| (covered.encoding(), covered.unsigned_attributes_form()))
}

/// TS 101 733 annex K, in both its readings.
#[test]
fn an_archive_time_stamp_of_version_2_is_over_everything() {
    let first = attribute(&[0x2a, 3], &[&octets(b"first")]);
    let second = attribute(&[0x2a, 1], &[&octets(b"second")]);
    let detached = || ByHand::new(oids::ARCHIVE_TIME_STAMP_V2).with(first.clone()).with(second.clone());
    let unsigned = element(Tag::context(1), &[&first, &second]);
    for (by_hand, outside) in [(detached(), CONTENT), (detached().attached(), &[][..])] {
        let [encapsulated, certificates] = by_hand.around();
        let fields = by_hand.fields();
        let whole = by_hand.stamped(&[&encapsulated, outside, &certificates, &fields, &unsigned]);
        let received = CoveredEncoding::AsReceived;
        assert_eq!(forms(&whole), Ok((received, Some(UnsignedAttributesForm::Whole))));
        let bare = by_hand.stamped(&[&encapsulated, outside, &certificates, &fields, &first, &second]);
        assert_eq!(forms(&bare), Ok((received, Some(UnsignedAttributesForm::Bare))));
        // Content, value, SignerInfo, one certificate, two attributes.
        assert_eq!(check(&whole, |covered| covered.objects().len()), Ok(6));
        for missing in [
            by_hand.stamped(&[outside, &certificates, &fields, &unsigned]),
            by_hand.stamped(&[&encapsulated, outside, &fields, &unsigned]),
            by_hand.stamped(&[&encapsulated, outside, &certificates, &fields]),
            by_hand.stamped(&[&encapsulated, outside, &certificates, &unsigned]),
        ] {
            let error = forms(&missing).expect_err("something is missing");
            assert!(matches!(error, TimestampError::ImprintMismatch { .. }), "{error:?}");
        }
    }
}

/// Attributes that came later are left out, however they are ordered.
#[test]
fn an_archive_time_stamp_of_version_2_leaves_out_later_ones() {
    let first = attribute(&[0x2a, 3], &[&octets(b"first")]);
    let by_hand = ByHand::new(oids::ARCHIVE_TIME_STAMP_V2).with(first.clone());
    let [encapsulated, certificates] = by_hand.around();
    let unsigned = element(Tag::context(1), &[&first]);
    let covered: [&[u8]; 5] = [&encapsulated, CONTENT, &certificates, &by_hand.fields(), &unsigned];
    let own = token_at(&pki(FAMILY), &digest(&covered), 10);
    let own = attribute(oids::ARCHIVE_TIME_STAMP_V2.as_bytes(), &[&own]);
    let archive = |seconds| {
        let token = token_at(&pki(FAMILY), &digest(&[b"something else"]), seconds);
        attribute(oids::ARCHIVE_TIME_STAMP_V3.as_bytes(), &[&token])
    };
    let outcome = |unsigned: Vec<Vec<u8>>| {
        let bytes = Builder { unsigned, ..Builder::new(FAMILY) }.build();
        let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("CMS");
        let provider = provider();
        let mut hasher = data.hasher(&provider);
        hasher.update(CONTENT);
        let content = hasher.finish();
        let signer_info = data.signer_infos().next().expect("a signature");
        let mut timestamps = signer_info.timestamps();
        let own = timestamps.find(|timestamp| timestamp.kind == TimestampKind::ArchiveV2).expect("one");
        data.coverage(&content, &provider).check(&own).map(|covered| covered.objects().len())
    };
    let later = attribute(&[0x2a, 9], &[&octets(b"later")]);
    assert_eq!(outcome(vec![first.clone(), own.clone()]), Ok(5));
    assert_eq!(outcome(vec![archive(11), first.clone(), own.clone()]), Ok(5), "later, in front");
    assert_eq!(outcome(vec![first.clone(), own.clone(), later.clone()]), Ok(5), "later, behind");
    assert!(outcome(vec![archive(9), first.clone(), own.clone()]).is_err(), "earlier, so that it is covered");
    assert!(outcome(vec![later, first, own]).is_err(), "nothing says that it came later");
}

/// Who re-encodes what he hashes, by DER, where the file has it otherwise.
#[test]
fn archive_time_stamps_of_version_2_may_be_over_der() {
    let ber =
        [&[0x30, 0x81, 12], &builder::oid(&[0x2a, 3])[..], &element(Tag::SET, &[&octets(b"abcd")])].concat();
    let der = element(Tag::SEQUENCE, &[&ber[3..]]);
    let by_hand = ByHand::new(oids::ARCHIVE_TIME_STAMP_V2).with(ber.clone());
    let [encapsulated, certificates] = by_hand.around();
    let fields = by_hand.fields();
    let over = |attribute: &[u8]| {
        let unsigned = element(Tag::context(1), &[attribute]);
        forms(&by_hand.stamped(&[&encapsulated, CONTENT, &certificates, &fields, &unsigned]))
    };
    let whole = Some(UnsignedAttributesForm::Whole);
    assert_eq!(over(&ber), Ok((CoveredEncoding::AsReceived, whole)));
    assert_eq!(over(&der), Ok((CoveredEncoding::SignerInfoByDer, whole)));
}

/// The same with everything around the signature in BER, which a file may be turned into and back.
#[test]
fn archive_time_stamps_of_version_2_may_be_over_der_of_all() {
    let indefinite = |tag: u8, parts: &[&[u8]]| [&[tag, 0x80], &parts.concat()[..], &[0, 0]].concat();
    for attached in [false, true] {
        let mut by_hand = ByHand::new(oids::ARCHIVE_TIME_STAMP_V2);
        by_hand.builder.attached = attached.then(|| CONTENT.to_vec());
        let (by_der, fields) = (by_hand.around(), by_hand.fields());
        let content =
            indefinite(0xa0, &[&indefinite(0x24, &[&octets(&CONTENT[..5]), &octets(&CONTENT[5..])])]);
        let content: &[u8] = if attached { &content } else { &[] };
        let encapsulated = indefinite(0x30, &[&by_hand.builder.content_type, content]);
        let certificates = indefinite(0xa0, &[&by_hand.builder.certificates[0]]);
        let outside: &[u8] = if attached { &[] } else { CONTENT };
        let form = |covered: &[&[u8]]| {
            let token = token_at(&pki(FAMILY), &digest(covered), 0);
            let mut builder = by_hand.builder.clone();
            builder.unsigned.push(attribute(by_hand.kind.as_bytes(), &[&token]));
            let signer_infos = element(Tag::SET, &[&builder.signer_info()]);
            let algorithms = element(Tag::SET, &[&builder.digest_algorithm]);
            let parts: [&[u8]; 5] = [&[2, 1, 1], &algorithms, &encapsulated, &certificates, &signer_infos];
            let signed_data = indefinite(0x30, &parts);
            forms(&builder::content_info(oids::SIGNED_DATA.as_bytes(), &signed_data)).map(|form| form.0)
        };
        let received = form(&[&encapsulated, outside, &certificates, &fields]);
        assert_eq!(received, Ok(CoveredEncoding::AsReceived));
        let der = form(&[&by_der[0], outside, &by_der[1], &fields]);
        assert_eq!(der, Ok(CoveredEncoding::ByDer));
        assert!(form(&[&by_der[0], outside, &fields]).is_err());
    }
}

/// RFC 3126 §3.12.1.
#[test]
fn an_archive_time_stamp_of_version_1_is_over_values() {
    let token = token_at(&pki(FAMILY), &digest(&[b"not looked at here"]), 0);
    let stamp = attribute(oids::SIGNATURE_TIME_STAMP.as_bytes(), &[&token]);
    let other = attribute(&[0x2a, 3], &[&octets(b"no part of it")]);
    for attached in [false, true] {
        let mut by_hand = ByHand::new(oids::ARCHIVE_TIME_STAMP).with(other.clone()).with(stamp.clone());
        by_hand.builder.attached = attached.then(|| CONTENT.to_vec());
        let bytes = by_hand.builder.build();
        let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("CMS");
        let signer_info = data.signer_infos().next().expect("a signature");
        let signed: Vec<u8> =
            signer_info.signed_attributes().iter().flat_map(|one| one.as_bytes().to_vec()).collect();
        let value = signer_info.signature();
        let contents = esig_core::raw::Element::from_der(&stamp, "test").expect("DER").contents();
        let right = by_hand.stamped(&[CONTENT, &signed, &value, contents]);
        assert_eq!(check(&right, |covered| covered.objects().len()), Ok(3));
        let wrong = by_hand.stamped(&[CONTENT, &signed, &value]);
        let unknown = TimestampError::UnknownCoverage { kind: TimestampKind::Archive };
        assert!(!unknown.is_broken());
        assert_eq!(check(&wrong, |_| ()), Err(unknown));
    }
}

/// RFC 5126 §6.3.6.
#[test]
fn a_time_stamp_over_references_is_over_both() {
    let list = element(Tag::SEQUENCE, &[]);
    let certificates = attribute(oids::COMPLETE_CERTIFICATE_REFERENCES.as_bytes(), &[&list]);
    let revocation = attribute(oids::COMPLETE_REVOCATION_REFERENCES.as_bytes(), &[&list]);
    let kind = oids::TIME_STAMPED_CERTS_CRLS_REFERENCES;
    // In the other order, as the file may have it: what is digested has its own.
    let by_hand = ByHand::new(kind).with(revocation.clone()).with(certificates.clone());
    let right = by_hand.stamped(&[&certificates[2..], &revocation[2..]]);
    assert_eq!(check(&right, |covered| covered.objects().len()), Ok(2));
    let wrong = by_hand.stamped(&[&revocation[2..], &certificates[2..]]);
    assert!(check(&wrong, |_| ()).is_err_and(|error| error.is_broken()));
    let nothing = ByHand::new(kind).stamped(&[]);
    let unknown = TimestampError::UnknownCoverage { kind: TimestampKind::References };
    assert_eq!(check(&nothing, |_| ()), Err(unknown), "the digest of nothing proves nothing");
}

/// EN 319 122-1 clause 5.2.8: it is signed, and over the content alone.
#[test]
fn a_content_time_stamp_is_over_the_content() {
    let outcome = |content: &[u8], algorithm| {
        let imprint = provider().digest(algorithm, content).expect("a digest");
        let token = token_at(&pki(FAMILY), &imprint, 0);
        let builder = Builder::new(FAMILY).sign(attribute(oids::CONTENT_TIME_STAMP.as_bytes(), &[&token]));
        check(&builder.build(), |covered| covered.objects().len())
    };
    assert_eq!(outcome(CONTENT, ALGORITHM), Ok(1));
    assert_eq!(outcome(CONTENT, DigestAlgorithm::Sha512), Ok(1), "the hasher makes what time-stamps need");
    assert!(outcome(b"something else", ALGORITHM).is_err_and(|error| error.is_broken()));
}
