//! DSA (FIPS 186-4 §4), verification only: the signatures are old, and FIPS 186-5 makes no new ones.

use alloc::sync::Arc;

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, NonZero, Odd, Resize};

use super::digest_of;
use crate::algorithm::{AlgorithmIdentifier, DigestValue, SignatureScheme, oids};
use crate::error::{InvalidSignature, ParseError, ParseErrorKind, UnsupportedKey};
use crate::provider::{KeyKind, KeyLoader, Message, PublicKey};
use crate::raw::{Element, Reader, Tag};
use crate::spki::Spki;

/// Octets of the shortest and the longest p: 512 bits stand in certificates of the 1990s, 3072 is the most of
/// FIPS 186-4 §4.2.
const P_OCTETS: core::ops::RangeInclusive<usize> = 64..=384;

/// Octets of q: 160, 224 or 256 bits (FIPS 186-4 §4.2).
const Q_OCTETS: [usize; 3] = [20, 28, 32];

#[derive(Debug)]
pub(super) struct Dsa;

impl KeyLoader for Dsa {
    fn load(&self, key: &Spki<'_>) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
        let algorithm = key.algorithm();
        if algorithm.oid() != oids::DSA {
            return Err(UnsupportedKey::algorithm(algorithm.oid()));
        }
        let domain =
            Domain::of(&algorithm).ok_or(UnsupportedKey::Invalid { field: "algorithm.parameters" })?;
        let y = key.subject_public_key().whole_octets().and_then(|octets| domain.public_key(octets));
        let y = y.ok_or(UnsupportedKey::Invalid { field: "subjectPublicKey" })?;
        Ok(Arc::new(Key { domain, y }))
    }
}

/// The domain parameters, g in Montgomery form.
///
/// ```text
/// Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }
/// ```
#[derive(Debug)]
struct Domain {
    p: BoxedMontyParams,
    q: BoxedMontyParams,
    g: BoxedMontyForm,
    q_octets: usize,
}

impl Domain {
    /// `None` if there are no parameters, or none that could be DSA's: whether p and q are primes is not looked at, for
    /// who chooses them chooses the key too.
    fn of(algorithm: &AlgorithmIdentifier<'_>) -> Option<Self> {
        let [p, q, g] = numbers(algorithm.meaningful_parameters()?).ok()?;
        if !P_OCTETS.contains(&p.len()) || !Q_OCTETS.contains(&q.len()) {
            return None;
        }
        let (p, q_octets) = (modulus(p)?, q.len());
        let q = modulus(q)?;
        let g = element_of_order(g, &p, &q)?;
        Some(Self { p, q, g, q_octets })
    }

    /// y, an INTEGER within the BIT STRING (RFC 3279 §2.3.2).
    fn public_key(&self, octets: &[u8]) -> Option<BoxedMontyForm> {
        let element = Element::from_der(octets, "DSAPublicKey").ok()?;
        element_of_order(positive(element, "DSAPublicKey").ok()?, &self.p, &self.q)
    }

    /// The leftmost bits of the digest, as many as q has (§4.6), reduced.
    fn number(&self, digest: &DigestValue) -> BoxedMontyForm {
        let octets = digest.as_octets();
        let octets = &octets[..octets.len().min(self.q_octets)];
        form(BoxedUint::from_be_slice_vartime(octets), &self.q)
    }

    /// §4.7.
    fn verify(&self, y: &BoxedMontyForm, digest: &DigestValue, r: &BoxedUint, s: &BoxedUint) -> Option<bool> {
        let q = self.q.modulus();
        let is_in_range = |number: &BoxedUint| bool::from(number.is_nonzero()) && number < q.as_ref();
        if !is_in_range(r) || !is_in_range(s) {
            return None;
        }
        let w = form(s.clone(), &self.q).invert_vartime().into_option()?;
        let u1 = self.number(digest).mul(&w).retrieve();
        let u2 = form(r.clone(), &self.q).mul(&w).retrieve();
        let bits = q.bit_width_vartime();
        let v = self.g.pow_bounded_exp(&u1, bits).mul(&y.pow_bounded_exp(&u2, bits)).retrieve();
        Some(v.rem_vartime(q.as_nz_ref()) == *r)
    }
}

/// An odd number as a modulus.
fn modulus(octets: &[u8]) -> Option<BoxedMontyParams> {
    let odd: Option<Odd<BoxedUint>> = BoxedUint::from_be_slice_vartime(octets).into_odd().into_option();
    Some(BoxedMontyParams::new_vartime(odd?))
}

/// The number modulo that of `parameters`.
fn form(number: BoxedUint, parameters: &BoxedMontyParams) -> BoxedMontyForm {
    let modulus: &NonZero<BoxedUint> = parameters.modulus().as_nz_ref();
    let reduced = number.rem_vartime(modulus);
    BoxedMontyForm::new(reduced.resize(parameters.bits_precision()), parameters)
}

/// A number between 1 and p whose power of q is 1 (FIPS 186-4 §A.2.2 asks it of g, SP 800-89 §5.3.1 of y).
fn element_of_order(octets: &[u8], p: &BoxedMontyParams, q: &BoxedMontyParams) -> Option<BoxedMontyForm> {
    let number = BoxedUint::from_be_slice_vartime(octets);
    let is_in_range =
        bool::from(number.is_nonzero()) && !bool::from(number.is_one()) && number < *p.modulus().as_ref();
    if !is_in_range {
        return None;
    }
    let element = form(number, p);
    let power = element.pow_bounded_exp(q.modulus().as_ref(), q.modulus().bit_width_vartime());
    bool::from(power.retrieve().is_one()).then_some(element)
}

/// As many positive INTEGERs as wanted, and nothing else, in a SEQUENCE.
fn numbers<const N: usize>(sequence: Element<'_>) -> Result<[&[u8]; N], ParseError> {
    const PRODUCTION: &str = "DSA numbers";
    let mut reader: Reader<'_> = sequence.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let mut numbers = [&[][..]; N];
    for number in &mut numbers {
        *number = positive(reader.any(PRODUCTION)?, PRODUCTION)?;
    }
    reader.finish(PRODUCTION)?;
    Ok(numbers)
}

/// The octets of an INTEGER that is not negative, without the zero that says so.
fn positive<'a>(element: Element<'a>, production: &'static str) -> Result<&'a [u8], ParseError> {
    match element.integer(production)? {
        [0x80..=0xff, ..] => Err(element.error(ParseErrorKind::InvalidValue, production)),
        [0, digits @ ..] => Ok(digits),
        digits => Ok(digits),
    }
}

#[derive(Debug)]
struct Key {
    domain: Domain,
    y: BoxedMontyForm,
}

impl PublicKey for Key {
    fn kind(&self) -> KeyKind {
        KeyKind { name: "dsa", bits: self.domain.p.modulus().bit_width_vartime() }
    }

    fn verify(
        &self,
        scheme: SignatureScheme,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let SignatureScheme::Dsa(algorithm) = scheme else { return Err(InvalidSignature) };
        let digest = digest_of(message, algorithm)?;
        let signature = Element::from_der(signature, "Dss-Sig-Value").map_err(|_| InvalidSignature)?;
        let octets: [&[u8]; 2] = numbers(signature).map_err(|_| InvalidSignature)?;
        let [r, s] = octets.map(BoxedUint::from_be_slice_vartime);
        match self.domain.verify(&self.y, &digest, &r, &s) {
            Some(true) => Ok(()),
            _ => Err(InvalidSignature),
        }
    }
}
