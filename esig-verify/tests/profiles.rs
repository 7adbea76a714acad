//! Profiles: certificates that keep every rule pass, and one thing broken is told by its rule; names and purposes of peers.

mod world;

use std::net::IpAddr;

use esig_core::attribute_names::COMMON_NAME;
use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::encode::element;
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::Tag;
use esig_core::time::Validity;
use esig_core::{CertificateBuf, Provider};
use esig_testkit::{
    CertificateTemplate, ExtensionTemplate, Family, Identity, NameTemplate, TestKey, extension as x,
};
use esig_verify::report::{Question, Reason};
use esig_verify::{
    ExtendedKeyUsageScope, PeerName, Policy, Profile, PublicSuffixes, Purpose, TrustAnchors, Verifier,
};
use time::Duration;
use world::*;

/// What every rule asks for.
struct Chain {
    root: CertificateTemplate,
    authority: CertificateTemplate,
    leaf: CertificateTemplate,
}

fn key(label: &str) -> TestKey {
    TestKey::new(Family::P256, 12, label)
}

fn validity() -> Validity {
    Validity { not_before: AT - Duration::days(9), not_after: AT + Duration::days(9) }
}

fn named(label: &str) -> esig_core::NameBuf {
    NameTemplate::new().with_attribute(COMMON_NAME, label).to_name()
}

fn identified(label: &str, issuer: &str) -> CertificateTemplate {
    CertificateTemplate::new(named(label), &key(label), validity())
        .with_extension(x::subject_key_identifier(key(label).subject_public_key_info()))
        .with_extension(x::authority_key_identifier(key(issuer).subject_public_key_info()))
}

fn sound() -> Chain {
    let authority = |label, issuer| {
        identified(label, issuer)
            .with_extension(x::authority(None))
            .with_extension(x::key_usage(KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN)))
    };
    let leaf = identified("www.example.com", "authority")
        .with_extension(x::end_entity())
        .with_extension(x::key_usage(KeyUsage::DIGITAL_SIGNATURE))
        .with_extension(x::extended_key_usage(&[oids::SERVER_AUTH]))
        .with_extension(x::subject_alt_name(&[x::dns_name("www.example.com")]));
    Chain { root: authority("root", "root"), authority: authority("authority", "root"), leaf }
}

/// The rule that is broken, or the reason.
fn judge(chain: &Chain, profile: Profile, purpose: Purpose) -> Option<String> {
    judge_by(&chain.root.self_sign(&key("root")).expect("well-formed"), chain, profile, purpose)
}

fn judge_by(root: &CertificateBuf, chain: &Chain, profile: Profile, purpose: Purpose) -> Option<String> {
    let root = Identity::new(root.clone(), key("root"));
    let authority = Identity::new(chain.authority.issue(&root).expect("well-formed"), key("authority"));
    let leaf: CertificateBuf = chain.leaf.issue(&authority).expect("well-formed");
    let policy = Policy::baseline().accept_unknown_revocation_at_own_risk().with_profile(profile);
    let anchors = TrustAnchors::from_certificates([root.certificate().clone()]);
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, policy);
    let store = store_of(&[authority.certificate().clone()], &[]);
    let answer = verifier.certificate(leaf.view(), purpose, &store, AT);
    answer.path.err()?;
    let told = answer
        .checks
        .iter()
        .find(|check| check.question == Question::CertificateProfile && check.outcome.reason().is_some());
    told.map(|check| check.wanted.to_string()).or(answer.decided_by.map(|reason| reason.to_string()))
}

fn server() -> Purpose {
    Purpose::Server { names: vec![PeerName::Host("www.example.com".into())] }
}

/// Breaks one thing.
type Break = fn(Chain) -> Chain;

fn in_leaf(chain: Chain, change: impl FnOnce(CertificateTemplate) -> CertificateTemplate) -> Chain {
    Chain { leaf: change(chain.leaf), ..chain }
}

