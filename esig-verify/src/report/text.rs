//! Reports for people, in English and Russian.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use esig_core::Remedy;
use time::UtcDateTime;

use super::{About, Check, Conclusion, Outcome, Report, Side, Verdict, revocation_data};

/// The language of texts; codes and JSON are the same in every one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Russian.
    Russian,
}

impl Language {
    /// The one of two texts that is in this language.
    pub fn choose<T>(self, english: T, russian: T) -> T {
        match self {
            Self::English => english,
            Self::Russian => russian,
        }
    }
}

/// A verdict in words: what a person reads first.
pub fn verdict_text(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Valid => language.choose("the signature is valid", "подпись действительна"),
        Verdict::Invalid => language.choose("the signature is NOT valid", "подпись НЕдействительна"),
        Verdict::Indeterminate => language.choose(
            "it cannot be decided whether the signature is valid",
            "решить, действительна ли подпись, нельзя",
        ),
        Verdict::NoSignature => language.choose("there is no signature", "подписи нет"),
        Verdict::Malformed => language.choose("the file is damaged", "файл повреждён"),
        Verdict::Unsupported => language
            .choose("the format or an algorithm is not supported", "формат или алгоритм не поддерживается"),
    }
}

/// A remedy in words: what to do next.
pub fn remedy_text(remedy: Remedy, language: Language) -> &'static str {
    match remedy {
        Remedy::GetIntactCopy => {
            language.choose("Get an undamaged copy of the file.", "Получите неповреждённую копию файла.")
        }
        Remedy::RaiseLimit => language.choose(
            "Raise the limit if the file is trusted to be that large.",
            "Увеличьте предел, если файл действительно должен быть таким большим.",
        ),
        Remedy::UseSupportedAlgorithm => language
            .choose("Use a supported algorithm or key.", "Используйте поддерживаемый алгоритм или ключ."),
        Remedy::CheckSystem => language.choose(
            "Look at the machine: disk, permissions, randomness.",
            "Проверьте компьютер: диск, права доступа, источник случайности.",
        ),
        Remedy::CorrectCall => language.choose("Correct the arguments.", "Исправьте аргументы."),
        Remedy::CorrectSecret => language
            .choose("Try again with another PIN or password.", "Повторите с другим ПИН-кодом или паролем."),
        Remedy::SupplyEvidence => language.choose(
            "Supply what is missing: the content, a certificate, a CRL, an OCSP response.",
            "Добавьте недостающее: данные, сертификат, список отозванных сертификатов, ответ OCSP.",
        ),
        Remedy::SignAgain => language.choose("Ask the signer to sign again.", "Попросите подписать заново."),
        Remedy::Reject => language.choose("Do not rely on it.", "Не полагайтесь на эту подпись."),
        _ => language.choose("See the message.", "См. сообщение."),
    }
}

/// A moment as people write it: `2026-12-01 00:00:00 UTC`.
pub fn time_text(time: UtcDateTime) -> String {
    super::rfc3339(time).replace('T', " ").replace('Z', " UTC")
}

/// The report on one signature: the conclusion, who, when, by which algorithms, and why it did not pass.
///
/// Several lines, each ended; the first names the verdict and the standard's words for it.
pub fn render(report: &Report<'_>, language: Language) -> String {
    let mut lines = Lines { text: String::new(), language };
    lines.headline(&report.conclusion);
    lines.claims(report);
    for about in revocation_data(&report.checks) {
        let label = language.choose("revocation data", "сведения об отзыве");
        lines.labelled(label, &about_text(about, language));
    }
    for reason in report.reasons() {
        lines.item(&format!("{} [{}]", reason.text(language), reason.code()));
        report.checks.iter().filter(|check| check.outcome.reason() == Some(reason)).for_each(|check| {
            lines.sides(check);
        });
    }
    if let Some(reason) = report.decided_by {
        lines.labelled(language.choose("what to do", "что делать"), remedy_text(reason.remedy(), language));
    }
    lines.text
}

