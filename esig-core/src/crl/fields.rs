//! The one parser of CRLs.

use der::asn1::ObjectIdentifier;
use time::UtcDateTime;

use super::entry::RevokedCertificate;
use super::view::Crl;
use crate::cert::ext::oids;
use crate::cert::fields::{algorithm, extensions, name, signature_value};
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::{Extension, ExtensionsSpan};
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
    pub(super) extensions: ExtensionsSpan,
    pub(super) is_indirect: bool,
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
        let crl = Crl { der, fields: &fields, index: None };
        crl.check_extensions()?;
        let kind = Kind::of(&crl)?;
        fields.entry_with_unknown = fields.check_entries(der, &kind, visit)?;
        fields.is_indirect = kind.is_indirect;
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
            is_indirect: false,
            entry_with_unknown: None,
        })
    }

    /// Reads every entry; gives the offset of the first with a critical extension that is not known.
    fn check_entries<'a>(
        &self,
        der: &'a [u8],
        kind: &Kind,
        mut visit: impl FnMut(&RevokedCertificate<'a>, usize),
    ) -> Result<Option<u32>, ParseError> {
        let mut reader = Reader::new(self.revoked.slice(der)).at(self.revoked.start());
        let mut unknown = None;
        for index in 0.. {
            if reader.is_empty() {
                break;
            }
            let offset = reader.offset();
            let entry = RevokedCertificate::read(&mut reader).map_err(|error| error.at_index(index))?;
            entry.check(self.version).map_err(|error| error.at_index(index))?;
            if unknown.is_none() && kind.unknown_critical(&entry).is_some() {
                // Lengths are read into 32 bits, so offsets fit.
                unknown = Some(offset as u32);
            }
            visit(&entry, offset);
        }
        Ok(unknown)
    }
}

/// What the extensions of a CRL allow its entries to say.
pub(super) struct Kind {
    is_indirect: bool,
}

impl Kind {
    pub(super) fn of(crl: &Crl<'_>) -> Result<Self, ParseError> {
        let point = crl.issuing_distribution_point()?;
        Ok(Self { is_indirect: point.is_some_and(|point| point.indirect_crl) })
    }

    /// The first critical extension that is not processed. §5.3.3 defines certificateIssuer for indirect CRLs alone: in
    /// any other it leaves open whose certificate is meant.
    pub(super) fn unknown_critical<'a>(&self, entry: &RevokedCertificate<'a>) -> Option<Extension<'a>> {
        let mut critical = entry.extensions.iter().filter(|extension| extension.critical);
        critical.find(|extension| {
            let is_known = KNOWN.iter().any(|known| extension.oid == *known);
            !is_known && (!self.is_indirect || extension.oid != oids::CERTIFICATE_ISSUER)
        })
    }
}

/// Extensions of entries (§5.3) that are processed in every CRL.
const KNOWN: [ObjectIdentifier; 3] = [oids::CRL_REASON, oids::INVALIDITY_DATE, oids::HOLD_INSTRUCTION_CODE];

/// Absent is v1, 1 is v2; nothing else is defined, and v1 is not written out.
fn version(reader: &mut Reader<'_>) -> Result<u8, ParseError> {
    const PRODUCTION: &str = "tbsCertList.version";
    let Some(element) = reader.optional(Tag::INTEGER, PRODUCTION)? else { return Ok(1) };
    match element.small_integer(PRODUCTION)? {
        1 => Ok(2),
        found => Err(element.error(ParseErrorKind::UnknownVersion { found }, PRODUCTION)),
    }
}
