//! Certificate policies: the graph of RFC 9618, which replaces the tree of RFC 5280 §6.1.2 and grows with the sum of
//! the policies of a chain, where the tree grows with their product (CVE-2023-0464).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use esig_core::cert::ext::{CertificatePolicies, PolicyMapping, oids};
use esig_core::oid::{ObjectIdentifier, Oid};

/// A set of policies: some, or any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicySet {
    any: bool,
    policies: BTreeSet<Vec<u8>>,
}

impl PolicySet {
    /// Every policy there is.
    pub fn any() -> Self {
        Self { any: true, policies: BTreeSet::new() }
    }

    /// These policies; with anyPolicy among them, every policy.
    pub fn of(policies: impl IntoIterator<Item = ObjectIdentifier>) -> Self {
        let mut set = Self::default();
        policies.into_iter().for_each(|policy| set.insert(Oid::from(&policy)));
        set
    }

    /// Whether it is every policy.
    pub fn is_any(&self) -> bool {
        self.any
    }

    /// Whether there is no policy in it.
    pub fn is_empty(&self) -> bool {
        !self.any && self.policies.is_empty()
    }

    /// Whether that policy is in it.
    pub fn contains(&self, policy: &ObjectIdentifier) -> bool {
        self.has(Oid::from(policy))
    }

    /// The policies, sorted; none if it is every policy.
    pub fn iter(&self) -> impl Iterator<Item = Oid<'_>> {
        self.policies.iter().filter_map(|contents| Oid::from_contents(contents))
    }

    fn has(&self, policy: Oid<'_>) -> bool {
        self.any || self.policies.contains(policy.as_contents())
    }

    fn insert(&mut self, policy: Oid<'_>) {
        if policy == oids::ANY_POLICY {
            *self = Self::any();
        } else if !self.any {
            self.policies.insert(policy.as_contents().to_vec());
        }
    }
}

/// The valid_policy_graph: for each certificate the policies under which it is valid, each with its parents.
///
/// Edges lead upward alone, so a node without children need not be deleted: nothing leads to it.
#[derive(Clone, Debug)]
pub(crate) struct PolicyGraph<'x> {
    levels: Vec<Level<'x>>,
    /// What the next certificate may assert: each expected policy and the nodes of the last level that expect it.
    expected: BTreeMap<Oid<'x>, Vec<Oid<'x>>>,
}

/// The nodes of one depth.
#[derive(Clone, Debug, Default)]
struct Level<'x> {
    /// Whether the anyPolicy node is there; its parent is that of the level above.
    any: bool,
    /// Each policy and its parents; without one, the anyPolicy node of the level above.
    nodes: BTreeMap<Oid<'x>, Vec<Oid<'x>>>,
}

impl Level<'_> {
    fn is_empty(&self) -> bool {
        !self.any && self.nodes.is_empty()
    }
}

impl<'x> PolicyGraph<'x> {
    /// Depth 0: anyPolicy alone (§6.1.2 (a)).
    pub(crate) fn new() -> Self {
        let root = Level { any: true, nodes: BTreeMap::new() };
        Self { levels: alloc::vec![root], expected: BTreeMap::new() }
    }

    /// Whether it is NULL: no policy is valid any more.
    pub(crate) fn is_null(&self) -> bool {
        self.last().is_none_or(Level::is_empty)
    }

