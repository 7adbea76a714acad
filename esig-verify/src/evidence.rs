//! Reading what comes from outside: certificates, CRLs and OCSP responses in the forms in which people keep them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use esig_cms::{CmsError, SignedData};
use esig_core::ocsp::ResponseStatus;
use esig_core::pem::{self, PemError};
use esig_core::{CertificateBuf, CrlBuf, Error, Limits, OcspBuf, Remedy};

/// Why evidence was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RejectedEvidence {
    /// The bytes are not what they should be.
    Malformed(Error),
    /// A PKCS#7 bundle is not what it should be.
    Bundle(CmsError),
    /// A block of PEM is damaged.
    Pem(PemError),
    /// There is no such object in the bytes.
    Nothing {
        /// What was looked for: `certificate`, `CRL`, `OCSP response`.
        wanted: &'static str,
    },
    /// The store is full.
    Full {
        /// The name of the limit, a field of [`StoreLimits`](crate::StoreLimits).
        limit: &'static str,
        /// What it allows.
        allowed: usize,
    },
    /// Evidence of a kind that is not used yet.
    Unsupported {
        /// What it is: `time-stamp`.
        kind: &'static str,
    },
    /// A responder that gives no answer; nobody signed that.
    Refusal {
        /// Why not.
        status: ResponseStatus,
    },
    /// An OCSP response that does not repeat the nonce of the request: it answers another one.
    Nonce,
}

impl RejectedEvidence {
    /// A stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(error) => error.code(),
            Self::Bundle(error) => error.code(),
            Self::Pem(_) => "E-PEM-MALFORMED",
            Self::Nothing { .. } => "E-EVIDENCE-EMPTY",
            Self::Full { .. } => "E-LIMIT-EXCEEDED",
            Self::Unsupported { .. } => "E-EVIDENCE-UNSUPPORTED",
            Self::Refusal { .. } => "E-OCSP-REFUSAL",
            Self::Nonce => "E-OCSP-NONCE",
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Malformed(error) => error.remedy(),
            Self::Bundle(error) => error.remedy(),
            Self::Pem(_) => Remedy::GetIntactCopy,
            Self::Nothing { .. } | Self::Unsupported { .. } => Remedy::CorrectCall,
            Self::Refusal { .. } | Self::Nonce => Remedy::SupplyEvidence,
            Self::Full { .. } => Remedy::RaiseLimit,
        }
    }
}

impl fmt::Display for RejectedEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::Bundle(error) => error.fmt(f),
            Self::Pem(error) => error.fmt(f),
            Self::Nothing { wanted } => write!(f, "no {wanted} found"),
            Self::Full { limit, allowed } => write!(f, "more than the limit {limit} of {allowed}"),
            Self::Unsupported { kind } => write!(f, "a {kind} is not used as evidence yet"),
            Self::Refusal { status } => write!(f, "the OCSP responder gives no answer: {status}"),
            Self::Nonce => write!(f, "the OCSP response does not repeat the nonce of the request"),
        }
    }
}

impl core::error::Error for RejectedEvidence {}

impl From<Error> for RejectedEvidence {
    fn from(error: Error) -> Self {
        Self::Malformed(error)
    }
}

impl From<CmsError> for RejectedEvidence {
    fn from(error: CmsError) -> Self {
        Self::Bundle(error)
    }
}

impl From<PemError> for RejectedEvidence {
    fn from(error: PemError) -> Self {
        Self::Pem(error)
    }
}

/// The certificates of a file: DER, base64, PEM, or a PKCS#7 bundle in either; at least one.
///
/// # Errors
/// [`RejectedEvidence`] names the first object at fault; nothing is passed over.
pub fn certificates(bytes: &[u8]) -> Result<Vec<CertificateBuf>, RejectedEvidence> {
    let mut found = Vec::new();
    for object in objects(bytes)? {
        match object.kind() {
            Kind::Certificate => found.push(CertificateBuf::from_der(object.der)?),
            Kind::Bundle => found.extend(bundle(&object.der)?),
            Kind::Crl | Kind::Ocsp | Kind::Other => {}
            Kind::Unlabelled => match CertificateBuf::from_der(object.der.as_ref()) {
                Ok(certificate) => found.push(certificate),
                Err(error) => found.extend(bundle(&object.der).map_err(|_| error)?),
            },
        }
    }
    non_empty(found, "certificate")
}

