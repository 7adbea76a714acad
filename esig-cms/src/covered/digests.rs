//! Digests that are begun with the content, while it passes by: archive time-stamps of the first two versions are over the
//! content itself, with something before and after it.

use alloc::boxed::Box;
use alloc::vec::Vec;

use esig_core::provider::DigestContext;
use esig_core::{DigestAlgorithm, Limits, Provider};

use super::archive_v2::is_of_first_versions;
use super::encoding::{encapsulated_by_der, is_encapsulated_der};
use super::octets::Octets;
use crate::attributes::TimestampKind;
use crate::signed_data::SignedData;
use crate::signer_info::SignerInfo;
use crate::timestamp_token::TimestampToken;

/// What stands before and includes the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Beginning {
    /// The content alone.
    V1,
    /// encapContentInfo as it stands, then detached content.
    V2AsReceived,
    /// encapContentInfo by DER, then detached content.
    V2ByDer,
}

impl Beginning {
    /// What stands before detached content.
    fn before_content<'a>(self, data: &SignedData<'a>) -> Octets<'a> {
        let encapsulated = data.encapsulated();
        match self {
            Self::V1 => Octets::default(),
            Self::V2AsReceived => Octets::from_iter([encapsulated.element.as_bytes()]),
            Self::V2ByDer => encapsulated_by_der(&encapsulated),
        }
    }

    /// The one that [`ArchiveContexts::for_detached`] has begun for this: by DER only where that is another.
    pub(super) fn of_detached(self, data: &SignedData<'_>) -> Self {
        match self {
            Self::V2ByDer if is_encapsulated_der(&data.encapsulated()) => Self::V2AsReceived,
            other => other,
        }
    }

    /// Everything up to the end of content that is inside; `None` if it is detached.
    pub(super) fn with_content_inside<'a>(self, data: &SignedData<'a>) -> Option<Octets<'a>> {
        let content = data.encapsulated_content()?;
        match self {
            Self::V1 => Some(content.segments().collect()),
            Self::V2AsReceived | Self::V2ByDer => Some(self.before_content(data)),
        }
    }
}

/// Digests of the content with what stands before it, not finished.
#[derive(Default)]
pub(crate) struct ArchiveContexts {
    contexts: Vec<(Beginning, DigestAlgorithm, Box<dyn DigestContext>)>,
}

impl ArchiveContexts {
    /// Those that the archive time-stamps of the first two versions need, if the content is detached.
    pub(crate) fn for_detached(data: &SignedData<'_>, provider: &Provider) -> Self {
        let mut this = Self::default();
        if data.encapsulated_content().is_some() || data.is_content_gone() {
            return this;
        }
        let v2: &[Beginning] = match is_encapsulated_der(&data.encapsulated()) {
            true => &[Beginning::V2AsReceived],
            false => &[Beginning::V2AsReceived, Beginning::V2ByDer],
        };
        for (kind, algorithm) in data.signer_infos().flat_map(|signer| imprints(&signer)) {
            let beginnings = match kind {
                TimestampKind::Archive => &[Beginning::V1],
                TimestampKind::ArchiveV2 => v2,
                _ => continue,
            };
            beginnings.iter().for_each(|beginning| this.start(*beginning, algorithm, data, provider));
        }
        this
    }

    fn start(
        &mut self,
        beginning: Beginning,
        algorithm: DigestAlgorithm,
        data: &SignedData<'_>,
        provider: &Provider,
    ) {
        let Ok(function) = provider.digest_function(algorithm) else { return };
        if self.fork(beginning, algorithm).is_none() {
            let mut context = function.start();
            beginning.before_content(data).feed(context.as_mut());
            self.contexts.push((beginning, algorithm, context));
        }
    }

    pub(crate) fn update(&mut self, chunk: &[u8]) {
        self.contexts.iter_mut().for_each(|(_, _, context)| context.update(chunk));
    }

    /// One that goes on from there, if it was begun.
    pub(super) fn fork(
        &self,
        beginning: Beginning,
        algorithm: DigestAlgorithm,
    ) -> Option<Box<dyn DigestContext>> {
        let found = self.contexts.iter().find(|entry| (entry.0, entry.1) == (beginning, algorithm));
        found.map(|(_, _, context)| context.fork())
    }

    pub(super) fn push(
        &mut self,
        beginning: Beginning,
        algorithm: DigestAlgorithm,
        context: Box<dyn DigestContext>,
    ) {
        self.contexts.push((beginning, algorithm, context));
    }
}

impl Clone for ArchiveContexts {
    fn clone(&self) -> Self {
        let fork = |(beginning, algorithm, context): &(_, _, Box<dyn DigestContext>)| {
            (*beginning, *algorithm, context.fork())
        };
        Self { contexts: self.contexts.iter().map(fork).collect() }
    }
}

impl PartialEq for ArchiveContexts {
    /// Equal digests of the content are told by its other digests.
    fn eq(&self, other: &Self) -> bool {
        let which = |(beginning, algorithm, _): &(Beginning, DigestAlgorithm, _)| (*beginning, *algorithm);
        self.contexts.iter().map(which).eq(other.contexts.iter().map(which))
    }
}

impl Eq for ArchiveContexts {}

/// The digest algorithms that the time-stamps over content need: those of content-time-stamps and of archive time-stamps.
pub(crate) fn algorithms(signer: &SignerInfo<'_>) -> Vec<DigestAlgorithm> {
    let needs_content = |kind| matches!(kind, TimestampKind::Content | TimestampKind::ArchiveV3);
    imprints(signer).filter(|(kind, _)| needs_content(*kind)).map(|(_, algorithm)| algorithm).collect()
}

fn imprints<'a>(signer: &SignerInfo<'a>) -> impl Iterator<Item = (TimestampKind, DigestAlgorithm)> + use<'a> {
    let is_over_content = |kind| {
        matches!(kind, TimestampKind::Content | TimestampKind::ArchiveV3) || is_of_first_versions(kind)
    };
    signer.timestamps().filter(move |timestamp| is_over_content(timestamp.kind)).filter_map(|timestamp| {
        let token = TimestampToken::parse(timestamp.token, &Limits::DEFAULT).ok()?;
        Some((timestamp.kind, token.imprint().ok()?.algorithm()))
    })
}
