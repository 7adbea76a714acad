//! What happens, in which order, and how each step must end.

use esig_verify::report::Reason;

use super::documents::{CONTRACT, INVOICE, ORDER};
use super::pki::PASSWORD_FILE;
use crate::exit::Exit;
use crate::message::{self, Message};

/// A part of the journey with a point to make.
pub(super) struct Scene {
    pub(super) title: Message,
    pub(super) story: Message,
    pub(super) steps: Vec<Step>,
}

/// One command line and how it must end.
pub(super) struct Step {
    pub(super) arguments: Vec<String>,
    pub(super) exit: Exit,
    /// What must decide, if a signature is to be refused.
    pub(super) reason: Option<Reason>,
}

impl Step {
    fn passes(arguments: String) -> Self {
        Self { arguments: split(&arguments), exit: Exit::Done, reason: None }
    }

    fn refused(arguments: String, reason: Reason) -> Self {
        Self { arguments: split(&arguments), exit: Exit::Invalid, reason: Some(reason) }
    }

    /// As a person would type it.
    pub(super) fn command(&self) -> String {
        format!("esig {}", self.arguments.join(" "))
    }
}

/// The demo's own names hold no spaces.
fn split(arguments: &str) -> Vec<String> {
    arguments.split(' ').map(str::to_owned).collect()
}

pub(super) fn scenes() -> [Scene; 4] {
    let [contract, order, invoice] = [CONTRACT.name(), ORDER.name(), INVOICE.name()];
    let key = |name| format!("--key keys/{name}.pfx --pin-file {PASSWORD_FILE}");
    let evidence = "--trust trust --crl crl";
    [
        Scene {
            title: message::demo_sign_title(),
            story: message::demo_sign_story(),
            steps: vec![
                Step::passes(format!("sign {contract} {}", key("gost256"))),
                Step::passes(format!("sign {order} {}", key("gost512"))),
                Step::passes(format!("sign {invoice} {}", key("rsa"))),
            ],
        },
        Scene {
            title: message::demo_verify_title(),
            story: message::demo_verify_story(),
            steps: vec![Step::passes(format!("verify {contract}.sig {order}.sig {invoice}.sig {evidence}"))],
        },
        Scene {
            title: message::demo_altered_title(),
            story: message::demo_altered_story(),
            steps: vec![Step::refused(
                format!("verify {contract}.sig --content altered/{contract} {evidence}"),
                Reason::DigestMismatch,
            )],
        },
        Scene {
            title: message::demo_revoked_title(),
            story: message::demo_revoked_story(),
            steps: vec![
                Step::passes(format!("sign {contract} {} --out revoked.sig", key("revoked"))),
                Step::refused(format!("verify revoked.sig --content {contract} {evidence}"), Reason::Revoked),
            ],
        },
    ]
}
