//! Object identifiers of extensions and of what stands in them.

use der::asn1::ObjectIdentifier;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

// RFC 5280 §4.2 and §5.2
/// subjectDirectoryAttributes
pub const SUBJECT_DIRECTORY_ATTRIBUTES: ObjectIdentifier = oid("2.5.29.9");
/// subjectKeyIdentifier
pub const SUBJECT_KEY_IDENTIFIER: ObjectIdentifier = oid("2.5.29.14");
/// keyUsage
pub const KEY_USAGE: ObjectIdentifier = oid("2.5.29.15");
/// privateKeyUsagePeriod (X.509 §9.2.2.5)
pub const PRIVATE_KEY_USAGE_PERIOD: ObjectIdentifier = oid("2.5.29.16");
/// subjectAltName
pub const SUBJECT_ALT_NAME: ObjectIdentifier = oid("2.5.29.17");
/// issuerAltName
pub const ISSUER_ALT_NAME: ObjectIdentifier = oid("2.5.29.18");
/// basicConstraints
pub const BASIC_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.19");
/// cRLNumber
pub const CRL_NUMBER: ObjectIdentifier = oid("2.5.29.20");
/// cRLReason, of a CRL entry
pub const CRL_REASON: ObjectIdentifier = oid("2.5.29.21");
/// holdInstructionCode, of a CRL entry (RFC 3280 §5.3.2; RFC 5280 leaves it out)
pub const HOLD_INSTRUCTION_CODE: ObjectIdentifier = oid("2.5.29.23");
/// invalidityDate, of a CRL entry
pub const INVALIDITY_DATE: ObjectIdentifier = oid("2.5.29.24");
/// deltaCRLIndicator
pub const DELTA_CRL_INDICATOR: ObjectIdentifier = oid("2.5.29.27");
/// issuingDistributionPoint
pub const ISSUING_DISTRIBUTION_POINT: ObjectIdentifier = oid("2.5.29.28");
/// certificateIssuer, of an entry of an indirect CRL
pub const CERTIFICATE_ISSUER: ObjectIdentifier = oid("2.5.29.29");
/// nameConstraints
pub const NAME_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.30");
/// cRLDistributionPoints
pub const CRL_DISTRIBUTION_POINTS: ObjectIdentifier = oid("2.5.29.31");
/// certificatePolicies
pub const CERTIFICATE_POLICIES: ObjectIdentifier = oid("2.5.29.32");
/// policyMappings
pub const POLICY_MAPPINGS: ObjectIdentifier = oid("2.5.29.33");
/// authorityKeyIdentifier
pub const AUTHORITY_KEY_IDENTIFIER: ObjectIdentifier = oid("2.5.29.35");
/// policyConstraints
pub const POLICY_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.36");
/// extKeyUsage
pub const EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37");
/// inhibitAnyPolicy
pub const INHIBIT_ANY_POLICY: ObjectIdentifier = oid("2.5.29.54");
/// authorityInfoAccess
pub const AUTHORITY_INFO_ACCESS: ObjectIdentifier = oid("1.3.6.1.5.5.7.1.1");
/// subjectInfoAccess
pub const SUBJECT_INFO_ACCESS: ObjectIdentifier = oid("1.3.6.1.5.5.7.1.11");
/// expiredCertsOnCRL (X.509 §9.5.2.8), of a CRL
pub const EXPIRED_CERTS_ON_CRL: ObjectIdentifier = oid("2.5.29.60");
/// freshestCRL
pub const FRESHEST_CRL: ObjectIdentifier = oid("2.5.29.46");

// Access methods, RFC 5280 §4.2.2
/// id-ad-timeStamping
pub const AD_TIME_STAMPING: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.3");
/// id-ad-caRepository
pub const CA_REPOSITORY: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.5");
/// id-ad-caIssuers
pub const CA_ISSUERS: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.2");
/// id-ad-ocsp
pub const OCSP: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1");

// Extended key usages, RFC 5280 §4.2.1.12
/// anyExtendedKeyUsage
pub const ANY_EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37.0");
/// id-kp-serverAuth
pub const SERVER_AUTH: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.1");
/// id-kp-clientAuth
pub const CLIENT_AUTH: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.2");
/// id-kp-codeSigning
pub const CODE_SIGNING: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.3");
/// id-kp-emailProtection
pub const EMAIL_PROTECTION: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.4");
/// id-kp-timeStamping
pub const TIME_STAMPING: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.8");
/// id-kp-OCSPSigning
pub const OCSP_SIGNING: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.9");

