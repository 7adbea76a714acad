//! The names that a certificate bears, as name constraints see them.

use alloc::vec::Vec;
use core::fmt;

use esig_core::attribute_names::{COMMON_NAME, EMAIL_ADDRESS};
use esig_core::cert::ext::{GeneralName, OtherName};
use esig_core::oid::{ObjectIdentifier, Oid};
use esig_core::raw::Tag;
use esig_core::{Attribute, Certificate};

use super::host::{Host, Labels};
use super::mail::Mailbox;
use super::{Misplaced, address, uri};
use crate::profile::{CommonName, Profile};

/// A form of names that can be constrained, or, from [`Form::X400`] on, that cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Directory,
    Mail,
    Host,
    Uri,
    Address,
    /// otherName with a user principal name.
    Principal,
    X400,
    EdiParty,
    Registered,
    Other,
}

impl Form {
    pub(super) const COUNT: usize = Self::Other as usize + 1;

    /// The form's name in the standard.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Directory => "directoryName",
            Self::Mail => "rfc822Name",
            Self::Host => "dNSName",
            Self::Uri => "uniformResourceIdentifier",
            Self::Address => "iPAddress",
            Self::Principal => "otherName with a user principal name",
            Self::X400 => "x400Address",
            Self::EdiParty => "ediPartyName",
            Self::Registered => "registeredID",
            Self::Other => "otherName",
        }
    }

    pub(super) fn of(name: &GeneralName<'_>) -> Self {
        match name {
            GeneralName::DirectoryName(_) => Self::Directory,
            GeneralName::Rfc822Name(_) => Self::Mail,
            GeneralName::DnsName(_) => Self::Host,
            GeneralName::Uri(_) => Self::Uri,
            GeneralName::IpAddress(_) => Self::Address,
            GeneralName::X400Address(_) => Self::X400,
            GeneralName::EdiPartyName(_) => Self::EdiParty,
            GeneralName::RegisteredId(_) => Self::Registered,
            GeneralName::OtherName(name) if name.type_id == USER_PRINCIPAL_NAME => Self::Principal,
            _ => Self::Other,
        }
    }
}

/// What constraints are kept apart by: the form, and of otherName the kind.
pub(super) type Kind<'x> = (Form, Option<Oid<'x>>);

pub(super) fn kind<'x>(name: &GeneralName<'x>) -> Kind<'x> {
    match name {
        GeneralName::OtherName(other) => (Form::of(name), Some(other.type_id)),
        _ => (Form::of(name), None),
    }
}

