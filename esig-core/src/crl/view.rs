//! The borrowed view of a CRL.

use core::fmt;

use time::UtcDateTime;

use super::entry::RevokedCertificate;
use super::fields::Fields;
use crate::algorithm::AlgorithmIdentifier;
use crate::cert::ext::{DistributionPointName, oids};
use crate::error::ParseError;
use crate::extensions::Extensions;
use crate::name::Name;
use crate::raw::{BitString, Reader, Tag};
use crate::serial_number::SerialNumber;

/// A parsed CRL over the original DER. Copying copies a few pointers.
#[derive(Clone, Copy)]
pub struct Crl<'a> {
    pub(super) der: &'a [u8],
    pub(super) fields: &'a Fields,
    /// Offsets of the entries in the order of their serial numbers, where they were sorted.
    pub(super) index: Option<&'a [u32]>,
}

impl<'a> Crl<'a> {
    /// The whole CRL.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// Exactly the signed bytes, header included.
    pub fn tbs_cert_list(&self) -> &'a [u8] {
        self.fields.tbs_cert_list.slice(self.der)
    }

    /// The name of who signed it.
    pub fn issuer(&self) -> Name<'a> {
        Name::trusted(self.fields.issuer.slice(self.der))
    }

    /// When it was made.
    pub fn this_update(&self) -> UtcDateTime {
        self.fields.this_update
    }

    /// When the next one will be made at the latest; `None` if the issuer does not say.
    pub fn next_update(&self) -> Option<UtcDateTime> {
        self.fields.next_update
    }

    /// crlExtensions; each identifier stands once.
    pub fn extensions(&self) -> Extensions<'a> {
        let span = self.fields.extensions;
        Extensions::trusted(span.slice(self.der), span.start())
    }

    /// The algorithm of the signature, from the part that is not signed.
    pub fn signature_algorithm(&self) -> AlgorithmIdentifier<'a> {
        AlgorithmIdentifier::reread(self.fields.signature_algorithm.element(self.der))
    }

    /// The algorithm of the signature, from the signed part; must equal the other.
    pub fn tbs_signature_algorithm(&self) -> AlgorithmIdentifier<'a> {
        AlgorithmIdentifier::reread(self.fields.signature.element(self.der))
    }

    /// The signature's octets.
    pub fn signature_value(&self) -> &'a [u8] {
        self.fields.signature_value.slice(self.der)
    }

    /// The entries, in the order of the encoding.
    pub fn entries(&self) -> impl Iterator<Item = RevokedCertificate<'a>> + use<'a> {
        let revoked = self.fields.revoked;
        let mut reader = Reader::new(revoked.slice(self.der)).at(revoked.start());
        core::iter::from_fn(move || RevokedCertificate::read(&mut reader).ok())
    }

    /// The first entry with that serial number: by halving where there is an index, else by reading on.
    ///
    /// There may be others, and of an indirect CRL it may belong to another issuer: see [`find_all`](Self::find_all).
    pub fn find(&self, serial_number: SerialNumber<'_>) -> Option<RevokedCertificate<'a>> {
        self.find_all(serial_number).next()
    }

    /// Every entry with that serial number, in the order of the encoding.
    ///
    /// RFC 5280 wants one at most, and issuers err: whoever asks for the status has to take the gravest. Entries of an
    /// indirect CRL may belong to another issuer; see [`RevokedCertificate::certificate_issuer`].
    pub fn find_all<'s>(
        &self,
        serial_number: SerialNumber<'s>,
    ) -> impl Iterator<Item = RevokedCertificate<'a>> + use<'a, 's> {
        let this = *self;
        let is_wanted = move |entry: &RevokedCertificate<'a>| entry.serial_number == serial_number;
        let is_before =
            |offset: &u32| this.entry_at(*offset).is_some_and(|entry| entry.serial_number < serial_number);
        let indexed = self.index.map(|index| &index[index.partition_point(is_before)..]);
        let indexed = indexed.unwrap_or_default().iter().map_while(move |offset| this.entry_at(*offset));
        let walked = self.index.is_none().then(|| self.entries());
        indexed.take_while(is_wanted).chain(walked.into_iter().flatten().filter(is_wanted))
    }

    /// issuingDistributionPoint, `None` if absent.
    pub fn issuing_distribution_point(&self) -> Result<Option<IssuingDistributionPoint<'a>>, ParseError> {
        let production = IssuingDistributionPoint::PRODUCTION;
        self.extensions().decode(
            &oids::ISSUING_DISTRIBUTION_POINT,
            production,
            IssuingDistributionPoint::read,
        )
    }

    fn entry_at(&self, offset: u32) -> Option<RevokedCertificate<'a>> {
        let mut reader = Reader::new(self.der.get(offset as usize..)?).at(offset as usize);
        RevokedCertificate::read(&mut reader).ok()
    }
}

impl fmt::Debug for Crl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl({}, {})", self.issuer(), self.this_update())
    }
}

/// The scope of a CRL (RFC 5280 §5.2.5).
///
/// ```text
/// IssuingDistributionPoint ::= SEQUENCE {
///     distributionPoint          [0] DistributionPointName OPTIONAL,
///     onlyContainsUserCerts      [1] BOOLEAN DEFAULT FALSE,
///     onlyContainsCACerts        [2] BOOLEAN DEFAULT FALSE,
///     onlySomeReasons            [3] ReasonFlags OPTIONAL,
///     indirectCRL                [4] BOOLEAN DEFAULT FALSE,
///     onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
/// ```
#[derive(Clone, Debug)]
pub struct IssuingDistributionPoint<'a> {
    /// distributionPoint.
    pub distribution_point: Option<DistributionPointName<'a>>,
    /// onlyContainsUserCerts.
    pub only_contains_user_certs: bool,
    /// onlyContainsCACerts.
    pub only_contains_ca_certs: bool,
    /// onlySomeReasons; `None` is all.
    pub only_some_reasons: Option<BitString<'a>>,
    /// indirectCRL.
    pub indirect_crl: bool,
    /// onlyContainsAttributeCerts.
    pub only_contains_attribute_certs: bool,
}

impl<'a> IssuingDistributionPoint<'a> {
    const PRODUCTION: &'static str = "issuingDistributionPoint";

    fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        const P: &str = IssuingDistributionPoint::PRODUCTION;
        let mut fields = reader.expect(Tag::SEQUENCE, P)?.reader();
        let distribution_point = fields.optional(Tag::context(0), P)?;
        let flag = |fields: &mut Reader<'a>, number| -> Result<bool, ParseError> {
            let element = fields.optional(Tag::context_primitive(number), P)?;
            element.map_or(Ok(false), |element| element.implicit_boolean(P))
        };
        let only_contains_user_certs = flag(&mut fields, 1)?;
        let only_contains_ca_certs = flag(&mut fields, 2)?;
        let only_some_reasons = fields.optional(Tag::context_primitive(3), P)?;
        let indirect_crl = flag(&mut fields, 4)?;
        let only_contains_attribute_certs = flag(&mut fields, 5)?;
        fields.finish(P)?;
        Ok(Self {
            distribution_point: distribution_point.map(DistributionPointName::parse).transpose()?,
            only_contains_user_certs,
            only_contains_ca_certs,
            only_some_reasons: only_some_reasons.map(|bits| bits.implicit_bit_string(P)).transpose()?,
            indirect_crl,
            only_contains_attribute_certs,
        })
    }
}
