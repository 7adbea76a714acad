//! What the integration tests share: judging the integrity of a whole file.
#![allow(dead_code)] // each test uses its part

use esig_cms::{
    CheckPolicy, CmsError, ContentDigests, IntactSignature, IntegrityError, Outcome, SignedData, SignerInfo,
};
use esig_core::{CertificateBuf, DigestAlgorithm, DigestValue, Limits, ParsedCertificate, Provider, pem};
use esig_corpora::Corpus;

/// The content of a detached signature as a manifest gives it.
pub(crate) enum Content {
    Missing,
    Octets(Vec<u8>),
    Digest(DigestValue),
}

impl Content {
    /// `<algorithm>:<hexadecimal digits>`, as `--digest` has it.
    pub(crate) fn from_digest(text: &str) -> Option<Self> {
        let (algorithm, digits) = text.split_once(':')?;
        let octet = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let octets: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(octet).collect();
        DigestValue::new(DigestAlgorithm::from_name(algorithm)?, &octets?).map(Self::Digest)
    }

    fn digests(&self, data: &SignedData<'_>, provider: &Provider) -> ContentDigests {
        if data.encapsulated_content().is_some() {
            return data.digest_encapsulated_content(provider);
        }
        match self {
            Self::Missing => ContentDigests::none(),
            Self::Digest(digest) => ContentDigests::from_digest(*digest),
            Self::Octets(octets) => {
                let mut hasher = data.hasher(provider);
                hasher.update(octets);
                hasher.finish()
            }
        }
    }
}

/// `intact`, `broken: <code>` or `unknown: <code>` for each signature, each followed by its counter-signatures.
pub(crate) fn integrity(
    bytes: &[u8],
    content: &Content,
    others: &[Vec<u8>],
    provider: &Provider,
) -> Result<Vec<String>, CmsError> {
    integrity_under(&CheckPolicy::DEFAULT, bytes, content, others, provider)
}

/// The same under another policy.
pub(crate) fn integrity_under(
    policy: &CheckPolicy,
    bytes: &[u8],
    content: &Content,
    others: &[Vec<u8>],
    provider: &Provider,
) -> Result<Vec<String>, CmsError> {
    let bytes = decode(bytes);
    let data = SignedData::parse(&bytes, &Limits::DEFAULT)?;
    let content = content.digests(&data, provider);
    let mut outcomes = Vec::new();
    for signer_info in data.signer_infos() {
        let judging = Judging { data: &data, policy, content: &content, others, provider };
        judging.judge(signer_info, &mut outcomes);
    }
    Ok(outcomes)
}

struct Judging<'j, 'a> {
    data: &'j SignedData<'a>,
    policy: &'j CheckPolicy,
    content: &'j ContentDigests,
    others: &'j [Vec<u8>],
    provider: &'j Provider,
}

impl Judging<'_, '_> {
    fn judge(&self, signer_info: SignerInfo<'_>, outcomes: &mut Vec<String>) {
        let beside = self.others.iter().filter_map(|der| ParsedCertificate::parse(der).ok());
        let beside = beside.filter(|certificate| signer_info.matches(&certificate.view()));
        let candidates = self.data.candidates(&signer_info).chain(beside);
        let mut outcome = String::from("unknown: no certificate");
        for certificate in candidates {
            let checked =
                signer_info.check_under(certificate.view(), self.content, self.policy, self.provider);
            outcome = describe(&checked);
            if checked.is_ok() {
                break;
            }
        }
        outcomes.push(outcome);
        signer_info
            .counter_signatures()
            .for_each(|counter_signature| self.judge(counter_signature, outcomes));
    }
}

fn describe(checked: &Result<IntactSignature<'_>, IntegrityError>) -> String {
    match checked {
        Ok(_) => "intact".into(),
        Err(error) if error.outcome() == Outcome::Broken => format!("broken: {}", error.code()),
        Err(error) => format!("unknown: {}", error.code()),
    }
}

/// The bytes inside PEM or base64, else the bytes themselves.
pub(crate) fn decode(bytes: &[u8]) -> Vec<u8> {
    if let Some(Ok(block)) = pem::blocks(bytes).next().filter(|_| pem::is_pem(bytes)) {
        return block.contents;
    }
    match bytes.first() {
        Some(0x30) => bytes.to_vec(),
        _ => pem::base64(bytes).unwrap_or_else(|| bytes.to_vec()),
    }
}

/// The outcome without its reason.
pub(crate) fn word(outcome: &str) -> &str {
    outcome.split(':').next().unwrap_or(outcome)
}

/// A file of the project's own fixtures.
pub(crate) fn fixture(path: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    std::fs::read(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every certificate of the corpus: by itself, in tokens, and in the attributes of signatures, which is where CryptoPro's
/// software puts those of authorities.
pub(crate) fn certificates(corpus: &Corpus) -> Vec<CertificateBuf> {
    let mut found = Vec::new();
    for row in corpus.rows() {
        let is_of_interest =
            ["cert", "ca-certs", "tsp", "cms"].iter().any(|kind| row.kind().starts_with(kind));
        let Some(bytes) = row.read("file").ok().filter(|_| is_of_interest) else { continue };
        let bytes = decode(&bytes);
        found.extend(CertificateBuf::from_der(bytes.clone()));
        let Ok(data) = SignedData::parse(&bytes, &Limits::DEFAULT) else { continue };
        found.extend(data.certificates().filter_map(|der| CertificateBuf::from_der(der).ok()));
        let unsigned = data.signer_infos().flat_map(|signer_info| {
            signer_info
                .unsigned_attributes()
                .iter()
                .flat_map(|attribute| attribute.values())
                .collect::<Vec<_>>()
        });
        for value in unsigned {
            let mut values = value.reader();
            while let Ok(element) = values.any("CertificateValues[]") {
                found.extend(CertificateBuf::from_der(element.as_bytes()));
            }
        }
    }
    found
}

/// The octets of a PDF that its first ByteRange names.
pub(crate) fn signed_range(pdf: &[u8]) -> Vec<u8> {
    let text: String = pdf.iter().map(|octet| char::from(*octet)).collect();
    let (_, range) = text.split_once("/ByteRange").expect("a ByteRange");
    let (numbers, _) = range.trim_start_matches([' ', '[']).split_once(']').expect("its end");
    let numbers: Vec<usize> = numbers.split_whitespace().map(|number| number.parse().expect("one")).collect();
    let range = |at: usize| &pdf[numbers[at]..][..numbers[at + 1]];
    [range(0), range(2)].concat()
}
