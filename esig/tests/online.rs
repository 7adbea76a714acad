//! Signatures verified with what the network adds: a server on the loopback interface, in order and with every fault.

use std::time::{Duration, Instant};

use esig::http::{HttpClient, HttpLimits, HttpSettings};
use esig::verify::report::Reason;
use esig::{Content, SignOptions, Verdict, Verification, VerifyOptions};
use esig_testkit::{Family, Fault, OcspFault, Served, Signer, TestServer};
use time::UtcDateTime;

const CONTENT: &[u8] = b"any octets";

fn server(family: Family) -> TestServer {
    TestServer::start(family, 1, UtcDateTime::now()).unwrap()
}

fn client() -> HttpClient {
    let mut limits = HttpLimits::DEFAULT;
    (limits.request_time, limits.total_time) = (Duration::from_secs(1), Duration::from_secs(5));
    HttpClient::new(HttpSettings::new().with_limits(limits).allow_loopback_for_tests()).unwrap()
}

/// A signature that brings the signer's certificate alone, judged with trust in the root and nothing else at hand.
fn judge(server: &TestServer, signer: Signer, client: Option<HttpClient>) -> Verification {
    let (pki, at) = (server.pki(), UtcDateTime::now());
    let signature = esig::sign(CONTENT, &mut pki.signer(signer), &SignOptions::new(at)).unwrap();
    let options = VerifyOptions::new(at).with_trusted(pki.root().certificate().as_der()).unwrap();
    let options = match client {
        Some(client) => options.with_online(client),
        None => options,
    };
    esig::verify(signature.as_der(), Content::Octets(CONTENT), &options).unwrap()
}

fn online(server: &TestServer, signer: Signer) -> Verification {
    judge(server, signer, Some(client()))
}

#[test]
fn everything_that_is_missing_is_fetched() {
    for family in [Family::GOST_256, Family::P256] {
        let server = server(family);
        assert_eq!(judge(&server, Signer::Valid, None).verdict(), Verdict::Indeterminate);
        assert!(server.requests().is_empty(), "offline unless asked");
        let verification = online(&server, Signer::Valid);
        assert_eq!(verification.verdict(), Verdict::Valid, "{}", verification.signatures()[0]);
        let revoked = online(&server, Signer::Revoked);
        assert_eq!(revoked.verdict(), Verdict::Invalid);
        assert_eq!(revoked.signatures()[0].reasons[0], Reason::Revoked);
    }
}

#[test]
fn crls_suffice_and_so_does_ocsp() {
    let server = server(Family::P256);
    for missing in [Served::Ocsp, Served::IntermediateCrl] {
        server.repair();
        server.fault(missing, Fault::Status(404));
        let verification = online(&server, Signer::Valid);
        assert_eq!(
            verification.verdict(),
            Verdict::Valid,
            "without {missing}: {}",
            verification.signatures()[0]
        );
        assert_eq!(online(&server, Signer::Revoked).verdict(), Verdict::Invalid, "without {missing}");
    }
}

/// Whatever goes wrong with all that could decide, the signature is undecided, the report says why, and it does not take long.
#[test]
fn every_fault_leaves_the_signature_undecided_with_its_reason() {
    let server = server(Family::P256);
    let faults = [
        (Fault::Status(404), "the server answers 404"),
        (Fault::Busy { retry_after: Some("3600".into()), times: 99 }, "the server is busy (503)"),
        (Fault::CutInHeader, "the answer breaks off"),
        (Fault::CutInBody, "the answer breaks off"),
        (Fault::EndlessBody, " octets"),
        (Fault::SlowBody(Duration::from_millis(200)), "no end within 1 s"),
        (Fault::Redirect("file:///etc/passwd".into()), "only http is spoken"),
        (Fault::Redirect("http://10.0.0.1/".into()), "10.0.0.1 is a private address"),
        (Fault::Octets(b"<html>".to_vec()), "what came is something else"),
        (Fault::Redirect(server.pki().url(Served::RootCertificate)), ""),
    ];
    for (fault, expected) in faults {
        server.repair();
        for served in [Served::IntermediateCrl, Served::Ocsp] {
            server.fault(served, fault.clone());
        }
        is_undecided(&server, &fault, expected);
        server.repair();
        server.fault(Served::IntermediateCertificate, fault.clone());
        is_undecided(&server, &fault, expected);
    }
}

