//! Certificates, CRLs and public keys that others made.
#![cfg(feature = "rustcrypto")]
#![allow(clippy::print_stdout)] // figures, for whoever runs it with --nocapture

use std::collections::HashSet;
use std::fmt::Display;

use esig_core::ocsp::BasicResponse;
use esig_core::provider::Signed;
use esig_core::{Certificate, CertificateBuf, CrlBuf, Extensions, Name, OcspBuf, Provider, Spki, pem};
use esig_corpora::{Corpus, Report, Row};

#[test]
fn generated_objects_verify_under_their_issuers() {
    let Some(corpus) = Corpus::open("gost/generated@certificates") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        let outcome = match row.kind() {
            "cert-root" => generated_certificate(row, "file"),
            "cert-int" => generated_certificate(row, "trust_anchor"),
            "cert-leaf" => generated_certificate(row, "intermediates"),
            "crl" => generated_crl(row),
            "spki" => spki(row),
            other => {
                report.left(other);
                continue;
            }
        };
        // Other reasons why the manifest calls a certificate invalid are for path validation.
        let expected = if row.get("reason").contains("signature") { BAD } else { "verifies" };
        report.compare(row.id(), expected, said(outcome, "verifies"));
    }
    report.finish();
}

#[test]
fn published_objects_are_read_and_verify() {
    let Some(corpus) = Corpus::open("gost/published@certificates") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    let issuers = Issuers::of(&corpus);
    let mut verified = 0;
    for row in corpus.rows() {
        let outcome = match row.kind() {
            "ca-certs" | "ca-certs-issuers" | "certs" => read(row).and_then(|der| {
                let certificate = CertificateBuf::from_der(der).map_err(text)?;
                decode_all(certificate.view())?;
                let view = certificate.view();
                issuers.judge(view.issuer(), view.extensions(), view.into())
            }),
            "crl" => read(row).and_then(|der| {
                let crl = CrlBuf::from_der(der).map_err(text)?;
                check_index(&crl)?;
                let view = crl.view();
                issuers.judge(view.issuer(), view.extensions(), view.into())
            }),
            "ocsp" => read(row).and_then(|der| {
                let answer = OcspBuf::from_der(der).map_err(text)?;
                issuers.judge_answer(answer.view().basic().ok_or("a refusal")?)
            }),
            other => {
                report.left(other);
                continue;
            }
        };
        verified += usize::from(outcome == Ok(true));
        let outcome = outcome.map(|_| ()).or_else(|error| refused_by_name(row, error));
        let reason = row.get("reason");
        let is_bad = reason.starts_with("bad signature") || reason.starts_with("damaged");
        let expected = if is_bad { BAD } else { "good" };
        report.compare(row.id(), expected, said(outcome, "good"));
    }
    println!("corpus {}: {verified} signatures verified under an issuer at hand", corpus.name());
    report.finish();
}

type Outcome<T = ()> = Result<T, String>;

const BAD: &str = "signature value does not verify";

fn said(outcome: Outcome, good: &str) -> String {
    outcome.map_or_else(|error| error, |()| good.to_owned())
}

fn text(error: impl Display) -> String {
    error.to_string()
}

/// Files without an expectation of their own need only be refused by the name of what is not supported.
fn refused_by_name(row: &Row, error: String) -> Outcome {
    let is_free = row.get("expected") == "see source test" && error.starts_with("unsupported");
    if is_free { Ok(()) } else { Err(error) }
}

/// The DER of the row's file, whatever is around it.
fn read(row: &Row) -> Outcome<Vec<u8>> {
    unarmoured(row.read("file").map_err(text)?)
}

fn unarmoured(file: Vec<u8>) -> Outcome<Vec<u8>> {
    let block = pem::blocks(&file).next();
    block.map_or(Ok(file.clone()), |block| block.map(|block| block.contents).map_err(text))
}

/// The certificate's signature under the nearest certificate in the column `issuer`.
fn generated_certificate(row: &Row, issuer: &str) -> Outcome {
    let issuer = row.list(issuer).last().unwrap_or_default();
    let issuer = CertificateBuf::from_der(row.read_path(issuer).map_err(text)?).map_err(text)?;
    let issuer = issuer.view();
    let certificate = CertificateBuf::from_der(read(row)?).map_err(text)?;
    let certificate = certificate.view();
    decode_all(certificate)?;
    if !certificate.issuer().matches(&issuer.subject()) {
        return Err("another issuer's name".to_owned());
    }
    check_signed(certificate.into(), issuer)
}

/// A CRL of the root or of the intermediate, whichever has its issuer's name.
fn generated_crl(row: &Row) -> Outcome {
    let crl = CrlBuf::from_der(read(row)?).map_err(text)?;
    check_index(&crl)?;
    for column in ["intermediates", "trust_anchor"] {
        let Ok(issuer) = row.read(column) else { continue };
        let issuer = CertificateBuf::from_der(issuer).map_err(text)?;
        if crl.view().issuer().matches(&issuer.view().subject()) {
            return check_signed(crl.view().into(), issuer.view());
        }
    }
    Err("another issuer's name".to_owned())
}

