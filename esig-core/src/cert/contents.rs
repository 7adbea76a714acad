//! Everything in a certificate that is decoded on demand, decoded once.

use der::asn1::ObjectIdentifier;

use super::Certificate;
use super::ext::oids;
use crate::algorithm::check_pss;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::name::Name;
use crate::strings;

impl Certificate<'_> {
    /// Checks what parsing leaves for later: the texts in both names, every extension known here, and the parameters of
    /// RSASSA-PSS.
    ///
    /// RFC 5280 §4.2: an extension that is recognised must be processed, critical or not. So a certificate with a damaged
    /// one must not be relied on, whatever is asked of it.
    ///
    /// # Errors
    /// The first that is not well-formed, with the production and the offset.
    pub fn check_contents(&self) -> Result<(), ParseError> {
        check_texts(&self.issuer(), self.fields.issuer.start(), "tbsCertificate.issuer")?;
        check_texts(&self.subject(), self.fields.subject.start(), "tbsCertificate.subject")?;
        check_pss(&self.tbs_signature_algorithm())?;
        check_pss(&self.signature_algorithm())?;
        check_pss(&self.subject_public_key_info().algorithm())?;
        self.extensions().check_known()
    }
}

fn check_texts(name: &Name<'_>, offset: usize, production: &'static str) -> Result<(), ParseError> {
    let mut values = name.attributes().map(|attribute| attribute.value);
    let damaged = values.find(|value| strings::is_string(value.tag()) && !strings::is_well_formed(*value));
    match damaged {
        Some(value) => Err(value.error(ParseErrorKind::InvalidValue, production).shifted(offset)),
        None => Ok(()),
    }
}

impl Extensions<'_> {
    /// Decodes each extension of a certificate that is known here.
    fn check_known(&self) -> Result<(), ParseError> {
        self.iter().try_for_each(|extension| {
            let known = KNOWN.iter().find(|row| extension.oid == row.0);
            known.map_or(Ok(()), |row| row.1(self))
        })
    }
}

type Check = fn(&Extensions<'_>) -> Result<(), ParseError>;

const KNOWN: [(ObjectIdentifier, Check); 22] = [
    (oids::SUBJECT_KEY_IDENTIFIER, |all| all.subject_key_identifier().map(drop)),
    (oids::AUTHORITY_KEY_IDENTIFIER, |all| all.authority_key_identifier().map(drop)),
    (oids::KEY_USAGE, |all| all.key_usage().map(drop)),
    (oids::EXTENDED_KEY_USAGE, |all| all.extended_key_usage().map(drop)),
    (oids::BASIC_CONSTRAINTS, |all| all.basic_constraints().map(drop)),
    (oids::SUBJECT_ALT_NAME, |all| all.subject_alt_name().map(drop)),
    (oids::ISSUER_ALT_NAME, |all| all.issuer_alt_name().map(drop)),
    (oids::SUBJECT_DIRECTORY_ATTRIBUTES, |all| all.subject_directory_attributes().map(drop)),
    (oids::NAME_CONSTRAINTS, |all| all.name_constraints().map(drop)),
    (oids::CERTIFICATE_POLICIES, |all| all.certificate_policies().map(drop)),
    (oids::POLICY_MAPPINGS, |all| all.policy_mappings().map(drop)),
    (oids::POLICY_CONSTRAINTS, |all| all.policy_constraints().map(drop)),
    (oids::INHIBIT_ANY_POLICY, |all| all.inhibit_any_policy().map(drop)),
    (oids::CRL_DISTRIBUTION_POINTS, |all| all.crl_distribution_points().map(drop)),
    (oids::FRESHEST_CRL, |all| all.freshest_crl().map(drop)),
    (oids::AUTHORITY_INFO_ACCESS, |all| all.authority_info_access().map(drop)),
    (oids::SUBJECT_INFO_ACCESS, |all| all.subject_info_access().map(drop)),
    (oids::PRIVATE_KEY_USAGE_PERIOD, |all| all.private_key_usage_period().map(drop)),
    (oids::QC_STATEMENTS, |all| all.qc_statements().map(drop)),
    (oids::SUBJECT_SIGN_TOOL, |all| all.subject_sign_tool().map(drop)),
    (oids::ISSUER_SIGN_TOOL, |all| all.issuer_sign_tool().map(drop)),
    (oids::IDENTIFICATION_KIND, |all| all.identification_kind().map(drop)),
];
