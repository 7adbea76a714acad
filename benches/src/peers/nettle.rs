//! Nettle with GMP: libnettle.so.8 and libhogweed.so.6 (headers `nettle-meta.h`, `ecc.h`, `gostdsa.h`, `gmp.h`).

use std::cell::RefCell;
use std::ffi::{c_char, c_int, c_uint, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use esig_gost::{ParameterSet, SigningKey};

use super::library::{debian_package, functions, open};
use super::{Key, Peer};

pub(super) const NAME: &str = "nettle";

pub(super) struct Nettle {
    functions: &'static Functions,
    hash: &'static Hash,
    /// What `Hash::init` made; `Hash::digest` leaves it as new.
    context: RefCell<Vec<u64>>,
}

impl Nettle {
    pub(super) fn load() -> Option<Self> {
        let (nettle, hogweed) = (open("libnettle.so.8")?, open("libhogweed.so.6")?);
        let functions = Functions {
            nettle: NettleFunctions::load(nettle)?,
            hogweed: Hogweed::load(hogweed)?,
            gmp: Gmp::load(open("libgmp.so.10")?)?,
        };
        // SAFETY: the name is a C string; the answer is null or a constant of the library.
        let hash = unsafe { (functions.nettle.lookup_hash)(c"streebog512".as_ptr()).as_ref() }?;
        let mut context = vec![0; (hash.context_size as usize).div_ceil(size_of::<u64>())];
        // SAFETY: the context has the size that the library asks for, and the alignment of its widest member.
        unsafe { (hash.init)(context.as_mut_ptr().cast()) };
        Some(Self { functions: Box::leak(Box::new(functions)), hash, context: RefCell::new(context) })
    }
}

impl Peer for Nettle {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> String {
        let nettle = &self.functions.nettle;
        // SAFETY: these take nothing and return a number.
        let (major, minor) = unsafe { ((nettle.version_major)(), (nettle.version_minor)()) };
        format!("nettle {major}.{minor}{}{}", debian_package("libhogweed6"), debian_package("libgmp10"))
    }

    fn streebog512(&self, message: &[u8]) -> [u8; 64] {
        let mut context = self.context.borrow_mut();
        let mut digest = [0; 64];
        let context = context.as_mut_ptr().cast();
        // SAFETY: the context was initialised; both buffers have the lengths that are given.
        unsafe {
            (self.hash.update)(context, message.len(), message.as_ptr());
            (self.hash.digest)(context, digest.len(), digest.as_mut_ptr());
        }
        digest
    }

    fn key(&self, key: &SigningKey) -> Option<Box<dyn Key>> {
        let hogweed = &self.functions.hogweed;
        let curve = match key.parameter_set() {
            ParameterSet::CryptoProA => hogweed.gc256b,
            ParameterSet::Tc26_512A => hogweed.gc512a,
            _ => return None,
        };
        Some(Box::new(NettleKey::new(self.functions, curve, key)))
    }
}

struct NettleKey {
    functions: &'static Functions,
    octets: usize,
    private: OnCurve,
    public: OnCurve,
}

impl NettleKey {
    fn new(functions: &'static Functions, curve: CurveFunction, key: &SigningKey) -> Self {
        let (hogweed, octets) = (&functions.hogweed, key.parameter_set().octets());
        let [mut private, mut public] = [OnCurve { curve: ptr::null(), limbs: ptr::null_mut() }; 2];
        let d = functions.integer(&key.export_le_octets(), Order::LeastFirst);
        let point = key.verifying_key().to_le_octets();
        let [x, y] = [&point[..octets], &point[octets..]].map(|it| functions.integer(it, Order::LeastFirst));
        // SAFETY: both are initialised for the curve before they are set, and never cleared.
        let set = unsafe {
            (hogweed.scalar_init)(&mut private, curve());
            (hogweed.point_init)(&mut public, curve());
            (hogweed.scalar_set)(&mut private, &d.0) & (hogweed.point_set)(&mut public, &x.0, &y.0)
        };
        assert_eq!(set, 1, "nettle accepts the key");
        Self { functions, octets, private, public }
    }
}

impl Key for NettleKey {
    fn sign(&self, digest: &[u8]) -> Vec<u8> {
        let mut signature = Pair { r: self.functions.zero().take(), s: self.functions.zero().take() };
        let hogweed = &self.functions.hogweed;
        // SAFETY: key and signature are initialised, and `random` fills what it is told to.
        unsafe {
            let (digest, length) = (digest.as_ptr(), digest.len());
            (hogweed.sign)(&self.private, ptr::null_mut(), random, length, digest, &mut signature);
        }
        let [r, s] = [signature.r, signature.s].map(|integer| Owned(integer, &self.functions.gmp));
        let mut octets = vec![0; 2 * self.octets];
        s.write_be(&mut octets[..self.octets]);
        r.write_be(&mut octets[self.octets..]);
        octets
    }

    fn verify(&self, digest: &[u8], signature: &[u8]) -> bool {
        let (s, r) = signature.split_at(self.octets);
        let [r, s] = [r, s].map(|half| self.functions.integer(half, Order::MostFirst));
        let pair = Pair { r: r.0, s: s.0 };
        // SAFETY: the key is initialised; `pair` borrows its numbers from `r` and `s`, which outlive the call.
        unsafe { (self.functions.hogweed.verify)(&self.public, digest.len(), digest.as_ptr(), &pair) == 1 }
    }
}

/// `nettle_random_func`.
unsafe extern "C" fn random(_: *mut c_void, length: usize, destination: *mut u8) {
    // SAFETY: nettle passes a buffer of this length.
    let destination = unsafe { std::slice::from_raw_parts_mut(destination, length) };
    getrandom::fill(destination).expect("the system has randomness");
}

struct Functions {
    nettle: NettleFunctions,
    hogweed: Hogweed,
    gmp: Gmp,
}

/// The order of octets in a number.
#[derive(Clone, Copy)]
enum Order {
    LeastFirst = -1,
    MostFirst = 1,
}

impl Functions {
    fn zero(&self) -> Owned<'_> {
        let mut integer = MaybeUninit::uninit();
        // SAFETY: `mpz_init` initialises what it is given.
        Owned(
            unsafe {
                (self.gmp.init)(integer.as_mut_ptr());
                integer.assume_init()
            },
            &self.gmp,
        )
    }

    fn integer(&self, octets: &[u8], order: Order) -> Owned<'_> {
        let mut integer = self.zero();
        let source = octets.as_ptr().cast();
        // SAFETY: the number is initialised; the source has as many words of one octet as is said.
        unsafe { (self.gmp.import)(&mut integer.0, octets.len(), order as c_int, 1, 0, 0, source) };
        integer
    }
}

