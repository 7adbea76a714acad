//! The hash types.

use core::marker::PhantomData;

use digest::array::{Array, ArraySize};
use digest::block_api::{Block, BlockSizeUser, Buffer, BufferKindUser, Eager, FixedOutputCore, UpdateCore};
use digest::const_oid::{AssociatedOid, ObjectIdentifier};
use digest::consts::{U32, U64};
use digest::typenum::Unsigned;
use digest::{Output, OutputSizeUser, Reset};
use zeroize::Zeroizing;

use super::{BLOCK, Engine, State};
use crate::{backend, block::hash};

hash! {
    /// Streebog with a 256-bit hash code: GOST R 34.11-2012, RFC 6986.
    ///
    /// The output is 32 octets, little-endian (see the [module](super)). The block is 64 octets. For
    /// HMAC see [`HmacStreebog256`](super::HmacStreebog256).
    ///
    /// ```
    /// use esig_gost::{Streebog256, digest::Digest};
    ///
    /// // RFC 6986 §10.1.2 prints this hash code as 0x00557be5…f61e9d.
    /// let digest = Streebog256::digest("012345678901234567890123456789012345678901234567890123456789012");
    /// assert_eq!(digest[..3], [0x9d, 0x15, 0x1e]);
    /// assert_eq!(digest[31], 0x00);
    /// ```
    pub struct Streebog256;
    /// The state of [`Streebog256`] between blocks of 64 octets.
    core: Streebog256Core(Core<U32, Fastest>), name: "Streebog-256"
}

hash! {
    /// Streebog with a 512-bit hash code: GOST R 34.11-2012, RFC 6986.
    ///
    /// The output is 64 octets, little-endian (see the [module](super)). The block is 64 octets. For
    /// HMAC see [`HmacStreebog512`](super::HmacStreebog512).
    pub struct Streebog512;
    /// The state of [`Streebog512`] between blocks of 64 octets.
    core: Streebog512Core(Core<U64, Fastest>), name: "Streebog-512"
}

/// id-tc26-gost3411-12-256 (RFC 9215 §3).
impl AssociatedOid for Streebog256 {
    const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.2.2");
}

/// id-tc26-gost3411-12-512 (RFC 9215 §3).
impl AssociatedOid for Streebog512 {
    const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.2.3");
}

impl Streebog256 {
    /// A hash that `backend` computes, if this processor can.
    #[doc(hidden)]
    pub fn with_backend(backend: backend::Streebog) -> Option<Self> {
        let core = Streebog256Core(Core::new(Engine::forced(backend)?));
        Some(Self { core, buffer: Default::default() })
    }
}

impl Streebog512 {
    /// A hash that `backend` computes, if this processor can.
    #[doc(hidden)]
    pub fn with_backend(backend: backend::Streebog) -> Option<Self> {
        let core = Streebog512Core(Core::new(Engine::forced(backend)?));
        Some(Self { core, buffer: Default::default() })
    }
}

/// How a hash chooses the form of its compression function.
pub(super) trait Choice {
    fn engine() -> Engine;
}

/// For public data.
#[derive(Clone)]
pub struct Fastest;

impl Choice for Fastest {
    #[inline]
    fn engine() -> Engine {
        Engine::fastest()
    }
}

/// For secrets.
#[derive(Clone)]
pub struct ConstantTime;

impl Choice for ConstantTime {
    #[inline]
    fn engine() -> Engine {
        Engine::constant_time()
    }
}

/// The hash of whole blocks, with hash codes of `N` octets.
#[derive(Clone)]
pub struct Core<N, E> {
    engine: Engine,
    state: State,
    marker: PhantomData<(N, E)>,
}

impl<N: Unsigned, E> Core<N, E> {
    #[inline]
    fn new(engine: Engine) -> Self {
        Self { engine, state: State::new(N::USIZE), marker: PhantomData }
    }
}

impl<N: Unsigned, E: Choice> Default for Core<N, E> {
    #[inline]
    fn default() -> Self {
        Self::new(E::engine())
    }
}

impl<N: Unsigned, E> Reset for Core<N, E> {
    fn reset(&mut self) {
        self.state = State::new(N::USIZE);
    }
}

impl<N, E> BlockSizeUser for Core<N, E> {
    type BlockSize = U64;
}

impl<N, E> BufferKindUser for Core<N, E> {
    type BufferKind = Eager;
}

impl<N: ArraySize, E> OutputSizeUser for Core<N, E> {
    type OutputSize = N;
}

impl<N, E> UpdateCore for Core<N, E> {
    #[inline]
    fn update_blocks(&mut self, blocks: &[Block<Self>]) {
        self.engine.absorb(&mut self.state, Array::cast_slice_to_core(blocks));
    }
}

impl<N: ArraySize, E> FixedOutputCore for Core<N, E> {
    fn finalize_fixed_core(&mut self, buffer: &mut Buffer<Self>, out: &mut Output<Self>) {
        let length = buffer.get_pos();
        let mut block = Zeroizing::new([0; BLOCK]);
        block[..length].copy_from_slice(buffer.get_data());
        block[length] = 1;
        buffer.reset();
        self.engine.finish(&mut self.state, &block, length);
        out.copy_from_slice(&self.state.hash_code()[BLOCK - N::USIZE..]);
    }
}
