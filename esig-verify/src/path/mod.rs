//! Certification paths: built by RFC 4158, validated by RFC 5280 §6.1.

pub(crate) mod build;
pub(crate) mod signatures;
pub(crate) mod validate;

use alloc::vec::Vec;
use core::cell::Cell;

use esig_core::{Certificate, CertificateBuf, CrlBuf, Provider};
use time::UtcDateTime;

use crate::anchors::TrustAnchors;
use crate::policy::Policy;
use crate::store::Store;

/// A chain that holds from a certificate to a trust anchor, at a stated time and under a stated policy.
///
/// Only an assessment makes it.
#[derive(Clone, Debug)]
pub struct VerifiedPath<'a> {
    pub(crate) certificates: Vec<Certificate<'a>>,
    pub(crate) anchor: CertificateBuf,
    pub(crate) at: UtcDateTime,
    pub(crate) crls: Vec<CrlBuf>,
}

impl<'a> VerifiedPath<'a> {
    /// The certificate that the path is for.
    pub fn target(&self) -> Certificate<'a> {
        self.certificates[0]
    }

    /// The certificates from the target up to the one that the anchor signed; the anchor is not among them,
    /// unless it is the target itself.
    pub fn certificates(&self) -> &[Certificate<'a>] {
        &self.certificates
    }

    /// The trust anchor.
    pub fn anchor(&self) -> &CertificateBuf {
        &self.anchor
    }

    /// The time at which it holds.
    pub fn at(&self) -> UtcDateTime {
        self.at
    }

    /// The CRLs that say that none of the certificates is revoked.
    pub fn crls(&self) -> &[CrlBuf] {
        &self.crls
    }
}

/// What a certificate is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// To sign documents.
    Signing,
    /// Nothing beyond the chain itself.
    Chain,
}

/// Everything that the judgement of certificates depends on.
#[derive(Clone, Copy)]
pub(crate) struct Context<'v, 'a> {
    pub(crate) provider: &'v Provider,
    pub(crate) anchors: &'v TrustAnchors,
    pub(crate) policy: &'v Policy,
    pub(crate) store: &'a Store,
    pub(crate) at: UtcDateTime,
    /// Certificates tried as issuers so far, for all signatures of one file together.
    pub(crate) expansions: &'v Cell<usize>,
}

/// Which certificate, within one assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Id {
    /// The one that the question is about.
    Target,
    /// One of the store.
    Pool(usize),
    /// A trust anchor.
    Anchor(usize),
}

/// A certificate of a chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link<'a> {
    pub(crate) id: Id,
    pub(crate) certificate: Certificate<'a>,
}

/// A chain of names from the target to an anchor, of which nothing was checked yet.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'a> {
    /// From the target up to what the anchor should have signed. If the target is the anchor: the target alone.
    pub(crate) links: Vec<Link<'a>>,
    /// The index of the anchor.
    pub(crate) anchor: usize,
}

impl<'a> Candidate<'a> {
    /// The link above the one at `index`: its issuer.
    pub(crate) fn issuer<'x>(&self, index: usize, context: &Context<'x, 'a>) -> Link<'x>
    where
        'a: 'x,
    {
        self.links.get(index + 1).copied().unwrap_or_else(|| Link {
            id: Id::Anchor(self.anchor),
            certificate: context.anchors.get(self.anchor).view(),
        })
    }

    /// Whether the target itself is the anchor: there is nothing to validate.
    pub(crate) fn is_anchor(&self, context: &Context<'_, '_>) -> bool {
        self.links.len() == 1 && context.anchors.exactly(&self.links[0].certificate) == Some(self.anchor)
    }
}
