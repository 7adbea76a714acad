//! Names that a peer is expected to have, and whether its certificate says so (RFC 9525, RFC 8398 §5).

use alloc::string::String;
use core::fmt;
use core::net::IpAddr;

use esig_core::Certificate;
use esig_core::cert::ext::GeneralName;

use super::names::host::{Host, Labels, is_host_name};
use super::names::mail::Mailbox;

/// A name under which a peer is known to who asks: what subjectAltName has to say. commonName says nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PeerName {
    /// A host name in its ASCII form (A-labels); compared without regard to case, a wildcard in the certificate stands
    /// for its leftmost label (RFC 9525 §6.3).
    Host(String),
    /// An address of IPv4 or IPv6: octet by octet (RFC 9525 §6.4).
    Address(IpAddr),
    /// A mail address: the local part to the letter, the host without regard to case (RFC 5280 §7.5).
    Mail(String),
}

impl PeerName {
    /// Whether the certificate bears that name.
    pub(super) fn is_borne_by(&self, certificate: &Certificate<'_>) -> bool {
        let names = certificate.extensions().subject_alt_name().ok().flatten();
        names.iter().flat_map(|names| names.iter()).any(|name| self.is(&name))
    }

    fn is(&self, name: &GeneralName<'_>) -> bool {
        match (self, name) {
            (Self::Host(own), GeneralName::DnsName(octets)) => {
                let own = own.as_bytes();
                is_host_name(own, Labels::Lenient)
                    && Host::parse(octets, Labels::Lenient).is_some_and(|host| host.stands_for(own))
            }
            (Self::Address(IpAddr::V4(own)), GeneralName::IpAddress(octets)) => own.octets() == **octets,
            (Self::Address(IpAddr::V6(own)), GeneralName::IpAddress(octets)) => own.octets() == **octets,
            (Self::Mail(own), GeneralName::Rfc822Name(octets)) => {
                match (Mailbox::parse(own.as_bytes()), Mailbox::parse(octets)) {
                    (Some(own), Some(other)) => own.is(&other),
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

impl fmt::Display for PeerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(name) | Self::Mail(name) => f.write_str(name),
            Self::Address(address) => address.fmt(f),
        }
    }
}
