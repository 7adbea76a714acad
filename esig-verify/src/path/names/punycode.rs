//! Punycode, decoding only (RFC 3492).

use alloc::string::String;
use alloc::vec::Vec;

/// The letters that the part of a label after `xn--` stands for; `None` if it is no Punycode.
///
/// A label has 63 octets at most (RFC 1034 §3.1), and so many characters: nothing grows with the numbers in it
/// (CVE-2022-3602).
pub(crate) fn decode(encoded: &[u8]) -> Option<String> {
    if encoded.len() > MAX_OCTETS || !encoded.is_ascii() {
        return None;
    }
    let (basic, mut digits) = match encoded.iter().rposition(|octet| *octet == b'-') {
        Some(hyphen) => (&encoded[..hyphen], encoded[hyphen + 1..].iter()),
        None => (&[][..], encoded.iter()),
    };
    let mut characters: Vec<char> = basic.iter().map(|octet| char::from(*octet)).collect();
    let (mut code, mut at, mut bias) = (INITIAL_CODE, 0_u32, INITIAL_BIAS);
    while !digits.as_slice().is_empty() {
        let before = at;
        at = at.checked_add(delta(&mut digits, bias)?)?;
        let count = u32::try_from(characters.len()).ok()?.checked_add(1)?;
        bias = adapted(at - before, count, before == 0);
        code = code.checked_add(at / count)?;
        at %= count;
        characters.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    Some(characters.into_iter().collect())
}

/// A generalised variable-length integer (§3.3).
fn delta(digits: &mut core::slice::Iter<'_, u8>, bias: u32) -> Option<u32> {
    let (mut value, mut weight) = (0_u32, 1_u32);
    for place in 1.. {
        let digit = digit(*digits.next()?)?;
        value = value.checked_add(digit.checked_mul(weight)?)?;
        let threshold = (BASE * place).saturating_sub(bias).clamp(T_MIN, T_MAX);
        if digit < threshold {
            break;
        }
        weight = weight.checked_mul(BASE - threshold)?;
    }
    Some(value)
}

/// §5: letters are 0 to 25, digits 26 to 35.
fn digit(octet: u8) -> Option<u32> {
    match octet {
        b'a'..=b'z' => Some(u32::from(octet - b'a')),
        b'A'..=b'Z' => Some(u32::from(octet - b'A')),
        b'0'..=b'9' => Some(u32::from(octet - b'0') + 26),
        _ => None,
    }
}

/// §6.1.
fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = delta / if is_first { DAMP } else { 2 };
    delta += delta / count;
    let mut divisions = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        divisions += BASE;
    }
    divisions + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

const MAX_OCTETS: usize = 63;

// §5
const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_CODE: u32 = 0x80;

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    #[test]
    fn labels_in_use_are_read() {
        for (encoded, text) in [
            ("e1afmkfd", "пример"),
            ("p1ai", "рф"),
            ("bcher-kva", "bücher"),
            ("mnchen-3ya", "münchen"),
            ("wgv71a119e", "日本語"),
            ("n3h", "☃"),
            ("", ""),
            ("abc-", "abc"),
        ] {
            assert_eq!(decode(encoded.as_bytes()), Some(text.to_string()), "{encoded}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for odd in ["99999999", "é", "a-b c", "zzzzzzzzzzzzzzzzzzzz", &"a".repeat(64)] {
            assert_eq!(decode(odd.as_bytes()), None, "{odd}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]
        /// CVE-2022-3602 and CVE-2022-3786: whatever stands there, no more comes out than went in.
        #[test]
        fn any_label_is_survived(encoded in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Some(text) = decode(&encoded) {
                prop_assert!(text.chars().count() <= encoded.len());
            }
        }

        #[test]
        fn any_ascii_label_is_survived(encoded in "[a-z0-9-]{0,70}") {
            if let Some(text) = decode(encoded.as_bytes()) {
                prop_assert!(text.chars().count() <= encoded.len());
            }
        }
    }
}
