//! Libraries of C, opened at run time.

use std::process::Command;

use libloading::Library;

/// Opens a library and keeps it open to the end: functions taken from it never dangle.
pub(super) fn open(file_name: &str) -> Option<&'static Library> {
    // SAFETY: the libraries opened here are installed cryptographic libraries, whose initialisers ask for nothing.
    let library = unsafe { Library::new(file_name) }.ok()?;
    Some(Box::leak(Box::new(library)))
}

/// The version of an installed Debian package, or nothing where there is no such thing.
pub(super) fn debian_package(name: &str) -> String {
    let output = Command::new("dpkg-query").args(["--show", name]).output();
    let shown = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    shown.split_whitespace().nth(1).map(|version| format!(" ({name} {version})")).unwrap_or_default()
}

/// Declares a table of functions of a library, and `load`, which takes them from it by their symbols.
///
/// The types are those of the library's header; whoever declares them vouches for that.
macro_rules! functions {
    (
        $(#[$attr:meta])*
        struct $table:ident;
        $($function:ident = $symbol:literal: fn($($argument:ty),*) $(-> $result:ty)?;)*
    ) => {
        $(#[$attr])*
        struct $table {
            $($function: unsafe extern "C" fn($($argument),*) $(-> $result)?,)*
        }

        impl $table {
            fn load(library: &'static libloading::Library) -> Option<Self> {
                Some(Self {
                    $($function: {
                        // SAFETY: the declared type is that of the header, and the library stays open.
                        let symbol = unsafe {
                            library.get::<unsafe extern "C" fn($($argument),*) $(-> $result)?>($symbol)
                        };
                        *symbol.ok()?
                    },)*
                })
            }
        }
    };
}

pub(super) use functions;
