//! Holes 7 to 11: name constraints.

use std::slice::from_ref;

use esig_core::oid::ObjectIdentifier;
use esig_testkit::{ExtensionTemplate, NameTemplate, extension as x};
use esig_verify::report::Reason;
use esig_verify::{PathInputs, Profile};

use crate::chain::*;

/// One form of name: a base, a name within, a name outside.
struct Form {
    name: &'static str,
    base: Vec<u8>,
    inside: Vec<u8>,
    outside: Vec<u8>,
    /// Whether subtrees of the form have a meaning.
    is_understood: bool,
}

fn directory(country: &str, holder: &str) -> Vec<u8> {
    let name = NameTemplate::new()
        .with_attribute(ObjectIdentifier::new_unwrap("2.5.4.10"), country)
        .with_attribute(esig_core::attribute_names::COMMON_NAME, holder);
    x::directory_name(&name.to_der())
}

const UPN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.20.2.3");
const PRIVATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3.4.5");

/// All nine forms of GeneralName, otherName by two kinds.
fn forms() -> Vec<Form> {
    let organization =
        NameTemplate::new().with_attribute(ObjectIdentifier::new_unwrap("2.5.4.10"), "Example");
    let form =
        |name, base, inside, outside, is_understood| Form { name, base, inside, outside, is_understood };
    vec![
        form(
            "otherName",
            x::other_name(PRIVATE, "a"),
            x::other_name(PRIVATE, "a"),
            x::other_name(PRIVATE, "b"),
            false,
        ),
        form(
            "UPN",
            x::other_name(UPN, "example.com"),
            x::other_name(UPN, "a@example.com"),
            x::other_name(UPN, "a@b.org"),
            true,
        ),
        form(
            "rfc822Name",
            x::rfc822_name("example.com"),
            x::rfc822_name("a@example.com"),
            x::rfc822_name("a@b.example.com"),
            true,
        ),
        form(
            "dNSName",
            x::dns_name("example.com"),
            x::dns_name("a.example.com"),
            x::dns_name("aexample.com"),
            true,
        ),
        form("x400Address", x::x400_address(), x::x400_address(), x::x400_address(), false),
        form(
            "directoryName",
            x::directory_name(&organization.to_der()),
            directory("EXAMPLE", "a"),
            directory("Examples", "a"),
            true,
        ),
        form("ediPartyName", x::edi_party_name("a"), x::edi_party_name("a"), x::edi_party_name("b"), false),
        form(
            "URI",
            x::uri(".example.com"),
            x::uri("ftp://a.example.com:21/"),
            x::uri("https://example.com/"),
            true,
        ),
        form(
            "iPAddress",
            x::ip_address(&[10, 0, 0, 0, 255, 0, 0, 0]),
            x::ip_address(&[10, 1, 2, 3]),
            x::ip_address(&[11, 1, 2, 3]),
            true,
        ),
        form(
            "registeredID",
            x::registered_id(PRIVATE),
            x::registered_id(PRIVATE),
            x::registered_id(UPN),
            false,
        ),
    ]
}

/// What becomes of a certificate with these names below an authority with that extension.
fn below(constraints: ExtensionTemplate, names: &[Vec<u8>]) -> Option<Reason> {
    let root = root();
    let issuer = authority(&root, "authority", &[constraints]);
    let target = leaf_named(&issuer, NameTemplate::new().to_name(), &[x::subject_alt_name(names).critical()]);
    failure(&root, &[&issuer], &target, policy())
}

