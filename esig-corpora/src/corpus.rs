//! Where a corpus lies and which rows its manifests hold.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::manifest::{self, Row};

/// One folder of the corpora, with the rows of the manifests that describe it.
#[derive(Debug)]
pub struct Corpus {
    name: String,
    folder: PathBuf,
    rows: Vec<Row>,
}

impl Corpus {
    /// Opens the corpus `name`: a folder below the corpora, `/` between its parts, and after an `@` what
    /// the test compares (`gost/generated@verdict`).
    ///
    /// Its rows come from the folder's `manifest.tsv`; else from every `<kind>.manifest.tsv` in it; else
    /// from the rows of the parent's `manifest.tsv` whose files lie in the folder. A corpus described in
    /// another form has no rows, and the test reads [`folder`](Self::folder) itself.
    ///
    /// `None`, and a line that says so, where there is no such folder.
    ///
    /// # Panics
    /// If the folder is absent although `CI=true`, and if a manifest cannot be read.
    pub fn open(name: &str) -> Option<Self> {
        let corpus = Self::open_below(directory().as_deref(), name);
        if corpus.is_none() {
            absent(name, env::var_os("CI").is_some_and(|value| value == "true"));
        }
        corpus
    }

    /// The same below a given directory, without a word.
    fn open_below(corpora: Option<&Path>, name: &str) -> Option<Self> {
        let folder = corpora?.join(name.split('@').next()?);
        if !folder.is_dir() {
            return None;
        }
        let rows = rows(&folder).unwrap_or_else(|error| panic!("corpus {name}: {error}"));
        Some(Self { name: name.into(), folder, rows })
    }

    /// The name that it was opened by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every row, in the order of the manifests.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }
}

/// The directory of all corpora: `ESIG_CORPORA`, else `../shared/corpora` counted from the workspace root.
///
/// `None` where neither is a directory.
pub fn directory() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    let corpora = env::var_os("ESIG_CORPORA").map_or_else(beside, PathBuf::from);
    corpora.is_dir().then_some(corpora)
}

fn absent(name: &str, in_ci: bool) {
    println!("corpus {name}: absent");
    assert!(!in_ci, "corpus {name} is absent, which CI does not allow");
}

fn rows(folder: &Path) -> io::Result<Vec<Row>> {
    let own = folder.join("manifest.tsv");
    if own.is_file() {
        return manifest::read(&own, None);
    }
    let by_kind = manifests_by_kind(folder)?;
    if !by_kind.is_empty() {
        let read = |(path, kind): &(PathBuf, String)| manifest::read(path, Some(kind));
        return Ok(by_kind.iter().map(read).collect::<io::Result<Vec<_>>>()?.concat());
    }
    rows_of_parent(folder)
}

/// The files `<kind>.manifest.tsv` with their kinds, in the order of their names.
fn manifests_by_kind(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Some(kind) = entry.file_name().to_str().and_then(|name| name.strip_suffix(".manifest.tsv")) {
            found.push((entry.path(), kind.to_owned()));
        }
    }
    found.sort();
    Ok(found)
}

fn rows_of_parent(folder: &Path) -> io::Result<Vec<Row>> {
    let (Some(parent), Some(leaf)) = (folder.parent(), folder.file_name().and_then(|leaf| leaf.to_str()))
    else {
        return Ok(Vec::new());
    };
    let manifest = parent.join("manifest.tsv");
    if !manifest.is_file() {
        return Ok(Vec::new());
    }
    let mut rows = manifest::read(&manifest, None)?;
    rows.retain(|row| row.get("file").split('/').next() == Some(leaf));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: PathBuf, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn ids(corpora: &Path, name: &str) -> Vec<String> {
        let corpus = Corpus::open_below(Some(corpora), name).unwrap();
        corpus.rows().map(|row| row.id().to_owned()).collect()
    }

    #[test]
    fn rows_come_from_the_nearest_manifests() {
        let corpora = tempfile::tempdir().unwrap();
        let at = |path: &str| corpora.path().join(path);
        write(at("own/manifest.tsv"), "file\tkind\na/1.cer\tcert\n");
        write(at("kinds/ocsp.manifest.tsv"), "id\texpected\ntwo\tgood\n");
        write(at("kinds/crl.manifest.tsv"), "id\texpected\none\tgood\n");
        write(at("whole/manifest.tsv"), "file\tkind\ncms/1.p7s\t\nxml/1.xml\t\n");
        write(at("whole/cms/1.p7s"), "bytes");
        write(at("other/tests.json"), "{}");

        assert_eq!(ids(corpora.path(), "own"), ["a/1.cer"]);
        assert_eq!(ids(corpora.path(), "kinds"), ["one", "two"]);
        assert_eq!(ids(corpora.path(), "whole/cms"), ["cms/1.p7s"]);
        assert!(ids(corpora.path(), "other").is_empty());
        assert_eq!(ids(corpora.path(), "own@verdict"), ["a/1.cer"]);

        let kinds = Corpus::open_below(Some(corpora.path()), "kinds").unwrap();
        assert_eq!(kinds.rows().map(Row::kind).collect::<Vec<_>>(), ["crl", "ocsp"]);
        let whole = Corpus::open_below(Some(corpora.path()), "whole/cms").unwrap();
        assert_eq!(whole.rows().next().unwrap().read("file").unwrap(), b"bytes");
    }

    #[test]
    fn what_is_absent_is_none() {
        let corpora = tempfile::tempdir().unwrap();
        assert!(Corpus::open_below(Some(corpora.path()), "gost/generated").is_none());
        assert!(Corpus::open_below(None, "gost/generated").is_none());
        absent("gost/generated", false);
    }

    #[test]
    #[should_panic(expected = "corpus gost/generated is absent")]
    fn in_ci_nothing_may_be_absent() {
        absent("gost/generated", true);
    }
}
