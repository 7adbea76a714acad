//! What the CRLs at hand say of one certificate (RFC 5280 §6.3.3).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use esig_core::cert::ext::{GeneralName, oids};
use esig_core::crl::Crl;
use esig_core::oid::ObjectIdentifier;
use esig_core::{CrlBuf, NameBuf, Need};
use time::UtcDateTime;

use super::delta::{goes_with, is_delta};
use super::freshness::freshness;
use super::scope::{Reasons, scope};
use super::word::{Hold, Listed, Vouched, Word};
use crate::path::rules::crl_conforms;
use crate::path::signatures::{Signatures, Verified};
use crate::path::{Candidate, Context, Id, Link};
use crate::report::{About, Check, Question, Reason};

/// What is known of a certificate's revocation.
#[derive(Clone, Debug)]
pub(crate) enum Status {
    /// Not revoked, as these CRLs say, signed so.
    Good { crls: Vec<CrlBuf>, signed: Vec<Verified> },
    /// Revoked since then.
    Revoked { since: UtcDateTime },
    /// Suspended.
    OnHold,
    /// Nothing at hand says so or so.
    Unknown { need: Need },
    /// A limit left CRLs at hand unchecked, of which any might revoke.
    Undecided,
}

/// The revocation of the certificate at `index` of a chain that holds otherwise.
pub(crate) fn status<'v, 'a>(
    context: &Context<'v, 'a>,
    candidate: &Candidate<'a>,
    index: usize,
    signatures: &mut Signatures<'v, 'a>,
    checks: &mut Vec<Check>,
) -> Status {
    let issuers = (index..candidate.links.len()).map(|index| candidate.issuer(index, context)).collect();
    let (subject, anchor) = (candidate.links[index], candidate.anchor);
    let signers = Signers::Charged;
    let mut lookup = Lookup { context, subject, issuers, anchor, signers, is_cut: false, signatures, checks };
    lookup.status()
}

/// Whose signature on a CRL counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signers {
    /// The authorities of the chain alone.
    Issuer,
    /// Also whom they charged with CRLs.
    Charged,
}

/// Looks for the revocation of one certificate.
pub(super) struct Lookup<'s, 'v, 'a> {
    pub(super) context: &'s Context<'v, 'a>,
    pub(super) subject: Link<'s>,
    /// The authorities above the certificate, the nearest first.
    pub(super) issuers: Vec<Link<'s>>,
    /// The anchor that they end in.
    pub(super) anchor: usize,
    pub(super) signers: Signers,
    /// Whether a CRL was passed over because no signature check was left.
    pub(super) is_cut: bool,
    pub(super) signatures: &'s mut Signatures<'v, 'a>,
    pub(super) checks: &'s mut Vec<Check>,
}

/// A delta CRL whose signature holds.
struct Delta<'a> {
    crl: Crl<'a>,
    is_fresh: bool,
    vouched: Vouched,
}

impl<'a> Lookup<'_, '_, 'a> {
    /// Listens to every CRL: revoked by any of them wins, and good needs all reasons covered.
    pub(super) fn status(&mut self) -> Status {
        let about = About::from(self.subject.certificate);
        let (mut covered, mut rests_on) = (Reasons::NONE, Vouched::default());
        let mut hold = Hold::default();
        for index in self.candidates() {
            match self.listen(index) {
                Word::Revoked { since } => {
                    let is_target = self.subject.id == Id::Target;
                    let reason = if is_target { Reason::Revoked } else { Reason::AuthorityRevoked };
                    let check = Check::new(Question::NotRevoked, &about, Err(reason));
                    self.checks.push(check.found(since));
                    return Status::Revoked { since };
                }
                Word::OnHold { as_of } => hold.put_by(as_of),
                Word::Good { reasons, vouched, as_of } => {
                    if reasons.is_all() {
                        hold.not_in(as_of);
                    }
                    covered = covered.union(reasons);
                    rests_on = rests_on.and(vouched);
                }
                Word::Nothing => {}
            }
        }
        if hold.is_in_force() {
            self.checks.push(Check::unknown(Question::NotRevoked, &about, Reason::OnHold));
            return Status::OnHold;
        }
        if self.is_cut {
            self.checks.push(Check::unknown(Question::NotRevoked, &about, Reason::LimitExceeded));
            return Status::Undecided;
        }
        if covered.is_all() {
            self.checks.push(Check::new(Question::NotRevoked, &about, Ok(())));
            return Status::Good { crls: rests_on.crls, signed: rests_on.signed };
        }
        self.checks.push(Check::unknown(Question::RevocationData, &about, Reason::RevocationDataMissing));
        Status::Unknown { need: self.need() }
    }

