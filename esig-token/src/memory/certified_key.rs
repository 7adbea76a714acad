//! The public key of a certificate, to be compared with private keys.

use std::cell::OnceCell;

use esig_core::Spki;
use esig_gost::VerifyingKey;

/// An untrusted public key. What takes arithmetic is done once, however many private keys it is compared with.
pub(crate) struct CertifiedKey<'a> {
    spki: Spki<'a>,
    gost: OnceCell<Option<VerifyingKey>>,
    sec1: OnceCell<Option<Vec<u8>>>,
}

impl<'a> CertifiedKey<'a> {
    pub(crate) fn new(spki: Spki<'a>) -> Self {
        Self { spki, gost: OnceCell::new(), sec1: OnceCell::new() }
    }

    /// As the certificate has it.
    pub(crate) fn spki(&self) -> &Spki<'a> {
        &self.spki
    }

    /// Its octets, if it consists of such.
    pub(super) fn octets(&self) -> Option<&'a [u8]> {
        self.spki.subject_public_key().whole_octets()
    }

    /// The valid key of GOST R 34.10 that it is.
    pub(super) fn gost(&self) -> Option<&VerifyingKey> {
        self.gost.get_or_init(|| VerifyingKey::from_spki_der(self.spki.as_der()).ok()).as_ref()
    }

    /// The uncompressed point of SEC 1 that it is, made by `uncompress` of the curve that its algorithm names.
    pub(super) fn sec1(&self, uncompress: fn(&[u8]) -> Option<Vec<u8>>) -> Option<&[u8]> {
        self.sec1.get_or_init(|| self.octets().and_then(uncompress)).as_deref()
    }
}
