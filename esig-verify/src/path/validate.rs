//! Validating one chain by RFC 5280 §6.1, as far as it depends on neither time nor revocation.
//!
//! From the anchor down. Name constraints, policy constraints and policy mappings are not processed yet: where
//! they are critical the chain fails, as RFC 5280 §4.2 demands of who does not process them.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::error::ParseError;
use esig_core::oid::ObjectIdentifier;
use esig_core::{Certificate, Extensions};

use super::build::{KeyIdentifierHint, key_identifier_hint};
use super::signatures::{Signatures, Verified};
use super::{Candidate, Context, Link, Purpose};
use crate::policy::Rule;
use crate::report::{About, Check, Indeterminate, Question, Reason};

/// The certificate signatures of a chain that holds, from the target up: what the algorithm policy judges.
pub(crate) type Signed = Vec<Verified>;

/// Validates the chain; the checks made go to `checks`.
pub(crate) fn validate<'v, 'a>(
    context: &Context<'v, 'a>,
    candidate: &Candidate<'a>,
    purpose: Purpose,
    signatures: &mut Signatures<'v, 'a>,
    checks: &mut Vec<Check>,
) -> Result<Signed, Indeterminate> {
    let mut validation = Validation { context, candidate, checks, max_path_length: u32::MAX };
    let mut signed = Vec::new();
    if !candidate.is_anchor(context) {
        validation.anchor()?;
        for index in (0..candidate.links.len()).rev() {
            signed.push(validation.certificate(index, signatures)?);
        }
        signed.reverse();
    }
    validation.target(purpose)?;
    Ok(signed)
}

struct Validation<'s, 'v, 'a> {
    context: &'s Context<'v, 'a>,
    candidate: &'s Candidate<'a>,
    checks: &'s mut Vec<Check>,
    max_path_length: u32,
}

type Step = Result<(), Indeterminate>;

impl<'a> Validation<'_, '_, 'a> {
    /// An anchor that is to have issued something: its own word on that counts, unless the policy says otherwise.
    fn anchor(&mut self) -> Step {
        if self.context.policy.anchor_constraints == Rule::Ignore {
            return Ok(());
        }
        let anchor = self.context.anchors.get(self.candidate.anchor).view();
        let about = About::from(anchor);
        // Old roots of version 1 cannot say that they are authorities; the caller's trust says it.
        if anchor.version() == 3 {
            self.authority(&anchor, &about)?;
        }
        self.critical_extensions(&anchor, &about)?;
        self.lower_path_length(&anchor)
    }

