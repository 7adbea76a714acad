//! Identifier octets (X.690 §8.1.2).

use core::fmt;

use super::header::TRUNCATED;
use crate::error::ParseErrorKind;

/// The identifier octets of an element: class, primitive or constructed, number (X.690 §8.1.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag {
    pub(super) first: u8,
    number: u32,
}

impl Tag {
    /// BOOLEAN
    pub const BOOLEAN: Self = Self::primitive(1);
    /// INTEGER
    pub const INTEGER: Self = Self::primitive(2);
    /// BIT STRING
    pub const BIT_STRING: Self = Self::primitive(3);
    /// OCTET STRING, primitive
    pub const OCTET_STRING: Self = Self::primitive(4);
    /// OCTET STRING in pieces, as BER allows (X.690 §8.7.3)
    pub const CONSTRUCTED_OCTET_STRING: Self = Self::constructed(4);
    /// NULL
    pub const NULL: Self = Self::primitive(5);
    /// OBJECT IDENTIFIER
    pub const OBJECT_IDENTIFIER: Self = Self::primitive(6);
    /// ENUMERATED
    pub const ENUMERATED: Self = Self::primitive(10);
    /// UTF8String
    pub const UTF8_STRING: Self = Self::primitive(12);
    /// SEQUENCE and SEQUENCE OF
    pub const SEQUENCE: Self = Self::constructed(16);
    /// SET and SET OF
    pub const SET: Self = Self::constructed(17);
    /// NumericString
    pub const NUMERIC_STRING: Self = Self::primitive(18);
    /// PrintableString
    pub const PRINTABLE_STRING: Self = Self::primitive(19);
    /// TeletexString, also called T61String
    pub const TELETEX_STRING: Self = Self::primitive(20);
    /// IA5String
    pub const IA5_STRING: Self = Self::primitive(22);
    /// UTCTime
    pub const UTC_TIME: Self = Self::primitive(23);
    /// GeneralizedTime
    pub const GENERALIZED_TIME: Self = Self::primitive(24);
    /// VisibleString
    pub const VISIBLE_STRING: Self = Self::primitive(26);
    /// UniversalString
    pub const UNIVERSAL_STRING: Self = Self::primitive(28);
    /// BMPString
    pub const BMP_STRING: Self = Self::primitive(30);

    const CONSTRUCTED: u8 = 0x20;
    const CONTEXT: u8 = 0x80;
    const LONG_FORM: u8 = 0x1f;

    /// A universal primitive tag; `number` below 31.
    const fn primitive(number: u8) -> Self {
        Self { first: number, number: number as u32 }
    }

    /// A universal constructed tag; `number` below 31.
    const fn constructed(number: u8) -> Self {
        Self { first: number | Self::CONSTRUCTED, number: number as u32 }
    }

    /// `[number]` constructed: EXPLICIT, or IMPLICIT over a SEQUENCE or SET; `number` below 31.
    pub const fn context(number: u8) -> Self {
        Self { first: number | Self::CONTEXT | Self::CONSTRUCTED, number: number as u32 }
    }

    /// `[number]` primitive: IMPLICIT over a string, a number or NULL; `number` below 31.
    pub const fn context_primitive(number: u8) -> Self {
        Self { first: number | Self::CONTEXT, number: number as u32 }
    }

    /// Whether the contents are elements themselves.
    pub const fn is_constructed(self) -> bool {
        self.first & Self::CONSTRUCTED != 0
    }

    /// The number of a context-specific tag, whether primitive or constructed.
    pub const fn context_number(self) -> Option<u32> {
        if self.first & 0xc0 == Self::CONTEXT { Some(self.number) } else { None }
    }

    /// The tag whose one identifier octet is `first`; `None` for the first octet of a long form.
    #[inline]
    pub const fn from_first_octet(first: u8) -> Option<Self> {
        let number = first & Self::LONG_FORM;
        if number == Self::LONG_FORM { None } else { Some(Self { first, number: number as u32 }) }
    }

    /// The number, of whatever class.
    pub(crate) const fn number(self) -> u32 {
        self.number
    }

    /// The first identifier octet.
    pub const fn first_octet(self) -> u8 {
        self.first
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x}", self.first)?;
        if self.first & Self::LONG_FORM == Self::LONG_FORM { write!(f, "({})", self.number) } else { Ok(()) }
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({self})")
    }
}

/// The tag at the beginning of the bytes, and how many octets it takes.
#[inline]
pub(super) fn read_tag(bytes: &[u8]) -> Result<(Tag, usize), ParseErrorKind> {
    let (&first, rest) = bytes.split_first().ok_or(TRUNCATED)?;
    if first & Tag::LONG_FORM != Tag::LONG_FORM {
        return Ok((Tag { first, number: u32::from(first & Tag::LONG_FORM) }, 1));
    }
    // X.690 §8.1.2.4: seven bits an octet, the first not zero; four octets are more than any standard uses.
    let mut number = 0;
    for (index, &octet) in rest.iter().take(MAX_NUMBER_OCTETS).enumerate() {
        if index == 0 && octet == 0x80 {
            return Err(ParseErrorKind::InvalidTag);
        }
        number = number << 7 | u32::from(octet & 0x7f);
        if octet < 0x80 {
            return Ok((Tag { first, number }, index + 2));
        }
    }
    Err(if rest.len() < MAX_NUMBER_OCTETS { TRUNCATED } else { ParseErrorKind::InvalidTag })
}

/// Octets of a tag's number in the long form.
const MAX_NUMBER_OCTETS: usize = 4;
