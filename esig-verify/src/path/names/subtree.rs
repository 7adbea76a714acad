//! Subtrees of names of each form.

use alloc::vec::Vec;

use esig_core::cert::ext::{GeneralName, OtherName};

use super::address::AddressRange;
use super::held::{Form, HeldName, Kind, USER_PRINCIPAL_NAME, kind, utf8};
use super::host::{self, Labels};
use super::mail::MailSubtree;
use super::uri::UriSubtree;
use crate::profile::{LeadingDot, Profile};

/// The base of a subtree, as its form wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subtree<'x> {
    /// The canonical form of the name: what is below begins with it.
    Directory(Vec<u8>),
    Mail(MailSubtree<'x>),
    /// A host and all below it; all hosts if empty.
    Host(&'x [u8]),
    /// All hosts below a domain, itself not among them: in no standard, and in use.
    BelowHost(&'x [u8]),
    Uri(UriSubtree<'x>),
    Address(AddressRange<'x>),
    Principal(MailSubtree<'x>),
}

/// Why a subtree is not processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnreadSubtree<'x> {
    Malformed,
    Unsupported(Kind<'x>),
}

impl<'x> Subtree<'x> {
    /// The form of names that it constrains, and what is permitted or excluded.
    pub(super) fn parse(
        base: &GeneralName<'x>,
        profile: &Profile,
    ) -> Result<(Form, Self), UnreadSubtree<'x>> {
        let read = match base {
            GeneralName::DirectoryName(name) => Some((Form::Directory, Self::Directory(name.canonical()))),
            GeneralName::Rfc822Name(octets) => {
                MailSubtree::parse(octets).map(|subtree| (Form::Mail, Self::Mail(subtree)))
            }
            GeneralName::DnsName(octets) => hosts(octets, profile).map(|subtree| (Form::Host, subtree)),
            GeneralName::Uri(octets) => {
                UriSubtree::parse(octets).map(|subtree| (Form::Uri, Self::Uri(subtree)))
            }
            GeneralName::IpAddress(octets) => {
                AddressRange::parse(octets).map(|range| (Form::Address, Self::Address(range)))
            }
            GeneralName::OtherName(name) if name.type_id == USER_PRINCIPAL_NAME => {
                principal(name).map(|subtree| (Form::Principal, Self::Principal(subtree)))
            }
            other => return Err(UnreadSubtree::Unsupported(kind(other))),
        };
        read.ok_or(UnreadSubtree::Malformed)
    }

    /// Whether everything that the name stands for is in the subtree.
    pub(super) fn contains(&self, name: &HeldName<'_>) -> bool {
        match (self, name) {
            (Self::Directory(base), HeldName::Directory(name)) => name.starts_with(base),
            (Self::Mail(base), HeldName::Mail(Some(mailbox))) => base.contains(mailbox),
            (Self::Host(base), HeldName::Host(Some(host))) => host.is_within(base),
            (Self::BelowHost(base), HeldName::Host(Some(host))) => host.is_below(base),
            (Self::Uri(base), HeldName::Uri(Some(host))) => base.contains(host),
            (Self::Address(base), HeldName::Address(address)) => base.contains(address),
            (Self::Principal(base), HeldName::Principal(Some(mailbox))) => base.contains(mailbox),
            _ => false,
        }
    }

    /// Whether anything that the name stands for may be in the subtree. What is not well-formed may be anywhere.
    pub(super) fn touches(&self, name: &HeldName<'_>) -> bool {
        match (self, name) {
            (Self::Mail(base), HeldName::Mail(Some(mailbox))) => base.touches(mailbox),
            (Self::Host(base), HeldName::Host(Some(host))) => host.may_be_within(base),
            (Self::BelowHost(base), HeldName::Host(Some(host))) => host.may_be_below(base),
            (Self::Principal(base), HeldName::Principal(Some(mailbox))) => base.touches(mailbox),
            _ => !name.is_well_formed() || self.contains(name),
        }
    }
}

/// RFC 5280 knows hosts with everything below them. A leading dot, as URIs have it, is in no standard.
fn hosts<'x>(octets: &'x [u8], profile: &Profile) -> Option<Subtree<'x>> {
    let is_host = |octets| host::is_host_name(octets, Labels::Preferred);
    match octets.strip_prefix(b".") {
        Some(domain) if profile.leading_dot == LeadingDot::Below => {
            is_host(domain).then_some(Subtree::BelowHost(domain))
        }
        Some(_) => None,
        None => (octets.is_empty() || is_host(octets)).then_some(Subtree::Host(octets)),
    }
}

/// `user@domain`, `@domain`, `domain` or `.domain`, as for mail.
fn principal<'x>(name: &OtherName<'x>) -> Option<MailSubtree<'x>> {
    let octets = utf8(name)?.as_bytes();
    MailSubtree::parse(octets.strip_prefix(b"@").unwrap_or(octets))
}
