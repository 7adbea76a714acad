//! From the bytes of a PFX to keys and certificates.

use esig_core::error::ParseErrorKind;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{AlgorithmIdentifier, CertificateBuf};

use super::mac::MacData;
use super::oids;
use super::{Attributes, CertificateEntry, KeyEntry, Pfx};
use crate::asn1::Der;
use crate::ber;
use crate::error::TokenError;
use crate::limits::{MAX_BAGS, MAX_KEYS};
use crate::memory::MemoryKey;
use crate::password::Password;
use crate::pkcs8::names::unsupported;
use crate::pkcs8::{EncryptedPrivateKeyInfo, Work, decrypt_pbes2};

/// Reads the outermost structure and checks the MAC before anything within.
///
/// ```text
/// PFX ::= SEQUENCE {
///     version  INTEGER { v3(3) },
///     authSafe ContentInfo,
///     macData  MacData OPTIONAL }
/// ```
pub(super) fn open(octets: &[u8], password: &Password) -> Result<Pfx, TokenError> {
    let mut reader = sequence(octets, "PFX")?;
    let version = reader.any("PFX.version")?;
    match version.small_integer("PFX.version")? {
        3 => {}
        found => return Err(version.error(ParseErrorKind::UnknownVersion { found }, "PFX.version").into()),
    }
    let (content_type, content) = content_info(reader.any("authSafe")?)?;
    if content_type != oids::DATA {
        // Integrity by a signature (RFC 7292 §3.1), which nobody writes.
        return Err(unsupported(content_type, "authSafe.contentType").into());
    }
    let authenticated_safe = ber::octet_string(&content, "authSafe.content")?;
    let mac = if reader.is_empty() { None } else { Some(MacData::parse(reader.any("macData")?)?) };
    reader.finish("PFX")?;

    let mut opening = Opening { password, work: Work::default(), bags: 0, pfx: Pfx::default() };
    if let Some(mac) = mac {
        mac.check(password, &authenticated_safe, &mut opening.work)?;
    }
    opening.authenticated_safe(&authenticated_safe)?;
    Ok(opening.pfx)
}

/// The elements of the one SEQUENCE that `octets` consist of, by BER.
fn sequence<'a>(octets: &'a [u8], production: &'static str) -> Result<Reader<'a>, TokenError> {
    let mut reader = Reader::ber(octets);
    let element = reader.expect(Tag::SEQUENCE, production)?;
    reader.finish(production)?;
    Ok(element.reader())
}

/// Type and content (RFC 5652 §3).
///
/// ```text
/// ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
/// ```
fn content_info(element: Element<'_>) -> Result<(Oid<'_>, Element<'_>), TokenError> {
    let mut reader = element.expect(Tag::SEQUENCE, "ContentInfo")?.reader();
    let content_type = reader.any("ContentInfo.contentType")?.oid("ContentInfo.contentType")?;
    let content = explicit(&mut reader, "ContentInfo.content")?;
    reader.finish("ContentInfo")?;
    Ok((content_type, content))
}

/// The one element within `[0]`.
fn explicit<'a>(reader: &mut Reader<'a>, production: &'static str) -> Result<Element<'a>, TokenError> {
    let mut wrapper = reader.expect(Tag::context(0), production)?.reader();
    let element = wrapper.any(production)?;
    wrapper.finish(production)?;
    Ok(element)
}

struct Opening<'p> {
    password: &'p Password,
    work: Work,
    bags: usize,
    pfx: Pfx,
}

