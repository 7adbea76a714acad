//! Exact tag-length-value slices over the original bytes.
//!
//! X.690 §8 (BER) and §10 (DER). A [`Reader`] walks the elements of one level and never copies; an
//! [`Element`] keeps every octet it was read from, header included, so that what was signed can be
//! hashed as it stands. Offsets count from the beginning of the outermost object, through every level.
//!
//! The reader is our own because `der`'s loses the constructed bit of strings inside `ANY`, and
//! because its errors do not say which production was being read.

mod header;
mod tag;

use core::fmt;

pub use self::header::Header;
pub use self::tag::Tag;
use self::tag::read_tag;
use crate::error::{ParseError, ParseErrorKind};
use crate::limits::MAX_DEPTH;
use crate::oid::Oid;

/// Which encoding rules a [`Reader`] accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// Definite lengths in their shortest form (X.690 §10.1).
    Der,
    /// Also indefinite and overlong lengths (X.690 §8.1.3).
    Ber,
}

/// One element, exactly as it stands in the bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    tag: Tag,
    bytes: &'a [u8],
    contents: &'a [u8],
    header: usize,
    offset: usize,
    rules: Rules,
}

impl<'a> Element<'a> {
    /// Reads the one element that `bytes` consist of, by DER.
    pub fn from_der(bytes: &'a [u8], production: &'static str) -> Result<Self, ParseError> {
        let mut reader = Reader::new(bytes);
        let element = reader.any(production)?;
        reader.finish(production)?;
        Ok(element)
    }

    /// Reads an element that was read once already, when the object around it was parsed.
    ///
    /// Views keep offsets only; this gives the element back without an error that could not happen.
    pub(crate) fn reread(bytes: &'a [u8], offset: usize) -> Self {
        let element = Reader::new(bytes).at(offset).any("element");
        element.expect("the same octets were read by the same rules when the view was made")
    }

    /// The identifier octets.
    #[inline]
    pub fn tag(&self) -> Tag {
        self.tag
    }

