//! Which algorithms are acceptable, and until when: data, each row with its source.

use alloc::vec::Vec;

use crate::report::Side;
use esig_core::provider::KeyKind;
use esig_core::{DigestAlgorithm, SignatureScheme};
use time::{Date, Month, Time, UtcDateTime};

/// How long signatures may rely on an algorithm (EN 319 102-1 clause 5.2.8.4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlgorithmRule {
    /// What is ruled on.
    pub algorithm: RuledAlgorithm,
    /// The first moment at which it is acceptable no longer; `None` if no end is known.
    pub until: Option<UtcDateTime>,
    /// The document that says so.
    pub source: &'static str,
}

/// A digest, or keys of a kind and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuledAlgorithm {
    /// A digest, wherever it is used.
    Digest(DigestAlgorithm),
    /// Keys of that [kind](KeyKind::name) with at least so many bits.
    Key {
        /// The kind's name.
        name: &'static str,
        /// Fewest bits for which the rule holds.
        min_bits: u32,
    },
}

/// The rules, a row each; what no row names is not acceptable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlgorithmTable {
    rules: Vec<AlgorithmRule>,
}

impl AlgorithmTable {
    /// The rules of [`Policy::baseline`](crate::Policy::baseline).
    pub fn baseline() -> Self {
        Self { rules: BASELINE.to_vec() }
    }

    /// The same table with one rule in the place of those on the same algorithm.
    #[must_use]
    pub fn with_rule(mut self, rule: AlgorithmRule) -> Self {
        self.rules.retain(|known| known.algorithm != rule.algorithm);
        self.rules.push(rule);
        self
    }

    /// The same algorithms with no end to any: for data whose age is known by other means.
    #[must_use]
    pub(crate) fn without_ends(mut self) -> Self {
        self.rules.iter_mut().for_each(|rule| rule.until = None);
        self
    }

    /// The rows.
    pub fn rules(&self) -> &[AlgorithmRule] {
        &self.rules
    }

    /// Whether a signature of that scheme by that key may be relied on at `at`.
    pub(crate) fn judge(
        &self,
        scheme: SignatureScheme,
        key: KeyKind,
        at: UtcDateTime,
    ) -> Result<(), Outdated> {
        if let Some(digest) = scheme.digest_algorithm() {
            self.judge_digest(digest, at)?;
        }
        // The padding rests on the digest of its mask too (RFC 8017 §8.1).
        if let SignatureScheme::RsaPss { mgf_digest, .. } = scheme {
            self.judge_digest(mgf_digest, at)?;
        }
        self.judge_key(key, at)
    }

    /// Whether that digest may be relied on at `at`.
    pub(crate) fn judge_digest(&self, digest: DigestAlgorithm, at: UtcDateTime) -> Result<(), Outdated> {
        let rule = self.rules.iter().find(|rule| rule.algorithm == RuledAlgorithm::Digest(digest));
        Outdated::unless(rule, at)
    }

    /// The rule for the largest size that the key reaches.
    fn judge_key(&self, key: KeyKind, at: UtcDateTime) -> Result<(), Outdated> {
        let reached = self.rules.iter().filter_map(|rule| match rule.algorithm {
            RuledAlgorithm::Key { name, min_bits } if name == key.name && key.bits >= min_bits => {
                Some((min_bits, rule))
            }
            _ => None,
        });
        Outdated::unless(reached.max_by_key(|(bits, _)| *bits).map(|(_, rule)| rule), at)
    }
}

impl Default for AlgorithmTable {
    fn default() -> Self {
        Self::baseline()
    }
}

/// An algorithm that may not be relied on: since when, or never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outdated {
    pub(crate) since: Option<UtcDateTime>,
}

impl From<Outdated> for Side {
    fn from(outdated: Outdated) -> Self {
        outdated.since.map_or(Self::Empty, Self::Time)
    }
}

