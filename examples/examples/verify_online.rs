//! Asks, fetches what is lacking, and asks again: the loop that a network client drives, here over a directory.
//!
//! The same loop with `.await` behind `fetch` is the asynchronous one; `esig::verify::online_all` is this one, ready made.
//!
//! ```text
//! $ cargo run -p esig-examples --example verify_online -- fixtures/gost256 fixtures/gost256/detached.p7s fixtures/content/договор.txt
//! indeterminate, 3 needs
//! valid, 0 needs
//! ```
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use esig::cms::SignedData;
use esig::core::{CertificateBuf, CrlBuf, Evidence, Fetch, Limits, Need, Provider};
use esig::verify::{Assessment, Policy, Store, TrustAnchors, Verifier};
use time::UtcDateTime;

/// The files of a directory in the place of the network.
struct Directory(Vec<Vec<u8>>);

impl Fetch for Directory {
    fn fetch(&mut self, need: &Need) -> Evidence {
        let found = self.0.iter().find_map(|file| match need {
            Need::Crl { issuer, .. } => {
                let crl = CrlBuf::from_der(file.as_slice()).ok()?;
                (crl.view().issuer() == issuer.view()).then(|| Evidence::Crl(file.clone()))
            }
            _ => None, // certificates and OCSP responses likewise
        });
        found.unwrap_or_else(|| Evidence::Unavailable { reason: "not in the directory".into() })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory, signature, content] = arguments.as_slice() else {
        return Err("DIRECTORY SIGNATURE CONTENT".into());
    };
    let root = CertificateBuf::from_der(std::fs::read(format!("{directory}/root.cer"))?)?;
    let files = std::fs::read_dir(directory)?.map(|entry| std::fs::read(entry?.path()));
    let mut directory = Directory(files.collect::<Result<_, _>>()?);
    let (provider, at, signature) = (Provider::rustcrypto(), UtcDateTime::now(), std::fs::read(signature)?);
    let verifier =
        Verifier::new(provider.clone(), TrustAnchors::from_certificates([root]), Policy::baseline());
    let data = SignedData::parse(&signature, &Limits::DEFAULT)?;
    let mut hasher = data.hasher(&provider);
    hasher.update(&std::fs::read(content)?);
    let (digests, mut store) = (hasher.finish(), Store::from_signed_data(&data));
    let signer = data.signer_infos().next().ok_or("no signature")?;
    loop {
        let Assessment { report, needs } = verifier.assess(signer, &digests, &store, at);
        println!("{}, {} needs", report.conclusion.verdict(), needs.len());
        if needs.is_empty() {
            return Ok(());
        }
        needs.iter().for_each(|need| drop(store.add(need, directory.fetch(need))));
    }
}
