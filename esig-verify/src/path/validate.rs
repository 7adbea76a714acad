//! Validating one chain by RFC 5280 §6.1, as far as it depends on neither time nor revocation: from the anchor down.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use esig_core::Certificate;
use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::error::ParseError;

use super::build::{KeyIdentifierHint, key_identifier_hint};
use super::extensions::{Processed, unknown_critical, unknown_critical_qualifier};
use super::names::{BadConstraint, Misplaced, NameSpace};
use super::policy_state::{NoValidPolicy, PolicyState, ValidPolicies, maps_any_policy};
use super::rules::{self, Nonconforming, Placed, Role};
use super::signatures::{Signatures, Verified};
use super::{Candidate, Context, Link, Purpose};
use crate::policy::Rule;
use crate::report::{About, Check, Indeterminate, Question, Reason, Side};

/// What a chain that holds comes to.
pub(crate) struct Validated {
    /// The certificate signatures, from the target up: what the algorithm policy judges.
    pub(crate) signed: Vec<Verified>,
    pub(crate) policies: ValidPolicies,
}

/// Validates the chain; the checks made go to `checks`.
pub(crate) fn validate<'v, 'a>(
    context: &Context<'v, 'a>,
    candidate: &Candidate<'a>,
    purpose: &Purpose,
    signatures: &mut Signatures<'v, 'a>,
    checks: &mut Vec<Check>,
) -> Result<Validated, Indeterminate> {
    let inputs = &context.policy.inputs;
    let is_anchor = candidate.is_anchor(context);
    let count = if is_anchor { 0 } else { candidate.links.len() };
    let mut validation = Validation {
        context,
        candidate,
        purpose,
        checks,
        max_path_length: u32::MAX,
        names: NameSpace::default(),
        policies: PolicyState::new(inputs, count),
    };
    let mut signed = Vec::new();
    if is_anchor {
        validation.trusted_target(signatures)?;
    } else {
        validation.initial_names()?;
        validation.anchor(signatures)?;
        for index in (0..candidate.links.len()).rev() {
            signed.push(validation.certificate(index, signatures)?);
        }
        signed.reverse();
    }
    validation.target()?;
    Ok(Validated { signed, policies: validation.finish(is_anchor)? })
}

/// The state variables of §6.1.2; the working key and issuer name are the candidate's.
struct Validation<'s, 'v, 'a> {
    context: &'s Context<'v, 'a>,
    candidate: &'s Candidate<'a>,
    purpose: &'s Purpose,
    checks: &'s mut Vec<Check>,
    max_path_length: u32,
    names: NameSpace<'s>,
    policies: PolicyState<'s>,
}

type Step = Result<(), Indeterminate>;

