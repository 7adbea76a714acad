//! The tests themselves; each says what is wrong.

use esig_core::provider::PublicKey;
use esig_core::{DigestValue, Message, Provider, SignatureScheme, Spki};
use esig_token::{KeySpec, MemoryKey, ParameterSet, SigningKey, SystemRng};

use super::vectors::{DigestVector, SignatureVector, VectorMessage};
use crate::holder::hex;

/// The digest is the expected one, made at once and in pieces.
pub(super) fn digest(vector: &DigestVector, provider: &Provider) -> Result<(), String> {
    let mut pieces = provider.digest_function(vector.algorithm).map_err(text)?.start();
    vector.message.chunks(7).for_each(|piece| pieces.update(piece));
    let whole = provider.digest(vector.algorithm, vector.message).map_err(text)?;
    match [whole, pieces.finish()].iter().find(|digest| hex(digest.as_octets()) != vector.digest) {
        Some(digest) => Err(format!("{digest}, expected {}", vector.digest)),
        None => Ok(()),
    }
}

/// The signature verifies, and it does not with another message, nor does another one.
pub(super) fn verify(vector: &SignatureVector, provider: &Provider) -> Result<(), String> {
    let key = octets(vector.key);
    let key = provider.load_key(&Spki::from_der(&key).map_err(text)?).map_err(text)?;
    let message = match vector.message {
        VectorMessage::Bytes(message) => Message::Bytes(message),
        VectorMessage::Digest(algorithm, digest) => {
            Message::Digest(DigestValue::new(algorithm, &octets(digest)).ok_or("a digest of another length")?)
        }
    };
    verify_and_refuse(key.as_ref(), vector.scheme, message, &octets(vector.signature))
}

/// A new key signs, and what it signs verifies.
pub(super) fn sign(spec: KeySpec, provider: &Provider) -> Result<(), String> {
    let mut key = MemoryKey::generate(spec, &mut SystemRng).map_err(text)?.allow_software_rsa();
    let public_key = Spki::from_der(key.public_key_spki()).map_err(text)?;
    let public_key = provider.load_key(&public_key).map_err(text)?;
    let scheme = *key.schemes().first().ok_or("the key has no scheme")?;
    let message = Message::Bytes(b"message");
    let signature = key.sign(scheme, message).map_err(text)?;
    verify_and_refuse(public_key.as_ref(), scheme, message, signature.as_octets())
}

/// Two draws differ: with a source that works they do but once in 2^256 runs.
pub(super) fn randomness(provider: &Provider) -> Result<(), String> {
    let draw = || provider.random_octets::<32>().map_err(text);
    if draw()? == draw()? { Err("the same octets twice".to_owned()) } else { Ok(()) }
}

/// Keys to sign with: what is in use today.
pub(super) fn key_specs() -> [KeySpec; 6] {
    [
        KeySpec::Gost(ParameterSet::CryptoProA),
        KeySpec::Gost(ParameterSet::Tc26_256A),
        KeySpec::Gost(ParameterSet::Tc26_512A),
        KeySpec::Rsa2048,
        KeySpec::EcdsaP256,
        KeySpec::Ed25519,
    ]
}

fn verify_and_refuse(
    key: &dyn PublicKey,
    scheme: SignatureScheme,
    message: Message<'_>,
    signature: &[u8],
) -> Result<(), String> {
    key.verify(scheme, message, signature).map_err(text)?;
    if key.verify(scheme, Message::Bytes(b"another message"), signature).is_ok() {
        return Err("it verifies for another message too".to_owned());
    }
    let mut other = signature.to_vec();
    other.iter_mut().skip(signature.len() / 2).take(1).for_each(|octet| *octet ^= 1);
    match key.verify(scheme, message, &other) {
        Ok(()) => Err("another signature verifies too".to_owned()),
        Err(_) => Ok(()),
    }
}

fn octets(hex: &str) -> Vec<u8> {
    let digit = |digit: u8| char::from(digit).to_digit(16).unwrap_or_default() as u8;
    hex.as_bytes().chunks(2).map(|pair| pair.iter().fold(0, |octet, d| octet << 4 | digit(*d))).collect()
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
