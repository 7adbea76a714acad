//! What a policy decides about CMS signatures.

use std::sync::Arc;

use esig_cms::check::{CheckPolicy, Protection, Rule};
use esig_cms::{ContentDigests, SignedData, SignerInfo};
use esig_core::error::{InvalidSignature, UnsupportedKey};
use esig_core::provider::{DigestEncoding, KeyKind, KeyLoader};
use esig_core::{Certificate, DigestValue, Limits, Message, Provider, PublicKey, SignatureScheme, Spki};

/// A stricter policy never accepts more, and what is accepted bears nothing that its policy refuses.
///
/// Every value verifies, by whatever key, so that more is reached than real signatures.
pub fn cms_policy(bytes: &[u8]) {
    let Ok(data) = SignedData::parse(bytes, &Limits::DEFAULT) else { return };
    let policies = [policy(0), policy(bits(bytes)), policy(u32::MAX)];
    for signer_info in data.signer_infos() {
        for signer in data.candidates(&signer_info) {
            each(&data, signer_info, signer.view(), &policies);
        }
    }
}

/// Other ones for every input (FNV-1a).
fn bits(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, octet| (hash ^ u32::from(*octet)).wrapping_mul(0x0100_0193))
}

fn each(
    data: &SignedData<'_>,
    signer_info: SignerInfo<'_>,
    signer: Certificate<'_>,
    policies: &[CheckPolicy],
) {
    let provider = Provider { keys: (&KEYS).into(), ..Provider::rustcrypto() };
    let content = content(data, &signer_info, &provider);
    let accepts = |policy: &CheckPolicy| {
        let Ok(intact) = signer_info.check_under(signer, &content, policy, &provider) else { return false };
        for finding in intact.findings() {
            assert!(!policy.refuses(&finding), "{finding}");
            assert!(!finding.code().is_empty() && !finding.to_string().is_empty());
        }
        true
    };
    let accepted: Vec<bool> = policies.iter().map(accepts).collect();
    assert!(accepted.is_sorted(), "a stricter policy accepts more: {accepted:?}");
    signer_info.counter_signatures().for_each(|counter| each(data, counter, signer, policies));
}

/// What is inside, or else what message-digest says.
fn content(data: &SignedData<'_>, signer_info: &SignerInfo<'_>, provider: &Provider) -> ContentDigests {
    if data.encapsulated_content().is_some() {
        return data.digest_encapsulated_content(provider);
    }
    let stated = signer_info.signed_attributes().message_digest().ok().flatten();
    let algorithm = signer_info.content_digest_algorithm().ok();
    let digest = algorithm.zip(stated).and_then(|(algorithm, stated)| DigestValue::new(algorithm, &stated));
    digest.map_or_else(ContentDigests::none, ContentDigests::from_digest)
}

/// Each switch by a bit of its own: all refuse with 0, and all allow with all of them.
fn policy(bits: u32) -> CheckPolicy {
    let mut policy = CheckPolicy::DEFAULT;
    let switches = [
        &mut policy.signed_attributes_as_received,
        &mut policy.signed_attributes_by_der,
        &mut policy.digest_info_without_null,
        &mut policy.digest_algorithms_differ,
        &mut policy.repeated_attributes,
        &mut policy.misplaced_attributes,
        &mut policy.digest_algorithm_not_listed,
        &mut policy.issuer_serial_differs,
        &mut policy.content_not_seen,
        &mut policy.content_not_octet_string,
        &mut policy.other_type_without_attributes,
        &mut policy.signed_attributes_absent,
        &mut policy.signing_certificate_absent,
        &mut policy.content_type_in_counter_signature,
        &mut policy.algorithm_parameters,
        &mut policy.gost_combined_identifier,
        &mut policy.signature_identifier_as_digest,
    ];
    for (number, switch) in switches.into_iter().enumerate() {
        *switch = if bits >> number & 1 == 1 { Rule::Allow } else { Rule::Refuse };
    }
    policy.algorithm_protection = match bits >> 30 {
        0 => Protection::AsWritten,
        1 | 2 => Protection::ByMeaning,
        _ => Protection::Ignore,
    };
    policy
}

static KEYS: [&dyn KeyLoader; 1] = [&Any];

/// Loads everything and accepts everything.
#[derive(Debug)]
struct Any;

impl KeyLoader for Any {
    fn load(&self, _: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        Ok(Arc::new(Self))
    }
}

impl PublicKey for Any {
    fn kind(&self) -> KeyKind {
        KeyKind { name: "rsa", bits: 2048 }
    }

    fn verify(&self, _: SignatureScheme, _: Message<'_>, _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn verify_encoding(
        &self,
        _: SignatureScheme,
        _: Message<'_>,
        signature: &[u8],
    ) -> Result<DigestEncoding, InvalidSignature> {
        Ok(match signature.first() {
            Some(octet) if octet % 2 == 1 => DigestEncoding::WithoutNull,
            _ => DigestEncoding::Standard,
        })
    }
}
