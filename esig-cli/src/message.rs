//! The catalogue of messages: every text in English and in Russian, side by side.

use std::fmt::Display;

use esig_core::Remedy;
use esig_verify::report::Reason;
use esig_verify::report::text::{Language, remedy_text};

use crate::lang::Lang;

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    english: String,
    russian: String,
}

impl Message {
    /// In the language of this run.
    pub(crate) fn get(&self) -> &str {
        match Lang::chosen() {
            Lang::En => &self.english,
            Lang::Ru => &self.russian,
        }
    }

    /// For JSON, whose texts never change with the language.
    pub(crate) fn english(&self) -> &str {
        &self.english
    }

    /// A text that has no translation: a name, a number, the detail of a library's error.
    pub(crate) fn verbatim(text: impl Display) -> Self {
        let text = crate::safe::text(&text.to_string());
        Self { english: text.clone(), russian: text }
    }
}

/// Makes one function a message; what stands in braces is an argument of the function.
macro_rules! catalogue {
    ($($name:ident($($argument:ident),*): $english:literal, $russian:literal;)*) => {
        $(pub(crate) fn $name($($argument: impl Display),*) -> Message {
            Message { english: format!($english), russian: format!($russian) }
        })*
    };
}

// The frame of errors.
catalogue! {
    error(): "error:", "ошибка:";
    warning(): "warning:", "внимание:";
    what_to_do(): "what to do:", "что делать:";
}

// Arguments.
catalogue! {
    usage_no_command(): "no command was given", "не указана команда";
    usage_unknown(argument): "there is no argument {argument}", "нет такого аргумента: {argument}";
    usage_missing(arguments): "missing: {arguments}", "не хватает аргументов: {arguments}";
    usage_invalid(value, argument): "{value} is no value for {argument}",
        "значение {value} не подходит для {argument}";
    usage_conflict(argument, other): "{argument} and {other} exclude one another",
        "{argument} и {other} нельзя указать вместе";
    usage_subcommand(name): "there is no command {name}", "нет такой команды: {name}";
    binary_to_terminal(): "a signature is not for a terminal", "подпись нельзя выводить на терминал";
    binary_to_terminal_remedy(): "redirect the output, or name a file with --out",
        "перенаправьте вывод или укажите файл: --out";
    usage_remedy(verb): "see {verb} --help", "посмотрите {verb} --help";
    usage_other(detail): "{detail}", "аргументы не разобраны: {detail}";
    unsupported_level(level): "signatures of level {level} cannot be made yet",
        "подписи уровня {level} пока не создаются";
    unsupported_level_remedy(): "use --level b, which is what you get without the argument",
        "укажите --level b; это и есть уровень по умолчанию";
    one_output_for_many(): "--out names one file, and there are several to write",
        "--out указывает один файл, а записать нужно несколько";
    one_output_for_many_remedy(): "name a directory with --out-dir", "укажите каталог: --out-dir";
    content_for_many(): "--content and --digest go with one signature, and there are several",
        "--content и --digest относятся к одной подписи, а файлов несколько";
    content_for_many_remedy(): "verify the files one by one, or leave each signature beside its document",
        "проверьте файлы по одному или положите каждую подпись рядом с её документом";
    stdin_twice(): "the standard input can be read only once",
        "стандартный ввод можно прочитать только один раз";
    stdin_twice_remedy(): "write - for one file only", "укажите - только для одного файла";
    bad_time(value): "{value} is no time of RFC 3339", "{value} не похоже на время по RFC 3339";
    bad_time_remedy(): "write it like 2026-12-01T12:00:00Z or 2026-12-01T15:00:00+03:00",
        "напишите его так: 2026-12-01T12:00:00Z или 2026-12-01T15:00:00+03:00";
    bad_digest(value): "{value} is no digest", "{value} не похоже на хеш";
    bad_digest_remedy(names): "write ALG:HEX with one of {names}", "напишите ALG:HEX, где ALG — одно из {names}";
}

