//! The step from a time-stamp to what it is over.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use esig_core::provider::DigestContext;
use esig_core::raw::Element;
use esig_core::{DigestAlgorithm, DigestValue, Limits, ParseError, Provider};

use super::archive_v2::{self, UnsignedAttributesForm};
use super::digests::{ArchiveContexts, Beginning};
use super::encoding::{CoveredEncoding, is_outer_der, set_by_der};
use super::hash_index::{EntriesOf, HashIndex, List, value_octets};
use super::object::{CoveredObject, of_attributes, of_certificate, of_revocation_info, of_sets, of_value};
use super::octets::Octets;
use super::{archive_v3, cades_c};
use crate::attributes::{Attribute, Timestamp, TimestampKind};
use crate::content::ContentDigests;
use crate::signed_data::{SignedData, elements};
use crate::signer_info::{SignerInfo, Signs};
use crate::timestamp_token::{TimestampError, TimestampToken};

impl<'a> SignedData<'a> {
    /// Starts checking what the time-stamps in this SignedData are over; content that is inside need not be given.
    ///
    /// One serves for all time-stamps of a file: what several are over is digested once.
    pub fn coverage<'s>(&self, content: &'s ContentDigests, provider: &'s Provider) -> Coverage<'s, 'a> {
        let (contexts, entries, digested) = Default::default();
        let allowed = MAX_COVERED_OCTETS;
        Coverage { data: *self, content, provider, contexts, entries, digested, allowed }
    }
}

/// Checks what the time-stamps of one SignedData are over.
pub struct Coverage<'s, 'a> {
    data: SignedData<'a>,
    content: &'s ContentDigests,
    provider: &'s Provider,
    /// Of what archive time-stamps of the first two versions have in common.
    contexts: ArchiveContexts,
    /// Of what hash indexes list, by algorithm and place: the first octet's offset, and how many there are.
    entries: BTreeMap<(DigestAlgorithm, usize, usize), DigestValue>,
    digested: u64,
    allowed: u64,
}

/// What a time-stamp was found to be over: its imprint is the digest of exactly these objects. Says nothing of the token itself.
///
/// Made by [`Coverage::check`] only.
#[derive(Clone, Debug)]
pub struct Covered<'a> {
    timestamp: Timestamp<'a>,
    imprint: DigestValue,
    form: Form,
    objects: Vec<CoveredObject<'a>>,
}

#[derive(Clone, Copy, Debug)]
struct Form {
    encoding: CoveredEncoding,
    unsigned_attributes: Option<UnsignedAttributesForm>,
}

impl<'a> Covered<'a> {
    /// The time-stamp.
    pub fn timestamp(&self) -> Timestamp<'a> {
        self.timestamp
    }

    /// The digest that was stamped, computed anew.
    pub fn imprint(&self) -> DigestValue {
        self.imprint
    }

    /// In which encoding the objects were digested.
    pub fn encoding(&self) -> CoveredEncoding {
        self.form.encoding
    }

    /// In which form the unsigned attributes were digested; of archive-time-stamp-v2 only.
    pub fn unsigned_attributes_form(&self) -> Option<UnsignedAttributesForm> {
        self.form.unsigned_attributes
    }

    /// Everything that is proven to have existed when the token was made.
    pub fn objects(&self) -> &[CoveredObject<'a>] {
        &self.objects
    }
}

