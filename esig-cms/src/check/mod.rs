//! The step from a well-formed signature to an intact one, and what it decides where implementations disagree.
//!
//! [`SignerInfo::check`] follows [`CheckPolicy::DEFAULT`], [`SignerInfo::check_under`] any other. What is allowed is told by
//! [`IntactSignature::findings`]; what is refused is an [`IntegrityError`].
//!
//! | switch | this crate | `strict` | DSS 6.4 | OpenSSL 3.0 | why |
//! | --- | --- | --- | --- | --- | --- |
//! | `signed_attributes_as_received` | allow | refuse | refuse ᵐ | allow ᵐ | RFC 5652 §5.4 has their DER signed; much software signed what it wrote, and nothing else can have been meant |
//! | `signed_attributes_by_der` | allow | allow | allow ᵐ | refuse ᵐ | RFC 5652 §5.4 as it is written |
//! | `digest_info_without_null` | allow | refuse | allow ᵐ | refuse ᵐ | RFC 8017 §9.2 note 1; the rest of the encoding is compared octet by octet |
//! | `digest_algorithms_differ` | refuse | refuse | refuse ᵐ | allow ᵐ | digestAlgorithm is not signed: whoever can change it could choose the weakest of one length (RFC 8933 §3) |
//! | `algorithm_protection` | by meaning | by meaning | as written ᵐ | ignore ᵐ | RFC 6211 §3 says "modulo encoding" |
//! | `repeated_attributes` | allow | refuse | allow ʳ | allow ᵐ | those that decide something are refused by all |
//! | `misplaced_attributes` | refuse | refuse | refuse ʳ | refuse ᵐ | RFC 5652 §11 "MUST NOT"; other software might take for signed what is not |
//! | `digest_algorithm_not_listed` | allow | refuse | allow ʳ | refuse ᵐ | RFC 5652 §5.3 "MAY fail": digestAlgorithms is a hint for reading in one pass |
//! | `issuer_serial_differs` | refuse | refuse | allow ʳ | allow ᵐ | the signer signed both, and both cannot be right |
//! | `content_not_seen` | refuse | refuse | – | – | the digest may be that of signed attributes taken from elsewhere |
//! | `content_not_octet_string` | allow | refuse | allow ᵐ | refuse ᵐ | PKCS#7 v1.5, RFC 5652 §5.2.1 |
//! | `other_type_without_attributes` | refuse | refuse | allow ʳ | allow ᵐ | RFC 5652 §5.3 "MUST"; the type is signed nowhere else |
//! | `signed_attributes_absent` | allow | refuse | allow ʳ | allow ᵐ | allowed for id-data; CAdES demands them |
//! | `signing_certificate_absent` | allow | refuse | allow ʳ | allow ᵐ | CAdES demands it; plain CMS knows it not |
//! | `content_type_in_counter_signature` | refuse | refuse | refuse ʳ | – | RFC 5652 §11.4 "MUST NOT": every signature over content could pass for one over a signature |
//! | `algorithm_parameters` | allow | refuse | – | allow ᵐ | says nothing new; the GOST engine writes NULL |
//! | `gost_combined_identifier` | allow | allow | – | allow ᵐ | GOST tools write one or the other |
//! | `signature_identifier_as_digest` | allow | refuse | refuse ᵐ | allow ᵐ | files of the 1990s; their digest is not in doubt |
//!
//! ᵐ measured on files of the test corpora, or with `openssl` on files made for it (`tests/interop_openssl.rs`); ʳ read in the source of DSS or
//! BouncyCastle; – not measured, or the program does not come to that point. [`CheckPolicy::like_dss`] and
//! [`like_openssl`](CheckPolicy::like_openssl) set what is known and are as ours in the rest.
//!
//! No policy accepts signed attributes that were taken away from a signature and are shown as its content
//! ([`IntegrityError::SignedAttributesAsContent`]), content-type, message-digest, signing-time, cms-algorithm-protection or
//! signing-certificate twice or with two values, or cms-algorithm-protection without signatureAlgorithm: RFC 6211 §2 has it or
//! macAlgorithm present, and the latter is for AuthenticatedData.

mod attributes;
mod oddities;
mod policy;
mod protection;

use alloc::vec::Vec;

use esig_core::provider::{DigestEncoding, KeyKind};
use esig_core::{Certificate, DigestAlgorithm, Message, Provider, PublicKey, SignatureScheme};

pub use policy::{CheckPolicy, Protection, Rule};

use crate::content::ContentDigests;
use crate::content_form::ContentForm;
use crate::finding::Finding;
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
    matched: Matched,
    policy: CheckPolicy,
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
        self.matched.signed_octets
    }

    /// How the value holds the digest.
    pub fn digest_encoding(&self) -> DigestEncoding {
        self.matched.digest_encoding
    }

    /// What was odd and accepted, and which of two readings was the one; made when asked for.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.matched.findings(&self.signer_info);
        findings.extend(oddities::with(&self.signer_info, &self.signer));
        findings.extend(oddities::of(&self.signer_info, self.policy.algorithm_protection));
        findings
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

