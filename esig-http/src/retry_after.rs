//! When to ask again (RFC 9110 §10.2.3).

use std::time::Duration;

use time::UtcDateTime;
use time::format_description::well_known::Rfc2822;

/// The time to wait that a Retry-After field states, in seconds or as a date.
pub(crate) fn parse(value: &str, now: UtcDateTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = UtcDateTime::parse(value, &Rfc2822).ok()?;
    Some(Duration::try_from(date - now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::utc_datetime;

    #[test]
    fn seconds_and_dates_are_read() {
        let now = utc_datetime!(2026-12-01 12:00);
        assert_eq!(parse("120", now), Some(Duration::from_secs(120)));
        assert_eq!(parse("Tue, 01 Dec 2026 12:00:30 GMT", now), Some(Duration::from_secs(30)));
        assert_eq!(parse("Tue, 01 Dec 2026 11:00:00 GMT", now), Some(Duration::ZERO));
        for other in ["", "-1", "soon", "1.5", "99999999999999999999999"] {
            assert_eq!(parse(other, now), None, "{other}");
        }
    }
}
