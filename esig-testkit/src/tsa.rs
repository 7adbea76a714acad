//! A time-stamping authority: a function of its requests.

use core::fmt;

use der::asn1::ObjectIdentifier;
use esig_core::tsp::{
    Accuracy, FailureReason, MessageImprint, NewRequest, NewTstInfo, TimeStampReq, encode_granted,
    encode_refusal,
};
use esig_core::{CertificateBuf, DigestAlgorithm, DigestValue, Provider};
use time::UtcDateTime;

use crate::extension::ExtensionTemplate;
use crate::identity::Identity;
use crate::key::TestKey;
use crate::token::{CertificateReference, TokenTemplate};

/// Stamps what it is asked to, at one time and under one policy.
///
/// No socket and no clock: the same request gives the same answer.
///
/// ```
/// use esig_cms::TimestampToken;
/// use esig_core::tsp::{NewRequest, TimeStampResp};
/// use esig_core::{DigestAlgorithm, Limits, Provider};
/// use esig_testkit::{Family, TestPki};
/// use time::macros::utc_datetime;
///
/// let provider = Provider::rustcrypto();
/// let pki = TestPki::new(Family::GOST_256, 1, utc_datetime!(2026-12-01 12:00));
/// let digest = provider.digest(DigestAlgorithm::Streebog256, b"what is stamped")?;
/// let answer = pki.time_stamps().answer(&NewRequest::over(&digest).with_certificate().encode());
///
/// let response = TimeStampResp::parse(&answer)?;
/// let token = TimestampToken::parse(response.token().expect("granted"), &Limits::DEFAULT)?;
/// let candidates = token.candidates(&[]);
/// let intact = token.check_among(&candidates, &provider)?;
/// intact.check_imprint(&digest)?;
/// assert_eq!(intact.tst_info().gen_time(), pki.at());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct TestTsa {
    signer: Identity,
    at: UtcDateTime,
    policy: ObjectIdentifier,
    accuracy: Option<Accuracy>,
    ordering: bool,
    extensions: Vec<ExtensionTemplate>,
    reference: CertificateReference,
    certificates: Vec<CertificateBuf>,
    fault: Option<TsaFault>,
}

/// What an authority does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TsaFault {
    /// The nonce is not the one of the request.
    OtherNonce,
    /// There is no nonce.
    NoNonce,
    /// Something else is stamped.
    OtherImprint,
    /// The policy is not the one asked for.
    OtherPolicy,
    /// The certificate is not inside, though it was asked for.
    NoCertificate,
    /// The signature is of another key than the certificate's.
    WrongSigner,
    /// The request is refused with that reason.
    Refusal(FailureReason),
    /// What comes is no DER.
    Garbage,
}

impl TsaFault {
    /// Every fault, refusals with one of their reasons.
    pub const ALL: [Self; 8] = [
        Self::OtherNonce,
        Self::NoNonce,
        Self::OtherImprint,
        Self::OtherPolicy,
        Self::NoCertificate,
        Self::WrongSigner,
        Self::Refusal(FailureReason::SystemFailure),
        Self::Garbage,
    ];
}

impl fmt::Display for TsaFault {
    /// `other-nonce`, `wrong-signer` …: fit for URLs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherNonce => "other-nonce",
            Self::NoNonce => "no-nonce",
            Self::OtherImprint => "other-imprint",
            Self::OtherPolicy => "other-policy",
            Self::NoCertificate => "no-certificate",
            Self::WrongSigner => "wrong-signer",
            Self::Refusal(reason) => return write!(f, "refusal-{reason}"),
            Self::Garbage => "garbage",
        })
    }
}

impl TestTsa {
    /// An authority whose tokens `signer` signs, at that time; the accuracy is a second.
    ///
    /// Whether the signer's certificate is for that is not looked at.
    pub fn new(signer: &Identity, at: UtcDateTime) -> Self {
        Self {
            signer: signer.clone(),
            at,
            policy: POLICY,
            accuracy: Some(Accuracy { seconds: 1, ..Accuracy::default() }),
            ordering: false,
            extensions: Vec::new(),
            reference: CertificateReference::V2,
            certificates: Vec::new(),
            fault: None,
        }
    }

    /// The same at another time.
    #[must_use]
    pub fn at(self, at: UtcDateTime) -> Self {
        Self { at, ..self }
    }

    /// The same under another policy.
    #[must_use]
    pub fn with_policy(self, policy: ObjectIdentifier) -> Self {
        Self { policy, ..self }
    }

    /// The same with another accuracy, or with none.
    #[must_use]
    pub fn with_accuracy(self, accuracy: Option<Accuracy>) -> Self {
        Self { accuracy, ..self }
    }

    /// The same, saying that its tokens are ordered by their times.
    #[must_use]
    pub fn with_ordering(self) -> Self {
        Self { ordering: true, ..self }
    }

    /// The same, referring to its certificate so.
    #[must_use]
    pub fn with_reference(self, reference: CertificateReference) -> Self {
        Self { reference, ..self }
    }

    /// One more extension in every TSTInfo.
    #[must_use]
    pub fn with_extension(mut self, extension: ExtensionTemplate) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Certificates that go into tokens after the authority's own, where certificates are asked for.
    #[must_use]
    pub fn with_chain(self, certificates: &[CertificateBuf]) -> Self {
        Self { certificates: certificates.to_vec(), ..self }
    }