/// CVE-2022-3602 and CVE-2022-3786: A-labels in constraints on mail, however odd, end in an answer. A hundred thousand
/// random ones are decoded in a test beside the decoder.
#[test]
fn hole_07_a_labels_in_constraints_are_survived() {
    const MAILBOX: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.8.9");
    let judge = |host: &str, mailbox: &str| {
        below(x::name_constraints(&[x::rfc822_name(host)], &[]), &[x::other_name(MAILBOX, mailbox)])
    };
    assert_eq!(judge("xn--e1afmkfd.xn--p1ai", "почта@пример.рф"), None);
    assert_eq!(judge("xn--e1afmkfd.xn--p1ai", "почта@примеры.рф"), Some(Reason::NameNotPermitted));
    let (longest, longer) = (format!("xn--{}", "a".repeat(59)), format!("xn--{}", "a".repeat(60)));
    let many = format!("{}.example", vec!["xn--e1afmkfd"; 18].join("."));
    let too_many = format!("{}.example", vec!["xn--e1afmkfd"; 20].join("."));
    for (host, expected) in [
        (&longest[..], Reason::NameNotPermitted),
        (&longer, Reason::ExtensionMalformed),
        (&many, Reason::NameNotPermitted),
        (&too_many, Reason::ExtensionMalformed),
        ("xn--", Reason::ExtensionMalformed),
        ("xn--99999999", Reason::NameNotPermitted),
        ("xn--a-ecp.ru", Reason::NameNotPermitted),
    ] {
        assert_eq!(judge(host, "почта@пример.рф"), Some(expected), "{host}");
    }
}

/// CVE-2023-0286: an x400Address was compared as if it were of another type. Each form is its own here, in names, in
/// constraints, and where CRLs are found.
#[test]
fn hole_08_forms_are_not_taken_for_each_other() {
    let uri = x::uri("http://example.com/crl");
    for odd in [x::x400_address(), x::edi_party_name("http://example.com/crl")] {
        // As a name it restricts nobody, and nobody restricts it.
        assert_eq!(below(x::name_constraints(&[x::dns_name("example.com")], &[]), from_ref(&odd)), None);
        // The same octets under the tag of a string are malformed.
        let primitive = [&[odd[0] & !0x20], &odd[1..]].concat();
        let permitted = x::name_constraints(&[x::dns_name("example.com")], &[]);
        assert_eq!(below(permitted, &[primitive]), Some(Reason::ExtensionMalformed));
        let point = |name: &[u8]| {
            let full_name = esig_core::encode::element(esig_core::raw::Tag::context(0), &[name]);
            let wrapper = esig_core::encode::element(esig_core::raw::Tag::context(0), &[&full_name]);
            let point = esig_core::encode::element(esig_core::raw::Tag::SEQUENCE, &[&wrapper]);
            let id = esig_core::cert::ext::oids::CRL_DISTRIBUTION_POINTS;
            ExtensionTemplate::new(id, esig_core::encode::element(esig_core::raw::Tag::SEQUENCE, &[&point]))
        };
        let root = root();
        let target = leaf(&root, &[point(&odd)]);
        assert_eq!(failure(&root, &[], &target, policy()), None);
        let points =
            target.view().extensions().crl_distribution_points().expect("well-formed").expect("there");
        assert_eq!(points.uris().count(), 0, "no URL is read from it");
        let target = leaf(&root, &[point(&uri)]);
        let points =
            target.view().extensions().crl_distribution_points().expect("well-formed").expect("there");
        assert_eq!(points.uris().count(), 1);
    }
}

