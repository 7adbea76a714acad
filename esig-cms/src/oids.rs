//! Object identifiers of content types and attributes, each with its source.

use der::asn1::ObjectIdentifier;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

// RFC 5652 §4 and §5.1, RFC 3161 §2.4.2
/// id-data
pub const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
/// id-signedData
pub const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
/// id-ct-TSTInfo
pub const TST_INFO: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.4");

// RFC 5652 §11, RFC 6211 §2
/// id-contentType
pub const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
/// id-messageDigest
pub const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
/// id-signingTime
pub const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");
/// id-countersignature
pub const COUNTERSIGNATURE: ObjectIdentifier = oid("1.2.840.113549.1.9.6");
/// id-aa-CMSAlgorithmProtection
pub const CMS_ALGORITHM_PROTECTION: ObjectIdentifier = oid("1.2.840.113549.1.9.52");

// RFC 5035 §3 and §5.4
/// id-aa-signingCertificate
pub const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
/// id-aa-signingCertificateV2
pub const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");

// RFC 2634 §2.7 to §2.11
/// id-aa-contentHint
pub const CONTENT_HINTS: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.4");
/// id-aa-contentIdentifier
pub const CONTENT_IDENTIFIER: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.7");
/// id-aa-contentReference
pub const CONTENT_REFERENCE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.10");

// EN 319 122-1 clause 5.2 and annex D, RFC 5126 §5.8 and §5.11
/// id-aa-ets-sigPolicyId
pub const SIGNATURE_POLICY_IDENTIFIER: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.15");
/// id-aa-ets-sigPolicyStore
pub const SIGNATURE_POLICY_STORE: ObjectIdentifier = oid("0.4.0.19122.1.3");
/// id-spq-ets-uri
pub const SPQ_URI: ObjectIdentifier = oid("1.2.840.113549.1.9.16.5.1");
/// id-spq-ets-unotice
pub const SPQ_USER_NOTICE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.5.2");
/// id-spq-ets-docspec
pub const SPQ_DOC_SPECIFICATION: ObjectIdentifier = oid("0.4.0.19122.2.1");
/// id-aa-ets-commitmentType
pub const COMMITMENT_TYPE_INDICATION: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.16");
/// id-cti-ets-proofOfOrigin
pub const PROOF_OF_ORIGIN: ObjectIdentifier = oid("1.2.840.113549.1.9.16.6.1");
/// id-cti-ets-proofOfReceipt
pub const PROOF_OF_RECEIPT: ObjectIdentifier = oid("1.2.840.113549.1.9.16.6.2");
/// id-cti-ets-proofOfDelivery
pub const PROOF_OF_DELIVERY: ObjectIdentifier = oid("1.2.840.113549.1.9.16.6.3");
/// id-cti-ets-proofOfSender
pub const PROOF_OF_SENDER: ObjectIdentifier = oid("1.2.840.113549.1.9.16.6.4");
/// id-cti-ets-proofOfApproval
pub const PROOF_OF_APPROVAL: ObjectIdentifier = oid("1.2.840.113549.1.9.16.6.5");
/// id-cti-ets-proofOfCreation
pub const PROOF_OF_CREATION: ObjectIdentifier = oid("1.2.840.113549.1.9.16.6.6");
/// id-aa-ets-signerLocation
pub const SIGNER_LOCATION: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.17");
/// id-aa-ets-signerAttr
pub const SIGNER_ATTRIBUTES: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.18");
/// id-aa-ets-signerAttrV2
pub const SIGNER_ATTRIBUTES_V2: ObjectIdentifier = oid("0.4.0.19122.1.1");
/// id-aa-ets-mimeType
pub const MIME_TYPE: ObjectIdentifier = oid("0.4.0.1733.2.1");

// X.520 §6.4.3
/// id-at-title
pub const TITLE: ObjectIdentifier = oid("2.5.4.12");

// RFC 5126 §5.11 and §6, EN 319 122-1 clauses 5.2 to 5.5
/// id-aa-ets-contentTimestamp
pub const CONTENT_TIME_STAMP: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.20");
/// id-aa-signatureTimeStampToken
pub const SIGNATURE_TIME_STAMP: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.14");
/// id-aa-ets-certificateRefs
pub const COMPLETE_CERTIFICATE_REFERENCES: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.21");
/// id-aa-ets-revocationRefs
pub const COMPLETE_REVOCATION_REFERENCES: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.22");
/// id-aa-ets-attrCertificateRefs
pub const ATTRIBUTE_CERTIFICATE_REFERENCES: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.44");
/// id-aa-ets-attrRevocationRefs
pub const ATTRIBUTE_REVOCATION_REFERENCES: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.45");
/// id-aa-ets-certValues
pub const CERTIFICATE_VALUES: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.23");
/// id-aa-ets-revocationValues
pub const REVOCATION_VALUES: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.24");
/// id-aa-ets-escTimeStamp
pub const CADES_C_TIME_STAMP: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.25");
/// id-aa-ets-certCRLTimestamp
pub const TIME_STAMPED_CERTS_CRLS_REFERENCES: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.26");
/// id-aa-ets-archiveTimestamp
pub const ARCHIVE_TIME_STAMP: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.27");
/// id-aa-ets-archiveTimestampV2
pub const ARCHIVE_TIME_STAMP_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.48");
/// id-aa-ets-archiveTimestampV3
pub const ARCHIVE_TIME_STAMP_V3: ObjectIdentifier = oid("0.4.0.1733.2.4");
/// id-aa-ATSHashIndex
pub const ATS_HASH_INDEX: ObjectIdentifier = oid("0.4.0.1733.2.5");
/// id-aa-ATSHashIndex-v2
pub const ATS_HASH_INDEX_V2: ObjectIdentifier = oid("0.4.0.19122.1.4");
/// id-aa-ATSHashIndex-v3
pub const ATS_HASH_INDEX_V3: ObjectIdentifier = oid("0.4.0.19122.1.5");

// ISO 32000-2 §12.8.3.3.2
/// adbe-revocationInfoArchival
pub const REVOCATION_INFO_ARCHIVAL: ObjectIdentifier = oid("1.2.840.113583.1.1.8");

// RFC 4998 appendix A
/// id-aa-er-internal
pub const INTERNAL_EVIDENCE_RECORD: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.49");
/// id-aa-er-external
pub const EXTERNAL_EVIDENCE_RECORD: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.50");

// RFC 5940 §2.1, RFC 6960 §4.2.1
/// id-ri-ocsp-response: an OCSPResponse among the CRLs
pub const OCSP_RESPONSE: ObjectIdentifier = oid("1.3.6.1.5.5.7.16.2");
/// id-pkix-ocsp-basic: a BasicOCSPResponse among the CRLs
pub const OCSP_BASIC: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.1");
