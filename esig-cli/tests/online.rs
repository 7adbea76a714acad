//! `esig verify --online` against a server on the loopback interface.

mod common;

use common::{Desk, Run, json};
use esig_testkit::{Family, Fault, Served, Signer, TestServer};
use time::UtcDateTime;

/// A desk with the signature of someone, his certificate in it and nobody else's, and the server that has the rest.
fn desk(signer: Signer) -> (Desk, TestServer) {
    let at = UtcDateTime::now();
    let (desk, server) = (Desk::new(Family::P256), TestServer::start(Family::P256, 1, at).unwrap());
    let content = desk.read("договор.pdf");
    let signature = server.pki().signer(signer).sign_detached(&content, at, &[]).unwrap();
    desk.put("договор.pdf.sig", signature.as_der());
    desk.put("root.cer", server.pki().root().certificate().as_der());
    (desk, server)
}

fn verify(desk: &Desk, more: &str) -> Run {
    desk.esig(&format!("verify договор.pdf.sig --trust root.cer {more}"))
}

#[test]
fn offline_is_the_default() {
    let (desk, server) = desk(Signer::Valid);
    verify(&desk, "--json").exits(11);
    assert!(server.requests().is_empty());
}

#[test]
fn what_is_missing_is_fetched() {
    for (signer, exit) in [(Signer::Valid, 0), (Signer::Revoked, 10)] {
        let (desk, server) = desk(signer);
        verify(&desk, "--online --no-cache --allow-loopback --json").exits(exit);
        // The issuer named by the certificate, the CRLs of both authorities, the responder.
        let asked = |served: Served| {
            server.requests().iter().any(|request| server.pki().url(served).ends_with(&request.target))
        };
        let missing =
            [Served::IntermediateCertificate, Served::RootCrl, Served::IntermediateCrl, Served::Ocsp];
        missing.into_iter().for_each(|served| assert!(asked(served), "{served}"));
    }
}

#[test]
fn either_kind_of_revocation_data_decides() {
    let (desk, server) = desk(Signer::Revoked);
    for missing in [Served::Ocsp, Served::IntermediateCrl] {
        server.repair();
        server.fault(missing, Fault::Status(404));
        verify(&desk, "--online --no-cache --allow-loopback").exits(10);
    }
}

#[test]
fn what_was_fetched_is_kept() {
    let (desk, server) = desk(Signer::Valid);
    verify(&desk, "--online --allow-loopback --cache kept").exits(0);
    let requests = server.requests().len();
    verify(&desk, "--online --allow-loopback --cache kept").exits(0);
    assert_eq!(server.requests().len(), requests);

    let home = desk.path("home").to_string_lossy().into_owned();
    verify(&desk, "--online --allow-loopback").env("XDG_CACHE_HOME", &home).exits(0);
    assert!(cfg!(not(target_os = "linux")) || desk.path("home/esig/http").is_dir());

    desk.put("file", "no directory");
    verify(&desk, "--online --allow-loopback --cache file/kept").exits(1);
}

#[test]
fn the_machine_itself_is_out_of_reach_without_the_flag() {
    let (desk, server) = desk(Signer::Valid);
    let output = verify(&desk, "--online --no-cache --json").output();
    assert_eq!(output.status.code(), Some(11));
    assert!(server.requests().is_empty());
    let signature = &json(&output)["files"][0]["signatures"][0];
    assert_eq!(signature["indication"], "INDETERMINATE");
    let codes: Vec<_> =
        signature["reasons"].as_array().unwrap().iter().map(|reason| &reason["code"]).collect();
    assert!(codes.iter().any(|code| *code == "EVIDENCE_UNAVAILABLE"), "{codes:?}");

    let output = verify(&desk, "--online --no-cache --lang ru").output();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Недостающее запрашивалось, но получить его не удалось."), "{text}");
    assert!(text.contains("127.0.0.1 is a loopback address"), "{text}");
}

#[test]
fn hosts_can_be_named() {
    let (desk, server) = desk(Signer::Valid);
    verify(&desk, "--online --no-cache --allow-loopback --allow-host crl.example").exits(11);
    assert!(server.requests().is_empty());
    verify(&desk, "--online --no-cache --allow-loopback --allow-host 127.0.0.1").exits(0);
}

#[test]
fn a_fault_on_the_way_leaves_it_undecided() {
    let (desk, server) = desk(Signer::Valid);
    for served in [Served::IntermediateCrl, Served::Ocsp] {
        server.fault(served, Fault::CutInBody);
    }
    let output = verify(&desk, "--online --no-cache --allow-loopback").output();
    assert_eq!(output.status.code(), Some(11));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("the answer breaks off or is no HTTP"), "{text}");
}

/// Neither valid nor invalid follows from what did not come, or came from someone else.
#[test]
fn a_server_in_disorder_decides_nothing() {
    let faults = [
        Fault::Status(500),
        Fault::CutInHeader,
        Fault::EndlessBody,
        Fault::WrongSigner,
        Fault::Octets(vec![]),
    ];
    for signer in [Signer::Valid, Signer::Revoked] {
        let (desk, server) = desk(signer);
        for fault in &faults {
            for served in [Served::IntermediateCrl, Served::Ocsp] {
                server.fault(served, fault.clone());
            }
            verify(&desk, "--online --no-cache --allow-loopback").exits(11);
        }
        server.repair();
        server.fault(Served::IntermediateCertificate, Fault::Status(404));
        verify(&desk, "--online --no-cache --allow-loopback").exits(11);
        drop(server);
        let said = verify(&desk, "--online --no-cache --allow-loopback --lang ru").exits(11);
        said.has("решить нельзя");
        said.has("не получено: ");
    }
}

#[test]
fn the_flags_of_the_network_want_it() {
    let (desk, _server) = desk(Signer::Valid);
    for flag in ["--allow-loopback", "--no-cache", "--cache x", "--allow-host a.example"] {
        verify(&desk, flag).exits(2);
    }
}
