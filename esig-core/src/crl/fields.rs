//! The one parser of CRLs.

use time::UtcDateTime;

use super::entry::{ReasonCode, RevokedCertificate};
use super::view::Crl;
use crate::cert::ext::oids;
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
    pub(super) version: u8,
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
    /// The first entry with a critical extension that is not known.
    pub(super) entry_with_unknown: Option<u32>,
}

impl Fields {
    /// Reads everything once, so that a list with one damaged entry is refused as a whole; `visit` sees each entry
    /// and its offset.
    pub(super) fn parse<'a>(
        der: &'a [u8],
        visit: impl FnMut(&RevokedCertificate<'a>, usize),
    ) -> Result<Self, ParseError> {
        let mut fields = Self::parse_frame(der)?;
        Crl { der, fields: &fields, index: None }.check_extensions()?;
        fields.entry_with_unknown = fields.check_entries(der, visit)?;
        Ok(fields)
    }

    fn parse_frame(der: &[u8]) -> Result<Self, ParseError> {
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
        let version = version(&mut reader)?;
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
            // §5.1.2.6: "When there are no revoked certificates, the revoked certificates list MUST be absent."
            Some(list) if list.contents().is_empty() => {
                return Err(list.error(ParseErrorKind::Empty, "tbsCertList.revokedCertificates"));
            }
            Some(list) => Span::new(list.contents_offset(), list.contents().len()),
            None => Span::default(),
        };
        // §5.1.2.7: "This field may only appear if the version is 2."
        if version < 2 && reader.peek() == Some(Tag::context(0)) {
            return Err(reader.error(ParseErrorKind::NotInVersion { version }, "tbsCertList.crlExtensions"));
        }
        let extensions = extensions(&mut reader, Tag::context(0), "tbsCertList.crlExtensions")?;
        reader.finish("tbsCertList")?;
        Ok(Self {
            version,
            tbs_cert_list,
            signature_algorithm,
            signature_value,
            signature,
            issuer,
            this_update,
            next_update,
            revoked,
            extensions,
            entry_with_unknown: None,
        })
    }

    /// Reads every entry; gives the offset of the first with a critical extension that is not known.
    fn check_entries<'a>(
        &self,
        der: &'a [u8],
        mut visit: impl FnMut(&RevokedCertificate<'a>, usize),
    ) -> Result<Option<u32>, ParseError> {
        let crl = Crl { der, fields: self, index: None };
        let kind = Kind::of(&crl)?;
        let mut reader = Reader::new(self.revoked.slice(der)).at(self.revoked.start());
        let mut unknown = None;
        for index in 0.. {
            if reader.is_empty() {
                break;
            }
            let offset = reader.offset();
            let entry = RevokedCertificate::read(&mut reader).map_err(|error| error.at_index(index))?;
            kind.check(&entry, self.version, offset).map_err(|error| error.at_index(index))?;
            if unknown.is_none() && entry.unknown_critical_extension().is_some() {
                // Lengths are read into 32 bits, so offsets fit.
                unknown = Some(offset as u32);
            }
            visit(&entry, offset);
        }
        Ok(unknown)
    }
}

/// What the extensions of a CRL allow its entries to say.
struct Kind {
    is_delta: bool,
    is_indirect: bool,
}

impl Kind {
    fn of(crl: &Crl<'_>) -> Result<Self, ParseError> {
        let point = crl.issuing_distribution_point()?;
        let is_delta = crl.extensions().find(&oids::DELTA_CRL_INDICATOR).is_some();
        Ok(Self { is_delta, is_indirect: point.is_some_and(|point| point.indirect_crl) })
    }

    /// §5.3.1: removeFromCRL "may only appear in delta CRLs"; §5.3.3: certificateIssuer belongs to indirect CRLs. Either
    /// elsewhere leaves open which certificates are revoked.
    fn check(&self, entry: &RevokedCertificate<'_>, version: u8, offset: usize) -> Result<(), ParseError> {
        entry.check(version)?;
        let error = |production| Err(ParseError::new(ParseErrorKind::InvalidValue, production, offset));
        if !self.is_delta && entry.reason_code()? == ReasonCode::RemoveFromCrl {
            return error("revokedCertificates[].cRLReason");
        }
        if !self.is_indirect && entry.extensions.find(&oids::CERTIFICATE_ISSUER).is_some() {
            return error("revokedCertificates[].certificateIssuer");
        }
        Ok(())
    }
}

/// Absent is v1, 1 is v2; nothing else is defined, and v1 is not written out.
fn version(reader: &mut Reader<'_>) -> Result<u8, ParseError> {
    const PRODUCTION: &str = "tbsCertList.version";
    let Some(element) = reader.optional(Tag::INTEGER, PRODUCTION)? else { return Ok(1) };
    match element.small_integer(PRODUCTION)? {
        1 => Ok(2),
        found => Err(element.error(ParseErrorKind::UnknownVersion { found }, PRODUCTION)),
    }
}
