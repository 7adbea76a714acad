//! What is odd is accepted and noted, and nothing is noted of what is not.

mod common;

use common::{KINDS, children, fixture, sequence};
use esig_core::cert::ext::oids;
use esig_core::encode::element;
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::Tag;
use esig_core::{CrlBuf, Finding, ParsedCertificate};

/// A signed object whose signed part was changed by `change`.
fn changed(der: &[u8], change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut parts = children(der);
    let mut fields = children(&parts[0]);
    change(&mut fields);
    parts[0] = sequence(&fields);
    sequence(&parts)
}

fn of_certificate(der: &[u8]) -> Vec<Finding> {
    ParsedCertificate::parse(der).expect("accepted").view().findings()
}

/// What a certificate with another field has that the same without it has not.
fn new_in_certificate(number: usize, field: &[u8]) -> Vec<Finding> {
    let der = fixture("ec/signer.cer");
    let before = of_certificate(&der);
    let after = of_certificate(&changed(&der, |fields| fields[number] = field.to_vec()));
    after.into_iter().filter(|finding| !before.contains(finding)).collect()
}

fn extension(oid: ObjectIdentifier, critical: &[u8], value: &[u8]) -> Vec<u8> {
    let oid = element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()]);
    element(Tag::SEQUENCE, &[&oid, critical, &element(Tag::OCTET_STRING, &[value])])
}

fn with_extensions(list: &[Vec<u8>]) -> Vec<u8> {
    element(Tag::context(3), &[&sequence(list)])
}

fn name(attribute_type: &[u8], tag: Tag, value: &[u8]) -> Vec<u8> {
    let pair = sequence(&[element(Tag::OBJECT_IDENTIFIER, &[attribute_type]), element(tag, &[value])]);
    sequence(&[element(Tag::SET, &[&pair])])
}

fn validity(from: (Tag, &str), to: (Tag, &str)) -> Vec<u8> {
    sequence(&[element(from.0, &[from.1.as_bytes()]), element(to.0, &[to.1.as_bytes()])])
}

const TRUE: [u8; 3] = [1, 1, 0xff];
const FALSE: [u8; 3] = [1, 1, 0];

#[test]
fn conforming_objects_have_no_findings() {
    for kind in KINDS {
        for path in ["signer.cer", "int.cer", "root.cer"] {
            let found = of_certificate(&fixture(&format!("{kind}/{path}")));
            assert!(found.into_iter().all(|finding| is_of_openssl(kind, finding)), "{kind}/{path}");
        }
        let found = CrlBuf::from_der(fixture(&format!("{kind}/int.crl"))).expect("CRL").view().findings();
        assert!(found.into_iter().all(|finding| is_of_openssl(kind, finding)), "{kind}/int.crl");
    }
}

/// OpenSSL's GOST engine, which made these files, writes NULL where RFC 9215 §2 wants nothing.
fn is_of_openssl(kind: &str, finding: Finding) -> bool {
    kind.starts_with("gost") && matches!(finding, Finding::AlgorithmParameters { .. })
}

#[test]
fn odd_fields_of_certificates_are_noted() {
    let subject = "tbsCertificate.subject";
    let (cn, country) = ([0x55, 4, 3], [0x55, 4, 6]);
    let (utc, generalized) = (Tag::UTC_TIME, Tag::GENERALIZED_TIME);
    let [from, to] = ["tbsCertificate.validity.notBefore", "tbsCertificate.validity.notAfter"];
    let cases: [(usize, Vec<u8>, &[Finding]); 14] = [
        (1, vec![2, 1, 0], &[Finding::SerialNumberNotPositive]),
        (1, vec![2, 1, 0x80], &[Finding::SerialNumberNotPositive]),
        (1, element(Tag::INTEGER, &[&[1; 21]]), &[Finding::SerialNumberLong]),
        (1, element(Tag::INTEGER, &[&[1; 20]]), &[]),
        (5, name(&cn, Tag::PRINTABLE_STRING, b"a@b"), &[Finding::CharacterNotOfType { field: subject }]),
        (5, name(&cn, Tag::UTF8_STRING, b"a\0b"), &[Finding::ControlCharacter { field: subject }]),
        (5, name(&cn, Tag::BMP_STRING, &[4, 0x18]), &[Finding::OldStringType { field: subject }]),
        (
            5,
            name(&country, Tag::PRINTABLE_STRING, b"RUS"),
            &[Finding::CountryNotTwoLetters { field: subject }],
        ),
        (5, name(&country, Tag::PRINTABLE_STRING, b"RU"), &[]),
        (5, vec![0x30, 0], &[Finding::NameEmpty { field: subject }]),
        (
            4,
            validity((generalized, "20260101000000Z"), (utc, "491231235959Z")),
            &[Finding::TimeForm { field: from }],
        ),
        (4, validity((generalized, "19491231235959Z"), (generalized, "20500101000000Z")), &[]),
        (
            4,
            validity((utc, "260101000000Z"), (generalized, "20500101000000.5Z")),
            &[Finding::TimeFraction { field: to }],
        ),
        (
            4,
            validity((utc, "260101000001Z"), (utc, "260101000000Z")),
            &[Finding::PeriodReversed { field: to }],
        ),
    ];
    for (number, field, expected) in cases {
        assert_eq!(new_in_certificate(number, &field), expected, "field {number}: {field:02x?}");
    }
}

