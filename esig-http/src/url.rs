//! Which URLs may be followed, before any name is resolved.

use ureq::http::Uri;
use ureq::http::uri::Authority;

use crate::error::Cause;
use crate::settings::HttpSettings;

/// The URL as it goes to the client; what leads to `own` is of the caller's choosing, and need not be on the list of hosts.
///
/// # Errors
/// The [`Cause`] for which it is not followed.
pub(crate) fn allowed(url: &str, settings: &HttpSettings, own: Option<&Authority>) -> Result<Uri, Cause> {
    let uri = well_formed(url)?;
    let is_own = own.is_some() && own == uri.authority();
    let host = uri.host().unwrap_or_default();
    match &settings.hosts {
        Some(hosts) if !is_own && !hosts.iter().any(|pattern| is_host(pattern, host)) => {
            Err(Cause::HostNotAllowed)
        }
        _ => Ok(uri),
    }
}

/// The same, wherever it leads.
///
/// # Errors
/// The [`Cause`] for which it is not followed.
pub(crate) fn well_formed(url: &str) -> Result<Uri, Cause> {
    if url.len() > MAX_URL_OCTETS {
        return Err(Cause::UrlTooLong { limit: MAX_URL_OCTETS });
    }
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
        return Err(Cause::SchemeRefused);
    }
    // The part after # is the client's own business (RFC 3986 §3.5).
    let url = url.split('#').next().unwrap_or_default();
    let uri: Uri = url.parse().map_err(|_| Cause::UrlMalformed)?;
    let authority = uri.authority().filter(|_| uri.scheme().is_some()).ok_or(Cause::UrlMalformed)?;
    if authority.as_str().contains('@') {
        return Err(Cause::CredentialsRefused);
    }
    if authority.host().is_empty() { Err(Cause::UrlMalformed) } else { Ok(uri) }
}

/// Where a redirect leads: an absolute URL, or one relative to `from` (RFC 3986 §5.2 without dot segments: they are the server's).
pub(crate) fn redirected(from: &Uri, location: &str) -> String {
    let root = |uri: &Uri| format!("http://{}", uri.authority().map_or("", |authority| authority.as_str()));
    if location.starts_with("//") {
        return format!("http:{location}");
    }
    if location.starts_with('/') {
        return root(from) + location;
    }
    let has_scheme = location.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|next| next.is_ascii_alphanumeric() || "+-.".contains(next))
    });
    if has_scheme {
        return location.to_owned();
    }
    let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{}{folder}/{location}", root(from))
}

/// `.example.com` is every host below it, anything else is itself; a dot at the end of a host makes no difference.
fn is_host(pattern: &str, host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    match pattern.strip_prefix('.') {
        None => pattern.eq_ignore_ascii_case(host),
        Some(_) => host
            .len()
            .checked_sub(pattern.len())
            .is_some_and(|at| at > 0 && host.as_bytes()[at..].eq_ignore_ascii_case(pattern.as_bytes())),
    }
}

/// Longer than URLs in certificates, with an OCSP request in the path.
const MAX_URL_OCTETS: usize = 2048;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_without_credentials_is_followed() {
        let check = |url: &str| allowed(url, &HttpSettings::new(), None).map(|uri| uri.to_string());
        assert_eq!(check("http://crl.example/a.crl"), Ok("http://crl.example/a.crl".into()));
        assert_eq!(check("HTTP://crl.example:8080/a#b"), Ok("http://crl.example:8080/a".into()));
        for url in
            ["https://a.example/", "ldap://a.example/cn=x", "file:///etc/passwd", "gopher://a/", "data:,x"]
        {
            assert_eq!(check(url), Err(Cause::SchemeRefused), "{url}");
        }
        assert_eq!(check("http://user:secret@a.example/"), Err(Cause::CredentialsRefused));
        for url in
            ["", "a.crl", "/a.crl", "http://", "http:///a", "http://a b/", "http:a", "http://а.рф/ф\u{0}"]
        {
            assert_eq!(check(url), Err(Cause::UrlMalformed), "{url}");
        }
        let long = format!("http://a.example/{}", "a".repeat(MAX_URL_OCTETS));
        assert_eq!(check(&long), Err(Cause::UrlTooLong { limit: MAX_URL_OCTETS }));
    }

    #[test]
    fn hosts_on_the_list_are_whole_names_or_ends_at_a_dot() {
        let settings = HttpSettings::new().with_hosts(["crl.example.com", ".nalog.example"]);
        let is_allowed = |url: &str| allowed(url, &settings, None).is_ok();
        assert!(is_allowed("http://crl.example.com/x") && is_allowed("http://CRL.Example.com.:81/"));
        assert!(is_allowed("http://pki.nalog.example/") && is_allowed("http://a.b.nalog.example/"));
        for url in [
            "http://xcrl.example.com/",
            "http://crl.example.com.evil.example/",
            "http://nalog.example/",
            "http://evilnalog.example/",
            "http://.nalog.example/",
        ] {
            assert_eq!(allowed(url, &settings, None), Err(Cause::HostNotAllowed), "{url}");
        }
        let own = Authority::from_static("tsa.example:81");
        assert!(allowed("http://TSA.example:81/x", &settings, Some(&own)).is_ok());
        for url in ["http://tsa.example/x", "http://tsa.example:811/x", "http://a.tsa.example:81/"] {
            assert_eq!(allowed(url, &settings, Some(&own)), Err(Cause::HostNotAllowed), "{url}");
        }
    }

    #[test]
    fn redirects_are_absolute_or_relative_to_where_they_come_from() {
        let from: Uri = "http://a.example:81/pki/x.crl".parse().unwrap();
        for (location, target) in [
            ("http://b.example/y", "http://b.example/y"),
            ("file:///etc/passwd", "file:///etc/passwd"),
            ("//b.example/y", "http://b.example/y"),
            ("/y?z", "http://a.example:81/y?z"),
            ("y.crl", "http://a.example:81/pki/y.crl"),
        ] {
            assert_eq!(redirected(&from, location), target);
        }
    }
}
