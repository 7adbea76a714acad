//! Which crate may use which: every edge of the workspace stands in the table below, and points upwards in it.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// A crate of ours and those it may use, in an order in which no crate comes before one that it uses.
const LAYERS: &[(&str, &[&str])] = &[
    ("esig-corpora", &[]),
    ("esig-gost", &[]),
    ("esig-core", &["esig-gost"]),
    ("esig-cms", &["esig-core"]),
    ("esig-token", &["esig-gost", "esig-core"]),
    ("esig-verify", &["esig-core", "esig-cms"]),
    ("esig-http", &["esig-core", "esig-token"]),
    ("esig-provider-aws-lc", &["esig-core"]),
    ("esig-p11-mock", &["esig-gost", "esig-core"]),
    ("esig-auth", &["esig-core", "esig-cms", "esig-token", "esig-verify"]),
    ("esig", &["esig-core", "esig-cms", "esig-token", "esig-verify", "esig-http", "esig-provider-aws-lc"]),
    ("esig-testkit", &["esig-gost", "esig-core", "esig-cms", "esig-token"]),
    (
        "esig-cli",
        &[
            "esig-core",
            "esig-cms",
            "esig-token",
            "esig-verify",
            "esig-http",
            "esig-provider-aws-lc",
            "esig-auth",
            "esig",
            "esig-testkit",
        ],
    ),
    ("esig-examples", ANY),
    ("esig-benches", ANY),
];

/// For the crates at the top, which nobody uses and which are not published.
const ANY: &[&str] = &["*"];

/// The crates that take no other development dependency of ours than the harness.
const BELOW_THE_TESTKIT: &[&str] = &["esig-gost", "esig-core"];

#[test]
fn the_table_has_no_circle() {
    for (place, (name, uses)) in LAYERS.iter().enumerate() {
        let above: Vec<&str> = LAYERS[..place].iter().map(|(name, _)| *name).collect();
        for used in uses.iter().filter(|_| *uses != ANY) {
            assert!(above.contains(used), "{name} stands before {used}, which it uses");
        }
    }
}

#[test]
fn every_member_and_every_edge_stands_in_the_table() {
    for member in members() {
        for (used, _) in member.dependencies(&["dependencies", "build-dependencies"]) {
            assert!(member.may_use(&used), "{} may not use {used}", member.name);
        }
    }
}

/// A development dependency without a version is left out when cargo publishes, so no circle reaches users.
#[test]
fn development_dependencies_make_no_circle_that_reaches_users() {
    for member in members() {
        let name = member.name.as_str();
        for (used, how) in member.dependencies(&["dev-dependencies"]) {
            if used == "esig-corpora" || member.may_use(&used) {
                continue;
            }
            let above = !BELOW_THE_TESTKIT.contains(&name);
            assert!(used == "esig-testkit" && above, "{name} may not use {used} even in tests");
            let by_path_alone = how.get("path").is_some() && how.get("version").is_none();
            assert!(by_path_alone, "{name} must take {used} by path and without a version");
        }
    }
}

/// Inside a `#[cfg(test)]` module the testkit would bring a second copy of the crate under test.
#[test]
fn a_testkit_for_development_is_used_from_tests_only() {
    for member in members() {
        if member.name == "esig-testkit" || member.may_use("esig-testkit") {
            continue;
        }
        for path in sources(&member.folder.join("src")) {
            let uses = |line: &str| !line.trim_start().starts_with("//") && line.contains("esig_testkit");
            assert!(!read(&path).lines().any(uses), "{} uses esig_testkit", path.display());
        }
    }
}

/// The attribute stands in each crate root, so that a test or a bench may allow what a library may not.
#[test]
fn unsafe_code_is_forbidden() {
    for member in members() {
        let roots = ["src/lib.rs", "src/main.rs"].map(|file| member.folder.join(file));
        let root = roots.iter().find(|path| path.is_file()).unwrap();
        // esig-gost has one module of it; the benches load peers that are libraries of C.
        let level = if ["esig-gost", "esig-benches"].contains(&&*member.name) { "deny" } else { "forbid" };
        let attribute = format!("#![{level}(unsafe_code)]");
        assert!(
            read(root).lines().any(|line| line.starts_with(&attribute)),
            "{} lacks {attribute}",
            root.display()
        );
    }
}

struct Member {
    name: String,
    folder: PathBuf,
    manifest: Table,
}

impl Member {
    fn may_use(&self, used: &str) -> bool {
        let row = LAYERS.iter().find(|(name, _)| *name == self.name);
        let (_, uses) = row.unwrap_or_else(|| panic!("{} is not in the table", self.name));
        *uses == ANY || uses.contains(&used)
    }

    /// The dependencies of ours in the given tables, those of single targets included.
    fn dependencies(&self, tables: &[&str]) -> Vec<(String, Value)> {
        let targets = self.manifest.get("target").and_then(Value::as_table);
        let targets = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
        let mut found = Vec::new();
        for place in targets.chain([&self.manifest]) {
            for table in tables.iter().filter_map(|table| place.get(*table)).filter_map(Value::as_table) {
                found.extend(table.iter().map(|(key, how)| (package(key, how), how.clone())));
            }
        }
        found.retain(|(used, _)| used == "esig" || used.starts_with("esig-"));
        found
    }
}

fn package(key: &str, how: &Value) -> String {
    how.get("package").and_then(Value::as_str).unwrap_or(key).to_owned()
}

fn members() -> Vec<Member> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let workspace: Table = read(&root.join("Cargo.toml")).parse().unwrap();
    let folders = workspace["workspace"]["members"].as_array().unwrap();
    assert!(!folders.is_empty());
    folders.iter().map(|folder| member(root.join(folder.as_str().unwrap()))).collect()
}

fn member(folder: PathBuf) -> Member {
    let manifest: Table = read(&folder.join("Cargo.toml")).parse().unwrap();
    let name = manifest["package"]["name"].as_str().unwrap().to_owned();
    Member { name, folder, manifest }
}

/// Every Rust file below `folder`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
