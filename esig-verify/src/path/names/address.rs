//! Addresses and ranges of them (RFC 5280 §4.2.1.6 and §4.2.1.10, RFC 4632).

/// A range in CIDR form: an address and a mask of equal length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AddressRange<'x> {
    base: &'x [u8],
    mask: &'x [u8],
}

impl<'x> AddressRange<'x> {
    /// 8 octets for IPv4, 32 for IPv6, the ones of the mask before its zeros; `None` for anything else.
    pub(crate) fn parse(octets: &'x [u8]) -> Option<Self> {
        let (base, mask) = match octets.len() {
            8 | 32 => octets.split_at(octets.len() / 2),
            _ => return None,
        };
        let ones: u32 = mask.iter().map(|octet| octet.leading_ones()).sum();
        let set: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
        let is_contiguous = ones == set && mask.is_sorted_by(|before, after| *before == 0xff || *after == 0);
        is_contiguous.then_some(Self { base, mask })
    }

    /// Whether the address is in the range; never if one is of IPv4 and the other of IPv6, mapped or not.
    pub(crate) fn contains(&self, address: &[u8]) -> bool {
        let pairs = self.base.iter().zip(self.mask).zip(address);
        address.len() == self.base.len() && { pairs }.all(|((base, mask), octet)| base & mask == octet & mask)
    }
}

/// Whether the octets are an address of IPv4 or IPv6.
pub(crate) fn is_address(octets: &[u8]) -> bool {
    matches!(octets.len(), 4 | 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_contiguous() {
        let range = |octets: &[u8]| AddressRange::parse(octets).is_some();
        assert!(range(&[10, 0, 0, 0, 255, 0, 0, 0]) && range(&[0; 8]) && range(&[255; 8]));
        assert!(range(&[10, 0, 0, 0, 255, 240, 0, 0]) && range(&[0; 32]));
        for mask in [[0, 255, 0, 0], [255, 0, 255, 0], [255, 0b1101_0000, 0, 0], [254, 255, 0, 0]] {
            assert!(!range(&[&[10, 0, 0, 0], &mask[..]].concat()), "{mask:?}");
        }
        assert!(!range(&[]) && !range(&[0; 4]) && !range(&[0; 16]) && !range(&[0; 7]));
    }

    #[test]
    fn families_do_not_mix() {
        let range = AddressRange::parse(&[10, 0, 0, 0, 255, 0, 0, 0]).expect("a range");
        assert!(range.contains(&[10, 1, 2, 3]) && !range.contains(&[11, 1, 2, 3]));
        let mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 1];
        assert!(!range.contains(&mapped) && !range.contains(&[]));
        assert!(AddressRange::parse(&[0; 32]).expect("all").contains(&mapped));
    }
}
