//! Files with private keys.

use esig_core::raw::{Reader, Tag};
use esig_token::{MemoryKey, Password, pfx::Pfx};

/// A key in DER or PEM without a password is read or refused.
pub fn key_file(bytes: &[u8]) {
    let _ = MemoryKey::from_file_octets(bytes, None);
}

/// The same with the password of the corpora, from which a key is derived.
pub fn protected_key_file(bytes: &[u8]) {
    if bytes.first() == Some(&0x30) && asks_for_few_iterations(Reader::ber(bytes), 0) {
        let _ = MemoryKey::from_file_octets(bytes, Some(&Password::from(PASSWORD)));
    }
}

/// A PFX is opened or refused.
pub fn pfx(bytes: &[u8]) {
    if asks_for_few_iterations(Reader::ber(bytes), 0) {
        let _ = Pfx::open(bytes, &Password::from(PASSWORD))
            .map(|pfx| (pfx.keys().len(), pfx.certificates().len()));
    }
}

/// Of the key files of the corpora.
const PASSWORD: &str = "changeit";

/// Millions of iterations are allowed, and would say nothing that a thousand do not.
fn asks_for_few_iterations(mut reader: Reader<'_>, depth: usize) -> bool {
    while let Ok(element) = reader.any("element") {
        let is_number = element.tag() == Tag::INTEGER && (3..=8).contains(&element.contents().len());
        let inner = depth > 16 || asks_for_few_iterations(element.reader(), depth + 1);
        if is_number || !inner {
            return false;
        }
    }
    true
}
