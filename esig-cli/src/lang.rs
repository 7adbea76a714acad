//! The language of what people read: Russian or English.

use std::ffi::OsString;
use std::sync::OnceLock;

use esig_verify::report::text::Language;

/// A language of messages. Codes and JSON have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// Русский
    Ru,
}

/// Chosen once, before the arguments are parsed, since their help needs it.
static CHOSEN: OnceLock<Lang> = OnceLock::new();

impl Lang {
    /// The language of this run.
    pub(crate) fn chosen() -> Self {
        *CHOSEN.get().unwrap_or(&Self::En)
    }

    /// Fixes the language of this run: `--lang` among the arguments, else the locale.
    pub(crate) fn choose(arguments: &[OsString]) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        let by_locale = || if locale.is_some_and(|locale| is_russian(&locale)) { Self::Ru } else { Self::En };
        *CHOSEN.get_or_init(|| from_arguments(arguments).unwrap_or_else(by_locale))
    }
}

fn is_russian(locale: &str) -> bool {
    locale.split(['_', '.', '-', '@']).next().is_some_and(|language| language.eq_ignore_ascii_case("ru"))
}

/// The value of `--lang`; clap looks at it again and refuses what is no language.
fn from_arguments(arguments: &[OsString]) -> Option<Lang> {
    let mut arguments = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    while let Some(argument) = arguments.next() {
        let value = match argument {
            "--" => return None,
            "--lang" => arguments.next(),
            _ => argument.strip_prefix("--lang="),
        };
        match value {
            Some("ru") => return Some(Lang::Ru),
            Some("en") => return Some(Lang::En),
            _ => {}
        }
    }
    None
}

/// Picks one of two texts that stand side by side: for the help of arguments.
pub(crate) fn text(english: &'static str, russian: &'static str) -> &'static str {
    match Lang::chosen() {
        Lang::En => english,
        Lang::Ru => russian,
    }
}

/// The language of this run, for the texts of the libraries.
pub(crate) fn language() -> Language {
    match Lang::chosen() {
        Lang::En => Language::English,
        Lang::Ru => Language::Russian,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_is_found_wherever_it_stands() {
        let find = |arguments: &[&str]| {
            let arguments: Vec<_> = arguments.iter().map(OsString::from).collect();
            from_arguments(&arguments)
        };
        assert_eq!(find(&["esig", "verify", "--lang", "ru"]), Some(Lang::Ru));
        assert_eq!(find(&["esig", "--lang=en", "verify"]), Some(Lang::En));
        assert_eq!(find(&["esig", "verify", "--", "--lang=ru"]), None);
        assert_eq!(find(&["esig", "--lang", "xx"]), None);
    }

    #[test]
    fn locales_name_their_language_first() {
        assert!(is_russian("ru_RU.UTF-8") && is_russian("ru") && is_russian("RU@x"));
        assert!(!is_russian("C.UTF-8") && !is_russian("rue_UA"));
    }
}