fn in_authority(chain: Chain, change: impl FnOnce(CertificateTemplate) -> CertificateTemplate) -> Chain {
    Chain { authority: change(chain.authority), ..chain }
}

fn in_root(chain: Chain, change: impl FnOnce(CertificateTemplate) -> CertificateTemplate) -> Chain {
    Chain { root: change(chain.root), ..chain }
}

fn with(extension: ExtensionTemplate) -> impl FnOnce(CertificateTemplate) -> CertificateTemplate {
    |template| template.with_extension(extension)
}

fn without(id: ObjectIdentifier) -> impl FnOnce(CertificateTemplate) -> CertificateTemplate {
    move |template| template.without_extension(id)
}

fn alt_names(names: &[Vec<u8>]) -> ExtensionTemplate {
    x::subject_alt_name(names)
}

/// The present value of an extension, with another criticality.
fn critical(id: ObjectIdentifier) -> impl FnOnce(CertificateTemplate) -> CertificateTemplate {
    move |template| {
        let own = template.extensions().iter().find(|own| own.id == id).cloned().expect("there");
        template.with_extension(own.critical())
    }
}

/// authorityKeyIdentifier with issuer and serial number besides, or one of them.
fn authority_identifier(issuer: bool, serial_number: bool) -> ExtensionTemplate {
    let own = x::authority_key_identifier(key("root").subject_public_key_info()).value;
    let identifier = &own[2..];
    let names = element(Tag::context(1), &[&x::directory_name(named("root").view().as_der())]);
    let names: &[u8] = if issuer { &names } else { &[] };
    let number: &[u8] = if serial_number { &[0x82, 1, 1] } else { &[] };
    let value = element(Tag::SEQUENCE, &[identifier, names, number]);
    ExtensionTemplate::new(oids::AUTHORITY_KEY_IDENTIFIER, value)
}

const RFC_5280: &[(&str, Break)] = &[
    ("a positive serial number of at most 20 octets", |it| in_leaf(it, |leaf| leaf.with_serial_number(&[0]))),
    ("a positive serial number of at most 20 octets", |it| {
        in_leaf(it, |leaf| leaf.with_serial_number(&[0x80]))
    }),
    ("a positive serial number of at most 20 octets", |it| {
        in_leaf(it, |leaf| leaf.with_serial_number(&[1; 21]))
    }),
    ("a critical subjectAltName where there is no subject", |it| {
        in_leaf(it, |leaf| leaf.with_subject(NameTemplate::new().to_name()))
    }),
    ("authorityKeyIdentifier with a keyIdentifier", |it| {
        in_leaf(it, without(oids::AUTHORITY_KEY_IDENTIFIER))
    }),
    ("authorityKeyIdentifier with a keyIdentifier", |it| {
        in_authority(it, without(oids::AUTHORITY_KEY_IDENTIFIER))
    }),
    ("authorityCertIssuer with authorityCertSerialNumber", |it| {
        in_root(it, with(authority_identifier(true, false)))
    }),
    ("authorityKeyIdentifier not critical", |it| in_leaf(it, critical(oids::AUTHORITY_KEY_IDENTIFIER))),
    ("subjectKeyIdentifier not critical", |it| in_root(it, critical(oids::SUBJECT_KEY_IDENTIFIER))),
    ("subjectKeyIdentifier of an authority", |it| in_authority(it, without(oids::SUBJECT_KEY_IDENTIFIER))),
    ("keyUsage of an authority", |it| in_authority(it, without(oids::KEY_USAGE))),
    ("keyCertSign and cA together", |it| in_leaf(it, with(x::key_usage(KeyUsage::KEY_CERT_SIGN)))),
    ("a bit of keyUsage that is set", |it| {
        in_leaf(it, with(ExtensionTemplate::new(oids::KEY_USAGE, vec![3, 1, 0]).critical()))
    }),
    ("basicConstraints critical in certificates of authorities", |it| {
        in_root(it, with(x::authority(None).not_critical()))
    }),
    ("pathLenConstraint with cA and keyCertSign alone", |it| {
        in_leaf(it, with(ExtensionTemplate::new(oids::BASIC_CONSTRAINTS, vec![0x30, 3, 2, 1, 0])))
    }),
    ("nameConstraints critical", |it| {
        in_authority(it, with(x::name_constraints(&[x::dns_name("example.com")], &[]).not_critical()))
    }),
    ("policyConstraints critical", |it| {
        in_authority(it, with(x::policy_constraints(None, Some(0)).not_critical()))
    }),
    ("inhibitAnyPolicy critical", |it| in_authority(it, with(x::inhibit_any_policy(0).not_critical()))),
    ("dNSName in preferred name syntax", |it| {
        in_leaf(it, with(alt_names(&[x::dns_name("www.example.com"), x::dns_name("a_b.c")])))
    }),
    ("dNSName in preferred name syntax", |it| {
        in_leaf(it, with(alt_names(&[x::dns_name("www.example.com"), x::dns_name("192.0.2.1")])))
    }),
    ("rfc822Name that is a mailbox", |it| {
        in_leaf(it, with(alt_names(&[x::dns_name("www.example.com"), x::rfc822_name("a@b@c")])))
    }),
    ("iPAddress of 4 or 16 octets", |it| {
        in_leaf(it, with(alt_names(&[x::dns_name("www.example.com"), x::ip_address(&[1, 2, 3])])))
    }),
    ("an absolute uniformResourceIdentifier", |it| {
        in_leaf(it, with(alt_names(&[x::dns_name("www.example.com"), x::uri("a/b")])))
    }),
    ("CRITICAL_EXTENSION_UNKNOWN", |it| {
        in_leaf(it, with(x::authority_info_access(&["http://a.example/"], &[]).critical()))
    }),
];

