//! What is odd in a certificate and accepted all the same, in words.

use esig_core::Finding;
use serde::{Serialize, Serializer};

use crate::message::{self, Message};

/// A finding: its stable code, the field or extension it is about, and the English text.
#[derive(Serialize)]
struct OddityJson {
    code: &'static str,
    place: Option<&'static str>,
    text: String,
}

impl From<&Finding> for OddityJson {
    fn from(finding: &Finding) -> Self {
        Self { code: finding.code(), place: finding.place(), text: words(finding).english().to_owned() }
    }
}

/// Findings within another document.
pub(super) fn serialize<S: Serializer>(findings: &[Finding], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(findings.iter().map(OddityJson::from))
}

/// `not critical and should be: nameConstraints`, in the language of this run.
pub(super) fn line(finding: &Finding) -> String {
    match finding.place() {
        Some(place) => format!("{}: {place}", words(finding).get()),
        None => words(finding).get().to_owned(),
    }
}

/// What is odd; of a kind that has no words yet, the code.
fn words(finding: &Finding) -> Message {
    match finding {
        Finding::DefaultWrittenOut { .. } => message::odd_default_written_out(),
        Finding::BooleanForm { .. } => message::odd_boolean_form(),
        Finding::EmptyExtensions { .. } => message::odd_empty_extensions(),
        Finding::ExtensionsNotInVersion { version } => message::odd_extensions_not_in_version(version),
        Finding::UniqueIdentifier => message::odd_unique_identifier(),
        Finding::SerialNumberNotPositive => message::odd_serial_number_not_positive(),
        Finding::SerialNumberLong => message::odd_serial_number_long(),
        Finding::TimeForm { .. } => message::odd_time_form(),
        Finding::TimeFraction { .. } => message::odd_time_fraction(),
        Finding::TimeFractionForm { .. } => message::odd_time_fraction_form(),
        Finding::PeriodReversed { .. } => message::odd_period_reversed(),
        Finding::NameEmpty { .. } => message::odd_name_empty(),
        Finding::CountryNotTwoLetters { .. } => message::odd_country_not_two_letters(),
        Finding::CharacterNotOfType { .. } => message::odd_character_not_of_type(),
        Finding::ControlCharacter { .. } => message::odd_control_character(),
        Finding::OldStringType { .. } => message::odd_old_string_type(),
        Finding::AlgorithmParameters { .. } => message::odd_algorithm_parameters(),
        Finding::SignatureAlgorithmsDiffer => message::odd_signature_algorithms_differ(),
        Finding::NotCritical { .. } => message::odd_not_critical(),
        Finding::Critical { .. } => message::odd_critical(),
        Finding::ExtensionAbsent { .. } => message::odd_extension_absent(),
        Finding::ExtensionValue { .. } => message::odd_extension_value(),
        Finding::PathLengthWithoutAuthority => message::odd_path_length_without_authority(),
        Finding::KeyUsageEmpty => message::odd_key_usage_empty(),
        Finding::BitsNotMinimal { .. } => message::odd_bits_not_minimal(),
        Finding::AuthorityCertHalfNamed => message::odd_authority_cert_half_named(),
        other => Message::verbatim(other.code()),
    }
}