// Files.
catalogue! {
    file_not_found(path): "there is no file {path}", "файла {path} нет";
    file_not_permitted(path): "{path} may not be read", "нет права читать {path}";
    no_files(path): "there are no files in {path}", "в {path} нет файлов";
    no_files_remedy(): "name the files or the directory with signatures", "укажите файлы или каталог с подписями";
    cannot_read(path, reason): "cannot read {path}: {reason}", "не удалось прочитать {path}: {reason}";
    cannot_read_remedy(): "check the name and the permissions", "проверьте имя файла и права доступа";
    too_large(path, octets): "{path} is larger than {octets} octets", "{path} больше {octets} байт";
    too_large_remedy(): "this is no signature, certificate or key; check which file you named",
        "это не подпись, не сертификат и не ключ; проверьте, тот ли файл указан";
    file_exists(path): "{path} exists already", "{path} уже существует";
    file_exists_remedy(): "choose another name with --out, or replace it with --force",
        "выберите другое имя: --out, или замените файл: --force";
    cannot_write(path, reason): "cannot write {path}: {reason}", "не удалось записать {path}: {reason}";
    cannot_write_remedy(): "check the directory, its permissions and the free space",
        "проверьте каталог, права доступа и свободное место";
    no_file_name(path): "{path} has no file name to derive another from",
        "у {path} нет имени файла, чтобы составить другое";
    directory_not_expected(path): "{path} is a directory", "{path} — это каталог";
    directory_not_expected_remedy(): "name the files in it", "укажите файлы из этого каталога";
    directory_too_deep(path): "{path} lies too deep in directories", "{path} вложен слишком глубоко";
}

// Secrets.
catalogue! {
    prompt_password(path): "Password of {path}: ", "Пароль к {path}: ";
    no_secret_source(path): "{path} needs a password, and there is nobody to ask",
        "для {path} нужен пароль, а спросить некого";
    no_secret_source_remedy(): "give it with --pin-env NAME, --pin-file F or --pin-fd N",
        "передайте его через --pin-env ИМЯ, --pin-file Ф или --pin-fd N";
    pin_env_absent(name): "there is no environment variable {name}", "переменной окружения {name} нет";
    pin_env_remedy(): "set it for this command, or choose another way to give the password",
        "задайте её для этой команды или передайте пароль иначе";
    pin_file_open(path): "others may read {path}", "файл {path} могут читать другие";
    pin_file_open_remedy(path): "take their right away: chmod 600 {path}",
        "закройте его от других: chmod 600 {path}";
    pin_unreadable(detail): "cannot read the password: {detail}", "не удалось прочитать пароль: {detail}";
    pin_unreadable_remedy(): "a password is one line of at most 1024 octets of UTF-8",
        "пароль — это одна строка в UTF-8, не длиннее 1024 байт";
}

// Certificates.
catalogue! {
    no_certificate(path): "there is no certificate in {path}", "в {path} нет сертификата";
    no_certificate_remedy(): "name a file with a certificate: DER, PEM or PKCS#7",
        "укажите файл с сертификатом: DER, PEM или PKCS#7";
    bad_certificate(path, detail): "{path} is no certificate that can be read: {detail}",
        "{path} не читается как сертификат: {detail}";
    label_organization(): "organisation", "организация";
    label_position(): "position", "должность";
    label_subject(): "subject", "владелец";
    label_issuer(): "issuer", "издатель";
    label_serial(): "serial number", "серийный номер";
    label_valid_from(): "valid from", "действует с";
    label_valid_until(): "valid until", "действует до";
    label_key(): "key", "ключ";
    label_signed_with(): "signed with", "чем подписан";
    label_authority(): "authority", "центр";
    label_key_usage(): "key usage", "применение ключа";
    label_purposes(): "purposes", "назначение";
    label_policies(): "policies", "политики";
    label_identification(): "identified", "идентификация";
    label_sign_tool(): "holder's tool", "средство владельца";
    label_issuer_sign_tool(): "issuer's tool", "средство издателя";
    label_issuer_ca_tool(): "authority's means", "средство центра";
    label_issuer_sign_tool_certificate(): "issuer's tool conforms by", "заключение на средство издателя";
    label_issuer_ca_tool_certificate(): "authority's means conform by", "заключение на средство центра";
    label_crl(): "CRL", "список отзыва";
    label_ocsp(): "OCSP", "OCSP";
    label_issuer_certificate(): "issuer at", "сертификат издателя";
    label_key_identifier(): "key identifier", "идентификатор ключа";
    label_tool_class(): "class of means", "класс средства";
    label_private_key(): "key in use", "срок ключа";
    label_finding(): "remark", "замечание";
    lint_clean(): "has the form of a qualified certificate", "имеет форму квалифицированного сертификата";
    self_issued(): "itself", "он сам";
    unknown_key(): "of a kind not known here", "неизвестного вида";
    may_certify(): "may certify others", "может выдавать сертификаты";
    may_certify_to_depth(length): "may certify others, with {length} more authorities in between",
        "может выдавать сертификаты; ниже него центров не больше {length}";
}

