//! The arguments of the program; those of a verb stand in its file.

use clap::{Parser, Subcommand};

use crate::lang::{Lang, text};
use crate::screen::Color;
use crate::{cert, completions, demo, info, selftest, sign, verify, version};

/// What was asked for.
#[derive(Parser, Debug)]
#[command(name = "esig", about = text(
    "Electronic signatures: GOST and standard algorithms, CMS and CAdES",
    "Электронная подпись: ГОСТ и стандартные алгоритмы, CMS и CAdES"
), arg_required_else_help = true, args_override_self = false)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    #[arg(long, global = true, value_name = "en|ru", hide_possible_values = true, help = text(
        "Language of messages; by default that of the locale",
        "Язык сообщений; по умолчанию из настроек системы"
    ))]
    pub(crate) lang: Option<Lang>,

    #[arg(long, global = true, value_name = "auto|always|never", default_value = "auto",
        hide_possible_values = true, hide_default_value = true, help = text(
        "When to use colours",
        "Когда раскрашивать вывод"
    ))]
    pub(crate) color: Color,

    #[arg(short, long, global = true, help = text(
        "Say nothing but errors",
        "Сообщать только об ошибках"
    ))]
    pub(crate) quiet: bool,
}

/// One file each.
#[derive(Subcommand, Debug)]
pub(crate) enum Verb {
    #[command(about = text("Sign files", "Подписать файлы"))]
    Sign(Box<sign::Arguments>),

    #[command(about = text(
        "Verify signatures: 0 valid, 10 not valid, 11 cannot be decided",
        "Проверить подписи: 0 действительна, 10 недействительна, 11 решить нельзя"
    ))]
    Verify(Box<verify::Arguments>),

    #[command(about = text(
        "Tell what a file is and who signed it; nothing is decided about trust",
        "Сказать, что это за файл и кто его подписал; о доверии ничего не решается"
    ))]
    Info(info::Arguments),

    #[command(about = text("Look at certificates", "Посмотреть сертификаты"))]
    Cert(cert::Arguments),

    #[command(about = text(
        "Show the whole journey on a test authority: sign, verify, refuse",
        "Показать весь путь на тестовом центре: подписать, проверить, отвергнуть"
    ))]
    Demo(demo::Arguments),

    #[command(about = text(
        "Test the cryptography of this build against known answers",
        "Проверить криптографию этой сборки на известных ответах"
    ))]
    Selftest(selftest::Arguments),

    #[command(about = text("Show the version", "Показать версию"))]
    Version(version::Arguments),

    #[command(about = text(
        "Print completions for a shell",
        "Напечатать автодополнение для командной оболочки"
    ))]
    Completions(completions::Arguments),
}
