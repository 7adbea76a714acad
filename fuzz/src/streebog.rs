//! Streebog.

use esig_gost::backend::Streebog as Backend;
use esig_gost::digest::{Digest, Output};
use esig_gost::{Streebog256, Streebog512};

/// Octets of an input that count: the constant-time form is slow.
const LONGEST: usize = 1_024;

/// Pieces are shorter: several blocks each, and several in an input.
const LONGEST_PIECE: u16 = 256;

/// Every form gives the same hash codes: of the whole, in pieces, and of all pieces as messages at once.
///
/// The input is cut by its own octets: before each piece stands how long it is.
pub fn streebog(bytes: &[u8]) {
    let pieces = pieces(&bytes[..bytes.len().min(LONGEST)]);
    let whole = pieces.concat();
    let expected = (Streebog256::digest(&whole), Streebog512::digest(&whole));
    let short_each = pieces.iter().map(Streebog256::digest).collect::<Vec<_>>();
    let long_each = pieces.iter().map(Streebog512::digest).collect::<Vec<_>>();
    for backend in Backend::ALL.into_iter().filter(|backend| backend.is_available()) {
        assert_eq!(in_pieces(backend, &pieces), Some(expected), "{backend:?}");
        assert_eq!(
            Streebog256::digest_many_with(backend, &pieces).as_ref(),
            Some(&short_each),
            "{backend:?}"
        );
        assert_eq!(Streebog512::digest_many_with(backend, &pieces).as_ref(), Some(&long_each), "{backend:?}");
    }
}

fn in_pieces(backend: Backend, pieces: &[&[u8]]) -> Option<(Output<Streebog256>, Output<Streebog512>)> {
    let (mut short, mut long) = (Streebog256::with_backend(backend)?, Streebog512::with_backend(backend)?);
    for piece in pieces {
        short.update(piece);
        long.update(piece);
    }
    Some((short.finalize(), long.finalize()))
}

fn pieces(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = usize::from(u16::from_le_bytes(*length) % LONGEST_PIECE);
        let (piece, rest) = rest.split_at(length.min(rest.len()));
        pieces.push(piece);
        bytes = rest;
    }
    pieces
}
