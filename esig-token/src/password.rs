//! What a person types and nobody else may see.

use std::fmt;

use zeroize::Zeroizing;

/// The PIN of a token. Wiped when dropped; there is no way to copy, compare or print it.
pub struct Pin(Zeroizing<String>);

/// The password of a key file. Wiped when dropped; there is no way to copy, compare or print it.
pub struct Password(Zeroizing<String>);

impl Pin {
    /// The text, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Password {
    /// The text, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Pin {
    /// Takes the text without a copy.
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Pin {
    /// Copies the text; whoever holds the original wipes it.
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl From<String> for Password {
    /// Takes the text without a copy.
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Password {
    /// Copies the text; whoever holds the original wipes it.
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

/// Who asks the user for a PIN: a terminal, a dialogue, a vault.
pub trait PinSource {
    /// The PIN for the token of `context`; `None` if the user declined, and then nothing is tried.
    fn pin(&mut self, context: &PinContext<'_>) -> Option<Pin>;
}

/// What the user should know before typing a PIN.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PinContext<'a> {
    /// The label of the token.
    pub token: &'a str,
    /// Attempts that are left before the token locks itself; `None` if it does not tell.
    pub tries_left: Option<u32>,
}

impl<'a> PinContext<'a> {
    /// Asks for the PIN of the token with that label.
    pub fn new(token: &'a str) -> Self {
        Self { token, tries_left: None }
    }

    /// Tells how many attempts are left.
    #[must_use]
    pub fn with_tries_left(self, tries_left: u32) -> Self {
        Self { tries_left: Some(tries_left), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let shown = format!("{:?} {:?}", Pin::from("12345678"), Password::from("секрет"));
        assert_eq!(shown, "Pin(..) Password(..)");
    }
}
