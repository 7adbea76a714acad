//! Signatures as they are read: small ones as a whole, larger ones as a stream, of which content is not kept.

use std::io::{self, Read, Write};

use esig_cms::stream::StreamError;
use esig_cms::{CmsError, ContentDigests, SignedData, SignedDataStream, StreamedSignedData};
use esig_core::{DigestAlgorithm, Limits};

use crate::armor::{Damaged, Unarmored};
use crate::format::{self, Armor};
use crate::options::VerifyOptions;

pub(crate) enum Signature {
    Whole { bytes: Vec<u8>, limits: Limits },
    Streamed(StreamedSignedData),
}

/// Why there is none.
#[derive(Debug)]
pub(crate) enum Unreadable {
    Read(io::Error),
    /// The content could not be written where it was to go.
    Write(io::Error),
    /// What is wrapped around the signature is damaged.
    Armor,
    Cms(CmsError),
}

/// How a signature is read.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'o> {
    armor: Armor,
    options: &'o VerifyOptions,
    /// Digests that are wanted although the signature does not announce them.
    digests: Vec<DigestAlgorithm>,
    /// Octets, with what is wrapped around them, up to which the whole is kept.
    whole: u64,
}

impl<'o> Reading<'o> {
    pub(crate) fn new(armor: Armor, options: &'o VerifyOptions) -> Self {
        Self { armor, options, digests: Vec::new(), whole: WHOLE_OCTETS }
    }

    /// Keeping the whole, whatever its size.
    pub(crate) fn in_memory(self) -> Self {
        Self { whole: u64::MAX, ..self }
    }

    /// How to read it again, if something in it could not be judged by what was kept.
    pub(crate) fn again(&self, read: &Signature) -> Option<Self> {
        let Signature::Streamed(streamed) = read else { return None };
        if streamed.wants_content() {
            // PEM and base64 take four characters for three octets, and line ends; a limit on memory need not be exact.
            let whole = (self.options.limits.input_octets as u64).saturating_mul(2);
            return Some(Self { whole, ..self.clone() });
        }
        let digests = streamed.missing_digests();
        (!digests.is_empty()).then(|| Self { digests, ..self.clone() })
    }

    /// Reads it, and writes the content that is inside to `unverified`.
    pub(crate) fn read(
        &self,
        mut source: impl Read,
        mut unverified: impl Write,
    ) -> Result<Signature, Unreadable> {
        let mut bytes = Vec::new();
        (&mut source).take(self.whole.saturating_add(1)).read_to_end(&mut bytes).map_err(Unreadable::Read)?;
        if bytes.len() as u64 > self.whole {
            return self.stream(bytes.chain(source), unverified);
        }
        let bytes = format::unwrap(bytes, self.armor).ok_or(Unreadable::Armor)?;
        let data = SignedData::parse(&bytes, &self.options.limits).map_err(Unreadable::Cms)?;
        if let Some(content) = data.encapsulated_content() {
            let written = content.segments().try_for_each(|segment| unverified.write_all(segment));
            written.map_err(Unreadable::Write)?;
        }
        Ok(Signature::Whole { bytes, limits: self.options.limits })
    }

    fn stream(&self, armored: impl Read, unverified: impl Write) -> Result<Signature, Unreadable> {
        let stream = SignedDataStream::new(&self.options.limits, &self.options.provider);
        let stream = stream.with_digests(&self.digests);
        let streamed = stream.read_and_pass(Unarmored::new(armored, self.armor), unverified);
        streamed.map(Signature::Streamed).map_err(|error| match error {
            StreamError::Read(error) if Damaged::is_cause_of(&error) => Unreadable::Armor,
            StreamError::Read(error) => Unreadable::Read(error),
            StreamError::Write(error) => Unreadable::Write(error),
            StreamError::Cms(error) => Unreadable::Cms(error),
            error => Unreadable::Read(io::Error::other(error)),
        })
    }
}

impl Signature {
    pub(crate) fn view(&self) -> SignedData<'_> {
        match self {
            Self::Whole { bytes, limits } => {
                SignedData::parse(bytes, limits).expect("the same bytes were parsed within the same limits")
            }
            Self::Streamed(streamed) => streamed.view(),
        }
    }

    /// Whether the content lies elsewhere.
    pub(crate) fn is_detached(&self) -> bool {
        match self {
            Self::Whole { .. } => self.view().encapsulated_content().is_none(),
            Self::Streamed(streamed) => streamed.content_octets().is_none(),
        }
    }

    /// The digests of the content inside.
    pub(crate) fn content(&self, options: &VerifyOptions) -> ContentDigests {
        match self {
            Self::Whole { .. } => self.view().digest_encapsulated_content(&options.provider),
            Self::Streamed(streamed) => streamed.content().clone(),
        }
    }
}

/// Octets up to which a signature is read as a whole, with everything that can be said of it at once.
const WHOLE_OCTETS: u64 = 4 << 20;
