//! Signatures that are odd in one thing, with the switch of [`CheckPolicy`] for it.
#![allow(dead_code)] // each test uses its part

use super::builder::*;
use super::raw_rsa;
use esig_cms::check::{CheckPolicy, Rule};
use esig_cms::{SignedData, oids};
use esig_core::algorithm::oids as algorithms;
use esig_core::encode::element;
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::Tag;
use esig_core::{DigestAlgorithm, Limits};
use esig_testkit::{Family, TestKey};

pub(crate) const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;
pub(crate) const SHA512: DigestAlgorithm = DigestAlgorithm::Sha512;
pub(crate) const NULL: [u8; 2] = [5, 0];

/// A signature that bears one finding, the switch for it, and the code of the refusal.
pub(crate) struct Case {
    pub(crate) finding: &'static str,
    pub(crate) builder: Builder,
    pub(crate) bytes: Vec<u8>,
    pub(crate) switch: fn(&mut CheckPolicy) -> &mut Rule,
    pub(crate) refused: &'static str,
}

impl Case {
    pub(crate) fn new(
        finding: &'static str,
        builder: Builder,
        switch: fn(&mut CheckPolicy) -> &mut Rule,
        refused: &'static str,
    ) -> Self {
        Self { finding, bytes: builder.build(), builder, switch, refused }
    }

    /// The same with `from` replaced where it first stands.
    fn replaced(mut self, from: &[u8], to: &[u8]) -> Self {
        self.bytes = replaced(&self.bytes, from, to);
        self
    }
}

pub(crate) fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes.windows(from.len()).position(|window| window == from).expect("there");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// As CAdES has it: nothing is odd about it.
pub(crate) fn conforming(family: Family) -> Builder {
    let builder = Builder::new(family);
    let reference = signing_certificate(None, &digest(SHA256, builder.certificate.as_der()), &[]);
    builder.sign(attribute(oids::SIGNING_CERTIFICATE_V2.as_bytes(), &[&reference]))
}

pub(crate) fn identifier(algorithm: ObjectIdentifier, parameters: &[u8]) -> Vec<u8> {
    element(Tag::SEQUENCE, &[&oid(algorithm.as_bytes()), parameters])
}

pub(crate) fn protected(builder: Builder, digest: &[u8], signature: &[u8]) -> Builder {
    let signature = [&[0xa1], &signature[1..]].concat();
    let value = element(Tag::SEQUENCE, &[digest, &signature]);
    builder.sign(attribute(oids::CMS_ALGORITHM_PROTECTION.as_bytes(), &[&value]))
}

fn sha512_rsa(key: &TestKey, message: &[u8]) -> Vec<u8> {
    raw_rsa::pkcs1(key, message, SHA512, &NULL)
}

/// A conforming signature whose message-digest is by another algorithm, which digestAlgorithm says.
pub(crate) fn digested_with(family: Family, algorithm: DigestAlgorithm) -> Builder {
    let builder = conforming(family).without(oids::MESSAGE_DIGEST.as_bytes());
    let message_digest = octets(&digest(algorithm, CONTENT));
    let builder = builder.sign(attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&message_digest]));
    Builder { digest_algorithm: algorithm.to_identifier(), ..builder }
}

fn counter_with_content_type() -> (Builder, Vec<u8>) {
    let parent = conforming(Family::P256);
    let parent_bytes = parent.build();
    let data = SignedData::parse(&parent_bytes, &Limits::DEFAULT).expect("well-formed");
    let value = data.signer_infos().next().expect("a signer").signature().into_owned();
    let counter = conforming(Family::P256).without(oids::MESSAGE_DIGEST.as_bytes());
    let message_digest = octets(&digest(SHA256, &value));
    let counter = counter.sign(attribute(oids::MESSAGE_DIGEST.as_bytes(), &[&message_digest]));
    let unsigned = vec![attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&counter.signer_info()])];
    (counter, Builder { unsigned, ..parent }.build())
}

