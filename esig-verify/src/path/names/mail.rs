//! Mail addresses in certificates and in constraints (RFC 5280 §4.2.1.10, RFC 9549, RFC 9598).

use super::host::{self, Labels};
use super::punycode;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A mailbox: `Local-part "@" Domain` (RFC 5321 §4.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mailbox<'x> {
    local: &'x [u8],
    host: &'x [u8],
    is_utf8: bool,
}

impl<'x> Mailbox<'x> {
    /// An rfc822Name; `None` if it is no mailbox.
    pub(crate) fn parse(octets: &'x [u8]) -> Option<Self> {
        let (local, host) = split(octets)?;
        let holds = is_local_part(local) && host::is_host_name(host, Labels::Lenient);
        holds.then_some(Self { local, host, is_utf8: false })
    }

    /// A SmtpUTF8Mailbox (RFC 9598 §3): letters of any script in both parts.
    pub(crate) fn parse_utf8(text: &'x str) -> Option<Self> {
        let (local, host) = split(text.as_bytes())?;
        let host_text = core::str::from_utf8(host).ok()?;
        let holds =
            host.len() <= MAX_HOST_OCTETS && is_local_part(local) && host_text.split('.').all(is_label);
        holds.then_some(Self { local, host, is_utf8: true })
    }

    /// Octets of both parts.
    pub(super) fn octets(&self) -> usize {
        self.local.len() + self.host.len()
    }

    /// Whether its host is compared by letters, not by octets.
    pub(super) fn is_utf8(&self) -> bool {
        self.is_utf8
    }

    /// Whether it is the same mailbox: the local part to the letter, the host without regard to case.
    pub(crate) fn is(&self, other: &Mailbox<'_>) -> bool {
        self.local == other.local && self.is_at(other.host)
    }

    fn is_at(&self, host: &[u8]) -> bool {
        if !self.is_utf8 {
            return self.host.eq_ignore_ascii_case(host);
        }
        let count = |name: &[u8]| name.split(|octet| *octet == b'.').count();
        count(self.host) == count(host) && ends_with_labels(self.host, host)
    }

    fn is_below(&self, domain: &[u8]) -> bool {
        let count = |name: &[u8]| name.split(|octet| *octet == b'.').count();
        if !self.is_utf8 {
            return self.host.len() > domain.len() && host::is_within(self.host, domain);
        }
        count(self.host) > count(domain) && ends_with_labels(self.host, domain)
    }
}

