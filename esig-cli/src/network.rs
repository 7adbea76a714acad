//! The network: out of reach unless it is asked for.

use std::env;
use std::path::PathBuf;

use clap::Args;
use esig::http::{HttpClient, HttpSettings};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::text;
use crate::{message, safe};

/// Whether anything is fetched, from where, and what is kept of it.
#[derive(Args, Debug)]
pub(crate) struct NetworkArguments {
    #[arg(long, help = text(
        "Fetch what is missing over HTTP: certificates of issuers, revocation lists, OCSP responses",
        "Получить недостающее по HTTP: сертификаты издателей, списки отзыва, ответы OCSP"
    ))]
    online: bool,

    #[arg(long, value_name = text("HOST", "УЗЕЛ"), requires = "online", help = text(
        "Speak to these hosts alone; .example.com means every host below it",
        "Обращаться только к этим узлам; .example.com означает все узлы этого домена"
    ))]
    allow_host: Vec<String>,

    #[arg(long, value_name = text("DIR", "КАТАЛОГ"), requires = "online", conflicts_with = "no_cache", help = text(
        "Keep what was fetched in this directory for as long as it is current",
        "Хранить полученное в этом каталоге, пока оно действует"
    ))]
    cache: Option<PathBuf>,

    #[arg(long, requires = "online", help = text(
        "Keep nothing of what was fetched",
        "Не хранить полученное"
    ))]
    no_cache: bool,

    #[arg(long, requires = "online", help = text(
        "For tests: speak to servers on this very machine too; other private addresses stay refused",
        "Для испытаний: обращаться и к серверам на этой же машине; прочие частные адреса недоступны"
    ))]
    allow_loopback: bool,
}

impl NetworkArguments {
    /// Who fetches; `None` if nothing is to be fetched.
    pub(crate) fn client(&self) -> Result<Option<HttpClient>, Failure> {
        if !self.online {
            return Ok(None);
        }
        let cache = match (&self.cache, self.no_cache) {
            (Some(directory), _) => Some(directory.clone()),
            (None, true) => None,
            (None, false) => own_cache(),
        };
        match (HttpClient::new(self.settings(cache)), &self.cache) {
            (Ok(client), _) => Ok(Some(client)),
            (Err(error), Some(_)) => Err(unusable(error)),
            // Nobody named a directory: without one it goes more slowly, and it goes.
            (Err(_), None) => HttpClient::new(self.settings(None)).map(Some).map_err(unusable),
        }
    }

    fn settings(&self, cache: Option<PathBuf>) -> HttpSettings {
        let mut settings = HttpSettings::new();
        if !self.allow_host.is_empty() {
            settings = settings.with_hosts(self.allow_host.iter().cloned());
        }
        if self.allow_loopback {
            settings = settings.allow_loopback_for_tests();
        }
        match cache {
            Some(directory) => settings.with_cache_directory(directory),
            None => settings,
        }
    }
}

fn unusable(error: esig::http::CacheError) -> Failure {
    let text = message::cache_unusable(safe::path(&error.directory), error.error);
    Failure::new(Exit::Error, "E-CACHE-UNUSABLE", text, message::cache_unusable_remedy())
}

/// Where the system wants programs to keep what they can do without.
fn own_cache() -> Option<PathBuf> {
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let below_home = |folder: &str| variable("HOME").map(|home| home.join(folder));
    let caches = match env::consts::OS {
        "windows" => variable("LOCALAPPDATA"),
        "macos" => below_home("Library/Caches"),
        _ => variable("XDG_CACHE_HOME").or_else(|| below_home(".cache")),
    };
    caches.map(|caches| caches.join("esig").join("http"))
}
