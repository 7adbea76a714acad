//! Time-stamp tokens before they are signed.

use der::asn1::ObjectIdentifier;
use esig_cms::oids;
use esig_core::encode::{element, set_of};
use esig_core::raw::Tag;
use esig_core::time::encode_time;
use esig_core::{CertificateBuf, DigestAlgorithm, Provider};
use time::UtcDateTime;

use crate::asn1::{context, octet_string, oid, sequence, unsigned};
use crate::identity::Identity;

/// A TSTInfo to be signed as a token (RFC 3161 §2.4.2), with choices that real authorities do not have.
#[derive(Clone, Debug)]
pub struct TokenTemplate {
    tst_info: Vec<u8>,
    content_type: ObjectIdentifier,
    reference: CertificateReference,
    referred_to: Option<CertificateBuf>,
    certificates: Vec<CertificateBuf>,
    digest_algorithm: Option<DigestAlgorithm>,
    signing_time: Option<UtcDateTime>,
    signatures: usize,
}

/// How a token refers to the certificate of its signer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CertificateReference {
    /// signing-certificate, SHA-1 (RFC 2634 §5.4).
    V1,
    /// signing-certificate-v2, with the digest that the signature has (RFC 5816 §2.2.1).
    #[default]
    V2,
    /// Both.
    Both,
    /// Not at all, which RFC 3161 forbids.
    Absent,
}

impl TokenTemplate {
    /// A token with that TSTInfo, which is not looked at, a reference of the second kind and no certificates.
    pub fn new(tst_info: &[u8]) -> Self {
        Self {
            tst_info: tst_info.to_vec(),
            content_type: oids::TST_INFO,
            reference: CertificateReference::V2,
            referred_to: None,
            certificates: Vec::new(),
            digest_algorithm: None,
            signing_time: None,
            signatures: 1,
        }
    }

    /// Other than id-ct-TSTInfo.
    #[must_use]
    pub fn with_content_type(self, content_type: ObjectIdentifier) -> Self {
        Self { content_type, ..self }
    }

    /// Refers to the certificate so.
    #[must_use]
    pub fn with_reference(self, reference: CertificateReference) -> Self {
        Self { reference, ..self }
    }

    /// Refers to that certificate instead of the signer's.
    #[must_use]
    pub fn with_reference_to(self, certificate: &CertificateBuf) -> Self {
        Self { referred_to: Some(certificate.clone()), ..self }
    }

    /// The certificates inside, in that order.
    #[must_use]
    pub fn with_certificates(self, certificates: &[CertificateBuf]) -> Self {
        Self { certificates: certificates.to_vec(), ..self }
    }

    /// The digest of the content, if not the one that goes with the signer's key; RSA and ECDSA keys then sign with the
    /// old one all the same, which nobody should accept.
    #[must_use]
    pub fn with_digest_algorithm(self, algorithm: DigestAlgorithm) -> Self {
        Self { digest_algorithm: Some(algorithm), ..self }
    }

    /// A signing-time among the signed attributes.
    #[must_use]
    pub fn with_signing_time(self, at: UtcDateTime) -> Self {
        Self { signing_time: Some(at), ..self }
    }

    /// The same signature so many times.
    #[must_use]
    pub fn with_signatures(self, signatures: usize) -> Self {
        Self { signatures, ..self }
    }

    /// The DER of the ContentInfo, signed by `signer`.
    pub fn issue_der(&self, signer: &Identity) -> Vec<u8> {
        let digest_algorithm = self.digest_algorithm(signer).to_identifier();
        let content = context(0, &octet_string(&self.tst_info));
        let encapsulated = sequence(&[&oid(self.content_type), &content]);
        let certificates: Vec<_> = self.certificates.iter().map(|one| one.as_der().to_vec()).collect();
        let certificates = match certificates.is_empty() {
            true => Vec::new(),
            // In the order given: BER, but what comes first is what tests ask about.
            false => context(0, &certificates.concat()),
        };
        let signer_infos = vec![self.signer_info(signer); self.signatures].concat();
        let signed_data = sequence(&[
            &unsigned(3),
            &element(Tag::SET, &[&digest_algorithm]),
            &encapsulated,
            &certificates,
            &element(Tag::SET, &[&signer_infos]),
        ]);
        sequence(&[&oid(oids::SIGNED_DATA), &context(0, &signed_data)])
    }

    fn signer_info(&self, signer: &Identity) -> Vec<u8> {
        let (certificate, scheme) = (signer.certificate().view(), signer.key().scheme());
        let serial_number = element(Tag::INTEGER, &[certificate.serial_number().as_octets()]);
        let attributes = self.attributes(signer);
        let signature = signer.key().sign(&set_of(Tag::SET, attributes.clone()));
        sequence(&[
            &unsigned(1),
            &sequence(&[certificate.issuer().as_der(), &serial_number]),
            &self.digest_algorithm(signer).to_identifier(),
            &set_of(Tag::context(0), attributes),
            &scheme.to_signer_info_identifier(),
            &octet_string(signature.as_octets()),
        ])
    }

    fn attributes(&self, signer: &Identity) -> Vec<Vec<u8>> {
        let digest_algorithm = self.digest_algorithm(signer);
        let referred_to = self.referred_to.as_ref().unwrap_or(signer.certificate());
        let v1 = matches!(self.reference, CertificateReference::V1 | CertificateReference::Both);
        let v2 = matches!(self.reference, CertificateReference::V2 | CertificateReference::Both);
        let time = self.signing_time.and_then(encode_time);
        let attributes = [
            Some(attribute(oids::CONTENT_TYPE, &oid(self.content_type))),
            Some(attribute(oids::MESSAGE_DIGEST, &octet_string(&digest(digest_algorithm, &self.tst_info)))),
            time.map(|time| attribute(oids::SIGNING_TIME, &time)),
            v1.then(|| attribute(oids::SIGNING_CERTIFICATE, &reference(referred_to, None))),
            v2.then(|| {
                attribute(oids::SIGNING_CERTIFICATE_V2, &reference(referred_to, Some(digest_algorithm)))
            }),
        ];
        attributes.into_iter().flatten().collect()
    }

    fn digest_algorithm(&self, signer: &Identity) -> DigestAlgorithm {
        self.digest_algorithm.unwrap_or_else(|| signer.key().scheme().content_digest_algorithm())
    }
}

fn attribute(attribute_type: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(attribute_type), &element(Tag::SET, &[value])])
}

fn digest(algorithm: DigestAlgorithm, octets: &[u8]) -> Vec<u8> {
    let digest = Provider::rustcrypto().digest(algorithm, octets);
    digest.expect("the provider has every digest").as_octets().to_vec()
}

/// `SigningCertificate ::= SEQUENCE { certs SEQUENCE OF ESSCertID }`, of the second version with an algorithm.
fn reference(certificate: &CertificateBuf, algorithm: Option<DigestAlgorithm>) -> Vec<u8> {
    let view = certificate.view();
    let identifier = match algorithm {
        // DER leaves out what is the default (X.690 §11.5).
        None | Some(DigestAlgorithm::Sha256) => Vec::new(),
        Some(algorithm) => algorithm.to_identifier(),
    };
    let hash = octet_string(&digest(algorithm.unwrap_or(DigestAlgorithm::Sha1), certificate.as_der()));
    let issuer = sequence(&[&context(4, view.issuer().as_der())]);
    let serial_number = element(Tag::INTEGER, &[view.serial_number().as_octets()]);
    let ess_cert_id = sequence(&[&identifier, &hash, &sequence(&[&issuer, &serial_number])]);
    sequence(&[&sequence(&[&ess_cert_id])])
}
