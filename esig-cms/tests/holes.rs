//! Known holes in CMS implementations, by their numbers, each with a twin that must pass.

#[path = "common/builder.rs"]
mod builder;
#[path = "common/odd.rs"]
mod odd;
#[path = "common/raw_rsa.rs"]
mod raw_rsa;

use std::time::{Duration, Instant};

use builder::*;
use esig_cms::check::{CheckPolicy, Rule};
use esig_cms::{CmsError, ContentDigests, Finding, SignedData, SignedOctets, oids};
use esig_core::algorithm::oids as algorithms;
use esig_core::encode::{element, set_of};
use esig_core::error::ParseErrorKind;
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::{Element, Tag};
use esig_core::{DigestAlgorithm, Limits, Provider, SignatureScheme};
use esig_testkit::Family;
use odd::*;

/// The code of the one signature's outcome over that content, or over what is inside.
fn outcome(bytes: &[u8], builder: &Builder, content: &[u8], policy: &CheckPolicy) -> &'static str {
    let provider = Provider::rustcrypto();
    let data = match SignedData::parse(bytes, &Limits::DEFAULT) {
        Ok(data) => data,
        Err(error) => return error.code(),
    };
    let content = match data.encapsulated_content() {
        Some(_) => data.digest_encapsulated_content(&provider),
        None => {
            let mut hasher = data.hasher(&provider);
            content.chunks(1000).for_each(|piece| hasher.update(piece));
            hasher.finish()
        }
    };
    let Some(signer_info) = data.signer_infos().next() else { return "no signature" };
    let checked = signer_info.check_under(builder.certificate.view(), &content, policy, &provider);
    checked.map_or_else(|error| error.code(), |_| "intact")
}

fn code(builder: &Builder) -> &'static str {
    outcome(&builder.build(), builder, CONTENT, &CheckPolicy::DEFAULT)
}

fn policies() -> [CheckPolicy; 4] {
    [CheckPolicy::DEFAULT, CheckPolicy::strict(), CheckPolicy::like_dss(), CheckPolicy::like_openssl()]
}

/// The SignerInfo of a builder without its signed attributes, and these attributes by DER.
fn stripped(builder: &Builder) -> (Vec<u8>, Vec<u8>) {
    let attributes = set_of(Tag::SET, builder.signed.clone().expect("signed attributes"));
    let whole = builder.signer_info();
    let stored = [&[0xa0], &attributes[1..]].concat();
    let fields = Element::from_der(&whole, "SignerInfo").expect("DER").contents();
    let at = fields.windows(stored.len()).position(|window| window == stored).expect("there");
    let rest = element(Tag::SEQUENCE, &[&fields[..at], &fields[at + stored.len()..]]);
    (rest, attributes)
}

/// draft-ietf-lamps-cms-euf-cma-signeddata §1, first attack: a signature over attributes is shown as one over content that
/// consists of them. No policy lets it pass, detached or attached.
#[test]
fn hole_20_signed_attributes_shown_as_content() {
    for family in Family::ALL {
        let builder = conforming(family);
        let (signer_info, attributes) = stripped(&builder);
        let detached = builder.build_with(std::slice::from_ref(&signer_info));
        let attached = Builder { attached: Some(attributes.clone()), ..builder.clone() };
        let attached = attached.build_with(&[signer_info]);
        for policy in policies() {
            for forged in [&detached, &attached] {
                let outcome = outcome(forged, &builder, &attributes, &policy);
                assert_eq!(outcome, "E-SIGNED-ATTRIBUTES-AS-CONTENT", "{family}");
            }
            assert_eq!(outcome(&builder.build(), &builder, CONTENT, &policy), "intact", "{family}, the twin");
        }
    }
}

/// The same where the digest alone is given: nothing can be said, unless the caller vouches for the content.
#[test]
fn hole_20_signed_attributes_behind_a_digest() {
    let provider = Provider::rustcrypto();
    let builder = conforming(Family::P256);
    let (signer_info, attributes) = stripped(&builder);
    let bytes = builder.build_with(&[signer_info]);
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
    let digest = provider.digest(SHA256, &attributes).expect("a digest");
    let content = ContentDigests::from_digest(digest);
    for policy in policies() {
        let signer_info = data.signer_infos().next().expect("a signer");
        let checked = signer_info.check_under(builder.certificate.view(), &content, &policy, &provider);
        let expected = match policy.signed_attributes_absent {
            Rule::Allow => "E-CONTENT-OCTETS-MISSING",
            Rule::Refuse => "E-REFUSED-BY-POLICY",
        };
        assert_eq!(checked.map(drop).map_err(|error| error.code()), Err(expected));
    }
}

