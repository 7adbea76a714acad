//! The PKI itself.

use der::asn1::ObjectIdentifier;
use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::crl::ReasonCode;
use esig_core::time::Validity;
use esig_core::{CertificateBuf, CrlBuf, NameBuf};
use time::{Duration, UtcDateTime};

use crate::certificate::CertificateTemplate;
use crate::crl::CrlTemplate;
use crate::extension::{self, ExtensionTemplate};
use crate::identity::Identity;
use crate::key::{Family, TestKey};
use crate::people;
use crate::random::SeededStream;
use crate::responder::OcspResponder;
use crate::served::Served;
use crate::signer::Signer;
use crate::tsa::TestTsa;

/// A root, an intermediate authority under it, and whom the latter certifies, as they stand at one time.
///
/// Everything follows from family, seed and time: the same three give the same octets. PKIs of different
/// seeds have nothing in common, their authorities are named differently.
#[derive(Clone, Debug)]
pub struct TestPki {
    family: Family,
    seed: u64,
    at: UtcDateTime,
    base_url: String,
    root: Identity,
    intermediate: Identity,
}

impl TestPki {
    /// The PKI of that seed at that time.
    pub fn new(family: Family, seed: u64, at: UtcDateTime) -> Self {
        Self::with_base_url(family, seed, at, BASE_URL)
    }

    /// The same with other URLs in its certificates: what follows `base_url`, which has no slash at its end, stays.
    ///
    /// [`TestServer`](crate::TestServer) makes the one that it serves.
    pub fn with_base_url(family: Family, seed: u64, at: UtcDateTime, base_url: &str) -> Self {
        let base_url = format!("{base_url}/{family}/{seed}");
        let root_key = TestKey::new(family, seed, ROOT);
        let root = root_template(family, seed, at, &root_key).self_sign(&root_key).expect(WELL_FORMED);
        let root = Identity::new(root, root_key);
        let key = TestKey::new(family, seed, INTERMEDIATE);
        let template = intermediate_template((family, seed, at), &base_url, &key, &root);
        let intermediate = Identity::new(template.issue(&root).expect(WELL_FORMED), key);
        Self { family, seed, at, base_url, root, intermediate }
    }

    /// The kind of its keys.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The time for which everything was made.
    pub fn at(&self) -> UtcDateTime {
        self.at
    }

    /// The root: what a verifier trusts.
    pub fn root(&self) -> &Identity {
        &self.root
    }

    /// The authority that certified everybody else.
    pub fn intermediate(&self) -> &Identity {
        &self.intermediate
    }

    /// What leads from a signer to the root: the intermediate authority, then the root.
    pub fn chain(&self) -> Vec<CertificateBuf> {
        vec![self.intermediate.certificate().clone(), self.root.certificate().clone()]
    }

    /// A signer with the key.
    pub fn signer(&self, signer: Signer) -> Identity {
        self.identity(&signer.to_string(), self.signer_template(signer))
    }

