//! What a signature says of itself.

use esig::{Content, SignatureVerification, VerifyOptions};
use esig_cms::{SignedData, SignerInfo};
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
    /// What is odd about it as it stands.
    pub(super) findings: Vec<Oddity>,
    #[serde(skip)]
    pub(super) claims: esig_verify::report::Claims,
}

/// A finding.
#[derive(Serialize)]
pub(super) struct Oddity {
    pub(super) code: &'static str,
    pub(super) text: String,
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
            signatures: signatures(claims.signatures(), &data),
            certificates: data.certificates().filter_map(subject).collect(),
            crls: data.crls().count(),
            findings: data.findings().iter().map(ToString::to_string).collect(),
        })
    }
}

/// Each signature followed by its counter-signatures, as they are verified.
fn signatures(claims: &[SignatureVerification], data: &SignedData<'_>) -> Vec<Signature> {
    let mut signer_infos = Vec::new();
    data.signer_infos().for_each(|signer_info| collect(signer_info, &mut signer_infos));
    let outer = data.findings();
    let each = claims.iter().enumerate().zip(signer_infos);
    each.map(|(claims, signer_info)| {
        let mut findings = signer_info.findings();
        findings.retain(|finding| !outer.contains(finding));
        let findings =
            findings.iter().map(|finding| Oddity { code: finding.code(), text: finding.to_string() });
        Signature { findings: findings.collect(), ..Signature::from(claims) }
    })
    .collect()
}

fn collect<'a>(signer_info: SignerInfo<'a>, found: &mut Vec<SignerInfo<'a>>) {
    found.push(signer_info);
    signer_info.counter_signatures().for_each(|counter| collect(counter, found));
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
            findings: Vec::new(),
            claims: claims.clone(),
        }
    }
}
