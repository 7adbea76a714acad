//! Two languages, and colours where they belong.

mod common;

use common::{Desk, esig};
use esig_testkit::Family;

fn say(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let output = esig().args(arguments).envs(variables.iter().copied()).output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[test]
fn the_language_is_the_locale_or_the_argument() {
    let russian = "Использование:";
    assert!(say(&["--help"], &[("LANG", "ru_RU.UTF-8")]).contains(russian));
    assert!(say(&["--help", "--lang=ru"], &[]).contains(russian));
    assert!(say(&["verify", "--help", "--lang", "ru"], &[]).contains("Доверенные сертификаты"));
    assert!(!say(&["--help"], &[("LANG", "ru_RU.UTF-8"), ("LC_ALL", "C")]).contains(russian));
    assert!(!say(&["--help", "--lang", "en"], &[("LANG", "ru_RU.UTF-8")]).contains(russian));
}

#[test]
fn every_help_is_in_one_language() {
    let verbs = ["sign", "verify", "info", "cert", "demo", "selftest", "version", "completions"];
    for verb in verbs {
        let english = say(&[verb, "--help"], &[]);
        let russian = say(&[verb, "--help", "--lang", "ru"], &[]);
        assert!(
            english.contains("Usage:") && !english.chars().any(|c| ('а'..='я').contains(&c)),
            "{english}"
        );
        assert!(russian.contains("Использование:") && !russian.contains("Show "), "{russian}");
    }
}

#[test]
fn usage_errors_are_told_in_both() {
    for (lang, texts) in
        [("en", ["no argument --nonsense", "what to do:"]), ("ru", ["--nonsense", "что делать:"])]
    {
        let said = say(&["verify", "--nonsense", "x", "--lang", lang], &[]);
        texts.iter().for_each(|text| assert!(said.contains(text), "{said}"));
        assert!(said.contains("[E-USAGE]") && said.contains("esig verify --help"), "{said}");
    }
    assert!(say(&["--lang", "ru"], &[]).contains("не указана команда"));
    assert!(say(&["vrify", "--lang", "ru"], &[]).contains("vrify"));
}

#[test]
fn the_report_speaks_both() {
    let desk = Desk::new(Family::GOST_256);
    desk.sign("valid");
    let russian = desk.verify("договор.pdf.sig --lang ru").exits(0).stdout;
    assert!(russian.starts_with("✓ договор.pdf.sig  подпись действительна\n"), "{russian}");
    for text in ["подписал", "Образцова Анна Тестовна", "ИНН", "СНИЛС", "со слов подписавшего"]
    {
        assert!(russian.contains(text), "{russian}");
    }
    desk.sign("revoked");
    desk.verify("договор.pdf.sig --lang ru").exits(10).has("Сертификат подписавшего отозван");
    desk.verify("договор.pdf.sig").exits(10).has("is revoked");
}

#[test]
fn colours_are_for_terminals() {
    let desk = Desk::new(Family::P256);
    desk.sign("valid");
    let piped = desk.verify("договор.pdf.sig").exits(0).stdout;
    let coloured = desk.verify("договор.pdf.sig --color always").exits(0).stdout;
    assert!(!piped.contains('\u{1b}') && coloured.contains('\u{1b}'));
    let never = desk.verify("договор.pdf.sig --color never").exits(0).stdout;
    let refused =
        desk.verify("договор.pdf.sig").env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").exits(0).stdout;
    assert_eq!((never, refused), (piped.clone(), piped));
}
