//! certificatePolicies (RFC 5280 §4.2.1.4).

use super::oids;
use crate::error::ParseError;
use crate::extensions::Extensions;
use crate::oid::Oid;
use crate::raw::{Reader, Tag};

/// The policies under which the certificate was issued; qualifiers are kept in the DER and not decoded.
///
/// ```text
/// certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation
/// PolicyInformation ::= SEQUENCE { policyIdentifier CertPolicyId, policyQualifiers SEQUENCE OPTIONAL }
/// ```
#[derive(Clone, Debug)]
pub struct CertificatePolicies<'a> {
    reader: Reader<'a>,
}

impl<'a> CertificatePolicies<'a> {
    /// Identifiers of the policies, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = Oid<'a>> + use<'a> {
        let mut reader = self.reader.clone();
        core::iter::from_fn(move || read(&mut reader).ok())
    }
}

const PRODUCTION: &str = "certificatePolicies[]";

fn read<'a>(reader: &mut Reader<'a>) -> Result<Oid<'a>, ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let policy = fields.any("certificatePolicies[].policyIdentifier")?;
    let policy = policy.oid("certificatePolicies[].policyIdentifier")?;
    fields.optional(Tag::SEQUENCE, "certificatePolicies[].policyQualifiers")?;
    fields.finish(PRODUCTION)?;
    Ok(policy)
}

impl<'a> Extensions<'a> {
    /// certificatePolicies, `None` if absent.
    pub fn certificate_policies(&self) -> Result<Option<CertificatePolicies<'a>>, ParseError> {
        let list = self.decode_list(&oids::CERTIFICATE_POLICIES, PRODUCTION, read)?;
        Ok(list.map(|reader| CertificatePolicies { reader }))
    }
}
