//! What a verification rests on: files and directories named in the arguments.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use esig::VerifyOptions;
use time::UtcDateTime;

use super::arguments::Arguments;
use super::files::walk;
use crate::failure::Failure;
use crate::input::{MAX_EVIDENCE_OCTETS, Source};
use crate::message;
use crate::screen::Talk;

/// Takes the evidence of one file.
type Take = fn(VerifyOptions, &[u8]) -> Result<VerifyOptions, esig::Error>;

pub(super) fn options(arguments: &Arguments, at: UtcDateTime, talk: Talk) -> Result<VerifyOptions, Failure> {
    let kinds: [(&[PathBuf], Take); 3] = [
        (&arguments.trust, VerifyOptions::with_trusted),
        (&arguments.certs, VerifyOptions::with_certificates),
        (&arguments.crl, VerifyOptions::with_crls),
    ];
    let mut options = VerifyOptions::new(at);
    for (paths, take) in kinds {
        for path in paths {
            options = add(options, path, take, talk)?;
        }
    }
    if arguments.trust.is_empty() {
        talk.warn(&message::nothing_trusted());
    }
    Ok(options)
}

/// A file that is named must be what it is named for; one that merely lies in a directory may be something else.
fn add(options: VerifyOptions, path: &Path, take: Take, talk: Talk) -> Result<VerifyOptions, Failure> {
    if !path.is_dir() {
        let source = Source::new(path);
        let bytes = source.read(MAX_EVIDENCE_OCTETS)?;
        return take(options, &bytes).map_err(|error| Failure::evidence(&source.name(), &error));
    }
    let mut found = BTreeSet::new();
    walk(path, 0, &mut found)?;
    let mut options = options;
    for source in found.into_iter().map(Source::File) {
        let bytes = source.read(MAX_EVIDENCE_OCTETS)?;
        match take(options.clone(), &bytes) {
            Ok(more) => options = more,
            Err(error) => talk.warn(&message::evidence_passed_over(
                source.name(),
                message::Message::verbatim(error).english(),
            )),
        }
    }
    Ok(options)
}
