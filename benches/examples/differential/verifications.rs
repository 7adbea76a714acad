//! The verdicts of all forms of a curve's arithmetic against each other, and against what is known.

use std::rc::Rc;

use esig_gost::backend::Curves;
use esig_gost::gost3410::{PrecomputedKey, verify_many};
use esig_gost::{ParameterSet, SigningKey, VerifyingKey};
use num_bigint::BigUint;

use super::{
    Report, hex,
    random::Random,
    signers::{Group, Public, Signer, be_octets, le_octets},
};

/// Signatures that one key is tried with.
const SIGNATURES_OF_A_KEY: u64 = 64;

/// Valid signatures of one key that are made to be spoiled.
const SPOILED_SIGNATURES: usize = 8;

/// The most signatures that are verified at once.
const LARGEST_BATCH: usize = 20;

/// Compares the forms over `count` signatures.
pub(crate) fn compare(set: ParameterSet, forms: &'static [Curves], count: u64, mut random: Random) -> Report {
    let group = Group::new(set, forms);
    let foreign = FOREIGN.map(foreign);
    let (mut valid, mut batches) = (0, 0);
    let describe = |inputs| format!("{set}: {inputs}");
    let mut maker = Maker::new(&group, &mut random).map_err(describe)?;
    let mut batch = Vec::new();
    let mut size = 1 + random.below(LARGEST_BATCH);
    for number in 0..count {
        let case = maker.any(&mut random);
        case.check().map_err(|why| case.describe(set, number, &why))?;
        valid += u64::from(case.is_valid);
        batch.push(case);
        if batch.len() == size || number + 1 == count {
            check_batch(&batch, &foreign, &mut random)
                .map_err(|(case, why)| case.describe(set, number, &why))?;
            batches += 1;
            batch.clear();
            size = 1 + random.below(LARGEST_BATCH);
        }
        if (number + 1) % SIGNATURES_OF_A_KEY == 0 {
            maker = Maker::new(&group, &mut random).map_err(describe)?;
        }
    }
    Ok(format!("{set}: {count} verifications in {batches} batches, {valid} valid: all agree"))
}

/// A signature over a digest, to be verified.
struct Case {
    kind: &'static str,
    public: Rc<Public>,
    digest: Vec<u8>,
    signature: Vec<u8>,
    /// Whether it is valid by construction.
    is_valid: bool,
}

impl Case {
    /// Asks every form for its verdict on this signature alone, without and with a table of multiples; that a form
    /// refuses the key counts as no.
    ///
    /// # Errors
    /// Why they do not agree.
    fn check(&self) -> Result<(), String> {
        let Public { keys, tables, .. } = &*self.public;
        if keys.iter().any(|key| *key != keys[0]) {
            return Err(format!("the key is {keys:?}"));
        }
        let verify = |key: &VerifyingKey| key.verify_digest(&self.digest, &self.signature).is_ok();
        let by_table = |key: &PrecomputedKey| key.verify_digest(&self.digest, &self.signature).is_ok();
        let verdicts =
            keys.iter().map(|key| key.as_ref().is_ok_and(verify)).chain(tables.iter().map(by_table));
        let verdicts = verdicts.collect::<Vec<_>>();
        if verdicts.iter().any(|verdict| *verdict != self.is_valid) {
            return Err(format!("the verdicts are {verdicts:?}"));
        }
        Ok(())
    }

    fn describe(&self, set: ParameterSet, number: u64, why: &str) -> String {
        let Self { kind, public, digest, signature, is_valid } = self;
        let [public, digest, signature] = [&public.octets, digest, signature].map(|octets| hex(octets));
        format!(
            "{set}: at number {number}, {kind}, which is {}: {why}\nkey {public}\ndigest {digest}\n\
             signature {signature}",
            if *is_valid { "valid" } else { "not valid" },
        )
    }
}

/// `verify_many` over the cases of a batch, now and then with signatures of other curves among them.
fn check_batch<'a>(
    batch: &'a [Case],
    foreign: &[Foreign],
    random: &mut Random,
) -> Result<(), (&'a Case, String)> {
    let (mut checks, mut expected) = (Vec::new(), Vec::new());
    for case in batch {
        if random.below(8) == 0 {
            let Foreign { key, digest, signature } = &foreign[random.below(foreign.len())];
            checks.push((key, &digest[..], &signature[..]));
            expected.push((case, true));
        }
        if let Some(Ok(key)) = case.public.keys.last() {
            checks.push((key, &case.digest[..], &case.signature[..]));
            expected.push((case, case.is_valid));
        }
    }
    let verdicts = verify_many(&checks);
    for (place, (verdict, (case, expected))) in verdicts.iter().zip(&expected).enumerate() {
        if verdict.is_ok() != *expected {
            let why = format!("verify_many says {verdict:?} at place {place} of {}", checks.len());
            return Err((case, why));
        }
    }
    Ok(())
}

