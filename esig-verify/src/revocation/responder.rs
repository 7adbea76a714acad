//! Who signs OCSP responses (RFC 6960 §4.2.2.2): the issuer, whom he charged with that, or whom the policy names.
//!
//! Everyone else is refused, whatever his own certificate is worth (CVE-2022-1343).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::ocsp::{BasicResponse, ResponderId};
use esig_core::oid::ObjectIdentifier;
use esig_core::{Certificate, Extensions};

use super::lookup::{Lookup, Signers, Status};
use super::word::Vouched;
use crate::path::{Id, Link};
use crate::policy::Rule;
use crate::report::{About, Check, Question, Reason};

/// Words for the report: why someone is not the responder.
type Refused = String;

impl<'s, 'v, 'a> Lookup<'s, 'v, 'a> {
    /// By what the signer of the response is known to be authorised.
    pub(super) fn responder(
        &mut self,
        index: usize,
        response: &BasicResponse<'a>,
        about: &About,
    ) -> Option<Vouched> {
        let outcome = self.authorised(index, response);
        let failed = outcome.as_ref().err().map(|_| Reason::RevocationDataUnusable);
        let check = Check::new(Question::OcspResponder, about, failed.map_or(Ok(()), Err));
        self.checks.push(match &outcome {
            Ok(_) => check,
            Err(found) => check.found(found.clone()),
        });
        if outcome.is_err() {
            self.note_exhaustion();
        }
        outcome.ok()
    }

    fn authorised(&mut self, index: usize, response: &BasicResponse<'a>) -> Result<Vouched, Refused> {
        let mut refused = None;
        for signer in self.named_authorities(response).into_iter().chain(self.configured(response)) {
            match self.signed_by(index, response, signer) {
                Ok(vouched) => return Ok(vouched),
                Err(found) => refused = Some(found),
            }
        }
        if self.signers == Signers::Charged {
            for delegate in self.named_delegates(index, response) {
                match self.delegate(index, response, delegate) {
                    Ok(vouched) => return Ok(vouched),
                    Err(found) => refused = Some(found),
                }
            }
        }
        Err(refused.unwrap_or_else(|| "no certificate of the responder".into()))
    }

    /// Whether the key of `signer`, whose certificate was valid then, signed the response.
    fn signed_by(
        &mut self,
        index: usize,
        response: &BasicResponse<'_>,
        signer: Link<'_>,
    ) -> Result<Vouched, Refused> {
        let is_timeless =
            matches!(signer.id, Id::Anchor(_)) && self.context.policy.anchor_validity == Rule::Ignore;
        if !is_timeless && !signer.certificate.validity().contains(response.produced_at()) {
            return Err("producedAt outside the validity of the responder's certificate".into());
        }
        let verified = self.signatures.response(index, signer);
        verified.map(Vouched::by).map_err(|unverified| unverified.found)
    }

    /// (a) The issuer of the certificate, by any of the keys that he has in the chain, if responderID names him.
    fn named_authorities(&self, response: &BasicResponse<'_>) -> Vec<Link<'s>> {
        let responder_id = response.responder_id();
        let mut authorities = self.authorities();
        authorities.retain(|link| self.is_named(&responder_id, &link.certificate));
        authorities
    }

    /// Those in the chain who bear the name of the certificate's issuer; the nearest is he.
    fn authorities(&self) -> Vec<Link<'s>> {
        let name = self.subject.certificate.issuer();
        let mut authorities = self.issuers.clone();
        authorities.retain(|link| link.certificate.subject().matches(&name));
        authorities
    }

