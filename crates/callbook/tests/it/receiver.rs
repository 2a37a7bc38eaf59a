//! A receiver of HTTP requests that behaves as a test says: it takes, refuses, hangs, breaks off, answers slowly.
//!
//! It keeps every request that it read whole, and in which order what was read and what was taken followed each other, so that
//! what came can be held against what was owed. A request is taken from the moment in which its 2xx begins to be written; what
//! was only read is not. It speaks TLS where that is asked for, with a certificate that only servers trust that it starts itself.
//! To behave in one more way: a case of [`Does`].

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::Scratch;
use crate::live::PATIENCE;
use crate::served::{Home, Served};

/// A receiver that is slow answers once so many others came.
const SLOW_FOR: usize = 5;
/// Nor longer than this: the last ones of all are not waited for without end.
const SLOW_MAX: Duration = Duration::from_secs(2);

/// What the receiver does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Does {
    Takes,
    TakesSlowly,
    /// Nothing, until it is told to be good; then it takes it.
    Holds,
    Fails,
    Hangs,
    BreaksOff,
}

/// A request that was read whole.
pub(crate) struct Request {
    /// `webhook-id`; nothing where there is none.
    pub(crate) id: String,
    pub(crate) body: String,
    pub(crate) does: Does,
}

/// What happened, by the place of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Read(usize),
    Taken(usize),
}

/// What is decided of a body.
type Draw = Box<dyn FnMut(&str) -> Does + Send>;

/// What the receiver has seen.
pub(crate) struct State {
    pub(crate) requests: Vec<Request>,
    pub(crate) steps: Vec<Step>,
    draw: Draw,
    /// Whether it takes everything from now on.
    is_good: bool,
}

impl State {
    /// How many were taken, repeats counted.
    pub(crate) fn taken(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step, Step::Taken(_))).count()
    }
}

/// A receiver.
pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    shared: Arc<(Mutex<State>, Condvar)>,
    /// Whom a server must trust to speak to it.
    trusted: Option<Scratch>,
}

impl Receiver {
    /// One that speaks plain HTTP.
    pub(crate) fn start(draw: impl FnMut(&str) -> Does + Send + 'static) -> Self {
        Self::begin(Box::new(draw), None, None)
    }

    /// One that speaks TLS.
    pub(crate) fn secure(draw: impl FnMut(&str) -> Does + Send + 'static) -> Self {
        let [cert, key, trusted] = certified("127.0.0.1");
        let certs = vec![CertificateDer::from_pem_slice(cert.as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = tls.with_no_client_auth().with_single_cert(certs, key).unwrap();
        let mut one = Self::begin(Box::new(draw), Some(Arc::new(tls)), None);
        one.trusted = Some(Scratch::new(&format!("trusted-{}.pem", one.address.port()), trusted.as_bytes()));
        one
    }

    fn begin(draw: Draw, tls: Option<Arc<ServerConfig>>, trusted: Option<Scratch>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let state = State { requests: Vec::new(), steps: Vec::new(), draw, is_good: false };
        let shared = Arc::new((Mutex::new(state), Condvar::new()));
        std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || {
                for socket in listener.incoming().map_while(Result::ok) {
                    let (shared, tls) = (Arc::clone(&shared), tls.clone());
                    std::thread::spawn(move || talk(socket, tls, &shared));
                }
            }
        });
        Self { address, shared, trusted }
    }

    /// Starts a server that trusts it.
    pub(crate) fn serve(&self, home: &Home) -> Served {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callbook"));
        command.arg("serve").arg("--config").arg(home.config());
        if let Some(trusted) = &self.trusted {
            command.env("SSL_CERT_FILE", trusted.path()).env_remove("SSL_CERT_DIR");
        }
        home.serve_by(command)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.shared.0.lock().unwrap()
    }

    /// Waits until it is so, and gives back what there is then.
    pub(crate) fn until(&self, what: &str, is_so: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let (_, came) = &*self.shared;
        let (state, over) = came.wait_timeout_while(self.state(), PATIENCE, |state| !is_so(state)).unwrap();
        assert!(!over.timed_out(), "{what}: {} requests came, {} were taken", state.requests.len(), state.taken());
        state
    }

    /// Waits until it has read so many more requests.
    pub(crate) fn reads(&self, more: u64) {
        let goal = self.state().requests.len() + usize::try_from(more).unwrap();
        drop(self.until("more requests", |state| state.requests.len() >= goal));
    }

    /// From now on it takes everything, and what it holds too.
    pub(crate) fn is_good(&self) {
        self.state().is_good = true;
        self.shared.1.notify_all();
    }
}

/// A certificate for that name, its key, and whoever signed it, in PEM.
pub(crate) fn certified(name: &str) -> [String; 3] {
    let (signers_key, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let mut signer = CertificateParams::new(Vec::new()).unwrap();
    signer.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let trusted = signer.self_signed(&signers_key).unwrap().pem();
    let issuer = Issuer::new(signer, signers_key);
    let cert = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    [cert.pem(), key.serialize_pem(), trusted]
}

trait Wire: Read + Write {}
impl<S: Read + Write> Wire for S {}

/// Reads requests of one connection and does with each as is decided.
fn talk(socket: TcpStream, tls: Option<Arc<ServerConfig>>, shared: &(Mutex<State>, Condvar)) {
    let Ok(bare) = socket.try_clone() else { return };
    let _ = socket.set_nodelay(true);
    let wire: Box<dyn Wire> = match tls {
        Some(tls) => Box::new(StreamOwned::new(ServerConnection::new(tls).unwrap(), socket)),
        None => Box::new(socket),
    };
    let mut wire = BufReader::new(wire);
    let (state, came) = shared;
    while let Some((id, body)) = request(&mut wire) {
        let (does, place) = {
            let mut state = state.lock().unwrap();
            let does = if state.is_good { Does::Takes } else { (state.draw)(&body) };
            let place = state.requests.len();
            state.requests.push(Request { id, body, does });
            state.steps.push(Step::Read(place));
            came.notify_all();
            (does, place)
        };
        let waits = |state: &mut State| state.requests.len() < place + 1 + SLOW_FOR && !state.is_good;
        match does {
            // Others must get through meanwhile.
            Does::TakesSlowly => drop(came.wait_timeout_while(state.lock().unwrap(), SLOW_MAX, waits).unwrap()),
            Does::Holds => drop(came.wait_while(state.lock().unwrap(), |state| !state.is_good).unwrap()),
            _ => {}
        }
        let answer: &[u8] = match does {
            Does::Takes | Does::Holds => b"HTTP/1.1 204 No Content\r\n\r\n",
            Does::TakesSlowly => b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            Does::Fails => b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy",
            // Until the other side gives up.
            Does::Hangs => return drop(wire.read(&mut [0])),
            Does::BreaksOff => return drop(bare.shutdown(Shutdown::Both)),
        };
        if does != Does::Fails {
            // Before it is written: whoever reads it sends what follows at once.
            state.lock().unwrap().steps.push(Step::Taken(place));
            came.notify_all();
        }
        if wire.get_mut().write_all(answer).and_then(|()| wire.get_mut().flush()).is_err() {
            return;
        }
    }
}

/// The id and the body of the next request that comes whole.
fn request(from: &mut impl BufRead) -> Option<(String, String)> {
    let (mut id, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line == "\r\n" {
                break;
            }
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "webhook-id" => id = value.to_owned(),
            "content-length" => length = value.parse().unwrap(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    Some((id, String::from_utf8(body).unwrap()))
}
