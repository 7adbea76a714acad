//! Building paths (RFC 4158): a depth-first search from the target, over every issuer of the right name.
//!
//! Names alone lead the way; signatures are checked when a chain reaches an anchor, so that a bag full of
//! certificates that lead nowhere costs no cryptography.

use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::vec::Vec;

use esig_core::cert::ext::oids;
use esig_core::{Certificate, Spki};

use super::signatures::Signatures;
use super::{Candidate, Context, Id, Link};
use crate::limits::Budget;

/// Gives one chain after another, the most promising first.
pub(crate) struct Builder<'v, 'a> {
    context: Context<'v, 'a>,
    target: Link<'a>,
    stack: Vec<Frame<'a>>,
    /// Issuers found already: a search comes to one certificate on many ways.
    issuers: BTreeMap<Id, Rc<[Id]>>,
    started: bool,
    exceeded: Option<Budget>,
}

/// A certificate on the current chain, its issuers, and how many of them were tried.
struct Frame<'a> {
    link: Link<'a>,
    key: Spki<'a>,
    issuers: Rc<[Id]>,
    tried: usize,
    /// Authorities up to this one that count for the depth.
    depth: usize,
}

impl Frame<'_> {
    fn next(&mut self) -> Option<Id> {
        let next = self.issuers.get(self.tried).copied();
        self.tried += 1;
        next
    }
}

impl<'v, 'a> Builder<'v, 'a> {
    pub(crate) fn new(context: Context<'v, 'a>, target: Certificate<'a>) -> Self {
        Self::from_link(context, Link::alone(Id::Target, target))
    }

    /// Chains that begin with a certificate of the store.
    pub(crate) fn from_link(context: Context<'v, 'a>, target: Link<'a>) -> Self {
        let (stack, issuers) = (Vec::new(), BTreeMap::new());
        Self { context, target, stack, issuers, started: false, exceeded: None }
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
                return Some(Candidate::new(alloc::vec![self.target], anchor, &self.context));
            }
            self.push(self.target, 0);
        }
        while let Some(frame) = self.stack.last_mut() {
            if self.context.effort.is_over() {
                self.give_up(Budget::Deadline);
                return None;
            }
            let below = frame.link;
            match frame.next() {
                None => drop(self.stack.pop()),
                Some(issuer) if signatures.known(below.id, issuer) == Some(false) => {}
                Some(Id::Anchor(anchor)) => {
                    let links = self.stack.iter().map(|frame| frame.link).collect();
                    return Some(Candidate::new(links, anchor, &self.context));
                }
                Some(Id::Pool(index)) => self.descend(index),
                Some(Id::Target | Id::Responder(_)) => {}
            }
        }
        None
    }

    /// Takes a certificate of the store for the issuer of the last one.
    fn descend(&mut self, index: usize) {
        let certificate = self.context.store.certificate(index);
        let key = certificate.subject_public_key_info();
        let mut with_key = self.stack.iter().filter(|frame| frame.key == key);
        if with_key.any(|frame| has_same_names(&frame.link.certificate, &certificate)) {
            return;
        }
        // Self-issued authorities, which change keys, do not count; but there are no more of them than of the others.
        let most = self.context.policy.limits.depth;
        let counted =
            self.stack.last().map_or(0, |frame| frame.depth) + usize::from(!certificate.is_self_issued());
        if counted > most || self.stack.len() > most.saturating_mul(2) {
            self.exceeded = Some(Budget::Depth);
            return;
        }
        if self.context.effort.is_expanded() {
            self.give_up(Budget::Expansions);
            return;
        }
        self.push(Link::alone(Id::Pool(index), certificate), counted);
    }

    fn give_up(&mut self, budget: Budget) {
        self.exceeded = Some(budget);
        self.stack.clear();
    }

    fn push(&mut self, link: Link<'a>, depth: usize) {
        let find = || issuers(&self.context, &link.certificate).into();
        let issuers = Rc::clone(self.issuers.entry(link.id).or_insert_with(find));
        self.context.effort.expand(issuers.len());
        let key = link.certificate.subject_public_key_info();
        self.stack.push(Frame { link, key, issuers, tried: 0, depth });
    }
}

/// A chain does not come back to a holder with the same key and names: that would be a loop (RFC 4158 §5.2).
fn has_same_names(own: &Certificate<'_>, other: &Certificate<'_>) -> bool {
    let alt_names = |certificate: &Certificate<'_>| {
        certificate.extensions().find(&oids::SUBJECT_ALT_NAME).map(|names| names.value.to_vec())
    };
    own.subject().matches(&other.subject()) && alt_names(own) == alt_names(other)
}

/// Everyone who bears the issuer's name: anchors first, then the store's, the most promising first.
///
/// A self-issued certificate with the name and the key of an anchor is that anchor, which stands among them already; one
/// that another authority issued may lead to another anchor.
pub(crate) fn issuers(context: &Context<'_, '_>, certificate: &Certificate<'_>) -> Vec<Id> {
    let name = certificate.issuer().canonical();
    let mut anchors = context.anchors.under(&name).to_vec();
    anchors.sort_by_cached_key(|index| promise(context, certificate, &context.anchors.get(*index).view()));
    let pool = context.store.certificates_under(&name).iter().copied();
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
