//! qcStatements as people and machines read them.

use esig_core::cert::ext::{MonetaryValue, QcStatement, oids};
use esig_core::oid::Oid;
use esig_core::raw::{Element, Tag};
use serde::Serialize;

use super::describe::ascii;
use crate::holder::hex;

/// A statement: its name in EN 319 412-5 or RFC 3739, else its identifier, and what it says beyond its name.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct QcStatementJson {
    statement: String,
    value: Option<String>,
}

impl QcStatementJson {
    /// `QcType esign`; not yet fit for a terminal.
    pub(super) fn line(&self) -> String {
        match &self.value {
            Some(value) => format!("{} {value}", self.statement),
            None => self.statement.clone(),
        }
    }
}

impl From<QcStatement<'_>> for QcStatementJson {
    fn from(statement: QcStatement<'_>) -> Self {
        let (statement, value) = match statement {
            QcStatement::QcCompliance => ("QcCompliance", None),
            QcStatement::QcSscd => ("QcSSCD", None),
            QcStatement::QcLimitValue(value) => ("QcLimitValue", Some(monetary_value(value))),
            QcStatement::QcRetentionPeriod(years) => ("QcRetentionPeriod", Some(years.to_string())),
            QcStatement::QcPds(places) => {
                let places =
                    places.iter().map(|(url, language)| format!("{} ({})", ascii(url), ascii(language)));
                ("QcPDS", Some(join(places)))
            }
            QcStatement::QcType(types) => ("QcType", Some(join(types.iter().map(certificate_type)))),
            QcStatement::QcCcLegislation(countries) => {
                ("QcCClegislation", Some(join(countries.iter().map(ascii))))
            }
            QcStatement::PkixQcSyntax { semantics_identifier } => {
                ("pkixQCSyntax", semantics_identifier.map(|id| id.to_string()))
            }
            QcStatement::Other { statement_id, statement_info } => {
                return other(statement_id, statement_info);
            }
            _ => ("other", None),
        };
        Self { statement: statement.to_owned(), value }
    }
}

fn other(id: Oid<'_>, info: Option<Element<'_>>) -> QcStatementJson {
    QcStatementJson { statement: id.to_string(), value: info.map(|info| hex(info.as_bytes())) }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// `100000 EUR`; the zeros of the exponent are written out while they are few.
fn monetary_value(value: MonetaryValue<'_>) -> String {
    /// What is worth more than 10^20 is shown with its exponent.
    const MAX_WRITTEN_OUT: u32 = 20;
    let MonetaryValue { currency, amount, exponent } = value;
    let currency = match currency.tag() {
        Tag::PRINTABLE_STRING => ascii(currency.contents()),
        _ => currency
            .small_integer("currency")
            .map_or_else(|_| hex(currency.contents()), |code| code.to_string()),
    };
    match exponent {
        0..=MAX_WRITTEN_OUT => format!("{amount}{} {currency}", "0".repeat(exponent as usize)),
        _ => format!("{amount}·10^{exponent} {currency}"),
    }
}

fn certificate_type(oid: Oid<'_>) -> String {
    let known = [(oids::QC_TYPE_ESIGN, "esign"), (oids::QC_TYPE_ESEAL, "eseal"), (oids::QC_TYPE_WEB, "web")];
    known.iter().find(|row| oid == row.0).map_or_else(|| oid.to_string(), |row| row.1.to_owned())
}
