//! Damaged input: an error that names the production and the offset, never a panic.

mod common;

use common::{KINDS, fixture};
use esig_core::crl::ParsedCrl;
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::limits::{
    MAX_CERTIFICATE_OCTETS, MAX_CRL_OCTETS, MAX_EXTENSIONS, MAX_NAME_ATTRIBUTES, MAX_POLICIES,
    MAX_SERIAL_OCTETS,
};
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{Error, Name, ParseError, ParsedCertificate, Spki};

fn certificate_error(der: &[u8]) -> ParseError {
    match ParsedCertificate::parse(der) {
        Err(Error::Malformed(error)) => error,
        Err(error) => panic!("{error}"),
        Ok(certificate) => panic!("accepted {certificate:?}"),
    }
}

fn crl_error(der: &[u8]) -> ParseError {
    match ParsedCrl::parse(der) {
        Err(Error::Malformed(error)) => error,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("accepted"),
    }
}

#[test]
fn every_truncation_is_refused_at_a_place_in_the_bytes() {
    for kind in KINDS {
        for (path, parse) in [
            (format!("{kind}/signer.cer"), certificate_error as fn(&[u8]) -> ParseError),
            (format!("{kind}/int.crl"), crl_error),
        ] {
            let der = fixture(&path);
            for length in 0..der.len() {
                let error = parse(&der[..length]);
                assert!(error.offset <= length && !error.production.is_empty(), "{path} cut at {length}");
            }
        }
    }
}

/// What is cut inside while the outer lengths are made to fit.
#[test]
fn every_truncation_within_the_signed_part_is_refused() {
    let der = fixture("gost256/signer.cer");
    let parts = children(&der);
    let fields = children(parts[0].as_bytes());
    for count in 0..fields.len() {
        let kept: Vec<&[u8]> = fields[..count].iter().map(|field| field.as_bytes()).collect();
        let tbs = element(Tag::SEQUENCE, &kept);
        let outer = element(Tag::SEQUENCE, &[&tbs, parts[1].as_bytes(), parts[2].as_bytes()]);
        // Extensions, the last field, are optional.
        if count == fields.len() - 1 {
            assert!(ParsedCertificate::parse(&outer).is_ok());
            continue;
        }
        let error = certificate_error(&outer);
        assert!(matches!(error.kind, ParseErrorKind::Truncated { .. }), "{error}");
        assert!(error.production.starts_with("tbsCertificate."), "{error}");
    }
}

#[test]
fn wrong_types_are_named() {
    let productions = [
        "tbsCertificate.serialNumber",
        "tbsCertificate.serialNumber",
        "tbsCertificate.signature",
        "tbsCertificate.issuer",
        "tbsCertificate.validity",
        "tbsCertificate.subject",
        "subjectPublicKeyInfo",
        "tbsCertificate",
    ];
    let der = fixture("rsa/signer.cer");
    let fields: Vec<usize> = children(children(&der)[0].as_bytes()).iter().map(Element::offset).collect();
    assert_eq!(fields.len(), productions.len());
    // Offsets of the fields count from tbsCertificate, which begins after the outer header.
    for (field, production) in fields.into_iter().zip(productions) {
        let mut damaged = der.clone();
        damaged[field + 4] = 5;
        let error = certificate_error(&damaged);
        assert_eq!((error.production, error.offset), (production, field + 4), "{error}");
    }
    for (at, production) in [(0, "Certificate"), (4, "tbsCertificate")] {
        let mut damaged = der.clone();
        damaged[at] = 0x31;
        assert_eq!(
            certificate_error(&damaged).to_string(),
            format!("unexpected tag 31, wanted 30 in {production} at byte {at}")
        );
    }
}

#[test]
fn every_damaged_octet_is_survived() {
    for kind in KINDS {
        let der = fixture(&format!("{kind}/signer.cer"));
        for at in 0..der.len() {
            for octet in [0, 0x7f, 0x80, 0xff, der[at] ^ 0x20, der[at].wrapping_add(1)] {
                let mut damaged = der.clone();
                damaged[at] = octet;
                if let Ok(certificate) = ParsedCertificate::parse(&damaged) {
                    use_everything(&certificate);
                }
            }
        }
    }
}

