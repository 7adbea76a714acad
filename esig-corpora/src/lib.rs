//! The harness of the corpus tests: finds manifests, keeps known divergences, prints the closing line.
//!
//! A corpus is a directory of third-party data with expected results, laid out beside the checkout at
//! `../shared/corpora` or wherever `ESIG_CORPORA` points. It is never part of the project. A corpus test
//! walks the rows it finds, compares each with a committed list of divergences, and ends with one line:
//!
//! ```text
//! corpus gost/generated: 839 cases, 835 agree, 4 known divergences, 0 news
//! ```
//!
//! ```no_run
//! use esig_corpora::{Corpus, Report};
//!
//! # fn judge(_: &[u8]) -> &'static str { "valid" }
//! // a test in `tests/corpus_cms.rs`
//! fn integrity_agrees_with_gost_generated() {
//!     let Some(corpus) = Corpus::open("gost/generated") else { return };
//!     let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
//!     for row in corpus.rows() {
//!         match row.kind() {
//!             "cms-attached" => match row.read("file") {
//!                 Ok(cms) => report.compare(row.id(), row.get("expected"), judge(&cms)),
//!                 Err(error) => report.compare(row.id(), row.get("expected"), error),
//!             },
//!             other => report.left(other),
//!         }
//!     }
//!     report.finish();
//! }
//! # integrity_agrees_with_gost_generated();
//! ```
//!
//! Functions that fail the test do so by panicking, as assertions do; this crate has no other use.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)] // the lines are what this crate is for; the test runner takes them from stdout

mod corpus;
mod divergences;
mod manifest;
mod report;

pub use corpus::{Corpus, directory};
pub use manifest::Row;
pub use report::Report;
