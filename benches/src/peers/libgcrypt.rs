//! Libgcrypt: libgcrypt.so.20 (header `gcrypt.h`).

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::ptr;

use esig_gost::{ParameterSet, SigningKey};

use super::library::{debian_package, functions, open};
use super::{Key, Peer};

pub(super) const NAME: &str = "libgcrypt";

/// `GCRY_MD_STRIBOG512`.
const STRIBOG512: c_int = 310;

pub(super) struct Libgcrypt {
    functions: &'static Functions,
    version: &'static str,
}

impl Libgcrypt {
    pub(super) fn load() -> Option<Self> {
        let functions = Functions::load(open("libgcrypt.so.20")?)?;
        // SAFETY: initialises the library; the answer is null or a constant C string.
        let version = unsafe {
            let version = (functions.check_version)(ptr::null());
            if version.is_null() { return None } else { CStr::from_ptr(version) }
        };
        Some(Self { functions: Box::leak(Box::new(functions)), version: version.to_str().ok()? })
    }
}

impl Peer for Libgcrypt {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> String {
        format!("libgcrypt {}{}", self.version, debian_package("libgcrypt20"))
    }

    fn streebog512(&self, message: &[u8]) -> [u8; 64] {
        let mut digest = [0_u8; 64];
        let (output, input) = (digest.as_mut_ptr().cast(), message.as_ptr().cast());
        // SAFETY: the digest of this algorithm has 64 octets.
        unsafe { (self.functions.hash_buffer)(STRIBOG512, output, input, message.len()) };
        digest
    }

    fn key(&self, key: &SigningKey) -> Option<Box<dyn Key>> {
        let curve = match key.parameter_set() {
            ParameterSet::CryptoProA => "GOST2001-CryptoPro-A",
            ParameterSet::Tc26_256A => "GOST2012-256-A",
            ParameterSet::Tc26_512A => "GOST2012-512-tc26-A",
            ParameterSet::Tc26_512C => "GOST2012-512-tc26-C",
            _ => return None,
        };
        let octets = key.parameter_set().octets();
        let point = key.verifying_key().to_le_octets();
        let q = format!("04{}{}", reversed(&point[..octets]), reversed(&point[octets..]));
        let d = reversed(&key.export_le_octets());
        let expression = |text: String| Expression::parse(self.functions, &text);
        Some(Box::new(LibgcryptKey {
            functions: self.functions,
            octets,
            public: expression(format!("(public-key (ecc (curve {curve}) (q #{q}#)))")),
            private: expression(format!("(private-key (ecc (curve {curve}) (q #{q}#) (d #{d}#)))")),
        }))
    }
}

struct LibgcryptKey {
    functions: &'static Functions,
    octets: usize,
    public: Expression,
    private: Expression,
}

impl LibgcryptKey {
    /// The library reads e big-endian.
    fn data(&self, digest: &[u8]) -> Expression {
        Expression::parse(self.functions, &format!("(data (flags gost) (value #{}#))", reversed(digest)))
    }
}

impl Key for LibgcryptKey {
    fn sign(&self, digest: &[u8]) -> Vec<u8> {
        let (data, mut signature) = (self.data(digest), ptr::null_mut());
        // SAFETY: data and key are expressions of the library, which makes the result.
        let code = unsafe { (self.functions.sign)(&mut signature, data.pointer, self.private.pointer) };
        assert_eq!(code, 0, "libgcrypt signs");
        let signature = Expression { functions: self.functions, pointer: signature };
        [signature.number("s", self.octets), signature.number("r", self.octets)].concat()
    }

    fn verify(&self, digest: &[u8], signature: &[u8]) -> bool {
        let (s, r) = signature.split_at(self.octets);
        let text = format!("(sig-val (gost (r #{}#) (s #{}#)))", hexadecimal(r), hexadecimal(s));
        let (data, signature) = (self.data(digest), Expression::parse(self.functions, &text));
        // SAFETY: all three are expressions of the library.
        unsafe { (self.functions.verify)(signature.pointer, data.pointer, self.public.pointer) == 0 }
    }
}

/// An S-expression of the library.
struct Expression {
    functions: &'static Functions,
    pointer: *mut Opaque,
}

impl Expression {
    fn parse(functions: &'static Functions, text: &str) -> Self {
        let mut pointer = ptr::null_mut();
        // SAFETY: the text has the length that is given; where an error stands need not be told.
        let code =
            unsafe { (functions.scan)(&mut pointer, ptr::null_mut(), text.as_ptr().cast(), text.len()) };
        assert_eq!(code, 0, "libgcrypt reads {text}");
        Self { functions, pointer }
    }

    /// The number called `name`, big-endian, in as many octets.
    fn number(&self, name: &str, octets: usize) -> Vec<u8> {
        // SAFETY: the result is null or a new expression.
        let pointer = unsafe { (self.functions.find_token)(self.pointer, name.as_ptr().cast(), name.len()) };
        let found = Self { functions: self.functions, pointer };
        let mut length = 0;
        // SAFETY: null is allowed as the list; the result is null or points to `length` octets that live with `found`.
        let data = unsafe {
            let data = (self.functions.nth_data)(found.pointer, 1, &mut length);
            if data.is_null() { &[] } else { std::slice::from_raw_parts(data.cast::<u8>(), length) }
        };
        let significant = &data[data.len().saturating_sub(octets)..];
        [&vec![0; octets - significant.len()], significant].concat()
    }
}

impl Drop for Expression {
    fn drop(&mut self) {
        // SAFETY: released once; null is allowed.
        unsafe { (self.functions.release)(self.pointer) };
    }
}

/// `struct gcry_sexp`, known to the library only.
enum Opaque {}

functions! {
    struct Functions;
    check_version = "gcry_check_version": fn(*const c_char) -> *const c_char;
    hash_buffer = "gcry_md_hash_buffer": fn(c_int, *mut c_void, *const c_void, usize);
    scan = "gcry_sexp_sscan": fn(*mut *mut Opaque, *mut usize, *const c_char, usize) -> c_uint;
    release = "gcry_sexp_release": fn(*mut Opaque);
    find_token = "gcry_sexp_find_token": fn(*mut Opaque, *const c_char, usize) -> *mut Opaque;
    nth_data = "gcry_sexp_nth_data": fn(*const Opaque, c_int, *mut usize) -> *const c_char;
    sign = "gcry_pk_sign": fn(*mut *mut Opaque, *mut Opaque, *mut Opaque) -> c_uint;
    verify = "gcry_pk_verify": fn(*mut Opaque, *mut Opaque, *mut Opaque) -> c_uint;
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// A little-endian number as a big-endian one, in hexadecimal.
fn reversed(octets: &[u8]) -> String {
    octets.iter().rev().map(|octet| format!("{octet:02x}")).collect()
}