fn use_everything(certificate: &ParsedCertificate<'_>) {
    let view = certificate.view();
    let extensions = view.extensions();
    let _ = (view.subject().to_string(), view.issuer().common_name(), view.is_self_issued());
    let _ = (extensions.basic_constraints(), extensions.key_usage(), extensions.issuer_sign_tool());
    let _ = (extensions.authority_key_identifier(), extensions.private_key_usage_period());
    let _ = (extensions.certificate_policies(), extensions.subject_sign_tool());
    let _ = (extensions.identification_kind(), extensions.subject_key_identifier());
    let _ = (extensions.policy_constraints(), extensions.inhibit_any_policy());
    for policies in extensions.certificate_policies().into_iter().flatten() {
        policies.information().flat_map(|information| information.policy_qualifiers()).for_each(drop);
    }
    for mappings in extensions.policy_mappings().into_iter().flatten() {
        mappings.iter().for_each(drop);
    }
    for constraints in extensions.name_constraints().into_iter().flatten() {
        let subtrees = [constraints.permitted_subtrees, constraints.excluded_subtrees];
        subtrees.into_iter().flatten().flat_map(|subtrees| subtrees.iter()).for_each(drop);
    }
    for names in extensions.subject_alt_name().into_iter().flatten() {
        names.iter().for_each(drop);
    }
    for points in extensions.crl_distribution_points().into_iter().flatten() {
        points.uris().for_each(drop);
    }
    for access in extensions.authority_info_access().into_iter().flatten() {
        access.ocsp().chain(access.ca_issuers()).for_each(drop);
    }
}

#[test]
fn limits_are_named() {
    let limit = |error: ParseError| match error.kind {
        ParseErrorKind::Limit { name, allowed } => (name, allowed),
        _ => panic!("{error}"),
    };
    let oversized = vec![0x30; MAX_CERTIFICATE_OCTETS + 1];
    assert_eq!(limit(certificate_error(&oversized)), ("MAX_CERTIFICATE_OCTETS", MAX_CERTIFICATE_OCTETS));
    let oversized = vec![0; MAX_CRL_OCTETS + 1];
    assert_eq!(limit(crl_error(&oversized)), ("MAX_CRL_OCTETS", MAX_CRL_OCTETS));

    let attribute = element(Tag::SEQUENCE, &[&[6, 3, 0x55, 4, 3], &[12, 1, b'a']]);
    let many = element(Tag::SEQUENCE, &[&element(Tag::SET, &[&attribute]).repeat(MAX_NAME_ATTRIBUTES + 1)]);
    let error = Name::from_der(&many).expect_err("many attributes");
    assert_eq!(limit(error), ("MAX_NAME_ATTRIBUTES", MAX_NAME_ATTRIBUTES));

    let serial = element(Tag::INTEGER, &[&vec![1; MAX_SERIAL_OCTETS + 1]]);
    let error = certificate_error(&with_field(1, &serial));
    assert_eq!(limit(error), ("MAX_SERIAL_OCTETS", MAX_SERIAL_OCTETS));

    let numbered = |number: usize| {
        let oid = [6, 3, 0x2a, 0x83, number as u8 & 0x7f];
        element(Tag::SEQUENCE, &[&oid, &[4, 0]])
    };
    let list: Vec<u8> = (0..=MAX_EXTENSIONS).flat_map(numbered).collect();
    let error = certificate_error(&with_extensions(&list));
    assert_eq!(error.index, Some(MAX_EXTENSIONS));
    assert_eq!(limit(error), ("MAX_EXTENSIONS", MAX_EXTENSIONS));
}

#[test]
fn policies_are_limited_and_stand_once() {
    let policy = |number: usize| {
        let oid = [6, 4, 0x2a, 3, 0x84 | (number >> 7) as u8, number as u8 & 0x7f];
        element(Tag::SEQUENCE, &[&oid])
    };
    let read = |policies: Vec<u8>| {
        let value = element(Tag::OCTET_STRING, &[&element(Tag::SEQUENCE, &[&policies])]);
        let list = element(Tag::SEQUENCE, &[&[6, 3, 0x55, 0x1d, 0x20], &value]);
        let der = with_extensions(&list);
        let certificate = ParsedCertificate::parse(&der).expect("extensions are decoded on demand");
        let policies = certificate.view().extensions().certificate_policies();
        policies.map(|policies| policies.map_or(0, |policies| policies.iter().count()))
    };
    let many = |count: usize| (0..count).flat_map(policy).collect::<Vec<u8>>();
    assert_eq!(read(many(MAX_POLICIES)), Ok(MAX_POLICIES));
    let error = read(many(MAX_POLICIES + 1)).expect_err("one too many");
    assert_eq!(error.kind, ParseErrorKind::Limit { name: "MAX_POLICIES", allowed: MAX_POLICIES });
    let error = read([policy(0), policy(2), policy(0)].concat()).expect_err("twice");
    assert_eq!((error.kind, error.index), (ParseErrorKind::Duplicate, Some(2)));
}

#[test]
fn a_second_instance_of_an_extension_is_refused() {
    let extension = element(Tag::SEQUENCE, &[&[6, 3, 0x55, 0x1d, 0x0f], &[4, 0]]);
    let error = certificate_error(&with_extensions(&extension.repeat(2)));
    assert_eq!((error.kind, error.index), (ParseErrorKind::Duplicate, Some(1)));
}

