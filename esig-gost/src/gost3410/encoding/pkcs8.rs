//! Private keys in PKCS#8.

use alloc::vec::Vec;

use der::asn1::{AnyRef, BitStringRef, OctetStringRef};
use der::{Decode, Encode, SecretDocument, Tag, Tagged};
use pkcs8::{EncodePrivateKey, PrivateKeyInfo, PrivateKeyInfoRef};
use zeroize::Zeroizing;

use super::{FITS, algorithm_identifier};
use crate::curve::Curve;
use crate::gost3410::{KeyError, ParameterSet, SigningKey, VerifyingKey};
use crate::gost3410::{parameters::NamedCurve, scheme::Private, signing_key::Secret};
use crate::stack::{HASHING, wiped};

impl SigningKey {
    /// Reads a private key from PKCS#8 (`PrivateKeyInfo` or `OneAsymmetricKey`) in DER.
    ///
    /// The `privateKey` may have any form in which such keys are met: little-endian octets,
    /// as they are or masked; an OCTET STRING of them; a big-endian INTEGER. Where it can be read in two
    /// ways this takes the first; [`from_pkcs8_der_matching`](Self::from_pkcs8_der_matching) does not
    /// guess.
    ///
    /// # Errors
    /// If the structure is malformed, the algorithm or the parameter set is not known, or the private
    /// key has no known form or is out of range.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        first(Self::candidates_from_pkcs8_der(der)?)
    }

    /// Reads a private key from PKCS#8 in DER, in the form that gives this public key.
    ///
    /// The public key, from the certificate say, may name the curve by another parameter set.
    ///
    /// # Errors
    /// As [`from_pkcs8_der`](Self::from_pkcs8_der), and [`KeyError::OtherPublicKey`].
    pub fn from_pkcs8_der_matching(der: &[u8], public: &VerifyingKey) -> Result<Self, KeyError> {
        let candidates = Self::candidates_from_pkcs8_der(der)?;
        let fitting = candidates.into_iter().find(|key| key.verifying_key().has_point_of(public));
        fitting.ok_or(KeyError::OtherPublicKey)
    }

    /// Every way to read a private key from PKCS#8 in DER, the likeliest first: one, or seldom two.
    ///
    /// A big-endian INTEGER that begins with zeros is shorter than the key and can be as long as
    /// little-endian octets would be.
    ///
    /// # Errors
    /// As [`from_pkcs8_der`](Self::from_pkcs8_der).
    pub fn candidates_from_pkcs8_der(der: &[u8]) -> Result<Vec<Self>, KeyError> {
        candidates(&PrivateKeyInfoRef::from_der(der)?)
    }

    /// The key in PKCS#8 in DER, unprotected: `privateKey` is an OCTET STRING of little-endian octets,
    /// the form that most others read.
    pub fn to_pkcs8_der(&self) -> Zeroizing<Vec<u8>> {
        wiped::<HASHING, _>(|| Zeroizing::new(self.encode_pkcs8().expect(FITS)))
    }

    fn encode_pkcs8(&self) -> der::Result<Vec<u8>> {
        let octets = self.export_le_octets();
        let private_key = Zeroizing::new(OctetStringRef::new(&octets)?.to_der()?);
        let algorithm = algorithm_identifier::write(self.algorithm(), self.parameter_set());
        PrivateKeyInfo::<_, _, BitStringRef<'_>>::new(algorithm, OctetStringRef::new(&private_key)?).to_der()
    }
}

/// Takes the first of the ways to read the key, as [`SigningKey::from_pkcs8_der`].
impl TryFrom<PrivateKeyInfoRef<'_>> for SigningKey {
    type Error = pkcs8::Error;

    fn try_from(info: PrivateKeyInfoRef<'_>) -> Result<Self, pkcs8::Error> {
        Ok(first(candidates(&info)?)?)
    }
}

impl EncodePrivateKey for SigningKey {
    fn to_pkcs8_der(&self) -> Result<SecretDocument, pkcs8::Error> {
        wiped::<HASHING, _>(|| Ok(SecretDocument::try_from(self.encode_pkcs8()?)?))
    }
}

