//! What the server does wrong.

use core::time::Duration;

use base64ct::{Base64, Encoding};

use super::exchange::Request;
use crate::responder::OcspFault;
use crate::tsa::TsaFault;

/// What the server does wrong, or otherwise than expected, with one of the things that it serves.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// A certificate or CRL is signed with a key that nobody knows, under the name of who should have signed it.
    WrongSigner,
    /// A CRL is one that was replaced long ago.
    Stale,
    /// The responder does that wrong.
    Ocsp(OcspFault),
    /// The time-stamping authority does that wrong.
    Tsa(TsaFault),
    /// These octets come instead.
    Octets(Vec<u8>),
    /// This status comes, with no body.
    Status(u16),
    /// 401 comes to whoever does not name this user, with this password (RFC 7617); otherwise nothing is wrong.
    Credentials {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
    /// 503 comes, so many times; then all is well.
    Busy {
        /// The value of Retry-After, if there is one.
        retry_after: Option<String>,
        /// How many times.
        times: u32,
    },
    /// The connection ends in the middle of the header.
    CutInHeader,
    /// The connection ends in the middle of the body.
    CutInBody,
    /// The body does not end, nor does its length stand in the header.
    EndlessBody,
    /// The header says that the body has so many octets, and they do come.
    LongBody(u64),
    /// This much time passes before each octet of the body.
    SlowBody(Duration),
    /// The answer is a redirect (302) to there; to a URL of the same server, it may lead in a circle.
    Redirect(String),
    /// The media type is this one.
    ContentType(String),
    /// Nothing is wrong: the body comes in chunks (RFC 9112 §7.1).
    Chunked,
    /// Nothing is wrong: the body ends where the connection does.
    UntilClosed,
}

impl Fault {
    /// What comes of it for this request.
    pub(super) fn towards(self, request: &Request) -> Self {
        match &self {
            Self::Credentials { user, password } => {
                let pair = Base64::encode_string(format!("{user}:{password}").as_bytes());
                let is_named = request.field("authorization") == Some(&format!("Basic {pair}"));
                if is_named { self } else { Self::Status(401) }
            }
            _ => self,
        }
    }
}
