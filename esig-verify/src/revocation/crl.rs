//! Revocation by CRLs (RFC 5280 §6.3).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::crl::{Crl, ReasonCode, RevokedCertificate};
use esig_core::oid::ObjectIdentifier;
use esig_core::{Certificate, CrlBuf, NameBuf, Need};
use time::UtcDateTime;

use super::freshness::freshness;
use super::scope::{Reasons, scope};
use crate::path::rules::crl_conforms;
use crate::path::signatures::{Signatures, Verified};
use crate::path::{Candidate, Context, Id, Link};
use crate::report::{About, Check, Question, Reason};
use crate::store::StoredCrl;

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
    let subject = candidate.links[index];
    let mut lookup =
        Lookup { context, subject, issuers, signers: Signers::Charged, is_cut: false, signatures, checks };
    lookup.status()
}

/// Whose signature on a CRL counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signers {
    /// The issuer of the certificate alone.
    Issuer,
    /// Also whom the issuer, or the authority above it, gave its name and a key for CRLs.
    Charged,
}

/// Looks for the revocation of one certificate.
struct Lookup<'s, 'v, 'a> {
    context: &'s Context<'v, 'a>,
    subject: Link<'s>,
    /// The authorities above the certificate, the nearest first.
    issuers: Vec<Link<'s>>,
    signers: Signers,
    /// Whether a CRL was passed over because no signature check was left.
    is_cut: bool,
    signatures: &'s mut Signatures<'v, 'a>,
    checks: &'s mut Vec<Check>,
}

/// What the word of a CRL rests on, besides the chain: its signature, and where its signer was charged with CRLs, the
/// signatures and CRLs by which that signer is known. All of it is judged by the policy, and all of it is evidence.
struct Vouched {
    signed: Vec<Verified>,
    crls: Vec<CrlBuf>,
}

/// What one CRL says of the certificate.
enum Word {
    Good {
        reasons: Reasons,
        vouched: Vouched,
    },
    Revoked {
        since: UtcDateTime,
    },
    OnHold,
    /// Nothing that can be relied on.
    Nothing,
}

impl Word {
    /// What two entries with one serial number come to: RFC 5280 wants one, and issuers err.
    fn graver(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Revoked { since }, Self::Revoked { since: other_since }) if since > other_since => other,
            (Self::Revoked { .. }, _) => self,
            (_, Self::Revoked { .. } | Self::OnHold) => other,
            _ => self,
        }
    }
}

/// Whether the certificate is suspended, by the times of the CRLs that say so and that do not.
///
/// A hold, unlike a revocation, ends: the certificate is left out of the next complete CRL (RFC 5280 §5.3.1).
#[derive(Default)]
struct Hold {
    put: Option<UtcDateTime>,
    absent: Option<UtcDateTime>,
}

impl Hold {
    fn put_by(&mut self, this_update: UtcDateTime) {
        self.put = self.put.max(Some(this_update));
    }

    fn not_in(&mut self, this_update: UtcDateTime) {
        self.absent = self.absent.max(Some(this_update));
    }

    fn is_in_force(&self) -> bool {
        self.put.is_some() && self.put >= self.absent
    }
}

