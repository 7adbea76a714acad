//! Octets as people read them.

use core::fmt::{self, Write};

/// Writes two lower-case hexadecimal digits for each octet.
pub(crate) fn write_hex(f: &mut fmt::Formatter<'_>, octets: &[u8]) -> fmt::Result {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    octets.iter().try_for_each(|octet| {
        f.write_char(digit(octet >> 4))?;
        f.write_char(digit(octet & 15))
    })
}
