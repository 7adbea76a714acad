//! Octets of HTTP/1.1 (RFC 9112): as much as it takes to read honest requests and to answer dishonestly.

use std::io::{self, BufRead, BufReader, Read, Write};

/// A request that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`.
    pub method: String,
    /// What follows the host in the URL, beginning with `/`.
    pub target: String,
    /// The lines of the header, without the first.
    pub header: Vec<String>,
    /// What was posted.
    pub body: Vec<u8>,
}

impl Request {
    pub(super) fn read(stream: impl Read) -> io::Result<Self> {
        let mut stream = BufReader::new(stream.take(MAX_REQUEST_OCTETS));
        let first = line(&mut stream)?;
        let mut words = first.split(' ').map(str::to_owned);
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let mut header = Vec::new();
        loop {
            match line(&mut stream)? {
                end if end.is_empty() => break,
                field => header.push(field),
            }
        }
        let mut body = Vec::new();
        stream.take(content_length(&header)).read_to_end(&mut body)?;
        Ok(Self { method, target, header, body })
    }

    /// The value of the first field of that name.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.header.iter().filter_map(|field| field.split_once(':'));
        fields.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// One line, without its end.
fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    match stream.read_line(&mut line)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

fn content_length(header: &[String]) -> u64 {
    let fields = header.iter().filter_map(|field| field.split_once(':'));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0)
}

/// The first line and the fields, with the empty line after them.
pub(super) fn header(status: u16, fields: &[(&str, &str)]) -> String {
    let fields: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} \r\nConnection: close\r\n{fields}\r\n")
}

/// The body in chunks (RFC 9112 §7.1).
pub(super) fn write_chunked(stream: &mut impl Write, body: &[u8]) -> io::Result<()> {
    for chunk in body.chunks(CHUNK_OCTETS) {
        write!(stream, "{:x}\r\n", chunk.len())?;
        stream.write_all(chunk)?;
        stream.write_all(b"\r\n")?;
    }
    stream.write_all(b"0\r\n\r\n")
}

const CHUNK_OCTETS: usize = 100;

/// A request, its body included, of a client that is up to no good is cut off there.
const MAX_REQUEST_OCTETS: u64 = 1 << 20;
