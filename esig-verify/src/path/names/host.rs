//! Host names, as they stand in certificates and in constraints (RFC 1034 §3.5, RFC 1123 §2.1).

/// A host name, or all hosts one label below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Host<'x> {
    /// Whether it began with `*.`: it stands for every host with one label in the place of the asterisk.
    pub(crate) is_wildcard: bool,
    /// The labels, without the asterisk.
    pub(crate) name: &'x [u8],
}

/// Which labels are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Labels {
    /// Letters, digits, hyphens: the "preferred name syntax".
    Preferred,
    /// Underscores too, which names in use have.
    Lenient,
}

impl<'x> Host<'x> {
    /// A name of a certificate; `None` if it is no host name.
    pub(crate) fn parse(octets: &'x [u8], labels: Labels) -> Option<Self> {
        let (is_wildcard, name) = match octets.strip_prefix(b"*.") {
            Some(name) => (true, name),
            None => (false, octets),
        };
        is_host_name(name, labels).then_some(Self { is_wildcard, name })
    }

    /// Whether that one host is meant.
    pub(crate) fn stands_for(&self, host: &[u8]) -> bool {
        if !self.is_wildcard {
            return self.name.eq_ignore_ascii_case(host);
        }
        parent(host).is_some_and(|parent| self.name.eq_ignore_ascii_case(parent))
    }

    /// Whether every host that is meant is `base` or below it.
    pub(crate) fn is_within(&self, base: &[u8]) -> bool {
        is_within(self.name, base)
    }

    /// Whether any host that is meant is `base` or below it.
    pub(crate) fn may_be_within(&self, base: &[u8]) -> bool {
        let is_child = || parent(base).is_some_and(|parent| self.name.eq_ignore_ascii_case(parent));
        self.is_within(base) || (self.is_wildcard && is_child())
    }

    /// Whether every host that is meant is below `base`, which itself is not.
    pub(crate) fn is_below(&self, base: &[u8]) -> bool {
        self.is_within(base) && (self.is_wildcard || self.name.len() > base.len())
    }

    /// Whether any host that is meant is below `base`.
    pub(crate) fn may_be_below(&self, base: &[u8]) -> bool {
        self.is_below(base) || (self.is_wildcard && self.may_be_within(base))
    }
}

/// Whether a host is `base` or below it, whole labels compared; the empty base has all hosts.
pub(crate) fn is_within(host: &[u8], base: &[u8]) -> bool {
    let Some((before, end)) = host.len().checked_sub(base.len()).map(|at| host.split_at(at)) else {
        return false;
    };
    end.eq_ignore_ascii_case(base) && (before.is_empty() || base.is_empty() || before.ends_with(b"."))
}

/// Whether the octets are a host name: labels of 1 to 63 octets, 253 in all, the last not of digits alone, which would
/// be an address.
pub(crate) fn is_host_name(octets: &[u8], labels: Labels) -> bool {
    const MAX_OCTETS: usize = 253;
    let last = octets.rsplit(|octet| *octet == b'.').next().unwrap_or_default();
    octets.len() <= MAX_OCTETS
        && octets.split(|octet| *octet == b'.').all(|label| is_label(label, labels))
        && !last.iter().all(u8::is_ascii_digit)
}

fn is_label(label: &[u8], labels: Labels) -> bool {
    let is_allowed = |octet: &u8| {
        octet.is_ascii_alphanumeric() || *octet == b'-' || (*octet == b'_' && labels == Labels::Lenient)
    };
    matches!(label.len(), 1..=63)
        && label.iter().all(is_allowed)
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
}

/// Everything after the first dot.
pub(crate) fn parent(host: &[u8]) -> Option<&[u8]> {
    let dot = host.iter().position(|octet| *octet == b'.')?;
    Some(&host[dot + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Host<'_> {
        Host::parse(text.as_bytes(), Labels::Preferred).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn names_are_of_whole_labels() {
        for name in ["a", "example.com", "*.example.com", "xn--e1afmkfd.xn--p1ai", "3com.example", "1.2.3.4a"]
        {
            assert!(Host::parse(name.as_bytes(), Labels::Preferred).is_some(), "{name}");
        }
        let long = "a.".repeat(127);
        for name in [
            "",
            ".",
            "*",
            "*.",
            "a.",
            ".a",
            "a..b",
            "a.*.b",
            "b*.a",
            "*.*.a",
            "a b",
            "é.example",
            "a\0b",
            "-a.b",
            "a-.b",
            "a_b.c",
            "192.0.2.1",
            "a.1",
            &format!("{}.b", "a".repeat(64)),
            &format!("{long}com"),
        ] {
            assert_eq!(Host::parse(name.as_bytes(), Labels::Preferred), None, "{name}");
        }
        assert!(Host::parse(b"a_b.c", Labels::Lenient).is_some());
    }

    #[test]
    fn a_wildcard_stands_for_one_label() {
        assert!(host("*.example.com").stands_for(b"WWW.example.com"));
        assert!(!host("*.example.com").stands_for(b"a.b.example.com"));
        assert!(!host("*.example.com").stands_for(b"example.com"));
        assert!(host("Example.com").stands_for(b"example.COM"));
    }

    /// CVE-2025-61727 and RUSTSEC-2026-0099: a wildcard is within if all it stands for is, and touches a subtree if any
    /// of it does.
    #[test]
    fn wildcards_are_all_they_stand_for() {
        let wildcard = host("*.example.com");
        assert!(wildcard.is_within(b"example.com") && wildcard.is_within(b"com") && wildcard.is_within(b""));
        assert!(!wildcard.is_within(b"foo.example.com") && !wildcard.is_within(b"ample.com"));
        assert!(wildcard.may_be_within(b"FOO.example.com") && !wildcard.may_be_within(b"a.foo.example.com"));
        assert!(wildcard.is_below(b"example.com") && wildcard.may_be_below(b"example.com"));
        assert!(
            !host("example.com").is_below(b"example.com") && host("a.example.com").is_below(b"example.com")
        );
    }
}
