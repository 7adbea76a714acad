//! Certificates, CRLs and OCSP responses wherever a signature carries them, each with its place.
//!
//! RFC 5652 §10.2, RFC 5940, RFC 5126 §6.3, EN 319 122-1 annex A.1, ISO 32000-2 §12.8.3.3.2. CryptoPro's software puts the
//! certificates of authorities and responders into certificate-values and none into tokens and responses; others do the
//! reverse. Nothing found here is trusted for being here.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use esig_cms::{SignedData, ValidationObject};
//! use esig_core::Limits;
//!
//! let signature = std::fs::read("contract.pdf.sig")?;
//! let data = SignedData::parse(&signature, &Limits::DEFAULT)?;
//! for embedded in data.validation_objects() {
//!     if let ValidationObject::Crl(crl) = embedded.object {
//!         println!("a CRL of {} octets in {}", crl.len(), embedded.place);
//!     }
//! }
//! # Ok(())
//! # }
//! ```

use alloc::vec::Vec;
use core::fmt;

use esig_core::Limits;
use esig_core::raw::Element;

use crate::attributes::{Attribute, CertificateValues, RevocationValues, TimestampKind};
use crate::oids;
use crate::signed_data::{RevocationInfo, SignedData};
use crate::signer_info::SignerInfo;
use crate::signer_path;

/// A certificate, a CRL or an OCSP response, as it stands; not parsed.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidationObject<'a> {
    /// A certificate.
    Certificate(&'a [u8]),
    /// A CRL.
    Crl(&'a [u8]),
    /// An OCSPResponse, or a BasicOCSPResponse without the wrapper.
    OcspResponse(&'a [u8]),
}

impl<'a> ValidationObject<'a> {
    /// The whole encoding.
    pub fn as_bytes(&self) -> &'a [u8] {
        match self {
            Self::Certificate(bytes) | Self::Crl(bytes) | Self::OcspResponse(bytes) => bytes,
        }
    }

    pub(crate) fn of_revocation_info(info: RevocationInfo<'a>) -> Option<Self> {
        match info {
            RevocationInfo::Crl(crl) => Some(Self::Crl(crl)),
            RevocationInfo::OcspResponse(response) | RevocationInfo::BasicOcspResponse(response) => {
                Some(Self::OcspResponse(response))
            }
            RevocationInfo::Other { .. } => None,
        }
    }
}

impl fmt::Debug for ValidationObject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Certificate(_) => "Certificate",
            Self::Crl(_) => "Crl",
            Self::OcspResponse(_) => "OcspResponse",
        };
        write!(f, "{name}({} octets)", self.as_bytes().len())
    }
}

/// A certificate, a CRL or an OCSP response, and where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmbeddedObject<'a> {
    /// What was found.
    pub object: ValidationObject<'a>,
    /// Where.
    pub place: Place,
}

/// Where in a SignedData something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Place {
    /// The signature's number in the order of reports: each is followed by its counter-signatures. `None` for what stands in
    /// the sets of the SignedData, beside all signatures.
    pub signature: Option<usize>,
    /// The innermost time-stamp that carries it, if one does.
    pub timestamp: Option<TimestampKind>,
    /// The field or attribute.
    pub field: Field,
}

/// A field or attribute that holds validation data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// `SignedData.certificates`.
    Certificates,
    /// `SignedData.crls`.
    Crls,
    /// The attribute certificate-values.
    CertificateValues,
    /// The attribute revocation-values.
    RevocationValues,
    /// The signed attribute revocationInfoArchival of PDF.
    RevocationInfoArchival,
}

impl Field {
    /// The name, as reports have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certificates => "SignedData.certificates",
            Self::Crls => "SignedData.crls",
            Self::CertificateValues => "certificate-values",
            Self::RevocationValues => "revocation-values",
            Self::RevocationInfoArchival => "revocationInfoArchival",
        }
    }
}

impl fmt::Display for Place {
    /// From the inside out: `SignedData.certificates of signature-time-stamp of signature 0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field.name())?;
        if let Some(timestamp) = self.timestamp {
            write!(f, " of {timestamp}")?;
        }
        match self.signature {
            Some(number) => write!(f, " of signature {number}"),
            None => Ok(()),
        }
    }
}

