//! The arguments of `esig verify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use esig::Existing;

use crate::evidence::EvidenceArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::lang::text;
use crate::message::{self, Message};
use crate::output::Target;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[arg(value_name = text("FILE", "ФАЙЛ"), required = true, help = text(
        "Signatures, or directories: every file in them, but documents whose signature lies beside them; \
         - is the standard input",
        "Подписи или каталоги: все файлы в них, кроме документов, подпись к которым лежит рядом; \
         - означает стандартный ввод"
    ))]
    pub(super) files: Vec<PathBuf>,

    #[arg(long, value_name = text("FILE", "ФАЙЛ"), conflicts_with = "digest", help = text(
        "The signed document; without it x.sig, x.p7s and x.sgn look for x beside them",
        "Подписанный документ; без этого для x.sig, x.p7s и x.sgn берётся лежащий рядом x"
    ))]
    pub(super) content: Option<PathBuf>,

    #[arg(long, value_name = "ALG:HEX", help = text(
        "The digest of the document instead of the document: streebog256:…, sha256:…",
        "Хеш документа вместо документа: streebog256:…, sha256:…"
    ))]
    pub(super) digest: Option<String>,

    #[command(flatten)]
    pub(super) evidence: EvidenceArguments,

    #[arg(long, value_name = "lines", num_args = 0..=1, require_equals = true,
        default_missing_value = "document", hide_possible_values = true, help = text(
        "Print JSON: one document, or with =lines one file a line",
        "Напечатать JSON: один документ или, с =lines, по файлу в строке"
    ))]
    json: Option<JsonForm>,

    #[arg(long, value_name = "text|json", conflicts_with = "json", hide_possible_values = true, help = text(
        "The form of the report",
        "Вид отчёта"
    ))]
    report: Option<ReportForm>,

    #[arg(short, long, value_name = text("FILE", "ФАЙЛ"), help = text(
        "Write the report to this file instead",
        "Записать отчёт в этот файл"
    ))]
    out: Option<PathBuf>,

    #[arg(short, long, help = text("Replace the report if it exists", "Заменить отчёт, если он уже есть"))]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum JsonForm {
    Document,
    Lines,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportForm {
    Text,
    Json,
}

/// What to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Json(JsonForm),
}

impl Arguments {
    pub(super) fn form(&self) -> Form {
        match (self.json, self.report) {
            (Some(form), _) => Form::Json(form),
            (None, Some(ReportForm::Json)) => Form::Json(JsonForm::Document),
            _ => Form::Text,
        }
    }

    /// The file for the report; `None` for the standard output.
    pub(super) fn target(&self) -> Option<Target> {
        self.out.as_deref().map(Target::new).filter(|target| *target != Target::Stdout)
    }

    pub(super) fn existing(&self) -> Existing {
        if self.force { Existing::Replace } else { Existing::Keep }
    }

    /// What clap cannot see: arguments for one signature with several, the standard input for two things.
    pub(super) fn check(&self, sources: &[Source]) -> Result<(), Failure> {
        let usage = |text: Message, remedy: Message| Err(Failure::new(Exit::Usage, "E-USAGE", text, remedy));
        if sources.len() > 1 && (self.content.is_some() || self.digest.is_some()) {
            return usage(message::content_for_many(), message::content_for_many_remedy());
        }
        let content = self.content.iter().map(|path| Source::new(path));
        if sources.iter().cloned().chain(content).filter(|source| *source == Source::Stdin).count() > 1 {
            return usage(message::stdin_twice(), message::stdin_twice_remedy());
        }
        Ok(())
    }
}
