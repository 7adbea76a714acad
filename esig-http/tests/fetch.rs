//! Needs answered over HTTP on the loopback interface, with a server in order and with one that is not.

use std::time::{Duration, Instant};

use esig_core::ocsp::{CertIdBuf, NewRequest};
use esig_core::{CertificateBuf, CrlBuf, DigestAlgorithm, Evidence, Fetch, NameBuf, Need, OcspBuf, Provider};
use esig_http::{Cause, HttpClient, HttpFetch, HttpLimits, HttpSettings, OcspMethod, Origin};
use esig_testkit::{Family, Fault, OcspFault, Served, Signer, TestServer};
use time::UtcDateTime;

fn server() -> TestServer {
    TestServer::start(Family::P256, 1, UtcDateTime::now()).unwrap()
}

fn settings() -> HttpSettings {
    HttpSettings::new().allow_loopback_for_tests()
}

fn limits(change: impl FnOnce(&mut HttpLimits)) -> HttpLimits {
    let mut limits = HttpLimits::DEFAULT;
    change(&mut limits);
    limits
}

fn begin(settings: HttpSettings) -> HttpFetch {
    HttpClient::new(settings).unwrap().begin()
}

fn issuer(urls: &[String]) -> Need {
    let server = server();
    Need::Issuer { of: server.pki().signer(Signer::Valid).certificate().clone(), urls: urls.to_vec() }
}

fn crl_need(server: &TestServer, urls: &[String]) -> Need {
    let issuer = NameBuf::from(server.pki().intermediate().certificate().view().subject());
    Need::Crl { issuer, urls: urls.to_vec() }
}

fn crl(server: &TestServer) -> Need {
    crl_need(server, &[server.pki().url(Served::IntermediateCrl)])
}

fn ocsp(server: &TestServer) -> Need {
    let pki = server.pki();
    let (signer, issuer) = (pki.signer(Signer::Valid), pki.intermediate().certificate());
    let certificate = signer.certificate().view();
    let id = CertIdBuf::new(&Provider::rustcrypto(), DigestAlgorithm::Sha1, certificate, issuer.view());
    Need::Ocsp { request: NewRequest::about(&id.unwrap()).encode(), urls: vec![pki.responder_url()] }
}

fn reason(evidence: Evidence) -> String {
    match evidence {
        Evidence::Unavailable { reason } => reason,
        evidence => panic!("there should be nothing: {evidence:?}"),
    }
}

#[test]
fn every_kind_of_need_is_answered() {
    let server = server();
    let mut fetch = begin(settings());
    let Evidence::Certificates(found) =
        fetch.fetch(&issuer(&[server.pki().url(Served::IntermediateCertificate)]))
    else {
        panic!("no certificate");
    };
    assert_eq!(CertificateBuf::from_der(found).unwrap(), *server.pki().intermediate().certificate());
    let Evidence::Crl(found) = fetch.fetch(&crl(&server)) else { panic!("no CRL") };
    assert_eq!(CrlBuf::from_der(found).unwrap().as_der(), server.pki().crls()[1].as_der());
    let Evidence::Ocsp(found) = fetch.fetch(&ocsp(&server)) else { panic!("no OCSP response") };
    assert!(OcspBuf::from_der(found).unwrap().view().basic().is_some());
    assert_eq!(fetch.attempts().len(), 3);

    let requests = server.requests();
    assert_eq!([&requests[0].method, &requests[2].method], ["GET", "POST"]);
    assert!(requests[2].header.iter().any(|field| field == "content-type: application/ocsp-request"));
    assert!(requests.iter().all(|request| request.header.iter().all(|field| !field.contains("gzip"))));
}

#[test]
fn ocsp_requests_travel_in_the_url_where_that_is_wanted_and_possible() {
    let server = server();
    let mut fetch = begin(settings().with_ocsp_method(OcspMethod::GetIfShort));
    let answer = fetch.fetch(&ocsp(&server));
    assert!(matches!(answer, Evidence::Ocsp(_)), "{answer:?}");
    assert_eq!(server.requests()[0].method, "GET");
    let Need::Ocsp { request, urls } = ocsp(&server) else { unreachable!() };
    let long = Need::Ocsp { request: [request, vec![0; 200]].concat(), urls };
    fetch.fetch(&long);
    assert_eq!(server.requests()[1].method, "POST");
}

