//! The one parser of CRLs.

use time::UtcDateTime;

use super::entry::RevokedCertificate;
use crate::cert::fields::{algorithm, extensions, name, signature_value};
use crate::error::{ParseError, ParseErrorKind};
use crate::limits::MAX_CRL_OCTETS;
use crate::raw::{Element, Reader, Span, Tag};
use crate::time::parse_time;

/// Where everything stands in a CRL's DER.
///
/// ```text
/// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
/// ```
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) tbs_cert_list: Span,
    pub(super) signature_algorithm: Span,
    pub(super) signature_value: Span,
    pub(super) signature: Span,
    pub(super) issuer: Span,
    pub(super) this_update: UtcDateTime,
    pub(super) next_update: Option<UtcDateTime>,
    /// The contents of revokedCertificates.
    pub(super) revoked: Span,
    pub(super) extensions: Span,
}

impl Fields {
    /// Reads the frame; entries are read by [`check_entries`](Self::check_entries) or when iterated.
    pub(super) fn parse(der: &[u8]) -> Result<Self, ParseError> {
        if der.len() > MAX_CRL_OCTETS {
            let kind = ParseErrorKind::Limit { name: "MAX_CRL_OCTETS", allowed: MAX_CRL_OCTETS };
            return Err(ParseError::new(kind, "CertificateList", 0));
        }
        let list = Element::from_der(der, "CertificateList")?.expect(Tag::SEQUENCE, "CertificateList")?;
        let mut reader = list.reader();
        let tbs_cert_list = reader.expect(Tag::SEQUENCE, "tbsCertList")?;
        let signature_algorithm = algorithm(&mut reader, "signatureAlgorithm")?;
        let signature_value = signature_value(&mut reader)?;
        reader.finish("CertificateList")?;
        let outer = (Span::of(&tbs_cert_list), signature_algorithm, signature_value);
        Self::parse_tbs(tbs_cert_list.reader(), outer)
    }

    /// ```text
    /// TBSCertList ::= SEQUENCE {
    ///     version             INTEGER OPTIONAL,
    ///     signature           AlgorithmIdentifier,
    ///     issuer              Name,
    ///     thisUpdate          Time,
    ///     nextUpdate          Time OPTIONAL,
    ///     revokedCertificates SEQUENCE OF RevokedCertificate OPTIONAL,
    ///     crlExtensions   [0] EXPLICIT Extensions OPTIONAL }
    /// ```
    fn parse_tbs(
        mut reader: Reader<'_>,
        (tbs_cert_list, signature_algorithm, signature_value): (Span, Span, Span),
    ) -> Result<Self, ParseError> {
        version(&mut reader)?;
        let signature = algorithm(&mut reader, "tbsCertList.signature")?;
        let issuer = name(&mut reader, "tbsCertList.issuer")?;
        let this_update = parse_time(reader.any("tbsCertList.thisUpdate")?, "tbsCertList.thisUpdate")?;
        let next_update = match reader.peek() {
            Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => {
                Some(parse_time(reader.any("tbsCertList.nextUpdate")?, "tbsCertList.nextUpdate")?)
            }
            _ => None,
        };
        let revoked = match reader.optional(Tag::SEQUENCE, "tbsCertList.revokedCertificates")? {
            Some(list) => Span::new(list.contents_offset(), list.contents().len()),
            None => Span::default(),
        };
        let extensions = extensions(&mut reader, Tag::context(0), "tbsCertList.crlExtensions")?;
        reader.finish("tbsCertList")?;
        Ok(Self {
            tbs_cert_list,
            signature_algorithm,
            signature_value,
            signature,
            issuer,
            this_update,
            next_update,
            revoked,
            extensions,
        })
    }

    /// Reads every entry once, so that a list with a damaged one is refused as a whole.
    pub(super) fn check_entries<'a>(
        &self,
        der: &'a [u8],
        mut visit: impl FnMut(RevokedCertificate<'a>, usize),
    ) -> Result<(), ParseError> {
        let mut reader = Reader::new(self.revoked.slice(der)).at(self.revoked.start());
        let mut index = 0;
        while !reader.is_empty() {
            let offset = reader.offset();
            let entry = RevokedCertificate::read(&mut reader).map_err(|error| error.at_index(index))?;
            visit(entry, offset);
            index += 1;
        }
        Ok(())
    }
}

/// Absent is v1, 1 is v2; nothing else is defined.
fn version(reader: &mut Reader<'_>) -> Result<(), ParseError> {
    const PRODUCTION: &str = "tbsCertList.version";
    let Some(element) = reader.optional(Tag::INTEGER, PRODUCTION)? else { return Ok(()) };
    match element.small_integer(PRODUCTION)? {
        0 | 1 => Ok(()),
        found => Err(element.error(ParseErrorKind::UnknownVersion { found }, PRODUCTION)),
    }
}
