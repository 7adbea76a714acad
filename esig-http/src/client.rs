//! The client: settings, connections and cache, shared by any number of verifications.

use std::fmt;
use std::sync::Arc;

use ureq::Agent;
use ureq::http::uri::Authority;
use ureq::unversioned::transport::TcpConnector;

use crate::cache::{CacheError, DiskCache};
use crate::fetch::HttpFetch;
use crate::resolver::GuardedResolver;
use crate::settings::HttpSettings;

/// Who fetches: one for a program, cheap to clone and to share among threads.
#[derive(Clone)]
pub struct HttpClient(Arc<Shared>);

struct Shared {
    settings: HttpSettings,
    agent: Agent,
    cache: Option<DiskCache>,
}

impl HttpClient {
    /// A client with these settings; nothing is sent yet.
    ///
    /// # Errors
    /// [`CacheError`] if the directory of the cache cannot be made.
    pub fn new(settings: HttpSettings) -> Result<Self, CacheError> {
        let cache = settings.cache_directory.as_deref();
        let cache = cache.map(|directory| DiskCache::open(directory, settings.cache_limits)).transpose()?;
        let agent = agent(&settings, None);
        Ok(Self(Arc::new(Shared { settings, agent, cache })))
    }

    /// What answers the needs of one verification; its limits on number and time begin to count.
    pub fn begin(&self) -> HttpFetch {
        HttpFetch::new(self.clone())
    }

    /// The settings.
    pub fn settings(&self) -> &HttpSettings {
        &self.0.settings
    }

    pub(crate) fn agent(&self) -> &Agent {
        &self.0.agent
    }

    pub(crate) fn cache(&self) -> Option<&DiskCache> {
        self.0.cache.as_ref()
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").field("settings", self.settings()).finish_non_exhaustive()
    }
}

/// A client over plain TCP that leaves redirects and statuses to us, and takes no proxy from the environment: through one, the
/// addresses that are spoken to could not be looked at. `own` is of the caller's choosing, and not looked at.
pub(crate) fn agent(settings: &HttpSettings, own: Option<Authority>) -> Agent {
    let config = Agent::config_builder()
        .proxy(None)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_idle_connections(0)
        .max_response_header_size(MAX_HEADER_OCTETS)
        .user_agent(concat!("esig-http/", env!("CARGO_PKG_VERSION")))
        .build();
    Agent::with_parts(config, TcpConnector::default(), GuardedResolver::new(settings.loopback, own))
}

/// Octets of the header of a response; those in use have some 500.
const MAX_HEADER_OCTETS: usize = 16 << 10;
