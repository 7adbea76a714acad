//! What a token says (RFC 3161 §2.4.2).

use alloc::vec::Vec;
use core::fmt;

use time::UtcDateTime;

use super::accuracy::Accuracy;
use super::message_imprint::MessageImprint;
use super::{oids, version};
use crate::cert::ext::{GeneralName, oids as certificate_oids};
use crate::error::{Error, ParseError, ParseErrorKind};
use crate::extensions::{Extension, Extensions};
use crate::finding::{Finding, Findings, Rule};
use crate::limits::MAX_SERIAL_OCTETS;
use crate::oid::Oid;
use crate::raw::{Element, Reader, Tag};
use crate::serial_number::SerialNumber;
use crate::time::parse_generalized_time;

/// A digest existed at a time: what an authority signed, over the original DER.
///
/// ```text
/// TSTInfo ::= SEQUENCE {
///     version            INTEGER { v1(1) },
///     policy             TSAPolicyId,
///     messageImprint     MessageImprint,
///     serialNumber       INTEGER,
///     genTime            GeneralizedTime,
///     accuracy           Accuracy OPTIONAL,
///     ordering           BOOLEAN DEFAULT FALSE,
///     nonce              INTEGER OPTIONAL,
///     tsa            [0] GeneralName OPTIONAL,
///     extensions     [1] IMPLICIT Extensions OPTIONAL }
/// ```
///
/// Parsing proves nothing: who signed it is for the token's check in `esig-cms`.
#[derive(Clone, Copy)]
pub struct TstInfo<'a> {
    der: &'a [u8],
    policy: Oid<'a>,
    message_imprint: MessageImprint<'a>,
    serial_number: SerialNumber<'a>,
    gen_time_element: Element<'a>,
    gen_time: UtcDateTime,
    accuracy_element: Option<Element<'a>>,
    accuracy: Option<Accuracy>,
    ordering: Option<bool>,
    nonce: Option<&'a [u8]>,
    tsa: Option<GeneralName<'a>>,
    extensions: Extensions<'a>,
    is_list_of_extensions_there: bool,
}

const PRODUCTION: &str = "TSTInfo";

impl<'a> TstInfo<'a> {
    /// Parses the TSTInfo that `der` consists of.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset. A critical extension that is not known is no error here:
    /// see [`unknown_critical_extension`](Self::unknown_critical_extension).
    pub fn parse(der: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Element::from_der(der, PRODUCTION)?.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        version(&mut reader, "TSTInfo.version")?;
        let policy = reader.any("TSTInfo.policy")?.oid("TSTInfo.policy")?;
        let message_imprint = MessageImprint::parse(reader.any("TSTInfo.messageImprint")?)?;
        let serial_number = serial_number(&mut reader)?;
        let gen_time_element = reader.any("TSTInfo.genTime")?;
        let gen_time = parse_generalized_time(gen_time_element, "TSTInfo.genTime")?;
        let accuracy_element = reader.optional(Tag::SEQUENCE, "TSTInfo.accuracy")?;
        let ordering = reader.optional(Tag::BOOLEAN, "TSTInfo.ordering")?;
        let nonce = reader.optional(Tag::INTEGER, "TSTInfo.nonce")?;
        let tsa = tsa(&mut reader)?;
        let extensions = reader.optional(Tag::context(1), "TSTInfo.extensions")?;
        reader.finish(PRODUCTION)?;
        Ok(Self {
            der,
            policy,
            message_imprint,
            serial_number,
            gen_time_element,
            gen_time,
            accuracy_element,
            accuracy: accuracy_element.map(Accuracy::parse).transpose()?,
            ordering: ordering.map(|element| element.boolean("TSTInfo.ordering")).transpose()?,
            nonce: nonce.map(|element| element.integer("TSTInfo.nonce")).transpose()?,
            tsa,
            extensions: extensions
                .map(|list| Extensions::parse(list.reader()))
                .transpose()?
                .unwrap_or_default(),
            is_list_of_extensions_there: extensions.is_some(),
        })
    }

