//! `esig completions`: a script for the shell.

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::text;
use crate::output::Target;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[arg(value_name = "bash|zsh|fish|powershell|elvish", hide_possible_values = true, help = text(
        "The shell",
        "Командная оболочка"
    ))]
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut command = crate::help::localise(crate::args::Arguments::command());
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "esig", &mut script);
    match io::stdout().lock().write_all(&script) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Target::Stdout.unwritable(&error)),
        _ => Ok(Exit::Done),
    }
}