impl Outdated {
    fn unless(rule: Option<&AlgorithmRule>, at: UtcDateTime) -> Result<(), Self> {
        match rule {
            None => Err(Self { since: None }),
            Some(AlgorithmRule { until: Some(until), .. }) if at >= *until => {
                Err(Self { since: Some(*until) })
            }
            Some(_) => Ok(()),
        }
    }
}

const RFC_6151: &str = "RFC 6151 section 2, March 2011";
const SP_800_131A: &str = "NIST SP 800-131A Rev. 1, after 2013";
const SP_800_57: &str = "NIST SP 800-57 Part 1 Rev. 5, tables 2 to 4";
const SP_800_186: &str = "NIST SP 800-186, section 3.2.3";
const FIPS: &str = "FIPS 180-4, FIPS 202";
const FSB_2018: &str = "FSB of Russia, notices on GOST R 34.10-2001, after 2019";
const GOST_2012: &str = "GOST R 34.10-2012, GOST R 34.11-2012";

/// secp256k1 has no row: neither ETSI TS 119 312 nor the SOG-IS mechanisms it takes its curves from list it, nor does NIST
/// for signatures of documents. Providers verify it, and who wants to rely on it adds a rule.
const BASELINE: &[AlgorithmRule] = &[
    digest(DigestAlgorithm::Md5, Some(year(2011)), RFC_6151),
    digest(DigestAlgorithm::Sha1, Some(year(2014)), SP_800_131A),
    digest(DigestAlgorithm::Gost3411_94, Some(year(2020)), FSB_2018),
    digest(DigestAlgorithm::Sha224, Some(year(2031)), SP_800_57),
    digest(DigestAlgorithm::Sha512_224, Some(year(2031)), SP_800_57),
    digest(DigestAlgorithm::Sha3_224, Some(year(2031)), SP_800_57),
    digest(DigestAlgorithm::Sha256, None, FIPS),
    digest(DigestAlgorithm::Sha384, None, FIPS),
    digest(DigestAlgorithm::Sha512, None, FIPS),
    digest(DigestAlgorithm::Sha512_256, None, FIPS),
    digest(DigestAlgorithm::Sha3_256, None, FIPS),
    digest(DigestAlgorithm::Sha3_384, None, FIPS),
    digest(DigestAlgorithm::Sha3_512, None, FIPS),
    digest(DigestAlgorithm::Streebog256, None, GOST_2012),
    digest(DigestAlgorithm::Streebog512, None, GOST_2012),
    key("rsa", 1024, Some(year(2014)), SP_800_131A),
    key("rsa", 2048, Some(year(2031)), SP_800_57),
    key("rsa", 3072, None, SP_800_57),
    key("ecdsa-p256", 0, None, SP_800_57),
    key("ecdsa-p384", 0, None, SP_800_57),
    key("ecdsa-p521", 0, None, SP_800_57),
    key("ecdsa-brainpoolp256r1", 0, None, SP_800_186),
    key("ecdsa-brainpoolp384r1", 0, None, SP_800_186),
    key("ed25519", 0, None, SP_800_57),
    key("dsa", 1024, Some(year(2014)), SP_800_131A),
    key("dsa", 2048, Some(year(2031)), SP_800_57),
    key("gost3410-2001", 0, Some(year(2020)), FSB_2018),
    key("gost3410-2012-256", 0, None, GOST_2012),
    key("gost3410-2012-512", 0, None, GOST_2012),
];

const fn digest(
    algorithm: DigestAlgorithm,
    until: Option<UtcDateTime>,
    source: &'static str,
) -> AlgorithmRule {
    AlgorithmRule { algorithm: RuledAlgorithm::Digest(algorithm), until, source }
}

const fn key(
    name: &'static str,
    min_bits: u32,
    until: Option<UtcDateTime>,
    source: &'static str,
) -> AlgorithmRule {
    AlgorithmRule { algorithm: RuledAlgorithm::Key { name, min_bits }, until, source }
}