// What is odd in a certificate and accepted.
catalogue! {
    label_oddity(): "odd", "отступление";
    label_alternative_name(): "also named", "другое имя";
    label_permitted(): "may certify only", "имена только";
    label_excluded(): "may not certify", "имена кроме";
    label_statement(): "statement", "заявление";
    label_critical(): "critical", "критические";
    odd_default_written_out(): "a default is written out", "записано значение по умолчанию";
    odd_boolean_form(): "TRUE is not written as ff", "TRUE записано не как ff";
    odd_empty_extensions(): "a list of extensions without one", "список расширений пуст";
    odd_extensions_not_in_version(version): "extensions in version {version}, which has none",
        "расширения в версии {version}, где их не бывает";
    odd_unique_identifier(): "a unique identifier, which is not looked at", "уникальный идентификатор, он не учитывается";
    odd_serial_number_not_positive(): "the serial number is not positive", "серийный номер не положительный";
    odd_serial_number_long(): "the serial number is longer than 20 octets", "серийный номер длиннее 20 байт";
    odd_time_form(): "the type of time is not the one for this year", "тип времени не тот, что положен этому году";
    odd_time_fraction(): "a time with a fraction of a second", "время с долями секунды";
    odd_time_fraction_form(): "a fraction of a second not in its shortest form", "доли секунды записаны не кратчайшим образом";
    odd_period_reversed(): "a period ends before it begins", "срок кончается раньше, чем начинается";
    odd_name_empty(): "a name without attributes", "имя без атрибутов";
    odd_country_not_two_letters(): "the country is not two letters", "страна указана не двумя буквами";
    odd_character_not_of_type(): "a character that the string type does not have", "знак, которого нет в этом типе строк";
    odd_control_character(): "a control character", "управляющий знак";
    odd_old_string_type(): "an old type of string", "устаревший тип строки";
    odd_algorithm_parameters(): "unusual parameters of the algorithm", "необычные параметры алгоритма";
    odd_signature_algorithms_differ(): "the algorithms inside and beside the signed part differ: the signature will not be accepted",
        "алгоритмы внутри и рядом с подписанной частью различаются: подпись не будет принята";
    odd_not_critical(): "not critical and should be", "не критическое, а должно быть";
    odd_critical(): "critical and should not be", "критическое, а не должно быть";
    odd_extension_absent(): "an extension is missing", "нет расширения";
    odd_extension_value(): "an unusual value of an extension", "необычное значение расширения";
    odd_path_length_without_authority(): "a path length in the certificate of no authority",
        "длина цепочки в сертификате не центра";
    odd_key_usage_empty(): "keyUsage names no usage", "keyUsage не называет ни одного применения";
    odd_bits_not_minimal(): "bits end with zeros", "битовая строка кончается нулями";
    odd_authority_cert_half_named(): "the issuer's certificate is named by half", "сертификат издателя назван наполовину";
}

/// Why a signature does not hold.
pub(crate) fn reason(reason: Reason) -> Message {
    let [english, russian] = [Language::English, Language::Russian].map(|language| reason.text(language));
    Message { english: english.to_owned(), russian: russian.to_owned() }
}

/// The same of a certificate alone, where the words for a signature would not fit.
pub(crate) fn certificate_reason(reason: Reason) -> Message {
    match reason {
        Reason::Untrusted => certificate_untrusted(),
        Reason::Revoked => certificate_revoked(),
        Reason::Expired => certificate_is_expired(),
        Reason::NotYetValid => certificate_is_not_yet_valid(),
        Reason::AlgorithmOutdated => certificate_outdated(),
        other => self::reason(other),
    }
}

/// What to do next about a certificate alone.
pub(crate) fn certificate_advice(reason: Reason) -> Message {
    match reason {
        Reason::Revoked | Reason::AuthorityRevoked => advice_certificate_revoked(),
        Reason::Expired | Reason::AuthorityExpired => advice_certificate_expired(),
        Reason::NotYetValid | Reason::AuthorityNotYetValid => advice_certificate_not_yet_valid(),
        other => advice(other),
    }
}

