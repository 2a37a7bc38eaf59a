//! The one connection of a subscription to its servers: made when something is to be sent, kept, and made anew once it broke.
//!
//! Names are looked up and judged by the address wall each time, and exactly what was judged is connected to: the client is
//! given addresses only, never a name, and does not follow where a server says that others are. It must never go on by itself
//! for long: what a lane gave up on must not be sent much later.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use async_nats::connection::State;
use async_nats::jetstream::Context;
use async_nats::jetstream::context::ContextBuilder;
use async_nats::{Client, ConnectError, ConnectErrorKind, ConnectOptions, Event, ServerAddr};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_platform_verifier::Verifier;
use tokio::sync::{Mutex, broadcast};

use super::WHOLE_MAX;
use super::denial::{self, Denial};
use crate::outward::{self, Broker, Sender};
use crate::store::CredentialsRow;

/// The longest that one address may take to answer; the others are to get their turn within an attempt.
const CONNECT_MAX: Duration = Duration::from_secs(3);
/// How often a server that is silent is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(15);
/// The client tries once to mend a connection that broke; zero would be without end.
const MENDED_MAX: usize = 1;

const NO_SERVERS: &str = "no servers are named";
const REFUSED: &str = "the server does not let us in: user and password, or the token, are not those it knows";
const NO_NATS: &str = "what answers does not speak NATS";
const NO_TLS: &str = "TLS: the certificates of this machine cannot be read";

/// A connection that is there when it is needed.
pub(super) struct Link {
    brokers: Vec<Broker>,
    credentials: Option<CredentialsRow>,
    sender: Arc<Sender>,
    kept: Mutex<Kept>,
    /// Whom this machine trusts, read when it is first asked for.
    trust: OnceLock<Arc<Verifier>>,
}

#[derive(Default)]
struct Kept {
    context: Option<Numbered>,
    /// How many were made.
    made: u64,
    /// When no connection could be made last, and why.
    failed: Option<(Instant, &'static str)>,
    /// How often a server was turned to: one that is silent must not keep the others from their turn for ever.
    turns: usize,
}

/// A connection with a number of its own, and what its server says that may not be done by it.
#[derive(Clone)]
pub(super) struct Numbered {
    pub(super) number: u64,
    pub(super) context: Context,
    denials: broadcast::Sender<Denial>,
}

impl Numbered {
    /// What is denied from now on.
    pub(super) fn denials(&self) -> broadcast::Receiver<Denial> {
        self.denials.subscribe()
    }
}

/// A client, and what its server says that may not be done by it.
type Connected = (Client, broadcast::Sender<Denial>);

impl Link {
    pub(super) fn new(brokers: Vec<Broker>, credentials: Option<CredentialsRow>, sender: Arc<Sender>) -> Self {
        Self { brokers, credentials, sender, kept: Mutex::default(), trust: OnceLock::new() }
    }

    /// The connection, made if there is none; or why none can be made.
    pub(super) async fn context(&self) -> Result<Numbered, &'static str> {
        let asked = Instant::now();
        let mut kept = self.kept.lock().await;
        if let Some(context) = kept.context.as_ref().filter(|numbered| is_whole(&numbered.context)) {
            return Ok(context.clone());
        }
        kept.context = None;
        // What was tried while this one waited its turn need not be tried again at once.
        if let Some((_, why)) = kept.failed.filter(|(at, _)| *at >= asked) {
            return Err(why);
        }
        match self.connect(&mut kept.turns).await {
            Ok((client, denials)) => {
                kept.made += 1;
                let context = ContextBuilder::new().timeout(WHOLE_MAX).build(client);
                let numbered = Numbered { number: kept.made, context, denials };
                kept.context = Some(numbered.clone());
                Ok(numbered)
            }
            Err(why) => {
                kept.failed = Some((Instant::now(), why));
                Err(why)
            }
        }
    }

    /// That connection is not used any more.
    pub(super) async fn drop(&self, number: u64) {
        let mut kept = self.kept.lock().await;
        // Somebody else may have made another one meanwhile.
        kept.context.take_if(|kept| kept.number == number);
    }