    /// All octets: tag, length, contents, and the end-of-contents octets of an indefinite length.
    #[inline]
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The contents octets.
    #[inline]
    pub fn contents(&self) -> &'a [u8] {
        self.contents
    }

    /// Octets from the beginning of the outermost object to the tag.
    #[inline]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The same element, with so many octets before it: it was read from a part of the object.
    #[must_use]
    pub fn at(self, offset: usize) -> Self {
        Self { offset, ..self }
    }

    /// Octets from the beginning of the outermost object to the contents.
    #[inline]
    pub fn contents_offset(&self) -> usize {
        self.offset + self.header
    }

    /// Whether the length is indefinite (X.690 §8.1.3.6).
    pub fn is_indefinite(&self) -> bool {
        self.header + self.contents.len() < self.bytes.len()
    }

    /// A reader over the contents, by the rules this element was read with.
    #[inline]
    pub fn reader(&self) -> Reader<'a> {
        Reader { rest: self.contents, offset: self.contents_offset(), rules: self.rules }
    }

    /// An error about this element.
    pub fn error(&self, kind: ParseErrorKind, production: &'static str) -> ParseError {
        ParseError::new(kind, production, self.offset)
    }

    /// The element itself if it has the tag.
    #[inline]
    pub fn expect(self, wanted: Tag, production: &'static str) -> Result<Self, ParseError> {
        if self.tag == wanted { Ok(self) } else { Err(self.unexpected_tag(wanted, production)) }
    }

    #[cold]
    fn unexpected_tag(&self, wanted: Tag, production: &'static str) -> ParseError {
        self.error(ParseErrorKind::UnexpectedTag { wanted, found: self.tag }, production)
    }

    #[cold]
    fn invalid_value(&self, production: &'static str) -> ParseError {
        self.error(ParseErrorKind::InvalidValue, production)
    }

    #[inline]
    fn value(&self, is_allowed: bool, production: &'static str) -> Result<&'a [u8], ParseError> {
        if is_allowed { Ok(self.contents()) } else { Err(self.invalid_value(production)) }
    }

    /// A BOOLEAN; DER knows 00 and ff only, BER takes every other octet for true.
    #[inline]
    pub fn boolean(self, production: &'static str) -> Result<bool, ParseError> {
        self.expect(Tag::BOOLEAN, production)?.implicit_boolean(production)
    }

    /// The same where an IMPLICIT tag stands in the place of BOOLEAN's own.
    pub fn implicit_boolean(self, production: &'static str) -> Result<bool, ParseError> {
        match (self.contents(), self.rules) {
            ([0], _) => Ok(false),
            ([0xff], _) | ([_], Rules::Ber) => Ok(true),
            _ => Err(self.invalid_value(production)),
        }
    }

    /// The octets of an INTEGER: two's complement, most significant first, as few as can be (X.690 §8.3.2).
    #[inline]
    pub fn integer(self, production: &'static str) -> Result<&'a [u8], ParseError> {
        self.expect(Tag::INTEGER, production)?.implicit_integer(production)
    }

    /// The same where an IMPLICIT tag stands in the place of INTEGER's own.
    #[inline]
    pub fn implicit_integer(self, production: &'static str) -> Result<&'a [u8], ParseError> {
        let is_allowed = match self.contents() {
            [] | [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => false,
            [_, ..] => true,
        };
        self.value(is_allowed, production)
    }

    /// A small non-negative INTEGER.
    pub fn small_integer(self, production: &'static str) -> Result<u32, ParseError> {
        self.expect(Tag::INTEGER, production)?.implicit_small_integer(production)
    }

    /// The same where an IMPLICIT tag stands in the place of INTEGER's own.
    pub fn implicit_small_integer(self, production: &'static str) -> Result<u32, ParseError> {
        let octets = self.implicit_integer(production)?;
        let digits = octets.strip_prefix(&[0]).unwrap_or(octets);
        self.value(octets[0] < 0x80 && digits.len() <= 4, production)?;
        Ok(digits.iter().fold(0, |number, octet| number << 8 | u32::from(*octet)))
    }

    /// The contents of an OBJECT IDENTIFIER.
    #[inline]
    pub fn oid(self, production: &'static str) -> Result<Oid<'a>, ParseError> {
        let contents = self.expect(Tag::OBJECT_IDENTIFIER, production)?.contents();
        Oid::from_contents(contents).ok_or_else(|| self.invalid_value(production))
    }

    /// The octets of a primitive OCTET STRING.
    #[inline]
    pub fn octet_string(self, production: &'static str) -> Result<&'a [u8], ParseError> {
        Ok(self.expect(Tag::OCTET_STRING, production)?.contents())
    }

    /// A BIT STRING as octets, and how many bits of the last one are unused.
    #[inline]
    pub fn bit_string(self, production: &'static str) -> Result<BitString<'a>, ParseError> {
        self.expect(Tag::BIT_STRING, production)?.implicit_bit_string(production)
    }

    /// The same where an IMPLICIT tag stands in the place of BIT STRING's own.
    #[inline]
    pub fn implicit_bit_string(self, production: &'static str) -> Result<BitString<'a>, ParseError> {
        match self.contents() {
            [unused @ 0..=7, octets @ ..] if *unused == 0 || !octets.is_empty() => {
                Ok(BitString { unused_bits: *unused, octets })
            }
            _ => Err(self.invalid_value(production)),
        }
    }
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({} at byte {}, {} octets)", self.tag, self.offset, self.bytes.len())
    }
}

/// Where an element, or its contents, stands in the object it was read from.
///
/// Objects are below 4 GiB (lengths are read into 32 bits), so two `u32` do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    length: u32,
}

impl Span {
    /// The whole element, counted from the beginning of its outermost object.
    #[inline]
    pub(crate) fn of(element: &Element<'_>) -> Self {
        Self::new(element.offset(), element.as_bytes().len())
    }

    /// `length` octets from `start` on; both below 4 GiB.
    #[inline]
    pub(crate) fn new(start: usize, length: usize) -> Self {
        Self { start: start as u32, length: length as u32 }
    }

    /// Octets before it.
    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    /// The octets in `bytes`, the object that it was read from.
    pub(crate) fn slice(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start as usize..][..self.length as usize]
    }

    /// The element in `bytes`, the object that it was read from.
    pub(crate) fn element(self, bytes: &[u8]) -> Element<'_> {
        Element::reread(self.slice(bytes), self.start())
    }
}

/// A BIT STRING (X.690 §8.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BitString<'a> {
    /// Unused bits at the end of the last octet, 0 to 7.
    pub unused_bits: u8,
    /// The octets, first bit in the highest place.
    pub octets: &'a [u8],
}

impl<'a> BitString<'a> {
    /// The octets, if all their bits are used.
    pub fn whole_octets(self) -> Option<&'a [u8]> {
        (self.unused_bits == 0).then_some(self.octets)
    }

    /// Bit `number`, counted from the first; bits that are not there are zero.
    pub fn bit(self, number: usize) -> bool {
        let octet = self.octets.get(number / 8).copied().unwrap_or(0);
        octet & (0x80 >> (number % 8)) != 0
    }
}

/// Walks the elements of one level.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    /// Octets from the beginning of the outermost object to the rest.
    offset: usize,
    rules: Rules,
}

