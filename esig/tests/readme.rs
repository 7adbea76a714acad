//! The READMEs show what the documentation tests of this crate run.

use std::fs;
use std::path::Path;

#[test]
fn the_readmes_show_the_documentation_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let examples = examples(include_str!("../src/lib.rs"));
    assert_eq!(examples.len(), 3);
    for name in ["README.md", "README.ru.md"] {
        let readme = fs::read_to_string(root.join(name)).unwrap();
        for example in &examples {
            assert!(readme.contains(&format!("```rust\n{example}\n```")), "{name} lacks:\n{example}");
        }
    }
}

/// What readers see of each block of code in the crate's documentation.
fn examples(source: &str) -> Vec<String> {
    let lines = source.lines().filter_map(|line| line.strip_prefix("//!"));
    let text: Vec<_> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let is_fence = |line: &&str| line.starts_with("```");
    let blocks = text.split(is_fence).skip(1).step_by(2);
    let is_visible = |line: &&&str| **line != "#" && !line.starts_with("# ");
    blocks.map(|block| block.iter().filter(is_visible).copied().collect::<Vec<_>>().join("\n")).collect()
}
