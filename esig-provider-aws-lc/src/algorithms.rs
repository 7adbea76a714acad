//! Which algorithm of AWS-LC verifies which scheme with which key.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{self as aws, VerificationAlgorithm};
use esig_core::provider::KeyKind;
use esig_core::{DigestAlgorithm, SignatureScheme};

use DigestAlgorithm::{Sha1, Sha3_256, Sha3_384, Sha3_512, Sha224, Sha256, Sha384, Sha512};

/// `None` if AWS-LC has none: it fixes pairs of curve and digest, and sizes of RSA keys.
pub(crate) fn algorithm(key: KeyKind, scheme: SignatureScheme) -> Option<&'static dyn VerificationAlgorithm> {
    match scheme {
        SignatureScheme::RsaPkcs1(digest) if key.name == "rsa" => rsa_pkcs1(key.bits, digest),
        SignatureScheme::RsaPss { digest, mgf_digest, salt_octets }
            if key.name == "rsa" && digest == mgf_digest =>
        {
            let has_salt_of_digest = usize::try_from(salt_octets) == Ok(digest.output_octets());
            rsa_pss(key.bits, digest).filter(|_| has_salt_of_digest)
        }
        SignatureScheme::Ecdsa(digest) => ecdsa(key.name, digest),
        SignatureScheme::Ed25519 if key.name == "ed25519" => Some(&aws::ED25519),
        _ => None,
    }
}

/// Short keys and SHA-1 are for old signatures: whether they count is for a policy to say.
fn rsa_pkcs1(bits: u32, digest: DigestAlgorithm) -> Option<&'static dyn VerificationAlgorithm> {
    match (digest, bits) {
        (Sha1, 1024..=8192) => Some(&aws::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
        (Sha256, 1024..=8192) => Some(&aws::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
        (Sha384, 2048..=8192) => Some(&aws::RSA_PKCS1_2048_8192_SHA384),
        (Sha512, 1024..=8192) => Some(&aws::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
        _ => None,
    }
}

fn rsa_pss(bits: u32, digest: DigestAlgorithm) -> Option<&'static dyn VerificationAlgorithm> {
    match (digest, bits) {
        (Sha256, 2048..=8192) => Some(&aws::RSA_PSS_2048_8192_SHA256),
        (Sha384, 2048..=8192) => Some(&aws::RSA_PSS_2048_8192_SHA384),
        (Sha512, 2048..=8192) => Some(&aws::RSA_PSS_2048_8192_SHA512),
        _ => None,
    }
}

fn ecdsa(key: &str, digest: DigestAlgorithm) -> Option<&'static dyn VerificationAlgorithm> {
    match (key, digest) {
        ("ecdsa-p256", Sha1) => Some(&aws::ECDSA_P256_SHA1_ASN1),
        ("ecdsa-p256", Sha256) => Some(&aws::ECDSA_P256_SHA256_ASN1),
        ("ecdsa-p256", Sha384) => Some(&aws::ECDSA_P256_SHA384_ASN1),
        ("ecdsa-p256", Sha512) => Some(&aws::ECDSA_P256_SHA512_ASN1),
        ("ecdsa-p384", Sha256) => Some(&aws::ECDSA_P384_SHA256_ASN1),
        ("ecdsa-p384", Sha384) => Some(&aws::ECDSA_P384_SHA384_ASN1),
        ("ecdsa-p384", Sha512) => Some(&aws::ECDSA_P384_SHA512_ASN1),
        ("ecdsa-p384", Sha3_384) => Some(&aws::ECDSA_P384_SHA3_384_ASN1),
        ("ecdsa-p521", Sha1) => Some(&aws::ECDSA_P521_SHA1_ASN1),
        ("ecdsa-p521", Sha224) => Some(&aws::ECDSA_P521_SHA224_ASN1),
        ("ecdsa-p521", Sha256) => Some(&aws::ECDSA_P521_SHA256_ASN1),
        ("ecdsa-p521", Sha384) => Some(&aws::ECDSA_P521_SHA384_ASN1),
        ("ecdsa-p521", Sha512) => Some(&aws::ECDSA_P521_SHA512_ASN1),
        ("ecdsa-p521", Sha3_512) => Some(&aws::ECDSA_P521_SHA3_512_ASN1),
        ("ecdsa-secp256k1", Sha256) => Some(&aws::ECDSA_P256K1_SHA256_ASN1),
        ("ecdsa-secp256k1", Sha3_256) => Some(&aws::ECDSA_P256K1_SHA3_256_ASN1),
        _ => None,
    }
}

/// The digest of that name, for values made elsewhere.
pub(crate) fn digest(algorithm: DigestAlgorithm) -> Option<&'static digest::Algorithm> {
    match algorithm {
        Sha1 => Some(&digest::SHA1_FOR_LEGACY_USE_ONLY),
        Sha224 => Some(&digest::SHA224),
        Sha256 => Some(&digest::SHA256),
        Sha384 => Some(&digest::SHA384),
        Sha512 => Some(&digest::SHA512),
        Sha3_256 => Some(&digest::SHA3_256),
        Sha3_384 => Some(&digest::SHA3_384),
        Sha3_512 => Some(&digest::SHA3_512),
        _ => None,
    }
}
