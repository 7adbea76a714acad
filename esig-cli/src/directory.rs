//! The files of a directory.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::{message, safe};

/// All files in it and in the directories below, in the order of names.
pub(crate) fn files(directory: &Path) -> Result<BTreeSet<PathBuf>, Failure> {
    let mut found = BTreeSet::new();
    walk(directory, 0, &mut found)?;
    Ok(found)
}

fn walk(directory: &Path, depth: usize, found: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| {
        let text = message::cannot_read(safe::path(directory), error);
        Failure::new(Exit::Error, "E-FILE-UNREADABLE", text, message::cannot_read_remedy())
    };
    if depth > MAX_DIRECTORY_DEPTH {
        let text = message::directory_too_deep(safe::path(directory));
        return Err(Failure::new(
            Exit::Error,
            "E-LIMIT-EXCEEDED",
            text,
            message::directory_not_expected_remedy(),
        ));
    }
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        // A link to a directory is not followed: it may lead in circles.
        if entry.file_type().map_err(unreadable)?.is_dir() {
            walk(&path, depth + 1, found)?;
        } else if path.is_file() {
            found.insert(path);
        }
    }
    Ok(())
}

/// Deeper than any archive of documents that people look into.
const MAX_DIRECTORY_DEPTH: usize = 32;
