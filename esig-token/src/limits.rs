//! Limits on key files from outside, each with its reason.

/// Octets of a key file. A PFX with a whole chain and a few keys has some 20 000; a Java key store with hundreds of
/// authorities some 500 000.
pub const MAX_FILE_OCTETS: usize = 16 << 20;

/// Iterations of PBKDF2 and of the PFX key derivation that one file may cost, all its parts together, each counted
/// as often as it has blocks of output.
///
/// The dearest in use is 600 000 for each of the three parts of a PFX, two blocks of SHA-1 or SHA-256 among them;
/// ten million take some seconds.
pub const MAX_ITERATIONS: u64 = 10_000_000;

/// Octets of a derived key: HMAC-SHA-512 takes 128 into one block, and more serve nothing.
pub const MAX_DERIVED_OCTETS: usize = 512;

/// Bags of one PFX, those within bags included.
pub const MAX_BAGS: usize = 10_000;

/// Private keys of one PFX: a server's store with a key for each of its hosts has some hundreds.
pub const MAX_KEYS: usize = 1_000;

/// Bits of an RSA modulus: 8192 is the most that is used, and a signature with it takes half a second.
pub const MAX_RSA_BITS: usize = 8_192;

/// Octets of a salt of RSASSA-PSS to sign with.
pub const MAX_PSS_SALT_OCTETS: u32 = 512;
