//! The verifier: what it is asked, and what it answers.

use alloc::vec::Vec;

use esig_core::{Certificate, Need, Provider};
use time::UtcDateTime;

use crate::anchors::TrustAnchors;
use crate::path::{Context, Purpose, VerifiedPath};
use crate::policy::Policy;
use crate::process::certificate;
use crate::report::{Attempt, Check, Indeterminate, Reason};
use crate::store::Store;

/// Judges signatures and certificates under one policy: a pure function of its arguments, shared among threads.
#[derive(Clone, Debug)]
pub struct Verifier {
    provider: Provider,
    anchors: TrustAnchors,
    policy: Policy,
}

impl Verifier {
    /// A verifier that trusts `anchors` and demands what `policy` says.
    pub fn new(provider: Provider, anchors: TrustAnchors, policy: Policy) -> Self {
        Self { provider, anchors, policy }
    }

    /// The cryptography it uses.
    pub fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Whom it trusts.
    pub fn anchors(&self) -> &TrustAnchors {
        &self.anchors
    }

    /// What it demands.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether a certificate may sign now: every check on certificates that an assessment makes, asked
    /// before the PIN is.
    pub fn preflight<'a>(&self, signer: Certificate<'a>, store: &'a Store, at: UtcDateTime) -> Preflight<'a> {
        self.certificate(signer, Purpose::Signing, store, at)
    }

    /// The same for a certificate of any purpose: a time-stamping authority's, an authority's own.
    pub fn certificate<'a>(
        &self,
        target: Certificate<'a>,
        purpose: Purpose,
        store: &'a Store,
        at: UtcDateTime,
    ) -> Preflight<'a> {
        let outcome = certificate::assess(self.context(store, at), target, purpose);
        let decided_by = outcome.path.as_ref().err().map(|failed| failed.reason);
        Preflight {
            path: outcome.path.map_err(|failed| failed.why),
            decided_by,
            checks: outcome.checks,
            attempts: outcome.attempts,
            needs: outcome.needs,
        }
    }

    pub(crate) fn context<'v, 'a>(&'v self, store: &'a Store, at: UtcDateTime) -> Context<'v, 'a> {
        Context { provider: &self.provider, anchors: &self.anchors, policy: &self.policy, store, at }
    }
}

/// The answer about a certificate.
#[derive(Clone, Debug)]
pub struct Preflight<'a> {
    /// The chain that holds, or why none does.
    pub path: Result<VerifiedPath<'a>, Indeterminate>,
    /// What decided, if none does.
    pub decided_by: Option<Reason>,
    /// The checks of the best chain.
    pub checks: Vec<Check>,
    /// Every chain that was tried.
    pub attempts: Vec<Attempt>,
    /// What would help.
    pub needs: Vec<Need>,
}
