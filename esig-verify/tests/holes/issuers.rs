//! Holes 3, 4, 6 and 14: who may issue, and whose name it is.

use esig_core::cert::ext::KeyUsage;
use esig_core::{CertificateBuf, NameBuf};
use esig_testkit::{CertificateTemplate, ExtensionTemplate, Identity, extension};
use esig_verify::report::Reason;
use esig_verify::{Profile, Purpose};

use crate::chain::*;

/// CVE-2021-3450: a stricter mode wrote over the answer that the issuer is none.
#[test]
fn hole_03_no_setting_makes_an_authority() {
    let root = root();
    let sound = authority(&root, "authority", &[]);
    let silent = without_constraints(&sound, &root, "authority");
    let denied = authority(&root, "authority", &[extension::end_entity()]);
    let target = leaf(&sound, &[]);
    for profile in [
        Profile::qualified(),
        Profile::rfc5280().accept_nonconforming_certificates_at_own_risk(),
        Profile::qualified().refuse_authority_as_target(),
    ] {
        let judge = |issuer| failure(&root, &[issuer], &target, policy().with_profile(profile.clone()));
        assert_eq!(judge(&sound), None);
        assert_eq!(judge(&silent), Some(Reason::NotAnAuthority));
        assert_eq!(judge(&denied), Some(Reason::NotAnAuthority));
    }
}

/// CVE-2015-1793: the search for another chain did not ask whether the issuer is an authority.
#[test]
fn hole_04_no_order_of_candidates_makes_an_end_entity_an_issuer() {
    let root = root();
    let entity = |label| {
        let usage = end_entity_of(KeyUsage::DIGITAL_SIGNATURE);
        authority(&root, label, &usage)
    };
    let (ours, other) = (entity("holder"), entity("other holder"));
    // Namesakes with other keys, one of them an authority; and the holder's own certificate.
    let namesake = |label: &str, extensions: &[ExtensionTemplate], number: u8| {
        let template = CertificateTemplate::new(named("holder"), &key(label), validity());
        let template = template.with_serial_number(&[number]);
        let template = extensions.iter().cloned().fold(template, CertificateTemplate::with_extension);
        Identity::new(template.issue(&root).expect("well-formed"), key(label))
    };
    let authority_namesake = namesake("namesake", &[extension::authority(None)], 7);
    let entity_namesake = namesake("another", &end_entity_of(KeyUsage::DIGITAL_SIGNATURE), 8);
    let forged = leaf(&ours, &[]);
    let issued = leaf(&authority_namesake, &[]);
    let pool = [&ours, &authority_namesake, &entity_namesake, &other];
    for order in orders(4) {
        let pool: Vec<&Identity> = order.iter().map(|index| pool[*index]).collect();
        assert!(failure(&root, &pool, &forged, policy()).is_some(), "{order:?}");
        assert_eq!(failure(&root, &pool, &issued, policy()), None, "{order:?}");
    }
}

/// CVE-2026-34580: an end entity that signs itself, with the name of a trusted root.
#[test]
fn hole_06_the_name_of_a_root_is_no_root() {
    let root = root();
    let impostor = key("impostor");
    let identifiers = [
        None,
        Some(extension::subject_key_identifier(impostor.subject_public_key_info())),
        Some(extension::authority_key_identifier(root.key().subject_public_key_info())),
        Some(extension::authority_key_identifier(impostor.subject_public_key_info())),
    ];
    let roles = [None, Some(extension::authority(None)), Some(extension::end_entity())];
    for extensions in
        identifiers.iter().flat_map(|identifier| roles.iter().map(move |role| [identifier, role]))
    {
        let template = CertificateTemplate::new(named("root"), &impostor, validity());
        let extensions = extensions.into_iter().flatten().cloned();
        let template = extensions.fold(template, CertificateTemplate::with_extension);
        let forged = template.self_sign(&impostor).expect("well-formed");
        assert!(failure(&root, &[], &forged, policy()).is_some());
        // Nor does it lend its name to others.
        let below = leaf(&Identity::new(forged.clone(), impostor.clone()), &[]);
        let forged = Identity::new(forged, impostor.clone());
        assert!(failure(&root, &[&forged], &below, policy()).is_some());
    }
    assert_eq!(failure(&root, &[], root.certificate(), policy()), None);
    assert_eq!(failure(&root, &[], &leaf(&root, &[]), policy()), None);
}

