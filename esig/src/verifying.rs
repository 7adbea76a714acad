//! Verifying.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use esig_cms::{ContentDigests, SignedData};
use esig_verify::{Entry, Store};

use crate::content::{Content, beside, claims_to_be_signature, read_file_in_pieces};
use crate::error::Error;
use crate::format::{self, Format, HEAD_OCTETS, Kind};
use crate::options::VerifyOptions;
#[cfg(feature = "online")]
use crate::stopwatch::Paused;
use crate::stopwatch::Stopwatch;
use crate::verification::Verification;

/// Judges the signatures in `signature`: CMS in DER or BER, as PEM or base64.
///
/// # Errors
/// If the content cannot be read, or the options hold more evidence than a store takes. That there is no signature,
/// or a damaged one, is a verdict.
pub fn verify(
    signature: &[u8],
    content: Content<'_>,
    options: &VerifyOptions,
) -> Result<Verification, Error> {
    let found =
        classify(signature, |format| format::is_signed(format, signature)).map_err(Error::ReadContent)?;
    match found {
        Found::SignedData(armor) => {
            judge(NAMELESS, None, format::unwrap(signature.to_vec(), armor), content, options)
        }
        Found::Nothing(format) => Ok(Verification::no_signature(NAMELESS, format, options.at)),
        Found::Unsupported(format) => Ok(Verification::unsupported(NAMELESS, format, options.at)),
    }
}

/// Judges the signatures in a file; a detached `x.sig`, `x.p7s` or `x.sgn` is over the `x` beside it.
///
/// # Errors
/// If the file or the content cannot be read; else as [`verify`].
pub fn verify_file(path: impl AsRef<Path>, options: &VerifyOptions) -> Result<Verification, Error> {
    verify_file_over(path, Content::Found, options)
}

/// Judges the signatures in a file over content that lies elsewhere.
///
/// # Errors
/// As [`verify_file`].
pub fn verify_file_over(
    path: impl AsRef<Path>,
    content: Content<'_>,
    options: &VerifyOptions,
) -> Result<Verification, Error> {
    let path = path.as_ref();
    let name = path.to_string_lossy();
    let mut file = File::open(path).map_err(Error::read(path))?;
    let mut head = Vec::new();
    (&mut file).take(HEAD_OCTETS as u64).read_to_end(&mut head).map_err(Error::read(path))?;
    let head = head.as_slice();
    let found = classify(head, |format| format::is_signed(format, head.chain(&mut file)));
    match found.map_err(Error::read(path))? {
        Found::SignedData(armor) => {
            let bytes = read_signature(head.chain(&mut file), options).map_err(Error::read(path))?;
            let beside = beside(path);
            judge(&name, beside.as_deref(), format::unwrap(bytes, armor), content, options)
        }
        Found::Nothing(None) if claims_to_be_signature(path) => {
            Ok(Verification::malformed(&name, options.at))
        }
        Found::Nothing(format) => Ok(Verification::no_signature(&name, format, options.at)),
        Found::Unsupported(format) => Ok(Verification::unsupported(&name, format, options.at)),
    }
}

/// What stands in the place of a file's name if there is no file.
const NAMELESS: &str = "-";

enum Found {
    SignedData(format::Armor),
    Nothing(Option<Format>),
    Unsupported(Format),
}

fn classify(head: &[u8], is_signed: impl FnOnce(Format) -> io::Result<bool>) -> io::Result<Found> {
    Ok(match format::recognize(head) {
        Kind::SignedData(armor) => Found::SignedData(armor),
        Kind::Container(format) if is_signed(format)? => Found::Unsupported(format),
        Kind::Container(format) => Found::Nothing(Some(format)),
        Kind::Other => Found::Nothing(None),
    })
}

/// One octet more than the limit allows, so that the parser sees that there is more.
fn read_signature(file: impl Read, options: &VerifyOptions) -> io::Result<Vec<u8>> {
    // PEM and base64 take four characters for three octets, and line ends; a limit on memory need not be exact.
    let limit = (options.limits.input_octets as u64).saturating_mul(2).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// `bytes` are `None` if what was wrapped around them is damaged; `beside` is what a detached signature is over if
/// nothing else is named.
fn judge(
    name: &str,
    beside: Option<&Path>,
    bytes: Option<Vec<u8>>,
    content: Content<'_>,
    options: &VerifyOptions,
) -> Result<Verification, Error> {
    let Some(bytes) = bytes else { return Ok(Verification::malformed(name, options.at)) };
    let data = match SignedData::parse(&bytes, &options.limits) {
        Ok(data) => data,
        Err(error) => return Ok(Verification::unreadable(name, &error, options.at)),
    };
    let content = match (content, beside) {
        (Content::Found, Some(path)) if data.encapsulated_content().is_none() => Content::File(path),
        (content, _) => content,
    };
    let content = digest(&data, content, options)?;
    let mut store = Store::from_signed_data(&data);
    options.supply(&mut store)?;
    let entries = assess(&data, &content, &mut store, options);
    Ok(Verification::of(name, &entries, options.at))
}

/// From the evidence at hand alone, or with what the network adds to it.
fn assess<'s>(
    data: &SignedData<'s>,
    content: &ContentDigests,
    store: &'s mut Store,
    options: &VerifyOptions,
) -> Vec<Entry<'s>> {
    let stopwatch = Stopwatch::start(options.time_limit);
    let verifier = &options.verifier(&stopwatch);
    #[cfg(feature = "online")]
    if let Some(client) = &options.online {
        let fetch = &mut Paused { fetch: client.begin(), stopwatch };
        return esig_verify::online_all(verifier, data, content, store, options.at, fetch, ROUNDS);
    }
    verifier.assess_all(data, content, store, options.at)
}

/// How often what is missing is fetched: the issuer of an issuer is known only after him, then come the CRLs and who signed them.
#[cfg(feature = "online")]
pub(crate) const ROUNDS: u8 = 10;

fn digest(
    data: &SignedData<'_>,
    content: Content<'_>,
    options: &VerifyOptions,
) -> Result<ContentDigests, Error> {
    let mut hasher = data.hasher(&options.provider);
    match content {
        Content::Found => return Ok(data.digest_encapsulated_content(&options.provider)),
        Content::Digest(digest) => return Ok(ContentDigests::from_digest(digest)),
        Content::Octets(octets) => hasher.update(octets),
        Content::File(path) => {
            read_file_in_pieces(path, |piece| hasher.update(piece)).map_err(Error::read(path))?;
        }
    }
    Ok(hasher.finish())
}