pub(crate) fn cases() -> Vec<Case> {
    let p256 = || conforming(Family::P256);
    let rsa = || conforming(Family::Rsa2048);
    let gost = || conforming(Family::GOST_256);
    let reversed = |order| Builder { order, ..p256() };
    let other = |value: &[u8]| attribute(&[0x2a, 3], &[value]);
    let certificate = p256().certificate;
    let digest_of_certificate = digest(SHA256, certificate.as_der());
    let other_serial = issuer_serial(certificate.view().issuer().as_der(), &[1]);
    let other_serial = signing_certificate(None, &digest_of_certificate, &other_serial);
    let listed = element(Tag::SET, &[&SHA256.to_identifier()]);
    let content = octets(CONTENT);
    let (counter, counter_bytes) = counter_with_content_type();
    let no_parameters = identifier(algorithms::SHA256_WITH_RSA, &[]);
    let streebog = identifier(algorithms::STREEBOG256, &NULL);
    let combined = identifier(algorithms::GOST3410_2012_256_WITH_STREEBOG256, &[]);
    let without_attributes = |builder: Builder| Builder { signed: None, ..builder };
    let tst_info = oid(oids::TST_INFO.as_bytes());
    const REFUSED: &str = "E-REFUSED-BY-POLICY";
    vec![
        Case::new(
            "signed-attributes-as-received",
            reversed(Order::ReversedAsStored),
            |policy| &mut policy.signed_attributes_as_received,
            "E-SIGNATURE-INVALID",
        ),
        Case::new(
            "signed-attributes-by-der",
            reversed(Order::ReversedSignedByDer),
            |policy| &mut policy.signed_attributes_by_der,
            "E-SIGNATURE-INVALID",
        ),
        Case::new(
            "digest-info-without-null",
            Builder { sign_with: |key, message| raw_rsa::pkcs1(key, message, SHA256, &[]), ..rsa() },
            |policy| &mut policy.digest_info_without_null,
            "E-SIGNATURE-INVALID",
        ),
        Case::new(
            "digest-algorithms-differ",
            Builder { sign_with: sha512_rsa, ..digested_with(Family::Rsa2048, SHA512) },
            |policy| &mut policy.digest_algorithms_differ,
            "E-DIGEST-ALGORITHM-MISMATCH",
        ),
        Case::new(
            "repeated-attribute",
            p256().sign(other(&NULL)).sign(other(&[2, 1, 0])),
            |policy| &mut policy.repeated_attributes,
            REFUSED,
        ),
        Case::new(
            "misplaced-attribute",
            Builder { unsigned: vec![attribute(oids::SIGNING_TIME.as_bytes(), &[&NULL])], ..p256() },
            |policy| &mut policy.misplaced_attributes,
            "E-ATTRIBUTE-FORBIDDEN",
        ),
        Case::new(
            "misplaced-attribute",
            p256().sign(attribute(oids::COUNTERSIGNATURE.as_bytes(), &[&NULL])),
            |policy| &mut policy.misplaced_attributes,
            "E-ATTRIBUTE-FORBIDDEN",
        ),
        Case::new(
            "digest-algorithm-not-listed",
            p256(),
            |policy| &mut policy.digest_algorithm_not_listed,
            REFUSED,
        )
        .replaced(&listed, &[&listed[..listed.len() - 1], &[2]].concat()),
        Case::new(
            "issuer-serial-differs",
            Builder::new(Family::P256)
                .sign(attribute(oids::SIGNING_CERTIFICATE_V2.as_bytes(), &[&other_serial])),
            |policy| &mut policy.issuer_serial_differs,
            "E-SIGNING-CERTIFICATE-MISMATCH",
        ),
        Case::new(
            "content-not-octet-string",
            Builder { attached: Some(CONTENT.to_vec()), ..p256() },
            |policy| &mut policy.content_not_octet_string,
            REFUSED,
        )
        .replaced(&content, &[&[0x0c], &content[1..]].concat()),
        Case::new(
            "other-type-without-attributes",
            Builder { content_type: tst_info, ..without_attributes(p256()) },
            |policy| &mut policy.other_type_without_attributes,
            REFUSED,
        ),
        Case::new(
            "signed-attributes-absent",
            without_attributes(p256()),
            |policy| &mut policy.signed_attributes_absent,
            REFUSED,
        ),
        Case::new(
            "signing-certificate-absent",
            Builder::new(Family::P256),
            |policy| &mut policy.signing_certificate_absent,
            REFUSED,
        ),
        Case {
            bytes: counter_bytes,
            ..Case::new(
                "content-type-in-counter-signature",
                counter,
                |policy| &mut policy.content_type_in_counter_signature,
                "E-ATTRIBUTE-FORBIDDEN",
            )
        },
        Case::new(
            "algorithm-parameters",
            Builder { signature_algorithm: no_parameters, ..rsa() },
            |policy| &mut policy.algorithm_parameters,
            REFUSED,
        ),
        Case::new(
            "algorithm-parameters",
            Builder { digest_algorithm: streebog, ..gost() },
            |policy| &mut policy.algorithm_parameters,
            REFUSED,
        ),
        Case::new(
            "algorithm-parameters",
            Builder { signature_algorithm: identifier(algorithms::GOST3410_2012_256, &NULL), ..gost() },
            |policy| &mut policy.algorithm_parameters,
            REFUSED,
        ),
        Case::new(
            "gost-combined-identifier",
            Builder { signature_algorithm: combined, ..gost() },
            |policy| &mut policy.gost_combined_identifier,
            REFUSED,
        ),
        Case::new(
            "signature-identifier-as-digest",
            Builder { digest_algorithm: identifier(algorithms::SHA256_WITH_RSA, &NULL), ..rsa() },
            |policy| &mut policy.signature_identifier_as_digest,
            REFUSED,
        ),
    ]
}
