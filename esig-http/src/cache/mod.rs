//! What was fetched before, on disk, for as long as it is current; and what could not be had, for a minute.
//!
//! A file for each object, whose time of modification is when it expires, so that clearing up reads no file. What cannot be read,
//! is damaged or does not belong there is as good as nothing: a cache may be lost at any time.

mod entry;

use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{error, fmt};

use sha2::{Digest, Sha256};
use time::UtcDateTime;

use self::entry::Entry;
pub(crate) use self::entry::Kept;
use crate::error::Cause;
use crate::object::Wanted;

/// Limits on what is kept, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheLimits {
    /// Octets of all files. Default 512 MiB.
    pub octets: u64,
    /// Files. Default 4096.
    pub entries: usize,
    /// The longest time for a CRL or an OCSP response, however late its nextUpdate. Default 7 days: someone on the way may have
    /// sent what no one can verify, with any nextUpdate.
    pub object_time: Duration,
    /// The time for certificates. Default 1 day: an authority that renews its certificate keeps the URL.
    pub certificate_time: Duration,
    /// The time for a failure. Default 1 minute.
    pub failure_time: Duration,
}

impl CacheLimits {
    /// Limits for one user's files.
    pub const DEFAULT: Self = Self {
        octets: 512 << 20,
        entries: 4096,
        object_time: Duration::from_secs(7 * 24 * 3600),
        certificate_time: Duration::from_secs(24 * 3600),
        failure_time: Duration::from_secs(60),
    };
}

impl Default for CacheLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The directory of the cache cannot be made.
#[derive(Debug)]
pub struct CacheError {
    /// The directory.
    pub directory: PathBuf,
    /// What the system says.
    pub error: io::Error,
}

impl fmt::Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot make the cache in {}: {}", self.directory.display(), self.error)
    }
}

impl error::Error for CacheError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.error)
    }
}

/// What a file is kept under: the SHA-256 of what was asked of which URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key([u8; 32]);

impl Key {
    pub(crate) fn new(wanted: Wanted, url: &str, request: &[u8]) -> Self {
        let kind = wanted.to_string();
        let parts = [kind.as_bytes(), url.as_bytes(), request];
        let hash = parts.into_iter().fold(Sha256::new(), |hash, part| {
            hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
        });
        Self(hash.finalize().into())
    }

    fn file_name(&self) -> String {
        let digits: String = self.0.iter().map(|octet| format!("{octet:02x}")).collect();
        digits + SUFFIX
    }
}

/// A directory of files.
#[derive(Debug)]
pub(crate) struct DiskCache {
    directory: PathBuf,
    limits: CacheLimits,
}

impl DiskCache {
    pub(crate) fn open(directory: &Path, limits: CacheLimits) -> Result<Self, CacheError> {
        let made = private_directory(directory);
        made.map_err(|error| CacheError { directory: directory.to_owned(), error })?;
        Ok(Self { directory: directory.to_owned(), limits })
    }

    /// What is kept under that key and current.
    pub(crate) fn get(&self, key: &Key, now: UtcDateTime) -> Option<Kept> {
        let path = self.directory.join(key.file_name());
        let length = fs::metadata(&path).ok()?.len();
        let bytes = (length <= self.limits.octets).then(|| fs::read(&path).ok()).flatten()?;
        let entry = Entry::decode(&bytes, key)?;
        // A clock that was wrong must not keep anything for longer than the limits allow.
        let latest = now.checked_add(self.limits.longest().try_into().ok()?)?;
        (now < entry.expires && entry.expires <= latest).then_some(entry.kept)
    }

    /// Keeps an object to its nextUpdate; one without is asked for again, certificates aside.
    pub(crate) fn keep_object(&self, key: &Key, wanted: Wanted, octets: &[u8], now: UtcDateTime) {
        let after = |time: Duration| Some(now.checked_add(time.try_into().ok()?)).flatten();
        let expires = match wanted {
            Wanted::Certificates => after(self.limits.certificate_time),
            _ => wanted.next_update(octets).and_then(|next| Some(next.min(after(self.limits.object_time)?))),
        };
        if let Some(expires) = expires.filter(|expires| now < *expires) {
            self.keep(key, Entry { expires, kept: Kept::Object(octets.to_vec()) }, now);
        }
    }

