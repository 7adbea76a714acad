//! `esig cert`: certificates.

mod describe;
mod general_name;
mod json;
mod lint;
mod oddity;
mod qc_statement;
mod show;
mod status;

use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::text;
use crate::screen::Talk;

pub(crate) use lint::SCHEMA as LINT_SCHEMA;
pub(crate) use show::SCHEMA;
pub(crate) use status::SCHEMA as STATUS_SCHEMA;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    #[command(about = text(
        "Show what certificates say; nothing is decided about trust",
        "Показать, что написано в сертификатах; о доверии ничего не решается"
    ))]
    Show(show::Arguments),

    #[command(about = text(
        "Check that certificates have the form of qualified ones (law 63-FZ, FSB order 795); 12 if they do not",
        "Проверить, что сертификаты имеют форму квалифицированных (63-ФЗ, приказ ФСБ № 795); 12, если нет"
    ))]
    Lint(lint::Arguments),

    #[command(about = text(
        "Tell whether certificates hold: lead to whom you trust, and are not revoked; 10 if revoked, 11 if nobody can tell",
        "Узнать, действительны ли сертификаты: ведут ли к доверенному центру и не отозваны ли; 10, если отозваны, 11, если сказать нельзя"
    ))]
    Status(Box<status::Arguments>),
}

pub(crate) fn run(arguments: &Arguments, talk: Talk) -> Result<Exit, Failure> {
    match &arguments.verb {
        Verb::Show(arguments) => show::run(arguments, talk),
        Verb::Lint(arguments) => lint::run(arguments, talk),
        Verb::Status(arguments) => status::run(arguments, talk),
    }
}
