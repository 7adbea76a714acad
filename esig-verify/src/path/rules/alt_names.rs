//! What names in subjectAltName have to be (RFC 5280 §4.2.1.6).

use esig_core::cert::ext::GeneralName;

use super::{Conformity, Placed, rule};
use crate::path::names::host::{Host, Labels};
use crate::path::names::mail::Mailbox;
use crate::path::names::{address, uri};

pub(super) fn conforms(placed: &Placed<'_, '_>) -> Conformity {
    const CLAUSE: &str = "RFC 5280 4.2.1.6";
    let Some(names) = &placed.extensions.subject_alt_name else { return Ok(()) };
    names.iter().try_for_each(|name| match name {
        GeneralName::DnsName(octets) => {
            rule(CLAUSE, "dNSName in preferred name syntax", Host::parse(octets, Labels::Preferred).is_some())
        }
        GeneralName::Rfc822Name(octets) => {
            rule(CLAUSE, "rfc822Name that is a mailbox", Mailbox::parse(octets).is_some())
        }
        GeneralName::IpAddress(octets) => {
            rule(CLAUSE, "iPAddress of 4 or 16 octets", address::is_address(octets))
        }
        GeneralName::Uri(octets) => {
            let is_absolute = uri::split_scheme(octets).is_some_and(|(_, rest)| !rest.is_empty());
            rule(CLAUSE, "an absolute uniformResourceIdentifier", is_absolute && octets.is_ascii())
        }
        _ => Ok(()),
    })
}
