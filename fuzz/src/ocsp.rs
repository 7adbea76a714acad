//! OCSP requests and responses.

use esig_core::ocsp::{CertIdBuf, NewRequest, OcspRequest, SingleResponse};
use esig_core::{OcspBuf, ParsedOcsp, Provider};

/// Everything an answer, or a request, tells is decoded and displayed.
pub fn ocsp(bytes: &[u8]) {
    answer(bytes);
    request(bytes);
}

fn answer(bytes: &[u8]) {
    let Ok(parsed) = ParsedOcsp::parse(bytes) else { return };
    let view = parsed.view();
    let _ = view.status().to_string();
    let Some(basic) = view.basic() else { return };
    let _ = (basic.responder_id().to_string(), basic.produced_at().to_string());
    let _ = (basic.nonce(), basic.is_extended_revoke(), basic.unknown_critical_extension());
    let _ = (basic.signature_algorithm().to_string(), basic.signature_value().len());
    basic.certificates().for_each(drop);
    basic.responses().for_each(|single| read(&single));
    let bare = OcspBuf::from_der(basic.as_der()).expect("it was accepted as a part");
    let bare = bare.view().basic().expect("a bare response is successful");
    assert_eq!(bare.tbs_response_data(), basic.tbs_response_data());
}

fn read(single: &SingleResponse<'_>) {
    let _ =
        (single.archive_cutoff(), single.unknown_critical_extension(), single.cert_status.is_non_issued());
    let provider = Provider::rustcrypto();
    let _ = single.cert_hash().map(|hash| hash.map(|hash| hash.matches(&provider, b"certificate")));
}

/// What is asked for can be asked for again.
fn request(bytes: &[u8]) {
    let Ok(request) = OcspRequest::parse(bytes) else { return };
    let _ = (request.nonce(), request.requestor_name(), request.is_signed());
    let asked: Vec<CertIdBuf> = request.requests().map(|request| request.cert_id.into()).collect();
    let Some((first, rest)) = asked.split_first() else { return };
    let again = rest.iter().fold(NewRequest::about(first), |request, id| request.and_about(id)).encode();
    let again = OcspRequest::parse(&again).expect("what was written");
    assert!(again.requests().map(|request| CertIdBuf::from(request.cert_id)).eq(asked));
}
