//! Finding the entries of a CRL by their serial numbers.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::entry::RevokedCertificate;
use crate::serial_number::SerialNumber;

/// Where entries stand, by their serial numbers: eight octets for each, and nothing of the entries themselves.
///
/// A number of 64 bits is a hash of the serial number above the entry's offset, so that sorted numbers are searched by
/// halving. Many serial numbers with one hash cost a search through them, as if there was no index for them; building
/// takes n log n steps whatever the hashes are, which is why this is no hash table.
#[derive(Clone, Debug)]
pub(super) struct Index {
    by_serial: Arc<[u64]>,
    /// Offsets of the entries with a certificateIssuer, which holds for those that follow too; ascending.
    issuers: Arc<[u32]>,
}

/// An [`Index`] being made.
#[derive(Debug, Default)]
pub(super) struct Builder {
    by_serial: Vec<u64>,
    issuers: Vec<u32>,
}

impl Builder {
    /// Takes one more entry; offsets are below 2^32, as lengths are read into 32 bits.
    pub(super) fn push(&mut self, entry: &RevokedCertificate<'_>, offset: usize) {
        self.by_serial.push(first(entry.serial_number) | offset as u64);
        if matches!(entry.certificate_issuer(), Ok(Some(_))) {
            self.issuers.push(offset as u32);
        }
    }

    pub(super) fn finish(mut self) -> Index {
        self.by_serial.sort_unstable();
        Index { by_serial: self.by_serial.into(), issuers: self.issuers.into() }
    }
}

impl Index {
    /// Offsets of the entries that may have that serial number, ascending: few others have the same hash.
    pub(super) fn candidates(
        &self,
        serial_number: SerialNumber<'_>,
    ) -> impl Iterator<Item = usize> + use<'_> {
        let first = first(serial_number);
        let last = first | u64::from(u32::MAX);
        let start = self.by_serial.partition_point(|number| *number < first);
        let numbers = self.by_serial[start..].iter().take_while(move |number| **number <= last);
        numbers.map(|number| *number as u32 as usize)
    }

    /// The offset of the entry whose certificateIssuer holds for the entry at `offset`.
    pub(super) fn issuer_of(&self, offset: usize) -> Option<usize> {
        let after = self.issuers.partition_point(|issuer| *issuer as usize <= offset);
        Some(*self.issuers.get(after.checked_sub(1)?)? as usize)
    }
}

/// The lowest number with the serial number's hash.
fn first(serial_number: SerialNumber<'_>) -> u64 {
    hash(serial_number.as_octets()) & !u64::from(u32::MAX)
}

/// FNV-1a, and a multiplication by 2^64 divided by the golden ratio, which spreads all bits over the upper ones.
fn hash(octets: &[u8]) -> u64 {
    let hash = octets.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, octet| {
        (hash ^ u64::from(*octet)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_serial_numbers_have_hashes_of_their_own() {
        let mut hashes: Vec<u64> =
            (0..50_000_u32).map(|number| first(SerialNumber(&number.to_be_bytes()))).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert!(hashes.len() > 49_990, "{}", hashes.len());
    }

    #[test]
    fn an_issuer_holds_until_the_next() {
        let index = Index { by_serial: [].into(), issuers: [100, 200].into() };
        let issuers = [0, 99, 100, 150, 200, 9_999].map(|offset| index.issuer_of(offset));
        assert_eq!(issuers, [None, None, Some(100), Some(100), Some(200), Some(200)]);
    }
}
