//! Signing.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use esig_cms::signing::HasSigner;
use esig_cms::stream::{ContentFrame, ContentWriter};
use esig_cms::{CmsError, ContentDigests, ContentHasher, Prepared, SignedDataBuf, Signing};
use esig_core::{CertificateBuf, DigestAlgorithm, Provider, SignatureScheme};
use esig_token::SigningKey;
use time::UtcDateTime;

use crate::augment::{AugmentOptions, augment_new};
use crate::error::Error;
use crate::output::{self, Existing, NewFile};
use crate::progress::Progress;

/// How a signature is made: detached, level CAdES-B, unless said otherwise.
#[derive(Clone, Debug)]
pub struct SignOptions {
    at: UtcDateTime,
    form: Form,
    chain: Vec<CertificateBuf>,
    scheme: Option<SignatureScheme>,
    output: Option<PathBuf>,
    existing: Existing,
    provider: Provider,
    progress: Progress,
    augment: Option<AugmentOptions>,
}

/// Where the content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Outside.
    Detached,
    /// Within the signature.
    Attached,
}

impl SignOptions {
    /// A signature that claims to be made at `at`.
    pub fn new(at: UtcDateTime) -> Self {
        Self {
            at,
            form: Form::Detached,
            chain: Vec::new(),
            scheme: None,
            output: None,
            existing: Existing::Keep,
            provider: Provider::rustcrypto(),
            progress: Progress::default(),
            augment: None,
        }
    }

    /// The content within the signature.
    #[must_use]
    pub fn attached(self) -> Self {
        Self { form: Form::Attached, ..self }
    }

    /// Certificates to put beside the signer's: those between it and the root.
    #[must_use]
    pub fn with_chain(self, chain: &[CertificateBuf]) -> Self {
        Self { chain: chain.to_vec(), ..self }
    }

    /// Another scheme than the one the key offers first.
    #[must_use]
    pub fn with_scheme(self, scheme: SignatureScheme) -> Self {
        Self { scheme: Some(scheme), ..self }
    }

    /// Where [`sign_file`] writes, instead of `x.sig` (detached) or `x.p7m` (attached) beside `x`.
    #[must_use]
    pub fn with_output(self, path: impl Into<PathBuf>) -> Self {
        Self { output: Some(path.into()), ..self }
    }

    /// Lets [`sign_file`] replace a file that is there already.
    #[must_use]
    pub fn replacing_existing(self) -> Self {
        Self { existing: Existing::Replace, ..self }
    }

    /// Other cryptography than that of RustCrypto.
    #[must_use]
    pub fn with_provider(self, provider: Provider) -> Self {
        Self { provider, ..self }
    }

    /// Raises the signature to a level above CAdES-B before anybody gets to see it: if that fails, there is none.
    ///
    /// [`AugmentOptions::only`], `with_output` and `replacing_existing` have no meaning here.
    #[must_use]
    pub fn with_level(self, options: AugmentOptions) -> Self {
        Self { augment: Some(options), ..self }
    }

    /// Tells `progress` how many octets of content were read, each time since the last.
    #[must_use]
    pub fn with_progress(self, progress: impl Fn(u64) + Send + Sync + 'static) -> Self {
        Self { progress: Progress::new(progress), ..self }
    }

    fn output_for(&self, path: &Path) -> PathBuf {
        let ending = match self.form {
            Form::Detached => ".sig",
            Form::Attached => ".p7m",
        };
        let beside = || PathBuf::from([path.as_os_str(), ending.as_ref()].into_iter().collect::<OsString>());
        self.output.clone().unwrap_or_else(beside)
    }
}

/// Signs what `content` gives, read once in pieces; content that goes into the signature is held in memory.
///
/// # Errors
/// If the content cannot be read, or the key has no certificate, cannot be used, or is not that of the certificate.
pub fn sign(
    content: impl Read,
    key: &mut dyn SigningKey,
    options: &SignOptions,
) -> Result<SignedDataBuf, Error> {
    let mut signer = Signer::new(key, options)?;
    let mut content = options.progress.watch(content);
    match options.form {
        Form::Detached => {
            let mut hasher = signer.hasher()?;
            hasher.read(content).map_err(Error::ReadContent)?;
            signer.sign(&hasher.finish())
        }
        Form::Attached => {
            let mut octets = Vec::new();
            content.read_to_end(&mut octets).map_err(Error::ReadContent)?;
            let prepared = signer.signing().prepare_attached(octets, &options.provider)?;
            let signature = signer.complete(prepared)?;
            signer.raise(signature, &ContentDigests::none())
        }
    }
}

/// Signs what `content` gives, read once in pieces, and writes the signature to `to`: DER, but BER in pieces if more than 4 MiB
/// of content go into it, since their number would have to be written first.
///
/// What was written when an error is returned is no signature.
///
/// # Errors
/// As [`sign`], and [`Error::WriteSignature`].
pub fn sign_to(
    mut content: impl Read,
    mut to: impl Write,
    key: &mut dyn SigningKey,
    options: &SignOptions,
) -> Result<(), Error> {
    let mut begin = Vec::new();
    if options.form == Form::Attached {
        (&mut content).take(WHOLE_OCTETS + 1).read_to_end(&mut begin).map_err(Error::ReadContent)?;
    }
    let is_long = begin.len() as u64 > WHOLE_OCTETS;
    let whole = begin.chain(content);
    if is_long {
        return Signer::new(key, options)?.write_in_pieces(whole, to);
    }
    let signature = sign(whole, key, options)?;
    to.write_all(signature.as_der()).and_then(|()| to.flush()).map_err(Error::WriteSignature)
}

