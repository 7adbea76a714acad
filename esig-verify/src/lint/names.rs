//! Rules on the names of holder and issuer.

use alloc::string::String;

use esig_core::attribute_names::{
    COMMON_NAME, GIVEN_NAME, INN, INN_LE, OGRN, OGRNIP, ORGANIZATION, SNILS, SURNAME,
};
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::Tag;
use esig_core::{Certificate, Name};

use super::holder::Holder;
use super::numbers::{self, Numbers};
use super::rule::Rule;
use super::{Found, Holder as H};

pub(super) fn check(certificate: Certificate<'_>, holder: Holder, found: &mut Found) {
    let subject = certificate.subject();
    found.note(Rule::VersionNot3, certificate.version() != 3);
    required(&subject, holder, found);
    forbidden(&subject, holder, found);
    values(&subject, found);
    issuer(&certificate.issuer(), found);
}

/// Attributes, the rule that their absence breaks, and whose certificates have to have them.
const REQUIRED: [(ObjectIdentifier, Rule, &[Holder]); 8] = [
    (COMMON_NAME, Rule::CommonNameAbsent, &[H::Person, H::Entrepreneur, H::Organization, H::Authority]),
    (SURNAME, Rule::SurnameAbsent, &[H::Person, H::Entrepreneur]),
    (GIVEN_NAME, Rule::GivenNameAbsent, &[H::Person, H::Entrepreneur]),
    (COUNTRY, Rule::CountryAbsent, &[H::Person, H::Entrepreneur, H::Organization, H::Authority]),
    (STATE, Rule::StateAbsent, &[H::Organization, H::Authority]),
    (LOCALITY, Rule::LocalityAbsent, &[H::Organization, H::Authority]),
    (STREET, Rule::StreetAbsent, &[H::Organization, H::Authority]),
    (ORGANIZATION, Rule::OrganizationAbsent, &[H::Organization, H::Authority]),
];

/// The same for the numbers, of which one may stand in another's place.
fn required(subject: &Name<'_>, holder: Holder, found: &mut Found) {
    for (attribute, rule, holders) in REQUIRED {
        found.note(rule, holders.contains(&holder) && subject.attribute(&attribute).is_none());
    }
    let numbers = Numbers::of(subject);
    let is_person = matches!(holder, Holder::Person | Holder::Entrepreneur);
    found.note(Rule::InnAbsent, is_person && numbers.inn.is_none());
    found.note(Rule::SnilsAbsent, is_person && numbers.snils.is_none());
    found.note(Rule::InnLeAbsent, !is_person && numbers.inn_le.is_none());
    found.note(Rule::OgrnAbsent, !is_person && numbers.ogrn.is_none());
    // A person who acts for an organisation has both names, or none does.
    let (surname, given_name) = (subject.attribute(&SURNAME), subject.attribute(&GIVEN_NAME));
    found.note(Rule::SurnameAbsent, surname.is_none() && given_name.is_some());
    found.note(Rule::GivenNameAbsent, given_name.is_none() && surname.is_some());
}

fn forbidden(subject: &Name<'_>, holder: Holder, found: &mut Found) {
    let mut forbid = |rule, attribute, whose| {
        if let Some(value) = subject.attribute(attribute).filter(|_| holder == whose) {
            found.show(rule, Some(value));
        }
    };
    forbid(Rule::OrganizationOfPerson, &ORGANIZATION, Holder::Person);
    forbid(Rule::OgrnForbidden, &OGRN, Holder::Entrepreneur);
    forbid(Rule::InnLeForbidden, &INN_LE, Holder::Entrepreneur);
    forbid(Rule::OgrnipForbidden, &OGRNIP, Holder::Authority);
}

/// Sizes and control digits of the numbers.
fn values(subject: &Name<'_>, found: &mut Found) {
    let numbers = Numbers::of(subject);
    if numbers.is_old_form {
        found.show(Rule::InnOldForm, numbers.inn_le.clone());
    }
    let mut control = |value: Option<String>, is_right: fn(&str) -> Option<bool>, form, digits| {
        let Some(value) = value else { return };
        match is_right(&value) {
            None => found.show(form, Some(value)),
            Some(false) => found.show(digits, Some(value)),
            Some(true) => {}
        }
    };
    control(numbers.inn, numbers::inn, Rule::InnForm, Rule::InnControl);
    control(numbers.inn_le, numbers::inn_le, Rule::InnLeForm, Rule::InnLeControl);
    control(numbers.snils, numbers::snils, Rule::SnilsForm, Rule::SnilsControl);
    control(numbers.ogrn, numbers::ogrn, Rule::OgrnForm, Rule::OgrnControl);
    control(numbers.ogrnip, numbers::ogrnip, Rule::OgrnipForm, Rule::OgrnipControl);
    let is_number = |attribute: &esig_core::Attribute<'_>| NUMBERS.iter().any(|oid| attribute.oid == *oid);
    let mut of_numbers = subject.attributes().filter(is_number);
    let is_odd = of_numbers.any(|attribute| attribute.value.tag() != Tag::NUMERIC_STRING);
    found.note(Rule::NumberStringType, is_odd);
}

fn issuer(issuer: &Name<'_>, found: &mut Found) {
    let numbers = Numbers::of(issuer);
    found.note(Rule::IssuerCommonNameAbsent, issuer.attribute(&COMMON_NAME).is_none());
    found.note(Rule::IssuerOrganizationAbsent, issuer.attribute(&ORGANIZATION).is_none());
    found.note(Rule::IssuerOgrnAbsent, numbers.ogrn.is_none());
    found.note(Rule::IssuerInnLeAbsent, numbers.inn_le.is_none());
}

const NUMBERS: [ObjectIdentifier; 5] = [INN, INN_LE, SNILS, OGRN, OGRNIP];

// RFC 4519 §2
const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const LOCALITY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.7");
const STATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.8");
const STREET: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.9");
