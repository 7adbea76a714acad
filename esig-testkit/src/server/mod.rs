//! The PKI over HTTP on the loopback interface, in order or with scripted faults.

mod exchange;
mod fault;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use esig_core::pem;
use time::UtcDateTime;

pub use self::exchange::Request;
use self::exchange::{header, write_chunked};
pub use self::fault::Fault;
use crate::certificate::sign_tbs;
use crate::key::{Family, TestKey};
use crate::pki::TestPki;
use crate::responder::OcspFault;
use crate::served::Served;
use crate::tsa::TsaFault;

/// Serves a [`TestPki`] on a port of 127.0.0.1 until it is dropped: certificates, CRLs, the OCSP
/// responder and the time-stamping authority.
///
/// The URLs in the certificates lead to it, so that a client which may speak to the loopback interface finds everything.
/// What goes wrong on the way is said by [`fault`](Self::fault).
///
/// ```
/// use std::io::{Read, Write};
/// use std::net::TcpStream;
/// use esig_testkit::{Family, Fault, Served, TestServer};
/// use time::macros::utc_datetime;
///
/// let server = TestServer::start(Family::P256, 1, utc_datetime!(2026-12-01 12:00))?;
/// server.fault(Served::RootCrl, Fault::Status(404));
///
/// let mut connection = TcpStream::connect(server.address())?;
/// let url = server.pki().url(Served::RootCrl);
/// write!(connection, "GET {} HTTP/1.1\r\n\r\n", &url[server.base_url().len()..])?;
/// let mut answer = String::new();
/// connection.read_to_string(&mut answer)?;
/// assert!(answer.starts_with("HTTP/1.1 404"));
/// assert_eq!(server.requests().len(), 1);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct TestServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

/// What the threads of the server have in common.
#[derive(Debug)]
struct Shared {
    pki: TestPki,
    base_url: String,
    faults: Mutex<BTreeMap<Served, Fault>>,
    requests: Mutex<Vec<Request>>,
    is_over: AtomicBool,
}

impl TestServer {
    /// Makes the PKI of that seed at that time, with URLs that lead here, and serves it.
    ///
    /// # Errors
    /// If no port can be had.
    pub fn start(family: Family, seed: u64, at: UtcDateTime) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let base_url = format!("http://{address}");
        let shared = Arc::new(Shared {
            pki: TestPki::with_base_url(family, seed, at, &base_url),
            base_url,
            faults: Mutex::default(),
            requests: Mutex::default(),
            is_over: AtomicBool::new(false),
        });
        let accepting = thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Ok(Self { address, shared, accepting: Some(accepting) })
    }

    /// The PKI that is served.
    pub fn pki(&self) -> &TestPki {
        &self.shared.pki
    }

    /// The address and the port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// From now on that is served so.
    pub fn fault(&self, served: Served, fault: Fault) {
        lock(&self.shared.faults).insert(served, fault);
    }

    /// From now on everything is in order.
    pub fn repair(&self) {
        lock(&self.shared.faults).clear();
    }

    /// The requests so far, in the order in which they came.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for connection in listener.incoming() {
        if shared.is_over.load(Ordering::SeqCst) {
            return;
        }
        let shared = Arc::clone(shared);
        if let Ok(stream) = connection {
            // A client that goes away in between is none of the server's business.
            thread::spawn(move || drop(shared.serve(stream)));
        }
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let request = Request::read(&stream)?;
        lock(&self.requests).push(request.clone());
        match self.served(&request) {
            Some(served) => self.answer(&mut stream, served, &request),
            None => stream.write_all(header(404, &[("Content-Length", "0")]).as_bytes()),
        }
    }

    fn served(&self, request: &Request) -> Option<Served> {
        let target = request.target.as_str();
        let path = |served: &Served| self.pki.url(*served)[self.base_url.len()..].to_owned();
        Served::ALL.into_iter().find(|served| {
            let rest = target.strip_prefix(&path(served));
            rest.is_some_and(|rest| rest.is_empty() || *served == Served::Ocsp && rest.starts_with('/'))
        })
    }

    /// What goes wrong this time.
    fn fault_of(&self, served: Served) -> Option<Fault> {
        let mut faults = lock(&self.faults);
        match faults.get_mut(&served)? {
            Fault::Busy { times: 0, .. } => None,
            Fault::Busy { retry_after, times } => {
                *times -= 1;
                Some(Fault::Busy { retry_after: retry_after.clone(), times: *times })
            }
            fault => Some(fault.clone()),
        }
    }

    fn answer(&self, stream: &mut TcpStream, served: Served, request: &Request) -> io::Result<()> {
        let fault = self.fault_of(served).map(|fault| fault.towards(request));
        let octets = self.octets(served, request, fault.as_ref());
        let (header, body) = answer(fault, served.content_type(), octets.len());
        stream.write_all(header.as_bytes())?;
        match body {
            Body::Nothing => Ok(()),
            Body::Whole => stream.write_all(&octets),
            Body::Half => stream.write_all(&octets[..octets.len() / 2]),
            Body::Chunked => write_chunked(stream, &octets),
            Body::Repeated(length) => self.pour(stream, &octets, length),
            Body::Slowly(pause) => self.drip(stream, &octets, pause),
        }
    }

    /// The object, with what is wrong in it.
    fn octets(&self, served: Served, request: &Request, fault: Option<&Fault>) -> Vec<u8> {
        if let Some(Fault::Octets(octets)) = fault {
            return octets.clone();
        }
        match served {
            Served::Ocsp => return self.ocsp(request, fault),
            Served::TimeStamps => return self.time_stamps(request, fault),
            _ => {}
        }
        let crl = |index: usize| {
            let at = if fault == Some(&Fault::Stale) { self.pki.at() - STALE } else { self.pki.at() };
            self.pki.crls_as_of(at)[index].clone()
        };
        let (object, tbs) = match served {
            Served::RootCrl | Served::IntermediateCrl => {
                let crl = crl(usize::from(served == Served::IntermediateCrl));
                (crl.as_der().to_vec(), crl.view().tbs_cert_list().to_vec())
            }
            _ => {
                let is_root = served == Served::RootCertificate;
                let authority = if is_root { self.pki.root() } else { self.pki.intermediate() };
                let certificate = authority.certificate();
                (certificate.as_der().to_vec(), certificate.view().tbs_certificate().to_vec())
            }
        };
        match fault {
            Some(Fault::WrongSigner) => {
                let key = TestKey::new(self.pki.family(), 0, "impostor of an authority");
                sign_tbs(&tbs, &key)
            }
            _ => object,
        }
    }

    fn time_stamps(&self, request: &Request, fault: Option<&Fault>) -> Vec<u8> {
        let authority = self.pki.time_stamps();
        let authority = match fault {
            Some(Fault::WrongSigner) => authority.with_fault(TsaFault::WrongSigner),
            Some(Fault::Tsa(fault)) => authority.with_fault(*fault),
            _ => authority,
        };
        authority.answer(&request.body)
    }

    fn ocsp(&self, request: &Request, fault: Option<&Fault>) -> Vec<u8> {
        let responder = match fault {
            Some(Fault::WrongSigner) => self.pki.responder().with_fault(OcspFault::WrongSigner),
            Some(Fault::Stale) => self.pki.responder().with_fault(OcspFault::Stale),
            Some(Fault::Ocsp(fault)) => self.pki.responder().with_fault(*fault),
            _ => self.pki.responder(),
        };
        match request.method.as_str() {
            // RFC 6960 appendix A.1: the base64 of the request is the last part of the path.
            "GET" => {
                let text = request.target.rsplit('/').next().unwrap_or_default();
                let text = text.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
                responder.answer(&pem::base64(text.as_bytes()).unwrap_or_default())
            }
            _ => responder.answer(&request.body),
        }
    }

    /// Writes `body` over and over.
    fn pour(&self, stream: &mut TcpStream, body: &[u8], octets: u64) -> io::Result<()> {
        let mut left = if body.is_empty() { 0 } else { octets };
        while left > 0 && !self.is_over.load(Ordering::SeqCst) {
            let piece = &body[..body.len().min(usize::try_from(left).unwrap_or(usize::MAX))];
            stream.write_all(piece)?;
            left -= piece.len() as u64;
        }
        Ok(())
    }

    fn drip(&self, stream: &mut TcpStream, body: &[u8], pause: Duration) -> io::Result<()> {
        for octet in body {
            thread::sleep(pause);
            if self.is_over.load(Ordering::SeqCst) {
                return Ok(());
            }
            stream.write_all(&[*octet])?;
        }
        Ok(())
    }
}

