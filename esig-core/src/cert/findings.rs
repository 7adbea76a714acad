//! What is odd in a certificate and accepted.

use alloc::vec::Vec;

use super::Certificate;
use super::ext::{GeneralName, KeyUsage, oids};
use crate::finding::{Finding, Findings, Rule};
use crate::raw::{Element, Reader, Tag};

impl Certificate<'_> {
    /// Every departure from the standards that was accepted, each once, in the order of the fields; looked for now.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Findings::default();
        self.note_fields(&mut found);
        self.note_names(&mut found);
        self.note_algorithms(&mut found);
        self.note_extensions(&mut found);
        found.into_vec()
    }

    fn note_fields(&self, found: &mut Findings) {
        let mut tbs = self.fields.tbs_certificate.element(self.der).reader();
        let is_version_written = tbs.peek() == Some(Tag::context(0));
        let field = "tbsCertificate.version";
        found.note(is_version_written && self.version() == 1, Finding::DefaultWrittenOut { field });
        let serial = self.serial_number();
        found.note(serial.is_not_positive(), Finding::SerialNumberNotPositive);
        found.note(serial.as_octets().len() > 20, Finding::SerialNumberLong);
        note_validity(&mut tbs, found);
        let field = "tbsCertificate.validity.notAfter";
        let validity = self.validity();
        found.note(validity.not_after < validity.not_before, Finding::PeriodReversed { field });
        let is_unique_identifier =
            |element: &Element<'_>| matches!(element.tag().context_number(), Some(1 | 2));
        while let Ok(element) = tbs.any("tbsCertificate") {
            found.note(is_unique_identifier(&element), Finding::UniqueIdentifier);
        }
    }

    fn note_names(&self, found: &mut Findings) {
        let (issuer, subject) = (self.issuer(), self.subject());
        let field = "tbsCertificate.issuer";
        found.note(issuer.is_empty(), Finding::NameEmpty { field });
        found.name(&issuer, field);
        let field = "tbsCertificate.subject";
        let other_names = self.extensions().find(&oids::SUBJECT_ALT_NAME);
        let has_other_names = other_names.is_some_and(|extension| extension.critical);
        found.note(subject.is_empty() && !has_other_names, Finding::NameEmpty { field });
        found.name(&subject, field);
    }

    fn note_algorithms(&self, found: &mut Findings) {
        let (inner, outer) = (self.tbs_signature_algorithm(), self.signature_algorithm());
        found.note(!inner.means_the_same(&outer), Finding::SignatureAlgorithmsDiffer);
        for (algorithm, field) in [
            (inner, "tbsCertificate.signature"),
            (outer, "signatureAlgorithm"),
            (self.subject_public_key_info().algorithm(), "subjectPublicKeyInfo.algorithm"),
        ] {
            found.note(algorithm.has_odd_parameters(), Finding::AlgorithmParameters { field });
        }
    }

    fn note_extensions(&self, found: &mut Findings) {
        let extensions = self.extensions();
        let version = self.version();
        let is_list_there = self.fields.extensions.is_list_there();
        let field = "tbsCertificate.extensions";
        found.note(is_list_there && extensions.is_empty(), Finding::EmptyExtensions { field });
        found.note(is_list_there && version < 3, Finding::ExtensionsNotInVersion { version });
        extensions.iter().for_each(|extension| found.extension(&extension, &RULES));

        let constraints = extensions.basic_constraints().ok().flatten();
        let is_authority = constraints.is_some_and(|constraints| constraints.ca);
        let has_length = constraints.is_some_and(|constraints| constraints.path_length.is_some());
        found.note(has_length && !is_authority, Finding::PathLengthWithoutAuthority);
        let critical = extensions.find(&oids::BASIC_CONSTRAINTS).is_some_and(|extension| extension.critical);
        let extension = "basicConstraints";
        found.note(is_authority && !critical, Finding::NotCritical { extension });
        self.note_form_of_ca(found);
        self.note_key_usage(found);
        self.note_key_identifiers(is_authority, found);
        self.note_alternative_names(found);
        let extension = "id-pkix-ocsp-nocheck";
        let no_check = extensions.find(&oids::OCSP_NO_CHECK);
        found.note(
            no_check.is_some_and(|no_check| no_check.value != [5, 0]),
            Finding::ExtensionValue { extension },
        );
    }

    fn note_form_of_ca(&self, found: &mut Findings) {
        let Some(extension) = self.extensions().find(&oids::BASIC_CONSTRAINTS) else { return };
        let Some([1, 1, ca]) = extension.value.get(2..5) else { return };
        let field = "basicConstraints.cA";
        found.note(*ca == 0, Finding::DefaultWrittenOut { field });
        found.note(!matches!(ca, 0 | 0xff), Finding::BooleanForm { field });
    }

    fn note_key_usage(&self, found: &mut Findings) {
        let extensions = self.extensions();
        let no_usage = extensions.key_usage().is_ok_and(|usage| usage.map(KeyUsage::bits) == Some(0));
        found.note(no_usage, Finding::KeyUsageEmpty);
        let Some(extension) = extensions.find(&oids::KEY_USAGE) else { return };
        let bits = extension.reader().any("keyUsage").and_then(|bits| bits.bit_string("keyUsage"));
        if let Ok(bits) = bits {
            found.bits(bits, "keyUsage");
        }
    }

    fn note_key_identifiers(&self, is_authority: bool, found: &mut Findings) {
        let extensions = self.extensions();
        let has_own = extensions.find(&oids::SUBJECT_KEY_IDENTIFIER).is_some();
        let extension = "subjectKeyIdentifier";
        found.note(is_authority && !has_own, Finding::ExtensionAbsent { extension });
        let authority = extensions.authority_key_identifier().ok().flatten();
        let has_key = authority.as_ref().is_some_and(|authority| authority.key_identifier.is_some());
        let extension = "authorityKeyIdentifier";
        let has_issuer = self.version() == 3 && !self.is_self_issued();
        found.note(!has_key && has_issuer, Finding::ExtensionAbsent { extension });
        let is_half_named = authority.is_some_and(|authority| {
            authority.authority_cert_issuer.is_some() != authority.authority_cert_serial_number.is_some()
        });
        found.note(is_half_named, Finding::AuthorityCertHalfNamed);
    }

    fn note_alternative_names(&self, found: &mut Findings) {
        let names = self.extensions().subject_alt_name().ok().flatten();
        for name in names.iter().flat_map(|names| names.iter()) {
            let field = "subjectAltName";
            match name {
                GeneralName::Rfc822Name(text) | GeneralName::DnsName(text) | GeneralName::Uri(text) => {
                    found.text(Tag::IA5_STRING, text, field);
                    let has_control = text.iter().any(u8::is_ascii_control);
                    found.note(has_control, Finding::ControlCharacter { field });
                }
                GeneralName::DirectoryName(name) => found.name(&name, field),
                _ => {}
            }
        }
    }
}

