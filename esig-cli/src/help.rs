//! Help and usage errors in the language of the run, as far as clap lets them be translated.

use std::ffi::OsString;

use clap::builder::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Error};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::text;
use crate::message;
use crate::safe;

/// Puts headings and the help flag of a command and of those below it into the language of the run.
pub(crate) fn localise(command: Command) -> Command {
    let positional = text("Arguments", "Аргументы");
    let optional = text("Options", "Параметры");
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let names: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    let command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help.help(text("Show this help", "Показать эту справку")))
        .subcommand_help_heading(text("Commands", "Команды"))
        .subcommand_value_name(text("COMMAND", "КОМАНДА"))
        .help_template(text(
            "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
            "{about-with-newline}\nИспользование: {usage}\n\n{all-args}{after-help}",
        ))
        .styles(Styles::plain())
        .mut_args(|arg| {
            let heading = if arg.is_positional() { positional } else { optional };
            let arg = arg.help_heading(heading);
            // What every verb has stands last.
            if arg.is_global_set() || arg.get_id() == "help" { arg.display_order(LAST) } else { arg }
        });
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, localise))
}

const LAST: usize = 1000;

/// A usage error as one of ours; `None` if clap only has something to show (help).
pub(crate) fn usage(error: &Error, given: &[OsString]) -> Option<Failure> {
    let context = |kind| error.get(kind).map(shown).unwrap_or_default();
    let text = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return None,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::MissingSubcommand => message::usage_no_command(),
        ErrorKind::UnknownArgument => message::usage_unknown(context(ContextKind::InvalidArg)),
        ErrorKind::MissingRequiredArgument => message::usage_missing(context(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => message::usage_subcommand(context(ContextKind::InvalidSubcommand)),
        ErrorKind::ArgumentConflict => {
            message::usage_conflict(context(ContextKind::InvalidArg), context(ContextKind::PriorArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            message::usage_invalid(context(ContextKind::InvalidValue), context(ContextKind::InvalidArg))
        }
        _ => message::usage_other(safe::text(error.render().to_string().lines().next().unwrap_or_default())),
    };
    let verb = given.iter().skip(1).filter_map(|argument| argument.to_str()).find(|word| is_verb(word));
    let remedy = message::usage_remedy(verb.map_or("esig".to_owned(), |verb| format!("esig {verb}")));
    Some(Failure::new(Exit::Usage, "E-USAGE", text, remedy))
}

fn is_verb(word: &str) -> bool {
    crate::args::Arguments::command().get_subcommands().any(|verb| verb.get_name() == word)
}

/// What clap remembers of the arguments at fault, fit for a terminal.
fn shown(value: &ContextValue) -> String {
    let value = match value {
        ContextValue::String(one) => one.clone(),
        ContextValue::Strings(several) => several.join(", "),
        other => other.to_string(),
    };
    match safe::text(&value) {
        empty if empty.is_empty() => "\"\"".to_owned(),
        value => value,
    }
}
