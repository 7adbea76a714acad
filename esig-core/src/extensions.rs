//! Extensions of certificates, CRLs and CRL entries, each decoded when asked for.

use der::asn1::ObjectIdentifier;

use crate::error::{ParseError, ParseErrorKind};
use crate::limits::MAX_EXTENSIONS;
use crate::oid::Oid;
use crate::raw::{Reader, Span, Tag};

/// One extension (RFC 5280 §4.1).
///
/// ```text
/// Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension<'a> {
    /// Which extension it is.
    pub oid: Oid<'a>,
    /// Whether who does not know it must refuse the object.
    pub critical: bool,
    /// Whether critical stands in the encoding, FALSE included.
    pub(crate) is_critical_written_out: bool,
    /// The DER inside extnValue.
    pub value: &'a [u8],
    /// Octets from the beginning of the outermost object to [`value`](Self::value).
    pub offset: usize,
}

impl<'a> Extension<'a> {
    #[inline]
    fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "extensions[]";
        let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let oid = fields.any("extensions[].extnID")?.oid("extensions[].extnID")?;
        Self::read_after(oid, fields)
    }

    /// Reads an extension that was read once already.
    fn reread(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        let mut fields = reader.any("extensions[]")?.reader();
        let oid = Oid::trusted(fields.any("extensions[].extnID")?.contents());
        Self::read_after(oid, fields)
    }

    /// Reads what stands after the identifier.
    #[inline]
    fn read_after(oid: Oid<'a>, mut fields: Reader<'a>) -> Result<Self, ParseError> {
        let critical = fields.optional(Tag::BOOLEAN, "extensions[].critical")?;
        let critical = critical.map(|critical| critical.boolean("extensions[].critical")).transpose()?;
        let value = fields.any("extensions[].extnValue")?;
        let contents = value.octet_string("extensions[].extnValue")?;
        fields.finish("extensions[]")?;
        Ok(Self {
            oid,
            critical: critical.unwrap_or(false),
            is_critical_written_out: critical.is_some(),
            value: contents,
            offset: value.contents_offset(),
        })
    }

    /// A reader over the value.
    pub fn reader(&self) -> Reader<'a> {
        Reader::new(self.value).at(self.offset)
    }
}

/// The extensions of one object; no two have the same identifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extensions<'a> {
    contents: &'a [u8],
    offset: usize,
    present: Seen,
}

impl<'a> Extensions<'a> {
    /// Checks the contents of a SEQUENCE OF Extension that begin at `offset`.
    pub(crate) fn parse(reader: Reader<'a>) -> Result<Self, ParseError> {
        let mut this = Self { contents: reader.rest(), offset: reader.offset(), present: Seen::default() };
        let mut reader = reader;
        let mut count = 0;
        while !reader.is_empty() {
            let at = reader.offset();
            let fail = |kind| ParseError::new(kind, "extensions[]", at).at_index(count);
            let oid = Extension::read(&mut reader).map_err(|error| error.at_index(count))?.oid;
            if this.present.may_hold(oid) && this.iter().take(count).any(|before| before.oid == oid) {
                return Err(fail(ParseErrorKind::Duplicate));
            }
            if count == MAX_EXTENSIONS {
                return Err(fail(ParseErrorKind::Limit { name: "MAX_EXTENSIONS", allowed: MAX_EXTENSIONS }));
            }
            this.present.insert(oid);
            count += 1;
        }
        Ok(this)
    }

    /// Reads the field under that EXPLICIT tag; none if it is absent.
    pub(crate) fn read_field(
        reader: &mut Reader<'a>,
        tag: Tag,
        production: &'static str,
    ) -> Result<Self, ParseError> {
        let Some(wrapper) = reader.optional(tag, production)? else { return Ok(Self::default()) };
        let mut inner = wrapper.reader();
        let list = inner.expect(Tag::SEQUENCE, production)?;
        inner.finish(production)?;
        Self::parse(list.reader())
    }

    /// Where they stand.
    pub(crate) fn span(&self) -> ExtensionsSpan {
        ExtensionsSpan { contents: Span::new(self.offset, self.contents.len()), present: self.present }
    }

