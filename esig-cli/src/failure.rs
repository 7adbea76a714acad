//! Why a verb could not do its work, for people and for scripts.

use serde::Serialize;

use crate::exit::Exit;
use crate::message::Message;

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
