//! What several test files need.
#![allow(dead_code, reason = "each test file uses its own part")]

/// The octets that `digits` mean; white space between them is passed over.
pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digits = digits.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert!(digits.len().is_multiple_of(2), "odd number of digits: {digits}");
    (0..digits.len()).step_by(2).map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap()).collect()
}

/// The octets of a number that an RFC prints, least significant first.
pub(crate) fn le(digits: &str) -> Vec<u8> {
    let mut octets = hex(digits);
    octets.reverse();
    octets
}

/// The contents of a PEM block.
pub(crate) fn pem(text: &str) -> Vec<u8> {
    pkcs8::der::pem::decode_vec(text.as_bytes()).unwrap().1
}
