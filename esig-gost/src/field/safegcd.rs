//! Inverses modulo p = 2⁶⁴ᴺ − C by division steps, constant in time.
//!
//! Bernstein and Yang, "Fast constant-time gcd computation and modular inversion" (2019), with the step that
//! starts at δ = ½ and its bound for the number of steps from github.com/sipa/safegcd-bounds. Sixty-two steps at a
//! time depend only on the lowest words of f and g; what they do is one matrix, which is then applied to
//! the long numbers. Numbers are Σ limbᵢ·2⁶²ⁱ with signed limbs, all but the highest from 0 to 2⁶² − 1.

use zeroize::Zeroize;

use super::limbs::{Carry, mask};

/// The steps of one matrix, and the bits of a limb.
const STEPS: u32 = 62;
const LIMB: u64 = (1 << STEPS) - 1;

/// Limbs of the longest numbers: for N words N + 1 are in use.
const MAX_LIMBS: usize = 9;
type Limbs = [i64; MAX_LIMBS];

/// 2⁶² times what (f, g) become: (u·f + v·g, q·f + r·g).
struct Matrix {
    u: i64,
    v: i64,
    q: i64,
    r: i64,
}

/// The inverse of `x` modulo p, zero for zero. `x` is below p.
///
/// Throughout, f = d·x and g = e·x modulo p.
#[inline(always)]
pub(super) fn invert<const N: usize, const C: u64>(x: &[u64; N]) -> [u64; N] {
    let mut f = modulus::<N, C>();
    let mut g = to_limbs::<N>(x);
    let (mut d, mut e) = ([0; MAX_LIMBS], [0; MAX_LIMBS]);
    e[0] = 1;
    let mut zeta = -1;
    for _ in 0..matrices(64 * N as u32) {
        let matrix = divide(&mut zeta, f[0], g[0]);
        apply_modulo::<N, C>(&matrix, &mut d, &mut e);
        apply::<N>(&matrix, &mut f, &mut g);
    }
    // Now g is zero and f is ±1; or ±p if x is zero, and then d is zero.
    let inverse = from_limbs(&reduce::<N, C>(d, f[N]));
    for number in [&mut f, &mut g, &mut d, &mut e] {
        number.zeroize();
    }
    inverse
}

/// How often 62 steps are taken: ⌊(45907·bits + 30179)/19929⌋ steps are enough for numbers of so many bits.
const fn matrices(bits: u32) -> u32 {
    ((45907 * bits + 30179) / 19929).div_ceil(STEPS)
}

/// Sixty-two division steps on the lowest 62 bits of f and g; −(δ + ½) is `zeta`.
#[inline(always)]
fn divide(zeta: &mut i64, f: i64, g: i64) -> Matrix {
    let (mut f, mut g) = (f as u64, g as u64);
    let (mut u, mut v, mut q, mut r) = (1u64, 0u64, 0u64, 1u64);
    for _ in 0..STEPS {
        let odd = mask((g & 1) as Carry);
        let negative = sign_mask(*zeta) as u64;
        // g + f, or g − f if δ is positive; nothing is added to an even g.
        g = g.wrapping_add((f ^ negative).wrapping_sub(negative) & odd);
        q = q.wrapping_add((u ^ negative).wrapping_sub(negative) & odd);
        r = r.wrapping_add((v ^ negative).wrapping_sub(negative) & odd);
        // If δ is positive and g was odd, f becomes the old g, and δ changes its sign.
        let swap = negative & odd;
        *zeta = (*zeta ^ swap as i64) - 1;
        f = f.wrapping_add(g & swap);
        u = u.wrapping_add(q & swap);
        v = v.wrapping_add(r & swap);
        g >>= 1;
        u <<= 1;
        v <<= 1;
    }
    Matrix { u: u as i64, v: v as i64, q: q as i64, r: r as i64 }
}

/// (f, g) becomes the matrix times (f, g), divided by 2⁶²; the division is exact.
///
/// |u| + |v| ≤ 2⁶², likewise q and r, so that the numbers do not grow, and sums stay below 2¹²⁵.
#[inline(always)]
fn apply<const N: usize>(matrix: &Matrix, f: &mut Limbs, g: &mut Limbs) {
    let (mut sum_f, mut sum_g) = (0i128, 0i128);
    for i in 0..N + 1 {
        sum_f += product(matrix.u, f[i]) + product(matrix.v, g[i]);
        sum_g += product(matrix.q, f[i]) + product(matrix.r, g[i]);
        if i > 0 {
            f[i - 1] = sum_f as i64 & LIMB as i64;
            g[i - 1] = sum_g as i64 & LIMB as i64;
        }
        sum_f >>= STEPS;
        sum_g >>= STEPS;
    }
    f[N] = sum_f as i64;
    g[N] = sum_g as i64;
}