impl<'a> Coverage<'_, 'a> {
    /// The same, digesting so many octets at most; 8 GiB if nothing is said. Anyone may put time-stamps into a file, each over
    /// much of it.
    #[must_use]
    pub fn with_octets_at_most(self, allowed: u64) -> Self {
        Self { allowed, ..self }
    }

    /// Checks that the imprint of a time-stamp is the digest of what a time-stamp of its kind is to be over.
    ///
    /// The token's own signature is for [`TimestampToken::check`].
    ///
    /// # Errors
    /// [`TimestampError::ImprintMismatch`] with what was stamped and what should have been, in the form that the standard gives;
    /// [`TimestampError::HashIndexUnmatched`] if an index lists what is not there; an error that is not
    /// [broken](TimestampError::is_broken) where it cannot be told.
    pub fn check(&mut self, timestamp: &Timestamp<'a>) -> Result<Covered<'a>, TimestampError> {
        if !contains(self.data.as_bytes(), timestamp.token) {
            return Err(TimestampError::InAnotherFile);
        }
        let token = TimestampToken::parse(timestamp.token, &Limits::DEFAULT)?;
        let stated = token.imprint()?;
        let mut trial = Trial { timestamp: *timestamp, stated, computed: None };
        match timestamp.kind {
            TimestampKind::Content => self.content_timestamp(&mut trial),
            TimestampKind::Signature => self.signature_timestamp(&mut trial),
            TimestampKind::CadesC => {
                self.references(&mut trial, cades_c::signature_value, &cades_c::WITH_SIGNATURE)
            }
            TimestampKind::References => {
                self.references(&mut trial, |_| Octets::default(), &cades_c::REFERENCES)
            }
            _ if timestamp.signer_info().is_counter_signature() => {
                Err(TimestampError::UnknownCoverage { kind: timestamp.kind })
            }
            TimestampKind::Archive => self.archive_v1(&mut trial),
            TimestampKind::ArchiveV2 => self.archive_v2(&mut trial, &token),
            TimestampKind::ArchiveV3 => self.archive_v3(&mut trial, &token),
        }
    }

    fn content_timestamp(&mut self, trial: &mut Trial<'a>) -> Result<Covered<'a>, TimestampError> {
        let computed = self.content_digest(&trial.timestamp.signer_info(), trial.stated.algorithm())?;
        let objects = alloc::vec![CoveredObject::Content];
        trial.matches(computed, AS_RECEIVED, || objects).ok_or_else(|| trial.mismatch())
    }

    fn signature_timestamp(&mut self, trial: &mut Trial<'a>) -> Result<Covered<'a>, TimestampError> {
        let octets = cades_c::signature_value(&trial.timestamp.signer_info());
        let computed = self.digest(&octets, trial)?;
        let objects = alloc::vec![CoveredObject::SignatureValue];
        trial.matches(computed, AS_RECEIVED, || objects).ok_or_else(|| trial.mismatch())
    }

    /// All attributes of these types, or, if more were added later, those before the time-stamp.
    fn references(
        &mut self,
        trial: &mut Trial<'a>,
        first: fn(&SignerInfo<'a>) -> Octets<'a>,
        types: &[(der::asn1::ObjectIdentifier, &str)],
    ) -> Result<Covered<'a>, TimestampError> {
        let signer = trial.timestamp.signer_info();
        let all = cades_c::attributes(&signer, types);
        let place = trial.timestamp.attribute.element().offset();
        let before: Vec<_> =
            all.iter().filter(|attribute| attribute.element().offset() < place).copied().collect();
        let mut choices = alloc::vec![all];
        choices.extend((before.len() < choices[0].len()).then_some(before));
        choices.retain(|attributes| !attributes.is_empty());
        for attributes in choices {
            for encoding in CoveredEncoding::OF_SIGNER_INFO {
                let mut octets = first(&signer);
                let is_over_signature = octets.len() > 0;
                octets.append(cades_c::octets(&attributes, encoding)?);
                let computed = self.digest(&octets, trial)?;
                let objects = || {
                    let signature = is_over_signature.then_some(CoveredObject::SignatureValue);
                    signature.into_iter().chain(of_attributes(&attributes)).collect()
                };
                let form = Form { encoding, unsigned_attributes: None };
                if let Some(covered) = trial.matches(computed, form, objects) {
                    return Ok(covered);
                }
            }
        }
        Err(trial.mismatch())
    }

    /// What the words of RFC 3126 mean was never agreed on, so that another imprint is no proof of a change.
    fn archive_v1(&mut self, trial: &mut Trial<'a>) -> Result<Covered<'a>, TimestampError> {
        let signer = trial.timestamp.signer_info();
        let attributes = archive_v2::attributes_v1(&trial.timestamp);
        for encoding in CoveredEncoding::OF_SIGNER_INFO {
            let octets = archive_v2::octets_of_signer_v1(&signer, &attributes, encoding)?;
            let context = self.begin(Beginning::V1, trial.stated.algorithm())?;
            let computed = self.go_on(context, &octets)?;
            let objects = || {
                let first = [CoveredObject::Content, CoveredObject::SignatureValue];
                first.into_iter().chain(of_attributes(&attributes)).collect()
            };
            let form = Form { encoding, unsigned_attributes: None };
            if let Some(covered) = trial.matches(computed, form, objects) {
                return Ok(covered);
            }
        }
        Err(TimestampError::UnknownCoverage { kind: trial.timestamp.kind })
    }

    fn archive_v2(
        &mut self,
        trial: &mut Trial<'a>,
        token: &TimestampToken<'a>,
    ) -> Result<Covered<'a>, TimestampError> {
        let choices = archive_v2::choices(&trial.timestamp, token.tst_info().gen_time());
        let is_outer_der = is_outer_der(&self.data);
        let differs = |encoding: &CoveredEncoding| *encoding != CoveredEncoding::ByDer || !is_outer_der;
        for encoding in CoveredEncoding::ALL.into_iter().filter(differs) {
            for attributes in &choices {
                for form in UnsignedAttributesForm::ALL {
                    if let Some(covered) = self.archive_v2_in(trial, attributes, encoding, form)? {
                        return Ok(covered);
                    }
                }
            }
        }
        Err(trial.mismatch())
    }

    fn archive_v2_in(
        &mut self,
        trial: &mut Trial<'a>,
        attributes: &[Attribute<'a>],
        encoding: CoveredEncoding,
        form: UnsignedAttributesForm,
    ) -> Result<Option<Covered<'a>>, TimestampError> {
        let beginning = match encoding {
            CoveredEncoding::ByDer => Beginning::V2ByDer,
            _ => Beginning::V2AsReceived,
        };
        let context = self.begin(beginning, trial.stated.algorithm())?;
        let signer = trial.timestamp.signer_info();
        let octets = archive_v2::octets_of_signer(&signer, attributes, encoding, form)?;
        let computed = self.go_on(context, &octets)?;
        let data = self.data;
        let objects = || {
            let mut objects =
                alloc::vec![CoveredObject::Content, CoveredObject::SignatureValue, CoveredObject::SignerInfo];
            objects.extend(of_sets(&data));
            objects.extend(of_attributes(attributes));
            objects
        };
        Ok(trial.matches(computed, Form { encoding, unsigned_attributes: Some(form) }, objects))
    }

    fn archive_v3(
        &mut self,
        trial: &mut Trial<'a>,
        token: &TimestampToken<'a>,
    ) -> Result<Covered<'a>, TimestampError> {
        let index = HashIndex::of(token)?;
        let signer = trial.timestamp.signer_info();
        let content = self.content_digest(&signer, trial.stated.algorithm())?;
        for encoding in CoveredEncoding::OF_SIGNER_INFO {
            let value = encoding.element(index.value)?;
            let octets = archive_v3::octets(&self.data, &signer, &content, value, encoding)?;
            let computed = self.digest(&octets, trial)?;
            let form = Form { encoding, unsigned_attributes: None };
            if let Some(mut covered) = trial.matches(computed, form, Vec::new) {
                covered.objects = self.indexed(&index, &signer)?;
                return Ok(covered);
            }
        }
        Err(trial.mismatch())
    }

    /// The objects that an index lists, with those that every archive time-stamp is over.
    fn indexed(
        &mut self,
        index: &HashIndex<'a>,
        signer: &SignerInfo<'a>,
    ) -> Result<Vec<CoveredObject<'a>>, TimestampError> {
        let mut objects =
            alloc::vec![CoveredObject::Content, CoveredObject::SignatureValue, CoveredObject::SignerInfo];
        for list in List::ALL {
            let candidates = match list {
                List::Certificates => certificates(&self.data),
                List::Crls => revocation_infos(&self.data),
                List::UnsignedAttributes => unsigned_attributes(signer, index.entries_of)?,
            };
            self.listed(index, list, candidates, &mut objects)?;
        }
        Ok(objects)
    }

    /// "The ats-hash-index-v3 … shall be invalid if it includes a reference for which the original value is not found."
    fn listed(
        &mut self,
        index: &HashIndex<'a>,
        list: List,
        candidates: Vec<Candidate<'a>>,
        objects: &mut Vec<CoveredObject<'a>>,
    ) -> Result<(), TimestampError> {
        let algorithm = index.algorithm()?;
        let mut wanted: BTreeMap<Vec<u8>, bool> =
            index.entries(list).map(|entry| (entry.octets().into_owned(), false)).collect();
        for candidate in candidates {
            for (key, octets) in candidate.encodings {
                let digest = self.entry(algorithm, key, &octets)?;
                if let Some(is_found) = wanted.get_mut(digest.as_octets()) {
                    *is_found = true;
                    objects.extend(candidate.objects);
                    break;
                }
            }
        }
        match wanted.into_iter().find(|(_, is_found)| !is_found) {
            None => Ok(()),
            Some((entry, _)) => {
                Err(TimestampError::HashIndexUnmatched { list: list.name(), algorithm, entry })
            }
        }
    }

    fn entry(
        &mut self,
        algorithm: DigestAlgorithm,
        (offset, length): (usize, usize),
        octets: &Octets<'a>,
    ) -> Result<DigestValue, TimestampError> {
        if let Some(known) = self.entries.get(&(algorithm, offset, length)) {
            return Ok(*known);
        }
        let context = self.provider.digest_function(algorithm)?.start();
        let digest = self.go_on(context, octets)?;
        self.entries.insert((algorithm, offset, length), digest);
        Ok(digest)
    }

    /// The content of a counter-signature is the value of the signature above it.
    fn content_digest(
        &mut self,
        signer: &SignerInfo<'a>,
        algorithm: DigestAlgorithm,
    ) -> Result<DigestValue, TimestampError> {
        if let Signs::Signature(value) = signer.signs() {
            let context = self.provider.digest_function(algorithm)?.start();
            return self.go_on(context, &value.segments().collect());
        }
        if let Some(digest) = self.content.digest(algorithm) {
            return Ok(digest);
        }
        if self.data.encapsulated_content().is_none() && !self.content.is_none() {
            return Err(TimestampError::ContentNotDigested { algorithm });
        }
        Ok(self.begin(Beginning::V1, algorithm)?.finish())
    }

    /// A digest of what stands before the SignerInfo: it is the same for all of the file.
    fn begin(
        &mut self,
        beginning: Beginning,
        algorithm: DigestAlgorithm,
    ) -> Result<Box<dyn DigestContext>, TimestampError> {
        if let Some(context) = self.contexts.fork(beginning, algorithm) {
            return Ok(context);
        }
        let mut context = match beginning.with_content_inside(&self.data) {
            Some(octets) => {
                let mut context = self.provider.digest_function(algorithm)?.start();
                self.feed(context.as_mut(), &octets)?;
                context
            }
            None => self.detached(beginning, algorithm)?,
        };
        if beginning != Beginning::V1 {
            self.feed(context.as_mut(), &self.sets(beginning))?;
        }
        let fork = context.fork();
        self.contexts.push(beginning, algorithm, context);
        Ok(fork)
    }

    fn detached(
        &self,
        beginning: Beginning,
        algorithm: DigestAlgorithm,
    ) -> Result<Box<dyn DigestContext>, TimestampError> {
        if self.content.is_none() {
            return Err(TimestampError::SignedContentMissing);
        }
        let beginning = beginning.of_detached(&self.data);
        let begun = self.content.archive_contexts().and_then(|contexts| contexts.fork(beginning, algorithm));
        begun.ok_or(TimestampError::ContentNotDigested { algorithm })
    }

    fn sets(&self, beginning: Beginning) -> Octets<'a> {
        let parts = self.data.parts();
        let sets = [parts.certificates, parts.crls].into_iter().flatten();
        let encode = |set: Element<'a>| match beginning {
            Beginning::V2ByDer => set_by_der(set),
            _ => set.as_bytes().into(),
        };
        sets.map(encode).collect()
    }

    fn digest(&mut self, octets: &Octets<'_>, trial: &Trial<'_>) -> Result<DigestValue, TimestampError> {
        let context = self.provider.digest_function(trial.stated.algorithm())?.start();
        self.go_on(context, octets)
    }

    fn go_on(
        &mut self,
        mut context: Box<dyn DigestContext>,
        octets: &Octets<'_>,
    ) -> Result<DigestValue, TimestampError> {
        self.feed(context.as_mut(), octets)?;
        Ok(context.finish())
    }

    fn feed(&mut self, context: &mut dyn DigestContext, octets: &Octets<'_>) -> Result<(), TimestampError> {
        self.digested = self.digested.saturating_add(octets.len() as u64);
        if self.digested > self.allowed {
            return Err(TimestampError::LimitExceeded { name: "MAX_COVERED_OCTETS", allowed: self.allowed });
        }
        octets.feed(context);
        Ok(())
    }
}

