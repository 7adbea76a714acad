//! `esig sign`: keys, passwords, outputs.

mod common;

use std::fs;

use common::{AT_TEXT, Desk, PASSWORD, fixture};
use esig_testkit::Family;

const SIGN: &str = "sign договор.pdf --key valid.pfx --at 2026-12-01T12:00:00Z";

#[test]
fn a_pfx_signs_for_every_family() {
    for family in Family::ALL {
        let desk = Desk::new(family);
        desk.esig(&format!("{SIGN} --pin-env PIN")).env("PIN", PASSWORD).exits(0).has("договор.pdf.sig");
        assert_eq!(desk.judge("договор.pdf.sig").0, 0);
        let attached = format!("{SIGN} --pin-env PIN --attached");
        desk.esig(&attached).env("PIN", PASSWORD).exits(0).has("договор.pdf.p7m");
        fs::remove_file(desk.path("договор.pdf")).unwrap();
        let (code, report) = desk.judge("договор.pdf.p7m");
        assert_eq!((code, report["signatures"][0]["level"].as_str()), (0, Some("CAdES-B")));
    }
}

#[test]
fn passwords_come_from_four_places_and_not_from_arguments() {
    let desk = Desk::new(Family::GOST_256);
    desk.put("pin", format!("{PASSWORD}\n"));
    restrict(&desk, "pin", 0o600);
    desk.esig(&format!("{SIGN} --pin-file pin --out 1.sig")).exits(0);
    #[cfg(unix)]
    {
        desk.esig(&format!("{SIGN} --pin-fd 0 --out 2.sig")).stdin(PASSWORD).exits(0);
        restrict(&desk, "pin", 0o640);
        desk.esig(&format!("{SIGN} --pin-file pin --out 3.sig")).exits(1).has("chmod 600 pin");
        desk.esig(&format!("{SIGN} --pin-fd 77 --out 3.sig")).exits(1).has("E-SECRET-UNREADABLE");
    }
    desk.esig(&format!("{SIGN} --pin-env PIN --out 3.sig")).exits(1).has("E-SECRET-NOT-GIVEN");
    // Nobody sits at the terminal.
    desk.esig(&format!("{SIGN} --out 3.sig")).exits(2).has("--pin-env NAME");
    for argument in ["--pin 1234", "--password 1234", "--pin-env PIN --pin-file pin"] {
        desk.esig(&format!("{SIGN} {argument} --out 3.sig")).exits(2).has("E-USAGE");
    }
    assert!(!desk.path("3.sig").exists());
}