    /// Keeps a failure for a short time, or as long as the server says that it is busy, up to an hour.
    pub(crate) fn keep_failure(&self, key: &Key, cause: &Cause, now: UtcDateTime) {
        let shortest = self.limits.failure_time;
        let time = match cause {
            Cause::Busy { retry_after: Some(wait), .. } => (*wait).min(MAX_BUSY_TIME).max(shortest),
            cause if cause.is_of_server() => shortest,
            _ => return,
        };
        let expires = time.try_into().ok().and_then(|time| now.checked_add(time));
        if let Some(expires) = expires {
            self.keep(key, Entry { expires, kept: Kept::Failure(cause.to_string()) }, now);
        }
    }

    /// A cache that cannot be written is a slow one, and no reason to fail.
    fn keep(&self, key: &Key, entry: Entry, now: UtcDateTime) {
        if self.write(key, &entry).is_ok() {
            let _ = self.clear_up(now.into());
        }
    }

    /// The file appears whole or not at all; after a crash of the machine its digest tells whether it did.
    fn write(&self, key: &Key, entry: &Entry) -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(PREFIX_OF_NEW).tempfile_in(&self.directory)?;
        file.write_all(&entry.encode(key))?;
        file.as_file().set_modified(entry.expires.into())?;
        file.persist(self.directory.join(key.file_name()))?;
        Ok(())
    }

    /// Takes away what has expired; if that is not enough, what will expire first.
    fn clear_up(&self, now: SystemTime) -> io::Result<()> {
        let mut files = Vec::new();
        for file in fs::read_dir(&self.directory)? {
            let file = file?;
            let name = file.file_name();
            let (is_entry, is_new) = match name.to_str() {
                Some(name) => (is_file_name(name), name.starts_with(PREFIX_OF_NEW)),
                None => (false, false),
            };
            // What this one cannot be told about, another process has just taken away.
            let Ok(about) = file.metadata() else { continue };
            let Ok(expires) = about.modified() else { continue };
            let is_left_behind = is_new && expires.checked_add(MAX_WRITING_TIME).is_some_and(|end| end < now);
            if is_left_behind || is_entry && expires <= now {
                let _ = fs::remove_file(file.path());
            } else if is_entry {
                files.push((expires, about.len(), file.path()));
            }
        }
        files.sort();
        let mut octets: u64 = files.iter().map(|(_, length, _)| length).sum();
        let mut count = files.len();
        for (_, length, path) in files {
            if octets <= self.limits.octets && count <= self.limits.entries {
                break;
            }
            let _ = fs::remove_file(path);
            octets -= length;
            count -= 1;
        }
        Ok(())
    }
}

impl CacheLimits {
    fn longest(&self) -> Duration {
        self.object_time.max(self.certificate_time).max(self.failure_time).max(MAX_BUSY_TIME)
    }
}

