//! Which types of other projects stand in the public API: each binds our releases to theirs.
//!
//! Reads rustdoc's JSON, which the stable compiler writes when `RUSTC_BOOTSTRAP` is set.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::{Map, Value};

/// The published libraries.
const LIBRARIES: &[&str] = &[
    "esig-gost",
    "esig-core",
    "esig-cms",
    "esig-token",
    "esig-verify",
    "esig-provider-aws-lc",
    "esig",
    "esig-testkit",
];

/// What any of them may show: how algorithms are named and how time is told.
const EVERYWHERE: &[&str] = &["const_oid::ObjectIdentifier", "time::utc_date_time::UtcDateTime"];

/// What single libraries may show besides, by the beginnings of the paths.
const BESIDES: &[(&str, &[&str])] = &[
    // the traits of RustCrypto, whose implementations are what the crate is for, and the types in them
    (
        "esig-gost",
        &[
            "block_buffer",
            "const_oid",
            "crypto_common",
            "der",
            "digest",
            "pkcs8",
            "rand_core",
            "signature",
            "spki",
            "typenum",
            "zeroize",
        ],
    ),
    // conversions, behind the feature of that name
    ("esig-core", &["x509_cert"]),
    // randomness as an argument, and exported secrets that wipe themselves
    ("esig-token", &["rand_core", "zeroize"]),
    // the document of the report, behind `json`, and an age beside the times
    ("esig-verify", &["serde_core", "serde_json", "time"]),
];

#[test]
fn foreign_types_in_public_signatures_are_on_the_list() {
    let documentation = document();
    let mut shown = BTreeSet::new();
    for library in LIBRARIES {
        let file = documentation.join(library.replace('-', "_") + ".json");
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let api = Api { json: serde_json::from_str(&text).unwrap() };
        let foreign = api.foreign_types().into_iter().filter(|(path, _)| !is_allowed(library, path));
        shown.extend(foreign.map(|(path, item)| format!("{library} shows {path} in {item}")));
    }
    assert!(shown.is_empty(), "{shown:#?}");
}

fn is_allowed(library: &str, path: &str) -> bool {
    let crate_name = path.split("::").next().unwrap_or(path);
    let besides = BESIDES.iter().filter(|(name, _)| *name == library).flat_map(|(_, crates)| *crates);
    EVERYWHERE.contains(&path)
        || crate_name == "esig"
        || crate_name.starts_with("esig_")
        || besides.into_iter().any(|allowed| *allowed == crate_name)
}

/// Runs rustdoc in a directory of its own, where it does not wait for other builds, and tells where its output is.
fn document() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public-api");
    let status = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["doc", "--quiet", "--lib", "--no-deps", "--all-features", "--target-dir"])
        .arg(&target)
        .args(LIBRARIES.iter().flat_map(|library| ["--package", library]))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json")
        .status()
        .unwrap();
    assert!(status.success(), "rustdoc failed");
    target.join("doc")
}

/// What rustdoc says of one library.
struct Api {
    json: Value,
}

impl Api {
    /// Every path to a type, trait or module of another project, and the item that shows it.
    fn foreign_types(&self) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        let items = self.json["index"].as_object().unwrap().values();
        for item in items.filter(|item| item["crate_id"] == 0 && is_written(item)) {
            let mut ids = BTreeSet::new();
            collect_ids(&item["inner"], &mut ids);
            found.extend(ids.into_iter().filter_map(|id| Some((self.foreign_path(id)?, describe(item)))));
        }
        found
    }

    fn foreign_path(&self, id: u64) -> Option<String> {
        let summary = &self.json["paths"][id.to_string()];
        let path: Vec<&str> = summary["path"].as_array()?.iter().filter_map(Value::as_str).collect();
        let is_foreign = summary["crate_id"] != 0 && !["core", "alloc", "std"].contains(path.first()?);
        is_foreign.then(|| path.join("::"))
    }
}

/// Not so implementations that the compiler or another crate gives to every type.
fn is_written(item: &Value) -> bool {
    let implementation = &item["inner"]["impl"];
    implementation["blanket_impl"].is_null() && implementation["is_synthetic"] != true
}

/// The ids of all paths below `value`: types, traits, bounds and re-exports.
fn collect_ids(value: &Value, ids: &mut BTreeSet<u64>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect_ids(value, ids)),
        Value::Object(fields) => {
            ids.extend(fields.get("id").and_then(Value::as_u64).filter(|_| is_path(fields)));
            // `<T as Trait>::Type` is the type that it stands for, whatever T is
            let fields = fields.iter().filter(|(key, _)| *key != "self_type");
            fields.for_each(|(_, value)| collect_ids(value, ids));
        }
        _ => {}
    }
}

fn is_path(fields: &Map<String, Value>) -> bool {
    fields.contains_key("args") || fields.contains_key("is_glob")
}

fn describe(item: &Value) -> String {
    let kind = item["inner"].as_object().and_then(|inner| inner.keys().next()).map_or("item", String::as_str);
    let name = item["name"].as_str().unwrap_or_default();
    let file = item["span"]["filename"].as_str().unwrap_or_default();
    let line = &item["span"]["begin"][0];
    format!("{kind} {name} ({file}:{line})")
}