/// CVE-2024-0567: authorities that signed each other in a circle ended the process.
#[test]
fn hole_14_meshes_of_cross_certificates_end() {
    for size in [3, 10] {
        let labels: Vec<String> = (0..size).map(|number| format!("mesh {number}")).collect();
        let selves: Vec<Identity> = labels
            .iter()
            .map(|label| {
                let certificate = authority_template(label, &[]).self_sign(&key(label)).expect("well-formed");
                Identity::new(certificate, key(label))
            })
            .collect();
        let mut pool: Vec<Identity> = Vec::new();
        for (row, subject) in labels.iter().enumerate() {
            for (column, issuer) in selves.iter().enumerate().filter(|(column, _)| *column != row) {
                let template = authority_template(subject, &[]).with_serial_number(&[column as u8 + 2]);
                let certificate = template.issue(issuer).expect("well-formed");
                pool.push(Identity::new(certificate, key(subject)));
            }
        }
        let pool: Vec<&Identity> = pool.iter().collect();
        let target = leaf(&selves[0], &[]);
        assert_eq!(failure(&selves[0], &pool, &target, policy()), None, "{size}: itself a root");
        assert_eq!(failure(&selves[size - 1], &pool, &target, policy()), None, "{size}: across");
        let stranger = root();
        let store = store(&pool);
        let verifier = verifier(&stranger, policy());
        let answer = verifier.certificate(target.view(), Purpose::Chain, &store, AT);
        assert!(answer.path.is_err(), "{size}: no root at all");
    }
}

/// A certificate that leads to two anchors is tried under both, though one anchor has its name and key.
#[test]
fn hole_14_a_cross_certificate_leads_on_where_the_root_does_not() {
    let other = root();
    let old = {
        let past = esig_core::time::Validity {
            not_before: AT - time::Duration::days(9),
            not_after: AT - time::Duration::days(1),
        };
        let template = authority_template("old", &[]).with_validity(past);
        Identity::new(template.self_sign(&key("old")).expect("well-formed"), key("old"))
    };
    let cross = authority(&other, "old", &[]);
    let target = leaf(&old, &[]);
    let anchors = [old.certificate().clone(), other.certificate().clone()];
    let anchors = esig_verify::TrustAnchors::from_certificates(anchors);
    let verifier = esig_verify::Verifier::new(esig_core::Provider::rustcrypto(), anchors, policy());
    let judge = |pool: &[&Identity]| {
        let store = store(pool);
        reason(&verifier.certificate(target.view(), Purpose::Chain, &store, AT))
    };
    assert_eq!(judge(&[&cross]), None);
    assert_eq!(judge(&[]), Some(Reason::AnchorExpired));
}

fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut found = Vec::new();
    for order in orders(count - 1) {
        for place in 0..count {
            let mut order = order.clone();
            order.insert(place, count - 1);
            found.push(order);
        }
    }
    found
}

#[test]
fn every_order_is_tried() {
    assert_eq!(orders(4).len(), 24);
}

/// Name constraints, policies and path length of a self-issued rollover certificate count; the certificate does not.
#[test]
fn a_rollover_certificate_hides_nothing() {
    let root = root();
    let old = authority(&root, "authority", &[extension::authority(Some(0))]);
    let template = CertificateTemplate::new(NameBuf::clone(&named("authority")), &key("new key"), validity());
    let template = template.with_serial_number(&[2]).with_extension(extension::authority(Some(0)));
    let constrained = template
        .clone()
        .with_extension(extension::name_constraints(&[extension::dns_name("example.com")], &[]));
    let identity = |template: &CertificateTemplate| {
        Identity::new(template.issue(&old).expect("well-formed"), key("new key"))
    };
    let names = |host: &str| extension::subject_alt_name(&[extension::dns_name(host)]);
    let judge = |new: &Identity, target: &CertificateBuf| failure(&root, &[&old, new], target, policy());
    let (plain, constrained) = (identity(&template), identity(&constrained));
    let outside = |issuer: &Identity| leaf(issuer, &[names("example.org")]);
    assert_eq!(judge(&plain, &outside(&plain)), None);
    assert_eq!(judge(&constrained, &outside(&constrained)), Some(Reason::NameNotPermitted));
    assert_eq!(judge(&constrained, &leaf(&constrained, &[names("www.example.com")])), None);
}
