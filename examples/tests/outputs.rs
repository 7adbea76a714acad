//! Each example does what the block at its top says: its commands are run, and what they print is compared.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[test]
fn every_example_prints_what_its_top_says() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut examples: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    examples.sort();
    assert!(!examples.is_empty());
    for example in examples {
        let source = fs::read_to_string(&example).unwrap();
        assert!(source.lines().count() < 60, "{}", example.display());
        let runs = runs(&source);
        assert!(!runs.is_empty(), "{}: no command at the top", example.display());
        for (command, expected) in runs {
            assert_eq!(run(&command), expected, "{command}");
        }
    }
}

/// The commands of the first block and the lines that stand below each.
fn runs(source: &str) -> Vec<(String, String)> {
    let lines = source.lines().map(|line| line.strip_prefix("//! ").unwrap_or_default());
    let block = lines.skip_while(|line| *line != "```text").skip(1).take_while(|line| *line != "```");
    let mut runs: Vec<(String, String)> = Vec::new();
    for line in block {
        match (line.strip_prefix("$ "), runs.last_mut()) {
            (Some(command), _) => runs.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => *output += &format!("{line}\n"),
            (None, None) => panic!("output before a command: {line}"),
        }
    }
    runs
}

/// Runs `[NAME=VALUE…] cargo run -p esig-examples --example NAME [-- ARGUMENT…]` with the program that was built beside
/// this test.
fn run(command: &str) -> String {
    let (before, after) =
        command.split_once("cargo run -p esig-examples --example ").expect("a command of this package");
    let mut words = after.split_whitespace();
    let program = built(words.next().expect("the name of an example"));
    let variables = before.split_whitespace().filter_map(|variable| variable.split_once('='));
    let output = Command::new(&program)
        .args(words.skip_while(|word| *word == "--"))
        .envs(variables)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn built(name: &str) -> PathBuf {
    let this = env::current_exe().unwrap();
    let profile = this.parent().and_then(Path::parent).expect("deps within the profile's directory");
    profile.join("examples").join(name).with_extension(env::consts::EXE_EXTENSION)
}