/// CVE-2024-39312: what was excluded did not count where something was permitted too.
#[test]
fn hole_09_excluded_counts_beside_permitted() {
    for form in forms().iter().filter(|form| form.is_understood) {
        let bases = [form.base.clone()];
        let both = x::name_constraints(&bases, &bases);
        assert_eq!(below(both, from_ref(&form.inside)), Some(Reason::NameNotPermitted), "{}", form.name);
        // In two certificates, in either order.
        for (upper, lower) in [(&bases[..], &[][..]), (&[][..], &bases[..])] {
            let root = root();
            let above = authority(&root, "above", &[x::name_constraints(upper, lower)]);
            let issuer = authority(&above, "authority", &[x::name_constraints(lower, upper)]);
            let names = x::subject_alt_name(from_ref(&form.inside)).critical();
            let target = leaf_named(&issuer, NameTemplate::new().to_name(), &[names]);
            // A directoryName would exclude the authority itself, whose name is none of the example's.
            let outcome = failure(&root, &[&above, &issuer], &target, policy());
            assert_eq!(outcome, Some(Reason::NameNotPermitted), "{}", form.name);
        }
    }
    let permitted_wider =
        x::name_constraints(&[x::dns_name("example.com")], &[x::dns_name("secret.example.com")]);
    assert_eq!(below(permitted_wider.clone(), &[x::dns_name("www.example.com")]), None);
    let secret = below(permitted_wider, &[x::dns_name("a.secret.example.com")]);
    assert_eq!(secret, Some(Reason::NameNotPermitted));
}

/// CVE-2025-61727, RUSTSEC-2026-0099, CVE-2026-32884: a wildcard is every host that it stands for, in whatever case.
#[test]
fn hole_10_wildcards_are_what_they_stand_for() {
    let refused = Some(Reason::NameNotPermitted);
    for (permitted, excluded, name, expected) in [
        (Some("example.com"), None, "*.example.com", None),
        (Some("EXAMPLE.com"), None, "*.Example.COM", None),
        (Some("foo.example.com"), None, "*.example.com", refused),
        (Some("example.com"), None, "*.com", refused),
        (Some("example.com"), None, "*.example.org", refused),
        (None, Some("foo.example.com"), "*.example.com", refused),
        (None, Some("FOO.example.com"), "*.Example.com", refused),
        (None, Some("a.foo.example.com"), "*.example.com", None),
        (None, Some("example.com"), "*.foo.example.com", refused),
        (None, Some("example.com"), "*.example.org", None),
        (Some("com"), Some("b.example.com"), "*.example.com", refused),
        (Some("example.com"), None, "*.*.example.com", refused),
        (Some("example.com"), None, "w*.example.com", refused),
        (None, Some("example.com"), "w*.example.org", refused),
    ] {
        let hosts = |host: Option<&str>| host.map(x::dns_name).into_iter().collect::<Vec<_>>();
        let constraints = x::name_constraints(&hosts(permitted), &hosts(excluded));
        assert_eq!(below(constraints, &[x::dns_name(name)]), expected, "{permitted:?} {excluded:?} {name}");
    }
}

/// RUSTSEC-2026-0098: constraints on URIs were ignored. Here each of all forms is enforced, or the chain refused.
#[test]
fn hole_11_no_constraint_is_passed_over() {
    for form in forms() {
        let Form { name, base, inside, outside, is_understood } = form;
        let permitted = || x::name_constraints(from_ref(&base), &[]);
        let excluded = || x::name_constraints(&[], from_ref(&base));
        let judge = |constraints, name: &Vec<u8>| below(constraints, from_ref(name));
        if is_understood {
            assert_eq!(judge(permitted(), &inside), None, "{name}");
            assert_eq!(judge(permitted(), &outside), Some(Reason::NameNotPermitted), "{name}");
            assert_eq!(judge(excluded(), &inside), Some(Reason::NameNotPermitted), "{name}");
            assert_eq!(judge(excluded(), &outside), None, "{name}");
            // Of several names each counts, and names of other forms are free.
            let both = below(permitted(), &[inside.clone(), outside.clone()]);
            assert_eq!(both, Some(Reason::NameNotPermitted), "{name}");
            assert_eq!(judge(permitted().not_critical(), &outside), Some(Reason::NameNotPermitted), "{name}");
        } else {
            for constraints in [permitted(), excluded()] {
                let unsupported = Some(Reason::NameConstraintUnsupported);
                assert_eq!(judge(constraints.clone(), &inside), unsupported, "{name}");
                // Not critical, it is in the way of names of that form alone.
                assert_eq!(judge(constraints.clone().not_critical(), &inside), unsupported, "{name}");
                let free = judge(constraints.not_critical(), &x::dns_name("example.com"));
                assert_eq!(free, None, "{name}");
            }
        }
    }
}

