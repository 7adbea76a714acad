//! The test PKI as files: keys to sign with, roots to trust, lists of revoked certificates.

use std::path::Path;

use esig::Existing;
use esig_testkit::{Family, Signer, TestPki};
use time::UtcDateTime;

use super::documents::make_directory;
use crate::failure::Failure;
use crate::output::Target;

/// Writes everything into `keys`, `trust` and `crl`.
pub(super) fn write(at: UtcDateTime) -> Result<(), Failure> {
    ["keys", "trust", "crl"].into_iter().try_for_each(make_directory)?;
    let gost256 = TestPki::new(Family::GOST_256, SEED, at);
    let gost512 = TestPki::new(Family::GOST_512, SEED, at);
    let rsa = TestPki::new(Family::Rsa2048, SEED, at);
    for (pki, name) in [(&gost256, "gost256"), (&gost512, "gost512"), (&rsa, "rsa")] {
        put("trust", name, "cer", pki.root().certificate().as_der())?;
        for (index, crl) in pki.crls().iter().enumerate() {
            put("crl", &format!("{name}-{}", index + 1), "crl", crl.as_der())?;
        }
    }
    write_password()?;
    write_signer(&gost256, "gost256", Signer::Valid)?;
    write_signer(&gost512, "gost512", Signer::Organization)?;
    write_signer(&rsa, "rsa", Signer::Valid)?;
    write_signer(&gost256, "revoked", Signer::Revoked)
}

/// A PFX with the key, its certificate and the one of the authority above it.
fn write_signer(pki: &TestPki, name: &str, signer: Signer) -> Result<(), Failure> {
    let chain = [pki.intermediate().certificate().clone()];
    let pfx = pki.signer(signer).pfx(PASSWORD, &chain).map_err(|error| Failure::internal(&error))?;
    put("keys", name, "pfx", &pfx)
}

/// The password of every key, for `--pin-file`: nobody else may read it.
fn write_password() -> Result<(), Failure> {
    Target::new(Path::new(PASSWORD_FILE)).write_secret(PASSWORD.as_bytes())
}

fn put(directory: &str, name: &str, ending: &str, bytes: &[u8]) -> Result<(), Failure> {
    Target::new(&Path::new(directory).join(format!("{name}.{ending}"))).write(bytes, Existing::Keep)
}

/// Where the password lies.
pub(super) const PASSWORD_FILE: &str = "keys/password";

/// Written beside the keys that it protects, it protects nothing.
const PASSWORD: &str = "demo";

/// Any number: the keys follow from it, and nobody should trust them anyway.
const SEED: u64 = 2026;
