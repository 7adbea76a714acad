//! Bytes and their smallest parts.

use esig_core::limits::MAX_DEPTH;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{Name, NameBuf, Provider, SignatureScheme, Spki, pem as armour};

/// Every element by DER and by BER: inside its parent, after its brother, and made of the octets it says.
pub fn der(bytes: &[u8]) {
    for reader in [Reader::new(bytes), Reader::ber(bytes)] {
        walk(reader, bytes, 0);
    }
}

fn walk(mut reader: Reader<'_>, whole: &[u8], depth: usize) {
    while let Ok(element) = reader.any("element") {
        let octets = &whole[element.offset()..][..element.as_bytes().len()];
        assert_eq!(octets, element.as_bytes());
        assert!(whole[element.contents_offset()..].starts_with(element.contents()));
        decode(element);
        if element.tag().is_constructed() && depth < MAX_DEPTH {
            walk(element.reader(), whole, depth + 1);
        }
    }
}

fn decode(element: Element<'_>) {
    let _ = element.boolean("element");
    let _ = element.small_integer("element");
    let _ = element.bit_string("element").map(|bits| (bits.whole_octets(), bits.bit(3)));
    let _ = element.oid("element").map(|oid| oid.to_string());
    if let Ok(time) = esig_core::time::parse_time(element, "element") {
        let _ = time.to_string();
    }
    if let Err(error) = element.expect(Tag::NULL, "element") {
        let _ = error.to_string();
    }
}

/// A name is displayed, and equal to itself by the rules of RFC 5280 §7.1.
pub fn name(bytes: &[u8]) {
    let Ok(name) = Name::from_der(bytes) else { return };
    let _ = (name.to_string(), name.common_name());
    let _ = name.attributes().filter_map(|attribute| attribute.text()).count();
    let own = NameBuf::from_der(bytes).expect("the same octets were accepted before");
    assert!(own.view().matches(&name), "a name matches itself");
}

/// What a block holds comes back when it is written and read again.
pub fn pem(bytes: &[u8]) {
    for block in armour::blocks(bytes).flatten() {
        let text = armour::encode(&block.label, &block.contents);
        let again = armour::blocks(text.as_bytes()).next().expect("what was written").expect("is read");
        assert_eq!(again.contents, block.contents);
    }
}

/// A public key is loaded or refused.
pub fn spki(bytes: &[u8]) {
    let Ok(spki) = Spki::from_der(bytes) else { return };
    let _ = SignatureScheme::from_identifier(&spki.algorithm(), None);
    let _ = Provider::rustcrypto().load_key(&spki);
}
