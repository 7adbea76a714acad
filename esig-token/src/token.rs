//! The traits that keys are used through.

use esig_core::{CertificateBuf, Message, SignatureScheme, SignatureValue};

use crate::error::TokenError;

/// Something that holds keys: a file, a smart card, a service.
pub trait Token {
    /// What a person calls it: the label of the card, the name of the file.
    fn label(&self) -> &str;

    /// The keys that can sign, those with certificates first.
    ///
    /// # Errors
    /// If the token cannot be read; [`TokenError::recovery`] says whether another attempt may help.
    fn keys(&mut self) -> Result<Vec<Box<dyn SigningKey + '_>>, TokenError>;
}

/// A private key that signs and, it may be, never shows itself.
///
/// Signing takes `&mut self`, since a token is a conversation with a device.
pub trait SigningKey {
    /// The certificate of the key, if one is known; an implementation that can compare the two has done so.
    fn certificate(&self) -> Option<&CertificateBuf>;

    /// The schemes it signs with, best first; never empty for a key that may be used.
    fn schemes(&self) -> &[SignatureScheme];

    /// Signs a message, or its digest if the scheme [accepts one](SignatureScheme::accepts_digest).
    ///
    /// `message` is what the scheme hashes: not hashed yet if it comes as octets, made with the digest algorithm of
    /// the scheme if it comes as a digest.
    ///
    /// # Errors
    /// [`TokenError::UnsupportedScheme`] and [`TokenError::OtherDigest`] tell of a wrong call, others of the token.
    fn sign(&mut self, scheme: SignatureScheme, message: Message<'_>) -> Result<SignatureValue, TokenError>;
}

/// A key in a box is a key.
impl<K: SigningKey + ?Sized> SigningKey for Box<K> {
    fn certificate(&self) -> Option<&CertificateBuf> {
        (**self).certificate()
    }

    fn schemes(&self) -> &[SignatureScheme] {
        (**self).schemes()
    }

    fn sign(&mut self, scheme: SignatureScheme, message: Message<'_>) -> Result<SignatureValue, TokenError> {
        (**self).sign(scheme, message)
    }
}

/// A borrowed key is a key.
impl<K: SigningKey + ?Sized> SigningKey for &mut K {
    fn certificate(&self) -> Option<&CertificateBuf> {
        (**self).certificate()
    }

    fn schemes(&self) -> &[SignatureScheme] {
        (**self).schemes()
    }

    fn sign(&mut self, scheme: SignatureScheme, message: Message<'_>) -> Result<SignatureValue, TokenError> {
        (**self).sign(scheme, message)
    }
}