impl<'a> SignedData<'a> {
    /// Every certificate, CRL and OCSP response inside: in the sets, in the attributes of signatures and counter-signatures,
    /// and in the sets and attributes of their time-stamps; the same may stand in several places.
    ///
    /// What cannot be read is passed over: an attribute, or what is in it.
    pub fn validation_objects(&self) -> Vec<EmbeddedObject<'a>> {
        let mut found = Vec::new();
        collect(self, None, None, 0, &mut found);
        found
    }
}

fn collect<'a>(
    data: &SignedData<'a>,
    signature: Option<usize>,
    timestamp: Option<TimestampKind>,
    depth: usize,
    found: &mut Vec<EmbeddedObject<'a>>,
) {
    let mut add = |field, object| {
        found.push(EmbeddedObject { object, place: Place { signature, timestamp, field } });
    };
    data.certificates().for_each(|der| add(Field::Certificates, ValidationObject::Certificate(der)));
    let infos = data.revocation_infos().filter_map(ValidationObject::of_revocation_info);
    infos.for_each(|object| add(Field::Crls, object));
    for (number, (_, signer_info)) in signer_path::all(data).into_iter().enumerate() {
        // Within a token there is one signature, and what matters is whose the token is.
        let signature = signature.or(Some(number));
        collect_attributes(&signer_info, signature, timestamp, depth, found);
    }
}

fn collect_attributes<'a>(
    signer_info: &SignerInfo<'a>,
    signature: Option<usize>,
    timestamp: Option<TimestampKind>,
    depth: usize,
    found: &mut Vec<EmbeddedObject<'a>>,
) {
    let attributes = signer_info.signed_attributes().iter().chain(signer_info.unsigned_attributes().iter());
    for attribute in attributes {
        for value in attribute.values() {
            let Some((field, objects)) = of_value(&attribute, value) else { continue };
            let place = Place { signature, timestamp, field };
            found.extend(objects.into_iter().map(|object| EmbeddedObject { object, place }));
        }
    }
    for inner in signer_info.timestamps().filter(|_| depth < MAX_TOKEN_DEPTH) {
        if let Ok(token) = SignedData::parse(inner.token, &Limits::DEFAULT) {
            collect(&token, signature, Some(inner.kind), depth + 1, found);
        }
    }
}

/// What an attribute's value holds itself, time-stamps left out.
fn of_value<'a>(attribute: &Attribute<'a>, value: Element<'a>) -> Option<(Field, Vec<ValidationObject<'a>>)> {
    let oid = attribute.oid();
    if oid == oids::CERTIFICATE_VALUES {
        let values = CertificateValues::parse(value).ok()?;
        return Some((
            Field::CertificateValues,
            values.certificates().map(ValidationObject::Certificate).collect(),
        ));
    }
    let field = if oid == oids::REVOCATION_VALUES {
        Field::RevocationValues
    } else if oid == oids::REVOCATION_INFO_ARCHIVAL {
        Field::RevocationInfoArchival
    } else {
        return None;
    };
    let values = RevocationValues::parse(value, "RevocationValues[]").ok()?;
    let crls = values.crls().map(ValidationObject::Crl);
    Some((field, crls.chain(values.ocsp_responses().map(ValidationObject::OcspResponse)).collect()))
}

/// What an attribute's value holds, time-stamps and all that they hold included.
pub(crate) fn in_value<'a>(attribute: &Attribute<'a>, value: Element<'a>) -> Vec<ValidationObject<'a>> {
    if let Some((_, objects)) = of_value(attribute, value) {
        return objects;
    }
    if TimestampKind::of(attribute.oid()).is_none() {
        return Vec::new();
    }
    let token = SignedData::parse(value.as_bytes(), &Limits::DEFAULT);
    let objects = token.map(|token| token.validation_objects()).unwrap_or_default();
    objects.into_iter().map(|embedded| embedded.object).collect()
}

/// Levels of time-stamps within the attributes of time-stamps: a renewed archive has one.
const MAX_TOKEN_DEPTH: usize = 4;
