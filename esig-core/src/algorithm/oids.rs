//! Object identifiers of algorithms, each with its source.

use der::asn1::ObjectIdentifier;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

// RFC 1321, RFC 3279 §2.1, RFC 5754 §2, NIST CSOR
/// id-md5
pub const MD5: ObjectIdentifier = oid("1.2.840.113549.2.5");
/// id-sha1
pub const SHA1: ObjectIdentifier = oid("1.3.14.3.2.26");
/// id-sha224
pub const SHA224: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.4");
/// id-sha256
pub const SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
/// id-sha384
pub const SHA384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
/// id-sha512
pub const SHA512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");
/// id-sha512-224
pub const SHA512_224: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.5");
/// id-sha512-256
pub const SHA512_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.6");
/// id-sha3-224
pub const SHA3_224: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.7");
/// id-sha3-256
pub const SHA3_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.8");
/// id-sha3-384
pub const SHA3_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.9");
/// id-sha3-512
pub const SHA3_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.10");

// RFC 4357 §11.2, RFC 9215 §3
/// id-GostR3411-94
pub const GOST3411_94: ObjectIdentifier = oid("1.2.643.2.2.9");
/// id-GostR3411-94-CryptoProParamSet
pub const GOST3411_94_CRYPTOPRO: ObjectIdentifier = oid("1.2.643.2.2.30.1");
/// id-tc26-gost3411-12-256
pub const STREEBOG256: ObjectIdentifier = oid("1.2.643.7.1.1.2.2");
/// id-tc26-gost3411-12-512
pub const STREEBOG512: ObjectIdentifier = oid("1.2.643.7.1.1.2.3");

// RFC 8017 appendix C
/// rsaEncryption
pub const RSA_ENCRYPTION: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
/// id-mgf1
pub const MGF1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
/// id-RSASSA-PSS
pub const RSASSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
/// md5WithRSAEncryption
pub const MD5_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.4");
/// sha1WithRSAEncryption
pub const SHA1_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.5");
/// sha1WithRSASignature of OIW, seen in certificates of the 1990s
pub const SHA1_WITH_RSA_OIW: ObjectIdentifier = oid("1.3.14.3.2.29");
/// sha224WithRSAEncryption
pub const SHA224_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.14");
/// sha256WithRSAEncryption
pub const SHA256_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
/// sha384WithRSAEncryption
pub const SHA384_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
/// sha512WithRSAEncryption
pub const SHA512_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
/// sha512-224WithRSAEncryption
pub const SHA512_224_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.15");
/// sha512-256WithRSAEncryption
pub const SHA512_256_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.16");
/// id-rsassa-pkcs1-v1_5-with-sha3-224
pub const SHA3_224_WITH_RSA: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.13");
/// id-rsassa-pkcs1-v1_5-with-sha3-256
pub const SHA3_256_WITH_RSA: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.14");
/// id-rsassa-pkcs1-v1_5-with-sha3-384
pub const SHA3_384_WITH_RSA: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.15");
/// id-rsassa-pkcs1-v1_5-with-sha3-512
pub const SHA3_512_WITH_RSA: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.16");

// RFC 5480 §2, RFC 5758 §3.2, NIST CSOR
/// id-ecPublicKey
pub const EC_PUBLIC_KEY: ObjectIdentifier = oid("1.2.840.10045.2.1");
/// secp256r1
pub const SECP256R1: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
/// secp384r1
pub const SECP384R1: ObjectIdentifier = oid("1.3.132.0.34");
/// secp521r1
pub const SECP521R1: ObjectIdentifier = oid("1.3.132.0.35");
/// secp256k1 (SEC 2)
pub const SECP256K1: ObjectIdentifier = oid("1.3.132.0.10");
/// brainpoolP256r1 (RFC 5639 §4.1)
pub const BRAINPOOL_P256R1: ObjectIdentifier = oid("1.3.36.3.3.2.8.1.1.7");
/// brainpoolP384r1 (RFC 5639 §4.1)
pub const BRAINPOOL_P384R1: ObjectIdentifier = oid("1.3.36.3.3.2.8.1.1.11");
/// ecdsa-with-SHA1
pub const ECDSA_WITH_SHA1: ObjectIdentifier = oid("1.2.840.10045.4.1");
/// ecdsa-with-SHA224
pub const ECDSA_WITH_SHA224: ObjectIdentifier = oid("1.2.840.10045.4.3.1");
/// ecdsa-with-SHA256
pub const ECDSA_WITH_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
/// ecdsa-with-SHA384
pub const ECDSA_WITH_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
/// ecdsa-with-SHA512
pub const ECDSA_WITH_SHA512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
/// id-ecdsa-with-sha3-224
pub const ECDSA_WITH_SHA3_224: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.9");
/// id-ecdsa-with-sha3-256
pub const ECDSA_WITH_SHA3_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.10");
/// id-ecdsa-with-sha3-384
pub const ECDSA_WITH_SHA3_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.11");
/// id-ecdsa-with-sha3-512
pub const ECDSA_WITH_SHA3_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.12");

// RFC 8410 §3
/// id-Ed25519
pub const ED25519: ObjectIdentifier = oid("1.3.101.112");

// RFC 3279 §2.2.2, RFC 5758 §3.1, NIST CSOR
/// id-dsa
pub const DSA: ObjectIdentifier = oid("1.2.840.10040.4.1");
/// id-dsa-with-sha1
pub const DSA_WITH_SHA1: ObjectIdentifier = oid("1.2.840.10040.4.3");
/// id-dsa-with-sha224
pub const DSA_WITH_SHA224: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.1");
/// id-dsa-with-sha256
pub const DSA_WITH_SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.2");
/// id-dsa-with-sha384
pub const DSA_WITH_SHA384: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.3");
/// id-dsa-with-sha512
pub const DSA_WITH_SHA512: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.4");

// RFC 4491 §2, RFC 9215 §2 and §4.1
/// id-GostR3410-2001
pub const GOST3410_2001: ObjectIdentifier = oid("1.2.643.2.2.19");
/// id-GostR3410-2001-CryptoPro-ESDH: a key for agreement that also signs in old certificates
pub const GOST3410_2001_DH: ObjectIdentifier = oid("1.2.643.2.2.98");
/// id-GostR3411-94-with-GostR3410-2001
pub const GOST3411_94_WITH_GOST3410_2001: ObjectIdentifier = oid("1.2.643.2.2.3");
/// id-tc26-gost3410-12-256
pub const GOST3410_2012_256: ObjectIdentifier = oid("1.2.643.7.1.1.1.1");
/// id-tc26-gost3410-12-512
pub const GOST3410_2012_512: ObjectIdentifier = oid("1.2.643.7.1.1.1.2");
/// id-tc26-signwithdigest-gost3410-12-256
pub const GOST3410_2012_256_WITH_STREEBOG256: ObjectIdentifier = oid("1.2.643.7.1.1.3.2");
/// id-tc26-signwithdigest-gost3410-12-512
pub const GOST3410_2012_512_WITH_STREEBOG512: ObjectIdentifier = oid("1.2.643.7.1.1.3.3");