#[test]
fn odd_versions_and_algorithms_are_noted() {
    let der = fixture("ec/signer.cer");
    let version_1 = changed(&der, |fields| fields[0] = vec![0xa0, 3, 2, 1, 0]);
    let field = "tbsCertificate.version";
    let expected = [Finding::DefaultWrittenOut { field }, Finding::ExtensionsNotInVersion { version: 1 }];
    assert_eq!(of_certificate(&version_1), expected);
    let identified = changed(&der, |fields| fields.insert(7, vec![0x81, 2, 0, 7]));
    assert_eq!(of_certificate(&identified), [Finding::UniqueIdentifier]);
    let with_null = changed(&der, |fields| {
        fields[2] = sequence(&[children(&fields[2])[0].clone(), vec![5, 0]]);
    });
    let field = "tbsCertificate.signature";
    assert_eq!(of_certificate(&with_null), [Finding::AlgorithmParameters { field }]);
    let rsa = fixture("rsa/signer.cer");
    let without_null = changed(&rsa, |fields| fields[2] = sequence(&children(&fields[2])[..1]));
    assert_eq!(of_certificate(&without_null), [Finding::AlgorithmParameters { field }]);
    let other = changed(&rsa, |fields| fields[2] = children(&children(&der)[0])[2].clone());
    assert_eq!(of_certificate(&other), [Finding::SignatureAlgorithmsDiffer]);
}

#[test]
fn odd_extensions_of_certificates_are_noted() {
    let absent = Finding::ExtensionAbsent { extension: "authorityKeyIdentifier" };
    let key = extension(oids::AUTHORITY_KEY_IDENTIFIER, &[], &[0x30, 3, 0x80, 1, 7]);
    let own = extension(oids::SUBJECT_KEY_IDENTIFIER, &[], &[4, 1, 7]);
    let critical = Finding::Critical { extension: "authorityKeyIdentifier" };
    let half = extension(oids::AUTHORITY_KEY_IDENTIFIER, &[], &[0x30, 6, 0x80, 1, 7, 0x82, 1, 1]);
    let with_key = |more: Vec<u8>| vec![key.clone(), more];
    let as_authority = |more: Vec<u8>| vec![key.clone(), own.clone(), more];
    let basic = oids::BASIC_CONSTRAINTS;
    let constraints = "basicConstraints";
    let cases: [(Vec<Vec<u8>>, &[Finding]); 15] = [
        (vec![], &[Finding::EmptyExtensions { field: "tbsCertificate.extensions" }, absent]),
        (vec![key.clone()], &[]),
        (vec![extension(oids::AUTHORITY_KEY_IDENTIFIER, &TRUE, &[0x30, 3, 0x80, 1, 7])], &[critical]),
        (
            vec![extension(oids::AUTHORITY_KEY_IDENTIFIER, &FALSE, &[0x30, 3, 0x80, 1, 7])],
            &[Finding::DefaultWrittenOut { field: "extensions[].critical" }],
        ),
        (vec![half], &[Finding::AuthorityCertHalfNamed]),
        (as_authority(extension(basic, &TRUE, &[0x30, 3, 1, 1, 0xff])), &[]),
        (
            as_authority(extension(basic, &[], &[0x30, 3, 1, 1, 0xff])),
            &[Finding::NotCritical { extension: constraints }],
        ),
        (
            with_key(extension(basic, &TRUE, &[0x30, 3, 1, 1, 0xff])),
            &[Finding::ExtensionAbsent { extension: "subjectKeyIdentifier" }],
        ),
        (
            with_key(extension(basic, &[], &[0x30, 3, 1, 1, 0])),
            &[Finding::DefaultWrittenOut { field: "basicConstraints.cA" }],
        ),
        (
            as_authority(extension(basic, &TRUE, &[0x30, 3, 1, 1, 1])),
            &[Finding::BooleanForm { field: "basicConstraints.cA" }],
        ),
        (with_key(extension(basic, &[], &[0x30, 3, 2, 1, 0])), &[Finding::PathLengthWithoutAuthority]),
        (with_key(extension(oids::KEY_USAGE, &TRUE, &[3, 1, 0])), &[Finding::KeyUsageEmpty]),
        (
            with_key(extension(oids::KEY_USAGE, &TRUE, &[3, 2, 0, 0x80])),
            &[Finding::BitsNotMinimal { field: "keyUsage" }],
        ),
        (with_key(extension(oids::KEY_USAGE, &TRUE, &[3, 2, 7, 0x80])), &[]),
        (
            with_key(extension(oids::OCSP_NO_CHECK, &[], &[0, 5])),
            &[Finding::ExtensionValue { extension: "id-pkix-ocsp-nocheck" }],
        ),
    ];
    for (list, expected) in cases {
        assert_eq!(new_in_certificate(7, &with_extensions(&list)), expected);
    }
    let host = extension(oids::SUBJECT_ALT_NAME, &[], &[0x30, 4, 0x82, 2, 0xd0, 0x98]);
    let expected = [Finding::CharacterNotOfType { field: "subjectAltName" }];
    assert_eq!(new_in_certificate(7, &with_extensions(&with_key(host))), expected);
    let host = extension(oids::SUBJECT_ALT_NAME, &[], &[0x30, 5, 0x82, 3, b'a', 0, b'b']);
    let expected = [Finding::ControlCharacter { field: "subjectAltName" }];
    assert_eq!(new_in_certificate(7, &with_extensions(&with_key(host))), expected);
}

