//! From level to level.

use esig_cms::{CmsError, ContentDigests, PreparedTimestamp, SignedDataBuf, oids};
use esig_core::DigestAlgorithm;

use super::guard::{self, Standing};
use super::options::{AugmentOptions, TargetLevel};
use super::proof::Prover;
use crate::error::Error;
use crate::stamp::StampError;

/// Raises the signatures that the options choose, and gives back what holds.
pub(super) fn raise(
    data: SignedDataBuf,
    content: &ContentDigests,
    options: &AugmentOptions,
) -> Result<SignedDataBuf, Error> {
    let signatures = chosen(&data, options)?;
    let before = Standing::of(&data, content, &options.verification);
    signatures.iter().try_for_each(|index| before.permits(*index))?;
    let mut raising =
        Raising { content, options, before: &before, prover: Prover::new(&options.verification) };
    let mut raised = data.clone();
    for index in &signatures {
        raised = raising.raise_to_level(raised, *index)?;
    }
    let after = Standing::of(&raised, content, &options.verification);
    guard::nothing_was_lost(&data.view(), &raised.view(), &before, &after)?;
    if raising.is_long_term() {
        for index in signatures {
            raising.prover.holds_by_itself(&raised, index, content)?;
        }
    }
    Ok(raised)
}

/// The numbers of the signatures that are to be raised.
fn chosen(data: &SignedDataBuf, options: &AugmentOptions) -> Result<Vec<usize>, Error> {
    let signatures = data.view().signer_infos().count();
    match options.signature {
        _ if signatures == 0 => Err(Error::NoSignature),
        Some(index) if index >= signatures => Err(CmsError::NoSuchSignature { index, signatures }.into()),
        Some(index) => Ok(vec![index]),
        None => Ok((0..signatures).collect()),
    }
}

struct Raising<'o> {
    content: &'o ContentDigests,
    options: &'o AugmentOptions,
    before: &'o Standing,
    prover: Prover<'o>,
}

impl Raising<'_> {
    fn is_long_term(&self) -> bool {
        matches!(self.options.level, TargetLevel::Lt | TargetLevel::Lta | TargetLevel::XLong1)
    }

    fn raise_to_level(&mut self, data: SignedDataBuf, index: usize) -> Result<SignedDataBuf, Error> {
        let data = self.raise_to_t(data, index)?;
        match self.options.level {
            TargetLevel::T => Ok(data),
            TargetLevel::Lt => self.raise_to_lt(data, index),
            TargetLevel::Lta => {
                let data = self.raise_to_lt(data, index)?;
                self.archived(data, index)
            }
            TargetLevel::C => self.raise_to_c(data, index),
            TargetLevel::XLong1 => {
                let data = self.raise_to_c(data, index)?;
                self.raise_to_x_long(data, index)
            }
        }
    }

    /// A time-stamp over the signature, unless there is one that stands.
    fn raise_to_t(&self, data: SignedDataBuf, index: usize) -> Result<SignedDataBuf, Error> {
        if self.before.is_stamped(index) {
            return Ok(data);
        }
        let algorithm = self.imprint_algorithm(&data, index);
        let provider = &self.options.verification.provider;
        self.stamped(data.prepare_signature_timestamp(index, algorithm, provider)?, index)
    }

    /// Everything that the signature and its time-stamps rest on.
    fn raise_to_lt(&mut self, data: SignedDataBuf, index: usize) -> Result<SignedDataBuf, Error> {
        let rests_on = self.prover.gather(&data, index, self.content)?;
        Ok(data.with_validation_data(&rests_on)?)
    }

    fn archived(&mut self, data: SignedDataBuf, index: usize) -> Result<SignedDataBuf, Error> {
        let algorithm = self.imprint_algorithm(&data, index);
        let provider = &self.options.verification.provider;
        let prepared = data.prepare_archive_timestamp(index, self.content, algorithm, provider)?;
        let data = self.stamped(prepared, index)?;
        // Nothing of this goes in: it is there when the next time-stamp is made, if it can be had now.
        self.prover.gather(&data, index, self.content)?;
        Ok(data)
    }

    /// References to everything that the signature and its time-stamps rest on, unless there are such.
    fn raise_to_c(&mut self, data: SignedDataBuf, index: usize) -> Result<SignedDataBuf, Error> {
        if has(&data, index, oids::COMPLETE_CERTIFICATE_REFERENCES) {
            return Ok(data);
        }
        let rests_on = self.prover.gather(&data, index, self.content)?;
        let algorithm = self.imprint_algorithm(&data, index);
        Ok(data.with_references(index, &rests_on, algorithm, &self.options.verification.provider)?)
    }

    /// A time-stamp over signature and references, and what is referred to; what the last time-stamp rests on, too.
    fn raise_to_x_long(&mut self, data: SignedDataBuf, index: usize) -> Result<SignedDataBuf, Error> {
        let data = match has(&data, index, oids::CADES_C_TIME_STAMP) {
            true => data,
            false => {
                let algorithm = self.imprint_algorithm(&data, index);
                let provider = &self.options.verification.provider;
                self.stamped(data.prepare_cades_c_timestamp(index, algorithm, provider)?, index)?
            }
        };
        if has(&data, index, oids::CERTIFICATE_VALUES) {
            return Ok(data);
        }
        let rests_on = self.prover.gather(&data, index, self.content)?;
        Ok(data.with_values(index, &rests_on)?)
    }

    /// With the token that an authority gives.
    fn stamped(&self, prepared: PreparedTimestamp, index: usize) -> Result<SignedDataBuf, Error> {
        let verification = &self.options.verification;
        let stamper = self.options.stamper.as_ref().ok_or_else(StampError::default)?;
        let token = stamper.stamp(prepared.imprint(), verification.at, &verification.provider)?;
        prepared.complete(token.as_bytes()).map_err(|error| Error::Timestamp { index, error })
    }

    fn imprint_algorithm(&self, data: &SignedDataBuf, index: usize) -> DigestAlgorithm {
        let own = data.view().signer_infos().nth(index);
        self.options.digest_for(own.and_then(|signer| signer.content_digest_algorithm().ok()))
    }
}

fn has(data: &SignedDataBuf, index: usize, attribute: esig_core::oid::ObjectIdentifier) -> bool {
    let signer = data.view().signer_infos().nth(index);
    signer.is_some_and(|signer| signer.unsigned_attributes().contains(attribute))
}