fn is_file_name(name: &str) -> bool {
    let digits = name.strip_suffix(SUFFIX);
    digits.is_some_and(|digits| digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// Others on the machine need not see whose certificates were looked at.
fn private_directory(directory: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

const SUFFIX: &str = ".kept";
const PREFIX_OF_NEW: &str = ".new-";

/// How long a server is believed that it is busy.
const MAX_BUSY_TIME: Duration = Duration::from_secs(3600);

/// Nobody writes a file for so long: whoever began has been stopped.
const MAX_WRITING_TIME: Duration = Duration::from_secs(3600);

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::utc_datetime;

    const NOW: UtcDateTime = utc_datetime!(2026-12-01 12:00);

    fn cache(limits: CacheLimits) -> (tempfile::TempDir, DiskCache) {
        let directory = tempfile::tempdir().unwrap();
        let cache = DiskCache::open(&directory.path().join("a/b"), limits).unwrap();
        (directory, cache)
    }

    fn key(number: usize) -> Key {
        Key::new(Wanted::Crl, &format!("http://a.example/{number}"), &[])
    }

    fn entry(minutes: i64, octets: &[u8]) -> Entry {
        Entry { expires: NOW + time::Duration::minutes(minutes), kept: Kept::Object(octets.to_vec()) }
    }

    fn object(octets: &[u8]) -> Option<Kept> {
        Some(Kept::Object(octets.to_vec()))
    }

    #[test]
    fn objects_are_kept_until_they_expire() {
        let (_directory, cache) = cache(CacheLimits::DEFAULT);
        assert_eq!(cache.get(&key(1), NOW), None);
        cache.keep(&key(1), entry(10, b"octets"), NOW);
        assert_eq!(cache.get(&key(1), NOW), object(b"octets"));
        assert_eq!(cache.get(&key(2), NOW), None);
        assert_eq!(cache.get(&key(1), NOW + time::Duration::minutes(10)), None);
        assert_eq!(cache.get(&key(1), NOW - time::Duration::days(30)), None, "the clock was set back");
    }

    #[test]
    fn damaged_and_renamed_files_are_as_good_as_nothing() {
        let (_directory, cache) = cache(CacheLimits::DEFAULT);
        cache.keep(&key(1), entry(10, b"octets"), NOW);
        let path = cache.directory.join(key(1).file_name());
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&path, &damaged).unwrap();
            assert_eq!(cache.get(&key(1), NOW), None, "octet {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(cache.get(&key(1), NOW), None, "cut at {at}");
        }
        fs::write(cache.directory.join(key(2).file_name()), &whole).unwrap();
        assert_eq!(cache.get(&key(2), NOW), None);
        fs::write(&path, &whole).unwrap();
        assert_eq!(cache.get(&key(1), NOW), object(b"octets"));
    }

    #[test]
    fn failures_are_kept_briefly_and_only_those_of_servers() {
        let (_directory, cache) = cache(CacheLimits::DEFAULT);
        cache.keep_failure(&key(1), &Cause::Status(404), NOW);
        assert_eq!(cache.get(&key(1), NOW), Some(Kept::Failure("the server answers 404".into())));
        assert_eq!(cache.get(&key(1), NOW + time::Duration::minutes(1)), None);
        let retry_after = Some(Duration::from_secs(24 * 3600));
        cache.keep_failure(&key(2), &Cause::Busy { status: 503, retry_after }, NOW);
        assert!(cache.get(&key(2), NOW + time::Duration::minutes(59)).is_some());
        assert!(cache.get(&key(2), NOW + time::Duration::minutes(60)).is_none());
        for own in [Cause::SchemeRefused, Cause::HostNotAllowed, Cause::TooManyRequests { limit: 1 }] {
            cache.keep_failure(&key(3), &own, NOW);
            assert_eq!(cache.get(&key(3), NOW), None, "{own}");
        }
    }

    #[test]
    fn what_is_kept_stays_within_its_limits() {
        let size = entry(0, &[0; 1000]).encode(&key(0)).len() as u64;
        let limits = CacheLimits { entries: 3, octets: 10 * size, ..CacheLimits::DEFAULT };
        let (_directory, cache) = cache(limits);
        fs::write(cache.directory.join("notes.txt"), "not of the cache").unwrap();
        let files = || fs::read_dir(&cache.directory).unwrap().count() - 1;
        for number in 1..=5 {
            cache.keep(&key(number), entry(number as i64, &[0; 1000]), NOW);
        }
        assert_eq!(files(), 3);
        assert!(
            cache.get(&key(2), NOW).is_none() && cache.get(&key(3), NOW).is_some(),
            "the first to expire go"
        );

        let limits = CacheLimits { octets: 2 * size, ..CacheLimits::DEFAULT };
        let smaller = DiskCache { directory: cache.directory.clone(), limits };
        smaller.keep(&key(6), entry(6, &[0; 1000]), NOW);
        assert_eq!(files(), 2);
        smaller.keep(&key(7), entry(100, &[]), NOW + time::Duration::minutes(50));
        assert_eq!(files(), 1, "what has expired goes");
        assert!(cache.directory.join("notes.txt").exists());
    }

    #[test]
    fn files_left_behind_go_after_an_hour() {
        let (_directory, cache) = cache(CacheLimits::DEFAULT);
        let path = cache.directory.join(format!("{PREFIX_OF_NEW}x"));
        let left_behind = fs::File::create(&path).unwrap();
        left_behind.set_modified((NOW - time::Duration::minutes(59)).into()).unwrap();
        cache.keep(&key(1), entry(10, b""), NOW);
        assert!(path.exists());
        cache.keep(&key(1), entry(10, b""), NOW + time::Duration::minutes(2));
        assert!(!path.exists());
    }
}
