//! What the signatures of one file have cost so far, and what is left: in signature checks, steps, comparisons and time.

use alloc::sync::Arc;
use core::cell::Cell;
use core::fmt;

use crate::limits::{Budget, PathLimits};

/// Says whether time is up: the engine has no clock, but it asks.
#[derive(Clone)]
pub(crate) struct Deadline(Arc<dyn Fn() -> bool + Send + Sync>);

impl Deadline {
    pub(crate) fn new(is_over: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(is_over))
    }
}

impl fmt::Debug for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deadline")
    }
}

/// What was done so far for all signatures of one file together, and of the one that is being judged.
#[derive(Debug)]
pub(crate) struct Effort<'v> {
    limits: PathLimits,
    deadline: Option<&'v Deadline>,
    /// Once over, it stays so: else what was given up would look as if it did not exist.
    is_over: Cell<bool>,
    /// Certificates tried as issuers.
    expansions: Cell<usize>,
    name_comparisons: Cell<usize>,
    signature_checks: Cell<usize>,
    /// Those among them that the signature being judged has cost.
    own_signature_checks: Cell<usize>,
}

impl<'v> Effort<'v> {
    pub(crate) fn new(limits: PathLimits, deadline: Option<&'v Deadline>) -> Self {
        Self {
            limits,
            deadline,
            is_over: Cell::new(false),
            expansions: Cell::new(0),
            name_comparisons: Cell::new(0),
            signature_checks: Cell::new(0),
            own_signature_checks: Cell::new(0),
        }
    }

    /// Goes on to the next signature of the file.
    pub(crate) fn begin_signature(&self) {
        self.own_signature_checks.set(0);
    }

    /// Whether there is no time left.
    pub(crate) fn is_over(&self) -> bool {
        let is_over = self.is_over.get() || self.deadline.is_some_and(|deadline| (deadline.0)());
        self.is_over.set(is_over);
        is_over
    }

    /// Why no signature can be checked any more, if none can.
    pub(crate) fn exhausted(&self) -> Option<Budget> {
        if self.own_signature_checks.get() >= self.limits.signature_checks {
            return Some(Budget::SignatureChecks);
        }
        if self.signature_checks.get() >= self.limits.file_signature_checks {
            return Some(Budget::FileSignatureChecks);
        }
        self.is_over().then_some(Budget::Deadline)
    }

    /// Takes one signature check of those that are left.
    pub(crate) fn check_signature(&self) -> Result<(), Budget> {
        if let Some(budget) = self.exhausted() {
            return Err(budget);
        }
        self.signature_checks.update(|made| made + 1);
        self.own_signature_checks.update(|made| made + 1);
        Ok(())
    }

    /// Takes so many comparisons of a name with subtrees.
    pub(crate) fn compare_names(&self, comparisons: usize) -> Result<(), Budget> {
        self.name_comparisons.update(|made| made.saturating_add(comparisons));
        if self.name_comparisons.get() > self.limits.name_comparisons {
            return Err(Budget::NameComparisons);
        }
        if self.is_over() { Err(Budget::Deadline) } else { Ok(()) }
    }

    /// Notes certificates that are to be tried as issuers.
    pub(crate) fn expand(&self, issuers: usize) {
        self.expansions.update(|tried| tried.saturating_add(issuers));
    }

    /// Whether no more certificates may be tried as issuers.
    pub(crate) fn is_expanded(&self) -> bool {
        self.expansions.get() >= self.limits.expansions
    }
}