/// The second attack: who gets attributes signed as content can show them as attributes, and no verifier can tell. What
/// can be done is done before: such a signature over content is refused by every check, that of its maker included.
#[test]
fn hole_20_content_shown_as_signed_attributes() {
    let evil = conforming(Family::P256);
    let attributes = set_of(Tag::SET, evil.signed.clone().expect("signed attributes"));
    let (over_content, _) = stripped(&evil);
    let honest = Builder { attached: Some(attributes.clone()), ..evil.clone() };
    let honest = honest.build_with(&[over_content]);
    for policy in policies() {
        assert_eq!(outcome(&honest, &evil, &[], &policy), "E-SIGNED-ATTRIBUTES-AS-CONTENT");
        let over_text = Builder { signed: None, attached: Some(CONTENT.to_vec()), ..evil.clone() };
        let expected = match policy.signed_attributes_absent {
            Rule::Allow => "intact",
            Rule::Refuse => "E-REFUSED-BY-POLICY",
        };
        assert_eq!(outcome(&over_text.build(), &evil, &[], &policy), expected, "the twin");
    }
}

/// mimeData and every type but id-data must have signed attributes (RFC 5652 §5.3), so that neither attack leads from one
/// type to the other; CAdES and PAdES demand them always.
#[test]
fn hole_20_other_content_types_need_signed_attributes() {
    // Of id-ct the draft's mimeData will be one; the number is not assigned yet.
    let mime_data = oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 0x7f]);
    let data = oid(oids::DATA.as_bytes());
    let over_data = Builder { signed: None, ..conforming(Family::P256) };
    assert_eq!(code(&over_data), "intact");
    let shown_as_mime_data = Builder { content_type: mime_data.clone(), ..over_data.clone() };
    assert_eq!(code(&shown_as_mime_data), "E-REFUSED-BY-POLICY");

    let content_type = attribute(oids::CONTENT_TYPE.as_bytes(), &[&mime_data]);
    let over_mime_data = conforming(Family::P256).without(oids::CONTENT_TYPE.as_bytes()).sign(content_type);
    let over_mime_data = Builder { content_type: mime_data, ..over_mime_data };
    assert_eq!(code(&over_mime_data), "intact");
    let shown_as_data = Builder { content_type: data, ..over_mime_data.clone() };
    assert_eq!(code(&shown_as_data), "E-CONTENT-TYPE-MISMATCH");
    let (signer_info, attributes) = stripped(&over_mime_data);
    let bytes = over_mime_data.build_with(&[signer_info]);
    let forged = outcome(&bytes, &over_mime_data, &attributes, &CheckPolicy::DEFAULT);
    assert_eq!(forged, "E-SIGNED-ATTRIBUTES-AS-CONTENT");

    let strict = outcome(&over_data.build(), &over_data, CONTENT, &CheckPolicy::strict());
    assert_eq!(strict, "E-REFUSED-BY-POLICY", "as CAdES and PAdES demand");
}

