//! The step from a well-formed signature to an intact one.

use alloc::string::ToString;

use esig_core::provider::KeyKind;
use esig_core::{
    AlgorithmIdentifier, Certificate, DigestAlgorithm, Message, Provider, PublicKey, SignatureScheme,
};

use crate::attributes::{AlgorithmProtection, CertificateReference};
use crate::content::ContentDigests;
use crate::content_form::ContentForm;
use crate::integrity::IntegrityError;
use crate::signer_info::{SignerInfo, Signs};

/// A signature whose digests match and whose value verifies under this certificate's key. Says nothing of trust.
///
/// Made by [`SignerInfo::check`] only.
#[derive(Clone, Copy, Debug)]
pub struct IntactSignature<'a> {
    signer_info: SignerInfo<'a>,
    signer: Certificate<'a>,
    scheme: SignatureScheme,
    digest_algorithm: DigestAlgorithm,
    key: KeyKind,
    signed_octets: SignedOctets,
}

impl<'a> IntactSignature<'a> {
    /// The signature.
    pub fn signer_info(&self) -> SignerInfo<'a> {
        self.signer_info
    }

    /// The certificate with whose key it verifies.
    pub fn signer(&self) -> Certificate<'a> {
        self.signer
    }

    /// The scheme it was verified with.
    pub fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// The algorithm of the content's digest.
    pub fn digest_algorithm(&self) -> DigestAlgorithm {
        self.digest_algorithm
    }

    /// The kind of the signer's key.
    pub fn key(&self) -> KeyKind {
        self.key
    }

    /// Over which octets it verifies.
    pub fn signed_octets(&self) -> SignedOctets {
        self.signed_octets
    }
}

/// Which octets a signature value was found to be over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignedOctets {
    /// The content itself: there are no signed attributes.
    Content,
    /// The signed attributes as received, which for a conforming file is their DER.
    AttributesAsReceived,
    /// The DER of the signed attributes, which were received in another order or form (RFC 5652 §5.4).
    AttributesByDer,
}

