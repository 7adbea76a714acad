//! Content of any size: signatures are read while they pass by, and only what is not content is kept.
//!
//! A [`SignedDataStream`] takes octets as they come, DER or BER, digests the content with every algorithm that
//! digestAlgorithms announces (RFC 5652 §5.1 has that field for this use), and keeps the rest, which [`Limits`] bounds. A
//! detached signature needs none of this: [`SignedData::hasher`](crate::SignedData::hasher) takes its content in pieces.
//!
//! ```
//! use esig_cms::SignedDataStream;
//! use esig_core::{Limits, Provider};
//!
//! fn check(pieces: impl Iterator<Item = Vec<u8>>) -> Result<(), Box<dyn std::error::Error>> {
//!     let provider = Provider::rustcrypto();
//!     let mut stream = SignedDataStream::new(&Limits::DEFAULT, &provider);
//!     for piece in pieces {
//!         stream.feed(&piece)?;
//!     }
//!     let streamed = stream.finish()?;
//!     let data = streamed.view();
//!     for signer_info in data.signer_infos() {
//!         let certificate = data.find_certificate(&signer_info).ok_or("no certificate")?;
//!         let intact = signer_info.check(certificate.view(), streamed.content(), &provider)?;
//!         println!("unaltered since {} signed it", intact.signer().subject());
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Signing is as for content outside, which is digested in pieces. To have the content inside, the layers are written around it
//! as it passes by: by DER with [`SignedData::around_content`], where it can be read twice; by BER with [`ContentFrame`], where
//! it is read once and its size is not known.

mod attach;
mod frames;
mod kept;
pub(crate) mod layout;
#[cfg(feature = "std")]
mod read;
mod streamed;
#[cfg(feature = "std")]
mod write;

use alloc::vec::Vec;
use core::fmt;

use esig_core::error::ParseErrorKind;
use esig_core::raw::{END_OF_CONTENTS, Header, Reader, Rules, Tag};
use esig_core::{AlgorithmIdentifier, DigestAlgorithm, Limits, ParseError, Provider};

pub use self::attach::{AroundContent, ContentFrame};
use self::frames::{Destination, Frame, Frames, Place, octets};
use self::kept::{Field, Kept};
#[cfg(feature = "std")]
pub use self::read::StreamError;
pub(crate) use self::streamed::Origin;
pub use self::streamed::StreamedSignedData;
#[cfg(feature = "std")]
pub use self::write::{ContentEnd, ContentWriter};
use crate::content::{ContentDigests, ContentHasher};
use crate::error::CmsError;
use crate::signed_data::{SignedData, check_content_type, elements, outer_findings};

/// Reads a SignedData that comes in pieces, with content of any size.
///
/// What it accepts and what it makes of it is what [`SignedData::parse`] does with the whole in memory. Memory is bounded by
/// [`Limits::beside_content_octets`], whatever the size of the content.
pub struct SignedDataStream {
    provider: Provider,
    limits: Limits,
    algorithms: Vec<DigestAlgorithm>,
    /// Octets that were taken.
    position: u64,
    header: PartialHeader,
    frames: Frames,
    /// Where the contents that are being read go, and how many octets of them are left.
    contents: Option<(Destination, u64)>,
    kept: Kept,
    hasher: Option<ContentHasher>,
    content_octets: u64,
    content_tag: Option<Tag>,
    is_der: bool,
    after: After,
}

/// What follows the ContentInfo.
#[derive(Default)]
struct After {
    octets: u64,
    is_other_than_zero: bool,
}

/// The beginning of a header whose end was not there yet.
struct PartialHeader {
    octets: [u8; Header::MAX_OCTETS],
    length: usize,
}

impl SignedDataStream {
    /// Starts with nothing.
    pub fn new(limits: &Limits, provider: &Provider) -> Self {
        Self {
            provider: provider.clone(),
            limits: *limits,
            algorithms: Vec::new(),
            position: 0,
            header: PartialHeader::NONE,
            frames: Frames::new(),
            contents: None,
            kept: Kept::new(limits.beside_content_octets),
            hasher: None,
            content_octets: 0,
            content_tag: None,
            is_der: true,
            after: After::default(),
        }
    }

    /// Digests the content with these algorithms too, whether digestAlgorithms announces them or not.
    #[must_use]
    pub fn with_digests(mut self, algorithms: &[DigestAlgorithm]) -> Self {
        self.algorithms.extend_from_slice(algorithms);
        self
    }

    /// Takes what comes next; pieces of whatever size count as one.
    ///
    /// # Errors
    /// As [`SignedData::parse`], as soon as it is seen; nothing may be fed after that. What stands in the fields after the
    /// content is looked at by [`finish`](Self::finish).
    pub fn feed(&mut self, octets: &[u8]) -> Result<(), CmsError> {
        self.feed_and_pass(octets, |_| ())
    }

