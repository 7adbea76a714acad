//! `esig demo`: the whole journey on a test PKI, offline, in a directory of its own.
//!
//! Each step is a command line as a person would type it, parsed and run as such; the demo is over in good order
//! only if each ended as it should.

mod documents;
mod pki;
mod script;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, Parser};
use esig_verify::report::Reason;

use self::script::{Scene, Step};
use crate::args::{self, Verb};
use crate::clock;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::text;
use crate::message::{self, Message};
use crate::output::{self, Target};
use crate::safe;
use crate::screen::{BAD, FAINT, GOOD, STRONG, Talk, styled};
use crate::{sign, verify};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[arg(long, value_name = text("DIR", "КАТАЛОГ"), help = text(
        "Work in this new directory and leave everything there; otherwise a temporary one is used and removed",
        "Работать в этом новом каталоге и всё в нём оставить; иначе берётся временный, который потом удаляется"
    ))]
    dir: Option<PathBuf>,

    #[arg(long, value_name = "RFC3339", help = text(
        "Pretend that it is this time",
        "Считать, что сейчас это время"
    ))]
    at: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let started = Instant::now();
    let at = clock::time(arguments.at.as_deref())?;
    let directory = Directory::new(arguments.dir.as_deref())?;
    output::print(&opening(&directory))?;
    documents::write()?;
    pki::write(at)?;
    for (index, scene) in script::scenes().iter().enumerate() {
        play(index + 1, scene, arguments)?;
    }
    output::print(&closing(&directory, started.elapsed().as_millis()))?;
    Ok(Exit::Done)
}

/// Shows and runs the steps of a scene; the first that ends otherwise than expected ends the demo.
fn play(number: usize, scene: &Scene, arguments: &Arguments) -> Result<(), Failure> {
    let title = styled(STRONG, format_args!("{number}. {}", scene.title.get()));
    output::print(&format!("{title}\n{}\n\n", scene.story.get()))?;
    for step in &scene.steps {
        output::print(&format!("{} {}\n", styled(FAINT, "$"), step.command()))?;
        let (exit, reason) = perform(step, arguments)?;
        if exit != step.exit || reason != step.reason {
            let text = message::demo_unexpected(step.command(), exit as u8, step.exit as u8);
            return Err(Failure::new(Exit::Internal, "E-DEMO", text, message::selftest_suggested()));
        }
        let note = if exit == Exit::Done { GOOD } else { BAD };
        output::print(&format!("{}\n\n", styled(note, message::exit_code(exit as u8).get())))?;
    }
    Ok(())
}

/// Runs a command line of the program, and for `verify` tells the reason that decided.
fn perform(step: &Step, arguments: &Arguments) -> Result<(Exit, Option<Reason>), Failure> {
    let mut line = vec!["esig"];
    line.extend(step.arguments.iter().map(String::as_str));
    if let Some(at) = &arguments.at {
        line.extend(["--at", at]);
    }
    let parsed = args::Arguments::try_parse_from(line).map_err(|error| {
        let text = message::usage_other(error.kind());
        Failure::new(Exit::Internal, "E-DEMO", text, message::selftest_suggested())
    })?;
    let talk = Talk::on_stdout();
    match parsed.verb {
        Verb::Sign(arguments) => Ok((sign::run(&arguments, talk)?, None)),
        Verb::Verify(arguments) => {
            let exit = verify::run(&arguments, talk)?;
            Ok((exit, verify::decisive_reason(&arguments)?))
        }
        _ => Ok((Exit::Usage, None)),
    }
}

fn opening(directory: &Directory) -> String {
    let place = match &directory.kept {
        Some(path) => message::demo_directory_kept(safe::path(path)),
        None => message::demo_directory_temporary(),
    };
    format!("{}\n{}\n\n", styled(STRONG, message::demo_title().get()), place.get())
}

fn closing(directory: &Directory, milliseconds: u128) -> String {
    let done: Message = message::demo_done();
    let next = match &directory.kept {
        Some(path) => message::demo_next_kept(safe::path(path)),
        None => message::demo_next(),
    };
    let time = styled(FAINT, format_args!("({milliseconds} ms)"));
    format!("{} {time}\n{}\n", styled(GOOD, format_args!("✓ {}", done.get())), next.get())
}

/// Where the demo works; the process is taken there, so that its command lines are short.
struct Directory {
    kept: Option<PathBuf>,
    /// Removed when dropped, after the process went back.
    _temporary: Option<tempfile::TempDir>,
    before: PathBuf,
}

impl Directory {
    fn new(wanted: Option<&Path>) -> Result<Self, Failure> {
        let place = Target::new(wanted.unwrap_or(Path::new("esig-demo")));
        let unusable = |error: std::io::Error| place.unwritable(&error);
        let before = std::env::current_dir().map_err(unusable)?;
        let temporary = match wanted {
            Some(path) => {
                std::fs::create_dir_all(path).map_err(unusable)?;
                if std::fs::read_dir(path).map_err(unusable)?.next().is_some() {
                    let text = message::file_exists(place.name());
                    let remedy = message::demo_directory_remedy();
                    return Err(Failure::new(Exit::Output, "E-FILE-EXISTS", text, remedy));
                }
                None
            }
            None => Some(tempfile::Builder::new().prefix("esig-demo-").tempdir().map_err(unusable)?),
        };
        let path = temporary.as_ref().map_or_else(|| wanted.unwrap_or(Path::new(".")), |made| made.path());
        std::env::set_current_dir(path).map_err(unusable)?;
        Ok(Self { kept: wanted.map(Path::to_path_buf), _temporary: temporary, before })
    }
}

impl Drop for Directory {
    /// A directory that a process stands in cannot be removed everywhere.
    fn drop(&mut self) {
        let _ = std::env::set_current_dir(&self.before);
    }
}
