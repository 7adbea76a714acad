//! What a responder sends (RFC 6960 §4.2.1).

use core::fmt;

use super::basic_response::{BasicResponse, Fields};
use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::limits::MAX_OCSP_OCTETS;
use crate::raw::{Element, Tag};

/// An answer over the original DER: signed data, or a refusal that nobody signed. Copying copies a few pointers.
#[derive(Clone, Copy)]
pub struct OcspResponse<'a> {
    pub(super) der: &'a [u8],
    pub(super) frame: &'a Frame,
}

impl<'a> OcspResponse<'a> {
    /// The whole answer, as it was given: an OCSPResponse, or a BasicOCSPResponse alone.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// Whether there is an answer, or why not. Refusals are not signed: they mean nothing but that there is none.
    pub fn status(&self) -> ResponseStatus {
        self.frame.status
    }

    /// The signed data; `None` if the status is not [`ResponseStatus::Successful`].
    pub fn basic(&self) -> Option<BasicResponse<'a>> {
        let fields = self.frame.fields.as_ref()?;
        Some(BasicResponse { der: self.der, fields })
    }
}

impl fmt::Debug for OcspResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.basic() {
            Some(basic) => basic.fmt(f),
            None => write!(f, "OcspResponse({})", self.status()),
        }
    }
}

/// OCSPResponseStatus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseStatus {
    /// successful
    Successful,
    /// malformedRequest
    MalformedRequest,
    /// internalError
    InternalError,
    /// tryLater
    TryLater,
    /// sigRequired
    SigRequired,
    /// unauthorized
    Unauthorized,
}

const STATUSES: [(u8, ResponseStatus, &str); 6] = [
    (0, ResponseStatus::Successful, "successful"),
    (1, ResponseStatus::MalformedRequest, "malformedRequest"),
    (2, ResponseStatus::InternalError, "internalError"),
    (3, ResponseStatus::TryLater, "tryLater"),
    (5, ResponseStatus::SigRequired, "sigRequired"),
    (6, ResponseStatus::Unauthorized, "unauthorized"),
];

impl ResponseStatus {
    fn from_number(number: u8) -> Option<Self> {
        STATUSES.into_iter().find(|row| row.0 == number).map(|row| row.1)
    }

    /// The number in the encoding.
    pub fn number(self) -> u8 {
        STATUSES[self as usize].0
    }
}

impl fmt::Display for ResponseStatus {
    /// The standard's identifier.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STATUSES[*self as usize].2)
    }
}

/// Where everything stands in an answer's DER.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    status: ResponseStatus,
    fields: Option<Fields>,
}

const PRODUCTION: &str = "OCSPResponse";
const BYTES: &str = "OCSPResponse.responseBytes";

impl Frame {
    /// ```text
    /// OCSPResponse ::= SEQUENCE { responseStatus OCSPResponseStatus, responseBytes [0] EXPLICIT ResponseBytes OPTIONAL }
    /// ```
    ///
    /// A BasicOCSPResponse, which begins with a SEQUENCE, may stand for the whole: so CAdES keeps it (RFC 5126 §6.3.4).
    pub(super) fn parse(der: &[u8]) -> Result<Self, ParseError> {
        if der.len() > MAX_OCSP_OCTETS {
            let kind = ParseErrorKind::Limit { name: "MAX_OCSP_OCTETS", allowed: MAX_OCSP_OCTETS };
            return Err(ParseError::new(kind, PRODUCTION, 0));
        }
        let response = Element::from_der(der, PRODUCTION)?.expect(Tag::SEQUENCE, PRODUCTION)?;
        let mut reader = response.reader();
        if reader.peek() == Some(Tag::SEQUENCE) {
            let fields = Some(Fields::parse(response)?);
            return Ok(Self { status: ResponseStatus::Successful, fields });
        }
        let status = status(reader.any("OCSPResponse.responseStatus")?)?;
        let bytes = reader.optional(Tag::context(0), BYTES)?;
        reader.finish(PRODUCTION)?;
        let fields = match (status, bytes) {
            (ResponseStatus::Successful, Some(bytes)) => Some(response_bytes(bytes)?),
            (ResponseStatus::Successful, None) => return Err(response.error(ParseErrorKind::Empty, BYTES)),
            // Nothing is signed, whatever stands there.
            (_, _) => None,
        };
        Ok(Self { status, fields })
    }
}

fn status(element: Element<'_>) -> Result<ResponseStatus, ParseError> {
    const PRODUCTION: &str = "OCSPResponse.responseStatus";
    let status = match element.expect(Tag::ENUMERATED, PRODUCTION)?.contents() {
        [number] => ResponseStatus::from_number(*number),
        _ => None,
    };
    status.ok_or_else(|| element.error(ParseErrorKind::InvalidValue, PRODUCTION))
}

/// ```text
/// ResponseBytes ::= SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING }
/// ```
fn response_bytes(wrapper: Element<'_>) -> Result<Fields, ParseError> {
    let mut inner = wrapper.reader();
    let bytes = inner.expect(Tag::SEQUENCE, BYTES)?;
    inner.finish(BYTES)?;
    let mut reader = bytes.reader();
    let response_type = reader.any("OCSPResponse.responseBytes.responseType")?;
    let response = reader.expect(Tag::OCTET_STRING, "OCSPResponse.responseBytes.response")?;
    reader.finish(BYTES)?;
    if response_type.oid("OCSPResponse.responseBytes.responseType")? != oids::BASIC {
        let production = "OCSPResponse.responseBytes.responseType";
        return Err(response_type.error(ParseErrorKind::InvalidValue, production));
    }
    let mut reader = response.reader();
    let basic = reader.any("BasicOCSPResponse")?;
    reader.finish("BasicOCSPResponse")?;
    Fields::parse(basic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_stand_in_the_order_of_the_enum() {
        for (number, status, _) in STATUSES {
            assert_eq!((status.number(), ResponseStatus::from_number(number)), (number, Some(status)));
        }
        assert_eq!(ResponseStatus::from_number(4), None, "not used");
    }

    #[test]
    fn a_refusal_has_no_answer_and_success_has_one() {
        let refusal = Frame::parse(&[0x30, 3, 0x0a, 1, 3]).expect("well-formed");
        assert!(refusal.status == ResponseStatus::TryLater && refusal.fields.is_none());
        let error = Frame::parse(&[0x30, 3, 0x0a, 1, 0]).expect_err("nothing in it");
        assert_eq!((error.kind, error.production), (ParseErrorKind::Empty, BYTES));
        assert!(Frame::parse(&[0x30, 3, 0x0a, 1, 4]).is_err() && Frame::parse(&[0x30, 0]).is_err());
    }
}
