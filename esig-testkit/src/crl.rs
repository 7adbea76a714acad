//! Certificate revocation lists.

use esig_core::crl::ReasonCode;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, CrlBuf, Error, NameBuf};
use time::UtcDateTime;

use crate::asn1::{sequence, sequence_of, time, unsigned};
use crate::certificate::{extensions, sign_tbs};
use crate::extension::{self, ExtensionTemplate};
use crate::identity::Identity;

/// A CRL before it is signed (RFC 5280 §5.1).
///
/// ```text
/// TBSCertList ::= SEQUENCE {
///     version Version OPTIONAL, signature AlgorithmIdentifier, issuer Name, thisUpdate Time,
///     nextUpdate Time OPTIONAL, revokedCertificates SEQUENCE OF … OPTIONAL, crlExtensions [0] EXPLICIT … OPTIONAL }
/// ```
#[derive(Clone, Debug)]
pub struct CrlTemplate {
    issuer: Option<NameBuf>,
    this_update: UtcDateTime,
    next_update: Option<UtcDateTime>,
    entries: Vec<Vec<u8>>,
    without_entries: NoEntries,
    extensions: Vec<ExtensionTemplate>,
}

/// What revokedCertificates is if nothing is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoEntries {
    /// As RFC 5280 §5.1.2.6 wants it.
    Absent,
    /// A SEQUENCE of nothing.
    Empty,
}

impl CrlTemplate {
    /// A list without entries, made at `this_update` and to be replaced at `next_update`.
    pub fn new(this_update: UtcDateTime, next_update: UtcDateTime) -> Self {
        Self {
            issuer: None,
            this_update,
            next_update: Some(next_update),
            entries: Vec::new(),
            without_entries: NoEntries::Absent,
            extensions: Vec::new(),
        }
    }

    /// An issuer name that is not the subject of who signs.
    #[must_use]
    pub fn with_issuer(self, issuer: NameBuf) -> Self {
        Self { issuer: Some(issuer), ..self }
    }

    /// A list that does not say when the next one comes.
    #[must_use]
    pub fn without_next_update(self) -> Self {
        Self { next_update: None, ..self }
    }

    /// A list that is there and empty if nothing is revoked.
    #[must_use]
    pub fn with_empty_list(self) -> Self {
        Self { without_entries: NoEntries::Empty, ..self }
    }

    /// Adds an entry for `certificate`.
    #[must_use]
    pub fn with_revoked(self, certificate: &CertificateBuf, at: UtcDateTime, reason: ReasonCode) -> Self {
        self.with_entry(certificate.view().serial_number().as_octets(), at, reason)
    }

    /// Adds an entry for `certificate`, which names its issuer, as an indirect list has to (RFC 5280 §5.3.3).
    #[must_use]
    pub fn with_revoked_of_issuer(
        self,
        certificate: &CertificateBuf,
        at: UtcDateTime,
        reason: ReasonCode,
    ) -> Self {
        let issuer = extension::certificate_issuer(certificate.view().issuer().as_der());
        self.with_entry_and(certificate.view().serial_number().as_octets(), at, reason, Some(issuer))
    }

    /// Adds an entry for a serial number, given by the contents octets of its INTEGER.
    #[must_use]
    pub fn with_entry(self, serial_number: &[u8], at: UtcDateTime, reason: ReasonCode) -> Self {
        self.with_entry_and(serial_number, at, reason, None)
    }

    fn with_entry_and(
        mut self,
        serial_number: &[u8],
        at: UtcDateTime,
        reason: ReasonCode,
        issuer: Option<ExtensionTemplate>,
    ) -> Self {
        let extensions: Vec<_> = extension::crl_reason(reason).into_iter().chain(issuer).collect();
        let extensions: Vec<_> = extensions.iter().map(ExtensionTemplate::to_der).collect();
        let extensions = if extensions.is_empty() { Vec::new() } else { sequence_of(&extensions) };
        let serial_number = element(Tag::INTEGER, &[serial_number]);
        self.entries.push(sequence(&[&serial_number, &time(at), &extensions]));
        self
    }

    /// Adds an extension of the list.
    #[must_use]
    pub fn with_extension(mut self, extension: ExtensionTemplate) -> Self {
        self.extensions.push(extension);
        self
    }

    /// The list signed by `issuer`.
    ///
    /// # Errors
    /// [`Error::Malformed`] if the fields were set to what no parser takes; [`issue_der`](Self::issue_der)
    /// gives such lists too.
    pub fn issue(&self, issuer: &Identity) -> Result<CrlBuf, Error> {
        CrlBuf::from_der(self.issue_der(issuer))
    }

    /// As [`issue`](Self::issue), whatever the fields are.
    pub fn issue_der(&self, issuer: &Identity) -> Vec<u8> {
        const V2: u64 = 1;
        let subject = issuer.certificate().view().subject().into();
        let name = self.issuer.as_ref().unwrap_or(&subject);
        let is_absent = self.entries.is_empty() && self.without_entries == NoEntries::Absent;
        let entries = if is_absent { Vec::new() } else { sequence_of(&self.entries) };
        let tbs = sequence(&[
            &unsigned(V2),
            &issuer.key().scheme().to_identifier(),
            name.view().as_der(),
            &time(self.this_update),
            &self.next_update.map(time).unwrap_or_default(),
            &entries,
            &extensions(0, &self.extensions),
        ]);
        sign_tbs(&tbs, issuer.key())
    }
}