impl Opening<'_> {
    /// ```text
    /// AuthenticatedSafe ::= SEQUENCE OF ContentInfo  -- Data, EncryptedData or EnvelopedData
    /// ```
    fn authenticated_safe(&mut self, octets: &[u8]) -> Result<(), TokenError> {
        let mut safes = sequence(octets, "AuthenticatedSafe")?;
        while !safes.is_empty() {
            let (content_type, content) = content_info(safes.any("AuthenticatedSafe[]")?)?;
            if content_type == oids::DATA {
                self.safe_contents(sequence(&ber::octet_string(&content, "SafeContents")?, "SafeContents")?)?;
            } else if content_type == oids::ENCRYPTED_DATA {
                let octets = self.encrypted_data(content)?;
                // Something like padding is left by one wrong password in 256, and a SEQUENCE by none.
                let bags = sequence(&octets, "SafeContents").map_err(|_| TokenError::IncorrectPassword)?;
                self.safe_contents(bags)?;
            } else {
                return Err(unsupported(content_type, "AuthenticatedSafe[].contentType").into());
            }
        }
        Ok(())
    }

    /// RFC 5652 §8.
    ///
    /// ```text
    /// EncryptedData ::= SEQUENCE {
    ///     version                    INTEGER,
    ///     encryptedContentInfo       SEQUENCE {
    ///         contentType                OBJECT IDENTIFIER,
    ///         contentEncryptionAlgorithm AlgorithmIdentifier,
    ///         encryptedContent       [0] IMPLICIT OCTET STRING OPTIONAL },
    ///     unprotectedAttrs       [1] IMPLICIT Attributes OPTIONAL }
    /// ```
    fn encrypted_data(&mut self, content: Element<'_>) -> Result<Der, TokenError> {
        let mut reader = content.expect(Tag::SEQUENCE, "EncryptedData")?.reader();
        reader.expect(Tag::INTEGER, "EncryptedData.version")?;
        let mut info = reader.expect(Tag::SEQUENCE, "encryptedContentInfo")?.reader();
        let content_type = info.any("encryptedContentInfo.contentType")?;
        let content_type = content_type.oid("encryptedContentInfo.contentType")?;
        if content_type != oids::DATA {
            return Err(unsupported(content_type, "encryptedContentInfo.contentType").into());
        }
        let algorithm = info.expect(Tag::SEQUENCE, "contentEncryptionAlgorithm")?;
        let algorithm = AlgorithmIdentifier::parse(algorithm, "contentEncryptionAlgorithm")?;
        let encrypted = info.any("encryptedContent")?;
        if encrypted.tag().context_number() != Some(0) {
            let wanted = Tag::context_primitive(0);
            let kind = ParseErrorKind::UnexpectedTag { wanted, found: encrypted.tag() };
            return Err(encrypted.error(kind, "encryptedContent").into());
        }
        info.finish("encryptedContentInfo")?;
        let encrypted = ber::octets(&encrypted, "encryptedContent")?;
        decrypt_pbes2(&algorithm, &encrypted, self.password, &mut self.work)
    }

    /// Bags may hold bags; a list in place of recursion, since the file decides how deep they lie.
    fn safe_contents(&mut self, bags: Reader<'_>) -> Result<(), TokenError> {
        let mut levels = vec![bags];
        while let Some(level) = levels.last_mut() {
            if level.is_empty() {
                levels.pop();
                continue;
            }
            self.bags += 1;
            if self.bags > MAX_BAGS {
                return Err(TokenError::limit("MAX_BAGS", MAX_BAGS, "SafeContents", level.offset()));
            }
            let bag = Bag::parse(level.any("SafeContents[]")?)?;
            if bag.id == oids::SAFE_CONTENTS_BAG {
                levels.push(bag.value.expect(Tag::SEQUENCE, "SafeContents")?.reader());
            } else {
                self.bag(bag)?;
            }
        }
        Ok(())
    }

    /// CRLs, secrets and what is not known are none of our business.
    fn bag(&mut self, bag: Bag<'_>) -> Result<(), TokenError> {
        let is_key = bag.id == oids::KEY_BAG || bag.id == oids::PKCS8_SHROUDED_KEY_BAG;
        if is_key && self.pfx.keys.len() == MAX_KEYS {
            return Err(TokenError::limit("MAX_KEYS", MAX_KEYS, "SafeContents", bag.value.offset()));
        }
        if bag.id == oids::KEY_BAG {
            self.key(bag.value.as_bytes(), bag.attributes);
        } else if bag.id == oids::PKCS8_SHROUDED_KEY_BAG {
            let info = EncryptedPrivateKeyInfo::parse(bag.value)?;
            let info = info.decrypt(self.password, &mut self.work)?;
            self.key(&info, bag.attributes);
        } else if bag.id == oids::CERT_BAG {
            self.certificate(bag.value, bag.attributes)?;
        }
        Ok(())
    }

    fn key(&mut self, private_key_info: &[u8], attributes: Attributes) {
        match MemoryKey::from_pkcs8_der(private_key_info) {
            Ok(key) => self.pfx.keys.push(KeyEntry { key, attributes }),
            Err(why) => self.pfx.skipped.push(why),
        }
    }

    /// ```text
    /// CertBag ::= SEQUENCE {
    ///     certId        OBJECT IDENTIFIER,
    ///     certValue [0] EXPLICIT ANY  -- OCTET STRING for x509Certificate }
    /// ```
    fn certificate(&mut self, value: Element<'_>, attributes: Attributes) -> Result<(), TokenError> {
        let mut reader = value.expect(Tag::SEQUENCE, "CertBag")?.reader();
        let id = reader.any("CertBag.certId")?.oid("CertBag.certId")?;
        let value = explicit(&mut reader, "CertBag.certValue")?;
        reader.finish("CertBag")?;
        if id != oids::X509_CERTIFICATE {
            self.pfx.skipped.push(unsupported(id, "CertBag.certId").into());
            return Ok(());
        }
        let der = ber::octet_string(&value, "CertBag.certValue")?;
        match CertificateBuf::from_der(der.as_slice()) {
            Ok(certificate) => self.pfx.certificates.push(CertificateEntry { certificate, attributes }),
            Err(why) => self.pfx.skipped.push(why.into()),
        }
        Ok(())
    }
}