/// (d, e) becomes the matrix times (d, e), divided by 2⁶² modulo p.
///
/// −2p < d, e < p before and after: a negative number first gets p added, so that both are within ±p; a
/// multiple of p from 0 to (2⁶² − 1)·p is subtracted to make the division exact.
#[inline(always)]
fn apply_modulo<const N: usize, const C: u64>(matrix: &Matrix, d: &mut Limbs, e: &mut Limbs) {
    let p = modulus::<N, C>();
    let (negative_d, negative_e) = (sign_mask(d[N]), sign_mask(e[N]));
    let of_p = |u: i64, v: i64| {
        let added = (u & negative_d).wrapping_add(v & negative_e);
        let lowest = u.wrapping_mul(d[0]).wrapping_add(v.wrapping_mul(e[0])) as u64;
        added.wrapping_sub((lowest.wrapping_mul(inverse_of_p(C)).wrapping_add(added as u64) & LIMB) as i64)
    };
    let (p_to_d, p_to_e) = (of_p(matrix.u, matrix.v), of_p(matrix.q, matrix.r));
    let (mut sum_d, mut sum_e) = (0i128, 0i128);
    for i in 0..N + 1 {
        sum_d += product(matrix.u, d[i]) + product(matrix.v, e[i]);
        sum_e += product(matrix.q, d[i]) + product(matrix.r, e[i]);
        if i == 0 || i == N {
            sum_d += product(p[i], p_to_d);
            sum_e += product(p[i], p_to_e);
        }
        if i > 0 {
            d[i - 1] = sum_d as i64 & LIMB as i64;
            e[i - 1] = sum_e as i64 & LIMB as i64;
        }
        sum_d >>= STEPS;
        sum_e >>= STEPS;
    }
    d[N] = sum_d as i64;
    e[N] = sum_e as i64;
}

/// ±d from 0 to p − 1, for −2p < d < p; the sign is that of `sign`.
#[inline(always)]
fn reduce<const N: usize, const C: u64>(mut d: Limbs, sign: i64) -> Limbs {
    let p = modulus::<N, C>();
    // −2p … p gets p added if negative, hence ±p; then its sign is put right, and once more p added if negative.
    for sign in [sign_mask(sign), 0] {
        let negative = sign_mask(d[N]);
        let mut sum = 0;
        for (limb, p) in d.iter_mut().zip(p).take(N + 1) {
            sum = ((*limb + (p & negative)) ^ sign) - sign + (sum >> STEPS);
            *limb = sum & LIMB as i64;
        }
        d[N] = sum;
    }
    d
}

/// All ones for a negative number, zero for any other.
///
/// Of `number >> 63` the compiler makes a jump where that saves work: seen where p, mostly zeros, was masked.
#[inline(always)]
fn sign_mask(number: i64) -> i64 {
    mask((number as u64 >> 63) as Carry) as i64
}

#[inline(always)]
fn product(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

/// p = 2⁶⁴ᴺ − C, whose lowest limb is left negative.
const fn modulus<const N: usize, const C: u64>() -> Limbs {
    let mut limbs = [0; MAX_LIMBS];
    limbs[0] = -(C as i64);
    limbs[N] = 1 << (64 * N as u32 - STEPS * N as u32);
    limbs
}

/// The inverse of p modulo 2⁶², which is that of −C.
const fn inverse_of_p(c: u64) -> u64 {
    // Each step of Newton's doubles the bits that are right; an odd number is its own inverse modulo 8.
    let p = c.wrapping_neg();
    let mut inverse = p;
    let mut bits = 3;
    while bits < STEPS {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(p.wrapping_mul(inverse)));
        bits *= 2;
    }
    inverse & LIMB
}

#[inline(always)]
fn to_limbs<const N: usize>(words: &[u64; N]) -> Limbs {
    let mut limbs = [0; MAX_LIMBS];
    for (i, limb) in limbs.iter_mut().enumerate().take(N + 1) {
        let (word, shift) = (STEPS as usize * i / 64, STEPS * i as u32 % 64);
        let lower = words[word] >> shift;
        let upper = if word + 1 < N { words[word + 1] << 1 << (63 - shift) } else { 0 };
        *limb = ((lower | upper) & LIMB) as i64;
    }
    limbs
}

/// The words of limbs that are not negative.
#[inline(always)]
fn from_limbs<const N: usize>(limbs: &Limbs) -> [u64; N] {
    let mut words = [0; N];
    for (i, word) in words.iter_mut().enumerate() {
        // Word i begins 2i bits above limb i, or below it by 62 bits less that.
        let shift = 2 * i as u32;
        *word = limbs[i] as u64 >> shift | (limbs[i + 1] as u64) << (STEPS - shift);
    }
    words
}
