//! `esig info`: what a file is, who signed it, when and how; no decision about trust.

mod describe;
mod kind;

use std::path::PathBuf;

use clap::Args;
use esig_core::Limits;
use serde::Serialize;

use self::describe::{Signature, Structure};
use self::kind::{Kind, Recognized};
use crate::exit::Exit;
use crate::failure::{Failure, FailureJson};
use crate::holder;
use crate::input::Source;
use crate::lang::text;
use crate::message;
use crate::output;
use crate::safe;
use crate::screen::{FAINT, STRONG, Talk, styled};
use crate::table::Table;
use crate::version::{PRODUCER, Producer};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[arg(value_name = text("FILE", "ФАЙЛ"), required = true, help = text(
        "Any files; - is the standard input",
        "Любые файлы; - означает стандартный ввод"
    ))]
    files: Vec<PathBuf>,

    #[arg(long, help = text("Print JSON", "Напечатать JSON"))]
    json: bool,
}

pub(crate) const SCHEMA: &str = "esig.info/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    producer: Producer,
    files: Vec<FileJson<'a>>,
}

#[derive(Serialize)]
struct FileJson<'a> {
    file: String,
    kind: Option<&'static str>,
    /// The command that goes on from here.
    next: Option<String>,
    error: Option<FailureJson<'a>>,
    structure: Option<&'a Structure>,
}

/// One file and what it is.
struct Described {
    kind: Kind,
    structure: Option<Structure>,
}

pub(crate) fn run(arguments: &Arguments, talk: Talk) -> Result<Exit, Failure> {
    let sources: Vec<Source> = arguments.files.iter().map(|file| Source::new(file)).collect();
    let described: Vec<Result<Described, Failure>> = sources.iter().map(describe).collect();
    let exits =
        described.iter().map(|outcome| outcome.as_ref().map_or_else(|failure| failure.exit, |_| Exit::Done));
    let exit = exits.fold(Exit::Done, Exit::worse);
    if arguments.json {
        let files = sources.iter().zip(&described).map(file_json).collect();
        output::print(&output::json(&Document { schema: SCHEMA, producer: PRODUCER, files }))?;
        return Ok(exit);
    }
    for (source, outcome) in sources.iter().zip(&described) {
        match outcome {
            Ok(described) => output::print(&plain(source, described))?,
            Err(failure) => talk.fail(failure),
        }
    }
    Ok(exit)
}

fn describe(source: &Source) -> Result<Described, Failure> {
    let bytes = source.read(Limits::DEFAULT.input_octets)?;
    let Recognized { kind, cms } = Recognized::new(&bytes);
    Ok(Described { kind, structure: cms.as_deref().map(Structure::new).transpose()? })
}

fn file_json<'a>((source, outcome): (&Source, &'a Result<Described, Failure>)) -> FileJson<'a> {
    let described = outcome.as_ref().ok();
    FileJson {
        file: source.raw_name(),
        kind: described.map(|described| described.kind.name()),
        next: described.and_then(|described| described.kind.next_command(source)),
        error: outcome.as_ref().err().map(Failure::to_json),
        structure: described.and_then(|described| described.structure.as_ref()),
    }
}

fn plain(source: &Source, described: &Described) -> String {
    let title = described.kind.title();
    let mut text = format!("{}  {}\n", styled(STRONG, source.name()), title.get());
    let mut table = Table::default();
    if let Some(structure) = &described.structure {
        add_structure(&mut table, structure);
    }
    table.maybe(&message::label_next(), described.kind.next_command(source));
    text.push_str(&table.render(2));
    for signature in described.structure.iter().flat_map(|structure| &structure.signatures) {
        text.push_str(&signature_text(signature));
    }
    text.push('\n');
    text
}

fn add_structure(table: &mut Table, structure: &Structure) {
    if !structure.signatures.is_empty() {
        let content = match structure.content_octets {
            Some(octets) => message::content_inside(octets),
            None => message::content_outside(),
        };
        table.row(&message::label_document(), content.get());
    }
    for subject in structure.certificates.iter().take(CERTIFICATES_SHOWN) {
        table.row(&message::label_certificate(), safe::text(subject));
    }
    if let Some(more @ 1..) = structure.certificates.len().checked_sub(CERTIFICATES_SHOWN) {
        table.row(&message::label_certificate(), message::and_more(more).get());
    }
    if structure.crls > 0 {
        table.row(&message::label_crls(), structure.crls.to_string());
    }
    for finding in &structure.findings {
        table.row(&message::label_note(), safe::text(finding));
    }
}

fn signature_text(signature: &Signature) -> String {
    let title = match signature.counter_signature_of {
        Some(parent) => message::counter_signature_number(signature.index + 1, parent + 1),
        None => message::signature_number(signature.index + 1),
    };
    let mut table = Table::default();
    let claims = &signature.claims;
    match &claims.signer {
        Some(certificate) => {
            let subject = certificate.view().subject();
            table.row(&message::label_signer(), holder::common_name(subject));
            holder::add_rows(&mut table, subject);
            table.row(&message::label_issued_by(), holder::common_name(certificate.view().issuer()));
            table.row(&message::label_serial(), certificate.view().serial_number().to_string());
        }
        None => table.row(&message::label_signer(), message::signer_not_inside().get()),
    }
    table.maybe(&message::label_time(), claims.signing_time.map(holder::moment));
    let algorithms = [signature.signature_algorithm, signature.digest_algorithm];
    table.row(&message::label_algorithms(), algorithms.into_iter().flatten().collect::<Vec<_>>().join(", "));
    table.maybe(&message::label_level(), signature.level);
    table.row(&message::label_timestamps(), signature.timestamps.join(", "));
    for finding in &signature.findings {
        table.row(&message::label_note(), safe::text(&finding.text));
    }
    format!("  {} {}\n{}", title.get(), styled(FAINT, message::as_stated().get()), table.render(4))
}

/// More are counted and not named: a bag may hold those of every authority of a country.
const CERTIFICATES_SHOWN: usize = 10;