/// What to do about an error of the libraries.
pub(crate) fn remedy(remedy: Remedy) -> Message {
    let [english, russian] =
        [Language::English, Language::Russian].map(|language| remedy_text(remedy, language));
    Message { english: english.to_owned(), russian: russian.to_owned() }
}

/// What a recipient may do next, by the reason that decided: which argument to add, whom to ask.
pub(crate) fn advice(reason: Reason) -> Message {
    match reason {
        Reason::ContentMissing => advice_content(),
        Reason::DigestMismatch => advice_altered(),
        Reason::SignerCertificateMissing | Reason::SignerCertificateMismatch | Reason::IssuerMissing => {
            advice_certificates()
        }
        Reason::Untrusted | Reason::AnchorExpired => advice_trust(),
        Reason::RevocationDataMissing
        | Reason::RevocationDataStale
        | Reason::RevocationDataUnusable
        | Reason::RevocationStatusUnknown
        | Reason::OnHold => advice_crl(),
        Reason::Expired | Reason::AuthorityExpired => advice_expired(),
        Reason::Revoked | Reason::AuthorityRevoked => advice_revoked(),
        other => remedy(other.remedy()),
    }
}

catalogue! {
    advice_content(): "Name the signed document with --content, or put it beside the signature.",
        "Укажите подписанный документ: --content, или положите его рядом с подписью.";
    advice_altered(): "Get the very file that was signed, every octet of it; if this is the file, do not rely on it.",
        "Возьмите тот самый файл, который подписывали, байт в байт; если это он, полагаться на него нельзя.";
    advice_certificates(): "Add the missing certificates with --certs, or have them fetched with --online.",
        "Добавьте недостающие сертификаты: --certs, или разрешите получить их из сети: --online.";
    advice_trust(): "If you trust the authority, name its root certificate with --trust.",
        "Если вы доверяете этому центру, укажите его корневой сертификат: --trust.";
    advice_crl(): "Name the authority's current list of revoked certificates with --crl or an OCSP response with --ocsp, or have them fetched with --online.",
        "Укажите свежий список отозванных сертификатов центра: --crl, или ответ OCSP: --ocsp, или разрешите получить их из сети: --online.";
    advice_expired(): "If you know when it was signed, judge as of that time with --at; else ask to sign again.",
        "Если время подписания известно, проверьте на это время: --at; если нет, попросите подписать заново.";
    advice_revoked(): "Do not rely on it; ask the signer to sign again with a valid certificate.",
        "Не полагайтесь на эту подпись; попросите подписать заново действующим сертификатом.";
}

// The status of a certificate.
catalogue! {
    status_good(): "good", "действителен";
    status_revoked(): "REVOKED", "ОТОЗВАН";
    status_authority_revoked(): "NOT VALID: an authority above it is revoked", "НЕДЕЙСТВИТЕЛЕН: отозван сертификат вышестоящего центра";
    status_unknown(): "cannot tell", "решить нельзя";
    certificate_untrusted(): "No chain of certificates leads from it to a trusted authority.",
        "Нет цепочки сертификатов от него до доверенного центра.";
    certificate_revoked(): "It is revoked.", "Он отозван.";
    certificate_is_expired(): "It has expired.", "Срок его действия истёк.";
    certificate_is_not_yet_valid(): "It is not valid yet.", "Срок его действия ещё не начался.";
    certificate_outdated(): "An algorithm or a key size is too weak by now.", "Алгоритм или длина ключа уже ненадёжны.";
    advice_certificate_revoked(): "Do not rely on it, nor on signatures that nothing proves to be older than the revocation.",
        "Не полагайтесь на него и на те подписи, о которых не доказано, что они сделаны до отзыва.";
    advice_certificate_expired(): "To know what it was worth at another time, name that time with --at; for today ask for a new certificate.",
        "Чтобы узнать, действовал ли он в другой момент, укажите его в --at; на сегодня нужен новый сертификат.";
    advice_certificate_not_yet_valid(): "Wait until it is valid, or name a later time with --at.",
        "Дождитесь начала срока или укажите более поздний момент: --at.";
    label_revoked(): "revoked", "отозван";
    label_chain(): "chain", "цепочка";
    label_evidence(): "according to", "на основании";
    label_would_help(): "would help", "поможет";
    label_as_of(): "judged as of", "проверка на";
    trusted(): "(trusted)", "(доверенный)";
    current_until(moment): "current until {moment}", "действует до {moment}";
    help_issuer(whose): "the certificate of the issuer of «{whose}»", "сертификат издателя для «{whose}»";
    help_crl(issuer): "a CRL of «{issuer}»", "список отзыва «{issuer}»";
    help_ocsp(): "an OCSP response", "ответ OCSP";
    revoked_key_compromise(): "the key was lost or stolen", "ключ утрачен или украден";
    revoked_authority_compromise(): "the key of the authority was lost or stolen", "ключ центра утрачен или украден";
    revoked_affiliation_changed(): "the holder's name or position changed", "сменились имя или должность владельца";
    revoked_superseded(): "another certificate took its place", "заменён другим сертификатом";
    revoked_cessation(): "it is needed no longer", "больше не нужен";
    revoked_hold(): "suspended", "действие приостановлено";
    revoked_privilege_withdrawn(): "a right of the holder was withdrawn", "владелец лишён полномочий";
}

