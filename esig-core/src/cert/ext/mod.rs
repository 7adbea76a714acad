//! The extensions of certificates, one file each; [`Extensions`] decodes them when asked.

mod basic_constraints;
mod certificate_policies;
mod crl_distribution_points;
mod ext_key_usage;
mod general_name;
mod info_access;
mod key_identifier;
mod key_usage;
mod name_constraints;
pub mod names;
mod ocsp_no_check;
pub mod oids;
mod policy_constraints;
mod policy_mappings;
mod policy_qualifier;
mod private_key_usage_period;
mod qc_statements;
mod qualified;
mod subject_directory_attributes;

pub use basic_constraints::BasicConstraints;
pub use certificate_policies::{CertificatePolicies, PolicyInformation};
pub use crl_distribution_points::{CrlDistributionPoints, DistributionPoint, DistributionPointName};
pub use ext_key_usage::ExtendedKeyUsage;
pub use general_name::{GeneralName, GeneralNames, OtherName};
pub use info_access::InfoAccess;
pub use key_identifier::AuthorityKeyIdentifier;
pub use key_usage::KeyUsage;
pub use name_constraints::{GeneralSubtrees, NameConstraints};
pub use policy_constraints::PolicyConstraints;
pub use policy_mappings::{PolicyMapping, PolicyMappings};
pub use policy_qualifier::{PolicyQualifier, UserNotice};
pub use private_key_usage_period::PrivateKeyUsagePeriod;
pub use qc_statements::{Countries, MonetaryValue, QcPds, QcStatement, QcStatements, QcTypes};
pub use qualified::{IdentificationKind, IssuerSignTool, ToolClass};
pub use subject_directory_attributes::SubjectDirectoryAttributes;

#[cfg(doc)]
use crate::extensions::Extensions;