/// The first moment of that year.
const fn year(year: i32) -> UtcDateTime {
    match Date::from_calendar_date(year, Month::January, 1) {
        Ok(date) => UtcDateTime::new(date, Time::MIDNIGHT),
        Err(_) => panic!("a year of four digits"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSA_2048: KeyKind = KeyKind { name: "rsa", bits: 2048 };

    #[test]
    fn every_digest_has_a_rule() {
        let table = AlgorithmTable::baseline();
        for digest in DigestAlgorithm::all() {
            assert!(table.judge_digest(digest, year(2010)).is_ok(), "{digest}");
        }
    }

    #[test]
    fn an_algorithm_ends_at_its_date() {
        let table = AlgorithmTable::baseline();
        let judge = |digest, key, at| table.judge(SignatureScheme::RsaPkcs1(digest), key, at);
        assert!(judge(DigestAlgorithm::Sha256, RSA_2048, year(2026)).is_ok());
        assert_eq!(
            judge(DigestAlgorithm::Sha1, RSA_2048, year(2026)),
            Err(Outdated { since: Some(year(2014)) })
        );
        assert!(judge(DigestAlgorithm::Sha1, RSA_2048, year(2013)).is_ok());
        let short = KeyKind { name: "rsa", bits: 2047 };
        assert_eq!(
            judge(DigestAlgorithm::Sha256, short, year(2026)),
            Err(Outdated { since: Some(year(2014)) })
        );
        let tiny = KeyKind { name: "rsa", bits: 512 };
        assert_eq!(judge(DigestAlgorithm::Sha256, tiny, year(2010)), Err(Outdated { since: None }));
        assert_eq!(
            judge(DigestAlgorithm::Sha256, RSA_2048, year(2031)),
            Err(Outdated { since: Some(year(2031)) })
        );
    }

    #[test]
    fn the_digest_of_the_mask_is_judged_as_that_of_the_message() {
        let table = AlgorithmTable::baseline();
        let judge = |digest, mgf_digest, at| {
            table.judge(SignatureScheme::RsaPss { digest, mgf_digest, salt_octets: 32 }, RSA_2048, at)
        };
        let (sha1, sha256) = (DigestAlgorithm::Sha1, DigestAlgorithm::Sha256);
        assert_eq!(judge(sha256, sha256, year(2026)), Ok(()));
        let outdated = Err(Outdated { since: Some(year(2014)) });
        assert_eq!(judge(sha256, sha1, year(2026)), outdated);
        assert_eq!(judge(sha1, sha256, year(2026)), outdated);
        assert_eq!(judge(sha256, sha1, year(2013)), Ok(()));
    }

    #[test]
    fn secp256k1_is_relied_on_by_a_rule_of_the_callers() {
        let name = "ecdsa-secp256k1";
        let (scheme, key) = (SignatureScheme::Ecdsa(DigestAlgorithm::Sha256), KeyKind { name, bits: 256 });
        let table = AlgorithmTable::baseline();
        let never = Err(Outdated { since: None });
        assert_eq!(table.judge(scheme, key, year(2026)), never);
        assert_eq!(table.clone().without_ends().judge(scheme, key, year(2026)), never);
        let algorithm = RuledAlgorithm::Key { name, min_bits: 256 };
        let table = table.with_rule(AlgorithmRule { algorithm, until: None, source: "SEC 2" });
        assert_eq!(table.judge(scheme, key, year(2026)), Ok(()));
        let p256 = KeyKind { name: "ecdsa-p256", bits: 256 };
        assert_eq!(AlgorithmTable::baseline().judge(scheme, p256, year(2026)), Ok(()));
    }

    #[test]
    fn a_rule_replaces_the_one_before() {
        let sha1 = AlgorithmRule {
            algorithm: RuledAlgorithm::Digest(DigestAlgorithm::Sha1),
            until: None,
            source: "a test",
        };
        let table = AlgorithmTable::baseline().with_rule(sha1);
        assert!(table.judge_digest(DigestAlgorithm::Sha1, year(2026)).is_ok());
        assert_eq!(table.rules().len(), BASELINE.len());
    }
}