    /// The same, handing out the content to `unverified` as it passes by.
    ///
    /// Nothing is known of it yet: who writes it down must be able to take it back when no signature over it holds.
    ///
    /// # Errors
    /// As [`feed`](Self::feed).
    pub fn feed_and_pass(
        &mut self,
        mut octets: &[u8],
        mut unverified: impl FnMut(&[u8]),
    ) -> Result<(), CmsError> {
        while !octets.is_empty() {
            let taken = self.step(octets, &mut unverified)?;
            self.position = self.position.saturating_add(taken as u64);
            octets = &octets[taken..];
        }
        Ok(())
    }

    /// Ends the stream and reads what was kept.
    ///
    /// # Errors
    /// As [`SignedData::parse`]: if the stream was cut, or the fields after the content are malformed.
    pub fn finish(self) -> Result<StreamedSignedData, CmsError> {
        self.check_end()?;
        let (octets, moved) = self.kept.without_content();
        let padding = frames::octets(self.after.octets);
        let had_content = self.content_tag.is_some();
        let findings = outer_findings(padding, self.is_der, self.content_tag);
        let origin = Origin { findings, moved, had_content };
        let parsed = SignedData::parse(&octets, &self.limits).map(drop);
        parsed.map_err(|error| origin.error(error))?;
        let content = self.hasher.map_or(ContentDigests::none(), ContentHasher::finish);
        let content_octets = had_content.then_some(self.content_octets);
        Ok(StreamedSignedData { octets, limits: self.limits, origin, content, content_octets })
    }

    fn check_end(&self) -> Result<(), ParseError> {
        let innermost = self.frames.innermost();
        let left = self.contents.map_or(innermost.left, |(_, left)| left);
        if !self.is_over() {
            let wanted = if left == u64::MAX { END_OF_CONTENTS.len() } else { octets(left) };
            return Err(self.error(ParseErrorKind::Truncated { wanted, found: 0 }, innermost.production()));
        }
        if self.after.is_other_than_zero {
            let octets = octets(self.after.octets);
            return Err(self.error(ParseErrorKind::TrailingData { octets }, "ContentInfo"));
        }
        Ok(())
    }

    /// Whether the ContentInfo has ended.
    fn is_over(&self) -> bool {
        let innermost = self.frames.innermost();
        innermost.place == Place::Outside && innermost.elements == 1 && self.contents.is_none()
    }

    /// Takes some of the octets, and says how many.
    fn step(&mut self, octets: &[u8], pass: &mut impl FnMut(&[u8])) -> Result<usize, CmsError> {
        if let Some((destination, left)) = self.contents {
            let taken = usize::try_from(left).unwrap_or(usize::MAX).min(octets.len());
            self.deliver(destination, &octets[..taken], pass)?;
            self.contents = Some((destination, left - taken as u64)).filter(|(_, left)| *left > 0);
            if self.contents.is_none() {
                self.close_ended()?;
            }
            return Ok(taken);
        }
        if self.is_over() {
            self.after.octets = self.after.octets.saturating_add(octets.len() as u64);
            self.after.is_other_than_zero |= octets.iter().any(|octet| *octet != 0);
            return Ok(octets.len());
        }
        match self.take_whole_pieces(octets, pass)? {
            0 => self.read_header(octets, pass),
            taken => Ok(taken),
        }
    }

    /// Takes the pieces of a string that are there as a whole, which most are, in the shortest way; all else takes the long one.
    fn take_whole_pieces(&mut self, octets: &[u8], pass: &mut impl FnMut(&[u8])) -> Result<usize, CmsError> {
        let innermost = self.frames.innermost();
        if innermost.place != Place::Pieces || self.header.length > 0 {
            return Ok(0);
        }
        let room = frames::octets(innermost.left).min(octets.len());
        let mut pieces = Reader::ber(&octets[..room]);
        while let Ok(Some(piece)) = pieces.optional(Tag::OCTET_STRING, "encapContentInfo.eContent") {
            self.deliver(Destination::Content, piece.contents(), pass)?;
        }
        self.frames.pass(pieces.offset());
        self.close_ended()?;
        Ok(pieces.offset())
    }

