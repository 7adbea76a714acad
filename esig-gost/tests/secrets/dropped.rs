//! Where a value lay, nothing of its secrets is left after it is dropped.

use std::fmt::Debug;

use crate::holders::{Secret, Visitor, secret_octets, visit_all};
use crate::memory::{Needles, blocks_freed_with, images_around_drop};
use crate::numbers::secret;

#[test]
fn dropped_values_leave_nothing() {
    let mut dropped = Dropped::default();
    visit_all(&mut dropped);
    assert!(dropped.checked > 100, "{}", dropped.checked);
    assert!(dropped.faults.is_empty(), "{:#?}", dropped.faults);
}

#[derive(Default)]
struct Dropped {
    checked: usize,
    faults: Vec<String>,
}

impl Visitor for Dropped {
    /// What differs between two values depends on the secret, and must be zero in the end.
    fn inside<T: Debug>(&mut self, name: &str, make: impl Fn(&Secret) -> T) {
        let left = secret_octets_left(&make);
        if left > 0 {
            self.faults.push(format!("{name}: {left} octets of the value"));
        }
        self.outside(name, make);
    }

    fn outside<T: Debug>(&mut self, name: &str, make: impl Fn(&Secret) -> T) {
        let secret = secret(1);
        let needles = Needles::of(&*secret);
        let [_, after] = images_around_drop(|| make(&secret));
        if !needles.places_in(&after).is_empty() {
            self.faults.push(format!("{name}: the value"));
        }
        let blocks = blocks_freed_with(&needles, || make(&secret));
        if blocks > 0 {
            self.faults.push(format!("{name}: {blocks} blocks"));
        }
        self.checked += 1;
    }
}

fn secret_octets_left<T>(make: impl Fn(&Secret) -> T) -> usize {
    let secret = secret(1);
    let [before, after] = images_around_drop(|| make(&secret));
    let depends = secret_octets(&before, make);
    let left = after.iter().zip(depends).map(|(octet, depends)| depends && *octet != 0).collect::<Vec<_>>();
    let runs = left.chunk_by(|a, b| a == b).filter(|run| run[0] && run.len() > PADDING);
    runs.map(<[bool]>::len).sum()
}

/// Between the fields of a value there are up to so many octets which moving it may fill with anything.
const PADDING: usize = 7;

/// The controls.
#[test]
fn what_does_not_wipe_is_caught() {
    struct Heedless(Secret);

    impl Drop for Heedless {
        fn drop(&mut self) {
            self.0[..8].fill(0);
        }
    }

    assert!(secret_octets_left(|secret| *secret) > 60);
    assert!(secret_octets_left(|secret| Heedless(*secret)) > 50);
    let secret = secret(1);
    let [before, after] = images_around_drop(|| Heedless(*secret));
    assert_eq!(Needles::of(&*secret).places_in(&before).len(), 8);
    assert!(!Needles::of(&*secret).places_in(&after).is_empty());
}
