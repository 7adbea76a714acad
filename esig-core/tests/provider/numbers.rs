//! Numbers as octets, most significant first, as long as they need be.

use std::cmp::Ordering;

/// a + b
pub(crate) fn sum(a: &[u8], b: &[u8]) -> Vec<u8> {
    let length = a.len().max(b.len());
    let (mut octets, mut carry) = (Vec::new(), 0);
    for place in 0..length {
        let value = u16::from(at(a, place)) + u16::from(at(b, place)) + carry;
        octets.push(value as u8);
        carry = value >> 8;
    }
    octets.extend((carry > 0).then_some(1));
    octets.reverse();
    octets
}

/// a − b, where a is not below b
pub(crate) fn difference(a: &[u8], b: &[u8]) -> Vec<u8> {
    let (mut octets, mut borrow) = (Vec::new(), 0);
    for place in 0..a.len() {
        let value = 0x100 + u16::from(at(a, place)) - u16::from(at(b, place)) - borrow;
        octets.push(value as u8);
        borrow = u16::from(value < 0x100);
    }
    assert_eq!(borrow, 0, "no number below zero");
    octets.reverse();
    octets
}

/// Compares values whatever the zeros before them.
pub(crate) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let places = (0..a.len().max(b.len())).rev();
    places.map(|place| at(a, place).cmp(&at(b, place))).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn at(octets: &[u8], place: usize) -> u8 {
    octets.iter().rev().nth(place).copied().unwrap_or(0)
}
