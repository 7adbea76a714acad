//! The form of passwords for the MAC.

use zeroize::Zeroizing;

use crate::asn1::Der;
use crate::password::Password;

/// Big-endian UTF-16 with a final zero (RFC 7292 appendix B.1).
///
/// The standard says BMPString, which has no characters above U+FFFF; surrogates for them are what OpenSSL and
/// others write.
pub(super) fn utf16_with_final_zero(password: &Password) -> Der {
    let text = password.expose();
    // An octet of UTF-8 makes two of UTF-16 at most.
    let mut octets = Zeroizing::new(Vec::with_capacity(2 * text.len() + 2));
    for unit in text.encode_utf16() {
        octets.extend_from_slice(&unit.to_be_bytes());
    }
    octets.extend_from_slice(&[0, 0]);
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_surrogates() {
        let octets = |text: &str| utf16_with_final_zero(&Password::from(text)).to_vec();
        assert_eq!(octets(""), [0, 0]);
        assert_eq!(octets("aя"), [0, 0x61, 0x04, 0x4f, 0, 0]);
        assert_eq!(octets("🔑"), [0xd8, 0x3d, 0xdd, 0x11, 0, 0]);
    }
}
