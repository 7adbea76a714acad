//! Manifests: tables with a header line and a tab between the columns, without quoting.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

/// One case of a corpus.
#[derive(Clone, Debug)]
pub struct Row {
    id: String,
    kind: String,
    values: Vec<String>,
    manifest: Arc<Manifest>,
}

/// What the rows of one manifest share.
#[derive(Debug)]
struct Manifest {
    folder: PathBuf,
    columns: Vec<String>,
}

impl Row {
    /// What names this case in a list of divergences: the column `id`, else `file`, with `#<sig_index>`
    /// where a file has several signatures. The second row of one id gets `~2`, the third `~3`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The column `kind`; else the kind that the manifest's name tells; else the first folder of `file`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The value in `column`, empty where the manifest has no such column.
    pub fn get(&self, column: &str) -> &str {
        value(&self.manifest.columns, &self.values, column)
    }

    /// The values in `column` where it holds several, with `;` or blanks between them.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &str> {
        self.get(column).split([';', ' ']).filter(|part| !part.is_empty())
    }

    /// The bytes of the file named in `column`.
    ///
    /// # Errors
    /// If the column is empty or the file cannot be read; the error's text names the file.
    pub fn read(&self, column: &str) -> io::Result<Vec<u8>> {
        self.read_path(self.get(column))
    }

    /// The bytes of every file named in `column`, none where it is empty.
    ///
    /// # Errors
    /// If one of them cannot be read; the error's text names the file.
    pub fn read_list(&self, column: &str) -> io::Result<Vec<Vec<u8>>> {
        self.list(column).map(|path| self.read_path(path)).collect()
    }

    /// The bytes of the file at `path`, counted from the manifest's folder.
    ///
    /// # Errors
    /// If the file cannot be read; the error's text names it.
    pub fn read_path(&self, path: &str) -> io::Result<Vec<u8>> {
        if path.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the manifest names no file"));
        }
        read_named(&self.manifest.folder.join(path), path)
    }
}

/// The rows of the manifest at `path`; `kind` is the kind of rows that have no column for it.
pub(crate) fn read(path: &Path, kind: Option<&str>) -> io::Result<Vec<Row>> {
    let text = String::from_utf8(read_named(path, &path.display().to_string())?).map_err(|error| {
        io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))
    })?;
    let mut lines = text.lines();
    let columns: Vec<String> = cells(lines.next().unwrap_or_default());
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let manifest = Arc::new(Manifest { folder, columns });

    let table: Vec<Vec<String>> = lines.filter(|line| !line.is_empty()).map(cells).collect();
    let mut ids = Ids::over(&manifest.columns, &table);
    let row = |values: Vec<String>| Row {
        id: ids.next(&manifest.columns, &values),
        kind: kind_of(&manifest.columns, &values, kind),
        values,
        manifest: Arc::clone(&manifest),
    };
    Ok(table.into_iter().map(row).collect())
}

/// Gives each row of a manifest its id.
struct Ids {
    rows_of_file: HashMap<String, usize>,
    given: HashMap<String, usize>,
}

impl Ids {
    fn over(columns: &[String], table: &[Vec<String>]) -> Self {
        let mut rows_of_file = HashMap::new();
        for values in table {
            *rows_of_file.entry(value(columns, values, "file").to_owned()).or_default() += 1;
        }
        Self { rows_of_file, given: HashMap::new() }
    }

    fn next(&mut self, columns: &[String], values: &[String]) -> String {
        let id = self.base(columns, values);
        let times = self.given.entry(id.clone()).or_insert(0);
        *times += 1;
        if *times == 1 { id } else { format!("{id}~{times}") }
    }

    fn base(&self, columns: &[String], values: &[String]) -> String {
        let [id, file, index] = ["id", "file", "sig_index"].map(|column| value(columns, values, column));
        if !id.is_empty() {
            return id.to_owned();
        }
        let several = self.rows_of_file.get(file).is_some_and(|rows| *rows > 1);
        if several && !index.is_empty() { format!("{file}#{index}") } else { file.to_owned() }
    }
}

fn kind_of(columns: &[String], values: &[String], of_manifest: Option<&str>) -> String {
    let own = value(columns, values, "kind");
    if !own.is_empty() {
        return own.to_owned();
    }
    let folder = value(columns, values, "file").split('/').next().unwrap_or_default();
    of_manifest.unwrap_or(folder).to_owned()
}

fn value<'a>(columns: &[String], values: &'a [String], column: &str) -> &'a str {
    let position = columns.iter().position(|name| name == column);
    position.and_then(|position| values.get(position)).map_or("", String::as_str)
}

fn cells(line: &str) -> Vec<String> {
    line.split('\t').map(|cell| cell.trim().to_owned()).collect()
}

fn read_named(path: &Path, name: &str) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Row> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("manifest.tsv");
        fs::write(&path, text).unwrap();
        read(&path, None).unwrap()
    }

    fn ids(text: &str) -> Vec<String> {
        rows(text).iter().map(|row| row.id().to_owned()).collect()
    }

    #[test]
    fn every_row_has_an_id_of_its_own() {
        assert_eq!(ids("id\tfile\none\ta\ntwo\ta\n"), ["one", "two"]);
        assert_eq!(ids("file\tsig_index\na\t0\nb\t0\nb\t1\nc\t\n"), ["a", "b#0", "b#1", "c"]);
        assert_eq!(ids("file\twhat\na\tright\na\twrong content\n"), ["a", "a~2"]);
    }

    #[test]
    fn lines_may_end_with_carriage_returns_and_lack_columns() {
        let rows = rows("file\tkind\tcrl\r\na\tcert\tx;y\r\nb/c\r\n");
        assert_eq!(rows[0].list("crl").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(rows[0].kind(), "cert");
        assert_eq!(rows[1].get("crl"), "");
        assert_eq!(rows[1].get("no such column"), "");
        assert_eq!(rows[1].kind(), "b");
    }

    #[test]
    fn a_missing_file_is_named() {
        let row = &rows("file\tcontent\na.p7s\t\n")[0];
        assert!(row.read("file").unwrap_err().to_string().starts_with("a.p7s: "));
        assert_eq!(row.read("content").unwrap_err().to_string(), "the manifest names no file");
    }
}
