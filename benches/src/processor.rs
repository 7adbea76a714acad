//! The processor that a bench runs on.

use std::fs;

/// What the system calls it.
pub fn name() -> String {
    let system = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = system.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    name.trim_start_matches([' ', '\t', ':']).to_owned()
}
