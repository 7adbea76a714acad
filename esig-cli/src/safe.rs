//! Text from outside, made fit for a terminal.

use std::path::Path;

/// Replaces control characters and those that change the direction of writing by escapes, so that no file name
/// and no certificate can move the cursor or hide what stands before it.
pub(crate) fn text(untrusted: &str) -> String {
    let mut safe = String::with_capacity(untrusted.len());
    for (index, character) in untrusted.chars().enumerate() {
        match character {
            _ if index == MAX_SHOWN_CHARACTERS => return safe + "…",
            c if c.is_control() || is_direction_control(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    safe
}

/// As long as the longest path of Linux: no name that means well is longer.
const MAX_SHOWN_CHARACTERS: usize = 4096;

/// A path as people write it.
pub(crate) fn path(path: &Path) -> String {
    text(&path.to_string_lossy())
}

fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    #[test]
    fn escape_sequences_lose_their_force() {
        assert_eq!(super::text("a\u{1b}[2Jб\n"), "a\\u{1b}[2Jб\\u{a}");
        assert_eq!(super::text(&"a".repeat(5000)).chars().count(), 4097);
        assert_eq!(super::text("fdp.\u{202e}exe"), "fdp.\\u{202e}exe");
    }
}
