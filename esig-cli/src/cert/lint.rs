//! `esig cert lint`: do certificates have the form of qualified ones?

use std::path::PathBuf;

use clap::Args;
use esig_core::CertificateBuf;
use esig_verify::lint::{Finding, Lint, Severity, lint};
use esig_verify::report::text::Language;
use serde::{Serialize, Serializer};

use super::json::FileJson;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::lang::{language, text};
use crate::screen::{BAD, FAINT, GOOD, STRONG, Talk, UNSURE, styled};
use crate::version::{PRODUCER, Producer};
use crate::{certificates, holder, message, output, safe};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[arg(value_name = text("FILE", "ФАЙЛ"), required = true, help = text(
        "Certificates: DER, PEM or PKCS#7; - is the standard input",
        "Сертификаты: DER, PEM или PKCS#7; - означает стандартный ввод"
    ))]
    files: Vec<PathBuf>,

    #[arg(long, help = text("Print JSON", "Напечатать JSON"))]
    json: bool,
}

pub(crate) const SCHEMA: &str = "esig.lint/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    producer: Producer,
    files: Vec<FileJson<'a, LintJson<'a>>>,
}

#[derive(Serialize)]
struct LintJson<'a> {
    subject: String,
    serial: String,
    holder: &'static str,
    worst: Option<&'static str>,
    findings: Vec<FindingJson<'a>>,
}

/// A finding as it stands in JSON.
#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'static str,
    severity: &'static str,
    clause: &'static str,
    text: &'static str,
    found: Option<&'a str>,
}

/// Findings within another document.
pub(super) fn serialize<S: Serializer>(findings: &Option<Vec<Finding>>, to: S) -> Result<S::Ok, S::Error> {
    match findings {
        Some(findings) => to.collect_seq(findings.iter().map(FindingJson::from)),
        None => to.serialize_none(),
    }
}

impl<'a> From<&'a Finding> for FindingJson<'a> {
    fn from(finding: &'a Finding) -> Self {
        let rule = finding.rule;
        Self {
            rule: rule.id(),
            severity: rule.severity().name(),
            clause: rule.clause(),
            text: rule.text(Language::English),
            found: finding.found.as_deref(),
        }
    }
}

/// The certificates of one file, each with what was found.
type Linted = Result<Vec<(CertificateBuf, Lint)>, Failure>;

/// Exits with 12 where a certificate breaks a rule whose breach is an error: it may be valid, and is not of the kind.
pub(crate) fn run(arguments: &Arguments, talk: Talk) -> Result<Exit, Failure> {
    let sources: Vec<Source> = arguments.files.iter().map(|file| Source::new(file)).collect();
    let linted: Vec<Linted> = sources.iter().map(judge).collect();
    let exit = linted.iter().map(exit).fold(Exit::Done, Exit::worse);
    if arguments.json {
        output::print(&json(&sources, &linted))?;
        return Ok(exit);
    }
    for (source, linted) in sources.iter().zip(&linted) {
        match linted {
            Ok(certificates) => output::print(&plain(source, certificates))?,
            Err(failure) => talk.fail(failure),
        }
    }
    Ok(exit)
}

fn judge(source: &Source) -> Linted {
    let certificates = certificates::read(source)?.into_iter();
    Ok(certificates.map(|certificate| (certificate.clone(), lint(certificate.view()))).collect())
}

fn exit(linted: &Linted) -> Exit {
    let has_error = |certificates: &Vec<(CertificateBuf, Lint)>| {
        certificates.iter().any(|(_, lint)| lint.worst() == Some(Severity::Error))
    };
    match linted {
        Ok(certificates) if has_error(certificates) => Exit::RequirementsNotMet,
        Ok(_) => Exit::Done,
        Err(failure) => failure.exit,
    }
}

fn json(sources: &[Source], linted: &[Linted]) -> String {
    let files = sources.iter().zip(linted);
    let files = files.map(|(source, linted)| FileJson::new(source, linted, lint_json));
    output::json(&Document { schema: SCHEMA, producer: PRODUCER, files: files.collect() })
}

fn lint_json((certificate, lint): &(CertificateBuf, Lint)) -> LintJson<'_> {
    LintJson {
        subject: certificate.view().subject().to_string(),
        serial: certificate.view().serial_number().to_string(),
        holder: lint.holder.name(),
        worst: lint.worst().map(Severity::name),
        findings: lint.findings.iter().map(FindingJson::from).collect(),
    }
}

fn plain(source: &Source, certificates: &[(CertificateBuf, Lint)]) -> String {
    let mut text = String::new();
    for (certificate, lint) in certificates {
        let name = styled(STRONG, holder::common_name(certificate.view().subject()));
        text.push_str(&format!("{name}  {}\n", styled(FAINT, source.name())));
        if lint.findings.is_empty() {
            text.push_str(&format!("  {} {}\n", styled(GOOD, "✓"), message::lint_clean().get()));
        }
        lint.findings.iter().for_each(|finding| text.push_str(&line(finding)));
        text.push('\n');
    }
    text
}

/// One finding on a line, its gravity first.
fn line(finding: &Finding) -> String {
    let rule = finding.rule;
    let (mark, style) = match rule.severity() {
        Severity::Error => ("✗", BAD),
        Severity::Warning => ("!", UNSURE),
        Severity::Note => ("·", FAINT),
    };
    format!("  {} {}\n", styled(style, mark), summary(finding))
}

/// What is wrong, what stands there, the clause, the identifier.
pub(super) fn summary(finding: &Finding) -> String {
    let rule = finding.rule;
    let found = finding.found.as_deref().map(|found| format!(" «{}»", safe::text(found))).unwrap_or_default();
    let place = styled(FAINT, format_args!("{} [{}]", rule.clause(), rule.id()));
    format!("{}{found} {place}", rule.text(language()))
}
