//! The loop over needs with an asynchronous client, which fetches at once all that a round lacks. A few lines over sockets
//! stand for it; a real one minds strangers' addresses, limits and times, as `esig-http` does.
//!
//! ```text
//! $ cargo run -p esig-examples --example verify_async
//! indeterminate, 1 needs
//! indeterminate, 3 needs
//! valid, 0 needs
//! ```
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use esig::cms::{ContentDigests, SignedData};
use esig::core::{DigestAlgorithm, Evidence, Limits, Need, Provider};
use esig::verify::{Policy, Store, TrustAnchors, Verifier};
use esig_testkit::{Family, Signer, TestServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn request(urls: &[String], body: &[u8]) -> std::io::Result<Vec<u8>> {
    let parts = urls.first().and_then(|url| url.strip_prefix("http://")?.split_once('/'));
    let (host, path) = parts.unwrap_or_default();
    let method = if body.is_empty() { "GET" } else { "POST" };
    let header = format!("{method} /{path} HTTP/1.0\r\nContent-Length: {}\r\n\r\n", body.len());
    let mut stream = tokio::net::TcpStream::connect(host).await?;
    stream.write_all(&[header.as_bytes(), body].concat()).await?;
    let mut answer = Vec::new();
    stream.take(1 << 20).read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |end| end + 4);
    Ok(answer.split_off(end))
}

async fn fetch(need: Need) -> (Need, Evidence) {
    let answer = match &need {
        Need::Issuer { urls, .. } => request(urls, &[]).await.map(Evidence::Certificates),
        Need::Crl { urls, .. } => request(urls, &[]).await.map(Evidence::Crl),
        Need::Ocsp { request: body, urls } => request(urls, body).await.map(Evidence::Ocsp),
        _ => Err(std::io::ErrorKind::Unsupported.into()),
    };
    (need, answer.unwrap_or_else(|error| Evidence::Unavailable { reason: error.to_string() }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = TestServer::start(Family::GOST_256, 1, time::UtcDateTime::now())?;
    let (pki, at) = (server.pki(), server.pki().at());
    let signature = pki.signer(Signer::Valid).sign_detached(b"any octets", at, &[])?;
    let anchors = TrustAnchors::from_certificates([pki.root().certificate().clone()]);
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, Policy::baseline());
    let data = SignedData::parse(signature.as_der(), &Limits::DEFAULT)?;
    let digest = verifier.provider().digest(DigestAlgorithm::Streebog256, b"any octets")?;
    let (signer, mut store) = (data.signer_infos().next().ok_or("none")?, Store::from_signed_data(&data));
    for _round in 1..=3 {
        let assessment = verifier.assess(signer, &ContentDigests::from_digest(digest), &store, at);
        println!("{}, {} needs", assessment.report.conclusion.verdict(), assessment.needs.len());
        let fetching: tokio::task::JoinSet<_> = assessment.needs.into_iter().map(fetch).collect();
        fetching.join_all().await.into_iter().for_each(|(need, answer)| drop(store.add(&need, answer)));
    }
    Ok(())
}
