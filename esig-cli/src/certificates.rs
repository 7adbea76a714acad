//! Certificates from files: DER, PEM and PKCS#7.

use esig_core::{CertificateBuf, Error, Remedy, pem};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::{MAX_EVIDENCE_OCTETS, Source};
use crate::message::{self, Message};

/// All certificates of a file, in its order; at least one.
pub(crate) fn read(source: &Source) -> Result<Vec<CertificateBuf>, Failure> {
    let bytes = source.read(MAX_EVIDENCE_OCTETS)?;
    let found = if pem::is_pem(&bytes) { from_pem(source, &bytes)? } else { from_der(source, bytes)? };
    if found.is_empty() {
        let text = message::no_certificate(source.name());
        return Err(Failure::new(
            Exit::KeyNotFound,
            "E-CERTIFICATE-NOT-FOUND",
            text,
            message::no_certificate_remedy(),
        ));
    }
    Ok(found)
}

fn from_pem(source: &Source, bytes: &[u8]) -> Result<Vec<CertificateBuf>, Failure> {
    let mut found = Vec::new();
    for block in pem::blocks(bytes) {
        let block = block.map_err(|error| {
            let text = message::bad_certificate(source.name(), Message::verbatim(error).english());
            Failure::new(Exit::Malformed, "E-MALFORMED", text, message::remedy(Remedy::GetIntactCopy))
        })?;
        if CERTIFICATE_LABELS.contains(&block.label.as_str()) {
            found.push(one(source, block.contents)?);
        }
    }
    Ok(found)
}

fn from_der(source: &Source, bytes: Vec<u8>) -> Result<Vec<CertificateBuf>, Failure> {
    let decoded = if bytes.first() == Some(&0x30) { None } else { pem::base64(&bytes) };
    Ok(vec![one(source, decoded.unwrap_or(bytes))?])
}

fn one(source: &Source, der: Vec<u8>) -> Result<CertificateBuf, Failure> {
    CertificateBuf::from_der(der).map_err(|error| malformed(source, &error))
}

/// A certificate of `source` that cannot be read, or one of its extensions.
pub(crate) fn malformed(source: &Source, error: &Error) -> Failure {
    let text = message::bad_certificate(source.name(), Message::verbatim(error).english());
    Failure::new(Exit::Malformed, error.code(), text, message::remedy(error.remedy()))
}

const CERTIFICATE_LABELS: [&str; 3] = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];
