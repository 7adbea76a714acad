//! Time-stamps over HTTP on the loopback interface, with a server in order and with one that is not.

use std::time::{Duration, Instant};

use esig_core::tsp::{FailureReason, NewRequest, TimeStampResp};
use esig_core::{DigestAlgorithm, Evidence, Fetch, Need, Provider};
use esig_http::{Cause, HttpLimits, HttpSettings, HttpTsa, Wanted};
use esig_testkit::{Family, Fault, Served, TestServer, TsaFault};
use esig_token::Password;
use time::UtcDateTime;

fn server() -> TestServer {
    TestServer::start(Family::P256, 1, UtcDateTime::now()).unwrap()
}

fn authority(server: &TestServer) -> HttpTsa {
    HttpTsa::new(server.pki().url(Served::TimeStamps)).unwrap()
}

fn request() -> Vec<u8> {
    let digest = Provider::rustcrypto().digest(DigestAlgorithm::Sha256, b"what is stamped").unwrap();
    NewRequest::over(&digest).with_nonce(&[7; 8]).with_certificate().encode()
}

fn limited(server: &TestServer, change: impl FnOnce(&mut HttpLimits)) -> HttpTsa {
    let mut limits = HttpLimits::DEFAULT;
    change(&mut limits);
    authority(server).with_settings(HttpSettings::new().with_limits(limits))
}

#[test]
fn what_is_posted_is_answered() {
    let server = server();
    let answer = authority(&server).ask(&request()).unwrap();
    assert!(TimeStampResp::parse(&answer).unwrap().token().is_some());
    let asked = &server.requests()[0];
    assert_eq!((asked.method.as_str(), &asked.body), ("POST", &request()));
    assert_eq!(asked.field("Content-Type"), Some("application/timestamp-query"));
    assert_eq!(asked.field("Accept"), Some("application/timestamp-reply"));
    assert_eq!(asked.field("Authorization"), None);

    let mut fetch = authority(&server);
    let need = Need::Timestamp { request: request() };
    assert_eq!(fetch.fetch(&need), Evidence::Timestamp(answer));
    let need = Need::Ocsp { request: Vec::new(), urls: Vec::new() };
    assert!(matches!(fetch.fetch(&need), Evidence::Unavailable { .. }));
}

/// Whoever asked judges what the authority says, a refusal too; octets that say nothing are an error here.
#[test]
fn answers_of_the_authority_are_passed_on() {
    let server = server();
    for fault in TsaFault::ALL.into_iter().filter(|fault| *fault != TsaFault::Garbage) {
        server.fault(Served::TimeStamps, Fault::Tsa(fault));
        let answer = authority(&server).ask(&request()).unwrap();
        let answer = TimeStampResp::parse(&answer).unwrap();
        let is_refused = fault == TsaFault::Refusal(FailureReason::SystemFailure);
        assert_eq!(answer.token().is_none(), is_refused, "{fault}");
    }
}

/// Each fault, and what the error says; nothing takes long and nothing is taken for an answer.
#[test]
fn what_goes_wrong_is_told_with_the_url() {
    let server = server();
    let url = server.pki().url(Served::TimeStamps);
    let authority = limited(&server, |limits| limits.request_time = Duration::from_millis(700));
    let table = [
        (Fault::Tsa(TsaFault::Garbage), "what came is something else, of type application/timestamp-reply"),
        (Fault::Octets(Vec::new()), "what came is something else, of type application/timestamp-reply"),
        (Fault::ContentType("text/html".into()), "what came is something else, of type text/html"),
        (Fault::Status(404), "the server answers 404"),
        (Fault::Status(204), "the server answers 204"),
        (Fault::Busy { retry_after: None, times: 9 }, "the server is busy (503)"),
        (Fault::Busy { retry_after: Some("3600".into()), times: 9 }, "busy (503) for 3600 s more"),
        (Fault::CutInHeader, "the answer breaks off or is no HTTP"),
        (Fault::CutInBody, "the answer breaks off or is no HTTP"),
        (Fault::EndlessBody, "more than 65536 octets"),
        (Fault::LongBody(65_537), "more than 65536 octets"),
        (Fault::SlowBody(Duration::from_millis(100)), "no end within 0.7 s"),
        (Fault::Redirect(url.clone()), "more than 3 redirects"),
        (
            Fault::Redirect("https://tsa.example/".into()),
            ", redirected to https://tsa.example/: only http is spoken",
        ),
        (Fault::Redirect("http://10.0.0.1/".into()), "10.0.0.1 is a private address"),
        (Fault::Redirect("http://127.0.0.1:9/".into()), "127.0.0.1 is a loopback address"),
    ];
    for (fault, expected) in table {
        server.fault(Served::TimeStamps, fault.clone());
        let started = Instant::now();
        let error = authority.ask(&request()).unwrap_err();
        assert_eq!((error.wanted, &error.url), (Wanted::Timestamp, &url));
        let text = error.to_string();
        assert!(text.starts_with("time-stamp from http") && text.contains(expected), "{fault:?}: {text}");
        assert!(started.elapsed() < Duration::from_secs(3), "{fault:?}: {:?}", started.elapsed());
    }
}

