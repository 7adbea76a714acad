//! Signing in three steps: prepare the octets, let the key sign them, complete the SignedData.
//!
//! EN 319 122-1 clause 6, level B. Where the key lives is not this crate's business: what it signs is handed out as a
//! [`Message`](esig_core::Message), and its value comes back.
//!
//! ```
//! use esig_cms::{ContentDigests, Signing};
//! use esig_core::{CertificateBuf, Message, Provider, SignatureScheme, SignatureValue};
//!
//! fn sign_text(
//!     certificate: CertificateBuf,
//!     key: impl FnOnce(Message<'_>) -> SignatureValue,
//! ) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
//!     let provider = Provider::rustcrypto();
//!     let scheme = SignatureScheme::Gost3410_2012_256;
//!     let content = ContentDigests::of(b"text", &[scheme.content_digest_algorithm()], &provider)?;
//!     let prepared = Signing::new().signer(certificate, scheme).prepare(&content, &provider)?;
//!     let value = key(prepared.message());
//!     Ok(prepared.complete(value, &provider)?.into_der())
//! }
//! ```

mod complete;
mod place;
mod prepare;

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::{CertificateBuf, SignatureScheme};
use time::UtcDateTime;

pub use complete::Prepared;
pub(crate) use complete::version;

use crate::attributes::NewAttributes;
use crate::oids;

/// What a signature will hold, gathered step by step; a signer must be named before anything can be prepared.
///
/// ```compile_fail
/// # let (content, provider) = (esig_cms::ContentDigests::none(), esig_core::Provider::rustcrypto());
/// esig_cms::Signing::new().prepare(&content, &provider); // no signer
/// ```
#[derive(Clone, Debug)]
pub struct Signing<S> {
    signer: S,
    signing_time: Option<UtcDateTime>,
    chain: Vec<CertificateBuf>,
    content_type: ObjectIdentifier,
    attributes: NewAttributes,
}

/// No signer was named yet.
#[derive(Clone, Copy, Debug)]
pub struct NoSigner(());

/// The signer's certificate and the scheme his key is to use.
#[derive(Clone, Debug)]
pub struct HasSigner {
    certificate: CertificateBuf,
    scheme: SignatureScheme,
}

impl Signing<NoSigner> {
    /// Starts with nothing.
    #[allow(clippy::new_without_default)] // a default would be one more way to begin, and none is better
    pub fn new() -> Self {
        Self {
            signer: NoSigner(()),
            signing_time: None,
            chain: Vec::new(),
            content_type: oids::DATA,
            attributes: NewAttributes::new(),
        }
    }

    /// Names who signs, and how.
    pub fn signer(self, certificate: CertificateBuf, scheme: SignatureScheme) -> Signing<HasSigner> {
        let Self { signing_time, chain, content_type, attributes, .. } = self;
        Signing { signer: HasSigner { certificate, scheme }, signing_time, chain, content_type, attributes }
    }
}

impl<S> Signing<S> {
    /// The signing-time to claim. There is no default, since the library has no clock; level B wants one.
    #[must_use]
    pub fn signing_time(self, at: UtcDateTime) -> Self {
        Self { signing_time: Some(at), ..self }
    }

    /// Certificates to put beside the signer's, which is always there: the chain, with or without its root.
    #[must_use]
    pub fn chain(self, certificates: &[CertificateBuf]) -> Self {
        Self { chain: certificates.to_vec(), ..self }
    }

    /// Signed attributes besides content-type, message-digest, signing-time and signing-certificate-v2.
    #[must_use]
    pub fn attributes(self, attributes: NewAttributes) -> Self {
        Self { attributes, ..self }
    }

    /// The type of the content, id-data unless said otherwise.
    #[must_use]
    pub fn content_type(self, content_type: ObjectIdentifier) -> Self {
        Self { content_type, ..self }
    }
}
