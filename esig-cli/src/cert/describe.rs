//! What a certificate says, read once for both ways of showing it.

use esig_core::cert::ext::{GeneralNames, IdentificationKind, names};
use esig_core::oid::Oid;
use esig_core::{Certificate, DigestAlgorithm, Error, Finding as Oddity, Provider, SignatureScheme};
use esig_verify::lint::Finding;
use serde::Serialize;

use super::general_name::{GeneralNameJson, NameConstraintsJson};
use super::qc_statement::QcStatementJson;
use super::{lint, oddity};
use crate::holder::{hex, rfc3339};

/// The fields of a certificate in the order in which they are shown; `null` and empty lists where it says nothing.
#[derive(Serialize)]
pub(crate) struct Description {
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) serial: String,
    pub(crate) not_before: String,
    pub(crate) not_after: String,
    /// `rsa`, `gost3410-2012-256` …, `null` if the key is of a kind not known here.
    pub(crate) key_algorithm: Option<&'static str>,
    pub(crate) key_bits: Option<u32>,
    pub(crate) signature_algorithm: String,
    pub(crate) ca: bool,
    pub(crate) path_length: Option<u32>,
    pub(crate) key_usage: Vec<&'static str>,
    pub(crate) extended_key_usage: Vec<String>,
    /// The same by name, for people.
    #[serde(skip)]
    pub(super) purposes: Vec<String>,
    pub(crate) policies: Vec<String>,
    pub(super) subject_alt_names: Vec<GeneralNameJson>,
    pub(super) name_constraints: Option<NameConstraintsJson>,
    pub(super) qc_statements: Vec<QcStatementJson>,
    /// The extensions that are critical, by their names in the standards.
    pub(crate) critical: Vec<String>,
    /// The highest class of signature means among the policies: `КС2`.
    pub(crate) tool_class: Option<&'static str>,
    /// When the private key may first and last be used.
    pub(crate) private_key_not_before: Option<String>,
    pub(crate) private_key_not_after: Option<String>,
    pub(crate) identification: Option<&'static str>,
    pub(crate) subject_sign_tool: Option<String>,
    pub(crate) issuer_sign_tool: Option<String>,
    /// The rest of issuerSignTool: the authority's own means, and the conformity certificates of both.
    pub(crate) issuer_ca_tool: Option<String>,
    pub(crate) issuer_sign_tool_certificate: Option<String>,
    pub(crate) issuer_ca_tool_certificate: Option<String>,
    pub(crate) crl_urls: Vec<String>,
    pub(crate) ocsp_urls: Vec<String>,
    pub(crate) issuer_urls: Vec<String>,
    pub(crate) subject_key_identifier: Option<String>,
    pub(crate) authority_key_identifier: Option<String>,
    pub(crate) sha1: String,
    pub(crate) sha256: String,
    /// What keeps it from having the form of a qualified certificate; `null` if it does not claim to be one: names no class.
    #[serde(serialize_with = "lint::serialize")]
    pub(crate) findings: Option<Vec<Finding>>,
    /// What is odd and accepted all the same.
    #[serde(serialize_with = "oddity::serialize")]
    pub(crate) oddities: Vec<Oddity>,
}