#[test]
fn empty_sets_and_values_are_named() {
    let empty_level = element(Tag::SEQUENCE, &[&[0x31, 0]]);
    let error = certificate_error(&with_field(3, &empty_level));
    assert_eq!((error.kind, error.production), (ParseErrorKind::Empty, "tbsCertificate.issuer"));

    let error = certificate_error(&with_field(1, &[2, 0]));
    assert_eq!((error.kind, error.production), (ParseErrorKind::InvalidValue, "tbsCertificate.serialNumber"));

    for oid in [[0x55, 0x1d, 0x25], [0x55, 0x1d, 0x1f], [0x55, 0x1d, 0x11], [0x55, 0x1d, 0x20]] {
        let value = element(Tag::OCTET_STRING, &[&[0x30, 0]]);
        let list = element(Tag::SEQUENCE, &[&element(Tag::OBJECT_IDENTIFIER, &[&oid]), &value]);
        let der = with_extensions(&list);
        let certificate = ParsedCertificate::parse(&der).expect("extensions are decoded on demand");
        let extensions = certificate.view().extensions();
        let outcomes = [
            extensions.extended_key_usage().err(),
            extensions.crl_distribution_points().err(),
            extensions.subject_alt_name().err(),
            extensions.certificate_policies().err(),
        ];
        let errors: Vec<ParseError> = outcomes.into_iter().flatten().collect();
        assert_eq!(errors.iter().map(|error| error.kind).collect::<Vec<_>>(), [ParseErrorKind::Empty]);
    }
}

#[test]
fn deep_nesting_costs_no_stack() {
    let deep = nested(100_000);
    for parse in [certificate_error as fn(&[u8]) -> ParseError, crl_error] {
        assert!(!parse(&deep).production.is_empty());
    }
    assert!(Name::from_der(&deep).is_err() && Spki::from_der(&deep).is_err());
    // As the value of an attribute it is one element, and shown as such.
    let attribute = element(Tag::SEQUENCE, &[&[6, 3, 0x55, 4, 3], &deep]);
    let name = element(Tag::SEQUENCE, &[&element(Tag::SET, &[&attribute])]);
    assert!(Name::from_der(&name).expect("one attribute").to_string().starts_with("CN=#30"));
    let indefinite = [0x30, 0x80].repeat(100_000);
    let error = Reader::ber(&indefinite).any("SignedData").expect_err("too deep");
    assert!(matches!(error.kind, ParseErrorKind::Limit { name: "MAX_DEPTH", .. }));
}

#[test]
fn an_attribute_certificate_is_no_certificate() {
    // RFC 5755 §4.1: the second field of AttributeCertificateInfo is the holder, the fourth the signature.
    let info = element(Tag::SEQUENCE, &[&[2, 1, 1], &[0x30, 0], &[0xa0, 0], &[0x30, 0]]);
    let der = element(Tag::SEQUENCE, &[&info, &[0x30, 3, 6, 1, 0x2a], &[3, 2, 0, 0]]);
    assert_eq!(certificate_error(&der).production, "tbsCertificate.signature");
}

/// SEQUENCEs in one another, lengths as DER wants them; written from the inside.
fn nested(levels: usize) -> Vec<u8> {
    let mut reversed = Vec::new();
    for _ in 0..levels {
        let length = reversed.len();
        let digits = &length.to_le_bytes()[..length.max(1).ilog2() as usize / 8 + 1];
        reversed.extend(digits);
        if length >= 0x80 {
            reversed.push(0x80 | digits.len() as u8);
        }
        reversed.push(0x30);
    }
    reversed.reverse();
    reversed
}

fn children(der: &[u8]) -> Vec<Element<'_>> {
    let mut reader = Element::from_der(der, "test").expect("DER").reader();
    let mut children = Vec::new();
    while !reader.is_empty() {
        children.push(reader.any("test").expect("element"));
    }
    children
}

/// A certificate whose field `number` of tbsCertificate is another.
fn with_field(number: usize, field: &[u8]) -> Vec<u8> {
    let der = fixture("ec/signer.cer");
    let parts = children(&der);
    let mut fields: Vec<&[u8]> = children(parts[0].as_bytes()).iter().map(Element::as_bytes).collect();
    fields[number] = field;
    let tbs = element(Tag::SEQUENCE, &fields);
    element(Tag::SEQUENCE, &[&tbs, parts[1].as_bytes(), parts[2].as_bytes()])
}

fn with_extensions(list: &[u8]) -> Vec<u8> {
    with_field(7, &element(Tag::context(3), &[&element(Tag::SEQUENCE, &[list])]))
}
