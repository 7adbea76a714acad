//! What is demanded of a signature: a plain value, so that the same policy gives the same verdict.

use time::Duration;

use crate::algorithms::AlgorithmTable;
use crate::inputs::PathInputs;
use crate::limits::PathLimits;
use crate::profile::Profile;

/// What an assessment demands.
///
/// [`Policy::baseline`] demands what a careful recipient would; everything that weakens it says so in its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Revocation of the signer's certificate.
    pub(crate) signer_revocation: Rule,
    /// Revocation of the authorities between signer and anchor.
    pub(crate) authority_revocation: Rule,
    /// Whether a signer's keyUsage must allow signatures, and extKeyUsage must not be for services alone.
    pub(crate) key_usage: Rule,
    /// Whether the validity period of an anchor counts: EU lists give anchors as certificates.
    pub(crate) anchor_validity: Rule,
    /// Whether the extensions of an anchor count.
    pub(crate) anchor_constraints: Rule,
    /// Whether an anchor of version 3 has to say that it is an authority; what it says is [`Self::anchor_constraints`].
    pub(crate) anchor_basic_constraints: Rule,
    /// Whether a certificate is valid for being an anchor.
    pub(crate) anchor_as_target: Rule,
    /// Whose rules certificates have to keep.
    pub(crate) profile: Profile,
    /// What paths are validated against besides the anchors.
    pub(crate) inputs: PathInputs,
    /// Age up to which a CRL without nextUpdate is fresh; `None` takes none of those.
    pub(crate) max_crl_age: Option<Duration>,
    /// Algorithms and until when they are acceptable.
    pub(crate) algorithms: AlgorithmTable,
    /// Limits on the work of building paths.
    pub(crate) limits: PathLimits,
}

/// What happens if a demand is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The signature does not pass.
    Require,
    /// What is there counts, what is not there does not hinder.
    Allow,
    /// It is not looked at.
    Ignore,
}

impl Policy {
    /// Revocation data for every certificate but the anchor, key usage, current algorithms.
    pub fn baseline() -> Self {
        Self {
            signer_revocation: Rule::Require,
            authority_revocation: Rule::Require,
            key_usage: Rule::Require,
            anchor_validity: Rule::Require,
            anchor_constraints: Rule::Require,
            anchor_basic_constraints: Rule::Require,
            anchor_as_target: Rule::Allow,
            profile: Profile::qualified(),
            inputs: PathInputs::new(),
            max_crl_age: None,
            algorithms: AlgorithmTable::baseline(),
            limits: PathLimits::DEFAULT,
        }
    }

    /// The rules on algorithms.
    pub fn algorithms(&self) -> &AlgorithmTable {
        &self.algorithms
    }

    /// The same with other rules on algorithms.
    #[must_use]
    pub fn with_algorithms(self, algorithms: AlgorithmTable) -> Self {
        Self { algorithms, ..self }
    }

    /// Whose rules certificates have to keep.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The same with another profile.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// What paths are validated against besides the anchors.
    pub fn inputs(&self) -> &PathInputs {
        &self.inputs
    }

    /// The same with other inputs of path validation: acceptable policies, permitted names.
    #[must_use]
    pub fn with_inputs(self, inputs: PathInputs) -> Self {
        Self { inputs, ..self }
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(self, limits: PathLimits) -> Self {
        Self { limits, ..self }
    }

    /// The same, and CRLs without nextUpdate are fresh up to that age.
    #[must_use]
    pub fn with_max_crl_age(self, age: Duration) -> Self {
        Self { max_crl_age: Some(age), ..self }
    }

    /// The same, and a certificate whose revocation is not known passes; a known revocation still counts.
    #[must_use]
    pub fn accept_unknown_revocation_at_own_risk(self) -> Self {
        Self { signer_revocation: Rule::Allow, authority_revocation: Rule::Allow, ..self }
    }

    /// The same, and the end dates of algorithms do not count, as if every signature were made in their time.
    #[must_use]
    pub fn accept_outdated_algorithms_at_own_risk(self) -> Self {
        Self { algorithms: self.algorithms.without_ends(), ..self }
    }

    /// The same, and of an anchor name and key count alone, neither its validity nor its extensions: RFC 5280 §6.1.1 (d)
    /// asks for no more.
    #[must_use]
    pub fn accept_anchors_by_name_and_key_at_own_risk(self) -> Self {
        Self { anchor_validity: Rule::Ignore, anchor_constraints: Rule::Ignore, ..self }
    }

    /// The same, and the validity of an anchor does not count, its extensions do.
    #[must_use]
    pub fn accept_expired_anchors_at_own_risk(self) -> Self {
        Self { anchor_validity: Rule::Ignore, ..self }
    }

    /// The same, and the extensions of an anchor do not count, its validity does.
    #[must_use]
    pub fn accept_unconstrained_anchors_at_own_risk(self) -> Self {
        Self { anchor_constraints: Rule::Ignore, ..self }
    }

    /// The same, and an anchor without basicConstraints is an authority: the caller's trust says it.
    #[must_use]
    pub fn accept_anchors_without_basic_constraints_at_own_risk(self) -> Self {
        Self { anchor_basic_constraints: Rule::Allow, ..self }
    }

    /// The same, and an anchor vouches for what it signed alone: a certificate that is trusted itself is valid only if it
    /// signed itself, as RFC 5280 §6.1 has no path without a certificate below the anchor.
    #[must_use]
    pub fn refuse_anchors_as_targets(self) -> Self {
        Self { anchor_as_target: Rule::Ignore, ..self }
    }

    /// The same, and a certificate that was issued for another use may sign.
    #[must_use]
    pub fn accept_any_key_usage_at_own_risk(self) -> Self {
        Self { key_usage: Rule::Ignore, ..self }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::baseline()
    }
}
