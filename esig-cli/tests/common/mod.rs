//! A desk with a test PKI on it, and the program to work there.

#![allow(dead_code)] // each test file uses a part

use std::path::{Path, PathBuf};
use std::{fs, process::Output};

use assert_cmd::Command;
use esig_core::pem;
use esig_testkit::{Family, Signer, TestPki};
use serde_json::Value;
use tempfile::TempDir;
use time::UtcDateTime;
use time::macros::utc_datetime;

/// The time of everything on the desk.
pub(crate) const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);
/// The same, for `--at`.
pub(crate) const AT_TEXT: &str = "2026-12-01T12:00:00Z";
/// The password of every PFX.
pub(crate) const PASSWORD: &str = "пароль из Тестов";

/// A directory with keys, certificates, CRLs and `договор.pdf`; removed at the end.
pub(crate) struct Desk {
    directory: TempDir,
    pub(crate) pki: TestPki,
}

impl Desk {
    pub(crate) fn new(family: Family) -> Self {
        Self::at(family, AT)
    }

    /// A desk of another time.
    pub(crate) fn at(family: Family, at: UtcDateTime) -> Self {
        let desk = Self { directory: tempfile::tempdir().unwrap(), pki: TestPki::new(family, 7, at) };
        desk.put("договор.pdf", "%PDF-1.4\n% договор\n");
        desk.put("root.cer", desk.pki.root().certificate().as_der());
        fs::create_dir(desk.path("crl")).unwrap();
        for (index, crl) in desk.pki.crls().iter().enumerate() {
            desk.put(&format!("crl/{index}.crl"), crl.as_der());
        }
        for signer in Signer::ALL {
            let identity = desk.pki.signer(signer);
            let key = pem::encode("PRIVATE KEY", &identity.key().export_pkcs8());
            let chain = [identity.certificate(), desk.pki.intermediate().certificate()];
            let chain = chain.map(|certificate| pem::encode("CERTIFICATE", certificate.as_der()));
            desk.put(&format!("{signer}.key"), key);
            desk.put(&format!("{signer}.cer"), chain.concat());
        }
        let chain = [desk.pki.intermediate().certificate().clone()];
        desk.put("valid.pfx", desk.pki.signer(Signer::Valid).pfx(PASSWORD, &chain).unwrap());
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// The program, in English, standing at the desk.
    pub(crate) fn esig(&self, line: &str) -> Run {
        self.run(&line.split(' ').collect::<Vec<_>>())
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let mut command = esig();
        command.current_dir(self.directory.path()).args(arguments);
        Run { command }
    }

    /// Signs `договор.pdf` as that person; the signature lies beside it.
    pub(crate) fn sign(&self, signer: &str) {
        let line = format!("sign договор.pdf --key {signer}.key --cert {signer}.cer --at {AT_TEXT} --force");
        self.esig(&line).exits(0);
    }

    /// Verifies with the root and all CRLs.
    pub(crate) fn verify(&self, files: &str) -> Run {
        self.esig(&format!("verify {files} --trust root.cer --crl crl --at {AT_TEXT}"))
    }

    /// The one report of `verify --json` on one file, and its exit code.
    pub(crate) fn judge(&self, file: &str) -> (i32, Value) {
        let output = self.verify(&format!("{file} --json")).output();
        let document = json(&output);
        assert_eq!(document["schema"], "esig.report/1");
        assert_eq!(document["validation_time"], AT_TEXT);
        assert_eq!(document["files"].as_array().unwrap().len(), 1);
        (output.status.code().unwrap(), document["files"][0].clone())
    }
}

/// The program with an environment of its own.
pub(crate) fn esig() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_esig"));
    command.env_clear().env("LANG", "C.UTF-8");
    // Without it libraries of some platforms do not start.
    for kept in ["PATH", "TMPDIR", "SystemRoot"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command
}

/// A command line about to run.
pub(crate) struct Run {
    command: Command,
}

impl Run {
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.command.write_stdin(bytes);
        self
    }

    pub(crate) fn output(mut self) -> Output {
        self.command.output().unwrap()
    }

    /// Runs it; another exit code than this is a failure that shows what the program said.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Said {
        let output = self.output();
        let said = Said {
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        assert_eq!(output.status.code(), Some(code), "{}{}", said.stdout, said.stderr);
        said
    }
}

/// What the program said.
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    #[track_caller]
    pub(crate) fn has(&self, text: &str) {
        assert!(self.stdout.contains(text) || self.stderr.contains(text), "{}{}", self.stdout, self.stderr);
    }
}

pub(crate) fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The project's fixtures, made by OpenSSL.
pub(crate) fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name);
    path.to_str().unwrap().to_owned()
}
