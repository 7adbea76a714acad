//! OpenSSL: libcrypto.so.3 (headers `openssl/x509.h` and `openssl/x509_vfy.h`).

use std::ffi::{CStr, c_char, c_int, c_long, c_ulong};
use std::ptr;

use super::certificates::Chain;
use super::library::{debian_package, functions, open};

pub(super) struct OpenSsl {
    functions: Functions,
}

impl OpenSsl {
    pub(super) const NAME: &'static str = "openssl";

    /// X509_V_FLAG_CHECK_SS_SIGNATURE: check the root's own signature too.
    pub(super) const CHECK_SELF_SIGNED: c_ulong = 0x4000;

    pub(super) fn load() -> Option<Self> {
        Some(Self { functions: Functions::load(open("libcrypto.so.3")?)? })
    }

    pub(super) fn version(&self) -> String {
        // SAFETY: returns a constant C string.
        let version = unsafe { CStr::from_ptr((self.functions.version)(0)) };
        format!("{}{}", version.to_string_lossy(), debian_package("libssl3"))
    }

    pub(super) fn read(&self, der: &[u8]) -> Option<Certificate<'_>> {
        let mut input = der.as_ptr();
        let length = c_long::try_from(der.len()).ok()?;
        // SAFETY: the input has the length that is given; a null pointer asks for a new object.
        let certificate = unsafe { (self.functions.d2i_x509)(ptr::null_mut(), &mut input, length) };
        (!certificate.is_null()).then_some(Certificate { functions: &self.functions, certificate })
    }

    /// Whether the chain holds; `flags` are those of the verification.
    pub(super) fn is_valid(&self, chain: Chain<'_>, flags: c_ulong) -> bool {
        let certificates = [chain.target, chain.intermediate, chain.root].map(|der| self.read(der));
        let [Some(target), Some(intermediate), Some(root)] = certificates else { return false };
        let functions = &self.functions;
        // SAFETY: every object is used as its header says and freed once; the store counts its own references, the stack
        // of untrusted certificates does not own what is in it, which outlives the verification.
        unsafe {
            let store = (functions.store_new)();
            (functions.store_add_cert)(store, root.certificate);
            let untrusted = (functions.stack_new)();
            (functions.stack_push)(untrusted, intermediate.certificate);
            let context = (functions.context_new)();
            (functions.context_init)(context, store, target.certificate, untrusted);
            (functions.context_set_flags)(context, flags);
            (functions.context_set_time)(context, 0, chain.at.unix_timestamp());
            let answer = (functions.verify_cert)(context);
            (functions.context_free)(context);
            (functions.stack_free)(untrusted);
            (functions.store_free)(store);
            answer == 1
        }
    }
}

/// A certificate that is freed when dropped.
pub(super) struct Certificate<'a> {
    functions: &'a Functions,
    certificate: *mut Opaque,
}

impl Drop for Certificate<'_> {
    fn drop(&mut self) {
        // SAFETY: it is owned, and dropped once.
        unsafe { (self.functions.x509_free)(self.certificate) }
    }
}

/// A structure known to the library only.
enum Opaque {}

functions! {
    struct Functions;
    version = "OpenSSL_version": fn(c_int) -> *const c_char;
    d2i_x509 = "d2i_X509": fn(*mut *mut Opaque, *mut *const u8, c_long) -> *mut Opaque;
    x509_free = "X509_free": fn(*mut Opaque);
    store_new = "X509_STORE_new": fn() -> *mut Opaque;
    store_add_cert = "X509_STORE_add_cert": fn(*mut Opaque, *mut Opaque) -> c_int;
    store_free = "X509_STORE_free": fn(*mut Opaque);
    stack_new = "OPENSSL_sk_new_null": fn() -> *mut Opaque;
    stack_push = "OPENSSL_sk_push": fn(*mut Opaque, *mut Opaque) -> c_int;
    stack_free = "OPENSSL_sk_free": fn(*mut Opaque);
    context_new = "X509_STORE_CTX_new": fn() -> *mut Opaque;
    context_init = "X509_STORE_CTX_init": fn(*mut Opaque, *mut Opaque, *mut Opaque, *mut Opaque) -> c_int;
    context_set_flags = "X509_STORE_CTX_set_flags": fn(*mut Opaque, c_ulong);
    context_set_time = "X509_STORE_CTX_set_time": fn(*mut Opaque, c_ulong, i64);
    verify_cert = "X509_verify_cert": fn(*mut Opaque) -> c_int;
    context_free = "X509_STORE_CTX_free": fn(*mut Opaque);
}
