//! What is demanded of a signature: a plain value, so that the same policy gives the same verdict.

use alloc::vec::Vec;

use esig_core::{Certificate, CertificateBuf};
use time::Duration;

use crate::algorithms::AlgorithmTable;
use crate::inputs::PathInputs;
use crate::limits::PathLimits;
use crate::profile::Profile;

/// What an assessment demands.
///
/// [`Policy::baseline`] demands what a careful recipient would; everything that weakens it says so in its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Revocation of the signer's certificate.
    pub(crate) signer_revocation: Rule,
    /// Revocation of the authorities between signer and anchor.
    pub(crate) authority_revocation: Rule,
    /// Whether a signer's keyUsage must allow signatures, and extKeyUsage must not be for services alone.
    pub(crate) key_usage: Rule,
    /// Whether the validity period of an anchor counts: EU lists give anchors as certificates.
    pub(crate) anchor_validity: Rule,
    /// Whether the extensions of an anchor count.
    pub(crate) anchor_constraints: Rule,
    /// Whether an anchor of version 3 has to say that it is an authority; what it says is [`Self::anchor_constraints`].
    pub(crate) anchor_basic_constraints: Rule,
    /// Whether a certificate is valid for being an anchor.
    pub(crate) anchor_as_target: Rule,
    /// Whose rules certificates have to keep.
    pub(crate) profile: Profile,
    /// What paths are validated against besides the anchors.
    pub(crate) inputs: PathInputs,
    /// Age up to which a CRL without nextUpdate is fresh; `None` takes none of those.
    pub(crate) max_crl_age: Option<Duration>,
    /// The same of an OCSP response.
    pub(crate) max_ocsp_age: Option<Duration>,
    /// Age up to which a CRL or an OCSP response is fresh, whatever it says of itself.
    pub(crate) max_revocation_age: Option<Duration>,
    /// By how much a responder's clock may differ.
    pub(crate) clock_skew: Duration,
    /// Whether "good" must show that the responder has seen the certificate.
    pub(crate) positive_statement: Rule,
    /// Whether the revocation of a responder is asked for whose certificate says nothing of how.
    pub(crate) unchecked_responders: Rule,
    /// Responders that are trusted without being charged.
    pub(crate) responders: Vec<TrustedResponder>,
    /// Algorithms and until when they are acceptable.
    pub(crate) algorithms: AlgorithmTable,
    /// Limits on the work of building paths.
    pub(crate) limits: PathLimits,
}

/// A responder that the caller trusts for the certificates of one issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrustedResponder {
    pub(crate) responder: CertificateBuf,
    issuer: CertificateBuf,
}

impl TrustedResponder {
    /// Whether it is for certificates of that issuer, by name and key.
    pub(crate) fn is_for(&self, issuer: &Certificate<'_>) -> bool {
        let own = self.issuer.view();
        own.subject().matches(&issuer.subject())
            && own.subject_public_key_info() == issuer.subject_public_key_info()
    }
}

/// As OpenSSL has it: enough for clocks that someone sets.
const DEFAULT_CLOCK_SKEW: Duration = Duration::minutes(5);

/// What happens if a demand is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The signature does not pass.
    Require,
    /// What is there counts, what is not there does not hinder.
    Allow,
    /// It is not looked at.
    Ignore,
}

impl Policy {
    /// Revocation data for every certificate but the anchor, key usage, current algorithms.
    pub fn baseline() -> Self {
        Self {
            signer_revocation: Rule::Require,
            authority_revocation: Rule::Require,
            key_usage: Rule::Require,
            anchor_validity: Rule::Require,
            anchor_constraints: Rule::Require,
            anchor_basic_constraints: Rule::Require,
            anchor_as_target: Rule::Allow,
            profile: Profile::qualified(),
            inputs: PathInputs::new(),
            max_crl_age: None,
            max_ocsp_age: None,
            max_revocation_age: None,
            clock_skew: DEFAULT_CLOCK_SKEW,
            positive_statement: Rule::Allow,
            unchecked_responders: Rule::Require,
            responders: Vec::new(),
            algorithms: AlgorithmTable::baseline(),
            limits: PathLimits::DEFAULT,
        }
    }

    /// The rules on algorithms.
    pub fn algorithms(&self) -> &AlgorithmTable {
        &self.algorithms
    }

    /// The same with other rules on algorithms.
    #[must_use]
    pub fn with_algorithms(self, algorithms: AlgorithmTable) -> Self {
        Self { algorithms, ..self }
    }

    /// Whose rules certificates have to keep.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The same with another profile.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// What paths are validated against besides the anchors.
    pub fn inputs(&self) -> &PathInputs {
        &self.inputs
    }

