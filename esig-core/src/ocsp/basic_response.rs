//! The signed data of an answer (RFC 6960 §4.2.1).

use core::fmt;

use time::UtcDateTime;

use super::extensions;
use super::responder_id::ResponderId;
use super::single_response::SingleResponse;
use crate::algorithm::AlgorithmIdentifier;
use crate::cert::fields::{algorithm, signature_value};
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::{Extension, Extensions, ExtensionsSpan};
use crate::provider::Signed;
use crate::raw::{Element, Reader, Span, Tag};
use crate::time::parse_generalized_time;

/// A BasicOCSPResponse over the original DER. Copying copies two pointers.
///
/// ```text
/// BasicOCSPResponse ::= SEQUENCE {
///     tbsResponseData ResponseData, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING,
///     certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
/// ```
///
/// [`Provider::check_signed`](crate::Provider::check_signed) checks its signature, as those of certificates and CRLs.
#[derive(Clone, Copy)]
pub struct BasicResponse<'a> {
    pub(super) der: &'a [u8],
    pub(super) fields: &'a Fields,
}

impl<'a> BasicResponse<'a> {
    /// The whole BasicOCSPResponse, without what may stand around it.
    pub fn as_der(&self) -> &'a [u8] {
        self.fields.whole.slice(self.der)
    }

    /// Exactly the signed bytes, header included.
    pub fn tbs_response_data(&self) -> &'a [u8] {
        self.fields.tbs_response_data.slice(self.der)
    }

    /// Who signed, by name or by key.
    pub fn responder_id(&self) -> ResponderId<'a> {
        let element = self.fields.responder_id.element(self.der);
        ResponderId::parse(element).expect("read by the same parser when the view was made")
    }

    /// When it was signed.
    pub fn produced_at(&self) -> UtcDateTime {
        self.fields.produced_at
    }

    /// The answers, in the order of the encoding: several may be about one certificate, and all of them count.
    pub fn responses(&self) -> impl Iterator<Item = SingleResponse<'a>> + use<'a> {
        let responses = self.fields.responses;
        let mut reader = Reader::new(responses.slice(self.der)).at(responses.start());
        core::iter::from_fn(move || SingleResponse::read(&mut reader).ok())
    }

    /// responseExtensions; each identifier stands once.
    pub fn response_extensions(&self) -> Extensions<'a> {
        self.fields.extensions.extensions(self.der)
    }

    /// The nonce of the request, `None` if the responder did not repeat it; 1 to 128 octets (RFC 9654 §2.1).
    pub fn nonce(&self) -> Result<Option<&'a [u8]>, ParseError> {
        extensions::nonce(&self.response_extensions())
    }

    /// Whether the responder says revoked of certificates that were never issued (RFC 6960 §4.4.8).
    pub fn is_extended_revoke(&self) -> bool {
        self.response_extensions().find(&super::oids::EXTENDED_REVOKE).is_some()
    }

    /// The first critical extension of the answer as a whole that is not known: then it must not be used.
    pub fn unknown_critical_extension(&self) -> Option<Extension<'a>> {
        extensions::unknown_critical(&self.response_extensions(), &extensions::OF_RESPONSES)
    }

    /// The algorithm of the signature.
    pub fn signature_algorithm(&self) -> AlgorithmIdentifier<'a> {
        AlgorithmIdentifier::reread(self.fields.signature_algorithm.element(self.der))
    }

    /// The signature's octets.
    pub fn signature_value(&self) -> &'a [u8] {
        self.fields.signature_value.slice(self.der)
    }

    /// The DER of each certificate in certs, not parsed: candidates for the signer and its issuers, nothing more.
    pub fn certificates(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let certificates = self.fields.certificates;
        let mut reader = Reader::new(certificates.slice(self.der)).at(certificates.start());
        core::iter::from_fn(move || {
            reader.any("BasicOCSPResponse.certs[]").ok().map(|element| element.as_bytes())
        })
    }
}

impl fmt::Debug for BasicResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BasicResponse({}, {})", self.responder_id(), self.produced_at())
    }
}

impl<'a> From<BasicResponse<'a>> for Signed<'a> {
    /// The algorithm stands beside the signature alone, so it counts for both places.
    fn from(response: BasicResponse<'a>) -> Self {
        let algorithm = response.signature_algorithm();
        Self {
            message: response.tbs_response_data(),
            algorithm,
            inner_algorithm: algorithm,
            value: response.signature_value(),
        }
    }
}