impl<'a> SignerInfo<'a> {
    /// Checks message-digest, content-type, signing-certificate(-v2) and the signature value, all or nothing.
    ///
    /// `signer` is untrusted: it must be the certificate that sid names and, where the signer signed a reference to
    /// his certificate, the one referred to, by digest and by issuer and serial number. Counter-signatures are over
    /// the value of the signature they stand in, so that `content` is not looked at for them.
    ///
    /// Digests must agree: where signatureAlgorithm names a digest other than digestAlgorithm, the signature is refused,
    /// even if the value verifies. digestAlgorithm is not signed, and who could set it to another algorithm of the same
    /// length could choose the weakest; RFC 8933 §3 asks the signer for one algorithm in both places for that reason.
    ///
    /// # Errors
    /// [`IntegrityError`]; its [`outcome`](IntegrityError::outcome) is `Unknown` while something is missing, the content
    /// last of all: [`IntegrityError::ContentMissing`] is said of a signature that holds otherwise.
    pub fn check(
        self,
        signer: Certificate<'a>,
        content: &ContentDigests,
        provider: &Provider,
    ) -> Result<IntactSignature<'a>, IntegrityError> {
        self.check_sid(&signer)?;
        let digest_algorithm = self.content_digest_algorithm()?;
        let scheme = self.consistent_scheme(digest_algorithm)?;
        let key = provider.load_key(&signer.subject_public_key_info())?;
        let parent;
        let content = match self.signs() {
            Signs::Content { .. } => content,
            Signs::Signature(value) => {
                parent = ContentDigests::of(&value.octets(), &[digest_algorithm], provider)?;
                &parent
            }
        };
        let signed_octets = match self.signed_octets_as_received() {
            Some(received) => {
                self.check_attributes(&signer, scheme, digest_algorithm, provider)?;
                self.check_message_digest(digest_algorithm, content)?;
                let signed_octets = self.check_value(&received, scheme, key.as_ref())?;
                content_present(content, digest_algorithm)?;
                signed_octets
            }
            None => self.check_content_value(scheme, digest_algorithm, content, key.as_ref())?,
        };
        let key = key.kind();
        Ok(IntactSignature { signer_info: self, signer, scheme, digest_algorithm, key, signed_octets })
    }

    fn check_sid(&self, signer: &Certificate<'_>) -> Result<(), IntegrityError> {
        if self.matches(signer) {
            return Ok(());
        }
        Err(IntegrityError::SignerMismatch { stated: self.sid().to_string(), given: describe(signer) })
    }

    fn consistent_scheme(
        &self,
        digest_algorithm: DigestAlgorithm,
    ) -> Result<SignatureScheme, IntegrityError> {
        let scheme = self.scheme()?;
        match scheme.digest_algorithm() {
            Some(signature_algorithm) if signature_algorithm != digest_algorithm => {
                Err(IntegrityError::DigestAlgorithmMismatch { digest_algorithm, signature_algorithm })
            }
            _ => Ok(scheme),
        }
    }

    /// Everything the attributes say that needs neither content nor key.
    fn check_attributes(
        &self,
        signer: &Certificate<'_>,
        scheme: SignatureScheme,
        digest_algorithm: DigestAlgorithm,
        provider: &Provider,
    ) -> Result<(), IntegrityError> {
        let attributes = self.signed_attributes();
        self.check_content_type()?;
        attributes.signing_time()?;
        if let Some(protection) = attributes.algorithm_protection()? {
            check_digest_protection(&protection, self.digest_algorithm(), digest_algorithm)?;
            check_scheme_protection(&protection, self.signature_algorithm(), scheme, digest_algorithm)?;
        }
        let references = [attributes.signing_certificate()?, attributes.signing_certificate_v2()?];
        references
            .iter()
            .flatten()
            .try_for_each(|attribute| check_reference(&attribute.signer(), signer, provider))
    }

    /// RFC 5652 §11.1; a counter-signature must not have the attribute (§11.4), or else every signature over content
    /// could be shown as one over a signature whose value that content is.
    fn check_content_type(&self) -> Result<(), IntegrityError> {
        let stated = self.signed_attributes().content_type()?;
        match (self.signs(), stated) {
            (Signs::Signature(_), None) => Ok(()),
            (Signs::Signature(_), Some(_)) => {
                Err(IntegrityError::ForbiddenAttribute { attribute: CONTENT_TYPE })
            }
            (Signs::Content { .. }, None) => {
                Err(IntegrityError::MissingAttribute { attribute: CONTENT_TYPE })
            }
            (Signs::Content { content_type, .. }, Some(stated)) if stated == content_type => Ok(()),
            (Signs::Content { content_type, .. }, Some(stated)) => {
                let (stated, found) = (stated.to_string(), content_type.to_string());
                Err(IntegrityError::ContentTypeMismatch { stated, found })
            }
        }
    }

    /// RFC 5652 §5.6; passes over content that is not there.
    fn check_message_digest(
        &self,
        algorithm: DigestAlgorithm,
        content: &ContentDigests,
    ) -> Result<(), IntegrityError> {
        let missing = IntegrityError::MissingAttribute { attribute: "message-digest" };
        let stated = self.signed_attributes().message_digest()?.ok_or(missing)?;
        match content.digest(algorithm) {
            Some(computed) if computed.as_octets() != stated.as_ref() => {
                Err(IntegrityError::DigestMismatch { stated: stated.into_owned(), computed })
            }
            _ => Ok(()),
        }
    }

    /// The value over the attributes: as received, as most software has always done, then by DER, as RFC 5652 says.
    fn check_value(
        &self,
        received: &[u8],
        scheme: SignatureScheme,
        key: &dyn PublicKey,
    ) -> Result<SignedOctets, IntegrityError> {
        let value = self.signature();
        if key.verify(scheme, Message::Bytes(received), &value).is_ok() {
            return Ok(SignedOctets::AttributesAsReceived);
        }
        let by_der = self.signed_octets_by_der()?.filter(|by_der| by_der != received);
        match by_der.map(|by_der| key.verify(scheme, Message::Bytes(&by_der), &value)) {
            Some(Ok(())) => Ok(SignedOctets::AttributesByDer),
            _ => Err(IntegrityError::InvalidSignature { scheme }),
        }
    }

    /// The value over the content, where there are no signed attributes.
    fn check_content_value(
        &self,
        scheme: SignatureScheme,
        algorithm: DigestAlgorithm,
        content: &ContentDigests,
        key: &dyn PublicKey,
    ) -> Result<SignedOctets, IntegrityError> {
        let parent = match self.signs() {
            Signs::Signature(value) => Some(value.octets()),
            Signs::Content { .. } => None,
        };
        let message = match (scheme.accepts_digest(), parent.as_deref().or(content.octets())) {
            (true, _) => {
                content_present(content, algorithm)?;
                content.digest(algorithm).map(Message::Digest)
            }
            (false, octets) => octets.map(Message::Bytes),
        };
        let message = match message {
            Some(message) => message,
            None if content.is_none() => return Err(IntegrityError::ContentMissing),
            None => return Err(IntegrityError::ContentOctetsMissing { scheme }),
        };
        let invalid = |_| IntegrityError::InvalidSignature { scheme };
        key.verify(scheme, message, &self.signature()).map_err(invalid)?;
        check_content_form(content, scheme)?;
        Ok(SignedOctets::Content)
    }
}

