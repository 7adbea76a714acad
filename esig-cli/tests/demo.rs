//! `esig demo`: what a newcomer sees first, word by word.
//!
//! After a deliberate change of the texts run this with `ESIG_BLESS=1` and read the difference.

mod common;

use std::fs;
use std::path::Path;

use common::{AT_TEXT, esig};

#[test]
fn the_journey_reads_as_it_should() {
    for lang in ["en", "ru"] {
        let output = esig().args(["demo", "--at", AT_TEXT, "--lang", lang]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{text}");
        assert!(output.stderr.is_empty(), "the demo says everything on the standard output");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/demo.{lang}.txt"));
        let text = without_duration(&text);
        if std::env::var_os("ESIG_BLESS").is_some() {
            fs::write(&path, &text).unwrap();
        }
        assert_eq!(text, fs::read_to_string(&path).unwrap().replace("\r\n", "\n"));
    }
}

/// The one thing that differs from run to run.
fn without_duration(text: &str) -> String {
    let (before, rest) = text.rsplit_once(" (").unwrap();
    let (_, after) = rest.split_once(" ms)").unwrap();
    format!("{before}{after}")
}

#[test]
fn the_directory_stays_and_its_commands_work() {
    let directory = tempfile::tempdir().unwrap();
    let demo = |place: &Path| esig().args(["demo", "--at", AT_TEXT, "--dir"]).arg(place).output().unwrap();
    let place = directory.path().join("новый каталог");
    assert_eq!(demo(&place).status.code(), Some(0));
    let line = ["verify", "contract.pdf.sig", "--trust", "trust", "--crl", "crl", "--at", AT_TEXT];
    let output = esig().current_dir(&place).args(line).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(demo(&place).status.code(), Some(31), "nothing is overwritten");
}
