//! Time-stamp tokens (RFC 3161 §2.4.2, RFC 5816): a CMS signature over a TSTInfo, from well-formed to intact.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use esig_cms::TimestampToken;
//! use esig_core::{DigestAlgorithm, Limits, Provider};
//!
//! let provider = Provider::rustcrypto();
//! let token = std::fs::read("contract.pdf.tst")?;
//! let token = TimestampToken::parse(&token, &Limits::DEFAULT)?;
//!
//! let candidates = token.candidates(&[]);
//! let intact = token.check_among(&candidates, &provider)?;
//! intact.check_purpose()?;
//! let algorithm = token.imprint()?.algorithm();
//! intact.check_imprint(&provider.digest(algorithm, &std::fs::read("contract.pdf")?)?)?;
//! println!("existed at {}, says {}", intact.tst_info().gen_time(), intact.signer().subject());
//! # Ok(())
//! # }
//! ```

mod error;
mod intact;
mod query;
mod request;
mod response_error;

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use esig_core::error::UnsupportedAlgorithm;
use esig_core::tsp::TstInfo;
use esig_core::{Certificate, CertificateBuf, DigestValue, Limits, Provider};

pub use error::{PurposeFault, TimestampError};
pub use intact::IntactTimestamp;
pub use query::{AcceptedToken, TimestampQuery};
pub use response_error::ResponseError;

use crate::oids;
use crate::signed_data::SignedData;
use crate::signer_info::SignerInfo;

/// A time-stamp token over the original bytes: well-formed, and signed once.
///
/// ```text
/// TimeStampToken ::= ContentInfo -- contentType is id-signedData, eContentType is id-ct-TSTInfo
/// ```
///
/// BER is read around the TSTInfo, which itself must be DER; its octets may come in pieces.
#[derive(Clone)]
pub struct TimestampToken<'a> {
    signed_data: SignedData<'a>,
    signer_info: SignerInfo<'a>,
    content: Cow<'a, [u8]>,
}

impl<'a> TimestampToken<'a> {
    /// Parses the ContentInfo that `bytes` consist of.
    ///
    /// # Errors
    /// [`TimestampError::Unreadable`] with the production and the offset (within the TSTInfo counted from its beginning),
    /// [`TimestampError::NotTimestamp`] for other signatures, [`TimestampError::NotOneSigner`] unless there is one: "The
    /// time-stamp token MUST NOT contain any signatures other than the signature of the TSA".
    pub fn parse(bytes: &'a [u8], limits: &Limits) -> Result<Self, TimestampError> {
        let signed_data = SignedData::parse(bytes, limits)?;
        let content_type = signed_data.content_type();
        if content_type != oids::TST_INFO {
            return Err(TimestampError::NotTimestamp { content_type: content_type.to_string() });
        }
        let content = signed_data.encapsulated_content().ok_or(TimestampError::ContentMissing)?.octets();
        TstInfo::parse(&content).map_err(error::unreadable)?;
        let mut signer_infos = signed_data.signer_infos();
        match (signer_infos.next(), signer_infos.count()) {
            (Some(signer_info), 0) => Ok(Self { signed_data, signer_info, content }),
            (first, more) => {
                Err(TimestampError::NotOneSigner { signers: usize::from(first.is_some()) + more })
            }
        }
    }

    /// The ContentInfo, exactly as it stands.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.signed_data.as_bytes()
    }

    /// The signature as a whole, for what it carries besides: certificates, CRLs, unsigned attributes.
    pub fn signed_data(&self) -> SignedData<'a> {
        self.signed_data
    }

    /// The authority's signature.
    pub fn signer_info(&self) -> SignerInfo<'a> {
        self.signer_info
    }

    /// What the authority says; nothing about it is verified yet.
    pub fn tst_info(&self) -> TstInfo<'_> {
        TstInfo::parse(&self.content).expect("the same octets were accepted when the token was parsed")
    }

    /// The digest that was stamped.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if its algorithm is not known here.
    pub fn imprint(&self) -> Result<DigestValue, UnsupportedAlgorithm> {
        self.tst_info().message_imprint().digest()
    }

    /// Whether that digest is the one that was stamped: the same algorithm, the same octets.
    ///
    /// # Errors
    /// [`TimestampError::ImprintMismatch`] with both digests, [`TimestampError::UnsupportedAlgorithm`].
    pub fn check_imprint(&self, computed: &DigestValue) -> Result<(), TimestampError> {
        let stated = self.imprint()?;
        if stated == *computed {
            return Ok(());
        }
        let (algorithm, stated) = (stated.algorithm(), Vec::from(stated.as_octets()));
        Err(TimestampError::ImprintMismatch { algorithm, stated, computed: *computed })
    }

    /// The certificates that sid names, of those inside and then of `others`. sid is not signed, and anyone can put
    /// certificates inside: [`check`](Self::check) tells them apart.
    ///
    /// Tokens that CryptoPro's software writes carry none; its signatures have them in certificate-values.
    pub fn candidates(&self, others: &[CertificateBuf]) -> Vec<CertificateBuf> {
        let inside = self.signed_data.certificates().filter_map(|der| CertificateBuf::from_der(der).ok());
        let all = inside.chain(others.iter().cloned());
        let mut candidates: Vec<CertificateBuf> = Vec::new();
        for certificate in all.filter(|certificate| self.signer_info.matches(&certificate.view())) {
            if !candidates.contains(&certificate) {
                candidates.push(certificate);
            }
        }
        candidates
    }

    /// Checks the token against one certificate, all or nothing: the digest of the TSTInfo, content-type, the signature
    /// value, and that signing-certificate or signing-certificate-v2 refers to this very certificate, by digest and,
    /// where they are given, by issuer and serial number (RFC 3161 §2.4.2, RFC 5816 §2.2.1).
    ///
    /// What the certificate is for is [`IntactTimestamp::check_purpose`]'s business, whether it is trusted that of
    /// verification.
    ///
    /// # Errors
    /// [`TimestampError`]; its [`outcome`](TimestampError::outcome) is `Unknown` while something is missing.
    pub fn check<'t>(
        &'t self,
        signer: Certificate<'t>,
        provider: &Provider,
    ) -> Result<IntactTimestamp<'t>, TimestampError> {
        intact::check(self, signer, provider)
    }

    /// The same against each of the candidates, until one is the signer.
    ///
    /// # Errors
    /// [`TimestampError::SignerCertificateMissing`] if there are none; else what is wrong with the token, or, if none of
    /// them is the certificate that the authority meant, that of the last.
    pub fn check_among<'t>(
        &'t self,
        candidates: &'t [CertificateBuf],
        provider: &Provider,
    ) -> Result<IntactTimestamp<'t>, TimestampError> {
        let sid = self.signer_info.sid().to_string();
        let mut failure = TimestampError::SignerCertificateMissing { sid };
        for candidate in candidates {
            match self.check(candidate.view(), provider) {
                Ok(intact) => return Ok(intact),
                Err(error) if failure.is_broken() => drop(error),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

impl fmt::Debug for TimestampToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimestampToken")
            .field("tst_info", &self.tst_info())
            .field("signer_info", &self.signer_info)
            .finish_non_exhaustive()
    }
}
