//! The report for people: the verdict first, then who, when, why, and what to do next.

use esig::{SignatureVerification, Verdict, Verification};
use esig_core::Remedy;
use esig_verify::report::revocation_data;
use esig_verify::report::text::about_text;

use crate::holder;
use crate::lang::language;
use crate::message::{self, Message};
use crate::safe;
use crate::screen::{BAD, FAINT, GOOD, STRONG, UNSURE, styled};
use crate::table::Table;
use crate::why;

/// The report on one file: its name and verdict on the first line.
pub(crate) fn render(name: &str, verification: &Verification) -> String {
    let mut text = headline(name, verification.verdict());
    let signatures = verification.signatures();
    for (index, signature) in signatures.iter().enumerate() {
        if signatures.len() > 1 {
            text.push_str(&format!("  {}\n", caption(index, signature)));
        }
        text.push_str(&rows(signature).render(4));
    }
    if signatures.is_empty() {
        text.push_str(&without_signature(verification).render(4));
    }
    text.push('\n');
    text
}

/// How many files came out how; `None` is a file that could not be read.
pub(super) fn summary(verdicts: &[Option<Verdict>]) -> String {
    let kinds = [
        Some(Verdict::Valid),
        Some(Verdict::Invalid),
        Some(Verdict::Indeterminate),
        Some(Verdict::NoSignature),
        Some(Verdict::Malformed),
        Some(Verdict::Unsupported),
        None,
    ];
    let counted = kinds.map(|kind| (kind, verdicts.iter().filter(|found| **found == kind).count()));
    let parts = counted.into_iter().filter(|(_, count)| *count > 0).map(|(kind, count)| {
        let style = kind.map_or(BAD, |verdict| style(verdict).1);
        styled(style, count_text(kind, count).get())
    });
    format!("{} {}\n", message::files_judged(verdicts.len()).get(), parts.collect::<Vec<_>>().join(", "))
}

fn count_text(kind: Option<Verdict>, count: usize) -> Message {
    match kind {
        Some(Verdict::Valid) => message::count_valid(count),
        Some(Verdict::Invalid) => message::count_invalid(count),
        Some(Verdict::Indeterminate) => message::count_indeterminate(count),
        Some(Verdict::NoSignature) => message::count_no_signature(count),
        Some(Verdict::Malformed) => message::count_malformed(count),
        Some(Verdict::Unsupported) => message::count_unsupported(count),
        None => message::count_unread(count),
    }
}

fn headline(name: &str, verdict: Verdict) -> String {
    let (mark, style) = style(verdict);
    let word = verdict_word(verdict);
    format!("{} {}  {}\n", styled(style, mark), styled(STRONG, name), styled(style, word.get()))
}

fn style(verdict: Verdict) -> (&'static str, anstyle::Style) {
    match verdict {
        Verdict::Valid => ("✓", GOOD),
        Verdict::Invalid => ("✗", BAD),
        Verdict::Indeterminate => ("?", UNSURE),
        Verdict::NoSignature => ("–", UNSURE),
        Verdict::Malformed | Verdict::Unsupported => ("!", BAD),
    }
}

fn verdict_word(verdict: Verdict) -> Message {
    match verdict {
        Verdict::Valid => message::verdict_valid(),
        Verdict::Invalid => message::verdict_invalid(),
        Verdict::Indeterminate => message::verdict_indeterminate(),
        Verdict::NoSignature => message::verdict_no_signature(),
        Verdict::Malformed => message::verdict_malformed(),
        Verdict::Unsupported => message::verdict_unsupported(),
    }
}

/// `signature 2: valid`, or `counter-signature 3 of signature 2: …`, counted from one as people do.
fn caption(index: usize, signature: &SignatureVerification) -> String {
    let title = match signature.counter_signature_of {
        Some(parent) => message::counter_signature_number(index + 1, parent + 1),
        None => message::signature_number(index + 1),
    };
    let (mark, style) = style(signature.verdict);
    format!(
        "{} {}  {}",
        styled(style, mark),
        title.get(),
        styled(style, verdict_word(signature.verdict).get())
    )
}

fn rows(signature: &SignatureVerification) -> Table {
    let mut table = Table::default();
    reasons(&mut table, signature);
    signer(&mut table, signature);
    let claims = &signature.claims;
    table.maybe(
        &message::label_time(),
        claims
            .signing_time
            .map(|time| format!("{} {}", holder::moment(time), styled(FAINT, message::as_stated().get()))),
    );
    table.maybe(&message::label_proven_time(), signature.best_signature_time.map(holder::moment));
    let algorithms = [claims.signature_algorithm, claims.digest_algorithm.map(|algorithm| algorithm.name())];
    table.row(&message::label_algorithms(), algorithms.into_iter().flatten().collect::<Vec<_>>().join(", "));
    table.maybe(&message::label_level(), claims.level);
    let heard = revocation_data(&signature.checks).into_iter();
    let mut heard = heard.map(|about| safe::text(&about_text(about, language())));
    table.maybe(&message::label_revocation(), heard.next());
    heard.for_each(|text| table.named("", text));
    table
}

/// Why it did not pass, and what to do.
fn reasons(table: &mut Table, signature: &SignatureVerification) {
    why::add_rows(table, &signature.reasons, &signature.checks, message::reason);
    let Some(decisive) = signature.reasons.first() else { return };
    table.row(&message::label_what_to_do(), message::advice(*decisive).get());
    let indication = [Some(signature.indication), signature.sub_indication];
    let indication = indication.into_iter().flatten().collect::<Vec<_>>().join(", ");
    table.named("EN 319 102-1", indication);
}

/// The signer by name and numbers; unless the signature is valid, he is only who the certificate says.
fn signer(table: &mut Table, signature: &SignatureVerification) {
    let Some(certificate) = signature.claims.signer.as_ref() else { return };
    let subject = certificate.view().subject();
    let name = styled(STRONG, holder::common_name(subject));
    match signature.verdict {
        Verdict::Valid => table.row(&message::label_signed_by(), name),
        _ => {
            let note = styled(FAINT, message::not_proven().get());
            table.row(&message::label_signed_by(), format!("{name} {note}"));
        }
    }
    holder::add_rows(table, subject);
    table.row(&message::label_issued_by(), holder::common_name(certificate.view().issuer()));
}

/// Why there is nothing to judge.
fn without_signature(verification: &Verification) -> Table {
    let error = verification.report().error();
    let (why, remedy) = match verification.verdict() {
        Verdict::NoSignature => (message::no_signature_found(), message::no_signature_remedy()),
        Verdict::Unsupported => (message::format_unsupported(), message::unsupported_format_remedy()),
        _ => {
            let detail = error.map(|error| error.message()).unwrap_or_default();
            (Message::verbatim(detail), message::remedy(Remedy::GetIntactCopy))
        }
    };
    let code = error.map(|error| format!("[{}]", error.code())).unwrap_or_default();
    let mut table = Table::default();
    table.row(&message::label_why(), format!("{} {}", why.get(), styled(FAINT, code)));
    table.row(&message::label_what_to_do(), remedy.get());
    table
}
