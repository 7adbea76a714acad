//! Many messages at once.
//!
//! One message keeps a processor waiting, since each round needs the one before. So with AVX-512 up to four messages
//! are in flight, and when one ends, the next takes its place.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::slice;

use digest::typenum::Unsigned;
use digest::{Output, OutputSizeUser};
use zeroize::Zeroizing;

use super::state::octets;
use super::{BLOCK, Engine, State, Streebog256, Streebog512};
use crate::arch::StreebogAvx512;
use crate::backend;

impl Streebog256 {
    /// The hash codes of all messages, in their order.
    ///
    /// They are those of [`Digest::digest`](digest::Digest::digest), but where the processor has AVX-512 (VBMI and
    /// GFNI) four messages are hashed at once, of whatever lengths. No message, no hash code.
    ///
    /// ```
    /// use esig_gost::{Streebog256, digest::Digest};
    ///
    /// let digests = Streebog256::digest_many(&[b"one", b"another", b""]);
    /// assert_eq!(digests.len(), 3);
    /// assert_eq!(digests[1], Streebog256::digest(b"another"));
    /// ```
    pub fn digest_many(messages: &[&[u8]]) -> Vec<Output<Self>> {
        digest_many::<Self>(Engine::fastest(), messages)
    }

    /// As [`digest_many`](Self::digest_many), computed by `backend`, if this processor can.
    #[doc(hidden)]
    pub fn digest_many_with(backend: backend::Streebog, messages: &[&[u8]]) -> Option<Vec<Output<Self>>> {
        Some(digest_many::<Self>(Engine::forced(backend)?, messages))
    }
}

impl Streebog512 {
    /// The hash codes of all messages, in their order.
    ///
    /// They are those of [`Digest::digest`](digest::Digest::digest), but where the processor has AVX-512 (VBMI and
    /// GFNI) four messages are hashed at once, of whatever lengths. No message, no hash code.
    ///
    /// ```
    /// use esig_gost::{Streebog512, digest::Digest};
    ///
    /// let digests = Streebog512::digest_many(&[b"one", b"another", b""]);
    /// assert_eq!(digests.len(), 3);
    /// assert_eq!(digests[1], Streebog512::digest(b"another"));
    /// ```
    pub fn digest_many(messages: &[&[u8]]) -> Vec<Output<Self>> {
        digest_many::<Self>(Engine::fastest(), messages)
    }

    /// As [`digest_many`](Self::digest_many), computed by `backend`, if this processor can.
    #[doc(hidden)]
    pub fn digest_many_with(backend: backend::Streebog, messages: &[&[u8]]) -> Option<Vec<Output<Self>>> {
        Some(digest_many::<Self>(Engine::forced(backend)?, messages))
    }
}

/// Messages that are in flight together: there are no registers for more.
const IN_FLIGHT: usize = 4;

fn digest_many<H: OutputSizeUser>(engine: Engine, messages: &[&[u8]]) -> Vec<Output<H>> {
    let mut codes = vec![Output::<H>::default(); messages.len()];
    let size = H::OutputSize::USIZE;
    let mut ended = |lane: &Lane<'_>| {
        codes[lane.index].copy_from_slice(&lane.state.hash_code()[BLOCK - size..]);
    };
    let lanes = longest_first(messages).map(|index| Lane::new(index, messages[index], size));
    match engine {
        Engine::Avx512(avx512) if messages.len() > 1 => in_flight(avx512, lanes, ended),
        engine => lanes.for_each(|mut lane| {
            engine.absorb(&mut lane.state, lane.blocks);
            engine.finish(&mut lane.state, &lane.last, lane.length);
            ended(&lane);
        }),
    }
    codes
}

/// The indices of the messages. A long one that came last would fly alone.
fn longest_first(messages: &[&[u8]]) -> impl Iterator<Item = usize> {
    let mut indices = (0..messages.len()).collect::<Vec<_>>();
    indices.sort_by_key(|index| Reverse(messages[*index].len()));
    indices.into_iter()
}

