//! Passwords and PINs: from a prompt, a descriptor, the environment or a file, never from an argument.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use esig_token::Password;
use zeroize::Zeroizing;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::text;
use crate::message;
use crate::safe;

/// Where the password of the key comes from.
#[derive(Args, Clone, Debug, Default)]
#[group(multiple = false)]
pub(crate) struct SecretArgs {
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=MAX_DESCRIPTOR), help = text(
        "Read the password from this open file descriptor",
        "Прочитать пароль из этого открытого файлового дескриптора"
    ))]
    pin_fd: Option<u32>,

    #[arg(long, value_name = text("NAME", "ИМЯ"), help = text(
        "Take the password from this environment variable",
        "Взять пароль из этой переменной окружения"
    ))]
    pin_env: Option<String>,

    #[arg(long, value_name = text("FILE", "ФАЙЛ"), help = text(
        "Read the password from this file, which nobody else may read",
        "Прочитать пароль из этого файла; другие не должны иметь к нему доступа"
    ))]
    pin_file: Option<PathBuf>,

    #[arg(long, help = text("Never ask", "Никогда не спрашивать"))]
    no_input: bool,
}

impl SecretArgs {
    /// The password of `what`, from the place that the arguments name, else from the person at the terminal.
    pub(crate) fn read(&self, what: &Path) -> Result<Password, Failure> {
        if let Some(number) = self.pin_fd {
            from_descriptor(number)
        } else if let Some(name) = &self.pin_env {
            from_environment(name)
        } else if let Some(path) = &self.pin_file {
            from_file(path)
        } else {
            self.ask_person(what)
        }
    }

    fn ask_person(&self, what: &Path) -> Result<Password, Failure> {
        let what = safe::path(what);
        let nobody = || {
            let text = message::no_secret_source(&what);
            Failure::new(Exit::Usage, "E-SECRET-NOT-GIVEN", text, message::no_secret_source_remedy())
        };
        if self.no_input || !std::io::stderr().is_terminal() {
            return Err(nobody());
        }
        let prompt = message::prompt_password(&what);
        rpassword::prompt_password(prompt.get()).map(Password::from).map_err(|_| nobody())
    }
}

fn from_environment(name: &str) -> Result<Password, Failure> {
    std::env::var(name).map(Password::from).map_err(|_| {
        let text = message::pin_env_absent(safe::text(name));
        Failure::new(Exit::Error, "E-SECRET-NOT-GIVEN", text, message::pin_env_remedy())
    })
}

fn from_file(path: &Path) -> Result<Password, Failure> {
    let file = std::fs::File::open(path).map_err(unreadable)?;
    // The permissions are those of the opened file: the name may lead elsewhere a moment later.
    refuse_if_others_may_read(path, &file)?;
    first_line(file)
}

#[cfg(unix)]
fn refuse_if_others_may_read(path: &Path, file: &std::fs::File) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt;

    let mode = file.metadata().map_err(unreadable)?.mode();
    if mode & GROUP_AND_OTHERS_READ == 0 {
        return Ok(());
    }
    let path = safe::path(path);
    let text = message::pin_file_open(&path);
    Err(Failure::new(Exit::Error, "E-SECRET-FILE-OPEN", text, message::pin_file_open_remedy(&path)))
}

#[cfg(not(unix))]
fn refuse_if_others_may_read(_: &Path, _: &std::fs::File) -> Result<(), Failure> {
    Ok(())
}

/// The system shows open descriptors as files; opening one anew needs no raw descriptor.
#[cfg(unix)]
fn from_descriptor(number: u32) -> Result<Password, Failure> {
    first_line(std::fs::File::open(format!("/dev/fd/{number}")).map_err(unreadable)?)
}

#[cfg(not(unix))]
fn from_descriptor(_: u32) -> Result<Password, Failure> {
    Err(unreadable(std::io::ErrorKind::Unsupported))
}

fn first_line(source: impl Read) -> Result<Password, Failure> {
    // The buffer is as large as it will ever be, so that growing leaves no copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_SECRET_OCTETS + 2));
    source.take(MAX_SECRET_OCTETS as u64 + 2).read_to_end(&mut bytes).map_err(unreadable)?;
    let line = bytes.split(|octet| *octet == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.len() > MAX_SECRET_OCTETS {
        return Err(unreadable(std::io::ErrorKind::FileTooLarge));
    }
    let line = std::str::from_utf8(line).map_err(|_| unreadable(std::io::ErrorKind::InvalidData))?;
    Ok(Password::from(line))
}

fn unreadable(error: impl Into<std::io::Error>) -> Failure {
    let text = message::pin_unreadable(error.into());
    Failure::new(Exit::Error, "E-SECRET-UNREADABLE", text, message::pin_unreadable_remedy())
}

/// Longer than any password a person or a machine chooses.
const MAX_SECRET_OCTETS: usize = 1024;

const MAX_DESCRIPTOR: i64 = 1 << 20;

#[cfg(unix)]
const GROUP_AND_OTHERS_READ: u32 = 0o044;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_first_line() {
        for (file, password) in [("пароль\n", "пароль"), ("a b\r\nrest", "a b"), ("", ""), ("x", "x")]
        {
            assert_eq!(first_line(file.as_bytes()).expect("a line").expose(), password);
        }
        assert!(first_line([b'a'; 2000].as_slice()).is_err());
        assert!(first_line([0xff].as_slice()).is_err());
    }
}
