//! Digest functions.

use alloc::boxed::Box;

use digest::DynDigest;

use crate::algorithm::{DigestAlgorithm, DigestValue};
use crate::provider::{DigestContext, DigestFunction};

/// Every algorithm of [`DigestAlgorithm`].
pub(super) static ALL: [&dyn DigestFunction; 15] = [
    &Function(DigestAlgorithm::Md5),
    &Function(DigestAlgorithm::Sha1),
    &Function(DigestAlgorithm::Sha224),
    &Function(DigestAlgorithm::Sha256),
    &Function(DigestAlgorithm::Sha384),
    &Function(DigestAlgorithm::Sha512),
    &Function(DigestAlgorithm::Sha512_224),
    &Function(DigestAlgorithm::Sha512_256),
    &Function(DigestAlgorithm::Sha3_224),
    &Function(DigestAlgorithm::Sha3_256),
    &Function(DigestAlgorithm::Sha3_384),
    &Function(DigestAlgorithm::Sha3_512),
    &Function(DigestAlgorithm::Gost3411_94),
    &Function(DigestAlgorithm::Streebog256),
    &Function(DigestAlgorithm::Streebog512),
];

/// The digest of the concatenation of `parts`.
pub(super) fn digest(algorithm: DigestAlgorithm, parts: &[&[u8]]) -> DigestValue {
    let mut context = Context::new(algorithm);
    parts.iter().for_each(|part| context.state.update(part));
    context.value()
}

#[derive(Debug)]
struct Function(DigestAlgorithm);

impl DigestFunction for Function {
    fn algorithm(&self) -> DigestAlgorithm {
        self.0
    }

    fn start(&self) -> Box<dyn DigestContext> {
        Box::new(Context::new(self.0))
    }
}

struct Context {
    algorithm: DigestAlgorithm,
    state: Box<dyn State>,
}

/// `digest`'s object-safe trait, with the marks that sharing needs.
trait State: DynDigest + Send + Sync {
    fn fork(&self) -> Box<dyn State>;
}

impl<D: DynDigest + Clone + Send + Sync + 'static> State for D {
    fn fork(&self) -> Box<dyn State> {
        Box::new(self.clone())
    }
}

impl Context {
    fn new(algorithm: DigestAlgorithm) -> Self {
        let state: Box<dyn State> = match algorithm {
            DigestAlgorithm::Md5 => Box::new(md5::Md5::default()),
            DigestAlgorithm::Sha1 => Box::new(sha1::Sha1::default()),
            DigestAlgorithm::Sha224 => Box::new(sha2::Sha224::default()),
            DigestAlgorithm::Sha256 => Box::new(sha2::Sha256::default()),
            DigestAlgorithm::Sha384 => Box::new(sha2::Sha384::default()),
            DigestAlgorithm::Sha512 => Box::new(sha2::Sha512::default()),
            DigestAlgorithm::Sha512_224 => Box::new(sha2::Sha512_224::default()),
            DigestAlgorithm::Sha512_256 => Box::new(sha2::Sha512_256::default()),
            DigestAlgorithm::Sha3_224 => Box::new(sha3::Sha3_224::default()),
            DigestAlgorithm::Sha3_256 => Box::new(sha3::Sha3_256::default()),
            DigestAlgorithm::Sha3_384 => Box::new(sha3::Sha3_384::default()),
            DigestAlgorithm::Sha3_512 => Box::new(sha3::Sha3_512::default()),
            DigestAlgorithm::Gost3411_94 => Box::new(esig_gost::Gost94CryptoPro::default()),
            DigestAlgorithm::Streebog256 => Box::new(esig_gost::Streebog256::default()),
            DigestAlgorithm::Streebog512 => Box::new(esig_gost::Streebog512::default()),
        };
        Self { algorithm, state }
    }

    fn value(mut self) -> DigestValue {
        let mut octets = [0; DigestValue::MAX_OCTETS];
        let octets = &mut octets[..self.algorithm.output_octets()];
        self.state.finalize_into_reset(octets).expect("the buffer has the length that the table gives");
        DigestValue::new(self.algorithm, octets).expect("the same length")
    }
}

impl DigestContext for Context {
    fn update(&mut self, octets: &[u8]) {
        self.state.update(octets);
    }

    fn fork(&self) -> Box<dyn DigestContext> {
        Box::new(Self { algorithm: self.algorithm, state: self.state.fork() })
    }

    fn finish(self: Box<Self>) -> DigestValue {
        self.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    /// FIPS 180-4, FIPS 202 and RFC 1321 examples over "abc"; RFC 6986 has its own tests in `esig-gost`.
    #[test]
    fn digests_of_abc() {
        let expected = [
            (DigestAlgorithm::Md5, "900150983cd24fb0d6963f7d28e17f72"),
            (DigestAlgorithm::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (DigestAlgorithm::Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (DigestAlgorithm::Sha3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
        ];
        for (algorithm, value) in expected {
            assert_eq!(digest(algorithm, &[b"a", b"bc"]).to_string(), value);
        }
    }

    #[test]
    fn a_fork_goes_its_own_way() {
        for algorithm in DigestAlgorithm::all() {
            let mut context: Box<dyn DigestContext> = Box::new(Context::new(algorithm));
            context.update(b"a");
            let mut fork = context.fork();
            fork.update(b"bc");
            context.update(b"d");
            assert_eq!(fork.finish(), digest(algorithm, &[b"abc"]));
            assert_eq!(context.finish(), digest(algorithm, &[b"ad"]));
        }
    }

    #[test]
    fn every_algorithm_gives_its_length() {
        for (function, algorithm) in ALL.iter().zip(DigestAlgorithm::all()) {
            assert_eq!(function.algorithm(), algorithm);
            assert_eq!(function.start().finish().as_octets().len(), algorithm.output_octets());
        }
    }
}
