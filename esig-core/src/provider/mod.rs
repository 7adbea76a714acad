//! Cryptography as data: a [`Provider`] is passed as an argument and asked for digests, keys and randomness.

#[cfg(feature = "rustcrypto")]
mod rustcrypto;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt::{self, Debug, Display};
use core::ptr;

use crate::algorithm::{AlgorithmIdentifier, DigestAlgorithm, DigestValue, SignatureScheme};
use crate::encode::{element, unsigned};
use crate::error::{Error, InvalidSignature, UnsupportedAlgorithm, UnsupportedKey};
use crate::raw::Tag;
use crate::spki::Spki;

/// All cryptography the project uses. Replace one part with `Provider { keys, ..Provider::rustcrypto() }`.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Digest functions; the first that has the algorithm is used.
    pub digests: Cow<'static, [&'static dyn DigestFunction]>,
    /// Loaders of public keys, asked in turn until one knows the algorithm.
    pub keys: Cow<'static, [&'static dyn KeyLoader]>,
    /// Randomness for serial numbers, nonces and salts.
    pub random: &'static dyn SecureRandom,
}

/// One digest algorithm.
pub trait DigestFunction: Send + Sync + Debug {
    /// Which one.
    fn algorithm(&self) -> DigestAlgorithm;

    /// Starts a digest of nothing yet.
    fn start(&self) -> Box<dyn DigestContext>;
}

/// A digest being made.
pub trait DigestContext: Send + Sync {
    /// Takes more of the message; the pieces count as one message.
    fn update(&mut self, octets: &[u8]);

    /// A second context that has taken the same: messages that begin alike are digested once as far as they do.
    fn fork(&self) -> Box<dyn DigestContext>;

    /// The digest of everything taken.
    fn finish(self: Box<Self>) -> DigestValue;
}

/// Turns keys from certificates into keys that verify.
pub trait KeyLoader: Send + Sync + Debug {
    /// Decodes and validates an untrusted public key once; the result may be cached.
    ///
    /// # Errors
    /// [`UnsupportedKey::Algorithm`] if this loader does not know the algorithm or the curve, so that the next is
    /// asked; [`UnsupportedKey::Invalid`] if it does and the key is none.
    fn load(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey>;
}

/// A public key that was validated.
pub trait PublicKey: Send + Sync + Debug {
    /// What kind of key it is.
    fn kind(&self) -> KeyKind;

    /// `Ok(())` only if `signature` is valid; one error without details for every other case.
    ///
    /// Nothing is trusted: not the scheme (which may be none of this key's), not the message, which is hashed here
    /// if it comes as octets, not the signature. A scheme that does not belong to the key is an invalid signature.
    fn verify(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<(), InvalidSignature>;

    /// The same, and how the digest was encoded in a signature that is valid.
    ///
    /// RSASSA-PKCS1-v1_5 alone has more than one encoding: a key that accepts another than the standard's must say here
    /// which it was, and no other has to implement this.
    ///
    /// # Errors
    /// [`InvalidSignature`] for the same signatures as [`verify`](Self::verify).
    fn verify_encoding(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<DigestEncoding, InvalidSignature> {
        self.verify(scheme, message, signature).map(|()| DigestEncoding::Standard)
    }
}

/// How a signature value that is valid holds the digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestEncoding {
    /// As the scheme has it; for RSASSA-PKCS1-v1_5 as DigestInfo whose algorithm has NULL for parameters.
    Standard,
    /// As DigestInfo whose algorithm has no parameters, which old software writes (RFC 8017 §9.2 note 1).
    WithoutNull,
}

/// The kind of a key: what reports show and policies judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyKind {
    /// `rsa`, `ecdsa-p256`, `ecdsa-p384`, `ecdsa-p521`, `ecdsa-secp256k1`, `ecdsa-brainpoolp256r1`,
    /// `ecdsa-brainpoolp384r1`, `ed25519`, `gost3410-2001`, `gost3410-2012-256`, `gost3410-2012-512`, `dsa`.
    pub name: &'static str,
    /// Bits of the modulus, or of the field.
    pub bits: u32,
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name {
            "rsa" | "dsa" => write!(f, "{}-{}", self.name, self.bits),
            name => f.write_str(name),
        }
    }
}

