//! Messages, keys and what must come out.

use esig_core::DigestAlgorithm::{
    self, Gost3411_94, Md5, Sha1, Sha3_224, Sha3_256, Sha3_384, Sha3_512, Sha224, Sha256, Sha384, Sha512,
    Streebog256, Streebog512,
};
use esig_core::SignatureScheme;

/// A digest algorithm, a message and its digest in hexadecimal.
pub(super) struct DigestVector {
    pub(super) algorithm: DigestAlgorithm,
    pub(super) message: &'static [u8],
    pub(super) digest: &'static str,
}

/// The message of FIPS 180-4, FIPS 202 and RFC 1321.
const ABC: &[u8] = b"abc";
/// The message M1 of RFC 6986 §10.1.
const M1: &[u8] = b"012345678901234567890123456789012345678901234567890123456789012";

/// RFC 1321 A.5, FIPS 180-4 and 202 (examples of NIST), RFC 6986 §10.1; 34.11-94 as the GOST engine has it.
pub(super) const DIGESTS: [DigestVector; 13] = [
    DigestVector { algorithm: Md5, message: ABC, digest: "900150983cd24fb0d6963f7d28e17f72" },
    DigestVector { algorithm: Sha1, message: ABC, digest: "a9993e364706816aba3e25717850c26c9cd0d89d" },
    DigestVector {
        algorithm: Sha224,
        message: ABC,
        digest: "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    },
    DigestVector {
        algorithm: Sha256,
        message: ABC,
        digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    },
    DigestVector {
        algorithm: Sha384,
        message: ABC,
        digest: "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc23\
            58baeca134c825a7",
    },
    DigestVector {
        algorithm: Sha512,
        message: ABC,
        digest: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a8\
            36ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    },
    DigestVector {
        algorithm: Sha3_224,
        message: ABC,
        digest: "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
    },
    DigestVector {
        algorithm: Sha3_256,
        message: ABC,
        digest: "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    },
    DigestVector {
        algorithm: Sha3_384,
        message: ABC,
        digest: "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f5\
            39f1edf228376d25",
    },
    DigestVector {
        algorithm: Sha3_512,
        message: ABC,
        digest: "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c9\
            1a7ec57647e3934057340b4cf408d5a56592f8274eec53f0",
    },
    DigestVector {
        algorithm: Gost3411_94,
        message: M1,
        digest: "ed4693785c993d3396f5ec0ea21df299024f970a43729c7fa326dafc7d95a25b",
    },
    DigestVector {
        algorithm: Streebog256,
        message: M1,
        digest: "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500",
    },
    DigestVector {
        algorithm: Streebog512,
        message: M1,
        digest: "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82\
            384c6574f024c311e2a481332b08ef7f41797891c1646f48",
    },
];

/// A public key, a message, and a signature that verifies; key, digest and signature in hexadecimal.
pub(super) struct SignatureVector {
    /// Where it comes from.
    pub(super) source: &'static str,
    pub(super) scheme: SignatureScheme,
    /// SubjectPublicKeyInfo, DER.
    pub(super) key: &'static str,
    pub(super) message: VectorMessage,
    pub(super) signature: &'static str,
}

/// What was signed.
pub(super) enum VectorMessage {
    Bytes(&'static [u8]),
    /// The example gives the digest and not the message.
    Digest(DigestAlgorithm, &'static str),
}

/// What OpenSSL made is over keys of the project's fixtures.
pub(super) const SIGNATURES: [SignatureVector; 6] = [
    SignatureVector {
        source: "RFC 7091 §7",
        scheme: SignatureScheme::Gost3410_2012_256,
        key: "3066301f06082a85030701010101301306072a85030202230006082a850307010102020343000440\
            0bd86fe5d8db89668f789b4e1dba8585c5508b45ec5b59d8906ddb70e2492b7fda77ff871a10fbdf\
            2766d293c5d164afbb3c7b973a41c885d11d70d689b4f126",
        message: VectorMessage::Digest(
            Streebog256,
            "e53e042b67e6ec678e2e02b12a0352ce1fc6eee0529cc088119ad872b3c1fb2d",
        ),
        signature: "01456c64ba4642a1653c235a98a60249bcd6d3f746b631df928014f6c5bf9c4041aa28d2f1ab1482\
            80cd9ed56feda41974053554a42767b83ad043fd39dc0493",
    },
    SignatureVector {
        source: "the GOST engine of OpenSSL",
        scheme: SignatureScheme::Gost3410_2012_512,
        key: "3081aa302106082a85030701010102301506092a850307010201020106082a850307010102030381\
            84000481809041059b674bf289e038676467e20525c443832ed2d172bb9c5abb134f55321f111165\
            20569f419f967da9a254e4f59c716e700707eecdd03720cbe0c6080ca8a9b945395eec2ee1585f6e\
            3b25bec27edb89a94b7dd8c93d291fa745f8b066249876e7ee6c8db8c77ecf1233e0bb796165fe7a\
            55d7a88c085d5d5475d58ef5f3",
        message: VectorMessage::Bytes(ABC),
        signature: "27c782ca036438d02765dd93d691e39834133efaa272126d29882f41165408a9eba9fde57e95362c\
            34b6558ca88295071026972fdab3ffab06050aaceeec95a7ad18578e7072581c5e9e440965bb0670\
            1cb5e32edacf0fea0dd1f63c123248cac4da4e947d4234f35abdc9b4296e33fb4d1a4c44a90e91e6\
            cecd6802893c51e4",
    },
    SignatureVector {
        source: "OpenSSL",
        scheme: SignatureScheme::RsaPkcs1(Sha256),
        key: RSA_KEY,
        message: VectorMessage::Bytes(ABC),
        signature: "67be07704c2cbfe1af52dba66b9c1ae9f0ed989fa9daeefd41eaedf46750d98f46753c8b07d30179\
            ac46bbdf4e0dfec88f644827b142787cc6d977a05b6cc5154025cf8adb0445329bb913825587032a\
            fe320ee9b06b31b0bcb11ecfea54163496efffde73d42e34d3794af8d66a38c9667e3b754a11c8a1\
            eac306843682a0456d56d32cacc111b7109a6a7afff8b233aef503765e8b598ac7f6189a1175f7c0\
            ff3187909e5842560a38eb7007c98b98c0e620649bb91605bf48f3f653358205994b672f875a0132\
            357e33112762db474e733c07e3e8203ccce2c49b8751cc81e0f26a867a050179a21f7ffc8cc0adf2\
            471ceaf9ce20ee0e192ac77ca40e401b",
    },
    SignatureVector {
        source: "OpenSSL",
        scheme: SignatureScheme::RsaPss { digest: Sha256, mgf_digest: Sha256, salt_octets: 32 },
        key: RSA_KEY,
        message: VectorMessage::Bytes(ABC),
        signature: "df3390ba0e073cbb0f44fab96b99028442af22361bc8477ff8dbfb96828be7b8a93e39e850ff973c\
            778d9235167b49361c97ad2c96a0285eb2d6d360fb93fde79950fdd1702d259bada95723c00b6734\
            5c56235bd19973ba7e5d89542651ecede5d958018a57a4ed5ee5d5f9bda4c5de151436a09a42297d\
            86060801f26f57708dc6d8e1a14174b64e5a82cd7e5eb31ba74d999b5409297ac3bbfb06f855c4fe\
            69e4ea575cf6aab3f1a32fcf991e1bcb8e3158de5ee6576f45a918b2e770acd884374039d6354aed\
            b411233aba08f5b4a7bd10042dc97c8f02c864570f10cf2867bb6f86d4ed0dda4de9d6aef1b7a52c\
            7cc9f941babb79c006e3a6d353922a2d",
    },
    SignatureVector {
        source: "RFC 6979 A.2.5",
        scheme: SignatureScheme::Ecdsa(Sha256),
        key: "3059301306072a8648ce3d020106082a8648ce3d0301070342000460fed4ba255a9d31c961eb74c6\
            356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d\
            7e9f5177a3c294d4462299",
        message: VectorMessage::Bytes(b"sample"),
        signature: "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716022100\
            f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    },
    SignatureVector {
        source: "RFC 8032 §7.1 test 3",
        scheme: SignatureScheme::Ed25519,
        key: "302a300506032b6570032100fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb9115\
            48908025",
        message: VectorMessage::Bytes(&[0xaf, 0x82]),
        signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290\
            ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    },
];

const RSA_KEY: &str = "30820122300d06092a864886f70d01010105000382010f003082010a0282010100e06cf83dd41deb\
    92464fc00ee1fed1bd61cc6c3150fcc399dbc623df73f352aca53897dcdcbae9938acdbf4141a2c2\
    25bdc027d655ff9d1febf17771bcd979d030d6f4d3d5714f1ab21f2b82882736a68b5a29a668daf4\
    6aacd1e38b625ef08abe770be0e38d05dd004f51a923ec793acc4f4c0371f872424e3600923e5a4f\
    ccf67cedb9ce2824458f08b30beb6044cd965fc364147f3508becd5e419cecfef9ebc83156ca1d53\
    6ba61cde29cffb275dd4f4ad2735819e7cc615c6bc7007e14497456dd3bf865e5c8c88d604f109d0\
    704e987e68c2fc3c318589f2c003ad191c75154445cfe63d0446768ae73a822c3042a461e9ef00cb\
    3aae44eec2e25a08e90203010001";