/// One name of a certificate, read as its form wants it; `None` where it is not well-formed.
#[derive(Clone, Debug)]
pub(super) enum HeldName<'x> {
    /// The canonical form.
    Directory(Vec<u8>),
    Mail(Option<Mailbox<'x>>),
    Host(Option<Host<'x>>),
    /// The host in it.
    Uri(Option<&'x [u8]>),
    Address(&'x [u8]),
    Principal(Option<Mailbox<'x>>),
    /// Of a form that is not looked into.
    Opaque(Kind<'x>),
}

impl<'x> HeldName<'x> {
    fn of(name: &GeneralName<'x>) -> Self {
        match name {
            GeneralName::DirectoryName(name) => Self::Directory(name.canonical()),
            GeneralName::Rfc822Name(octets) => Self::Mail(Mailbox::parse(octets)),
            GeneralName::DnsName(octets) => Self::Host(Host::parse(octets, Labels::Lenient)),
            GeneralName::Uri(octets) => Self::Uri(uri::host(octets)),
            GeneralName::IpAddress(octets) => Self::Address(octets),
            GeneralName::OtherName(other) if other.type_id == USER_PRINCIPAL_NAME => {
                Self::Principal(utf8(other).and_then(Mailbox::parse_utf8))
            }
            GeneralName::OtherName(other) if other.type_id == SMTP_UTF8_MAILBOX => {
                Self::Mail(utf8(other).and_then(Mailbox::parse_utf8))
            }
            other => Self::Opaque(kind(other)),
        }
    }

    pub(super) fn form(&self) -> Form {
        match self {
            Self::Directory(_) => Form::Directory,
            Self::Mail(_) => Form::Mail,
            Self::Host(_) => Form::Host,
            Self::Uri(_) => Form::Uri,
            Self::Address(_) => Form::Address,
            Self::Principal(_) => Form::Principal,
            Self::Opaque((form, _)) => *form,
        }
    }

    /// What comparing it costs, in comparisons of names of usual length.
    pub(super) fn weight(&self) -> usize {
        /// Octets compared in the time that one comparison takes besides.
        const OCTETS: usize = 64;
        match self {
            // The labels of the other side are decoded.
            Self::Mail(Some(mailbox)) | Self::Principal(Some(mailbox)) if mailbox.is_utf8() => {
                1 + mailbox.octets()
            }
            other => 1 + other.octets() / OCTETS,
        }
    }

    /// Octets that a comparison may have to look at; what is not well-formed is compared with nothing.
    fn octets(&self) -> usize {
        match self {
            Self::Directory(canonical) => canonical.len(),
            Self::Mail(mailbox) | Self::Principal(mailbox) => mailbox.as_ref().map_or(0, Mailbox::octets),
            Self::Host(host) => host.as_ref().map_or(0, |host| host.name.len()),
            Self::Uri(host) => host.map_or(0, <[u8]>::len),
            Self::Address(octets) => octets.len(),
            Self::Opaque((_, type_id)) => type_id.map_or(0, |type_id| type_id.as_contents().len()),
        }
    }

    pub(super) fn is_well_formed(&self) -> bool {
        match self {
            Self::Directory(_) | Self::Opaque(_) => true,
            Self::Address(octets) => address::is_address(octets),
            Self::Host(host) => host.is_some(),
            Self::Uri(host) => host.is_some(),
            Self::Mail(mailbox) | Self::Principal(mailbox) => mailbox.is_some(),
        }
    }
}

/// Takes a name, its kind and its words for the report.
pub(super) type Visit<'v> =
    dyn FnMut(&HeldName<'_>, Kind<'_>, &dyn fmt::Display) -> Result<(), Misplaced> + 'v;

/// Visits every name of the certificate: the subject unless it is empty, and all of subjectAltName; without that, the
/// mail addresses of the subject ("legacy implementations"), and host names where the profile takes them for such.
///
/// A subjectAltName that cannot be read is an error of the path elsewhere.
pub(super) fn visit_names(
    certificate: &Certificate<'_>,
    is_target: bool,
    profile: &Profile,
    visit: &mut Visit<'_>,
) -> Result<(), Misplaced> {
    let subject = certificate.subject();
    if !subject.is_empty() {
        visit(&HeldName::Directory(subject.canonical()), (Form::Directory, None), &subject)?;
    }
    let Some(names) = certificate.extensions().subject_alt_name().ok().flatten() else {
        let takes_hosts = is_target && profile.common_name == CommonName::HostWithoutAltName;
        return subject.attributes().try_for_each(|attribute| match () {
            () if attribute.oid == EMAIL_ADDRESS => visit_mail(&attribute, visit),
            () if attribute.oid == COMMON_NAME && takes_hosts => visit_host(&attribute, visit),
            () => Ok(()),
        });
    };
    names.iter().try_for_each(|name| visit(&HeldName::of(&name), kind(&name), &Shown(&name)))
}

fn visit_mail(attribute: &Attribute<'_>, visit: &mut Visit<'_>) -> Result<(), Misplaced> {
    let text = attribute.text();
    let mailbox = text.as_ref().and_then(|text| Mailbox::parse(text.as_bytes()));
    visit(&HeldName::Mail(mailbox), (Form::Mail, None), attribute)
}

/// A commonName that looks like a host name or an address is one; others are names of people and things.
fn visit_host(attribute: &Attribute<'_>, visit: &mut Visit<'_>) -> Result<(), Misplaced> {
    let Some(text) = attribute.text() else { return Ok(()) };
    if let Ok(address) = text.parse::<core::net::IpAddr>() {
        let name = match &address {
            core::net::IpAddr::V4(address) => address.octets().to_vec(),
            core::net::IpAddr::V6(address) => address.octets().to_vec(),
        };
        return visit(&HeldName::Address(&name), (Form::Address, None), attribute);
    }
    match Host::parse(text.as_bytes(), Labels::Lenient) {
        Some(host) if host.is_wildcard || host.name.contains(&b'.') => {
            visit(&HeldName::Host(Some(host)), (Form::Host, None), attribute)
        }
        _ => Ok(()),
    }
}

/// The UTF8String in an otherName.
pub(super) fn utf8<'x>(name: &OtherName<'x>) -> Option<&'x str> {
    let value = name.value.expect(Tag::UTF8_STRING, "otherName.value").ok()?;
    core::str::from_utf8(value.contents()).ok()
}

/// A name in words.
pub(crate) struct Shown<'n, 'x>(pub(crate) &'n GeneralName<'x>);

impl fmt::Display for Shown<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", Form::of(self.0).name())?;
        match self.0 {
            GeneralName::DirectoryName(name) => name.fmt(f),
            GeneralName::Rfc822Name(octets) | GeneralName::DnsName(octets) | GeneralName::Uri(octets) => {
                octets.escape_ascii().fmt(f)
            }
            GeneralName::IpAddress(octets) => octets.iter().try_for_each(|octet| write!(f, "{octet:02x}")),
            GeneralName::RegisteredId(oid) => oid.fmt(f),
            GeneralName::OtherName(name) => match utf8(name) {
                Some(text) => write!(f, "{} {}", name.type_id, text.escape_debug()),
                None => name.type_id.fmt(f),
            },
            _ => Ok(()),
        }
    }
}

/// msUPN, of Microsoft
pub(super) const USER_PRINCIPAL_NAME: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.20.2.3");

/// id-on-SmtpUTF8Mailbox (RFC 9598 §3)
pub(super) const SMTP_UTF8_MAILBOX: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.8.9");
