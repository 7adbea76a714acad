//! What a client may do.

use std::path::PathBuf;

use crate::address::Loopback;
use crate::cache::CacheLimits;
use crate::limits::HttpLimits;

/// Where a client may go, how far, and what it keeps.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    pub(crate) limits: HttpLimits,
    pub(crate) hosts: Option<Vec<String>>,
    pub(crate) loopback: Loopback,
    pub(crate) ocsp_method: OcspMethod,
    pub(crate) cache_directory: Option<PathBuf>,
    pub(crate) cache_limits: CacheLimits,
}

/// How OCSP requests travel (RFC 6960 appendix A.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OcspMethod {
    /// In the body of a POST: every responder takes it.
    Post,
    /// In the URL of a GET if it is short enough, so that caches on the way can answer (RFC 5019 §5).
    GetIfShort,
}

impl HttpSettings {
    /// Every public host, the default limits, POST, no cache on disk.
    pub fn new() -> Self {
        Self {
            limits: HttpLimits::DEFAULT,
            hosts: None,
            loopback: Loopback::Refuse,
            ocsp_method: OcspMethod::Post,
            cache_directory: None,
            cache_limits: CacheLimits::DEFAULT,
        }
    }

    /// Other limits.
    #[must_use]
    pub fn with_limits(self, limits: HttpLimits) -> Self {
        Self { limits, ..self }
    }

    /// Only these hosts: `crl.example.com` is that one, `.example.com` is every host below it.
    #[must_use]
    pub fn with_hosts<H: Into<String>>(self, hosts: impl IntoIterator<Item = H>) -> Self {
        Self { hosts: Some(hosts.into_iter().map(Into::into).collect()), ..self }
    }

    /// Another way for OCSP requests.
    #[must_use]
    pub fn with_ocsp_method(self, ocsp_method: OcspMethod) -> Self {
        Self { ocsp_method, ..self }
    }

    /// Keeps what was fetched in that directory, which is made if there is none, for as long as it is current.
    #[must_use]
    pub fn with_cache_directory(self, directory: impl Into<PathBuf>) -> Self {
        Self { cache_directory: Some(directory.into()), ..self }
    }

    /// Other limits on what is kept.
    #[must_use]
    pub fn with_cache_limits(self, cache_limits: CacheLimits) -> Self {
        Self { cache_limits, ..self }
    }

    /// Also speaks to the machine itself (127.0.0.0/8 and ::1), where test servers are.
    ///
    /// Elsewhere this lets whoever made a signature send requests to whatever listens there.
    #[must_use]
    pub fn allow_loopback_for_tests(self) -> Self {
        Self { loopback: Loopback::Allow, ..self }
    }
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self::new()
    }
}