    /// The steps of §6.1.3 and, for all but the target, of §6.1.4.
    fn certificate(
        &mut self,
        index: usize,
        signatures: &mut Signatures<'_, 'a>,
    ) -> Result<Verified, Indeterminate> {
        let link = self.candidate.links[index];
        let about = About::from(link.certificate);
        let issuer = self.candidate.issuer(index, self.context);
        let verified = self.signature(link, issuer, &about, signatures)?;
        if index > 0 {
            self.authority(&link.certificate, &about)?;
            self.count_down(&link.certificate, &about)?;
            self.lower_path_length(&link.certificate)?;
        }
        self.critical_extensions(&link.certificate, &about)?;
        Ok(verified)
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

    /// §6.1.4 (k) and (n).
    fn authority(&mut self, certificate: &Certificate<'_>, about: &About) -> Step {
        let constraints = self.decoded(certificate.extensions().basic_constraints(), about)?;
        let is_authority =
            certificate.version() == 3 && constraints.is_some_and(|constraints| constraints.ca);
        let outcome = if is_authority { Ok(()) } else { Err(Reason::NotAnAuthority) };
        let found = if is_authority { "CA TRUE" } else { "CA FALSE" };
        self.note(Check::new(Question::AuthorityFlag, about, outcome).wanted("CA TRUE").found(found))?;

        let Some(usage) = self.decoded(certificate.extensions().key_usage(), about)? else { return Ok(()) };
        let signs = usage.intersects(KeyUsage::KEY_CERT_SIGN);
        let outcome = if signs { Ok(()) } else { Err(Reason::CertificateSigningNotAllowed) };
        let check = Check::new(Question::CertificateSigningKey, about, outcome);
        self.note(check.wanted("keyCertSign").found(usage.to_string()))
    }

    /// §6.1.4 (l): self-issued certificates do not count.
    fn count_down(&mut self, certificate: &Certificate<'_>, about: &About) -> Step {
        if certificate.is_self_issued() {
            return Ok(());
        }
        let outcome = if self.max_path_length > 0 { Ok(()) } else { Err(Reason::PathTooLong) };
        self.note(Check::new(Question::PathLength, about, outcome))?;
        self.max_path_length -= 1;
        Ok(())
    }

    /// §6.1.4 (m).
    fn lower_path_length(&mut self, certificate: &Certificate<'_>) -> Step {
        let about = About::from(*certificate);
        let constraints = self.decoded(certificate.extensions().basic_constraints(), &about)?;
        if let Some(allowed) = constraints.and_then(|constraints| constraints.path_length) {
            self.max_path_length = self.max_path_length.min(allowed);
        }
        Ok(())
    }

    /// §6.1.4 (o) and §6.1.5 (f): every critical extension is one that is processed, and well-formed.
    fn critical_extensions(&mut self, certificate: &Certificate<'_>, about: &About) -> Step {
        let extensions = certificate.extensions();
        self.decoded(well_formed(&extensions), about)?;
        let mut critical = extensions.iter().filter(|extension| extension.critical);
        let unknown = critical.find(|extension| !PROCESSED.iter().any(|oid| extension.oid == *oid));
        let check = match unknown {
            None => Check::new(Question::CriticalExtensions, about, Ok(())),
            Some(extension) => {
                let reason = Err(Reason::CriticalExtensionUnknown);
                Check::new(Question::CriticalExtensions, about, reason).found(extension.oid.to_string())
            }
        };
        self.note(check)
    }

    /// What the target is wanted for (EN 319 102-1 clause 5.2.6: constraints on the chain).
    fn target(&mut self, purpose: Purpose) -> Step {
        if purpose == Purpose::Chain || self.context.policy.key_usage == Rule::Ignore {
            return Ok(());
        }
        let certificate = self.candidate.links[0].certificate;
        let about = About::from(certificate);
        for check in purpose_checks(&certificate, &about) {
            self.note(check).map_err(|_| Indeterminate::ChainConstraintsFailure)?;
        }
        Ok(())
    }

    /// The value of an extension, or the end of the chain if it is malformed.
    fn decoded<T>(&mut self, value: Result<T, ParseError>, about: &About) -> Result<T, Indeterminate> {
        value.map_err(|error| {
            let check = Check::new(Question::CriticalExtensions, about, Err(Reason::ExtensionMalformed));
            self.checks.push(check.found(error.to_string()));
            Indeterminate::CertificateChainGeneralFailure
        })
    }

    /// Keeps the check; one that failed ends the chain.
    fn note(&mut self, check: Check) -> Step {
        let passed = check.outcome.reason().is_none();
        self.checks.push(check);
        if passed { Ok(()) } else { Err(Indeterminate::CertificateChainGeneralFailure) }
    }
}

/// keyUsage and extKeyUsage of a signer of documents; an absent extension leaves every use open.
fn purpose_checks(certificate: &Certificate<'_>, about: &About) -> Vec<Check> {
    let extensions = certificate.extensions();
    let mut checks = Vec::new();
    if let Ok(Some(usage)) = extensions.key_usage() {
        let signing = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::NON_REPUDIATION);
        let outcome = if usage.intersects(signing) { Ok(()) } else { Err(Reason::KeyUsageMismatch) };
        let check = Check::new(Question::SignerKeyUsage, about, outcome);
        checks.push(check.wanted(format!("{signing}")).found(usage.to_string()));
    }
    if let Ok(Some(purposes)) = extensions.extended_key_usage() {
        let is_server = purposes.contains(&oids::SERVER_AUTH);
        let for_services = purposes.iter().all(|purpose| {
            SERVICES.iter().any(|service| purpose == *service) || (is_server && purpose == oids::CLIENT_AUTH)
        });
        let outcome = if for_services { Err(Reason::ExtendedKeyUsageMismatch) } else { Ok(()) };
        let names: Vec<_> = purposes.iter().map(|purpose| purpose.to_string()).collect();
        checks.push(Check::new(Question::SignerExtendedKeyUsage, about, outcome).found(names.join(", ")));
    }
    checks
}

/// Decodes what is processed; a malformed extension is an error of the path even where nobody asks for it
/// (CVE-2023-0465).
fn well_formed(extensions: &Extensions<'_>) -> Result<(), ParseError> {
    extensions.basic_constraints()?;
    extensions.key_usage()?;
    extensions.extended_key_usage()?;
    extensions.certificate_policies()?;
    extensions.subject_alt_name()?;
    extensions.crl_distribution_points()?;
    extensions.authority_key_identifier()?;
    extensions.subject_key_identifier().map(|_| ())
}

/// Extensions that may be critical, since they are processed or ask nothing of a path.
///
/// certificatePolicies asks nothing because no policy is demanded (RFC 5280 §6.1.1 (c): any-policy).
const PROCESSED: [ObjectIdentifier; 8] = [
    oids::BASIC_CONSTRAINTS,
    oids::KEY_USAGE,
    oids::EXTENDED_KEY_USAGE,
    oids::CERTIFICATE_POLICIES,
    oids::SUBJECT_ALT_NAME,
    oids::CRL_DISTRIBUTION_POINTS,
    oids::AUTHORITY_KEY_IDENTIFIER,
    oids::SUBJECT_KEY_IDENTIFIER,
];

/// Uses of services; a certificate for these alone signs no documents (RFC 5280 §4.2.1.12: "MUST only be used
/// for one of the purposes indicated").
///
/// clientAuth is one of them only beside serverAuth, as web servers have it: certificates of persons list it too.
const SERVICES: [ObjectIdentifier; 4] =
    [oids::SERVER_AUTH, oids::CODE_SIGNING, oids::TIME_STAMPING, oids::OCSP_SIGNING];