/// Whoever takes the signed attributes away from a signature has one over their DER; that is not what was signed.
///
/// The same octets would mean two things, as draft-ietf-lamps-cms-euf-cma-signeddata describes.
fn check_content_form(content: &ContentDigests, scheme: SignatureScheme) -> Result<(), IntegrityError> {
    match content.form() {
        ContentForm::Other => Ok(()),
        ContentForm::SignedAttributes => Err(IntegrityError::SignedAttributesAsContent),
        ContentForm::Unseen => Err(IntegrityError::ContentOctetsMissing { scheme }),
    }
}

fn content_present(content: &ContentDigests, algorithm: DigestAlgorithm) -> Result<(), IntegrityError> {
    match (content.is_none(), content.digest(algorithm)) {
        (true, _) => Err(IntegrityError::ContentMissing),
        (false, None) => Err(IntegrityError::ContentNotDigested { algorithm }),
        (false, Some(_)) => Ok(()),
    }
}

/// RFC 5035 §5.1, EN 319 122-1 clause 5.2.2: digest, and issuer and serial number where they are given.
fn check_reference(
    reference: &CertificateReference<'_>,
    signer: &Certificate<'_>,
    provider: &Provider,
) -> Result<(), IntegrityError> {
    let algorithm = reference.hash_algorithm()?;
    let computed = provider.digest(algorithm, signer.as_der())?;
    let stated = reference.cert_hash();
    if computed.as_octets() != stated.as_ref() {
        let stated = stated.into_owned();
        return Err(IntegrityError::SigningCertificateDigestMismatch { algorithm, stated, computed });
    }
    match reference.issuer_serial().filter(|issuer_serial| !issuer_serial.matches(signer)) {
        None => Ok(()),
        Some(issuer_serial) => Err(IntegrityError::SigningCertificateIssuerSerialMismatch {
            stated: issuer_serial.serial_number().to_string(),
            given: describe(signer),
        }),
    }
}

fn check_digest_protection(
    protection: &AlgorithmProtection<'_>,
    written: AlgorithmIdentifier<'_>,
    digest_algorithm: DigestAlgorithm,
) -> Result<(), IntegrityError> {
    let stated = protection.digest_algorithm;
    if DigestAlgorithm::from_identifier(&stated, "digestAlgorithm") == Ok(digest_algorithm) {
        return Ok(());
    }
    Err(protection_mismatch("digestAlgorithm", stated, written))
}

/// By meaning, not by octets: the same parameters may be written with or without their defaults.
fn check_scheme_protection(
    protection: &AlgorithmProtection<'_>,
    written: AlgorithmIdentifier<'_>,
    scheme: SignatureScheme,
    digest_algorithm: DigestAlgorithm,
) -> Result<(), IntegrityError> {
    let Some(stated) = protection.signature_algorithm else { return Ok(()) };
    if SignatureScheme::from_identifier(&stated, Some(digest_algorithm)) == Ok(scheme) {
        return Ok(());
    }
    Err(protection_mismatch("signatureAlgorithm", stated, written))
}

fn protection_mismatch(
    field: &'static str,
    stated: AlgorithmIdentifier<'_>,
    found: AlgorithmIdentifier<'_>,
) -> IntegrityError {
    let (stated, found) = (stated.to_string(), found.to_string());
    IntegrityError::AlgorithmProtectionMismatch { field, stated, found }
}

fn describe(certificate: &Certificate<'_>) -> alloc::string::String {
    alloc::format!("serial number {} of {}", certificate.serial_number(), certificate.issuer())
}

/// The attribute's name in messages.
const CONTENT_TYPE: &str = "content-type";
