//! What a path is validated against besides its anchor (RFC 5280 §6.1.1 (c) to (i)).

use alloc::sync::Arc;

use esig_core::cert::ext::NameConstraints;
use esig_core::error::ParseError;
use esig_core::raw::Reader;

use crate::path::PolicySet;

/// The inputs of path validation that the caller chooses. By default every policy is accepted, none is required, and
/// every name is permitted.
///
/// Each method adds a demand: none makes a path valid that was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathInputs {
    pub(crate) policies: PolicySet,
    pub(crate) explicit_policy: bool,
    pub(crate) policy_mapping_inhibit: bool,
    pub(crate) any_policy_inhibit: bool,
    name_constraints: Option<Arc<[u8]>>,
}

impl PathInputs {
    /// No demands.
    pub fn new() -> Self {
        Self {
            policies: PolicySet::any(),
            explicit_policy: false,
            policy_mapping_inhibit: false,
            any_policy_inhibit: false,
            name_constraints: None,
        }
    }

    /// user-initial-policy-set, and initial-explicit-policy with it: the path must be valid for one of these policies.
    ///
    /// RFC 5280 §6.1.1 has the two apart, so that a set alone decides nothing unless an authority of the path requires a
    /// policy; who names policies means them (CVE-2023-0466).
    #[must_use]
    pub fn with_policies(self, policies: PolicySet) -> Self {
        self.with_policies_not_required_at_own_risk(policies).require_policy()
    }

    /// user-initial-policy-set alone: of the policies that a path is valid for, these are acceptable, and a path that is valid
    /// for none of them passes all the same unless an authority in it requires one.
    /// [`VerifiedPath::user_constrained_policies`](crate::VerifiedPath::user_constrained_policies) tells which it is valid for.
    #[must_use]
    pub fn with_policies_not_required_at_own_risk(self, policies: PolicySet) -> Self {
        Self { policies, ..self }
    }

    /// initial-explicit-policy: the path must be valid for one of the acceptable policies, which are all unless
    /// [`with_policies`](Self::with_policies) names some.
    #[must_use]
    pub fn require_policy(self) -> Self {
        Self { explicit_policy: true, ..self }
    }

    /// initial-policy-mapping-inhibit: no authority may call a policy by another name.
    #[must_use]
    pub fn inhibit_policy_mapping(self) -> Self {
        Self { policy_mapping_inhibit: true, ..self }
    }

    /// initial-any-policy-inhibit: anyPolicy in a certificate stands for no other.
    #[must_use]
    pub fn inhibit_any_policy(self) -> Self {
        Self { any_policy_inhibit: true, ..self }
    }

    /// initial-permitted-subtrees and initial-excluded-subtrees, as the value of a nameConstraints extension.
    ///
    /// # Errors
    /// [`ParseError`] if it is none.
    pub fn with_name_constraints(self, value: impl Into<Arc<[u8]>>) -> Result<Self, ParseError> {
        let value = value.into();
        let mut reader = Reader::new(&value);
        NameConstraints::read(&mut reader)?;
        reader.finish("nameConstraints")?;
        Ok(Self { name_constraints: Some(value), ..self })
    }

    pub(crate) fn name_constraints(&self) -> Option<NameConstraints<'_>> {
        NameConstraints::read(&mut Reader::new(self.name_constraints.as_deref()?)).ok()
    }
}

impl Default for PathInputs {
    fn default() -> Self {
        Self::new()
    }
}
