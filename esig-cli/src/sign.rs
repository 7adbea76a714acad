//! `esig sign`: signatures over files, detached or with the file inside.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use esig::{Existing, SignOptions};
use esig_cms::IntegrityError;
use esig_core::cert::ext::KeyUsage;
use time::UtcDateTime;

use crate::clock;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::holder;
use crate::input::Source;
use crate::key::{Selector, Signer};
use crate::lang::text;
use crate::message::{self, Message};
use crate::output::Target;
use crate::screen::Talk;
use crate::secret::SecretArgs;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[arg(value_name = text("FILE", "ФАЙЛ"), required = true, help = text(
        "What to sign; - is the standard input",
        "Что подписать; - означает стандартный ввод"
    ))]
    files: Vec<PathBuf>,

    #[arg(long, value_name = text("KEY", "КЛЮЧ"), help = text(
        "The key: a PFX file, or PKCS#8 (PEM or DER) together with --cert",
        "Ключ: файл PFX или PKCS#8 (PEM или DER) вместе с --cert"
    ))]
    key: PathBuf,

    #[arg(long, value_name = text("FILE", "ФАЙЛ"), help = text(
        "The signer's certificate; more certificates in the file go into the signature too",
        "Сертификат подписывающего; другие сертификаты из файла тоже войдут в подпись"
    ))]
    cert: Option<PathBuf>,

    #[arg(long, conflicts_with = "attached", help = text(
        "Keep the file apart from the signature, FILE.sig (the default)",
        "Подпись отдельно от файла: ФАЙЛ.sig (по умолчанию)"
    ))]
    detached: bool,

    #[arg(long, help = text(
        "Put the file into the signature, FILE.p7m",
        "Файл внутри подписи: ФАЙЛ.p7m"
    ))]
    attached: bool,

    #[arg(long, value_name = "b", default_value = "b", hide_default_value = true, help = text(
        "Level of CAdES; b is what there is so far",
        "Уровень CAdES; пока есть только b"
    ))]
    level: String,

    #[arg(long, value_name = "RFC3339", help = text(
        "The signing time to state instead of the clock's",
        "Указать это время подписания вместо текущего"
    ))]
    at: Option<String>,

    #[arg(short, long, value_name = text("PATH", "ПУТЬ"), conflicts_with = "out_dir", help = text(
        "Where to write the signature; - is the standard output",
        "Куда записать подпись; - означает стандартный вывод"
    ))]
    out: Option<PathBuf>,

    #[arg(long, value_name = text("DIR", "КАТАЛОГ"), help = text(
        "The directory for signatures; made if it is not there",
        "Каталог для подписей; создаётся, если его нет"
    ))]
    out_dir: Option<PathBuf>,

    #[arg(short, long, help = text(
        "Replace files that exist",
        "Заменять существующие файлы"
    ))]
    force: bool,

    #[command(flatten)]
    secret: SecretArgs,
}

/// Where the signed content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placement {
    Detached,
    Attached,
}

/// One file and where its signature goes.
struct Job {
    source: Source,
    target: Target,
}

pub(crate) fn run(arguments: &Arguments, talk: Talk) -> Result<Exit, Failure> {
    arguments.check_level()?;
    let at = clock::time(arguments.at.as_deref())?;
    let jobs = arguments.jobs()?;
    if jobs.iter().any(|job| job.target == Target::Stdout) && std::io::stdout().is_terminal() {
        let text = message::binary_to_terminal();
        return Err(Failure::new(Exit::Usage, "E-USAGE", text, message::binary_to_terminal_remedy()));
    }
    // Before the password is asked for, so that nobody types it in vain.
    jobs.iter().try_for_each(|job| job.target.check(arguments.existing()))?;
    let selector =
        Selector { key: &arguments.key, certificate: arguments.cert.as_deref(), secret: &arguments.secret };
    let mut signer = selector.load()?;
    warn(&signer, at, talk);
    let mut exit = Exit::Done;
    for job in &jobs {
        match arguments.sign(job, &selector, &mut signer, at) {
            Ok(()) => talk.done(&signed(job, &signer)),
            Err(failure) => {
                talk.fail(&failure);
                exit = exit.worse(failure.exit);
            }
        }
    }
    Ok(exit)
}

impl Arguments {
    fn check_level(&self) -> Result<(), Failure> {
        let known = ["t", "lt", "lta"].into_iter().find(|level| self.level.eq_ignore_ascii_case(level));
        let (exit, text) = match known {
            _ if self.level.eq_ignore_ascii_case("b") => return Ok(()),
            Some(level) => (Exit::Unsupported, message::unsupported_level(level)),
            None => (Exit::Usage, message::usage_invalid(crate::safe::text(&self.level), "--level")),
        };
        Err(Failure::new(exit, "E-LEVEL-UNSUPPORTED", text, message::unsupported_level_remedy()))
    }