/// A constraint on mailboxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MailSubtree<'x> {
    /// `user@host`: that mailbox alone.
    Mailbox(Mailbox<'x>),
    /// `host`: every mailbox of that host.
    Host(&'x [u8]),
    /// `.domain`: every mailbox of every host below that domain.
    Domain(&'x [u8]),
}

impl<'x> MailSubtree<'x> {
    /// `None` if it is none of the three.
    pub(crate) fn parse(octets: &'x [u8]) -> Option<Self> {
        let is_host = |octets| host::is_host_name(octets, Labels::Preferred);
        if octets.contains(&b'@') {
            return Mailbox::parse(octets).filter(|mailbox| is_host(mailbox.host)).map(Self::Mailbox);
        }
        match octets.strip_prefix(b".") {
            Some(domain) => is_host(domain).then_some(Self::Domain(domain)),
            None => is_host(octets).then_some(Self::Host(octets)),
        }
    }

    /// Whether the mailbox is permitted by it.
    pub(crate) fn contains(&self, mailbox: &Mailbox<'_>) -> bool {
        match self {
            Self::Mailbox(own) => mailbox.is(own),
            Self::Host(host) => mailbox.is_at(host),
            Self::Domain(domain) => mailbox.is_below(domain),
        }
    }

    /// Whether the mailbox may be meant when this is excluded. RFC 5280 wrote constraints on single mailboxes for
    /// rfc822Name alone: whether a SmtpUTF8Mailbox of the same host is another cannot be said, so it is taken for the same.
    pub(crate) fn touches(&self, mailbox: &Mailbox<'_>) -> bool {
        match self {
            Self::Mailbox(own) if mailbox.is_utf8 => mailbox.is_at(own.host),
            _ => self.contains(mailbox),
        }
    }
}

/// At the one `@` that is not quoted.
fn split(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = octets.iter().rposition(|octet| *octet == b'@')?;
    Some((&octets[..at], &octets[at + 1..]))
}

/// Dot-string or Quoted-string (RFC 5321 §4.1.2, RFC 6531 §3.3).
fn is_local_part(local: &[u8]) -> bool {
    if let Some(quoted) = local.strip_prefix(b"\"").and_then(|local| local.strip_suffix(b"\"")) {
        return is_quoted(quoted);
    }
    local.split(|octet| *octet == b'.').all(|atom| !atom.is_empty() && atom.iter().all(is_atom_octet))
}

/// Printable octets, with a backslash before quotes and backslashes.
fn is_quoted(contents: &[u8]) -> bool {
    let mut octets = contents.iter();
    while let Some(octet) = octets.next() {
        let taken = if *octet == b'\\' { octets.next() } else { Some(octet).filter(|octet| **octet != b'"') };
        if !taken.is_some_and(|octet| matches!(octet, b' '..=b'~' | 0x80..)) {
            return false;
        }
    }
    true
}

fn is_atom_octet(octet: &u8) -> bool {
    octet.is_ascii_alphanumeric() || *octet >= 0x80 || b"!#$%&'*+-/=?^_`{|}~".contains(octet)
}

/// Octets of an internationalised host: a name of 253 octets in Punycode (RFC 1034 §3.1) has fewer letters, of four octets at
/// most.
const MAX_HOST_OCTETS: usize = 4 * 253;

/// A label of an internationalised host: letters, digits and hyphens, or a U-label.
fn is_label(label: &str) -> bool {
    let is_ldh = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=63).contains(&label.len()) && (label.chars().all(is_ldh) || is_u_label(label))
}

/// Letters, marks and digits of any script in the one form that software looks up (RFC 5890 §2.3.2.1, RFC 5892 §2): what case
/// folding or composition would change, or what would be left out or taken for a dot, could be meant to pass by a constraint.
fn is_u_label(label: &str) -> bool {
    let is_allowed = |c: char| c == '-' || c.is_alphanumeric() || is_combining_mark(c);
    label.chars().all(is_allowed) && label.chars().flat_map(char::to_lowercase).nfkc().eq(label.chars())
}

/// Whether the last labels of an internationalised host are those of `base`, where labels of letters beyond ASCII stand
/// in Punycode (RFC 9598 §5: compared as U-labels).
fn ends_with_labels(host: &[u8], base: &[u8]) -> bool {
    let dots = |name| <[u8]>::rsplit(name, |octet: &u8| *octet == b'.');
    dots(base).zip(dots(host)).all(|(base, label)| same_label(label, base))
}

fn same_label(label: &[u8], base: &[u8]) -> bool {
    if label.eq_ignore_ascii_case(base) {
        return true;
    }
    let encoded = base.split_at_checked(4).filter(|(prefix, _)| prefix.eq_ignore_ascii_case(b"xn--"));
    let decoded = encoded.and_then(|(_, encoded)| punycode::decode(encoded));
    let label = core::str::from_utf8(label).ok();
    match (decoded, label) {
        (Some(decoded), Some(label)) => {
            label.chars().flat_map(char::to_lowercase).eq(decoded.chars().flat_map(char::to_lowercase))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(constraint: &str, mailbox: &str) -> bool {
        let constraint = MailSubtree::parse(constraint.as_bytes()).unwrap_or_else(|| panic!("{constraint}"));
        constraint.contains(&Mailbox::parse(mailbox.as_bytes()).unwrap_or_else(|| panic!("{mailbox}")))
    }

    fn permits_utf8(constraint: &str, mailbox: &str) -> bool {
        let constraint = MailSubtree::parse(constraint.as_bytes()).unwrap_or_else(|| panic!("{constraint}"));
        constraint.contains(&Mailbox::parse_utf8(mailbox).unwrap_or_else(|| panic!("{mailbox}")))
    }

    #[test]
    fn constraints_are_mailboxes_hosts_or_domains() {
        assert!(permits("a@example.com", "a@EXAMPLE.com") && !permits("a@example.com", "A@example.com"));
        assert!(permits("example.com", "a@example.com") && !permits("example.com", "a@b.example.com"));
        assert!(permits(".example.com", "a@b.example.com") && !permits(".example.com", "a@example.com"));
        assert!(!permits(".example.com", "a@badexample.com"));
        assert!(!permits("*@example.com", "a@example.com"), "an asterisk is a letter");
        for odd in ["", "@example.com", "a@.example.com", "a@b@example.com", "a b", ".", "example.com.", "a@"]
        {
            assert_eq!(MailSubtree::parse(odd.as_bytes()), None, "{odd}");
        }
    }

    #[test]
    fn addresses_are_mailboxes() {
        for mailbox in ["a@example.com", "a.b+c@x", "\"a b@c\"@example.com", "\"a\\\"b\"@example.com"] {
            assert!(Mailbox::parse(mailbox.as_bytes()).is_some(), "{mailbox}");
        }
        for odd in [
            "a",
            "a@",
            "@a",
            "a@b@example.com",
            "a@b@c.example.com",
            ".a@example.com",
            "a..b@example.com",
            "a b@example.com",
            "a\0@example.com",
            "a@example.com\0.evil.test",
            "\"a\"b\"@example.com",
            "a@*.com",
        ] {
            assert_eq!(Mailbox::parse(odd.as_bytes()), None, "{odd}");
        }
    }

    #[test]
    fn hosts_of_other_scripts_are_compared_as_letters() {
        assert!(permits_utf8("xn--e1afmkfd.xn--p1ai", "почта@пример.рф"));
        assert!(
            permits_utf8(".xn--p1ai", "почта@пример.рф")
                && !permits_utf8(".xn--e1afmkfd.xn--p1ai", "a@пример.рф")
        );
        assert!(permits_utf8("example.com", "δοκι@Example.com"));
        assert!(!permits_utf8("xn--e1afmkfd.xn--p1ai", "почта@другой.рф"));
        assert!(
            !permits_utf8("xn--99999999.xn--p1ai", "почта@пример.рф"),
            "what cannot be decoded is nobody's"
        );
    }

    #[test]
    fn a_host_of_other_scripts_has_one_form() {
        assert!(Mailbox::parse_utf8("a@m\u{fc}nchen.de").is_some());
        for odd in [
            "a@mu\u{308}nchen.de",
            "a@m\u{fc}nchen\u{3002}de",
            "a@\u{ff4d}\u{fc}nchen.de",
            "a@m\u{fc}n\u{ad}chen.de",
            "a@M\u{dc}NCHEN.de",
            "a@\u{ff45}xample.com",
            "a@example\u{3002}com",
            "почта@ПРИМЕР.рф",
        ] {
            assert_eq!(Mailbox::parse_utf8(odd), None, "{odd}");
        }
        let host = |labels: usize| ["a@", &"\u{fc}.".repeat(labels), "de"].concat();
        assert!(Mailbox::parse_utf8(&host(336)).is_some() && Mailbox::parse_utf8(&host(337)).is_none());
    }

    #[test]
    fn an_excluded_mailbox_excludes_its_host_of_other_scripts() {
        let constraint = MailSubtree::parse(b"bob@example.com").expect("a mailbox");
        assert!(constraint.touches(&Mailbox::parse_utf8("alice@example.com").expect("a mailbox")));
        assert!(!constraint.touches(&Mailbox::parse(b"alice@example.com").expect("a mailbox")));
        assert!(!constraint.contains(&Mailbox::parse_utf8("alice@example.com").expect("a mailbox")));
    }
}
