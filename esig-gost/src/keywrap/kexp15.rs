//! KExp15 and KImp15 (RFC 9189 §8.2.1).

use alloc::vec::Vec;

use crypto_bigint::CtEq;
use kuznyechik::KuznyechikEnc;
use magma::Magma;
use zeroize::Zeroizing;

use crate::cipher::{BlockCipher, CipherError, Ctr, GostR3412, omac};
use crate::stack::{HASHING, wiped};

/// Wraps a secret of any length: the result is one block longer.
///
/// `keys` is K_Exp_MAC ‖ K_Exp_ENC, the key of the code **first**, as [`vko::keg`](crate::vko::keg) gives
/// them. `iv` is half a block, 4 octets for Magma and 8 for Kuznyechik, and must differ from wrapping to
/// wrapping under the same keys.
///
/// ```
/// use esig_gost::cipher::BlockCipher;
/// use esig_gost::keywrap::{kexp15, kimp15};
///
/// let keys = core::array::from_fn(|i| i as u8);
/// let wrapped = kexp15(BlockCipher::Magma, b"secret", &keys, &[1, 2, 3, 4])?;
/// assert_eq!(wrapped.len(), 6 + 8);
/// assert_eq!(*kimp15(BlockCipher::Magma, &wrapped, &keys, &[1, 2, 3, 4])?, b"secret");
/// # Ok::<(), esig_gost::cipher::CipherError>(())
/// ```
///
/// # Errors
/// [`CipherError::IvLength`].
pub fn kexp15(
    cipher: BlockCipher,
    secret: &[u8],
    keys: &[u8; 64],
    iv: &[u8],
) -> Result<Vec<u8>, CipherError> {
    wiped::<HASHING, _>(|| match cipher {
        BlockCipher::Magma => export::<Magma>(secret, keys, iv),
        BlockCipher::Kuznyechik => export::<KuznyechikEnc>(secret, keys, iv),
    })
}

/// Unwraps what [`kexp15`] wrapped. `wrapped` and `iv` are untrusted.
///
/// # Errors
/// [`CipherError::IvLength`]; [`CipherError::WrappedLength`] if there is not even a block;
/// [`CipherError::Mac`] if the keys are others or `wrapped` or `iv` was altered.
pub fn kimp15(
    cipher: BlockCipher,
    wrapped: &[u8],
    keys: &[u8; 64],
    iv: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CipherError> {
    wiped::<HASHING, _>(|| match cipher {
        BlockCipher::Magma => import::<Magma>(wrapped, keys, iv),
        BlockCipher::Kuznyechik => import::<KuznyechikEnc>(wrapped, keys, iv),
    })
}

fn export<C: GostR3412>(secret: &[u8], keys: &[u8; 64], iv: &[u8]) -> Result<Vec<u8>, CipherError> {
    let (key_mac, key_enc) = split(keys);
    let mut encryption = Ctr::<C>::new(key_enc, iv, None)?;
    let mut exported = Vec::with_capacity(secret.len() + C::block_size());
    exported.extend_from_slice(secret);
    exported.extend_from_slice(&omac::<C>(key_mac, &[iv, secret]));
    encryption.apply_keystream(&mut exported);
    Ok(exported)
}

fn import<C: GostR3412>(
    wrapped: &[u8],
    keys: &[u8; 64],
    iv: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CipherError> {
    let (key_mac, key_enc) = split(keys);
    let mut encryption = Ctr::<C>::new(key_enc, iv, None)?;
    let found = wrapped.len();
    let length = found.checked_sub(C::block_size()).ok_or(CipherError::WrappedLength { found })?;
    let mut secret = Zeroizing::new(wrapped.to_vec());
    encryption.apply_keystream(&mut secret);
    let (content, mac) = secret.split_at(length);
    if !mac.ct_eq(omac::<C>(key_mac, &[iv, content]).as_slice()).to_bool() {
        return Err(CipherError::Mac);
    }
    secret.truncate(length); // `Zeroizing` wipes the whole capacity
    Ok(secret)
}

/// K_Exp_MAC and K_Exp_ENC.
fn split(keys: &[u8; 64]) -> (&[u8; 32], &[u8; 32]) {
    let (halves, _) = keys.as_chunks();
    (&halves[0], &halves[1])
}
