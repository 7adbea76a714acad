//! Which addresses are refused: those of networks where a stranger's URL has no business.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range of addresses that are not public (IANA's registries of special-purpose addresses, RFC 6890).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AddressRange {
    /// The machine itself: 127.0.0.0/8, ::1.
    Loopback,
    /// Private networks: RFC 1918, fc00::/7, those behind a provider's translation (100.64.0.0/10).
    Private,
    /// One link: 169.254.0.0/16, where clouds keep the secrets of a machine, and fe80::/10.
    LinkLocal,
    /// A cloud's own services at a public address: 168.63.129.16.
    Metadata,
    /// Groups of hosts, and everybody.
    Multicast,
    /// Reserved, for documentation, for tests, of tunnels, not assigned.
    Special,
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::LinkLocal => "link-local",
            Self::Metadata => "cloud metadata",
            Self::Multicast => "multicast",
            Self::Special => "special-purpose",
        })
    }
}

/// Whether the machine itself may be spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loopback {
    Refuse,
    Allow,
}

/// The range for which an address is refused, `None` for one that may be spoken to.
pub(crate) fn refused(address: IpAddr, loopback: Loopback) -> Option<AddressRange> {
    let range = match address {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => v6(address),
    };
    range.filter(|range| *range != AddressRange::Loopback || loopback == Loopback::Refuse)
}

fn v4(address: Ipv4Addr) -> Option<AddressRange> {
    match address.octets() {
        [127, ..] => Some(AddressRange::Loopback),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Some(AddressRange::Private),
        [169, 254, ..] => Some(AddressRange::LinkLocal),
        [168, 63, 129, 16] => Some(AddressRange::Metadata),
        [224..=239, ..] => Some(AddressRange::Multicast),
        [0 | 240..=255, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _] => Some(AddressRange::Special),
        _ => None,
    }
}

/// Of IPv6 only 2000::/3 is public; where an IPv4 address stands inside, that one is where the octets go.
fn v6(address: Ipv6Addr) -> Option<AddressRange> {
    if let Some(address) = embedded(address) {
        return v4(address);
    }
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Some(AddressRange::Loopback),
        [0xfc00..=0xfdff, ..] | [0xfec0..=0xfeff, ..] => Some(AddressRange::Private),
        [0xfe80..=0xfebf, ..] => Some(AddressRange::LinkLocal),
        [0xff00..=0xffff, ..] => Some(AddressRange::Multicast),
        [0x2001, 0..=0x01ff | 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => Some(AddressRange::Special),
        [0x2000..=0x3fff, ..] => None,
        _ => Some(AddressRange::Special),
    }
}

/// The IPv4 address in ::ffff:0:0/96 (mapped), 64:ff9b::/96 (RFC 6052) and 2002::/16 (6to4).
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let (high, low) = match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => (high, low),
        [0x2002, high, low, ..] => (high, low),
        _ => return None,
    };
    Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(address: &str) -> Option<AddressRange> {
        refused(address.parse().unwrap(), Loopback::Refuse)
    }

    #[test]
    fn ranges_begin_and_end_where_the_registries_say() {
        let table = [
            (AddressRange::Loopback, &["127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"][..]),
            (
                AddressRange::Private,
                &["10.0.0.0", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.100.100.200"],
            ),
            (
                AddressRange::Private,
                &["fd00:ec2::254", "fc00::1", "fec0::1", "::ffff:10.1.2.3", "2002:a00:1::"],
            ),
            (AddressRange::LinkLocal, &["169.254.169.254", "fe80::1", "64:ff9b::a9fe:a9fe"]),
            (AddressRange::Metadata, &["168.63.129.16", "::ffff:168.63.129.16"]),
            (AddressRange::Multicast, &["224.0.0.1", "239.255.255.255", "ff02::1"]),
            (
                AddressRange::Special,
                &["0.0.0.0", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "240.0.0.1"],
            ),
            (
                AddressRange::Special,
                &[
                    "255.255.255.255",
                    "192.0.0.192",
                    "::",
                    "2001::1",
                    "2001:db8::1",
                    "100::1",
                    "4000::",
                    "5f00::1",
                ],
            ),
            (AddressRange::Special, &["::127.0.0.1", "64:ff9b:1::1", "3fff::1", "2001:1ff::1"]),
        ];
        for (expected, addresses) in table {
            for address in addresses {
                assert_eq!(range(address), Some(expected), "{address}");
            }
        }
    }

    #[test]
    fn public_addresses_may_be_spoken_to() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2606:4700::1111",
            "64:ff9b::101:101",
            "::ffff:8.8.8.8",
        ] {
            assert_eq!(range(address), None, "{address}");
        }
    }

    #[test]
    fn the_setting_opens_the_loopback_interface_and_nothing_else() {
        let open = |address: &str| refused(address.parse().unwrap(), Loopback::Allow);
        assert_eq!((open("127.0.0.1"), open("::1")), (None, None));
        assert_eq!(open("192.168.0.1"), Some(AddressRange::Private));
        assert_eq!(open("169.254.169.254"), Some(AddressRange::LinkLocal));
        assert_eq!(open("0.0.0.0"), Some(AddressRange::Special));
    }
}
