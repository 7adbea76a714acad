//! GeneralName as people and machines read it.

use std::net::{Ipv4Addr, Ipv6Addr};

use esig_core::cert::ext::{GeneralName, GeneralSubtrees, NameConstraints, OtherName};
use serde::Serialize;

use super::describe::ascii;
use crate::holder::hex;

/// A name: its kind in the words of RFC 5280 §4.2.1.6, and its text.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct GeneralNameJson {
    kind: &'static str,
    /// The kind of an otherName.
    #[serde(skip_serializing_if = "Option::is_none")]
    type_id: Option<String>,
    /// What has no text form is shown as the hexadecimal digits of its encoding.
    value: String,
}

impl GeneralNameJson {
    /// `dNSName example.org`; the value is not yet fit for a terminal.
    pub(super) fn line(&self) -> String {
        let kind = self.type_id.as_deref().unwrap_or(self.kind);
        format!("{kind} {}", self.value)
    }
}

impl From<GeneralName<'_>> for GeneralNameJson {
    fn from(name: GeneralName<'_>) -> Self {
        let (kind, value) = match name {
            GeneralName::Rfc822Name(text) => ("rfc822Name", ascii(text)),
            GeneralName::DnsName(text) => ("dNSName", ascii(text)),
            GeneralName::DirectoryName(name) => ("directoryName", name.to_string()),
            GeneralName::Uri(text) => ("uniformResourceIdentifier", ascii(text)),
            GeneralName::IpAddress(octets) => ("iPAddress", ip_address(octets)),
            GeneralName::RegisteredId(oid) => ("registeredID", oid.to_string()),
            GeneralName::OtherName(name) => return other_name(name),
            GeneralName::X400Address(address) => ("x400Address", hex(address.as_bytes())),
            GeneralName::EdiPartyName(name) => ("ediPartyName", hex(name.as_bytes())),
            _ => ("other", String::new()),
        };
        Self { kind, type_id: None, value }
    }
}

fn other_name(name: OtherName<'_>) -> GeneralNameJson {
    let value = name.text().unwrap_or_else(|| hex(name.value.as_bytes()));
    GeneralNameJson { kind: "otherName", type_id: Some(name.type_id.to_string()), value }
}

/// An address, or in name constraints an address and the length of its prefix.
fn ip_address(octets: &[u8]) -> String {
    let ones = |mask: &[u8]| mask.iter().map(|octet| octet.count_ones()).sum::<u32>();
    match octets.len() {
        4 | 16 => address(octets),
        8 | 32 => {
            let (base, mask) = octets.split_at(octets.len() / 2);
            format!("{}/{}", address(base), ones(mask))
        }
        _ => hex(octets),
    }
}

fn address(octets: &[u8]) -> String {
    match (<[u8; 4]>::try_from(octets), <[u8; 16]>::try_from(octets)) {
        (Ok(octets), _) => Ipv4Addr::from(octets).to_string(),
        (_, Ok(octets)) => Ipv6Addr::from(octets).to_string(),
        _ => hex(octets),
    }
}

/// nameConstraints: lists that are `null` where they are absent, since nothing permitted is not the same as no rule.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct NameConstraintsJson {
    pub(super) permitted: Option<Vec<GeneralNameJson>>,
    pub(super) excluded: Option<Vec<GeneralNameJson>>,
}

impl From<NameConstraints<'_>> for NameConstraintsJson {
    fn from(constraints: NameConstraints<'_>) -> Self {
        let names = |subtrees: GeneralSubtrees<'_>| subtrees.iter().map(GeneralNameJson::from).collect();
        Self {
            permitted: constraints.permitted_subtrees.map(names),
            excluded: constraints.excluded_subtrees.map(names),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: GeneralName<'_>) -> String {
        GeneralNameJson::from(name).line()
    }

    #[test]
    fn names_are_written_as_people_write_them() {
        assert_eq!(line(GeneralName::DnsName(b"example.org")), "dNSName example.org");
        assert_eq!(line(GeneralName::Rfc822Name(b"a@example.org")), "rfc822Name a@example.org");
        assert_eq!(line(GeneralName::IpAddress(&[192, 0, 2, 1])), "iPAddress 192.0.2.1");
        assert_eq!(line(GeneralName::IpAddress(&[10, 0, 0, 0, 255, 0, 0, 0])), "iPAddress 10.0.0.0/8");
        let mut network = [0; 32];
        network[..4].copy_from_slice(&[0x20, 1, 0xd, 0xb8]);
        network[16..20].copy_from_slice(&[0xff; 4]);
        assert_eq!(line(GeneralName::IpAddress(&network)), "iPAddress 2001:db8::/32");
        assert_eq!(line(GeneralName::IpAddress(&[1, 2, 3])), "iPAddress 010203");
    }
}
