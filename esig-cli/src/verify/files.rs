//! Which files to judge.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::{directory, message};

/// The files that the arguments name; a directory means every file in it and in those below, in the order of names.
pub(super) fn expand(arguments: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    for argument in arguments {
        let source = Source::new(argument);
        match &source {
            Source::File(path) if path.is_dir() => {
                let found = directory::files(path)?;
                if found.is_empty() {
                    let text = message::no_files(source.name());
                    let remedy = message::no_files_remedy();
                    return Err(Failure::new(Exit::NoSignature, "E-NO-SIGNATURE", text, remedy));
                }
                sources.extend(without_documents(found).into_iter().map(Source::File));
            }
            _ => sources.push(source),
        }
    }
    Ok(sources)
}

/// Leaves out `x` where there is `x.sig`, `x.p7s` or `x.sgn`: it is judged with its signature.
fn without_documents(mut found: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let is_signature = |path: &&PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| {
            ["sig", "p7s", "sgn"].iter().any(|known| ending.eq_ignore_ascii_case(known))
        })
    };
    let documents: Vec<PathBuf> =
        found.iter().filter(is_signature).map(|path| path.with_extension("")).collect();
    documents.iter().for_each(|document| {
        found.remove(document);
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn documents_are_judged_with_their_signatures() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        fs::create_dir(directory.path().join("в"))?;
        for name in ["a.pdf", "a.pdf.sig", "b.pdf", "в/c.xml", "в/c.xml.P7S"] {
            fs::write(directory.path().join(name), b"")?;
        }
        let sources = expand(&[directory.path().to_path_buf()]).expect("readable");
        let names: Vec<_> = sources.iter().map(Source::raw_name).collect();
        let expected = ["a.pdf.sig", "b.pdf", "в/c.xml.P7S"];
        let expected = expected.map(|name| directory.path().join(name).to_string_lossy().into_owned());
        assert_eq!(names, expected);
        Ok(())
    }
}
