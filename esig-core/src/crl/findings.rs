//! What is odd in a CRL and accepted.

use alloc::vec::Vec;

use super::entry::{ReasonCode, RevokedCertificate};
use super::view::Crl;
use crate::cert::ext::oids;
use crate::finding::{Finding, Findings, Rule};
use crate::raw::{Element, Reader, Tag};

impl Crl<'_> {
    /// Every departure from the standards that was accepted, each once; looked for now, through all entries.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Findings::default();
        self.note_fields(&mut found);
        self.note_extensions(&mut found);
        self.raw_entries().for_each(|entry| self.note_entry(entry, &mut found));
        found.into_vec()
    }

    fn note_fields(&self, found: &mut Findings) {
        found.note(self.version() == 1, Finding::CrlVersion1);
        let (inner, outer) = (self.tbs_signature_algorithm(), self.signature_algorithm());
        found.note(!inner.means_the_same(&outer), Finding::SignatureAlgorithmsDiffer);
        for (algorithm, field) in [(inner, "tbsCertList.signature"), (outer, "signatureAlgorithm")] {
            found.note(algorithm.has_odd_parameters(), Finding::AlgorithmParameters { field });
        }
        let (issuer, field) = (self.issuer(), "tbsCertList.issuer");
        found.note(issuer.is_empty(), Finding::NameEmpty { field });
        found.name(&issuer, field);
        let mut fields = ["tbsCertList.thisUpdate", "tbsCertList.nextUpdate"].into_iter();
        let mut tbs = self.fields.tbs_cert_list.element(self.der).reader();
        while let Ok(element) = tbs.any("tbsCertList") {
            if matches!(element.tag(), Tag::UTC_TIME | Tag::GENERALIZED_TIME) {
                fields.next().into_iter().for_each(|field| found.time(element, field));
            }
        }
        found.note(self.next_update().is_none(), Finding::NextUpdateAbsent);
        let is_reversed = self.next_update().is_some_and(|next| next < self.this_update());
        let field = "tbsCertList.nextUpdate";
        found.note(is_reversed, Finding::PeriodReversed { field });
        found.note(self.has_empty_list(), Finding::EmptyList);
    }

    fn note_extensions(&self, found: &mut Findings) {
        let extensions = self.extensions();
        let (is_list_there, field) = (self.fields.extensions.is_list_there(), "tbsCertList.crlExtensions");
        found.note(is_list_there && extensions.is_empty(), Finding::EmptyExtensions { field });
        extensions.iter().for_each(|extension| found.extension(&extension, &OF_LISTS));
        // §5.2.1 and §5.2.3: "Conforming CRL issuers are REQUIRED to include" both.
        for (oid, extension) in
            [(oids::AUTHORITY_KEY_IDENTIFIER, "authorityKeyIdentifier"), (oids::CRL_NUMBER, "cRLNumber")]
        {
            let is_missing = self.version() > 1 && extensions.find(&oid).is_none();
            found.note(is_missing, Finding::ExtensionAbsent { extension });
        }
        if let Ok(Some(point)) = self.issuing_distribution_point() {
            let reasons = point.only_some_reasons.into_iter();
            reasons.for_each(|reasons| found.bits(reasons, "issuingDistributionPoint.onlySomeReasons"));
        }
    }

    fn raw_entries(&self) -> impl Iterator<Item = Element<'_>> {
        let revoked = self.fields.revoked;
        let mut reader = Reader::new(revoked.slice(self.der)).at(revoked.start());
        core::iter::from_fn(move || reader.any("revokedCertificates[]").ok())
    }

    fn note_entry(&self, element: Element<'_>, found: &mut Findings) {
        let mut reader = Reader::new(element.as_bytes()).at(element.offset());
        let Ok(entry) = RevokedCertificate::read(&mut reader) else { return };
        found.note(entry.serial_number.is_not_positive(), Finding::SerialNumberNotPositive);
        found.note(entry.serial_number.as_octets().len() > 20, Finding::SerialNumberLong);
        found.note(entry.revocation_date > self.this_update(), Finding::RevokedLater);
        let mut fields = element.reader();
        while let Ok(element) = fields.any("revokedCertificates[]") {
            let field = "revokedCertificates[].revocationDate";
            if matches!(element.tag(), Tag::UTC_TIME | Tag::GENERALIZED_TIME) {
                found.time(element, field);
            }
            let field = "revokedCertificates[].crlEntryExtensions";
            let is_empty = element.tag() == Tag::SEQUENCE && element.contents().is_empty();
            found.note(is_empty, Finding::EmptyExtensions { field });
        }
        self.note_entry_extensions(&entry, found);
    }

    fn note_entry_extensions(&self, entry: &RevokedCertificate<'_>, found: &mut Findings) {
        for extension in entry.extensions.iter() {
            found.extension(&extension, &OF_ENTRIES);
            let is_direct = !self.is_indirect() && extension.oid == oids::CERTIFICATE_ISSUER;
            found.note(is_direct, Finding::CertificateIssuerInDirectList);
            let is_utc_time = extension.value.first() == Some(&Tag::UTC_TIME.first_octet());
            let field = "revokedCertificates[].invalidityDate";
            found.note(is_utc_time && extension.oid == oids::INVALIDITY_DATE, Finding::TimeForm { field });
            if extension.oid == oids::CRL_REASON {
                let reason = entry.reason_code();
                found.note(reason == Ok(ReasonCode::Unspecified), Finding::UnspecifiedReason);
                let is_delta = self.extensions().find(&oids::DELTA_CRL_INDICATOR).is_some();
                let is_removal = reason == Ok(ReasonCode::RemoveFromCrl);
                found.note(is_removal && !is_delta, Finding::RemovalFromCompleteList);
            }
        }
    }
}

/// RFC 5280 §5.2, X.509 §9.5.2.8.
const OF_LISTS: [Rule; 7] = [
    Rule::critical(oids::ISSUING_DISTRIBUTION_POINT, "issuingDistributionPoint"),
    Rule::critical(oids::DELTA_CRL_INDICATOR, "deltaCRLIndicator"),
    Rule::not_critical(oids::AUTHORITY_KEY_IDENTIFIER, "authorityKeyIdentifier"),
    Rule::not_critical(oids::CRL_NUMBER, "cRLNumber"),
    Rule::not_critical(oids::FRESHEST_CRL, "freshestCRL"),
    Rule::not_critical(oids::AUTHORITY_INFO_ACCESS, "authorityInfoAccess"),
    Rule::not_critical(oids::EXPIRED_CERTS_ON_CRL, "expiredCertsOnCRL"),
];

/// RFC 5280 §5.3.
const OF_ENTRIES: [Rule; 3] = [
    Rule::critical(oids::CERTIFICATE_ISSUER, "certificateIssuer"),
    Rule::not_critical(oids::CRL_REASON, "cRLReason"),
    Rule::not_critical(oids::INVALIDITY_DATE, "invalidityDate"),
];
