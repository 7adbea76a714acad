//! Signing.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use esig_cms::{CmsError, ContentHasher, SignedDataBuf, Signing};
use esig_core::{CertificateBuf, Provider, SignatureScheme};
use esig_token::SigningKey;
use time::UtcDateTime;

use crate::content::read_in_pieces;
use crate::error::Error;
use crate::output::{Existing, write_whole};

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
        }
    }

    /// The content within the signature; it is then held in memory.
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

    fn output_for(&self, path: &Path) -> PathBuf {
        let ending = match self.form {
            Form::Detached => ".sig",
            Form::Attached => ".p7m",
        };
        let beside = || PathBuf::from([path.as_os_str(), ending.as_ref()].into_iter().collect::<OsString>());
        self.output.clone().unwrap_or_else(beside)
    }
}

/// Signs what `content` gives, read once in pieces.
///
/// # Errors
/// If the content cannot be read, or the key has no certificate, cannot be used, or is not that of the certificate.
pub fn sign(
    content: impl Read,
    key: &mut dyn SigningKey,
    options: &SignOptions,
) -> Result<SignedDataBuf, Error> {
    let certificate = key.certificate().ok_or(Error::KeyWithoutCertificate)?.clone();
    let scheme = options.scheme.or_else(|| key.schemes().first().copied()).ok_or(Error::KeyWithoutScheme)?;
    let signing = Signing::new().signer(certificate, scheme).signing_time(options.at).chain(&options.chain);
    let prepared = match options.form {
        Form::Detached => {
            let algorithms = [scheme.content_digest_algorithm()];
            let mut hasher = ContentHasher::new(&algorithms, &options.provider).map_err(CmsError::from)?;
            read_in_pieces(content, |piece| hasher.update(piece)).map_err(Error::ReadContent)?;
            signing.prepare(&hasher.finish(), &options.provider)?
        }
        Form::Attached => {
            let mut octets = Vec::new();
            read_in_pieces(content, |piece| octets.extend_from_slice(piece)).map_err(Error::ReadContent)?;
            signing.prepare_attached(octets, &options.provider)?
        }
    };
    let value = key.sign(scheme, prepared.message())?;
    Ok(prepared.complete(value, &options.provider)?)
}

/// Signs a file and writes the signature beside it, whole or not at all; gives back where.
///
/// # Errors
/// [`Error::OutputExists`] before the key is used; else as [`sign`], and if the file cannot be written.
pub fn sign_file(
    path: impl AsRef<Path>,
    key: &mut dyn SigningKey,
    options: &SignOptions,
) -> Result<PathBuf, Error> {
    let path = path.as_ref();
    let output = options.output_for(path);
    if options.existing == Existing::Keep && output.symlink_metadata().is_ok() {
        return Err(Error::OutputExists { path: output });
    }
    let file = File::open(path).map_err(Error::read(path))?;
    let signature = sign(file, key, options).map_err(|error| match error {
        Error::ReadContent(error) => Error::Read { path: path.into(), error },
        error => error,
    })?;
    match write_whole(&output, signature.as_der(), options.existing) {
        Ok(()) => Ok(output),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Error::OutputExists { path: output })
        }
        Err(error) => Err(Error::Write { path: output, error }),
    }
}
