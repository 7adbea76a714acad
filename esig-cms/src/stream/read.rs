//! The edge: octets from anything that can be read.

use alloc::vec::Vec;
use core::fmt;
use std::io::{self, Read, Write};

use super::{SignedDataStream, StreamedSignedData};
use crate::content::ContentHasher;
use crate::error::CmsError;

/// Why a stream was not read or written to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The octets could not be read.
    Read(io::Error),
    /// What comes of it could not be written.
    Write(io::Error),
    /// The octets are no SignedData, or one beyond the limits, or no signature over that content.
    Cms(CmsError),
}

impl SignedDataStream {
    /// Feeds everything that can be read, and ends the stream.
    ///
    /// # Errors
    /// [`StreamError::Read`], or what [`feed`](Self::feed) and [`finish`](Self::finish) find.
    pub fn read(self, from: impl Read) -> Result<StreamedSignedData, StreamError> {
        self.read_and_pass(from, io::sink())
    }

    /// The same, writing the content to `unverified` as it passes by.
    ///
    /// Nothing is known of it yet, as with [`feed_and_pass`](Self::feed_and_pass): a file must not get its name before a
    /// signature over the content holds.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`StreamError::Write`].
    pub fn read_and_pass(
        mut self,
        from: impl Read,
        mut unverified: impl Write,
    ) -> Result<StreamedSignedData, StreamError> {
        each_piece(from, |piece| {
            let mut written = Ok(());
            let fed = self.feed_and_pass(piece, |octets| {
                if written.is_ok() {
                    written = unverified.write_all(octets);
                }
            });
            written.map_err(StreamError::Write)?;
            fed.map_err(StreamError::Cms)
        })?;
        unverified.flush().map_err(StreamError::Write)?;
        self.finish().map_err(StreamError::Cms)
    }
}

impl ContentHasher {
    /// Takes everything that can be read, the content of a detached signature, of whatever size; gives back how many octets
    /// that were.
    ///
    /// # Errors
    /// Whatever reading gives.
    pub fn read(&mut self, from: impl Read) -> io::Result<u64> {
        let mut octets = 0;
        each_piece(from, |piece| {
            self.update(piece);
            octets += piece.len() as u64;
            Ok::<_, io::Error>(())
        })?;
        Ok(octets)
    }

    /// The same, copying what it takes.
    ///
    /// # Errors
    /// [`StreamError::Read`] or [`StreamError::Write`].
    pub fn read_and_copy(&mut self, from: impl Read, mut to: impl Write) -> Result<u64, StreamError> {
        let mut octets = 0;
        each_piece(from, |piece| {
            self.update(piece);
            octets += piece.len() as u64;
            to.write_all(piece).map_err(StreamError::Write)
        })?;
        Ok(octets)
    }
}

/// Gives everything that can be read to `take`, in pieces of bounded size.
pub(super) fn each_piece<E: From<io::Error>>(
    mut from: impl Read,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut piece: Vec<u8> = alloc::vec![0; PIECE_OCTETS];
    loop {
        match from.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(octets) => take(&piece[..octets])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => write!(f, "cannot read the stream: {error}"),
            Self::Write(error) => write!(f, "cannot write the stream: {error}"),
            Self::Cms(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Read(error) | Self::Write(error) => Some(error),
            Self::Cms(_) => None,
        }
    }
}

impl From<io::Error> for StreamError {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

impl From<CmsError> for StreamError {
    fn from(error: CmsError) -> Self {
        Self::Cms(error)
    }
}

/// Large enough for the cost of a call not to matter, small enough for the cache.
const PIECE_OCTETS: usize = 1 << 16;
