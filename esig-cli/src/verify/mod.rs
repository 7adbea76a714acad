//! `esig verify`: judge the signatures of files.

mod arguments;
mod files;
mod text;

use esig::{Content, Verdict, Verification, VerifyOptions};
use esig_core::{DigestAlgorithm, DigestValue, Limits};
use esig_verify::report::{Reason, json};
use time::UtcDateTime;

pub(crate) use self::arguments::Arguments;
use self::arguments::{Form, JsonForm};
pub(crate) use self::text::render;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::message;
use crate::output;
use crate::screen::Talk;
use crate::version::PRODUCER;

/// What came of one file: a verification, or why there is none.
pub(crate) struct Judged {
    pub(crate) source: Source,
    pub(crate) outcome: Result<Verification, Failure>,
}

pub(crate) fn run(arguments: &Arguments, talk: Talk) -> Result<Exit, Failure> {
    let at = arguments.evidence.time()?;
    let digest = arguments.digest.as_deref().map(digest).transpose()?;
    let sources = files::expand(&arguments.files)?;
    arguments.check(&sources)?;
    let mut report = Report::begin(arguments, at)?;
    match arguments.evidence.options(at, talk) {
        Ok(options) => {
            for source in sources {
                let outcome = judge(&source, arguments, digest, &options);
                report.add(Judged { source, outcome }, talk)?;
            }
        }
        // From here on there is a document whatever happens: scripts read it.
        Err(failure) if arguments.form() != Form::Text => {
            talk.fail(&failure);
            for source in sources {
                report.add(Judged { source, outcome: Err(failure.clone()) }, talk)?;
            }
        }
        Err(failure) => return Err(failure),
    }
    report.end(talk)
}

/// What decided about the first signature that did not pass.
pub(crate) fn decisive_reason(arguments: &Arguments) -> Result<Option<Reason>, Failure> {
    let at = arguments.evidence.time()?;
    let options = arguments.evidence.options(at, Talk::new(true))?;
    for source in files::expand(&arguments.files)? {
        let verification = judge(&source, arguments, None, &options)?;
        let reasons = verification.signatures().iter().flat_map(|signature| signature.reasons.first());
        if let Some(reason) = reasons.copied().next() {
            return Ok(Some(reason));
        }
    }
    Ok(None)
}

fn judge(
    source: &Source,
    arguments: &Arguments,
    digest: Option<DigestValue>,
    options: &VerifyOptions,
) -> Result<Verification, Failure> {
    let piped;
    let content = match (&arguments.content, digest) {
        (Some(path), _) if Source::new(path) == Source::Stdin => {
            piped = Source::Stdin.read(MAX_PIPED_OCTETS)?;
            Content::Octets(&piped)
        }
        (Some(path), _) => Content::File(path),
        (None, Some(digest)) => Content::Digest(digest),
        (None, None) => Content::Found,
    };
    let outcome = match source {
        Source::Stdin => esig::verify(&source.read(MAX_PIPED_OCTETS)?, content, options),
        Source::File(path) => esig::verify_file_over(path, content, options),
    };
    outcome.map_err(|error| Failure::facade(&error))
}

/// `ALG:HEX`, with a name of contract.md §3.
fn digest(argument: &str) -> Result<DigestValue, Failure> {
    let parsed = argument.split_once(':').and_then(|(name, hex)| {
        let algorithm = DigestAlgorithm::from_name(&name.to_ascii_lowercase())?;
        DigestValue::new(algorithm, &octets(hex)?)
    });
    parsed.ok_or_else(|| {
        let names = DigestAlgorithm::all().map(DigestAlgorithm::name).collect::<Vec<_>>().join(", ");
        let text = message::bad_digest(crate::safe::text(argument));
        Failure::new(Exit::Usage, "E-USAGE", text, message::bad_digest_remedy(names))
    })
}

fn octets(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        hex.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// The report while it grows; what is for the terminal or one line a file goes out at once.
struct Report<'a> {
    arguments: &'a Arguments,
    at: UtcDateTime,
    files: Vec<json::File>,
    text: String,
    verdicts: Vec<Option<Verdict>>,
    exit: Exit,
}