/// The forms of the times; leaves the reader behind them.
fn note_validity(tbs: &mut Reader<'_>, found: &mut Findings) {
    // The first two universal SEQUENCEs are signature and issuer, the third is validity.
    let mut sequences = 0;
    while let Ok(element) = tbs.any("tbsCertificate") {
        sequences += usize::from(element.tag() == Tag::SEQUENCE);
        if sequences == 3 {
            let mut times = element.reader();
            for field in ["tbsCertificate.validity.notBefore", "tbsCertificate.validity.notAfter"] {
                if let Ok(time) = times.any(field) {
                    found.time(time, field);
                }
            }
            return;
        }
    }
}

/// RFC 5280 §4.2: "Conforming CAs MUST mark this extension as critical", or "as non-critical".
const RULES: [Rule; 9] = [
    Rule::critical(oids::NAME_CONSTRAINTS, "nameConstraints"),
    Rule::critical(oids::POLICY_CONSTRAINTS, "policyConstraints"),
    Rule::critical(oids::INHIBIT_ANY_POLICY, "inhibitAnyPolicy"),
    Rule::not_critical(oids::AUTHORITY_KEY_IDENTIFIER, "authorityKeyIdentifier"),
    Rule::not_critical(oids::SUBJECT_KEY_IDENTIFIER, "subjectKeyIdentifier"),
    Rule::not_critical(oids::SUBJECT_DIRECTORY_ATTRIBUTES, "subjectDirectoryAttributes"),
    Rule::not_critical(oids::FRESHEST_CRL, "freshestCRL"),
    Rule::not_critical(oids::AUTHORITY_INFO_ACCESS, "authorityInfoAccess"),
    Rule::not_critical(oids::SUBJECT_INFO_ACCESS, "subjectInfoAccess"),
];
