//! The one parser of certificates.

use crate::algorithm::AlgorithmIdentifier;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::{Extensions, ExtensionsSpan};
use crate::limits::{MAX_CERTIFICATE_OCTETS, MAX_SERIAL_OCTETS};
use crate::name::Name;
use crate::raw::{Element, Reader, Span, Tag};
use crate::spki::Spki;
use crate::time::{Validity, parse_time};

/// Where everything stands in a certificate's DER; offsets only, so that it serves borrowed and owned bytes.
///
/// ```text
/// Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
/// ```
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) tbs_certificate: Span,
    pub(super) signature_algorithm: Span,
    pub(super) signature_value: Span,
    pub(super) version: u8,
    pub(super) serial_number: Span,
    pub(super) signature: Span,
    pub(super) issuer: Span,
    pub(super) validity: Validity,
    pub(super) subject: Span,
    pub(super) subject_public_key_info: Span,
    pub(super) extensions: ExtensionsSpan,
}

impl Fields {
    pub(super) fn parse(der: &[u8]) -> Result<Self, ParseError> {
        if der.len() > MAX_CERTIFICATE_OCTETS {
            let kind =
                ParseErrorKind::Limit { name: "MAX_CERTIFICATE_OCTETS", allowed: MAX_CERTIFICATE_OCTETS };
            return Err(ParseError::new(kind, "Certificate", 0));
        }
        let certificate = Element::from_der(der, "Certificate")?.expect(Tag::SEQUENCE, "Certificate")?;
        let mut reader = certificate.reader();
        let tbs_certificate = reader.expect(Tag::SEQUENCE, "tbsCertificate")?;
        let signature_algorithm = algorithm(&mut reader, "signatureAlgorithm")?;
        let signature_value = signature_value(&mut reader)?;
        reader.finish("Certificate")?;
        let outer = (Span::of(&tbs_certificate), signature_algorithm, signature_value);
        Self::parse_tbs(tbs_certificate.reader(), outer)
    }

    /// ```text
    /// TBSCertificate ::= SEQUENCE {
    ///     version         [0] EXPLICIT Version DEFAULT v1,
    ///     serialNumber        CertificateSerialNumber,
    ///     signature           AlgorithmIdentifier,
    ///     issuer              Name,
    ///     validity            Validity,
    ///     subject             Name,
    ///     subjectPublicKeyInfo SubjectPublicKeyInfo,
    ///     issuerUniqueID  [1] IMPLICIT UniqueIdentifier OPTIONAL,
    ///     subjectUniqueID [2] IMPLICIT UniqueIdentifier OPTIONAL,
    ///     extensions      [3] EXPLICIT Extensions OPTIONAL }
    /// ```
    fn parse_tbs(
        mut reader: Reader<'_>,
        (tbs_certificate, signature_algorithm, signature_value): (Span, Span, Span),
    ) -> Result<Self, ParseError> {
        let version = version(&mut reader)?;
        let serial_number = serial_number(&mut reader, "tbsCertificate.serialNumber")?;
        let signature = algorithm(&mut reader, "tbsCertificate.signature")?;
        let issuer = name(&mut reader, "tbsCertificate.issuer")?;
        let validity = validity(&mut reader)?;
        let subject = name(&mut reader, "tbsCertificate.subject")?;
        let key = reader.any("tbsCertificate.subjectPublicKeyInfo")?;
        Spki::parse(key)?;
        for unique_identifier in [1, 2] {
            reader.optional(Tag::context_primitive(unique_identifier), "tbsCertificate.uniqueIdentifier")?;
        }
        let extensions = extensions(&mut reader, Tag::context(3), "tbsCertificate.extensions")?;
        reader.finish("tbsCertificate")?;
        Ok(Self {
            tbs_certificate,
            signature_algorithm,
            signature_value,
            version,
            serial_number,
            signature,
            issuer,
            validity,
            subject,
            subject_public_key_info: Span::of(&key),
            extensions,
        })
    }
}

/// v1 is 0 and absent by DER; an explicit 0 is seen and harmless.
fn version(reader: &mut Reader<'_>) -> Result<u8, ParseError> {
    const PRODUCTION: &str = "tbsCertificate.version";
    let Some(wrapper) = reader.optional(Tag::context(0), PRODUCTION)? else { return Ok(1) };
    let mut inner = wrapper.reader();
    let element = inner.any(PRODUCTION)?;
    inner.finish(PRODUCTION)?;
    match element.small_integer(PRODUCTION)? {
        found @ 0..=2 => Ok(found as u8 + 1),
        found => Err(element.error(ParseErrorKind::UnknownVersion { found }, PRODUCTION)),
    }
}

/// The contents of the INTEGER, negative and long ones included.
pub(crate) fn serial_number(reader: &mut Reader<'_>, production: &'static str) -> Result<Span, ParseError> {
    let element = reader.expect(Tag::INTEGER, production)?;
    let octets = element.integer(production)?;
    if octets.len() > MAX_SERIAL_OCTETS {
        let kind = ParseErrorKind::Limit { name: "MAX_SERIAL_OCTETS", allowed: MAX_SERIAL_OCTETS };
        return Err(element.error(kind, production));
    }
    Ok(Span::new(element.contents_offset(), octets.len()))
}

pub(crate) fn algorithm(reader: &mut Reader<'_>, production: &'static str) -> Result<Span, ParseError> {
    let element = reader.expect(Tag::SEQUENCE, production)?;
    AlgorithmIdentifier::parse(element, production)?;
    Ok(Span::of(&element))
}

pub(crate) fn name(reader: &mut Reader<'_>, production: &'static str) -> Result<Span, ParseError> {
    let element = reader.any(production)?;
    Name::parse(element, production)?;
    Ok(Span::of(&element))
}

/// The octets of signatureValue, whose bits are all used by every algorithm there is.
pub(crate) fn signature_value(reader: &mut Reader<'_>) -> Result<Span, ParseError> {
    const PRODUCTION: &str = "signatureValue";
    let element = reader.expect(Tag::BIT_STRING, PRODUCTION)?;
    let octets = element.bit_string(PRODUCTION)?.whole_octets();
    let octets = octets.ok_or_else(|| element.error(ParseErrorKind::InvalidValue, PRODUCTION))?;
    Ok(Span::new(element.contents_offset() + 1, octets.len()))
}

/// Where the contents of the SEQUENCE OF Extension stand; empty if the field is absent.
pub(crate) fn extensions(
    reader: &mut Reader<'_>,
    tag: Tag,
    production: &'static str,
) -> Result<ExtensionsSpan, ParseError> {
    Extensions::read_field(reader, tag, production).map(|extensions| extensions.span())
}

fn validity(reader: &mut Reader<'_>) -> Result<Validity, ParseError> {
    const PRODUCTION: &str = "tbsCertificate.validity";
    let mut reader = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let not_before = parse_time(reader.any(PRODUCTION)?, "tbsCertificate.validity.notBefore")?;
    let not_after = parse_time(reader.any(PRODUCTION)?, "tbsCertificate.validity.notAfter")?;
    reader.finish(PRODUCTION)?;
    Ok(Validity { not_before, not_after })
}
