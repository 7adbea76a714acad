//! signing-certificate and signing-certificate-v2: which certificate the signer meant (RFC 5035, EN 319 122-1 clause 5.2.2).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use esig_core::cert::ext::GeneralNames;
use esig_core::encode::element;
use esig_core::error::{ParseErrorKind, UnsupportedAlgorithm};
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{AlgorithmIdentifier, Certificate, DigestAlgorithm, DigestValue, ParseError, SerialNumber};

use super::Attributes;
use crate::octet_string::OctetString;
use crate::oids;

/// References to the signer's certificate and, after it, to others of its chain.
///
/// ```text
/// SigningCertificate   ::= SEQUENCE { certs SEQUENCE OF ESSCertID,   policies SEQUENCE OF PolicyInformation OPTIONAL }
/// SigningCertificateV2 ::= SEQUENCE { certs SEQUENCE OF ESSCertIDv2, policies SEQUENCE OF PolicyInformation OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SigningCertificate<'a> {
    certs: Element<'a>,
    signer: CertificateReference<'a>,
    version: Version,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    V1,
    V2,
}

impl<'a> SigningCertificate<'a> {
    /// The reference to the signer's certificate: the first.
    pub fn signer(&self) -> CertificateReference<'a> {
        self.signer
    }

    /// All references, the signer's first.
    pub fn references(&self) -> impl Iterator<Item = CertificateReference<'a>> + use<'a> {
        let (mut reader, version) = (self.certs.reader(), self.version);
        core::iter::from_fn(move || {
            CertificateReference::read(&mut reader, version, "signing-certificate").ok()
        })
    }

    fn parse(value: Element<'a>, version: Version, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = value.expect(Tag::SEQUENCE, production)?.reader();
        let certs = fields.expect(Tag::SEQUENCE, production)?;
        fields.optional(Tag::SEQUENCE, production)?;
        fields.finish(production)?;
        let mut reader = certs.reader();
        if reader.is_empty() {
            return Err(certs.error(ParseErrorKind::Empty, production));
        }
        let signer = CertificateReference::read(&mut reader, version, production)?;
        while !reader.is_empty() {
            CertificateReference::read(&mut reader, version, production)?;
        }
        Ok(Self { certs, signer, version })
    }
}

impl<'a> Attributes<'a> {
    /// signing-certificate (ESS version 1, SHA-1), `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn signing_certificate(&self) -> Result<Option<SigningCertificate<'a>>, ParseError> {
        const PRODUCTION: &str = "signedAttrs.signing-certificate";
        let value = self.single(oids::SIGNING_CERTIFICATE, PRODUCTION)?;
        value.map(|value| SigningCertificate::parse(value, Version::V1, PRODUCTION)).transpose()
    }

    /// signing-certificate-v2, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn signing_certificate_v2(&self) -> Result<Option<SigningCertificate<'a>>, ParseError> {
        const PRODUCTION: &str = "signedAttrs.signing-certificate-v2";
        let value = self.single(oids::SIGNING_CERTIFICATE_V2, PRODUCTION)?;
        value.map(|value| SigningCertificate::parse(value, Version::V2, PRODUCTION)).transpose()
    }
}

/// A certificate by its digest, and perhaps by issuer and serial number.
///
/// ```text
/// ESSCertID   ::= SEQUENCE { certHash OCTET STRING, issuerSerial IssuerSerial OPTIONAL }
/// ESSCertIDv2 ::= SEQUENCE {
///     hashAlgorithm AlgorithmIdentifier DEFAULT {algorithm id-sha256},
///     certHash      OCTET STRING,
///     issuerSerial  IssuerSerial OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CertificateReference<'a> {
    hash_algorithm: Option<AlgorithmIdentifier<'a>>,
    default_algorithm: DigestAlgorithm,
    cert_hash: OctetString<'a>,
    issuer_serial: Option<IssuerSerial<'a>>,
}

