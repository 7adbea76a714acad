//! The outermost view: a ContentInfo with a SignedData (RFC 5652 §3 and §5.1).

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use esig_core::error::ParseErrorKind;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{AlgorithmIdentifier, Limits, ParseError, ParsedCertificate, Provider};

use crate::content::{ContentDigests, ContentHasher};
use crate::covered::ArchiveContexts;
use crate::encapsulated_content::{EncapsulatedContent, EncapsulatedContentInfo};
use crate::error::CmsError;
use crate::finding::Finding;
use crate::oids;
use crate::signer_info::{SignerInfo, Signs};
use crate::stream::Origin;

/// A parsed SignedData over the original bytes, DER or BER; parsing allocates nothing.
///
/// ```text
/// ContentInfo ::= SEQUENCE { contentType ContentType, content [0] EXPLICIT ANY }
/// SignedData ::= SEQUENCE {
///     version CMSVersion,
///     digestAlgorithms DigestAlgorithmIdentifiers,
///     encapContentInfo EncapsulatedContentInfo,
///     certificates [0] IMPLICIT CertificateSet OPTIONAL,
///     crls [1] IMPLICIT RevocationInfoChoices OPTIONAL,
///     signerInfos SignerInfos }
/// ```
///
/// Certificates, CRLs and OCSP responses must be DER, as they are signed themselves; everything else may be BER: indefinite
/// and overlong lengths, strings in pieces of pieces, SETs in any order.
#[derive(Clone, Copy)]
pub struct SignedData<'a> {
    content_info: Element<'a>,
    padding: usize,
    input_limit: usize,
    version: Element<'a>,
    digest_algorithms: Element<'a>,
    encapsulated: EncapsulatedContentInfo<'a>,
    certificates: Option<Element<'a>>,
    crls: Option<Element<'a>>,
    signer_infos: Element<'a>,
    origin: Option<&'a Origin>,
}

impl<'a> SignedData<'a> {
    /// Parses the ContentInfo that `bytes` consist of; zero octets may follow it.
    ///
    /// # Errors
    /// [`CmsError::Malformed`] with the production and the offset, [`CmsError::NotSignedData`] for other CMS.
    pub fn parse(bytes: &'a [u8], limits: &Limits) -> Result<Self, CmsError> {
        if bytes.len() > limits.input_octets {
            return Err(limit("input_octets", limits.input_octets, "ContentInfo", 0).into());
        }
        let mut reader = Reader::ber(bytes);
        if reader.peek().is_some_and(|tag| tag != Tag::SEQUENCE) {
            return Err(reader.error(ParseErrorKind::NotAsn1, "ContentInfo").into());
        }
        let content_info = reader.expect(Tag::SEQUENCE, "ContentInfo")?;
        let padding = zero_padding(&reader)?;
        let signed_data = content(content_info)?;
        let this = Self::read(content_info, signed_data, padding, limits.input_octets)?;
        this.check_elements(limits)?;
        Ok(this)
    }

    fn read(
        content_info: Element<'a>,
        signed_data: Element<'a>,
        padding: usize,
        input_limit: usize,
    ) -> Result<Self, ParseError> {
        let mut fields = signed_data.reader();
        let version = fields.any("SignedData.version")?;
        version.small_integer("SignedData.version")?;
        let digest_algorithms = fields.expect(Tag::SET, "digestAlgorithms")?;
        let encapsulated = EncapsulatedContentInfo::read(&mut fields)?;
        let certificates = fields.optional(Tag::context(0), "certificates")?;
        let crls = fields.optional(Tag::context(1), "crls")?;
        let signer_infos = fields.expect(Tag::SET, "signerInfos")?;
        fields.finish("SignedData")?;
        Ok(Self {
            content_info,
            padding,
            input_limit,
            version,
            digest_algorithms,
            encapsulated,
            certificates,
            crls,
            signer_infos,
            origin: None,
        })
    }

    /// The same, counting octets as in the stream that it was read from, which the content was a part of.
    pub(crate) fn with_origin(self, origin: &'a Origin) -> Self {
        let moved = |element: Element<'a>| element.at(origin.offset(element.offset()));
        let element = moved(self.encapsulated.element);
        Self {
            version: moved(self.version),
            digest_algorithms: moved(self.digest_algorithms),
            encapsulated: EncapsulatedContentInfo { element, ..self.encapsulated },
            certificates: self.certificates.map(moved),
            crls: self.crls.map(moved),
            signer_infos: moved(self.signer_infos),
            origin: Some(origin),
            ..self
        }
    }

