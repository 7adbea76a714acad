//! privateKeyUsagePeriod (X.509 §9.2.2.5).

use time::UtcDateTime;

use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::raw::{Element, Reader, Tag};
use crate::time::generalized_time;

/// The period in which the private key may sign, shorter than the validity of the certificate.
///
/// ```text
/// PrivateKeyUsagePeriod ::= SEQUENCE {
///     notBefore [0] IMPLICIT GeneralizedTime OPTIONAL, notAfter [1] IMPLICIT GeneralizedTime OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrivateKeyUsagePeriod {
    /// The first moment, if limited.
    pub not_before: Option<UtcDateTime>,
    /// The last moment, if limited.
    pub not_after: Option<UtcDateTime>,
}

const PRODUCTION: &str = "privateKeyUsagePeriod";

fn read(reader: &mut Reader<'_>) -> Result<PrivateKeyUsagePeriod, ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let time = |element: Option<Element<'_>>| {
        let Some(element) = element else { return Ok(None) };
        let time = generalized_time(element.contents());
        time.map(Some).ok_or_else(|| element.error(ParseErrorKind::InvalidValue, PRODUCTION))
    };
    let not_before = time(fields.optional(Tag::context_primitive(0), PRODUCTION)?)?;
    let not_after = time(fields.optional(Tag::context_primitive(1), PRODUCTION)?)?;
    fields.finish(PRODUCTION)?;
    Ok(PrivateKeyUsagePeriod { not_before, not_after })
}

impl<'a> Extensions<'a> {
    /// privateKeyUsagePeriod, `None` if absent.
    pub fn private_key_usage_period(&self) -> Result<Option<PrivateKeyUsagePeriod>, ParseError> {
        self.decode(&oids::PRIVATE_KEY_USAGE_PERIOD, PRODUCTION, read)
    }
}
