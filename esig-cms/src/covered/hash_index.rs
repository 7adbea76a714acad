//! ats-hash-index: what an archive time-stamp is over beside the signature (EN 319 122-1 clause 5.5.2).

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::encode::element;
use esig_core::error::UnsupportedAlgorithm;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{AlgorithmIdentifier, DigestAlgorithm, ParseError, Provider};

use crate::attributes::Attribute;
use crate::error::CmsError;
use crate::octet_string::OctetString;
use crate::oids;
use crate::signed_data::{SignedData, elements};
use crate::signer_info::SignerInfo;
use crate::timestamp_token::{TimestampError, TimestampToken};

/// The index that a token carries as an unsigned attribute of its own.
///
/// ```text
/// ATSHashIndex ::= SEQUENCE {
///     hashIndAlgorithm            AlgorithmIdentifier DEFAULT {algorithm id-sha256},  -- no default in versions 2 and 3
///     certificatesHashIndex       SEQUENCE OF OCTET STRING,
///     crlsHashIndex               SEQUENCE OF OCTET STRING,
///     unsignedAttrValuesHashIndex SEQUENCE OF OCTET STRING }  -- versions 1 and 2: unsignedAttrsHashIndex
/// ```
#[derive(Clone, Copy, Debug)]
pub(super) struct HashIndex<'a> {
    pub(super) value: Element<'a>,
    pub(super) entries_of: EntriesOf,
    hash_algorithm: Option<AlgorithmIdentifier<'a>>,
    certificates: Element<'a>,
    crls: Element<'a>,
    attributes: Element<'a>,
}

/// What an entry of the third list is the digest of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntriesOf {
    /// Versions 1 and 2: a whole attribute.
    Attributes,
    /// Version 3: the type of an attribute and one of its values.
    Values,
}

/// The latest version first: it is what counts if a token has several.
const VERSIONS: [(ObjectIdentifier, EntriesOf); 3] = [
    (oids::ATS_HASH_INDEX_V3, EntriesOf::Values),
    (oids::ATS_HASH_INDEX_V2, EntriesOf::Attributes),
    (oids::ATS_HASH_INDEX, EntriesOf::Attributes),
];

const PRODUCTION: &str = "ats-hash-index";

impl<'a> HashIndex<'a> {
    pub(super) fn of(token: &TimestampToken<'a>) -> Result<Self, TimestampError> {
        let unsigned = token.signer_info().unsigned_attributes();
        for (oid, entries_of) in VERSIONS {
            if let Some(value) = unsigned.single(oid, PRODUCTION)? {
                return Ok(Self::parse(value, entries_of)?);
            }
        }
        Err(TimestampError::NoHashIndex)
    }

    fn parse(value: Element<'a>, entries_of: EntriesOf) -> Result<Self, ParseError> {
        let mut fields = value.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let mut first = fields.expect(Tag::SEQUENCE, PRODUCTION)?;
        let mut hash_algorithm = None;
        if first.reader().peek() == Some(Tag::OBJECT_IDENTIFIER) {
            hash_algorithm = Some(AlgorithmIdentifier::parse(first, PRODUCTION)?);
            first = fields.expect(Tag::SEQUENCE, PRODUCTION)?;
        }
        let crls = fields.expect(Tag::SEQUENCE, PRODUCTION)?;
        let attributes = fields.expect(Tag::SEQUENCE, PRODUCTION)?;
        fields.finish(PRODUCTION)?;
        for list in [first, crls, attributes] {
            let mut entries = list.reader();
            while !entries.is_empty() {
                entry(&mut entries)?;
            }
        }
        Ok(Self { value, entries_of, hash_algorithm, certificates: first, crls, attributes })
    }

    pub(super) fn algorithm(&self) -> Result<DigestAlgorithm, UnsupportedAlgorithm> {
        const FIELD: &str = "ats-hash-index.hashIndAlgorithm";
        let stated =
            self.hash_algorithm.map(|identifier| DigestAlgorithm::from_identifier(&identifier, FIELD));
        stated.unwrap_or(Ok(DigestAlgorithm::Sha256))
    }

    pub(super) fn entries(&self, list: List) -> impl Iterator<Item = OctetString<'a>> + use<'a> {
        let mut entries = match list {
            List::Certificates => self.certificates.reader(),
            List::Crls => self.crls.reader(),
            List::UnsignedAttributes => self.attributes.reader(),
        };
        core::iter::from_fn(move || entry(&mut entries).ok())
    }
}

/// One of the lists of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Certificates,
    Crls,
    UnsignedAttributes,
}

impl List {
    pub(super) const ALL: [Self; 3] = [Self::Certificates, Self::Crls, Self::UnsignedAttributes];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Certificates => "certificatesHashIndex",
            Self::Crls => "crlsHashIndex",
            Self::UnsignedAttributes => "unsignedAttrValuesHashIndex",
        }
    }
}

fn entry<'a>(entries: &mut Reader<'a>) -> Result<OctetString<'a>, ParseError> {
    OctetString::parse(entries.any(PRODUCTION)?, PRODUCTION)
}

/// What an entry of version 3 is the digest of: the type of an attribute and one of its values, as they stand.
pub(super) fn value_octets<'a>(attribute: &Attribute<'a>, value: Element<'a>) -> [&'a [u8]; 2] {
    [attribute.type_bytes(), value.as_bytes()]
}

/// The index, of version 3, of everything that there is now.
pub(crate) fn encode(
    data: &SignedData<'_>,
    signer: &SignerInfo<'_>,
    algorithm: DigestAlgorithm,
    provider: &Provider,
) -> Result<Vec<u8>, CmsError> {
    let parts = data.parts();
    let certificates = elements(parts.certificates).map(|certificate| certificate.as_bytes().into());
    let crls = elements(parts.crls).map(|crl| crl.as_bytes().into());
    let values = signer
        .unsigned_attributes()
        .iter()
        .flat_map(|attribute| attribute.values().map(move |value| value_octets(&attribute, value).concat()));
    let lists = [
        digests(certificates, algorithm, provider)?,
        digests(crls, algorithm, provider)?,
        digests(values, algorithm, provider)?,
    ];
    Ok(element(Tag::SEQUENCE, &[&algorithm.to_identifier(), &lists[0], &lists[1], &lists[2]]))
}

fn digests(
    octets: impl Iterator<Item = Vec<u8>>,
    algorithm: DigestAlgorithm,
    provider: &Provider,
) -> Result<Vec<u8>, CmsError> {
    let mut contents = Vec::new();
    for octets in octets {
        let digest = provider.digest(algorithm, &octets)?;
        contents.extend(element(Tag::OCTET_STRING, &[digest.as_octets()]));
    }
    Ok(element(Tag::SEQUENCE, &[&contents]))
}
