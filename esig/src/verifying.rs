//! Verifying.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use esig_cms::{ContentDigests, SignedData};
use esig_verify::{Entry, Store, Verdict};

use crate::content::{Content, beside, claims_to_be_signature};
use crate::error::Error;
use crate::format::{self, Armor, Format, HEAD_OCTETS, Kind};
use crate::options::VerifyOptions;
use crate::output::{self, Existing, NewFile};
use crate::signature::{Reading, Signature, Unreadable};
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
        classify(signature, |format| format::is_signed(format, signature)).map_err(Error::ReadSignature)?;
    match found {
        Found::SignedData(armor) => {
            let read = Reading::new(armor, options).in_memory().read(signature, io::sink());
            judge(NAMELESS, None, read, content, options)
        }
        found => Ok(found.without_signature(NAMELESS, options)),
    }
}

/// Judges the signatures in what is read from `signature`, which may be a pipe: memory does not grow with the content, be it
/// inside or outside.
///
/// What is read once cannot be read differently when its end has shown what it is: a signature over the content itself
/// (Ed25519 without signed attributes) with more than 1 MiB of it inside, an archive time-stamp of version 1 or 2, or a digest
/// that was not announced is then undecided, where [`verify_file`] reads again.
///
/// # Errors
/// [`Error::ReadSignature`]; else as [`verify`].
pub fn verify_stream(
    signature: impl Read,
    content: Content<'_>,
    options: &VerifyOptions,
) -> Result<Verification, Error> {
    let mut signature = options.progress.watch(signature);
    let head = head(&mut signature).map_err(Error::ReadSignature)?;
    let mut whole = head.chain(signature);
    let found =
        classify(&head, |format| format::is_signed(format, &mut whole)).map_err(Error::ReadSignature)?;
    match found {
        Found::SignedData(armor) => {
            let read = Reading::new(armor, options).read(whole, io::sink());
            judge(NAMELESS, None, read, content, options)
        }
        found => Ok(found.without_signature(NAMELESS, options)),
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
/// Content of any size passes by in pieces, be it inside or outside.
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
    let mut file = SignatureFile::open(path, options)?;
    match file.classify()? {
        Found::SignedData(armor) => {
            let read = file.read(armor, || Ok(io::sink()))?;
            let signature = read.map(|(signature, _)| signature);
            let verification = judge(&name, beside(path).as_deref(), signature, content, options);
            verification.map_err(|error| error.of_signature(path))
        }
        Found::Nothing(None) if claims_to_be_signature(path) => {
            Ok(Verification::malformed(&name, options.at))
        }
        found => Ok(found.without_signature(&name, options)),
    }
}

/// Judges the signatures in a file, and writes the content that is inside to `output` if all are valid.
///
/// The content is written down while the signature is read, into a file that gets its name after the verdict: what nobody
/// signed is not to be seen under it.
///
/// # Errors
/// [`Error::ContentOutside`] if the signature is detached; [`Error::OutputExists`], before anything is read, and
/// [`Error::Write`]; else as [`verify_file`].
pub fn extract_file(
    path: impl AsRef<Path>,
    output: impl AsRef<Path>,
    existing: Existing,
    options: &VerifyOptions,
) -> Result<Verification, Error> {
    let (path, output) = (path.as_ref(), output.as_ref());
    let name = path.to_string_lossy();
    output::check(output, existing)?;
    let mut file = SignatureFile::open(path, options)?;
    let armor = match file.classify()? {
        Found::SignedData(armor) => armor,
        found => return Ok(found.without_signature(&name, options)),
    };
    let create = || NewFile::create(output, existing).map_err(Error::write(output));
    let (signature, content) = match file.read(armor, create)? {
        Ok((signature, content)) => (Ok(signature), Some(content)),
        Err(Unreadable::Write(error)) => return Err(Error::write(output)(error)),
        Err(unreadable) => (Err(unreadable), None),
    };
    if signature.as_ref().is_ok_and(Signature::is_detached) {
        return Err(Error::ContentOutside { path: path.into() });
    }
    let verification = judge(&name, None, signature, Content::Found, options);
    let verification = verification.map_err(|error| error.of_signature(path))?;
    if verification.verdict() == Verdict::Valid {
        content.map_or(Ok(()), NewFile::keep).map_err(Error::write(output))?;
    }
    Ok(verification)
}

/// What stands in the place of a file's name if there is no file.
const NAMELESS: &str = "-";

/// A file that may hold a signature, opened once: what is judged is what was read, whatever becomes of its name.
struct SignatureFile<'o> {
    path: &'o Path,
    options: &'o VerifyOptions,
    file: File,
    head: Vec<u8>,
}