    /// The complete CRLs of the certificate's issuer, and of those whom its distribution points name. A delta CRL that goes
    /// with none of them says nothing.
    fn candidates(&mut self) -> Vec<usize> {
        let (store, certificate) = (self.context.store, self.subject.certificate);
        let mut found = store.crls_of(&certificate.issuer()).to_vec();
        let points = certificate.extensions().crl_distribution_points().ok().flatten();
        let names = points.iter().flat_map(|points| points.iter()).filter_map(|point| point.crl_issuer);
        for name in names.flat_map(|names| names.iter().collect::<Vec<_>>()) {
            if let GeneralName::DirectoryName(name) = name {
                let others = store.crls_of(&name).iter().filter(|index| !found.contains(index));
                found.extend(others.copied().collect::<Vec<_>>());
            }
        }
        let (deltas, complete): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|index| is_delta(&store.crl(*index).view()));
        for delta in deltas.into_iter().map(|index| store.crl(index).view()) {
            if !complete.iter().any(|index| goes_with(&delta, &store.crl(*index).view())) {
                let reason = Reason::RevocationDataUnusable;
                self.unusable(Question::CrlScope, &About::from(delta), reason, "deltaCRLIndicator".into());
            }
        }
        complete
    }

    /// What one CRL says, cheap questions first.
    fn listen(&mut self, index: usize) -> Word {
        let context = self.context;
        let stored = context.store.crl(index);
        let crl = stored.view();
        let certificate = self.subject.certificate;
        let about = About::from(crl);
        let scope = match scope(&crl, &certificate) {
            Ok(scope) => scope,
            Err(found) => {
                self.unusable(Question::CrlScope, &about, Reason::RevocationDataUnusable, found.into());
                return Word::Nothing;
            }
        };
        if let Some(extension) = unknown_extension(&crl) {
            self.unusable(Question::CrlExtensions, &about, Reason::CriticalExtensionUnknown, extension);
            return Word::Nothing;
        }
        let Some(mut vouched) = self.signer(index, scope.is_delegated, &about) else { return Word::Nothing };
        let deltas = self.deltas(&crl, scope.is_delegated);
        let fresh = deltas.iter().find(|delta| delta.is_fresh);
        let as_of = fresh.map_or(crl.this_update(), |delta| delta.crl.this_update());
        match self.listed_with(&crl, &deltas) {
            Some(Listed::Revoked { since }) => return Word::Revoked { since },
            Some(_) => {
                return Word::OnHold { as_of: deltas.first().map_or(as_of, |it| it.crl.this_update()) };
            }
            None => {}
        }
        // Who does not keep the rules of the profile may still revoke, and vouches for nothing.
        if let Err(nonconforming) = crl_conforms(&crl, &context.policy.profile) {
            let found = nonconforming.to_string();
            self.unusable(Question::CrlExtensions, &about, Reason::RevocationDataUnusable, found);
            return Word::Nothing;
        }
        vouched.crls.push(stored.buf().clone());
        let reasons = scope.reasons;
        if let Some(delta) = deltas.into_iter().find(|delta| delta.is_fresh) {
            return Word::Good { reasons, vouched: vouched.and(delta.vouched), as_of };
        }
        let is_fresh = self.is_fresh(&crl, &about);
        if is_fresh { Word::Good { reasons, vouched, as_of } } else { Word::Nothing }
    }

    fn is_fresh(&mut self, crl: &Crl<'_>, about: &About) -> bool {
        let (outcome, found) = freshness(self.context, crl, &self.subject.certificate);
        let check = Check::new(Question::CrlFreshness, about, outcome);
        self.checks.push(check.wanted(self.context.at).found(found));
        outcome.is_ok()
    }

    /// The delta CRLs that go with the complete one and are signed by those who may, the newest first.
    fn deltas(&mut self, complete: &Crl<'_>, is_delegated: bool) -> Vec<Delta<'a>> {
        let context = self.context;
        let deltas = context.store.crls_of(&complete.issuer()).iter().copied();
        let deltas = deltas.map(|index| (index, context.store.crl(index)));
        let mut deltas: Vec<_> = deltas.filter(|(_, stored)| is_delta(&stored.view())).collect();
        deltas.retain(|(_, stored)| goes_with(&stored.view(), complete));
        deltas.sort_by_key(|(_, stored)| core::cmp::Reverse(stored.view().crl_number().ok().flatten()));
        let mut found = Vec::new();
        for (index, stored) in deltas {
            let crl = stored.view();
            let about = About::from(crl);
            if let Some(extension) = unknown_extension(&crl) {
                self.unusable(Question::CrlExtensions, &about, Reason::CriticalExtensionUnknown, extension);
                continue;
            }
            let Some(mut vouched) = self.signer(index, is_delegated, &about) else { continue };
            vouched.crls.push(stored.buf().clone());
            found.push(Delta { crl, is_fresh: self.is_fresh(&crl, &about), vouched });
        }
        found
    }

    /// What a complete CRL comes to with its deltas: revoked by any of them is revoked; a hold ends with the newest that is
    /// fresh, and one that a later delta put stands though that one has aged.
    fn listed_with(&self, complete: &Crl<'_>, deltas: &[Delta<'_>]) -> Option<Listed> {
        let mut said = self.listed(complete, false);
        for delta in deltas.iter().rev() {
            said = match (said, self.listed(&delta.crl, true)) {
                (revoked @ Some(Listed::Revoked { .. }), _) | (revoked, None) => revoked,
                (_, Some(Listed::Removed)) if delta.is_fresh => None,
                (before, Some(Listed::Removed)) => before,
                (_, changed) => changed,
            };
        }
        said.filter(|said| *said != Listed::Removed)
    }

    /// What the entries of that serial number, and of the certificate's issuer, come to.
    fn listed(&self, crl: &Crl<'_>, is_delta: bool) -> Option<Listed> {
        let certificate = self.subject.certificate;
        let entries = crl.find_revoked(&certificate.issuer(), certificate.serial_number());
        entries.filter_map(|entry| Listed::read(&entry, self.context.at, is_delta)).reduce(Listed::graver)
    }

    fn unusable(&mut self, question: Question, about: &About, reason: Reason, found: String) {
        self.checks.push(Check::new(question, about, Err(reason)).found(found));
    }

    fn need(&self) -> Need {
        let certificate = self.subject.certificate;
        let points = certificate.extensions().crl_distribution_points().ok().flatten();
        let uris = points.iter().flat_map(|points| points.uris());
        let urls = uris.filter_map(|uri| core::str::from_utf8(uri).ok()).map(String::from);
        let urls = urls.take(self.context.policy.limits.urls).collect();
        Need::Crl { issuer: NameBuf::from(certificate.issuer()), urls }
    }
}

/// A critical extension, of the CRL or of any entry, that is not processed: then the CRL must not be used for
/// any certificate (RFC 5280 §5.2 and §5.3).
fn unknown_extension(crl: &Crl<'_>) -> Option<String> {
    let mut critical = crl.extensions().iter().filter(|extension| extension.critical);
    let unknown = critical.find(|extension| !PROCESSED.iter().any(|oid| extension.oid == *oid));
    let unknown = unknown.or_else(|| crl.unknown_critical_entry_extension());
    unknown.map(|extension| extension.oid.to_string())
}

const PROCESSED: [ObjectIdentifier; 4] = [
    oids::ISSUING_DISTRIBUTION_POINT,
    oids::AUTHORITY_KEY_IDENTIFIER,
    oids::CRL_NUMBER,
    oids::DELTA_CRL_INDICATOR,
];
