//! PEM and base64 around a signature of any size, taken off while it is read.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use esig_core::pem;

use crate::format::{Armor, BYTE_ORDER_MARK};

/// What a reader gives, without the armor around it.
///
/// Reads as the functions for the whole in memory do, [`pem::blocks`] and [`pem::base64`]: white space anywhere, lines with a
/// colon passed over as headers, text around a PEM block. What is damaged is an error with [`Damaged`] inside.
pub(crate) struct Unarmored<R> {
    text: BufReader<R>,
    state: State,
    /// Whether the next octet of the text begins a line.
    at_line_start: bool,
    /// Characters that make no whole group of four yet.
    group: Vec<u8>,
    is_padded: bool,
    decoded: Vec<u8>,
    given: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// There is no armor.
    Binary,
    BeforePem,
    InPem,
    InBase64,
    Ended,
}

/// The armor is no PEM or base64 to its end.
#[derive(Debug)]
pub(crate) struct Damaged;

impl Damaged {
    /// Whether this is why reading failed.
    pub(crate) fn is_cause_of(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|cause| cause.is::<Self>())
    }
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("damaged PEM or base64")
    }
}

impl std::error::Error for Damaged {}

impl<R: Read> Unarmored<R> {
    pub(crate) fn new(text: R, armor: Armor) -> Self {
        let state = match armor {
            Armor::Binary => State::Binary,
            Armor::Pem => State::BeforePem,
            Armor::Base64 => State::InBase64,
        };
        Self {
            text: BufReader::with_capacity(PIECE_OCTETS, text),
            state,
            at_line_start: true,
            group: Vec::new(),
            is_padded: false,
            decoded: Vec::new(),
            given: 0,
        }
    }

    /// Decodes the next line, or a part of one that is long.
    fn decode_more(&mut self) -> io::Result<()> {
        let mut line = Vec::new();
        (&mut self.text).take(PIECE_OCTETS as u64).read_until(b'\n', &mut line)?;
        let begins_line = std::mem::replace(&mut self.at_line_start, line.ends_with(b"\n"));
        let text = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&line);
        match self.state {
            _ if line.is_empty() => self.end_of_text(),
            State::BeforePem => {
                if contains(text, b"-----BEGIN ") {
                    self.state = State::InPem;
                }
                Ok(())
            }
            State::InPem if contains(text, b"-----END ") => self.end(),
            _ if begins_line && text.contains(&b':') => Ok(()),
            _ => self.decode(text),
        }
    }

    fn decode(&mut self, text: &[u8]) -> io::Result<()> {
        let before = self.group.len();
        self.group.extend(text.iter().filter(|octet| !octet.is_ascii_whitespace()));
        if self.is_padded && self.group.len() > before {
            return Err(damaged());
        }
        let whole = self.group.len() / 4 * 4;
        self.is_padded |= self.group[..whole].contains(&b'=');
        let rest = self.group.split_off(whole);
        let groups = std::mem::replace(&mut self.group, rest);
        if self.is_padded && !self.group.is_empty() {
            return Err(damaged());
        }
        self.push(&groups)
    }

    /// The text is over, which a PEM block must not be.
    fn end_of_text(&mut self) -> io::Result<()> {
        if self.state == State::InBase64 { self.end() } else { Err(damaged()) }
    }

    fn end(&mut self) -> io::Result<()> {
        self.state = State::Ended;
        let rest = std::mem::take(&mut self.group);
        self.push(&rest)
    }

    fn push(&mut self, characters: &[u8]) -> io::Result<()> {
        let no_header = Some(characters).filter(|characters| !characters.contains(&b':'));
        self.decoded = no_header.and_then(pem::base64).ok_or_else(damaged)?;
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Unarmored<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.state == State::Binary {
            return self.text.read(into);
        }
        while self.given == self.decoded.len() && self.state != State::Ended {
            self.decode_more()?;
        }
        let octets = (&self.decoded[self.given..]).read(into)?;
        self.given += octets;
        Ok(octets)
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Damaged)
}

fn contains(text: &[u8], mark: &[u8]) -> bool {
    text.windows(mark.len()).any(|window| window == mark)
}

const PIECE_OCTETS: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], armor: Armor) -> Option<Vec<u8>> {
        let mut octets = Vec::new();
        match Unarmored::new(text, armor).read_to_end(&mut octets) {
            Ok(_) => Some(octets),
            Err(error) => {
                assert!(Damaged::is_cause_of(&error));
                None
            }
        }
    }

    fn octets(count: usize) -> Vec<u8> {
        (0..count).map(|index| (index * 7) as u8).collect()
    }

    #[test]
    fn armor_is_taken_off_as_in_memory() {
        for count in [0, 1, 2, 3, 47, 48, 49, 49_151, 49_152, 49_153, 200_000] {
            let contents = octets(count);
            let pem = pem::encode("CMS", &contents);
            let lines: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
            assert_eq!(read(pem.as_bytes(), Armor::Pem).as_ref(), Some(&contents), "{count}");
            let around = format!("\u{feff}Subject: x\r\n{}after", pem.replace('\n', "\r\n"));
            assert_eq!(read(around.as_bytes(), Armor::Pem).as_ref(), Some(&contents), "{count}");
            for text in
                [lines.clone(), lines.trim_end_matches('=').to_owned(), format!("\u{feff} \n{lines} ")]
            {
                assert_eq!(read(text.as_bytes(), Armor::Base64).as_ref(), Some(&contents), "{count}");
            }
            assert_eq!(read(&contents, Armor::Binary).as_ref(), Some(&contents), "{count}");
        }
    }

    #[test]
    fn damaged_armor_is_said_to_be() {
        let pem = pem::encode("CMS", &octets(100));
        let cut = &pem[..pem.len() - 20];
        assert_eq!(read(cut.as_bytes(), Armor::Pem), None);
        assert_eq!(read(b"no block", Armor::Pem), None);
        for text in ["AA*A", "AA==AAAA", "AAAA=", "AA==\n=", "A"] {
            assert_eq!(pem::base64(text.as_bytes()), None, "{text}");
            assert_eq!(read(text.as_bytes(), Armor::Base64), None, "{text}");
        }
        let long = "A".repeat(PIECE_OCTETS) + "A:AA";
        assert_eq!(read(long.as_bytes(), Armor::Base64), None, "a colon far from the beginning of its line");
    }
}
