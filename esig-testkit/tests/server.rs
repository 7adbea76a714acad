//! The server over a plain socket: what is in order comes as it is, and each fault shows on the wire.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use esig_core::ocsp::{CertIdBuf, CertStatus, NewRequest};
use esig_core::{CertificateBuf, CrlBuf, DigestAlgorithm, OcspBuf, Provider};
use esig_testkit::{Family, Fault, OcspFault, Served, Signer, TestServer};
use time::macros::utc_datetime;

fn server() -> TestServer {
    TestServer::start(Family::P256, 1, utc_datetime!(2026-12-01 12:00)).unwrap()
}

/// The header and the body of what comes back.
fn exchange(server: &TestServer, request: &[u8]) -> (String, Vec<u8>) {
    let mut connection = TcpStream::connect(server.address()).unwrap();
    connection.write_all(request).unwrap();
    let mut answer = Vec::new();
    connection.take(1 << 20).read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
    let body = answer.split_off(end);
    (String::from_utf8(answer).unwrap(), body)
}

fn get(server: &TestServer, served: Served) -> (String, Vec<u8>) {
    let url = server.pki().url(served);
    let target = url.strip_prefix(server.base_url()).unwrap();
    exchange(server, format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes())
}

fn ocsp_request(server: &TestServer) -> Vec<u8> {
    let signer = server.pki().signer(Signer::Revoked);
    let (certificate, issuer) = (signer.certificate().view(), server.pki().intermediate().certificate());
    let id = CertIdBuf::new(&Provider::rustcrypto(), DigestAlgorithm::Sha1, certificate, issuer.view());
    NewRequest::about(&id.unwrap()).encode()
}

fn post_ocsp(server: &TestServer) -> Vec<u8> {
    let (url, body) = (server.pki().responder_url(), ocsp_request(server));
    let target = url.strip_prefix(server.base_url()).unwrap();
    let mut request =
        format!("POST {target} HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
    request.extend(body);
    exchange(server, &request).1
}

#[test]
fn what_certificates_refer_to_is_there() {
    let server = server();
    let pki = server.pki();
    let signer = pki.signer(Signer::Valid);
    let access = signer.certificate().view().extensions().authority_info_access().unwrap().unwrap();
    let named: Vec<_> = access.ca_issuers().collect();
    assert_eq!(named, [pki.url(Served::IntermediateCertificate).as_bytes()]);

    assert_eq!(get(&server, Served::RootCertificate).1, pki.root().certificate().as_der());
    assert_eq!(get(&server, Served::IntermediateCertificate).1, pki.intermediate().certificate().as_der());
    assert_eq!(get(&server, Served::RootCrl).1, pki.crls()[0].as_der());
    let (header, body) = get(&server, Served::IntermediateCrl);
    assert!(header.starts_with("HTTP/1.1 200") && header.contains("application/pkix-crl"), "{header}");
    assert_eq!(body, pki.crls()[1].as_der());
    assert_eq!(server.requests().len(), 4);
    assert!(exchange(&server, b"GET /elsewhere HTTP/1.1\r\n\r\n").0.starts_with("HTTP/1.1 404"));
}

#[test]
fn the_responder_answers_by_post_and_by_get() {
    let server = server();
    let is_revoked = |answer: Vec<u8>| {
        let answer = OcspBuf::from_der(answer).unwrap();
        let single = answer.view().basic().and_then(|basic| basic.responses().next());
        matches!(single.unwrap().cert_status, CertStatus::Revoked { .. })
    };
    assert!(is_revoked(post_ocsp(&server)));

    let text = esig_core::pem::encode("X", &ocsp_request(&server));
    let text: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let text = text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let url = server.pki().responder_url();
    let target = url.strip_prefix(server.base_url()).unwrap();
    let request = format!("GET {target}/{text} HTTP/1.1\r\n\r\n");
    assert!(is_revoked(exchange(&server, request.as_bytes()).1));
}

#[test]
fn each_fault_is_on_the_wire() {
    let server = server();
    let whole = server.pki().crls()[1].as_der().to_vec();
    let with = |fault| {
        server.fault(Served::IntermediateCrl, fault);
        get(&server, Served::IntermediateCrl)
    };
    assert!(with(Fault::Status(404)).0.starts_with("HTTP/1.1 404"));
    let (header, _) = with(Fault::Busy { retry_after: Some("1".into()), times: 1 });
    assert!(header.starts_with("HTTP/1.1 503") && header.contains("Retry-After: 1\r\n"), "{header}");
    assert_eq!(get(&server, Served::IntermediateCrl).1, whole, "once");
    assert!(!with(Fault::CutInHeader).0.contains("\r\n\r\n"));
    assert_eq!(with(Fault::CutInBody).1, whole[..whole.len() / 2]);
    assert!(with(Fault::EndlessBody).1.len() > 1_000_000);
    assert_eq!(with(Fault::LongBody(5_000)).1.len(), 5_000);
    assert_eq!(with(Fault::SlowBody(Duration::from_millis(1))).1, whole);
    assert!(
        with(Fault::Redirect("file:///etc/passwd".into())).0.contains("Location: file:///etc/passwd\r\n")
    );
    assert!(with(Fault::ContentType("text/html".into())).0.contains("Content-Type: text/html\r\n"));
    assert!(with(Fault::Chunked).1.ends_with(b"\r\n0\r\n\r\n"));
    assert_eq!(with(Fault::UntilClosed).1, whole);
    assert_eq!(with(Fault::Octets(b"<html>".to_vec())).1, b"<html>");
    server.repair();
    assert_eq!(get(&server, Served::IntermediateCrl).1, whole);
}

#[test]
fn objects_can_be_wrong_in_themselves() {
    let server = server();
    let pki = server.pki();
    for served in Served::ALL {
        server.fault(served, Fault::WrongSigner);
    }
    let certificate = CertificateBuf::from_der(get(&server, Served::IntermediateCertificate).1).unwrap();
    let true_one = pki.intermediate().certificate();
    assert_eq!(certificate.view().tbs_certificate(), true_one.view().tbs_certificate());
    assert_ne!(certificate.as_der(), true_one.as_der());
    let provider = Provider::rustcrypto();
    let root = provider.load_key(&pki.root().certificate().view().subject_public_key_info()).unwrap();
    assert!(provider.check_signed(&certificate.view().into(), root.as_ref()).is_err());

    for served in [Served::RootCrl, Served::IntermediateCrl] {
        server.fault(served, Fault::Stale);
        let crl = CrlBuf::from_der(get(&server, served).1).unwrap();
        assert!(crl.view().next_update().unwrap() < pki.at());
    }
    server.fault(Served::Ocsp, Fault::Ocsp(OcspFault::TryLater));
    assert!(OcspBuf::from_der(post_ocsp(&server)).unwrap().view().basic().is_none());
}
