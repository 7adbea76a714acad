//! Comparing the cases of one corpus and saying how they went.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path;

use crate::divergences::{Divergence, Divergences};

/// The outcome of one corpus test, case by case.
#[derive(Debug)]
#[must_use = "a report says nothing until it is finished"]
pub struct Report {
    name: String,
    known: Divergences,
    cases: BTreeSet<String>,
    agree: usize,
    divergences: usize,
    news: Vec<Divergence>,
    healed: Vec<String>,
    left: BTreeMap<String, usize>,
}

impl Report {
    /// A report on the corpus `name` for the crate in `manifest_dir`, whose known divergences stand in
    /// `tests/divergences/<name with - for />.toml`.
    ///
    /// # Panics
    /// If that file is not a list of divergences, each with a reason.
    pub fn open(manifest_dir: impl AsRef<Path>, name: &str) -> Self {
        let path = Divergences::path(manifest_dir.as_ref(), name);
        Self::new(name, Divergences::load(&path).unwrap_or_else(|error| panic!("{error}")))
    }

    fn new(name: &str, known: Divergences) -> Self {
        Self {
            name: name.to_owned(),
            known,
            cases: BTreeSet::new(),
            agree: 0,
            divergences: 0,
            news: Vec::new(),
            healed: Vec::new(),
            left: BTreeMap::new(),
        }
    }

    /// Compares one case: what the corpus expects with what this project says. A case that could not be
    /// run is compared too, with the error as ours.
    ///
    /// # Panics
    /// If the case was compared before: two outcomes under one id could not be told apart.
    pub fn compare(&mut self, id: &str, expected: impl Display, ours: impl Display) {
        assert!(self.cases.insert(id.to_owned()), "corpus {}: {id} is compared twice", self.name);
        let (expected, ours) = (expected.to_string(), ours.to_string());
        match (self.known.get(id), ours == expected) {
            (None, true) => self.agree += 1,
            (Some(_), true) => {
                self.agree += 1;
                self.healed.push(id.to_owned());
            }
            (Some(known), false) if known.ours == ours && known.expected == expected => self.divergences += 1,
            (_, false) => {
                self.news.push(Divergence { id: id.to_owned(), ours, expected, reason: String::new() })
            }
        }
    }

    /// Whether the list of known divergences has an entry for that case.
    pub fn is_listed(&self, id: &str) -> bool {
        self.known.get(id).is_some()
    }

    /// Notes a case of a kind that this test is not for.
    pub fn left(&mut self, kind: &str) {
        *self.left.entry(kind.to_owned()).or_default() += 1;
    }

    /// Prints the news, each as an entry for the list, then what was left, then the closing line.
    ///
    /// # Panics
    /// If there is news, if a known divergence has healed, or if there was no case at all.
    pub fn finish(self) {
        print!("{}", self.lines());
        let failures = self.failures();
        assert!(failures.is_empty(), "corpus {}: {}", self.name, failures.join("; "));
    }

    fn lines(&self) -> String {
        let Self { name, agree, divergences, .. } = self;
        let news: String = self.news.iter().map(|news| format!("{news}\n")).collect();
        let healed: String = self.healed.iter().map(|id| format!("corpus {name}: healed {id}\n")).collect();
        let left: String =
            self.left.iter().map(|(kind, n)| format!("corpus {name}: left {kind} {n}\n")).collect();
        let (cases, new) = (self.cases.len(), self.news.len());
        format!(
            "{news}{healed}{left}\
             corpus {name}: {cases} cases, {agree} agree, {divergences} known divergences, {new} news\n"
        )
    }

    fn failures(&self) -> Vec<String> {
        let mut failures = Vec::new();
        if self.cases.is_empty() {
            failures.push("no case at all".to_owned());
        }
        if !self.news.is_empty() {
            failures.push(format!("{} cases differ and are not listed so", self.news.len()));
        }
        if !self.healed.is_empty() {
            failures.push(format!("listed but healed: {}", self.healed.join(", ")));
        }
        failures
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const LIST: &str = r#"
        [[divergence]]
        id = "b"
        ours = "broken"
        expected = "intact"
        reason = "signed attributes are not in DER (RFC 5652 §5.4)"
    "#;

    fn report() -> Report {
        Report::new("gost/generated", Divergences::parse(LIST).unwrap())
    }

    #[test]
    fn agreement_and_known_divergences_pass() {
        let mut report = report();
        report.compare("a", "intact", "intact");
        report.compare("b", "intact", "broken");
        report.left("csr");
        report.left("csr");
        assert!(report.failures().is_empty());
        assert_eq!(
            report.lines(),
            "corpus gost/generated: left csr 2\n\
             corpus gost/generated: 2 cases, 1 agree, 1 known divergences, 0 news\n"
        );
        report.finish();
    }

    #[test]
    fn a_listed_case_that_the_corpus_lacks_is_passed_over() {
        let mut report = report();
        report.compare("a", "intact", "intact");
        report.finish();
    }

    #[test]
    fn news_fails_and_is_printed_as_an_entry() {
        let mut report = report();
        report.compare("a", "intact", "unknown");
        assert_eq!(report.failures(), ["1 cases differ and are not listed so"]);
        assert!(report.lines().starts_with(
            "[[divergence]]\nid = \"a\"\nours = \"unknown\"\nexpected = \"intact\"\nreason = \"\"\n"
        ));
        assert!(report.lines().ends_with("1 cases, 0 agree, 0 known divergences, 1 news\n"));
    }

    #[test]
    fn a_listed_case_that_differs_otherwise_is_news() {
        let mut report = report();
        report.compare("b", "intact", "unknown");
        assert_eq!(report.failures(), ["1 cases differ and are not listed so"]);
    }

    #[test]
    fn a_healed_divergence_fails() {
        let mut report = report();
        report.compare("b", "intact", "intact");
        assert_eq!(report.failures(), ["listed but healed: b"]);
    }

    #[test]
    #[should_panic(expected = "no case at all")]
    fn no_case_fails() {
        report().finish();
    }

    #[test]
    #[should_panic(expected = "a is compared twice")]
    fn one_id_is_one_case() {
        let mut report = report();
        report.compare("a", 1, 1);
        report.compare("a", 1, 1);
    }

    #[test]
    fn the_list_is_found_by_the_name_of_the_corpus() {
        let manifest_dir = tempfile::tempdir().unwrap();
        let lists = manifest_dir.path().join("tests/divergences");
        fs::create_dir_all(&lists).unwrap();
        fs::write(lists.join("gost-generated@verdict.toml"), LIST).unwrap();

        let mut report = Report::open(manifest_dir.path(), "gost/generated@verdict");
        report.compare("b", "intact", "broken");
        assert!(report.failures().is_empty());
        let mut report = Report::open(manifest_dir.path(), "gost/generated");
        report.compare("b", "intact", "broken");
        assert!(!report.failures().is_empty());
    }
}