/// What is signed: the octets, or their digest.
#[derive(Clone, Copy, Debug)]
pub enum Message<'a> {
    /// The message itself.
    Bytes(&'a [u8]),
    /// Its digest; only for schemes with [`SignatureScheme::accepts_digest`].
    Digest(DigestValue),
}

/// A signature as it stands in `SignerInfo.signature`.
#[derive(Clone, PartialEq, Eq)]
pub struct SignatureValue(Vec<u8>);

impl SignatureValue {
    /// Takes the octets as they are: GOST s ‖ r, ECDSA and DSA the DER SEQUENCE, RSA and EdDSA the plain octets.
    pub fn from_octets(octets: Vec<u8>) -> Self {
        Self(octets)
    }

    /// An ECDSA value given as r ‖ s, each as long as the order of the curve (IEEE P1363, XML Signature §6.4.3).
    ///
    /// `None` if that is not its length under such a key.
    pub fn from_p1363(octets: &[u8], key: KeyKind) -> Option<Self> {
        let length = key.bits.div_ceil(8) as usize;
        let (r, s) = octets.split_at_checked(length).filter(|(_, s)| s.len() == length)?;
        Some(Self(element(Tag::SEQUENCE, &[&unsigned(r), &unsigned(s)])))
    }

    /// The octets.
    pub fn as_octets(&self) -> &[u8] {
        &self.0
    }
}

impl Debug for SignatureValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignatureValue({} octets)", self.0.len())
    }
}

/// A source of unpredictable octets.
pub trait SecureRandom: Send + Sync + Debug {
    /// Fills all of `octets`, or nothing of it may be used.
    fn fill(&self, octets: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The source of randomness failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRandomness;

impl fmt::Display for NoRandomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the source of randomness failed")
    }
}

impl core::error::Error for NoRandomness {}

impl From<NoRandomness> for Error {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}

impl Provider {
    /// Whether both have the same digest functions and key loaders in the same order, so that each would say of a signature
    /// what the other says. Parts that are alike and not the same may be told apart.
    pub fn verifies_as(&self, other: &Self) -> bool {
        // Parts without fields may share an address: that of the methods is compared with it.
        let same_digest = |(one, other): (&&dyn DigestFunction, &&dyn DigestFunction)| ptr::eq(*one, *other);
        let same_key = |(one, other): (&&dyn KeyLoader, &&dyn KeyLoader)| ptr::eq(*one, *other);
        self.digests.len() == other.digests.len()
            && self.keys.len() == other.keys.len()
            && self.keys.iter().zip(other.keys.iter()).all(same_key)
            && self.digests.iter().zip(other.digests.iter()).all(same_digest)
    }