/// Where everything stands in the DER.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    whole: Span,
    tbs_response_data: Span,
    responder_id: Span,
    produced_at: UtcDateTime,
    /// The contents of responses.
    responses: Span,
    extensions: ExtensionsSpan,
    signature_algorithm: Span,
    signature_value: Span,
    /// The contents of certs.
    certificates: Span,
}

const PRODUCTION: &str = "BasicOCSPResponse";
const TBS: &str = "tbsResponseData";

impl Fields {
    pub(super) fn parse(response: Element<'_>) -> Result<Self, ParseError> {
        let mut reader = response.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let tbs = reader.expect(Tag::SEQUENCE, TBS)?;
        let signature_algorithm = algorithm(&mut reader, "signatureAlgorithm")?;
        let signature_value = signature_value(&mut reader)?;
        let certificates = certificates(&mut reader)?;
        reader.finish(PRODUCTION)?;
        let (whole, tbs_response_data) = (Span::of(&response), Span::of(&tbs));
        let signature = (signature_algorithm, signature_value);
        Self::parse_tbs(tbs.reader(), whole, tbs_response_data, signature, certificates)
    }

    /// ```text
    /// ResponseData ::= SEQUENCE {
    ///     version            [0] EXPLICIT Version DEFAULT v1,
    ///     responderID            ResponderID,
    ///     producedAt             GeneralizedTime,
    ///     responses              SEQUENCE OF SingleResponse,
    ///     responseExtensions [1] EXPLICIT Extensions OPTIONAL }
    /// ```
    fn parse_tbs(
        mut reader: Reader<'_>,
        whole: Span,
        tbs_response_data: Span,
        (signature_algorithm, signature_value): (Span, Span),
        certificates: Span,
    ) -> Result<Self, ParseError> {
        version(&mut reader, "tbsResponseData.version")?;
        let responder_id = reader.any("tbsResponseData.responderID")?;
        ResponderId::parse(responder_id)?;
        let produced_at = reader.any("tbsResponseData.producedAt")?;
        let produced_at = parse_generalized_time(produced_at, "tbsResponseData.producedAt")?;
        let responses = reader.expect(Tag::SEQUENCE, "tbsResponseData.responses")?;
        check_responses(responses.reader())?;
        let extensions =
            Extensions::read_field(&mut reader, Tag::context(1), "tbsResponseData.responseExtensions")?
                .span();
        reader.finish(TBS)?;
        Ok(Self {
            whole,
            tbs_response_data,
            responder_id: Span::of(&responder_id),
            produced_at,
            responses: Span::new(responses.contents_offset(), responses.contents().len()),
            extensions,
            signature_algorithm,
            signature_value,
            certificates,
        })
    }
}

fn check_responses(mut reader: Reader<'_>) -> Result<(), ParseError> {
    for index in 0.. {
        if reader.is_empty() {
            break;
        }
        SingleResponse::read(&mut reader).map_err(|error| error.at_index(index))?;
    }
    Ok(())
}

/// v1 is 0 and absent by DER; it is the only one.
pub(super) fn version(reader: &mut Reader<'_>, production: &'static str) -> Result<(), ParseError> {
    let Some(wrapper) = reader.optional(Tag::context(0), production)? else { return Ok(()) };
    let mut inner = wrapper.reader();
    let element = inner.any(production)?;
    inner.finish(production)?;
    match element.small_integer(production)? {
        0 => Ok(()),
        found => Err(element.error(ParseErrorKind::UnknownVersion { found }, production)),
    }
}

fn certificates(reader: &mut Reader<'_>) -> Result<Span, ParseError> {
    const PRODUCTION: &str = "BasicOCSPResponse.certs[]";
    let Some(wrapper) = reader.optional(Tag::context(0), PRODUCTION)? else { return Ok(Span::default()) };
    let mut inner = wrapper.reader();
    let list = inner.expect(Tag::SEQUENCE, PRODUCTION)?;
    inner.finish(PRODUCTION)?;
    let mut elements = list.reader();
    while !elements.is_empty() {
        elements.expect(Tag::SEQUENCE, PRODUCTION)?;
    }
    Ok(Span::new(list.contents_offset(), list.contents().len()))
}
