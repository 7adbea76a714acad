//! Certification paths: built by RFC 4158, validated by RFC 5280 §6.1.

pub(crate) mod build;
mod extensions;
mod names;
mod peer;
mod policies;
mod policy_state;
mod purpose;
pub(crate) mod rules;
pub(crate) mod signatures;
pub(crate) mod validate;

use alloc::vec::Vec;

use esig_cms::ValidationData;
use esig_core::algorithm::oids as algorithm_oids;
use esig_core::{AlgorithmIdentifier, Certificate, CertificateBuf, CrlBuf, OcspBuf, Provider};
use time::UtcDateTime;

use crate::anchors::TrustAnchors;
use crate::effort::Effort;
use crate::policy::{Policy, Rule};
use crate::report::About;
use crate::revocation::later;
use crate::store::Store;

pub use peer::PeerName;
pub use policies::PolicySet;
pub(crate) use policy_state::ValidPolicies;
pub use purpose::Purpose;

/// A chain that holds from a certificate to a trust anchor, at a stated time and under a stated policy.
///
/// Only an assessment makes it.
#[derive(Clone, Debug)]
pub struct VerifiedPath<'a> {
    pub(crate) certificates: Vec<Certificate<'a>>,
    pub(crate) anchor: CertificateBuf,
    pub(crate) at: UtcDateTime,
    /// The revocation data, and the certificates of those who signed it and stand in no chain.
    pub(crate) vouched: ValidationData,
    pub(crate) policies: ValidPolicies,
}

impl<'a> VerifiedPath<'a> {
    /// The certificate that the path is for.
    pub fn target(&self) -> Certificate<'a> {
        self.certificates[0]
    }

    /// The certificates from the target up to the one that the anchor signed; the anchor is not among them,
    /// unless it is the target itself.
    pub fn certificates(&self) -> &[Certificate<'a>] {
        &self.certificates
    }

    /// The trust anchor.
    pub fn anchor(&self) -> &CertificateBuf {
        &self.anchor
    }

    /// The certificates from the target to the anchor, which is among them.
    pub fn chain(&self) -> Vec<CertificateBuf> {
        let mut chain: Vec<CertificateBuf> =
            self.certificates.iter().map(|certificate| (*certificate).into()).collect();
        if chain.last().is_none_or(|last| last.as_der() != self.anchor.as_der()) {
            chain.push(self.anchor.clone());
        }
        chain
    }

    /// The time at which it holds.
    pub fn at(&self) -> UtcDateTime {
        self.at
    }

    /// The CRLs that say, together with [`ocsp_responses`](Self::ocsp_responses), that none of the certificates is revoked.
    pub fn crls(&self) -> &[CrlBuf] {
        &self.vouched.crls
    }

    /// The OCSP responses that say so.
    pub fn ocsp_responses(&self) -> &[OcspBuf] {
        &self.vouched.ocsp_responses
    }

    /// Everything that the path rests on, the target first: what level LT puts into a signature (EN 319 122-1 clause 6.3).
    ///
    /// ```
    /// # use esig_cms::{CmsError, SignedDataBuf};
    /// # use esig_verify::VerifiedPath;
    /// fn long_term(signature: SignedDataBuf, path: &VerifiedPath<'_>) -> Result<SignedDataBuf, CmsError> {
    ///     signature.with_validation_data(&path.validation_data())
    /// }
    /// ```
    pub fn validation_data(&self) -> ValidationData {
        let mut data = ValidationData { certificates: self.chain(), ..ValidationData::new() };
        data.extend(&self.vouched);
        data
    }

    /// user-constrained-policy-set (RFC 5280 §6.1.6): the policies, as the anchor calls them, under which the path is
    /// valid and which the caller accepts.
    pub fn user_constrained_policies(&self) -> &PolicySet {
        &self.policies.user_constrained
    }

    /// authorities-constrained-policy-set: the same, whatever the caller accepts.
    pub fn authorities_constrained_policies(&self) -> &PolicySet {
        &self.policies.authorities_constrained
    }
}

/// Everything that the judgement of certificates depends on.
#[derive(Clone, Copy)]
pub(crate) struct Context<'v, 'a> {
    pub(crate) provider: &'v Provider,
    pub(crate) anchors: &'v TrustAnchors,
    pub(crate) policy: &'v Policy,
    pub(crate) store: &'a Store,
    pub(crate) at: UtcDateTime,
    /// When the question is asked: nothing can be known of what comes later.
    pub(crate) present: UtcDateTime,
    pub(crate) effort: &'v Effort<'v>,
}

