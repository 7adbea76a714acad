//! Rules on the extensions.

use alloc::format;

use esig_core::cert::ext::{IdentificationKind, IssuerSignTool, KeyUsage, ToolClass, oids};
use esig_core::raw::Tag;
use esig_core::{Certificate, Extensions};
use time::{Duration, UtcDateTime};

use super::Found;
use super::holder::Holder;
use super::rule::Rule;

/// What cannot be read breaks the first rule alone: the others would say the same again.
pub(super) fn check(certificate: Certificate<'_>, holder: Holder, found: &mut Found) {
    if let Err(error) = certificate.check_contents() {
        found.show(Rule::ContentsMalformed, Some(format!("{error}")));
    }
    let extensions = certificate.extensions();
    key_usage(&extensions, holder, found);
    // Whoever certifies himself is no authority for it.
    let is_root = holder == Holder::Authority && certificate.is_self_issued();
    policies(&extensions, is_root, found);
    subject_sign_tool(&extensions, is_root, found);
    issuer_sign_tool(&extensions, is_root, found);
    identification(certificate, holder, found);
    usage_period(certificate, holder, found);
    identifiers(&extensions, is_root, found);
    let tools = [oids::SUBJECT_SIGN_TOOL, oids::ISSUER_SIGN_TOOL, oids::IDENTIFICATION_KIND];
    let is_critical = |oid| extensions.find(oid).is_some_and(|extension| extension.critical);
    found.note(Rule::ToolExtensionCritical, tools.iter().any(is_critical));
}

fn key_usage(extensions: &Extensions<'_>, holder: Holder, found: &mut Found) {
    let extension = extensions.find(&oids::KEY_USAGE);
    found.note(Rule::KeyUsageAbsent, extension.is_none());
    found.note(Rule::KeyUsageNotCritical, extension.is_some_and(|extension| !extension.critical));
    let Ok(Some(usage)) = extensions.key_usage() else { return };
    let signs = usage.intersects(KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::NON_REPUDIATION));
    let certifies = usage.intersects(KeyUsage::KEY_CERT_SIGN);
    let is_authority = holder == Holder::Authority;
    if !signs && !is_authority {
        found.show(Rule::KeyUsageSignature, Some(format!("{usage}")));
    }
    if certifies != is_authority {
        found.show(Rule::KeyUsageAuthority, Some(format!("{usage}")));
    }
    let both = usage.intersects(KeyUsage::ENCIPHER_ONLY) && usage.intersects(KeyUsage::DECIPHER_ONLY);
    found.note(Rule::KeyUsageEncipherAndDecipher, both);
}

/// A root stands for itself: what is said of means there binds nobody.
fn policies(extensions: &Extensions<'_>, is_root: bool, found: &mut Found) {
    let Ok(policies) = extensions.certificate_policies() else { return };
    let highest = policies.as_ref().and_then(|policies| policies.tool_class());
    found.note(Rule::PolicyClassAbsent, highest.is_none() && !is_root);
    let (Some(policies), Some(highest)) = (policies, highest) else { return };
    let is_listed = |class| policies.iter().any(|policy| ToolClass::from_policy(policy) == Some(class));
    let missing = ToolClass::all().find(|class| *class < highest && !is_listed(*class));
    if let Some(class) = missing {
        found.show(Rule::PolicyClassGap, Some(format!("{class} < {highest}")));
    }
}

fn subject_sign_tool(extensions: &Extensions<'_>, is_root: bool, found: &mut Found) {
    let Some(extension) = extensions.find(&oids::SUBJECT_SIGN_TOOL) else {
        return found.note(Rule::SubjectSignToolAbsent, !is_root);
    };
    let Ok(Some(tool)) = extensions.subject_sign_tool() else { return };
    let is_utf8 = extension.value.first() == Some(&Tag::UTF8_STRING.first_octet());
    if !is_utf8 || !is_of_size(&tool, MAX_TOOL_CHARACTERS) {
        found.show(Rule::SubjectSignToolForm, Some(tool));
    }
}

