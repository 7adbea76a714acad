//! How long judging may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Runs while the engine works, and stands still while it waits for what is fetched, which has limits of its own.
#[derive(Clone, Debug)]
pub(crate) struct Stopwatch {
    started: Instant,
    limit: Duration,
    /// Nanoseconds spent waiting.
    waited: Arc<AtomicU64>,
}

impl Stopwatch {
    pub(crate) fn start(limit: Duration) -> Self {
        Self { started: Instant::now(), limit, waited: Arc::default() }
    }

    /// Whether time is up.
    pub(crate) fn is_over(&self) -> bool {
        let waited = Duration::from_nanos(self.waited.load(Ordering::Relaxed));
        self.started.elapsed().saturating_sub(waited) >= self.limit
    }

    #[cfg(any(feature = "online", test))]
    fn wait<T>(&self, for_it: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let it = for_it();
        let waited = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.waited.fetch_add(waited, Ordering::Relaxed);
        it
    }
}

/// Fetches while the stopwatch stands still.
#[cfg(feature = "online")]
#[derive(Debug)]
pub(crate) struct Paused<F> {
    pub(crate) fetch: F,
    pub(crate) stopwatch: Stopwatch,
}

#[cfg(feature = "online")]
impl<F: esig_core::Fetch> esig_core::Fetch for Paused<F> {
    fn fetch(&mut self, need: &esig_core::Need) -> esig_core::Evidence {
        self.stopwatch.wait(|| self.fetch.fetch(need))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_does_not_count_and_work_does() {
        let hour = Stopwatch::start(Duration::from_secs(3600));
        assert!(!hour.is_over());
        hour.waited.store(u64::MAX, Ordering::Relaxed);
        assert!(!hour.is_over(), "more waiting than time is no underflow");
        assert!(Stopwatch::start(Duration::ZERO).is_over());
        let pause = Duration::from_millis(20);
        let short = Stopwatch::start(pause);
        short.wait(|| std::thread::sleep(pause));
        assert!(short.waited.load(Ordering::Relaxed) >= 20_000_000, "the pause was taken off");
    }
}
