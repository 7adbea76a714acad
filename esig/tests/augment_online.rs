//! Signatures raised with what the network has: authorities in turn, and evidence fetched on the way.

use std::time::Duration;

use esig::cms::{Level, SignedDataBuf};
use esig::core::oid::ObjectIdentifier;
use esig::core::tsp::FailureReason;
use esig::http::{HttpClient, HttpLimits, HttpSettings, HttpTsa};
use esig::token::Password;
use esig::{
    AugmentOptions, Content, Error, SignOptions, StampError, TargetLevel, TsaList, Verdict, VerifyOptions,
    WhyNoStamp,
};
use esig_testkit::{Family, Fault, Served, Signer, TestServer, TsaFault};
use time::UtcDateTime;

const CONTENT: &[u8] = b"any octets";

fn server(family: Family, seed: u64) -> TestServer {
    TestServer::start(family, seed, UtcDateTime::now()).unwrap()
}

fn settings() -> HttpSettings {
    let mut limits = HttpLimits::DEFAULT;
    (limits.request_time, limits.total_time) = (Duration::from_secs(1), Duration::from_secs(5));
    HttpSettings::new().with_limits(limits).allow_loopback_for_tests()
}

fn authority(server: &TestServer) -> HttpTsa {
    HttpTsa::new(server.pki().url(Served::TimeStamps)).unwrap().with_settings(settings())
}

/// Trust in the root; the rest is fetched.
fn online(server: &TestServer) -> VerifyOptions {
    let options = VerifyOptions::new(UtcDateTime::now());
    let options = options.with_trusted(server.pki().root().certificate().as_der()).unwrap();
    options.with_online(HttpClient::new(settings()).unwrap())
}

fn sign(server: &TestServer) -> SignedDataBuf {
    let options = SignOptions::new(UtcDateTime::now());
    esig::sign(CONTENT, &mut server.pki().signer(Signer::Valid), &options).unwrap()
}

fn augment(data: &SignedDataBuf, options: &AugmentOptions) -> Result<SignedDataBuf, Error> {
    esig::augment(data.as_der(), Content::Octets(CONTENT), options)
}

fn stamp(server: &TestServer, authorities: TsaList) -> Result<SignedDataBuf, StampError> {
    let options = AugmentOptions::new(TargetLevel::T, VerifyOptions::new(UtcDateTime::now()));
    augment(&sign(server), &options.with_stamper(authorities)).map_err(|error| match error {
        Error::Stamp(error) => error,
        error => panic!("{error}"),
    })
}

#[test]
fn everything_that_a_level_takes_is_fetched() {
    for family in [Family::GOST_256, Family::P256] {
        let server = server(family, 1);
        let b = sign(&server);
        for (target, expected) in [
            (TargetLevel::Lt, Level::CadesLt),
            (TargetLevel::Lta, Level::CadesLta),
            (TargetLevel::XLong1, Level::CadesXl1),
        ] {
            let options = AugmentOptions::new(target, online(&server));
            let options = options.with_stamper(TsaList::new([authority(&server)]));
            let raised = augment(&b, &options).unwrap();
            assert_eq!(raised.view().signer_infos().next().unwrap().level(), expected);
        }
        let options = AugmentOptions::new(TargetLevel::Lta, online(&server));
        let options = options.with_stamper(TsaList::new([authority(&server)]));
        let lta = augment(&b, &options).unwrap();
        let offline = VerifyOptions::new(UtcDateTime::now());
        let offline = offline.with_trusted(server.pki().root().certificate().as_der()).unwrap();
        let verification = esig::verify(lta.as_der(), Content::Octets(CONTENT), &offline).unwrap();
        assert_eq!(verification.verdict(), Verdict::Valid);
    }
}

#[test]
fn what_cannot_be_fetched_leaves_no_signature() {
    let server = server(Family::P256, 1);
    let b = sign(&server);
    let options = AugmentOptions::new(TargetLevel::Lt, online(&server));
    let options = options.with_stamper(TsaList::new([authority(&server)]));
    for missing in [Served::IntermediateCertificate, Served::RootCrl] {
        server.repair();
        server.fault(missing, Fault::Status(404));
        let error = augment(&b, &options).unwrap_err();
        assert!(matches!(error, Error::Unproven { index: 0, .. }), "{missing}: {error}");
    }
    server.repair();
    assert!(augment(&b, &options).is_ok());
}