    fn placement(&self) -> Placement {
        if self.attached { Placement::Attached } else { Placement::Detached }
    }

    fn existing(&self) -> Existing {
        if self.force { Existing::Replace } else { Existing::Keep }
    }

    fn jobs(&self) -> Result<Vec<Job>, Failure> {
        if self.out.is_some() && self.files.len() > 1 {
            let text = message::one_output_for_many();
            return Err(Failure::new(Exit::Usage, "E-USAGE", text, message::one_output_for_many_remedy()));
        }
        let job = |file: &PathBuf| {
            let source = Source::new(file);
            Ok(Job { target: self.target(&source)?, source })
        };
        let jobs = self.files.iter().map(job).collect::<Result<Vec<_>, Failure>>()?;
        if jobs.iter().filter(|job| job.source == Source::Stdin).count() > 1 {
            let text = message::stdin_twice();
            return Err(Failure::new(Exit::Usage, "E-USAGE", text, message::stdin_twice_remedy()));
        }
        Ok(jobs)
    }

    /// `--out`, else the name of the file with `.sig` or `.p7m`, beside it or in `--out-dir`.
    fn target(&self, source: &Source) -> Result<Target, Failure> {
        if let Some(out) = &self.out {
            return Ok(Target::new(out));
        }
        let Source::File(path) = source else { return Ok(Target::Stdout) };
        let Some(name) = path.file_name() else {
            let text = message::no_file_name(source.name());
            return Err(Failure::new(Exit::Usage, "E-USAGE", text, message::file_exists_remedy()));
        };
        let mut name: OsString = name.to_owned();
        name.push(match self.placement() {
            Placement::Detached => ".sig",
            Placement::Attached => ".p7m",
        });
        let directory = self.out_dir.as_deref().or(path.parent()).unwrap_or(Path::new(""));
        Ok(Target::File(directory.join(name)))
    }

    /// Signs one file and writes the signature.
    fn sign(
        &self,
        job: &Job,
        selector: &Selector<'_>,
        signer: &mut Signer,
        at: UtcDateTime,
    ) -> Result<(), Failure> {
        let options = SignOptions::new(at).with_chain(&signer.chain);
        let signature = match self.placement() {
            Placement::Detached => esig::sign(job.source.open()?, &mut signer.key, &options),
            Placement::Attached => {
                let content = job.source.read(MAX_ATTACHED_OCTETS)?;
                esig::sign(content.as_slice(), &mut signer.key, &options.attached())
            }
        };
        let signature = signature.map_err(|error| match error {
            esig::Error::ReadContent(error) => job.source.unreadable(&error),
            esig::Error::Token(error) => selector.failure(&error),
            esig::Error::Integrity(error) => not_completed(&error),
            error => Failure::facade(&error),
        })?;
        if let Some(directory) = &self.out_dir {
            std::fs::create_dir_all(directory).map_err(|error| job.target.unwritable(&error))?;
        }
        job.target.write(signature.as_der(), self.existing())
    }
}

/// What the key made does not verify: the key is damaged, or memory is.
fn not_completed(error: &IntegrityError) -> Failure {
    let text = message::own_signature_refused(Message::verbatim(error).english());
    Failure::new(Exit::Internal, error.code(), text, message::selftest_suggested())
}

/// Says before the signature is made what will hinder others to accept it.
fn warn(signer: &Signer, at: UtcDateTime, talk: Talk) {
    let certificate = signer.certificate.view();
    let validity = certificate.validity();
    if at > validity.not_after {
        talk.warn(&message::certificate_expired(holder::moment(validity.not_after)));
    } else if at < validity.not_before {
        talk.warn(&message::certificate_not_yet_valid(holder::moment(validity.not_before)));
    }
    let for_signatures = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::NON_REPUDIATION);
    if let Ok(Some(usage)) = certificate.extensions().key_usage()
        && !usage.intersects(for_signatures)
    {
        talk.warn(&message::certificate_not_for_signatures(usage));
    }
}

fn signed(job: &Job, signer: &Signer) -> Message {
    let who = holder::common_name(signer.certificate.view().subject());
    message::signed(job.source.name(), job.target.name(), who, signer.key.kind())
}

/// Content that goes into the signature is held in memory: as much as `verify` reads back.
const MAX_ATTACHED_OCTETS: usize = esig_core::Limits::DEFAULT.input_octets - (1 << 20);
