//! Time-stamps over signatures that exist: prepared here, made by an authority, put where they belong.

use alloc::vec::Vec;
use core::fmt;

use esig_core::limits::MAX_TSP_OCTETS;
use esig_core::{DigestAlgorithm, DigestValue, Limits, Provider};

use crate::attributes::{TimestampKind, attribute};
use crate::content::ContentDigests;
use crate::covered::{CoveredEncoding, Octets, archive_v3, cades_c, hash_index};
use crate::edit::with_unsigned_attributes;
use crate::error::CmsError;
use crate::guard;
use crate::oids;
use crate::signed_data_buf::SignedDataBuf;
use crate::signer_info::SignerInfo;
use crate::timestamp_token::{TimestampError, TimestampToken};

/// A time-stamp to be had: what is to be stamped, and where the token will go.
///
/// ```
/// use esig_cms::{SignedDataBuf, TimestampError};
/// use esig_core::{DigestAlgorithm, DigestValue, Provider};
///
/// /// Level T: the first signature existed when `stamp` was asked.
/// fn with_time(
///     signature: SignedDataBuf,
///     stamp: impl FnOnce(&DigestValue) -> Vec<u8>,
/// ) -> Result<SignedDataBuf, TimestampError> {
///     let provider = Provider::rustcrypto();
///     let prepared = signature.prepare_signature_timestamp(0, DigestAlgorithm::Streebog256, &provider)?;
///     let token = stamp(prepared.imprint());
///     prepared.complete(&token)
/// }
/// ```
#[derive(Clone)]
pub struct PreparedTimestamp {
    data: SignedDataBuf,
    index: usize,
    kind: TimestampKind,
    imprint: DigestValue,
    /// ats-hash-index-v3, encoded, which goes into the token of an archive time-stamp.
    hash_index: Option<Vec<u8>>,
}

impl SignedDataBuf {
    /// Prepares a signature-time-stamp, level T, for the signature with that number: over the octets of its value
    /// (EN 319 122-1 clause 5.3).
    ///
    /// # Errors
    /// [`CmsError::NoSuchSignature`]; [`CmsError::UnsupportedAlgorithm`] if the provider lacks the digest; [`CmsError::Covered`]
    /// if an evidence record of another signature covers this one.
    pub fn prepare_signature_timestamp(
        self,
        index: usize,
        algorithm: DigestAlgorithm,
        provider: &Provider,
    ) -> Result<PreparedTimestamp, CmsError> {
        let signature = cades_c::signature_value(&self.view().signer_info(index)?);
        let imprint = signature.digest(algorithm, provider)?;
        self.prepare_timestamp(index, TimestampKind::Signature, imprint, None)
    }

    /// Prepares a CAdES-C-time-stamp, form X type 1: over the value, the signature-time-stamps and the references
    /// (EN 319 122-1 annex A.1.5.2, RFC 5126 §6.3.5).
    ///
    /// # Errors
    /// [`CmsError::AttributeMissing`] if one of them is; else as
    /// [`prepare_signature_timestamp`](Self::prepare_signature_timestamp).
    pub fn prepare_cades_c_timestamp(
        self,
        index: usize,
        algorithm: DigestAlgorithm,
        provider: &Provider,
    ) -> Result<PreparedTimestamp, CmsError> {
        let view = self.view();
        let octets = cades_c_octets(&view.signer_info(index)?, index)?;
        let imprint = octets.digest(algorithm, provider)?;
        self.prepare_timestamp(index, TimestampKind::CadesC, imprint, None)
    }

