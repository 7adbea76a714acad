//! `esig cert status`: three answers, from evidence at hand and from the network.

mod common;

use common::{AT_TEXT, Desk, Run, json};
use esig_testkit::{CrlTemplate, Family, Fault, Served, Signer, TestServer};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{Duration, UtcDateTime};

/// Judges with the root and all CRLs of the desk.
fn status(desk: &Desk, rest: &str) -> Run {
    desk.esig(&format!("cert status {rest} --trust root.cer --crl crl --at {AT_TEXT}"))
}

/// The certificates of the first file.
fn answers(run: Run, exit: i32) -> Vec<Value> {
    let output = run.output();
    assert_eq!(output.status.code(), Some(exit), "{}", String::from_utf8_lossy(&output.stdout));
    let document = json(&output);
    assert_eq!(document["schema"], "esig.certificate-status/1");
    document["files"][0]["certificates"].as_array().unwrap().clone()
}

fn codes(answer: &Value) -> Vec<&str> {
    answer["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap()).collect()
}

#[test]
fn good_with_its_chain_and_what_says_so() {
    let desk = Desk::new(Family::GOST_256);
    let said = status(&desk, "valid.cer --lang ru").exits(0).stdout;
    for text in [
        "✓ Образцова Анна Тестовна  действителен  valid.cer, 1/2",
        "(доверенный)",
        "САС «Тестовый удостоверяющий центр № 7»",
        "действует до 2026-12-08 12:00:00 UTC",
    ] {
        assert!(said.contains(text), "{text}: {said}");
    }
    let found = answers(status(&desk, "valid.cer --json"), 0);
    assert_eq!(found.len(), 2);
    assert_eq!((&found[0]["verdict"], &found[0]["indication"]), (&"valid".into(), &"PASSED".into()));
    let [chain, heard] = ["chain", "revocation_data"].map(|field| found[0][field].as_array().unwrap());
    assert_eq!((chain.len(), heard.len()), (3, 2));
    assert_eq!(chain[0]["sha256"], found[0]["sha256"]);
    assert!(heard.iter().all(|crl| crl["kind"] == "crl" && crl["current_until"].is_string()), "{heard:?}");
    assert_eq!(found[0]["revocation"], Value::Null);
    // Who is trusted needs nobody's word.
    answers(desk.esig(&format!("cert status root.cer --trust root.cer --at {AT_TEXT} --json")), 0);
}

#[test]
fn revoked_since_when_and_why() {
    let desk = Desk::new(Family::P256);
    let said = status(&desk, "revoked.cer").exits(10);
    said.has("REVOKED");
    said.has("2026-11-21 12:00:00 UTC, keyCompromise: the key was lost or stolen");
    status(&desk, "revoked.cer --lang ru").exits(10).has("keyCompromise: ключ утрачен или украден");
    let found = answers(status(&desk, "revoked.cer --json"), 10);
    let revocation = &found[0]["revocation"];
    assert_eq!((&found[0]["verdict"], codes(&found[0])), (&"invalid".into(), vec!["REVOKED"]));
    assert_eq!(revocation["since"], "2026-11-21T12:00:00Z");
    assert_eq!(revocation["reason"], "keyCompromise");
    assert_eq!(revocation["serial"], found[0]["serial"]);
    desk.put("list.ocsp", answer_about(&desk, Signer::Revoked));
    let line = format!("cert status revoked.cer --trust root.cer --crl crl/0.crl --at {AT_TEXT}");
    desk.esig(&line).exits(11);
    desk.esig(&format!("{line} --ocsp list.ocsp")).exits(10).has("keyCompromise");
}

/// Who asks about the past looks at it from now: what has come since is known, and what is still to come is not.
#[test]
fn the_past_is_seen_from_the_present() {
    let now = UtcDateTime::now().replace_nanosecond(0).unwrap();
    let desk = Desk::at(Family::P256, now);
    let judge = |file: &str, lists: &str, at: UtcDateTime| {
        let at = at.format(&Rfc3339).unwrap();
        desk.esig(&format!("cert status {file} --trust root.cer --crl {lists} --at {at}"))
    };
    // The lists are an hour old. It was revoked ten days ago; before that day it was good, and they say so.
    judge("valid.cer", "crl", now - Duration::hours(2)).exits(0);
    judge("revoked.cer", "crl", now - Duration::days(11)).exits(0);
    judge("revoked.cer", "crl", now - Duration::days(9)).exits(10);
    let list = CrlTemplate::new(now + Duration::HOUR, now + Duration::DAY);
    desk.put("list.crl", list.issue(desk.pki.intermediate()).unwrap().as_der());
    let with_list = |at| judge("valid.cer", "crl/0.crl --crl list.crl", at);
    for at in [now, now - Duration::hours(2)] {
        with_list(at).exits(11).has("current until");
    }
    // Who asks what will be is there already.
    with_list(now + Duration::hours(2)).exits(0);
}

/// The answer of the desk's responder about someone.
fn answer_about(desk: &Desk, signer: Signer) -> Vec<u8> {
    use esig_core::ocsp::{CertIdBuf, NewRequest};
    use esig_core::{DigestAlgorithm, Provider};

    let (provider, identity) = (Provider::rustcrypto(), desk.pki.signer(signer));
    let issuer = desk.pki.intermediate().certificate();
    let (certificate, digest) = (identity.certificate().view(), DigestAlgorithm::Sha1);
    let id = CertIdBuf::new(&provider, digest, certificate, issuer.view()).unwrap();
    desk.pki.responder().answer(&NewRequest::about(&id).encode())
}

#[test]
fn undecided_with_what_would_help() {
    let desk = Desk::new(Family::P256);
    for (line, exit, code, help) in [
        (format!("valid.cer --trust root.cer --at {AT_TEXT}"), 11, "REVOCATION_DATA_MISSING", "crl"),
        (format!("valid.cer --crl crl --at {AT_TEXT}"), 11, "UNTRUSTED", ""),
        (format!("leaf.cer --trust root.cer --crl crl --at {AT_TEXT}"), 11, "UNTRUSTED", "issuer"),
        (format!("expired.cer --trust root.cer --crl crl --at {AT_TEXT}"), 11, "EXPIRED", ""),
        (format!("not-yet-valid.cer --trust root.cer --crl crl --at {AT_TEXT}"), 11, "NOT_YET_VALID", ""),
    ] {
        desk.put("leaf.cer", desk.pki.signer(Signer::Valid).certificate().as_der());
        let found = answers(desk.esig(&format!("cert status {line} --json")), exit);
        assert_eq!((&found[0]["verdict"], codes(&found[0])[0]), (&"indeterminate".into(), code), "{line}");
        let needs = found[0]["needs"].as_array().unwrap();
        let urls = |need: &Value| need["urls"].as_array().is_some_and(|urls| !urls.is_empty());
        let is_named = needs.iter().any(|need| need["kind"] == help && urls(need));
        assert!(is_named || help.is_empty(), "{line}: {needs:?}");
    }
    let said = desk.esig(&format!("cert status leaf.cer --trust root.cer --at {AT_TEXT}")).exits(11);
    said.has("cannot tell");
    said.has("the certificate of the issuer of «Ann Sample»: http://");
    let said =
        desk.esig(&format!("cert status valid.cer --trust root.cer --at {AT_TEXT} --lang ru")).exits(11);
    said.has("список отзыва «Test Issuing CA 7»: http://");
    // The authority in the same file helps to find the chain, and is judged itself; by another argument it helps too.
    desk.put("authority.cer", desk.pki.intermediate().certificate().as_der());
    status(&desk, "leaf.cer --certs authority.cer").exits(0);
}

#[test]
fn the_worst_of_several_decides_and_errors_stand_beside_the_answers() {
    let desk = Desk::new(Family::P256);
    status(&desk, "valid.cer revoked.cer expired.cer").exits(10);
    status(&desk, "valid.cer expired.cer").exits(11);
    let output = status(&desk, "valid.cer договор.pdf --json").output();
    assert_eq!(json(&output)["files"][1]["error"]["code"].as_str().map(|code| &code[..2]), Some("E-"));
    let output = desk.esig("cert status valid.cer --trust договор.pdf --json").output();
    assert!(json(&output)["files"][0]["error"]["code"].is_string());
    desk.esig("cert status valid.cer --trust договор.pdf").exits(40);
    desk.esig("cert status valid.cer --cache x").exits(2);
    status(&desk, "-").stdin(desk.read("valid.cer")).exits(0);
    let [english, russian] = ["en", "ru"]
        .map(|lang| status(&desk, &format!("valid.cer revoked.cer --json --lang {lang}")).output().stdout);
    assert_eq!(english, russian);
}

/// A desk with someone's certificate alone, and the server that has the rest.
fn online_desk(signer: Signer) -> (Desk, TestServer) {
    let now = UtcDateTime::now();
    let (desk, server) = (Desk::new(Family::P256), TestServer::start(Family::P256, 1, now).unwrap());
    desk.put("leaf.cer", server.pki().signer(signer).certificate().as_der());
    desk.put("anchor.cer", server.pki().root().certificate().as_der());
    (desk, server)
}

fn online(desk: &Desk, rest: &str) -> Run {
    desk.esig(&format!("cert status leaf.cer --trust anchor.cer --online --no-cache --allow-loopback {rest}"))
}

#[test]
fn what_is_missing_is_fetched() {
    for (signer, exit) in [(Signer::Valid, 0), (Signer::Revoked, 10), (Signer::Expired, 11)] {
        let (desk, server) = online_desk(signer);
        desk.esig("cert status leaf.cer --trust anchor.cer").exits(11);
        assert!(server.requests().is_empty());
        let found = answers(online(&desk, "--json"), exit);
        assert!(!server.requests().is_empty());
        assert_eq!(found[0]["chain"].as_array().unwrap().len(), 3);
    }
}

#[test]
fn a_server_in_disorder_decides_nothing() {
    let slow = Fault::Busy { retry_after: None, times: 99 };
    for signer in [Signer::Valid, Signer::Revoked] {
        let (desk, server) = online_desk(signer);
        for fault in [Fault::Status(404), Fault::CutInBody, Fault::WrongSigner, slow.clone()] {
            for served in [Served::IntermediateCrl, Served::Ocsp] {
                server.fault(served, fault.clone());
            }
            let found = answers(online(&desk, "--json"), 11);
            assert_eq!(found[0]["verdict"], "indeterminate", "{fault:?}");
        }
        drop(server);
        let found = answers(online(&desk, "--json"), 11);
        assert!(codes(&found[0]).contains(&"EVIDENCE_UNAVAILABLE"));
        online(&desk, "--lang ru").exits(11).has("не получено: ");
    }
}

#[test]
fn stale_lists_tell_until_when_they_were_current() {
    let desk = Desk::new(Family::P256);
    let later = common::AT + Duration::days(30);
    let later = later.format(&Rfc3339).unwrap();
    let line = format!("cert status valid.cer --trust root.cer --crl crl --at {later}");
    let found = answers(desk.esig(&format!("{line} --json")), 11);
    assert_eq!(codes(&found[0])[0], "REVOCATION_DATA_STALE");
    desk.esig(&line).exits(11).has("current until 2026-12-08 12:00:00 UTC");
}