impl fmt::Debug for Coverage<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Coverage({:?}, {} octets digested)", self.data, self.digested)
    }
}

/// One time-stamp whose imprint is looked for.
struct Trial<'a> {
    timestamp: Timestamp<'a>,
    stated: DigestValue,
    /// What it should be, in the form that was tried first.
    computed: Option<DigestValue>,
}

impl<'a> Trial<'a> {
    fn matches(
        &mut self,
        computed: DigestValue,
        form: Form,
        objects: impl FnOnce() -> Vec<CoveredObject<'a>>,
    ) -> Option<Covered<'a>> {
        self.computed.get_or_insert(computed);
        (computed == self.stated).then(|| Covered {
            timestamp: self.timestamp,
            imprint: computed,
            form,
            objects: objects(),
        })
    }

    /// Where nothing could be tried, there was nothing of what the time-stamp is to be over.
    fn mismatch(&self) -> TimestampError {
        let (algorithm, stated) = (self.stated.algorithm(), Vec::from(self.stated.as_octets()));
        let Some(computed) = self.computed else {
            return TimestampError::UnknownCoverage { kind: self.timestamp.kind };
        };
        TimestampError::ImprintMismatch { algorithm, stated, computed }
    }
}

/// What an entry of an index may be the digest of, each encoding with its place in the file.
struct Candidate<'a> {
    encodings: Vec<((usize, usize), Octets<'a>)>,
    objects: Vec<CoveredObject<'a>>,
}

