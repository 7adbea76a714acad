//! Time: what `--at` says, else the clock, which is read nowhere else.

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcDateTime};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::{message, safe};

/// The time of the run: the argument by RFC 3339, else now, to the second.
pub(crate) fn time(argument: Option<&str>) -> Result<UtcDateTime, Failure> {
    let Some(text) = argument else { return Ok(now()) };
    OffsetDateTime::parse(text, &Rfc3339).ok().and_then(|time| time.checked_to_utc()).ok_or_else(|| {
        let text = message::bad_time(safe::text(text));
        Failure::new(Exit::Usage, "E-USAGE", text, message::bad_time_remedy())
    })
}

/// The present, to the second.
pub(crate) fn now() -> UtcDateTime {
    let now = UtcDateTime::now();
    now.replace_nanosecond(0).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::time;
    use ::time::macros::utc_datetime;

    #[test]
    fn offsets_are_understood_and_dates_alone_are_not() {
        let noon = utc_datetime!(2026-12-01 12:00);
        assert_eq!(time(Some("2026-12-01T15:00:00+03:00")).expect("a time"), noon);
        assert_eq!(time(Some("2026-12-01T12:00:00Z")).expect("a time"), noon);
        assert!(time(Some("2026-12-01")).is_err());
    }
}
