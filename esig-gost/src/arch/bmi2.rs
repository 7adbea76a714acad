//! The arithmetic of curves compiled for processors with BMI2, whose `mulx` leaves the carry alone.

use crypto_bigint::Uint;

use crate::curve::{AffinePoint, Group, Table};

#[cfg(target_arch = "x86_64")]
cpufeatures::new!(features, "bmi2");

/// A group of which what signatures need is compiled a second time, for processors with BMI2, and run so on these.
///
/// The second form is made of whatever the compiler inlines into the functions of [`Group`]; what it calls instead
/// stays as it is for every processor. Hence the `inline(always)` all over the arithmetic below them.
pub(crate) struct Bmi2<G: 'static, const W: usize> {
    #[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "there is no second form"))]
    group: &'static G,
    /// The same, called by way of a table: what other processors run is compiled once and not again in here.
    portable: &'static dyn Group<W>,
}

impl<G: Group<W>, const W: usize> Bmi2<G, W> {
    pub(crate) const fn new(group: &'static G) -> Self {
        Self { group, portable: group }
    }
}

/// Passes the functions on to the group inside, in the form that suits the processor.
macro_rules! in_both_forms {
    ($(fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty;)*) => {$(
        fn $name(&self, $($argument: $type),*) -> $output {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "bmi2")]
                fn compiled<G: Group<W>, const W: usize>(group: &G, $($argument: $type),*) -> $output {
                    group.$name($($argument),*)
                }
                if features::get() {
                    // SAFETY: the processor has just been found to have BMI2.
                    return unsafe { compiled(self.group, $($argument),*) };
                }
            }
            self.portable.$name($($argument),*)
        }
    )*};
}

impl<G: Group<W>, const W: usize> Group<W> for Bmi2<G, W> {
    in_both_forms! {
        fn mul_generator(k: &Uint<W>) -> AffinePoint<W>;
        fn sum_has_x_vartime(g: &Uint<W>, k: &Uint<W>, point: &AffinePoint<W>, r: &Uint<W>) -> bool;
        fn sum_by_table_has_x_vartime(g: &Uint<W>, k: &Uint<W>, table: &Table<W>, r: &Uint<W>) -> bool;
        fn subgroup_contains_vartime(point: &AffinePoint<W>) -> bool;
    }

    // What is rare or is done once for many signatures is compiled once.

    fn mul(&self, k: &Uint<W>, point: &AffinePoint<W>) -> AffinePoint<W> {
        self.portable.mul(k, point)
    }

    fn table_vartime(&self, point: &AffinePoint<W>) -> Table<W> {
        self.portable.table_vartime(point)
    }

    fn table_octets(&self) -> usize {
        self.portable.table_octets()
    }
}
