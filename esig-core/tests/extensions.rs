//! Extensions of certificates: a good value is read, the same value with one thing broken is refused.

mod common;

use common::fixture;
use esig_core::cert::ext::{GeneralName, PolicyQualifier, QcStatement, ToolClass, oids};
use esig_core::encode::element;
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::{Element, Tag};
use esig_core::{Extensions, ParsedCertificate};

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(Tag::SEQUENCE, parts)
}

fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()])
}

/// A certificate whose only extension is that one.
fn certificate(extension: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    let children = |der: &[u8]| {
        let mut reader = Element::from_der(der, "test").expect("DER").reader();
        let mut children = Vec::new();
        while !reader.is_empty() {
            children.push(reader.any("test").expect("element").as_bytes().to_vec());
        }
        children
    };
    let mut parts = children(&fixture("ec/signer.cer"));
    let mut fields = children(&parts[0]);
    let extension = sequence(&[&oid(extension), &element(Tag::OCTET_STRING, &[value])]);
    fields[7] = element(Tag::context(3), &[&sequence(&[&extension])]);
    parts[0] = sequence(&[&fields.concat()]);
    sequence(&[&parts.concat()])
}

/// Reads the extension through `read`, after it was checked with all others.
fn with<T>(extension: ObjectIdentifier, value: &[u8], read: impl FnOnce(Extensions<'_>) -> T) -> T {
    let der = certificate(extension, value);
    let parsed = ParsedCertificate::parse(&der).expect("decoded on demand");
    parsed.view().check_contents().expect("well-formed");
    read(parsed.view().extensions())
}

fn refuse(extension: ObjectIdentifier, value: &[u8]) {
    let der = certificate(extension, value);
    let parsed = ParsedCertificate::parse(&der).expect("decoded on demand");
    assert!(parsed.view().check_contents().is_err(), "{extension}: {value:02x?}");
}

fn uri(text: &str) -> Vec<u8> {
    element(Tag::context_primitive(6), &[text.as_bytes()])
}

#[test]
fn qualifiers_of_policies() {
    let notice = |text: &[u8]| {
        let reference =
            sequence(&[&element(Tag::UTF8_STRING, &[b"Org"]), &sequence(&[&[2, 1, 1], &[2, 1, 2]])]);
        sequence(&[&reference, text])
    };
    let policy = |notice: &[u8]| {
        let cps = sequence(&[&oid(oids::CPS), &element(Tag::IA5_STRING, &[b"http://cps"])]);
        let notice = sequence(&[&oid(oids::USER_NOTICE), notice]);
        let other = sequence(&[&[6, 2, 0x2a, 3], &[5, 0]]);
        sequence(&[&sequence(&[&oid(oids::KC1), &sequence(&[&cps, &notice, &other])])])
    };
    let text = element(Tag::BMP_STRING, &[&[4, 0x18]]);
    with(oids::CERTIFICATE_POLICIES, &policy(&notice(&text)), |extensions| {
        let policies = extensions.certificate_policies().expect("well-formed").expect("present");
        let qualifiers: Vec<_> = policies.information().flat_map(|policy| policy.qualifiers()).collect();
        let [PolicyQualifier::CpsUri(b"http://cps"), PolicyQualifier::UserNotice(notice), other] =
            &qualifiers[..]
        else {
            panic!("{qualifiers:?}");
        };
        assert_eq!(notice.organization().as_deref(), Some("Org"));
        assert_eq!(notice.explicit_text().as_deref(), Some("И"));
        assert!(matches!(other, PolicyQualifier::Other { .. }));
    });
    with(oids::CERTIFICATE_POLICIES, &policy(&sequence(&[])), |_| ());
    refuse(oids::CERTIFICATE_POLICIES, &policy(&notice(&element(Tag::BMP_STRING, &[&[4]]))));
    refuse(oids::CERTIFICATE_POLICIES, &policy(&text));
}

#[test]
fn classes_of_signature_means() {
    let policies: Vec<u8> =
        [oids::KC1, oids::KC2, oids::ANY_POLICY].map(|policy| sequence(&[&oid(policy)])).concat();
    with(oids::CERTIFICATE_POLICIES, &sequence(&[&policies]), |extensions| {
        let policies = extensions.certificate_policies().expect("well-formed").expect("present");
        assert_eq!(policies.tool_class(), Some(ToolClass::Kc2));
        assert_eq!(
            policies.iter().filter_map(ToolClass::from_policy).map(ToolClass::name).last(),
            Some("КС2")
        );
    });
}

#[test]
fn statements_of_qualified_certificates() {
    let statement = |id: ObjectIdentifier, info: &[u8]| sequence(&[&oid(id), info]);
    let printable = |text: &str| element(Tag::PRINTABLE_STRING, &[text.as_bytes()]);
    let pds = sequence(&[&sequence(&[&element(Tag::IA5_STRING, &[b"https://pds"]), &printable("en")])]);
    let list = [
        statement(oids::QC_COMPLIANCE, &[]),
        statement(oids::QC_SSCD, &[]),
        statement(oids::QC_LIMIT_VALUE, &sequence(&[&printable("EUR"), &[2, 1, 5], &[2, 1, 3]])),
        statement(oids::QC_RETENTION_PERIOD, &[2, 1, 15]),
        statement(oids::QC_PDS, &pds),
        statement(oids::QC_TYPE, &sequence(&[&oid(oids::QC_TYPE_ESIGN)])),
        statement(oids::QC_CC_LEGISLATION, &sequence(&[&printable("CH")])),
        statement(oids::PKIX_QC_SYNTAX_V2, &sequence(&[&[6, 2, 0x2a, 3]])),
        statement(ObjectIdentifier::new_unwrap("1.2.3.4"), &[5, 0]),
    ];
    with(oids::QC_STATEMENTS, &sequence(&[&list.concat()]), |extensions| {
        let statements = extensions.qc_statements().expect("well-formed").expect("present");
        let statements: Vec<_> = statements.iter().collect();
        assert!(
            matches!(statements[0], QcStatement::QcCompliance)
                && matches!(statements[1], QcStatement::QcSscd)
        );
        let QcStatement::QcLimitValue(limit) = &statements[2] else { panic!("{statements:?}") };
        assert_eq!((limit.currency.contents(), limit.amount, limit.exponent), (&b"EUR"[..], 5, 3));
        assert!(matches!(statements[3], QcStatement::QcRetentionPeriod(15)));
        let QcStatement::QcPds(pds) = &statements[4] else { panic!("{statements:?}") };
        assert_eq!(pds.iter().collect::<Vec<_>>(), [(&b"https://pds"[..], &b"en"[..])]);
        let QcStatement::QcType(types) = &statements[5] else { panic!("{statements:?}") };
        assert!(types.iter().all(|kind| kind == oids::QC_TYPE_ESIGN) && types.iter().count() == 1);
        let QcStatement::QcCcLegislation(countries) = &statements[6] else { panic!("{statements:?}") };
        assert_eq!(countries.iter().collect::<Vec<_>>(), [b"CH"]);
        assert!(matches!(statements[7], QcStatement::PkixQcSyntax { semantics_identifier: Some(_) }));
        assert!(matches!(statements[8], QcStatement::Other { statement_info: Some(_), .. }));
    });
    let broken = [
        statement(oids::QC_LIMIT_VALUE, &[]),
        statement(oids::QC_LIMIT_VALUE, &sequence(&[&[5, 0], &[2, 1, 5], &[2, 1, 3]])),
        statement(oids::QC_RETENTION_PERIOD, &[2, 1, 0xff]),
        statement(oids::QC_TYPE, &sequence(&[&[5, 0]])),
        statement(oids::QC_CC_LEGISLATION, &sequence(&[&[5, 0]])),
        statement(oids::QC_PDS, &sequence(&[&sequence(&[&printable("en")])])),
    ];
    broken.iter().for_each(|statement| refuse(oids::QC_STATEMENTS, &sequence(&[statement])));
    refuse(oids::QC_STATEMENTS, &sequence(&[]));
}

#[test]
fn points_and_places() {
    let point = |uri: &[u8]| {
        let name = element(Tag::context(0), &[&element(Tag::context(0), &[uri])]);
        sequence(&[&sequence(&[&name])])
    };
    with(oids::FRESHEST_CRL, &point(&uri("http://delta")), |extensions| {
        let points = extensions.freshest_crl().expect("well-formed").expect("present");
        assert_eq!(points.uris().collect::<Vec<_>>(), [b"http://delta"]);
        assert!(extensions.crl_distribution_points().is_ok_and(|points| points.is_none()));
    });
    refuse(oids::FRESHEST_CRL, &sequence(&[&sequence(&[])]));
    refuse(oids::FRESHEST_CRL, &point(&[]));
    // A relative name is a SET of attributes.
    let attribute = sequence(&[&[6, 3, 0x55, 4, 3], &element(Tag::UTF8_STRING, &[b"shard"])]);
    let relative = |attributes: &[u8]| {
        sequence(&[&sequence(&[&element(Tag::context(0), &[&element(Tag::context(1), &[attributes])])])])
    };
    with(oids::CRL_DISTRIBUTION_POINTS, &relative(&attribute), |_| ());
    refuse(oids::CRL_DISTRIBUTION_POINTS, &relative(&[]));
    refuse(oids::CRL_DISTRIBUTION_POINTS, &relative(&[5, 0]));

    let access = |method, uri: &[u8]| sequence(&[&sequence(&[&oid(method), uri])]);
    with(oids::SUBJECT_INFO_ACCESS, &access(oids::CA_REPOSITORY, &uri("http://ca")), |extensions| {
        let access = extensions.subject_info_access().expect("well-formed").expect("present");
        assert_eq!(access.uris(oids::CA_REPOSITORY).collect::<Vec<_>>(), [b"http://ca"]);
        assert_eq!(access.uris(oids::OCSP).count(), 0);
    });
    refuse(oids::SUBJECT_INFO_ACCESS, &access(oids::CA_REPOSITORY, &[5, 0]));
}

#[test]
fn names_and_attributes() {
    let other = element(Tag::context(0), &[&[6, 2, 0x2a, 3], &element(Tag::context(0), &[&[5, 0]])]);
    let x400 = element(Tag::context(3), &[&[0x30, 0]]);
    let edi = element(Tag::context(5), &[&element(Tag::context(1), &[&[12, 1, b'a']])]);
    let names = sequence(&[&other, &x400, &edi, &uri("urn:x")]);
    with(oids::ISSUER_ALT_NAME, &names, |extensions| {
        let names = extensions.issuer_alt_name().expect("well-formed").expect("present");
        let names: Vec<_> = names.iter().collect();
        assert!(matches!(&names[0], GeneralName::OtherName(name) if name.value.tag() == Tag::NULL));
        assert!(
            matches!(names[1], GeneralName::X400Address(_))
                && matches!(names[2], GeneralName::EdiPartyName(_))
        );
        assert!(matches!(names[3], GeneralName::Uri(b"urn:x")));
    });
    refuse(oids::ISSUER_ALT_NAME, &sequence(&[&element(Tag::context(0), &[&[6, 2, 0x2a, 3]])]));
    refuse(oids::ISSUER_ALT_NAME, &sequence(&[&element(Tag::context_primitive(3), &[&[0x30, 0]])]));
    refuse(oids::ISSUER_ALT_NAME, &sequence(&[&element(Tag::context(9), &[])]));

    let attribute =
        |values: &[u8]| sequence(&[&sequence(&[&[6, 3, 0x55, 4, 3], &element(Tag::SET, &[values])])]);
    with(oids::SUBJECT_DIRECTORY_ATTRIBUTES, &attribute(&[12, 1, b'a']), |extensions| {
        let attributes = extensions.subject_directory_attributes().expect("well-formed").expect("present");
        assert_eq!(
            attributes.iter().map(|(_, values)| values.contents()).collect::<Vec<_>>(),
            [[12, 1, b'a']]
        );
    });
    refuse(oids::SUBJECT_DIRECTORY_ATTRIBUTES, &attribute(&[]));
    refuse(oids::SUBJECT_DIRECTORY_ATTRIBUTES, &attribute(&[12, 2, b'a']));
}

/// RFC 6960 §4.2.2.2.1: presence is all that counts, since some issuers write the value wrong.
#[test]
fn no_check_is_there_or_not() {
    for value in [&[5, 0][..], &[0, 5], &[]] {
        assert!(with(oids::OCSP_NO_CHECK, value, |extensions| extensions.ocsp_no_check()));
    }
    assert!(!with(oids::KEY_USAGE, &[3, 2, 7, 0x80], |extensions| extensions.ocsp_no_check()));
}

#[test]
fn an_authority_may_write_true_as_one() {
    let is_authority = |value: &[u8]| {
        with(oids::BASIC_CONSTRAINTS, value, |extensions| extensions.basic_constraints().unwrap().unwrap().ca)
    };
    assert!(is_authority(&[0x30, 3, 1, 1, 0xff]) && is_authority(&[0x30, 3, 1, 1, 1]));
    assert!(!is_authority(&[0x30, 3, 1, 1, 0]) && !is_authority(&[0x30, 0]));
    refuse(oids::BASIC_CONSTRAINTS, &[0x30, 2, 1, 0]);
    refuse(oids::BASIC_CONSTRAINTS, &[0x30, 4, 1, 2, 0, 1]);
}
