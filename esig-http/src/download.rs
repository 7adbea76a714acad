//! One URL: the request, redirects, a server that asks for patience, and the body up to its limit.

use std::io::{self, Read};
use std::thread;
use std::time::{Duration, Instant};

use time::UtcDateTime;
use ureq::http::uri::Authority;
use ureq::http::{HeaderValue, Response, Uri, header};
use ureq::{Agent, Body, Timeout};

use crate::error::Cause;
use crate::limits::HttpLimits;
use crate::object::Wanted;
use crate::resolver::Refused;
use crate::settings::HttpSettings;
use crate::{retry_after, url};

/// What one verification has left to spend.
#[derive(Debug)]
pub(crate) struct Budget {
    started: Instant,
    requests: u32,
}

impl Budget {
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), requests: 0 }
    }

    fn time_left(&self, limits: &HttpLimits) -> Duration {
        limits.total_time.saturating_sub(self.started.elapsed())
    }

    /// One more request, and the time that it may take.
    fn spend(&mut self, limits: &HttpLimits) -> Result<Duration, Cause> {
        let time = self.time_left(limits).min(limits.request_time);
        if time.is_zero() {
            return Err(Cause::OutOfTime { limit: limits.total_time });
        }
        if self.requests >= limits.requests {
            return Err(Cause::TooManyRequests { limit: limits.requests });
        }
        self.requests += 1;
        Ok(time)
    }
}

/// One object from one URL.
pub(crate) struct Download<'a> {
    pub(crate) agent: &'a Agent,
    pub(crate) settings: &'a HttpSettings,
    pub(crate) budget: &'a mut Budget,
    pub(crate) wanted: Wanted,
    /// What is posted; `None` for a GET.
    pub(crate) post: Option<Post<'a>>,
    /// Whom the caller chose, if this is no stranger's URL.
    pub(crate) own: Option<&'a Authority>,
}

/// What is posted.
pub(crate) struct Post<'a> {
    pub(crate) content_type: &'static str,
    pub(crate) body: &'a [u8],
    /// The value of the field Authorization, for [`Download::own`] alone.
    pub(crate) authorization: Option<&'a str>,
}

/// What is to be done after a response.
enum Next {
    Done(Vec<u8>),
    Redirect(String),
    Wait(Duration),
}