/// What a value was found to be, of what it may be.
#[derive(Clone, Copy, Debug)]
struct Matched {
    signed_octets: SignedOctets,
    digest_encoding: DigestEncoding,
    content_form: ContentForm,
}

impl Matched {
    fn findings(&self, signature: &SignerInfo<'_>) -> Vec<Finding> {
        let octets = match self.signed_octets {
            SignedOctets::Content => None,
            SignedOctets::AttributesByDer => Some(Finding::SignedAttributesByDer),
            SignedOctets::AttributesAsReceived => {
                (!signature.signed_attributes_are_der()).then_some(Finding::SignedAttributesAsReceived)
            }
        };
        let encoding =
            (self.digest_encoding == DigestEncoding::WithoutNull).then_some(Finding::DigestInfoWithoutNull);
        let is_unseen = self.content_form == ContentForm::Unseen;
        let content =
            (self.signed_octets == SignedOctets::Content && is_unseen).then_some(Finding::ContentNotSeen);
        [octets, encoding, content].into_iter().flatten().collect()
    }
}

impl<'a> SignerInfo<'a> {
    /// What is odd about it as it stands. [`IntactSignature::findings`] has these and what shows with certificate, key and
    /// content.
    pub fn findings(&self) -> Vec<Finding> {
        oddities::of(self, CheckPolicy::DEFAULT.algorithm_protection)
    }

    /// Checks message-digest, content-type, signing-certificate(-v2) and the signature value, all or nothing.
    ///
    /// `signer` is untrusted: it must be the certificate that sid names and, where the signer signed a reference to
    /// his certificate, the one referred to, by digest and by issuer and serial number. Counter-signatures are over
    /// the value of the signature they stand in, so that `content` is not looked at for them.
    ///
    /// Where implementations disagree [`CheckPolicy::DEFAULT`] decides.
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
        self.check_under(signer, content, &CheckPolicy::DEFAULT, provider)
    }

    /// The same with another decision where implementations disagree.
    ///
    /// # Errors
    /// As for [`check`](Self::check); [`IntegrityError::Refused`] is said of a signature in which nothing else is wrong.
    pub fn check_under(
        self,
        signer: Certificate<'a>,
        content: &ContentDigests,
        policy: &CheckPolicy,
        provider: &Provider,
    ) -> Result<IntactSignature<'a>, IntegrityError> {
        attributes::check_sid(&self, &signer)?;
        let digest_algorithm = self.content_digest_algorithm()?;
        let scheme = consistent_scheme(&self, digest_algorithm, policy)?;
        let key = provider.load_key(&signer.subject_public_key_info())?;
        let checking = Checking { signature: self, scheme, digest_algorithm, policy, key: key.as_ref() };
        let matched = checking.value(&signer, content, provider);
        if matched.as_ref().err().is_none_or(lacks_content) {
            refuse_oddities(&self, policy)?;
        }
        let (matched, policy, key) = (matched?, *policy, key.kind());
        Ok(IntactSignature { signer_info: self, signer, scheme, digest_algorithm, key, matched, policy })
    }
}

/// The scheme that signatureAlgorithm names, with the digest of digestAlgorithm where the policy prefers that.
fn consistent_scheme(
    signature: &SignerInfo<'_>,
    digest_algorithm: DigestAlgorithm,
    policy: &CheckPolicy,
) -> Result<SignatureScheme, IntegrityError> {
    let named = signature.scheme()?;
    let Some(signature_algorithm) = named.digest_algorithm().filter(|named| *named != digest_algorithm)
    else {
        return Ok(named);
    };
    let mismatch = IntegrityError::DigestAlgorithmMismatch { digest_algorithm, signature_algorithm };
    match named {
        _ if policy.digest_algorithms_differ == Rule::Refuse => Err(mismatch),
        SignatureScheme::RsaPkcs1(_) => Ok(SignatureScheme::RsaPkcs1(digest_algorithm)),
        SignatureScheme::Ecdsa(_) => Ok(SignatureScheme::Ecdsa(digest_algorithm)),
        SignatureScheme::Dsa(_) => Ok(SignatureScheme::Dsa(digest_algorithm)),
        _ => Err(mismatch),
    }
}

/// Whether nothing but the content is missing.
fn lacks_content(error: &IntegrityError) -> bool {
    use IntegrityError as E;
    matches!(error, E::ContentMissing | E::ContentNotDigested { .. } | E::ContentOctetsMissing { .. })
}

/// After everything else but for missing content, so that what is broken is called so.
fn refuse_oddities(signature: &SignerInfo<'_>, policy: &CheckPolicy) -> Result<(), IntegrityError> {
    let mut oddities = oddities::of(signature, policy.algorithm_protection).into_iter();
    match oddities.find(|finding| policy.refuses(finding)) {
        None => Ok(()),
        Some(Finding::MisplacedAttribute { attribute }) => {
            Err(IntegrityError::ForbiddenAttribute { attribute })
        }
        Some(finding) => Err(IntegrityError::Refused { finding }),
    }
}

