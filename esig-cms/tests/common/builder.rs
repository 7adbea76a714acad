//! SignedData as tests want it, right or wrong in one place; nothing here is checked.
#![allow(dead_code)] // each test uses its part

use esig_cms::oids;
use esig_core::encode::{element, set_of};
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, DigestAlgorithm, Provider};
use esig_testkit::{Family, Signer, TestKey, TestPki};
use time::macros::utc_datetime;

/// The content that everything here signs.
pub(crate) const CONTENT: &[u8] = "Договор № 1".as_bytes();

/// The PKI of that family that all tests share.
pub(crate) fn pki(family: Family) -> TestPki {
    TestPki::new(family, 1, utc_datetime!(2026-12-01 12:00))
}

/// The parts of a SignedData with one signer, to be changed before it is encoded.
#[derive(Clone)]
pub(crate) struct Builder {
    pub(crate) certificate: CertificateBuf,
    pub(crate) key: TestKey,
    /// How the value is made of the octets that are signed.
    pub(crate) sign_with: fn(&TestKey, &[u8]) -> Vec<u8>,
    pub(crate) content_type: Vec<u8>,
    pub(crate) attached: Option<Vec<u8>>,
    pub(crate) sid: Vec<u8>,
    pub(crate) digest_algorithm: Vec<u8>,
    pub(crate) signature_algorithm: Vec<u8>,
    /// Encoded attributes; `None` for a signature over the content itself.
    pub(crate) signed: Option<Vec<Vec<u8>>>,
    /// Whether the attributes are signed and stored by DER.
    pub(crate) order: Order,
    pub(crate) unsigned: Vec<Vec<u8>>,
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) crls: Vec<Vec<u8>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Stored and signed by DER.
    Der,
    /// Stored in reverse order and signed so.
    ReversedAsStored,
    /// Stored in reverse order, signed by DER.
    ReversedSignedByDer,
}

impl Builder {
    pub(crate) fn new(family: Family) -> Self {
        let identity = pki(family).signer(Signer::Valid);
        let certificate = identity.certificate().clone();
        let algorithm = family.scheme().content_digest_algorithm();
        Self {
            content_type: oid(oids::DATA.as_bytes()),
            attached: None,
            sid: issuer_and_serial_number(&certificate),
            digest_algorithm: algorithm.to_identifier(),
            signature_algorithm: family.scheme().to_signer_info_identifier(),
            signed: Some(vec![
                attribute(oids::CONTENT_TYPE.as_bytes(), &[&oid(oids::DATA.as_bytes())]),
                attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&octets(&digest(algorithm, CONTENT))]),
            ]),
            order: Order::Der,
            unsigned: Vec::new(),
            certificates: vec![certificate.as_der().to_vec()],
            crls: Vec::new(),
            certificate,
            key: identity.key().clone(),
            sign_with: |key, message| key.sign(message).as_octets().to_vec(),
        }
    }

    /// Adds a signed attribute.
    pub(crate) fn sign(mut self, attribute: Vec<u8>) -> Self {
        self.signed.get_or_insert_default().push(attribute);
        self
    }

    /// Removes the signed attributes of that type.
    pub(crate) fn without(mut self, attribute_type: &[u8]) -> Self {
        let prefix = oid(attribute_type);
        self.signed.get_or_insert_default().retain(|attribute| !attribute[2..].starts_with(&prefix));
        self
    }

    pub(crate) fn signer_info(&self) -> Vec<u8> {
        let (stored, message) = self.attributes();
        let value = (self.sign_with)(&self.key, &message);
        let unsigned = match self.unsigned.is_empty() {
            true => Vec::new(),
            false => element(Tag::context(1), &self.unsigned.iter().map(Vec::as_slice).collect::<Vec<_>>()),
        };
        let parts: [&[u8]; 7] = [
            &[2, 1, 1],
            &self.sid,
            &self.digest_algorithm,
            &stored,
            &self.signature_algorithm,
            &octets(&value),
            &unsigned,
        ];
        element(Tag::SEQUENCE, &parts)
    }

    /// The field signedAttrs as stored, and the octets that are signed.
    fn attributes(&self) -> (Vec<u8>, Vec<u8>) {
        let Some(signed) = &self.signed else { return (Vec::new(), CONTENT.to_vec()) };
        let by_der = set_of(Tag::SET, signed.clone());
        let mut reversed = signed.clone();
        reversed.sort();
        reversed.reverse();
        let reversed = element(Tag::SET, &reversed.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let (mut stored, message) = match self.order {
            Order::Der => (by_der.clone(), by_der),
            Order::ReversedAsStored => (reversed.clone(), reversed),
            Order::ReversedSignedByDer => (reversed, by_der),
        };
        stored[0] = 0xa0;
        (stored, message)
    }

    pub(crate) fn build(&self) -> Vec<u8> {
        self.build_with(&[self.signer_info()])
    }

    pub(crate) fn build_with(&self, signer_infos: &[Vec<u8>]) -> Vec<u8> {
        let field = |number, elements: &[Vec<u8>]| match elements.is_empty() {
            true => Vec::new(),
            false => set_of(Tag::context(number), elements.to_vec()),
        };
        let content = self.attached.as_ref();
        let content = content.map_or(Vec::new(), |content| element(Tag::context(0), &[&octets(content)]));
        let parts: [&[u8]; 6] = [
            &[2, 1, 1],
            &element(Tag::SET, &[&self.digest_algorithm]),
            &element(Tag::SEQUENCE, &[&self.content_type, &content]),
            &field(0, &self.certificates),
            &field(1, &self.crls),
            &set_of(Tag::SET, signer_infos.to_vec()),
        ];
        content_info(oids::SIGNED_DATA.as_bytes(), &element(Tag::SEQUENCE, &parts))
    }
}

