//! Does a certificate have the form of a qualified one of Russia? Law 63-ФЗ, article 17, and FSB order 795 of 2011.
//!
//! [`lint`] is a pure function of the certificate: it decides nothing about trust, and no verdict rests on it. Each
//! rule is found broken once at most; what the law or the order forbids is an error, what real certificates of
//! accredited authorities do otherwise is a warning or a note.
//!
//! Compared with their texts were the rules of RFC 9215, the day from which order 31 of 2021 holds and its ИНН of
//! organisations, and of the law's list, as it was enacted, items 2 and 3 on names, places, ОГРН and СНИЛС. Not compared,
//! and so to be relied on less, are the rules ascribed to order 795 itself, to items 5 and 6, to item 3 on a person's ИНН,
//! to order 31 on the way of identification, and that GOST R 34.10-2001 is no longer allowed. RFC 5280 and RFC 3280 are
//! cited as they are commonly quoted.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use esig_core::CertificateBuf;
//! use esig_verify::lint::lint;
//! use esig_verify::report::text::Language;
//!
//! let certificate = CertificateBuf::from_der(std::fs::read("signer.cer")?)?;
//! for finding in lint(certificate.view()).findings {
//!     println!("{}: {}", finding.rule.id(), finding.rule.text(Language::English));
//! }
//! # Ok(())
//! # }
//! ```

mod algorithms;
mod extensions;
mod holder;
mod names;
mod numbers;
mod rule;

use alloc::string::String;
use alloc::vec::Vec;

use esig_core::Certificate;

pub use holder::Holder;
pub use numbers::Numbers;
pub use rule::{Rule, Severity};

/// What was found out about a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// Who the certificate is for, by its own attributes.
    pub holder: Holder,
    /// The subject's numbers, an organisation's ИНН in its place.
    pub numbers: Numbers,
    /// The rules that are broken, each once, in the order of [`Rule::all`].
    pub findings: Vec<Finding>,
}

impl Lint {
    /// The gravest severity among the findings.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.rule.severity()).max()
    }
}

/// A rule that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub rule: Rule,
    /// What stands there instead, untrusted text; `None` where nothing does, or nothing can be shown.
    pub found: Option<String>,
}

/// Holds a certificate against the rules for its kind of holder.
pub fn lint(certificate: Certificate<'_>) -> Lint {
    let holder = Holder::of(certificate);
    let mut found = Found::default();
    names::check(certificate, holder, &mut found);
    extensions::check(certificate, holder, &mut found);
    algorithms::check(certificate, &mut found);
    found.0.sort_by_key(|finding| finding.rule);
    Lint { holder, numbers: Numbers::of(&certificate.subject()), findings: found.0 }
}

/// Findings being collected, each rule once.
#[derive(Debug, Default)]
struct Found(Vec<Finding>);

impl Found {
    /// The rule is broken if `is_broken`, and there is nothing to show.
    fn note(&mut self, rule: Rule, is_broken: bool) {
        if is_broken {
            self.show(rule, None);
        }
    }

    /// The rule is broken; `found` stands there.
    fn show(&mut self, rule: Rule, found: Option<String>) {
        if self.0.iter().all(|finding| finding.rule != rule) {
            self.0.push(Finding { rule, found });
        }
    }
}
