//! PBES2 (RFC 8018 §6.2) with AES in CBC mode.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use aes::{Aes128, Aes192, Aes256};
use esig_core::AlgorithmIdentifier;
use esig_core::raw::Tag;
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::names::{self, unsupported};
use super::pbkdf2::{self, Pbkdf2, Work};
use crate::asn1::{self, Der};
use crate::error::TokenError;
use crate::hash::Hash;
use crate::password::Password;
use crate::random;

const AES_BLOCK_OCTETS: usize = 16;

/// Decrypts what PBES2 protects.
///
/// ```text
/// PBES2-params ::= SEQUENCE {
///     keyDerivationFunc AlgorithmIdentifier,
///     encryptionScheme  AlgorithmIdentifier }
/// ```
pub(crate) fn decrypt(
    algorithm: &AlgorithmIdentifier<'_>,
    encrypted: &[u8],
    password: &Password,
    work: &mut Work,
) -> Result<Der, TokenError> {
    const PRODUCTION: &str = "PBES2-params";
    let parameters = algorithm.parameters().filter(|_| algorithm.oid() == names::PBES2);
    let parameters = parameters.ok_or_else(|| unsupported(algorithm.oid(), "encryptionAlgorithm"))?;
    let mut reader = parameters.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let derivation = reader.expect(Tag::SEQUENCE, "keyDerivationFunc")?;
    let derivation = AlgorithmIdentifier::parse(derivation, "keyDerivationFunc")?;
    let scheme = reader.expect(Tag::SEQUENCE, "encryptionScheme")?;
    let scheme = AlgorithmIdentifier::parse(scheme, "encryptionScheme")?;
    reader.finish(PRODUCTION)?;
    // The cipher is named first, since it tells a person more than the PRF does.
    let cipher = Cipher::parse(&scheme)?;
    let derivation = Pbkdf2::parse(&derivation, "keyDerivationFunc")?;
    let key = derivation.derive(password.expose().as_bytes(), cipher.key.octets(), work)?;
    cipher.decrypt(&key, encrypted)
}

/// Encrypts under PBKDF2-HMAC-SHA-256 and AES-256-CBC: the algorithm identifier, and the ciphertext.
pub(crate) fn encrypt(
    plain: &[u8],
    password: &Password,
    iterations: u32,
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<(Der, Vec<u8>), TokenError> {
    let salt: [u8; 16] = random::octets(rng)?;
    let iv: [u8; AES_BLOCK_OCTETS] = random::octets(rng)?;
    let derivation = pbkdf2::encode(&salt, iterations);
    let mut key = Zeroizing::new([0; 32]);
    Hash::Sha256.pbkdf2(password.expose().as_bytes(), &salt, iterations, &mut *key);

    let mut buffer = Zeroizing::new(vec![0; plain.len() + AES_BLOCK_OCTETS]);
    buffer[..plain.len()].copy_from_slice(plain);
    let cipher = cbc::Encryptor::<Aes256>::new((&*key).into(), (&iv).into());
    let encrypted = cipher.encrypt_padded::<Pkcs7>(&mut buffer, plain.len());
    let encrypted = encrypted.expect("a block longer than the text is room for the padding").to_vec();

    let scheme = asn1::algorithm_identifier(names::AES256_CBC, &asn1::octet_string(&iv));
    let parameters = asn1::sequence(&[&derivation, &scheme]);
    Ok((asn1::algorithm_identifier(names::PBES2, &parameters), encrypted))
}

struct Cipher {
    key: Key,
    iv: [u8; AES_BLOCK_OCTETS],
}

/// Bits of the key of AES.
#[derive(Clone, Copy)]
enum Key {
    Bits128,
    Bits192,
    Bits256,
}

impl Key {
    fn octets(self) -> usize {
        match self {
            Self::Bits128 => 16,
            Self::Bits192 => 24,
            Self::Bits256 => 32,
        }
    }
}

impl Cipher {
    /// The parameters are the initialization vector (RFC 8018 appendix B.2.5).
    fn parse(scheme: &AlgorithmIdentifier<'_>) -> Result<Self, TokenError> {
        let all = [
            (names::AES128_CBC, Key::Bits128),
            (names::AES192_CBC, Key::Bits192),
            (names::AES256_CBC, Key::Bits256),
        ];
        let key = all.into_iter().find(|row| scheme.oid() == row.0).map(|row| row.1);
        let key = key.ok_or_else(|| unsupported(scheme.oid(), "encryptionScheme"))?;
        let parameters =
            scheme.parameters().ok_or_else(|| unsupported(scheme.oid(), "encryptionScheme.parameters"))?;
        let iv = parameters.octet_string("encryptionScheme.parameters")?.try_into();
        let iv = iv.map_err(|_| unsupported(scheme.oid(), "encryptionScheme.parameters"))?;
        Ok(Self { key, iv })
    }

    /// Bad padding means a wrong key, as far as one can tell.
    fn decrypt(&self, key: &[u8], encrypted: &[u8]) -> Result<Der, TokenError> {
        let mut buffer = Zeroizing::new(encrypted.to_vec());
        let octets = match self.key {
            Key::Bits128 => self.decrypt_in_place::<cbc::Decryptor<Aes128>>(key, &mut buffer),
            Key::Bits192 => self.decrypt_in_place::<cbc::Decryptor<Aes192>>(key, &mut buffer),
            Key::Bits256 => self.decrypt_in_place::<cbc::Decryptor<Aes256>>(key, &mut buffer),
        };
        buffer.truncate(octets.ok_or(TokenError::IncorrectPassword)?);
        Ok(buffer)
    }

    /// Octets of the plain text, which then begins the buffer.
    fn decrypt_in_place<D: KeyIvInit + BlockModeDecrypt>(
        &self,
        key: &[u8],
        buffer: &mut [u8],
    ) -> Option<usize> {
        let cipher = D::new_from_slices(key, &self.iv).ok()?;
        cipher.decrypt_padded::<Pkcs7>(buffer).ok().map(<[u8]>::len)
    }
}