/// How the octets of an object follow the header.
enum Body {
    Nothing,
    Whole,
    Half,
    Chunked,
    Repeated(u64),
    Slowly(Duration),
}

/// The header of an answer with so many octets, and how they follow.
fn answer(fault: Option<Fault>, content_type: &str, length: usize) -> (String, Body) {
    let length = length.to_string();
    let plain = [("Content-Type", content_type), ("Content-Length", &*length)];
    let empty = ("Content-Length", "0");
    match fault {
        Some(Fault::Status(status)) => (header(status, &[empty]), Body::Nothing),
        Some(Fault::Busy { retry_after: Some(wait), .. }) => {
            (header(503, &[("Retry-After", &*wait), empty]), Body::Nothing)
        }
        Some(Fault::Busy { retry_after: None, .. }) => (header(503, &[empty]), Body::Nothing),
        Some(Fault::Redirect(location)) => (header(302, &[("Location", &*location), empty]), Body::Nothing),
        Some(Fault::ContentType(other)) => (header(200, &[("Content-Type", &*other), plain[1]]), Body::Whole),
        Some(Fault::CutInHeader) => {
            let mut half = header(200, &plain);
            half.truncate(half.len() / 2);
            (half, Body::Nothing)
        }
        Some(Fault::CutInBody) => (header(200, &plain), Body::Half),
        Some(Fault::EndlessBody) => (header(200, &plain[..1]), Body::Repeated(u64::MAX)),
        Some(Fault::LongBody(octets)) => {
            let length = octets.to_string();
            (header(200, &[plain[0], ("Content-Length", &*length)]), Body::Repeated(octets))
        }
        Some(Fault::SlowBody(pause)) => (header(200, &plain), Body::Slowly(pause)),
        Some(Fault::Chunked) => (header(200, &[plain[0], ("Transfer-Encoding", "chunked")]), Body::Chunked),
        Some(Fault::UntilClosed) => (header(200, &plain[..1]), Body::Whole),
        Some(
            Fault::WrongSigner
            | Fault::Stale
            | Fault::Ocsp(_)
            | Fault::Tsa(_)
            | Fault::Octets(_)
            | Fault::Credentials { .. },
        )
        | None => (header(200, &plain), Body::Whole),
    }
}

/// How long the server waits for a client that neither reads nor writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// So long ago that both authorities have replaced their CRLs.
const STALE: time::Duration = time::Duration::days(200);