fn is_undecided(server: &TestServer, fault: &Fault, expected: &str) {
    let started = Instant::now();
    let verification = online(server, Signer::Valid);
    let signature = &verification.signatures()[0];
    assert!(started.elapsed() < Duration::from_secs(8), "{fault:?}: {:?}", started.elapsed());
    assert_eq!(verification.verdict(), Verdict::Indeterminate, "{fault:?}: {signature}");
    if expected.is_empty() {
        return;
    }
    assert!(signature.reasons.contains(&Reason::EvidenceUnavailable), "{fault:?}: {signature}");
    let told = signature.checks.iter().any(|check| check.found.to_string().contains(expected));
    assert!(told, "{fault:?}: {:?}", signature.checks);
}

/// What comes is right in form and is no proof: another key's signature, an old list, a responder's refusal.
#[test]
fn what_proves_nothing_leaves_the_signature_undecided() {
    let server = server(Family::P256);
    for fault in [Fault::WrongSigner, Fault::Stale] {
        for served in [Served::IntermediateCrl, Served::Ocsp] {
            server.fault(served, fault.clone());
        }
        for signer in [Signer::Valid, Signer::Revoked] {
            let verification = online(&server, signer);
            let expected = match (&fault, signer) {
                // A revocation stays true however old the list is.
                (Fault::Stale, Signer::Revoked) => verification.verdict() != Verdict::Valid,
                _ => verification.verdict() == Verdict::Indeterminate,
            };
            assert!(expected, "{fault:?}, {signer}: {}", verification.signatures()[0]);
        }
    }
    for fault in OcspFault::ALL {
        server.fault(Served::IntermediateCrl, Fault::Status(404));
        server.fault(Served::Ocsp, Fault::Ocsp(fault));
        let verification = online(&server, Signer::Valid);
        let expected = match fault {
            OcspFault::Revoked => Verdict::Invalid,
            // The requests have no nonce, so that caches can answer; one in the answer then means nothing (RFC 5019 §4).
            OcspFault::OtherNonce => Verdict::Valid,
            _ => Verdict::Indeterminate,
        };
        assert_eq!(verification.verdict(), expected, "{fault}: {}", verification.signatures()[0]);
    }
}

#[test]
fn the_impostors_certificate_leads_nowhere() {
    let server = server(Family::P256);
    server.fault(Served::IntermediateCertificate, Fault::WrongSigner);
    assert_eq!(online(&server, Signer::Valid).verdict(), Verdict::Indeterminate);
}

/// The network has limits of its own: a slow one leaves as much time for judging as a fast one.
#[test]
fn waiting_for_the_network_does_not_count() {
    let server = server(Family::P256);
    for served in [Served::IntermediateCertificate, Served::Ocsp] {
        server.fault(served, Fault::SlowBody(Duration::from_millis(2)));
    }
    let (pki, at) = (server.pki(), UtcDateTime::now());
    let signature = esig::sign(CONTENT, &mut pki.signer(Signer::Valid), &SignOptions::new(at)).unwrap();
    let patient = HttpClient::new(HttpSettings::new().allow_loopback_for_tests()).unwrap();
    let time_limit = Duration::from_secs(1);
    let options = VerifyOptions::new(at).with_trusted(pki.root().certificate().as_der()).unwrap();
    let options = options.with_online(patient).with_time_limit(time_limit);
    let began = Instant::now();
    let verification = esig::verify(signature.as_der(), Content::Octets(CONTENT), &options).unwrap();
    assert!(began.elapsed() > time_limit);
    assert_eq!(verification.verdict(), Verdict::Valid, "{}", verification.signatures()[0]);
}

#[test]
fn without_the_setting_the_loopback_interface_is_out_of_reach() {
    let server = server(Family::P256);
    let client = HttpClient::new(HttpSettings::new()).unwrap();
    let verification = judge(&server, Signer::Valid, Some(client));
    assert_eq!(verification.verdict(), Verdict::Indeterminate);
    assert!(server.requests().is_empty());
    let checks = &verification.signatures()[0].checks;
    assert!(checks.iter().any(|check| check.found.to_string().contains("127.0.0.1 is a loopback address")));
}