/// content-type is compared, message-digest stands once and has one value, unsigned attributes are not signed ones.
#[test]
fn hole_21_attributes_that_decide() {
    let [content_type, message_digest] = [oids::CONTENT_TYPE, oids::MESSAGE_DIGEST];
    let builder = conforming(Family::P256);
    assert_eq!(code(&builder), "intact");
    let other = Builder { content_type: oid(oids::TST_INFO.as_bytes()), ..builder.clone() };
    assert_eq!(code(&other), "E-CONTENT-TYPE-MISMATCH");

    let (right, wrong) = (octets(&digest(SHA256, CONTENT)), octets(&digest(SHA256, b"other")));
    let twice = builder.clone().sign(attribute(message_digest.as_bytes(), &[&wrong]));
    assert_eq!(code(&twice), "E-ATTRIBUTE-MALFORMED");
    let values = attribute(message_digest.as_bytes(), &[&right, &wrong]);
    assert_eq!(
        code(&builder.clone().without(message_digest.as_bytes()).sign(values)),
        "E-ATTRIBUTE-MALFORMED"
    );

    for moved in [content_type, message_digest] {
        let moved = moved.as_bytes();
        let attribute = builder.signed.iter().flatten().find(|attribute| attribute[4..].starts_with(moved));
        let unsigned = vec![attribute.expect("there").clone()];
        let without = Builder { unsigned: unsigned.clone(), ..builder.clone().without(moved) };
        let beside = Builder { unsigned, ..builder.clone() };
        for policy in policies() {
            let outcome = |builder: &Builder| outcome(&builder.build(), builder, CONTENT, &policy);
            assert_eq!(outcome(&without), "E-ATTRIBUTE-MISSING");
            assert_eq!(outcome(&beside), "E-ATTRIBUTE-FORBIDDEN");
        }
    }
}

/// Attributes out of DER order verify as they stand or by DER, and which is told; in a third order they do not.
#[test]
fn hole_21_attributes_out_of_order() {
    let provider = Provider::rustcrypto();
    let found = |order| {
        let builder = Builder { order, ..conforming(Family::P256) };
        let bytes = builder.build();
        let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
        let content = ContentDigests::of(CONTENT, &[SHA256], &provider).expect("a digest");
        let signer_info = data.signer_infos().next().expect("a signer");
        let intact = signer_info.check(builder.certificate.view(), &content, &provider).expect("intact");
        (intact.signed_octets(), intact.findings())
    };
    assert_eq!(found(Order::Der), (SignedOctets::AttributesAsReceived, vec![]));
    let as_received = (SignedOctets::AttributesAsReceived, vec![Finding::SignedAttributesAsReceived]);
    assert_eq!(found(Order::ReversedAsStored), as_received);
    let by_der = (SignedOctets::AttributesByDer, vec![Finding::SignedAttributesByDer]);
    assert_eq!(found(Order::ReversedSignedByDer), by_der);

    let builder = Builder { order: Order::ReversedAsStored, ..conforming(Family::P256) };
    let attributes = builder.signed.clone().expect("signed attributes");
    let [first, second] = [&attributes[0], &attributes[1]];
    let stored = [&second[..], first].concat();
    let bytes = builder.build();
    let at = bytes.windows(stored.len()).position(|window| window == stored);
    // In reverse order the two stand so or so; either way exchanging them gives an order that was not signed.
    let (stored, at) = match at {
        Some(at) => ([&first[..], second].concat(), at),
        None => {
            let other = [&first[..], second].concat();
            (stored, bytes.windows(other.len()).position(|window| window == other).expect("there"))
        }
    };
    let third = [&bytes[..at], &stored, &bytes[at + stored.len()..]].concat();
    assert_eq!(outcome(&third, &builder, CONTENT, &CheckPolicy::DEFAULT), "E-SIGNATURE-INVALID");
}

/// CVE-2026-45447: SETs without an element.
#[test]
fn hole_22_empty_sets() {
    let builder = conforming(Family::P256);
    let parts = |digests: &[u8], certificates: &[u8], crls: &[u8], signers: &[u8]| {
        let encapsulated = element(Tag::SEQUENCE, &[&builder.content_type]);
        let parts = [&[2, 1, 1], digests, &encapsulated, certificates, crls, signers];
        content_info(oids::SIGNED_DATA.as_bytes(), &element(Tag::SEQUENCE, &parts))
    };
    let full = element(Tag::SET, &[&builder.digest_algorithm]);
    let signer = element(Tag::SET, &[&builder.signer_info()]);
    for digests in [&full[..], &[0x31, 0]] {
        for certificates in [&[][..], &[0xa0, 0]] {
            for crls in [&[][..], &[0xa1, 0]] {
                let signed = parts(digests, certificates, crls, &signer);
                assert_eq!(outcome(&signed, &builder, CONTENT, &CheckPolicy::DEFAULT), "intact");
                let empty = parts(digests, certificates, crls, &[0x31, 0]);
                assert_eq!(outcome(&empty, &builder, CONTENT, &CheckPolicy::DEFAULT), "no signature");
                let absent = parts(digests, certificates, crls, &[]);
                assert_eq!(outcome(&absent, &builder, CONTENT, &CheckPolicy::DEFAULT), "E-MALFORMED");
            }
        }
    }
    let unlisted = parts(&[0x31, 0], &[], &[], &signer);
    let strict = outcome(&unlisted, &builder, CONTENT, &CheckPolicy::strict());
    assert_eq!(strict, "E-REFUSED-BY-POLICY", "the digest is not listed");
}