    fn reader(&self) -> Reader<'a> {
        Reader::new(self.contents).at(self.offset)
    }

    /// All of them, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = Extension<'a>> + use<'a> {
        self.reader().each(Extension::reread)
    }

    /// The extension of that identifier.
    ///
    /// Of the others no more is read than which they are.
    pub fn find(&self, oid: &ObjectIdentifier) -> Option<Extension<'a>> {
        let mut reader = self.reader();
        while self.present.may_hold(oid.into()) && !reader.is_empty() {
            let mut fields = reader.any("extensions[]").ok()?.reader();
            let found = Oid::trusted(fields.any("extensions[].extnID").ok()?.contents());
            if found == *oid {
                return Extension::read_after(found, fields).ok();
            }
        }
        None
    }

    /// An error at the first of them.
    pub(crate) fn error(&self, kind: ParseErrorKind, production: &'static str) -> ParseError {
        ParseError::new(kind, production, self.offset)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.contents.is_empty()
    }

    /// The elements of an extension that is a `SEQUENCE SIZE (1..MAX) OF`, after `read` has read each once.
    pub(crate) fn decode_list<T>(
        &self,
        oid: &ObjectIdentifier,
        production: &'static str,
        read: impl Fn(&mut Reader<'a>) -> Result<T, ParseError>,
    ) -> Result<Option<Reader<'a>>, ParseError> {
        self.decode(oid, production, |reader| elements(reader, production, read))
    }

    /// Decodes the value of that extension with `decode`, which must use it up.
    pub(crate) fn decode<T>(
        &self,
        oid: &ObjectIdentifier,
        production: &'static str,
        decode: impl FnOnce(&mut Reader<'a>) -> Result<T, ParseError>,
    ) -> Result<Option<T>, ParseError> {
        let Some(extension) = self.find(oid) else { return Ok(None) };
        let mut reader = extension.reader();
        let value = decode(&mut reader)?;
        reader.finish(production)?;
        Ok(Some(value))
    }
}

/// Where extensions that were parsed stand in the object around them, so that views need not parse again.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExtensionsSpan {
    contents: Span,
    present: Seen,
}

impl ExtensionsSpan {
    /// The extensions in `bytes`, the object that they were read from.
    pub(crate) fn extensions(self, bytes: &[u8]) -> Extensions<'_> {
        let Self { contents, present } = self;
        Extensions { contents: contents.slice(bytes), offset: contents.start(), present }
    }

    /// Whether there is a list, be it empty.
    pub(crate) fn is_list_there(self) -> bool {
        self.contents.start() > 0
    }
}

/// Identifiers seen, each as one bit of 64: where two share theirs, they are looked at again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen(u64);

impl Seen {
    /// Identifiers of one family differ in their last octet.
    fn bit(oid: Oid<'_>) -> u64 {
        let contents = oid.as_contents();
        let last = contents.last().copied().unwrap_or(0);
        1 << (usize::from(last).wrapping_add(11 * contents.len()) % 64)
    }

    fn may_hold(self, oid: Oid<'_>) -> bool {
        self.0 & Self::bit(oid) != 0
    }

    fn insert(&mut self, oid: Oid<'_>) {
        self.0 |= Self::bit(oid);
    }
}

/// A reader over the elements of a `SEQUENCE SIZE (1..MAX) OF`, after `read` has read each once.
pub(crate) fn elements<'a, T>(
    reader: &mut Reader<'a>,
    production: &'static str,
    read: impl Fn(&mut Reader<'a>) -> Result<T, ParseError>,
) -> Result<Reader<'a>, ParseError> {
    let list = reader.expect(Tag::SEQUENCE, production)?;
    let mut elements = list.reader();
    if elements.is_empty() {
        return Err(list.error(ParseErrorKind::Empty, production));
    }
    for index in 0.. {
        if elements.is_empty() {
            break;
        }
        read(&mut elements).map_err(|error| error.at_index(index))?;
    }
    Ok(list.reader())
}