const WEB: &[(&str, Break)] = &[
    ("authorityKeyIdentifier with the keyIdentifier alone", |it| {
        in_root(it, with(authority_identifier(true, true)))
    }),
    ("the keyIdentifier of the issuer", |it| {
        in_root(it, with(x::authority_key_identifier(key("other").subject_public_key_info())))
    }),
    ("no extKeyUsage of a root", |it| in_root(it, with(x::extended_key_usage(&[oids::SERVER_AUTH])))),
    ("extKeyUsage not critical", |it| in_leaf(it, critical(oids::EXTENDED_KEY_USAGE))),
    ("no other purposes than those of servers and clients", |it| {
        in_leaf(it, with(x::extended_key_usage(&[oids::SERVER_AUTH, oids::ANY_EXTENDED_KEY_USAGE])))
    }),
    ("EXTENDED_KEY_USAGE_MISMATCH", |it| in_leaf(it, without(oids::EXTENDED_KEY_USAGE))),
    ("a subjectAltName", |it| in_leaf(it, without(oids::SUBJECT_ALT_NAME))),
    ("subjectAltName critical where there is no subject alone", |it| {
        in_leaf(it, critical(oids::SUBJECT_ALT_NAME))
    }),
    ("dNSName and iPAddress alone", |it| {
        in_leaf(it, with(alt_names(&[x::dns_name("www.example.com"), x::rfc822_name("a@example.com")])))
    }),
    ("no wildcard for a public suffix", |it| {
        in_leaf(it, with(alt_names(&[x::dns_name("www.example.com"), x::dns_name("*.com")])))
    }),
    ("no wildcard for a public suffix", |it| {
        in_leaf(it, with(alt_names(&[x::dns_name("www.example.com"), x::dns_name("*.Hosting.example")])))
    }),
    ("a commonName that is a name of subjectAltName", |it| {
        in_leaf(it, |leaf| leaf.with_subject(named("Www.example.com")))
    }),
    ("one commonName at most", |it| {
        let twice = NameTemplate::new().with_attribute(COMMON_NAME, "www.example.com");
        in_leaf(it, |leaf| leaf.with_subject(twice.with_attribute(COMMON_NAME, "www.example.com").to_name()))
    }),
    ("an RSA or ECDSA key of an allowed size", |it| {
        let key = TestKey::new(Family::Ed25519, 12, "leaf");
        in_leaf(it, |leaf| leaf.with_subject_public_key_info(key.subject_public_key_info().to_vec()))
    }),
];

