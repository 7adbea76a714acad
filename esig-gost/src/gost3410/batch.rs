//! Many signatures at once.

use alloc::vec::Vec;
use core::{array, ptr};

use signature::Error;

use super::{VerifyingKey, scheme::Public, verifying_key::Point};
use crate::{
    arch::Ifma,
    curve::{
        Claim, WORDS_256,
        inversion::invert_all_vartime,
        lanes::{self, LANES, LaneCurve, Lanes},
    },
};

/// Checks many signatures over digests: for each (key, digest, signature) what
/// [`VerifyingKey::verify_digest`] says, in the order of `checks`.
///
/// Nothing is trusted: every digest and signature may be anything, and keys of all parameter sets may
/// stand side by side. A verdict depends on its own check alone, whatever its neighbours are. As there,
/// a digest is the output of the hash function as it is, and a signature s ‖ r, each big-endian; the
/// time taken depends on all arguments.
///
/// One call for many signatures is several times faster than many calls where the processor has AVX-512
/// with IFMA, for the curves CryptoPro-A (also called XchA and TC26-256-B), TC26-256-A, TC26-512-A and
/// TC26-512-C: eight signatures of one curve take about as long as two of 256 bits, or three of 512, one by one.
///
/// # Errors
/// One [`Error`] for each signature that is not valid, without details.
///
/// ```
/// use esig_gost::gost3410::verify_many;
/// use esig_gost::{ParameterSet, SigningKey};
///
/// let key = SigningKey::from_le_octets(ParameterSet::Tc26_256A, &[7; 32])?;
/// let digests = [[1; 32], [2; 32], [3; 32]];
/// let signature = key.sign_digest_deterministic(&digests[1])?.to_sr_be_octets();
///
/// let checks = digests.each_ref().map(|digest| (key.verifying_key(), &digest[..], &signature[..]));
/// let valid = verify_many(&checks).iter().map(Result::is_ok).collect::<Vec<_>>();
/// assert_eq!(valid, [false, true, false]);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn verify_many(checks: &[(&VerifyingKey, &[u8], &[u8])]) -> Vec<Result<(), Error>> {
    verify_many_in(Ifma::detect(), checks)
}

/// Fewer checks than these are faster one by one than in lanes of which most stand idle.
const fn fewest<const W: usize>() -> usize {
    if W == WORDS_256 { 2 } else { 3 }
}

/// A check of keys of W machine words.
struct Check<'a, const W: usize> {
    /// Where its verdict goes.
    index: usize,
    public: &'a Public<W>,
    digest: &'a [u8],
    signature: &'a [u8],
}

/// The same, in lanes if there are any.
pub(crate) fn verify_many_in(
    lanes: Option<impl Lanes>,
    checks: &[(&VerifyingKey, &[u8], &[u8])],
) -> Vec<Result<(), Error>> {
    let mut verdicts = checks.iter().map(|_| Err(Error::new())).collect::<Vec<_>>();
    let (mut of_256_bits, mut of_512_bits) = (Vec::new(), Vec::new());
    for (index, (key, digest, signature)) in checks.iter().enumerate() {
        match key.point() {
            Point::Bits256(public) => of_256_bits.push(Check { index, public, digest, signature }),
            Point::Bits512(public) => of_512_bits.push(Check { index, public, digest, signature }),
        }
    }
    let forms = [&lanes::CRYPTO_PRO_A, &lanes::TC26_256_A];
    verify_by_curve(lanes, &forms, of_256_bits, &mut verdicts);
    let forms = [&lanes::TC26_512_A, &lanes::TC26_512_C];
    verify_by_curve(lanes, &forms, of_512_bits, &mut verdicts);
    verdicts
}

fn verify_by_curve<const W: usize, const N: usize>(
    lanes: Option<impl Lanes>,
    forms: &[&LaneCurve<W, N>],
    mut checks: Vec<Check<'_, W>>,
    verdicts: &mut [Result<(), Error>],
) {
    while let Some(curve) = checks.first().map(|check| check.public.curve) {
        let of_curve = |check: &Check<'_, W>| ptr::eq(check.public.curve, curve);
        let (on_curve, others) = checks.into_iter().partition::<Vec<_>, _>(of_curve);
        let form = forms.iter().find(|form| ptr::eq(form.curve(), curve));
        verify_on_curve(lanes.zip(form), &on_curve, verdicts);
        checks = others;
    }
}

fn verify_on_curve<const W: usize, const N: usize>(
    lanes: Option<(impl Lanes, &&LaneCurve<W, N>)>,
    checks: &[Check<'_, W>],
    verdicts: &mut [Result<(), Error>],
) {
    for chunk in claims(checks).chunks(LANES) {
        let found = lanes
            .filter(|_| chunk.len() >= fewest::<W>())
            .map(|(lanes, curve)| curve.check_vartime(lanes, &padded(chunk)));
        for (lane, (check, claim)) in chunk.iter().enumerate() {
            let in_lane = found.and_then(|found| found.in_lane(lane));
            if in_lane.unwrap_or_else(|| check.public.holds(claim)) {
                verdicts[check.index] = Ok(());
            }
        }
    }
}

/// What is to be shown of each check that may be valid at all: e is inverted for all of them at once.
fn claims<'a, const W: usize>(checks: &'a [Check<'a, W>]) -> Vec<(&'a Check<'a, W>, Claim<W>)> {
    let numbers = checks.iter().filter_map(|check| {
        let numbers = check.public.numbers(check.digest, check.signature)?;
        Some((check, numbers))
    });
    let numbers = numbers.collect::<Vec<_>>();
    let mut inverses = numbers.iter().map(|(_, numbers)| numbers.e).collect::<Vec<_>>();
    invert_all_vartime(&mut inverses);
    let pairs = numbers.into_iter().zip(&inverses);
    pairs.map(|((check, numbers), v)| (check, numbers.claim(v, check.public.point))).collect()
}

/// The claims of a chunk, the first one again where there are too few.
fn padded<const W: usize>(chunk: &[(&Check<'_, W>, Claim<W>)]) -> [Claim<W>; LANES] {
    array::from_fn(|lane| chunk.get(lane).unwrap_or(&chunk[0]).1)
}