// Keys and signing.
catalogue! {
    pkcs11_unsupported(): "keys on tokens (pkcs11:) cannot be used yet", "ключи на токенах (pkcs11:) пока не поддерживаются";
    pkcs11_unsupported_remedy(): "use a PFX file, or PKCS#8 with --cert", "используйте файл PFX или PKCS#8 вместе с --cert";
    key_not_found(path): "there is no key {path}", "ключа {path} нет";
    key_not_found_remedy(): "name a file with a private key: PFX, or PKCS#8 with --cert",
        "укажите файл с закрытым ключом: PFX или PKCS#8 вместе с --cert";
    no_private_key(path): "there is no private key in {path}", "в {path} нет закрытого ключа";
    bad_key(path, detail): "the key {path} cannot be used: {detail}", "ключ {path} использовать нельзя: {detail}";
    wrong_password(path): "this is not the password of {path}", "пароль к {path} неверен";
    several_keys(path, count, names): "{path} holds {count} keys: {names}", "в {path} несколько ключей ({count}): {names}";
    several_keys_remedy(): "name the certificate of the one you mean with --cert",
        "укажите сертификат нужного ключа: --cert";
    no_certificate_for_key(path): "there is no certificate for the key {path}", "для ключа {path} нет сертификата";
    no_certificate_for_key_remedy(): "name its file with --cert", "укажите файл сертификата: --cert";
    other_certificate(path): "the certificate is for another key than {path}",
        "сертификат выдан не для ключа {path}";
    other_certificate_remedy(): "put the signer's own certificate first in --cert, or choose another key",
        "поставьте в --cert первым сертификат самого подписывающего или выберите другой ключ";
    own_signature_refused(detail): "the signature just made does not verify: {detail}",
        "только что созданная подпись не проходит проверку: {detail}";
    selftest_suggested(): "run esig selftest; if it passes, the key is damaged",
        "запустите esig selftest; если он проходит, повреждён ключ";
    certificate_expired(moment): "the certificate expired on {moment}: others will hardly accept the signature",
        "срок действия сертификата истёк {moment}: такую подпись вряд ли примут";
    certificate_not_yet_valid(moment): "the certificate is valid only from {moment}: others will hardly accept the signature",
        "сертификат действует только с {moment}: такую подпись вряд ли примут";
    certificate_not_for_signatures(usage): "the certificate is not for signatures but for {usage}: others will not accept the signature",
        "сертификат не для подписи ({usage}): такую подпись не примут";
    signed(file, out, who, kind): "{file} → {out}  signed by {who}, {kind}",
        "{file} → {out}  подписано: {who}, {kind}";
    cannot_process(path, detail): "{path}: {detail}", "{path}: {detail}";
    library_error(detail): "{detail}", "{detail}";
}

