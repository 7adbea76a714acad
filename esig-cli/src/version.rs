//! `esig version`: which program this is.

use clap::Args;
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::text;
use crate::{message, output};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[arg(long, help = text("Print JSON", "Напечатать JSON"))]
    json: bool,
}

/// Who made a report: `{"name": "esig", "version": "…"}`.
#[derive(Serialize)]
pub(crate) struct Producer {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

pub(crate) const PRODUCER: Producer = Producer { name: "esig", version: env!("CARGO_PKG_VERSION") };

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    producer: Producer,
    report_schema: &'static str,
    info_schema: &'static str,
    certificates_schema: &'static str,
    lint_schema: &'static str,
    certificate_status_schema: &'static str,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    output::print(&if arguments.json { json() } else { plain() })?;
    Ok(Exit::Done)
}

fn plain() -> String {
    let [version, about, notice] =
        [message::version(PRODUCER.version), message::version_about(), message::version_notice()];
    format!("{}\n{}\n{}\n", version.get(), about.get(), notice.get())
}

fn json() -> String {
    output::json(&Document {
        schema: "esig.version/1",
        producer: PRODUCER,
        report_schema: esig_verify::report::json::SCHEMA,
        info_schema: crate::info::SCHEMA,
        certificates_schema: crate::cert::SCHEMA,
        lint_schema: crate::cert::LINT_SCHEMA,
        certificate_status_schema: crate::cert::STATUS_SCHEMA,
    })
}
