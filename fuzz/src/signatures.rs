//! CMS signatures.

use esig_cms::{Attributes, SignedData, SignedDataBuf, SignedDataStream, SignerInfo};
use esig_core::{Limits, Provider};
use esig_verify::{Policy, Store, TrustAnchors, Verdict, Verifier};
use time::macros::utc_datetime;

/// Every signature is judged with what it brings along, and without an anchor none is valid.
pub fn assessment(bytes: &[u8]) {
    let Ok(data) = SignedData::parse(bytes, &Limits::DEFAULT) else { return };
    let verifier = Verifier::new(Provider::rustcrypto(), TrustAnchors::none(), Policy::baseline());
    let content = data.digest_encapsulated_content(verifier.provider());
    let store = Store::from_signed_data(&data);
    for entry in verifier.assess_all(&data, &content, &store, utc_datetime!(2026-12-01 0:00)) {
        assert!(entry.assessment.report.conclusion.verdict() != Verdict::Valid, "nothing is trusted");
    }
}

/// Everything a SignedData holds is read, and each signature checked against the certificates beside it.
pub fn cms(bytes: &[u8]) {
    let Ok(data) = SignedData::parse(bytes, &Limits::DEFAULT) else { return };
    let provider = Provider::rustcrypto();
    let content = data.digest_encapsulated_content(&provider);
    for signer_info in data.signer_infos() {
        read(&signer_info);
        for signer in data.candidates(&signer_info) {
            let _ = signer_info.check(signer.view(), &content, &provider).map_err(|error| error.to_string());
        }
    }
    let _ = data.encapsulated_content().map(|content| content.octets().len());
    let _ = (data.findings(), data.certificates().count(), data.revocation_infos().count());
    data.validation_objects().iter().for_each(|embedded| drop((embedded.place.to_string(), embedded.object)));
    let own =
        SignedDataBuf::from_bytes(bytes, &Limits::DEFAULT).expect("the same octets were accepted before");
    assert_eq!(own.view().as_bytes(), data.as_bytes());
}

/// A stream in pieces says what the whole in memory says: the content, the fields and every check of a signature.
///
/// The number of octets chooses the size of the pieces.
pub fn cms_stream(bytes: &[u8]) {
    let provider = Provider::rustcrypto();
    let mut limits = Limits::DEFAULT;
    limits.beside_content_octets = usize::MAX;
    let mut stream = SignedDataStream::new(&limits, &provider);
    let mut content = Vec::new();
    let pieces = bytes.chunks(bytes.len() % 61 + 1);
    let fed = pieces.map(|piece| stream.feed_and_pass(piece, |octets| content.extend_from_slice(octets)));
    let fed = fed.collect::<Result<(), _>>();
    let streamed = fed.and_then(|()| stream.finish());
    let data = SignedData::parse(bytes, &limits);
    let (data, streamed) = match (&data, &streamed) {
        (Ok(data), Ok(streamed)) => (data, streamed),
        (Err(_), Err(_)) => return,
        differ => panic!("{differ:?}"),
    };
    let view = streamed.view();
    assert_eq!(data.encapsulated_content().is_some(), streamed.content_octets().is_some());
    assert_eq!(data.encapsulated_content().map_or(vec![], |content| content.octets().into_owned()), content);
    assert!(data.certificates().eq(view.certificates()));
    assert!(data.revocation_infos().eq(view.revocation_infos()));
    assert_eq!(data.findings(), view.findings());
    let missing = streamed.missing_digests();
    let whole = data.digest_encapsulated_content(&provider);
    let whole = if whole.is_none() { streamed.content() } else { &whole };
    for (memory, stream) in data.signer_infos().zip(view.signer_infos()) {
        assert_eq!(memory.as_bytes(), stream.as_bytes());
        if memory.content_digest_algorithm().is_ok_and(|algorithm| missing.contains(&algorithm)) {
            continue;
        }
        for signer in data.candidates(&memory) {
            let memory = memory.check(signer.view(), whole, &provider).map(|intact| intact.signed_octets());
            let stream = stream.check(signer.view(), streamed.content(), &provider);
            assert_eq!(memory, stream.map(|intact| intact.signed_octets()));
        }
    }
    assert_eq!(data.signer_infos().count(), view.signer_infos().count());
}

fn read(signer_info: &SignerInfo<'_>) {
    let _ = (signer_info.level(), signer_info.scheme(), signer_info.signing_time());
    let _ = signer_info.signed_octets_by_der();
    read_attributes(&signer_info.signed_attributes());
    read_attributes(&signer_info.unsigned_attributes());
    signer_info.timestamps().for_each(|timestamp| assert!(!timestamp.token.is_empty()));
    signer_info.counter_signatures().for_each(|counter_signature| read(&counter_signature));
}

fn read_attributes(attributes: &Attributes<'_>) {
    read_evidence(attributes);
    let _ = (attributes.content_type(), attributes.message_digest(), attributes.signing_time());
    for reference in [attributes.signing_certificate(), attributes.signing_certificate_v2()] {
        let Ok(Some(reference)) = reference else { continue };
        let _ = reference.references().map(|reference| reference.cert_hash().len()).sum::<usize>();
        let _ = reference.signer().issuer_serial().map(|issuer| issuer.issuer().is_some());
    }
}

/// References and values, read to the end.
fn read_evidence(attributes: &Attributes<'_>) {
    for references in
        [attributes.complete_certificate_references(), attributes.attribute_certificate_references()]
    {
        let Ok(Some(references)) = references else { continue };
        references.iter().for_each(|reference| drop(format!("{reference:?}")));
    }
    for references in
        [attributes.complete_revocation_references(), attributes.attribute_revocation_references()]
    {
        let Ok(Some(references)) = references else { continue };
        references.iter().for_each(|reference| drop((format!("{reference:?}"), reference.other())));
        references.crls().for_each(|crl| drop(format!("{crl:?}")));
        references.ocsp_responses().for_each(|response| drop(format!("{response:?}")));
    }
    let certificates = attributes.certificate_values().ok().flatten();
    let _ = certificates.map(|values| values.certificates().count());
    for values in [attributes.revocation_values(), attributes.revocation_info_archival()] {
        let Ok(Some(values)) = values else { continue };
        let _ = (values.crls().count(), values.ocsp_responses().count(), values.other());
    }
}
