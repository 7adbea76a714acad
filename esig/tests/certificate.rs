//! The status of certificates: good, revoked, and everything else undecided.

use esig::core::crl::ReasonCode;
use esig::verify::report::Reason;
use esig::{CertificateStatus, Error, Verdict, VerifyOptions, certificate_status};
use esig_testkit::{Family, Signer, TestPki};
use time::UtcDateTime;
use time::macros::utc_datetime;

const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);

fn status(
    signer: Signer,
    complete: impl Fn(VerifyOptions, &TestPki) -> Result<VerifyOptions, Error>,
) -> CertificateStatus {
    let pki = TestPki::new(Family::GOST_256, 1, AT);
    let options = complete(VerifyOptions::new(AT), &pki).unwrap();
    certificate_status(pki.signer(signer).certificate(), &options).unwrap()
}

fn everything(options: VerifyOptions, pki: &TestPki) -> Result<VerifyOptions, Error> {
    let options = options.with_trusted(pki.root().certificate().as_der())?;
    let options = options.with_certificates(pki.intermediate().certificate().as_der())?;
    pki.crls().iter().try_fold(options, |options, crl| options.with_crls(crl.as_der()))
}

#[test]
fn the_answer_is_one_of_three() {
    for (signer, verdict, reason) in [
        (Signer::Valid, Verdict::Valid, None),
        // The question is not whether the key may sign documents.
        (Signer::WrongKeyUsage, Verdict::Valid, None),
        (Signer::Revoked, Verdict::Invalid, Some(Reason::Revoked)),
        (Signer::Expired, Verdict::Indeterminate, Some(Reason::Expired)),
    ] {
        let status = status(signer, everything);
        assert_eq!((status.verdict, status.reasons.first().copied()), (verdict, reason), "{signer}");
        assert_eq!(status.sub_indication.is_none(), verdict == Verdict::Valid);
        assert_eq!(status.chain.len(), 3);
    }
    let revoked = status(Signer::Revoked, everything);
    assert_eq!(revoked.revocation().unwrap().1.reason, ReasonCode::KeyCompromise);
}

#[test]
fn what_is_missing_is_named_and_decides_nothing() {
    let nobody_trusted = status(Signer::Valid, |options, _| Ok(options));
    assert_eq!((nobody_trusted.verdict, nobody_trusted.chain.len()), (Verdict::Indeterminate, 0));
    let without_crls = status(Signer::Revoked, |options, pki| {
        let options = options.with_trusted(pki.root().certificate().as_der())?;
        options.with_certificates(pki.intermediate().certificate().as_der())
    });
    assert_eq!(without_crls.verdict, Verdict::Indeterminate);
    assert_eq!(without_crls.reasons[0], Reason::RevocationDataMissing);
    assert!(!without_crls.needs.is_empty());
}
