//! Time-stamps: what is written is read back, what OpenSSL writes is read, what is damaged is refused.
#![cfg(feature = "rustcrypto")]

mod common;

use common::{children, fixture, sequence};
use core::time::Duration;
use esig_core::cert::ext::{GeneralName, oids as certificate_oids};
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::limits::{MAX_SERIAL_OCTETS, MAX_TSP_OCTETS};
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::{Element, Tag};
use esig_core::tsp::{
    Accuracy, FailureReason, MessageImprint, NewRequest, NewTstInfo, PkiStatus, TimeStampReq, TimeStampResp,
    TstInfo, encode_granted, encode_refusal, oids,
};
use esig_core::{CertificateBuf, DigestAlgorithm, DigestValue, Error, Finding, ParseError, Provider};
use time::UtcDateTime;

const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.4");

fn digest(algorithm: DigestAlgorithm) -> DigestValue {
    Provider::rustcrypto().digest(algorithm, b"abc").expect("every digest")
}

fn time(seconds: i64, nanosecond: u32) -> UtcDateTime {
    let time = UtcDateTime::from_unix_timestamp(1_796_126_400 + seconds).expect("in range");
    time.replace_nanosecond(nanosecond).expect("below a second")
}

fn octets(hexadecimal: &str) -> Vec<u8> {
    let digit = |index| u8::from_str_radix(&hexadecimal[index..index + 2], 16).expect("hexadecimal");
    (0..hexadecimal.len()).step_by(2).map(digit).collect()
}

fn malformed<T>(result: Result<T, Error>) -> ParseError {
    match result {
        Err(Error::Malformed(error)) => error,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("accepted"),
    }
}

fn extension(oid: ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let oid = element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()]);
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    element(Tag::SEQUENCE, &[&oid, critical, &element(Tag::OCTET_STRING, &[value])])
}

fn info() -> NewTstInfo {
    let imprint = MessageImprint::encode(&digest(DigestAlgorithm::Streebog256));
    NewTstInfo::new(POLICY, &imprint, &[0xca, 0xfe], time(0, 0))
}

/// Everything that a TSTInfo can have.
fn full_info() -> NewTstInfo {
    let subject = CertificateBuf::from_der(fixture("ec/int.cer")).expect("certificate");
    NewTstInfo {
        gen_time: time(0, 250_000_000),
        accuracy: Some(Accuracy { seconds: 1, millis: 500, micros: 7 }),
        ordering: true,
        nonce: Some(vec![0x7f, 1]),
        extensions: vec![extension(POLICY, false, &[5, 0])],
        ..info().with_tsa(&subject.view().subject())
    }
}

/// The DER of `full_info` with one field replaced.
fn changed(number: usize, field: &[u8]) -> Vec<u8> {
    let mut fields = children(&full_info().encode().expect("in range"));
    fields[number] = field.to_vec();
    sequence(&fields)
}

fn findings(der: &[u8]) -> Vec<Finding> {
    TstInfo::parse(der).expect("accepted").findings()
}

/// `openssl ts -query -data abc -sha256 -tspolicy 1.2.3.4 -cert`, and by the GOST engine
/// `openssl ts -query -data abc -md_gost12_256 -no_nonce` (OpenSSL 3.0.22; `abc` has these three octets).
#[test]
fn requests_of_openssl_are_read() {
    let der = octets(
        "30490201013031300d060960864801650304020105000420ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61\
         f20015ad06032a030402090094749ffdf7817a970101ff",
    );
    let request = TimeStampReq::parse(&der).expect("request");
    assert_eq!(request.message_imprint().digest(), Ok(digest(DigestAlgorithm::Sha256)));
    assert!(request.req_policy().is_some_and(|policy| policy == POLICY) && request.cert_req());
    assert_eq!(request.nonce(), Some(&octets("0094749ffdf7817a97")[..]));

    let der = octets(
        "30350201013030300c06082a850307010102020500\
         04204e2919cf137ed41ec4fb6270c61826cc4fffb660341e0af3688cd0626d23b481",
    );
    let request = TimeStampReq::parse(&der).expect("request");
    let ours = MessageImprint::encode(&digest(DigestAlgorithm::Streebog256));
    let ours = MessageImprint::parse(Element::from_der(&ours, "test").expect("DER")).expect("imprint");
    assert!(request.message_imprint().means_the_same(&ours), "NULL and nothing mean the same");
    assert!(request.req_policy().is_none() && request.nonce().is_none() && !request.cert_req());
    assert!(request.unknown_extension().is_none());
}

