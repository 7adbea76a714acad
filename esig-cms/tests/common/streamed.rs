//! A file read in memory and as a stream, side by side.
#![allow(dead_code)] // each test uses its part

use esig_cms::{CmsError, ContentDigests, SignedData, SignedDataStream, SignerInfo, StreamedSignedData};
use esig_core::{Limits, Provider};

/// Reads `bytes` in the pieces whose sizes are given, again and again.
pub(crate) fn stream(
    bytes: &[u8],
    sizes: &[usize],
    limits: &Limits,
) -> Result<(StreamedSignedData, Vec<u8>), CmsError> {
    let mut stream = SignedDataStream::new(limits, &Provider::rustcrypto());
    let (mut rest, mut content) = (bytes, Vec::new());
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.len().min(*sizes.next().expect("a size")));
        stream.feed_and_pass(piece, |octets| content.extend_from_slice(octets))?;
        rest = after;
    }
    Ok((stream.finish()?, content))
}

/// Says where the stream and the memory differ; `None` if nowhere.
pub(crate) fn difference(bytes: &[u8], sizes: &[usize]) -> Option<String> {
    // What is cut and what is too long is told apart in memory only.
    let mut limits = Limits::DEFAULT;
    limits.beside_content_octets = usize::MAX;
    let limits = &limits;
    let (data, (streamed, content)) = match (SignedData::parse(bytes, limits), stream(bytes, sizes, limits)) {
        (Ok(data), Ok(streamed)) => (data, streamed),
        (Err(memory), Err(stream)) if memory.code() == stream.code() => return None,
        // Of two faults the stream finds the one that comes first.
        (Err(CmsError::Malformed(_)), Err(CmsError::NotSignedData { .. })) => return None,
        (Err(CmsError::NotSignedData { .. }), Err(CmsError::Malformed(_))) => return None,
        (memory, stream) => return Some(format!("in memory {memory:?}, as a stream {stream:?}")),
    };
    let view = streamed.view();
    let attached = data.encapsulated_content().map(|content| content.octets().into_owned());
    let found = streamed.content_octets().map(|_| content);
    let differences = [
        ("content", attached != found),
        ("octets of content", attached.map(|content| content.len() as u64) != streamed.content_octets()),
        ("content type", data.content_type() != view.content_type()),
        ("version", data.version() != view.version()),
        ("digestAlgorithms", !data.digest_algorithms().eq(view.digest_algorithms())),
        ("certificates", !data.certificates().eq(view.certificates())),
        ("crls", !data.revocation_infos().eq(view.revocation_infos())),
        ("signerInfos", !signatures(&data).eq(signatures(&view))),
        ("findings", data.findings() != view.findings()),
    ];
    if let Some((what, _)) = differences.into_iter().find(|(_, differ)| *differ) {
        return Some(format!("{what} differ"));
    }
    let (memory, stream) = (checks(&data, &streamed), checks(&view, &streamed));
    (memory != stream).then(|| format!("in memory {memory:?}, as a stream {stream:?}"))
}

fn signatures<'a>(data: &SignedData<'a>) -> impl Iterator<Item = &'a [u8]> + use<'a> {
    data.signer_infos().map(|signer_info| signer_info.as_bytes())
}

/// What comes of each signature with each certificate that may be the signer's; where the digest that the signer needs was
/// not announced, with the content in memory either way.
fn checks(data: &SignedData<'_>, streamed: &StreamedSignedData) -> Vec<String> {
    let provider = Provider::rustcrypto();
    let whole = data.digest_encapsulated_content(&provider);
    let content = if whole.is_none() { streamed.content() } else { &whole };
    let mut found = Vec::new();
    for signer_info in data.signer_infos() {
        let unannounced = signer_info
            .content_digest_algorithm()
            .is_ok_and(|algorithm| streamed.missing_digests().contains(&algorithm));
        let content = if unannounced { &ContentDigests::none() } else { content };
        check(data, signer_info, content, &provider, &mut found);
    }
    found
}

fn check(
    data: &SignedData<'_>,
    signer_info: SignerInfo<'_>,
    content: &ContentDigests,
    provider: &Provider,
    found: &mut Vec<String>,
) {
    for candidate in data.candidates(&signer_info) {
        found.push(match signer_info.check(candidate.view(), content, provider) {
            Ok(intact) => format!("{:?} {:?}", intact.signed_octets(), intact.findings()),
            Err(error) => error.to_string(),
        });
    }
    for counter_signature in signer_info.counter_signatures() {
        check(data, counter_signature, content, provider, found);
    }
}
