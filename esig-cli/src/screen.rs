//! What people see: colours where a terminal takes them, talk on the standard error.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::failure::Failure;
use crate::message::{self, Message};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that has them, unless NO_COLOR is set
    #[default]
    Auto,
    /// Even into a pipe
    Always,
    /// Not at all
    Never,
}

impl Color {
    /// Fixes the choice for this run.
    pub(crate) fn apply(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const UNSURE: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();

/// `text` between the style and its end.
pub(crate) fn styled(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// What the program says about its work: on the standard error, which is for talk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Talk {
    quiet: bool,
    place: Place,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Stderr,
    Stdout,
}

impl Talk {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet, place: Place::Stderr }
    }

    /// Talk that is the data: in the demo, where people read both in their order.
    pub(crate) fn on_stdout() -> Self {
        Self { quiet: false, place: Place::Stdout }
    }

    /// A stream that is closed is nobody's concern.
    fn line(self, text: &str) {
        let _ = match self.place {
            Place::Stderr => writeln!(anstream::stderr(), "{text}"),
            Place::Stdout => writeln!(anstream::stdout(), "{text}"),
        };
    }

    /// Whether only trouble is worth a word.
    pub(crate) fn is_quiet(self) -> bool {
        self.quiet
    }

    /// Says that something is done.
    pub(crate) fn done(self, message: &Message) {
        if !self.quiet {
            self.line(&format!("{} {}", styled(GOOD, "✓"), message.get()));
        }
    }

    /// Says what may cause trouble later.
    pub(crate) fn warn(self, message: &Message) {
        if !self.quiet {
            self.line(&format!("{} {}", styled(UNSURE, message::warning().get()), message.get()));
        }
    }

    /// An error is said even by the quiet.
    pub(crate) fn fail(self, failure: &Failure) {
        let label = styled(BAD, message::error().get());
        self.line(&format!(
            "{label} {} {}",
            failure.message.get(),
            styled(FAINT, format_args!("[{}]", failure.code))
        ));
        self.line(&format!("  {} {}", message::what_to_do().get(), failure.remedy.get()));
    }
}

/// Writes data for people to the standard output; colours go where a terminal is.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}