impl From<KeyError> for pkcs8::Error {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Malformed(error) => Self::Asn1(error),
            KeyError::ParametersMissing => Self::ParametersMalformed,
            KeyError::UnknownAlgorithm { .. } | KeyError::UnknownParameterSet { .. } => {
                Self::PublicKey(error.into())
            }
            _ => Self::KeyMalformed(pkcs8::KeyError::Invalid),
        }
    }
}

/// The contents of `privateKey`, read in one way.
enum Reading<'a> {
    /// The key, or its mask and masked key: whole numbers of the key's length.
    LittleEndian(&'a [u8]),
    /// The key without leading zeros.
    BigEndian(&'a [u8]),
}

impl Reading<'_> {
    fn key(&self, parameter_set: ParameterSet) -> Result<SigningKey, KeyError> {
        let secret = wiped::<HASHING, _>(|| match parameter_set.curve() {
            NamedCurve::Bits256(curve) => self.private(curve).map(Secret::Bits256),
            NamedCurve::Bits512(curve) => self.private(curve).map(Secret::Bits512),
        });
        Ok(SigningKey::new(parameter_set, secret?))
    }

    fn private<const W: usize>(&self, curve: &'static Curve<W>) -> Result<Private<W>, KeyError> {
        match self {
            Self::LittleEndian(octets) if octets.len() == Curve::<W>::OCTETS => {
                Private::from_le_octets(curve, octets)
            }
            Self::LittleEndian(octets) => Private::from_masked_le_octets(curve, octets),
            Self::BigEndian(octets) => {
                let mut padded = Zeroizing::new([0; 64]);
                padded.iter_mut().zip(octets.iter().rev()).for_each(|(to, from)| *to = *from);
                Private::from_le_octets(curve, &padded[..Curve::<W>::OCTETS])
            }
        }
    }
}

/// The forms in which others write a private key of `n` octets, the surest first.
///
/// Little-endian octets without a header are known by their length alone: gost-engine writes them, and
/// the examples of RFC 9548 have them masked. An OCTET STRING is what gnutls and Bouncy Castle write, an
/// INTEGER the form of the first OpenSSL engines.
fn readings(private_key: &[u8], n: usize) -> impl Iterator<Item = Reading<'_>> {
    let whole =
        |octets: &&[u8]| octets.len().is_multiple_of(n) && (1..=MAX_FACTORS).contains(&(octets.len() / n));
    let bare = Some(private_key).filter(whole).map(Reading::LittleEndian);
    let nested = AnyRef::from_der(private_key).ok().and_then(|any| match any.tag() {
        Tag::OctetString => Some(any.value()).filter(whole).map(Reading::LittleEndian),
        Tag::Integer => {
            let zeros = any.value().iter().take_while(|octet| **octet == 0).count();
            Some(&any.value()[zeros..]).filter(|octets| octets.len() <= n).map(Reading::BigEndian)
        }
        _ => None,
    });
    bare.into_iter().chain(nested)
}

/// Every reading that gives a key, or why the first gives none.
fn candidates(info: &PrivateKeyInfoRef<'_>) -> Result<Vec<SigningKey>, KeyError> {
    let (algorithm, parameter_set) = algorithm_identifier::read(&info.algorithm)?;
    let keys = readings(info.private_key.as_bytes(), parameter_set.octets())
        .map(|reading| reading.key(parameter_set)?.with_algorithm(algorithm))
        .collect::<Vec<_>>();
    if keys.iter().any(Result::is_ok) {
        return Ok(keys.into_iter().flatten().collect());
    }
    Err(keys.into_iter().find_map(Result::err).unwrap_or(KeyError::UnknownPrivateKeyForm))
}

fn first(keys: Vec<SigningKey>) -> Result<SigningKey, KeyError> {
    keys.into_iter().next().ok_or(KeyError::UnknownPrivateKeyForm)
}

/// How many numbers a private key may be the product of: one mask is usual, a few are allowed.
const MAX_FACTORS: usize = 16;
