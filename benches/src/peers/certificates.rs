//! Other readers of certificates, and other builders of paths.

use std::time::Duration;

use der::Decode;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use time::UtcDateTime;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_parser::prelude::FromDer;

use super::lock::crate_version;
use super::openssl::OpenSsl;

/// A library that reads certificates; none keeps more than it needs to answer questions about them.
pub struct Reader {
    /// The name in the lines that the bench prints.
    pub name: &'static str,
    /// What exactly it is.
    pub version: String,
    /// Reads one certificate and drops it; says whether it could.
    pub read: Read,
}

/// Reads a certificate.
pub type Read = Box<dyn Fn(&[u8]) -> bool>;

/// Every reader by its name, `None` where it is not installed.
pub fn readers() -> Vec<(&'static str, Option<Reader>)> {
    let of_crate = |name, read: fn(&[u8]) -> bool| {
        (name, Some(Reader { name, version: crate_version(name), read: Box::new(read) }))
    };
    vec![
        of_crate("rustls-webpki", |der| EndEntityCert::try_from(&CertificateDer::from(der)).is_ok()),
        of_crate("rasn-pkix", |der| rasn::der::decode::<rasn_pkix::Certificate>(der).is_ok()),
        of_crate("x509-parser", |der| x509_parser::certificate::X509Certificate::from_der(der).is_ok()),
        of_crate("x509-cert", |der| x509_cert::Certificate::from_der(der).is_ok()),
        (
            OpenSsl::NAME,
            OpenSsl::load().map(|openssl| Reader {
                name: OpenSsl::NAME,
                version: openssl.version(),
                read: Box::new(move |der| openssl.read(der).is_some()),
            }),
        ),
    ]
}

/// Three certificates, each signed by the one after it, the last by itself; as bytes.
#[derive(Clone, Copy)]
pub struct Chain<'a> {
    /// The end entity's.
    pub target: &'a [u8],
    /// The authority's.
    pub intermediate: &'a [u8],
    /// The trust anchor's.
    pub root: &'a [u8],
    /// The time at which they should be valid.
    pub at: UtcDateTime,
}

/// A library that builds paths.
pub struct PathBuilder {
    /// The name in the lines that the bench prints.
    pub name: &'static str,
    /// Reads the three certificates and says whether they hold together; nothing is kept for the next call.
    pub is_valid: Box<dyn Fn(Chain<'_>) -> bool>,
}

/// Every builder by its name, `None` where it is not installed.
pub fn path_builders() -> Vec<(&'static str, Option<PathBuilder>)> {
    let webpki = "rustls-webpki";
    let openssl = |name, flags| {
        let is_valid =
            |openssl: OpenSsl| Box::new(move |chain: Chain<'_>| openssl.is_valid(chain, flags)) as _;
        (name, OpenSsl::load().map(|openssl| PathBuilder { name, is_valid: is_valid(openssl) }))
    };
    vec![
        openssl(OpenSsl::NAME, 0),
        openssl("openssl-check-ss", OpenSsl::CHECK_SELF_SIGNED),
        (webpki, Some(PathBuilder { name: webpki, is_valid: Box::new(|chain| webpki_path(chain).is_ok()) })),
    ]
}

fn webpki_path(chain: Chain<'_>) -> Result<(), webpki::Error> {
    let [target, intermediate, root] =
        [chain.target, chain.intermediate, chain.root].map(CertificateDer::from);
    let anchors: [TrustAnchor<'_>; 1] = [anchor_from_trusted_cert(&root)?];
    let since_epoch = Duration::from_secs(chain.at.unix_timestamp().unsigned_abs());
    let target = EndEntityCert::try_from(&target)?;
    let any_of_ours = KeyUsage::required_if_present(EMAIL_PROTECTION);
    target.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        &[intermediate],
        UnixTime::since_unix_epoch(since_epoch),
        any_of_ours,
        None,
        None,
    )?;
    Ok(())
}

/// id-kp-emailProtection, by the contents of its OBJECT IDENTIFIER.
const EMAIL_PROTECTION: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 4];