#[test]
fn a_request_is_read_back() {
    for algorithm in DigestAlgorithm::all() {
        let plain = NewRequest::over(&digest(algorithm)).encode();
        let request = TimeStampReq::parse(&plain).expect("request");
        assert_eq!(request.message_imprint().digest(), Ok(digest(algorithm)));
        assert_eq!((request.nonce(), request.cert_req()), (None, false));
    }
    let full = NewRequest::over(&digest(DigestAlgorithm::Sha256))
        .with_policy(&POLICY)
        .with_nonce(&[0, 0x80, 1])
        .with_certificate()
        .with_extension(&extension(POLICY, false, &[]))
        .encode();
    let request = TimeStampReq::parse(&full).expect("request");
    assert!(request.req_policy().is_some_and(|policy| policy == POLICY) && request.cert_req());
    assert_eq!(request.nonce(), Some(&[0, 0x80, 1][..]), "positive, and as short as can be");
    assert_eq!(
        request.unknown_extension().map(|extension| extension.oid.to_string()),
        Some("1.2.3.4".into())
    );
    assert_eq!(request.as_der(), full);
    for length in 0..full.len() {
        assert!(TimeStampReq::parse(&full[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn a_tst_info_is_read_back() {
    let der = full_info().encode().expect("in range");
    let info = TstInfo::parse(&der).expect("TSTInfo");
    assert!(info.policy() == POLICY && info.ordering() && info.as_der() == der);
    assert_eq!(info.message_imprint().digest(), Ok(digest(DigestAlgorithm::Streebog256)));
    assert_eq!(
        (info.serial_number().to_string().as_str(), info.gen_time()),
        ("00cafe", time(0, 250_000_000))
    );
    assert_eq!(info.accuracy().map(Accuracy::to_duration), Some(Duration::from_micros(1_500_007)));
    assert_eq!(info.nonce(), Some(&[0x7f, 1][..]));
    assert!(matches!(info.tsa(), Some(GeneralName::DirectoryName(_))));
    assert_eq!(info.extensions().iter().count(), 1);
    assert_eq!((info.findings(), info.unknown_critical_extension()), (vec![], None));

    let plain = self::info().encode().expect("in range");
    let info = TstInfo::parse(&plain).expect("TSTInfo");
    assert_eq!((info.accuracy(), info.ordering(), info.nonce()), (None, false, None));
    assert!(info.tsa().is_none() && info.extensions().is_empty() && info.findings().is_empty());
    for length in 0..der.len() {
        assert!(TstInfo::parse(&der[..length]).is_err(), "cut at {length}");
    }
}

/// Each OPTIONAL field removed in turn is a TSTInfo still, each other field removed is none (x509.md no. 23).
#[test]
fn fields_are_optional_where_the_standard_says_so() {
    let fields = children(&full_info().encode().expect("in range"));
    let optional = 5..=9;
    for number in 0..fields.len() {
        let mut kept = fields.clone();
        kept.remove(number);
        let read = TstInfo::parse(&sequence(&kept)).is_ok();
        assert_eq!(read, optional.contains(&number), "without field {number}");
    }
    let request = NewRequest::over(&digest(DigestAlgorithm::Sha256)).with_policy(&POLICY).with_nonce(&[1]);
    let request = request.with_certificate().with_extension(&extension(POLICY, false, &[])).encode();
    let fields = children(&request);
    for number in 0..fields.len() {
        let mut kept = fields.clone();
        kept.remove(number);
        assert_eq!(TimeStampReq::parse(&sequence(&kept)).is_ok(), number >= 2, "without field {number}");
    }
}

/// Parameters of the digest algorithm are the ANY of these types (x509.md no. 23).
#[test]
fn any_type_may_stand_for_any() {
    for first in 1..=30 {
        let any = element(Tag::from_first_octet(first).expect("short form"), &[&[0x30]]);
        let oid = element(Tag::OBJECT_IDENTIFIER, &[DigestAlgorithm::Sha256.oid().as_bytes()]);
        let algorithm = element(Tag::SEQUENCE, &[&oid, &any]);
        let imprint = element(Tag::SEQUENCE, &[&algorithm, &element(Tag::OCTET_STRING, &[&[1; 32]])]);
        let der = changed(2, &imprint);
        let info = TstInfo::parse(&der).expect("an AlgorithmIdentifier");
        let is_null = first == Tag::NULL.first_octet();
        assert_eq!(info.message_imprint().digest().is_ok(), is_null, "tag {first:02x}");
    }
}

#[test]
fn every_damaged_octet_is_survived() {
    let info = full_info().encode().expect("in range");
    let refusal = encode_refusal(FailureReason::UnacceptedPolicy, "no such policy");
    let request = NewRequest::over(&digest(DigestAlgorithm::Sha256)).with_nonce(&[9; 8]).encode();
    for der in [info, refusal, request] {
        for at in 0..der.len() {
            for octet in [0, 0x7f, 0x80, 0xff, der[at] ^ 0x20, der[at].wrapping_add(1)] {
                let mut damaged = der.clone();
                damaged[at] = octet;
                if let Ok(info) = TstInfo::parse(&damaged) {
                    let _ = (info.findings(), info.claims_to_be_qualified(), info.is_before(&info));
                    let _ = (info.message_imprint().digest(), info.unknown_critical_extension());
                }
                if let Ok(response) = TimeStampResp::parse(&damaged) {
                    let _ = response.status_info().to_string();
                }
                let _ = TimeStampReq::parse(&damaged).map(|request| request.unknown_extension().is_some());
            }
        }
    }
}

#[test]
fn imprints_have_the_length_of_their_digest() {
    let algorithm = DigestAlgorithm::Sha256.to_identifier();
    for (length, is_allowed) in [(0, false), (20, false), (31, false), (32, true), (33, false), (64, false)] {
        let value = element(Tag::OCTET_STRING, &[&vec![1; length]]);
        let der = changed(2, &element(Tag::SEQUENCE, &[&algorithm, &value]));
        assert_eq!(TstInfo::parse(&der).is_ok(), is_allowed, "{length} octets");
    }
    let nobodys = element(Tag::SEQUENCE, &[&element(Tag::OBJECT_IDENTIFIER, &[POLICY.as_bytes()])]);
    let der = changed(2, &element(Tag::SEQUENCE, &[&nobodys, &element(Tag::OCTET_STRING, &[&[1; 5]])]));
    let imprint = TstInfo::parse(&der).expect("any length").message_imprint();
    let error = imprint.digest().expect_err("unknown");
    assert_eq!((error.algorithm.as_str(), error.field), ("1.2.3.4", "messageImprint.hashAlgorithm"));
}

#[test]
fn what_is_odd_is_found() {
    let gen_time = |text: &str| changed(4, &element(Tag::GENERALIZED_TIME, &[text.as_bytes()]));
    let form = Finding::TimeFractionForm { field: "TSTInfo.genTime" };
    assert_eq!(findings(&gen_time("20261201000000.5Z")), []);
    assert_eq!(findings(&gen_time("20261201000000Z")), []);
    assert_eq!(findings(&gen_time("20261201000000.50Z")), [form]);
    assert_eq!(findings(&gen_time("20261201000000,5Z")), [form]);
    assert_eq!(findings(&changed(5, &[0x30, 3, 0x80, 1, 0])), [Finding::AccuracyZero]);
    let ordering = Finding::DefaultWrittenOut { field: "TSTInfo.ordering" };
    assert_eq!(findings(&changed(6, &[1, 1, 0])), [ordering]);
    assert_eq!(findings(&changed(3, &element(Tag::INTEGER, &[&[1; 21]]))), [Finding::SerialNumberLong]);
    let empty = Finding::EmptyExtensions { field: "TSTInfo.extensions" };
    assert_eq!(findings(&changed(9, &element(Tag::context(1), &[]))), [empty]);
}

#[test]
fn what_leaves_the_meaning_open_is_refused() {
    let error = malformed(TstInfo::parse(&changed(0, &[2, 1, 2])));
    assert_eq!(
        (error.kind, error.production),
        (ParseErrorKind::UnknownVersion { found: 2 }, "TSTInfo.version")
    );
    let error =
        malformed(TstInfo::parse(&changed(3, &element(Tag::INTEGER, &[&[1; MAX_SERIAL_OCTETS + 1]]))));
    assert_eq!(error.code(), "E-LIMIT-EXCEEDED");
    let twice = [extension(POLICY, false, &[]), extension(POLICY, false, &[])].concat();
    let error = malformed(TstInfo::parse(&changed(9, &element(Tag::context(1), &[&twice]))));
    assert_eq!(error.kind, ParseErrorKind::Duplicate);
    for (number, field) in [
        (4, &[0x17, 13, 0x32, 0x36, 0x31, 0x32, 0x30, 0x31, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x5a][..]),
        (5, &[0x30, 4, 0x80, 2, 3, 0xe8]),
        (6, &[1, 1, 1]),
        (7, &[2, 2, 0, 1]),
        (8, &[0xa0, 2, 5, 0]),
    ] {
        assert!(TstInfo::parse(&changed(number, field)).is_err(), "field {number}");
    }
    let long = vec![0x30; MAX_TSP_OCTETS + 1];
    assert_eq!(malformed(TimeStampReq::parse(&long)).code(), "E-LIMIT-EXCEEDED");
    assert_eq!(malformed(TimeStampResp::parse(&long)).code(), "E-LIMIT-EXCEEDED");
}

#[test]
fn extensions_are_understood_or_named() {
    let statement = |oid: ObjectIdentifier| {
        let statement = element(Tag::SEQUENCE, &[&element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()])]);
        element(Tag::SEQUENCE, &[&statement])
    };
    let with = |critical, oid, value: &[u8]| {
        let extensions = vec![extension(oid, critical, value)];
        NewTstInfo { extensions, ..info() }.encode().expect("in range")
    };
    let qualified = with(false, certificate_oids::QC_STATEMENTS, &statement(oids::QUALIFIED_TIME_STAMP));
    let info = TstInfo::parse(&qualified).expect("TSTInfo");
    assert_eq!((info.claims_to_be_qualified(), info.findings()), (Ok(true), vec![]));
    let critical = with(true, certificate_oids::QC_STATEMENTS, &statement(POLICY));
    let info = TstInfo::parse(&critical).expect("TSTInfo");
    assert_eq!((info.claims_to_be_qualified(), info.unknown_critical_extension()), (Ok(false), None));
    assert_eq!(info.findings(), [Finding::Critical { extension: "qcStatements" }]);
    let malformed = with(false, certificate_oids::QC_STATEMENTS, &[5, 0]);
    assert!(TstInfo::parse(&malformed).expect("TSTInfo").claims_to_be_qualified().is_err());

    let nobodys = with(true, POLICY, &[]);
    let unknown =
        TstInfo::parse(&nobodys).expect("TSTInfo").unknown_critical_extension().map(|found| found.oid);
    assert!(unknown.is_some_and(|oid| oid == POLICY));
    let nobodys = with(false, POLICY, &[]);
    assert!(TstInfo::parse(&nobodys).expect("TSTInfo").unknown_critical_extension().is_none());
}

#[test]
fn tokens_are_ordered_by_time_and_accuracy() {
    let second = Accuracy { seconds: 1, ..Accuracy::default() };
    let made = |seconds, accuracy, ordering| {
        NewTstInfo { gen_time: time(seconds, 0), accuracy, ordering, ..info() }.encode().expect("in range")
    };
    let is_before = |first: Vec<u8>, second: Vec<u8>| {
        let read = |der| TstInfo::parse(der).expect("TSTInfo");
        read(&first).is_before(&read(&second))
    };
    assert!(is_before(made(0, Some(second), false), made(3, Some(second), false)));
    assert!(!is_before(made(0, Some(second), false), made(2, Some(second), false)), "no more than the sum");
    assert!(!is_before(made(0, Some(second), true), made(2, Some(second), false)));
    assert!(is_before(made(0, Some(second), true), made(1, Some(second), true)));
    assert!(is_before(made(0, None, false), made(1, None, false)));
    assert!(!is_before(made(0, None, true), made(0, None, true)));
}

#[test]
fn a_response_is_read_back() {
    let token = element(Tag::SEQUENCE, &[&[5, 0]]);
    let der = encode_granted(&token);
    let response = TimeStampResp::parse(&der).expect("response");
    assert_eq!((response.status_info().status(), response.token()), (PkiStatus::Granted, Some(&token[..])));
    assert_eq!(response.status_info().to_string(), "granted");

    for reason in [FailureReason::BadAlg, FailureReason::UnacceptedPolicy, FailureReason::SystemFailure] {
        let der = encode_refusal(reason, "нет такой\npolicy");
        let response = TimeStampResp::parse(&der).expect("response");
        let status = response.status_info();
        assert_eq!((status.status(), response.token()), (PkiStatus::Rejection, None));
        assert!(status.fail_info().is_some_and(|info| info.reasons().eq([reason])));
        assert_eq!(status.status_string().collect::<Vec<_>>(), ["нет такой\npolicy"]);
        assert_eq!(status.to_string(), format!("rejection ({reason}): нет такой\\npolicy"));
    }
    let bare = encode_refusal(FailureReason::BadRequest, "");
    assert_eq!(bare, [0x30, 9, 0x30, 7, 2, 1, 2, 3, 2, 5, 0x20], "named bits end in a one");
}

/// Indefinite lengths around the token, as software that writes it in one pass has them.
#[test]
fn a_response_may_be_ber() {
    let token = [0x30, 0x80, 5, 0, 0, 0];
    let der = [&[0x30, 0x80, 0x30, 0x80, 2, 1, 1, 0, 0][..], &token, &[0, 0]].concat();
    let response = TimeStampResp::parse(&der).expect("response");
    assert_eq!(response.status_info().status(), PkiStatus::GrantedWithMods);
    assert_eq!(response.token(), Some(&token[..]));
}

#[test]
fn status_and_token_agree() {
    let token = element(Tag::SEQUENCE, &[&[5, 0]]);
    let response = |status: u8, token: &[u8]| {
        let status = element(Tag::SEQUENCE, &[&[2, 1, status]]);
        element(Tag::SEQUENCE, &[&status, token])
    };
    for status in 0..=5 {
        let [with, without] = [&token[..], &[]].map(|token| response(status, token));
        assert_eq!(TimeStampResp::parse(&with).is_ok(), status < 2, "{status} with a token");
        assert_eq!(TimeStampResp::parse(&without).is_ok(), status >= 2, "{status} without one");
    }
    let error = malformed(TimeStampResp::parse(&response(6, &token)));
    assert_eq!((error.kind, error.production), (ParseErrorKind::InvalidValue, "TimeStampResp.status.status"));
    let error = malformed(TimeStampResp::parse(&response(0, &[])));
    assert_eq!((error.kind, error.production), (ParseErrorKind::Empty, "TimeStampResp.timeStampToken"));
}