impl Download<'_> {
    /// The octets, which are what was wanted as far as their syntax goes.
    ///
    /// # Errors
    /// The URL that was redirected to, if any, and the cause.
    pub(crate) fn run(mut self, url: &str) -> Result<Vec<u8>, (Option<String>, Cause)> {
        let limits = self.settings.limits;
        let mut redirected_to: Option<String> = None;
        let (mut redirects, mut retries) = (0, 0);
        loop {
            let here = redirected_to.as_deref().unwrap_or(url);
            match self.step(here, retries < limits.retries) {
                Ok(Next::Done(octets)) => return Ok(octets),
                Ok(Next::Redirect(target)) if redirects < limits.redirects => {
                    redirects += 1;
                    redirected_to = Some(target);
                }
                Ok(Next::Redirect(target)) => {
                    return Err((Some(target), Cause::TooManyRedirects { limit: limits.redirects }));
                }
                Ok(Next::Wait(time)) => {
                    retries += 1;
                    thread::sleep(time);
                }
                Err(cause) => return Err((redirected_to, cause)),
            }
        }
    }

    /// One request and its response.
    fn step(&mut self, url: &str, may_retry: bool) -> Result<Next, Cause> {
        let uri = url::allowed(url, self.settings, self.own)?;
        let time = self.budget.spend(&self.settings.limits)?;
        let response = self.send(&uri, time).map_err(|error| self.cause(error, time))?;
        let status = response.status().as_u16();
        match status {
            200 => self.read(response, time).map(Next::Done),
            301 | 302 | 303 | 307 | 308 => {
                let location = field(&response, &header::LOCATION);
                let location = location.ok_or(Cause::RedirectWithoutTarget(status))?;
                if status == 303 {
                    self.post = None;
                }
                Ok(Next::Redirect(url::redirected(&uri, &location)))
            }
            429 | 503 => self.busy(&response, may_retry),
            _ => Err(Cause::Status(status)),
        }
    }

    fn send(&self, uri: &Uri, time: Duration) -> Result<Response<Body>, ureq::Error> {
        let connect = self.settings.limits.connect_time.min(time);
        match &self.post {
            None => {
                let request = self.agent.get(uri).header(header::ACCEPT, self.wanted.accept());
                let config = request.config().timeout_global(Some(time)).timeout_connect(Some(connect));
                config.build().call()
            }
            Some(post) => {
                let request = self.agent.post(uri).header(header::ACCEPT, self.wanted.accept());
                let request = request.header(header::CONTENT_TYPE, post.content_type);
                let secret = post.authorization.filter(|_| self.own.is_some() && self.own == uri.authority());
                let request = match secret {
                    Some(secret) => request.header(header::AUTHORIZATION, sensitive(secret)?),
                    None => request,
                };
                let config = request.config().timeout_global(Some(time)).timeout_connect(Some(connect));
                config.build().send(post.body)
            }
        }
    }

    /// Whether to ask again, as late as the server wants it and there is time.
    fn busy(&self, response: &Response<Body>, may_retry: bool) -> Result<Next, Cause> {
        let status = response.status().as_u16();
        let stated = field(response, &header::RETRY_AFTER);
        let wait = stated.and_then(|value| retry_after::parse(&value, UtcDateTime::now()));
        match wait {
            Some(wait) if may_retry && wait < self.budget.time_left(&self.settings.limits) => {
                Ok(Next::Wait(wait))
            }
            _ => Err(Cause::Busy { status, retry_after: wait }),
        }
    }

    fn read(&self, response: Response<Body>, time: Duration) -> Result<Vec<u8>, Cause> {
        let content_type = field(&response, &header::CONTENT_TYPE);
        let mut body = response.into_body();
        let announced = body.content_length().unwrap_or(0);
        let mut reader = body.as_reader();
        let mut octets = Vec::new();
        self.append(&mut octets, &mut reader, HEAD_OCTETS, time)?;
        let limit = self.wanted.limit(&octets, &self.settings.limits);
        if announced > limit {
            return Err(Cause::TooLarge { limit });
        }
        self.append(&mut octets, &mut reader, limit.saturating_add(1), time)?;
        if octets.len() as u64 > limit {
            return Err(Cause::TooLarge { limit });
        }
        self.wanted.check(&octets, content_type.as_deref())?;
        Ok(octets)
    }

    /// Reads on until there are so many octets.
    fn append(
        &self,
        octets: &mut Vec<u8>,
        reader: impl Read,
        until: u64,
        time: Duration,
    ) -> Result<(), Cause> {
        let more = until.saturating_sub(octets.len() as u64);
        let read = reader.take(more).read_to_end(octets);
        read.map(drop).map_err(|error| self.cause(ureq::Error::from(error), time))
    }

    fn cause(&self, error: ureq::Error, time: Duration) -> Cause {
        match error {
            ureq::Error::Timeout(phase) => {
                let connect = self.settings.limits.connect_time.min(time);
                let is_connect = matches!(phase, Timeout::Connect);
                Cause::Timeout { phase: named(phase), limit: if is_connect { connect } else { time } }
            }
            ureq::Error::HostNotFound => Cause::HostNotFound,
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => Cause::Protocol,
            ureq::Error::Io(error) => Cause::Connection(error.kind()),
            ureq::Error::ConnectionFailed => Cause::Connection(io::ErrorKind::NotConnected),
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => Cause::UrlMalformed,
            ureq::Error::Other(error) => {
                error.downcast::<Refused>().map_or(Cause::Protocol, |refused| refused.0)
            }
            _ => Cause::Protocol,
        }
    }
}

/// The value of a field, if it is text.
fn field(response: &Response<Body>, name: &header::HeaderName) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(str::to_owned)
}

/// A value that does not show in logs.
fn sensitive(value: &str) -> Result<HeaderValue, ureq::Error> {
    let mut value = HeaderValue::from_str(value).map_err(ureq::http::Error::from)?;
    value.set_sensitive(true);
    Ok(value)
}

fn named(phase: Timeout) -> &'static str {
    match phase {
        Timeout::Resolve => "resolve",
        Timeout::Connect => "connect",
        Timeout::SendRequest | Timeout::SendBody => "send",
        Timeout::RecvResponse => "response",
        Timeout::RecvBody => "body",
        _ => "request",
    }
}

/// Enough to tell a bundle from a certificate.
const HEAD_OCTETS: u64 = 32;
