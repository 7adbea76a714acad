//! Who a certificate is about, in the words that people use.

use esig_core::Name;
use esig_core::attribute_names::{INN, INN_LE, OGRN, OGRNIP, ORGANIZATION, SNILS, TITLE, short_name};
use time::UtcDateTime;
use time::macros::format_description;

use crate::message;
use crate::safe;
use crate::table::Table;

/// The common name, fit for a terminal.
pub(crate) fn common_name(name: Name<'_>) -> String {
    safe::text(&name.common_name())
}

/// Adds the rows that tell one holder from another: organisation, position, ИНН, СНИЛС, ОГРН.
pub(crate) fn add_rows(table: &mut Table, name: Name<'_>) {
    let common_name = name.common_name();
    let organization = name.attribute(&ORGANIZATION).filter(|organization| *organization != common_name);
    table.maybe(&message::label_organization(), organization.as_deref().map(safe::text));
    table.maybe(&message::label_position(), name.attribute(&TITLE).as_deref().map(safe::text));
    for number in [INN, INN_LE, SNILS, OGRN, OGRNIP] {
        if let (Some(label), Some(value)) = (short_name((&number).into()), name.attribute(&number)) {
            table.named(label, safe::text(&value));
        }
    }
}

/// A moment for people: `2026-12-01 12:00:00 UTC`.
pub(crate) fn moment(time: UtcDateTime) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    time.format(&format).unwrap_or_else(|_| time.to_string())
}

/// A moment for machines, by RFC 3339: `2026-12-01T12:00:00Z`.
pub(crate) fn rfc3339(time: UtcDateTime) -> String {
    time.format(&time::format_description::well_known::Rfc3339).unwrap_or_else(|_| time.to_string())
}

/// Octets as lower-case hexadecimal digits.
pub(crate) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
