//! GOST 28147-89 in cipher feedback mode with CryptoPro key meshing (RFC 5830 §7, RFC 4357 §2.3.2).

use core::fmt;

use zeroize::Zeroizing;

use super::{Gost28147, Gost28147ParameterSet};
use crate::stack::{COPYING, wiped};

/// GOST 28147-89 CFB with CryptoPro key meshing, as PFX and CMS use it for contents.
///
/// The algorithm is id-Gost28147-89, 1.2.643.2.2.21. Data may come in pieces of any length: they are
/// encrypted as if they were one. Encryption and decryption are not to be mixed. Altered data is not noticed.
pub struct Gost28147Cfb {
    parameter_set: Gost28147ParameterSet,
    cipher: Gost28147,
    /// The initialization vector, then the last eight octets of what was encrypted.
    feedback: [u8; BLOCK],
    /// What the next octets are masked with.
    gamma: Zeroizing<[u8; BLOCK]>,
    /// Octets that were processed since the key was changed.
    processed: usize,
}

impl Gost28147Cfb {
    /// Starts with a key and an initialization vector that no other data was encrypted with.
    pub fn new(parameter_set: Gost28147ParameterSet, key: &[u8; 32], iv: &[u8; 8]) -> Self {
        Self {
            parameter_set,
            cipher: Gost28147::new(parameter_set, key),
            feedback: *iv,
            gamma: Zeroizing::new([0; BLOCK]),
            processed: 0,
        }
    }

    /// Encrypts the next octets in place.
    pub fn encrypt(&mut self, data: &mut [u8]) {
        wiped::<COPYING, _>(|| {
            for octet in data {
                let (gamma, feedback) = self.next();
                *octet ^= gamma;
                *feedback = *octet;
            }
        });
    }

    /// Decrypts the next octets in place.
    pub fn decrypt(&mut self, data: &mut [u8]) {
        wiped::<COPYING, _>(|| {
            for octet in data {
                let (gamma, feedback) = self.next();
                *feedback = *octet;
                *octet ^= gamma;
            }
        });
    }

    /// The octet to mask with, and the place of the octet that is fed back.
    fn next(&mut self) -> (u8, &mut u8) {
        if self.processed == SECTION {
            self.mesh();
        }
        let i = self.processed % BLOCK;
        if i == 0 {
            *self.gamma = self.feedback;
            self.cipher.encrypt_block(&mut self.gamma);
        }
        self.processed += 1;
        (self.gamma[i], &mut self.feedback[i])
    }

    /// K\[i+1\] = decryptECB(K\[i\], C); IV0\[i+1\] = encryptECB(K\[i+1\], IVn\[i\]).
    fn mesh(&mut self) {
        let mut key = Zeroizing::new(C);
        self.cipher.decrypt_blocks(&mut *key);
        self.cipher = Gost28147::new(self.parameter_set, &key);
        self.cipher.encrypt_block(&mut self.feedback);
        self.processed = 0;
    }
}

impl fmt::Debug for Gost28147Cfb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gost28147Cfb({:?}, ..)", self.parameter_set)
    }
}

/// Octets of a block.
const BLOCK: usize = 8;

/// Octets between two changes of the key.
const SECTION: usize = 1024;

/// C of RFC 4357 §2.3.2.
const C: [u8; 32] = [
    0x69, 0x00, 0x72, 0x22, 0x64, 0xc9, 0x04, 0x23, 0x8d, 0x3a, 0xdb, 0x96, 0x46, 0xe9, 0x2a, 0xc4, //
    0x18, 0xfe, 0xac, 0x94, 0x00, 0xed, 0x07, 0x12, 0xc0, 0x86, 0xdc, 0xc2, 0xef, 0x4c, 0xa9, 0x2b,
];
