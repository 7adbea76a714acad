//! Invented people and organisations.

use esig_core::NameBuf;
use esig_core::attribute_names::{
    COMMON_NAME, EMAIL_ADDRESS, GIVEN_NAME, INN, INN_LE, OGRN, ORGANIZATION, SNILS, SURNAME, TITLE,
};

use crate::control_digits;
use crate::key::Family;
use crate::name::{COUNTRY, NameTemplate, named};

/// Who has no counterpart in life, in Russian and in English.
pub(crate) struct Person {
    pub(crate) surname: &'static str,
    pub(crate) given_names: &'static str,
    pub(crate) english: &'static str,
}

const fn person(surname: &'static str, given_names: &'static str, english: &'static str) -> Person {
    Person { surname, given_names, english }
}

pub(crate) const PEOPLE: [Person; 6] = [
    person("Образцова", "Анна Тестовна", "Ann Sample"),
    person("Примеров", "Пётр Образцович", "Peter Example"),
    person("Вчерашний", "Иван Архивович", "John Yesterday"),
    person("Завтрашняя", "Мария Плановна", "Mary Tomorrow"),
    person("Отозванный", "Семён Утратович", "Simon Revoked"),
    person("Шифровальная", "Ольга Ключевна", "Olga Cipher"),
];

/// A natural person as a qualified certificate of Russia names one, or plainly.
pub(crate) fn natural_person(family: Family, index: usize, seed: u64) -> NameBuf {
    let person = &PEOPLE[index % PEOPLE.len()];
    if !family.is_russian() {
        return plain(person.english);
    }
    let number = number(index, seed);
    russian_place()
        .with_attribute(SURNAME, person.surname)
        .with_attribute(GIVEN_NAME, person.given_names)
        .with_attribute(EMAIL_ADDRESS, &format!("person{number}@testkit.example"))
        .with_attribute(INN, &control_digits::inn(9_900_000_000 + number))
        .with_attribute(SNILS, &control_digits::snils(100_000_000 + number))
        .with_attribute(COMMON_NAME, &format!("{} {}", person.surname, person.given_names))
        .to_name()
}

/// An organisation with the person who acts for it.
pub(crate) fn organization(family: Family, index: usize, seed: u64) -> NameBuf {
    let person = &PEOPLE[index % PEOPLE.len()];
    if !family.is_russian() {
        return NameTemplate::new()
            .with_attribute(COUNTRY, "XX")
            .with_attribute(ORGANIZATION, "Sample Ltd")
            .with_attribute(COMMON_NAME, person.english)
            .to_name();
    }
    let number = number(index, seed);
    russian_place()
        .with_attribute(named("STREET"), "ул. Примерная, д. 1")
        .with_attribute(ORGANIZATION, "ООО «Образец»")
        .with_attribute(TITLE, "Генеральный директор")
        .with_attribute(SURNAME, person.surname)
        .with_attribute(GIVEN_NAME, person.given_names)
        .with_attribute(INN_LE, &control_digits::inn_le(990_000_000 + number % 1_000_000))
        .with_attribute(OGRN, &control_digits::ogrn(199_990_000_000 + number))
        .with_attribute(INN, &control_digits::inn(9_900_000_000 + number))
        .with_attribute(SNILS, &control_digits::snils(100_000_000 + number))
        .with_attribute(COMMON_NAME, "ООО «Образец»")
        .to_name()
}

/// An authority or a service of the PKI; the seed stands in the name, so that PKIs are told apart.
pub(crate) fn institution(family: Family, russian: &str, english: &str, seed: u64) -> NameBuf {
    if !family.is_russian() {
        return plain(&format!("{english} {seed}"));
    }
    let name = format!("{russian} № {seed}");
    russian_place()
        .with_attribute(ORGANIZATION, "АО «Тестовый УЦ»")
        .with_attribute(INN_LE, &control_digits::inn_le(990_000_001))
        .with_attribute(OGRN, &control_digits::ogrn(199_990_000_001))
        .with_attribute(COMMON_NAME, &name)
        .to_name()
}

fn plain(common_name: &str) -> NameBuf {
    // XX is a country code that ISO 3166 leaves to its users.
    NameTemplate::new().with_attribute(COUNTRY, "XX").with_attribute(COMMON_NAME, common_name).to_name()
}

fn russian_place() -> NameTemplate {
    NameTemplate::new()
        .with_attribute(COUNTRY, "RU")
        .with_attribute(named("ST"), "77 Москва")
        .with_attribute(named("L"), "г. Москва")
}

/// Six digits that differ from person to person.
fn number(index: usize, seed: u64) -> u64 {
    (seed.wrapping_mul(97) % 9_000 + 1_000) * 100 + index as u64
}