#[test]
fn what_is_odd_and_harmless_is_taken() {
    let server = server();
    for fault in [
        Fault::Chunked,
        Fault::UntilClosed,
        Fault::ContentType("Application/Timestamp-Reply; charset=x".into()),
        Fault::ContentType("application/octet-stream".into()),
        Fault::SlowBody(Duration::from_micros(10)),
        Fault::WrongSigner,
    ] {
        server.fault(Served::TimeStamps, fault.clone());
        assert!(authority(&server).ask(&request()).is_ok(), "{fault:?}");
    }
}

#[test]
fn a_busy_authority_is_given_the_time_that_it_wants() {
    let server = server();
    server.fault(Served::TimeStamps, Fault::Busy { retry_after: Some("1".into()), times: 1 });
    let started = Instant::now();
    assert!(authority(&server).ask(&request()).is_ok());
    assert!(started.elapsed() >= Duration::from_secs(1));

    server.fault(Served::TimeStamps, Fault::Busy { retry_after: Some("0".into()), times: 3 });
    let error = authority(&server).ask(&request()).unwrap_err();
    assert_eq!(error.cause, Cause::Busy { status: 503, retry_after: Some(Duration::ZERO) });

    server.fault(Served::TimeStamps, Fault::Busy { retry_after: Some("2".into()), times: 1 });
    let hurried = limited(&server, |limits| limits.total_time = Duration::from_secs(1));
    assert!(hurried.ask(&request()).unwrap_err().to_string().ends_with("busy (503) for 2 s more"));
}

#[test]
fn who_asks_is_told_to_the_authority_and_to_nobody_else() {
    let server = server();
    let wanted = Fault::Credentials { user: "Анна".into(), password: "Sekret-42".into() };
    server.fault(Served::TimeStamps, wanted.clone());
    let named = |user: &str, password: &str| {
        authority(&server).with_credentials(user, &Password::from(password)).unwrap()
    };
    assert!(named("Анна", "Sekret-42").ask(&request()).is_ok());
    for other in [authority(&server), named("Анна", "sekret-42"), named("Anna", "Sekret-42")] {
        let error = other.ask(&request()).unwrap_err();
        assert_eq!(error.cause, Cause::Status(401));
        assert!(!error.to_string().contains("ekret-42"), "{error}");
    }

    // The server itself at another name is somebody else.
    let other = server.base_url().replace("127.0.0.1", "localhost");
    let elsewhere = server.pki().url(Served::Ocsp).replace(server.base_url(), &other);
    server.fault(Served::TimeStamps, Fault::Redirect(elsewhere));
    let before = server.requests().len();
    let settings = HttpSettings::new().allow_loopback_for_tests();
    let asked = named("Анна", "Sekret-42").with_settings(settings);
    assert!(asked.ask(&request()).unwrap_err().redirected_to.is_some());
    let requests = server.requests();
    let told: Vec<_> =
        requests[before..].iter().map(|request| request.field("authorization").is_some()).collect();
    assert_eq!(told, [true, false]);

    // At the same name it is the same.
    server.repair();
    server.fault(Served::RootCrl, Fault::Redirect(server.pki().url(Served::TimeStamps)));
    server.fault(Served::TimeStamps, wanted);
    let moved = HttpTsa::new(server.pki().url(Served::RootCrl)).unwrap();
    let moved = moved.with_credentials("Анна", &Password::from("Sekret-42")).unwrap();
    assert!(moved.ask(&request()).is_ok());
}

#[test]
fn the_password_is_not_shown() {
    let authority = HttpTsa::new("http://tsa.example/").unwrap();
    let authority = authority.with_credentials("anna", &Password::from("Sekret-42")).unwrap();
    let shown = format!("{authority:?}");
    assert!(shown.contains("http://tsa.example/") && shown.contains("Some(..)"), "{shown}");
    // "anna:Sekret-42" in base64 begins so.
    assert!(!shown.contains("Sekret") && !shown.contains("YW5uYT"), "{shown}");
    for (user, password) in [("a:b", "c"), ("a\r\nX: y", "c"), ("a", "c\n"), ("\u{7f}", "")] {
        let error = authority.clone().with_credentials(user, &Password::from(password)).unwrap_err();
        assert_eq!(error.cause, Cause::CredentialsUnfit, "{user:?}");
    }
    assert!(authority.with_credentials("", &Password::from(":")).is_ok());
}

#[test]
fn urls_are_looked_at_at_once() {
    for (url, cause) in [
        ("https://tsa.example/", Cause::SchemeRefused),
        ("tsa.example", Cause::UrlMalformed),
        ("", Cause::UrlMalformed),
        ("http://anna:Sekret@tsa.example/", Cause::CredentialsRefused),
    ] {
        let error = HttpTsa::new(url).unwrap_err();
        assert_eq!(error.cause, cause, "{url}");
    }
}

/// The list is for the URLs of strangers.
#[test]
fn the_list_of_hosts_does_not_bind_the_caller() {
    let server = server();
    let authority = authority(&server).with_settings(HttpSettings::new().with_hosts(["a.example"]));
    assert!(authority.ask(&request()).is_ok());
    server.fault(Served::TimeStamps, Fault::Redirect("http://b.example/".into()));
    let error = authority.ask(&request()).unwrap_err();
    assert_eq!(error.cause, Cause::HostNotAllowed);
}