    /// Prepares an archive-time-stamp-v3, level LTA, or one more where there are some: over the content, the signature, and
    /// every certificate, CRL, OCSP response and unsigned attribute that is there now (EN 319 122-1 clause 5.5.3).
    ///
    /// What the signature and its time-stamps rest on should be there by then, that of the last archive time-stamp
    /// included: see [`with_validation_data`](Self::with_validation_data).
    ///
    /// # Errors
    /// [`CmsError::ContentNotDigested`] if the content is neither inside nor digested by `algorithm`; else as
    /// [`prepare_signature_timestamp`](Self::prepare_signature_timestamp).
    pub fn prepare_archive_timestamp(
        self,
        index: usize,
        content: &ContentDigests,
        algorithm: DigestAlgorithm,
        provider: &Provider,
    ) -> Result<PreparedTimestamp, CmsError> {
        let view = self.view();
        let signer = view.signer_info(index)?;
        let content = match view.encapsulated_content() {
            Some(inside) => provider.digest(algorithm, &inside.octets())?,
            None => content.digest(algorithm).ok_or(CmsError::ContentNotDigested { algorithm })?,
        };
        let index_value = hash_index::encode(&view, &signer, algorithm, provider)?;
        let encoding = CoveredEncoding::AsReceived;
        let octets = archive_v3::octets(&view, &signer, &content, (&index_value).into(), encoding)?;
        let imprint = octets.digest(algorithm, provider)?;
        self.prepare_timestamp(index, TimestampKind::ArchiveV3, imprint, Some(index_value))
    }

    fn prepare_timestamp(
        self,
        index: usize,
        kind: TimestampKind,
        imprint: DigestValue,
        hash_index: Option<Vec<u8>>,
    ) -> Result<PreparedTimestamp, CmsError> {
        guard::attributes_may_grow(&self.view(), &[index])?;
        Ok(PreparedTimestamp { data: self, index, kind, imprint, hash_index })
    }
}

/// All of the attributes must be there that the time-stamp is to be over.
fn cades_c_octets<'a>(signer: &SignerInfo<'a>, index: usize) -> Result<Octets<'a>, CmsError> {
    let unsigned = signer.unsigned_attributes();
    let mut types = cades_c::WITH_SIGNATURE.into_iter();
    if let Some((_, attribute)) = types.find(|(oid, _)| !unsigned.contains(*oid)) {
        return Err(CmsError::AttributeMissing { index, attribute });
    }
    let attributes = cades_c::attributes(signer, &cades_c::WITH_SIGNATURE);
    let mut octets = cades_c::signature_value(signer);
    octets.append(cades_c::octets(&attributes, CoveredEncoding::AsReceived)?);
    Ok(octets)
}

impl PreparedTimestamp {
    /// The digest that an authority is to stamp.
    pub fn imprint(&self) -> &DigestValue {
        &self.imprint
    }

    /// Which time-stamp it will be.
    pub fn kind(&self) -> TimestampKind {
        self.kind
    }

    /// Puts the token into its attribute, the last one of the signature, if it is over the imprint. Nothing else changes.
    ///
    /// Whose token it is, and whether it is intact, is for whoever got it to check: [`TimestampToken::check`].
    ///
    /// # Errors
    /// [`TimestampError::ImprintMismatch`] with both digests; another if it is no token.
    pub fn complete(self, token: &[u8]) -> Result<SignedDataBuf, TimestampError> {
        let mut limits = Limits::DEFAULT;
        limits.input_octets = MAX_TSP_OCTETS;
        let token = TimestampToken::parse(token, &limits)?;
        token.check_imprint(&self.imprint)?;
        let token = match &self.hash_index {
            None => token.as_bytes().into(),
            Some(hash_index) => {
                let hash_index = attribute(oids::ATS_HASH_INDEX_V3, hash_index);
                with_unsigned_attributes(&token.signed_data(), &[0], &[hash_index], &[])
            }
        };
        let attribute = attribute(self.kind.oid(), &token);
        let data = with_unsigned_attributes(&self.data.view(), &[self.index], &[attribute], &[]);
        Ok(SignedDataBuf::built(data)?)
    }
}

impl fmt::Debug for PreparedTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PreparedTimestamp({} over signature {}, {})", self.kind, self.index, self.imprint)
    }
}
