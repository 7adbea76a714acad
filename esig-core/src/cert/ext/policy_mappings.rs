//! policyMappings (RFC 5280 §4.2.1.5).

use super::certificate_policies::within_limit;
use super::oids;
use crate::error::ParseError;
use crate::extensions::Extensions;
use crate::oid::Oid;
use crate::raw::{Reader, Tag};

/// Policies of the issuer's domain and those of the subject's that it takes for equivalent.
///
/// ```text
/// PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE {
///     issuerDomainPolicy CertPolicyId, subjectDomainPolicy CertPolicyId }
/// ```
#[derive(Clone, Debug)]
pub struct PolicyMappings<'a> {
    reader: Reader<'a>,
}

/// A policy of the issuer's domain and one of the subject's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyMapping<'a> {
    /// The policy as the authority's issuers call it.
    pub issuer_domain_policy: Oid<'a>,
    /// The policy as the authority and those below call it.
    pub subject_domain_policy: Oid<'a>,
}

impl<'a> PolicyMappings<'a> {
    /// The mappings, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = PolicyMapping<'a>> + use<'a> {
        self.reader.clone().each(read)
    }
}

const PRODUCTION: &str = "policyMappings[]";

fn read<'a>(reader: &mut Reader<'a>) -> Result<PolicyMapping<'a>, ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let mut policy = |production| fields.any(production)?.oid(production);
    let mapping = PolicyMapping {
        issuer_domain_policy: policy("policyMappings[].issuerDomainPolicy")?,
        subject_domain_policy: policy("policyMappings[].subjectDomainPolicy")?,
    };
    fields.finish(PRODUCTION)?;
    Ok(mapping)
}

impl<'a> Extensions<'a> {
    /// policyMappings, `None` if absent; at most [`MAX_POLICIES`](crate::limits::MAX_POLICIES).
    pub fn policy_mappings(&self) -> Result<Option<PolicyMappings<'a>>, ParseError> {
        let Some(reader) = self.decode_list(&oids::POLICY_MAPPINGS, PRODUCTION, read)? else {
            return Ok(None);
        };
        let mappings = PolicyMappings { reader };
        within_limit(mappings.iter().count(), &mappings.reader, PRODUCTION)?;
        Ok(Some(mappings))
    }
}
