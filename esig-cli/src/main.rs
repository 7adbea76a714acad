//! The program `esig`: sign and verify files, GOST and standard algorithms.
//!
//! One file per verb; each verb takes its arguments and the [`Talk`] and returns an [`Exit`] or a
//! [`Failure`](failure::Failure). Data goes to the standard output, talk to the standard error. The clock is
//! read here and nowhere below.
#![forbid(unsafe_code)]

mod args;
mod cert;
mod certificates;
mod clock;
mod completions;
mod demo;
mod directory;
mod evidence;
mod exit;
mod failure;
mod help;
mod holder;
mod info;
mod input;
mod key;
mod lang;
mod message;
mod network;
mod output;
mod safe;
mod screen;
mod secret;
mod selftest;
mod sign;
mod table;
mod verify;
mod version;
mod why;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use crate::args::{Arguments, Verb};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::screen::Talk;

fn main() -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().collect();
    Lang::choose(&given);
    let arguments = match parse(&given) {
        Ok(arguments) => arguments,
        Err(exit) => return exit.into(),
    };
    arguments.color.apply();
    let talk = Talk::new(arguments.quiet);
    run(arguments.verb, talk)
        .unwrap_or_else(|failure| {
            talk.fail(&failure);
            failure.exit
        })
        .into()
}

fn run(verb: Verb, talk: Talk) -> Result<Exit, Failure> {
    match verb {
        Verb::Sign(arguments) => sign::run(&arguments, talk),
        Verb::Verify(arguments) => verify::run(&arguments, talk),
        Verb::Info(arguments) => info::run(&arguments, talk),
        Verb::Cert(arguments) => cert::run(&arguments, talk),
        Verb::Demo(arguments) => demo::run(&arguments),
        Verb::Selftest(arguments) => selftest::run(&arguments),
        Verb::Version(arguments) => version::run(&arguments),
        Verb::Completions(arguments) => completions::run(&arguments),
    }
}

/// The arguments, or the end of the run: help was shown, or the arguments make no sense.
fn parse(given: &[OsString]) -> Result<Arguments, Exit> {
    let command = help::localise(Arguments::command());
    let parsed =
        command.try_get_matches_from(given).and_then(|matches| Arguments::from_arg_matches(&matches));
    parsed.map_err(|error| match help::usage(&error, given) {
        Some(failure) => {
            Talk::new(false).fail(&failure);
            failure.exit
        }
        None => {
            let _ = error.print();
            if error.use_stderr() { Exit::Usage } else { Exit::Done }
        }
    })
}
