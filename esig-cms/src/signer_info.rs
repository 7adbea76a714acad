//! One signature within a SignedData.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use esig_core::error::{ParseErrorKind, UnsupportedAlgorithm};
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{AlgorithmIdentifier, Certificate, DigestAlgorithm, Limits, ParseError, SignatureScheme};
use time::UtcDateTime;

use crate::attributes::Attributes;
use crate::ber::to_der;
use crate::octet_string::OctetString;
use crate::oids;
use crate::signer_identifier::SignerIdentifier;

/// One signature: well-formed, within limits, with its exact signed bytes; nothing about it is verified yet.
///
/// ```text
/// SignerInfo ::= SEQUENCE {
///     version CMSVersion,
///     sid SignerIdentifier,
///     digestAlgorithm DigestAlgorithmIdentifier,
///     signedAttrs [0] IMPLICIT SignedAttributes OPTIONAL,
///     signatureAlgorithm SignatureAlgorithmIdentifier,
///     signature SignatureValue,
///     unsignedAttrs [1] IMPLICIT UnsignedAttributes OPTIONAL }
/// ```
#[derive(Clone, Copy)]
pub struct SignerInfo<'a> {
    element: Element<'a>,
    signs: Signs<'a>,
    version: u32,
    sid: SignerIdentifier<'a>,
    digest_algorithm: AlgorithmIdentifier<'a>,
    signed_attributes: Attributes<'a>,
    signature_algorithm: AlgorithmIdentifier<'a>,
    signature: OctetString<'a>,
    unsigned_attributes: Attributes<'a>,
}

/// What a signature is over, which its place in the file says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Signs<'a> {
    /// The content of the SignedData, of this type.
    Content {
        content_type: Oid<'a>,
        /// Whether the SignedData holds CRLs or OCSP responses, which [`level`](SignerInfo::level) depends on.
        has_revocation_data: bool,
        /// digestAlgorithms of the SignedData.
        digest_algorithms: Element<'a>,
        /// Whether the content, if it is inside, is an OCTET STRING.
        is_octet_string: bool,
    },
    /// The signature value of another signature.
    Signature(OctetString<'a>),
}