    /// The whole TSTInfo: what the token's content is.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// policy: under which rules the authority made it.
    pub fn policy(&self) -> Oid<'a> {
        self.policy
    }

    /// messageImprint: the digest that existed at [`gen_time`](Self::gen_time).
    pub fn message_imprint(&self) -> MessageImprint<'a> {
        self.message_imprint
    }

    /// serialNumber: unlike that of any other token of the authority.
    pub fn serial_number(&self) -> SerialNumber<'a> {
        self.serial_number
    }

    /// genTime, to the nanosecond; digits beyond are dropped.
    pub fn gen_time(&self) -> UtcDateTime {
        self.gen_time
    }

    /// accuracy: by how much [`gen_time`](Self::gen_time) may be wrong; `None` if the authority does not say.
    pub fn accuracy(&self) -> Option<Accuracy> {
        self.accuracy
    }

    /// ordering: whether all tokens of the authority can be ordered by their times, whatever the accuracy.
    pub fn ordering(&self) -> bool {
        self.ordering.unwrap_or(false)
    }

    /// Whether it was certainly made before `other`, a token of the same authority.
    ///
    /// "ordering of time-stamp tokens issued by the same TSA or different TSAs is only possible when the difference
    /// between the genTime of the first time-stamp token and the genTime of the second time-stamp token is greater than
    /// the sum of the accuracies of the genTime for each", unless both say that times alone order them. An accuracy that
    /// is absent is taken for zero.
    pub fn is_before(&self, other: &TstInfo<'_>) -> bool {
        if self.ordering() && other.ordering() {
            return self.gen_time < other.gen_time;
        }
        let margin = |info: &TstInfo<'_>| info.accuracy.unwrap_or_default().to_duration();
        let latest = self.gen_time.checked_add(time::Duration::try_from(margin(self)).unwrap_or_default());
        let earliest =
            other.gen_time.checked_sub(time::Duration::try_from(margin(other)).unwrap_or_default());
        latest.zip(earliest).is_some_and(|(latest, earliest)| latest < earliest)
    }

    /// The contents octets of the request's nonce.
    pub fn nonce(&self) -> Option<&'a [u8]> {
        self.nonce
    }

    /// tsa: a name of the authority, a hint; it must be among those of the certificate that signed.
    pub fn tsa(&self) -> Option<GeneralName<'a>> {
        self.tsa
    }

    /// extensions; each identifier stands once.
    pub fn extensions(&self) -> Extensions<'a> {
        self.extensions
    }

    /// The first critical extension that is not known: then the token must not be accepted.
    pub fn unknown_critical_extension(&self) -> Option<Extension<'a>> {
        let mut critical = self.extensions.iter().filter(|extension| extension.critical);
        critical.find(|extension| extension.oid != certificate_oids::QC_STATEMENTS)
    }

    /// Whether the authority says that it is a qualified time-stamp (EN 319 422 clause 9.1); whether that is so, trusted
    /// lists tell.
    ///
    /// # Errors
    /// [`ParseError`] if qcStatements is there and malformed.
    pub fn claims_to_be_qualified(&self) -> Result<bool, ParseError> {
        const PRODUCTION: &str = "TSTInfo.extensions[].qcStatements";
        let Some(extension) = self.extensions.find(&certificate_oids::QC_STATEMENTS) else {
            return Ok(false);
        };
        let mut outer = extension.reader();
        let mut statements = outer.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        outer.finish(PRODUCTION)?;
        let mut is_there = false;
        while !statements.is_empty() {
            let mut fields = statements.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
            is_there |= fields.any(PRODUCTION)?.oid(PRODUCTION)? == oids::QUALIFIED_TIME_STAMP;
        }
        Ok(is_there)
    }

    /// What is odd and takes nothing from the meaning.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Findings::default();
        findings.fraction_form(self.gen_time_element, "TSTInfo.genTime");
        let has_zero = self.accuracy_element.is_some_and(Accuracy::has_zero_written_out);
        findings.note(has_zero, Finding::AccuracyZero);
        let is_false = self.ordering == Some(false);
        findings.note(is_false, Finding::DefaultWrittenOut { field: "TSTInfo.ordering" });
        findings.note(self.serial_number.as_octets().len() > 20, Finding::SerialNumberLong);
        let is_empty = self.is_list_of_extensions_there && self.extensions.is_empty();
        findings.note(is_empty, Finding::EmptyExtensions { field: "TSTInfo.extensions" });
        self.extensions.iter().for_each(|extension| findings.extension(&extension, &RULES));
        findings.into_vec()
    }
}

impl fmt::Debug for TstInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TstInfo({}, serial {}, {:?})", self.gen_time, self.serial_number, self.message_imprint)
    }
}

/// EN 319 422 clause 9.1: "shall not be marked as critical".
const RULES: [Rule; 1] = [Rule::not_critical(certificate_oids::QC_STATEMENTS, "qcStatements")];

fn serial_number<'a>(reader: &mut Reader<'a>) -> Result<SerialNumber<'a>, ParseError> {
    const PRODUCTION: &str = "TSTInfo.serialNumber";
    let element = reader.any(PRODUCTION)?;
    let octets = element.integer(PRODUCTION)?;
    let kind = ParseErrorKind::Limit { name: "MAX_SERIAL_OCTETS", allowed: MAX_SERIAL_OCTETS };
    if octets.len() > MAX_SERIAL_OCTETS {
        Err(element.error(kind, PRODUCTION))
    } else {
        Ok(SerialNumber(octets))
    }
}

fn tsa<'a>(reader: &mut Reader<'a>) -> Result<Option<GeneralName<'a>>, ParseError> {
    const PRODUCTION: &str = "TSTInfo.tsa";
    let Some(wrapper) = reader.optional(Tag::context(0), PRODUCTION)? else { return Ok(None) };
    let mut inner = wrapper.reader();
    let name = GeneralName::parse(inner.any(PRODUCTION)?)?;
    inner.finish(PRODUCTION)?;
    Ok(Some(name))
}
