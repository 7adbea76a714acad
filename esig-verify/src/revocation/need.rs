//! What to ask for, where nothing at hand says whether a certificate is revoked.

use alloc::string::String;
use alloc::vec::Vec;

use esig_core::ocsp::{CertIdBuf, NewRequest};
use esig_core::{Certificate, DigestAlgorithm, NameBuf, Need};

use crate::path::Context;

/// An OCSP response, if the certificate says who gives any, and a CRL: either will do.
pub(super) fn needs(
    context: &Context<'_, '_>,
    certificate: &Certificate<'_>,
    issuer: &Certificate<'_>,
) -> Vec<Need> {
    ocsp(context, certificate, issuer).into_iter().chain([crl(context, certificate)]).collect()
}

/// The request has no nonce: without randomness the same question has the same octets, and responders may answer it with
/// what they made before (RFC 5019 §4).
fn ocsp(context: &Context<'_, '_>, certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Option<Need> {
    let access = certificate.extensions().authority_info_access().ok().flatten();
    let urls = texts(context, access.iter().flat_map(|access| access.ocsp()));
    if urls.is_empty() {
        return None;
    }
    let id = CertIdBuf::new(context.provider, DigestAlgorithm::Sha1, *certificate, *issuer).ok()?;
    Some(Need::Ocsp { request: NewRequest::about(&id).encode(), urls })
}

fn crl(context: &Context<'_, '_>, certificate: &Certificate<'_>) -> Need {
    let points = certificate.extensions().crl_distribution_points().ok().flatten();
    let urls = texts(context, points.iter().flat_map(|points| points.uris()));
    Need::Crl { issuer: NameBuf::from(certificate.issuer()), urls }
}

fn texts<'a>(context: &Context<'_, '_>, uris: impl Iterator<Item = &'a [u8]>) -> Vec<String> {
    let texts = uris.filter_map(|uri| core::str::from_utf8(uri).ok()).map(String::from);
    texts.take(context.policy.limits.urls).collect()
}
