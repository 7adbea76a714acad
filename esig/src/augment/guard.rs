//! What has to be true of a file before it is touched and after.

use esig_cms::attributes::TimestampKind;
use esig_cms::{
    ContentDigests, IntegrityError, SignedData, SignedDataBuf, SignerInfo, Timestamp, TimestampError,
    TimestampToken,
};
use esig_core::{CertificateBuf, Limits, Provider};

use crate::error::Error;
use crate::options::VerifyOptions;

/// How the signatures of a file and their time-stamps stand, trust aside.
pub(super) struct Standing {
    signatures: Vec<SignatureStanding>,
}

struct SignatureStanding {
    integrity: Result<CertificateBuf, NotIntact>,
    timestamps: Vec<(TimestampKind, Result<(), TimestampError>)>,
}

/// Why a signature is not intact, or cannot be told to be.
#[derive(Clone, Debug)]
enum NotIntact {
    CertificateMissing { sid: String },
    Integrity(IntegrityError),
}

impl Standing {
    pub(super) fn of(data: &SignedDataBuf, content: &ContentDigests, options: &VerifyOptions) -> Self {
        let view = data.view();
        let content = match view.encapsulated_content() {
            Some(_) => view.digest_encapsulated_content(&options.provider),
            None => content.clone(),
        };
        let mut coverage = view.coverage(&content, &options.provider);
        let certificates = certificates(&view, options);
        let signatures = view.signer_infos().map(|signer| SignatureStanding {
            integrity: integrity(&signer, &certificates, &content, &options.provider),
            timestamps: signer
                .timestamps()
                .map(|timestamp| {
                    let is_over = coverage.check(&timestamp).map(drop);
                    let is_intact = || authority(&timestamp, &certificates, &options.provider).map(drop);
                    (timestamp.kind, is_over.and_then(|()| is_intact()))
                })
                .collect(),
        });
        Self { signatures: signatures.collect() }
    }

    /// Whether that signature may be raised: it is intact, and no time-stamp in it is broken. What cannot be told of a time-stamp
    /// hinders nothing that does not rest on it.
    pub(super) fn permits(&self, index: usize) -> Result<(), Error> {
        let standing = &self.signatures[index];
        match &standing.integrity {
            Ok(_) => {}
            Err(NotIntact::Integrity(error)) => return Err(Error::NotIntact { index, error: error.clone() }),
            Err(NotIntact::CertificateMissing { sid }) => {
                return Err(Error::SignerCertificateMissing { index, sid: sid.clone() });
            }
        }
        let mut failures = standing.timestamps.iter().filter_map(|(_, outcome)| outcome.as_ref().err());
        match failures.find(|error| error.is_broken()) {
            Some(error) => Err(Error::Timestamp { index, error: error.clone() }),
            None => Ok(()),
        }
    }

    /// Whether there is a time-stamp over that signature that stands.
    pub(super) fn is_stamped(&self, index: usize) -> bool {
        let mut timestamps = self.signatures[index].timestamps.iter();
        timestamps.any(|(kind, outcome)| *kind == TimestampKind::Signature && outcome.is_ok())
    }
}

/// Whether everything that was there is there, octet by octet, and stands as it stood; and whether every time-stamp that was added
/// stands.
pub(super) fn nothing_was_lost(
    before: &SignedData<'_>,
    after: &SignedData<'_>,
    stood: &Standing,
    stands: &Standing,
) -> Result<(), Error> {
    let is_kept = before.content_type() == after.content_type()
        && before.encapsulated_content().map(|content| content.as_bytes())
            == after.encapsulated_content().map(|content| content.as_bytes())
        && before.certificates().all(|one| after.certificates().any(|other| one == other))
        && before.crls().all(|one| after.crls().any(|other| one == other))
        && before.signer_infos().count() == after.signer_infos().count()
        && before.signer_infos().zip(after.signer_infos()).all(|(before, after)| is_kept_in(&before, &after))
        && stood
            .signatures
            .iter()
            .zip(&stands.signatures)
            .all(|(before, after)| after.is_no_worse_than(before));
    if is_kept { Ok(()) } else { Err(Error::WouldNotVerify) }
}

/// Whether a SignerInfo is the same but for unsigned attributes that follow the others.
fn is_kept_in(before: &SignerInfo<'_>, after: &SignerInfo<'_>) -> bool {
    let own = |signer: &SignerInfo<'_>| -> Vec<Vec<u8>> {
        signer.unsigned_attributes().iter().map(|attribute| attribute.as_bytes().to_vec()).collect()
    };
    before.signed_attributes().as_bytes() == after.signed_attributes().as_bytes()
        && before.signature() == after.signature()
        && own(after).starts_with(&own(before))
}

impl SignatureStanding {
    fn is_no_worse_than(&self, before: &Self) -> bool {
        let is_as_intact = match (&before.integrity, &self.integrity) {
            (Ok(before), Ok(after)) => before == after,
            (Ok(_), Err(_)) => false,
            (Err(_), _) => true,
        };
        let (old, new) = self.timestamps.split_at(before.timestamps.len().min(self.timestamps.len()));
        is_as_intact
            && old.len() == before.timestamps.len()
            && before.timestamps.iter().zip(old).all(|(before, after)| after.1.is_ok() || before.1.is_err())
            && new.iter().all(|(_, outcome)| outcome.is_ok())
    }
}

/// The certificates that are inside or known.
pub(super) fn certificates(data: &SignedData<'_>, options: &VerifyOptions) -> Vec<CertificateBuf> {
    let values =
        data.signer_infos().filter_map(|signer| signer.unsigned_attributes().certificate_values().ok()?);
    let inside = data.certificates().chain(values.flat_map(|values| values.certificates()));
    let inside = inside.filter_map(|der| CertificateBuf::from_der(der).ok());
    let anchors = options.anchors.iter().cloned();
    inside.chain(options.certificates.iter().cloned()).chain(anchors).collect()
}

fn integrity(
    signer: &SignerInfo<'_>,
    certificates: &[CertificateBuf],
    content: &ContentDigests,
    provider: &Provider,
) -> Result<CertificateBuf, NotIntact> {
    let mut failure = NotIntact::CertificateMissing { sid: signer.sid().to_string() };
    for candidate in certificates.iter().filter(|candidate| signer.matches(&candidate.view())) {
        match signer.check(candidate.view(), content, provider) {
            Ok(_) => return Ok(candidate.clone()),
            Err(error) => failure = NotIntact::Integrity(error),
        }
    }
    Err(failure)
}

/// The certificate of the authority that made a time-stamp, which is intact and for that purpose alone.
pub(super) fn authority(
    timestamp: &Timestamp<'_>,
    certificates: &[CertificateBuf],
    provider: &Provider,
) -> Result<CertificateBuf, TimestampError> {
    let token = TimestampToken::parse(timestamp.token, &Limits::DEFAULT)?;
    let candidates = token.candidates(certificates);
    let intact = token.check_among(&candidates, provider)?;
    intact.check_purpose()?;
    Ok(intact.signer().into())
}

/// The signer's certificate, under which the signature is intact.
pub(super) fn signer(
    data: &SignedData<'_>,
    index: usize,
    content: &ContentDigests,
    options: &VerifyOptions,
) -> Option<CertificateBuf> {
    let content = match data.encapsulated_content() {
        Some(_) => data.digest_encapsulated_content(&options.provider),
        None => content.clone(),
    };
    let signer = data.signer_infos().nth(index)?;
    integrity(&signer, &certificates(data, options), &content, &options.provider).ok()
}
