//! The server: what listens, what answers, and how both stop.
//!
//! Only wiring stands here. Whoever starts the server hands in what the rooms need, and is told where it answers; stopping it
//! is one call, which ends feeds with a goodbye, lets requests finish, and closes the store last.

mod connections;
mod first;
mod logs;
mod lost;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::api::{self, Api, RawTaker};
use crate::collect::Collector;
use crate::config::{Config, Server};
use crate::ctx::Ctx;
use crate::deliver::Deliverer;
use crate::installed::{Installed, ticker};
use crate::media::Media;
use crate::originate::Originator;
use crate::outward::{Fetcher, Sender, Trust, Wall};
use crate::raw::{Keeper, Kind, Piece};
use crate::web::{self, Page};
use calls::adapters::twilio::originate::HOSTS as TWILIO_HOSTS;
use connections::Gate;

pub(crate) use first::FIRST_ACCOUNT;
pub(crate) use logs::begin as begin_logs;

/// The longest that requests may take to finish when the server stops.
const FINISH_MAX: Duration = Duration::from_secs(10);
/// The longest that a client may take over the head of a request.
const HEAD_MAX: Duration = Duration::from_secs(15);
/// The most bytes of the head of a request.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// The most requests at once on one connection.
const STREAMS_MAX: u32 = 64;

/// A server that runs.
pub(crate) struct Running {
    /// Where it answers.
    pub(crate) address: SocketAddr,
    /// Whether it has a page to look at.
    pub(crate) has_page: bool,
    /// A key to its door, if nobody had one; to be told once.
    pub(crate) key: Option<String>,
    ctx: Ctx,
    closing: watch::Sender<bool>,
    handle: Handle<SocketAddr>,
    serving: JoinHandle<io::Result<()>>,
    upkeep: JoinHandle<()>,
    hearing: JoinHandle<()>,
    telling: JoinHandle<()>,
    ticking: JoinHandle<()>,
    collecting: JoinHandle<()>,
    exporting: JoinHandle<()>,
    shared: api::Shared,
}

/// Starts the server. When this is ready it answers, and begins to listen to the phone systems.
pub(crate) async fn start(mut ctx: Ctx, config: &Config, raw: Keeper) -> Result<Running> {
    let wall = Wall::new(config.deliver.allow.clone());
    ctx.wall = Arc::new(wall.clone());
    let trust = match &config.deliver.ca_file {
        Some(file) => Trust::read(file).with_context(|| format!("{} (deliver.ca_file)", file.display()))?,
        None => Trust::default(),
    };
    ctx.originator = Arc::new(Originator::new(wall.clone(), trust.clone()));
    ctx.installed = Arc::new(Installed::new(Arc::clone(&ctx.store), Arc::clone(&ctx.clock), wall.clone(), trust.clone()));
    let fetcher = Fetcher::new(wall.clone())?;
    let sender = Sender::new(wall, trust)?;
    // A first key is told once: it is made only where nothing is left that could keep the server from answering.
    let door = Door::of(&config.server).await?;
    ctx.exports = Some(config.server.exports_folder().into());
    ctx.media = Arc::new(media(&ctx, config, door.listener.local_addr()?).await?);
    first::enter(&ctx, config).await?;
    let key = first::key(&ctx).await?;
    api::health::count()?;
    let (closing, told) = watch::channel(false);
    let taker = raw.keeps().then(|| taker(&ctx, raw.clone()));
    let (proxies, over_tls) = (config.server.trusted_proxies.clone(), config.server.tls.is_some());
    let shared = Api::new(ctx.clone(), taker, proxies, over_tls, told.clone());
    let handle = Handle::new();
    let page = Arc::new(Page::built());
    let has_page = page.is_built();
    let routes = lost::shown(api::router_with(&shared, web::routes(Arc::clone(&page))), page);
    let serving = door.open(handle.clone(), routes)?;
    let address = handle.listening().await.ok_or_else(|| anyhow!("{}: cannot listen there", config.server.listen))?;
    let upkeep = tokio::spawn(api::health::upkeep());
    let deliverer = Deliverer::new(ctx.clone(), config.deliver.manner.clone(), sender);
    let telling = tokio::spawn(deliverer.run(told.clone()));
    let collector = Collector::new(ctx.clone(), fetcher, TWILIO_HOSTS, config.media.collect);
    let collecting = tokio::spawn(collector.run(told.clone()));
    let exporting = tokio::spawn(api::exports::upkeep(Arc::clone(&shared), told.clone()));
    let ticking = tokio::spawn(ticker::run(Arc::clone(&ctx.installed), told.clone()));
    let hearing = tokio::spawn(crate::listen::run(ctx.clone(), raw, told));
    tracing::info!(%address, tls = config.server.tls.is_some(), "the server answers");
    Ok(Running {
        address,
        has_page,
        key,
        ctx,
        closing,
        handle,
        serving,
        upkeep,
        hearing,
        telling,
        ticking,
        collecting,
        exporting,
        shared,
    })
}