fn issuer_sign_tool(extensions: &Extensions<'_>, is_root: bool, found: &mut Found) {
    let Ok(tool) = extensions.issuer_sign_tool() else { return };
    let Some(tool) = tool else { return found.note(Rule::IssuerSignToolAbsent, !is_root) };
    let IssuerSignTool { sign_tool, ca_tool, sign_tool_certificate, ca_tool_certificate } = tool;
    let fields = [
        (sign_tool, MAX_TOOL_CHARACTERS),
        (ca_tool, MAX_TOOL_CHARACTERS),
        (sign_tool_certificate, MAX_CONFORMITY_CHARACTERS),
        (ca_tool_certificate, MAX_CONFORMITY_CHARACTERS),
    ];
    if let Some((text, _)) = fields.into_iter().find(|(text, size)| !is_of_size(text, *size)) {
        found.show(Rule::IssuerSignToolForm, Some(text));
    }
}

fn is_of_size(text: &str, size: usize) -> bool {
    (1..=size).contains(&text.chars().count())
}

/// Holders have been identified on the record since the order was amended; authorities are accredited instead.
fn identification(certificate: Certificate<'_>, holder: Holder, found: &mut Found) {
    let Ok(kind) = certificate.extensions().identification_kind() else { return };
    let is_demanded = holder != Holder::Authority && certificate.validity().not_before >= IDENTIFIED_SINCE;
    found.note(Rule::IdentificationKindAbsent, kind.is_none() && is_demanded);
    if let Some(IdentificationKind::Other(number)) = kind {
        found.show(Rule::IdentificationKindValue, Some(format!("{number}")));
    }
}

/// The period may differ from the certificate's (RFC 3280 §4.2.1.4), and does: keys are made some days before they are
/// certified, and an authority's certificate ends with that of its issuer. Without the extension nothing is told of the
/// key, whose user may keep to a period written down elsewhere.
fn usage_period(certificate: Certificate<'_>, holder: Holder, found: &mut Found) {
    let Ok(period) = certificate.extensions().private_key_usage_period() else { return };
    let Some(period) = period else { return found.note(Rule::UsagePeriodAbsent, true) };
    let validity = certificate.validity();
    let begin = period.not_before.unwrap_or(validity.not_before);
    let end = period.not_after.unwrap_or(validity.not_after);
    let mut judge = |is_broken, rule| {
        if is_broken {
            found.show(rule, Some(format!("{begin} … {end}")));
        }
    };
    judge(end < begin, Rule::UsagePeriodReversed);
    judge(begin < validity.not_before || end > validity.not_after, Rule::UsagePeriodOutside);
    judge(end - begin > FIFTEEN_MONTHS && holder != Holder::Authority, Rule::UsagePeriodLong);
}

fn identifiers(extensions: &Extensions<'_>, is_root: bool, found: &mut Found) {
    let has = |oid| extensions.find(oid).is_some();
    found.note(Rule::AuthorityKeyIdentifierAbsent, !is_root && !has(&oids::AUTHORITY_KEY_IDENTIFIER));
    found.note(Rule::SubjectKeyIdentifierAbsent, !has(&oids::SUBJECT_KEY_IDENTIFIER));
    found.note(Rule::CrlDistributionPointsAbsent, !is_root && !has(&oids::CRL_DISTRIBUTION_POINTS));
}

// RFC 9215 §5.3 and §5.4
const MAX_TOOL_CHARACTERS: usize = 200;
const MAX_CONFORMITY_CHARACTERS: usize = 100;

/// As long as fifteen months can be, and a day for time zones.
const FIFTEEN_MONTHS: Duration = Duration::days(457 + 2);

/// 2021-09-01 by Moscow time: FSB order 31 of 2021 comes into force.
const IDENTIFIED_SINCE: UtcDateTime = match UtcDateTime::from_unix_timestamp(1_630_443_600) {
    Ok(time) => time,
    Err(_) => UtcDateTime::MIN,
};