pub(crate) fn content_info(content_type: &[u8], content: &[u8]) -> Vec<u8> {
    element(Tag::SEQUENCE, &[&oid(content_type), &element(Tag::context(0), &[content])])
}

pub(crate) fn attribute(attribute_type: &[u8], values: &[&[u8]]) -> Vec<u8> {
    element(Tag::SEQUENCE, &[&oid(attribute_type), &element(Tag::SET, values)])
}

pub(crate) fn oid(contents: &[u8]) -> Vec<u8> {
    element(Tag::OBJECT_IDENTIFIER, &[contents])
}

pub(crate) fn octets(contents: &[u8]) -> Vec<u8> {
    element(Tag::OCTET_STRING, &[contents])
}

pub(crate) fn digest(algorithm: DigestAlgorithm, octets: &[u8]) -> Vec<u8> {
    Provider::rustcrypto().digest(algorithm, octets).expect("a digest").as_octets().to_vec()
}

pub(crate) fn issuer_and_serial_number(certificate: &CertificateBuf) -> Vec<u8> {
    let view = certificate.view();
    let serial = element(Tag::INTEGER, &[view.serial_number().as_octets()]);
    element(Tag::SEQUENCE, &[view.issuer().as_der(), &serial])
}

/// SigningCertificateV2 (or its predecessor, with SHA-1) with one reference.
pub(crate) fn signing_certificate(
    algorithm: Option<DigestAlgorithm>,
    hash: &[u8],
    issuer_serial: &[u8],
) -> Vec<u8> {
    let algorithm = algorithm.map_or(Vec::new(), DigestAlgorithm::to_identifier);
    let reference = element(Tag::SEQUENCE, &[&algorithm, &octets(hash), issuer_serial]);
    element(Tag::SEQUENCE, &[&element(Tag::SEQUENCE, &[&reference])])
}

/// IssuerSerial of a certificate.
pub(crate) fn issuer_serial(issuer: &[u8], serial: &[u8]) -> Vec<u8> {
    let names = element(Tag::SEQUENCE, &[&element(Tag::context(4), &[issuer])]);
    element(Tag::SEQUENCE, &[&names, &element(Tag::INTEGER, &[serial])])
}
