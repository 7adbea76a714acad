//! URIs in certificates and in constraints, of which the host counts (RFC 5280 §4.2.1.10).

use super::host::{self, Host, Labels};

/// The host of an absolute URI with an authority (RFC 3986 §3); `None` if there is none, or none that is a name: "if a
/// constraint is applied to [the URI form] and a subsequent certificate includes a [name] with a URI that does not include
/// an authority component with a host name specified as a fully qualified domain name, then the application MUST reject
/// the certificate".
pub(crate) fn host(uri: &[u8]) -> Option<&[u8]> {
    let (_, hierarchy) = split_scheme(uri)?;
    let authority = hierarchy.strip_prefix(b"//")?;
    let end = authority.iter().position(|octet| matches!(octet, b'/' | b'?' | b'#'));
    let authority = &authority[..end.unwrap_or(authority.len())];
    let host = match authority.iter().rposition(|octet| *octet == b'@') {
        Some(at) => &authority[at + 1..],
        None => authority,
    };
    let host = match host.iter().position(|octet| *octet == b':') {
        Some(colon) if host[colon + 1..].iter().all(u8::is_ascii_digit) => &host[..colon],
        Some(_) => return None,
        None => host,
    };
    host::is_host_name(host, Labels::Lenient).then_some(host)
}

/// The scheme and what follows its colon.
pub(crate) fn split_scheme(uri: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = uri.iter().position(|octet| *octet == b':')?;
    let scheme = &uri[..colon];
    let is_allowed = |octet: &u8| octet.is_ascii_alphanumeric() || b"+-.".contains(octet);
    let holds = scheme.first().is_some_and(u8::is_ascii_alphabetic) && scheme.iter().all(is_allowed);
    holds.then_some((scheme, &uri[colon + 1..]))
}

/// A constraint on the host of URIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UriSubtree<'x> {
    /// `host`: that host alone.
    Host(&'x [u8]),
    /// `.domain`: every host below that domain.
    Domain(&'x [u8]),
}

impl<'x> UriSubtree<'x> {
    /// `None` if it is neither.
    pub(crate) fn parse(octets: &'x [u8]) -> Option<Self> {
        let (domain, subtree) = match octets.strip_prefix(b".") {
            Some(domain) => (domain, Self::Domain(domain)),
            None => (octets, Self::Host(octets)),
        };
        host::is_host_name(domain, Labels::Preferred).then_some(subtree)
    }

    pub(crate) fn contains(&self, host: &[u8]) -> bool {
        match self {
            Self::Host(own) => own.eq_ignore_ascii_case(host),
            Self::Domain(domain) => Host { is_wildcard: false, name: host }.is_below(domain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_found_or_there_is_none() {
        for (uri, expected) in [
            ("https://example.com/path", "example.com"),
            ("HTTPS://user:pw@evil.example.com:8443/bad", "evil.example.com"),
            ("foo://example.com", "example.com"),
            ("foo://a@b@example.com?q", "example.com"),
            ("ldap://example.com:/x", "example.com"),
        ] {
            assert_eq!(host(uri.as_bytes()), Some(expected.as_bytes()), "{uri}");
        }
        for uri in [
            "urn:example:leaf",
            "relative/path",
            "//example.com",
            "https://192.0.2.1/",
            "https://[::1]/",
            "https:///x",
            "foo://example.com:a443/",
            "https://exam%70le.com/",
            "foo://bar.example.com../",
            "https://a b/",
            "1a://b/",
        ] {
            assert_eq!(host(uri.as_bytes()), None, "{uri}");
        }
    }

    #[test]
    fn constraints_are_hosts_or_domains() {
        let permits = |constraint: &str, host: &str| {
            UriSubtree::parse(constraint.as_bytes()).expect(constraint).contains(host.as_bytes())
        };
        assert!(permits("EXAMPLE.com", "example.com") && !permits("example.com", "www.example.com"));
        assert!(permits(".example.com", "a.b.example.com") && !permits(".example.com", "example.com"));
        for odd in ["", "https://example.com", "example.com:443", ".example.com.", "*.example.com"] {
            assert_eq!(UriSubtree::parse(odd.as_bytes()), None, "{odd}");
        }
    }
}