/// Signs a file and writes the signature beside it, whole or not at all; gives back where.
///
/// A file of any size is read in pieces, and twice if it goes into the signature.
///
/// # Errors
/// [`Error::OutputExists`] before the key is used; else as [`sign`], if the file cannot be written, and
/// [`Error::ContentChanged`].
pub fn sign_file(
    path: impl AsRef<Path>,
    key: &mut dyn SigningKey,
    options: &SignOptions,
) -> Result<PathBuf, Error> {
    let path = path.as_ref();
    let output = options.output_for(path);
    output::check(&output, options.existing)?;
    let mut file = File::open(path).map_err(Error::read(path))?;
    let is_read_twice = options.form == Form::Attached && file.metadata().is_ok_and(|data| data.is_file());
    let create = || NewFile::create(&output, options.existing).map_err(Error::write(&output));
    let written = if is_read_twice {
        let mut signer = Signer::new(key, options)?;
        let signed = signer.sign_read(&mut file)?;
        create().and_then(|mut new| signer.attach(&signed, &mut file, &mut new).map(|()| new))
    } else {
        create().and_then(|mut new| sign_to(file, &mut new, key, options).map(|()| new))
    };
    let named = |error| match error {
        Error::ReadContent(error) => Error::Read { path: path.into(), error },
        Error::WriteSignature(error) => Error::Write { path: output.clone(), error },
        error => error,
    };
    written.map_err(named)?.keep().map_err(Error::write(&output))?;
    Ok(output)
}

/// A key, its certificate, and how to sign with it.
struct Signer<'k> {
    key: &'k mut dyn SigningKey,
    certificate: CertificateBuf,
    scheme: SignatureScheme,
    options: &'k SignOptions,
}

/// A signature over content outside, what the content was, and how many octets it had.
struct Signed {
    signature: SignedDataBuf,
    content: ContentDigests,
    octets: u64,
}

impl<'k> Signer<'k> {
    fn new(key: &'k mut dyn SigningKey, options: &'k SignOptions) -> Result<Self, Error> {
        let certificate = key.certificate().ok_or(Error::KeyWithoutCertificate)?.clone();
        let scheme = options.scheme.or_else(|| key.schemes().first().copied());
        Ok(Self { scheme: scheme.ok_or(Error::KeyWithoutScheme)?, key, certificate, options })
    }

    fn algorithm(&self) -> DigestAlgorithm {
        self.scheme.content_digest_algorithm()
    }

    /// For the signature, and for a time-stamp over all of the content.
    fn hasher(&self) -> Result<ContentHasher, Error> {
        let Self { options: SignOptions { provider, augment, .. }, .. } = self;
        let stamped = augment.as_ref().map(|augment| augment.digest_for(Some(self.algorithm())));
        let hasher = ContentHasher::new(&[self.algorithm()], provider).map_err(CmsError::from)?;
        Ok(hasher.with_algorithms(stamped.as_slice(), provider).map_err(CmsError::from)?)
    }

    fn signing(&self) -> Signing<HasSigner> {
        let signing = Signing::new().signer(self.certificate.clone(), self.scheme);
        signing.signing_time(self.options.at).chain(&self.options.chain)
    }

    fn complete(&mut self, prepared: Prepared) -> Result<SignedDataBuf, Error> {
        let value = self.key.sign(self.scheme, prepared.message())?;
        Ok(prepared.complete(value, &self.options.provider)?)
    }

    fn sign(&mut self, content: &ContentDigests) -> Result<SignedDataBuf, Error> {
        let prepared = self.signing().prepare(content, &self.options.provider)?;
        let signature = self.complete(prepared)?;
        self.raise(signature, content)
    }

    /// To the level that the options ask for.
    fn raise(&self, signature: SignedDataBuf, content: &ContentDigests) -> Result<SignedDataBuf, Error> {
        match &self.options.augment {
            None => Ok(signature),
            Some(augment) => augment_new(signature, content, augment),
        }
    }

    fn sign_read(&mut self, content: impl Read) -> Result<Signed, Error> {
        let mut hasher = self.hasher()?;
        let octets = hasher.read(self.options.progress.watch(content)).map_err(Error::ReadContent)?;
        let content = hasher.finish();
        Ok(Signed { signature: self.sign(&content)?, content, octets })
    }

    /// Writes the signature with the content inside, which is read again and must be what it was.
    fn attach(
        &self,
        signed: &Signed,
        content: &mut (impl Read + Seek),
        mut to: impl Write,
    ) -> Result<(), Error> {
        let around = signed.signature.view().around_content(signed.octets)?;
        to.write_all(&around.before).map_err(Error::WriteSignature)?;
        content.rewind().map_err(Error::ReadContent)?;
        let mut hasher = self.hasher()?;
        let octets = hasher.read_and_copy(self.options.progress.watch(content), &mut to)?;
        if (octets, hasher.finish()) != (signed.octets, signed.content.clone()) {
            return Err(Error::ContentChanged);
        }
        to.write_all(&around.after).map_err(Error::WriteSignature)
    }

    fn write_in_pieces(&mut self, content: impl Read, to: impl Write) -> Result<(), Error> {
        let frame = ContentFrame::new(esig_cms::oids::DATA, &[self.algorithm()]);
        let mut writer = ContentWriter::new(to, frame, self.hasher()?).map_err(Error::WriteSignature)?;
        writer.read(self.options.progress.watch(content))?;
        let (content, end) = writer.end_content().map_err(Error::WriteSignature)?;
        let signature = self.sign(&content)?;
        end.complete(&signature.view())?;
        Ok(())
    }
}

/// Octets of content up to which their number is found out before anything is written.
const WHOLE_OCTETS: u64 = 4 << 20;