impl<'a> Report<'a> {
    fn begin(arguments: &'a Arguments, at: UtcDateTime) -> Result<Self, Failure> {
        if let Some(target) = arguments.target() {
            target.check(arguments.existing())?;
        }
        Ok(Self {
            arguments,
            at,
            files: Vec::new(),
            text: String::new(),
            verdicts: Vec::new(),
            exit: Exit::Done,
        })
    }

    fn add(&mut self, judged: Judged, talk: Talk) -> Result<(), Failure> {
        let verdict = judged.outcome.as_ref().ok().map(Verification::verdict);
        self.verdicts.push(verdict);
        self.exit = self.exit.worse(match &judged.outcome {
            Ok(verification) => Exit::from(verification.verdict()),
            Err(failure) => failure.exit,
        });
        match self.arguments.form() {
            Form::Json(JsonForm::Document) => {
                self.files.push(file_json(&judged));
                Ok(())
            }
            Form::Json(JsonForm::Lines) => {
                let line =
                    file_json(&judged).to_json_line().expect("texts, numbers and lists have a form in JSON");
                self.emit(line + "\n")
            }
            Form::Text => match &judged.outcome {
                Ok(_) if talk.is_quiet() && verdict == Some(Verdict::Valid) => Ok(()),
                Ok(verification) => self.emit(render(&judged.source.name(), verification)),
                Err(failure) => {
                    talk.fail(failure);
                    Ok(())
                }
            },
        }
    }

    /// To the standard output at once; for a file it is kept, which appears whole.
    fn emit(&mut self, text: String) -> Result<(), Failure> {
        match self.arguments.target() {
            Some(_) => {
                self.text.push_str(&text);
                Ok(())
            }
            None => output::print(&text),
        }
    }

    fn end(mut self, talk: Talk) -> Result<Exit, Failure> {
        match self.arguments.form() {
            Form::Json(JsonForm::Document) => {
                let files = std::mem::take(&mut self.files);
                let document = json::Document::new(PRODUCER.name, PRODUCER.version, self.at, files);
                let text = document.to_json().expect("texts, numbers and lists have a form in JSON");
                self.emit(text + "\n")?;
            }
            Form::Text if self.verdicts.len() > 1 && !talk.is_quiet() => {
                let summary = text::summary(&self.verdicts);
                self.emit(summary)?;
            }
            _ => {}
        }
        if let Some(target) = self.arguments.target() {
            let plain = anstream::adapter::strip_str(&self.text).to_string();
            target.write(plain.as_bytes(), self.arguments.existing())?;
            talk.done(&message::report_written(target.name()));
        }
        Ok(self.exit)
    }
}

/// The element of `files`; of a file that was not judged nothing is decided, and its error says why.
fn file_json(judged: &Judged) -> json::File {
    match &judged.outcome {
        Ok(verification) => verification.report().clone(),
        Err(failure) => {
            json::File::failed(judged.source.raw_name(), None, Verdict::Indeterminate, failure.to_report())
        }
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Valid => Self::Done,
            Verdict::Invalid => Self::Invalid,
            Verdict::Indeterminate => Self::Indeterminate,
            Verdict::NoSignature => Self::NoSignature,
            Verdict::Malformed => Self::Malformed,
            Verdict::Unsupported => Self::Unsupported,
        }
    }
}

/// What comes through a pipe is held in memory: as much as a signature may have, in base64.
const MAX_PIPED_OCTETS: usize = 2 * Limits::DEFAULT.input_octets;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_a_name_and_digits_of_the_right_length() {
        let sha1 = digest("SHA1:A9993E364706816ABA3E25717850C26C9CD0D89D").expect("a digest");
        assert_eq!((sha1.algorithm(), sha1.as_octets()[0]), (DigestAlgorithm::Sha1, 0xa9));
        for other in
            ["sha1", "sha1:", "sha1:a9", "sha9:00", "sha1:zz", "sha1:a9993e364706816aba3e25717850c26c9cd0d89"]
        {
            assert_eq!(digest(other).expect_err("no digest").exit, Exit::Usage, "{other}");
        }
    }
}