// Verification.
catalogue! {
    verdict_valid(): "valid", "подпись действительна";
    verdict_invalid(): "NOT VALID", "подпись НЕДЕЙСТВИТЕЛЬНА";
    verdict_indeterminate(): "cannot be decided", "решить нельзя";
    verdict_no_signature(): "no signature", "подписи нет";
    verdict_malformed(): "damaged", "файл повреждён";
    verdict_unsupported(): "not supported", "не поддерживается";
    signature_number(number): "signature {number}", "подпись {number}";
    counter_signature_number(number, parent): "signature {number}, which confirms signature {parent}",
        "подпись {number}, заверяет подпись {parent}";
    label_why(): "why", "почему";
    label_what_to_do(): "what to do", "что делать";
    label_signed_by(): "signed by", "подписал";
    label_issued_by(): "certified by", "сертификат выдал";
    label_time(): "signing time", "время подписи";
    label_proven_time(): "existed by", "существовала";
    label_revocation(): "revocation", "отзыв";
    label_algorithms(): "algorithms", "алгоритмы";
    label_level(): "level", "уровень";
    as_stated(): "(as the signer states)", "(со слов подписавшего)";
    not_proven(): "(not proven)", "(не доказано)";
    wanted(): "wanted", "ожидалось";
    found(): "found", "получено";
    revoked_since(): "revoked", "отозван";
    not_fetched(): "not fetched:", "не получено:";
    validity_period(): "valid", "действует";
    validation_time(): "judged as of", "проверка на";
    files_judged(count): "{count} files:", "файлов {count}:";
    count_valid(count): "{count} valid", "действительных {count}";
    count_invalid(count): "{count} not valid", "недействительных {count}";
    count_indeterminate(count): "{count} undecided", "нерешённых {count}";
    count_no_signature(count): "{count} without signature", "без подписи {count}";
    count_malformed(count): "{count} damaged", "повреждённых {count}";
    count_unsupported(count): "{count} not supported", "неподдерживаемых {count}";
    count_unread(count): "{count} not read", "непрочитанных {count}";
    nothing_trusted(): "nothing is trusted: name the certificates you trust with --trust",
        "доверенных сертификатов нет: укажите их в --trust";
    evidence_passed_over(directory, taken, passed_over): "{directory}: files taken {taken}, passed over {passed_over}",
        "{directory}: взято файлов {taken}, пропущено {passed_over}";
    trust_in_signature(path): "{path} is a signature: the certificates in it were chosen by who made it",
        "{path} — это подпись: сертификаты в ней выбрал тот, кто её сделал";
    trust_in_signature_remedy(): "get the root certificate from the authority itself, and name its file",
        "получите корневой сертификат у самого удостоверяющего центра и укажите его файл";
    cache_unusable(path, error): "nothing can be kept in {path}: {error}", "в каталоге {path} ничего нельзя хранить: {error}";
    cache_unusable_remedy(): "name another directory with --cache, or say --no-cache",
        "укажите другой каталог в --cache или отключите хранение: --no-cache";
    report_written(path): "report written to {path}", "отчёт записан в {path}";
    no_signature_found(): "There is no signature in the file.", "В файле нет подписи.";
    format_unsupported(): "Signatures inside files of this format are not read yet.",
        "Подписи внутри файлов этого формата пока не читаются.";
    no_signature_remedy(): "name the file of the signature; esig info tells what this file is",
        "укажите файл подписи; что это за файл, скажет esig info";
    unsupported_format_remedy(): "ask for a detached signature (.sig or .p7s), or use a program made for this format",
        "попросите отсоединённую подпись (.sig или .p7s) или проверьте программой для этого формата";
}

// `info`.
catalogue! {
    kind_signature(): "signature (CMS)", "подпись (CMS)";
    kind_bundle(): "bundle of certificates (PKCS#7)", "набор сертификатов (PKCS#7)";
    kind_certificate(): "certificate", "сертификат";
    kind_crl(): "certificate revocation list", "список отозванных сертификатов";
    kind_pfx(): "private key with certificates, under a password (PFX)",
        "закрытый ключ с сертификатами, под паролем (PFX)";
    kind_private_key(): "private key", "закрытый ключ";
    kind_pdf(): "PDF document; signatures inside it are not read yet",
        "документ PDF; подписи внутри него пока не читаются";
    kind_xml(): "XML document; signatures inside it are not read yet",
        "документ XML; подписи внутри него пока не читаются";
    kind_zip(): "ZIP: an office document or a container; signatures inside it are not read yet",
        "ZIP: офисный документ или контейнер; подписи внутри него пока не читаются";
    kind_openpgp(): "OpenPGP; a program for it is needed (gpg, sq)", "OpenPGP; нужна программа для него (gpg, sq)";
    kind_other(): "a file of another kind", "файл другого вида";
    label_next(): "next", "дальше";
    label_document(): "document", "документ";
    content_inside(octets): "inside, {octets} octets", "внутри, {octets} байт";
    content_outside(): "not inside: keep it beside the signature", "не внутри: храните его рядом с подписью";
    label_certificate(): "certificate", "сертификат";
    and_more(count): "and {count} more", "и ещё {count}";
    label_crls(): "CRLs inside", "списков отзыва внутри";
    label_note(): "note", "примечание";
    label_signer(): "signer", "подписавший";
    label_timestamps(): "time-stamps", "штампы времени";
    signer_not_inside(): "the certificate is not in the file", "сертификата в файле нет";
}

