//! `esig selftest`: does this build on this machine compute what the standards say?

mod checks;
mod vectors;

use clap::Args;
use esig_core::Provider;

use self::vectors::{DIGESTS, SIGNATURES};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::message::{self, Message};
use crate::output;
use crate::screen::{BAD, GOOD, STRONG, styled};

#[derive(Args, Debug)]
pub(crate) struct Arguments {}

/// One test: what was tested, and what is wrong.
struct Outcome {
    name: String,
    result: Result<(), String>,
}

pub(crate) fn run(_: &Arguments) -> Result<Exit, Failure> {
    let groups = all(&Provider::rustcrypto());
    for (title, outcomes) in &groups {
        output::print(&group(title, outcomes))?;
    }
    let results: Vec<bool> =
        groups.iter().flat_map(|(_, outcomes)| outcomes.iter().map(|o| o.result.is_ok())).collect();
    let failed = results.iter().filter(|passed| !**passed).count();
    if failed > 0 {
        let text = message::selftest_failed(failed, results.len());
        return Err(Failure::new(Exit::Internal, "E-SELFTEST", text, message::selftest_remedy()));
    }
    output::print(&format!("{}\n", styled(GOOD, message::selftest_passed(results.len()).get())))?;
    Ok(Exit::Done)
}

fn all(provider: &Provider) -> [(Message, Vec<Outcome>); 4] {
    let digests = DIGESTS.iter().map(|vector| Outcome {
        name: vector.algorithm.name().to_owned(),
        result: checks::digest(vector, provider),
    });
    let verified = SIGNATURES.iter().map(|vector| Outcome {
        name: format!("{} ({})", vector.scheme, vector.source),
        result: checks::verify(vector, provider),
    });
    let signed = checks::key_specs()
        .into_iter()
        .map(|spec| Outcome { name: spec.to_string(), result: checks::sign(spec, provider) });
    let random = Outcome { name: "getrandom".to_owned(), result: checks::randomness(provider) };
    [
        (message::selftest_digests(), digests.collect()),
        (message::selftest_verifying(), verified.collect()),
        (message::selftest_signing(), signed.collect()),
        (message::selftest_randomness(), vec![random]),
    ]
}

fn group(title: &Message, outcomes: &[Outcome]) -> String {
    let mut text = format!("{}\n", styled(STRONG, title.get()));
    for Outcome { name, result } in outcomes {
        text.push_str(&match result {
            Ok(()) => format!("  {} {name}\n", styled(GOOD, "✓")),
            Err(why) => format!("  {} {name}: {why}\n", styled(BAD, "✗")),
        });
    }
    text
}