/// Brings all lanes to their end, four at a time; in each turn as many blocks as none of them ends before.
fn in_flight<'m>(
    avx512: StreebogAvx512,
    mut waiting: impl Iterator<Item = Lane<'m>>,
    mut ended: impl FnMut(&Lane<'m>),
) {
    let mut flying = Vec::with_capacity(IN_FLIGHT);
    loop {
        flying.extend(waiting.by_ref().take(IN_FLIGHT - flying.len()));
        let Some(blocks) = flying.iter().map(Lane::blocks_ahead).min() else { return };
        match flying.as_mut_slice() {
            [a, b, c, d] => avx512.absorb_many([a, b, c, d].map(|lane| lane.leg(blocks))),
            [a, b, c] => avx512.absorb_many([a, b, c].map(|lane| lane.leg(blocks))),
            [a, b] => avx512.absorb_many([a, b].map(|lane| lane.leg(blocks))),
            few => few.iter_mut().for_each(|lane| lane.fly_alone(avx512, blocks)),
        }
        flying.retain_mut(|lane| {
            let goes_on = lane.advance(blocks);
            if !goes_on {
                ended(lane);
            }
            goes_on
        });
    }
}

/// What a message goes through next.
pub(crate) struct Leg<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) blocks: &'a [[u8; BLOCK]],
    /// Octets of the message in each of the blocks; none where the block is N or Σ, which are
    /// compressed with N = 0 and counted nowhere.
    pub(crate) counted: Option<usize>,
}

/// A message and how far it has come.
struct Lane<'m> {
    index: usize,
    state: State,
    /// The full blocks that remain.
    blocks: &'m [[u8; BLOCK]],
    /// The padded block with the last `length` octets, then N, then Σ.
    last: Zeroizing<[u8; BLOCK]>,
    length: usize,
    stage: Stage,
}

enum Stage {
    Blocks,
    Last,
    N,
    Sigma,
}

impl<'m> Lane<'m> {
    fn new(index: usize, message: &'m [u8], size: usize) -> Self {
        let (blocks, rest) = message.as_chunks();
        let mut last = Zeroizing::new([0; BLOCK]);
        last[..rest.len()].copy_from_slice(rest);
        last[rest.len()] = 1;
        let stage = if blocks.is_empty() { Stage::Last } else { Stage::Blocks };
        Self { index, state: State::new(size), blocks, last, length: rest.len(), stage }
    }

    /// How many blocks can be compressed before something else happens.
    fn blocks_ahead(&self) -> usize {
        if let Stage::Blocks = self.stage { self.blocks.len() } else { 1 }
    }

    fn leg(&mut self, blocks: usize) -> Leg<'_> {
        let (blocks, counted) = match self.stage {
            Stage::Blocks => (&self.blocks[..blocks], Some(BLOCK)),
            Stage::Last => (slice::from_ref(&*self.last), Some(self.length)),
            Stage::N | Stage::Sigma => (slice::from_ref(&*self.last), None),
        };
        Leg { state: &mut self.state, blocks, counted }
    }

    /// A leg of `blocks` blocks, faster than by [`absorb_many`](StreebogAvx512::absorb_many) where no other is to wait for.
    fn fly_alone(&mut self, avx512: StreebogAvx512, blocks: usize) {
        match self.leg(blocks) {
            Leg { state, blocks, counted: Some(BLOCK) } => avx512.absorb(state, blocks),
            leg => avx512.absorb_many([leg]),
        }
    }

    /// After a leg of `blocks` blocks: whether there is another.
    fn advance(&mut self, blocks: usize) -> bool {
        self.stage = match self.stage {
            Stage::Blocks => {
                self.blocks = &self.blocks[blocks..];
                if self.blocks.is_empty() { Stage::Last } else { Stage::Blocks }
            }
            Stage::Last => {
                *self.last = octets(&self.state.n);
                Stage::N
            }
            Stage::N => {
                *self.last = octets(&self.state.sigma);
                Stage::Sigma
            }
            Stage::Sigma => return false,
        };
        true
    }
}