/// RFC 7292 §4.2.
///
/// ```text
/// SafeBag ::= SEQUENCE {
///     bagId         OBJECT IDENTIFIER,
///     bagValue  [0] EXPLICIT ANY,
///     bagAttributes SET OF PKCS12Attribute OPTIONAL }
/// ```
struct Bag<'a> {
    id: Oid<'a>,
    value: Element<'a>,
    attributes: Attributes,
}

impl<'a> Bag<'a> {
    fn parse(element: Element<'a>) -> Result<Self, TokenError> {
        let mut reader = element.expect(Tag::SEQUENCE, "SafeBag")?.reader();
        let id = reader.any("SafeBag.bagId")?.oid("SafeBag.bagId")?;
        let value = explicit(&mut reader, "SafeBag.bagValue")?;
        let attributes = match reader.optional(Tag::SET, "SafeBag.bagAttributes")? {
            Some(attributes) => Attributes::parse(attributes)?,
            None => Attributes::default(),
        };
        reader.finish("SafeBag")?;
        Ok(Self { id, value, attributes })
    }
}

impl Attributes {
    /// Of an attribute that stands twice the first is taken.
    ///
    /// ```text
    /// PKCS12Attribute ::= SEQUENCE { attrId OBJECT IDENTIFIER, attrValues SET OF ANY }
    /// ```
    fn parse(set: Element<'_>) -> Result<Self, TokenError> {
        let mut found = Self::default();
        let mut attributes = set.reader();
        while !attributes.is_empty() {
            let mut reader = attributes.expect(Tag::SEQUENCE, "PKCS12Attribute")?.reader();
            let id = reader.any("PKCS12Attribute.attrId")?.oid("PKCS12Attribute.attrId")?;
            let mut values = reader.expect(Tag::SET, "PKCS12Attribute.attrValues")?.reader();
            reader.finish("PKCS12Attribute")?;
            if values.is_empty() {
                continue;
            }
            let value = values.any("PKCS12Attribute.attrValues")?;
            if id == oids::FRIENDLY_NAME && found.friendly_name.is_none() {
                let name = value.expect(Tag::BMP_STRING, "friendlyName")?.contents();
                found.friendly_name = Some(from_utf16(name));
            } else if id == oids::LOCAL_KEY_ID && found.local_key_id.is_none() {
                found.local_key_id = Some(ber::octet_string(&value, "localKeyId")?.to_vec());
            }
        }
        Ok(found)
    }
}

/// What a BMPString says; the names are for people, so that odd octets are no error.
fn from_utf16(octets: &[u8]) -> String {
    let units: Vec<u16> = octets.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}
