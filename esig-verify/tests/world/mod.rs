//! A test PKI with a verifier that trusts its root.
#![allow(dead_code)] // each test file uses its own part

use esig_cms::{ContentDigests, SignedData, SignedDataBuf};
use esig_core::{CertificateBuf, CrlBuf, DigestAlgorithm, Limits, Provider};
use esig_testkit::{Family, Identity, Signer, TestPki};
use esig_verify::report::Reason;
use esig_verify::{Policy, Preflight, Purpose, Report, Store, TrustAnchors, Verifier};
use time::UtcDateTime;
use time::macros::utc_datetime;

pub(crate) const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);
/// A present from which the questions look back on [`AT`].
pub(crate) const LATER: UtcDateTime = utc_datetime!(2026-12-31 12:00);
pub(crate) const CONTENT: &[u8] = b"I owe you one cow.";

pub(crate) fn pki() -> TestPki {
    TestPki::new(Family::P256, 1, AT)
}

pub(crate) fn verifier(pki: &TestPki) -> Verifier {
    verifier_with(pki, Policy::baseline())
}

pub(crate) fn verifier_with(pki: &TestPki, policy: Policy) -> Verifier {
    let anchors = TrustAnchors::from_certificates([pki.root().certificate().clone()]);
    Verifier::new(Provider::rustcrypto(), anchors, policy)
}

/// Everything that a signature of this PKI needs: the chain and the current CRLs.
pub(crate) fn full_store(pki: &TestPki) -> Store {
    store_of(&pki.chain(), &pki.crls())
}

pub(crate) fn store_of(certificates: &[CertificateBuf], crls: &[CrlBuf]) -> Store {
    let mut store = Store::new();
    for certificate in certificates {
        store.add_certificate(certificate.clone()).expect("there is room");
    }
    for crl in crls {
        store.add_crl(crl.clone()).expect("there is room");
    }
    store
}

pub(crate) fn sign(pki: &TestPki, signer: Signer) -> SignedDataBuf {
    sign_as(&pki.signer(signer))
}

pub(crate) fn sign_as(identity: &Identity) -> SignedDataBuf {
    identity.sign_detached(CONTENT, AT, &[]).expect("certificate and key belong together")
}

/// The digests of `content` with every algorithm.
pub(crate) fn digests(content: &[u8]) -> ContentDigests {
    let algorithms: Vec<_> = DigestAlgorithm::all().collect();
    ContentDigests::of(content, &algorithms, &Provider::rustcrypto()).expect("all supported")
}

pub(crate) fn parse(signature: &[u8]) -> SignedData<'_> {
    SignedData::parse(signature, &Limits::DEFAULT).expect("well-formed")
}

/// What became of one signature, in the words of the report.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) indication: &'static str,
    pub(crate) sub_indication: Option<&'static str>,
    pub(crate) reason: Option<Reason>,
    pub(crate) integrity: &'static str,
}

impl From<&Report<'_>> for Outcome {
    fn from(report: &Report<'_>) -> Self {
        Self {
            indication: report.conclusion.indication(),
            sub_indication: report.conclusion.sub_indication(),
            reason: report.decided_by,
            integrity: report.integrity.name(),
        }
    }
}

/// Assesses the first signature of a file, with its own bag added to the store.
pub(crate) fn assess(
    verifier: &Verifier,
    signature: &[u8],
    content: &ContentDigests,
    mut store: Store,
) -> Outcome {
    let data = parse(signature);
    store.add_signed_data(&data);
    let signer_info = data.signer_infos().next().expect("one signature");
    Outcome::from(&verifier.assess(signer_info, content, &store, AT).report)
}

pub(crate) const PASSED: Outcome =
    Outcome { indication: "TOTAL-PASSED", sub_indication: None, reason: None, integrity: "intact" };

pub(crate) fn indeterminate(sub_indication: &'static str, reason: Reason) -> Outcome {
    Outcome {
        indication: "INDETERMINATE",
        sub_indication: Some(sub_indication),
        reason: Some(reason),
        integrity: "intact",
    }
}

/// The sub-indication and the reason of a certificate that does not hold.
pub(crate) fn failure(answer: &Preflight<'_>) -> Option<(&'static str, Reason)> {
    answer.path.as_ref().err().map(|why| why.sub_indication()).zip(answer.decided_by)
}

/// Judges a certificate of this PKI alone, with the given CRLs.
pub(crate) fn judge(
    pki: &TestPki,
    target: &CertificateBuf,
    crls: &[CrlBuf],
) -> Option<(&'static str, Reason)> {
    judge_in(&verifier(pki), target, &store_of(&pki.chain(), crls))
}

/// Judges a certificate; what a chain that holds rests on must be enough for it to hold again.
pub(crate) fn judge_in(
    verifier: &Verifier,
    target: &CertificateBuf,
    store: &Store,
) -> Option<(&'static str, Reason)> {
    let answer = verifier.certificate(target.view(), Purpose::Signing, store, AT);
    if let Ok(path) = &answer.path {
        let data = path.validation_data();
        let mut enough = store_of(&data.certificates, &data.crls);
        data.ocsp_responses
            .into_iter()
            .for_each(|response| enough.add_ocsp(response).expect("there is room"));
        let again = verifier.certificate(target.view(), Purpose::Signing, &enough, AT);
        assert!(again.path.is_ok(), "{:?}", again.checks);
    }
    failure(&answer)
}
