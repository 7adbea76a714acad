//! The objects that are fetched: what is one of them, and until when it is current.

use std::borrow::Cow;
use std::fmt;

use esig_core::cert::ParsedCertificate;
use esig_core::crl::ParsedCrl;
use esig_core::ocsp::ParsedOcsp;
use esig_core::tsp::TimeStampResp;
use esig_core::{Need, pem};
use time::UtcDateTime;

use crate::error::Cause;
use crate::limits::HttpLimits;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wanted {
    /// The certificate of an issuer, or several (RFC 5280 §4.2.2.1).
    Certificates,
    /// A CRL.
    Crl,
    /// An OCSP response.
    Ocsp,
    /// A time-stamp response.
    Timestamp,
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificates => "issuer certificate",
            Self::Crl => "CRL",
            Self::Ocsp => "OCSP response",
            Self::Timestamp => "time-stamp",
        })
    }
}

/// How good an answer is that is what was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quality {
    /// It fits the need.
    Fits,
    /// It is of another issuer or not current; another URL may have a better one.
    Doubtful,
}

impl Wanted {
    /// How many octets are read at most; `head` are the first ones, which tell a bundle from a certificate.
    pub(crate) fn limit(self, head: &[u8], limits: &HttpLimits) -> u64 {
        match self {
            Self::Certificates if is_bundle(head) => limits.bundle_octets,
            Self::Certificates => limits.certificate_octets,
            Self::Crl => limits.crl_octets,
            Self::Ocsp => limits.ocsp_octets,
            Self::Timestamp => limits.timestamp_octets,
        }
    }

    /// The media types that are asked for (RFC 2585 §4, RFC 5751, RFC 6960 appendix A, RFC 3161 §3.4); what comes is judged by its
    /// octets, and a time-stamp by both.
    pub(crate) fn accept(self) -> &'static str {
        match self {
            Self::Certificates => "application/pkix-cert, application/pkcs7-mime, */*",
            Self::Crl => "application/pkix-crl, */*",
            Self::Ocsp => "application/ocsp-response, */*",
            Self::Timestamp => TIMESTAMP_REPLY,
        }
    }

    /// Whether the octets are what was wanted, syntactically.
    ///
    /// # Errors
    /// [`Cause::NotWanted`], or the refusal that an OCSP responder sent.
    pub(crate) fn check(self, octets: &[u8], content_type: Option<&str>) -> Result<(), Cause> {
        let not_wanted = || Cause::NotWanted { content_type: content_type.map(cut) };
        let der = der(octets);
        let is_wanted = match self {
            Self::Certificates => is_bundle(&der) || ParsedCertificate::parse(&der).is_ok(),
            Self::Crl => ParsedCrl::parse(&der).is_ok(),
            Self::Ocsp => {
                let response = ParsedOcsp::parse(&der).map_err(|_| not_wanted())?;
                let view = response.view();
                return if view.basic().is_some() { Ok(()) } else { Err(Cause::Responder(view.status())) };
            }
            Self::Timestamp => is_timestamp_reply(content_type) && TimeStampResp::parse(octets).is_ok(),
        };
        if is_wanted { Ok(()) } else { Err(not_wanted()) }
    }

    /// When the next one comes, if the object says so.
    pub(crate) fn next_update(self, octets: &[u8]) -> Option<UtcDateTime> {
        let der = der(octets);
        match self {
            Self::Certificates | Self::Timestamp => None,
            Self::Crl => ParsedCrl::parse(&der).ok()?.view().next_update(),
            Self::Ocsp => {
                let response = ParsedOcsp::parse(&der).ok()?;
                let updates = response.view().basic()?.responses().map(|single| single.next_update);
                updates.min().flatten()
            }
        }
    }
}

/// Whether an object that is what was wanted answers the need, as far as can be seen without a key.
pub(crate) fn quality(need: &Need, octets: &[u8], now: UtcDateTime) -> Quality {
    let der = der(octets);
    let is_current = |wanted: Wanted| wanted.next_update(octets).is_none_or(|next| now < next);
    let fits = match need {
        Need::Issuer { of, .. } => ParsedCertificate::parse(&der)
            .map_or(true, |found| found.view().subject().matches(&of.view().issuer())),
        Need::Crl { issuer, .. } => {
            let is_of_issuer =
                ParsedCrl::parse(&der).is_ok_and(|crl| crl.view().issuer().matches(&issuer.view()));
            is_of_issuer && is_current(Wanted::Crl)
        }
        Need::Ocsp { .. } => is_current(Wanted::Ocsp),
        _ => true,
    };
    if fits { Quality::Fits } else { Quality::Doubtful }
}

/// "with the contents of the HTTP body" of that type (RFC 3161 §3.4); a server that states no type, or that of any octets, is taken
/// at the octets.
fn is_timestamp_reply(content_type: Option<&str>) -> bool {
    let stated = content_type.map(|value| value.split(';').next().unwrap_or_default().trim());
    stated.is_none_or(|stated| {
        [TIMESTAMP_REPLY, "application/octet-stream"].iter().any(|known| stated.eq_ignore_ascii_case(known))
    })
}

/// The object of a file that may be PEM or base64; of several the first.
fn der(octets: &[u8]) -> Cow<'_, [u8]> {
    if octets.first() == Some(&SEQUENCE) {
        return Cow::Borrowed(octets);
    }
    let decoded = match pem::is_pem(octets) {
        true => pem::blocks(octets).next().and_then(Result::ok).map(|block| block.contents.to_vec()),
        false => pem::base64(octets),
    };
    decoded.map_or(Cow::Borrowed(octets), Cow::Owned)
}

/// Whether it begins as a ContentInfo does, with an object identifier; a certificate begins with a SEQUENCE.
fn is_bundle(head: &[u8]) -> bool {
    if head.starts_with(b"-----BEGIN PKCS7") || head.starts_with(b"-----BEGIN CMS") {
        return true;
    }
    let length_octets = match head.get(1) {
        Some(long @ 0x80..) => usize::from(long & 0x7f),
        _ => 0,
    };
    head.first() == Some(&SEQUENCE) && head.get(2 + length_octets) == Some(&OBJECT_IDENTIFIER)
}

/// A media type is a few words; what is longer is somebody's joke.
fn cut(content_type: &str) -> String {
    content_type.chars().take(MAX_CONTENT_TYPE_CHARACTERS).collect()
}

const TIMESTAMP_REPLY: &str = "application/timestamp-reply";
const MAX_CONTENT_TYPE_CHARACTERS: usize = 100;
const SEQUENCE: u8 = 0x30;
const OBJECT_IDENTIFIER: u8 = 0x06;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundles_are_told_from_certificates_by_their_second_tag() {
        assert!(is_bundle(&[0x30, 0x82, 0x01, 0x00, 0x06, 0x09]));
        assert!(is_bundle(&[0x30, 0x80, 0x06, 0x09]), "indefinite length");
        assert!(is_bundle(b"-----BEGIN PKCS7-----\n"));
        assert!(!is_bundle(&[0x30, 0x82, 0x01, 0x00, 0x30, 0x81]));
        assert!(!is_bundle(&[0x30, 0xff]) && !is_bundle(b"<html>") && !is_bundle(b""));
    }
}
