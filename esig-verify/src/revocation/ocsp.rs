//! What an OCSP response says of one certificate (RFC 6960 §3.2).

use alloc::string::ToString;
use alloc::vec::Vec;

use esig_core::ocsp::{BasicResponse, SingleResponse};

use super::freshness::{Told, freshness};
use super::lookup::Lookup;
use super::scope::Reasons;
use super::statement::{Said, certificate_hash};
use super::word::{Vouched, Word};
use crate::limits::Budget;
use crate::report::{About, Check, Question, Reason};

impl<'a> Lookup<'_, '_, 'a> {
    /// The responses at hand that speak of the serial number, of whatever issuer.
    pub(super) fn responses(&self) -> &'a [usize] {
        self.context.store.responses_about(self.subject.certificate.serial_number())
    }

    /// What one response says, cheap questions first.
    pub(super) fn listen_to_response(&mut self, index: usize) -> Word {
        let context = self.context;
        let stored = context.store.response(index);
        let Some(response) = stored.view().basic() else { return Word::Nothing };
        let about = About::from(response);
        let Some(answers) = self.answers(&response, &about) else { return Word::Nothing };
        if let Some(extension) = unknown_extension(&response, &answers) {
            self.unusable(Question::OcspExtensions, &about, Reason::CriticalExtensionUnknown, extension);
            return Word::Nothing;
        }
        let Some(mut vouched) = self.responder(index, &response, &about) else { return Word::Nothing };
        vouched.data.ocsp_responses.push(stored.buf().clone());
        self.word(&response, &answers, vouched, &about)
    }

    /// The answers about the certificate: the CertID is made anew from its real issuer.
    ///
    /// Several may be there, and all of them count. `None` if there are none, or more than the limit lets be compared.
    fn answers(&mut self, response: &BasicResponse<'a>, about: &About) -> Option<Vec<SingleResponse<'a>>> {
        let (certificate, issuer) = (self.subject.certificate, self.issuers[0].certificate);
        let mut answers = Vec::new();
        let mut found = "another issuer".to_string();
        for answer in response.responses() {
            if let Some(budget) = self.no_more_cert_ids() {
                self.work.cut = Some(budget);
                return None;
            }
            self.work.cert_ids += 1;
            match answer.cert_id.matches(self.context.provider, certificate, issuer) {
                Ok(true) => answers.push(answer),
                Ok(false) => {}
                Err(unsupported) => found = unsupported.to_string(),
            }
        }
        if answers.is_empty() {
            self.unusable(Question::OcspBinding, about, Reason::RevocationDataUnusable, found);
            return None;
        }
        Some(answers)
    }

    /// Why no CertID can be compared any more, if none can.
    fn no_more_cert_ids(&self) -> Option<Budget> {
        if self.work.cert_ids >= self.context.policy.limits.cert_ids {
            return Some(Budget::CertIds);
        }
        self.context.effort.is_over().then_some(Budget::Deadline)
    }

    /// What the answers come to: revoked by any wins, and unknown by any beats good.
    fn word(
        &mut self,
        response: &BasicResponse<'_>,
        answers: &[SingleResponse<'_>],
        vouched: Vouched,
        about: &About,
    ) -> Word {
        let said = answers.iter().map(|answer| Said::read(answer, response, self.context));
        let said = said.reduce(Said::graver);
        let as_of = answers.iter().map(|answer| answer.this_update).max().unwrap_or(response.produced_at());
        match said {
            Some(Said::Revoked(revocation)) => Word::Revoked(revocation),
            Some(Said::OnHold) => Word::OnHold { as_of },
            Some(Said::Good) if self.holds(response, answers, about) => {
                Word::Good { reasons: Reasons::ALL, vouched, as_of }
            }
            Some(Said::Good) | None => Word::Nothing,
            Some(Said::Unknown) => {
                let unknown = Reason::RevocationStatusUnknown;
                self.unusable(Question::OcspStatus, about, unknown, "unknown".into());
                Word::Nothing
            }
        }
    }

    /// Whether good means something: of the right time, and of this very certificate where that is asked for.
    fn holds(&mut self, response: &BasicResponse<'_>, answers: &[SingleResponse<'_>], about: &About) -> bool {
        let certificate = self.subject.certificate;
        for answer in answers {
            if let Err(found) = certificate_hash(self.context, answer, &certificate) {
                self.unusable(Question::OcspStatus, about, Reason::RevocationDataUnusable, found);
                return false;
            }
        }
        let times = answers.iter().map(|answer| {
            let told = Told::by_responder(self.context, response, answer);
            freshness(self.context, &told, &certificate)
        });
        let best = times.min_by_key(|(outcome, _)| outcome.is_err());
        let Some((outcome, found)) = best else { return false };
        let check = Check::new(Question::OcspFreshness, about, outcome);
        self.checks.push(check.wanted(self.context.at).found(found));
        outcome.is_ok()
    }
}

/// A critical extension of the response, or of an answer in it, that is not processed.
fn unknown_extension(
    response: &BasicResponse<'_>,
    answers: &[SingleResponse<'_>],
) -> Option<alloc::string::String> {
    let of_answers = || answers.iter().find_map(SingleResponse::unknown_critical_extension);
    let unknown = response.unknown_critical_extension().or_else(of_answers);
    unknown.map(|extension| extension.oid.to_string())
}
