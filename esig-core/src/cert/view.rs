//! The borrowed view of a certificate.

use core::fmt;

use super::fields::Fields;
use crate::algorithm::AlgorithmIdentifier;
use crate::extensions::Extensions;
use crate::name::Name;
use crate::serial_number::SerialNumber;
use crate::spki::Spki;
use crate::time::Validity;

/// A parsed certificate over the original DER. Copying copies two pointers.
///
/// Made by [`ParsedCertificate`](crate::ParsedCertificate) from borrowed bytes and by
/// [`CertificateBuf`](crate::CertificateBuf) from owned ones. Nothing about it is trusted yet.
#[derive(Clone, Copy)]
pub struct Certificate<'a> {
    pub(super) der: &'a [u8],
    pub(super) fields: &'a Fields,
}

impl<'a> Certificate<'a> {
    /// The whole certificate.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// Exactly the signed bytes, header included.
    pub fn tbs_certificate(&self) -> &'a [u8] {
        self.fields.tbs_certificate.slice(self.der)
    }

    /// 1, 2 or 3.
    pub fn version(&self) -> u8 {
        self.fields.version
    }

    /// The serial number, unique among the certificates of its issuer.
    pub fn serial_number(&self) -> SerialNumber<'a> {
        SerialNumber(self.fields.serial_number.slice(self.der))
    }

    /// The name of who signed it.
    pub fn issuer(&self) -> Name<'a> {
        Name::trusted(self.fields.issuer.slice(self.der))
    }

    /// The period in which the issuer vouches for it.
    pub fn validity(&self) -> Validity {
        self.fields.validity
    }

    /// The name of who holds the key.
    pub fn subject(&self) -> Name<'a> {
        Name::trusted(self.fields.subject.slice(self.der))
    }

    /// The key.
    pub fn subject_public_key_info(&self) -> Spki<'a> {
        let element = self.fields.subject_public_key_info.element(self.der);
        Spki::parse(element).expect("read by the same parser when the view was made")
    }

    /// The extensions; each identifier stands once.
    pub fn extensions(&self) -> Extensions<'a> {
        self.fields.extensions.extensions(self.der)
    }

    /// The algorithm of the signature, from the part that is not signed.
    pub fn signature_algorithm(&self) -> AlgorithmIdentifier<'a> {
        AlgorithmIdentifier::reread(self.fields.signature_algorithm.element(self.der))
    }

    /// The algorithm of the signature, from the signed part; must equal the other (RFC 5280 §4.1.1.2).
    pub fn tbs_signature_algorithm(&self) -> AlgorithmIdentifier<'a> {
        AlgorithmIdentifier::reread(self.fields.signature.element(self.der))
    }

    /// The signature's octets.
    pub fn signature_value(&self) -> &'a [u8] {
        self.fields.signature_value.slice(self.der)
    }

    /// Whether issuer and subject have the same name (RFC 5280 §6.1: self-issued); says nothing of keys.
    pub fn is_self_issued(&self) -> bool {
        self.issuer().matches(&self.subject())
    }
}

impl PartialEq for Certificate<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate<'_> {}

impl fmt::Debug for Certificate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, serial {})", self.subject(), self.serial_number())
    }
}
