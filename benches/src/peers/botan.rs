//! Botan: libbotan-2.so.19 through its C interface (header `botan/ffi.h`).

use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Encode, Sequence};
use esig_gost::{ParameterSet, SigningKey};

use super::library::{debian_package, functions, open};
use super::{Key, Peer};

pub(super) const NAME: &str = "botan";

pub(super) struct Botan {
    functions: &'static Functions,
    hash: *mut Opaque,
    random: *mut Opaque,
}

impl Botan {
    pub(super) fn load() -> Option<Self> {
        let functions: &'static _ = Box::leak(Box::new(Functions::load(open("libbotan-2.so.19")?)?));
        let (mut hash, mut random) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the names are C strings; the objects are kept to the end.
        let code = unsafe {
            (functions.hash_init)(&mut hash, c"Streebog-512".as_ptr(), 0)
                | (functions.random_init)(&mut random, c"user".as_ptr())
        };
        (code == 0).then_some(Self { functions, hash, random })
    }
}

impl Peer for Botan {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> String {
        // SAFETY: returns a constant C string.
        let version = unsafe { CStr::from_ptr((self.functions.version_string)()) };
        let version = version.to_string_lossy();
        let number = version.split(" (").next().unwrap_or_default();
        format!("{number}{}", debian_package("libbotan-2-19"))
    }

    fn streebog512(&self, message: &[u8]) -> [u8; 64] {
        let mut digest = [0; 64];
        // SAFETY: the digest of this algorithm has 64 octets; after it the hash is as new.
        let code = unsafe {
            (self.functions.hash_update)(self.hash, message.as_ptr(), message.len())
                | (self.functions.hash_final)(self.hash, digest.as_mut_ptr())
        };
        assert_eq!(code, 0, "botan hashes");
        digest
    }

    fn key(&self, key: &SigningKey) -> Option<Box<dyn Key>> {
        let functions = self.functions;
        let public = key.verifying_key().to_spki_der();
        let private = private_key_der(key)?;
        let [mut loaded_public, mut loaded_private, mut signer, mut verifier] = [ptr::null_mut(); 4];
        // SAFETY: the encodings have the lengths that are given; a step is taken only when the one before it succeeded;
        // the objects are kept to the end. `Raw` is the padding of what is hashed already.
        let code = unsafe {
            let (public, length) = (public.as_ptr(), public.len());
            if (functions.public_load)(&mut loaded_public, public, length) != 0 {
                return None;
            }
            let (private, length) = (private.as_ptr(), private.len());
            if (functions.private_load)(&mut loaded_private, self.random, private, length, ptr::null()) != 0 {
                return None;
            }
            (functions.sign_create)(&mut signer, loaded_private, c"Raw".as_ptr(), 0)
                | (functions.verify_create)(&mut verifier, loaded_public, c"Raw".as_ptr(), 0)
        };
        (code == 0).then(|| Box::new(BotanKey { functions, random: self.random, signer, verifier }) as _)
    }
}

struct BotanKey {
    functions: &'static Functions,
    random: *mut Opaque,
    signer: *mut Opaque,
    verifier: *mut Opaque,
}

impl Key for BotanKey {
    fn sign(&self, digest: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; 2 * digest.len()];
        let mut length = signature.len();
        // SAFETY: the objects are kept; the buffers have the lengths that are given.
        let code = unsafe {
            (self.functions.sign_update)(self.signer, digest.as_ptr(), digest.len())
                | (self.functions.sign_finish)(self.signer, self.random, signature.as_mut_ptr(), &mut length)
        };
        assert_eq!((code, length), (0, signature.len()), "botan signs");
        signature
    }

    fn verify(&self, digest: &[u8], signature: &[u8]) -> bool {
        // SAFETY: the object is kept; the buffers have the lengths that are given.
        unsafe {
            (self.functions.verify_update)(self.verifier, digest.as_ptr(), digest.len());
            (self.functions.verify_finish)(self.verifier, signature.as_ptr(), signature.len()) == 0
        }
    }
}

/// PKCS#8 as Botan reads it: the curve under an identifier of its own, the number as RFC 5915 has it.
fn private_key_der(key: &SigningKey) -> Option<Vec<u8>> {
    let curve = match key.parameter_set() {
        set @ (ParameterSet::CryptoProA | ParameterSet::Tc26_512A) => set.oid(),
        _ => return None,
    };
    let mut d = key.export_le_octets();
    d.reverse();
    let inner = EcPrivateKey { version: 1, private_key: OctetStringRef::new(&d).ok()? }.to_der().ok()?;
    let algorithm = Algorithm { algorithm: key.algorithm().oid(), curve };
    PrivateKeyInfo { version: 0, algorithm, private_key: OctetStringRef::new(&inner).ok()? }.to_der().ok()
}

#[derive(Sequence)]
struct PrivateKeyInfo<'a> {
    version: u8,
    algorithm: Algorithm,
    private_key: &'a OctetStringRef,
}

#[derive(Sequence)]
struct Algorithm {
    algorithm: ObjectIdentifier,
    curve: ObjectIdentifier,
}

#[derive(Sequence)]
struct EcPrivateKey<'a> {
    version: u8,
    private_key: &'a OctetStringRef,
}

/// A structure known to the library only.
enum Opaque {}

functions! {
    struct Functions;
    version_string = "botan_version_string": fn() -> *const c_char;
    random_init = "botan_rng_init": fn(*mut *mut Opaque, *const c_char) -> c_int;
    hash_init = "botan_hash_init": fn(*mut *mut Opaque, *const c_char, u32) -> c_int;
    hash_update = "botan_hash_update": fn(*mut Opaque, *const u8, usize) -> c_int;
    hash_final = "botan_hash_final": fn(*mut Opaque, *mut u8) -> c_int;
    public_load = "botan_pubkey_load": fn(*mut *mut Opaque, *const u8, usize) -> c_int;
    private_load = "botan_privkey_load": fn(*mut *mut Opaque, *mut Opaque, *const u8, usize, *const c_char) -> c_int;
    sign_create = "botan_pk_op_sign_create": fn(*mut *mut Opaque, *mut Opaque, *const c_char, u32) -> c_int;
    sign_update = "botan_pk_op_sign_update": fn(*mut Opaque, *const u8, usize) -> c_int;
    sign_finish = "botan_pk_op_sign_finish": fn(*mut Opaque, *mut Opaque, *mut u8, *mut usize) -> c_int;
    verify_create = "botan_pk_op_verify_create": fn(*mut *mut Opaque, *mut Opaque, *const c_char, u32) -> c_int;
    verify_update = "botan_pk_op_verify_update": fn(*mut Opaque, *const u8, usize) -> c_int;
    verify_finish = "botan_pk_op_verify_finish": fn(*mut Opaque, *const u8, usize) -> c_int;
}
