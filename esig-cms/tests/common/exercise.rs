//! Reading everything that a SignedData holds, and what each signature comes to.
#![allow(dead_code)] // each test uses its part

use esig_cms::{Attributes, CheckPolicy, ContentDigests, SignedData, SignerInfo, TimestampToken};
use esig_core::{CertificateBuf, Limits, Provider};

/// Outcome codes of the signatures under each policy, each followed by its counter-signatures, or the code of the parser.
pub(crate) fn outcomes(bytes: &[u8], signer: &CertificateBuf) -> Result<Vec<&'static str>, &'static str> {
    let data = SignedData::parse(bytes, &Limits::DEFAULT).map_err(|error| {
        assert!(!error.to_string().is_empty());
        error.code()
    })?;
    let content = data.digest_encapsulated_content(&Provider::rustcrypto());
    let _ = (data.findings(), data.certificates().count(), data.crls().count());
    let _ = (data.revocation_infos().count(), data.digest_algorithms().count());
    let mut found = Vec::new();
    data.signer_infos().for_each(|signer_info| exercise(signer_info, &content, signer, &mut found));
    Ok(found)
}

fn exercise(
    signer_info: SignerInfo<'_>,
    content: &ContentDigests,
    signer: &CertificateBuf,
    found: &mut Vec<&'static str>,
) {
    read(&signer_info.signed_attributes());
    read(&signer_info.unsigned_attributes());
    let _ = (signer_info.level(), signer_info.signing_time(), signer_info.signed_octets_by_der().is_ok());
    for timestamp in signer_info.timestamps() {
        let token = TimestampToken::parse(timestamp.token, &Limits::DEFAULT);
        let _ = token.map(|token| token.check(signer.view(), &Provider::rustcrypto()).is_ok());
    }
    let check = |policy: &CheckPolicy| match signer_info.check_under(
        signer.view(),
        content,
        policy,
        &Provider::rustcrypto(),
    ) {
        Ok(intact) => {
            assert!(intact.findings().iter().all(|finding| !policy.refuses(finding)));
            "intact"
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            error.code()
        }
    };
    let outcome = check(&CheckPolicy::DEFAULT);
    assert!(check(&CheckPolicy::strict()) != "intact" || outcome == "intact", "strict accepts more");
    found.push(outcome);
    let counter_signatures = signer_info.counter_signatures();
    counter_signatures.for_each(|counter| exercise(counter, content, signer, found));
}

fn read(attributes: &Attributes<'_>) {
    let _ = (attributes.content_type(), attributes.message_digest(), attributes.signing_time());
    for reference in [attributes.signing_certificate(), attributes.signing_certificate_v2()] {
        let Ok(Some(reference)) = reference else { continue };
        reference
            .references()
            .for_each(|reference| drop((reference.cert_hash(), reference.hash_algorithm())));
    }
    if let Ok(Some(references)) = attributes.complete_certificate_references() {
        references.iter().for_each(|reference| drop(format!("{reference:?}")));
    }
    if let Ok(Some(references)) = attributes.complete_revocation_references() {
        references.crls().for_each(|crl| drop(format!("{crl:?}")));
        references.ocsp_responses().for_each(|response| drop(format!("{response:?}")));
        let _ = references.iter().filter(|reference| reference.other().is_some()).count();
    }
    let _ = (attributes.commitments(), attributes.content_hints(), attributes.mime_type());
    let _ = (attributes.content_identifier(), attributes.content_reference(), attributes.signer_location());
    let _ = (attributes.signature_policy(), attributes.signature_policy_store());
    let _ = attributes.signer_attributes().map(|found| found.map(|found| found.claimed_roles().len()));
    let _ = attributes.certificate_values().map(|found| found.map(|values| values.certificates().count()));
    for values in [attributes.revocation_values(), attributes.revocation_info_archival()] {
        let Ok(Some(values)) = values else { continue };
        let _ = (values.crls().count(), values.ocsp_responses().count(), values.other());
    }
}
