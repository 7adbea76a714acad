//! Versions of crates, as they stand in the workspace's Cargo.lock.

/// The name and the version of a crate.
pub(super) fn crate_version(name: &str) -> String {
    let mut packages = include_str!("../../../Cargo.lock").split("[[package]]");
    let first_line = format!("name = \"{name}\"");
    let lines = packages.find(|package| package.trim_start().lines().next() == Some(&first_line));
    let version = lines.and_then(|package| package.split('"').nth(3)).unwrap_or("of unknown version");
    format!("{name} {version}")
}
