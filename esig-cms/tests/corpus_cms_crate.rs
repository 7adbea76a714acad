//! The parser against the `cms` crate: every DER file that both accept says the same to both.

mod common;

use std::fs;
use std::path::Path;

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData as TheirSignedData;
use common::decode;
use der::{Decode, Encode};
use esig_cms::{SignedData, SignerIdentifier, SignerInfo};
use esig_core::Limits;
use esig_corpora::{Corpus, Report};

#[test]
fn both_parsers_agree_on_gost_generated() {
    compare("gost/generated@cms");
}

#[test]
fn both_parsers_agree_on_gost_published() {
    compare("gost/published@cms");
}

#[test]
fn both_parsers_agree_on_signatures() {
    compare("signatures/cms@cms");
    compare("signatures/tsp@cms");
}

fn compare(name: &str) {
    let Some(corpus) = Corpus::open(name) else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for (id, bytes) in files(corpus.folder()) {
        match (SignedData::parse(&bytes, &Limits::DEFAULT), theirs(&bytes)) {
            (Ok(ours), Some(theirs)) => report.compare(&id, "the same", difference(&ours, &theirs)),
            (Ok(_), None) => report.left("accepted here alone"),
            (Err(error), Some(_)) => report.compare(&id, "the same", error),
            (Err(_), None) => report.left("refused by both"),
        }
    }
    report.finish();
}

/// Every file below the folder that may be CMS, with its path from there.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = decode(&fs::read(&path).expect("a file"));
            let id = path.strip_prefix(folder).expect("below it").display().to_string();
            if bytes.first() == Some(&0x30) {
                found.push((id, bytes));
            }
        }
    }
    found.sort();
    found
}

fn theirs(bytes: &[u8]) -> Option<TheirSignedData> {
    let content_info = ContentInfo::from_der(bytes).ok()?;
    content_info.content.decode_as().ok()
}

/// The first field in which the two differ; their SETs are sorted on reading, ours are not.
fn difference(ours: &SignedData<'_>, theirs: &TheirSignedData) -> &'static str {
    let content_type = theirs.encap_content_info.econtent_type;
    let content = theirs.encap_content_info.econtent.as_ref().map(|content| content.value().to_vec());
    let mut certificates: Vec<&[u8]> = ours.certificates().collect();
    certificates.sort_unstable();
    let mut signer_infos: Vec<SignerInfo<'_>> = ours.signer_infos().collect();
    signer_infos.sort_by_key(|signer_info| signer_info.signature().to_vec());
    let mut their_signer_infos: Vec<_> = theirs.signer_infos.0.iter().collect();
    their_signer_infos.sort_by_key(|signer_info| signer_info.signature.as_bytes().to_vec());
    match () {
        () if ours.content_type() != content_type => "content type",
        () if ours.encapsulated_content().map(|content| content.octets().into_owned()) != content => {
            "content"
        }
        () if ours.digest_algorithms().count() != theirs.digest_algorithms.len() => "digest algorithms",
        () if certificates != their_certificates(theirs) => "certificates",
        () if ours.revocation_infos().count() != theirs.crls.as_ref().map_or(0, |crls| crls.0.len()) => {
            "crls"
        }
        () if signer_infos.len() != their_signer_infos.len() => "number of signers",
        () => {
            let pairs = signer_infos.iter().zip(their_signer_infos);
            pairs
                .map(|(ours, theirs)| signer_difference(ours, theirs))
                .find(|found| *found != "the same")
                .unwrap_or("the same")
        }
    }
}

fn their_certificates(theirs: &TheirSignedData) -> Vec<Vec<u8>> {
    let choices = theirs.certificates.iter().flat_map(|set| set.0.iter());
    let mut certificates: Vec<Vec<u8>> = choices
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => certificate.to_der().ok(),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    certificates.sort_unstable();
    certificates
}

fn signer_difference(ours: &SignerInfo<'_>, theirs: &cms::signed_data::SignerInfo) -> &'static str {
    use cms::signed_data::SignerIdentifier as TheirIdentifier;
    let encoded = |identifier: &spki::AlgorithmIdentifierOwned| identifier.to_der().unwrap_or_default();
    let same_signer = match (ours.sid(), &theirs.sid) {
        (
            SignerIdentifier::IssuerAndSerialNumber { issuer, serial_number },
            TheirIdentifier::IssuerAndSerialNumber(theirs),
        ) => {
            theirs.issuer.to_der().is_ok_and(|theirs| theirs == issuer.as_der())
                && theirs.serial_number.as_bytes() == serial_number.as_octets()
        }
        (SignerIdentifier::SubjectKeyIdentifier(ours), TheirIdentifier::SubjectKeyIdentifier(theirs)) => {
            ours == *theirs.0.as_bytes()
        }
        _ => false,
    };
    let attributes = [
        (ours.signed_attributes(), &theirs.signed_attrs),
        (ours.unsigned_attributes(), &theirs.unsigned_attrs),
    ];
    let same_attributes = attributes.into_iter().all(|(ours, theirs)| {
        ours.iter().count() == theirs.as_ref().map_or(0, |theirs| theirs.len())
            && ours.as_bytes().is_some() == theirs.is_some()
    });
    match () {
        () if !same_signer => "sid",
        () if ours.digest_algorithm().as_bytes() != encoded(&theirs.digest_alg) => "digestAlgorithm",
        () if ours.signature_algorithm().as_bytes() != encoded(&theirs.signature_algorithm) => {
            "signatureAlgorithm"
        }
        () if ours.signature().as_ref() != theirs.signature.as_bytes() => "signature",
        () if !same_attributes => "attributes",
        () => "the same",
    }
}
