//! The content as the signers see it: its digests, made in one pass.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use esig_core::error::UnsupportedAlgorithm;
use esig_core::provider::DigestContext;
use esig_core::{DigestAlgorithm, DigestValue, Provider, SignatureScheme};

use crate::content_form::{ContentForm, FormWatch};
use crate::covered::{self, ArchiveContexts};
use crate::signer_info::SignerInfo;

/// Takes the content piece by piece and makes every digest that is needed.
///
/// Ed25519 without signed attributes is over the content itself (RFC 8419 §3.2 needs no digest of it): for such a
/// signer, and only then, the octets are kept too, as many as the limit on input allows. All content is looked at for
/// the form of signed attributes, which a signature without such attributes must not be over.
pub struct ContentHasher {
    /// In the order of the algorithms.
    contexts: Vec<Box<dyn DigestContext>>,
    algorithms: Vec<DigestAlgorithm>,
    kept: Option<Kept>,
    form: FormWatch,
    archive: ArchiveContexts,
}

struct Kept {
    octets: Vec<u8>,
    allowed: usize,
}

impl ContentHasher {
    /// Starts digests with these algorithms, for signing and for time-stamps over content.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if the provider lacks one of them.
    pub fn new(algorithms: &[DigestAlgorithm], provider: &Provider) -> Result<Self, UnsupportedAlgorithm> {
        let start = |algorithm: &DigestAlgorithm| Ok(provider.digest_function(*algorithm)?.start());
        let contexts = algorithms.iter().map(start).collect::<Result<_, _>>()?;
        let algorithms = algorithms.to_vec();
        let (form, archive) = Default::default();
        Ok(Self { contexts, algorithms, kept: None, form, archive })
    }

    pub(crate) fn for_signers<'a>(
        signers: impl Iterator<Item = SignerInfo<'a>>,
        provider: &Provider,
        input_limit: usize,
    ) -> Self {
        let mut algorithms: Vec<DigestAlgorithm> = Vec::new();
        let mut keep = false;
        for signer in signers {
            algorithms.extend(signer.content_digest_algorithm().ok());
            algorithms.extend(covered::algorithms(&signer));
            keep |= signs_octets(&signer);
        }
        Self::of_known(&algorithms, provider, keep.then_some(input_limit))
    }

    /// Starts the digests, each once, that the provider has; keeps the content itself if it has so many octets at most.
    pub(crate) fn of_known(algorithms: &[DigestAlgorithm], provider: &Provider, keep: Option<usize>) -> Self {
        let is_new = |(index, algorithm): (usize, &DigestAlgorithm)| !algorithms[..index].contains(algorithm);
        let new = algorithms.iter().enumerate().filter(|entry| is_new(*entry));
        let start = |(_, algorithm): (_, &DigestAlgorithm)| {
            Some((provider.digest_function(*algorithm).ok()?.start(), *algorithm))
        };
        let (contexts, algorithms) = new.filter_map(start).unzip();
        let kept = keep.map(|allowed| Kept { octets: Vec::new(), allowed });
        let (form, archive) = Default::default();
        Self { contexts, algorithms, kept, form, archive }
    }

    /// The same with digests by these algorithms too, for what is to be added: an archive time-stamp.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if the provider lacks one of them.
    pub fn with_algorithms(
        mut self,
        algorithms: &[DigestAlgorithm],
        provider: &Provider,
    ) -> Result<Self, UnsupportedAlgorithm> {
        for algorithm in algorithms {
            if !self.algorithms.contains(algorithm) {
                self.contexts.push(provider.digest_function(*algorithm)?.start());
                self.algorithms.push(*algorithm);
            }
        }
        Ok(self)
    }

    /// With digests that go on after the content, in which archive time-stamps of the first two versions have it.
    pub(crate) fn with_archive_contexts(self, archive: ArchiveContexts) -> Self {
        Self { archive, ..self }
    }

    /// Takes more of the content; the pieces count as one.
    pub fn update(&mut self, chunk: &[u8]) {
        self.contexts.iter_mut().for_each(|context| context.update(chunk));
        self.form.update(chunk);
        self.archive.update(chunk);
        self.kept = self.kept.take().filter(|kept| chunk.len() <= kept.allowed - kept.octets.len());
        if let Some(kept) = &mut self.kept {
            kept.octets.extend_from_slice(chunk);
        }
    }

    /// The digests of everything taken.
    pub fn finish(self) -> ContentDigests {
        let digests = self.contexts.into_iter().map(|context| context.finish()).collect();
        let octets = self.kept.map(|kept| kept.octets);
        let (form, archive) = (self.form.finish(), self.archive);
        ContentDigests { content: Some(Content { digests, octets, form, archive }) }
    }
}

impl fmt::Debug for ContentHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHasher({} digests)", self.contexts.len())
    }
}

/// Whether the signature is over the content itself, not its digest.
pub(crate) fn signs_octets(signer: &SignerInfo<'_>) -> bool {
    let needs_octets = |scheme: SignatureScheme| !scheme.accepts_digest();
    signer.signed_attributes().as_bytes().is_none() && signer.scheme().is_ok_and(needs_octets)
}

/// What is known of the content: its digests, or that it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentDigests {
    content: Option<Content>,
}

#[derive(Clone, PartialEq, Eq)]
struct Content {
    digests: Vec<DigestValue>,
    octets: Option<Vec<u8>>,
    form: ContentForm,
    archive: ArchiveContexts,
}

impl ContentDigests {
    /// The content is missing.
    pub fn none() -> Self {
        Self { content: None }
    }

    /// The content is known by this digest alone: enough for signatures with signed attributes only.
    pub fn from_digest(digest: DigestValue) -> Self {
        let archive = ArchiveContexts::default();
        let digests = alloc::vec![digest];
        Self { content: Some(Content { digests, octets: None, form: ContentForm::Unseen, archive }) }
    }

    /// The digests of content in memory with these algorithms.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if the provider lacks one of them.
    pub fn of(
        content: &[u8],
        algorithms: &[DigestAlgorithm],
        provider: &Provider,
    ) -> Result<Self, UnsupportedAlgorithm> {
        let mut hasher = ContentHasher::new(algorithms, provider)?;
        hasher.update(content);
        Ok(hasher.finish())
    }

    /// Whether the content is missing.
    pub fn is_none(&self) -> bool {
        self.content.is_none()
    }

    /// Every digest there is.
    pub fn digests(&self) -> &[DigestValue] {
        self.content.as_ref().map_or(&[], |content| &content.digests)
    }

    /// The digest with that algorithm, if it was made.
    pub fn digest(&self, algorithm: DigestAlgorithm) -> Option<DigestValue> {
        self.digests().iter().find(|digest| digest.algorithm() == algorithm).copied()
    }

    /// The content itself, if a signer needed it and it was within the limit.
    pub(crate) fn octets(&self) -> Option<&[u8]> {
        self.content.as_ref()?.octets.as_deref()
    }

    /// Digests that go on after the content; `None` if it is missing.
    pub(crate) fn archive_contexts(&self) -> Option<&ArchiveContexts> {
        self.content.as_ref().map(|content| &content.archive)
    }

    /// What the content looked like when it was digested; unseen too if it is missing.
    pub(crate) fn form(&self) -> ContentForm {
        self.content.as_ref().map_or(ContentForm::Unseen, |content| content.form)
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.digests).finish()
    }
}
