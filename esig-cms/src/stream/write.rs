//! The edge: content that goes into a signature while it is written.

use alloc::vec::Vec;
use core::fmt;
use std::io::{self, Read, Write};

use super::StreamError;
use super::attach::ContentFrame;
use super::read::each_piece;
use crate::content::{ContentDigests, ContentHasher};
use crate::signed_data::SignedData;

/// Writes a SignedData around content of a size that is not known: BER, the content in pieces as it comes.
///
/// The content is written to it; [`end_content`](Self::end_content) gives its digests, with which the signature is made as for
/// content outside; [`ContentEnd::complete`] writes the rest. What was written before that is no signature: the file must not
/// get its name sooner.
pub struct ContentWriter<W> {
    to: W,
    frame: ContentFrame,
    hasher: ContentHasher,
    piece: Vec<u8>,
}

impl<W: Write> ContentWriter<W> {
    /// Writes what stands before the content; `hasher` takes the content.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub fn new(mut to: W, frame: ContentFrame, hasher: ContentHasher) -> io::Result<Self> {
        to.write_all(&frame.before())?;
        Ok(Self { to, frame, hasher, piece: Vec::with_capacity(PIECE_OCTETS) })
    }

    /// Takes everything that can be read as content.
    ///
    /// # Errors
    /// [`StreamError::Read`] or [`StreamError::Write`].
    pub fn read(&mut self, from: impl Read) -> Result<(), StreamError> {
        each_piece(from, |piece| self.write_all(piece).map_err(StreamError::Write))
    }

    /// Ends the content and gives its digests.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub fn end_content(mut self) -> io::Result<(ContentDigests, ContentEnd<W>)> {
        if !self.piece.is_empty() {
            self.write_piece()?;
        }
        Ok((self.hasher.finish(), ContentEnd { to: self.to, frame: self.frame }))
    }

    fn write_piece(&mut self) -> io::Result<()> {
        self.to.write_all(&self.frame.piece_header(self.piece.len()))?;
        self.to.write_all(&self.piece)?;
        self.hasher.update(&self.piece);
        self.piece.clear();
        Ok(())
    }
}

impl<W: Write> Write for ContentWriter<W> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        if self.piece.len() == PIECE_OCTETS {
            self.write_piece()?;
        }
        let taken = octets.len().min(PIECE_OCTETS - self.piece.len());
        self.piece.extend_from_slice(&octets[..taken]);
        Ok(taken)
    }

    /// Keeps what makes no whole piece: only [`end_content`](ContentWriter::end_content) knows that no more comes.
    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// All but the end of a SignedData is written.
pub struct ContentEnd<W> {
    to: W,
    frame: ContentFrame,
}

impl<W: Write> ContentEnd<W> {
    /// Writes the certificates and signatures of `signature`, which was made of the content's digests, and ends.
    ///
    /// # Errors
    /// [`StreamError::Cms`] as [`ContentFrame::after`], before anything is written; [`StreamError::Write`].
    pub fn complete(mut self, signature: &SignedData<'_>) -> Result<W, StreamError> {
        let after = self.frame.after(signature)?;
        let written = self.to.write_all(&after).and_then(|()| self.to.flush());
        written.map_err(StreamError::Write)?;
        Ok(self.to)
    }
}

impl<W> fmt::Debug for ContentWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentWriter({:?})", self.frame)
    }
}

impl<W> fmt::Debug for ContentEnd<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentEnd({:?})", self.frame)
    }
}

/// Octets of one piece: readers that keep a piece in memory need no more.
const PIECE_OCTETS: usize = 1 << 16;
