//! The caller's deadline: the engine has no clock, but it asks.

use alloc::sync::Arc;
use core::cell::Cell;
use core::fmt;

/// Says whether time is up.
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

/// What was done so far for all signatures of one file together.
#[derive(Debug)]
pub(crate) struct Effort<'v> {
    deadline: Option<&'v Deadline>,
    /// Once over, it stays so: else what was given up would look as if it did not exist.
    is_over: Cell<bool>,
    /// Certificates tried as issuers.
    pub(crate) expansions: Cell<usize>,
}

impl<'v> Effort<'v> {
    pub(crate) fn new(deadline: Option<&'v Deadline>) -> Self {
        Self { deadline, is_over: Cell::new(false), expansions: Cell::new(0) }
    }

    /// Whether there is no time left.
    pub(crate) fn is_over(&self) -> bool {
        let is_over = self.is_over.get() || self.deadline.is_some_and(|deadline| (deadline.0)());
        self.is_over.set(is_over);
        is_over
    }
}
