//! What a signature says of itself.

use esig::{Content, SignatureVerification, VerifyOptions};
use esig_cms::SignedData;
use esig_core::{Limits, ParsedCertificate};
use serde::Serialize;
use time::UtcDateTime;

use crate::failure::Failure;
use crate::holder::rfc3339;

/// The SignedData, for both ways of showing it.
#[derive(Serialize)]
pub(super) struct Structure {
    pub(super) detached: bool,
    pub(super) content_type: String,
    /// Octets of the content inside; `null` if it is outside.
    pub(super) content_octets: Option<usize>,
    pub(super) signatures: Vec<Signature>,
    pub(super) certificates: Vec<String>,
    pub(super) crls: usize,
    /// What is odd about the encoding.
    pub(super) findings: Vec<String>,
}

/// One signature; nothing of it is proven.
#[derive(Serialize)]
pub(super) struct Signature {
    pub(super) index: usize,
    pub(super) counter_signature_of: Option<usize>,
    /// `null` if the certificate is not in the file.
    pub(super) signer: Option<Signer>,
    pub(super) claimed_signing_time: Option<String>,
    pub(super) digest_algorithm: Option<&'static str>,
    pub(super) signature_algorithm: Option<&'static str>,
    pub(super) level: Option<&'static str>,
    pub(super) timestamps: Vec<&'static str>,
    #[serde(skip)]
    pub(super) claims: esig_verify::report::Claims,
}

/// The certificate that is in the file for the signer.
#[derive(Serialize)]
pub(super) struct Signer {
    pub(super) subject: String,
    pub(super) serial: String,
    pub(super) sha256: Option<String>,
}

impl Structure {
    /// Describes a SignedData that was parsed before.
    pub(super) fn new(cms: &[u8]) -> Result<Self, Failure> {
        let data = SignedData::parse(cms, &Limits::DEFAULT).map_err(|error| Failure::cms("-", &error))?;
        // The claims are the same whatever is trusted and whenever: nothing is, and the time is as good as any.
        let options = VerifyOptions::new(UtcDateTime::UNIX_EPOCH);
        let claims = esig::verify(cms, Content::Found, &options).map_err(|error| Failure::facade(&error))?;
        let content = data.encapsulated_content();
        Ok(Self {
            detached: content.is_none(),
            content_type: data.content_type().to_string(),
            content_octets: content.map(|content| content.segments().map(<[u8]>::len).sum()),
            signatures: claims.signatures().iter().enumerate().map(Signature::from).collect(),
            certificates: data.certificates().filter_map(subject).collect(),
            crls: data.crls().count(),
            findings: data.findings().iter().map(ToString::to_string).collect(),
        })
    }
}

fn subject(der: &[u8]) -> Option<String> {
    Some(ParsedCertificate::parse(der).ok()?.view().subject().to_string())
}

impl From<(usize, &SignatureVerification)> for Signature {
    fn from((index, signature): (usize, &SignatureVerification)) -> Self {
        let claims = &signature.claims;
        Self {
            index,
            counter_signature_of: signature.counter_signature_of,
            signer: claims.signer.as_ref().map(|certificate| Signer {
                subject: certificate.view().subject().to_string(),
                serial: certificate.view().serial_number().to_string(),
                sha256: claims.signer_sha256.map(|digest| digest.to_string()),
            }),
            claimed_signing_time: claims.signing_time.map(rfc3339),
            digest_algorithm: claims.digest_algorithm.map(|algorithm| algorithm.name()),
            signature_algorithm: claims.signature_algorithm,
            level: claims.level,
            timestamps: claims.timestamps.iter().map(|timestamp| timestamp.kind).collect(),
            claims: claims.clone(),
        }
    }
}
