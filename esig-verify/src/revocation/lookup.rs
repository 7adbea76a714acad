//! What is known of the revocation of one certificate: CRLs and OCSP responses heard together.

use alloc::string::String;
use alloc::vec::Vec;

use esig_core::Need;

use super::need::needs;
use super::word::{Heard, Vouched, Word};
use crate::limits::Budget;
use crate::path::signatures::Signatures;
use crate::path::{Candidate, Context, Id, Link};
use crate::report::{About, Check, Question, Reason, Revocation};

/// What is known of a certificate's revocation.
#[derive(Debug)]
pub(crate) enum Status {
    /// Not revoked, as those say on whom it rests.
    Good(Vouched),
    /// Revoked.
    Revoked(Revocation),
    /// Suspended.
    OnHold,
    /// Nothing at hand says so or so.
    Unknown { needs: Vec<Need> },
    /// A limit left evidence at hand unchecked, of which any might revoke.
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
    let work = Work::default();
    let about = candidate.about(index).clone();
    let mut lookup = Lookup { context, subject, about, issuers, anchor, signers, work, signatures, checks };
    lookup.status()
}

/// Whose signature on a CRL or an OCSP response counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signers {
    /// The authorities of the chain alone.
    Issuer,
    /// Also whom they charged with it.
    Charged,
}

/// What the search for the revocation of one certificate has cost.
#[derive(Default)]
pub(super) struct Work {
    /// CertIDs compared.
    pub(super) cert_ids: usize,
    /// The limit for which evidence was passed over.
    pub(super) cut: Option<Budget>,
}

/// Looks for the revocation of one certificate.
pub(super) struct Lookup<'s, 'v, 'a> {
    pub(super) context: &'s Context<'v, 'a>,
    pub(super) subject: Link<'s>,
    pub(super) about: About,
    /// The authorities above the certificate, the nearest first; at least one.
    pub(super) issuers: Vec<Link<'s>>,
    /// The anchor that they end in.
    pub(super) anchor: usize,
    pub(super) signers: Signers,
    pub(super) work: Work,
    pub(super) signatures: &'s mut Signatures<'v, 'a>,
    pub(super) checks: &'s mut Vec<Check>,
}

/// Who may say something of the certificate, by his place in the store.
#[derive(Clone, Copy)]
enum Source {
    Crl(usize),
    Ocsp(usize),
}

impl Lookup<'_, '_, '_> {
    /// Listens to everyone: revoked by any wins, and good needs all reasons covered.
    pub(super) fn status(&mut self) -> Status {
        let mut heard = Heard::default();
        for source in self.sources() {
            let word = match source {
                Source::Crl(index) => self.listen_to_crl(index),
                Source::Ocsp(index) => self.listen_to_response(index),
            };
            match word {
                Word::Revoked(revocation) => return self.revoked(revocation),
                word => heard.take(word),
            }
        }
        let about = &self.about;
        if heard.is_on_hold() {
            self.checks.push(Check::unknown(Question::NotRevoked, about, Reason::OnHold));
            return Status::OnHold;
        }
        if let Some(budget) = self.work.cut {
            let check = Check::unknown(Question::NotRevoked, about, Reason::LimitExceeded);
            self.checks.push(check.found(budget.name()));
            return Status::Undecided;
        }
        if let Some(vouched) = heard.good() {
            self.checks.push(Check::new(Question::NotRevoked, about, Ok(())));
            return Status::Good(vouched);
        }
        self.checks.push(Check::unknown(Question::RevocationData, about, Reason::RevocationDataMissing));
        let certificate = &self.subject.certificate;
        Status::Unknown { needs: needs(self.context, certificate, &self.issuers[0].certificate) }
    }

    fn sources(&mut self) -> Vec<Source> {
        let crls = self.crls().into_iter().map(Source::Crl);
        crls.chain(self.responses().iter().copied().map(Source::Ocsp)).collect()
    }

    fn revoked(&mut self, revocation: Revocation) -> Status {
        let reason = if self.subject.id == Id::Target { Reason::Revoked } else { Reason::AuthorityRevoked };
        self.checks.push(Check::new(Question::NotRevoked, &self.about, Err(reason)).found(revocation));
        Status::Revoked(revocation)
    }

    pub(super) fn unusable(&mut self, question: Question, about: &About, reason: Reason, found: String) {
        self.checks.push(Check::new(question, about, Err(reason)).found(found));
    }
}
