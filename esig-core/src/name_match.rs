//! Comparing names as RFC 5280 §7.1 does.

use alloc::string::String;
use alloc::vec::Vec;

use crate::name::{Attribute, Name, Rdn};
use crate::stringprep;

impl Name<'_> {
    /// Whether two names are the same: level by level, text without regard to letter case, string type, forms of
    /// characters and repeated spaces (RFC 4518), everything else octet by octet.
    ///
    /// Text with control characters is compared octet by octet too, so that no comparison stops at a NUL.
    pub fn matches(&self, other: &Name<'_>) -> bool {
        if self.as_der() == other.as_der() {
            return true;
        }
        let (mut own, mut others) = (self.rdns(), other.rdns());
        loop {
            match (own.next(), others.next()) {
                (None, None) => return true,
                (Some(own), Some(other)) if rdn_matches(&own, &other) => {}
                _ => return false,
            }
        }
    }

    /// Octets that two names have in common exactly if they [match](Self::matches): the key of an index by name.
    pub fn canonical(&self) -> Vec<u8> {
        // Room for lengths of four octets where DER has one, and for text that grows a little.
        let mut octets = Vec::with_capacity(2 * self.as_der().len());
        self.rdns().for_each(|rdn| rdn.push_canonical(&mut octets));
        octets
    }
}

impl Rdn<'_> {
    /// The part of this level in the name's [canonical form](Name::canonical): a name is below another if the canonical
    /// form begins with that of the other, and no level's is the beginning of another level's.
    pub fn canonical(&self) -> Vec<u8> {
        let mut octets = Vec::new();
        self.push_canonical(&mut octets);
        octets
    }

    /// How many attributes, and each: by their order in the octets, not that of the encoding.
    fn push_canonical(&self, octets: &mut Vec<u8>) {
        let mut attributes = self.attributes();
        if let (Some(only), None) = (attributes.next(), attributes.next()) {
            push_length(octets, 1);
            return push_attribute(octets, &only);
        }
        let of_one = |attribute| {
            let mut octets = Vec::new();
            push_attribute(&mut octets, &attribute);
            octets
        };
        let mut attributes: Vec<Vec<u8>> = self.attributes().map(of_one).collect();
        attributes.sort_unstable();
        push_length(octets, attributes.len());
        octets.extend(attributes.concat());
    }
}

/// Whether it is text, then type and value, their lengths before them: no attribute is the beginning of another.
fn push_attribute(octets: &mut Vec<u8>, attribute: &Attribute<'_>) {
    let text = prepared(attribute);
    let value = text.as_ref().map_or(attribute.value.as_bytes(), String::as_bytes);
    octets.push(u8::from(text.is_some()));
    for part in [attribute.oid.as_contents(), value] {
        push_length(octets, part.len());
        octets.extend(part);
    }
}

/// Lengths of objects are read into 32 bits.
fn push_length(octets: &mut Vec<u8>, length: usize) {
    octets.extend((length as u32).to_be_bytes());
}

/// The same attributes in whatever order. Of one with many each is prepared once: a stranger's name may have a hundred long ones.
fn rdn_matches(own: &Rdn<'_>, other: &Rdn<'_>) -> bool {
    match (only(own), only(other)) {
        (Some(own), Some(other)) => attribute_matches(&own, &other),
        (None, None) => own.canonical() == other.canonical(),
        _ => false,
    }
}

/// The attribute of a level that has but one, as nearly all have.
fn only<'a>(rdn: &Rdn<'a>) -> Option<Attribute<'a>> {
    let mut attributes = rdn.attributes();
    attributes.next().filter(|_| attributes.next().is_none())
}

fn attribute_matches(own: &Attribute<'_>, other: &Attribute<'_>) -> bool {
    if own.oid != other.oid {
        return false;
    }
    if own.value.as_bytes() == other.value.as_bytes() {
        return true;
    }
    match (prepared(own), prepared(other)) {
        (Some(own), Some(other)) => own == other,
        _ => false,
    }
}

/// The value as text that can be compared.
fn prepared(attribute: &Attribute<'_>) -> Option<String> {
    stringprep::prepared(&attribute.borrowed_text()?)
}

#[cfg(test)]
mod tests {
    use crate::attribute_names::{COMMON_NAME, ORGANIZATION};
    use crate::encode::element;
    use crate::name::Name;
    use crate::raw::Tag;
    use alloc::vec::Vec;
    use der::asn1::ObjectIdentifier;

