//! What a responder is asked (RFC 6960 §4.1.1).

use super::basic_response::version;
use super::cert_id::CertId;
use super::extensions;
use crate::cert::ext::GeneralName;
use crate::error::{Error, ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::limits::MAX_OCSP_OCTETS;
use crate::raw::{Element, Reader, Tag};

/// A request over the original DER.
///
/// ```text
/// OCSPRequest ::= SEQUENCE { tbsRequest TBSRequest, optionalSignature [0] EXPLICIT Signature OPTIONAL }
/// ```
#[derive(Clone, Debug)]
pub struct OcspRequest<'a> {
    der: &'a [u8],
    requestor_name: Option<GeneralName<'a>>,
    requests: Reader<'a>,
    extensions: Extensions<'a>,
    is_signed: bool,
}

/// One certificate asked for.
///
/// ```text
/// Request ::= SEQUENCE { reqCert CertID, singleRequestExtensions [0] EXPLICIT Extensions OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// reqCert.
    pub cert_id: CertId<'a>,
    /// singleRequestExtensions.
    pub extensions: Extensions<'a>,
}

const PRODUCTION: &str = "OCSPRequest";
const TBS: &str = "tbsRequest";

impl<'a> OcspRequest<'a> {
    /// Parses the request that `der` consists of.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset.
    pub fn parse(der: &'a [u8]) -> Result<Self, Error> {
        if der.len() > MAX_OCSP_OCTETS {
            let kind = ParseErrorKind::Limit { name: "MAX_OCSP_OCTETS", allowed: MAX_OCSP_OCTETS };
            return Err(ParseError::new(kind, PRODUCTION, 0).into());
        }
        let request = Element::from_der(der, PRODUCTION)?.expect(Tag::SEQUENCE, PRODUCTION)?;
        let mut reader = request.reader();
        let tbs = reader.expect(Tag::SEQUENCE, TBS)?;
        let signature = reader.optional(Tag::context(0), "optionalSignature")?;
        reader.finish(PRODUCTION)?;
        Ok(Self { der, is_signed: signature.is_some(), ..Self::parse_tbs(tbs)? })
    }

    /// ```text
    /// TBSRequest ::= SEQUENCE {
    ///     version           [0] EXPLICIT Version DEFAULT v1,
    ///     requestorName     [1] EXPLICIT GeneralName OPTIONAL,
    ///     requestList           SEQUENCE OF Request,
    ///     requestExtensions [2] EXPLICIT Extensions OPTIONAL }
    /// ```
    fn parse_tbs(tbs: Element<'a>) -> Result<Self, ParseError> {
        let mut reader = tbs.reader();
        version(&mut reader, "tbsRequest.version")?;
        let requestor_name = match reader.optional(Tag::context(1), "tbsRequest.requestorName")? {
            Some(wrapper) => {
                let mut inner = wrapper.reader();
                let name = GeneralName::parse(inner.any("tbsRequest.requestorName")?)?;
                inner.finish("tbsRequest.requestorName")?;
                Some(name)
            }
            None => None,
        };
        let list = reader.expect(Tag::SEQUENCE, "tbsRequest.requestList")?;
        let extensions =
            Extensions::read_field(&mut reader, Tag::context(2), "tbsRequest.requestExtensions")?;
        reader.finish(TBS)?;
        let mut requests = list.reader();
        for index in 0.. {
            if requests.is_empty() {
                break;
            }
            Request::read(&mut requests).map_err(|error| error.at_index(index))?;
        }
        let requests = list.reader();
        Ok(Self { der: tbs.as_bytes(), requestor_name, requests, extensions, is_signed: false })
    }

    /// The whole request.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// Who asks, if that is said.
    pub fn requestor_name(&self) -> Option<GeneralName<'a>> {
        self.requestor_name
    }

    /// Whether there is a signature; it is not checked.
    pub fn is_signed(&self) -> bool {
        self.is_signed
    }

    /// The certificates asked for, in the order of the encoding.
    pub fn requests(&self) -> impl Iterator<Item = Request<'a>> + use<'a> {
        let mut reader = self.requests.clone();
        core::iter::from_fn(move || Request::read(&mut reader).ok())
    }

    /// requestExtensions.
    pub fn extensions(&self) -> Extensions<'a> {
        self.extensions
    }

    /// The nonce that the answer should repeat, `None` if there is none; 1 to 128 octets (RFC 9654 §2.1).
    pub fn nonce(&self) -> Result<Option<&'a [u8]>, ParseError> {
        extensions::nonce(&self.extensions)
    }
}

impl<'a> Request<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "tbsRequest.requestList[]";
        let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let cert_id = CertId::parse(fields.any("tbsRequest.requestList[].reqCert")?)?;
        let extensions = Extensions::read_field(
            &mut fields,
            Tag::context(0),
            "tbsRequest.requestList[].singleRequestExtensions",
        )?;
        fields.finish(PRODUCTION)?;
        Ok(Self { cert_id, extensions })
    }
}
