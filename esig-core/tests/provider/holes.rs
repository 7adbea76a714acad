//! Known holes in keys, signatures and algorithms, each with a twin that must pass.

use esig_core::algorithm::AlgorithmIdentifier;
use esig_core::encode::{element, unsigned};
use esig_core::provider::{Signed, SignedError};
use esig_core::raw::{Element, Tag};
use esig_core::{DigestAlgorithm, Message, Provider, SignatureScheme, Spki};

use super::keys::{assert_invalid, children, parts, spki};
use super::malleability::ORDERS;
use super::numbers::sum;
use super::vectors::{self, MESSAGE, hex, load};

/// CVE-2020-0601: a curve given by its parameters may have another generator, under which anybody knows the private key
/// of a given point. Only named curves make a usable key, and keys are compared whole.
pub(crate) fn hole_05_explicit_curves(provider: &Provider) {
    let der = vectors::spki("p256");
    let (identifier, point) = parts(&der);
    assert!(
        provider.load_key(&Spki::from_der(&der).expect("SubjectPublicKeyInfo")).is_ok(),
        "the named twin"
    );
    let explicit = |p: &[u8], generator: &[u8]| {
        let parameters = element(
            Tag::SEQUENCE,
            &[
                &[2, 1, 1],
                &element(Tag::SEQUENCE, &[&hex("06072a8648ce3d0101"), &unsigned(p)]),
                &element(
                    Tag::SEQUENCE,
                    &[
                        &element(Tag::OCTET_STRING, &[&hex(P256_A)]),
                        &element(Tag::OCTET_STRING, &[&hex(P256_B)]),
                    ],
                ),
                &element(Tag::OCTET_STRING, &[generator]),
                &unsigned(&hex(ORDERS[0].1)),
                &[2, 1, 1],
            ],
        );
        spki(&element(Tag::SEQUENCE, &[&children(&identifier)[0], &parameters]), &point)
    };
    let same_curve = explicit(&hex(P256_P), &hex(P256_G));
    // CurveBall: the point itself as generator, of which the private key is 1.
    for der in [&same_curve, &explicit(&hex(P256_P), &point)] {
        assert_invalid(provider, der, "algorithm.parameters", "explicit parameters");
        let explicit = Spki::from_der(der).expect("SubjectPublicKeyInfo");
        let named = vectors::spki("p256");
        let named = Spki::from_der(&named).expect("SubjectPublicKeyInfo");
        assert_eq!(explicit.subject_public_key(), named.subject_public_key());
        assert_ne!(explicit, named, "the same point is not the same key");
    }
    // CVE-2022-0778, hole 31: a field that is no field, and one beyond all size.
    for p in [hex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffe"), vec![0x7f; 100_000]] {
        assert_invalid(provider, &explicit(&p, &hex(P256_G)), "algorithm.parameters", "no field");
    }
}

/// CVE-2006-4339, CVE-2014-1568, CVE-2022-24771: what stands around the digest was read instead of compared.
pub(crate) fn hole_15_lenient_padding(provider: &Provider) {
    let pkcs1 = || vectors::all().filter(|vector| matches!(vector.scheme, SignatureScheme::RsaPkcs1(_)));
    let (good, bad): (Vec<_>, Vec<_>) = pkcs1().partition(|vector| vector.is_valid);
    assert!(good.iter().any(|vector| vector.key == "rsaexp3") && bad.len() >= 14);
    for vector in good.iter().chain(&bad) {
        assert_eq!(vector.verifies(provider, &vector.signature), vector.is_valid, "{}", vector.what);
    }
}

/// CVE-2022-21449: r = s = 0 satisfies the equation if nobody looks. Neither number may be zero, or the order, or more.
pub(crate) fn hole_16_numbers_out_of_range(provider: &Provider) {
    for (key, order) in ORDERS {
        let (vector, order) = (vectors::under(key), hex(order));
        assert!(vector.verifies(provider, &vector.signature), "{key}: the twin");
        let numbers = out_of_range(&order);
        for (r, s) in pairs(&numbers) {
            let value = element(Tag::SEQUENCE, &[&unsigned(r), &unsigned(s)]);
            assert!(!vector.verifies(provider, &value), "{key}: {r:02x?}, {s:02x?}");
        }
    }
    for (key, order) in GOST_ORDERS {
        let (vector, order) = (vectors::under(key), hex(order));
        assert!(vector.verifies(provider, &vector.signature), "{key}: the twin");
        let numbers: Vec<_> =
            out_of_range(&order).into_iter().filter_map(|n| fixed(&n, order.len())).collect();
        assert!(numbers.len() >= 4);
        for (s, r) in pairs(&numbers) {
            assert!(!vector.verifies(provider, &[&s[..], r].concat()), "{key}: {s:02x?}, {r:02x?}");
        }
    }
}