/// A number of GMP that is freed in the end.
struct Owned<'a>(Integer, &'a Gmp);

impl Owned<'_> {
    /// The number itself, which is then no longer freed here.
    fn take(self) -> Integer {
        let integer = self.0;
        std::mem::forget(self);
        integer
    }

    /// Fills `octets`, the most significant first.
    fn write_be(&self, octets: &mut [u8]) {
        let mut buffer = [0; 64];
        let mut count = 0;
        // SAFETY: no number here has more than 64 octets, since all are below q.
        unsafe {
            (self.1.export)(
                buffer.as_mut_ptr().cast(),
                &mut count,
                Order::LeastFirst as c_int,
                1,
                0,
                0,
                &self.0,
            )
        };
        octets.iter_mut().rev().zip(buffer).for_each(|(to, from)| *to = from);
    }
}

impl Drop for Owned<'_> {
    fn drop(&mut self) {
        // SAFETY: the number is initialised, and cleared only here.
        unsafe { (self.1.clear)(&mut self.0) };
    }
}

/// `mpz_t`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Integer {
    allocated: c_int,
    size: c_int,
    limbs: *mut c_void,
}

/// `struct dsa_signature`.
#[repr(C)]
struct Pair {
    r: Integer,
    s: Integer,
}

/// `struct ecc_point` and `struct ecc_scalar`.
#[repr(C)]
#[derive(Clone, Copy)]
struct OnCurve {
    curve: *const Curve,
    limbs: *mut c_void,
}

/// `struct ecc_curve`, known to the library only.
enum Curve {}

/// `struct nettle_hash`.
#[repr(C)]
struct Hash {
    name: *const c_char,
    context_size: c_uint,
    digest_size: c_uint,
    block_size: c_uint,
    init: unsafe extern "C" fn(*mut c_void),
    update: unsafe extern "C" fn(*mut c_void, usize, *const u8),
    digest: unsafe extern "C" fn(*mut c_void, usize, *mut u8),
}

type CurveFunction = unsafe extern "C" fn() -> *const Curve;
type Random = unsafe extern "C" fn(*mut c_void, usize, *mut u8);

functions! {
    struct NettleFunctions;
    version_major = "nettle_version_major": fn() -> c_int;
    version_minor = "nettle_version_minor": fn() -> c_int;
    lookup_hash = "nettle_lookup_hash": fn(*const c_char) -> *const Hash;
}

functions! {
    struct Hogweed;
    gc256b = "nettle_get_gost_gc256b": fn() -> *const Curve;
    gc512a = "nettle_get_gost_gc512a": fn() -> *const Curve;
    scalar_init = "nettle_ecc_scalar_init": fn(*mut OnCurve, *const Curve);
    scalar_set = "nettle_ecc_scalar_set": fn(*mut OnCurve, *const Integer) -> c_int;
    point_init = "nettle_ecc_point_init": fn(*mut OnCurve, *const Curve);
    point_set = "nettle_ecc_point_set": fn(*mut OnCurve, *const Integer, *const Integer) -> c_int;
    sign = "nettle_gostdsa_sign": fn(*const OnCurve, *mut c_void, Random, usize, *const u8, *mut Pair);
    verify = "nettle_gostdsa_verify": fn(*const OnCurve, usize, *const u8, *const Pair) -> c_int;
}

functions! {
    struct Gmp;
    init = "__gmpz_init": fn(*mut Integer);
    clear = "__gmpz_clear": fn(*mut Integer);
    import = "__gmpz_import": fn(*mut Integer, usize, c_int, usize, c_int, usize, *const c_void);
    export = "__gmpz_export": fn(*mut c_void, *mut usize, c_int, usize, c_int, usize, *const Integer) -> *mut c_void;
}