/// `<folder>/keys/<name>.spki.der` is the key of `<folder>/<name>.cer`, octet by octet.
fn spki(row: &Row) -> Outcome {
    let der = read(row)?;
    let spki = Spki::from_der(&der).map_err(text)?;
    Provider::rustcrypto().load_key(&spki).map_err(text)?;
    let holder = row.get("file").replace("/keys/", "/").replace(".spki.der", ".cer");
    let holder = CertificateBuf::from_der(row.read_path(&holder).map_err(text)?).map_err(text)?;
    if holder.view().subject_public_key_info() == spki { Ok(()) } else { Err("another key".to_owned()) }
}

fn check_signed(signed: Signed<'_>, issuer: Certificate<'_>) -> Outcome {
    let provider = Provider::rustcrypto();
    let key = provider.load_key(&issuer.subject_public_key_info()).map_err(text)?;
    provider.check_signed(&signed, key.as_ref()).map(|_| ()).map_err(text)
}

/// Certificates of authorities, any of which may have issued what bears their name.
struct Issuers(Vec<CertificateBuf>);

impl Issuers {
    fn of(corpus: &Corpus) -> Self {
        let rows = corpus.rows().filter(|row| row.kind().starts_with("ca-certs") || row.kind() == "certs");
        let read = |row: &Row| CertificateBuf::from_der(read(row).ok()?).ok();
        Self(rows.filter_map(read).collect())
    }

    /// Whether the responder that is named made the signature; `Ok(false)` where it is neither in the answer nor at hand.
    fn judge_answer(&self, answer: BasicResponse<'_>) -> Outcome<bool> {
        let provider = Provider::rustcrypto();
        for single in answer.responses() {
            single.archive_cutoff().map_err(text)?;
        }
        answer.nonce().map_err(text)?;
        let embedded = answer.certificates().map(|der| CertificateBuf::from_der(der).map_err(text));
        let candidates = embedded.chain(self.0.iter().cloned().map(Ok)).collect::<Outcome<Vec<_>>>()?;
        for candidate in candidates.iter().map(CertificateBuf::view) {
            if answer.responder_id().matches(&provider, candidate).map_err(text)? {
                return check_signed(answer.into(), candidate).map(|()| true);
            }
        }
        Ok(false)
    }

    /// Whether an authority of that name, and with the key that authorityKeyIdentifier names, made the signature;
    /// `Ok(false)` where none is at hand.
    fn judge(&self, issuer: Name<'_>, extensions: Extensions<'_>, signed: Signed<'_>) -> Outcome<bool> {
        let wanted = extensions.authority_key_identifier().map_err(text)?;
        let wanted = wanted.and_then(|authority| authority.key_identifier);
        let may_be = |authority: &Certificate<'_>| {
            let own = authority.extensions().subject_key_identifier().ok().flatten();
            authority.subject().matches(&issuer) && (wanted.is_none() || own.is_none() || wanted == own)
        };
        let candidates = self.0.iter().map(CertificateBuf::view).filter(may_be);
        let keys: HashSet<_> =
            candidates.map(|authority| authority.subject_public_key_info().as_der()).collect();
        let mut failure = None;
        let provider = Provider::rustcrypto();
        for key in keys {
            let key = Spki::from_der(key).map_err(text)?;
            let key = provider.load_key(&key).map_err(text)?;
            match provider.check_signed(&signed, key.as_ref()) {
                Ok(_) => return Ok(true),
                Err(error) => failure = Some(error.to_string()),
            }
        }
        failure.map_or(Ok(false), Err)
    }
}

/// Every accessor of a certificate, so that each decoder sees real data.
fn decode_all(certificate: Certificate<'_>) -> Outcome {
    certificate.check_contents().map_err(text)?;
    let extensions = certificate.extensions();
    let points = extensions.crl_distribution_points().map_err(text)?;
    points.iter().flat_map(|points| points.uris()).for_each(drop);
    let access = extensions.authority_info_access().map_err(text)?;
    access.iter().flat_map(|access| access.ca_issuers().chain(access.ocsp())).for_each(drop);
    let names = format!("{} {}", certificate.subject(), certificate.issuer());
    if names.contains('\n') { Err("a name that breaks the line".to_owned()) } else { Ok(()) }
}

/// The sorted index finds every serial number, and what entries say is read.
fn check_index(crl: &CrlBuf) -> Outcome {
    let view = crl.view();
    view.issuing_distribution_point().map_err(text)?;
    for entry in view.entries() {
        let serial_number = entry.serial_number;
        let found = view.find(serial_number).map(|entry| entry.serial_number);
        if found != Some(serial_number) {
            return Err(format!("{serial_number} not found"));
        }
    }
    Ok(())
}