/// The CRLs of a file: DER, base64, or PEM; at least one.
///
/// # Errors
/// [`RejectedEvidence`] names the first object at fault; nothing is passed over.
pub fn crls(bytes: &[u8]) -> Result<Vec<CrlBuf>, RejectedEvidence> {
    let mut found = Vec::new();
    for object in objects(bytes)? {
        match object.kind() {
            Kind::Crl | Kind::Unlabelled => found.push(CrlBuf::from_der(object.der)?),
            Kind::Certificate | Kind::Ocsp | Kind::Bundle | Kind::Other => {}
        }
    }
    non_empty(found, "CRL")
}

/// The OCSP responses of a file: DER, base64, or PEM; at least one. Refusals are among them.
///
/// # Errors
/// [`RejectedEvidence`] names the first object at fault; nothing is passed over.
pub fn ocsp_responses(bytes: &[u8]) -> Result<Vec<OcspBuf>, RejectedEvidence> {
    let mut found = Vec::new();
    for object in objects(bytes)? {
        match object.kind() {
            Kind::Ocsp | Kind::Unlabelled => found.push(ocsp_response(&object.der)?),
            Kind::Certificate | Kind::Crl | Kind::Bundle | Kind::Other => {}
        }
    }
    non_empty(found, "OCSP response")
}

/// One OCSPResponse, or a BasicOCSPResponse alone.
pub(crate) fn ocsp_response(der: &[u8]) -> Result<OcspBuf, RejectedEvidence> {
    Ok(OcspBuf::from_der(der)?)
}

/// The certificates of a SignedData without signatures, or with.
fn bundle(bytes: &[u8]) -> Result<Vec<CertificateBuf>, RejectedEvidence> {
    let data = SignedData::parse(bytes, &Limits::DEFAULT)?;
    data.certificates().map(|der| Ok(CertificateBuf::from_der(der)?)).collect()
}

fn non_empty<T>(found: Vec<T>, wanted: &'static str) -> Result<Vec<T>, RejectedEvidence> {
    if found.is_empty() { Err(RejectedEvidence::Nothing { wanted }) } else { Ok(found) }
}

/// DER of one object, with the label of its PEM block if it came in one.
struct Object<'a> {
    label: Option<String>,
    der: Cow<'a, [u8]>,
}

enum Kind {
    Certificate,
    Crl,
    Ocsp,
    Bundle,
    Other,
    Unlabelled,
}

impl Object<'_> {
    /// RFC 7468 §5 to §9, with the labels of old files.
    fn kind(&self) -> Kind {
        match self.label.as_deref() {
            None => Kind::Unlabelled,
            Some("CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") => Kind::Certificate,
            Some("X509 CRL" | "CRL") => Kind::Crl,
            Some("OCSP RESPONSE") => Kind::Ocsp,
            Some("PKCS7" | "CMS" | "PKCS #7 SIGNED DATA") => Kind::Bundle,
            Some(_) => Kind::Other,
        }
    }
}

fn objects(bytes: &[u8]) -> Result<Vec<Object<'_>>, RejectedEvidence> {
    if pem::is_pem(bytes) {
        let blocks = pem::blocks(bytes);
        return blocks
            .map(|block| {
                let block = block?;
                Ok(Object { label: Some(block.label), der: Cow::Owned(block.contents) })
            })
            .collect();
    }
    let der = match bytes.first() {
        Some(0x30) => Cow::Borrowed(bytes),
        _ => pem::base64(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned),
    };
    Ok(alloc::vec![Object { label: None, der }])
}
