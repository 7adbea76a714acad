//! Private keys in PKCS#8 (RFC 5958), plain and protected, and the older forms that PEM files hold.

pub(crate) mod names;
mod pbes2;
mod pbkdf2;
mod pem;

use esig_core::AlgorithmIdentifier;
use esig_core::error::ParseErrorKind;
use esig_core::raw::{Element, Tag};
use rand_core::TryCryptoRng;

use crate::asn1::{self, Der};
use crate::ber;
use crate::error::TokenError;
use crate::limits::MAX_FILE_OCTETS;
use crate::memory;
use crate::password::Password;

#[cfg(feature = "pfx")]
pub(crate) use self::pbes2::{decrypt as decrypt_pbes2, encrypt as encrypt_pbes2};
pub(crate) use self::pbkdf2::Work;
#[cfg(feature = "pfx")]
pub(crate) use self::pbkdf2::{Pbkdf2, hmac_hash};
pub(crate) use self::pem::{ENCRYPTED_PRIVATE_KEY, from_any, from_pem};

type PrivateKey = Box<dyn memory::PrivateKey>;

/// A private key and its algorithm (RFC 5958 §2), attributes and public key passed over.
///
/// ```text
/// OneAsymmetricKey ::= SEQUENCE {
///     version             INTEGER { v1(0), v2(1) },
///     privateKeyAlgorithm AlgorithmIdentifier,
///     privateKey          OCTET STRING,
///     attributes      [0] Attributes OPTIONAL,
///     publicKey       [1] BIT STRING OPTIONAL }
/// ```
pub(crate) struct PrivateKeyInfo<'a> {
    /// The whole encoding.
    pub(crate) der: &'a [u8],
    /// The algorithm of the key, with its parameters.
    pub(crate) algorithm: AlgorithmIdentifier<'a>,
    /// The key, in the form that its algorithm prescribes.
    pub(crate) private_key: &'a [u8],
}

impl<'a> PrivateKeyInfo<'a> {
    /// Reads the one SEQUENCE that `der` consists of.
    pub(crate) fn parse(der: &'a [u8]) -> Result<Self, TokenError> {
        const PRODUCTION: &str = "PrivateKeyInfo";
        let mut reader = Element::from_der(der, PRODUCTION)?.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let version = reader.any("PrivateKeyInfo.version")?;
        match version.small_integer("PrivateKeyInfo.version")? {
            0 | 1 => {}
            found => return Err(version.error(ParseErrorKind::UnknownVersion { found }, PRODUCTION).into()),
        }
        let algorithm = reader.expect(Tag::SEQUENCE, "privateKeyAlgorithm")?;
        let algorithm = AlgorithmIdentifier::parse(algorithm, "privateKeyAlgorithm")?;
        let private_key = reader.any("privateKey")?.octet_string("privateKey")?;
        reader.optional(Tag::context(0), "PrivateKeyInfo.attributes")?;
        for tag in [Tag::context_primitive(1), Tag::context(1)] {
            reader.optional(tag, "PrivateKeyInfo.publicKey")?;
        }
        reader.finish(PRODUCTION)?;
        Ok(Self { der, algorithm, private_key })
    }
}

/// PrivateKeyInfo of version 1, from parts that are encoded already.
pub(crate) fn encode(algorithm: &[u8], private_key: &[u8]) -> Der {
    asn1::sequence(&[&asn1::integer(&[0]), algorithm, &asn1::octet_string(private_key)])
}

/// A protected private key (RFC 5958 §3).
///
/// ```text
/// EncryptedPrivateKeyInfo ::= SEQUENCE {
///     encryptionAlgorithm AlgorithmIdentifier,
///     encryptedData       OCTET STRING }
/// ```
pub(crate) struct EncryptedPrivateKeyInfo<'a> {
    encryption_algorithm: AlgorithmIdentifier<'a>,
    encrypted_data: Der,
}

impl<'a> EncryptedPrivateKeyInfo<'a> {
    /// Reads the SEQUENCE.
    pub(crate) fn parse(element: Element<'a>) -> Result<Self, TokenError> {
        const PRODUCTION: &str = "EncryptedPrivateKeyInfo";
        let mut reader = element.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let algorithm = reader.expect(Tag::SEQUENCE, "encryptionAlgorithm")?;
        let encryption_algorithm = AlgorithmIdentifier::parse(algorithm, "encryptionAlgorithm")?;
        let encrypted_data = ber::octet_string(&reader.any("encryptedData")?, "encryptedData")?;
        reader.finish(PRODUCTION)?;
        Ok(Self { encryption_algorithm, encrypted_data })
    }

    /// The PrivateKeyInfo within.
    pub(crate) fn decrypt(&self, password: &Password, work: &mut Work) -> Result<Der, TokenError> {
        pbes2::decrypt(&self.encryption_algorithm, &self.encrypted_data, password, work)
    }
}

/// Reads a protected key.
pub(crate) fn decrypt(der: &[u8], password: &Password) -> Result<PrivateKey, TokenError> {
    let element = Element::from_der(der, "EncryptedPrivateKeyInfo")?;
    let info = EncryptedPrivateKeyInfo::parse(element)?.decrypt(password, &mut Work::default())?;
    // One wrong password in 256 leaves something like padding, and never a key.
    PrivateKeyInfo::parse(&info).map_err(|_| TokenError::IncorrectPassword)?;
    memory::from_private_key_info(&info)
}

/// Iterations for what is written: what OWASP recommends for PBKDF2 with HMAC-SHA-256 since 2023, and gnutls writes.
pub(crate) const ITERATIONS: u32 = 600_000;

/// Protects a PrivateKeyInfo.
pub(crate) fn encrypt(
    info: &[u8],
    password: &Password,
    iterations: u32,
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Vec<u8>, TokenError> {
    let (algorithm, encrypted) = pbes2::encrypt(info, password, iterations, rng)?;
    Ok(asn1::sequence(&[&algorithm, &asn1::octet_string(&encrypted)]).to_vec())
}

/// Refuses a file that is too large before anything in it is looked at.
pub(crate) fn check_size(octets: &[u8]) -> Result<(), TokenError> {
    match octets.len() {
        0..=MAX_FILE_OCTETS => Ok(()),
        _ => Err(TokenError::limit("MAX_FILE_OCTETS", MAX_FILE_OCTETS, "key file", 0)),
    }
}
