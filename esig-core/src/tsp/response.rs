//! What an authority sends (RFC 3161 §2.4.2).

use super::check_length;
use super::status::StatusInfo;
use crate::error::{Error, ParseErrorKind};
use crate::raw::{Reader, Tag};

/// A response over the original bytes: a token, or a refusal that nobody signed.
///
/// ```text
/// TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken TimeStampToken OPTIONAL }
/// TimeStampToken ::= ContentInfo
/// ```
///
/// The standard asks for DER; BER is read too, since authorities take tokens from software that writes it.
#[derive(Clone, Debug)]
pub struct TimeStampResp<'a> {
    bytes: &'a [u8],
    status_info: StatusInfo<'a>,
    token: Option<&'a [u8]>,
}

const PRODUCTION: &str = "TimeStampResp";
const TOKEN: &str = "TimeStampResp.timeStampToken";

impl<'a> TimeStampResp<'a> {
    /// Parses the response that `bytes` consist of. The token is not parsed.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the production and the offset; also if there is no token where the status says that there
    /// is, or one where it says that there is not.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        check_length(bytes, PRODUCTION)?;
        let mut outer = Reader::ber(bytes);
        let response = outer.expect(Tag::SEQUENCE, PRODUCTION)?;
        outer.finish(PRODUCTION)?;
        let mut reader = response.reader();
        let status_info = StatusInfo::parse(reader.any("TimeStampResp.status")?)?;
        let token = reader.optional(Tag::SEQUENCE, TOKEN)?;
        reader.finish(PRODUCTION)?;
        match (status_info.status().has_token(), token) {
            (true, None) => Err(response.error(ParseErrorKind::Empty, TOKEN).into()),
            (false, Some(token)) => Err(token.error(ParseErrorKind::Mismatch, TOKEN).into()),
            (_, token) => Ok(Self { bytes, status_info, token: token.map(|token| token.as_bytes()) }),
        }
    }

    /// The whole response.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether there is a token, or why not.
    pub fn status_info(&self) -> &StatusInfo<'a> {
        &self.status_info
    }

    /// The token: a ContentInfo, exactly as it stands; `None` if the request was refused.
    pub fn token(&self) -> Option<&'a [u8]> {
        self.token
    }
}