impl Description {
    /// Decodes everything that is shown.
    pub(crate) fn new(certificate: Certificate<'_>, provider: &Provider) -> Result<Self, Error> {
        let extensions = certificate.extensions();
        let constraints = extensions.basic_constraints()?;
        let access = extensions.authority_info_access()?;
        let key = provider.load_key(&certificate.subject_public_key_info()).ok().map(|key| key.kind());
        let usage_period = extensions.private_key_usage_period()?;
        let tool_class = extensions.certificate_policies()?.and_then(|policies| policies.tool_class());
        let issuer_tool = extensions.issuer_sign_tool()?;
        let digest = |algorithm| provider.digest(algorithm, certificate.as_der());
        Ok(Self {
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            serial: certificate.serial_number().to_string(),
            not_before: rfc3339(certificate.validity().not_before),
            not_after: rfc3339(certificate.validity().not_after),
            key_algorithm: key.map(|kind| kind.name),
            key_bits: key.map(|kind| kind.bits),
            signature_algorithm: signature_algorithm(certificate),
            ca: constraints.is_some_and(|constraints| constraints.ca),
            path_length: constraints.and_then(|constraints| constraints.path_length),
            key_usage: extensions.key_usage()?.map(|usage| usage.names().collect()).unwrap_or_default(),
            extended_key_usage: extensions
                .extended_key_usage()?
                .map(|purposes| purposes.iter().map(|oid| oid.to_string()).collect())
                .unwrap_or_default(),
            purposes: extensions
                .extended_key_usage()?
                .map(|purposes| purposes.iter().map(|oid| named(names::purpose(oid), oid)).collect())
                .unwrap_or_default(),
            policies: extensions
                .certificate_policies()?
                .map(|policies| policies.iter().map(|oid| oid.to_string()).collect())
                .unwrap_or_default(),
            subject_alt_names: extensions.subject_alt_name()?.map(general_names).unwrap_or_default(),
            name_constraints: extensions.name_constraints()?.map(NameConstraintsJson::from),
            qc_statements: extensions
                .qc_statements()?
                .map(|statements| statements.iter().map(QcStatementJson::from).collect())
                .unwrap_or_default(),
            critical: critical(certificate),
            tool_class: tool_class.map(|class| class.name()),
            private_key_not_before: usage_period.and_then(|period| period.not_before).map(rfc3339),
            private_key_not_after: usage_period.and_then(|period| period.not_after).map(rfc3339),
            identification: extensions.identification_kind()?.map(identification),
            subject_sign_tool: extensions.subject_sign_tool()?,
            issuer_sign_tool: issuer_tool.as_ref().map(|tool| tool.sign_tool.clone()),
            issuer_ca_tool: issuer_tool.as_ref().map(|tool| tool.ca_tool.clone()),
            issuer_sign_tool_certificate: issuer_tool.as_ref().map(|tool| tool.sign_tool_certificate.clone()),
            issuer_ca_tool_certificate: issuer_tool.map(|tool| tool.ca_tool_certificate),
            crl_urls: extensions
                .crl_distribution_points()?
                .map(|points| points.uris().map(ascii).collect())
                .unwrap_or_default(),
            ocsp_urls: access.as_ref().map(|access| access.ocsp().map(ascii).collect()).unwrap_or_default(),
            issuer_urls: access.map(|access| access.ca_issuers().map(ascii).collect()).unwrap_or_default(),
            subject_key_identifier: extensions.subject_key_identifier()?.map(hex),
            authority_key_identifier: extensions
                .authority_key_identifier()?
                .and_then(|identifier| identifier.key_identifier)
                .map(hex),
            sha1: hex(digest(DigestAlgorithm::Sha1)?.as_octets()),
            sha256: hex(digest(DigestAlgorithm::Sha256)?.as_octets()),
            findings: tool_class.map(|_| esig_verify::lint::lint(certificate).findings),
            oddities: certificate.findings(),
        })
    }
}

/// The scheme's name, or the dotted identifier of one not known here.
fn signature_algorithm(certificate: Certificate<'_>) -> String {
    let identifier = certificate.signature_algorithm();
    match SignatureScheme::from_identifier(&identifier, None) {
        Ok(scheme) => scheme.to_string(),
        Err(_) => identifier.oid().to_string(),
    }
}

fn identification(kind: IdentificationKind) -> &'static str {
    match kind {
        IdentificationKind::Personal => "personal",
        IdentificationKind::RemoteCertificate => "remote-certificate",
        IdentificationKind::RemotePassport => "remote-passport",
        IdentificationKind::RemoteSystem => "remote-system",
        _ => "other",
    }
}

fn general_names(names: GeneralNames<'_>) -> Vec<GeneralNameJson> {
    names.iter().map(GeneralNameJson::from).collect()
}

fn critical(certificate: Certificate<'_>) -> Vec<String> {
    let critical = certificate.extensions().iter().filter(|extension| extension.critical);
    critical.map(|extension| named(names::extension(extension.oid), extension.oid)).collect()
}

/// By name, or by the dotted identifier if it is not known here.
fn named(name: Option<&str>, oid: Oid<'_>) -> String {
    name.map_or_else(|| oid.to_string(), str::to_owned)
}

/// An IA5String should be ASCII; octets beyond it are shown as what they are not.
pub(super) fn ascii(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}