    /// Reads a header, or what there is of it.
    fn read_header(&mut self, octets: &[u8], pass: &mut impl FnMut(&[u8])) -> Result<usize, CmsError> {
        let before = self.header.length;
        let joined;
        let found = if before == 0 {
            octets
        } else {
            joined = self.header.followed_by(octets);
            joined.octets()
        };
        let innermost = self.frames.innermost();
        let room = frames::octets(innermost.left);
        let found = &found[..found.len().min(Header::MAX_OCTETS).min(room)];
        if innermost.place == Place::Outside && found.first() != Some(&Tag::SEQUENCE.first_octet()) {
            return Err(self.error(ParseErrorKind::NotAsn1, "ContentInfo").into());
        }
        match Header::read(found, Rules::Ber) {
            Ok(header) => {
                self.begin(&header, &found[..header.octets], pass)?;
                self.header.length = 0;
                Ok(header.octets - before)
            }
            Err(ParseErrorKind::Truncated { .. }) if found.len() < room => {
                self.header = PartialHeader::NONE.followed_by(found);
                Ok(found.len() - before)
            }
            Err(kind) => Err(self.error(kind, innermost.production()).into()),
        }
    }

    /// An element begins, or one of indefinite length ends.
    fn begin(
        &mut self,
        header: &Header,
        octets: &[u8],
        pass: &mut impl FnMut(&[u8]),
    ) -> Result<(), CmsError> {
        let parent = *self.frames.innermost();
        if parent.is_indefinite() && octets == END_OF_CONTENTS {
            return self.end(&parent, octets, pass);
        }
        let next = self.next(&parent, header, octets)?;
        self.frames.begin(header).map_err(|kind| self.error(kind, parent.production()))?;
        let destination = match next {
            Next::Open(place) => return self.open(place, header),
            Next::Take(destination) => destination,
        };
        if let Destination::Kept(_) = destination {
            let announced = header.length.unwrap_or(0).saturating_add(header.octets as u64);
            self.kept.allow(announced).map_err(|kind| self.error(kind, parent.production()))?;
        }
        // The header of a string is no content; within content that is no OCTET STRING, those of its elements are.
        let is_outermost = matches!(parent.place, Place::ContentWrapper | Place::Pieces);
        if !is_outermost {
            self.deliver(destination, octets, pass)?;
        }
        match header.length {
            Some(0) => self.close_ended(),
            Some(length) => {
                self.contents = Some((destination, length));
                Ok(())
            }
            None if is_outermost => self.open(Place::OtherContent, header),
            None => self.open(Place::Within(destination), header),
        }
    }

    /// What an element in `parent` is: looked into, or taken as it stands.
    fn next(&mut self, parent: &Frame, header: &Header, octets: &[u8]) -> Result<Next, CmsError> {
        let place = match (parent.place, parent.elements) {
            (Place::Outside, _) => {
                self.is_der = Header::read(octets, Rules::Der).is_ok();
                Place::ContentInfo
            }
            (Place::ContentInfo, 0) => return Ok(Next::Take(Destination::Kept(Field::ContentType))),
            (Place::ContentInfo, 1) => {
                check_content_type(self.kept.element(Field::ContentType, "ContentInfo.contentType")?)?;
                Place::Wrapper
            }
            (Place::Wrapper, 0) => Place::SignedData,
            (Place::SignedData, 0) => return Ok(Next::Take(Destination::Kept(Field::Version))),
            (Place::SignedData, 1) => return Ok(Next::Take(Destination::Kept(Field::DigestAlgorithms))),
            (Place::SignedData, 2) => Place::EncapsulatedContentInfo,
            (Place::SignedData, _) => return Ok(Next::Take(Destination::Kept(Field::Rest))),
            (Place::EncapsulatedContentInfo, 0) => {
                return Ok(Next::Take(Destination::Kept(Field::EncapsulatedContentType)));
            }
            (Place::EncapsulatedContentInfo, 1) if header.tag == Tag::context(0) => Place::ContentWrapper,
            (Place::ContentWrapper, 0) => {
                self.begin_content(header.tag)?;
                return Ok(content(header.tag));
            }
            (Place::Pieces, _) if header.tag == Tag::OCTET_STRING => return Ok(content(header.tag)),
            (Place::Pieces, _) => Place::Pieces,
            (Place::OtherContent, _) => return Ok(Next::Take(Destination::Content)),
            (Place::Within(destination), _) => return Ok(Next::Take(destination)),
            (
                Place::ContentInfo | Place::Wrapper | Place::EncapsulatedContentInfo | Place::ContentWrapper,
                _,
            ) => {
                let octets = frames::octets(header.length.unwrap_or(0)).saturating_add(header.octets);
                return Err(self.error(ParseErrorKind::TrailingData { octets }, parent.production()).into());
            }
        };
        let wanted = place.tag();
        match header.tag {
            found if found == wanted => Ok(Next::Open(place)),
            found => {
                Err(self.error(ParseErrorKind::UnexpectedTag { wanted, found }, place.production()).into())
            }
        }
    }