    /// The digest function of that algorithm.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] with the object identifier.
    pub fn digest_function(
        &self,
        algorithm: DigestAlgorithm,
    ) -> Result<&'static dyn DigestFunction, UnsupportedAlgorithm> {
        let function = self.digests.iter().find(|function| function.algorithm() == algorithm);
        function.copied().ok_or_else(|| UnsupportedAlgorithm::new(algorithm.oid(), "digestAlgorithm"))
    }

    /// The digest of `octets`.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] with the object identifier.
    pub fn digest(
        &self,
        algorithm: DigestAlgorithm,
        octets: &[u8],
    ) -> Result<DigestValue, UnsupportedAlgorithm> {
        let mut context = self.digest_function(algorithm)?.start();
        context.update(octets);
        Ok(context.finish())
    }

    /// Decodes and validates a public key.
    ///
    /// # Errors
    /// [`UnsupportedKey`]: no loader knows the algorithm, or the one that does refuses the key.
    pub fn load_key(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        let unknown = || UnsupportedKey::algorithm(key.algorithm().oid());
        // A loader that knows the algorithm and not the curve says more than those that know neither.
        let mut unknown_curve = None;
        for loader in self.keys.iter() {
            match loader.load(key) {
                Err(error) if error == unknown() => {}
                Err(error @ UnsupportedKey::Algorithm { .. }) => unknown_curve = Some(error),
                outcome => return outcome,
            }
        }
        Err(unknown_curve.unwrap_or_else(unknown))
    }

    /// Checks the signature of a certificate or CRL with the key that should have made it.
    ///
    /// # Errors
    /// [`SignedError`]: the identifier is unknown, or names another algorithm than the signed part, or the value is wrong.
    pub fn check_signed(
        &self,
        signed: &Signed<'_>,
        key: &dyn PublicKey,
    ) -> Result<SignatureScheme, SignedError> {
        if !signed.algorithm.means_the_same(&signed.inner_algorithm) {
            return Err(SignedError::AlgorithmMismatch {
                outer: signed.algorithm.to_string(),
                inner: signed.inner_algorithm.to_string(),
            });
        }
        let scheme = SignatureScheme::from_identifier(&signed.algorithm, None)?;
        key.verify(scheme, Message::Bytes(signed.message), signed.value)?;
        Ok(scheme)
    }

    /// `N` unpredictable octets.
    ///
    /// # Errors
    /// [`NoRandomness`] if the source fails.
    pub fn random_octets<const N: usize>(&self) -> Result<[u8; N], NoRandomness> {
        let mut octets = [0; N];
        self.random.fill(&mut octets)?;
        Ok(octets)
    }
}

/// The four parts that certificates and CRLs have in common (RFC 5280 §4.1.1 and §5.1.1).
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// The signed octets.
    pub message: &'a [u8],
    /// The algorithm beside the signature.
    pub algorithm: AlgorithmIdentifier<'a>,
    /// The algorithm within the signed octets.
    pub inner_algorithm: AlgorithmIdentifier<'a>,
    /// The signature.
    pub value: &'a [u8],
}

impl<'a> From<crate::cert::Certificate<'a>> for Signed<'a> {
    fn from(certificate: crate::cert::Certificate<'a>) -> Self {
        Self {
            message: certificate.tbs_certificate(),
            algorithm: certificate.signature_algorithm(),
            inner_algorithm: certificate.tbs_signature_algorithm(),
            value: certificate.signature_value(),
        }
    }
}

impl<'a> From<crate::crl::Crl<'a>> for Signed<'a> {
    fn from(crl: crate::crl::Crl<'a>) -> Self {
        Self {
            message: crl.tbs_cert_list(),
            algorithm: crl.signature_algorithm(),
            inner_algorithm: crl.tbs_signature_algorithm(),
            value: crl.signature_value(),
        }
    }
}

/// Why the signature of a certificate or CRL does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignedError {
    /// The algorithm within the signed part is not the one beside the signature (RFC 5280 §4.1.1.2).
    AlgorithmMismatch {
        /// The one beside the signature.
        outer: alloc::string::String,
        /// The one that was signed.
        inner: alloc::string::String,
    },
    /// The algorithm is not known: nothing can be said.
    UnsupportedAlgorithm(UnsupportedAlgorithm),
    /// The signature is not of this key over these octets.
    InvalidSignature,
}

impl fmt::Display for SignedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlgorithmMismatch { outer, inner } => {
                write!(f, "signatureAlgorithm says {outer} and the signed part {inner}")
            }
            Self::UnsupportedAlgorithm(error) => Display::fmt(error, f),
            Self::InvalidSignature => Display::fmt(&InvalidSignature, f),
        }
    }
}

impl core::error::Error for SignedError {}

impl From<UnsupportedAlgorithm> for SignedError {
    fn from(error: UnsupportedAlgorithm) -> Self {
        Self::UnsupportedAlgorithm(error)
    }
}

impl From<InvalidSignature> for SignedError {
    fn from(_: InvalidSignature) -> Self {
        Self::InvalidSignature
    }
}
