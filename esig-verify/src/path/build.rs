//! Building paths (RFC 4158): a depth-first search from the target, over every issuer of the right name.
//!
//! Names alone lead the way; signatures are checked when a chain reaches an anchor, so that a bag full of
//! certificates that lead nowhere costs no cryptography.

use alloc::vec::{self, Vec};

use esig_core::Certificate;
use esig_core::cert::ext::oids;

use super::signatures::Signatures;
use super::{Candidate, Context, Id, Link};
use crate::limits::Budget;

/// Gives one chain after another, the most promising first.
pub(crate) struct Builder<'v, 'a> {
    context: Context<'v, 'a>,
    target: Link<'a>,
    stack: Vec<Frame<'a>>,
    started: bool,
    exceeded: Option<Budget>,
}

/// A certificate on the current chain and the issuers not tried yet.
struct Frame<'a> {
    link: Link<'a>,
    issuers: vec::IntoIter<Id>,
}

impl<'v, 'a> Builder<'v, 'a> {
    pub(crate) fn new(context: Context<'v, 'a>, target: Certificate<'a>) -> Self {
        Self::from_link(context, Link::alone(Id::Target, target))
    }

    /// Chains that begin with a certificate of the store.
    pub(crate) fn from_link(context: Context<'v, 'a>, target: Link<'a>) -> Self {
        Self { context, target, stack: Vec::new(), started: false, exceeded: None }
    }

    /// The limit that cut the search short, if one did.
    pub(crate) fn exceeded(&self) -> Option<Budget> {
        self.exceeded
    }

    /// The next chain; `None` when there is no other within the limits.
    pub(crate) fn next(&mut self, signatures: &Signatures<'v, 'a>) -> Option<Candidate<'a>> {
        if !self.started {
            self.started = true;
            if let Some(anchor) = self.context.trusted(&self.target.certificate) {
                return Some(Candidate { links: alloc::vec![self.target], anchor });
            }
            self.push(self.target);
        }
        while let Some(frame) = self.stack.last_mut() {
            let below = frame.link;
            match frame.issuers.next() {
                None => drop(self.stack.pop()),
                Some(issuer) if signatures.known(below.id, issuer) == Some(false) => {}
                Some(Id::Anchor(anchor)) => {
                    let links = self.stack.iter().map(|frame| frame.link).collect();
                    return Some(Candidate { links, anchor });
                }
                Some(Id::Pool(index)) => self.descend(index),
                Some(Id::Target) => {}
            }
        }
        None
    }

    /// Takes a certificate of the store for the issuer of the last one.
    fn descend(&mut self, index: usize) {
        let certificate = self.context.store.certificate(index);
        if self.stack.iter().any(|frame| is_same_holder(&frame.link.certificate, &certificate)) {
            return;
        }
        if !self.is_within_depth(&certificate) {
            self.exceeded = Some(Budget::Depth);
            return;
        }
        if self.context.expansions.get() >= self.context.policy.limits.expansions {
            self.exceeded = Some(Budget::Expansions);
            self.stack.clear();
            return;
        }
        self.push(Link::alone(Id::Pool(index), certificate));
    }

    /// Self-issued authorities, which change keys, do not count; but there are no more of them than of the others.
    fn is_within_depth(&self, authority: &Certificate<'_>) -> bool {
        let depth = self.context.policy.limits.depth;
        let authorities = self.stack.iter().skip(1).map(|frame| frame.link.certificate);
        let counted =
            authorities.chain([*authority]).filter(|certificate| !certificate.is_self_issued()).count();
        counted <= depth && self.stack.len() <= depth.saturating_mul(2)
    }

    fn push(&mut self, link: Link<'a>) {
        let issuers = issuers(&self.context, &link.certificate);
        self.context.expansions.update(|tried| tried.saturating_add(issuers.len()));
        self.stack.push(Frame { link, issuers: issuers.into_iter() });
    }
}