// `demo`.
catalogue! {
    demo_title(): "esig: from a key to a verdict, without a network", "esig: от ключа до вердикта, без сети";
    demo_directory_kept(path): "Everything is written to {path}: documents, keys, roots to trust, lists of revoked certificates.",
        "Всё записано в {path}: документы, ключи, доверенные корни, списки отозванных сертификатов.";
    demo_directory_temporary(): "A test authority was made in a temporary directory; nothing of it is real.",
        "Во временном каталоге создан тестовый удостоверяющий центр; ничего настоящего в нём нет.";
    demo_directory_remedy(): "name a new or an empty directory", "укажите новый или пустой каталог";
    demo_sign_title(): "Sign", "Подписать";
    demo_sign_story(): "A contract and an order are signed by GOST R 34.10-2012, with 256 and 512 bits, an invoice by RSA.",
        "Договор и приказ подписываются по ГОСТ Р 34.10-2012, ключами на 256 и 512 бит, счёт — RSA.";
    demo_verify_title(): "Verify", "Проверить";
    demo_verify_story(): "Whom to trust and what was revoked is said by the arguments: nothing is fetched, nothing is assumed.",
        "Кому доверять и что отозвано, говорят аргументы: из сети ничего не берётся, на слово ничего не принимается.";
    demo_altered_title(): "A document was altered", "Документ изменили";
    demo_altered_story(): "After signing someone turned the price from 100 000 into 900 000: one octet of the file.",
        "После подписания цену 100 000 исправили на 900 000: это один байт файла.";
    demo_revoked_title(): "A certificate was revoked", "Сертификат отозван";
    demo_revoked_story(): "Ten days ago the signer reported his key lost. It still signs, but nobody should accept that.",
        "Десять дней назад владелец сообщил об утрате ключа. Подписать им можно, но принимать такую подпись нельзя.";
    exit_code(code): "exit code {code}", "код возврата {code}";
    demo_done(): "as it should be: three signatures accepted, two refused", "всё как должно быть: три подписи приняты, две отвергнуты";
    demo_next(): "Your turn: esig sign --help, esig verify --help. To keep these files: esig demo --dir DIR",
        "Теперь вы: esig sign --help, esig verify --help. Чтобы оставить эти файлы: esig demo --dir КАТАЛОГ";
    demo_next_kept(path): "Your turn: cd {path} and repeat any of the commands above.",
        "Теперь вы: cd {path} и повторите любую из команд выше.";
    demo_unexpected(command, exit, expected): "{command} ended with {exit} instead of {expected}, or for another reason",
        "{command}: код {exit} вместо {expected} или другая причина";
}

// `selftest`.
catalogue! {
    selftest_digests(): "Digests of known messages", "Хеши известных сообщений";
    selftest_verifying(): "Known signatures: accepted, and refused when altered",
        "Известные подписи: принимаются, а изменённые отвергаются";
    selftest_signing(): "New keys: what they sign is accepted", "Новые ключи: сделанные ими подписи принимаются";
    selftest_randomness(): "Randomness", "Случайные числа";
    selftest_passed(count): "all {count} tests passed", "все проверки пройдены: {count}";
    selftest_failed(failed, count): "{failed} of {count} tests failed", "не пройдено проверок: {failed} из {count}";
    selftest_remedy(): "do not use this build on this machine, and report the lines above",
        "не пользуйтесь этой сборкой на этой машине и сообщите о строках выше";
}

// `version`, `completions`.
catalogue! {
    version(version): "esig {version}", "esig {version}";
    version_about(): "electronic signatures: GOST and standard algorithms, CMS and CAdES; offline unless asked",
        "электронная подпись: ГОСТ и стандартные алгоритмы, CMS и CAdES; без обращений к сети";
    version_notice(): "not a certified cryptographic tool", "не является сертифицированным СКЗИ";
}
