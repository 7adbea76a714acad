//! Why a verb could not do its work, for people and for scripts.

use esig_cms::CmsError;
use esig_verify::report::json;
use serde::Serialize;

use crate::exit::Exit;
use crate::input::Source;
use crate::message::{self, Message};

/// An error with its exit code, its stable name and what to do about it.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) code: &'static str,
    pub(crate) message: Message,
    pub(crate) remedy: Message,
}

impl Failure {
    pub(crate) fn new(exit: Exit, code: &'static str, message: Message, remedy: Message) -> Self {
        Self { exit, code, message, remedy }
    }

    /// Something that cannot go wrong in a sound build did.
    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        let text = message::library_error(Message::verbatim(error).english());
        Self::new(Exit::Internal, "E-INTERNAL", text, message::selftest_suggested())
    }

    /// An error of `esig-cms` about the file of that name.
    pub(crate) fn cms(name: &str, error: &CmsError) -> Self {
        let exit = match error {
            CmsError::Malformed(_) => Exit::Malformed,
            CmsError::NotSignedData { .. } | CmsError::UnsupportedAlgorithm(_) => Exit::Unsupported,
            _ => Exit::Error,
        };
        let text = message::cannot_process(name, Message::verbatim(error).english());
        Self::new(exit, error.code(), text, message::remedy(error.remedy()))
    }

    /// An error of the facade, in which files are named.
    pub(crate) fn facade(error: &esig::Error) -> Self {
        if let esig::Error::Read { path, error } = error {
            return Source::File(path.clone()).unreadable(error);
        }
        let exit = match error {
            esig::Error::Write { .. } | esig::Error::OutputExists { .. } => Exit::Output,
            esig::Error::Evidence(_) => Exit::Malformed,
            _ => Exit::Error,
        };
        let text = message::library_error(Message::verbatim(error).english());
        Self::new(exit, error.code(), text, message::remedy(error.remedy()))
    }

    /// Evidence from the file of that name that cannot be used.
    pub(crate) fn evidence(name: &str, error: &esig::Error) -> Self {
        let text = message::cannot_process(name, Message::verbatim(error).english());
        Self::new(Exit::Malformed, error.code(), text, message::remedy(error.remedy()))
    }

    /// As it stands in the report.
    pub(crate) fn to_report(&self) -> json::Error {
        json::Error::with_remedy(self.code, self.message.english(), self.remedy.english())
    }

    /// As it stands in JSON, in English always.
    pub(crate) fn to_json(&self) -> FailureJson<'_> {
        FailureJson { code: self.code, message: self.message.english(), remedy: self.remedy.english() }
    }
}

/// `{"code": "E-…", "message": "…", "remedy": "…"}`
#[derive(Serialize)]
pub(crate) struct FailureJson<'a> {
    code: &'a str,
    message: &'a str,
    remedy: &'a str,
}
