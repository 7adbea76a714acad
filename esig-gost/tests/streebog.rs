//! Streebog on every backend that the processor has, against the RustCrypto crate.

use esig_gost::backend::Streebog as Backend;
use esig_gost::digest::Digest;
use esig_gost::{Streebog256, Streebog512};
use proptest::prelude::*;

fn backends() -> impl Iterator<Item = Backend> {
    Backend::ALL.into_iter().filter(|backend| backend.is_available())
}

fn digests(backend: Backend, pieces: &[&[u8]]) -> (Vec<u8>, Vec<u8>) {
    let (mut short, mut long) =
        (Streebog256::with_backend(backend).unwrap(), Streebog512::with_backend(backend).unwrap());
    for piece in pieces {
        short.update(piece);
        long.update(piece);
    }
    (short.finalize().to_vec(), long.finalize().to_vec())
}

fn expected(message: &[u8]) -> (Vec<u8>, Vec<u8>) {
    (streebog::Streebog256::digest(message).to_vec(), streebog::Streebog512::digest(message).to_vec())
}

/// Octets without a pattern that fits a block.
fn octets(length: usize) -> Vec<u8> {
    (0..length as u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}

#[test]
fn messages_of_every_length() {
    let message = octets(8_200);
    let around_blocks = (5..=128).flat_map(|blocks| [64 * blocks - 1, 64 * blocks, 64 * blocks + 1]);
    for length in (0..=300).chain(around_blocks) {
        let message = &message[..length];
        for backend in backends() {
            assert_eq!(digests(backend, &[message]), expected(message), "{backend:?}, {length} octets");
        }
    }
}

/// Σ carries through all rows and beyond, and so does every sum of a row.
#[test]
fn messages_of_extreme_octets() {
    for octet in [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff] {
        for length in [63, 64, 65, 128, 191, 192, 1_000, 4_096] {
            let message = vec![octet; length];
            for backend in backends() {
                assert_eq!(
                    digests(backend, &[&message]),
                    expected(&message),
                    "{backend:?}, {octet:#x}, {length}"
                );
            }
        }
    }
    // One less than a power of 2⁶⁴, then one: the carry passes rows of ones.
    let mut message = vec![0xff; 128];
    message[64] = 0x01;
    message[65..].fill(0);
    for backend in backends() {
        assert_eq!(digests(backend, &[&message]), expected(&message), "{backend:?}");
    }
}

#[test]
fn a_reset_hash_begins_anew_on_the_same_backend() {
    let message = octets(200);
    for backend in backends() {
        let mut hash = Streebog512::with_backend(backend).unwrap();
        hash.update(&message[..130]);
        hash.reset();
        hash.update(&message);
        assert_eq!(hash.finalize_reset().to_vec(), expected(&message).1);
        assert_eq!(hash.finalize().to_vec(), expected(b"").1);
    }
}

#[test]
fn a_clone_goes_its_own_way() {
    let message = octets(200);
    for backend in backends() {
        let mut hash = Streebog512::with_backend(backend).unwrap();
        hash.update(&message[..130]);
        let clone = hash.clone();
        hash.update(&message[130..]);
        assert_eq!(hash.finalize().to_vec(), expected(&message).1);
        assert_eq!(clone.finalize().to_vec(), expected(&message[..130]).1);
    }
}

#[test]
fn nothing_of_the_state_shows() {
    let hash = Streebog512::new_with_prefix(b"secret");
    assert_eq!(format!("{hash:?}"), "Streebog512 { ... }");
}

proptest! {
    #[test]
    fn pieces_are_as_good_as_the_whole(
        pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..8),
    ) {
        let whole = pieces.concat();
        let pieces = pieces.iter().map(Vec::as_slice).collect::<Vec<_>>();
        for backend in backends() {
            prop_assert_eq!(digests(backend, &pieces), expected(&whole));
        }
    }

    #[test]
    fn many_are_as_good_as_each(messages in prop::collection::vec(a_message(), 0..10)) {
        many_agree_with_one(&messages.iter().map(Vec::as_slice).collect::<Vec<_>>());
    }
}

/// Of any length, or around the end of a block.
fn a_message() -> impl Strategy<Value = Vec<u8>> {
    let around_blocks = (1_usize..=12, 0_usize..=2).prop_map(|(blocks, more)| 64 * blocks + more - 1);
    prop_oneof![0_usize..=300, around_blocks]
        .prop_flat_map(|length| prop::collection::vec(any::<u8>(), length))
}

fn many_agree_with_one(messages: &[&[u8]]) {
    for backend in backends() {
        let short = Streebog256::digest_many_with(backend, messages).unwrap();
        let long = Streebog512::digest_many_with(backend, messages).unwrap();
        assert_eq!((short.len(), long.len()), (messages.len(), messages.len()));
        for ((message, short), long) in messages.iter().zip(short).zip(long) {
            assert_eq!((short.to_vec(), long.to_vec()), expected(message), "{backend:?}");
        }
    }
}

#[test]
fn many_messages_of_every_length() {
    let message = octets(300);
    let messages = (0..=300).map(|length| &message[..length]).collect::<Vec<_>>();
    many_agree_with_one(&messages);
    for count in 0..=6 {
        many_agree_with_one(&messages[40..][..count]);
        many_agree_with_one(&vec![&message[..]; count]);
    }
    let (long, ones) = (octets(5_000), [0xff; 640]);
    many_agree_with_one(&[b"", &long, &ones, b"1", &long[..64], &ones[..63], &long[..4_096]]);
}