/// A chain does not come back to a holder with the same names and key: that would be a loop (RFC 4158 §5.2).
fn is_same_holder(own: &Certificate<'_>, other: &Certificate<'_>) -> bool {
    let alt_names = |certificate: &Certificate<'_>| {
        certificate.extensions().find(&oids::SUBJECT_ALT_NAME).map(|names| names.value.to_vec())
    };
    own.subject_public_key_info() == other.subject_public_key_info()
        && own.subject().matches(&other.subject())
        && alt_names(own) == alt_names(other)
}

/// Everyone who bears the issuer's name: anchors first, then the store's, the most promising first.
///
/// A self-issued certificate with the name and the key of an anchor is that anchor, which stands among them already; one
/// that another authority issued may lead to another anchor.
pub(crate) fn issuers(context: &Context<'_, '_>, certificate: &Certificate<'_>) -> Vec<Id> {
    let name = certificate.issuer();
    let mut anchors: Vec<usize> = context.anchors.named(&name).collect();
    anchors.sort_by_cached_key(|index| promise(context, certificate, &context.anchors.get(*index).view()));
    let pool = context.store.certificates_of(&name).iter().copied();
    let mut pool: Vec<usize> = pool
        .filter(|index| !is_anchor(context, &anchors, &context.store.certificate(*index)))
        .filter(|index| context.store.certificate(*index) != *certificate)
        .collect();
    pool.sort_by_cached_key(|index| promise(context, certificate, &context.store.certificate(*index)));
    anchors.into_iter().map(Id::Anchor).chain(pool.into_iter().map(Id::Pool)).collect()
}

/// Whether it is self-issued, and one of these anchors, which bear its name, has its key too.
fn is_anchor(context: &Context<'_, '_>, anchors: &[usize], certificate: &Certificate<'_>) -> bool {
    let key = certificate.subject_public_key_info();
    certificate.is_self_issued()
        && anchors.iter().any(|index| context.anchors.get(*index).view().subject_public_key_info() == key)
}

/// The order of trying issuers (RFC 4158 §3.5): the least is tried first. A hint that fails excludes nobody.
fn promise(
    context: &Context<'_, '_>,
    certificate: &Certificate<'_>,
    issuer: &Certificate<'_>,
) -> (KeyIdentifierHint, bool, bool, bool, i64) {
    let is_other = !is_named_by_serial_number(certificate, issuer);
    let is_outside = !issuer.validity().contains(context.at);
    let age = issuer.validity().not_before.unix_timestamp().saturating_neg();
    (key_identifier_hint(certificate, issuer), is_other, issuer.is_self_issued(), is_outside, age)
}

/// Whether authorityCertIssuer and authorityCertSerialNumber are those of the issuer's certificate.
fn is_named_by_serial_number(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> bool {
    let authority = certificate.extensions().authority_key_identifier().ok().flatten();
    let names = authority.and_then(|authority| {
        Some((authority.authority_cert_issuer?, authority.authority_cert_serial_number?))
    });
    names.is_some_and(|(names, serial_number)| {
        serial_number == issuer.serial_number() && names.contains_directory_name(&issuer.issuer())
    })
}

/// What key identifiers say of whether a certificate is the issuer's: a hint, which anyone can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyIdentifierHint {
    Match,
    /// One of the two is missing.
    Silent,
    Mismatch,
}

pub(super) fn key_identifier_hint(
    certificate: &Certificate<'_>,
    issuer: &Certificate<'_>,
) -> KeyIdentifierHint {
    let wanted = certificate.extensions().authority_key_identifier().ok().flatten();
    let wanted = wanted.and_then(|identifier| identifier.key_identifier);
    let found = issuer.extensions().subject_key_identifier().ok().flatten();
    match (wanted, found) {
        (Some(wanted), Some(found)) if wanted == found => KeyIdentifierHint::Match,
        (Some(_), Some(_)) => KeyIdentifierHint::Mismatch,
        _ => KeyIdentifierHint::Silent,
    }
}