// Policies, RFC 5280 §4.2.1.4
/// anyPolicy
pub const ANY_POLICY: ObjectIdentifier = oid("2.5.29.32.0");
/// id-qt-cps
pub const CPS: ObjectIdentifier = oid("1.3.6.1.5.5.7.2.1");
/// id-qt-unotice
pub const USER_NOTICE: ObjectIdentifier = oid("1.3.6.1.5.5.7.2.2");

// Other names, RFC 9598 §3
/// id-on-SmtpUTF8Mailbox
pub const SMTP_UTF8_MAILBOX: ObjectIdentifier = oid("1.3.6.1.5.5.7.8.9");

// OCSP, RFC 6960 §4.2.2.2.1
/// id-pkix-ocsp-nocheck
pub const OCSP_NO_CHECK: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.5");

// Qualified certificates, RFC 3739 §3.2.6
/// id-pe-qcStatements
pub const QC_STATEMENTS: ObjectIdentifier = oid("1.3.6.1.5.5.7.1.3");
/// id-qcs-pkixQCSyntax-v1
pub const PKIX_QC_SYNTAX_V1: ObjectIdentifier = oid("1.3.6.1.5.5.7.11.1");
/// id-qcs-pkixQCSyntax-v2
pub const PKIX_QC_SYNTAX_V2: ObjectIdentifier = oid("1.3.6.1.5.5.7.11.2");

// Qualified certificates of the EU, EN 319 412-5
/// id-etsi-qcs-QcCompliance
pub const QC_COMPLIANCE: ObjectIdentifier = oid("0.4.0.1862.1.1");
/// id-etsi-qcs-QcLimitValue
pub const QC_LIMIT_VALUE: ObjectIdentifier = oid("0.4.0.1862.1.2");
/// id-etsi-qcs-QcRetentionPeriod
pub const QC_RETENTION_PERIOD: ObjectIdentifier = oid("0.4.0.1862.1.3");
/// id-etsi-qcs-QcSSCD
pub const QC_SSCD: ObjectIdentifier = oid("0.4.0.1862.1.4");
/// id-etsi-qcs-QcPDS
pub const QC_PDS: ObjectIdentifier = oid("0.4.0.1862.1.5");
/// id-etsi-qcs-QcType
pub const QC_TYPE: ObjectIdentifier = oid("0.4.0.1862.1.6");
/// id-etsi-qct-esign: for electronic signatures
pub const QC_TYPE_ESIGN: ObjectIdentifier = oid("0.4.0.1862.1.6.1");
/// id-etsi-qct-eseal: for electronic seals
pub const QC_TYPE_ESEAL: ObjectIdentifier = oid("0.4.0.1862.1.6.2");
/// id-etsi-qct-web: for web site authentication
pub const QC_TYPE_WEB: ObjectIdentifier = oid("0.4.0.1862.1.6.3");
/// id-etsi-qcs-QcCClegislation
pub const QC_CC_LEGISLATION: ObjectIdentifier = oid("0.4.0.1862.1.7");

// Qualified certificates of Russia: FSB order 795 of 2011, RFC 9215 §5
/// subjectSignTool
pub const SUBJECT_SIGN_TOOL: ObjectIdentifier = oid("1.2.643.100.111");
/// issuerSignTool
pub const ISSUER_SIGN_TOOL: ObjectIdentifier = oid("1.2.643.100.112");
/// identificationKind
pub const IDENTIFICATION_KIND: ObjectIdentifier = oid("1.2.643.100.114");
/// Class КС1 of signature means, as a policy
pub const KC1: ObjectIdentifier = oid("1.2.643.100.113.1");
/// Class КС2 of signature means, as a policy
pub const KC2: ObjectIdentifier = oid("1.2.643.100.113.2");
/// Class КС3 of signature means, as a policy
pub const KC3: ObjectIdentifier = oid("1.2.643.100.113.3");
/// Class КВ1 of signature means, as a policy
pub const KB1: ObjectIdentifier = oid("1.2.643.100.113.4");
/// Class КВ2 of signature means, as a policy
pub const KB2: ObjectIdentifier = oid("1.2.643.100.113.5");
/// Class КА1 of signature means, as a policy
pub const KA1: ObjectIdentifier = oid("1.2.643.100.113.6");