    async fn connect(&self, turns: &mut usize) -> Result<Connected, &'static str> {
        let mut why = NO_SERVERS;
        for _ in 0..self.brokers.len() {
            let Some(broker) = self.brokers.get(*turns % self.brokers.len()) else { break };
            // Before it is waited for: whoever waits may be gone before it answers.
            *turns = turns.wrapping_add(1);
            match self.connect_to(broker).await {
                Ok(connected) => {
                    *turns = turns.wrapping_sub(1);
                    return Ok(connected);
                }
                Err(says) => why = says,
            }
        }
        Err(why)
    }

    async fn connect_to(&self, broker: &Broker) -> Result<Connected, &'static str> {
        let mut why = outward::UNREACHABLE;
        for place in self.sender.reach(broker).await? {
            let denials = broadcast::Sender::new(denial::HELD_MAX);
            match self.options(broker, denials.clone())?.connect(address(broker, place)?).await {
                Ok(client) => return Ok((client, denials)),
                Err(error) => why = says(&error),
            }
        }
        Err(why)
    }

    fn options(&self, broker: &Broker, denials: broadcast::Sender<Denial>) -> Result<ConnectOptions, &'static str> {
        let tell = move |event: Event| {
            if let Some(denial) = Denial::of(&event) {
                // Nobody may be waiting to hear it.
                let _ = denials.send(denial);
            }
            std::future::ready(())
        };
        let options = ConnectOptions::new()
            .event_callback(tell)
            .name("Callbook")
            .connection_timeout(CONNECT_MAX)
            .ping_interval(PING_EVERY)
            .max_reconnects(MENDED_MAX)
            .ignore_discovered_servers();
        // A server may ask for TLS where it was not said.
        let options = match self.tls(broker) {
            Ok(tls) => options.tls_client_config(tls),
            Err(why) if broker.is_secure() => return Err(why),
            Err(_) => options,
        };
        Ok(match self.credentials.clone() {
            Some(CredentialsRow::Password { user, password }) => options.user_and_password(user, password),
            Some(CredentialsRow::Token { token }) => options.token(token),
            None => options,
        })
    }

    fn tls(&self, broker: &Broker) -> Result<ClientConfig, &'static str> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let trust = match self.trust.get() {
            Some(trust) => Arc::clone(trust),
            None => {
                let read = Arc::new(
                    Verifier::new_with_extra_roots(self.sender.trust().certificates(), Arc::clone(&provider))
                        .map_err(|_| NO_TLS)?,
                );
                Arc::clone(self.trust.get_or_init(|| read))
            }
        };
        let name = ServerName::try_from(broker.host().to_owned()).map_err(|_| NO_TLS)?;
        configured(provider, Arc::new(Named { name, trust })).map_err(|_| NO_TLS)
    }
}

fn configured(provider: Arc<CryptoProvider>, named: Arc<Named>) -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.dangerous().with_custom_certificate_verifier(named).with_no_client_auth())
}

fn is_whole(context: &Context) -> bool {
    context.client().connection_state() == State::Connected
}

/// An address in the words of the client.
fn address(broker: &Broker, place: SocketAddr) -> Result<ServerAddr, &'static str> {
    let scheme = if broker.is_secure() { "tls" } else { "nats" };
    format!("{scheme}://{place}").parse().map_err(|_| outward::UNREACHABLE)
}

fn says(error: &ConnectError) -> &'static str {
    match error.kind() {
        ConnectErrorKind::Authentication | ConnectErrorKind::AuthorizationViolation => REFUSED,
        ConnectErrorKind::TimedOut => outward::UNREACHABLE,
        _ => outward::of_connection(error).unwrap_or(NO_NATS),
    }
}

/// The client is given an address, and knows the server by no name: its certificate is held against the name that was said.
#[derive(Debug)]
struct Named {
    name: ServerName<'static>,
    trust: Arc<Verifier>,
}

impl ServerCertVerifier for Named {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.trust.verify_server_cert(end_entity, intermediates, &self.name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.trust.verify_tls12_signature(message, cert, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.trust.verify_tls13_signature(message, cert, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.trust.supported_verify_schemes()
    }
}
