//! Names to put into certificates.

use der::asn1::ObjectIdentifier;
use esig_core::attribute_names::{EMAIL_ADDRESS, INN, INN_LE, OGRN, OGRNIP, SNILS};
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{NameBuf, attribute_names};

use crate::asn1::{oid, sequence, sequence_of};

/// A distinguished name being put together, one attribute a level, the widest first.
///
/// ```
/// use esig_core::attribute_names::{COMMON_NAME, SNILS};
/// use esig_testkit::NameTemplate;
///
/// let name = NameTemplate::new().with_attribute(SNILS, "10000001213").with_attribute(COMMON_NAME, "Иван");
/// assert_eq!(name.to_name().to_string(), "CN=Иван,СНИЛС=10000001213");
/// ```
#[derive(Clone, Debug, Default)]
pub struct NameTemplate {
    levels: Vec<Vec<u8>>,
}

impl NameTemplate {
    /// The empty name.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute in the string type that its definition asks for: NumericString for the Russian
    /// numbers, PrintableString for the country, IA5String for mail, else UTF8String.
    #[must_use]
    pub fn with_attribute(self, attribute_type: ObjectIdentifier, text: &str) -> Self {
        self.with_encoded_attribute(attribute_type, &element(string_type(attribute_type), &[text.as_bytes()]))
    }

    /// Adds an attribute whose value is encoded already.
    #[must_use]
    pub fn with_encoded_attribute(mut self, attribute_type: ObjectIdentifier, value: &[u8]) -> Self {
        let attribute = sequence(&[&oid(attribute_type), value]);
        self.levels.push(element(Tag::SET, &[&attribute]));
        self
    }

    /// The encoding.
    pub fn to_der(&self) -> Vec<u8> {
        sequence_of(&self.levels)
    }

    /// The name.
    ///
    /// # Panics
    /// If a value of [`with_encoded_attribute`](Self::with_encoded_attribute) is no DER element.
    pub fn to_name(&self) -> NameBuf {
        NameBuf::from_der(self.to_der()).expect("the levels are SETs of one attribute each")
    }
}

/// countryName (RFC 4519 §2.2)
pub(crate) const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");

fn string_type(attribute_type: ObjectIdentifier) -> Tag {
    match attribute_type {
        INN | INN_LE | OGRN | OGRNIP | SNILS => Tag::NUMERIC_STRING,
        COUNTRY => Tag::PRINTABLE_STRING,
        EMAIL_ADDRESS => Tag::IA5_STRING,
        _ => Tag::UTF8_STRING,
    }
}

/// The attribute type with that short name, for what has no constant.
pub(crate) fn named(short_name: &str) -> ObjectIdentifier {
    attribute_names::from_short_name(short_name).expect("a name of the table in esig-core")
}