/// One signature being checked.
struct Checking<'c, 'a> {
    signature: SignerInfo<'a>,
    scheme: SignatureScheme,
    digest_algorithm: DigestAlgorithm,
    policy: &'c CheckPolicy,
    key: &'c dyn PublicKey,
}

impl Checking<'_, '_> {
    /// Digests and the value, over the attributes or over the content.
    fn value(
        &self,
        signer: &Certificate<'_>,
        content: &ContentDigests,
        provider: &Provider,
    ) -> Result<Matched, IntegrityError> {
        let parent;
        let content = match self.signature.signs() {
            Signs::Content { .. } => content,
            Signs::Signature(value) => {
                parent = ContentDigests::of(&value.octets(), &[self.digest_algorithm], provider)?;
                &parent
            }
        };
        let Some(received) = self.signature.signed_octets_as_received() else {
            return self.value_over_content(content);
        };
        attributes::check(&self.signature, signer, self.policy, provider)?;
        attributes::check_message_digest(&self.signature, self.digest_algorithm, content)?;
        let (signed_octets, digest_encoding) = self.value_over_attributes(&received)?;
        content_present(content, self.digest_algorithm)?;
        Ok(Matched { signed_octets, digest_encoding, content_form: content.form() })
    }

    /// The value over the attributes: as received, as most software has always done, then by DER, as RFC 5652 says.
    fn value_over_attributes(
        &self,
        received: &[u8],
    ) -> Result<(SignedOctets, DigestEncoding), IntegrityError> {
        let may_be_received = self.policy.signed_attributes_as_received == Rule::Allow;
        if (may_be_received || self.signature.signed_attributes_are_der())
            && let Ok(encoding) = self.verify(Message::Bytes(received))
        {
            return Ok((SignedOctets::AttributesAsReceived, encoding));
        }
        let may_be_der = self.policy.signed_attributes_by_der == Rule::Allow;
        let by_der = self.signature.signed_octets_by_der()?;
        let by_der = by_der.filter(|by_der| may_be_der && by_der != received);
        let encoding =
            by_der.map_or_else(|| Err(self.invalid()), |by_der| self.verify(Message::Bytes(&by_der)));
        Ok((SignedOctets::AttributesByDer, encoding?))
    }

    /// The value over the content, where there are no signed attributes.
    fn value_over_content(&self, content: &ContentDigests) -> Result<Matched, IntegrityError> {
        let parent = match self.signature.signs() {
            Signs::Signature(value) => Some(value.octets()),
            Signs::Content { .. } => None,
        };
        let scheme = self.scheme;
        let message = match (scheme.accepts_digest(), parent.as_deref().or(content.octets())) {
            (true, _) => {
                content_present(content, self.digest_algorithm)?;
                content.digest(self.digest_algorithm).map(Message::Digest)
            }
            (false, octets) => octets.map(Message::Bytes),
        };
        let message = match message {
            Some(message) => message,
            None if content.is_none() => return Err(IntegrityError::ContentMissing),
            None => return Err(IntegrityError::ContentOctetsMissing { scheme }),
        };
        let digest_encoding = self.verify(message)?;
        self.check_content_form(content)?;
        let signed_octets = SignedOctets::Content;
        Ok(Matched { signed_octets, digest_encoding, content_form: content.form() })
    }

    fn verify(&self, message: Message<'_>) -> Result<DigestEncoding, IntegrityError> {
        let encoding = self.key.verify_encoding(self.scheme, message, &self.signature.signature());
        match encoding.map_err(|_| self.invalid())? {
            DigestEncoding::WithoutNull if self.policy.digest_info_without_null == Rule::Refuse => {
                Err(self.invalid())
            }
            encoding => Ok(encoding),
        }
    }

    fn invalid(&self) -> IntegrityError {
        IntegrityError::InvalidSignature { scheme: self.scheme }
    }

    /// Whoever takes the signed attributes away from a signature has one over their DER; that is not what was signed.
    ///
    /// The same octets would mean two things, as draft-ietf-lamps-cms-euf-cma-signeddata describes.
    fn check_content_form(&self, content: &ContentDigests) -> Result<(), IntegrityError> {
        match content.form() {
            ContentForm::Other => Ok(()),
            ContentForm::SignedAttributes => Err(IntegrityError::SignedAttributesAsContent),
            ContentForm::Unseen if self.policy.content_not_seen == Rule::Allow => Ok(()),
            ContentForm::Unseen => Err(IntegrityError::ContentOctetsMissing { scheme: self.scheme }),
        }
    }
}

fn content_present(content: &ContentDigests, algorithm: DigestAlgorithm) -> Result<(), IntegrityError> {
    match (content.is_none(), content.digest(algorithm)) {
        (true, _) => Err(IntegrityError::ContentMissing),
        (false, None) => Err(IntegrityError::ContentNotDigested { algorithm }),
        (false, Some(_)) => Ok(()),
    }
}
