//! What is digested: octets one after another, most of them where they were found.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use esig_core::error::UnsupportedAlgorithm;
use esig_core::provider::DigestContext;
use esig_core::{DigestAlgorithm, DigestValue, Provider};

/// Octets that count as one message.
#[derive(Clone, Default)]
pub(crate) struct Octets<'a> {
    parts: Vec<Cow<'a, [u8]>>,
}

impl<'a> Octets<'a> {
    pub(crate) fn push(&mut self, part: impl Into<Cow<'a, [u8]>>) {
        self.parts.push(part.into());
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.parts.append(&mut other.parts);
    }

    pub(crate) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.len()).sum()
    }

    pub(crate) fn digest(
        &self,
        algorithm: DigestAlgorithm,
        provider: &Provider,
    ) -> Result<DigestValue, UnsupportedAlgorithm> {
        let mut context = provider.digest_function(algorithm)?.start();
        self.feed(context.as_mut());
        Ok(context.finish())
    }

    pub(crate) fn feed(&self, context: &mut dyn DigestContext) {
        self.parts.iter().for_each(|part| context.update(part));
    }
}

impl<'a, T: Into<Cow<'a, [u8]>>> FromIterator<T> for Octets<'a> {
    fn from_iter<I: IntoIterator<Item = T>>(parts: I) -> Self {
        Self { parts: parts.into_iter().map(Into::into).collect() }
    }
}

impl PartialEq for Octets<'_> {
    /// However they are cut.
    fn eq(&self, other: &Self) -> bool {
        let octets = |octets: &Self| octets.parts.iter().flat_map(|part| part.iter().copied()).collect();
        let (own, others): (Vec<u8>, Vec<u8>) = (octets(self), octets(other));
        own == others
    }
}
