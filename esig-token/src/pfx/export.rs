//! Writing PFX files.

use esig_core::encode::set_of;
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, DigestAlgorithm, Provider};
use rand_core::TryCryptoRng;

use super::{mac, oids};
use crate::asn1::{self, Der};
use crate::error::TokenError;
use crate::memory::MemoryKey;
use crate::password::Password;
use crate::pkcs8;
use crate::token::SigningKey;

/// A key to write, with its certificate if it has one.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    key: &'a MemoryKey,
    friendly_name: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// The key without a name.
    pub fn new(key: &'a MemoryKey) -> Self {
        Self { key, friendly_name: None }
    }

    /// The same key under a name for people.
    #[must_use]
    pub fn with_friendly_name(self, name: &'a str) -> Self {
        Self { friendly_name: Some(name), ..self }
    }

    fn attributes(&self) -> Result<Der, TokenError> {
        // Any octets would do; these are the same in every file with the key.
        let id = Provider::rustcrypto().digest(DigestAlgorithm::Sha256, self.key.public_key_spki())?;
        let id = attribute(oids::LOCAL_KEY_ID, &asn1::octet_string(&id.as_octets()[..20]));
        let name = self.friendly_name.map(|name| attribute(oids::FRIENDLY_NAME, &bmp_string(name)));
        let attributes = name.iter().chain([&id]).map(|attribute| attribute.to_vec()).collect();
        Ok(set_of(Tag::SET, attributes).into())
    }
}

/// Writes keys, their certificates and other certificates into a new PFX.
///
/// Encrypted with AES-256-CBC under PBKDF2-HMAC-SHA-256, protected by HMAC-SHA-256: what Windows 10, macOS 13,
/// OpenSSL, Java and NSS of recent years read.
///
/// # Errors
/// [`TokenError::NoRandomness`] if `rng` fails.
pub fn export_pfx(
    entries: &[Entry<'_>],
    chain: &[CertificateBuf],
    password: &Password,
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Vec<u8>, TokenError> {
    let certificates = certificate_bags(entries, chain)?;
    let mut safes = Vec::new();
    if !certificates.is_empty() {
        let bags = sequence_of(&certificates);
        safes.push(encrypted_data(&bags, password, rng)?);
    }
    safes.push(data(&sequence_of(&key_bags(entries, password, rng)?)));
    let authenticated_safe = sequence_of(&safes);
    let mac = mac::encode(&authenticated_safe, password, ITERATIONS, rng)?;
    Ok(asn1::sequence(&[&asn1::integer(&[3]), &data(&authenticated_safe), &mac]).to_vec())
}

/// Iterations of each derivation: as many as .NET's certificate loader takes (300 000 each, a million in all).
const ITERATIONS: u32 = 300_000;

fn key_bags(
    entries: &[Entry<'_>],
    password: &Password,
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Vec<Der>, TokenError> {
    let mut bag = |entry: &Entry<'_>| {
        let key = pkcs8::encrypt(&entry.key.export_pkcs8_der(), password, ITERATIONS, rng)?;
        Ok(safe_bag(oids::PKCS8_SHROUDED_KEY_BAG, &key, &entry.attributes()?))
    };
    entries.iter().map(&mut bag).collect()
}

/// The certificates of the keys, then the others, none twice.
fn certificate_bags(entries: &[Entry<'_>], chain: &[CertificateBuf]) -> Result<Vec<Der>, TokenError> {
    let mut written: Vec<&CertificateBuf> = Vec::new();
    let mut bags = Vec::new();
    for entry in entries {
        if let Some(certificate) = entry.key.certificate().filter(|own| !written.contains(own)) {
            written.push(certificate);
            bags.push(certificate_bag(certificate, &entry.attributes()?));
        }
    }
    for certificate in chain {
        if !written.contains(&certificate) {
            written.push(certificate);
            bags.push(certificate_bag(certificate, &[]));
        }
    }
    Ok(bags)
}

fn certificate_bag(certificate: &CertificateBuf, attributes: &[u8]) -> Der {
    let value = asn1::explicit(0, &[&asn1::octet_string(certificate.as_der())]);
    let bag = asn1::sequence(&[&asn1::oid(oids::X509_CERTIFICATE), &value]);
    safe_bag(oids::CERT_BAG, &bag, attributes)
}

fn safe_bag(id: der::asn1::ObjectIdentifier, value: &[u8], attributes: &[u8]) -> Der {
    asn1::sequence(&[&asn1::oid(id), &asn1::explicit(0, &[value]), attributes])
}

fn attribute(id: der::asn1::ObjectIdentifier, value: &[u8]) -> Der {
    asn1::sequence(&[&asn1::oid(id), &asn1::element(Tag::SET, &[value])])
}

fn bmp_string(text: &str) -> Der {
    let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    asn1::element(Tag::BMP_STRING, &[&octets])
}

fn sequence_of(elements: &[Der]) -> Der {
    let parts: Vec<&[u8]> = elements.iter().map(|element| element.as_slice()).collect();
    asn1::sequence(&parts)
}

/// ContentInfo of data.
fn data(octets: &[u8]) -> Der {
    asn1::sequence(&[&asn1::oid(oids::DATA), &asn1::explicit(0, &[&asn1::octet_string(octets)])])
}

/// ContentInfo of encrypted data.
fn encrypted_data(
    octets: &[u8],
    password: &Password,
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Der, TokenError> {
    let (algorithm, encrypted) = pkcs8::encrypt_pbes2(octets, password, ITERATIONS, rng)?;
    let encrypted = asn1::element(Tag::context_primitive(0), &[&encrypted]);
    let info = asn1::sequence(&[&asn1::oid(oids::DATA), &algorithm, &encrypted]);
    let content = asn1::sequence(&[&asn1::integer(&[0]), &info]);
    Ok(asn1::sequence(&[&asn1::oid(oids::ENCRYPTED_DATA), &asn1::explicit(0, &[&content])]))
}