/// Curves of which there is a signature in some batches.
const FOREIGN: [ParameterSet; 4] =
    [ParameterSet::CryptoProB, ParameterSet::Tc26_256B, ParameterSet::Tc26_512A, ParameterSet::Tc26_512C];

/// A valid signature on some curve.
struct Foreign {
    key: VerifyingKey,
    digest: Vec<u8>,
    signature: Vec<u8>,
}

fn foreign(set: ParameterSet) -> Foreign {
    let key = SigningKey::from_le_octets(set, &vec![0x15; set.octets()]).expect("d is below q");
    let digest = vec![0x2a; set.octets()];
    let signature = key.sign_digest_deterministic(&digest).expect("the digest has the right length");
    Foreign { key: key.verifying_key().clone(), digest, signature: signature.to_sr_be_octets() }
}

/// Makes signatures with one key, valid or not.
struct Maker<'a> {
    group: &'a Group,
    signer: Signer,
    /// The key of the opposite point.
    opposite: Rc<Public>,
    /// Digests and valid signatures, to be spoiled.
    signed: Vec<(Vec<u8>, Vec<u8>)>,
}

impl<'a> Maker<'a> {
    /// With a private key that is small now and then.
    fn new(group: &'a Group, random: &mut Random) -> Result<Self, String> {
        let is_small = random.below(4) == 0;
        let d = if is_small { random.small_number(&group.q) } else { random.number(&group.q) };
        let opposite = Signer::new(group, &group.q - &d, random)?.public;
        let mut maker = Self { group, signer: Signer::new(group, d, random)?, opposite, signed: Vec::new() };
        let cases = (0..SPOILED_SIGNATURES).map(|_| maker.plain(random));
        maker.signed = cases.map(|case| (case.digest, case.signature)).collect();
        Ok(maker)
    }

    /// One of many kinds.
    fn any(&self, random: &mut Random) -> Case {
        match random.below(20) {
            0..6 => self.plain(random),
            6 => self.extreme_digest(random),
            7 => self.congruent_digest(random),
            8..11 => self.small_factors(random).unwrap_or_else(|| self.plain(random)),
            11 => self.sum_is_neutral(random),
            12 => self.extreme_number(random),
            13 => self.congruent_number(random),
            14 => self.opposite_number(random),
            15 => self.turned_key(random),
            16 => self.opposite_key(random),
            17 => self.other_length(random),
            _ => self.turned_bit(random),
        }
    }

    fn octets(&self) -> usize {
        self.group.set.octets()
    }

    fn case(&self, kind: &'static str, digest: Vec<u8>, signature: Vec<u8>, is_valid: bool) -> Case {
        Case { kind, public: Rc::clone(&self.signer.public), digest, signature, is_valid }
    }

    /// s ‖ r.
    fn signature(&self, s: &BigUint, r: &BigUint) -> Vec<u8> {
        [s, r].map(|number| be_octets(number, self.octets())).concat()
    }

    /// s and r.
    fn numbers(&self, signature: &[u8]) -> [BigUint; 2] {
        let (s, r) = signature.split_at(self.octets());
        [s, r].map(BigUint::from_bytes_be)
    }

    fn signed(&self, kind: &'static str, digest: Vec<u8>, random: &mut Random) -> Case {
        let signature = self.signer.sign(&digest, &random.number(&self.group.q));
        self.case(kind, digest, signature.expect("r and s are random"), true)
    }

    fn plain(&self, random: &mut Random) -> Case {
        self.signed("a signature", random.octets(self.octets()), random)
    }

    /// What is valid until it is spoiled.
    fn spoiled(&self, kind: &'static str, random: &mut Random) -> Case {
        let (digest, signature) = self.signed[random.below(self.signed.len())].clone();
        self.case(kind, digest, signature, false)
    }

    /// 0 is taken for 1.
    fn extreme_digest(&self, random: &mut Random) -> Case {
        let Group { q, .. } = self.group;
        let octets = self.octets();
        let numbers = [BigUint::ZERO, BigUint::from(1u8), q - 1u8, q.clone()];
        let mut digests = numbers.map(|number| le_octets(&number, octets)).to_vec();
        digests.push(vec![0xff; octets]);
        let digest = digests.swap_remove(random.below(digests.len()));
        self.signed("a signature of an extreme digest", digest, random)
    }

    /// e + iq means the same as e, and −e the opposite point, whose x is the same.
    fn congruent_digest(&self, random: &mut Random) -> Case {
        let case = self.spoiled("the digest e + iq or iq - e", random);
        let e = BigUint::from_bytes_le(&case.digest) % &self.group.q;
        let e = if random.below(2) == 0 { &self.group.q - e } else { e };
        let digests = self.group.congruent(&e);
        let digest = le_octets(&digests[random.below(digests.len())], self.octets());
        Case { digest, is_valid: true, ..case }
    }

