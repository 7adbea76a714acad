//! Names of attribute types, in the order of RFC 4514 §3, then what Russian qualified certificates carry.

use der::asn1::ObjectIdentifier;

use crate::oid::Oid;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

// RFC 4519
/// commonName
pub const COMMON_NAME: ObjectIdentifier = oid("2.5.4.3");
/// surname
pub const SURNAME: ObjectIdentifier = oid("2.5.4.4");
/// givenName
pub const GIVEN_NAME: ObjectIdentifier = oid("2.5.4.42");
/// organizationName
pub const ORGANIZATION: ObjectIdentifier = oid("2.5.4.10");
/// title
pub const TITLE: ObjectIdentifier = oid("2.5.4.12");
/// emailAddress (RFC 2985 §5.2.1)
pub const EMAIL_ADDRESS: ObjectIdentifier = oid("1.2.840.113549.1.9.1");

// FSB order 795 of 2011, RFC 9215 §5
/// ИНН: taxpayer number, 12 digits of a person; before 2021 also `00` and the 10 of an organisation
pub const INN: ObjectIdentifier = oid("1.2.643.3.131.1.1");
/// ИНН ЮЛ: taxpayer number of an organisation, 10 digits
pub const INN_LE: ObjectIdentifier = oid("1.2.643.100.4");
/// ОГРН: state registration number of an organisation, 13 digits
pub const OGRN: ObjectIdentifier = oid("1.2.643.100.1");
/// ОГРНИП: state registration number of an individual entrepreneur, 15 digits
pub const OGRNIP: ObjectIdentifier = oid("1.2.643.100.5");
/// СНИЛС: number of the individual insurance account, 11 digits
pub const SNILS: ObjectIdentifier = oid("1.2.643.100.3");

const TABLE: [(ObjectIdentifier, &str); 30] = [
    (COMMON_NAME, "CN"),
    (oid("2.5.4.7"), "L"),
    (oid("2.5.4.8"), "ST"),
    (ORGANIZATION, "O"),
    (oid("2.5.4.11"), "OU"),
    (oid("2.5.4.6"), "C"),
    (oid("2.5.4.9"), "STREET"),
    (oid("0.9.2342.19200300.100.1.25"), "DC"),
    (oid("0.9.2342.19200300.100.1.1"), "UID"),
    (SURNAME, "SN"),
    (GIVEN_NAME, "GN"),
    (oid("2.5.4.43"), "initials"),
    (oid("2.5.4.44"), "generationQualifier"),
    (oid("2.5.4.5"), "serialNumber"),
    (TITLE, "title"),
    (oid("2.5.4.13"), "description"),
    (oid("2.5.4.15"), "businessCategory"),
    (oid("2.5.4.16"), "postalAddress"),
    (oid("2.5.4.17"), "postalCode"),
    (oid("2.5.4.20"), "telephoneNumber"),
    (oid("2.5.4.46"), "dnQualifier"),
    (oid("2.5.4.65"), "pseudonym"),
    (oid("2.5.4.97"), "organizationIdentifier"),
    (EMAIL_ADDRESS, "emailAddress"),
    (oid("1.2.840.113549.1.9.2"), "unstructuredName"),
    (INN, "ИНН"),
    (INN_LE, "ИНН ЮЛ"),
    (OGRN, "ОГРН"),
    (OGRNIP, "ОГРНИП"),
    (SNILS, "СНИЛС"),
];

/// The short name by which an attribute type is shown, `None` if it is shown as dotted numbers.
pub fn short_name(attribute_type: Oid<'_>) -> Option<&'static str> {
    TABLE.iter().find(|row| attribute_type == row.0).map(|row| row.1)
}

/// The attribute type of that short name; ASCII letters of either case.
pub fn from_short_name(name: &str) -> Option<ObjectIdentifier> {
    TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(name)).map(|row| row.0)
}
