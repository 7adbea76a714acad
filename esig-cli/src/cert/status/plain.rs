//! The status of certificates for people: the answer first, then why, the chain, and who says so until when.

use esig::{CertificateStatus, Verdict};
use esig_core::{CertificateBuf, Need};
use esig_verify::report::text::about_text;
use esig_verify::report::{Reason, current_until, revocation_data};
use time::UtcDateTime;

use crate::input::Source;
use crate::lang::language;
use crate::message::{self, Message};
use crate::screen::{BAD, FAINT, GOOD, STRONG, UNSURE, styled};
use crate::table::Table;
use crate::{holder, safe, why};

pub(super) fn render(
    at: UtcDateTime,
    source: &Source,
    certificates: &[(CertificateBuf, CertificateStatus)],
) -> String {
    let mut text = String::new();
    for (index, (certificate, status)) in certificates.iter().enumerate() {
        let place = match certificates.len() {
            1 => source.name(),
            count => format!("{}, {}/{count}", source.name(), index + 1),
        };
        let (mark, word, style) = answer(status);
        let name = styled(STRONG, holder::common_name(certificate.view().subject()));
        let (mark, word) = (styled(style, mark), styled(style, word.get()));
        text.push_str(&format!("{mark} {name}  {word}  {}\n", styled(FAINT, place)));
        text.push_str(&rows(at, certificate, status).render(4));
        text.push('\n');
    }
    text
}

fn answer(status: &CertificateStatus) -> (&'static str, Message, anstyle::Style) {
    match status.verdict {
        Verdict::Valid => ("✓", message::status_good(), GOOD),
        Verdict::Invalid if status.reasons.first() == Some(&Reason::AuthorityRevoked) => {
            ("✗", message::status_authority_revoked(), BAD)
        }
        Verdict::Invalid => ("✗", message::status_revoked(), BAD),
        _ => ("?", message::status_unknown(), UNSURE),
    }
}

fn rows(at: UtcDateTime, certificate: &CertificateBuf, status: &CertificateStatus) -> Table {
    let mut table = Table::default();
    table.maybe(
        &message::label_revoked(),
        status.revocation().map(|(_, revocation)| why::revocation_text(revocation)),
    );
    why::add_rows(&mut table, &status.reasons, &status.checks, message::certificate_reason);
    if let Some(decisive) = status.reasons.first() {
        table.row(&message::label_what_to_do(), message::certificate_advice(*decisive).get());
    }
    list(&mut table, &message::label_would_help(), status.needs.iter().filter_map(help));
    let indication = status.sub_indication.map(|sub_indication| format!("INDETERMINATE, {sub_indication}"));
    table.named("EN 319 102-1", indication.unwrap_or_default());
    let view = certificate.view();
    holder::add_rows(&mut table, view.subject());
    table.row(&message::label_serial(), view.serial_number().to_string());
    table.row(&message::label_valid_from(), holder::moment(view.validity().not_before));
    table.row(&message::label_valid_until(), holder::moment(view.validity().not_after));
    list(&mut table, &message::label_chain(), chain(status).into_iter());
    list(&mut table, &message::label_evidence(), evidence(status).into_iter());
    table.row(&message::label_as_of(), holder::moment(at));
    table
}

/// Rows with the label at the first.
fn list(table: &mut Table, label: &Message, mut values: impl Iterator<Item = String>) {
    table.maybe(label, values.next());
    values.for_each(|value| table.named("", value));
}

/// The names from the certificate to whom the caller trusts.
fn chain(status: &CertificateStatus) -> Vec<String> {
    let name = |certificate: &CertificateBuf| holder::common_name(certificate.view().subject());
    let mut names: Vec<String> = status.chain.iter().map(name).collect();
    if let Some(anchor) = names.last_mut() {
        anchor.push_str(&format!(" {}", styled(FAINT, message::trusted().get())));
    }
    names
}

/// The CRLs and OCSP responses that were heard, with the end of each.
fn evidence(status: &CertificateStatus) -> Vec<String> {
    let heard = revocation_data(&status.checks).into_iter();
    let told = heard.map(|about| {
        let text = safe::text(&about_text(about, language()));
        match current_until(&status.checks, about) {
            Some(until) => format!("{text}, {}", message::current_until(holder::moment(until)).get()),
            None => text,
        }
    });
    told.collect()
}

/// What would help, and where the certificates say that it is.
fn help(need: &Need) -> Option<String> {
    let (what, urls) = match need {
        Need::Issuer { of, urls } => (message::help_issuer(holder::common_name(of.view().subject())), urls),
        Need::Crl { issuer, urls } => (message::help_crl(holder::common_name(issuer.view())), urls),
        Need::Ocsp { urls, .. } => (message::help_ocsp(), urls),
        _ => return None,
    };
    let urls: Vec<String> = urls.iter().map(|url| safe::text(url)).collect();
    let place = if urls.is_empty() { String::new() } else { format!(": {}", urls.join(", ")) };
    Some(format!("{}{place}", what.get()))
}
