//! The committed list of cases where this project knowingly differs from a corpus.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use serde::Deserialize;

/// Known divergences by the id of their case.
#[derive(Debug, Default)]
pub(crate) struct Divergences(BTreeMap<String, Divergence>);

/// A case where we differ, or differ for the first time.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Divergence {
    pub(crate) id: String,
    pub(crate) ours: String,
    pub(crate) expected: String,
    pub(crate) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    divergence: Vec<Divergence>,
}

impl Divergences {
    /// Where the crate in `manifest_dir` keeps the list of the corpus `name`.
    pub(crate) fn path(manifest_dir: &Path, name: &str) -> PathBuf {
        manifest_dir.join("tests/divergences").join(name.replace('/', "-") + ".toml")
    }

    /// The list at `path`, empty where there is no such file.
    pub(crate) fn load(path: &Path) -> Result<Self, String> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).map_err(|error| format!("{}: {error}", path.display())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut known = BTreeMap::new();
        for divergence in file.divergence {
            let id = divergence.id.clone();
            if divergence.reason.trim().is_empty() {
                return Err(format!("{id} has no reason"));
            }
            if divergence.ours == divergence.expected {
                return Err(format!("{id} is no divergence"));
            }
            if known.insert(id.clone(), divergence).is_some() {
                return Err(format!("{id} is listed twice"));
            }
        }
        Ok(Self(known))
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Divergence> {
        self.0.get(id)
    }
}

/// The entry as it stands in the list.
impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "[[divergence]]")?;
        for (key, value) in
            [("id", &self.id), ("ours", &self.ours), ("expected", &self.expected), ("reason", &self.reason)]
        {
            writeln!(f, "{key} = {}", toml::Value::from(value.as_str()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_can_be_pasted_into_the_list() {
        let odd = Divergence {
            id: "cms/quote\"back\\slash.p7s#1".into(),
            ours: "broken\nsecond line".into(),
            expected: "intact".into(),
            reason: "Кириллица".into(),
        };
        assert_eq!(Divergences::parse(&odd.to_string()).unwrap().get(&odd.id), Some(&odd));
    }

    #[test]
    fn a_list_gives_one_reason_for_each_difference() {
        let entry = |ours: &str, reason: &str| {
            format!(
                "[[divergence]]\nid = \"a\"\nours = \"{ours}\"\nexpected = \"no\"\nreason = \"{reason}\"\n"
            )
        };
        assert!(Divergences::parse(&entry("yes", "RFC 5652")).is_ok());
        assert_eq!(Divergences::parse(&entry("yes", " ")).unwrap_err(), "a has no reason");
        assert_eq!(Divergences::parse(&entry("no", "RFC 5652")).unwrap_err(), "a is no divergence");
        let twice = entry("yes", "RFC 5652").repeat(2);
        assert_eq!(Divergences::parse(&twice).unwrap_err(), "a is listed twice");
        assert!(Divergences::parse("[[divergense]]\nid = \"a\"\n").is_err());
    }
}
