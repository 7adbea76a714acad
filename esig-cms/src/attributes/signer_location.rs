//! signer-location: where the signer says he signed (EN 319 122-1 clause 5.2.5).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::ParseError;
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::raw::{Element, Tag};

use super::Attributes;
use super::written::sealed::{Encode, Fault};
use super::written::{self, SignedAttribute, each, explicit, optional_explicit, sequence_of, text, utf8};
use crate::oids;

/// A place; at least one field is there.
///
/// ```text
/// SignerLocation ::= SEQUENCE {
///     countryName   [0] DirectoryString OPTIONAL,
///     localityName  [1] DirectoryString OPTIONAL,
///     postalAddress [2] SEQUENCE SIZE (1..6) OF DirectoryString OPTIONAL }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignerLocation<'a> {
    /// countryName, by X.520 two letters.
    pub country: Option<Cow<'a, str>>,
    /// localityName.
    pub locality: Option<Cow<'a, str>>,
    /// postalAddress, line by line; empty if it is absent.
    pub postal_address: Vec<Cow<'a, str>>,
}

impl<'a> SignerLocation<'a> {
    /// Nothing, which is to be filled before it is written.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with that country.
    #[must_use]
    pub fn with_country(self, country: impl Into<Cow<'a, str>>) -> Self {
        Self { country: Some(country.into()), ..self }
    }

    /// The same with that locality.
    #[must_use]
    pub fn with_locality(self, locality: impl Into<Cow<'a, str>>) -> Self {
        Self { locality: Some(locality.into()), ..self }
    }

    /// The same with one line more of the postal address.
    #[must_use]
    pub fn with_postal_line(mut self, line: impl Into<Cow<'a, str>>) -> Self {
        self.postal_address.push(line.into());
        self
    }

    fn parse(value: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = value.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let country = optional_explicit(&mut fields, 0, PRODUCTION)?;
        let locality = optional_explicit(&mut fields, 1, PRODUCTION)?;
        let address = optional_explicit(&mut fields, 2, PRODUCTION)?;
        fields.finish(PRODUCTION)?;
        if country.is_none() && locality.is_none() && address.is_none() {
            return Err(value.error(ParseErrorKind::Empty, PRODUCTION));
        }
        let line = |line| text(line, PRODUCTION);
        let postal_address = match address {
            Some(lines) => {
                each(lines.expect(Tag::SEQUENCE, PRODUCTION)?.reader(), POSTAL_LINES, PRODUCTION, line)?
            }
            None => Vec::new(),
        };
        let [country, locality] = [country.map(line).transpose()?, locality.map(line).transpose()?];
        Ok(Self { country, locality, postal_address })
    }
}

impl<'a> Attributes<'a> {
    /// signer-location, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn signer_location(&self) -> Result<Option<SignerLocation<'a>>, ParseError> {
        self.single(oids::SIGNER_LOCATION, PRODUCTION)?.map(SignerLocation::parse).transpose()
    }
}

impl SignedAttribute for SignerLocation<'_> {}

impl Encode for SignerLocation<'_> {
    const OID: ObjectIdentifier = oids::SIGNER_LOCATION;
    const NAME: &'static str = "signer-location";

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        let lines = self.postal_address.len();
        let fields =
            usize::from(self.country.is_some()) + usize::from(self.locality.is_some()) + lines.min(1);
        written::check_count(fields, usize::MAX, "countryName, localityName and postalAddress")?;
        let field = |number, text: &Option<Cow<'_, str>>, name| match text {
            Some(text) => Ok(explicit(number, &utf8(text, name)?)),
            None => Ok(Vec::new()),
        };
        let country = field(0, &self.country, "countryName")?;
        let locality = field(1, &self.locality, "localityName")?;
        let address = match lines {
            0 => Vec::new(),
            _ => explicit(2, &self.encode_address()?),
        };
        Ok(element(Tag::SEQUENCE, &[&country, &locality, &address]))
    }
}

impl SignerLocation<'_> {
    fn encode_address(&self) -> Result<Vec<u8>, Fault> {
        const FIELD: &str = "postalAddress";
        written::check_count(self.postal_address.len(), POSTAL_LINES.1, FIELD)?;
        let lines = self.postal_address.iter().map(|line| utf8(line, FIELD));
        Ok(sequence_of(&lines.collect::<Result<Vec<_>, _>>()?))
    }
}

const PRODUCTION: &str = "signedAttrs.signer-location";

/// Lines of a postal address, by the production.
const POSTAL_LINES: (&str, usize) = ("MAX_POSTAL_LINES", 6);
