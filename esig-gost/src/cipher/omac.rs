//! OMAC (GOST R 34.13-2015 §5.6), and CTR-ACPKM with it.

use alloc::vec::Vec;
use core::fmt;

use cmac::Cmac;
use crypto_bigint::CtEq;
use digest::{KeyInit, Mac};
use kuznyechik::KuznyechikEnc;
use magma::Magma;
use zeroize::{Zeroize, Zeroizing};

use super::acpkm::split_ukm;
use super::{BlockCipher, CipherError, CtrAcpkm, GostR3412};
use crate::kdf::{CounterOctets, kdf_tree_gostr3411_2012_256};
use crate::stack::{HASHING, wiped};

/// CTR-ACPKM with an OMAC over the content, which is encrypted after it (R 1323565.1.025).
///
/// Both keys are derived from the one that is given, K_ENC ‖ K_MAC = KDF_TREE(key, "kdf tree", the last
/// eight octets of the `ukm`, R = 1). The whole content is processed at once.
pub struct CtrAcpkmOmac {
    cipher: BlockCipher,
    encryption: CtrAcpkm,
    mac_key: Zeroizing<[u8; 32]>,
}

impl CtrAcpkmOmac {
    /// Starts with a key and a `ukm` that no other data was encrypted with.
    ///
    /// `ukm` is that of the algorithm's parameters: 12 octets for Magma, 16 for Kuznyechik.
    /// `section_octets` is as in [`CtrAcpkm::new`].
    ///
    /// # Errors
    /// [`CipherError::UkmLength`]; [`CipherError::SectionLength`] if the section is not made of blocks.
    pub fn with_ukm(
        cipher: BlockCipher,
        key: &[u8; 32],
        ukm: &[u8],
        section_octets: usize,
    ) -> Result<Self, CipherError> {
        let (iv, seed) = split_ukm(cipher, ukm)?;
        let mut keys = Zeroizing::new([[0; 32]; 2]);
        kdf_tree_gostr3411_2012_256(key, b"kdf tree", seed, CounterOctets::One, keys.as_flattened_mut())
            .expect("64 octets are within every limit");
        let encryption = CtrAcpkm::new(cipher, &keys[0], iv, section_octets)?;
        Ok(Self { cipher, encryption, mac_key: Zeroizing::new(keys[1]) })
    }

    /// Encrypts the content in place and gives the encrypted code, one block.
    ///
    /// CMS carries the code as the unprotected attribute 1.2.643.7.1.0.6.1.1, PFX after the content.
    pub fn encrypt(mut self, content: &mut [u8]) -> Vec<u8> {
        let mut mac = self.mac(content).to_vec();
        self.encryption.apply_keystream(content);
        self.encryption.apply_keystream(&mut mac);
        mac
    }

    /// Decrypts the content in place and checks it against the encrypted code.
    ///
    /// # Errors
    /// [`CipherError::Mac`] if the code is that of another content or has another length. The content is
    /// overwritten with zeros then.
    pub fn decrypt(mut self, content: &mut [u8], mac: &[u8]) -> Result<(), CipherError> {
        self.encryption.apply_keystream(content);
        let mut mac = Zeroizing::new(mac.to_vec());
        self.encryption.apply_keystream(&mut mac);
        if mac.as_slice().ct_eq(self.mac(content).as_slice()).to_bool() {
            return Ok(());
        }
        content.zeroize();
        Err(CipherError::Mac)
    }

    fn mac(&self, content: &[u8]) -> Zeroizing<Vec<u8>> {
        wiped::<HASHING, _>(|| match self.cipher {
            BlockCipher::Magma => omac::<Magma>(&self.mac_key, &[content]),
            BlockCipher::Kuznyechik => omac::<KuznyechikEnc>(&self.mac_key, &[content]),
        })
    }
}

impl fmt::Debug for CtrAcpkmOmac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CtrAcpkmOmac({:?}, ..)", self.cipher)
    }
}

/// OMAC of the parts one after the other: one block.
pub(crate) fn omac<C: GostR3412>(key: &[u8; 32], parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let mut mac = <Cmac<C> as KeyInit>::new(key.into());
    parts.iter().for_each(|part| mac.update(part));
    let code = Zeroizing::new(mac.finalize().into_bytes());
    Zeroizing::new(code.to_vec())
}
