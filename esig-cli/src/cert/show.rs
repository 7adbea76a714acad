//! `esig cert show`: what certificates say.

use std::path::PathBuf;

use clap::Args;
use esig_core::{Certificate, CertificateBuf, Provider};
use serde::Serialize;

use super::describe::Description;
use super::general_name::GeneralNameJson;
use super::json::FileJson;
use super::lint::summary;
use super::oddity;
use super::qc_statement::QcStatementJson;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::holder;
use crate::input::Source;
use crate::lang::text;
use crate::message::{self, Message};
use crate::screen::{FAINT, STRONG, Talk, styled};
use crate::table::Table;
use crate::version::{PRODUCER, Producer};
use crate::{certificates, output, safe};

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

pub(crate) const SCHEMA: &str = "esig.certificates/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    producer: Producer,
    files: Vec<FileJson<'a, &'a Description>>,
}

/// The certificates of one file, each with what it says.
type Shown = Result<Vec<(CertificateBuf, Description)>, Failure>;

pub(crate) fn run(arguments: &Arguments, talk: Talk) -> Result<Exit, Failure> {
    let sources: Vec<Source> = arguments.files.iter().map(|file| Source::new(file)).collect();
    let shown: Vec<Shown> = sources.iter().map(show).collect();
    let exits = shown.iter().map(|shown| shown.as_ref().map_or_else(|failure| failure.exit, |_| Exit::Done));
    let exit = exits.fold(Exit::Done, Exit::worse);
    if arguments.json {
        output::print(&json(&sources, &shown))?;
        return Ok(exit);
    }
    for (source, shown) in sources.iter().zip(&shown) {
        match shown {
            Ok(certificates) => output::print(&plain(source, certificates))?,
            Err(failure) => talk.fail(failure),
        }
    }
    Ok(exit)
}

fn show(source: &Source) -> Shown {
    let provider = Provider::rustcrypto();
    let describe = |certificate: CertificateBuf| match Description::new(certificate.view(), &provider) {
        Ok(description) => Ok((certificate, description)),
        Err(error) => Err(certificates::malformed(source, &error)),
    };
    certificates::read(source)?.into_iter().map(describe).collect()
}

fn json(sources: &[Source], shown: &[Shown]) -> String {
    let files = sources.iter().zip(shown);
    let files = files.map(|(source, shown)| FileJson::new(source, shown, |(_, description)| description));
    output::json(&Document { schema: SCHEMA, producer: PRODUCER, files: files.collect() })
}

fn plain(source: &Source, certificates: &[(CertificateBuf, Description)]) -> String {
    let count = certificates.len();
    let mut text = String::new();
    for (index, (certificate, description)) in certificates.iter().enumerate() {
        let place = match count {
            1 => source.name(),
            _ => format!("{}, {}/{count}", source.name(), index + 1),
        };
        let name = styled(STRONG, holder::common_name(certificate.view().subject()));
        text.push_str(&format!("{name}  {}\n", styled(FAINT, place)));
        text.push_str(&rows(certificate.view(), description).render(2));
        text.push('\n');
    }
    text
}