fn restrict(desk: &Desk, name: &str, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(desk.path(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = (desk, name, mode);
}

#[test]
fn a_wrong_password_is_told_and_not_shown() {
    let desk = Desk::new(Family::GOST_256);
    let said = desk.esig(&format!("{SIGN} --pin-env PIN")).env("PIN", "Sekret-42").exits(21);
    said.has("E-PASSWORD-INCORRECT");
    assert!(!said.stderr.contains("Sekret-42"));
    assert!(!desk.path("договор.pdf.sig").exists());
    let key = fixture("rsa/signer.enc.key");
    let certificate = fixture("rsa/signer.cer");
    let arguments = ["sign", "договор.pdf", "--key", &key, "--cert", &certificate, "--pin-env", "PIN"];
    desk.run(&arguments).env("PIN", "Sekret-42").exits(21);
    desk.run(&arguments).env("PIN", "changeit").exits(0);
}

#[test]
fn keys_that_are_not_there_or_do_not_fit() {
    let desk = Desk::new(Family::P256);
    let sign = |rest: &str| desk.esig(&format!("sign договор.pdf {rest}"));
    sign("--key missing.pfx").exits(24).has("E-KEY-NOT-FOUND");
    sign("--key valid.key").exits(24).has("--cert");
    sign("--key valid.key --cert missing.cer").exits(24).has("E-CERTIFICATE-NOT-FOUND");
    sign("--key valid.key --cert valid.key").exits(24).has("E-CERTIFICATE-NOT-FOUND");
    sign("--key valid.key --cert expired.cer").exits(24).has("E-KEY-OTHER-CERTIFICATE");
    sign("--key valid.cer --cert valid.cer").exits(24).has("E-KEY-ABSENT");
    sign("--key pkcs11:token=x").exits(41);
    sign("--cert valid.cer").exits(2).has("--key");
    desk.put("cut.key", [0x30, 0x82, 0x01]);
    sign("--key cut.key --cert valid.cer").exits(40);
    assert!(!desk.path("договор.pdf.sig").exists());
}

#[test]
fn the_certificate_may_stand_in_the_file_of_the_key() {
    let desk = Desk::new(Family::GOST_512);
    let both = [desk.read("valid.key"), desk.read("valid.cer")].concat();
    desk.put("both.pem", both);
    desk.esig(&format!("sign договор.pdf --key both.pem --at {AT_TEXT}")).exits(0);
    assert_eq!(desk.judge("договор.pdf.sig").0, 0);
}

#[test]
fn nothing_is_overwritten() {
    let desk = Desk::new(Family::P256);
    desk.put("договор.pdf.sig", "precious");
    let sign = "sign договор.pdf --key valid.key --cert valid.cer";
    desk.esig(sign).exits(31).has("--force");
    assert_eq!(desk.read("договор.pdf.sig"), b"precious");
    desk.esig(&format!("{sign} --out no/such/place.sig")).exits(31).has("E-FILE-UNWRITABLE");
    desk.esig(&format!("{sign} --force")).exits(0);
    assert_ne!(desk.read("договор.pdf.sig"), b"precious");
    let left: Vec<_> = fs::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".esig-")), "{left:?}");
}

#[test]
fn several_files_are_signed_with_one_password() {
    let desk = Desk::new(Family::GOST_256);
    desk.put("приказ.docx", "PK");
    let line = "sign договор.pdf приказ.docx --key valid.pfx --pin-env PIN --out-dir signatures/new";
    desk.esig(line).env("PIN", PASSWORD).exits(0);
    assert!(desk.path("signatures/new/договор.pdf.sig").exists());
    assert!(desk.path("signatures/new/приказ.docx.sig").exists());
    let line = "sign договор.pdf missing.txt --key valid.key --cert valid.cer";
    desk.esig(line).exits(1).has("missing.txt");
    assert!(desk.path("договор.pdf.sig").exists());
    desk.esig("sign договор.pdf приказ.docx --key valid.key --cert valid.cer --out one.sig").exits(2);
}

#[test]
fn streams_are_signed() {
    let desk = Desk::new(Family::Ed25519);
    let sign = format!("sign - --key valid.key --cert valid.cer --at {AT_TEXT}");
    let output = desk.esig(&sign).stdin(desk.read("договор.pdf")).output();
    assert_eq!(output.status.code(), Some(0));
    desk.put("договор.pdf.sig", output.stdout);
    assert_eq!(desk.judge("договор.pdf.sig").0, 0);
    desk.esig("sign - - --key valid.key --cert valid.cer").exits(2);
    desk.esig(&format!("sign договор.pdf --out - --key valid.key --cert valid.cer --at {AT_TEXT}")).exits(0);
}

#[test]
fn levels_and_doubts_are_spoken_of() {
    let desk = Desk::new(Family::P256);
    let sign = "sign договор.pdf --force --key";
    desk.esig(&format!("{sign} valid.key --cert valid.cer --level b")).exits(0);
    desk.esig(&format!("{sign} valid.key --cert valid.cer --level t")).exits(41);
    desk.esig(&format!("{sign} valid.key --cert valid.cer --level x")).exits(2);
    desk.esig(&format!("{sign} valid.key --cert valid.cer --tsa http://x")).exits(2);
    desk.esig(&format!("{sign} expired.key --cert expired.cer --at {AT_TEXT}")).exits(0).has("expired");
    let other_usage = format!("{sign} wrong-key-usage.key --cert wrong-key-usage.cer --at {AT_TEXT}");
    desk.esig(&other_usage).exits(0).has("keyEncipherment");
    desk.esig(&format!("{sign} valid.key --cert valid.cer -q")).exits(0);
}
