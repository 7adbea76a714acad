//! Certificates, CRLs, OCSP responses and time-stamps over HTTP, for those who verify signatures and make them.
//!
//! An [`HttpClient`] holds the settings and the cache; [`HttpClient::begin`] makes the [`HttpFetch`] of one verification, which
//! answers [`Need`](esig_core::Need)s. The URLs are of the signer's choosing, so none of them is trusted:
//!
//! - only `http` is spoken: what comes is signed, and TLS would want the very certificates that are being looked for;
//! - hosts are resolved first, addresses that are not public are refused ([`AddressRange`]), and the connection goes to the
//!   address that was looked at; each of at most three redirects is treated so again;
//! - the size of an answer, the time for it, the number of requests and the time of all of them together are limited
//!   ([`HttpLimits`]);
//! - no proxy is used, and no variable of the environment looked at.
//!
//! Time-stamps are had from authorities that the caller names: [`HttpTsa`].
//!
//! What cannot be had is [`Evidence::Unavailable`](esig_core::Evidence::Unavailable) with the object, the URL and the cause in its
//! reason: no data, which is never good and never bad.
//!
//! ```no_run
//! use esig_core::{Evidence, Fetch, Need};
//! use esig_http::{HttpClient, HttpSettings};
//!
//! let client = HttpClient::new(HttpSettings::new().with_cache_directory("cache"))?;
//! # let need: Need = unreachable!();
//! let mut fetch = client.begin();
//! match fetch.fetch(&need) {
//!     Evidence::Unavailable { reason } => println!("{reason}"),
//!     evidence => println!("{evidence:?}"),
//! }
//! # Ok::<(), esig_http::CacheError>(())
//! ```
#![forbid(unsafe_code)]

mod address;
mod cache;
mod client;
mod download;
mod error;
mod fetch;
mod limits;
mod object;
mod resolver;
mod retry_after;
mod settings;
mod tsa;
mod url;

pub use address::AddressRange;
pub use cache::{CacheError, CacheLimits};
pub use client::HttpClient;
pub use error::{Cause, FetchError};
pub use fetch::{Attempt, HttpFetch, Origin};
pub use limits::HttpLimits;
pub use object::Wanted;
pub use settings::{HttpSettings, OcspMethod};
pub use tsa::HttpTsa;