/// CVE-2015-1792: an algorithm that nobody knows, in each place where one stands.
#[test]
fn hole_24_unknown_algorithms() {
    const UNKNOWN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.3");
    let unknown = identifier(UNKNOWN, &[]);
    let builder = conforming(Family::Rsa2048);
    assert_eq!(
        code(&Builder { digest_algorithm: unknown.clone(), ..builder.clone() }),
        "E-ALGORITHM-UNSUPPORTED"
    );
    let signature_algorithm = unknown.clone();
    assert_eq!(code(&Builder { signature_algorithm, ..builder.clone() }), "E-ALGORITHM-UNSUPPORTED");

    // digestAlgorithms alone: nobody needs it.
    let listed = element(Tag::SET, &[&SHA256.to_identifier()]);
    let other =
        element(Tag::SET, &[&identifier(ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.99"), &[])]);
    let unlisted = replaced(&builder.build(), &listed, &other);
    assert_eq!(outcome(&unlisted, &builder, CONTENT, &CheckPolicy::DEFAULT), "intact");

    let reference = |hash_algorithm: &[u8]| {
        let hash = octets(&digest(SHA256, builder.certificate.as_der()));
        let reference = element(Tag::SEQUENCE, &[hash_algorithm, &hash]);
        let value = element(Tag::SEQUENCE, &[&element(Tag::SEQUENCE, &[&reference])]);
        Builder::new(Family::Rsa2048).sign(attribute(oids::SIGNING_CERTIFICATE_V2.as_bytes(), &[&value]))
    };
    assert_eq!(code(&reference(&SHA256.to_identifier())), "intact");
    assert_eq!(code(&reference(&unknown)), "E-ALGORITHM-UNSUPPORTED");

    let (sha256, rsa) = (SHA256.to_identifier(), SignatureScheme::RsaPkcs1(SHA256).to_identifier());
    assert_eq!(code(&protected(builder.clone(), &sha256, &rsa)), "intact");
    for (digest, signature) in [(&unknown, &rsa), (&sha256, &unknown)] {
        let outcome = code(&protected(builder.clone(), digest, signature));
        assert_eq!(outcome, "E-ALGORITHM-PROTECTION-MISMATCH");
    }

    let pss = |hash: &[u8], mask: &[u8]| {
        let (hash, mask) = (element(Tag::context(0), &[hash]), element(Tag::context(1), &[mask]));
        let parameters = element(Tag::SEQUENCE, &[&hash, &mask, &element(Tag::context(2), &[&[2, 1, 32]])]);
        code(&Builder {
            signature_algorithm: identifier(algorithms::RSASSA_PSS, &parameters),
            sign_with: |key, message| raw_rsa::pss(key, message, SHA256, SHA256, 32),
            ..builder.clone()
        })
    };
    let mgf1 = |digest: &[u8]| identifier(algorithms::MGF1, digest);
    assert_eq!(pss(&sha256, &mgf1(&sha256)), "intact");
    assert_eq!(pss(&unknown, &mgf1(&sha256)), "E-ALGORITHM-UNSUPPORTED");
    assert_eq!(pss(&sha256, &mgf1(&unknown)), "E-ALGORITHM-UNSUPPORTED");
    assert_eq!(pss(&sha256, &unknown), "E-ALGORITHM-UNSUPPORTED");
    assert_eq!(pss(&sha256, &identifier(UNKNOWN, &sha256)), "E-ALGORITHM-UNSUPPORTED");
}

/// CVE-2018-0739, CVE-2026-44378: content and attributes of strings in strings, with and without lengths.
#[test]
fn hole_30_deep_and_indefinite_nesting() {
    let attached = |content: &[u8]| {
        let builder = Builder::new(Family::P256);
        let wrapper = element(Tag::context(0), &[content]);
        let encapsulated = element(Tag::SEQUENCE, &[&builder.content_type, &wrapper]);
        let digests = element(Tag::SET, &[&builder.digest_algorithm]);
        let signers = element(Tag::SET, &[&builder.signer_info()]);
        let parts: [&[u8]; 4] = [&[2, 1, 1], &digests, &encapsulated, &signers];
        content_info(oids::SIGNED_DATA.as_bytes(), &element(Tag::SEQUENCE, &parts))
    };
    let limit = |bytes: &[u8]| match SignedData::parse(bytes, &Limits::DEFAULT) {
        Err(CmsError::Malformed(error)) => match error.kind {
            ParseErrorKind::Limit { name, allowed } => Some((name, allowed)),
            _ => None,
        },
        _ => None,
    };
    let began = Instant::now();
    let open = |levels: usize| [0x24, 0x80].repeat(levels);
    let indefinite = |levels: usize| [open(levels), octets(CONTENT), [0, 0].repeat(levels)].concat();
    assert_eq!(limit(&attached(&indefinite(100_000))), Some(("MAX_DEPTH", 64)));
    assert_eq!(limit(&attached(&open(100_000))), Some(("MAX_DEPTH", 64)), "never closed");
    let outcome = |bytes: &[u8]| outcome(bytes, &Builder::new(Family::P256), &[], &CheckPolicy::DEFAULT);
    assert_eq!(outcome(&attached(&indefinite(16))), "intact", "the twin");

    let pieces = [&[0x24, 0][..], &[0x24, 0x80, 0, 0]];
    for piece in pieces {
        let million = [&[0x24, 0x80][..], &piece.repeat(1_000_000), &octets(CONTENT), &[0, 0]].concat();
        assert_eq!(outcome(&attached(&million)), "intact", "a million empty strings say nothing");
    }
    // As the value of an attribute that nobody reads, signed as it stands.
    let value = [&[0x24, 0x80][..], &[0x24, 0].repeat(100_000), &[0, 0]].concat();
    let odd = Builder { order: Order::ReversedAsStored, ..conforming(Family::P256) };
    let odd = odd.sign(attribute(&[0x2a, 3], &[&value]));
    assert_eq!(code(&odd), "intact");
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

/// The time for content in pieces grows with their number, not with its square.
#[test]
fn hole_30_time_is_linear() {
    let time = |pieces: usize| {
        let content = [&[0x24, 0x80][..], &[0x24, 2, 4, 0].repeat(pieces), &[0, 0]].concat();
        let wrapper = element(Tag::context(0), &[&content]);
        let encapsulated = element(Tag::SEQUENCE, &[&oid(oids::DATA.as_bytes()), &wrapper]);
        let parts: [&[u8]; 4] = [&[2, 1, 1], &[0x31, 0], &encapsulated, &[0x31, 0]];
        let bytes = content_info(oids::SIGNED_DATA.as_bytes(), &element(Tag::SEQUENCE, &parts));
        let began = Instant::now();
        let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
        assert_eq!(data.encapsulated_content().expect("attached").octets().len(), 0);
        began.elapsed()
    };
    let (small, large) = (time(100_000), time(1_600_000));
    assert!(large < 64 * small + Duration::from_millis(200), "{small:?} and {large:?}");
}

/// The digest that is named is of no length, or of another than the algorithm's.
#[test]
fn hole_24_digests_of_other_lengths() {
    let builder = conforming(Family::P256).without(oids::MESSAGE_DIGEST.as_bytes());
    let with = |value: &[u8]| {
        let value = attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&octets(value)]);
        code(&builder.clone().sign(value))
    };
    let right = digest(SHA256, CONTENT);
    assert_eq!(with(&right), "intact");
    assert_eq!(with(&[]), "E-DIGEST-MISMATCH");
    assert_eq!(with(&right[..31]), "E-DIGEST-MISMATCH");
    assert_eq!(with(&[&right[..], &[0]].concat()), "E-DIGEST-MISMATCH");
    assert_eq!(with(&digest(DigestAlgorithm::Streebog256, CONTENT)), "E-DIGEST-MISMATCH");
}