fn rows(certificate: Certificate<'_>, description: &Description) -> Table {
    let mut table = Table::default();
    holder::add_rows(&mut table, certificate.subject());
    table.row(&message::label_subject(), safe::text(&description.subject));
    table.row(&message::label_issuer(), issuer(certificate, description));
    table.row(&message::label_serial(), &description.serial);
    let validity = certificate.validity();
    table.row(&message::label_valid_from(), holder::moment(validity.not_before));
    table.row(&message::label_valid_until(), holder::moment(validity.not_after));
    table.row(&message::label_key(), key(description));
    table.row(&message::label_signed_with(), &description.signature_algorithm);
    table.row(&message::label_authority(), authority(description));
    table.row(&message::label_key_usage(), description.key_usage.join(", "));
    table.row(&message::label_purposes(), description.purposes.join(", "));
    table.row(&message::label_policies(), description.policies.join(", "));
    add_names(&mut table, description);
    let statements = description.qc_statements.iter().map(QcStatementJson::line);
    add_lines(&mut table, &message::label_statement(), statements);
    table.maybe(&message::label_tool_class(), description.tool_class);
    let bounds = [&description.private_key_not_before, &description.private_key_not_after];
    let bounds: Vec<_> = bounds.into_iter().flatten().map(String::as_str).collect();
    table.row(&message::label_private_key(), bounds.join(" … "));
    table.maybe(&message::label_identification(), description.identification);
    table.maybe(&message::label_sign_tool(), description.subject_sign_tool.as_deref().map(safe::text));
    for (label, tool) in [
        (message::label_issuer_sign_tool(), &description.issuer_sign_tool),
        (message::label_issuer_ca_tool(), &description.issuer_ca_tool),
        (message::label_issuer_sign_tool_certificate(), &description.issuer_sign_tool_certificate),
        (message::label_issuer_ca_tool_certificate(), &description.issuer_ca_tool_certificate),
    ] {
        table.maybe(&label, tool.as_deref().map(safe::text));
    }
    for (label, urls) in [
        (message::label_crl(), &description.crl_urls),
        (message::label_ocsp(), &description.ocsp_urls),
        (message::label_issuer_certificate(), &description.issuer_urls),
    ] {
        urls.iter().for_each(|url| table.row(&label, safe::text(url)));
    }
    table.maybe(&message::label_key_identifier(), description.subject_key_identifier.as_deref());
    table.row(&message::label_critical(), description.critical.join(", "));
    table.named("SHA-1", &description.sha1);
    table.named("SHA-256", &description.sha256);
    let findings = description.findings.iter().flatten();
    findings.for_each(|finding| table.row(&message::label_finding(), summary(finding)));
    add_lines(&mut table, &message::label_oddity(), description.oddities.iter().map(oddity::line));
    table
}

/// The other names of the holder, and those an authority may certify.
fn add_names(table: &mut Table, description: &Description) {
    let constraints = description.name_constraints.as_ref();
    for (label, names) in [
        (message::label_alternative_name(), Some(&description.subject_alt_names)),
        (message::label_permitted(), constraints.and_then(|constraints| constraints.permitted.as_ref())),
        (message::label_excluded(), constraints.and_then(|constraints| constraints.excluded.as_ref())),
    ] {
        add_lines(table, &label, names.map_or(&[][..], |names| names).iter().map(GeneralNameJson::line));
    }
}

/// A row for each of the lines, and how many more there are beyond those that anybody would read.
fn add_lines(table: &mut Table, label: &Message, lines: impl ExactSizeIterator<Item = String>) {
    const MAX_SHOWN_LINES: usize = 100;
    let more = lines.len().saturating_sub(MAX_SHOWN_LINES);
    lines.take(MAX_SHOWN_LINES).for_each(|line| table.row(label, safe::text(&line)));
    if more > 0 {
        table.row(label, message::and_more(more).get());
    }
}

fn issuer(certificate: Certificate<'_>, description: &Description) -> String {
    match certificate.is_self_issued() {
        true => message::self_issued().get().to_owned(),
        false => safe::text(&description.issuer),
    }
}

fn key(description: &Description) -> String {
    let unknown = message::unknown_key();
    let name = description.key_algorithm.unwrap_or_else(|| unknown.get());
    match (description.key_algorithm, description.key_bits) {
        (Some("rsa"), Some(bits)) => format!("{name}-{bits}"),
        _ => name.to_owned(),
    }
}

fn authority(description: &Description) -> String {
    let text: Option<Message> = match (description.ca, description.path_length) {
        (false, _) => None,
        (true, None) => Some(message::may_certify()),
        (true, Some(length)) => Some(message::may_certify_to_depth(length)),
    };
    text.map(|text| text.get().to_owned()).unwrap_or_default()
}