    /// The certificate of [`signer`](Self::signer) before it is signed, to make odd ones.
    pub fn signer_template(&self, signer: Signer) -> CertificateTemplate {
        let index = Signer::ALL.iter().position(|other| *other == signer).unwrap_or_default();
        let subject = match signer {
            Signer::Organization => people::organization(self.family, index, self.seed),
            _ => people::natural_person(self.family, index, self.seed),
        };
        let validity = self.days(match signer {
            Signer::Expired => (-500, -100),
            Signer::NotYetValid => (30, 395),
            _ => (-90, 365),
        });
        let usage = match signer {
            Signer::WrongKeyUsage => KeyUsage::KEY_ENCIPHERMENT,
            _ => KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::NON_REPUDIATION),
        };
        let template = self.end_entity(&signer.to_string(), subject, validity, usage);
        let template = template.with_extension(extension::extended_key_usage(&[oids::EMAIL_PROTECTION]));
        if self.family.is_russian() { qualified(template, validity) } else { template }
    }

    /// A time-stamping unit: extKeyUsage timeStamping alone, critical (RFC 3161 §2.3).
    pub fn tsa(&self) -> Identity {
        let subject =
            people::institution(self.family, "Тестовая служба штампов времени", "Test TSA", self.seed);
        let template = self.end_entity(TSA, subject, self.days((-90, 365)), KeyUsage::DIGITAL_SIGNATURE);
        let purpose = extension::extended_key_usage(&[oids::TIME_STAMPING]).critical();
        self.identity(TSA, template.with_extension(purpose))
    }

    /// An OCSP responder that the intermediate authority delegated to (RFC 6960 §4.2.2.2).
    pub fn ocsp_responder(&self) -> Identity {
        let subject =
            people::institution(self.family, "Тестовая служба OCSP", "Test OCSP responder", self.seed);
        let template = self.end_entity(OCSP, subject, self.days((-90, 365)), KeyUsage::DIGITAL_SIGNATURE);
        let purpose = extension::extended_key_usage(&[oids::OCSP_SIGNING]);
        self.identity(OCSP, template.with_extension(purpose).with_extension(extension::ocsp_no_check()))
    }

    /// What answers for the intermediate authority's certificates: [`Signer::Revoked`] is, the others are not.
    pub fn responder(&self) -> OcspResponder {
        let issuer = self.intermediate.certificate();
        let revoked = self.signer(Signer::Revoked);
        OcspResponder::new(issuer, &self.ocsp_responder(), self.at).with_revoked(
            revoked.certificate(),
            self.revoked_at(),
            ReasonCode::KeyCompromise,
        )
    }

    /// The URL of that responder, as certificates have it.
    pub fn responder_url(&self) -> String {
        self.url(Served::Ocsp)
    }

    /// What stamps at the PKI's time, with the key of [`tsa`](Self::tsa).
    pub fn time_stamps(&self) -> TestTsa {
        TestTsa::new(&self.tsa(), self.at)
    }

    /// The lists that are current at the PKI's time: of the root, then of the intermediate authority, which has
    /// [`Signer::Revoked`] on it.
    pub fn crls(&self) -> Vec<CrlBuf> {
        self.crls_as_of(self.at)
    }

    /// The lists that were current at another time.
    ///
    /// The root makes one every half a year, the intermediate authority one every week. Those of 30 days before the PKI's
    /// time know of no revocation, and the second of them is stale; those of 200 days before are both stale.
    pub fn crls_as_of(&self, time: UtcDateTime) -> Vec<CrlBuf> {
        let root = CrlTemplate::new(later(time, -30), later(time, 150))
            .with_extension(self.root.authority_key_identifier())
            .with_extension(extension::crl_number(1));
        let root = root.issue(&self.root).expect(WELL_FORMED);
        let intermediate = self.intermediate_crl_template(time).issue(&self.intermediate);
        vec![root, intermediate.expect(WELL_FORMED)]
    }

    /// The intermediate authority's list of that time before it is signed, to make odd ones.
    pub fn intermediate_crl_template(&self, time: UtcDateTime) -> CrlTemplate {
        let this_update = time.checked_sub(Duration::HOUR).unwrap_or(time);
        let template = CrlTemplate::new(this_update, later(time, 7))
            .with_extension(self.intermediate.authority_key_identifier())
            .with_extension(extension::crl_number(2));
        let revoked_at = self.revoked_at();
        match revoked_at <= this_update {
            true => template.with_entry(&self.serial_number(REVOKED), revoked_at, ReasonCode::KeyCompromise),
            false => template,
        }
    }

    /// When [`Signer::Revoked`] was revoked: ten days before the PKI's time.
    pub fn revoked_at(&self) -> UtcDateTime {
        later(self.at, -10)
    }

    /// What the URL of an extension leads to: the certificate or the CRL of an authority; `None` for other URLs.
    pub fn resource(&self, url: &str) -> Option<Vec<u8>> {
        let served = Served::ALL.into_iter().find(|served| self.url(*served) == url)?;
        let crl = |index: usize| self.crls().get(index).map(|crl| crl.as_der().to_vec());
        match served {
            Served::RootCertificate => Some(self.root.certificate().as_der().to_vec()),
            Served::IntermediateCertificate => Some(self.intermediate.certificate().as_der().to_vec()),
            Served::RootCrl => crl(0),
            Served::IntermediateCrl => crl(1),
            Served::Ocsp | Served::TimeStamps => None,
        }
    }

    /// A template with everything that end entities have in common.
    fn end_entity(
        &self,
        label: &str,
        subject: NameBuf,
        validity: Validity,
        usage: KeyUsage,
    ) -> CertificateTemplate {
        let key = TestKey::new(self.family, self.seed, label);
        CertificateTemplate::new(subject, &key, validity)
            .with_serial_number(&self.serial_number(label))
            .with_extension(extension::end_entity())
            .with_extension(extension::key_usage(usage))
            .with_extension(extension::subject_key_identifier(key.subject_public_key_info()))
            .with_extension(self.intermediate.authority_key_identifier())
            .with_extension(extension::crl_distribution_point(&[&self.url(Served::IntermediateCrl)]))
            .with_extension(extension::authority_info_access(
                &[&self.url(Served::IntermediateCertificate)],
                &[&self.responder_url()],
            ))
    }

    fn identity(&self, label: &str, template: CertificateTemplate) -> Identity {
        let certificate = template.issue(&self.intermediate).expect(WELL_FORMED);
        Identity::new(certificate, TestKey::new(self.family, self.seed, label))
    }

    fn serial_number(&self, label: &str) -> [u8; 16] {
        serial_number(self.seed, label)
    }

    /// Where that is; certificates say the same.
    pub fn url(&self, served: Served) -> String {
        url(&self.base_url, served)
    }

    /// A period given by days from the PKI's time.
    fn days(&self, (from, to): (i64, i64)) -> Validity {
        Validity { not_before: later(self.at, from), not_after: later(self.at, to) }
    }
}

