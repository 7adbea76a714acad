//! `esig cert status`: do certificates hold, are they revoked, and who says so?

mod json;
mod plain;

use std::path::PathBuf;

use clap::Args;
use esig::{CertificateStatus, VerifyOptions};
use esig_core::CertificateBuf;

use crate::evidence::EvidenceArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::lang::text;
use crate::screen::Talk;
use crate::{certificates, output};

pub(crate) use json::SCHEMA;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[arg(value_name = text("FILE", "ФАЙЛ"), required = true, help = text(
        "Certificates: DER, PEM or PKCS#7, each with those that may complete its chain; - is the standard input",
        "Сертификаты: DER, PEM или PKCS#7, вместе с теми, что могут достроить цепочку; - означает стандартный ввод"
    ))]
    files: Vec<PathBuf>,

    #[command(flatten)]
    evidence: EvidenceArguments,

    #[arg(long, help = text("Print JSON", "Напечатать JSON"))]
    json: bool,
}

/// The certificates of one file, each with what is known of it.
type Judged = Result<Vec<(CertificateBuf, CertificateStatus)>, Failure>;

pub(crate) fn run(arguments: &Arguments, talk: Talk) -> Result<Exit, Failure> {
    let at = arguments.evidence.time()?;
    let sources: Vec<Source> = arguments.files.iter().map(|file| Source::new(file)).collect();
    let options = arguments.evidence.options(at, talk);
    if let (Err(failure), false) = (&options, arguments.json) {
        return Err(failure.clone());
    }
    let judge = |source| options.clone().and_then(|options| judge(source, &options));
    let judged: Vec<Judged> = sources.iter().map(judge).collect();
    let exit = judged.iter().map(exit).fold(Exit::Done, Exit::worse);
    if arguments.json {
        output::print(&json::document(at, &sources, &judged))?;
        return Ok(exit);
    }
    for (source, judged) in sources.iter().zip(&judged) {
        match judged {
            Ok(certificates) => output::print(&plain::render(at, source, certificates))?,
            Err(failure) => talk.fail(failure),
        }
    }
    Ok(exit)
}

/// Each certificate of a file; the others in it may help to find its chain, and are not trusted.
fn judge(source: &Source, options: &VerifyOptions) -> Judged {
    let certificates = certificates::read(source)?;
    let evidence = |error| Failure::evidence(&source.name(), &error);
    let add = |options: VerifyOptions, certificate: &CertificateBuf| {
        options.with_certificates(certificate.as_der())
    };
    let options = certificates.iter().try_fold(options.clone(), add).map_err(evidence)?;
    let judge = |certificate: CertificateBuf| {
        esig::certificate_status(&certificate, &options).map(|status| (certificate, status)).map_err(evidence)
    };
    certificates.into_iter().map(judge).collect()
}

fn exit(judged: &Judged) -> Exit {
    match judged {
        Ok(certificates) => {
            certificates.iter().map(|(_, status)| Exit::from(status.verdict)).fold(Exit::Done, Exit::worse)
        }
        Err(failure) => failure.exit,
    }
}