impl<'a> Reader<'a> {
    /// Reads `bytes` by DER; offsets count from their beginning.
    #[inline]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, offset: 0, rules: Rules::Der }
    }

    /// Reads `bytes` by BER; offsets count from their beginning.
    pub fn ber(bytes: &'a [u8]) -> Self {
        Self { rules: Rules::Ber, ..Self::new(bytes) }
    }

    /// The same bytes, offsets counted from `base` octets before them.
    #[inline]
    #[must_use]
    pub fn at(self, base: usize) -> Self {
        Self { offset: base, ..self }
    }

    /// The same bytes, read by other rules from here on.
    #[must_use]
    pub fn with_rules(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// Whether nothing is left.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Octets from the beginning of the outermost object to the next element.
    #[inline]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The octets not read yet.
    #[inline]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// An error at the next element.
    #[cold]
    pub fn error(&self, kind: ParseErrorKind, production: &'static str) -> ParseError {
        ParseError::new(kind, production, self.offset)
    }

    /// The tag of the next element, `None` at the end or where no tag can be read.
    #[inline]
    pub fn peek(&self) -> Option<Tag> {
        read_tag(self.rest).ok().map(|(tag, _)| tag)
    }

    /// The next element, whatever it is.
    #[inline(always)]
    pub fn any(&mut self, production: &'static str) -> Result<Element<'a>, ParseError> {
        match self.usual() {
            Some(element) => Ok(element),
            None => self.any_form(production),
        }
    }

    /// The next element if its header has the form that nearly all have: a tag of one octet, a length below 64 KiB in its
    /// shortest form. Both rules take these; everything else, errors included, is left to [`any_form`](Self::any_form).
    ///
    /// Inlined always, as those who call it: a certificate has some hundred elements, and most of what is found out here
    /// is known or not asked for at the place of the call.
    #[inline(always)]
    fn usual(&mut self) -> Option<Element<'a>> {
        let (first, header, length) = match *self.rest {
            [first, length @ 0..=0x7f, ..] => (first, 2, usize::from(length)),
            [first, 0x81, length @ 0x80..=0xff, ..] => (first, 3, usize::from(length)),
            [first, 0x82, high @ 1..=0xff, low, ..] => (first, 4, usize::from(high) << 8 | usize::from(low)),
            _ => return None,
        };
        let tag = Tag::from_first_octet(first)?;
        let (bytes, rest) = self.rest.split_at_checked(header + length)?;
        let contents = &bytes[header..];
        let element = Element { tag, bytes, contents, header, offset: self.offset, rules: self.rules };
        self.skip(&element, rest);
        Some(element)
    }

    #[cold]
    #[inline(never)]
    fn any_form(&mut self, production: &'static str) -> Result<Element<'a>, ParseError> {
        let fail = |kind| self.error(kind, production);
        let header = Header::read(self.rest, self.rules).map_err(fail)?;
        let after = &self.rest[header.octets..];
        let (length, footer) = match header.length_in_memory().map_err(fail)? {
            Some(length) => (length, 0),
            None => (self.indefinite_length(after, production)?, END_OF_CONTENTS.len()),
        };
        let total = header.octets.checked_add(length).and_then(|n| n.checked_add(footer));
        let split = total.and_then(|total| self.rest.split_at_checked(total));
        let (bytes, rest) = split.ok_or_else(|| {
            self.error(ParseErrorKind::Truncated { wanted: length, found: after.len() }, production)
        })?;
        let (contents, offset) = (&after[..length], self.offset);
        let element =
            Element { tag: header.tag, bytes, contents, header: header.octets, offset, rules: self.rules };
        self.skip(&element, rest);
        Ok(element)
    }

    /// Goes on after the element.
    #[inline]
    fn skip(&mut self, element: &Element<'a>, rest: &'a [u8]) {
        self.offset += element.bytes.len();
        self.rest = rest;
    }

    /// The next element, which must have the tag; if it has not, it stays the next.
    #[inline(always)]
    pub fn expect(&mut self, tag: Tag, production: &'static str) -> Result<Element<'a>, ParseError> {
        if self.begins_with(tag)
            && let Some(element) = self.usual()
        {
            return Ok(element);
        }
        self.expect_any_form(tag, production)
    }

    #[cold]
    #[inline(never)]
    fn expect_any_form(&mut self, tag: Tag, production: &'static str) -> Result<Element<'a>, ParseError> {
        let mut after = self.clone();
        let element = after.any_form(production)?.expect(tag, production)?;
        *self = after;
        Ok(element)
    }

    /// The next element if it has the tag.
    #[inline(always)]
    pub fn optional(
        &mut self,
        tag: Tag,
        production: &'static str,
    ) -> Result<Option<Element<'a>>, ParseError> {
        let is_there = self.begins_with(tag) && self.peek() == Some(tag);
        if is_there { self.any(production).map(Some) } else { Ok(None) }
    }

    /// Whether the first octet is the tag's; of a tag of one octet that says it all.
    #[inline(always)]
    fn begins_with(&self, tag: Tag) -> bool {
        self.rest.first() == Some(&tag.first)
    }

    /// What `read` makes of one element after another, to the end or to one that it refuses.
    #[inline]
    pub(crate) fn each<T>(
        mut self,
        read: impl Fn(&mut Self) -> Result<T, ParseError>,
    ) -> impl Iterator<Item = T> {
        core::iter::from_fn(move || if self.is_empty() { None } else { read(&mut self).ok() })
    }

    /// Nothing may be left.
    #[inline]
    pub fn finish(self, production: &'static str) -> Result<(), ParseError> {
        if self.is_empty() { Ok(()) } else { Err(self.trailing_data(production)) }
    }

    #[cold]
    fn trailing_data(&self, production: &'static str) -> ParseError {
        self.error(ParseErrorKind::TrailingData { octets: self.rest.len() }, production)
    }

    /// Octets of contents before the end-of-contents octets that match; a counter, not recursion, keeps the depth.
    fn indefinite_length(&self, contents: &'a [u8], production: &'static str) -> Result<usize, ParseError> {
        let mut position = 0;
        let mut depth = 1;
        loop {
            let rest = &contents[position..];
            let fail = |kind| self.error(kind, production);
            let header = Header::read(rest, Rules::Ber).map_err(fail)?;
            let length = header.length_in_memory().map_err(fail)?;
            let is_end = rest.starts_with(&END_OF_CONTENTS);
            depth = match length {
                Some(_) if is_end => depth - 1,
                Some(_) => depth,
                None => depth + 1,
            };
            if depth == 0 {
                return Ok(position);
            }
            if depth > MAX_DEPTH {
                let kind = ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: MAX_DEPTH };
                return Err(self.error(kind, production));
            }
            let length = length.unwrap_or(0);
            let found = rest.len() - header.octets;
            if length > found {
                return Err(self.error(ParseErrorKind::Truncated { wanted: length, found }, production));
            }
            position += header.octets + length;
        }
    }
}

/// What ends an element of indefinite length; exactly these octets (X.690 §8.1.5).
pub const END_OF_CONTENTS: [u8; 2] = [0, 0];

#[cfg(test)]
mod tests {
    use super::*;

    fn der(bytes: &[u8]) -> Result<Element<'_>, ParseErrorKind> {
        Element::from_der(bytes, "Test").map_err(|error| error.kind)
    }

    #[test]
    fn lengths_are_in_their_shortest_form() {
        assert!(der(&[4, 1, 0]).is_ok());
        assert_eq!(der(&[4, 0x81, 1, 0]), Err(ParseErrorKind::LengthNotDer));
        assert_eq!(der(&[4, 0x82, 0, 1, 0]), Err(ParseErrorKind::LengthNotDer));
        assert_eq!(Reader::ber(&[4, 0x82, 0, 1, 9]).any("Test").map(|e| e.contents()), Ok(&[9][..]));
        assert_eq!(der(&[4, 0x84, 0xff, 0xff, 0xff, 0xff]).map_err(|_| ()), Err(()));
        assert_eq!(der(&[4, 0x85, 1, 0, 0, 0, 0]), Err(ParseErrorKind::LengthTooLarge));
    }

    #[test]
    fn indefinite_length_belongs_to_ber() {
        let bytes = [0x30, 0x80, 0x24, 0x80, 4, 1, 7, 0, 0, 2, 1, 5, 0, 0, 0xaa];
        assert_eq!(der(&bytes), Err(ParseErrorKind::LengthNotDer));
        let outer = Reader::ber(&bytes).any("Test").expect("balanced");
        assert_eq!(outer.as_bytes(), &bytes[..14]);
        let mut inner = outer.reader();
        assert_eq!(inner.any("Test").map(|e| e.contents().len()), Ok(3));
        assert_eq!(inner.any("Test").map(|e| (e.offset(), e.contents())), Ok((9, &[5][..])));
        assert!(inner.is_empty());
    }

    #[test]
    fn end_of_contents_has_one_form() {
        let read =
            |bytes| Reader::ber(bytes).any("Test").map(|element: Element<'_>| element.as_bytes().len());
        assert_eq!(read(&[0x30, 0x80, 0, 0, 0]), Ok(4));
        assert!(read(&[0x30, 0x80, 0, 0x81, 0]).is_err());
        assert_eq!(read(&[0x30, 0x80, 0, 0x81, 0, 0, 0]), Ok(7), "an element of no known tag");
    }

    #[test]
    fn nesting_is_limited() {
        let deep = [0x30, 0x80].repeat(100_000);
        let error = Reader::ber(&deep).any("Test").expect_err("too deep");
        assert_eq!(error.kind, ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: MAX_DEPTH });
    }

    #[test]
    fn usual_headers_are_read_as_all_others() {
        let lengths = [[0, 0, 0], [1, 2, 3], [0x7f, 0, 0], [0x80, 0, 0], [0x81, 0x7f, 0], [0x81, 0x80, 0]];
        let long = [[0x81, 0xff, 1], [0x82, 0, 0xff], [0x82, 1, 0], [0x83, 1, 0], [0xff, 1, 2]];
        for first in 0..=0xff {
            for length in lengths.iter().chain(&long) {
                let bytes = [&[first], &length[..], &[0; 300]].concat();
                for (count, rules) in (0..bytes.len()).flat_map(|n| [(n, Rules::Der), (n, Rules::Ber)]) {
                    let reader = Reader::new(&bytes[..count]).at(7).with_rules(rules);
                    let (mut own, mut general) = (reader.clone(), reader);
                    assert_eq!(own.any("Test"), general.any_form("Test"));
                    assert_eq!((own.rest, own.offset), (general.rest, general.offset));
                }
            }
        }
    }

    #[test]
    fn integers_are_in_their_shortest_form() {
        let integer = |bytes| der(bytes).map(|element| element.integer("Test").is_ok());
        for bytes in [&[2, 1, 0][..], &[2, 2, 0, 0x80], &[2, 1, 0x80], &[2, 2, 0xff, 0x7f]] {
            assert_eq!(integer(bytes), Ok(true), "{bytes:?}");
        }
        for bytes in [&[2, 0][..], &[2, 2, 0, 0x7f], &[2, 2, 0xff, 0x80]] {
            assert_eq!(integer(bytes), Ok(false), "{bytes:?}");
        }
    }

    #[test]
    fn offsets_count_from_the_outermost_object() {
        let bytes = [0x30, 5, 0x30, 3, 2, 1, 9];
        let inner = der(&bytes).and_then(|e| e.reader().any("Inner").map_err(|error| error.kind));
        let number = inner.map(|e| e.reader().any("number").map(|n| n.offset()));
        assert_eq!(number, Ok(Ok(4)));
    }

    #[test]
    fn errors_name_production_and_offset() {
        let error = Reader::new(&[4, 5, 1]).at(400).any("signerInfos[].sid").expect_err("cut").at_index(1);
        let text = "truncated element, 5 octets wanted and 1 left in signerInfos[1].sid at byte 400";
        assert_eq!(alloc::format!("{error}"), text);
    }

    #[test]
    fn long_tags_are_read_whole() {
        let element = der(&[0xbf, 0x81, 0x01, 0]).expect("tag 129");
        assert_eq!(element.tag().context_number(), Some(129));
        assert_eq!(der(&[0xbf, 0x80, 0x01, 0]), Err(ParseErrorKind::InvalidTag));
    }
}
