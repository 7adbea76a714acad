//! Certificates and CRLs.

use esig_core::cert::ext::{GeneralName, QcStatement};
use esig_core::{Certificate, CertificateBuf, Crl, CrlBuf, Extensions, Name, ParsedCertificate, ParsedCrl};
use x509_cert::der::Decode;

/// Everything a certificate tells is decoded and displayed.
pub fn certificate(bytes: &[u8]) {
    let Ok(parsed) = ParsedCertificate::parse(bytes) else { return };
    let certificate = parsed.view();
    assert_eq!(certificate.as_der(), bytes);
    let _ = (certificate.issuer().to_string(), certificate.subject().to_string());
    let _ = (certificate.serial_number().to_string(), certificate.is_self_issued());
    read_extensions(&certificate.extensions());
    let _ = (certificate.check_contents(), certificate.findings().len());
    let own = CertificateBuf::from_der(bytes).expect("the same octets were accepted before");
    assert_eq!(own.view().tbs_certificate(), certificate.tbs_certificate());
}

fn read_extensions(extensions: &Extensions<'_>) {
    for oid in extensions.iter().filter_map(|extension| extension.oid.to_object_identifier()) {
        assert!(extensions.find(&oid).is_some(), "an extension is found");
    }
    let _ = (extensions.basic_constraints(), extensions.private_key_usage_period());
    let _ = (extensions.subject_key_identifier(), extensions.authority_key_identifier());
    let _ = (extensions.issuer_alt_name(), extensions.ocsp_no_check());
    let _ = (extensions.subject_sign_tool(), extensions.issuer_sign_tool(), extensions.identification_kind());
    read_lists(extensions);
}

fn read_lists(extensions: &Extensions<'_>) {
    let _ = extensions.key_usage().map(|usage| usage.map(|usage| usage.names().count()));
    let _ = extensions.extended_key_usage().map(|usage| usage.map(|usage| usage.iter().count()));
    let _ =
        extensions.certificate_policies().map(|policies| policies.map(|policies| policies.iter().count()));
    let _ = extensions.policy_mappings().map(|mappings| mappings.map(|mappings| mappings.iter().count()));
    let _ = (extensions.policy_constraints(), extensions.inhibit_any_policy());
    if let Ok(Some(constraints)) = extensions.name_constraints() {
        let _ = constraints.permitted_subtrees.map(|subtrees| subtrees.iter().count());
        let _ = constraints.excluded_subtrees.map(|subtrees| subtrees.iter().count());
    }
    let _ = extensions.subject_alt_name().map(|names| names.map(|names| names.iter().count()));
    let _ = extensions.crl_distribution_points().map(|points| points.map(|points| points.uris().count()));
    let _ = extensions.freshest_crl().map(|points| points.map(|points| points.uris().count()));
    for access in [extensions.authority_info_access(), extensions.subject_info_access()] {
        let _ =
            access.map(|access| access.map(|access| (access.ca_issuers().count(), access.ocsp().count())));
    }
    if let Ok(Some(attributes)) = extensions.subject_directory_attributes() {
        attributes.iter().for_each(drop);
    }
    for statement in extensions.qc_statements().into_iter().flatten().flat_map(|statements| statements.iter())
    {
        match statement {
            QcStatement::QcPds(pds) => pds.iter().for_each(drop),
            QcStatement::QcType(types) => types.iter().for_each(drop),
            QcStatement::QcCcLegislation(countries) => countries.iter().for_each(drop),
            _ => {}
        }
    }
}

/// Where `x509-cert` accepts a certificate too, both read the same.
pub fn certificate_differential(bytes: &[u8]) {
    let Ok(parsed) = ParsedCertificate::parse(bytes) else { return };
    let Ok(theirs) = x509_cert::Certificate::from_der(bytes) else { return };
    same(parsed.view(), theirs.tbs_certificate());
}

fn same(ours: Certificate<'_>, theirs: &x509_cert::TbsCertificate) {
    let extensions = theirs.extensions().map_or(0, |extensions| extensions.len());
    assert_eq!(ours.extensions().iter().count(), extensions);
    let until = theirs.validity().not_after.to_unix_duration();
    assert_eq!(ours.validity().not_after.unix_timestamp(), until.as_secs() as i64);
    let key = theirs.subject_public_key_info().subject_public_key.raw_bytes();
    assert_eq!(ours.subject_public_key_info().subject_public_key().octets, key);
    let number = ours.serial_number().as_octets();
    assert!(number.ends_with(theirs.serial_number().as_bytes()), "the serial number, zeros before it aside");
}

/// Everything a CRL tells is decoded, and its first entries are found by their serial numbers.
pub fn crl(bytes: &[u8]) {
    let Ok(parsed) = ParsedCrl::parse(bytes) else { return };
    let crl: Crl<'_> = parsed.view();
    let _ = crl.issuer().to_string();
    let _ = crl.issuing_distribution_point();
    let _ = crl.findings().iter().map(ToString::to_string).count();
    let _ = (crl.crl_number(), crl.base_crl_number(), crl.expired_certs_on_crl());
    read_extensions(&crl.extensions());
    let own = CrlBuf::from_der(bytes).expect("the same octets were accepted before");
    for (issuer, entry) in crl.entries_with_issuers().take(LOOKED_UP) {
        let _ = (entry.reason_code(), entry.invalidity_date(), entry.certificate_issuer());
        let walked = crl.find_all(entry.serial_number).count();
        assert!(walked > 0, "an entry is found");
        assert_eq!(own.view().find_all(entry.serial_number).count(), walked, "through the index too");
        let issuer = issuer.and_then(|names| names.iter().find_map(directory_name));
        let issuer = issuer.unwrap_or(crl.issuer());
        let walked = crl.find_revoked(&issuer, entry.serial_number).count();
        assert_eq!(own.view().find_revoked(&issuer, entry.serial_number).count(), walked);
    }
}

fn directory_name(name: GeneralName<'_>) -> Option<Name<'_>> {
    if let GeneralName::DirectoryName(name) = name { Some(name) } else { None }
}

/// A look-up walks the list, so that looking up every entry would take most of the time.
const LOOKED_UP: usize = 16;
