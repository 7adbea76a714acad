//! qcStatements (RFC 3739 §3.2.6, EN 319 412-5).

use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::oid::Oid;
use crate::raw::{Element, Reader, Tag};

/// What the issuer states about a qualified certificate.
///
/// ```text
/// QCStatements ::= SEQUENCE OF QCStatement
/// QCStatement ::= SEQUENCE { statementId OBJECT IDENTIFIER, statementInfo ANY OPTIONAL }
/// ```
#[derive(Clone, Debug)]
pub struct QcStatements<'a> {
    reader: Reader<'a>,
}

/// One statement; clauses are those of EN 319 412-5.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum QcStatement<'a> {
    /// esi4-qcStatement-1, clause 4.2.1: issued as an EU qualified certificate.
    QcCompliance,
    /// esi4-qcStatement-2, clause 4.3.2: the value of transactions that the certificate may be used for.
    QcLimitValue(MonetaryValue<'a>),
    /// esi4-qcStatement-3, clause 4.3.3: years for which the issuer keeps its records after the certificate expired.
    QcRetentionPeriod(u32),
    /// esi4-qcStatement-4, clause 4.2.2: the key is in a qualified signature creation device.
    QcSscd,
    /// esi4-qcStatement-5, clause 4.3.4: where the disclosure statements are.
    QcPds(QcPds<'a>),
    /// esi4-qcStatement-6, clause 4.2.3: for signatures, for seals, for web sites.
    QcType(QcTypes<'a>),
    /// esi4-qcStatement-7, clause 4.2.4: countries under whose law it is qualified, two letters each.
    QcCcLegislation(Countries<'a>),
    /// id-qcs-pkixQCSyntax-v2 or -v1 (RFC 3739 §3.2.6.1): how names are to be understood.
    PkixQcSyntax {
        /// semanticsIdentifier, if stated.
        semantics_identifier: Option<Oid<'a>>,
    },
    /// A statement defined elsewhere.
    Other {
        /// statementId.
        statement_id: Oid<'a>,
        /// statementInfo.
        statement_info: Option<Element<'a>>,
    },
}

/// ```text
/// MonetaryValue ::= SEQUENCE { currency Iso4217CurrencyCode, amount INTEGER, exponent INTEGER }
/// Iso4217CurrencyCode ::= CHOICE { alphabetic PrintableString (SIZE 3), numeric INTEGER (1..999) }
/// ```
///
/// The value is amount · 10^exponent.
#[derive(Clone, Copy, Debug)]
pub struct MonetaryValue<'a> {
    /// currency: a PrintableString of three letters, or an INTEGER.
    pub currency: Element<'a>,
    /// amount.
    pub amount: u32,
    /// exponent.
    pub exponent: u32,
}

/// Documents and their languages.
///
/// ```text
/// PdsLocations ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { url IA5String, language PrintableString (SIZE(2)) }
/// ```
#[derive(Clone, Debug)]
pub struct QcPds<'a>(Reader<'a>);

impl<'a> QcPds<'a> {
    /// URLs (untrusted) and languages, octets as they stand.
    pub fn iter(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        self.0.clone().each(pds_location)
    }
}

/// Types of certificates: `oids::QC_TYPE_ESIGN`, `QC_TYPE_ESEAL`, `QC_TYPE_WEB`.
#[derive(Clone, Debug)]
pub struct QcTypes<'a>(Reader<'a>);

impl<'a> QcTypes<'a> {
    /// The types, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = Oid<'a>> + use<'a> {
        let mut reader = self.0.clone();
        core::iter::from_fn(move || reader.any(PRODUCTION).ok()?.oid(PRODUCTION).ok())
    }
}

/// Countries by their codes of ISO 3166-1.
#[derive(Clone, Debug)]
pub struct Countries<'a>(Reader<'a>);

impl<'a> Countries<'a> {
    /// The codes, octets as they stand.
    pub fn iter(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let mut reader = self.0.clone();
        core::iter::from_fn(move || reader.any(PRODUCTION).ok().map(|code| code.contents()))
    }
}

impl<'a> QcStatements<'a> {
    /// The statements, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = QcStatement<'a>> + use<'a> {
        self.reader.clone().each(read)
    }
}

const PRODUCTION: &str = "qcStatements[]";
const INFO: &str = "qcStatements[].statementInfo";