/// CVE-2015-3194, and keys whose parameters are not those of the signature: what a key restricts, a signature keeps to,
/// and a signature says its parameters, the same twice.
pub(crate) fn hole_17_mixed_pss_parameters(provider: &Provider) {
    let (_, octets) = parts(&vectors::spki("rsa1024"));
    let pss = |digest, mgf_digest, salt_octets| SignatureScheme::RsaPss { digest, mgf_digest, salt_octets };
    let (sha1, sha256) = (DigestAlgorithm::Sha1, DigestAlgorithm::Sha256);
    let vector = vectors::valid()
        .find(|vector| vector.key == "rsa1024" && vector.scheme == pss(sha256, sha256, 32))
        .expect("the usual parameters");
    let schemes = || {
        let digests = || [sha1, sha256].into_iter();
        digests().flat_map(move |digest| {
            digests().flat_map(move |mgf| [0, 20, 32, 33].into_iter().map(move |salt| pss(digest, mgf, salt)))
        })
    };
    for restriction in schemes() {
        let der = spki(&restriction.to_identifier(), &octets);
        let key = provider.load_key(&Spki::from_der(&der).expect("SubjectPublicKeyInfo")).expect("key");
        for scheme in schemes() {
            let is_allowed = match restriction {
                SignatureScheme::RsaPss { digest, mgf_digest, salt_octets } => {
                    digest == sha256 && mgf_digest == sha256 && salt_octets <= 32
                }
                _ => false,
            };
            let expected = is_allowed && scheme == vector.scheme;
            let outcome = key.verify(scheme, Message::Bytes(MESSAGE), &vector.signature);
            assert_eq!(outcome.is_ok(), expected, "{scheme} under a key for {restriction}");
        }
    }
    mixed_identifiers(provider, &vector.signature, vector.scheme);
}

fn mixed_identifiers(provider: &Provider, value: &[u8], scheme: SignatureScheme) {
    let key = load(provider, "rsa1024");
    let check = |outer: &[u8], inner: &[u8]| {
        let identifier = |der| {
            AlgorithmIdentifier::parse(Element::from_der(der, "test").expect("DER"), "test")
                .expect("identifier")
        };
        let (algorithm, inner_algorithm) = (identifier(outer), identifier(inner));
        provider.check_signed(&Signed { message: MESSAGE, algorithm, inner_algorithm, value }, key.as_ref())
    };
    let own = scheme.to_identifier();
    assert_eq!(check(&own, &own), Ok(scheme), "the twin");
    let other = SignatureScheme::RsaPss {
        digest: DigestAlgorithm::Sha256,
        mgf_digest: DigestAlgorithm::Sha1,
        salt_octets: 32,
    };
    let other = other.to_identifier();
    for (outer, inner) in [(&own, &other), (&other, &own)] {
        assert!(matches!(check(outer, inner), Err(SignedError::AlgorithmMismatch { .. })));
    }
    assert_eq!(check(&other, &other), Err(SignedError::InvalidSignature));
    let absent = element(Tag::SEQUENCE, &[&hex("06092a864886f70d01010a")]);
    assert!(matches!(check(&absent, &absent), Err(SignedError::UnsupportedAlgorithm(_))), "never guessed");
    let trailer = element(Tag::context(3), &[&[2, 1, 2]]);
    let trailer =
        element(Tag::SEQUENCE, &[&hex("06092a864886f70d01010a"), &element(Tag::SEQUENCE, &[&trailer])]);
    assert!(
        matches!(check(&trailer, &trailer), Err(SignedError::UnsupportedAlgorithm(_))),
        "another trailer"
    );
}

/// CVE-2022-0778 and the like: arithmetic with numbers of a stranger's choice. The explicit curves are in hole 5.
pub(crate) fn hole_31_huge_numbers(provider: &Provider) {
    let (identifier, _) = parts(&vectors::spki("rsa1024"));
    let key = |bits: usize, exponent: &[u8]| {
        let mut modulus = vec![0xff; bits / 8];
        if !bits.is_multiple_of(8) {
            modulus.insert(0, 1);
        }
        spki(&identifier, &element(Tag::SEQUENCE, &[&unsigned(&modulus), &unsigned(exponent)]))
    };
    let der = key(16_384, &[1, 0, 1]);
    let spki = Spki::from_der(&der).expect("SubjectPublicKeyInfo");
    assert_eq!(provider.load_key(&spki).expect("the longest").kind().bits, 16_384);
    for bits in [16_385, 65_536, 1 << 20] {
        assert_invalid(provider, &key(bits, &[1, 0, 1]), "subjectPublicKey", "a long modulus");
    }
    for octets in [9, 128, 2_048] {
        assert_invalid(provider, &key(16_384, &vec![0xff; octets]), "subjectPublicKey", "a long exponent");
    }
}

/// 0, n, n + 1, 2^k and 2^k − 1 around the length of n.
fn out_of_range(order: &[u8]) -> Vec<Vec<u8>> {
    let power = [&[1][..], &vec![0; order.len()]].concat();
    vec![vec![0], order.to_vec(), sum(order, &[1]), vec![0xff; order.len()], power]
}

fn pairs(numbers: &[Vec<u8>]) -> impl Iterator<Item = (&Vec<u8>, &Vec<u8>)> {
    numbers.iter().flat_map(|first| numbers.iter().map(move |second| (first, second)))
}

/// A number in so many octets, if it fits.
fn fixed(number: &[u8], length: usize) -> Option<Vec<u8>> {
    let pad = length.checked_sub(number.len())?;
    Some([&vec![0; pad], number].concat())
}

/// Orders of id-GostR3410-2001-CryptoPro-A-ParamSet (RFC 4357 §11.4) and id-tc26-gost-3410-12-512-paramSetA (RFC 7836 §A.1).
const GOST_ORDERS: [(&str, &str); 2] = [
    ("gost256-A", "ffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893"),
    (
        "gost512-A",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
         27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275",
    ),
];

/// Curve P-256 (SP 800-186 §3.2.1.3): p, p − 3, b, and the generator.
const P256_P: &str = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
const P256_A: &str = "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc";
const P256_B: &str = "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b";
const P256_G: &str = "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296\
                      4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
