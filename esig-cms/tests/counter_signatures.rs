//! Signatures over signatures, each judged by itself.

#[path = "common/builder.rs"]
mod builder;

use builder::*;
use esig_cms::{ContentDigests, SignedData, SignerInfo, oids};
use esig_core::{DigestAlgorithm, Limits, Provider};
use esig_testkit::Family;

/// One signature, and those over it.
#[derive(Clone)]
struct Signature {
    family: Family,
    /// What its message-digest is of, instead of what it must be of.
    over: Option<&'static [u8]>,
    /// Its counter-signatures, by attributes.
    counters: Vec<Vec<Signature>>,
}

impl Signature {
    fn new(family: Family, counters: Vec<Vec<Self>>) -> Self {
        Self { family, over: None, counters }
    }

    /// Encoded as a counter-signature over `value`.
    fn over(&self, value: &[u8]) -> Vec<u8> {
        let digested = digest(self.digest_algorithm(), self.over.unwrap_or(value));
        let message_digest = attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&octets(&digested)]);
        let builder = Builder { signed: Some(vec![message_digest]), ..Builder::new(self.family) };
        self.with_counters(builder).signer_info()
    }

    /// Signatures may differ each time, so those over it are over the value that it has at last.
    fn with_counters(&self, mut builder: Builder) -> Builder {
        let value = value_of(&builder);
        for attribute_values in &self.counters {
            let values: Vec<Vec<u8>> = attribute_values.iter().map(|counter| counter.over(&value)).collect();
            let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
            builder.unsigned.push(attribute(oids::COUNTERSIGNATURE.as_bytes(), &values));
        }
        builder
    }

    fn digest_algorithm(&self) -> DigestAlgorithm {
        self.family.scheme().content_digest_algorithm()
    }

    /// The SignedData, attached.
    fn build(&self) -> Vec<u8> {
        let builder = Builder { attached: Some(CONTENT.to_vec()), ..Builder::new(self.family) };
        self.with_counters(builder).build()
    }
}

/// Keys of the test kit sign a message always with the same result.
fn value_of(builder: &Builder) -> Vec<u8> {
    let bytes = builder.build();
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
    data.signer_infos().next().expect("a signer").signature().into_owned()
}

/// Levels and outcomes, each signature followed by those over it.
fn judge(bytes: &[u8]) -> Vec<(usize, &'static str)> {
    let data = SignedData::parse(bytes, &Limits::DEFAULT).expect("well-formed");
    let content = data.digest_encapsulated_content(&Provider::rustcrypto());
    let mut found = Vec::new();
    data.signer_infos().for_each(|signer_info| judge_each(signer_info, 0, &content, &mut found));
    found
}

fn judge_each(
    signer_info: SignerInfo<'_>,
    level: usize,
    content: &ContentDigests,
    found: &mut Vec<(usize, &'static str)>,
) {
    assert_eq!(signer_info.is_counter_signature(), level > 0);
    // The signers of all families bear the same name and number.
    let family = Family::ALL.into_iter().find(|family| signer_info.scheme() == Ok(family.scheme()));
    let signer = Builder::new(family.expect("one of them")).certificate;
    let checked = signer_info.check(signer.view(), content, &Provider::rustcrypto());
    found.push((level, checked.map_or_else(|error| error.code(), |_| "intact")));
    for counter in signer_info.counter_signatures() {
        judge_each(counter, level + 1, content, found);
    }
}

/// Three levels, in one attribute and in two.
fn nested() -> Signature {
    let third = || Signature::new(Family::GOST_512, vec![]);
    let second = Signature::new(Family::Ed25519, vec![vec![third()]]);
    let first = Signature::new(Family::GOST_256, vec![vec![second], vec![third()]]);
    let beside = Signature::new(Family::Rsa2048, vec![]);
    Signature::new(Family::P256, vec![vec![first, beside]])
}

#[test]
fn every_level_is_judged_by_itself() {
    let intact = |level| (level, "intact");
    let outcomes = judge(&nested().build());
    assert_eq!(outcomes, [intact(0), intact(1), intact(2), intact(3), intact(2), intact(1)]);
}

/// One that is over something else is broken, and no other with it: what is signed of it is its value alone.
#[test]
fn one_that_is_over_something_else_is_broken_alone() {
    type Change = fn(&mut Signature) -> &mut Signature;
    let changes: [(Change, usize); 5] = [
        (|signature| &mut signature.counters[0][0], 1),
        (|signature| &mut signature.counters[0][0].counters[0][0], 2),
        (|signature| &mut signature.counters[0][0].counters[0][0].counters[0][0], 3),
        (|signature| &mut signature.counters[0][0].counters[1][0], 4),
        (|signature| &mut signature.counters[0][1], 5),
    ];
    for (change, broken) in changes {
        let mut signature = nested();
        change(&mut signature).over = Some(CONTENT);
        let outcomes = judge(&signature.build());
        for (index, (_, outcome)) in outcomes.iter().enumerate() {
            let expected = if index == broken { "E-DIGEST-MISMATCH" } else { "intact" };
            assert_eq!(*outcome, expected, "{index} with {broken} changed");
        }
    }
}

/// Moved to another signature it is over another value.
#[test]
fn a_counter_signature_belongs_to_its_parent() {
    let counter = Signature::new(Family::GOST_256, vec![]);
    let right = Builder { attached: Some(CONTENT.to_vec()), ..Builder::new(Family::P256) };
    let other = Builder { attached: Some(CONTENT.to_vec()), ..Builder::new(Family::Rsa2048) };
    let counter = attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&counter.over(&value_of(&right))]);
    let with =
        |builder: &Builder| judge(&Builder { unsigned: vec![counter.clone()], ..builder.clone() }.build());
    assert_eq!(with(&right), [(0, "intact"), (1, "intact")]);
    assert_eq!(with(&other), [(0, "intact"), (1, "E-DIGEST-MISMATCH")]);
}

/// Over a value without attributes, and with the odd shapes that an attribute may have.
#[test]
fn odd_shapes() {
    let parent = Builder { attached: Some(CONTENT.to_vec()), ..Builder::new(Family::P256) };
    let empty = attribute(oids::COUNTERSIGNATURE.as_bytes(), &[]);
    let bytes = Builder { unsigned: vec![empty], ..parent.clone() }.build();
    assert_eq!(judge(&bytes), [(0, "intact")], "no value");
    for value in [&[5, 0][..], &[0x30, 0], &octets(b"no SignerInfo")] {
        let odd = attribute(oids::COUNTERSIGNATURE.as_bytes(), &[value]);
        let bytes = Builder { unsigned: vec![odd], ..parent.clone() }.build();
        assert!(SignedData::parse(&bytes, &Limits::DEFAULT).is_err(), "no SignerInfo");
    }
}
