//! What a judgement rests on: files and directories named in the arguments, the network, a time.

use std::path::{Path, PathBuf};

use clap::Args;
use esig::VerifyOptions;
use esig_cms::SignedData;
use esig_core::{Limits, pem};
use time::UtcDateTime;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::{MAX_EVIDENCE_OCTETS, Source};
use crate::lang::text;
use crate::network::NetworkArguments;
use crate::screen::Talk;
use crate::{clock, directory, message, safe};

/// Whom to trust, what is known besides, and for which time the question is asked.
#[derive(Args, Debug)]
pub(crate) struct EvidenceArguments {
    #[arg(long, value_name = text("PATH", "ПУТЬ"), help = text(
        "Certificates to trust: DER, PEM, PKCS#7, or a directory; without any, nothing is trusted",
        "Доверенные сертификаты: DER, PEM, PKCS#7 или каталог; без них не доверяется никому"
    ))]
    trust: Vec<PathBuf>,

    #[arg(long, value_name = text("PATH", "ПУТЬ"), help = text(
        "Certificate revocation lists: DER, PEM, or a directory",
        "Списки отозванных сертификатов: DER, PEM или каталог"
    ))]
    crl: Vec<PathBuf>,

    #[arg(long, value_name = text("PATH", "ПУТЬ"), help = text(
        "OCSP responses: DER, PEM, or a directory",
        "Ответы OCSP: DER, PEM или каталог"
    ))]
    ocsp: Vec<PathBuf>,

    #[arg(long, value_name = text("PATH", "ПУТЬ"), help = text(
        "Other certificates that may complete a chain; they are not trusted",
        "Прочие сертификаты, чтобы достроить цепочку; доверия к ним нет"
    ))]
    certs: Vec<PathBuf>,

    #[arg(long, value_name = "RFC3339", help = text(
        "Judge as of this time instead of now",
        "Проверить на этот момент времени, а не на текущий"
    ))]
    at: Option<String>,

    #[command(flatten)]
    network: NetworkArguments,
}

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

impl EvidenceArguments {
    /// The time for which the question is asked.
    pub(crate) fn time(&self) -> Result<UtcDateTime, Failure> {
        clock::time(self.at.as_deref())
    }

    /// Everything else, read.
    pub(crate) fn options(&self, at: UtcDateTime, talk: Talk) -> Result<VerifyOptions, Failure> {
        let kinds = [
            Kind { paths: &self.trust, take: VerifyOptions::with_trusted, use_: Use::Trust },
            Kind { paths: &self.certs, take: VerifyOptions::with_certificates, use_: Use::Help },
            Kind { paths: &self.crl, take: VerifyOptions::with_crls, use_: Use::Help },
            Kind { paths: &self.ocsp, take: VerifyOptions::with_ocsp_responses, use_: Use::Help },
        ];
        // Who asks about a time to come asks what will be known then.
        let present = clock::now().max(at);
        let mut options = VerifyOptions::new(at).with_present(present);
        for kind in &kinds {
            for path in kind.paths {
                options = if path.is_dir() {
                    kind.add_directory(options, path, talk)?
                } else {
                    kind.add(options, &Source::new(path))?
                };
            }
        }
        if self.trust.is_empty() {
            talk.warn(&message::nothing_trusted());
        }
        Ok(match self.network.client()? {
            Some(client) => options.with_online(client),
            None => options,
        })
    }
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
        path: &Path,
        talk: Talk,
    ) -> Result<VerifyOptions, Failure> {
        let (mut taken, mut passed_over) = (0, 0);
        for source in directory::files(path)?.into_iter().map(Source::File) {
            match self.add(options.clone(), &source) {
                Ok(more) => (options, taken) = (more, taken + 1),
                Err(_) => passed_over += 1,
            }
        }
        if passed_over > 0 {
            talk.warn(&message::evidence_passed_over(safe::path(path), taken, passed_over));
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
