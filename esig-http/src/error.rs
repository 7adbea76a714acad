//! Why something could not be had.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use esig_core::ocsp::ResponseStatus;

use crate::address::AddressRange;
use crate::object::Wanted;

/// An object that could not be had from a URL, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError {
    /// What was looked for.
    pub wanted: Wanted,
    /// Where, as the certificate says.
    pub url: String,
    /// Where that led in the end, if elsewhere.
    pub redirected_to: Option<String>,
    /// What came in between.
    pub cause: Cause,
}

/// What came in between.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The URL is none.
    UrlMalformed,
    /// The URL is longer than any that is meant seriously.
    UrlTooLong {
        /// How many octets it may have.
        limit: usize,
    },
    /// Another scheme than `http`.
    SchemeRefused,
    /// There is a user name in the URL.
    CredentialsRefused,
    /// There is a colon in the user name, or a control character in it or in the password (RFC 7617 §2).
    CredentialsUnfit,
    /// The host is not on the list of those that may be spoken to.
    HostNotAllowed,
    /// The name of the host leads nowhere.
    HostNotFound,
    /// The host has no public address.
    AddressRefused {
        /// The first of its addresses.
        address: IpAddr,
        /// What that address is for.
        range: AddressRange,
    },
    /// The connection could not be made, or broke.
    Connection(io::ErrorKind),
    /// What came is no HTTP/1.1, or less of it than was announced.
    Protocol,
    /// It took too long.
    Timeout {
        /// What took so long: `connect`, `resolve` …
        phase: &'static str,
        /// How long the request might take.
        limit: Duration,
    },
    /// The server says so.
    Status(u16),
    /// The server is busy (503, 429), for as long as it says, or longer than there is time.
    Busy {
        /// The status.
        status: u16,
        /// How long, if it says so.
        retry_after: Option<Duration>,
    },
    /// A redirect that leads nowhere.
    RedirectWithoutTarget(u16),
    /// Redirects and no end to them.
    TooManyRedirects {
        /// How many were followed.
        limit: u32,
    },
    /// More octets than such an object has.
    TooLarge {
        /// How many it may have.
        limit: u64,
    },
    /// What came is something else: a page of HTML, most likely.
    NotWanted {
        /// What the server says that it is.
        content_type: Option<String>,
    },
    /// The responder refuses (RFC 6960 §4.2.1): `tryLater`, `unauthorized` …
    Responder(ResponseStatus),
    /// The verification has sent as many requests as it may.
    TooManyRequests {
        /// How many.
        limit: u32,
    },
    /// The verification has taken as much time as it may.
    OutOfTime {
        /// How much.
        limit: Duration,
    },
    /// It could not be had a short time ago, and is not asked for again so soon.
    Remembered {
        /// Why not then.
        cause: String,
    },
}

impl Cause {
    /// Whether asking again soon would lead to the same, so that the answer is worth keeping.
    pub(crate) fn is_of_server(&self) -> bool {
        matches!(
            self,
            Self::HostNotFound
                | Self::Connection(_)
                | Self::Protocol
                | Self::Timeout { .. }
                | Self::Status(_)
                | Self::Busy { .. }
                | Self::RedirectWithoutTarget(_)
                | Self::TooManyRedirects { .. }
                | Self::TooLarge { .. }
                | Self::NotWanted { .. }
                | Self::Responder(_)
        )
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}", self.wanted, Shown(&self.url))?;
        if let Some(target) = &self.redirected_to {
            write!(f, ", redirected to {}", Shown(target))?;
        }
        write!(f, ": {}", self.cause)
    }
}

impl std::error::Error for FetchError {}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UrlMalformed => f.write_str("this is no URL"),
            Self::UrlTooLong { limit } => write!(f, "the URL has more than {limit} octets"),
            Self::SchemeRefused => f.write_str("only http is spoken"),
            Self::CredentialsRefused => f.write_str("there is a user name in the URL"),
            Self::CredentialsUnfit => f.write_str(
                "there is a character in the user name or the password that does not belong there",
            ),
            Self::HostNotAllowed => f.write_str("the host is not on the list of those allowed"),
            Self::HostNotFound => f.write_str("there is no such host"),
            Self::AddressRefused { address, range } => write!(f, "{address} is a {range} address"),
            Self::Connection(kind) => kind.fmt(f),
            Self::Protocol => f.write_str("the answer breaks off or is no HTTP"),
            Self::Timeout { phase, limit } => {
                write!(f, "no end within {} s ({phase})", limit.as_secs_f32())
            }
            Self::Status(401) => f.write_str(
                "the server wants to know who asks (401), and is not content with what it was told",
            ),
            Self::Status(status) => write!(f, "the server answers {status}"),
            Self::Busy { status, retry_after: None } => write!(f, "the server is busy ({status})"),
            Self::Busy { status, retry_after: Some(wait) } => {
                write!(f, "the server is busy ({status}) for {} s more", wait.as_secs())
            }
            Self::RedirectWithoutTarget(status) => write!(f, "a redirect ({status}) to nowhere"),
            Self::TooManyRedirects { limit } => write!(f, "more than {limit} redirects"),
            Self::TooLarge { limit } => write!(f, "more than {limit} octets"),
            Self::NotWanted { content_type: Some(found) } => {
                write!(f, "what came is something else, of type {}", Shown(found))
            }
            Self::NotWanted { content_type: None } => f.write_str("what came is something else"),
            Self::Responder(status) => write!(f, "the responder says {status}"),
            Self::TooManyRequests { limit } => write!(f, "more than {limit} requests for one verification"),
            Self::OutOfTime { limit } => {
                write!(f, "no time left of the {} s for one verification", limit.as_secs_f32())
            }
            Self::Remembered { cause } => write!(f, "not asked again so soon: {}", Shown(cause)),
        }
    }
}

/// Text from outside, in which a terminal finds no commands and a reader an end.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(MAX_SHOWN_CHARACTERS) {
            match character.is_control() {
                true => f.write_str("\u{fffd}")?,
                false => write!(f, "{character}")?,
            }
        }
        if characters.next().is_some() { f.write_str("…") } else { Ok(()) }
    }
}

/// Characters of a URL in an error.
const MAX_SHOWN_CHARACTERS: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_say_what_where_and_why_in_one_line() {
        let error = |url: &str, cause| {
            FetchError { wanted: Wanted::Crl, url: url.into(), redirected_to: None, cause }.to_string()
        };
        let address = "169.254.169.254".parse().unwrap();
        let range = AddressRange::LinkLocal;
        assert_eq!(
            error("http://a.example/x.crl", Cause::AddressRefused { address, range }),
            "CRL from http://a.example/x.crl: 169.254.169.254 is a link-local address"
        );
        assert_eq!(
            error("http://a\u{1b}[2J\n", Cause::Status(404)),
            "CRL from http://a\u{fffd}[2J\u{fffd}: the server answers 404"
        );
        assert!(error(&"x".repeat(5_000), Cause::UrlMalformed).len() < 400);
        let limit = Duration::from_millis(1_500);
        let timeout = error("http://a/", Cause::Timeout { phase: "connect", limit });
        assert_eq!(timeout, "CRL from http://a/: no end within 1.5 s (connect)");
    }
}