    /// (c) Whom the policy names for certificates of that issuer.
    fn configured(&self, response: &BasicResponse<'_>) -> Vec<Link<'v>> {
        let issuer = self.issuers[0].certificate;
        let responders = self.context.policy.responders.iter().enumerate();
        let links = responders
            .filter(|(_, trusted)| trusted.is_for(&issuer))
            .map(|(index, trusted)| Link::alone(Id::Responder(index), trusted.responder.view()));
        links.filter(|link| self.is_named(&response.responder_id(), &link.certificate)).collect()
    }

    /// The certificates at hand that responderID names; those in the response are no more than the others.
    fn named_delegates(&self, index: usize, response: &BasicResponse<'_>) -> Vec<usize> {
        let store = self.context.store;
        let responder_id = response.responder_id();
        let mut found = store.response(index).certificates().to_vec();
        let others = match &responder_id {
            ResponderId::ByName(name) => store.certificates_of(name),
            // A key identifier is mostly made as responderID is (RFC 5280 §4.2.1.2).
            ResponderId::ByKey(hash) => store.certificates_of_key(hash),
        };
        found.extend(others);
        found.sort_unstable();
        found.dedup();
        found.retain(|index| self.is_named(&responder_id, &store.certificate(*index)));
        found
    }

    fn is_named(&self, responder_id: &ResponderId<'_>, certificate: &Certificate<'_>) -> bool {
        responder_id.matches(self.context.provider, *certificate) == Ok(true)
    }

    /// (b) Whom the issuer himself charged with it, not an authority that happens to bear the same name.
    fn delegate(
        &mut self,
        index: usize,
        response: &BasicResponse<'_>,
        delegate: usize,
    ) -> Result<Vouched, Refused> {
        let delegate = Link::alone(Id::Pool(delegate), self.context.store.certificate(delegate));
        if delegate.certificate.as_der() == self.subject.certificate.as_der() {
            return Err("the certificate itself".into());
        }
        is_for_ocsp(&delegate.certificate)?;
        let mut refused = "issued by another authority".to_string();
        for authority in self.authorities() {
            if !delegate.certificate.issuer().matches(&authority.certificate.subject()) {
                continue;
            }
            let charged = match self.signatures.certificate(delegate, authority) {
                Ok(verified) => Vouched::by(verified),
                Err(unverified) => {
                    refused = unverified.found;
                    continue;
                }
            };
            let signed = self.signed_by(index, response, delegate)?;
            let known = self.not_revoked_delegate(delegate)?;
            return Ok(charged.and(signed).and(known).with_signer(delegate.certificate));
        }
        Err(refused)
    }

    /// id-pkix-ocsp-nocheck spares the question; else the issuer himself answers it, and no delegate of his does.
    ///
    /// Where his certificate says nothing of how to check it, "it would be up to the OCSP client's local security policy to
    /// decide" (§4.2.2.2.1).
    fn not_revoked_delegate(&mut self, delegate: Link<'a>) -> Result<Vouched, Refused> {
        let extensions = delegate.certificate.extensions();
        if extensions.ocsp_no_check() {
            return Ok(Vouched::default());
        }
        let issuers = self.issuers.clone();
        let needs_none =
            self.context.policy.unchecked_responders == Rule::Allow && names_no_method(&extensions);
        match self.status_of(delegate, issuers) {
            Status::Good(vouched) => Ok(vouched),
            Status::Unknown { .. } if needs_none => Ok(Vouched::default()),
            _ => Err("the responder may be revoked".into()),
        }
    }
}

/// Whether a certificate names neither a CRL nor a responder to look into.
fn names_no_method(extensions: &Extensions<'_>) -> bool {
    let access = extensions.authority_info_access();
    matches!(extensions.crl_distribution_points(), Ok(None))
        && access.is_ok_and(|access| access.is_none_or(|access| access.ocsp().next().is_none()))
}

/// Whether the certificate is for signing OCSP responses, and says nothing critical that is not understood.
fn is_for_ocsp(delegate: &Certificate<'_>) -> Result<(), Refused> {
    let extensions = delegate.extensions();
    let purposes = extensions.extended_key_usage().map_err(|error| error.to_string())?;
    // anyExtendedKeyUsage is no charge: "MUST be designated" (§4.2.2.2).
    if !purposes.is_some_and(|purposes| purposes.contains(&oids::OCSP_SIGNING)) {
        return Err("extKeyUsage without id-kp-OCSPSigning".into());
    }
    // "Key usage bits that may be consistent: digitalSignature and/or nonRepudiation" (RFC 5280 §4.2.1.12).
    let signing = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::NON_REPUDIATION);
    let usage = extensions.key_usage().map_err(|error| error.to_string())?;
    if let Some(usage) = usage.filter(|usage| !usage.intersects(signing)) {
        return Err(usage.to_string());
    }
    let mut critical = extensions.iter().filter(|extension| extension.critical);
    match critical.find(|extension| !PROCESSED.iter().any(|oid| extension.oid == *oid)) {
        None => Ok(()),
        Some(unknown) => Err(unknown.oid.to_string()),
    }
}

/// Extensions that may be critical in the certificate of a responder.
const PROCESSED: [ObjectIdentifier; 8] = [
    oids::BASIC_CONSTRAINTS,
    oids::KEY_USAGE,
    oids::EXTENDED_KEY_USAGE,
    oids::CERTIFICATE_POLICIES,
    oids::SUBJECT_ALT_NAME,
    oids::CRL_DISTRIBUTION_POINTS,
    oids::OCSP_NO_CHECK,
    oids::SUBJECT_KEY_IDENTIFIER,
];
