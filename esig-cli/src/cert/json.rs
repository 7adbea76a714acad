//! What the JSON documents about certificates have in common.

use serde::Serialize;

use crate::failure::{Failure, FailureJson};
use crate::input::Source;

/// A file, and what is told of each of its certificates; none if the file cannot be read.
#[derive(Serialize)]
pub(super) struct FileJson<'a, C> {
    file: String,
    error: Option<FailureJson<'a>>,
    certificates: Vec<C>,
}

impl<'a, C> FileJson<'a, C> {
    pub(super) fn new<T>(
        source: &Source,
        outcome: &'a Result<Vec<T>, Failure>,
        tell: impl Fn(&'a T) -> C,
    ) -> Self {
        Self {
            file: source.raw_name(),
            error: outcome.as_ref().err().map(Failure::to_json),
            certificates: outcome.iter().flatten().map(tell).collect(),
        }
    }
}
