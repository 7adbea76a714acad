//! Every target over its seeds, and over what is derived from them by one broken octet, without a fuzzer.

use std::fs;
use std::path::{Path, PathBuf};

use esig_fuzz::TARGETS;

/// Longer files say nothing about a parser that shorter ones do not.
const LONGEST: u64 = 64 * 1024;

#[test]
fn the_table_of_seeds_names_every_target() {
    let named: Vec<&str> = seeds().map(|(target, _)| target).collect();
    let known: Vec<&str> = TARGETS.iter().map(|(target, _)| *target).collect();
    assert_eq!(named, known);
}

#[test]
fn no_target_finds_anything_in_its_seeds() {
    let Some(corpora) = esig_corpora::directory() else {
        println!("corpus fuzz-seeds: absent");
        return;
    };
    for ((_, target), (name, folders)) in TARGETS.iter().zip(seeds()) {
        let files: Vec<PathBuf> = folders.flat_map(|folder| files(&corpora.join(folder))).collect();
        for file in &files {
            let mut bytes = fs::read(file).unwrap();
            target(&bytes);
            break_one_octet(&mut bytes);
            target(&bytes);
        }
        println!("seeds {name}: {} files", files.len());
    }
}

fn break_one_octet(bytes: &mut [u8]) {
    let middle = bytes.len() / 2;
    if let Some(octet) = bytes.get_mut(middle) {
        *octet ^= 1;
    }
}

/// The lines of `targets.tsv` below its header: a target and the folders of its seeds.
fn seeds() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    let lines = include_str!("../targets.tsv").lines().skip(1);
    lines.filter_map(|line| line.split_once('\t')).map(|(target, folders)| (target, folders.split(' ')))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else if fs::metadata(&path).is_ok_and(|metadata| metadata.len() <= LONGEST) {
            found.push(path);
        }
    }
    found
}