impl<'v, 'a> Lookup<'_, 'v, 'a> {
    /// Listens to every CRL: revoked by any of them wins, and good needs all reasons covered.
    fn status(&mut self) -> Status {
        let about = About::from(self.subject.certificate);
        let (mut covered, mut crls, mut signed) = (Reasons::NONE, Vec::new(), Vec::new());
        let mut hold = Hold::default();
        let context = self.context;
        for index in context.store.crls_of(&self.subject.certificate.issuer()) {
            let crl = context.store.crl(*index);
            match self.listen(*index, crl) {
                Word::Revoked { since } => {
                    let reason = if self.subject.id == Id::Target {
                        Reason::Revoked
                    } else {
                        Reason::AuthorityRevoked
                    };
                    let check = Check::new(Question::NotRevoked, &about, Err(reason));
                    self.checks.push(check.found(since));
                    return Status::Revoked { since };
                }
                Word::OnHold => hold.put_by(crl.view().this_update()),
                Word::Good { reasons, vouched } => {
                    if reasons.is_all() {
                        hold.not_in(crl.view().this_update());
                    }
                    covered = covered.union(reasons);
                    crls.push(crl.buf().clone());
                    crls.extend(vouched.crls);
                    signed.extend(vouched.signed);
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
            return Status::Good { crls, signed };
        }
        self.checks.push(Check::unknown(Question::RevocationData, &about, Reason::RevocationDataMissing));
        Status::Unknown { need: self.need() }
    }

    /// What one CRL says, cheap questions first.
    fn listen(&mut self, index: usize, stored: &StoredCrl) -> Word {
        let crl = stored.view();
        let certificate = self.subject.certificate;
        let about = About::from(crl);
        let reasons = match scope(&crl, &certificate) {
            Ok(reasons) => reasons,
            Err(found) => {
                let reason = Err(Reason::RevocationDataUnusable);
                self.checks.push(Check::new(Question::CrlScope, &about, reason).found(found));
                return Word::Nothing;
            }
        };
        if let Some(extension) = unknown_extension(&crl, stored) {
            let reason = Err(Reason::CriticalExtensionUnknown);
            self.checks.push(Check::new(Question::CrlExtensions, &about, reason).found(extension));
            return Word::Nothing;
        }
        let Some(vouched) = self.signer(index, &about) else { return Word::Nothing };
        let entries = crl.find_all(certificate.serial_number()).map(|entry| self.entry(&entry));
        match entries.reduce(Word::graver) {
            None | Some(Word::Nothing) => {}
            Some(word) => return word,
        }
        // Who does not keep the rules of the profile may still revoke, and vouches for nothing.
        if let Err(nonconforming) = crl_conforms(&crl, &self.context.policy.profile) {
            let reason = Err(Reason::RevocationDataUnusable);
            self.checks
                .push(Check::new(Question::CrlExtensions, &about, reason).found(nonconforming.to_string()));
            return Word::Nothing;
        }
        let (outcome, found) = freshness(self.context, &crl, &certificate);
        self.checks
            .push(Check::new(Question::CrlFreshness, &about, outcome).wanted(self.context.at).found(found));
        if outcome.is_ok() { Word::Good { reasons, vouched } } else { Word::Nothing }
    }

    /// What an entry means at the time in question; one of a later time means nothing yet.
    ///
    /// Being revoked does not age, so it counts in a CRL that is no longer fresh too.
    fn entry(&self, entry: &RevokedCertificate<'_>) -> Word {
        let since = entry.revocation_date;
        if since > self.context.at {
            return Word::Nothing;
        }
        match entry.reason_code() {
            Ok(ReasonCode::CertificateHold) => Word::OnHold,
            // removeFromCRL has no place in a complete CRL; who stands there is taken for revoked.
            _ => Word::Revoked { since },
        }
    }

    /// Who signed the CRL: the issuer of the certificate, by any of its keys in the chain, or whom it charged with that.
    fn signer(&mut self, index: usize, about: &About) -> Option<Vouched> {
        let outcome = match (self.signature_by_issuer(index), self.signers) {
            (Err(by_issuer), Signers::Charged) => self.charged_signer(index).ok_or(by_issuer),
            (outcome, _) => {
                outcome.map(|verified| Vouched { signed: alloc::vec![verified], crls: Vec::new() })
            }
        };
        match outcome {
            Ok(vouched) => {
                self.checks.push(Check::new(Question::CrlSignature, about, Ok(())));
                Some(vouched)
            }
            Err(found) => {
                self.is_cut |= self.signatures.is_exhausted();
                let reason = Err(Reason::RevocationDataUnusable);
                self.checks.push(Check::new(Question::CrlSignature, about, reason).found(found));
                None
            }
        }
    }

    /// An authority that changes keys stands in the chain with the old one and the new one, and signs CRLs with either.
    fn signature_by_issuer(&mut self, index: usize) -> Result<Verified, String> {
        let issuer = self.issuers[0];
        let outcome = self.signature_by(index, issuer);
        let name = issuer.certificate.subject();
        let namesakes =
            1..self.issuers.iter().take_while(|above| above.certificate.subject().matches(&name)).count();
        let others = namesakes.map(|above| self.issuers[above]).collect::<Vec<_>>();
        others.into_iter().fold(outcome, |outcome, above| {
            outcome.or_else(|found| self.signature_by(index, above).map_err(|_| found))
        })
    }

    /// A signature by the key of `signer`, which must be for CRLs; else words for the report.
    fn signature_by(&mut self, index: usize, signer: Link<'_>) -> Result<Verified, String> {
        match signer.certificate.extensions().key_usage() {
            Ok(Some(usage)) if !usage.intersects(KeyUsage::CRL_SIGN) => return Err(usage.to_string()),
            Err(error) => return Err(error.to_string()),
            Ok(_) => {}
        }
        self.signatures.crl(index, signer).map_err(|unverified| unverified.found)
    }

    /// Another certificate with the issuer's name whose key signed the CRL (RFC 5280 §6.3.3 (f)): issued by the
    /// issuer or the authority above it, valid, and not revoked by the word of who issued it.
    fn charged_signer(&mut self, index: usize) -> Option<Vouched> {
        let issuer = self.issuers[0];
        let context = self.context;
        for pool in context.store.certificates_of(&issuer.certificate.subject()) {
            let signer = Link::alone(Id::Pool(*pool), context.store.certificate(*pool));
            let is_issuer =
                signer.certificate.subject_public_key_info() == issuer.certificate.subject_public_key_info();
            if is_issuer || !signer.certificate.validity().contains(context.at) || !is_for_crls(&signer) {
                continue;
            }
            let Ok(verified) = self.signature_by(index, signer) else { continue };
            if let Some(mut vouched) = self.charge(signer) {
                vouched.signed.push(verified);
                return Some(vouched);
            }
        }
        None
    }

    /// By what `signer` is charged with CRLs: a certificate, and the word that it is not revoked.
    fn charge(&mut self, signer: Link<'_>) -> Option<Vouched> {
        for above in 0..self.issuers.len().min(2) {
            let authority = self.issuers[above];
            if !signer.certificate.issuer().matches(&authority.certificate.subject())
                || has_unknown_critical(&signer.certificate)
            {
                continue;
            }
            let Ok(verified) = self.signatures.certificate(signer, authority) else { continue };
            let mut lookup = Lookup {
                context: self.context,
                subject: signer,
                issuers: self.issuers[above..].to_vec(),
                signers: Signers::Issuer,
                is_cut: false,
                signatures: self.signatures,
                checks: self.checks,
            };
            if let Status::Good { crls, mut signed } = lookup.status() {
                signed.push(verified);
                return Some(Vouched { signed, crls });
            }
        }
        None
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

/// Whether keyUsage says cRLSign: who is charged with CRLs has to be by name, where an issuer may be silent.
fn is_for_crls(signer: &Link<'_>) -> bool {
    let usage = signer.certificate.extensions().key_usage();
    usage.is_ok_and(|usage| usage.is_some_and(|usage| usage.intersects(KeyUsage::CRL_SIGN)))
}

/// A critical extension, of the CRL or of any entry, that is not processed: then the CRL must not be used for
/// any certificate (RFC 5280 §5.2 and §5.3).
fn unknown_extension(crl: &Crl<'_>, stored: &StoredCrl) -> Option<String> {
    let mut critical = crl.extensions().iter().filter(|extension| extension.critical);
    let unknown = critical.find(|extension| !PROCESSED.iter().any(|oid| extension.oid == *oid));
    unknown
        .map(|extension| extension.oid.to_string())
        .or_else(|| stored.unknown_entry_extension().map(String::from))
}

/// A signer of CRLs needs no more than its keyUsage; whatever else is critical in its certificate is not processed.
fn has_unknown_critical(certificate: &Certificate<'_>) -> bool {
    let known = [oids::BASIC_CONSTRAINTS, oids::KEY_USAGE, oids::CERTIFICATE_POLICIES];
    let mut critical = certificate.extensions().iter().filter(|extension| extension.critical);
    critical.any(|extension| !known.iter().any(|oid| extension.oid == *oid))
}

const PROCESSED: [ObjectIdentifier; 3] =
    [oids::ISSUING_DISTRIBUTION_POINT, oids::AUTHORITY_KEY_IDENTIFIER, oids::CRL_NUMBER];