fn certificates<'a>(data: &SignedData<'a>) -> Vec<Candidate<'a>> {
    elements(data.parts().certificates).map(|element| whole(element, Some(of_certificate(element)))).collect()
}

fn revocation_infos<'a>(data: &SignedData<'a>) -> Vec<Candidate<'a>> {
    elements(data.parts().crls).map(|element| whole(element, of_revocation_info(element))).collect()
}

fn whole<'a>(element: Element<'a>, object: Option<CoveredObject<'a>>) -> Candidate<'a> {
    let key = (element.offset(), element.as_bytes().len());
    let encodings = alloc::vec![(key, Octets::from_iter([element.as_bytes()]))];
    Candidate { encodings, objects: object.into_iter().collect() }
}

fn unsigned_attributes<'a>(
    signer: &SignerInfo<'a>,
    entries_of: EntriesOf,
) -> Result<Vec<Candidate<'a>>, ParseError> {
    let mut candidates = Vec::new();
    for attribute in signer.unsigned_attributes().iter() {
        match entries_of {
            EntriesOf::Attributes => candidates.push(attribute_candidate(attribute)?),
            EntriesOf::Values => {
                for value in attribute.values() {
                    candidates.push(value_candidate(attribute, value)?);
                }
            }
        }
    }
    Ok(candidates)
}

