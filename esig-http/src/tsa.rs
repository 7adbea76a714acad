//! Time-stamping authorities over HTTP (RFC 3161 §3.4).

use std::fmt;
use std::sync::Arc;

use base64ct::{Base64, Encoding};
use esig_core::{Evidence, Fetch, Need};
use esig_token::Password;
use ureq::Agent;
use ureq::http::uri::Authority;
use zeroize::Zeroizing;

use crate::client::agent;
use crate::download::{Budget, Download, Post};
use crate::error::{Cause, FetchError};
use crate::object::Wanted;
use crate::settings::HttpSettings;
use crate::url;

/// One authority: a URL that requests are posted to.
///
/// The URL is the caller's own, unlike those in certificates: its host may have an address that is not public, and need not be
/// on the list of [`with_hosts`](HttpSettings::with_hosts). Where a redirect leads is anybody's choice and treated so.
///
/// What comes is a TimeStampResp, as far as its syntax goes, and nothing is known of it yet: `TimestampQuery` of `esig-cms` makes
/// requests and judges the answers.
///
/// ```no_run
/// use esig_http::HttpTsa;
///
/// # let request = [];
/// let authority = HttpTsa::new("http://tsa.example/tsp")?;
/// let response = authority.ask(&request)?;
/// # Ok::<(), esig_http::FetchError>(())
/// ```
#[derive(Clone)]
pub struct HttpTsa {
    url: String,
    authority: Authority,
    settings: HttpSettings,
    agent: Agent,
    /// The value of the field Authorization.
    authorization: Option<Arc<Zeroizing<String>>>,
}

impl HttpTsa {
    /// The authority at that URL, with the limits of [`HttpSettings::new`].
    ///
    /// # Errors
    /// [`FetchError`] if the URL is none, or not of the scheme `http`.
    pub fn new(url: impl Into<String>) -> Result<Self, FetchError> {
        let (url, settings) = (url.into(), HttpSettings::new());
        let uri = match url::well_formed(&url) {
            Ok(uri) => uri,
            Err(cause) => return Err(failure(&url, None, cause)),
        };
        let authority = uri.authority().expect("a well-formed URL has one").clone();
        let agent = agent(&settings, Some(authority.clone()));
        Ok(Self { url, authority, settings, agent, authorization: None })
    }

    /// Other settings: limits, and where redirects may lead.
    #[must_use]
    pub fn with_settings(self, settings: HttpSettings) -> Self {
        let agent = agent(&settings, Some(self.authority.clone()));
        Self { settings, agent, ..self }
    }

    /// Names the caller to the authority (RFC 7617, basic authentication), and to nobody that it redirects to.
    ///
    /// Only `http` is spoken, so that whoever stands on the way reads the password: it should be good for time-stamps and for
    /// nothing else. It is wiped from this value when it is dropped; the copies of the HTTP client are not.
    ///
    /// # Errors
    /// [`FetchError`] if there is a colon or a control character in the user name, or the latter in the password.
    pub fn with_credentials(self, user: &str, password: &Password) -> Result<Self, FetchError> {
        if user.contains(':') || [user, password.expose()].iter().any(|text| text.contains(char::is_control))
        {
            return Err(failure(&self.url, None, Cause::CredentialsUnfit));
        }
        let pair = Zeroizing::new([user, ":", password.expose()].concat());
        let encoded = Zeroizing::new(Base64::encode_string(pair.as_bytes()));
        let value = Zeroizing::new(["Basic ", encoded.as_str()].concat());
        Ok(Self { authorization: Some(Arc::new(value)), ..self })
    }

    /// The URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Posts a TimeStampReq and gives back the TimeStampResp, a refusal too.
    ///
    /// A server that says when to ask again is asked again then, within the limits on time and number.
    ///
    /// # Errors
    /// [`FetchError`] with the URL and the cause.
    pub fn ask(&self, request: &[u8]) -> Result<Vec<u8>, FetchError> {
        let authorization = self.authorization.as_ref().map(|value| value.as_str());
        let post = Post { content_type: TIMESTAMP_QUERY, body: request, authorization };
        let download = Download {
            agent: &self.agent,
            settings: &self.settings,
            budget: &mut Budget::new(),
            wanted: Wanted::Timestamp,
            post: Some(post),
            own: Some(&self.authority),
        };
        download.run(&self.url).map_err(|(redirected_to, cause)| failure(&self.url, redirected_to, cause))
    }
}

fn failure(url: &str, redirected_to: Option<String>, cause: Cause) -> FetchError {
    FetchError { wanted: Wanted::Timestamp, url: url.to_owned(), redirected_to, cause }
}

impl Fetch for HttpTsa {
    /// The answer to [`Need::Timestamp`], refusals included; nothing else is had here.
    fn fetch(&mut self, need: &Need) -> Evidence {
        let outcome = match need {
            Need::Timestamp { request } => self.ask(request).map_err(|error| error.to_string()),
            _ => Err("a time-stamping authority has nothing but time-stamps".into()),
        };
        outcome.map_or_else(|reason| Evidence::Unavailable { reason }, Evidence::Timestamp)
    }
}

impl fmt::Debug for HttpTsa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTsa")
            .field("url", &self.url)
            .field("authorization", &self.authorization.as_ref().map(|_| format_args!("..")))
            .finish_non_exhaustive()
    }
}

/// RFC 3161 §3.4.
const TIMESTAMP_QUERY: &str = "application/timestamp-query";