impl<'a> SignerInfo<'a> {
    /// Reads this SignerInfo, without a look at its counter-signatures.
    pub(crate) fn read(element: Element<'a>, signs: Signs<'a>, limit: usize) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "signerInfos[]";
        let mut fields = element.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let version = fields.any("signerInfos[].version")?.small_integer("signerInfos[].version")?;
        let sid = SignerIdentifier::parse(fields.any("signerInfos[].sid")?)?;
        let digest_algorithm = algorithm(&mut fields, "signerInfos[].digestAlgorithm")?;
        let signed_attributes = fields.optional(Tag::context(0), "signerInfos[].signedAttrs")?;
        let signature_algorithm = algorithm(&mut fields, "signerInfos[].signatureAlgorithm")?;
        let signature =
            OctetString::parse(fields.any("signerInfos[].signature")?, "signerInfos[].signature")?;
        let unsigned_attributes = fields.optional(Tag::context(1), "signerInfos[].unsignedAttrs")?;
        fields.finish(PRODUCTION)?;
        if let Some(empty) = signed_attributes.filter(|attributes| attributes.contents().is_empty()) {
            return Err(empty.error(ParseErrorKind::Empty, "signerInfos[].signedAttrs"));
        }
        Ok(Self {
            element,
            signs,
            version,
            sid,
            digest_algorithm,
            signed_attributes: Attributes::parse(signed_attributes, "signedAttrs[]", limit)?,
            signature_algorithm,
            signature,
            unsigned_attributes: Attributes::parse(unsigned_attributes, "unsignedAttrs[]", limit)?,
        })
    }

    /// Reads this SignerInfo and its counter-signatures; `count` grows by every one of them.
    pub(crate) fn parse(
        element: Element<'a>,
        signs: Signs<'a>,
        limits: &Limits,
        depth: usize,
        count: &mut usize,
    ) -> Result<Self, ParseError> {
        let fail = |name, allowed| element.error(ParseErrorKind::Limit { name, allowed }, "signerInfos[]");
        if depth > limits.counter_signature_depth {
            return Err(fail("counter_signature_depth", limits.counter_signature_depth));
        }
        if *count == limits.signers {
            return Err(fail("signers", limits.signers));
        }
        *count += 1;
        let this = Self::read(element, signs, limits.attributes)?;
        let signs = Signs::Signature(this.signature);
        for attribute in this.unsigned_attributes.of_type(oids::COUNTERSIGNATURE) {
            for value in attribute.values() {
                Self::parse(value, signs, limits, depth + 1, count)?;
            }
        }
        Ok(this)
    }

    /// The whole SEQUENCE, as it stands.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.element.as_bytes()
    }

    /// The fields, without the header around them.
    pub(crate) fn contents(&self) -> &'a [u8] {
        self.element.contents()
    }

    /// The fields from version to signature, as they stand.
    pub(crate) fn before_unsigned_attributes(&self) -> &'a [u8] {
        let after = self.unsigned_attributes.as_bytes().map_or(0, <[u8]>::len);
        &self.contents()[..self.contents().len() - after]
    }

    /// The same, one by one.
    pub(crate) fn fields_before_unsigned_attributes(&self) -> impl Iterator<Item = Element<'a>> + use<'a> {
        let mut fields = Reader::ber(self.before_unsigned_attributes());
        core::iter::from_fn(move || fields.any("signerInfos[]").ok())
    }

    pub(crate) fn signs(&self) -> Signs<'a> {
        self.signs
    }

    /// Whether this is a signature over another signature's value.
    pub fn is_counter_signature(&self) -> bool {
        matches!(self.signs, Signs::Signature(_))
    }

    /// 1 or 3, as written; it decides nothing.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Which certificate the signer says is his. Not signed.
    pub fn sid(&self) -> SignerIdentifier<'a> {
        self.sid
    }

    /// Whether [`sid`](Self::sid) names `certificate`.
    pub fn matches(&self, certificate: &Certificate<'_>) -> bool {
        self.sid.matches(certificate)
    }

    /// digestAlgorithm, as written.
    pub fn digest_algorithm(&self) -> AlgorithmIdentifier<'a> {
        self.digest_algorithm
    }

    /// The algorithm of the content's digest.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if it is not known here.
    pub fn content_digest_algorithm(&self) -> Result<DigestAlgorithm, UnsupportedAlgorithm> {
        DigestAlgorithm::from_identifier(&self.digest_algorithm, "digestAlgorithm")
    }

    /// signatureAlgorithm, as written.
    pub fn signature_algorithm(&self) -> AlgorithmIdentifier<'a> {
        self.signature_algorithm
    }

    /// What signatureAlgorithm means; a bare key identifier takes its digest from digestAlgorithm.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if it, or a digest it needs, is not known here.
    pub fn scheme(&self) -> Result<SignatureScheme, UnsupportedAlgorithm> {
        SignatureScheme::from_identifier(&self.signature_algorithm, self.content_digest_algorithm().ok())
    }

    /// The attributes that are signed together with the content.
    pub fn signed_attributes(&self) -> Attributes<'a> {
        self.signed_attributes
    }

    /// The attributes added after signing; anyone can.
    pub fn unsigned_attributes(&self) -> Attributes<'a> {
        self.unsigned_attributes
    }

    /// The signature's octets; copied only if BER cut them.
    pub fn signature(&self) -> Cow<'a, [u8]> {
        self.signature.octets()
    }

    /// The signature as it stands.
    pub(crate) fn signature_value(&self) -> OctetString<'a> {
        self.signature
    }

    /// When the signer says he signed; `None` too where the attribute cannot be read. A claim, proven by nothing.
    pub fn signing_time(&self) -> Option<UtcDateTime> {
        self.signed_attributes.signing_time().ok().flatten()
    }

    /// The octets that are signed by way of the attributes, as received: the SET with its own tag instead of `[0]`.
    ///
    /// `None` without signed attributes, where the content itself is signed. RFC 5652 §5.4.
    pub fn signed_octets_as_received(&self) -> Option<Vec<u8>> {
        let mut octets = Vec::from(self.signed_attributes.as_bytes()?);
        *octets.first_mut()? = Tag::SET.first_octet();
        Some(octets)
    }

    /// Whether the signed attributes stand there in DER, so that both forms are the same; also if there are none.
    pub(crate) fn signed_attributes_are_der(&self) -> bool {
        self.signed_octets_by_der().is_ok_and(|by_der| by_der == self.signed_octets_as_received())
    }

    /// The same octets by DER, which is what RFC 5652 §5.4 says is signed: some files hold the attributes otherwise.
    ///
    /// # Errors
    /// If what stands inside the attributes' values is no BER.
    pub fn signed_octets_by_der(&self) -> Result<Option<Vec<u8>>, ParseError> {
        self.signed_attributes.element().map(|element| to_der(element, Tag::SET, 0)).transpose()
    }
}

fn algorithm<'a>(
    fields: &mut Reader<'a>,
    production: &'static str,
) -> Result<AlgorithmIdentifier<'a>, ParseError> {
    AlgorithmIdentifier::parse(fields.expect(Tag::SEQUENCE, production)?, production)
}

impl fmt::Debug for SignerInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerInfo({}, {})", self.sid, self.signature_algorithm)
    }
}