fn attribute_candidate(attribute: Attribute<'_>) -> Result<Candidate<'_>, ParseError> {
    let mut candidate = whole(attribute.element(), None);
    candidate.objects = of_attributes(&[attribute]).collect();
    let by_der = CoveredEncoding::SignerInfoByDer.attribute(&attribute)?;
    candidate.also(attribute.element(), Octets::from_iter([by_der]));
    Ok(candidate)
}

fn value_candidate<'a>(attribute: Attribute<'a>, value: Element<'a>) -> Result<Candidate<'a>, ParseError> {
    let mut candidate = whole(value, Some(of_value(attribute, value)));
    candidate.encodings[0].1 = Octets::from_iter(value_octets(&attribute, value));
    let mut by_der = Octets::from_iter([attribute.type_bytes()]);
    by_der.push(CoveredEncoding::SignerInfoByDer.element(value)?);
    candidate.also(value, by_der);
    Ok(candidate)
}

impl<'a> Candidate<'a> {
    /// Adds the DER of an element, if it is another encoding; no element begins at its second octet.
    fn also(&mut self, element: Element<'a>, by_der: Octets<'a>) {
        if by_der != self.encodings[0].1 {
            self.encodings.push(((element.offset() + 1, element.as_bytes().len()), by_der));
        }
    }
}

/// Whether a slice is a part of another, at its very place.
fn contains(whole: &[u8], part: &[u8]) -> bool {
    let (whole, part) = (whole.as_ptr_range(), part.as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

const AS_RECEIVED: Form = Form { encoding: CoveredEncoding::AsReceived, unsigned_attributes: None };

/// Octets that are digested at most to find what the time-stamps of one file are over: four times what ordinary documents may
/// have, for each of the encodings.
const MAX_COVERED_OCTETS: u64 = 8 << 30;