fn root_template(family: Family, seed: u64, at: UtcDateTime, key: &TestKey) -> CertificateTemplate {
    let subject = people::institution(family, "Тестовый корневой центр", "Test Root CA", seed);
    let validity = Validity { not_before: later(at, -5 * YEAR), not_after: later(at, 15 * YEAR) };
    authority(subject, key, validity).with_serial_number(&serial_number(seed, ROOT))
}

fn intermediate_template(
    (family, seed, at): (Family, u64, UtcDateTime),
    base_url: &str,
    key: &TestKey,
    root: &Identity,
) -> CertificateTemplate {
    let subject = people::institution(family, "Тестовый удостоверяющий центр", "Test Issuing CA", seed);
    let validity = Validity { not_before: later(at, -2 * YEAR), not_after: later(at, 8 * YEAR) };
    let template = authority(subject, key, validity)
        .with_serial_number(&serial_number(seed, INTERMEDIATE))
        .with_extension(extension::authority(Some(0)))
        .with_extension(root.authority_key_identifier())
        .with_extension(extension::crl_distribution_point(&[&url(base_url, Served::RootCrl)]))
        .with_extension(extension::authority_info_access(&[&url(base_url, Served::RootCertificate)], &[]));
    if !family.is_russian() {
        return template;
    }
    template
        .with_extension(extension::certificate_policies(&[KC1, KC2, oids::ANY_POLICY]))
        .with_extension(extension::subject_sign_tool(SIGN_TOOL))
        .with_extension(issuer_sign_tool())
}

fn authority(subject: NameBuf, key: &TestKey, validity: Validity) -> CertificateTemplate {
    CertificateTemplate::new(subject, key, validity)
        .with_extension(extension::authority(None))
        .with_extension(extension::key_usage(KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN)))
        .with_extension(extension::subject_key_identifier(key.subject_public_key_info()))
}

/// What FSB order 795 adds to a certificate of a signer.
fn qualified(template: CertificateTemplate, validity: Validity) -> CertificateTemplate {
    const IN_PERSON: u32 = 0;
    template
        .with_extension(extension::certificate_policies(&[KC1, KC2]))
        .with_extension(extension::private_key_usage_period(validity.not_before, validity.not_after))
        .with_extension(extension::subject_sign_tool(SIGN_TOOL))
        .with_extension(issuer_sign_tool())
        .with_extension(extension::identification_kind(IN_PERSON))
}

fn issuer_sign_tool() -> ExtensionTemplate {
    extension::issuer_sign_tool([
        SIGN_TOOL,
        "Тестовое средство УЦ",
        "Заключение № 1 (для испытаний)",
        "Заключение № 2 (для испытаний)",
    ])
}

/// 16 octets, positive.
fn serial_number(seed: u64, label: &str) -> [u8; 16] {
    let mut octets: [u8; 16] = SeededStream::new(seed, &format!("serial number {label}")).octets();
    octets[0] = octets[0] & 0x7f | 0x40;
    octets
}

fn url(base_url: &str, served: Served) -> String {
    format!("{base_url}/{served}")
}

fn later(time: UtcDateTime, days: i64) -> UtcDateTime {
    let end = if days < 0 { UtcDateTime::MIN } else { UtcDateTime::MAX };
    time.checked_add(Duration::days(days)).unwrap_or(end)
}

/// A domain that nobody has (RFC 6761 §6.5).
const BASE_URL: &str = "http://testkit.example";

const WELL_FORMED: &str = "a template of this file, unchanged, is well-formed";
const SIGN_TOOL: &str = "Тестовое средство ЭП";
const YEAR: i64 = 365;

const ROOT: &str = "root";
const INTERMEDIATE: &str = "intermediate";
const TSA: &str = "tsa";
const OCSP: &str = "ocsp";
const REVOKED: &str = "revoked";

// Classes of signature means, FSB order 796 of 2011.
const KC1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.100.113.1");
const KC2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.100.113.2");