impl<'o> SignatureFile<'o> {
    fn open(path: &'o Path, options: &'o VerifyOptions) -> Result<Self, Error> {
        let mut file = File::open(path).map_err(Error::read(path))?;
        let head = head(&mut file).map_err(Error::read(path))?;
        Ok(Self { path, options, file, head })
    }

    fn classify(&mut self) -> Result<Found, Error> {
        let whole = self.head.as_slice().chain(&mut self.file);
        classify(&self.head, |format| format::is_signed(format, whole)).map_err(Error::read(self.path))
    }

    /// Reads the signature; a second time if its end shows that it has to be read differently, and there is a way back.
    ///
    /// What the content is written to is begun anew each time: of the octets that were judged every one stands there.
    fn read<W: Write>(
        &mut self,
        armor: Armor,
        begin: impl Fn() -> Result<W, Error>,
    ) -> Result<Result<(Signature, W), Unreadable>, Error> {
        let progress = &self.options.progress;
        let read = |reading: &Reading<'_>, source: &mut dyn Read| {
            let mut to = begin()?;
            let signature = reading.read(progress.watch(source), &mut to);
            Ok(signature.map(|signature| (signature, to)))
        };
        let reading = Reading::new(armor, self.options);
        let first = read(&reading, &mut self.head.as_slice().chain(&mut self.file))?;
        let again = first.as_ref().ok().and_then(|(signature, _)| reading.again(signature));
        match again.filter(|_| self.file.rewind().is_ok()) {
            Some(again) => {
                drop(first);
                read(&again, &mut self.file)
            }
            None => Ok(first),
        }
    }
}

enum Found {
    SignedData(Armor),
    Nothing(Option<Format>),
    Unsupported(Format),
}

impl Found {
    fn without_signature(&self, name: &str, options: &VerifyOptions) -> Verification {
        match self {
            Self::Nothing(format) => Verification::no_signature(name, *format, options.at),
            Self::Unsupported(format) => Verification::unsupported(name, *format, options.at),
            Self::SignedData(_) => Verification::malformed(name, options.at),
        }
    }
}

fn classify(head: &[u8], is_signed: impl FnOnce(Format) -> io::Result<bool>) -> io::Result<Found> {
    Ok(match format::recognize(head) {
        Kind::SignedData(armor) => Found::SignedData(armor),
        Kind::Container(format) if is_signed(format)? => Found::Unsupported(format),
        Kind::Container(format) => Found::Nothing(Some(format)),
        Kind::Other => Found::Nothing(None),
    })
}

/// The first octets, by which a file is known.
fn head(source: impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    source.take(HEAD_OCTETS as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// `beside` is what a detached signature is over if nothing else is named.
fn judge(
    name: &str,
    beside: Option<&Path>,
    signature: Result<Signature, Unreadable>,
    content: Content<'_>,
    options: &VerifyOptions,
) -> Result<Verification, Error> {
    let signature = match signature {
        Ok(signature) => signature,
        Err(Unreadable::Armor) => return Ok(Verification::malformed(name, options.at)),
        Err(Unreadable::Cms(error)) => return Ok(Verification::unreadable(name, &error, options.at)),
        Err(Unreadable::Read(error) | Unreadable::Write(error)) => return Err(Error::ReadSignature(error)),
    };
    let content = match (content, beside) {
        (Content::Found, Some(path)) if signature.is_detached() => Content::File(path),
        (content, _) => content,
    };
    let content = digest(&signature, content, options)?;
    let data = signature.view();
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
    signature: &Signature,
    content: Content<'_>,
    options: &VerifyOptions,
) -> Result<ContentDigests, Error> {
    let mut hasher = signature.view().hasher(&options.provider);
    match content {
        Content::Found => return Ok(signature.content(options)),
        Content::Digest(digest) => return Ok(ContentDigests::from_digest(digest)),
        Content::Octets(octets) => hasher.update(octets),
        Content::File(path) => {
            let file = File::open(path).map_err(Error::read(path))?;
            hasher.read(options.progress.watch(file)).map_err(Error::read(path))?;
        }
        Content::Stream(octets) => {
            hasher.read(options.progress.watch(octets)).map_err(Error::ReadContent)?;
        }
    }
    Ok(hasher.finish())
}
