//! What several test files need.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::print_stdout, reason = "corpus tests print what they leave out")]

pub(crate) mod ways;

use pkcs8::der::asn1::BitStringRef;
use pkcs8::der::{AnyRef, Decode, Reader, Result, SliceReader, Tag, Tagged};

/// The octets that `digits` mean; white space between them is passed over.
pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digits = digits.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert!(digits.len().is_multiple_of(2), "odd number of digits: {digits}");
    (0..digits.len()).step_by(2).map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap()).collect()
}

/// The octets of a number that an RFC prints, least significant first.
pub(crate) fn le(digits: &str) -> Vec<u8> {
    let mut octets = hex(digits);
    octets.reverse();
    octets
}

/// The contents of a PEM block.
pub(crate) fn pem(text: &str) -> Vec<u8> {
    pkcs8::der::pem::decode_vec(text.as_bytes()).unwrap().1
}

/// The contents of a PEM block, whatever stands around it and however its lines break; DER as it is.
pub(crate) fn unarmoured(file: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8_lossy(&file);
    let Some((_, block)) = text.split_once("-----BEGIN ") else { return file };
    let mut parts = block.split("-----");
    let (label, base64) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let base64 = base64.split_whitespace().collect::<String>();
    let lines =
        base64.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line) + "\n").collect::<String>();
    pem(&format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n"))
}

/// What every signed structure of RFC 5280 and RFC 2986 is: what is signed, by what, and the signature.
pub(crate) struct Signed<'a> {
    pub(crate) signed: &'a [u8],
    pub(crate) signature: &'a [u8],
}

impl<'a> Signed<'a> {
    pub(crate) fn parse(der: &'a [u8]) -> Result<Self> {
        let mut fields = SliceReader::new(AnyRef::from_der(der)?.value())?;
        let signed = fields.tlv_bytes()?;
        fields.tlv_bytes()?;
        let signature = BitStringRef::decode(&mut fields)?.as_bytes().unwrap_or_default();
        Ok(Self { signed, signature })
    }

    /// The SubjectPublicKeyInfo, if this is a certificate.
    pub(crate) fn spki(&self) -> Result<&'a [u8]> {
        Ok(self.certificate_fields()?[4])
    }

    /// Whether the issuer, if this is a certificate, is the subject.
    pub(crate) fn is_self_issued(&self) -> Result<bool> {
        let [_, issuer, _, subject, _] = self.certificate_fields()?;
        Ok(issuer == subject)
    }

    /// signature, issuer, validity, subject, subjectPublicKeyInfo.
    fn certificate_fields(&self) -> Result<[&'a [u8]; 5]> {
        let mut fields = SliceReader::new(AnyRef::from_der(self.signed)?.value())?;
        let version_or_serial = AnyRef::from_der(fields.tlv_bytes()?)?;
        if version_or_serial.tag() != Tag::Integer {
            fields.tlv_bytes()?; // the version was there
        }
        let mut next = || fields.tlv_bytes();
        Ok([next()?, next()?, next()?, next()?, next()?])
    }
}

/// The contents of the element at `path`, each step of which is a place in a constructed value.
pub(crate) fn contents<'a>(der: &'a [u8], path: &[usize]) -> Result<&'a [u8]> {
    let value = AnyRef::from_der(der)?.value();
    let Some((place, path)) = path.split_first() else { return Ok(value) };
    let mut fields = SliceReader::new(value)?;
    (0..*place).try_for_each(|_| fields.tlv_bytes().map(drop))?;
    contents(fields.tlv_bytes()?, path)
}
