//! A SignedData after its content has passed by.

use alloc::vec::Vec;
use core::fmt;

use esig_core::{DigestAlgorithm, Limits, ParseError};

use crate::attributes::TimestampKind;
use crate::content::{ContentDigests, signs_octets};
use crate::covered;
use crate::error::CmsError;
use crate::finding::Finding;
use crate::signed_data::SignedData;
use crate::signer_info::SignerInfo;

/// A SignedData that was read from a stream: everything but the content, of which the digests are known.
///
/// Made by [`SignedDataStream::finish`](super::SignedDataStream::finish). What it says of the content is as little proven
/// as in any other SignedData until a signature is checked.
pub struct StreamedSignedData {
    pub(super) octets: Vec<u8>,
    pub(super) limits: Limits,
    pub(super) origin: Origin,
    pub(super) content: ContentDigests,
    pub(super) content_octets: Option<u64>,
}

/// What is known of the stream beside the fields that were kept.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(super) findings: Vec<Finding>,
    /// Where parts of the octets that were kept stood in the stream, in ascending order.
    pub(super) moved: Vec<(usize, usize)>,
    pub(super) had_content: bool,
}

impl Origin {
    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    pub(crate) fn had_content(&self) -> bool {
        self.had_content
    }

    /// Where in the stream the octet stood that has now so many before it.
    pub(crate) fn offset(&self, offset: usize) -> usize {
        let part = self.moved.iter().rev().find(|(start, _)| *start <= offset);
        part.map_or(offset, |(start, origin)| origin.saturating_add(offset - start))
    }

    pub(super) fn error(&self, error: CmsError) -> CmsError {
        match error {
            CmsError::Malformed(error) => {
                CmsError::Malformed(ParseError { offset: self.offset(error.offset), ..error })
            }
            error => error,
        }
    }
}

impl StreamedSignedData {
    /// The view of everything but the content: certificates, CRLs, the signatures.
    pub fn view(&self) -> SignedData<'_> {
        let view = SignedData::parse(&self.octets, &self.limits);
        view.expect("the same octets were parsed within the same limits").with_origin(&self.origin)
    }

    /// How many octets the content had; `None` if the signature is detached.
    pub fn content_octets(&self) -> Option<u64> {
        self.content_octets
    }

    /// The digests of the content that passed by; [`ContentDigests::none`] if the signature is detached.
    pub fn content(&self) -> &ContentDigests {
        &self.content
    }

    /// Digests that the signers and their time-stamps need and digestAlgorithms did not announce.
    ///
    /// Without them a signature can neither hold nor fail; whoever can read the stream again asks for them with
    /// [`SignedDataStream::with_digests`](super::SignedDataStream::with_digests).
    pub fn missing_digests(&self) -> Vec<DigestAlgorithm> {
        let mut missing = Vec::new();
        for signer in self.view().signer_infos().filter(|_| self.origin.had_content) {
            for needed in signer.content_digest_algorithm().into_iter().chain(covered::algorithms(&signer)) {
                let is_known = self.content.digest(needed).is_some() || missing.contains(&needed);
                missing.extend((!is_known).then_some(needed));
            }
        }
        missing
    }

    /// Whether something is over the content itself, not over a digest of it alone, and the stream did not keep it.
    ///
    /// Ed25519 without signed attributes is such a signature, if there was more content than a stream keeps; archive
    /// time-stamps of versions 1 and 2 are over what surrounds the content, too. Without the content these can neither hold
    /// nor fail; who has the memory parses the whole.
    pub fn wants_content(&self) -> bool {
        let is_kept = self.content.octets().is_some();
        let wants = |signer: SignerInfo<'_>| !is_kept && signs_octets(&signer) || has_early_archive(&signer);
        self.origin.had_content && self.view().signer_infos().any(wants)
    }
}

fn has_early_archive(signer: &SignerInfo<'_>) -> bool {
    let is_early = |kind| matches!(kind, TimestampKind::Archive | TimestampKind::ArchiveV2);
    signer.timestamps().any(|timestamp| is_early(timestamp.kind))
}

impl fmt::Debug for StreamedSignedData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StreamedSignedData({:?}, {:?} octets of content)", self.view(), self.content_octets)
    }
}