    /// The content begins: what is to be made of it stands in digestAlgorithms.
    fn begin_content(&mut self, tag: Tag) -> Result<(), CmsError> {
        let announced = self.kept.element(Field::DigestAlgorithms, "digestAlgorithms")?;
        let identifiers = elements(Some(announced))
            .filter_map(|element| AlgorithmIdentifier::parse(element, "digestAlgorithms[]").ok());
        let known = |identifier| DigestAlgorithm::from_identifier(&identifier, "digestAlgorithms[]").ok();
        let mut algorithms: Vec<_> = identifiers.filter_map(known).collect();
        algorithms.extend_from_slice(&self.algorithms);
        self.hasher =
            Some(ContentHasher::of_known(&algorithms, &self.provider, Some(MAX_KEPT_CONTENT_OCTETS)));
        self.content_tag = Some(tag);
        Ok(())
    }

    fn open(&mut self, place: Place, header: &Header) -> Result<(), CmsError> {
        self.frames.open(place, header).map_err(|kind| self.error(kind, place.production()))?;
        self.close_ended()
    }

    /// Octets go where they belong.
    fn deliver(
        &mut self,
        destination: Destination,
        octets: &[u8],
        pass: &mut impl FnMut(&[u8]),
    ) -> Result<(), ParseError> {
        match destination {
            Destination::Kept(field) => {
                let offset = self.offset();
                let pushed = self.kept.push(field, octets, offset);
                pushed.map_err(|kind| self.error(kind, self.frames.innermost().production()))
            }
            Destination::Content => {
                self.content_octets = self.content_octets.saturating_add(octets.len() as u64);
                self.hasher.iter_mut().for_each(|hasher| hasher.update(octets));
                pass(octets);
                Ok(())
            }
        }
    }

    /// The end-of-contents octets of the innermost element, which are taken along with what is taken as it stands.
    fn end(&mut self, frame: &Frame, octets: &[u8], pass: &mut impl FnMut(&[u8])) -> Result<(), CmsError> {
        if let Place::Within(destination) = frame.place {
            self.deliver(destination, octets, pass)?;
        }
        self.frames.end(octets.len());
        self.check_whole(frame)?;
        self.close_ended()
    }

    /// Closes what is over by its definite length.
    fn close_ended(&mut self) -> Result<(), CmsError> {
        while let Some(frame) = self.frames.pop_ended() {
            self.check_whole(&frame)?;
        }
        Ok(())
    }

    /// An element that was looked into has the fields that are looked for; those that are kept are read at the end.
    fn check_whole(&self, frame: &Frame) -> Result<(), ParseError> {
        let wanted = match frame.place {
            Place::ContentInfo => 2,
            Place::SignedData => 3,
            Place::Wrapper | Place::EncapsulatedContentInfo | Place::ContentWrapper => 1,
            Place::Outside | Place::Pieces | Place::OtherContent | Place::Within(_) => 0,
        };
        if frame.elements >= wanted {
            return Ok(());
        }
        Err(self.error(ParseErrorKind::Truncated { wanted: 2, found: 0 }, frame.production()))
    }

    /// Octets before the element that is being read.
    fn offset(&self) -> usize {
        octets(self.position) - self.header.length
    }

    fn error(&self, kind: ParseErrorKind, production: &'static str) -> ParseError {
        ParseError::new(kind, production, self.offset())
    }
}

/// What is done with an element.
enum Next {
    Open(Place),
    Take(Destination),
}

/// PKCS#7 v1.5 (RFC 2315 §7) allows any type as content, of which only an OCTET STRING may be in pieces.
fn content(tag: Tag) -> Next {
    if tag == Tag::CONSTRUCTED_OCTET_STRING {
        Next::Open(Place::Pieces)
    } else {
        Next::Take(Destination::Content)
    }
}

impl PartialHeader {
    const NONE: Self = Self { octets: [0; Header::MAX_OCTETS], length: 0 };

    /// As much of both as a header may have.
    fn followed_by(&self, more: &[u8]) -> Self {
        let Self { mut octets, length } = *self;
        let taken = more.len().min(octets.len() - length);
        octets[length..length + taken].copy_from_slice(&more[..taken]);
        Self { octets, length: length + taken }
    }

    fn octets(&self) -> &[u8] {
        &self.octets[..self.length]
    }
}

impl fmt::Debug for SignedDataStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedDataStream")
            .field("position", &self.position)
            .field("content_octets", &self.content_octets)
            .finish_non_exhaustive()
    }
}

/// Octets of content that are kept for signatures over the content itself, such as Ed25519 without signed attributes: as
/// much as a text has.
const MAX_KEPT_CONTENT_OCTETS: usize = 1 << 20;
