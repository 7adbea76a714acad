//! signature-policy-store put to a signature that names its policy (EN 319 122-1 clause 5.2.10).

use crate::attributes::{Fault, SignaturePolicyStore};
use crate::error::CmsError;
use crate::guard;
use crate::oids;
use crate::signed_data_buf::SignedDataBuf;

impl SignedDataBuf {
    /// Adds the document of its policy to the signature with that number.
    ///
    /// Whether it is the right document is for the caller to make sure: over what its digest is made, the specification of the
    /// policy says.
    ///
    /// # Errors
    /// [`CmsError::NoSuchSignature`]; [`CmsError::AttributeMissing`] if the signature names no policy;
    /// [`CmsError::AttributePresent`]; [`CmsError::AttributeUnfit`] if there is nothing in it or a URI is none;
    /// [`CmsError::Covered`] if an evidence record of another signature covers this one, or if an archive time-stamp of version 1
    /// or 2 is there.
    pub fn with_signature_policy_store(
        self,
        index: usize,
        store: &SignaturePolicyStore<'_>,
    ) -> Result<Self, CmsError> {
        const ATTRIBUTE: &str = SignaturePolicyStore::NAME;
        let signer_info = self.view().signer_info(index)?;
        if !signer_info.signed_attributes().contains(oids::SIGNATURE_POLICY_IDENTIFIER) {
            return Err(CmsError::AttributeMissing { index, attribute: "signature-policy-identifier" });
        }
        let unfit =
            |Fault { field, kind }| CmsError::AttributeUnfit { attribute: ATTRIBUTE, field, fault: kind };
        let value = store.encode().map_err(unfit)?;
        guard::other_attributes_may_grow(&self.view(), &[index])?;
        self.with_new_attributes(index, [(oids::SIGNATURE_POLICY_STORE, ATTRIBUTE, value)])
    }
}
