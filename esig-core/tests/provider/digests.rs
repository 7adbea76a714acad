//! Digest functions.

use esig_core::{DigestAlgorithm, Provider};

/// RFC 1321 A.5, FIPS 180-4 and FIPS 202 examples; GOST R 34.11-94 with the CryptoPro parameters and Streebog: computed
/// with the GOST engine of OpenSSL.
const ABC: [(DigestAlgorithm, &str); 15] = [
    (DigestAlgorithm::Md5, "900150983cd24fb0d6963f7d28e17f72"),
    (DigestAlgorithm::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (DigestAlgorithm::Sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
    (DigestAlgorithm::Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
        DigestAlgorithm::Sha384,
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed\
         8086072ba1e7cc2358baeca134c825a7",
    ),
    (
        DigestAlgorithm::Sha512,
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
         2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    ),
    (DigestAlgorithm::Sha512_224, "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa"),
    (DigestAlgorithm::Sha512_256, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
    (DigestAlgorithm::Sha3_224, "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf"),
    (DigestAlgorithm::Sha3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
    (
        DigestAlgorithm::Sha3_384,
        "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b2\
         98d88cea927ac7f539f1edf228376d25",
    ),
    (
        DigestAlgorithm::Sha3_512,
        "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e\
         10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0",
    ),
    (DigestAlgorithm::Gost3411_94, "b285056dbf18d7392d7677369524dd14747459ed8143997e163b2986f92fd42c"),
    (DigestAlgorithm::Streebog256, "4e2919cf137ed41ec4fb6270c61826cc4fffb660341e0af3688cd0626d23b481"),
    (
        DigestAlgorithm::Streebog512,
        "28156e28317da7c98f4fe2bed6b542d0dab85bb224445fcedaf75d46e26d7eb8\
         d5997f3e0915dd6b7f0aab08d9c8beb0d8c64bae2ab8b3c8c6bc53b3bf0db728",
    ),
];

pub(crate) fn digests_of_abc(provider: &Provider) {
    for (algorithm, value) in ABC {
        let digest = provider.digest(algorithm, b"abc").expect("every algorithm");
        assert_eq!(digest.to_string(), value, "{algorithm}");
    }
}

pub(crate) fn pieces_are_one_message(provider: &Provider) {
    let message: Vec<u8> = (0..=255).cycle().take(1_000).collect();
    for algorithm in DigestAlgorithm::all() {
        let whole = provider.digest(algorithm, &message).expect("every algorithm");
        for size in [1, 31, 64, 333] {
            let mut context = provider.digest_function(algorithm).expect("every algorithm").start();
            context.update(&[]);
            message.chunks(size).for_each(|piece| context.update(piece));
            assert_eq!(context.finish(), whole, "{algorithm} in pieces of {size}");
        }
    }
}

pub(crate) fn every_algorithm_is_there(provider: &Provider) {
    for algorithm in DigestAlgorithm::all() {
        let digest = provider.digest(algorithm, b"").expect("every algorithm");
        assert_eq!((digest.algorithm(), digest.as_octets().len()), (algorithm, algorithm.output_octets()));
    }
}
