//! The part of RFC 5280 §6.1 that is about policies: the graph and three counters.

use esig_core::cert::ext::{CertificatePolicies, PolicyConstraints, PolicyMappings, oids};

use super::policies::{PolicyGraph, PolicySet};
use crate::inputs::PathInputs;

/// The state variables of §6.1.2 that policies depend on.
#[derive(Clone, Debug)]
pub(super) struct PolicyState<'x> {
    graph: PolicyGraph<'x>,
    explicit_policy: u32,
    policy_mapping: u32,
    inhibit_any_policy: u32,
}

/// A policy is required, and none is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoValidPolicy;

/// What a valid path gives out about policies (§6.1.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValidPolicies {
    pub(crate) authorities_constrained: PolicySet,
    pub(crate) user_constrained: PolicySet,
}

impl<'x> PolicyState<'x> {
    /// §6.1.2 (d) to (f) for a path of so many certificates.
    pub(super) fn new(inputs: &PathInputs, certificates: usize) -> Self {
        let after_all = u32::try_from(certificates).unwrap_or(u32::MAX).saturating_add(1);
        let counter = |is_set: bool| if is_set { 0 } else { after_all };
        Self {
            graph: PolicyGraph::new(),
            explicit_policy: counter(inputs.explicit_policy),
            policy_mapping: counter(inputs.policy_mapping_inhibit),
            inhibit_any_policy: counter(inputs.any_policy_inhibit),
        }
    }

    /// An anchor that has policies restricts the path to them (RFC 5937 §4); one that has none does not.
    pub(super) fn anchor(&mut self, policies: Option<&CertificatePolicies<'x>>) {
        if policies.is_some() {
            self.graph.certificate(policies, self.inhibit_any_policy > 0);
        }
    }

    /// §6.1.3 (d) to (f).
    pub(super) fn certificate(
        &mut self,
        policies: Option<&CertificatePolicies<'x>>,
        is_rollover: bool,
    ) -> Result<(), NoValidPolicy> {
        self.graph.certificate(policies, self.inhibit_any_policy > 0 || is_rollover);
        self.check()
    }

    /// Once a policy is required, one has to be valid.
    fn check(&self) -> Result<(), NoValidPolicy> {
        if self.explicit_policy > 0 || !self.graph.is_null() { Ok(()) } else { Err(NoValidPolicy) }
    }

    /// §6.1.4 (b).
    pub(super) fn map(&mut self, mappings: &PolicyMappings<'x>) {
        if self.policy_mapping > 0 {
            self.graph.map(mappings.iter());
        } else {
            self.graph.delete(mappings.iter());
        }
    }

    /// §6.1.4 (h): self-issued certificates do not count.
    pub(super) fn count_down(&mut self) {
        for counter in [&mut self.explicit_policy, &mut self.policy_mapping, &mut self.inhibit_any_policy] {
            *counter = counter.saturating_sub(1);
        }
    }

    /// §6.1.4 (i) and (j).
    pub(super) fn lower(&mut self, constraints: Option<PolicyConstraints>, inhibit_any_policy: Option<u32>) {
        let lower = |counter: &mut u32, to: Option<u32>| *counter = to.unwrap_or(u32::MAX).min(*counter);
        lower(&mut self.explicit_policy, constraints.and_then(|it| it.require_explicit_policy));
        lower(&mut self.policy_mapping, constraints.and_then(|it| it.inhibit_policy_mapping));
        lower(&mut self.inhibit_any_policy, inhibit_any_policy);
    }

    /// §6.1.5 (a), (b) and (g), with the target's own constraints.
    pub(super) fn finish(
        mut self,
        constraints: Option<PolicyConstraints>,
        initial: &PolicySet,
    ) -> Result<ValidPolicies, NoValidPolicy> {
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if constraints.is_some_and(|constraints| constraints.require_explicit_policy == Some(0)) {
            self.explicit_policy = 0;
        }
        let policies = ValidPolicies {
            authorities_constrained: self.graph.authorities_constrained(),
            user_constrained: self.graph.user_constrained(initial),
        };
        let holds = self.explicit_policy > 0 || !policies.user_constrained.is_empty();
        if holds { Ok(policies) } else { Err(NoValidPolicy) }
    }
}

/// §6.1.4 (a): anyPolicy is mapped neither to nor from.
pub(super) fn maps_any_policy(mappings: &PolicyMappings<'_>) -> bool {
    mappings.iter().any(|mapping| {
        mapping.issuer_domain_policy == oids::ANY_POLICY || mapping.subject_domain_policy == oids::ANY_POLICY
    })
}
