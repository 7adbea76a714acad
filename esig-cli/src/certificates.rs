//! Certificates from files: DER, base64, PEM and PKCS#7.

use esig_core::{CertificateBuf, Error};
use esig_verify::{RejectedEvidence, evidence};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::{MAX_EVIDENCE_OCTETS, Source};
use crate::message::{self, Message};

/// All certificates of a file, in its order; at least one.
pub(crate) fn read(source: &Source) -> Result<Vec<CertificateBuf>, Failure> {
    if !source.exists() {
        return Err(not_found(source));
    }
    let bytes = source.read(MAX_EVIDENCE_OCTETS)?;
    evidence::certificates(&bytes).map_err(|error| match error {
        RejectedEvidence::Nothing { .. } => not_found(source),
        error => {
            let text = message::bad_certificate(source.name(), Message::verbatim(&error).english());
            Failure::new(Exit::Malformed, error.code(), text, message::remedy(error.remedy()))
        }
    })
}

fn not_found(source: &Source) -> Failure {
    let text = message::no_certificate(source.name());
    Failure::new(Exit::KeyNotFound, "E-CERTIFICATE-NOT-FOUND", text, message::no_certificate_remedy())
}

/// A certificate of `source` of which an extension cannot be read.
pub(crate) fn malformed(source: &Source, error: &Error) -> Failure {
    let text = message::bad_certificate(source.name(), Message::verbatim(error).english());
    Failure::new(Exit::Malformed, error.code(), text, message::remedy(error.remedy()))
}
