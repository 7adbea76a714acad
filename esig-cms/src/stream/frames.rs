//! The elements that are open while a stream is read, from the outermost to the innermost.

use alloc::vec::Vec;

use esig_core::error::ParseErrorKind;
use esig_core::limits::MAX_DEPTH;
use esig_core::raw::{Header, Tag};

use super::kept::Field;

/// What an open element is to the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Where the ContentInfo stands.
    Outside,
    ContentInfo,
    /// `content [0]` of the ContentInfo.
    Wrapper,
    SignedData,
    EncapsulatedContentInfo,
    /// `eContent [0]`.
    ContentWrapper,
    /// An OCTET STRING in pieces, at whatever depth.
    Pieces,
    /// Content of indefinite length that is no OCTET STRING (PKCS#7 v1.5).
    OtherContent,
    /// What stands in such content, or is kept: only its end is looked for.
    Within(Destination),
}

impl Place {
    /// The tag of an element that is looked into.
    pub(super) fn tag(self) -> Tag {
        match self {
            Self::Wrapper | Self::ContentWrapper => Tag::context(0),
            Self::Pieces => Tag::CONSTRUCTED_OCTET_STRING,
            _ => Tag::SEQUENCE,
        }
    }

    /// The production in messages.
    pub(super) fn production(self) -> &'static str {
        match self {
            Self::Outside | Self::ContentInfo => "ContentInfo",
            Self::Wrapper => "ContentInfo.content",
            Self::SignedData | Self::Within(Destination::Kept(_)) => "SignedData",
            Self::EncapsulatedContentInfo => "encapContentInfo",
            Self::ContentWrapper | Self::Pieces | Self::OtherContent | Self::Within(Destination::Content) => {
                "encapContentInfo.eContent"
            }
        }
    }
}

/// Where octets go that are not looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    Content,
    Kept(Field),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) place: Place,
    /// Octets that are left of the contents; if the length is indefinite, of the nearest definite element around.
    pub(super) left: u64,
    /// How many elements of it have begun.
    pub(super) elements: usize,
    /// How many elements of indefinite length are open, each within the other, down to this one; none if it is definite.
    indefinite: usize,
}

impl Frame {
    pub(super) fn production(&self) -> &'static str {
        self.place.production()
    }

    pub(super) fn is_indefinite(&self) -> bool {
        self.indefinite > 0
    }
}

#[derive(Debug)]
pub(super) struct Frames {
    open: Vec<Frame>,
}

impl Frames {
    pub(super) fn new() -> Self {
        let outside = Frame { place: Place::Outside, left: u64::MAX, elements: 0, indefinite: 0 };
        Self { open: alloc::vec![outside] }
    }

    pub(super) fn innermost(&self) -> &Frame {
        self.open.last().expect("the outermost frame is never closed")
    }

    fn innermost_mut(&mut self) -> &mut Frame {
        self.open.last_mut().expect("the outermost frame is never closed")
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len() - 1
    }

    /// Begins an element in the innermost one, where its header fits: a definite length must fit too.
    pub(super) fn begin(&mut self, header: &Header) -> Result<(), ParseErrorKind> {
        let parent = self.innermost_mut();
        let after = parent.left - header.octets as u64;
        let length = header.length.unwrap_or(0);
        let left = after.checked_sub(length);
        parent.left =
            left.ok_or(ParseErrorKind::Truncated { wanted: octets(length), found: octets(after) })?;
        parent.elements = parent.elements.saturating_add(1);
        Ok(())
    }

    /// Passes over so many octets of the innermost element, which has them.
    pub(super) fn pass(&mut self, octets: usize) {
        self.innermost_mut().left -= octets as u64;
    }

    /// Opens the element that has begun.
    pub(super) fn open(&mut self, place: Place, header: &Header) -> Result<(), ParseErrorKind> {
        let parent = self.innermost();
        let indefinite = if header.length.is_some() { 0 } else { parent.indefinite + 1 };
        let pieces = self.open.iter().filter(|frame| frame.place == Place::Pieces).count();
        if indefinite > MAX_DEPTH || place == Place::Pieces && pieces == MAX_DEPTH {
            return Err(ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: MAX_DEPTH });
        }
        let left = header.length.unwrap_or(parent.left);
        self.open.push(Frame { place, left, elements: 0, indefinite });
        Ok(())
    }

    /// Closes the innermost element, which is of indefinite length and whose end-of-contents octets were met.
    pub(super) fn end(&mut self, end_of_contents: usize) {
        if let Some(frame) = self.pop() {
            self.innermost_mut().left = frame.left - end_of_contents as u64;
        }
    }

    /// Closes the innermost element if it is over by its definite length.
    pub(super) fn pop_ended(&mut self) -> Option<Frame> {
        let frame = self.innermost();
        if frame.left > 0 || frame.is_indefinite() { None } else { self.pop() }
    }

    fn pop(&mut self) -> Option<Frame> {
        if self.depth() == 0 { None } else { self.open.pop() }
    }
}

/// A count for messages.
pub(super) fn octets(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