fn webpki() -> Profile {
    Profile::webpki().with_public_suffixes(PublicSuffixes::new(|name| name == "hosting.example"))
}

#[test]
fn sound_certificates_keep_every_rule() {
    for profile in [Profile::qualified(), Profile::rfc5280(), webpki()] {
        assert_eq!(judge(&sound(), profile.clone(), server()), None, "{profile:?}");
    }
}

#[test]
fn rules_of_rfc_5280_are_told_when_broken() {
    for (rule, broken) in RFC_5280 {
        assert_eq!(judge(&broken(sound()), Profile::rfc5280(), server()).as_deref(), Some(*rule));
        if !rule.starts_with("CRITICAL") {
            let lenient = Profile::rfc5280().accept_nonconforming_certificates_at_own_risk();
            assert_eq!(judge(&broken(sound()), lenient, server()), None, "{rule}");
        }
        // Baseline Requirements 7.1.2.5.2 excepts these from having to be critical.
        let is_excepted = *rule == "nameConstraints critical";
        assert_eq!(judge(&broken(sound()), webpki(), server()).is_none(), is_excepted, "{rule}");
    }
}

/// RFC 5280 §6.1: what is trusted is no part of the path; its own signature counts only where its names differ.
#[test]
fn roots_without_key_identifiers_are_self_issued_or_self_signed() {
    let chain = in_root(sound(), without(oids::AUTHORITY_KEY_IDENTIFIER));
    let judged = |root: &CertificateTemplate, by: &str| {
        let root = root.self_sign(&key(by)).expect("well-formed");
        judge_by(&root, &chain, Profile::rfc5280(), server())
    };
    assert_eq!(judged(&chain.root, "root"), None);
    assert_eq!(judged(&chain.root, "other"), None, "self-issued: nobody asks who signed it");
    let renamed = chain.root.clone().with_issuer(named("another"));
    assert_eq!(judged(&renamed, "root"), None, "self-signed");
    let told = judged(&renamed, "other").expect("it breaks a rule");
    assert!(told.contains("authorityKeyIdentifier with a keyIdentifier"), "{told}");
}

#[test]
fn rules_of_the_web_are_told_when_broken() {
    for (rule, broken) in WEB {
        assert_eq!(
            judge(&broken(sound()), webpki(), Purpose::Server { names: Vec::new() }).as_deref(),
            Some(*rule)
        );
        assert_eq!(judge(&broken(sound()), Profile::rfc5280(), Purpose::Chain), None, "{rule}");
    }
}

#[test]
fn an_authority_is_no_server() {
    let usage = KeyUsage::KEY_CERT_SIGN.union(KeyUsage::DIGITAL_SIGNATURE);
    let authority = || {
        in_leaf(sound(), |leaf| leaf.with_extension(x::authority(None)).with_extension(x::key_usage(usage)))
    };
    assert_eq!(judge(&authority(), Profile::rfc5280(), server()), None);
    let refused = Some("CA FALSE".into());
    assert_eq!(judge(&authority(), Profile::rfc5280().refuse_authority_as_target(), server()), refused);
    assert_eq!(judge(&authority(), webpki(), server()), refused);
}

