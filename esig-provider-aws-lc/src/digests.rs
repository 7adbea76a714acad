//! Digest functions.

use aws_lc_rs::digest::{
    self, SHA1_FOR_LEGACY_USE_ONLY, SHA3_256, SHA3_384, SHA3_512, SHA224, SHA256, SHA384, SHA512, SHA512_256,
};
use esig_core::provider::{DigestContext, DigestFunction};
use esig_core::{DigestAlgorithm, DigestValue};

/// What AWS-LC has; each stands before the other provider's function of the same algorithm.
pub(crate) static ALL: [&dyn DigestFunction; 9] = [
    &Function(DigestAlgorithm::Sha1, &SHA1_FOR_LEGACY_USE_ONLY),
    &Function(DigestAlgorithm::Sha224, &SHA224),
    &Function(DigestAlgorithm::Sha256, &SHA256),
    &Function(DigestAlgorithm::Sha384, &SHA384),
    &Function(DigestAlgorithm::Sha512, &SHA512),
    &Function(DigestAlgorithm::Sha512_256, &SHA512_256),
    &Function(DigestAlgorithm::Sha3_256, &SHA3_256),
    &Function(DigestAlgorithm::Sha3_384, &SHA3_384),
    &Function(DigestAlgorithm::Sha3_512, &SHA3_512),
];

#[derive(Debug)]
struct Function(DigestAlgorithm, &'static digest::Algorithm);

impl DigestFunction for Function {
    fn algorithm(&self) -> DigestAlgorithm {
        self.0
    }

    fn start(&self) -> Box<dyn DigestContext> {
        Box::new(Context { algorithm: self.0, context: digest::Context::new(self.1) })
    }
}

struct Context {
    algorithm: DigestAlgorithm,
    context: digest::Context,
}

impl DigestContext for Context {
    fn update(&mut self, octets: &[u8]) {
        self.context.update(octets);
    }

    fn fork(&self) -> Box<dyn DigestContext> {
        Box::new(Self { algorithm: self.algorithm, context: self.context.clone() })
    }

    fn finish(self: Box<Self>) -> DigestValue {
        let digest = self.context.finish();
        DigestValue::new(self.algorithm, digest.as_ref()).expect("the table pairs algorithms of one length")
    }
}