/// Version, algorithm, issuer, thisUpdate, nextUpdate, entries, extensions.
#[test]
fn odd_lists_are_noted() {
    let der = fixture("ec/int.crl");
    let found = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let der = changed(&der, |fields| change(fields));
        CrlBuf::from_der(der).expect("accepted").view().findings()
    };
    assert_eq!(children(&children(&der)[0]).len(), 7);
    assert_eq!(found(&|fields| drop(fields.remove(4))), [Finding::NextUpdateAbsent]);
    assert_eq!(found(&|fields| fields[5] = vec![0x30, 0]), [Finding::EmptyList]);
    assert_eq!(found(&|fields| drop(fields.remove(5))), []);
    let reversed = found(&|fields| fields.swap(3, 4));
    assert_eq!(reversed, [Finding::PeriodReversed { field: "tbsCertList.nextUpdate" }]);
    let version_1 = found(&|fields| {
        fields.truncate(5);
        fields.remove(0);
    });
    assert_eq!(version_1, [Finding::CrlVersion1]);
    let number = extension(oids::CRL_NUMBER, &TRUE, &[2, 1, 7]);
    let list = element(Tag::context(0), &[&sequence(&[number])]);
    let expected = [
        Finding::Critical { extension: "cRLNumber" },
        Finding::ExtensionAbsent { extension: "authorityKeyIdentifier" },
    ];
    assert_eq!(found(&|fields| fields[6] = list.clone()), expected);

    let with_entry = |parts: &[Vec<u8>]| {
        let list = sequence(&[sequence(parts)]);
        found(&|fields| fields[5] = list.clone())
    };
    let (serial, date) = (vec![2, 1, 7], element(Tag::UTC_TIME, &[b"200101000000Z"]));
    let with_extension =
        |extension: Vec<u8>| with_entry(&[serial.clone(), date.clone(), sequence(&[extension])]);
    assert_eq!(with_entry(&[serial.clone(), date.clone()]), []);
    let later = element(Tag::UTC_TIME, &[b"490101000000Z"]);
    assert_eq!(with_entry(&[serial.clone(), later]), [Finding::RevokedLater]);
    let generalized = element(Tag::GENERALIZED_TIME, &[b"20200101000000Z"]);
    let expected = [Finding::TimeForm { field: "revokedCertificates[].revocationDate" }];
    assert_eq!(with_entry(&[serial.clone(), generalized]), expected);
    let expected = [Finding::EmptyExtensions { field: "revokedCertificates[].crlEntryExtensions" }];
    assert_eq!(with_entry(&[serial.clone(), date.clone(), vec![0x30, 0]]), expected);
    assert_eq!(with_extension(extension(oids::CRL_REASON, &[], &[10, 1, 0])), [Finding::UnspecifiedReason]);
    assert_eq!(with_extension(extension(oids::CRL_REASON, &[], &[10, 1, 1])), []);
    assert_eq!(
        with_extension(extension(oids::CRL_REASON, &[], &[10, 1, 8])),
        [Finding::RemovalFromCompleteList]
    );
    let early = extension(oids::INVALIDITY_DATE, &[], &element(Tag::UTC_TIME, &[b"190101000000Z"]));
    let expected = [Finding::TimeForm { field: "revokedCertificates[].invalidityDate" }];
    assert_eq!(with_extension(early), expected);
    let issuer = extension(oids::CERTIFICATE_ISSUER, &TRUE, &[0x30, 4, 0xa4, 2, 0x30, 0]);
    assert_eq!(with_extension(issuer), [Finding::CertificateIssuerInDirectList]);
}

#[test]
fn findings_say_what_and_where() {
    let finding = Finding::TimeForm { field: "tbsCertList.thisUpdate" };
    assert_eq!(finding.to_string(), "time-form in tbsCertList.thisUpdate");
    assert_eq!(Finding::EmptyList.to_string(), "empty-list");
}