#[test]
fn each_url_is_asked_once_in_a_verification() {
    let server = server();
    let client = HttpClient::new(settings()).unwrap();
    let mut fetch = client.begin();
    let first = fetch.fetch(&crl(&server));
    assert_eq!(fetch.fetch(&crl(&server)), first);
    server.fault(Served::Ocsp, Fault::Status(500));
    assert_eq!(reason(fetch.fetch(&ocsp(&server))), reason(fetch.fetch(&ocsp(&server))));
    assert_eq!(server.requests().len(), 2);
    client.begin().fetch(&crl(&server));
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn url_after_url_is_tried_until_one_has_what_is_current() {
    let server = server();
    let pki = server.pki();
    let dead = format!("{}/nothing", server.base_url());
    let urls = ["ldap://a.example/".into(), dead, pki.url(Served::RootCrl), pki.url(Served::IntermediateCrl)];
    let need = crl_need(&server, &urls);
    let answer = begin(settings()).fetch(&need);
    assert_eq!(answer, Evidence::Crl(pki.crls()[1].as_der().to_vec()));

    server.fault(Served::IntermediateCrl, Fault::Stale);
    let Evidence::Crl(stale) = begin(settings()).fetch(&crl(&server)) else { panic!("better than none") };
    assert!(CrlBuf::from_der(stale).unwrap().view().next_update().unwrap() < pki.at());

    let none = reason(begin(settings()).fetch(&crl_need(&server, &urls[..2])));
    assert!(
        none.contains("CRL from ldap://a.example/: only http is spoken; CRL from http://127.0.0.1"),
        "{none}"
    );
    assert!(none.ends_with("/nothing: the server answers 404"), "{none}");
    assert_eq!(reason(begin(settings()).fetch(&crl_need(&server, &[]))), "CRL: no URL is known");
}

/// Each fault, and what the reason says; nothing takes long and nothing is taken for data.
#[test]
fn what_goes_wrong_is_no_data_and_says_why() {
    let server = server();
    let limits = limits(|limits| limits.request_time = Duration::from_millis(700));
    let url = server.pki().url(Served::IntermediateCrl);
    let table = [
        (Fault::Status(404), "the server answers 404"),
        (Fault::Status(204), "the server answers 204"),
        (Fault::Status(500), "the server answers 500"),
        (Fault::Busy { retry_after: None, times: 9 }, "the server is busy (503)"),
        (
            Fault::Busy { retry_after: Some("3600".into()), times: 9 },
            "the server is busy (503) for 3600 s more",
        ),
        (Fault::CutInHeader, "the answer breaks off or is no HTTP"),
        (Fault::CutInBody, "the answer breaks off or is no HTTP"),
        (Fault::EndlessBody, "more than 33554432 octets"),
        (Fault::LongBody((32 << 20) + 1), "more than 33554432 octets"),
        (Fault::SlowBody(Duration::from_millis(100)), "no end within 0.7 s"),
        (Fault::Redirect(url.clone()), "more than 3 redirects"),
        (
            Fault::Redirect("file:///etc/passwd".into()),
            ", redirected to file:///etc/passwd: only http is spoken",
        ),
        (Fault::Redirect("https://127.0.0.1/".into()), "only http is spoken"),
        (Fault::Redirect("http://10.0.0.1/x.crl".into()), "10.0.0.1 is a private address"),
        (Fault::Redirect("http://192.168.0.1/".into()), "192.168.0.1 is a private address"),
        (Fault::Redirect("http://169.254.169.254/latest".into()), "169.254.169.254 is a link-local address"),
        (Fault::Redirect("http://[fd00:ec2::254]/".into()), "fd00:ec2::254 is a private address"),
        (Fault::Redirect("http://0.0.0.0/".into()), "0.0.0.0 is a special-purpose address"),
        (Fault::Octets(b"<html>welcome to this hotel</html>".to_vec()), "what came is something else"),
        (Fault::Octets(Vec::new()), "what came is something else"),
    ];
    for (fault, expected) in table {
        server.fault(Served::IntermediateCrl, fault.clone());
        let started = Instant::now();
        let reason = reason(begin(settings().with_limits(limits)).fetch(&crl(&server)));
        assert!(reason.starts_with("CRL from http"), "{fault:?}: {reason}");
        assert!(reason.contains(expected), "{fault:?}: {reason}");
        assert!(started.elapsed() < Duration::from_secs(3), "{fault:?}: {:?}", started.elapsed());
    }
}

#[test]
fn what_is_odd_and_harmless_is_taken() {
    let server = server();
    for fault in [
        Fault::Chunked,
        Fault::UntilClosed,
        Fault::ContentType("text/html".into()),
        Fault::SlowBody(Duration::from_micros(10)),
        Fault::Busy { retry_after: Some("0".into()), times: 2 },
        Fault::WrongSigner,
    ] {
        server.fault(Served::IntermediateCrl, fault.clone());
        let answer = begin(settings()).fetch(&crl(&server));
        assert!(matches!(answer, Evidence::Crl(_)), "{fault:?}: {answer:?}");
    }
}

#[test]
fn redirects_are_followed_and_keep_what_is_posted() {
    let server = server();
    server.fault(Served::RootCrl, Fault::Redirect(server.pki().url(Served::IntermediateCrl)));
    let need = crl_need(&server, &[server.pki().url(Served::RootCrl)]);
    assert!(matches!(begin(settings()).fetch(&need), Evidence::Crl(_)));

    server.fault(Served::RootCrl, Fault::Redirect(server.pki().responder_url()));
    let Need::Ocsp { request, .. } = ocsp(&server) else { unreachable!() };
    let need = Need::Ocsp { request, urls: vec![server.pki().url(Served::RootCrl)] };
    let answer = begin(settings()).fetch(&need);
    assert!(matches!(answer, Evidence::Ocsp(_)), "{answer:?}");
}

#[test]
fn a_busy_server_is_given_the_time_that_it_wants() {
    let server = server();
    let busy = |seconds: &str| Fault::Busy { retry_after: Some(seconds.into()), times: 1 };
    server.fault(Served::Ocsp, busy("1"));
    let started = Instant::now();
    let answer = begin(settings()).fetch(&ocsp(&server));
    assert!(matches!(answer, Evidence::Ocsp(_)), "{answer:?}");
    assert!(started.elapsed() >= Duration::from_secs(1));

    server.fault(Served::Ocsp, busy("2"));
    let limits = limits(|limits| limits.total_time = Duration::from_secs(1));
    let started = Instant::now();
    let reason = reason(begin(settings().with_limits(limits)).fetch(&ocsp(&server)));
    assert!(reason.ends_with("busy (503) for 2 s more"), "{reason}");
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[test]
fn what_responders_refuse_is_no_data() {
    let server = server();
    for (fault, expected) in [
        (OcspFault::TryLater, "the responder says tryLater"),
        (OcspFault::Unauthorized, "the responder says unauthorized"),
        (OcspFault::Garbage, "what came is something else, of type application/ocsp-response"),
    ] {
        server.fault(Served::Ocsp, Fault::Ocsp(fault));
        let reason = reason(begin(settings()).fetch(&ocsp(&server)));
        assert!(reason.starts_with("OCSP response from http") && reason.ends_with(expected), "{reason}");
    }
    server.fault(Served::Ocsp, Fault::EndlessBody);
    assert!(reason(begin(settings()).fetch(&ocsp(&server))).ends_with("more than 65536 octets"));
}

#[test]
fn bundles_may_be_larger_than_certificates() {
    let server = server();
    let need = issuer(&[server.pki().url(Served::IntermediateCertificate)]);
    let bundle = |octets: usize| {
        let length = u32::try_from(octets).unwrap().to_be_bytes();
        [&[0x30, 0x84][..], &length, &[0x06, 0x01, 0x2a], &vec![0; octets - 3]].concat()
    };
    for (octets, expected) in [(100_000, None), (2 << 20, Some("more than 1048576 octets"))] {
        server.fault(Served::IntermediateCertificate, Fault::Octets(bundle(octets)));
        match (begin(settings()).fetch(&need), expected) {
            (Evidence::Certificates(found), None) => assert_eq!(found.len(), octets + 6),
            (answer, expected) => assert!(reason(answer).ends_with(expected.unwrap())),
        }
    }
    server.fault(Served::IntermediateCertificate, Fault::LongBody(100_000));
    assert!(reason(begin(settings()).fetch(&need)).ends_with("more than 65536 octets"));
}

#[test]
fn without_the_setting_nobody_speaks_to_the_machine_itself() {
    let server = server();
    let port = server.address().port();
    for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"] {
        let url = format!("http://{host}:{port}/x.crl");
        let refused =
            reason(begin(HttpSettings::new()).fetch(&crl_need(&server, std::slice::from_ref(&url))));
        let is_refused =
            refused.contains("is a loopback address") || refused.ends_with("there is no such host");
        assert!(is_refused, "{url}: {refused}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn hosts_that_are_not_on_the_list_are_not_spoken_to() {
    let server = server();
    let elsewhere = settings().with_hosts(["crl.example"]);
    let refused = reason(begin(elsewhere).fetch(&crl(&server)));
    assert!(refused.ends_with("the host is not on the list of those allowed"), "{refused}");
    assert!(server.requests().is_empty());
    let answer = begin(settings().with_hosts(["127.0.0.1"])).fetch(&crl(&server));
    assert!(matches!(answer, Evidence::Crl(_)));
}

#[test]
fn the_number_of_requests_is_limited() {
    let server = server();
    let urls: Vec<String> = (0..100).map(|number| format!("{}/{number}", server.base_url())).collect();
    let mut fetch = begin(settings());
    let reason = reason(fetch.fetch(&crl_need(&server, &urls)));
    assert_eq!(server.requests().len(), 64);
    assert!(reason.ends_with("more than 64 requests for one verification"), "{reason}");

    let limits = limits(|limits| limits.total_time = Duration::ZERO);
    let mut fetch = begin(settings().with_limits(limits));
    fetch.fetch(&crl(&server));
    let error = fetch.attempts()[0].outcome.clone().unwrap_err();
    assert_eq!(error.cause, Cause::OutOfTime { limit: Duration::ZERO });
}

#[test]
fn what_is_current_is_kept_on_disk() {
    let server = server();
    let directory = tempfile::tempdir().unwrap();
    let kept = || begin(settings().with_cache_directory(directory.path()));
    let needs = [issuer(&[server.pki().url(Served::IntermediateCertificate)]), crl(&server), ocsp(&server)];
    let fresh: Vec<_> = needs.iter().map(|need| kept().fetch(need)).collect();
    let mut again = kept();
    assert_eq!(needs.iter().map(|need| again.fetch(need)).collect::<Vec<_>>(), fresh);
    assert!(again.attempts().iter().all(|attempt| attempt.origin == Origin::Cache));
    assert_eq!(server.requests().len(), 3);

    for file in std::fs::read_dir(directory.path()).unwrap() {
        std::fs::write(file.unwrap().path(), b"esigkept, but damaged").unwrap();
    }
    assert_eq!(needs.iter().map(|need| kept().fetch(need)).collect::<Vec<_>>(), fresh);
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn what_is_stale_or_refused_is_asked_for_again() {
    let server = server();
    let directory = tempfile::tempdir().unwrap();
    let kept = || begin(settings().with_cache_directory(directory.path()));
    server.fault(Served::IntermediateCrl, Fault::Stale);
    for _ in 0..2 {
        kept().fetch(&crl(&server));
    }
    assert_eq!(server.requests().len(), 2, "a stale CRL is not kept");

    server.fault(Served::Ocsp, Fault::Status(500));
    assert!(reason(kept().fetch(&ocsp(&server))).ends_with(": the server answers 500"));
    let remembered = reason(kept().fetch(&ocsp(&server)));
    assert!(remembered.ends_with("not asked again so soon: the server answers 500"), "{remembered}");
    assert_eq!(server.requests().len(), 3);
}
