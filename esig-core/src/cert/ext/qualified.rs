//! What qualified certificates of Russia add (FSB order 795 of 2011, RFC 9215 §5).

use alloc::string::String;
use core::fmt;

use der::asn1::ObjectIdentifier;

use super::{CertificatePolicies, oids};
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::oid::Oid;
use crate::raw::{Element, Reader, Tag};
use crate::strings;

/// The means of the authority that issued the certificate.
///
/// ```text
/// IssuerSignTool ::= SEQUENCE {
///     signTool UTF8String SIZE(1..200),     cATool UTF8String SIZE(1..200),
///     signToolCert UTF8String SIZE(1..100), cAToolCert UTF8String SIZE(1..100) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerSignTool {
    /// Name of the signature means.
    pub sign_tool: String,
    /// Name of the means of the certification authority.
    pub ca_tool: String,
    /// Conformity certificate of the signature means.
    pub sign_tool_certificate: String,
    /// Conformity certificate of the means of the certification authority.
    pub ca_tool_certificate: String,
}

/// How the holder was identified when the certificate was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdentificationKind {
    /// In person.
    Personal,
    /// Without presence, with a qualified signature.
    RemoteCertificate,
    /// Without presence, with a passport that has a chip.
    RemotePassport,
    /// Without presence, through the biometric system.
    RemoteSystem,
    /// A number that the order does not define.
    Other(u32),
}

impl From<u32> for IdentificationKind {
    fn from(number: u32) -> Self {
        match number {
            0 => Self::Personal,
            1 => Self::RemoteCertificate,
            2 => Self::RemotePassport,
            3 => Self::RemoteSystem,
            other => Self::Other(other),
        }
    }
}

/// The class of the holder's signature means, by the attacker it withstands (FSB order 796 of 2011).
///
/// A certificate names all classes from the lowest up to its own as policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToolClass {
    /// КС1
    Kc1,
    /// КС2
    Kc2,
    /// КС3
    Kc3,
    /// КВ1
    Kb1,
    /// КВ2
    Kb2,
    /// КА1
    Ka1,
}

const CLASSES: [(ToolClass, &str, ObjectIdentifier); 6] = [
    (ToolClass::Kc1, "КС1", oids::KC1),
    (ToolClass::Kc2, "КС2", oids::KC2),
    (ToolClass::Kc3, "КС3", oids::KC3),
    (ToolClass::Kb1, "КВ1", oids::KB1),
    (ToolClass::Kb2, "КВ2", oids::KB2),
    (ToolClass::Ka1, "КА1", oids::KA1),
];

impl ToolClass {
    /// Every class, the lowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        CLASSES.into_iter().map(|row| row.0)
    }

    /// The class that the policy names.
    pub fn from_policy(policy: Oid<'_>) -> Option<Self> {
        CLASSES.into_iter().find(|row| policy == row.2).map(|row| row.0)
    }

    /// The policy that names the class.
    pub fn policy(self) -> ObjectIdentifier {
        CLASSES[self as usize].2
    }

    /// The name by the order, in Cyrillic letters: `КС1`.
    pub fn name(self) -> &'static str {
        CLASSES[self as usize].1
    }
}

impl fmt::Display for ToolClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl CertificatePolicies<'_> {
    /// The highest class of signature means among the policies.
    pub fn tool_class(&self) -> Option<ToolClass> {
        self.iter().filter_map(ToolClass::from_policy).max()
    }
}

impl<'a> Extensions<'a> {
    /// subjectSignTool: name of the holder's signature means, `None` if absent.
    pub fn subject_sign_tool(&self) -> Result<Option<String>, ParseError> {
        const PRODUCTION: &str = "subjectSignTool";
        self.decode(&oids::SUBJECT_SIGN_TOOL, PRODUCTION, |reader| text(reader.any(PRODUCTION)?, PRODUCTION))
    }

    /// issuerSignTool, `None` if absent.
    pub fn issuer_sign_tool(&self) -> Result<Option<IssuerSignTool>, ParseError> {
        self.decode(&oids::ISSUER_SIGN_TOOL, ISSUER_SIGN_TOOL, read_issuer_sign_tool)
    }

    /// identificationKind, `None` if absent.
    pub fn identification_kind(&self) -> Result<Option<IdentificationKind>, ParseError> {
        const PRODUCTION: &str = "identificationKind";
        self.decode(&oids::IDENTIFICATION_KIND, PRODUCTION, |reader| {
            reader.any(PRODUCTION)?.small_integer(PRODUCTION).map(IdentificationKind::from)
        })
    }
}

const ISSUER_SIGN_TOOL: &str = "issuerSignTool";

fn read_issuer_sign_tool(reader: &mut Reader<'_>) -> Result<IssuerSignTool, ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, ISSUER_SIGN_TOOL)?.reader();
    let mut field = |production| text(fields.any(production)?, production);
    let tool = IssuerSignTool {
        sign_tool: field("issuerSignTool.signTool")?,
        ca_tool: field("issuerSignTool.cATool")?,
        sign_tool_certificate: field("issuerSignTool.signToolCert")?,
        ca_tool_certificate: field("issuerSignTool.cAToolCert")?,
    };
    fields.finish(ISSUER_SIGN_TOOL)?;
    Ok(tool)
}

fn text(element: Element<'_>, production: &'static str) -> Result<String, ParseError> {
    strings::decode(element).ok_or_else(|| element.error(ParseErrorKind::InvalidValue, production))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_in_the_order_of_the_enum() {
        for class in ToolClass::all() {
            assert_eq!(CLASSES[class as usize].0, class);
            assert_eq!(ToolClass::from_policy(Oid::from(&class.policy())), Some(class));
        }
        assert!(ToolClass::Kc1 < ToolClass::Ka1);
        assert_eq!(ToolClass::from_policy(Oid::from(&oids::ANY_POLICY)), None);
    }
}
