//! Names to addresses, of which only those are given on that may be spoken to: the connection goes to no other.

use std::error::Error;
use std::fmt;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::uri::Authority;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::address::{Loopback, refused};
use crate::error::Cause;

/// The system's resolver, and the ranges of addresses that are refused.
#[derive(Debug)]
pub(crate) struct GuardedResolver {
    system: DefaultResolver,
    loopback: Loopback,
    /// Where every address will do.
    own: Option<Authority>,
}

impl GuardedResolver {
    pub(crate) fn new(loopback: Loopback, own: Option<Authority>) -> Self {
        Self { system: DefaultResolver::default(), loopback, own }
    }
}

impl Resolver for GuardedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.system.resolve(uri, config, timeout)?;
        if self.own.is_some() && self.own.as_ref() == uri.authority() {
            return Ok(found);
        }
        let mut allowed = self.empty();
        let mut first_refused = None;
        for address in found.iter() {
            match refused(address.ip(), self.loopback) {
                None => allowed.push(*address),
                Some(range) => {
                    first_refused.get_or_insert(Cause::AddressRefused { address: address.ip(), range });
                }
            }
        }
        match first_refused {
            Some(cause) if allowed.is_empty() => Err(ureq::Error::Other(Box::new(Refused(cause)))),
            _ => Ok(allowed),
        }
    }
}

/// The way of a cause through the client.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Cause);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Refused {}
