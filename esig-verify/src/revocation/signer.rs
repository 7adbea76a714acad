//! Who signs a CRL (RFC 5280 §6.3.3 (f) and (g)).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::crl::Crl;
use esig_core::{Certificate, Name, Spki};

use super::lookup::{Lookup, Signers, Status, Work};
use super::word::Vouched;
use crate::path::build::Builder;
use crate::path::validate::validate;
use crate::path::{Candidate, Id, Link, Purpose};
use crate::report::{About, Check, Question, Reason};

/// Who signed a CRL: by which key, and what makes that one's word count.
pub(super) struct CrlSigner<'s> {
    pub(super) key: Spki<'s>,
    pub(super) vouched: Vouched,
}

impl<'s, 'v, 'a> Lookup<'s, 'v, 'a> {
    /// Who signed the CRL: an authority of the chain that bears its issuer's name, by any of its keys, or whom it charged
    /// with CRLs.
    pub(super) fn signer(
        &mut self,
        index: usize,
        is_delegated: bool,
        about: &About,
    ) -> Option<CrlSigner<'s>> {
        let outcome = match (self.signature_by_chain(index), self.signers) {
            (Ok(signer), _) => Ok(signer),
            (Err(by_chain), Signers::Charged) => self.charged_signer(index, is_delegated).ok_or(by_chain),
            (Err(by_chain), Signers::Issuer) => self.signature_by_itself(index, is_delegated).ok_or(by_chain),
        };
        match outcome {
            Ok(signer) => {
                self.checks.push(Check::new(Question::CrlSignature, about, Ok(())));
                Some(signer)
            }
            Err(found) => {
                self.note_exhaustion();
                let reason = Err(Reason::RevocationDataUnusable);
                self.checks.push(Check::new(Question::CrlSignature, about, reason).found(found));
                None
            }
        }
    }

    fn crl(&self, index: usize) -> Crl<'a> {
        self.context.store.crl(index).view()
    }

    /// An authority that changes keys stands in the chain with the old one and the new one, and signs CRLs with either.
    fn signature_by_chain(&mut self, index: usize) -> Result<CrlSigner<'s>, String> {
        let issuer = self.crl(index).issuer();
        let is_named = |above: &&Link<'_>| above.certificate.subject().matches(&issuer);
        let named: Vec<_> = self.issuers.iter().filter(is_named).copied().collect();
        let former = if named.is_empty() { Vec::new() } else { self.former_keys(&issuer) };
        let mut first = None;
        for above in named.into_iter().chain(former) {
            match self.signature_by(index, above) {
                Ok(signer) => return Ok(signer),
                Err(found) => first = first.or(Some(found)),
            }
        }
        Err(first.unwrap_or_else(|| "no authority of the chain".into()))
    }

    /// The anchor's own keys of before, if the caller trusts them too: by those that signed its present certificate, the path
    /// could end in them as well.
    fn former_keys(&mut self, issuer: &Name<'_>) -> Vec<Link<'v>> {
        let anchors = self.context.anchors;
        let link = |index| Link::alone(Id::Anchor(index), anchors.get(index).view());
        let present = link(self.anchor);
        if !present.certificate.is_self_issued() || !present.certificate.subject().matches(issuer) {
            return Vec::new();
        }
        let others = anchors.named(issuer).filter(|index| *index != self.anchor).map(link);
        others.filter(|former| self.signatures.certificate(present, *former).is_ok()).collect()
    }

    /// A signature by the key of `signer`, which must be for CRLs; else words for the report.
    fn signature_by<'x>(&mut self, index: usize, signer: Link<'x>) -> Result<CrlSigner<'x>, String> {
        match signer.certificate.extensions().key_usage() {
            Ok(Some(usage)) if !usage.intersects(KeyUsage::CRL_SIGN) => return Err(usage.to_string()),
            Err(error) => return Err(error.to_string()),
            Ok(_) => {}
        }
        let verified = self.signatures.crl(index, signer).map_err(|unverified| unverified.found)?;
        let key = signer.certificate.subject_public_key_info();
        Ok(CrlSigner { key, vouched: Vouched::by(verified) })
    }

    /// Who signs CRLs for others may be listed, or not, in his own: then his certificate names him for its CRLs, and no one
    /// else says anything of it (PKITS 4.14.30).
    fn signature_by_itself(&mut self, index: usize, is_delegated: bool) -> Option<CrlSigner<'s>> {
        let is_own = self.crl(index).issuer().matches(&self.subject.certificate.subject());
        (is_delegated && is_own).then(|| self.signature_by(index, self.subject).ok()).flatten()
    }

    /// A certificate with the CRL's issuer for its subject whose key signed the CRL, valid, and charged with CRLs.
    fn charged_signer(&mut self, index: usize, is_delegated: bool) -> Option<CrlSigner<'s>> {
        let context = self.context;
        for pool in context.store.certificates_of(&self.crl(index).issuer()) {
            let signer = Link::alone(Id::Pool(*pool), context.store.certificate(*pool));
            let key = signer.certificate.subject_public_key_info();
            let is_authority =
                self.issuers.iter().any(|above| above.certificate.subject_public_key_info() == key);
            if is_authority || !signer.certificate.validity().contains(context.at) || !is_for_crls(&signer) {
                continue;
            }
            let Ok(CrlSigner { vouched, .. }) = self.signature_by(index, signer) else { continue };
            let charged = if is_delegated { self.charge_by_path(signer) } else { self.charge(signer) };
            if let Some(charged) = charged {
                let vouched = charged.and(vouched).with_signer(signer.certificate);
                return Some(CrlSigner { key, vouched });
            }
        }
        None
    }

    /// By what `signer` is charged with CRLs in the issuer's own name: a certificate of the issuer or of the authority
    /// above it, and the word that it is not revoked.
    fn charge(&mut self, signer: Link<'a>) -> Option<Vouched> {
        for above in 0..self.issuers.len().min(2) {
            let authority = self.issuers[above];
            if !signer.certificate.issuer().matches(&authority.certificate.subject())
                || has_unknown_critical(&signer.certificate)
            {
                continue;
            }
            let Ok(verified) = self.signatures.certificate(signer, authority) else { continue };
            if let Some(charged) = self.not_revoked(signer, self.issuers[above..].to_vec()) {
                return Some(charged.and(Vouched::by(verified)));
            }
        }
        None
    }

    /// By what `signer` is charged with CRLs in a name of its own: a path to the anchor that the certificate's path leads
    /// to ("the trust anchor … MUST be the same as the trust anchor used to validate the target certificate").
    fn charge_by_path(&mut self, signer: Link<'a>) -> Option<Vouched> {
        let context = *self.context;
        let mut builder = Builder::from_link(context, signer);
        for _ in 0..MAX_SIGNER_PATHS {
            let candidate = builder.next(self.signatures)?;
            if candidate.anchor != self.anchor {
                continue;
            }
            if let Some(vouched) = self.charge_by_candidate(&candidate) {
                return Some(vouched);
            }
        }
        None
    }

    fn charge_by_candidate(&mut self, candidate: &Candidate<'a>) -> Option<Vouched> {
        let context = self.context;
        let mut checks = Vec::new();
        let validated = validate(context, candidate, &Purpose::Chain, self.signatures, &mut checks).ok()?;
        let mut vouched = Vouched { signed: validated.signed, ..Vouched::default() };
        for (index, link) in candidate.links.iter().enumerate().rev() {
            if !link.certificate.validity().contains(context.at) {
                return None;
            }
            let issuers = (index..candidate.links.len()).map(|index| candidate.issuer(index, context));
            let known = self.not_revoked(*link, issuers.collect())?;
            vouched = known.and(vouched).with_signer(link.certificate);
        }
        Some(vouched)
    }

    /// Without signature checks left, what was not taken might have been.
    pub(super) fn note_exhaustion(&mut self) {
        self.work.cut = self.signatures.exhausted().or(self.work.cut);
    }

    /// The word of those above that a signer of CRLs is not revoked.
    fn not_revoked(&mut self, subject: Link<'a>, issuers: Vec<Link<'_>>) -> Option<Vouched> {
        match self.status_of(subject, issuers) {
            Status::Good(vouched) => Some(vouched),
            _ => None,
        }
    }

    /// What those above say of a signer of CRLs or OCSP responses; whom they charged is not heard, so that this ends.
    pub(super) fn status_of(&mut self, subject: Link<'a>, issuers: Vec<Link<'_>>) -> Status {
        let mut lookup = Lookup {
            context: self.context,
            subject,
            about: About::from(subject.certificate),
            issuers,
            anchor: self.anchor,
            signers: Signers::Issuer,
            work: Work::default(),
            signatures: self.signatures,
            checks: self.checks,
        };
        let status = lookup.status();
        self.work.cut = self.work.cut.or(lookup.work.cut);
        status
    }
}

/// Paths from a signer of CRLs that are tried: he stands right below the anchor or below the issuer.
const MAX_SIGNER_PATHS: usize = 8;

/// Whether keyUsage says cRLSign: who is charged with CRLs has to be by name, where an issuer may be silent.
fn is_for_crls(signer: &Link<'_>) -> bool {
    let usage = signer.certificate.extensions().key_usage();
    usage.is_ok_and(|usage| usage.is_some_and(|usage| usage.intersects(KeyUsage::CRL_SIGN)))
}

/// A signer of CRLs needs no more than its keyUsage; whatever else is critical in its certificate is not processed.
fn has_unknown_critical(certificate: &Certificate<'_>) -> bool {
    let known = [oids::BASIC_CONSTRAINTS, oids::KEY_USAGE, oids::CERTIFICATE_POLICIES];
    let mut critical = certificate.extensions().iter().filter(|extension| extension.critical);
    critical.any(|extension| !known.iter().any(|oid| extension.oid == *oid))
}
