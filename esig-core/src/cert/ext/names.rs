//! The standards' names of extensions and of extended key usages.

use der::asn1::ObjectIdentifier;

use super::oids;
use crate::oid::Oid;

/// What the standards call an extension of a certificate, `None` of one that is not known here.
pub fn extension(id: Oid<'_>) -> Option<&'static str> {
    find(&EXTENSIONS, id)
}

/// What the standards call a purpose of extKeyUsage, `None` of one that is not known here.
pub fn purpose(id: Oid<'_>) -> Option<&'static str> {
    find(&PURPOSES, id)
}

fn find(table: &[(ObjectIdentifier, &'static str)], id: Oid<'_>) -> Option<&'static str> {
    table.iter().find(|row| id == row.0).map(|row| row.1)
}

/// RFC 5280 §4.2, X.509, RFC 3739, RFC 6960, FSB order 795.
const EXTENSIONS: [(ObjectIdentifier, &str); 23] = [
    (oids::AUTHORITY_KEY_IDENTIFIER, "authorityKeyIdentifier"),
    (oids::SUBJECT_KEY_IDENTIFIER, "subjectKeyIdentifier"),
    (oids::KEY_USAGE, "keyUsage"),
    (oids::PRIVATE_KEY_USAGE_PERIOD, "privateKeyUsagePeriod"),
    (oids::CERTIFICATE_POLICIES, "certificatePolicies"),
    (oids::POLICY_MAPPINGS, "policyMappings"),
    (oids::SUBJECT_ALT_NAME, "subjectAltName"),
    (oids::ISSUER_ALT_NAME, "issuerAltName"),
    (oids::SUBJECT_DIRECTORY_ATTRIBUTES, "subjectDirectoryAttributes"),
    (oids::BASIC_CONSTRAINTS, "basicConstraints"),
    (oids::NAME_CONSTRAINTS, "nameConstraints"),
    (oids::POLICY_CONSTRAINTS, "policyConstraints"),
    (oids::EXTENDED_KEY_USAGE, "extKeyUsage"),
    (oids::CRL_DISTRIBUTION_POINTS, "cRLDistributionPoints"),
    (oids::INHIBIT_ANY_POLICY, "inhibitAnyPolicy"),
    (oids::FRESHEST_CRL, "freshestCRL"),
    (oids::AUTHORITY_INFO_ACCESS, "authorityInfoAccess"),
    (oids::SUBJECT_INFO_ACCESS, "subjectInfoAccess"),
    (oids::QC_STATEMENTS, "qcStatements"),
    (oids::OCSP_NO_CHECK, "id-pkix-ocsp-nocheck"),
    (oids::SUBJECT_SIGN_TOOL, "subjectSignTool"),
    (oids::ISSUER_SIGN_TOOL, "issuerSignTool"),
    (oids::IDENTIFICATION_KIND, "identificationKind"),
];

/// RFC 5280 §4.2.1.12, without the prefix `id-kp-`.
const PURPOSES: [(ObjectIdentifier, &str); 7] = [
    (oids::ANY_EXTENDED_KEY_USAGE, "anyExtendedKeyUsage"),
    (oids::SERVER_AUTH, "serverAuth"),
    (oids::CLIENT_AUTH, "clientAuth"),
    (oids::CODE_SIGNING, "codeSigning"),
    (oids::EMAIL_PROTECTION, "emailProtection"),
    (oids::TIME_STAMPING, "timeStamping"),
    (oids::OCSP_SIGNING, "OCSPSigning"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_identifiers_have_names_and_others_none() {
        assert_eq!(extension((&oids::KEY_USAGE).into()), Some("keyUsage"));
        assert_eq!(purpose((&oids::CODE_SIGNING).into()), Some("codeSigning"));
        assert_eq!(extension((&oids::CODE_SIGNING).into()), None);
        assert_eq!(purpose((&oids::KEY_USAGE).into()), None);
    }
}
