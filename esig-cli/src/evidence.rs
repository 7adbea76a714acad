//! What a verification rests on: files and directories named in the arguments.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use esig::VerifyOptions;
use esig_cms::SignedData;
use esig_core::{Limits, pem};
use time::UtcDateTime;

use super::arguments::Arguments;
use super::files::walk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::{MAX_EVIDENCE_OCTETS, Source};
use crate::message;
use crate::safe;
use crate::screen::Talk;

/// One kind of evidence: where it is, and how a file of it is taken.
struct Kind<'a> {
    paths: &'a [PathBuf],
    take: fn(VerifyOptions, &[u8]) -> Result<VerifyOptions, esig::Error>,
    use_: Use,
}

/// What the evidence is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Trust,
    Help,
}

pub(super) fn options(arguments: &Arguments, at: UtcDateTime, talk: Talk) -> Result<VerifyOptions, Failure> {
    let kinds = [
        Kind { paths: &arguments.trust, take: VerifyOptions::with_trusted, use_: Use::Trust },
        Kind { paths: &arguments.certs, take: VerifyOptions::with_certificates, use_: Use::Help },
        Kind { paths: &arguments.crl, take: VerifyOptions::with_crls, use_: Use::Help },
        Kind { paths: &arguments.ocsp, take: VerifyOptions::with_ocsp_responses, use_: Use::Help },
    ];
    let mut options = VerifyOptions::new(at);
    for kind in &kinds {
        for path in kind.paths {
            options = if path.is_dir() {
                kind.add_directory(options, path, talk)?
            } else {
                kind.add(options, &Source::new(path))?
            };
        }
    }
    if arguments.trust.is_empty() {
        talk.warn(&message::nothing_trusted());
    }
    Ok(match arguments.network.client()? {
        Some(client) => options.with_online(client),
        None => options,
    })
}

impl Kind<'_> {
    /// Adds what one file holds; it must be what it is named for.
    fn add(&self, options: VerifyOptions, source: &Source) -> Result<VerifyOptions, Failure> {
        let bytes = source.read(MAX_EVIDENCE_OCTETS)?;
        if self.use_ == Use::Trust && is_signature(&bytes) {
            let text = message::trust_in_signature(source.name());
            let remedy = message::trust_in_signature_remedy();
            return Err(Failure::new(Exit::Malformed, "E-TRUST-IS-SIGNATURE", text, remedy));
        }
        (self.take)(options, &bytes).map_err(|error| Failure::evidence(&source.name(), &error))
    }

    /// Adds what the files of a directory hold; those that are something else merely lie there.
    fn add_directory(
        &self,
        mut options: VerifyOptions,
        directory: &Path,
        talk: Talk,
    ) -> Result<VerifyOptions, Failure> {
        let mut found = BTreeSet::new();
        walk(directory, 0, &mut found)?;
        let (mut taken, mut passed_over) = (0, 0);
        for source in found.into_iter().map(Source::File) {
            match self.add(options.clone(), &source) {
                Ok(more) => (options, taken) = (more, taken + 1),
                Err(_) => passed_over += 1,
            }
        }
        if passed_over > 0 {
            talk.warn(&message::evidence_passed_over(safe::path(directory), taken, passed_over));
        }
        Ok(options)
    }
}

/// A signature brings certificates too, but whoever made it chose them: they must not become trusted by that.
fn is_signature(bytes: &[u8]) -> bool {
    let has_signers = |cms: &[u8]| {
        SignedData::parse(cms, &Limits::DEFAULT).is_ok_and(|data| data.signer_infos().next().is_some())
    };
    match pem::is_pem(bytes) {
        true => pem::blocks(bytes).flatten().any(|block| has_signers(&block.contents)),
        false => has_signers(bytes) || pem::base64(bytes).is_some_and(|cms| has_signers(&cms)),
    }
}
