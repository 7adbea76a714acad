//! What the CRLs at hand say of one certificate (RFC 5280 §6.3.3).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use esig_core::Spki;
use esig_core::cert::ext::{GeneralName, oids};
use esig_core::crl::Crl;
use esig_core::oid::ObjectIdentifier;

use super::delta::{goes_with, is_delta};
use super::freshness::{Told, freshness};
use super::lookup::Lookup;
use super::scope::scope;
use super::signer::CrlSigner;
use super::word::{Listed, Vouched, Word};
use crate::path::rules::crl_conforms;
use crate::report::{About, Check, Question, Reason};

/// A delta CRL whose signature holds.
struct Delta<'a> {
    crl: Crl<'a>,
    is_fresh: bool,
    vouched: Vouched,
}

/// The delta CRLs that go with a complete one.
#[derive(Default)]
struct Deltas<'a> {
    /// Those that change it, the newest first.
    own: Vec<Delta<'a>>,
    /// Those that another key signed.
    foreign: Vec<Crl<'a>>,
}

impl<'s, 'a> Lookup<'s, '_, 'a> {
    /// The complete CRLs of the certificate's issuer, and of those whom its distribution points name. A delta CRL that goes
    /// with none of them says nothing.
    pub(super) fn crls(&mut self) -> Vec<usize> {
        let (store, certificate) = (self.context.store, self.subject.certificate);
        if !store.has_crls() {
            return Vec::new();
        }
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
    pub(super) fn listen_to_crl(&mut self, index: usize) -> Word {
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
        let Some(signer) = self.signer(index, scope.is_delegated, &about) else { return Word::Nothing };
        let Deltas { own: deltas, foreign } = self.deltas(&crl, signer.key, scope.is_delegated);
        let fresh = deltas.iter().find(|delta| delta.is_fresh);
        let as_of = fresh.map_or(crl.this_update(), |delta| delta.crl.this_update());
        match self.listed_with(&crl, &deltas) {
            Some(Listed::Revoked(revocation)) => return Word::Revoked(revocation),
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
        // They may not be put over this list; but what their authority says there has changed is good no longer.
        if foreign.iter().any(|delta| self.is_listed(delta)) {
            return Word::Nothing;
        }
        let (mut vouched, reasons) = (signer.vouched, scope.reasons);
        vouched.data.crls.push(stored.buf().clone());
        if let Some(delta) = deltas.into_iter().find(|delta| delta.is_fresh)
            && context.has_come(crl.this_update())
        {
            return Word::Good { reasons, vouched: vouched.and(delta.vouched), as_of };
        }
        let is_fresh = self.is_fresh(&crl, &about);
        if is_fresh { Word::Good { reasons, vouched, as_of } } else { Word::Nothing }
    }

    fn is_fresh(&mut self, crl: &Crl<'_>, about: &About) -> bool {
        let (outcome, found) =
            freshness(self.context, &Told::by_crl(self.context, crl), &self.subject.certificate);
        let check = Check::new(Question::CrlFreshness, about, outcome);
        self.checks.push(check.wanted(self.context.at).found(found));
        outcome.is_ok()
    }

    /// The delta CRLs that go with the complete one and are signed by those who may. The key has to be the one that signed
    /// the complete one (RFC 5280 §6.3.3 (h)).
    fn deltas(&mut self, complete: &Crl<'_>, key: Spki<'s>, is_delegated: bool) -> Deltas<'a> {
        let context = self.context;
        let deltas = context.store.crls_of(&complete.issuer()).iter().copied();
        let deltas = deltas.map(|index| (index, context.store.crl(index)));
        let mut deltas: Vec<_> = deltas.filter(|(_, stored)| is_delta(&stored.view())).collect();
        deltas.retain(|(_, stored)| goes_with(&stored.view(), complete));
        deltas.sort_by_key(|(_, stored)| core::cmp::Reverse(stored.view().crl_number().ok().flatten()));
        let mut found = Deltas::default();
        for (index, stored) in deltas {
            let crl = stored.view();
            let about = About::from(crl);
            if let Some(extension) = unknown_extension(&crl) {
                self.unusable(Question::CrlExtensions, &about, Reason::CriticalExtensionUnknown, extension);
                continue;
            }
            let Some(CrlSigner { key: own, mut vouched }) = self.signer(index, is_delegated, &about) else {
                continue;
            };
            if own != key {
                let reason = Reason::RevocationDataUnusable;
                self.unusable(
                    Question::CrlScope,
                    &about,
                    reason,
                    "another key than the complete CRL's".into(),
                );
                found.foreign.push(crl);
                continue;
            }
            vouched.data.crls.push(stored.buf().clone());
            found.own.push(Delta { crl, is_fresh: self.is_fresh(&crl, &about), vouched });
        }
        found
    }

    /// Whether a delta CRL has the certificate for revoked or suspended.
    fn is_listed(&self, delta: &Crl<'_>) -> bool {
        self.listed(delta, true).is_some_and(|said| said != Listed::Removed)
    }

    /// What a complete CRL comes to with its deltas: revoked by any of them is revoked; a hold ends with the newest that is
    /// fresh, and one that a later delta put stands though that one has aged.
    fn listed_with(&self, complete: &Crl<'_>, deltas: &[Delta<'_>]) -> Option<Listed> {
        let mut said = self.listed(complete, false);
        for delta in deltas.iter().rev() {
            said = match (said, self.listed(&delta.crl, true)) {
                (revoked @ Some(Listed::Revoked(_)), _) | (revoked, None) => revoked,
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
        let read = |entry| Listed::read(&entry, crl.this_update(), self.context, is_delta);
        entries.filter_map(read).reduce(Listed::graver)
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