/// The same for what the caller permits.
#[test]
fn hole_11_the_callers_constraints_count() {
    let root = root();
    let target = |host: &str| leaf(&root, &[x::subject_alt_name(&[x::dns_name(host)])]);
    let constraints = x::name_constraints(&[x::dns_name("example.com")], &[]).value;
    let inputs = PathInputs::new().with_name_constraints(constraints).expect("well-formed");
    let policy = || policy().with_inputs(inputs.clone());
    assert_eq!(failure(&root, &[], &target("www.example.com"), policy()), None);
    assert_eq!(failure(&root, &[], &target("example.org"), policy()), Some(Reason::NameNotPermitted));
    assert!(PathInputs::new().with_name_constraints(vec![0x30, 0]).is_err());
}

/// Constraints that are none are errors of the path, whatever names follow.
#[test]
fn malformed_constraints_are_errors() {
    for base in [
        x::ip_address(&[10, 0, 0, 0]),
        x::ip_address(&[10, 0, 0, 0, 255, 0, 255, 0]),
        x::dns_name("*.example.com"),
        x::dns_name(".example.com"),
        x::dns_name("example.com."),
        x::dns_name("a_b.example.com"),
        x::dns_name("a..b"),
        x::rfc822_name(""),
        x::rfc822_name("@example.com"),
        x::uri(""),
        x::uri("https://example.com"),
    ] {
        let outcome = below(x::name_constraints(from_ref(&base), &[]), &[x::registered_id(PRIVATE)]);
        assert_eq!(outcome, Some(Reason::ExtensionMalformed), "{base:?}");
    }
    let root = root();
    let dotted = authority(&root, "authority", &[x::name_constraints(&[x::dns_name(".example.com")], &[])]);
    let compatible =
        policy().with_profile(Profile::qualified().accept_leading_dots_in_dns_constraints_at_own_risk());
    let target = |host: &str| leaf(&dotted, &[x::subject_alt_name(&[x::dns_name(host)])]);
    assert_eq!(failure(&root, &[&dotted], &target("a.example.com"), compatible.clone()), None);
    let apex = failure(&root, &[&dotted], &target("example.com"), compatible);
    assert_eq!(apex, Some(Reason::NameNotPermitted));
}

/// A mail address in the subject counts where there is no subjectAltName, each of several; a commonName never does.
#[test]
fn names_in_the_subject_count_as_far_as_the_standard_says() {
    use esig_core::attribute_names::{COMMON_NAME, EMAIL_ADDRESS};
    let root = root();
    let issuer = authority(&root, "authority", &[x::name_constraints(&[x::rfc822_name("example.com")], &[])]);
    let subject = |mails: &[&str]| {
        let name = NameTemplate::new().with_attribute(COMMON_NAME, "www.example.org");
        mails.iter().fold(name, |name, mail| name.with_attribute(EMAIL_ADDRESS, mail)).to_name()
    };
    let judge = |mails: &[&str], extensions: &[ExtensionTemplate]| {
        failure(&root, &[&issuer], &leaf_named(&issuer, subject(mails), extensions), policy())
    };
    let refused = Some(Reason::NameNotPermitted);
    assert_eq!(judge(&["a@example.com"], &[]), None);
    assert_eq!(judge(&["a@example.org"], &[]), refused);
    assert_eq!(judge(&["a@example.com", "a@example.org"], &[]), refused);
    assert_eq!(judge(&["a@example.com\0.example.org"], &[]), refused);
    let alt_name = x::subject_alt_name(&[x::dns_name("www.example.com")]);
    assert_eq!(judge(&["a@example.org"], &[alt_name]), None);
}