    /// The same with other inputs of path validation: acceptable policies, permitted names.
    #[must_use]
    pub fn with_inputs(self, inputs: PathInputs) -> Self {
        Self { inputs, ..self }
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(self, limits: PathLimits) -> Self {
        Self { limits, ..self }
    }

    /// The same, and CRLs without nextUpdate are fresh up to that age.
    #[must_use]
    pub fn with_max_crl_age(self, age: Duration) -> Self {
        Self { max_crl_age: Some(age), ..self }
    }

    /// The same, and OCSP responses without nextUpdate are fresh up to that age.
    #[must_use]
    pub fn with_max_ocsp_age(self, age: Duration) -> Self {
        Self { max_ocsp_age: Some(age), ..self }
    }

    /// The same, and CRLs and OCSP responses are fresh up to that age and no longer, whatever their nextUpdate says.
    #[must_use]
    pub fn with_max_revocation_age(self, age: Duration) -> Self {
        Self { max_revocation_age: Some(age), ..self }
    }

    /// The same, and the clocks of OCSP responders may differ by so much; by default five minutes.
    #[must_use]
    pub fn with_clock_skew(self, skew: Duration) -> Self {
        Self { clock_skew: skew, ..self }
    }

    /// The same, and "good" of an OCSP response counts only with certHash, which shows that the responder has seen the
    /// certificate (Common PKI 2.0 part 4 §3.1.2): else it may mean that it was never issued (RFC 6960 §2.2).
    #[must_use]
    pub fn require_positive_statement(self) -> Self {
        Self { positive_statement: Rule::Require, ..self }
    }

    /// The same, and an OCSP responder whose certificate names neither a CRL nor another responder need not be known not to be
    /// revoked: RFC 6960 §4.2.2.2.1 leaves that to local policy. A known revocation still counts.
    #[must_use]
    pub fn accept_unchecked_responders_at_own_risk(self) -> Self {
        Self { unchecked_responders: Rule::Allow, ..self }
    }

    /// The same, and OCSP responses about certificates of `issuer` may also be signed by the key of `responder`: "a local
    /// configuration of OCSP signing authority for the certificate in question" (RFC 6960 §4.2.2.2). Nobody asks whether
    /// it is revoked.
    #[must_use]
    pub fn trust_responder(mut self, responder: CertificateBuf, issuer: CertificateBuf) -> Self {
        self.responders.push(TrustedResponder { responder, issuer });
        self
    }

    /// The same, and a certificate whose revocation is not known passes; a known revocation still counts.
    #[must_use]
    pub fn accept_unknown_revocation_at_own_risk(self) -> Self {
        Self { signer_revocation: Rule::Allow, authority_revocation: Rule::Allow, ..self }
    }

    /// The same, and the end dates of algorithms do not count, as if every signature were made in their time.
    #[must_use]
    pub fn accept_outdated_algorithms_at_own_risk(self) -> Self {
        Self { algorithms: self.algorithms.without_ends(), ..self }
    }

    /// The same, and of an anchor name and key count alone, neither its validity nor its extensions: RFC 5280 §6.1.1 (d)
    /// asks for no more.
    #[must_use]
    pub fn accept_anchors_by_name_and_key_at_own_risk(self) -> Self {
        Self { anchor_validity: Rule::Ignore, anchor_constraints: Rule::Ignore, ..self }
    }

    /// The same, and the validity of an anchor does not count, its extensions do.
    #[must_use]
    pub fn accept_expired_anchors_at_own_risk(self) -> Self {
        Self { anchor_validity: Rule::Ignore, ..self }
    }

    /// The same, and the extensions of an anchor do not count, its validity does.
    #[must_use]
    pub fn accept_unconstrained_anchors_at_own_risk(self) -> Self {
        Self { anchor_constraints: Rule::Ignore, ..self }
    }

    /// The same, and an anchor without basicConstraints is an authority: the caller's trust says it.
    #[must_use]
    pub fn accept_anchors_without_basic_constraints_at_own_risk(self) -> Self {
        Self { anchor_basic_constraints: Rule::Allow, ..self }
    }

    /// The same, and an anchor vouches for what it signed alone: a certificate that is trusted itself is valid only if it
    /// signed itself, as RFC 5280 §6.1 has no path without a certificate below the anchor.
    #[must_use]
    pub fn refuse_anchors_as_targets(self) -> Self {
        Self { anchor_as_target: Rule::Ignore, ..self }
    }

    /// The same, and a certificate that was issued for another use may sign.
    #[must_use]
    pub fn accept_any_key_usage_at_own_risk(self) -> Self {
        Self { key_usage: Rule::Ignore, ..self }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::baseline()
    }
}
