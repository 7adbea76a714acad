//! Kinds of holders, for whom the rules differ.

use esig_core::Certificate;
use esig_core::attribute_names::{GIVEN_NAME, INN_LE, OGRN, OGRNIP, ORGANIZATION, SNILS, SURNAME};

use super::numbers::Numbers;

/// Who a certificate is for, by its attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Holder {
    /// A natural person.
    Person,
    /// A natural person in trade, an individual entrepreneur (ИП).
    Entrepreneur,
    /// A legal entity, with or without the person who acts for it.
    Organization,
    /// A certification authority.
    Authority,
}

impl Holder {
    /// An authority says so in basicConstraints; the others are told apart by their numbers, then by their names.
    pub fn of(certificate: Certificate<'_>) -> Self {
        let subject = certificate.subject();
        let has = |attribute| subject.attribute(attribute).is_some();
        let constraints = certificate.extensions().basic_constraints().ok().flatten();
        let is_person = has(&SURNAME) || has(&GIVEN_NAME) || has(&SNILS);
        let has_number = has(&OGRN) || has(&INN_LE) || Numbers::of(&subject).is_old_form;
        let is_organization = has_number || has(&ORGANIZATION) && !is_person;
        if constraints.is_some_and(|constraints| constraints.ca) {
            Self::Authority
        } else if has(&OGRNIP) {
            Self::Entrepreneur
        } else if is_organization {
            Self::Organization
        } else {
            Self::Person
        }
    }

    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Entrepreneur => "entrepreneur",
            Self::Organization => "organization",
            Self::Authority => "authority",
        }
    }
}
