//! `Debug` shows nothing secret.

use std::fmt::Debug;

use crate::holders::{Secret, Visitor, secret_octets, visit_all};
use crate::memory::images_around_drop;
use crate::numbers::secret;

#[test]
fn debug_shows_nothing_secret() {
    let mut checked = Shown(0);
    visit_all(&mut checked);
    assert!(checked.0 > 100, "{}", checked.0);
}

/// How many holders were looked at.
struct Shown(usize);

impl Visitor for Shown {
    /// Neither what the value was made of, nor what it made of that.
    fn inside<T: Debug>(&mut self, name: &str, make: impl Fn(&Secret) -> T) {
        let [image, _] = images_around_drop(|| make(&secret(1)));
        let derived = runs(&image, &secret_octets(&image, &make));
        let shown = shown(&make(&secret(1)));
        assert!(!derived.iter().any(|part| tells(&shown, part)), "{name}: {shown}");
        self.outside(name, make);
    }

    fn outside<T: Debug>(&mut self, name: &str, make: impl Fn(&Secret) -> T) {
        let shown = shown(&make(&secret(1)));
        assert!(!tells(&shown, &*secret(1)), "{name}: {shown}");
        self.0 += 1;
    }
}

/// The octets that are chosen, as far as they stand in a row.
fn runs(octets: &[u8], chosen: &[bool]) -> Vec<Vec<u8>> {
    let pairs = octets.iter().zip(chosen).collect::<Vec<_>>();
    let runs = pairs.chunk_by(|a, b| a.1 == b.1).filter(|run| *run[0].1);
    runs.map(|run| run.iter().map(|pair| *pair.0).collect()).collect()
}

fn shown(value: &impl Debug) -> String {
    format!("{value:?} {value:#?} {value:x?} {value:#x?} {value:X?} {value:#X?}")
}

/// Whether four octets of the secret in a row stand in the text: as hexadecimal digits, with or without commas and
/// signs between them, as decimal octets, or as a decimal word of four or eight octets; in either order.
fn tells(text: &str, secret: &[u8]) -> bool {
    let list = text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let digits = list.to_lowercase().replace("0x", "").replace([',', ':', '_', '-'], "");
    let reversed = secret.iter().rev().copied().collect::<Vec<_>>();
    [secret, &reversed].iter().any(|secret| {
        let fours = || secret.windows(4).filter_map(|four| four.first_chunk::<4>());
        let eights = || secret.windows(8).filter_map(|eight| eight.first_chunk::<8>());
        fours().any(|four| digits.contains(&hexadecimal(four)))
            || fours().any(|four| list.contains(&decimal(four)))
            || fours().any(|four| list.contains(&u32::from_le_bytes(*four).to_string()))
            || eights().any(|eight| list.contains(&u64::from_le_bytes(*eight).to_string()))
    })
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn decimal(octets: &[u8]) -> String {
    octets.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
}

/// The controls.
#[test]
fn what_shows_a_secret_is_caught() {
    #[derive(Debug)]
    #[allow(dead_code, reason = "shown by Debug")]
    struct Derived<T>(T);

    let secret = secret(1);
    let words = secret.as_chunks().0.iter().map(|piece| u64::from_le_bytes(*piece)).collect::<Vec<_>>();
    let halves = secret.as_chunks().0.iter().map(|piece| u32::from_be_bytes(*piece)).collect::<Vec<_>>();
    let reversed = secret.iter().rev().copied().collect::<Vec<_>>();
    assert!(tells(&shown(&Derived(*secret)), &*secret));
    assert!(tells(&format!("{:?}", Derived(*secret)), &*secret));
    assert!(tells(&format!("{:#?}", Derived(reversed)), &*secret));
    assert!(tells(&format!("{:X?}", Derived(&secret[17..21])), &*secret));
    assert!(tells(&format!("{:?}", Derived(words)), &*secret));
    assert!(tells(&format!("{:?}", Derived(halves)), &*secret));
    assert!(tells(&hexadecimal(&secret[3..9]).to_uppercase(), &*secret));
    assert!(!tells("SigningKey(GOST R 34.10-2012 with 256 bits, TC26-256-A, ..)", &*secret));
}
