//! Published hash and signature vectors, and published curve parameters.

mod common;

use std::collections::BTreeMap;

use common::ways::{WAYS, Way};
use common::{hex, le};
use esig_corpora::{Corpus, Report, Row};
use esig_gost::backend::Curves;
use esig_gost::digest::{Digest, const_oid::ObjectIdentifier};
use esig_gost::gost3410::hazmat::sign_digest_with_nonce_be_octets;
use esig_gost::{Gost94CryptoPro, ParameterSet, SigningKey, VerifyingKey};
use num_bigint::BigUint;

#[test]
fn hashes_and_signatures_agree_with_the_vectors_in_every_way() {
    for way in WAYS {
        let name = format!("gost/published@vectors/{}", way.name);
        if !way.is_available(&name) {
            continue;
        }
        let Some(corpus) = Corpus::open(&name) else { return };
        let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
        for row in corpus.rows() {
            match row.kind() {
                "vectors" => match judge(row, &way) {
                    Some(verdict) => report.compare(row.id(), row.get("expected"), verdict),
                    None => report.left("vectors (hash states in a form of their program's own)"),
                },
                // The same in every way, and said once.
                other if way.name == WAYS[0].name => report.left(other),
                _ => {}
            }
        }
        report.finish();
    }
}

#[test]
fn parameter_sets_are_the_published_ones() {
    let Some(corpus) = Corpus::open("gost/published@parameters") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        if row.kind() != "parameters" {
            report.left(row.kind());
            continue;
        }
        let curves: Vec<serde_json::Value> = serde_json::from_slice(&row.read("file").unwrap()).unwrap();
        for curve in &curves {
            let field = |name: &str| curve[name].as_str().unwrap_or_default();
            let id = format!("{}#{}", row.id(), field("oid"));
            report.compare(&id, true, Curves::ALL.iter().all(|form| has_parameters(*form, field)));
        }
    }
    report.finish();
}

/// Whether the keys 1, 2, q − 1 and q give G, 2G, −G and an error. 2G, by the schoolbook, depends on p
/// and a, and b on them and G.
fn has_parameters<'a>(form: Curves, field: impl Fn(&str) -> &'a str) -> bool {
    let oid = ObjectIdentifier::new_unwrap(field("oid"));
    let Some(set) = ParameterSet::from_oid(&oid) else { return false };
    let [p, q, a, x, y] =
        ["p", "q", "a", "gx", "gy"].map(|name| BigUint::parse_bytes(field(name).as_bytes(), 16).unwrap());
    let octets = |integer: &BigUint| {
        let mut octets = integer.to_bytes_le();
        octets.resize(set.octets(), 0);
        octets
    };
    let public = |d: &BigUint| {
        let key = SigningKey::from_le_octets_with(form, set, &octets(d)).ok()?;
        Some(key.verifying_key().to_le_octets())
    };
    let point = |x: &BigUint, y: &BigUint| Some([octets(x), octets(y)].concat());
    let slope = (&x * &x * 3u8 + &a) * (&y * 2u8).modinv(&p).unwrap() % &p;
    let x2 = (&slope * &slope + &p * 2u8 - &x * 2u8) % &p;
    let y2 = (&slope * (&p + &x - &x2) + &p - &y) % &p;
    public(&1u8.into()) == point(&x, &y)
        && public(&2u8.into()) == point(&x2, &y2)
        && public(&(&q - 1u8)) == point(&x, &(&p - &y))
        && public(&q).is_none()
}

/// Files are told apart by their form: blobs with a hash's name, or text with keys and values.
fn judge(row: &Row, way: &Way) -> Option<String> {
    let (name, octets) = (
        row.get("file"),
        match row.read("file") {
            Ok(octets) => octets,
            Err(error) => return Some(error.to_string()),
        },
    );
    if name.ends_with(".blb") {
        let hash = HASHES.iter().find(|(hash, _)| name.contains(hash)).map(|(_, hash)| hash)?;
        return Some(said(blobs(&octets).chunks(2).all(|pair| hash(way, &pair[0]) == pair[1])));
    }
    let text = String::from_utf8(octets).ok()?;
    let records = records(&text);
    Some(said(!records.is_empty() && records.iter().all(|record| holds(record, way))))
}

fn said(right: bool) -> String {
    if right { "valid" } else { "invalid" }.to_owned()
}

type Hash = fn(&Way, &[u8]) -> Vec<u8>;

const HASHES: [(&str, Hash); 3] = [
    ("streebog256", Way::streebog256),
    ("streebog512", Way::streebog512),
    ("gost94_cryptopro", |_, message| Gost94CryptoPro::digest(message).to_vec()),
];

/// The blobs of RustCrypto's `blobby` format without references: a count, the number of shared blobs,
/// then every blob after twice its length.
fn blobs(mut octets: &[u8]) -> Vec<Vec<u8>> {
    let count = number(&mut octets);
    assert_eq!(number(&mut octets), 0, "no blobs are shared");
    (0..count)
        .map(|_| {
            let length = number(&mut octets);
            assert!(length.is_multiple_of(2), "no reference to a shared blob");
            let (blob, rest) = octets.split_at(length / 2);
            octets = rest;
            blob.to_vec()
        })
        .collect()
}

/// A number in groups of seven bits, the most significant first, each group but the last with a mark and
/// one more than it needs.
fn number(octets: &mut &[u8]) -> usize {
    let mut value = 0;
    loop {
        let (first, rest) = octets.split_first().expect("a number ends");
        *octets = rest;
        value = (value << 7) | usize::from(first & 0x7f);
        if first & 0x80 == 0 {
            return value;
        }
        value += 1;
    }
}

/// Records of `key = value` lines, with an empty line between them; keys carry on to the next record.
fn records(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let (mut records, mut record) = (Vec::new(), BTreeMap::new());
    for line in text.lines().filter(|line| !line.starts_with(['#', '['])) {
        let Some((key, value)) = line.split_once('=') else { continue };
        record.insert(key.trim(), value.trim().trim_start_matches("0x"));
        if matches!(key.trim(), "Out" | "Signature") {
            records.push(record.clone());
        }
    }
    records
}

fn holds(record: &BTreeMap<&str, &str>, way: &Way) -> bool {
    if let (Some(message), Some(digest)) = (record.get("In"), record.get("Out")) {
        return Gost94CryptoPro::digest(hex(message)).to_vec() == hex(digest);
    }
    let set = test_set(record);
    // Numbers are printed as such; the digest and the signature, s ‖ r, as octets.
    let (digest, signature) = (hex(record["Msg"]), hex(record["Signature"]));
    match (record.get("X"), record.get("Px"), record.get("Py")) {
        (Some(d), ..) => {
            let key = SigningKey::from_le_octets_with(way.curves, set, &le(d)).unwrap();
            sign_digest_with_nonce_be_octets(&key, &digest, &hex(record["Nonce"])).unwrap().to_sr_be_octets()
                == signature
        }
        (None, Some(x), Some(y)) => {
            let key = VerifyingKey::from_le_octets(set, &[le(x), le(y)].concat()).unwrap();
            way.verifies(&key, &digest, &signature)
        }
        _ => false,
    }
}

/// The parameter set with the record's modulus and order.
fn test_set(record: &BTreeMap<&str, &str>) -> ParameterSet {
    assert!(record["P"].ends_with("0431") && record["Order"].ends_with("F5B3"), "the curve of RFC 7091 §7");
    ParameterSet::Test256
}