impl<'s, 'a> Validation<'s, '_, 'a> {
    /// §6.1.1 (h) and (i).
    fn initial_names(&mut self) -> Step {
        let Some(constraints) = self.context.policy.inputs.name_constraints() else { return Ok(()) };
        let narrowed = self.names.narrow(&constraints, true, &self.context.policy.profile);
        self.narrowed(narrowed, self.candidate.about_anchor())
    }

    fn anchor_certificate(&self) -> Certificate<'s> {
        self.context.anchors.get(self.candidate.anchor).view()
    }

    /// An anchor that is to have issued something: its own word on that counts (RFC 5937), unless the policy says otherwise.
    fn anchor(&mut self, signatures: &Signatures<'_, 'a>) -> Step {
        if self.context.policy.anchor_constraints == Rule::Ignore {
            return Ok(());
        }
        let anchor = self.anchor_certificate();
        let about = self.candidate.about_anchor();
        let extensions = &self.processed(&anchor, about)?;
        let placed = Placed { certificate: anchor, extensions, role: Role::Anchor, issuer: None };
        if self.has_to_be_authority(&placed) {
            self.authority(&placed, about)?;
        }
        self.critical_extensions(&placed, about)?;
        self.conforms(&placed, signatures, about)?;
        if let Some(check) = self.purpose.of_anchor(&anchor, about) {
            self.note_constraint(check)?;
        }
        self.policies.anchor(extensions.certificate_policies.as_ref());
        self.map_policies(extensions, about)?;
        self.constrain(&placed, about)
    }

    /// Old roots of version 1 cannot say that they are authorities, and others may be let off: the caller's trust says it.
    fn has_to_be_authority(&self, anchor: &Placed<'_, '_>) -> bool {
        let is_silent = anchor.extensions.basic_constraints.is_none();
        let is_let_off = is_silent && self.context.policy.anchor_basic_constraints != Rule::Require;
        anchor.certificate.version() == 3 && !is_let_off
    }

    /// The steps of §6.1.3 and, for all but the target, of §6.1.4.
    fn certificate(
        &mut self,
        index: usize,
        signatures: &mut Signatures<'_, 'a>,
    ) -> Result<Verified, Indeterminate> {
        let link = self.candidate.links[index];
        let certificate: Certificate<'s> = link.certificate;
        let about = self.candidate.about(index);
        let issuer = self.candidate.issuer(index, self.context);
        let verified = self.signature(link, issuer, about, signatures)?;
        let extensions = &self.processed(&certificate, about)?;
        let role = if index == 0 { Role::Target } else { Role::Authority };
        let placed = Placed { certificate, extensions, role, issuer: Some(issuer.certificate) };
        self.critical_extensions(&placed, about)?;
        self.conforms(&placed, signatures, about)?;
        if !placed.is_rollover() {
            self.names(&placed, about)?;
        }
        self.policies(&placed, about)?;
        if role == Role::Authority {
            self.prepare_for_next(&placed, about)?;
        }
        Ok(verified)
    }

    /// §6.1.4.
    fn prepare_for_next(&mut self, placed: &Placed<'_, 's>, about: &About) -> Step {
        self.authority(placed, about)?;
        let profile = &self.context.policy.profile;
        if let Some(check) = self.purpose.of_authority(&placed.certificate, profile, about) {
            self.note_constraint(check)?;
        }
        self.map_policies(placed.extensions, about)?;
        if !placed.is_rollover() {
            self.count_down(about)?;
        }
        self.constrain(placed, about)
    }

    /// §6.1.3 (a)(1). That a namesake of the issuer, by its key identifier another one, did not sign is no fault of
    /// the certificate: then the issuer is missing.
    fn signature(
        &mut self,
        link: Link<'_>,
        issuer: Link<'_>,
        about: &About,
        signatures: &mut Signatures<'_, 'a>,
    ) -> Result<Verified, Indeterminate> {
        let unverified = match signatures.certificate(link, issuer) {
            Ok(verified) => {
                self.note(Check::new(Question::CertificateSignature, about, Ok(())))?;
                return Ok(verified);
            }
            Err(unverified) => unverified,
        };
        let is_namesake =
            key_identifier_hint(&link.certificate, &issuer.certificate) == KeyIdentifierHint::Mismatch;
        let (reason, why) = match unverified.reason {
            Reason::CertificateSignatureInvalid if is_namesake => {
                (Reason::IssuerMissing, Indeterminate::NoCertificateChainFound)
            }
            reason => (reason, Indeterminate::CertificateChainGeneralFailure),
        };
        let check = Check::new(Question::CertificateSignature, about, Err(reason));
        self.checks.push(check.found(unverified.found));
        Err(why)
    }

    /// §6.1.3 (b) and (c).
    fn names(&mut self, placed: &Placed<'_, 's>, about: &About) -> Step {
        let is_target = placed.role == Role::Target;
        let Context { policy, effort, .. } = self.context;
        let names = self.names.check(&placed.certificate, is_target, &policy.profile, effort);
        let check = |reason| Check::new(Question::NameConstraints, about, Err(reason));
        let check = match names {
            Ok(()) => Check::new(Question::NameConstraints, about, Ok(())),
            Err(Misplaced::NotPermitted(name)) => {
                check(Reason::NameNotPermitted).wanted("permittedSubtrees").found(name)
            }
            Err(Misplaced::Excluded(name)) => {
                check(Reason::NameNotPermitted).wanted("excludedSubtrees").found(name)
            }
            Err(Misplaced::NotUnderstood(name)) => check(Reason::NameConstraintUnsupported).found(name),
            Err(Misplaced::Exhausted(budget)) => {
                let allowed = policy.limits.allowed(budget).map_or(Side::Empty, Side::from);
                Check::new(Question::Limits, about, Err(Reason::LimitExceeded))
                    .wanted(allowed)
                    .found(budget.name())
            }
        };
        self.note(check)
    }

    /// §6.1.3 (d) to (f).
    fn policies(&mut self, placed: &Placed<'_, 's>, about: &About) -> Step {
        let policies = placed.extensions.certificate_policies.as_ref();
        if let Some(qualifier) = unknown_critical_qualifier(&placed.certificate.extensions(), policies) {
            let reason = Err(Reason::CriticalExtensionUnknown);
            return self.note(Check::new(Question::CriticalExtensions, about, reason).found(qualifier));
        }
        let valid = self.policies.certificate(policies, placed.is_rollover());
        self.policy_check(valid, about)
    }

    /// What is required by the caller is a constraint of his; what is required by an authority, a fault of the chain.
    fn policy_check(&mut self, valid: Result<(), NoValidPolicy>, about: &About) -> Step {
        if valid.is_ok() {
            return Ok(());
        }
        self.checks.push(Check::new(Question::CertificatePolicies, about, Err(Reason::PolicyNotAcceptable)));
        Err(Indeterminate::ChainConstraintsFailure)
    }

    /// §6.1.4 (k) and (n).
    fn authority(&mut self, placed: &Placed<'_, '_>, about: &About) -> Step {
        let is_authority = placed.certificate.version() == 3 && placed.extensions.is_authority();
        let outcome = if is_authority { Ok(()) } else { Err(Reason::NotAnAuthority) };
        let found = if is_authority { "CA TRUE" } else { "CA FALSE" };
        self.note(Check::new(Question::AuthorityFlag, about, outcome).wanted("CA TRUE").found(found))?;

        let Some(usage) = placed.extensions.key_usage else { return Ok(()) };
        let signs = usage.intersects(KeyUsage::KEY_CERT_SIGN);
        let outcome = if signs { Ok(()) } else { Err(Reason::CertificateSigningNotAllowed) };
        let check = Check::new(Question::CertificateSigningKey, about, outcome);
        self.note(check.wanted("keyCertSign").found(usage.to_string()))
    }

    /// §6.1.4 (l) and (h): self-issued certificates do not count.
    fn count_down(&mut self, about: &About) -> Step {
        let outcome = if self.max_path_length > 0 { Ok(()) } else { Err(Reason::PathTooLong) };
        self.note(Check::new(Question::PathLength, about, outcome))?;
        self.max_path_length -= 1;
        self.policies.count_down();
        Ok(())
    }

    /// §6.1.4 (a) and (b).
    fn map_policies(&mut self, extensions: &Processed<'s>, about: &About) -> Step {
        let Some(mappings) = &extensions.policy_mappings else { return Ok(()) };
        if maps_any_policy(mappings) {
            return self.malformed("anyPolicy in policyMappings".into(), about);
        }
        self.policies.map(mappings);
        Ok(())
    }

    /// What an authority, or an anchor, says of the certificates below: §6.1.4 (g), (i), (j) and (m).
    fn constrain(&mut self, placed: &Placed<'_, 's>, about: &About) -> Step {
        let extensions = placed.extensions;
        self.policies.lower(extensions.policy_constraints, extensions.inhibit_any_policy);
        if let Some(constraints) = &extensions.name_constraints {
            let extension = placed.certificate.extensions().find(&oids::NAME_CONSTRAINTS);
            let is_critical = extension.is_some_and(|extension| extension.critical);
            let narrowed = self.names.narrow(constraints, is_critical, &self.context.policy.profile);
            self.narrowed(narrowed, about)?;
        }
        if let Some(allowed) = extensions.basic_constraints.and_then(|constraints| constraints.path_length) {
            self.max_path_length = self.max_path_length.min(allowed);
        }
        Ok(())
    }

    fn narrowed(&mut self, narrowed: Result<(), BadConstraint>, about: &About) -> Step {
        match narrowed {
            Ok(()) => Ok(()),
            Err(BadConstraint::Malformed(base)) => {
                self.malformed(format!("nameConstraints of {base}"), about)
            }
            Err(BadConstraint::Unsupported(form)) => {
                let reason = Err(Reason::NameConstraintUnsupported);
                self.note(Check::new(Question::NameConstraints, about, reason).found(form))
            }
        }
    }

    /// Whatever is processed, critical or not, has to be well-formed.
    fn processed(
        &mut self,
        certificate: &Certificate<'s>,
        about: &About,
    ) -> Result<Processed<'s>, Indeterminate> {
        self.decoded(Processed::decode(&certificate.extensions()), about)
    }

    /// §6.1.4 (o) and §6.1.5 (f): every critical extension is one that is processed. nameConstraints "MUST be used only in
    /// a CA certificate" (§4.2.1.10).
    fn critical_extensions(&mut self, placed: &Placed<'_, '_>, about: &About) -> Step {
        let Placed { certificate, extensions, .. } = placed;
        if !extensions.is_authority() && extensions.name_constraints.is_some() {
            return self.malformed("nameConstraints of no authority".into(), about);
        }
        let check = match unknown_critical(&certificate.extensions(), &self.context.policy.profile) {
            None => Check::new(Question::CriticalExtensions, about, Ok(())),
            Some(extension) => {
                let reason = Err(Reason::CriticalExtensionUnknown);
                Check::new(Question::CriticalExtensions, about, reason).found(extension)
            }
        };
        self.note(check)
    }

    /// The rules of the profile for those who issue.
    fn conforms(&mut self, placed: &Placed<'_, '_>, signatures: &Signatures<'_, 'a>, about: &About) -> Step {
        match rules::conforms(placed, &self.context.policy.profile, signatures) {
            Ok(()) => Ok(()),
            Err(Nonconforming::Malformed(error)) => self.malformed(error.to_string(), about),
            Err(Nonconforming::Broken(broken)) => {
                let reason = Err(Reason::CertificateNotConforming);
                let check = Check::new(Question::CertificateProfile, about, reason);
                self.note(check.wanted(broken.rule).found(broken.clause))
            }
        }
    }

    /// A target that is itself trusted: what it says of itself has to be understood all the same.
    fn trusted_target(&mut self, signatures: &Signatures<'_, 'a>) -> Step {
        let certificate = self.candidate.links[0].certificate;
        let about = self.candidate.about(0);
        let extensions = &self.processed(&certificate, about)?;
        let placed = Placed { certificate, extensions, role: Role::Target, issuer: None };
        self.critical_extensions(&placed, about)?;
        self.conforms(&placed, signatures, about)
    }

    /// What the target is wanted for (EN 319 102-1 clause 5.2.6: constraints on the chain).
    fn target(&mut self) -> Step {
        if self.context.policy.key_usage == Rule::Ignore {
            return Ok(());
        }
        let certificate = self.candidate.links[0].certificate;
        let checks =
            self.purpose.of_target(&certificate, &self.context.policy.profile, self.candidate.about(0));
        checks.into_iter().try_for_each(|check| self.note_constraint(check))
    }

    /// §6.1.5 (a), (b) and (g); an anchor is valid for whatever the caller accepts.
    fn finish(mut self, is_anchor: bool) -> Result<ValidPolicies, Indeterminate> {
        let initial = &self.context.policy.inputs.policies;
        if is_anchor {
            let any = super::PolicySet::any();
            return Ok(ValidPolicies { authorities_constrained: any, user_constrained: initial.clone() });
        }
        let target = self.candidate.links[0].certificate;
        let about = self.candidate.about(0);
        let constraints = self.decoded(target.extensions().policy_constraints(), about)?;
        let policies = self.policies.clone().finish(constraints, initial);
        self.policy_check(policies.as_ref().map(|_| ()).map_err(|none| *none), about)?;
        policies.map_err(|_| Indeterminate::ChainConstraintsFailure)
    }

    /// The value of an extension, or the end of the chain if it is malformed.
    fn decoded<T>(&mut self, value: Result<T, ParseError>, about: &About) -> Result<T, Indeterminate> {
        value.map_err(|error| self.push_malformed(error.to_string(), about))
    }

    fn malformed(&mut self, found: String, about: &About) -> Step {
        Err(self.push_malformed(found, about))
    }

    fn push_malformed(&mut self, found: String, about: &About) -> Indeterminate {
        let check = Check::new(Question::CriticalExtensions, about, Err(Reason::ExtensionMalformed));
        self.checks.push(check.found(found));
        Indeterminate::CertificateChainGeneralFailure
    }

    /// Keeps the check; one that failed ends the chain.
    fn note(&mut self, check: Check) -> Step {
        let passed = check.outcome.reason().is_none();
        self.checks.push(check);
        if passed { Ok(()) } else { Err(Indeterminate::CertificateChainGeneralFailure) }
    }

    /// The same for what the caller wants of the chain.
    fn note_constraint(&mut self, check: Check) -> Step {
        self.note(check).map_err(|_| Indeterminate::ChainConstraintsFailure)
    }
}
