//! Why something does not hold, for people: the reasons, each with the objects concerned.

use esig_core::crl::ReasonCode;
use esig_verify::report::text::{about_text, time_text};
use esig_verify::report::{About, Check, Question, Reason, Revocation, Side};

use crate::lang::language;
use crate::message::{self, Message};
use crate::safe;
use crate::screen::{FAINT, styled};
use crate::table::Table;

/// Adds what decided, then the rest, in the words that are given for each reason.
pub(crate) fn add_rows(
    table: &mut Table,
    reasons: &[Reason],
    checks: &[Check],
    words: fn(Reason) -> Message,
) {
    for reason in reasons {
        let code = styled(FAINT, format_args!("[{}]", reason.code()));
        table.row(&message::label_why(), format!("{} {code}", words(*reason).get()));
        let concerned = checks.iter().filter(|check| check.outcome.reason() == Some(*reason));
        concerned.filter_map(detail).for_each(|detail| table.named("", styled(FAINT, safe::text(&detail))));
    }
}

/// `2026-12-01 00:00:00 UTC, keyCompromise: the key was lost or stolen`
pub(crate) fn revocation_text(revocation: Revocation) -> String {
    let since = time_text(revocation.since);
    let Some(meaning) = meaning(revocation.reason) else { return since };
    format!("{since}, {}: {}", revocation.reason, meaning.get())
}

fn meaning(reason: ReasonCode) -> Option<Message> {
    match reason {
        ReasonCode::KeyCompromise => Some(message::revoked_key_compromise()),
        ReasonCode::CaCompromise | ReasonCode::AaCompromise => Some(message::revoked_authority_compromise()),
        ReasonCode::AffiliationChanged => Some(message::revoked_affiliation_changed()),
        ReasonCode::Superseded => Some(message::revoked_superseded()),
        ReasonCode::CessationOfOperation => Some(message::revoked_cessation()),
        ReasonCode::CertificateHold => Some(message::revoked_hold()),
        ReasonCode::PrivilegeWithdrawn => Some(message::revoked_privilege_withdrawn()),
        _ => None,
    }
}

/// What a check was about, and both sides of its comparison; `None` if that says nothing new.
fn detail(check: &Check) -> Option<String> {
    let side = |label: Message, side: &Side| match side {
        Side::Empty => None,
        Side::Time(time) => Some(format!("{} {}", label.get(), time_text(*time))),
        Side::Period(from, to) => Some(format!("{} {} … {}", label.get(), time_text(*from), time_text(*to))),
        Side::Revocation(revocation) => Some(format!("{} {}", label.get(), revocation_text(*revocation))),
        other => Some(format!("{} {other}", label.get())),
    };
    let found = match check.question {
        Question::EvidenceFetched => message::not_fetched(),
        Question::NotRevoked => message::revoked_since(),
        Question::CertificateValidity => message::validity_period(),
        _ => message::found(),
    };
    let wanted = match check.question {
        Question::CertificateValidity => message::validation_time(),
        _ => message::wanted(),
    };
    let sides: Vec<String> =
        [side(found, &check.found), side(wanted, &check.wanted)].into_iter().flatten().collect();
    match (&check.about, sides.is_empty()) {
        (About::Signature, true) => None,
        (About::Signature, false) => Some(sides.join(", ")),
        (about, true) => Some(about_text(about, language())),
        (about, false) => Some(format!("{}: {}", about_text(about, language()), sides.join(", "))),
    }
}
