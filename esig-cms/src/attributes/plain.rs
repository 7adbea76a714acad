//! content-type, message-digest and signing-time (RFC 5652 §11.1 to §11.3).

use alloc::borrow::Cow;

use esig_core::ParseError;
use esig_core::oid::Oid;
use esig_core::time::parse_time;
use time::UtcDateTime;

use super::Attributes;
use crate::octet_string::OctetString;
use crate::oids;

impl<'a> Attributes<'a> {
    /// content-type: the type of the signed content, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is no OBJECT IDENTIFIER.
    pub fn content_type(&self) -> Result<Option<Oid<'a>>, ParseError> {
        const PRODUCTION: &str = "signedAttrs.content-type";
        self.single(oids::CONTENT_TYPE, PRODUCTION)?.map(|value| value.oid(PRODUCTION)).transpose()
    }

    /// message-digest: the digest of the signed content, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is no OCTET STRING.
    pub fn message_digest(&self) -> Result<Option<Cow<'a, [u8]>>, ParseError> {
        const PRODUCTION: &str = "signedAttrs.message-digest";
        let Some(value) = self.single(oids::MESSAGE_DIGEST, PRODUCTION)? else { return Ok(None) };
        Ok(Some(OctetString::parse(value, PRODUCTION)?.octets()))
    }

    /// signing-time: when the signer says he signed, `None` if absent. A claim, proven by nothing.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is no time.
    pub fn signing_time(&self) -> Result<Option<UtcDateTime>, ParseError> {
        const PRODUCTION: &str = "signedAttrs.signing-time";
        self.single(oids::SIGNING_TIME, PRODUCTION)?.map(|value| parse_time(value, PRODUCTION)).transpose()
    }
}
