//! The PKI as a source of evidence, in the place of the network.

use esig_core::{Evidence, Fetch, Need};

use crate::pki::TestPki;

impl Fetch for TestPki {
    /// Answers with the authorities' certificates and current CRLs and as the responder, if one of the URLs is of this PKI.
    fn fetch(&mut self, need: &Need) -> Evidence {
        let found = |urls: &[String]| urls.iter().find_map(|url| self.resource(url));
        let evidence = match need {
            Need::Issuer { urls, .. } => found(urls).map(Evidence::Certificates),
            Need::Crl { urls, .. } => found(urls).map(Evidence::Crl),
            Need::Ocsp { request, urls } if urls.contains(&self.responder_url()) => {
                Some(Evidence::Ocsp(self.responder().answer(request)))
            }
            _ => None,
        };
        evidence.unwrap_or_else(|| Evidence::Unavailable { reason: "the test PKI has no such thing".into() })
    }
}
