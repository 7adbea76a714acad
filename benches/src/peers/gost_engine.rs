//! OpenSSL with the engine `gost`: libcrypto.so.3 (headers `openssl/engine.h`, `openssl/evp.h`).

use std::ffi::{CStr, c_char, c_int, c_long, c_uint, c_void};
use std::ptr;

use esig_gost::SigningKey;

use super::library::{debian_package, functions, open};
use super::{Key, Peer};

pub(super) const NAME: &str = "gost-engine";

/// `OPENSSL_INIT_ENGINE_DYNAMIC` and `OPENSSL_INIT_NO_LOAD_CONFIG`: engines are found in the usual directory, and the
/// configuration of this machine does not matter.
const INIT_OPTIONS: u64 = 0x400 | 0x80;

/// `ENGINE_METHOD_ALL`.
const ALL_METHODS: c_uint = 0xffff;

pub(super) struct GostEngine {
    functions: &'static Functions,
    context: *mut Opaque,
    digest: *const Opaque,
}

impl GostEngine {
    pub(super) fn load() -> Option<Self> {
        let functions: &'static _ = Box::leak(Box::new(Functions::load(open("libcrypto.so.3")?)?));
        // SAFETY: the names are C strings; each step is taken only when the one before it succeeded.
        unsafe {
            (functions.init_crypto)(INIT_OPTIONS, ptr::null());
            let engine = (functions.engine_by_id)(c"gost".as_ptr());
            if engine.is_null() || (functions.engine_init)(engine) != 1 {
                return None;
            }
            (functions.engine_set_default)(engine, ALL_METHODS);
            let digest = (functions.get_digest_by_name)(c"md_gost12_512".as_ptr());
            let context = (functions.digest_context_new)();
            (!digest.is_null() && !context.is_null()).then_some(Self { functions, context, digest })
        }
    }
}

impl Peer for GostEngine {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> String {
        // SAFETY: returns a constant C string.
        let openssl = unsafe { CStr::from_ptr((self.functions.version)(0)) };
        format!("{}{}", openssl.to_string_lossy(), debian_package("libengine-gost-openssl"))
    }

    fn streebog512(&self, message: &[u8]) -> [u8; 64] {
        let mut digest = [0; 64];
        let functions = self.functions;
        // SAFETY: the context is one; the digest of this algorithm has 64 octets; null means that they are not counted.
        let done = unsafe {
            (functions.digest_init)(self.context, self.digest, ptr::null_mut())
                & (functions.digest_update)(self.context, message.as_ptr().cast(), message.len())
                & (functions.digest_final)(self.context, digest.as_mut_ptr(), ptr::null_mut())
        };
        assert_eq!(done, 1, "gost-engine hashes");
        digest
    }

    fn key(&self, key: &SigningKey) -> Option<Box<dyn Key>> {
        let functions = self.functions;
        let der = key.to_pkcs8_der();
        let mut input = der.as_ptr();
        // SAFETY: the input has the length that is given; each step is taken only when the one before it succeeded, and
        // the objects are kept to the end.
        unsafe {
            let length = c_long::try_from(der.len()).ok()?;
            let key = (functions.read_private_key)(ptr::null_mut(), &mut input, length);
            if key.is_null() {
                return None;
            }
            let signer = (functions.key_context_new)(key, ptr::null_mut());
            let verifier = (functions.key_context_new)(key, ptr::null_mut());
            if signer.is_null() || verifier.is_null() {
                return None;
            }
            let ready = (functions.sign_init)(signer) == 1 && (functions.verify_init)(verifier) == 1;
            ready.then(|| Box::new(EngineKey { functions, signer, verifier }) as Box<dyn Key>)
        }
    }
}

struct EngineKey {
    functions: &'static Functions,
    signer: *mut Opaque,
    verifier: *mut Opaque,
}

impl Key for EngineKey {
    fn sign(&self, digest: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; 2 * digest.len()];
        let mut length = signature.len();
        // SAFETY: the context was made ready for signing; the buffers have the lengths that are given.
        let code = unsafe {
            (self.functions.sign)(
                self.signer,
                signature.as_mut_ptr(),
                &mut length,
                digest.as_ptr(),
                digest.len(),
            )
        };
        assert_eq!((code, length), (1, signature.len()), "gost-engine signs");
        signature
    }

    fn verify(&self, digest: &[u8], signature: &[u8]) -> bool {
        let (verify, length) = (self.functions.verify, signature.len());
        // SAFETY: the context was made ready for verifying; the buffers have the lengths that are given.
        unsafe { verify(self.verifier, signature.as_ptr(), length, digest.as_ptr(), digest.len()) == 1 }
    }
}

/// A structure known to the library only.
enum Opaque {}

functions! {
    struct Functions;
    version = "OpenSSL_version": fn(c_int) -> *const c_char;
    init_crypto = "OPENSSL_init_crypto": fn(u64, *const c_void) -> c_int;
    engine_by_id = "ENGINE_by_id": fn(*const c_char) -> *mut Opaque;
    engine_init = "ENGINE_init": fn(*mut Opaque) -> c_int;
    engine_set_default = "ENGINE_set_default": fn(*mut Opaque, c_uint) -> c_int;
    get_digest_by_name = "EVP_get_digestbyname": fn(*const c_char) -> *const Opaque;
    digest_context_new = "EVP_MD_CTX_new": fn() -> *mut Opaque;
    digest_init = "EVP_DigestInit_ex": fn(*mut Opaque, *const Opaque, *mut Opaque) -> c_int;
    digest_update = "EVP_DigestUpdate": fn(*mut Opaque, *const c_void, usize) -> c_int;
    digest_final = "EVP_DigestFinal_ex": fn(*mut Opaque, *mut u8, *mut c_uint) -> c_int;
    read_private_key = "d2i_AutoPrivateKey": fn(*mut *mut Opaque, *mut *const u8, c_long) -> *mut Opaque;
    key_context_new = "EVP_PKEY_CTX_new": fn(*mut Opaque, *mut Opaque) -> *mut Opaque;
    sign_init = "EVP_PKEY_sign_init": fn(*mut Opaque) -> c_int;
    sign = "EVP_PKEY_sign": fn(*mut Opaque, *mut u8, *mut usize, *const u8, usize) -> c_int;
    verify_init = "EVP_PKEY_verify_init": fn(*mut Opaque) -> c_int;
    verify = "EVP_PKEY_verify": fn(*mut Opaque, *const u8, usize, *const u8, usize) -> c_int;
}
