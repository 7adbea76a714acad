//! Whom the caller trusts.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use esig_core::{Certificate, CertificateBuf, Name};

use crate::evidence::{self, RejectedEvidence};

/// The certificates whose names and keys the caller trusts (RFC 5280 §6.1.1 (d)).
///
/// An anchor is a name and a key: another certificate with the same two is the same anchor.
#[derive(Clone, Debug, Default)]
pub struct TrustAnchors {
    anchors: Vec<CertificateBuf>,
    by_name: BTreeMap<Vec<u8>, Vec<usize>>,
}

impl TrustAnchors {
    /// No anchor: nothing is trusted.
    pub fn none() -> Self {
        Self::default()
    }

    /// Anchors from certificates.
    pub fn from_certificates(certificates: impl IntoIterator<Item = CertificateBuf>) -> Self {
        let mut anchors = Self::none();
        certificates.into_iter().for_each(|certificate| anchors.add(certificate));
        anchors
    }

    /// Adds every certificate of a file: DER, PEM, or a PKCS#7 bundle. Says how many there were.
    ///
    /// # Errors
    /// [`RejectedEvidence`] if the file is none of these, or holds no certificate; then nothing is added.
    pub fn add_file(&mut self, bytes: &[u8]) -> Result<usize, RejectedEvidence> {
        let certificates = evidence::certificates(bytes)?;
        let count = certificates.len();
        certificates.into_iter().for_each(|certificate| self.add(certificate));
        Ok(count)
    }

    /// Adds one anchor; the same certificate is not added twice. A root that was renewed with the same name and key
    /// is another: its validity differs.
    pub fn add(&mut self, certificate: CertificateBuf) {
        if self.anchors.contains(&certificate) {
            return;
        }
        let name = certificate.view().subject().canonical();
        self.by_name.entry(name).or_default().push(self.anchors.len());
        self.anchors.push(certificate);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.anchors.len()
    }

    /// Whether nothing is trusted.
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// The anchors, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &CertificateBuf> {
        self.anchors.iter()
    }

    pub(crate) fn get(&self, index: usize) -> &CertificateBuf {
        &self.anchors[index]
    }

    /// The anchors of that name.
    pub(crate) fn named(&self, name: &Name<'_>) -> impl Iterator<Item = usize> + '_ {
        self.under(&name.canonical()).iter().copied()
    }

    /// The same by the name's canonical form.
    pub(crate) fn under(&self, canonical: &[u8]) -> &[usize] {
        self.by_name.get(canonical).map_or(&[], Vec::as_slice)
    }

    /// The anchor that is this very certificate, octet by octet.
    ///
    /// Name and key do not make one: anyone can write a certificate with those of an anchor and what else he likes.
    pub(crate) fn exactly(&self, certificate: &Certificate<'_>) -> Option<usize> {
        self.named(&certificate.subject()).find(|index| self.anchors[*index].as_der() == certificate.as_der())
    }
}

impl FromIterator<CertificateBuf> for TrustAnchors {
    fn from_iter<T: IntoIterator<Item = CertificateBuf>>(certificates: T) -> Self {
        Self::from_certificates(certificates)
    }
}
