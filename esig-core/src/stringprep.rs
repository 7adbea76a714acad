//! Preparing strings for comparison (RFC 4518, as RFC 5280 §7.1 wants it).

use alloc::string::String;

use unicode_normalization::UnicodeNormalization;

/// What two strings have in common if they match: letters folded, compatibility characters resolved, invisible
/// characters dropped, white space trimmed and pressed to single spaces.
///
/// `None` if there is a control character in it. RFC 4518 §2.2 maps those to nothing; then a name with a NUL would be
/// the same as one without, which is how certificates were once taken for others'.
pub(crate) fn prepared(text: &str) -> Option<String> {
    let is_control = |c: char| c.is_control() && !c.is_whitespace();
    if text.is_ascii() {
        if text.bytes().any(|octet| is_control(char::from(octet))) {
            return None;
        }
        let mut spaced = spaced(text.split_ascii_whitespace(), text.len());
        spaced.make_ascii_lowercase();
        return Some(spaced);
    }
    if text.chars().any(is_control) {
        return None;
    }
    let visible: String = text.chars().filter(|c| !is_mapped_to_nothing(*c)).nfkc().collect();
    // Folding may leave a sequence that has a shorter form.
    let folded: String = visible.chars().flat_map(folded).nfkc().collect();
    Some(spaced(folded.split_whitespace(), folded.len()))
}

fn spaced<'a>(words: impl Iterator<Item = &'a str>, octets: usize) -> String {
    let mut text = String::with_capacity(octets);
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// Full case folding, made of the conversions that `core` has: ß becomes ss, ς becomes σ. The dotless ı alone has to
/// be kept from becoming i by way of I.
fn folded(c: char) -> impl Iterator<Item = char> {
    let kept = (c == 'ı').then_some(c);
    let others = (c != 'ı').then_some(c).into_iter();
    let others =
        others.flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    kept.into_iter().chain(others)
}

/// RFC 4518 §2.2, control characters aside.
fn is_mapped_to_nothing(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}' | '\u{034f}' | '\u{06dd}' | '\u{070f}' | '\u{1806}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2063}'
            | '\u{206a}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(own: &str, other: &str) -> bool {
        prepared(own).is_some() && prepared(own) == prepared(other)
    }

    #[test]
    fn letters_spaces_and_forms_do_not_matter() {
        assert!(same("  Root   CA ", "root ca"));
        assert!(same("Удостоверяющий центр", "УДОСТОВЕРЯЮЩИЙ\u{a0}\u{2003}ЦЕНТР"));
        assert!(same("Straße", "STRASSE"));
        assert!(same("ΣΊΣΥΦΟΣ", "σίσυφος"));
        assert!(same("ﬁle Ⅷ ａ", "FILE viii A"), "compatibility characters");
        assert!(same("й", "и\u{306}"), "composed and decomposed");
        assert!(same("co\u{ad}op\u{200b}", "coop"), "invisible characters");
        assert!(same("İ", "i\u{307}"));
    }

    #[test]
    fn everything_else_does() {
        assert!(!same("ı", "i"));
        assert!(!same("a b", "ab"));
        assert!(!same("é", "e"));
    }

    #[test]
    fn no_comparison_stops_at_nul() {
        assert_eq!(prepared("honest.example\0evil.example"), None);
        assert_eq!(prepared("центр\u{7}"), None);
        assert!(same("line\nbreak", "line break"));
    }
}