/// Recordings, without what an earlier run left of them.
async fn media(ctx: &Ctx, config: &Config, address: SocketAddr) -> Result<Media> {
    let manner = config.media_at(address);
    let unusable = || format!("{}: recordings cannot be kept there", manner.folder.display());
    let media = Media::open(Arc::clone(&ctx.store), Arc::clone(&ctx.clock), &manner).with_context(unusable)?;
    if let Err(error) = media.begin().await {
        tracing::warn!(%error, "what is left of recordings is removed later");
    }
    Ok(media)
}

/// Keeps the requests of phone systems that tell their calls themselves.
fn taker(ctx: &Ctx, raw: Keeper) -> RawTaker {
    let clock = Arc::clone(&ctx.clock);
    Arc::new(move |account, source, feed, bytes| {
        let feed = (account.into(), source.into(), feed.into());
        raw.keep(&feed, &[Piece { kind: Kind::Request, at: clock.now(), bytes }]);
    })
}

/// Where the server will answer: the address is ours, and the certificate is read.
struct Door {
    listener: TcpListener,
    tls: Option<RustlsConfig>,
}

impl Door {
    async fn of(server: &Server) -> Result<Self> {
        let listener = TcpListener::bind(server.listen).with_context(|| format!("{}: cannot listen there", server.listen))?;
        listener.set_nonblocking(true)?;
        let Some((cert, key)) = &server.tls else { return Ok(Self { listener, tls: None }) };
        // Whoever installed one before us has installed the same.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let files = || format!("{}, {}: expected a certificate chain and its key in PEM", cert.display(), key.display());
        let tls = RustlsConfig::from_pem_chain_file(cert, key).await.with_context(files)?;
        Ok(Self { listener, tls: Some(tls) })
    }

    fn open(self, handle: Handle<SocketAddr>, routes: Router) -> Result<JoinHandle<io::Result<()>>> {
        let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
        let mut bound = axum_server::from_tcp(self.listener)?.handle(handle).acceptor(Gate::new());
        bounded(bound.http_builder());
        let Some(tls) = self.tls else { return Ok(tokio::spawn(bound.serve(routes))) };
        let secured = bound.map(|gate| RustlsAcceptor::new(tls).acceptor(gate));
        Ok(tokio::spawn(secured.serve(routes)))
    }
}

fn bounded(http: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>) {
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_MAX).max_buf_size(HEAD_BYTES_MAX);
    let every = Duration::from_secs(20);
    http.http2()
        .timer(TokioTimer::new())
        .max_header_list_size(HEAD_BYTES_MAX as u32)
        .max_concurrent_streams(STREAMS_MAX)
        .keep_alive_interval(every)
        .keep_alive_timeout(every);
}

impl Running {
    /// Stops: no more is accepted, feeds are told goodbye, requests finish, and what was taken is durable.
    pub(crate) async fn stop(self) {
        tracing::info!("the server stops");
        // Nobody may be left to hear it.
        let _ = self.closing.send(true);
        self.handle.graceful_shutdown(Some(FINISH_MAX));
        match self.serving.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the server had failed"),
            Err(error) => tracing::error!(%error, "the server had failed"),
        }
        let ended = self.shared.feeds_ended();
        if tokio::time::timeout(FINISH_MAX, ended).await.is_err() {
            tracing::warn!("some feeds did not take their goodbye");
        }
        self.upkeep.abort();
        if tokio::time::timeout(FINISH_MAX, self.hearing).await.is_err() {
            tracing::warn!("some phone systems were not let go in time");
        }
        if tokio::time::timeout(FINISH_MAX, self.telling).await.is_err() {
            tracing::warn!("what some receivers did not take in time will be sent again");
        }
        if tokio::time::timeout(FINISH_MAX, self.collecting).await.is_err() {
            tracing::warn!("some recordings are fetched again after the next start");
        }
        self.ticking.abort();
        self.exporting.abort();
        self.shared.exports.given_up(FINISH_MAX).await;
        self.ctx.store.close().await;
        tracing::info!("everything is closed");
    }

    /// Waits until the server fails by itself.
    pub(crate) async fn failed(&mut self) -> anyhow::Error {
        match (&mut self.serving).await {
            Ok(Ok(())) => anyhow!("the server stopped by itself"),
            Ok(Err(error)) => anyhow::Error::new(error).context("the server failed"),
            Err(error) => anyhow::Error::new(error).context("the server failed"),
        }
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Running({})", self.address)
    }
}

/// What the rooms are handed by the server, with the machine's clock.
pub(crate) fn ctx(store: Arc<dyn crate::store::Store>) -> Ctx {
    Ctx::new(store, Arc::new(crate::clock::MachineClock))
}