impl<'a> CertificateReference<'a> {
    fn read(reader: &mut Reader<'a>, version: Version, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = reader.expect(Tag::SEQUENCE, production)?.reader();
        let (hash_algorithm, default_algorithm) = match version {
            Version::V1 => (None, DigestAlgorithm::Sha1),
            Version::V2 => (fields.optional(Tag::SEQUENCE, production)?, DigestAlgorithm::Sha256),
        };
        let hash_algorithm =
            hash_algorithm.map(|element| AlgorithmIdentifier::parse(element, production)).transpose()?;
        let cert_hash = OctetString::parse(fields.any(production)?, production)?;
        let issuer_serial = match fields.optional(Tag::SEQUENCE, production)? {
            Some(element) => Some(IssuerSerial::parse(element, production)?),
            None => None,
        };
        fields.finish(production)?;
        Ok(Self { hash_algorithm, default_algorithm, cert_hash, issuer_serial })
    }

    /// The algorithm of [`cert_hash`](Self::cert_hash).
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if it is not known here.
    pub fn hash_algorithm(&self) -> Result<DigestAlgorithm, UnsupportedAlgorithm> {
        const FIELD: &str = "signing-certificate-v2.hashAlgorithm";
        let stated =
            self.hash_algorithm.map(|identifier| DigestAlgorithm::from_identifier(&identifier, FIELD));
        stated.unwrap_or(Ok(self.default_algorithm))
    }

    /// The digest of the whole certificate; copied only if BER cut it.
    pub fn cert_hash(&self) -> Cow<'a, [u8]> {
        self.cert_hash.octets()
    }

    /// Issuer and serial number.
    pub fn issuer_serial(&self) -> Option<IssuerSerial<'a>> {
        self.issuer_serial
    }
}

/// Issuer and serial number of a certificate.
///
/// ```text
/// IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber CertificateSerialNumber }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct IssuerSerial<'a> {
    issuer: Element<'a>,
    serial_number: SerialNumber<'a>,
}

impl<'a> IssuerSerial<'a> {
    pub(super) fn parse(element: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = element.reader();
        let issuer = fields.expect(Tag::SEQUENCE, production)?;
        GeneralNames::parse(issuer.reader())?;
        let serial = fields.any(production)?.integer(production)?;
        // An issuerUID may follow, as in the IssuerSerial of attribute certificates (RFC 5755 §4.1).
        fields.optional(Tag::BIT_STRING, production)?;
        fields.finish(production)?;
        Ok(Self { issuer, serial_number: SerialNumber::from_contents(serial) })
    }

    /// The names of the issuer; one directoryName by RFC 5035 §4.
    pub fn issuer(&self) -> Option<GeneralNames<'a>> {
        GeneralNames::parse(self.issuer.reader()).ok()
    }

    /// The serial number.
    pub fn serial_number(&self) -> SerialNumber<'a> {
        self.serial_number
    }

    /// Whether these are issuer and serial number of `certificate`.
    pub fn matches(&self, certificate: &Certificate<'_>) -> bool {
        let is_issuer = |names: GeneralNames<'_>| names.contains_directory_name(&certificate.issuer());
        self.serial_number == certificate.serial_number() && self.issuer().is_some_and(is_issuer)
    }
}

/// The value of signing-certificate-v2 that refers to `certificate` by `digest` (RFC 5035 §3).
pub(crate) fn encode_v2(certificate: &Certificate<'_>, digest: &DigestValue) -> Vec<u8> {
    let hash_algorithm = match digest.algorithm() {
        // DER leaves out what is the default (X.690 §11.5).
        DigestAlgorithm::Sha256 => Vec::new(),
        algorithm => algorithm.to_identifier(),
    };
    let cert_hash = element(Tag::OCTET_STRING, &[digest.as_octets()]);
    let issuer_serial = encode_issuer_serial(certificate);
    let ess_cert_id = element(Tag::SEQUENCE, &[&hash_algorithm, &cert_hash, &issuer_serial]);
    element(Tag::SEQUENCE, &[&element(Tag::SEQUENCE, &[&ess_cert_id])])
}

/// IssuerSerial of `certificate`.
pub(crate) fn encode_issuer_serial(certificate: &Certificate<'_>) -> Vec<u8> {
    let directory_name = element(Tag::context(4), &[certificate.issuer().as_der()]);
    let issuer = element(Tag::SEQUENCE, &[&directory_name]);
    let serial = element(Tag::INTEGER, &[certificate.serial_number().as_octets()]);
    element(Tag::SEQUENCE, &[&issuer, &serial])
}
