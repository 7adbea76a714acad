//! JSON that harms no terminal.

use alloc::string::String;
use core::fmt::Write;

/// The same JSON, with characters that move a cursor or change the direction of writing as `\uXXXX`.
///
/// serde_json escapes U+0000 to U+001F; this does the rest. Such characters stand only within strings, so the value stays
/// what it was.
pub fn escape_controls(json: String) -> String {
    if !json.chars().any(is_to_be_escaped) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        match c {
            c if is_to_be_escaped(c) => drop(write!(escaped, "\\u{:04x}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

/// DEL, C1 and the controls of direction and lines; a line feed lays out the document itself.
fn is_to_be_escaped(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_value_stays_and_the_controls_go() {
        let value = serde_json::json!({ "имя": "fdp.\u{202e}exe\u{9b}2J\u{7f}\u{1b}\n" });
        let text = escape_controls(value.to_string());
        assert!(!text.chars().any(|c| c.is_control() || is_to_be_escaped(c)), "{text}");
        assert!(text.contains("имя") && text.contains("\\u202e"), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
        assert_eq!(escape_controls("{\n}".to_string()), "{\n}");
    }
}