    fn name(attributes: &[(ObjectIdentifier, Tag, &str)]) -> Vec<u8> {
        let levels: Vec<Vec<u8>> = attributes
            .iter()
            .map(|(oid, tag, text)| {
                let oid = element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()]);
                let pair = element(Tag::SEQUENCE, &[&oid, &element(*tag, &[text.as_bytes()])]);
                element(Tag::SET, &[&pair])
            })
            .collect();
        element(Tag::SEQUENCE, &levels.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    fn matches(own: &[(ObjectIdentifier, Tag, &str)], other: &[(ObjectIdentifier, Tag, &str)]) -> bool {
        let (own, other) = (name(own), name(other));
        let (own, other) = (Name::from_der(&own).expect("name"), Name::from_der(&other).expect("name"));
        assert_eq!(own.matches(&other), other.matches(&own), "symmetric");
        assert_eq!(own.matches(&other), own.canonical() == other.canonical(), "canonical");
        own.matches(&other)
    }

    #[test]
    fn case_type_and_spaces_do_not_matter() {
        let plain = [(COMMON_NAME, Tag::UTF8_STRING, "Удостоверяющий центр")];
        assert!(matches(&plain, &[(COMMON_NAME, Tag::UTF8_STRING, " удостоверяющий  ЦЕНТР")]));
        assert!(matches(
            &[(COMMON_NAME, Tag::PRINTABLE_STRING, "Root CA")],
            &[(COMMON_NAME, Tag::UTF8_STRING, "root ca")]
        ));
    }

    #[test]
    fn control_characters_do() {
        let plain = [(COMMON_NAME, Tag::UTF8_STRING, "honest.example")];
        assert!(!matches(&plain, &[(COMMON_NAME, Tag::UTF8_STRING, "honest.example\0evil.example")]));
        assert!(!matches(&plain, &[(COMMON_NAME, Tag::UTF8_STRING, "honest.exam\0ple")]));
        let nul = [(COMMON_NAME, Tag::UTF8_STRING, "a\0b")];
        assert!(matches(&nul, &nul));
        assert!(!matches(&nul, &[(COMMON_NAME, Tag::PRINTABLE_STRING, "a\0b")]));
    }

    #[test]
    fn a_name_below_another_begins_like_it() {
        let above = [(ORGANIZATION, Tag::UTF8_STRING, "Example")];
        let below = [above[0], (COMMON_NAME, Tag::UTF8_STRING, "a")];
        let canonical = |attributes: &[_]| Name::from_der(&name(attributes)).expect("name").canonical();
        assert!(canonical(&below).starts_with(&canonical(&above)));
        let longer = [(ORGANIZATION, Tag::UTF8_STRING, "Example Corp")];
        assert!(!canonical(&longer).starts_with(&canonical(&above)));
        assert!(canonical(&above).starts_with(&canonical(&[])));
    }

    #[test]
    fn levels_of_many_attributes_are_compared_in_any_order() {
        let pair = |text: &str| {
            let oid = element(Tag::OBJECT_IDENTIFIER, &[COMMON_NAME.as_bytes()]);
            element(Tag::SEQUENCE, &[&oid, &element(Tag::UTF8_STRING, &[text.as_bytes()])])
        };
        let level = |texts: &[&str]| {
            let pairs: Vec<_> = texts.iter().map(|text| pair(text)).collect();
            let set = element(Tag::SET, &pairs.iter().map(Vec::as_slice).collect::<Vec<_>>());
            element(Tag::SEQUENCE, &[&set])
        };
        let matches = |own: &[&str], other: &[&str]| {
            let (own, other) = (level(own), level(other));
            Name::from_der(&own).expect("name").matches(&Name::from_der(&other).expect("name"))
        };
        assert!(matches(&["a", "b", "b"], &["B", "A", "b"]));
        assert!(!matches(&["a", "b", "b"], &["a", "a", "b"]));
        assert!(!matches(&["a", "b"], &["a"]) && !matches(&["a"], &["a", "a"]));
    }

    #[test]
    fn everything_else_does() {
        let plain = [(COMMON_NAME, Tag::UTF8_STRING, "Root")];
        assert!(!matches(&plain, &[(COMMON_NAME, Tag::UTF8_STRING, "Root2")]));
        assert!(!matches(&plain, &[(ORGANIZATION, Tag::UTF8_STRING, "Root")]));
        assert!(!matches(&plain, &[plain[0], plain[0]]));
        let two = [(COMMON_NAME, Tag::UTF8_STRING, "a"), (ORGANIZATION, Tag::UTF8_STRING, "b")];
        assert!(!matches(&two, &[two[1], two[0]]));
    }
}
