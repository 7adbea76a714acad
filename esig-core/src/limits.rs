//! Limits on what comes from outside: one value, each with its reason.

/// Levels of nested indefinite lengths, and of constructed strings in strings.
///
/// The deepest nesting in real CMS is below 20 (a time-stamp within an archive time-stamp starts anew);
/// `openssl` stops constructed strings at 5 and parsing as a whole at 128.
pub const MAX_DEPTH: usize = 64;

/// Extensions of one certificate, CRL or CRL entry; 25 is the most seen in some 10 000 real certificates.
pub const MAX_EXTENSIONS: usize = 100;

/// Attributes (type and value pairs) of one name; 24 is the most seen in qualified certificates.
pub const MAX_NAME_ATTRIBUTES: usize = 100;

/// Policies of one certificate, and its policy mappings; national bridges have some 40 of either. The same number bounds
/// the nodes of a policy graph (CVE-2023-0464).
pub const MAX_POLICIES: usize = 256;

/// Octets of a certificate: the longest in use have about 30 000 (names of thousands of hosts).
pub const MAX_CERTIFICATE_OCTETS: usize = 1 << 20;

/// Octets of a CRL: the largest published ones have some tens of millions. Offsets into it fit 32 bits.
pub const MAX_CRL_OCTETS: usize = 512 << 20;

/// Octets of an OCSP request or response: those in use have some thousands, certificates included.
pub const MAX_OCSP_OCTETS: usize = 1 << 20;

/// Octets of a time-stamp request or response: those in use have some thousands, certificates included.
pub const MAX_TSP_OCTETS: usize = 1 << 20;

/// Octets of a serial number. RFC 5280 §4.1.2.2 allows 20; longer ones stand in real certificates.
pub const MAX_SERIAL_OCTETS: usize = 256;

/// Octets of the number of a CRL (RFC 5280 §5.2.3).
pub const MAX_CRL_NUMBER_OCTETS: usize = 20;

/// Limits on the input of one parse, for the caller to raise or lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Octets of the whole object. Default 512 MiB: attached content of ordinary documents.
    pub input_octets: usize,
    /// Octets beside the content that are held while a signature with content of any size is read as a stream. Default
    /// 64 MiB: a bag with all accredited authorities has 5, and the largest published CRL has some tens.
    pub beside_content_octets: usize,
    /// Elements of `SignedData.certificates`. Default 5 000: a bag with all accredited authorities has 2 400.
    pub certificates: usize,
    /// Elements of `SignedData.crls`. Default 200.
    pub crls: usize,
    /// Elements of `SignedData.signerInfos`, counter-signatures included. Default 1 000.
    pub signers: usize,
    /// Attributes of one signer, signed or unsigned. Default 200: an archive renewed yearly has some 60.
    pub attributes: usize,
    /// Levels of counter-signatures of counter-signatures. Default 8.
    pub counter_signature_depth: usize,
}

impl Limits {
    /// The limits that ordinary documents stay within.
    pub const DEFAULT: Self = Self {
        input_octets: 512 << 20,
        beside_content_octets: 64 << 20,
        certificates: 5_000,
        crls: 200,
        signers: 1_000,
        attributes: 200,
        counter_signature_depth: 8,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
