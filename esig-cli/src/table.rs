//! Labels and values in two columns.

use crate::message::Message;
use crate::screen::{FAINT, styled};

/// Rows of a label and a value; rows without a value are left out.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<(String, String)>,
}

impl Table {
    /// Adds a row. The value must be fit for a terminal; it may hold colours.
    pub(crate) fn row(&mut self, label: &Message, value: impl Into<String>) {
        self.named(label.get(), value);
    }

    /// Adds a row whose label is the same in every language.
    pub(crate) fn named(&mut self, label: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.rows.push((label.to_owned(), value));
        }
    }

    /// Adds a row if there is a value.
    pub(crate) fn maybe(&mut self, label: &Message, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.row(label, value);
        }
    }

    /// The rows, each after `indent` spaces, values aligned under one another.
    pub(crate) fn render(&self, indent: usize) -> String {
        let width = self.rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default();
        let mut text = String::new();
        for (label, value) in &self.rows {
            let padding = width - label.chars().count() + 2;
            let label = styled(FAINT, label);
            text.push_str(&format!("{:indent$}{label}{:padding$}{value}\n", "", ""));
        }
        text
    }
}