    /// The same, doing that wrong.
    #[must_use]
    pub fn with_fault(self, fault: TsaFault) -> Self {
        Self { fault: Some(fault), ..self }
    }

    /// The policy that its tokens are given under.
    pub fn policy(&self) -> ObjectIdentifier {
        self.policy
    }

    /// The certificate whose key signs.
    pub fn certificate(&self) -> &CertificateBuf {
        self.signer.certificate()
    }

    /// The TimeStampResp to a TimeStampReq: badDataFormat to what is none, badAlg to an unknown digest, unacceptedPolicy
    /// and unacceptedExtension to who asks for another policy or for any extension; the certificate is inside if it was
    /// asked for.
    pub fn answer(&self, request: &[u8]) -> Vec<u8> {
        match self.fault {
            Some(TsaFault::Refusal(reason)) => return encode_refusal(reason, "as the script has it"),
            Some(TsaFault::Garbage) => return b"<html>no authority here</html>".to_vec(),
            _ => {}
        }
        match TimeStampReq::parse(request) {
            Ok(request) => match self.refusal(&request) {
                None => encode_granted(&self.stamp(&request)),
                Some((reason, text)) => encode_refusal(reason, text),
            },
            Err(_) => encode_refusal(FailureReason::BadDataFormat, "no TimeStampReq"),
        }
    }

    /// A token over that digest, with the certificate inside and without a nonce.
    pub fn token(&self, digest: &DigestValue) -> Vec<u8> {
        let request = NewRequest::over(digest).with_certificate().encode();
        self.stamp(&TimeStampReq::parse(&request).expect("what was written is read"))
    }

    fn refusal(&self, request: &TimeStampReq<'_>) -> Option<(FailureReason, &'static str)> {
        if request.message_imprint().digest().is_err() {
            return Some((FailureReason::BadAlg, "unknown digest"));
        }
        if request.unknown_extension().is_some() {
            return Some((FailureReason::UnacceptedExtension, "no extension is known here"));
        }
        let is_other = request.req_policy().is_some_and(|policy| policy != self.policy);
        is_other.then_some((FailureReason::UnacceptedPolicy, "no such policy"))
    }

    fn stamp(&self, request: &TimeStampReq<'_>) -> Vec<u8> {
        let policy = if self.fault == Some(TsaFault::OtherPolicy) { OTHER_POLICY } else { self.policy };
        let nonce = match (request.nonce(), self.fault) {
            (_, Some(TsaFault::NoNonce)) => None,
            (Some(_), Some(TsaFault::OtherNonce)) => Some(vec![0x2a]),
            (nonce, _) => nonce.map(<[u8]>::to_vec),
        };
        let extensions = self.extensions.iter().map(ExtensionTemplate::to_der).collect();
        let subject = self.signer.certificate().view().subject();
        let imprint = self.imprint(request);
        let info = NewTstInfo {
            accuracy: self.accuracy,
            ordering: self.ordering,
            nonce,
            extensions,
            ..NewTstInfo::new(policy, &imprint, &self.serial_number(request), self.at).with_tsa(&subject)
        };
        let own = [self.signer.certificate().clone()];
        let has_certificates = request.cert_req() && self.fault != Some(TsaFault::NoCertificate);
        let certificates: &[CertificateBuf] = if has_certificates { &own } else { &[] };
        let chain: &[CertificateBuf] = if has_certificates { &self.certificates } else { &[] };
        TokenTemplate::new(&info.encode().expect("a time and an accuracy within their ranges"))
            .with_reference(self.reference)
            .with_certificates(&[certificates, chain].concat())
            .issue_der(&self.signs())
    }

    fn imprint(&self, request: &TimeStampReq<'_>) -> Vec<u8> {
        let imprint = request.message_imprint();
        match (self.fault, imprint.digest()) {
            (Some(TsaFault::OtherImprint), Ok(digest)) => {
                let other = Provider::rustcrypto().digest(digest.algorithm(), b"something else");
                MessageImprint::encode(&other.expect("the provider has every digest"))
            }
            _ => imprint.as_der().to_vec(),
        }
    }

    /// Eight octets that no other request has at that time.
    fn serial_number(&self, request: &TimeStampReq<'_>) -> Vec<u8> {
        let time = self.at.unix_timestamp_nanos().to_be_bytes();
        let octets = [request.as_der(), &time].concat();
        let digest = Provider::rustcrypto().digest(DigestAlgorithm::Sha256, &octets);
        digest.expect("the provider has every digest").as_octets()[..8].to_vec()
    }

    /// Who signs under the authority's name.
    fn signs(&self) -> Identity {
        match self.fault {
            Some(TsaFault::WrongSigner) => {
                let key =
                    TestKey::new(self.signer.key().family(), 0, "impostor of a time-stamping authority");
                Identity::new(self.signer.certificate().clone(), key)
            }
            _ => self.signer.clone(),
        }
    }
}

/// Policies that nobody has (2.25 is the arc of UUIDs, these are none).
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.25.1.3161");
const OTHER_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.25.2.3161");