/// Every check, one a line: outcome, question, object, both sides, clause.
pub fn render_checks(checks: &[Check], language: Language) -> String {
    let mut text = String::new();
    for check in checks {
        let mark = match check.outcome {
            Outcome::Passed => "+",
            Outcome::Failed(_) => "-",
            Outcome::Unknown(_) => "?",
        };
        let _ =
            write!(text, "{mark} {}: {}", check.question.text(language), about_text(&check.about, language));
        if let Some(sides) = sides_text(check, language) {
            let _ = write!(text, "; {sides}");
        }
        if let Some(reason) = check.outcome.reason() {
            let _ = write!(text, " [{}]", reason.code());
        }
        let _ = writeln!(text, " ({})", check.question.clause());
    }
    text
}

/// What a check was asked of, in words.
pub fn about_text(about: &About, language: Language) -> String {
    match about {
        About::Signature => language.choose("the signature", "подпись").to_string(),
        About::Certificate { holder, serial } => {
            format!("{} «{holder}» ({serial})", language.choose("certificate", "сертификат"))
        }
        About::Crl { issuer, this_update } => {
            format!("{} «{issuer}», {}", language.choose("CRL", "САС"), time_text(*this_update))
        }
        About::Ocsp { responder, produced_at } => {
            let what = language.choose("OCSP response", "ответ OCSP");
            format!("{what} «{responder}», {}", time_text(*produced_at))
        }
    }
}

fn sides_text(check: &Check, language: Language) -> Option<String> {
    let side = |side: &Side| match side {
        Side::Time(time) => time_text(*time),
        Side::Revocation(revocation) => revocation.to_string().replacen('T', " ", 1).replacen('Z', " UTC", 1),
        Side::Period(from, to) => format!("{} … {}", time_text(*from), time_text(*to)),
        other => other.to_string(),
    };
    let sides: Vec<String> = [
        (language.choose("wanted", "нужно"), &check.wanted),
        (language.choose("found", "найдено"), &check.found),
    ]
    .into_iter()
    .filter(|(_, value)| **value != Side::Empty)
    .map(|(label, value)| format!("{label} {}", side(value)))
    .collect();
    (!sides.is_empty()).then(|| sides.join(", "))
}

struct Lines {
    text: String,
    language: Language,
}

impl Lines {
    fn headline(&mut self, conclusion: &Conclusion<'_>) {
        let verdict = verdict_text(conclusion.verdict(), self.language);
        let mut initial = verdict.chars();
        let first = initial.next().into_iter().flat_map(char::to_uppercase);
        self.text.extend(first);
        self.text.push_str(initial.as_str());
        let _ = match conclusion.sub_indication() {
            Some(sub_indication) => writeln!(self.text, " ({}, {sub_indication})", conclusion.indication()),
            None => writeln!(self.text, " ({})", conclusion.indication()),
        };
    }

    /// Who signed, when and how; only a signature that passed proves any of it.
    fn claims(&mut self, report: &Report<'_>) {
        let language = self.language;
        let claims = &report.claims;
        if let Some(signer) = &claims.signer {
            let label = match report.conclusion {
                Conclusion::TotalPassed(_) => language.choose("signed by", "подписал"),
                _ => language.choose("claimed signer", "заявленный подписавший"),
            };
            self.labelled(label, &signer.view().subject().to_string());
        }
        if let Some(time) = claims.signing_time {
            self.labelled(language.choose("claimed time", "заявленное время"), &time_text(time));
        }
        let algorithms = [claims.signature_algorithm, claims.digest_algorithm.map(|digest| digest.name())];
        let algorithms: Vec<_> = algorithms.into_iter().flatten().collect();
        if !algorithms.is_empty() {
            self.labelled(language.choose("algorithms", "алгоритмы"), &algorithms.join(", "));
        }
        if let Some(level) = claims.level {
            self.labelled(language.choose("level", "уровень"), level);
        }
    }

    fn labelled(&mut self, label: &str, value: &str) {
        let _ = writeln!(self.text, "  {label}: {value}");
    }

    fn item(&mut self, text: &str) {
        let _ = writeln!(self.text, "  - {text}");
    }

    fn sides(&mut self, check: &Check) {
        let language = self.language;
        let about = about_text(&check.about, language);
        let _ = match sides_text(check, language) {
            Some(sides) => writeln!(self.text, "    {about}: {sides}"),
            None => writeln!(self.text, "    {about}"),
        };
    }
}
