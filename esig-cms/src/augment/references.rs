//! complete-certificate-references and complete-revocation-references (EN 319 122-1 annex A.1.1 and A.1.2, RFC 5126 §6.2).

use alloc::vec::Vec;

use esig_core::encode::element;
use esig_core::ocsp::{BasicResponse, ResponderId};
use esig_core::raw::Tag;
use esig_core::time::{encode_generalized_time, encode_time};
use esig_core::{Certificate, CrlBuf, DigestAlgorithm, OcspBuf, Provider};

use super::{ValidationData, sequence_of};
use crate::attributes::signing_certificate::encode_issuer_serial;
use crate::error::CmsError;
use crate::oids;
use crate::signed_data_buf::SignedDataBuf;

impl SignedDataBuf {
    /// Adds the references to certificates and revocation data to the signature with that number: form C, if a time-stamp over
    /// the signature is there.
    ///
    /// ```text
    /// CompleteCertificateRefs ::= SEQUENCE OF OtherCertID
    /// CompleteRevocationRefs  ::= SEQUENCE OF CrlOcspRef
    /// ```
    ///
    /// The first certificate of `data` is the signer's, to which there is no reference here: signing-certificate has it. The
    /// revocation references stand in the order of the certificates, the signer's first, "one for each" (RFC 5126 §6.2.2): for
    /// each those CRLs of `data` that its issuer made and the OCSP responses that answer for its serial number.
    /// What fits none is referred to beside the signer's.
    ///
    /// # Errors
    /// [`CmsError::NoSuchSignature`]; [`CmsError::AttributePresent`] if one of them is there; [`CmsError::UnsupportedAlgorithm`]
    /// if the provider lacks the digest; [`CmsError::Covered`] if an evidence record of another signature covers this one.
    pub fn with_references(
        self,
        index: usize,
        data: &ValidationData,
        algorithm: DigestAlgorithm,
        provider: &Provider,
    ) -> Result<Self, CmsError> {
        let references = References { data, algorithm, provider };
        let certificates = references.certificates()?;
        let revocation = references.revocation()?;
        self.with_new_attributes(
            index,
            [
                (oids::COMPLETE_CERTIFICATE_REFERENCES, "complete-certificate-references", certificates),
                (oids::COMPLETE_REVOCATION_REFERENCES, "complete-revocation-references", revocation),
            ],
        )
    }
}

struct References<'s> {
    data: &'s ValidationData,
    algorithm: DigestAlgorithm,
    provider: &'s Provider,
}

