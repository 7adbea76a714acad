//! Name constraints (RFC 5280 §4.2.1.10 and §6.1.3 (b) and (c)).
//!
//! Every certificate's constraints are kept apart: a name must be permitted by each of them, so that an authority below
//! can narrow what one above permits and never widen it.

pub(crate) mod address;
mod held;
pub(crate) mod host;
pub(crate) mod mail;
mod punycode;
mod subtree;
pub(crate) mod uri;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use esig_core::Certificate;
use esig_core::cert::ext::NameConstraints;

pub(crate) use held::Shown;
use held::{Form, HeldName, Kind, visit_names};
use subtree::{Subtree, UnreadSubtree};

use crate::effort::Effort;
use crate::limits::Budget;
use crate::profile::Profile;

/// All constraints of the authorities so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameSpace<'x> {
    levels: Vec<Level<'x>>,
}

/// The constraints of one authority.
#[derive(Clone, Debug, Default)]
struct Level<'x> {
    permitted: ByForm<'x>,
    excluded: ByForm<'x>,
    /// Kinds of names that are constrained in a way that is not understood: no name of them may follow.
    unread: Vec<Kind<'x>>,
}

/// Subtrees by the form of name that they constrain.
#[derive(Clone, Debug, Default)]
struct ByForm<'x>([Vec<Subtree<'x>>; Form::COUNT]);

impl<'x> ByForm<'x> {
    fn of(&self, form: Form) -> &[Subtree<'x>] {
        &self.0[form as usize]
    }
}

/// Why a name space cannot be narrowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BadConstraint {
    /// The base of a subtree is not what its form prescribes.
    Malformed(String),
    /// The extension is critical, and a form of name in it is not understood.
    Unsupported(&'static str),
}

/// Why a certificate has no place in a name space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Misplaced {
    /// A name is in none of the permitted subtrees.
    NotPermitted(String),
    /// A name is in an excluded subtree.
    Excluded(String),
    /// A name is of a form that is constrained in a way that is not understood.
    NotUnderstood(String),
    /// There were too many comparisons, or there is no time left.
    Exhausted(Budget),
}

impl<'x> NameSpace<'x> {
    /// §6.1.4 (g): takes the constraints of an authority.
    pub(crate) fn narrow(
        &mut self,
        constraints: &NameConstraints<'x>,
        is_critical: bool,
        profile: &Profile,
    ) -> Result<(), BadConstraint> {
        let mut level = Level::default();
        let permitted = constraints.permitted_subtrees.iter().flat_map(|subtrees| subtrees.iter());
        let excluded = constraints.excluded_subtrees.iter().flat_map(|subtrees| subtrees.iter());
        let bases = permitted.map(|base| (base, true)).chain(excluded.map(|base| (base, false)));
        for (base, is_permitted) in bases {
            match Subtree::parse(&base, profile) {
                Ok((form, subtree)) => {
                    let side = if is_permitted { &mut level.permitted } else { &mut level.excluded };
                    side.0[form as usize].push(subtree);
                }
                Err(UnreadSubtree::Unsupported(kind)) if !is_critical => level.unread.push(kind),
                Err(UnreadSubtree::Unsupported((form, _))) => {
                    return Err(BadConstraint::Unsupported(form.name()));
                }
                Err(UnreadSubtree::Malformed) => {
                    return Err(BadConstraint::Malformed(Shown(&base).to_string()));
                }
            }
        }
        self.levels.push(level);
        Ok(())
    }

    /// §6.1.3 (b) and (c): whether every name of the certificate is permitted and none excluded.
    pub(crate) fn check(
        &self,
        certificate: &Certificate<'_>,
        is_target: bool,
        profile: &Profile,
        effort: &Effort<'_>,
    ) -> Result<(), Misplaced> {
        if self.levels.is_empty() {
            return Ok(());
        }
        visit_names(certificate, is_target, profile, &mut |name, kind, shown| {
            self.place(name, kind, shown, effort)
        })
    }

    fn place(
        &self,
        name: &HeldName<'_>,
        kind: Kind<'_>,
        shown: &dyn fmt::Display,
        effort: &Effort<'_>,
    ) -> Result<(), Misplaced> {
        let form = name.form();
        for level in &self.levels {
            let (permitted, excluded) = (level.permitted.of(form), level.excluded.of(form));
            let subtrees = permitted.len() + excluded.len() + level.unread.len();
            effort.compare_names(subtrees.saturating_mul(name.weight())).map_err(Misplaced::Exhausted)?;
            if level.unread.contains(&kind) {
                return Err(Misplaced::NotUnderstood(shown.to_string()));
            }
            if !permitted.is_empty() && !permitted.iter().any(|subtree| subtree.contains(name)) {
                return Err(Misplaced::NotPermitted(shown.to_string()));
            }
            if excluded.iter().any(|subtree| subtree.touches(name)) {
                return Err(Misplaced::Excluded(shown.to_string()));
            }
        }
        Ok(())
    }
}
