//! What an authority is asked (RFC 3161 §2.4.1).

use super::message_imprint::MessageImprint;
use super::{check_length, version};
use crate::error::Error;
use crate::extensions::{Extension, Extensions};
use crate::oid::Oid;
use crate::raw::{Element, Tag};

/// A request over the original DER.
///
/// ```text
/// TimeStampReq ::= SEQUENCE {
///     version           INTEGER { v1(1) },
///     messageImprint    MessageImprint,
///     reqPolicy         TSAPolicyId OPTIONAL,
///     nonce             INTEGER OPTIONAL,
///     certReq           BOOLEAN DEFAULT FALSE,
///     extensions    [0] IMPLICIT Extensions OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TimeStampReq<'a> {
    der: &'a [u8],
    message_imprint: MessageImprint<'a>,
    req_policy: Option<Oid<'a>>,
    nonce: Option<&'a [u8]>,
    cert_req: bool,
    extensions: Extensions<'a>,
}

const PRODUCTION: &str = "TimeStampReq";

impl<'a> TimeStampReq<'a> {
    /// Parses the request that `der` consists of.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset.
    pub fn parse(der: &'a [u8]) -> Result<Self, Error> {
        check_length(der, PRODUCTION)?;
        let mut reader = Element::from_der(der, PRODUCTION)?.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        version(&mut reader, "TimeStampReq.version")?;
        let message_imprint = MessageImprint::parse(reader.any("TimeStampReq.messageImprint")?)?;
        let req_policy = reader.optional(Tag::OBJECT_IDENTIFIER, "TimeStampReq.reqPolicy")?;
        let req_policy = req_policy.map(|element| element.oid("TimeStampReq.reqPolicy")).transpose()?;
        let nonce = reader.optional(Tag::INTEGER, "TimeStampReq.nonce")?;
        let nonce = nonce.map(|element| element.integer("TimeStampReq.nonce")).transpose()?;
        let cert_req = reader.optional(Tag::BOOLEAN, "TimeStampReq.certReq")?;
        let cert_req = cert_req.map(|element| element.boolean("TimeStampReq.certReq")).transpose()?;
        let extensions = reader.optional(Tag::context(0), "TimeStampReq.extensions")?;
        let extensions = extensions.map(|list| Extensions::parse(list.reader())).transpose()?;
        reader.finish(PRODUCTION)?;
        Ok(Self {
            der,
            message_imprint,
            req_policy,
            nonce,
            cert_req: cert_req.unwrap_or(false),
            extensions: extensions.unwrap_or_default(),
        })
    }

    /// The whole request.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// What is to be stamped.
    pub fn message_imprint(&self) -> MessageImprint<'a> {
        self.message_imprint
    }

    /// reqPolicy: the policy that the token must be given under.
    pub fn req_policy(&self) -> Option<Oid<'a>> {
        self.req_policy
    }

    /// The contents octets of the nonce that the token must repeat.
    pub fn nonce(&self) -> Option<&'a [u8]> {
        self.nonce
    }

    /// certReq: whether the token must carry the authority's certificate; if not, it must carry none.
    pub fn cert_req(&self) -> bool {
        self.cert_req
    }

    /// extensions; each identifier stands once.
    pub fn extensions(&self) -> Extensions<'a> {
        self.extensions
    }

    /// The first extension, critical or not: "If an extension, regardless of criticality, is used by the requester but is
    /// not recognized by the server, the server SHALL NOT issue a token and SHALL return a failure
    /// (unacceptedExtension)". None is recognised here.
    pub fn unknown_extension(&self) -> Option<Extension<'a>> {
        self.extensions.iter().next()
    }
}
