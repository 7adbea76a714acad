//! The digests that protect key files, and what is built on them.

use der::asn1::ObjectIdentifier;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

/// SHA-1 or SHA-2: within HMAC even SHA-1 holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// Runs the same expression with the type of the digest.
macro_rules! with_digest {
    ($hash:expr, $D:ident => $body:expr) => {
        match $hash {
            Hash::Sha1 => {
                type $D = Sha1;
                $body
            }
            Hash::Sha224 => {
                type $D = Sha224;
                $body
            }
            Hash::Sha256 => {
                type $D = Sha256;
                $body
            }
            Hash::Sha384 => {
                type $D = Sha384;
                $body
            }
            Hash::Sha512 => {
                type $D = Sha512;
                $body
            }
        }
    };
}

impl Hash {
    pub(crate) const ALL: [Self; 5] = [Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];

    /// The identifier of HMAC with the digest (RFC 8018 appendix B.1.2).
    pub(crate) fn hmac_oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Sha1 => "1.2.840.113549.2.7",
            Self::Sha224 => "1.2.840.113549.2.8",
            Self::Sha256 => "1.2.840.113549.2.9",
            Self::Sha384 => "1.2.840.113549.2.10",
            Self::Sha512 => "1.2.840.113549.2.11",
        })
    }

    /// Octets of the digest.
    pub(crate) fn output_octets(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// PBKDF2 with HMAC (RFC 8018 §5.2); `iterations` is not zero.
    pub(crate) fn pbkdf2(self, password: &[u8], salt: &[u8], iterations: u32, key: &mut [u8]) {
        with_digest!(self, D => pbkdf2::pbkdf2_hmac::<D>(password, salt, iterations, key));
    }

    /// HMAC (RFC 2104).
    #[cfg(feature = "pfx")]
    pub(crate) fn hmac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        use hmac::{KeyInit, Mac};
        const ANY_LENGTH: &str = "HMAC takes keys of any length";
        with_digest!(self, D => {
            let mac = hmac::Hmac::<D>::new_from_slice(key).expect(ANY_LENGTH);
            mac.chain_update(message).finalize().into_bytes().to_vec()
        })
    }

    /// The key of a PFX's MAC; see [`pkcs12_key`].
    #[cfg(feature = "pfx")]
    pub(crate) fn pkcs12_mac_key(self, password: &[u8], salt: &[u8], iterations: u32) -> crate::asn1::Der {
        with_digest!(self, D => pkcs12_key::<D>(MAC_KEY, password, salt, iterations))
    }
}

/// The purpose of a key from [`pkcs12_key`]: integrity.
#[cfg(feature = "pfx")]
const MAC_KEY: u8 = 3;

/// A key as long as the digest (RFC 7292 appendix B.2, where that takes one round).
///
/// `password` is big-endian UTF-16 with two zero octets at the end.
#[cfg(feature = "pfx")]
fn pkcs12_key<D: sha2::Digest + digest::block_api::BlockSizeUser>(
    purpose: u8,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
) -> crate::asn1::Der {
    let block = D::block_size();
    let whole_blocks = |octets: &[u8]| octets.len().div_ceil(block) * block;
    let repeated = |octets: &[u8], hash: &mut D| {
        octets.iter().cycle().take(whole_blocks(octets)).for_each(|octet| hash.update([*octet]));
    };
    let mut hash = D::new();
    hash.update(vec![purpose; block]);
    repeated(salt, &mut hash);
    repeated(password, &mut hash);
    let mut key = zeroize::Zeroizing::new(hash.finalize().to_vec());
    for _ in 1..iterations {
        let next = D::digest(&*key);
        key.copy_from_slice(&next);
    }
    key
}