/// Every fault, of the authority and of the way to it, passes the question on to the next one, and the error names both.
#[test]
fn authorities_are_asked_in_turn() {
    let (first, second) = (server(Family::P256, 1), server(Family::GOST_256, 2));
    let policy = first.pki().time_stamps().policy();
    let protocol = TsaFault::ALL.map(Fault::Tsa);
    let transport = [
        Fault::Status(500),
        Fault::ContentType("text/html".into()),
        Fault::CutInBody,
        Fault::EndlessBody,
        Fault::Busy { retry_after: Some("60".into()), times: 9 },
    ];
    for fault in protocol.into_iter().chain(transport) {
        first.fault(Served::TimeStamps, fault.clone());
        let both = || [authority(&first), authority(&second)];
        let asked = second.requests().len();
        let list = || TsaList::new(both()).with_policy(policy);
        assert!(stamp(&first, list()).is_ok(), "{fault:?}");
        assert_eq!(second.requests().len(), asked + 1);

        second.fault(Served::TimeStamps, fault.clone());
        let error = stamp(&first, list()).unwrap_err();
        let names: Vec<_> = error.failures.iter().map(|failure| failure.authority.as_str()).collect();
        assert_eq!(names, [authority(&first).url(), authority(&second).url()], "{fault:?}");
        second.repair();
    }
    first.repair();
    let asked = second.requests().len();
    assert!(stamp(&first, TsaList::new([authority(&first), authority(&second)])).is_ok());
    assert_eq!(second.requests().len(), asked, "the first will do");
}

#[test]
fn errors_say_which_authority_and_why() {
    let server = server(Family::P256, 1);
    let refusal = TsaFault::Refusal(FailureReason::TimeNotAvailable);
    server.fault(Served::TimeStamps, Fault::Tsa(refusal));
    let dead = HttpTsa::new(format!("{}/nothing", server.base_url())).unwrap();
    let error = stamp(&server, TsaList::new([dead.clone(), authority(&server)])).unwrap_err();
    let expected = format!(
        "no time-stamp from {}: the server answers 404; from {}: the authority gives no time-stamp: rejection \
         (timeNotAvailable): as the script has it",
        dead.url(),
        authority(&server).url()
    );
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.code(), "E-TSA-REFUSED");
    let unreachable = stamp(&server, TsaList::new([dead])).unwrap_err();
    assert_eq!(unreachable.code(), "E-TSA-UNREACHABLE");
    assert!(matches!(unreachable.failures[0].why, WhyNoStamp::Unreachable { .. }));
    assert_eq!(stamp(&server, TsaList::new([])).unwrap_err().code(), "E-TSA-NOT-NAMED");
}

#[test]
fn what_was_asked_for_is_wanted() {
    let server = server(Family::P256, 1);
    let policy = server.pki().time_stamps().policy();
    let list = || TsaList::new([authority(&server)]);
    assert!(stamp(&server, list().with_policy(policy)).is_ok());
    let other = ObjectIdentifier::new_unwrap("1.2.3.4");
    let error = stamp(&server, list().with_policy(other)).unwrap_err();
    assert!(error.to_string().contains("unacceptedPolicy"), "{error}");

    server.fault(Served::TimeStamps, Fault::Tsa(TsaFault::NoCertificate));
    assert!(stamp(&server, list()).is_err());
    let certificate = server.pki().tsa().certificate().clone();
    let options = AugmentOptions::new(
        TargetLevel::T,
        VerifyOptions::new(UtcDateTime::now()).with_certificates(certificate.as_der()).unwrap(),
    );
    let options = options.with_stamper(list().with_certificates(&[certificate]));
    assert!(augment(&sign(&server), &options).is_ok());

    server
        .fault(Served::TimeStamps, Fault::Credentials { user: "anna".into(), password: "Sekret-42".into() });
    let error = stamp(&server, list()).unwrap_err();
    assert!(error.to_string().contains("(401)"), "{error}");
    let named = authority(&server).with_credentials("anna", &Password::from("Sekret-42")).unwrap();
    assert!(stamp(&server, TsaList::new([named.clone()])).is_ok());
    let shown = format!("{:?}", TsaList::new([named]));
    assert!(!shown.contains("Sekret-42") && !shown.contains("YW5uYT"), "{shown}");
}
