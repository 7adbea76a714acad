//! Telling how far the work has come.

use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

/// Whom to tell how many octets were read since he was told last.
#[derive(Clone, Default)]
pub(crate) struct Progress(Option<Arc<dyn Fn(u64) + Send + Sync>>);

impl Progress {
    pub(crate) fn new(tell: impl Fn(u64) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    /// The same octets, told of as they are read.
    pub(crate) fn watch<R: Read>(&self, octets: R) -> Watched<R> {
        Watched { octets, progress: self.clone() }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Progress(told)" } else { "Progress(untold)" })
    }
}

pub(crate) struct Watched<R> {
    octets: R,
    progress: Progress,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let octets = self.octets.read(into)?;
        self.progress.0.iter().for_each(|tell| tell(octets as u64));
        Ok(octets)
    }
}