    /// Reads every element of every SET once, so that the iterators need not report errors.
    fn check_elements(&self, limits: &Limits) -> Result<(), ParseError> {
        let digests = ("digestAlgorithms[]", "MAX_DIGEST_ALGORITHMS", MAX_DIGEST_ALGORITHMS);
        check_each(Some(self.digest_algorithms), digests, |element| {
            AlgorithmIdentifier::parse(element, "digestAlgorithms[]").map(drop)
        })?;
        check_each(self.certificates, ("certificates[]", "certificates", limits.certificates), check_choice)?;
        check_each(self.crls, ("crls[]", "crls", limits.crls), |element| {
            RevocationInfo::parse(element, "crls[]").map(drop)
        })?;
        let mut count = 0;
        check_each(Some(self.signer_infos), ("signerInfos[]", "signers", limits.signers), |element| {
            SignerInfo::parse(element, self.signs(), limits, 0, &mut count).map(drop)
        })
    }

    fn signs(&self) -> Signs<'a> {
        let has_revocation_data = self.crls.is_some_and(|crls| !crls.contents().is_empty());
        Signs::Content {
            content_type: self.encapsulated.content_type,
            has_revocation_data,
            digest_algorithms: self.digest_algorithms,
            is_octet_string: self.content_is_octet_string(),
        }
    }

    /// Whether the content is as CMS has it, or is not inside.
    fn content_is_octet_string(&self) -> bool {
        match self.origin {
            Some(origin) => !origin.findings().contains(&Finding::ContentNotOctetString),
            None => self.encapsulated.content.is_none_or(|content| is_octet_string(content.tag())),
        }
    }

    /// The ContentInfo, exactly as it stands, without octets that follow it.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.content_info.as_bytes()
    }

    /// The version number, as written; it decides nothing.
    pub fn version(&self) -> u32 {
        self.version.small_integer("SignedData.version").unwrap_or_default()
    }

    pub(crate) fn encapsulated(&self) -> EncapsulatedContentInfo<'a> {
        self.encapsulated
    }

    /// The fields as they stand, for writing them again with something added.
    pub(crate) fn parts(&self) -> Parts<'a> {
        Parts {
            version: self.version,
            digest_algorithms: self.digest_algorithms,
            encapsulated_content_info: self.encapsulated.element,
            certificates: self.certificates,
            crls: self.crls,
            signer_infos: self.signer_infos,
        }
    }

    /// eContentType, as it stands.
    pub(crate) fn content_type_element(&self) -> &'a [u8] {
        let octets = self.encapsulated.element.reader().any("encapContentInfo.eContentType");
        octets.map_or(&[], |element| element.as_bytes())
    }

    /// digestAlgorithms: a hint for reading in one pass (RFC 5652 §5.1); what counts stands in each SignerInfo.
    pub fn digest_algorithms(&self) -> impl Iterator<Item = AlgorithmIdentifier<'a>> + use<'a> {
        algorithms(self.digest_algorithms)
    }

    /// eContentType.
    pub fn content_type(&self) -> Oid<'a> {
        self.encapsulated.content_type
    }

    /// The content inside; `None` if the signature is detached, or was read from a stream, which keeps no content.
    pub fn encapsulated_content(&self) -> Option<EncapsulatedContent<'a>> {
        let content_type = self.encapsulated.content_type;
        self.encapsulated.content.map(|element| EncapsulatedContent { content_type, element })
    }

    /// Whether content was inside that passed by while the signature was read from a stream: only its digests are known.
    pub fn is_content_gone(&self) -> bool {
        self.origin.is_some_and(Origin::had_content)
    }

    /// The X.509 certificates of the bag, each the whole DER; not parsed, and not all needed.
    pub fn certificates(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        elements(self.certificates)
            .filter(|element| element.tag() == Tag::SEQUENCE)
            .map(|element| element.as_bytes())
    }

    /// The CRLs of the bag, each the whole DER.
    pub fn crls(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.revocation_infos().filter_map(|info| match info {
            RevocationInfo::Crl(crl) => Some(crl),
            _ => None,
        })
    }

    /// Everything in `crls`, OCSP responses included, in the order of the encoding.
    pub fn revocation_infos(&self) -> impl Iterator<Item = RevocationInfo<'a>> + use<'a> {
        elements(self.crls).filter_map(|element| RevocationInfo::parse(element, "crls[]").ok())
    }

    /// The signatures, in the order of the encoding. None in a bag of certificates.
    pub fn signer_infos(&self) -> impl Iterator<Item = SignerInfo<'a>> + use<'a> {
        let signs = self.signs();
        elements(Some(self.signer_infos))
            .filter_map(move |element| SignerInfo::read(element, signs, usize::MAX).ok())
    }

    /// The signature with that number, counted from zero in the order of the encoding.
    pub(crate) fn signer_info(&self, index: usize) -> Result<SignerInfo<'a>, CmsError> {
        let signatures = self.signer_infos().count();
        self.signer_infos().nth(index).ok_or(CmsError::NoSuchSignature { index, signatures })
    }

    /// The certificates of the bag that `signer` names: usually one. sid is not signed, and anyone can put another
    /// certificate with the same names in the bag; [`SignerInfo::check`] tells them apart.
    pub fn candidates<'s>(
        &self,
        signer: &SignerInfo<'s>,
    ) -> impl Iterator<Item = ParsedCertificate<'a>> + use<'a, 's> {
        let sid = signer.sid();
        let parsed = self.certificates().filter_map(|der| ParsedCertificate::parse(der).ok());
        parsed.filter(move |certificate| sid.matches(&certificate.view()))
    }

    /// The first of the [`candidates`](Self::candidates).
    pub fn find_certificate(&self, signer: &SignerInfo<'_>) -> Option<ParsedCertificate<'a>> {
        self.candidates(signer).next()
    }

    /// Starts the digests that the signers of this SignedData need, and their time-stamps over the content.
    ///
    /// An algorithm that is not known is left out: that signer's check will say so, and the others are not hindered.
    pub fn hasher(&self, provider: &Provider) -> ContentHasher {
        let hasher = ContentHasher::for_signers(self.signer_infos(), provider, self.input_limit);
        hasher.with_archive_contexts(ArchiveContexts::for_detached(self, provider))
    }

    /// The digests of the content inside; [`ContentDigests::none`] if the signature is detached.
    pub fn digest_encapsulated_content(&self, provider: &Provider) -> ContentDigests {
        let Some(content) = self.encapsulated_content() else { return ContentDigests::none() };
        let mut hasher = self.hasher(provider);
        content.segments().for_each(|segment| hasher.update(segment));
        hasher.finish()
    }

    /// What is odd without making the whole unreadable.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.outer_findings();
        let other_certificate = |element: Element<'_>| {
            let choice = element.tag().context_number()?;
            Some(Finding::OtherCertificateFormat { choice, offset: element.offset() })
        };
        findings.extend(elements(self.certificates).filter_map(other_certificate));
        let other_revocation = |element| match RevocationInfo::parse(element, "crls[]") {
            Ok(RevocationInfo::Other { .. }) => {
                Some(Finding::OtherRevocationFormat { offset: element.offset() })
            }
            _ => None,
        };
        findings.extend(elements(self.crls).filter_map(other_revocation));
        findings
    }

    /// What is odd in the layers around the fields, and in the content.
    fn outer_findings(&self) -> Vec<Finding> {
        if let Some(origin) = self.origin {
            return origin.findings().into();
        }
        let is_der = Element::from_der(self.as_bytes(), "ContentInfo").is_ok();
        outer_findings(self.padding, is_der, self.encapsulated.content.map(|content| content.tag()))
    }
}

