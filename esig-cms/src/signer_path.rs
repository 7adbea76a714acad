//! Where a signature stands, counter-signatures included.

use alloc::vec::Vec;

use crate::error::CmsError;
use crate::signed_data::SignedData;
use crate::signer_info::SignerInfo;

/// Its number among the signatures of the SignedData, then, level by level, among the counter-signatures of the one before;
/// never empty.
pub(crate) type SignerPath = Vec<usize>;

/// Every signature with its path, in the order of reports: each followed by its counter-signatures.
pub(crate) fn all<'a>(data: &SignedData<'a>) -> Vec<(SignerPath, SignerInfo<'a>)> {
    let mut found = Vec::new();
    collect(data.signer_infos(), &[], &mut found);
    found
}

fn collect<'a>(
    signer_infos: impl Iterator<Item = SignerInfo<'a>>,
    above: &[usize],
    found: &mut Vec<(SignerPath, SignerInfo<'a>)>,
) {
    for (number, signer_info) in signer_infos.enumerate() {
        let path = [above, &[number]].concat();
        found.push((path.clone(), signer_info));
        collect(signer_info.counter_signatures().collect::<Vec<_>>().into_iter(), &path, found);
    }
}

/// The signature with that number in the order of reports, counted from zero.
pub(crate) fn find<'a>(
    data: &SignedData<'a>,
    number: usize,
) -> Result<(SignerPath, SignerInfo<'a>), CmsError> {
    let mut all = all(data);
    if number >= all.len() {
        return Err(CmsError::NoSuchSignature { index: number, signatures: all.len() });
    }
    Ok(all.swap_remove(number))
}

/// The signature that stands there, by a path that was found in the same octets.
pub(crate) fn at<'a>(data: &SignedData<'a>, path: &[usize]) -> SignerInfo<'a> {
    let (first, deeper) = path.split_first().expect("a path is never empty");
    let mut found = data.signer_infos().nth(*first);
    for number in deeper {
        found = found.and_then(|signer_info| signer_info.counter_signatures().nth(*number));
    }
    found.expect("the path was found in the same octets")
}
