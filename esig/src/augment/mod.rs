//! Raising the level of signatures, of our own and of others.
//!
//! Verify, stamp, gather, verify again, write: nothing leaves this module that does not hold, and nothing that was there before is
//! changed by an octet.

mod guard;
mod options;
mod proof;
mod steps;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use esig_cms::{ContentDigests, ContentHasher, SignedData, SignedDataBuf};
use esig_core::DigestAlgorithm;

pub use self::options::{AugmentOptions, TargetLevel};
use crate::content::{Content, beside};
use crate::error::Error;
use crate::format::{self, HEAD_OCTETS, Kind};
use crate::output::{Existing, write_whole};

/// Raises the signatures in `signature`: CMS in DER or BER, as PEM or base64; what comes out is without such wrapping.
///
/// Every octet that was signed or stamped is kept as it is, so that signatures of others are raised like one's own. Counter-signatures
/// stay as they are.
///
/// # Errors
/// If there is no signature, if one of those to be raised or a time-stamp in it does not hold, if no authority gives a time-stamp, or
/// if what the signature rests on does not lead to an anchor.
pub fn augment(
    signature: &[u8],
    content: Content<'_>,
    options: &AugmentOptions,
) -> Result<SignedDataBuf, Error> {
    let data = signed_data(signature.to_vec(), options)?;
    let content = digest(&data.view(), content, options)?;
    steps::raise(data, &content, options)
}

/// Raises the signatures in a file, and replaces the file if the options allow it, or writes another; gives back where.
///
/// A detached `x.sig`, `x.p7s` or `x.sgn` is over the `x` beside it. Whatever happens, there is the old file or the new one.
///
/// # Errors
/// [`Error::OutputExists`] before anybody is asked for a time-stamp; else as [`augment`], and if a file cannot be read or written.
pub fn augment_file(path: impl AsRef<Path>, options: &AugmentOptions) -> Result<PathBuf, Error> {
    augment_file_over(path, Content::Found, options)
}

/// The same over content that lies elsewhere.
///
/// # Errors
/// As [`augment_file`].
pub fn augment_file_over(
    path: impl AsRef<Path>,
    content: Content<'_>,
    options: &AugmentOptions,
) -> Result<PathBuf, Error> {
    let path = path.as_ref();
    let output = options.output_for(path);
    if options.existing == Existing::Keep && output.symlink_metadata().is_ok() {
        return Err(Error::OutputExists { path: output.into() });
    }
    let data = signed_data(read(path, options)?, options)?;
    let beside = beside(path);
    let content = match (content, &beside) {
        (Content::Found, Some(path)) if data.view().encapsulated_content().is_none() => Content::File(path),
        (content, _) => content,
    };
    let content = digest(&data.view(), content, options)?;
    let raised = steps::raise(data, &content, options)?;
    match write_whole(output, raised.as_der(), options.existing) {
        Ok(()) => Ok(output.into()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Error::OutputExists { path: output.into() })
        }
        Err(error) => Err(Error::Write { path: output.into(), error }),
    }
}

/// Raises a signature just made; its content, if it is outside, was digested for it and by [`AugmentOptions::digest_for`].
pub(crate) fn augment_new(
    data: SignedDataBuf,
    content: &ContentDigests,
    options: &AugmentOptions,
) -> Result<SignedDataBuf, Error> {
    steps::raise(data, content, options)
}

/// As much of a file as may be a signature; PEM and base64 take four characters for three octets, and line ends.
fn read(path: &Path, options: &AugmentOptions) -> Result<Vec<u8>, Error> {
    let limit = (options.verification.limits.input_octets as u64).saturating_mul(2).saturating_add(1);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(Error::read(path))?;
    file.take(limit).read_to_end(&mut bytes).map_err(Error::read(path))?;
    Ok(bytes)
}

fn signed_data(bytes: Vec<u8>, options: &AugmentOptions) -> Result<SignedDataBuf, Error> {
    let bytes = match format::recognize(&bytes[..bytes.len().min(HEAD_OCTETS)]) {
        Kind::SignedData(armor) => format::unwrap(bytes, armor).ok_or(Error::NoSignature)?,
        _ => return Err(Error::NoSignature),
    };
    Ok(SignedDataBuf::from_bytes(bytes, &options.verification.limits)?)
}

/// The digests of the content that its signatures and time-stamps need, those still to be made included.
fn digest(
    data: &SignedData<'_>,
    content: Content<'_>,
    options: &AugmentOptions,
) -> Result<ContentDigests, Error> {
    let provider = &options.verification.provider;
    let mut hasher = data.hasher(provider);
    let imprints: Vec<DigestAlgorithm> = data
        .signer_infos()
        .map(|signer| options.digest_for(signer.content_digest_algorithm().ok()))
        .collect();
    hasher = hasher.with_algorithms(&imprints, provider).map_err(esig_cms::CmsError::from)?;
    match content {
        Content::Found => return Ok(inside(data, hasher)),
        Content::Digest(digest) => return Ok(ContentDigests::from_digest(digest)),
        Content::Octets(octets) => hasher.update(octets),
        Content::File(path) => {
            let file = File::open(path).map_err(Error::read(path))?;
            hasher.read(file).map_err(Error::read(path))?;
        }
        Content::Stream(stream) => {
            hasher.read(stream).map_err(Error::ReadContent)?;
        }
    }
    Ok(hasher.finish())
}

fn inside(data: &SignedData<'_>, mut hasher: ContentHasher) -> ContentDigests {
    match data.encapsulated_content() {
        None => ContentDigests::none(),
        Some(content) => {
            content.segments().for_each(|segment| hasher.update(segment));
            hasher.finish()
        }
    }
}