fn read<'a>(reader: &mut Reader<'a>) -> Result<QcStatement<'a>, ParseError> {
    let statement = reader.expect(Tag::SEQUENCE, PRODUCTION)?;
    let mut fields = statement.reader();
    let id = fields.any("qcStatements[].statementId")?.oid("qcStatements[].statementId")?;
    let info = if fields.is_empty() { None } else { Some(fields.any(INFO)?) };
    fields.finish(PRODUCTION)?;
    let required = || info.ok_or_else(|| statement.error(ParseErrorKind::Empty, INFO));
    Ok(match id {
        id if id == oids::QC_COMPLIANCE => QcStatement::QcCompliance,
        id if id == oids::QC_SSCD => QcStatement::QcSscd,
        id if id == oids::QC_LIMIT_VALUE => QcStatement::QcLimitValue(monetary_value(required()?)?),
        id if id == oids::QC_RETENTION_PERIOD => {
            QcStatement::QcRetentionPeriod(required()?.small_integer(INFO)?)
        }
        id if id == oids::QC_PDS => QcStatement::QcPds(QcPds(list(required()?, pds_location)?)),
        id if id == oids::QC_TYPE => {
            QcStatement::QcType(QcTypes(list(required()?, |types| types.any(INFO)?.oid(INFO))?))
        }
        id if id == oids::QC_CC_LEGISLATION => {
            QcStatement::QcCcLegislation(Countries(list(required()?, |countries| {
                countries.expect(Tag::PRINTABLE_STRING, INFO)
            })?))
        }
        id if id == oids::PKIX_QC_SYNTAX_V1 || id == oids::PKIX_QC_SYNTAX_V2 => {
            QcStatement::PkixQcSyntax { semantics_identifier: info.map(semantics).transpose()?.flatten() }
        }
        statement_id => QcStatement::Other { statement_id, statement_info: info },
    })
}

/// A reader over a list whose elements `read` has read once.
fn list<'a, T>(
    element: Element<'a>,
    read: impl Fn(&mut Reader<'a>) -> Result<T, ParseError>,
) -> Result<Reader<'a>, ParseError> {
    let mut elements = element.expect(Tag::SEQUENCE, INFO)?.reader();
    while !elements.is_empty() {
        read(&mut elements)?;
    }
    Ok(element.reader())
}

fn pds_location<'a>(reader: &mut Reader<'a>) -> Result<(&'a [u8], &'a [u8]), ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, INFO)?.reader();
    let url = fields.expect(Tag::IA5_STRING, INFO)?;
    let language = fields.expect(Tag::PRINTABLE_STRING, INFO)?;
    fields.finish(INFO)?;
    Ok((url.contents(), language.contents()))
}

fn monetary_value(element: Element<'_>) -> Result<MonetaryValue<'_>, ParseError> {
    let mut fields = element.expect(Tag::SEQUENCE, INFO)?.reader();
    let currency = fields.any(INFO)?;
    let amount = fields.any(INFO)?.small_integer(INFO)?;
    let exponent = fields.any(INFO)?.small_integer(INFO)?;
    fields.finish(INFO)?;
    match currency.tag() {
        Tag::PRINTABLE_STRING | Tag::INTEGER => Ok(MonetaryValue { currency, amount, exponent }),
        found => {
            let kind = ParseErrorKind::UnexpectedTag { wanted: Tag::PRINTABLE_STRING, found };
            Err(currency.error(kind, INFO))
        }
    }
}

/// ```text
/// SemanticsInformation ::= SEQUENCE {
///     semanticsIdentifier OBJECT IDENTIFIER OPTIONAL, nameRegistrationAuthorities SEQUENCE OF GeneralName OPTIONAL }
/// ```
fn semantics(element: Element<'_>) -> Result<Option<Oid<'_>>, ParseError> {
    let mut fields = element.expect(Tag::SEQUENCE, INFO)?.reader();
    let identifier = fields.optional(Tag::OBJECT_IDENTIFIER, INFO)?;
    fields.optional(Tag::SEQUENCE, INFO)?;
    fields.finish(INFO)?;
    identifier.map(|identifier| identifier.oid(INFO)).transpose()
}

impl<'a> Extensions<'a> {
    /// qcStatements, `None` if absent.
    pub fn qc_statements(&self) -> Result<Option<QcStatements<'a>>, ParseError> {
        let list = self.decode_list(&oids::QC_STATEMENTS, PRODUCTION, read)?;
        Ok(list.map(|reader| QcStatements { reader }))
    }
}