impl fmt::Debug for SignedData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedData")
            .field("content_type", &self.encapsulated.content_type)
            .field("certificates", &self.certificates().count())
            .field("signer_infos", &self.signer_infos().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The fields of a SignedData, each as it stands.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) version: Element<'a>,
    pub(crate) digest_algorithms: Element<'a>,
    pub(crate) encapsulated_content_info: Element<'a>,
    pub(crate) certificates: Option<Element<'a>>,
    pub(crate) crls: Option<Element<'a>>,
    pub(crate) signer_infos: Element<'a>,
}

/// One element of `crls` (RFC 5652 §10.2.1, RFC 5940).
///
/// ```text
/// RevocationInfoChoice ::= CHOICE { crl CertificateList, other [1] IMPLICIT OtherRevocationInfoFormat }
/// OtherRevocationInfoFormat ::= SEQUENCE { otherRevInfoFormat OBJECT IDENTIFIER, otherRevInfo ANY }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationInfo<'a> {
    /// A CRL.
    Crl(&'a [u8]),
    /// An OCSPResponse.
    OcspResponse(&'a [u8]),
    /// A BasicOCSPResponse, without the wrapper.
    BasicOcspResponse(&'a [u8]),
    /// Another format.
    Other {
        /// Which one.
        format: Oid<'a>,
        /// The value.
        value: &'a [u8],
    },
}

impl<'a> RevocationInfo<'a> {
    pub(crate) fn parse(element: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        match element.tag() {
            Tag::SEQUENCE => return Ok(Self::Crl(element.as_bytes())),
            tag if tag == Tag::context(1) => {}
            found => return Err(unexpected(element, found, production)),
        }
        let mut fields = element.reader();
        let format = fields.any(production)?.oid(production)?;
        let value = fields.any(production)?.as_bytes();
        fields.finish(production)?;
        if format == oids::OCSP_RESPONSE {
            return Ok(Self::OcspResponse(value));
        }
        Ok(if format == oids::OCSP_BASIC {
            Self::BasicOcspResponse(value)
        } else {
            Self::Other { format, value }
        })
    }
}

/// The SignedData inside a ContentInfo.
fn content(content_info: Element<'_>) -> Result<Element<'_>, CmsError> {
    let mut fields = content_info.reader();
    check_content_type(fields.any("ContentInfo.contentType")?)?;
    let wrapper = fields.expect(Tag::context(0), "ContentInfo.content")?;
    fields.finish("ContentInfo")?;
    let mut inner = wrapper.reader();
    let signed_data = inner.expect(Tag::SEQUENCE, "SignedData")?;
    inner.finish("ContentInfo.content")?;
    Ok(signed_data)
}

/// The contentType of a ContentInfo, which must be id-signedData.
pub(crate) fn check_content_type(element: Element<'_>) -> Result<(), CmsError> {
    let content_type = element.oid("ContentInfo.contentType")?;
    if content_type == oids::SIGNED_DATA {
        return Ok(());
    }
    Err(CmsError::NotSignedData { content_type: content_type.to_string() })
}

/// PDF pads signatures with zeros, and some tools whole files; anything else after the end is an error.
fn zero_padding(reader: &Reader<'_>) -> Result<usize, ParseError> {
    let octets = reader.rest().len();
    if reader.rest().iter().all(|octet| *octet == 0) {
        return Ok(octets);
    }
    Err(reader.error(ParseErrorKind::TrailingData { octets }, "ContentInfo"))
}

/// What is odd with so many zero octets after the end, an outermost layer by DER or not, and content of that type.
pub(crate) fn outer_findings(padding: usize, is_der: bool, content: Option<Tag>) -> Vec<Finding> {
    let in_pieces = content == Some(Tag::CONSTRUCTED_OCTET_STRING);
    let is_other = content.is_some_and(|tag| !is_octet_string(tag));
    let findings = [
        (padding > 0).then_some(Finding::ZeroPadding { octets: padding }),
        (!is_der || in_pieces).then_some(Finding::NotDer),
        is_other.then_some(Finding::ContentNotOctetString),
    ];
    findings.into_iter().flatten().collect()
}

fn is_octet_string(tag: Tag) -> bool {
    matches!(tag, Tag::OCTET_STRING | Tag::CONSTRUCTED_OCTET_STRING)
}

/// The elements of a SET that was read before.
pub(crate) fn elements<'a>(set: Option<Element<'a>>) -> impl Iterator<Item = Element<'a>> + use<'a> {
    let mut reader = set.map(|set| set.reader());
    core::iter::from_fn(move || reader.as_mut()?.any("SET OF").ok())
}

/// The elements of digestAlgorithms, which was read before.
pub(crate) fn algorithms<'a>(
    digest_algorithms: Element<'a>,
) -> impl Iterator<Item = AlgorithmIdentifier<'a>> + use<'a> {
    elements(Some(digest_algorithms))
        .filter_map(|element| AlgorithmIdentifier::parse(element, "digestAlgorithms[]").ok())
}

/// Checks the elements of a SET, of which the limit with that name allows so many.
fn check_each<'a>(
    set: Option<Element<'a>>,
    (production, name, allowed): (&'static str, &'static str, usize),
    mut check: impl FnMut(Element<'a>) -> Result<(), ParseError>,
) -> Result<(), ParseError> {
    let Some(set) = set else { return Ok(()) };
    let mut reader = set.reader();
    let mut index = 0;
    while !reader.is_empty() {
        if index == allowed {
            return Err(limit(name, allowed, production, reader.offset()));
        }
        reader.any(production).and_then(&mut check).map_err(|error| error.at_index(index))?;
        index += 1;
    }
    Ok(())
}

/// ```text
/// CertificateChoices ::= CHOICE {
///     certificate Certificate,
///     extendedCertificate [0] IMPLICIT ExtendedCertificate,  -- obsolete
///     v1AttrCert          [1] IMPLICIT AttributeCertificateV1,  -- obsolete
///     v2AttrCert          [2] IMPLICIT AttributeCertificateV2,
///     other               [3] IMPLICIT OtherCertificateFormat }
/// ```
fn check_choice(element: Element<'_>) -> Result<(), ParseError> {
    match element.tag() {
        Tag::SEQUENCE => Ok(()),
        tag if tag.context_number().is_some_and(|number| number <= 3) => Ok(()),
        found => Err(unexpected(element, found, "certificates[]")),
    }
}

fn limit(name: &'static str, allowed: usize, production: &'static str, offset: usize) -> ParseError {
    ParseError::new(ParseErrorKind::Limit { name, allowed }, production, offset)
}

fn unexpected(element: Element<'_>, found: Tag, production: &'static str) -> ParseError {
    element.error(ParseErrorKind::UnexpectedTag { wanted: Tag::SEQUENCE, found }, production)
}

/// Elements of digestAlgorithms: one per signer at most, and there are only so many algorithms.
const MAX_DIGEST_ALGORITHMS: usize = 1_000;
