//! `Debug` shows nothing of private keys, passwords and PINs.

mod common;

use std::fmt::Debug;

use common::{FAMILIES, fixture, key, specs};
use esig_token::pfx::{Pfx, PfxToken};
use esig_token::{MemoryKey, Password, Pin};

#[test]
fn keys_are_not_shown() {
    for spec in specs() {
        let key = key(spec);
        assert!(!tells(&key, &key.export_pkcs8_der()), "{key:?}");
    }
}

#[test]
fn what_was_read_is_not_shown() {
    let password = Password::from("changeit");
    for family in FAMILIES {
        let file = fixture(&format!("{family}/signer.pfx"));
        let secret = fixture(&format!("{family}/signer.key"));
        let pfx = Pfx::open(&file, &password).unwrap();
        assert!(!tells(&pfx, &secret), "{pfx:?}");
        assert!(!tells(&PfxToken::open(&file, &password).unwrap(), &secret), "{family}");
        let errors = [
            MemoryKey::from_file_octets(&secret[..secret.len() - 1], None).map(drop),
            MemoryKey::from_file_octets(&secret[1..], Some(&password)).map(drop),
            Pfx::open(&file, &Password::from("change it")).map(drop),
        ];
        assert!(!tells(&errors, &secret) && !tells(&errors, b"change it"), "{errors:?}");
    }
}

#[test]
fn what_is_typed_is_not_shown() {
    let typed = (Pin::from("31415926"), Password::from("31415926"));
    assert!(!tells(&typed, b"31415926") && !format!("{typed:?}").contains("3141"), "{typed:?}");
}

/// Whether six octets of the secret in a row are shown, in hexadecimal or in decimal.
fn tells(value: &impl Debug, secret: &[u8]) -> bool {
    let list = format!("{value:?} {value:#?} {value:02x?}").replace(char::is_whitespace, "");
    let digits = list.to_lowercase().replace(',', "");
    secret.windows(6).any(|octets| {
        let hexadecimal = octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
        let decimal = octets.iter().map(u8::to_string).collect::<Vec<_>>().join(",");
        digits.contains(&hexadecimal) || list.contains(&decimal)
    })
}

/// The controls.
#[test]
fn what_is_shown_is_caught() {
    let secret = [0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6, 0x07, 0x18];
    assert!(tells(&secret, &secret));
    assert!(tells(&"A1B2C3D4E5F60718", &secret));
    assert!(!tells(&"A1B2C3", &secret));
}