impl References<'_> {
    /// ```text
    /// OtherCertID ::= SEQUENCE { otherCertHash OtherHash, issuerSerial IssuerSerial OPTIONAL }
    /// ```
    fn certificates(&self) -> Result<Vec<u8>, CmsError> {
        let others = self.data.certificates.iter().skip(1).map(|certificate| {
            let hash = self.other_hash(certificate.as_der())?;
            let issuer_serial = encode_issuer_serial(&certificate.view());
            Ok(element(Tag::SEQUENCE, &[&hash, &issuer_serial]))
        });
        Ok(sequence_of(others.collect::<Result<Vec<_>, CmsError>>()?))
    }

    fn revocation(&self) -> Result<Vec<u8>, CmsError> {
        let mut crls: Vec<&CrlBuf> = self.data.crls.iter().collect();
        let mut responses: Vec<&OcspBuf> = self.data.ocsp_responses.iter().collect();
        let mut places: Vec<(Vec<&CrlBuf>, Vec<&OcspBuf>)> = Vec::new();
        for certificate in &self.data.certificates {
            let view = certificate.view();
            let own_crls = take(&mut crls, |crl| crl.view().issuer() == view.issuer());
            let own_responses = take(&mut responses, |response| answers_for(response, &view));
            places.push((own_crls, own_responses));
        }
        match places.first_mut() {
            Some((own_crls, own_responses)) => {
                own_crls.append(&mut crls);
                own_responses.append(&mut responses);
            }
            None => places.push((crls, responses)),
        }
        let references = places.iter().map(|(crls, responses)| self.crl_ocsp_ref(crls, responses));
        Ok(sequence_of(references.collect::<Result<Vec<_>, CmsError>>()?))
    }

    /// ```text
    /// CrlOcspRef ::= SEQUENCE {
    ///     crlids  [0] CRLListID  OPTIONAL,
    ///     ocspids [1] OcspListID OPTIONAL,
    ///     otherRev [2] OtherRevRefs OPTIONAL }
    /// CRLListID  ::= SEQUENCE { crls SEQUENCE OF CrlValidatedID }
    /// OcspListID ::= SEQUENCE { ocspResponses SEQUENCE OF OcspResponsesID }
    /// ```
    fn crl_ocsp_ref(&self, crls: &[&CrlBuf], responses: &[&OcspBuf]) -> Result<Vec<u8>, CmsError> {
        let crls = crls.iter().map(|crl| self.crl_validated_id(crl)).collect::<Result<Vec<_>, _>>()?;
        let basic = responses.iter().filter_map(|response| response.view().basic());
        let responses = basic.map(|basic| self.ocsp_responses_id(&basic)).collect::<Result<Vec<_>, _>>()?;
        Ok(element(Tag::SEQUENCE, &[&list_id(0, &crls), &list_id(1, &responses)]))
    }

    /// ```text
    /// CrlValidatedID ::= SEQUENCE { crlHash OtherHash, crlIdentifier CrlIdentifier OPTIONAL }
    /// CrlIdentifier  ::= SEQUENCE { crlissuer Name, crlIssuedTime UTCTime, crlNumber INTEGER OPTIONAL }
    /// ```
    ///
    /// crlIdentifier is left out where crlIssuedTime could not hold thisUpdate.
    fn crl_validated_id(&self, crl: &CrlBuf) -> Result<Vec<u8>, CmsError> {
        let hash = self.other_hash(crl.as_der())?;
        let view = crl.view();
        let issued = encode_time(view.this_update()).filter(|time| Tag::UTC_TIME.first_octet() == time[0]);
        let number = view.crl_number().ok().flatten();
        let number = number.map(|number| element(Tag::INTEGER, &[number.as_octets()])).unwrap_or_default();
        let identifier = issued.map(|time| element(Tag::SEQUENCE, &[view.issuer().as_der(), &time, &number]));
        Ok(element(Tag::SEQUENCE, &[&hash, &identifier.unwrap_or_default()]))
    }

    /// ```text
    /// OcspResponsesID ::= SEQUENCE { ocspIdentifier OcspIdentifier, ocspRepHash OtherHash OPTIONAL }
    /// OcspIdentifier  ::= SEQUENCE { ocspResponderID ResponderID, producedAt GeneralizedTime }
    /// ```
    ///
    /// The digest is that of the BasicOCSPResponse, which is what revocation-values hold.
    fn ocsp_responses_id(&self, basic: &BasicResponse<'_>) -> Result<Vec<u8>, CmsError> {
        let responder = match basic.responder_id() {
            ResponderId::ByName(name) => element(Tag::context(1), &[name.as_der()]),
            ResponderId::ByKey(hash) => element(Tag::context(2), &[&element(Tag::OCTET_STRING, &[hash])]),
        };
        let produced_at = encode_generalized_time(basic.produced_at());
        let produced_at =
            produced_at.expect("it was read from a GeneralizedTime, whose year has four digits");
        let identifier = element(Tag::SEQUENCE, &[&responder, &produced_at]);
        Ok(element(Tag::SEQUENCE, &[&identifier, &self.other_hash(basic.as_der())?]))
    }

    /// ```text
    /// OtherHash ::= CHOICE { sha1Hash OCTET STRING, otherHash SEQUENCE { hashAlgorithm, hashValue OCTET STRING } }
    /// ```
    fn other_hash(&self, octets: &[u8]) -> Result<Vec<u8>, CmsError> {
        let digest = self.provider.digest(self.algorithm, octets)?;
        let value = element(Tag::OCTET_STRING, &[digest.as_octets()]);
        Ok(match self.algorithm {
            DigestAlgorithm::Sha1 => value,
            algorithm => element(Tag::SEQUENCE, &[&algorithm.to_identifier(), &value]),
        })
    }
}

/// Takes out of the list what fits.
fn take<'s, T>(list: &mut Vec<&'s T>, fits: impl Fn(&T) -> bool) -> Vec<&'s T> {
    let (taken, left) = list.iter().partition(|one| fits(one));
    *list = left;
    taken
}

fn answers_for(response: &OcspBuf, certificate: &Certificate<'_>) -> bool {
    let serial_number = certificate.serial_number();
    let basic = response.view().basic();
    basic.is_some_and(|basic| basic.responses().any(|single| single.cert_id.serial_number() == serial_number))
}

/// A list of its own type under its tag; an empty one is left out.
fn list_id(number: u8, elements: &[Vec<u8>]) -> Vec<u8> {
    if elements.is_empty() {
        return Vec::new();
    }
    element(Tag::context(number), &[&element(Tag::SEQUENCE, &[&sequence_of(elements)])])
}
