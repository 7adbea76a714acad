//! Answering needs: URL after URL until one has what fits, each asked once.

use std::collections::HashMap;

use base64ct::{Base64, Encoding};
use esig_core::{Evidence, Fetch, Need};
use time::UtcDateTime;

use crate::cache::{Kept, Key};
use crate::client::HttpClient;
use crate::download::{Budget, Download, Post};
use crate::error::{Cause, FetchError};
use crate::object::{Quality, Wanted, quality};
use crate::settings::OcspMethod;

/// Answers the needs of one verification; see [`HttpClient::begin`].
#[derive(Debug)]
pub struct HttpFetch {
    client: HttpClient,
    budget: Budget,
    known: HashMap<Key, Result<Vec<u8>, FetchError>>,
    attempts: Vec<Attempt>,
}

/// One URL that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// What was looked for.
    pub wanted: Wanted,
    /// The URL, as the certificate has it.
    pub url: String,
    /// Where the answer is from.
    pub origin: Origin,
    /// How many octets there were, or why there were none.
    pub outcome: Result<usize, FetchError>,
}

/// Where an answer is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// It was fetched now.
    Network,
    /// It was kept from an earlier time.
    Cache,
}

impl HttpFetch {
    pub(crate) fn new(client: HttpClient) -> Self {
        Self { client, budget: Budget::new(), known: HashMap::new(), attempts: Vec::new() }
    }

    /// What was tried, in its order.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// The first answer that fits, else the first that is what was wanted at all.
    fn first_of(&mut self, need: &Need, wanted: Wanted, urls: &[String]) -> Result<Vec<u8>, String> {
        let request = match need {
            Need::Ocsp { request, .. } => request.as_slice(),
            _ => &[],
        };
        let (mut doubtful, mut errors) = (None, Vec::new());
        for url in urls {
            let now = UtcDateTime::now();
            match self.one(wanted, url, request, now) {
                Ok(octets) if quality(need, &octets, now) == Quality::Fits => return Ok(octets),
                Ok(octets) => doubtful = doubtful.or(Some(octets)),
                Err(error) => errors.push(error.to_string()),
            }
        }
        match doubtful {
            Some(octets) => Ok(octets),
            None if errors.is_empty() => Err(format!("{wanted}: no URL is known")),
            None => Err(errors.join("; ")),
        }
    }

    /// What that URL has, asked at most once in a verification.
    fn one(
        &mut self,
        wanted: Wanted,
        url: &str,
        request: &[u8],
        now: UtcDateTime,
    ) -> Result<Vec<u8>, FetchError> {
        let key = Key::new(wanted, url, request);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let (origin, outcome) = match self.kept(&key, wanted, url, now) {
            Some(outcome) => (Origin::Cache, outcome),
            None => (Origin::Network, self.download(&key, wanted, url, request, now)),
        };
        let told = outcome.as_ref().map(Vec::len).map_err(Clone::clone);
        self.attempts.push(Attempt { wanted, url: url.to_owned(), origin, outcome: told });
        self.known.insert(key, outcome.clone());
        outcome
    }

    /// What is kept of an earlier time. It is as untrusted as what comes from the network, and looked at in the same way.
    fn kept(
        &self,
        key: &Key,
        wanted: Wanted,
        url: &str,
        now: UtcDateTime,
    ) -> Option<Result<Vec<u8>, FetchError>> {
        match self.client.cache()?.get(key, now)? {
            Kept::Object(octets) => wanted.check(&octets, None).is_ok().then_some(Ok(octets)),
            Kept::Failure(cause) => {
                let (url, cause) = (url.to_owned(), Cause::Remembered { cause });
                Some(Err(FetchError { wanted, url, redirected_to: None, cause }))
            }
        }
    }

    fn download(
        &mut self,
        key: &Key,
        wanted: Wanted,
        url: &str,
        request: &[u8],
        now: UtcDateTime,
    ) -> Result<Vec<u8>, FetchError> {
        let settings = self.client.settings();
        let by_get = match (wanted, settings.ocsp_method) {
            (Wanted::Ocsp, OcspMethod::GetIfShort) => get_url(url, request),
            _ => None,
        };
        let post = (wanted == Wanted::Ocsp && by_get.is_none()).then_some(Post {
            content_type: OCSP_REQUEST,
            body: request,
            authorization: None,
        });
        let budget = &mut self.budget;
        let download = Download { agent: self.client.agent(), settings, budget, wanted, post, own: None };
        let outcome = download.run(by_get.as_deref().unwrap_or(url)).map_err(|(redirected_to, cause)| {
            FetchError { wanted, url: url.to_owned(), redirected_to, cause }
        });
        if let Some(cache) = self.client.cache() {
            match &outcome {
                Ok(octets) => cache.keep_object(key, wanted, octets, now),
                Err(error) => cache.keep_failure(key, &error.cause, now),
            }
        }
        outcome
    }
}

impl Fetch for HttpFetch {
    /// Evidence, or [`Evidence::Unavailable`] with what, where and why of every URL that was tried. Time-stamps are not fetched.
    fn fetch(&mut self, need: &Need) -> Evidence {
        let outcome = match need {
            Need::Issuer { urls, .. } => {
                self.first_of(need, Wanted::Certificates, urls).map(Evidence::Certificates)
            }
            Need::Crl { urls, .. } => self.first_of(need, Wanted::Crl, urls).map(Evidence::Crl),
            Need::Ocsp { urls, .. } => self.first_of(need, Wanted::Ocsp, urls).map(Evidence::Ocsp),
            _ => Err("this is not fetched for a verification".into()),
        };
        outcome.unwrap_or_else(|reason| Evidence::Unavailable { reason })
    }
}

/// The URL of a GET (RFC 6960 appendix A.1), if it is not longer than what all caches take (RFC 5019 §5).
fn get_url(url: &str, request: &[u8]) -> Option<String> {
    let text = Base64::encode_string(request);
    let text = text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let whole = format!("{}/{text}", url.strip_suffix('/').unwrap_or(url));
    (whole.len() <= MAX_GET_URL_OCTETS && !url.contains(['?', '#'])).then_some(whole)
}

/// RFC 6960 appendix A.1.
const OCSP_REQUEST: &str = "application/ocsp-request";

const MAX_GET_URL_OCTETS: usize = 255;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_requests_travel_in_the_url() {
        let url = get_url("http://ocsp.example/", &[0xfb, 0xef, 0xff, 0x00]).unwrap();
        assert_eq!(url, "http://ocsp.example/%2B%2B%2F%2FAA%3D%3D");
        assert_eq!(get_url("http://ocsp.example/a", &[0]).unwrap(), "http://ocsp.example/a/AA%3D%3D");
        assert_eq!(get_url("http://ocsp.example/", &[0; 200]), None);
        assert_eq!(get_url("http://ocsp.example/?a", &[0]), None);
    }
}