impl Context<'_, '_> {
    /// Whether something made at that time was made by now, clocks being what they are.
    pub(crate) fn has_come(&self, time: UtcDateTime) -> bool {
        time <= later(self.present, self.policy.clock_skew)
    }

    /// The anchor that the certificate itself is, if the policy lets it be one.
    pub(crate) fn trusted(&self, certificate: &Certificate<'_>) -> Option<usize> {
        let is_asked = self.policy.anchor_as_target != Rule::Ignore;
        is_asked.then(|| self.anchors.exactly(certificate)).flatten()
    }
}

/// Which certificate, within one assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Id {
    /// The one that the question is about.
    Target,
    /// One of the store.
    Pool(usize),
    /// A trust anchor.
    Anchor(usize),
    /// A responder that the policy names.
    Responder(usize),
}

/// A certificate of a chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link<'a> {
    pub(crate) id: Id,
    pub(crate) certificate: Certificate<'a>,
    /// Parameters of the key that the certificate leaves out and inherits from those above (RFC 5280 §6.1.4 (f)).
    pub(crate) inherited: Option<AlgorithmIdentifier<'a>>,
}

impl<'a> Link<'a> {
    /// A certificate whose key is complete, or of which nothing is known to inherit from.
    pub(crate) fn alone(id: Id, certificate: Certificate<'a>) -> Self {
        Self { id, certificate, inherited: None }
    }
}

/// A chain of names from the target to an anchor, of which nothing was checked yet.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'a> {
    /// From the target up to what the anchor should have signed. If the target is the anchor: the target alone.
    pub(crate) links: Vec<Link<'a>>,
    /// The index of the anchor.
    pub(crate) anchor: usize,
    /// What checks say of the links, and of the anchor, which stands last.
    about: Vec<About>,
}

impl<'a> Candidate<'a> {
    pub(crate) fn new(links: Vec<Link<'a>>, anchor: usize, context: &Context<'_, 'a>) -> Self {
        let certificates = links.iter().map(|link| link.certificate);
        let about = certificates.map(About::from).chain([context.anchors.get(anchor).view().into()]);
        Self { about: about.collect(), links, anchor }
    }

    /// What checks say of the certificate at `index`.
    pub(crate) fn about(&self, index: usize) -> &About {
        &self.about[index]
    }

    /// What checks say of the anchor.
    pub(crate) fn about_anchor(&self) -> &About {
        &self.about[self.links.len()]
    }

    /// The link above the one at `index`: its issuer, with what its key inherits.
    pub(crate) fn issuer<'x>(&self, index: usize, context: &Context<'x, 'a>) -> Link<'x>
    where
        'a: 'x,
    {
        let issuer = self.above(index, context);
        Link { inherited: self.inherited(index + 1, context), ..issuer }
    }

    fn above<'x>(&self, index: usize, context: &Context<'x, 'a>) -> Link<'x>
    where
        'a: 'x,
    {
        self.links
            .get(index + 1)
            .copied()
            .unwrap_or_else(|| Link::alone(Id::Anchor(self.anchor), context.anchors.get(self.anchor).view()))
    }

    /// The parameters that the key at `index` has from the nearest above of the same algorithm; where another algorithm
    /// lies between, it has none.
    fn inherited<'x>(&self, index: usize, context: &Context<'x, 'a>) -> Option<AlgorithmIdentifier<'x>>
    where
        'a: 'x,
    {
        let algorithm = |link: Link<'x>| link.certificate.subject_public_key_info().algorithm();
        let own = algorithm(self.links.get(index).copied()?);
        if own.oid() != algorithm_oids::DSA || own.meaningful_parameters().is_some() {
            return None;
        }
        let above = (index..self.links.len()).map(|index| algorithm(self.above(index, context)));
        let mut same = above.take_while(|above| above.oid() == own.oid());
        same.find(|above| above.meaningful_parameters().is_some())
    }

    /// Whether the target itself is the anchor: there is nothing to validate.
    pub(crate) fn is_anchor(&self, context: &Context<'_, '_>) -> bool {
        self.links.len() == 1 && context.trusted(&self.links[0].certificate) == Some(self.anchor)
    }
}