#[test]
fn purposes_stand_where_they_have_to() {
    let mismatch = Some(Reason::ExtendedKeyUsageMismatch.to_string());
    let purposes = |of_authority: &[ObjectIdentifier], of_leaf: &[ObjectIdentifier]| {
        let list = |template: CertificateTemplate, purposes: &[ObjectIdentifier]| match purposes {
            [] => template.without_extension(oids::EXTENDED_KEY_USAGE),
            _ => template.with_extension(x::extended_key_usage(purposes)),
        };
        let chain = sound();
        Chain { authority: list(chain.authority, of_authority), leaf: list(chain.leaf, of_leaf), ..chain }
    };
    let (server_auth, client, any) =
        (&[oids::SERVER_AUTH][..], &[oids::CLIENT_AUTH][..], &[oids::ANY_EXTENDED_KEY_USAGE][..]);
    use ExtendedKeyUsageScope as S;
    for (of_authority, of_leaf, passes) in [
        (&[][..], &[][..], &[S::WherePresent][..]),
        (&[], server_auth, &[S::WherePresent, S::Target, S::TargetWithoutAny]),
        (server_auth, server_auth, &[S::WherePresent, S::Target, S::TargetWithoutAny, S::Chain]),
        (any, server_auth, &[S::WherePresent, S::Target]),
        (any, any, &[S::WherePresent]),
        (client, server_auth, &[]),
        (server_auth, client, &[]),
    ] {
        for scope in [S::WherePresent, S::Target, S::TargetWithoutAny, S::Chain] {
            let profile = Profile::rfc5280().with_extended_key_usage(scope);
            let expected = if passes.contains(&scope) { None } else { mismatch.clone() };
            assert_eq!(judge(&purposes(of_authority, of_leaf), profile, server()), expected, "{scope:?}");
        }
    }
    let for_clients = Purpose::Client { names: Vec::new() };
    assert_eq!(judge(&purposes(client, client), Profile::rfc5280(), for_clients.clone()), None);
    assert_eq!(judge(&purposes(&[], server_auth), Profile::rfc5280(), for_clients), mismatch);
}

#[test]
fn peers_have_the_names_of_their_certificates() {
    let names = [
        x::dns_name("www.example.com"),
        x::dns_name("*.wild.example"),
        x::ip_address(&[192, 0, 2, 1]),
        x::ip_address(&[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        x::rfc822_name("Anna@Example.com"),
    ];
    let chain = || in_leaf(sound(), with(alt_names(&names)));
    let host = |name: &str| PeerName::Host(name.into());
    let address = |text: &str| PeerName::Address(text.parse::<IpAddr>().expect("an address"));
    let mail = |text: &str| PeerName::Mail(text.into());
    for (name, is_borne) in [
        (host("WWW.example.COM"), true),
        (host("example.com"), false),
        (host("a.www.example.com"), false),
        (host("a.wild.example"), true),
        (host("wild.example"), false),
        (host("a.b.wild.example"), false),
        (host("*.wild.example"), false),
        (host("192.0.2.1"), false),
        (address("192.0.2.1"), true),
        (address("192.0.2.2"), false),
        (address("::ffff:192.0.2.1"), false),
        (address("2001:db8::1"), true),
        (mail("Anna@example.COM"), true),
        (mail("anna@example.com"), false),
        (mail("Anna@www.example.com"), false),
    ] {
        let expected = (!is_borne).then(|| Reason::PeerNameMismatch.to_string());
        let purpose = Purpose::Server { names: vec![name.clone()] };
        assert_eq!(judge(&chain(), Profile::rfc5280(), purpose), expected, "{name}");
    }
    let both = |second| Purpose::Server { names: vec![host("www.example.com"), second] };
    assert_eq!(judge(&chain(), Profile::rfc5280(), both(host("a.wild.example"))), None);
    assert!(judge(&chain(), Profile::rfc5280(), both(host("other.example"))).is_some(), "all of them");
    let without_names = in_leaf(sound(), without(oids::SUBJECT_ALT_NAME));
    assert!(judge(&without_names, Profile::rfc5280(), server()).is_some(), "a commonName says nothing");
}