    fn last(&self) -> Option<&Level<'x>> {
        self.levels.last()
    }

    /// §6.1.3 (d) and (e): the policies that a certificate asserts, or `None`.
    pub(crate) fn certificate(&mut self, policies: Option<&CertificatePolicies<'x>>, any_counts: bool) {
        let Some(policies) = policies else {
            self.expected.clear();
            return self.levels.push(Level::default());
        };
        let above_any = self.last().is_some_and(|level| level.any);
        let mut level = Level::default();
        let mut asserts_any = false;
        for policy in policies.iter() {
            if policy == oids::ANY_POLICY {
                asserts_any = any_counts;
            } else if let Some(parents) = self.expected.get(&policy) {
                level.nodes.insert(policy, parents.clone());
            } else if above_any {
                level.nodes.insert(policy, Vec::new());
            }
        }
        if asserts_any {
            level.any = above_any;
            for (policy, parents) in &self.expected {
                level.nodes.entry(*policy).or_insert_with(|| parents.clone());
            }
        }
        self.expected = level.nodes.keys().map(|policy| (*policy, alloc::vec![*policy])).collect();
        self.levels.push(level);
    }

    /// §6.1.4 (b)(1): policies of the last level are to be called otherwise below.
    pub(crate) fn map(&mut self, mappings: impl Iterator<Item = PolicyMapping<'x>>) {
        let Some(level) = self.levels.last_mut() else { return };
        let mut by_issuer: BTreeMap<Oid<'x>, BTreeSet<Oid<'x>>> = BTreeMap::new();
        for mapping in mappings {
            by_issuer.entry(mapping.issuer_domain_policy).or_default().insert(mapping.subject_domain_policy);
        }
        by_issuer.retain(|policy, _| level.nodes.contains_key(policy) || level.any);
        for policy in by_issuer.keys() {
            // Not asserted, but covered by anyPolicy: a child of anyPolicy above.
            level.nodes.entry(*policy).or_default();
        }
        self.expected.clear();
        for policy in level.nodes.keys() {
            let own = BTreeSet::from([*policy]);
            for name in by_issuer.get(policy).unwrap_or(&own) {
                self.expected.entry(*name).or_default().push(*policy);
            }
        }
    }

    /// §6.1.4 (b)(2): policies of the last level that may not be mapped, and would be, are valid no longer.
    pub(crate) fn delete(&mut self, mappings: impl Iterator<Item = PolicyMapping<'x>>) {
        let Some(level) = self.levels.last_mut() else { return };
        for mapping in mappings {
            level.nodes.remove(&mapping.issuer_domain_policy);
            self.expected.remove(&mapping.issuer_domain_policy);
        }
    }

    /// authorities-constrained-policy-set: the policies of the anchor's domain that lead down to the last level,
    /// which are those whose parent is anyPolicy (§6.1.5 (g)).
    pub(crate) fn authorities_constrained(&self) -> PolicySet {
        let mut set = PolicySet::default();
        let Some(last) = self.last() else { return set };
        if last.any {
            return PolicySet::any();
        }
        let mut reached: BTreeSet<Oid<'x>> = last.nodes.keys().copied().collect();
        for level in self.levels.iter().rev() {
            let mut above = BTreeSet::new();
            for policy in reached {
                match level.nodes.get(&policy) {
                    Some(parents) if parents.is_empty() => set.insert(policy),
                    Some(parents) => above.extend(parents.iter().copied()),
                    None => {}
                }
            }
            reached = above;
        }
        set
    }

    /// user-constrained-policy-set: the same, as far as the user accepts it (§6.1.5 (g)(iii)).
    pub(crate) fn user_constrained(&self, initial: &PolicySet) -> PolicySet {
        let authorities = self.authorities_constrained();
        match (authorities.any, initial.any) {
            (true, _) => initial.clone(),
            (false, true) => authorities,
            (false, false) => PolicySet { any: false, policies: &authorities.policies & &initial.policies },
        }
    }

    #[cfg(test)]
    fn node_count(&self) -> usize {
        self.levels.iter().map(|level| level.nodes.len() + usize::from(level.any)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use esig_core::encode::element;
    use esig_core::raw::Tag;

    fn oid(number: u8) -> ObjectIdentifier {
        ObjectIdentifier::from_bytes(&[0x2a, 3, number]).expect("small arcs")
    }

    /// The extension of a certificate that asserts these.
    fn asserted(policies: &[ObjectIdentifier]) -> Vec<u8> {
        let policies: Vec<Vec<u8>> = policies
            .iter()
            .map(|policy| element(Tag::SEQUENCE, &[&element(Tag::OBJECT_IDENTIFIER, &[policy.as_bytes()])]))
            .collect();
        element(Tag::SEQUENCE, &policies.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    fn mapping<'x>(from: &'x ObjectIdentifier, to: &'x ObjectIdentifier) -> PolicyMapping<'x> {
        PolicyMapping { issuer_domain_policy: from.into(), subject_domain_policy: to.into() }
    }

    fn set(numbers: &[u8]) -> PolicySet {
        PolicySet::of(numbers.iter().map(|number| oid(*number)))
    }

    #[test]
    fn sets_know_what_is_in_them() {
        assert!(PolicySet::any().contains(&oid(1)) && !PolicySet::any().is_empty());
        assert!(set(&[1, 2]).contains(&oid(2)) && !set(&[1, 2]).contains(&oid(3)));
        assert!(PolicySet::of([oid(1), oids::ANY_POLICY]).is_any());
        assert!(PolicySet::default().is_empty());
    }

    /// CVE-2023-0464: two policies, each mapped to both, level after level. The tree has 2^n leaves.
    #[test]
    fn crossed_mappings_grow_no_faster_than_the_chain() {
        const DEPTH: usize = 200;
        let (a, b) = (oid(1), oid(2));
        let both = asserted(&[a, b]);
        let policies = CertificatePolicies::from_der(&both).expect("well-formed");
        let crossed = [mapping(&a, &a), mapping(&a, &b), mapping(&b, &a), mapping(&b, &b)];
        let mut graph = PolicyGraph::new();
        for _ in 0..DEPTH {
            graph.certificate(Some(&policies), true);
            graph.map(crossed.into_iter());
        }
        assert_eq!(graph.node_count(), 1 + 2 * DEPTH);
        assert_eq!(graph.authorities_constrained(), set(&[1, 2]));
    }

    /// PKITS 4.10.13.3: what counts is the policy as the anchor calls it.
    #[test]
    fn mapped_policies_are_seen_from_the_anchor() {
        let (a, b) = (oid(1), oid(2));
        let (upper, lower) = (asserted(&[a]), asserted(&[b]));
        let (upper, lower) = (
            CertificatePolicies::from_der(&upper).expect("ok"),
            CertificatePolicies::from_der(&lower).expect("ok"),
        );
        let mut graph = PolicyGraph::new();
        graph.certificate(Some(&upper), true);
        graph.map([mapping(&a, &b)].into_iter());
        graph.certificate(Some(&lower), true);
        assert_eq!(graph.user_constrained(&PolicySet::any()), set(&[1]));
        assert_eq!(graph.user_constrained(&set(&[1, 3])), set(&[1]));
        assert!(graph.user_constrained(&set(&[2])).is_empty());
    }

    #[test]
    fn any_policy_takes_the_users_set() {
        let any = asserted(&[oids::ANY_POLICY]);
        let any = CertificatePolicies::from_der(&any).expect("well-formed");
        let mut graph = PolicyGraph::new();
        graph.certificate(Some(&any), true);
        assert!(graph.authorities_constrained().is_any());
        assert_eq!(graph.user_constrained(&set(&[7])), set(&[7]));
        let mut inhibited = PolicyGraph::new();
        inhibited.certificate(Some(&any), false);
        assert!(inhibited.is_null());
    }

    #[test]
    fn no_policies_and_forbidden_mappings_end_the_graph() {
        let (a, b) = (oid(1), oid(2));
        let only = asserted(&[a]);
        let only = CertificatePolicies::from_der(&only).expect("well-formed");
        let mut graph = PolicyGraph::new();
        graph.certificate(Some(&only), true);
        assert!(!graph.is_null());
        let mut mapped = graph.clone();
        mapped.delete([mapping(&a, &b)].into_iter());
        assert!(mapped.is_null());
        graph.certificate(None, true);
        assert!(graph.is_null() && graph.authorities_constrained().is_empty());
        graph.certificate(Some(&only), true);
        assert!(graph.is_null(), "what is NULL stays so");
    }
}