    /// Small z₁ and z₂, so that the sum meets the same point again on the way; `None` if s is zero.
    ///
    /// e = r/w makes z₂ = −w and z₁ = wd + k. A multiple of e added to s then adds the same multiple of G to C = kG,
    /// which is as good if C becomes −C.
    fn small_factors(&self, random: &mut Random) -> Option<Case> {
        let Group { q, .. } = self.group;
        let [w, k] = [random.small_number(q), random.small_number(q)];
        let [_, r] = self.numbers(&self.signer.sign(&random.octets(self.octets()), &k)?);
        let e = r * self.group.inverse(&w) % q;
        let digest = le_octets(&e, self.octets());
        let signature = self.signer.sign(&digest, &k)?;
        let minus_2k = q * 2u8 - &k * 2u8 % q;
        let multiple = match random.below(4) {
            0 | 1 => return Some(self.case("small factors", digest, signature, true)),
            2 => random.small_number(q),
            _ => minus_2k.clone(),
        };
        let [s, r] = self.numbers(&signature);
        let s = (s + &multiple * e) % q;
        let is_valid = multiple % q == minus_2k % q && s != BigUint::ZERO;
        Some(self.case("small factors, another s", digest, self.signature(&s, &r), is_valid))
    }

    /// s = rd makes C = O.
    fn sum_is_neutral(&self, random: &mut Random) -> Case {
        let Group { q, .. } = self.group;
        let r = random.number(q);
        let signature = self.signature(&(&r * &self.signer.d % q), &r);
        self.case("a sum that is O", random.octets(self.octets()), signature, false)
    }

    /// A signature of which something was done to s and r.
    fn changed(
        &self,
        kind: &'static str,
        random: &mut Random,
        change: impl FnOnce(&mut [BigUint; 2]),
    ) -> Case {
        let case = self.spoiled(kind, random);
        let mut numbers = self.numbers(&case.signature);
        change(&mut numbers);
        let [s, r] = numbers;
        Case { signature: self.signature(&s, &r), ..case }
    }

    fn extreme_number(&self, random: &mut Random) -> Case {
        let Group { q, .. } = self.group;
        let greatest = (BigUint::from(1u8) << (8 * self.octets())) - 1u8;
        let choices = [BigUint::ZERO, BigUint::from(1u8), q - 1u8, q.clone(), q + 1u8, greatest.clone()];
        let extreme = choices[random.below(choices.len())].clone().min(greatest);
        let which = random.below(2);
        self.changed("an extreme s or r", random, |numbers| numbers[which] = extreme)
    }

    /// s + iq or r + iq, if that has no more octets; else something beyond q.
    fn congruent_number(&self, random: &mut Random) -> Case {
        let which = random.below(2);
        self.changed("s + iq or r + iq", random, |numbers| {
            let congruent = self.group.congruent(&numbers[which]);
            numbers[which] = congruent.into_iter().nth(1).unwrap_or(self.group.q.clone());
        })
    }

    fn opposite_number(&self, random: &mut Random) -> Case {
        let Group { q, .. } = self.group;
        match random.below(4) {
            0 => self.changed("q - s", random, |[s, _]| *s = q - &*s),
            1 => self.changed("q - r", random, |[_, r]| *r = q - &*r),
            2 => self.changed("q - s and q - r", random, |numbers| {
                numbers.iter_mut().for_each(|number| *number = q - &*number);
            }),
            _ => self.changed("r and s exchanged", random, |numbers| numbers.swap(0, 1)),
        }
    }

    fn turned_bit(&self, random: &mut Random) -> Case {
        let mut case = self.spoiled("a turned bit", random);
        let octets = random.below(3 * self.octets());
        let octet = case.signature.iter_mut().chain(&mut case.digest).nth(octets);
        *octet.expect("there are three numbers") ^= 1 << random.below(8);
        case
    }

    fn turned_key(&self, random: &mut Random) -> Case {
        let mut octets = self.signer.public.octets.clone();
        octets[random.below(2 * self.octets())] ^= 1 << random.below(8);
        let public = Rc::new(Public::new(self.group, &octets));
        Case { public, ..self.spoiled("a turned bit of the key", random) }
    }

    fn opposite_key(&self, random: &mut Random) -> Case {
        Case { public: Rc::clone(&self.opposite), ..self.spoiled("the key of the opposite point", random) }
    }

    /// One octet less or more.
    fn other_length(&self, random: &mut Random) -> Case {
        let mut case = self.spoiled("another length", random);
        let octets = if random.below(2) == 0 { &mut case.digest } else { &mut case.signature };
        octets.resize(octets.len() + random.pick(&[1, 0]) * 2 - 1, 0);
        case
    }
}
